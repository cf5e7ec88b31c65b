/*
 * matrix_inside.h — what must last so long (a posting of 30 days), in one place: how many days are missing, or have to come yet?
 *
 *     struct lasting lasting;
 *     if (!lasting_compute(view, &(struct lasting_question){register_, rule, units, period}, &lasting, why)) …
 *     lasting_put(view, cell, &lasting);                      {colour, words, notes: [{words}]}, nothing when nothing is to be told
 *
 * Told are those of the period, and while today is in it also those whose last day comes after it: a breach is seen while it can
 * be kept from happening. What is meant to end too early is read from the field the register names (`planned`).
 */
#pragma once

#include "keep/record/figure.h"
#include "work/view/view_inside.h"

struct lasting_question {
    const struct register_definition *register_;
    const struct deadline_definition *rule;
    const struct unit_set *units;
    struct period period;
};

/* Ended too early, meant to end too early, and running with nothing wrong: how many, and by how many days at most. */
struct lasting_kind { size_t count; int days; };
struct lasting {
    struct lasting_kind ended, meant, running;
    struct day meant_on;        /* of the one that would miss most */
    int64_t record;             /* one of them */
    const struct unit *unit;    /* whose record that is */
};

MUST_CHECK bool lasting_compute(struct view_context *view, const struct lasting_question *question, struct lasting *lasting, struct failure *why);
size_t lasting_total(const struct lasting *lasting);
void lasting_put(const struct view_context *view, struct node *cell, const struct lasting *lasting);
