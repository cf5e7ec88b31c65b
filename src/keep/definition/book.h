/*
 * book.h — what a reception desk needs of a register: its book on paper, how often something must be done, who receives.
 *
 * `book:` of a register says the columns of the official book, a version for each form (the 12 columns of 2021, the 13 from
 * 1 July 2026): what was written on a day stands in the form that was in force then. `times:` names the rule that says how
 * often in each week or month something must be done, at which kind of place. `receivers:` says to which body a petition
 * belongs, before anything of it is written (Law on Denunciations 2018, Art. 12): the first line that fits.
 *
 *     const struct book_version *form = book_on(register_, record->day);   NULL: it had no form then
 *
 * The snapshot owns everything here.
 */
#pragma once

#include "keep/definition/definition.h"

enum { BOOK_VERSIONS_MAX = 10, BOOK_COLUMNS_MAX = 30, DESK_TIMES_MAX = 10, RECEIVERS_MAX = 20 };

enum book_column_kind {
    BOOK_ORDER,  /* the number of the line, from the year's beginning */
    BOOK_FIELDS, /* what the fields say, one below the other; a truth field: x or nothing */
    BOOK_MARK,   /* x where the field has that choice */
    BOOK_SEALED, /* fields closed in the dossier's box: printed for whoever opened it, else the page says so in their place */
};

struct book_column {
    enum book_column_kind kind;
    struct title title, group; /* group: a title over neighbouring columns; may be empty */
    const struct field_definition *const *fields;
    size_t field_count;
    struct text is; /* BOOK_MARK: the choice */
};

struct book_version {
    struct day from, to; /* DAY_NONE: open */
    struct title form;   /* "Mẫu số 03/TCD, Nghị định 154/2026/NĐ-CP" */
    enum confidence confidence;
    const struct book_column *columns;
    size_t column_count;
};

struct desk_times {
    const struct deadline_definition *rule; /* its versions count times in each week or month */
    struct text of;                         /* kind of the place */
    const struct rule *where;               /* records that are one time */
};

struct receiver_definition {
    const struct text *about; /* what the petition is about: codes of the page's question */
    size_t about_count;
    const struct text *works_at; /* kinds of organisations; none: any, and those not in this house */
    size_t works_at_count;
    bool above;              /* the organisation above it; else an office outside, at `address` */
    struct title address, say;
    struct text law;
};

/* `copy:` what another system asks of each record, in its order, so that it is copied and not thought out anew. */
struct copy_definition {
    struct title title;
    struct text law;
    enum confidence confidence;
    const struct field_definition *const *fields; /* sealed ones too: they are copied from what was opened */
    size_t field_count;
    const struct field_definition *number; /* where the number it gives back is kept; may be NULL */
};

const struct book_version *book_on(const struct register_definition *register_, struct day day);
