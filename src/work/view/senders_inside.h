/* senders_inside.h — which organisations of a place send their periods, and which have? */
#pragma once

#include "base/list.h"
#include "keep/report/draft.h"
#include "work/view/view_inside.h"

/* The organisations inside the place that stand under a body elsewhere which issues reports: by place, in official order. */
struct unit_set senders_of(struct view_context *view, const struct unit *place, struct day day);
/* NULL: it has not sent. */
const struct sending *senders_find(const struct list *sendings, const struct unit *unit);
/* `not_sent`: {names, count, list: [unit]} when somebody has not sent the period. */
MUST_CHECK bool senders_put_missing(struct view_context *view, struct node *map, const struct unit *place, struct period period,
                                    struct failure *why);
