/*
 * intake.h — a sheet of rows becomes records: first all is checked, then all is written.
 *
 *     struct intake_request ask = {.register_name = TEXT("outreach"), .unit = TEXT("00145.kv"), .file_name = TEXT("thang-8.xlsx"),
 *                                  .bytes = bytes, .viewer = &viewer};
 *     struct intake_answer answer;
 *     if (!intake_import(instance, &ask, arena, &answer, why)) …        denied, busy, broken
 *     if (answer.problems.errors) …                                     nothing was kept; each at its sheet and cell
 *
 * Any workbook will do (engine/codec/sheet.h): .xlsx, .xls, CSV, cells pasted. Tables are found on its sheets
 * (table_find.h), their columns matched with fields (column_match.h); `map` says for any other column what it is, or
 * "-" to pass over it. Columns that are not sure are problems, and `tables` says what was understood, for the page that
 * asks. "unit" (đơn vị) is the organisation that writes, by code or name, unless the request gives it; "state" (trạng
 * thái); a column of running numbers (STT) is passed over. In a column of a `many` field values stand apart by ";".
 *
 * A row whose values in the fields of the register's `key` are those of a record of the same organisation changes that
 * record, or nothing; every other row is a new one. Rows in are rows out: `counts` has a place for each.
 *
 * An import is one batch (keep/import). Records are written INTAKE_PART at a time, each with an act of its own; a part
 * is kept wholly or not at all. What the columns were taken for is kept, and is there for the next sheet of equal headings.
 * Should writing stop half-way (a full disk), the failure says how many parts are kept, and importing the very
 * same file again goes on behind them: a part that is there is not written twice.
 */
#pragma once

#include "base/node.h"
#include "base/problem.h"
#include "base/progress.h"
#include "keep/account/account.h"
#include "work/intake/sheet_table.h"

#include <stdatomic.h>

struct instance;

enum { INTAKE_PART = 2000, INTAKE_PROBLEMS_MAX = 200, INTAKE_SHOWN_ROWS = 10 };

struct intake_request {
    struct text register_name;
    struct text unit;      /* code; empty: a column says it */
    struct text file_name; /* for problems */
    struct text bytes;     /* of the workbook; borrowed for the call */
    const struct node *map; /* a column's title -> field, "unit", "state" or "-"; NULL: none */
    const struct node *letters; /* a column's title -> old_text_word of what its texts are in; NULL: as recognised */
    struct text sheet_name; /* only this sheet; empty: all visible ones */
    const struct node *tables; /* only these, by their `name` in the answer; NULL: those whose columns are known */
    const struct viewer *viewer;
    bool dry_run;
    size_t problems_max;       /* kept, and looked for; 0: INTAKE_PROBLEMS_MAX */
    const atomic_bool *stop;   /* asked between parts; NULL: nobody asks */
    const struct progress *progress; /* "check", "write": rows */
};

struct intake_counts {
    int64_t read;      /* rows that are not empty, on visible sheets */
    int64_t added, changed, same, wrong, blank; /* of ROW_DATA in the tables taken */
    int64_t left_out[ROW_ROLES]; /* by role; ROW_DATA: of tables not taken */
    int64_t alike;     /* of those added: perhaps recorded already (keep/record/alike.h) */
    int64_t hidden;    /* of the rows taken, those that are hidden in the sheet */
};

struct intake_answer {
    int64_t rows;             /* records in the sheet */
    int64_t kept;             /* written now or before, and those that stood there already; 0 for a dry run or with problems */
    int64_t import;           /* number of the act that opened it; 0: nothing was written */
    bool stopped;             /* asked to: the rest is written when the same file is imported again */
    bool remembered;          /* the columns are as the last import of equal headings had them */
    int64_t repeated;         /* of these, there already from an earlier run of the same file */
    struct intake_counts counts;
    struct problems problems;
    struct node *columns;     /* list of {column, field, title}: what was understood */
    struct node *tables;      /* what was found, for the page that asks (intake_inside.h) */
    struct node *sums;        /* {title, sheet, sum, told, differs}: number columns, and what the sheet's own total says */
    struct node *shown;       /* the first rows as they would be kept: {row, sheet, what, values} */
};

MUST_CHECK bool intake_import(struct instance *instance, const struct intake_request *request, struct arena *arena,
                              struct intake_answer *answer, struct failure *why);
