/*
 * retyped.h — what did an old report say of a figure, for a time that has no records here?
 *
 * A place begins with danvan in the middle of its history, and its reports compare with last year. A
 * number of an old report may be typed in: a figure of a unit and a period, whole, with the paper it
 * stood in. It is never added to records and moves no cell: it stands in where the register has no
 * record of that unit and period at all, and is marked wherever it is shown. Where records are there,
 * they win, and the number of the paper stands beside them.
 *
 *     struct list retyped;                                  one query for a period
 *     if (!retyped_load(arena, connection, shard, period, &retyped, why)) …
 *     const struct retyped *of = retyped_find(&retyped, figure, unit);
 *     if (of && !retyped_stands(connection, figure, units_below, period, &stands, why)) …
 *
 * Counts and sums only: different values, balances, shares and time limits need the records themselves.
 */
#pragma once

#include "base/period.h"
#include "base/world.h"
#include "keep/record/record.h"

enum { RETYPED_WORDS_MAX = 200 }; /* letters of a paper's number, and of its name */

struct retyped {
    struct text figure;      /* "outreach.sessions" */
    int64_t unit;
    struct decimal value;
    struct text paper_number, paper_name;
    struct day paper_day;
    int64_t act, account;    /* that typed it in: 0 for the folder's owner */
    struct moment at;
};

bool retyped_allowed(const struct figure_definition *figure);

/* Changes, inside an act's transaction. One there already is replaced. */
MUST_CHECK bool retyped_save(struct connection *writer, int64_t shard, struct period period, const struct retyped *retyped, struct failure *why);
MUST_CHECK bool retyped_drop(struct connection *writer, int64_t shard, struct period period, const struct retyped *retyped, struct failure *why);

/* All of exactly this period's half-months. items: struct retyped * */
MUST_CHECK bool retyped_load(struct arena *arena, struct connection *connection, int64_t shard, struct period period, struct list *retyped,
                             struct failure *why);
/* NULL when there is none. */
const struct retyped *retyped_find(const struct list *retyped, const struct figure_definition *figure, const struct unit *unit);
/* Has the figure's register no record of these units in the period? */
MUST_CHECK bool retyped_stands(struct connection *connection, const struct figure_definition *figure, const struct unit_set *units,
                               struct period period, bool *stands, struct failure *why);
