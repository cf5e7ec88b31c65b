/*
 * form.h — an official form: its columns under their tree of headings, what each counts, and which sums must hold.
 *
 * A form is a file of the pack, forms/NAME.yaml. It is known by its code and the instrument that prescribes it ("01/XLD" of
 * one circular is not that of the next). A column counts a figure of a register, is the sum of others, or is left for a note.
 *
 *     const struct form_definition *form = definition_form(definition, TEXT("xld-01-tt02-2021"));
 *     for (size_t i = 0; i < form->check_count; i++) …                       form->checks[i].source: "9=11+12+13"
 *
 * Columns are numbered from 1, as on paper. The snapshot owns everything here.
 */
#pragma once

#include "keep/definition/definition.h"

enum { FORM_DEPTH_MAX = 5, FORM_COLUMNS_MAX = 64, FORM_TERMS_MAX = 32, FORM_CODES_MAX = 12 };

struct form_sum { /* its terms add up to nothing: "9=11+12" is 9 - 11 - 12 */
    struct text source;
    struct form_term { size_t column; int sign; } terms[FORM_TERMS_MAX];
    size_t term_count;
};

struct form_column {
    struct title path[FORM_DEPTH_MAX]; /* from the highest heading down to its own */
    size_t depth;
    const struct figure_definition *figure; /* NULL: not counted here */
    const struct text *by; size_t by_count; /* choices of the figure's breakdown; none: all */
    bool at_begin;                          /* as it stood before the period began: "kỳ trước chuyển sang" */
    bool adds;                              /* it is the sum below, which is solved for it */
    struct form_sum sum;
    bool note;                              /* left empty for words */
};

struct form_definition {
    struct text name, code, law, issued_by;
    const struct instrument_definition *instrument;
    struct title title;
    const struct text *for_kinds; size_t for_count; /* kinds of places */
    bool inspectorate;                              /* periods run from the 15th to the 14th */
    enum confidence confidence;                     /* C shows as "chưa xác nhận" */
    const struct form_column *columns; size_t column_count;
    const struct form_sum *checks; size_t check_count;
};

/* NULL when there is none. */
const struct form_definition *definition_form(const struct definition *definition, struct text name);
