/*
 * intake.h — a sheet of rows becomes records: first all is checked, then all is written.
 *
 *     struct intake_request ask = {.register_name = TEXT("outreach"), .unit = TEXT("00145.kv"), .file_name = TEXT("thang-8.csv"),
 *                                  .bytes = bytes, .viewer = &viewer};
 *     struct intake_answer answer;
 *     if (!intake_import(instance, &ask, arena, &answer, why)) …        denied, busy, broken
 *     if (answer.problems.errors) …                                     nothing was kept; each at its line and column
 *
 * The first row names the columns: a field by its name or by its title in either language, however
 * capitals and accents are written; "unit" (đơn vị) for the organisation that writes, by code or name, unless the
 * request gives it; "state" (trạng thái). A column of running numbers (STT) is passed over. `map` says for any other
 * column what it is, or "-" to pass over it. In a column of a `many` field the values stand apart by ";".
 *
 * Records are written INTAKE_PART at a time, each with an act of its own; a part is kept wholly or not at all.
 * Should writing stop half-way (a full disk), the failure says how many parts are kept, and importing the very
 * same file again goes on behind them: a part that is there is not written twice.
 */
#pragma once

#include "base/node.h"
#include "base/problem.h"
#include "base/progress.h"
#include "keep/account/account.h"

struct instance;

enum { INTAKE_PART = 2000, INTAKE_PROBLEMS_MAX = 200, INTAKE_COLUMNS_MAX = 128, INTAKE_ROWS_MAX = 2000000 };

struct intake_request {
    struct text register_name;
    struct text unit;      /* code; empty: a column says it */
    struct text file_name; /* for problems */
    struct text bytes;     /* CSV; borrowed for the call */
    const struct node *map; /* a column's title -> field, "unit", "state" or "-"; NULL: none */
    const struct viewer *viewer;
    bool dry_run;
    const struct progress *progress; /* "check", "write": rows */
};

struct intake_answer {
    int64_t rows;             /* records in the sheet */
    int64_t kept;             /* written now or before; 0 for a dry run or with problems */
    int64_t repeated;         /* of these, there already from an earlier run of the same file */
    struct problems problems;
    struct node *columns;     /* list of {column, field, title}: what was understood */
};

MUST_CHECK bool intake_import(struct instance *instance, const struct intake_request *request, struct arena *arena,
                              struct intake_answer *answer, struct failure *why);
