/*
 * joined.h — in which records of others did these organisations take part?
 *
 * A session that one organisation leads and others join is one record, its leader's: it counts once, there. The register
 * names the field of the others by `joint: {with: FIELD}`, and a figure tells them beside what they led ("chủ trì 5, phối
 * hợp 2"), each with its own list. It is read from that field when asked and kept nowhere: no cell moves, and a sum over a
 * branch that holds leader and joined has it once, for what the branch itself led is not told as joined.
 *
 *     struct joined joined;
 *     if (joined_figure(figure) && !joined_open(arena, connection, tree, figure, &question, &list, &joined, why)) …
 */
#pragma once

#include "keep/record/figure.h"

enum { JOINED_UNITS_MAX = 5000 }; /* organisations asked for at once: of more nothing is told */

struct joined_list {
    struct text from; /* a key an answer gave; empty or no key: the newest first */
    size_t limit;     /* at most FIGURE_PAGE_MAX; 0: the number alone */
};

struct joined {
    bool told;                    /* false: too many organisations */
    int64_t total;                /* records */
    struct value sum;             /* of all of them: what the figure counts in them */
    struct figure_entry *entries; /* this page; the unit is the leader */
    size_t count;
    struct text next;             /* the key of the page behind; empty at the end */
};

/* Counts and sums of a register that has `joint`. */
bool joined_figure(const struct figure_definition *figure);
MUST_CHECK bool joined_open(struct arena *arena, struct connection *connection, const struct unit_tree *tree,
                            const struct figure_definition *figure, const struct figure_question *question,
                            const struct joined_list *list, struct joined *joined, struct failure *why);
/* Did this organisation join the record's event? */
bool joined_by(const struct record *record, const struct unit *organisation);
