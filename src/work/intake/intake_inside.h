/* intake_inside.h — one import under way: its source, what its columns are, what its rows come to. */
#pragma once

#include "keep/instance/instance.h"
#include "keep/record/record.h"
#include "work/intake/intake.h"
#include "work/intake/source.h"

struct key_set;
struct table_sums;

struct intake_run {
    const struct intake_request *request;
    const struct house *house;
    const struct register_definition *register_;
    struct arena *arena;            /* lives as long as the import */
    const struct unit *unit;        /* of the request; NULL: a column says it */
    struct map *writers;            /* day and name -> struct writer, what was found before */
    struct map *may_write;          /* code -> what permission said, asked once */
    struct map *named;              /* field, organisation and folded name of a record -> its number; named.c */
    struct problems *problems;
    struct day today;
    struct source source;
    struct intake_counts counts;
    struct key_set *keys;           /* of the rows so far; NULL: the register has no key */
    struct table_sums *sums;        /* by table */
    struct alike_book *book;        /* of the rows so far; NULL: the register compares none */
    struct node *shown;             /* the first rows as they would be kept */
};

/* ---- columns.c: what the headings say; problems for what they do not ---- */
void columns_check(struct intake_run *run);
/* Takes over what the request says of the columns' letters. */
void columns_letters(struct intake_run *run);
struct node *columns_node(const struct intake_run *run);
/* {name, sheet, row, rows, hidden, taken, columns: {title, letters, field, certainty, samples}} for the page that asks. */
struct node *tables_node(const struct intake_run *run);

/* ---- writers.c: which organisation that enters the register is meant ---- */
struct writer {
    const struct unit *unit; /* NULL: not sure */
    const struct unit *proposals[GAZETTEER_PROPOSALS_MAX];
    size_t count;
    const struct unit *gone; /* what was meant is no more on that day; proposed are those that took it over */
};
/* The one place where a cell's words become an organisation: by code, or by name as people write it (gazetteer.h). A place is
 * none; those there are proposed. Lives as long as the import. */
const struct writer *writer_find(struct intake_run *run, struct arena *scratch, struct text written, struct day day);
/* Of today; NULL when it does not enter the register. */
const struct unit *writer_of_code(const struct intake_run *run, struct text code);

/* ---- named.c: records that cells name ---- */
MUST_CHECK bool named_index(struct intake_run *run, struct connection *reading, struct failure *why);
/* The number of the organisation's record of that name; what was said where there is none, or several. */
struct text named_number(const struct intake_run *run, struct arena *scratch, const struct field_definition *field, const struct unit *unit,
                         struct text said);

/* ---- row.c: one row as a record; problems at its cells, and nothing else ---- */
struct typed_row {
    bool blank;              /* nothing but a running number */
    struct day on;           /* units are those of this day: the record's, or today where it tells none */
    struct record record;    /* unit NULL: a problem was added */
    bool sound;              /* no error in it */
    struct text *said;       /* by field slot: what its cell says, in the spelling records read; bytes NULL: no column */
};
MUST_CHECK bool row_read(struct intake_run *run, struct arena *scratch, const struct source_row *row, struct typed_row *typed,
                         struct failure *why);
/* What the acts record-write and record-correct are given as `fields`: all, or those that differ from `before`. */
struct node *row_fields(const struct typed_row *typed, struct arena *arena, const struct record *before);

/* ---- plan.c: what becomes of a row ---- */
enum plan_kind { PLAN_ADD, PLAN_CHANGE, PLAN_SAME };
struct plan {
    enum plan_kind kind;
    const struct record *before; /* CHANGE, SAME */
};
MUST_CHECK bool plan_row(struct intake_run *run, struct arena *scratch, struct connection *reading, const struct typed_row *typed,
                         struct plan *plan, struct failure *why);
/* The same key twice in one sheet is a problem at the row. */
void plan_key(struct intake_run *run, struct arena *scratch, const struct source_row *row, const struct typed_row *typed);

/* ---- twin.c: a new row that tells of what a record, or a row before it, tells of too: a warning at its name ---- */
enum { TWINS_TOLD_MAX = 50 }; /* so that what is wrong has room; `counts.alike` counts on */
MUST_CHECK bool twin_row(struct intake_run *run, struct connection *reading, const struct source_row *row, const struct typed_row *typed,
                         struct failure *why);

/* ---- sums.c: do the sheet's own totals agree with its rows? ---- */
void sums_row(struct intake_run *run, const struct source_row *row, const struct typed_row *typed);
void sums_total(struct intake_run *run, struct arena *scratch, const struct source_row *row);
struct node *sums_node(const struct intake_run *run);
