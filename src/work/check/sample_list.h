/*
 * sample_list.h — a sample drawn from a list as it is kept in Excel: the rows drawn, how they were drawn, sheets to ask with.
 *
 *     struct sample_request ask = {.file = name, .bytes = bytes, .size = 200, .by = TEXT("Phường,Diện hỗ trợ"),
 *                                  .seed = TEXT("9f2c… hoa phượng"), .language = LANGUAGE_VI};
 *     struct sample_made made;
 *     if (!sample_list_draw(arena, &ask, &made, &problems, why)) …
 *     if (!sample_list_xlsx(arena, &made, &bytes, why)) …      or _csv, or _survey: one sheet of questions for each dossier
 *
 * Each row of data of the tables taken is one item, in the order of the file. engine/sample draws; docs/sampling.md says how
 * another program repeats it. Reading is list_file.h. Nothing is kept.
 */
#pragma once

#include "base/failure.h"
#include "engine/document/document.h"
#include "engine/sample/sample.h"
#include "work/check/list_file.h"

enum { SAMPLE_BY_MAX = 4 };

struct sample_request {
    struct text file, bytes; /* borrowed */
    struct text sheet;       /* empty: all visible ones */
    size_t size;
    struct text by;            /* titles of columns, apart by commas; empty: not stratified */
    struct text in_proportion; /* title of the column with amounts; empty: each alike */
    struct text seed;
    enum language language;
};

struct sample_made {
    const struct sample_request *request;
    struct sample sample;
    int64_t rows;                /* of the list */
    struct list titles;          /* struct text *: of the columns */
    struct list strata;          /* struct text *: "Phường Bồ Đề · Lao động tự do" */
    const struct text *cells;    /* of the rows drawn, one after the other: titles.count each */
    const struct text *places;   /* sheet and row of each, "Trang 1 › 17" */
    const struct text *dossiers; /* number of each; empty: the list has none */
    struct text list_hash;       /* SHA-256 of the file, in hex: the list that was drawn from */
};

/* True with problems when the file or a column cannot be read. */
MUST_CHECK bool sample_list_draw(struct arena *arena, const struct sample_request *request, struct sample_made *made, struct problems *problems,
                                 struct failure *why);
MUST_CHECK bool sample_list_xlsx(struct arena *arena, const struct sample_made *made, struct text *bytes, struct failure *why);
MUST_CHECK bool sample_list_csv(struct arena *arena, const struct sample_made *made, struct text *bytes, struct failure *why);
/* One sheet of questions (the pack's paper) for each dossier drawn. */
struct definition;
MUST_CHECK bool sample_list_survey(struct arena *arena, const struct sample_made *made, const struct definition *definition, int year,
                                   struct document **document, struct failure *why);
/* {rows, drawn, seed, list, method, strata: [{name, items, able, drawn, money}]} */
struct node *sample_list_node(struct arena *arena, const struct sample_made *made);
/* The paragraph for the minutes. */
struct text sample_list_minutes(struct arena *arena, const struct sample_made *made);
