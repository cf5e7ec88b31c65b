/*
 * daily.h — how much was done under one plan, organisation by organisation and day by day?
 *
 * A plan is a record of a register with `progress:` (docs/definitions.md): a campaign. Its targets and its daily numbers
 * are records of other registers that name it; what they count for is read from the figures that `progress:` names, so
 * what does not count there (an entry that was returned) does not count here.
 *
 *     struct daily_question ask = {.figure = progress->done, .of = progress->done_of, .shard = …, .plan = record->number};
 *     struct list days = {0};                          struct daily *, by day, then by unit's number
 *     if (!daily_read(arena, connection, units, &ask, &days, why)) …
 *
 * Made in `arena`. More than DAILY_MAX entries is too big.
 */
#pragma once

#include "base/list.h"
#include "keep/record/figure.h"

enum { DAILY_MAX = 200000 };

struct daily_question {
    const struct figure_definition *figure; /* done, or planned */
    const struct field_definition *of;      /* by which its records name the plan */
    int64_t shard, plan;
    struct text part;                       /* one breakdown; empty: all */
};

struct daily { /* what one organisation did on one day */
    const struct unit *unit;
    struct day day;
    int64_t amount;
};

MUST_CHECK bool daily_read(struct arena *arena, struct connection *connection, const struct unit_tree *tree,
                           const struct daily_question *question, struct list *days, struct failure *why);
