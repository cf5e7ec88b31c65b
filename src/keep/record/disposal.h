/*
 * disposal.h — which records need be kept no longer, and by which decision were they disposed of (users.md C24)?
 *
 * A register says how long its records are kept (`keep_for`). The years are counted from the end of the year in which the
 * work of a record ended: its own day, or the day it was last changed where that is later (the archives law counts from
 * the year the work is finished: Luật Lưu trữ 33/2024/QH15; each register's term is to be confirmed by the organisation).
 * One on which a time limit still runs is not due, and one kept for ever never is.
 *
 * What is left of a disposed record is its row without texts and persons: unit, day, state, choices and amounts, so that
 * every figure still opens to it and sums to the same. The row may not be changed any more.
 *
 *     struct disposal_query query = {.register_ = register_, .units = &units, .today = today, .limit = 50};
 *     if (!disposal_list(arena, connection, tree, &query, &due, &total, why)) …      items: struct disposal_due *
 *
 * Bodies of the journal, boxes and files go with it: work/act/disposal_acts.c.
 */
#pragma once

#include "base/list.h"
#include "keep/record/record.h"

enum { DISPOSAL_PART_MAX = 1000 /* records of one act */, DISPOSAL_YEAR_MIN = 1900, DISPOSAL_YEAR_LAST = 2098 };

/* The last day on which it is kept, when its work ended on `closed`; DAY_NONE: for ever. */
struct day disposal_kept_until(const struct register_definition *register_, struct day closed);

struct disposal_query {
    const struct register_definition *register_;
    const struct unit_set *units; /* of these organisations */
    struct day today;
    int year;                     /* whose work ended in it; 0: in any */
    size_t offset, limit;
};
struct disposal_due {
    int64_t record;
    const struct unit *unit;
    struct day day, closed; /* day: DAY_NONE while unknown */
    struct text state;
};
/* Those that are due, longest first; `total` counts all of them. */
MUST_CHECK bool disposal_list(struct arena *arena, struct connection *connection, const struct unit_tree *tree, const struct disposal_query *query,
                              struct list *due, int64_t *total, struct failure *why);

/* When the work of one record ended, and whether a time limit runs on it. */
struct disposal_term { struct day closed; bool runs; };
MUST_CHECK bool disposal_term(struct arena *arena, struct connection *connection, const struct record *record, struct disposal_term *term,
                              struct failure *why);

/* Does disposal take what this field says? Then it stands in the body of the journal that can be erased: what names persons, and
 * texts that no figure and no time limit is worked out from. Texts of a ledger stand in its book, which is whole for ever. */
bool disposal_takes(const struct register_definition *register_, const struct field_definition *field);
/* What is left of it: a copy without persons and without texts, but for those that a figure or a time limit is worked out from. */
struct record *disposal_left(struct arena *arena, const struct record *record);

struct disposal {
    int64_t act, unit, records;
    struct text register_name, decision, council;
    struct day decided_on;
};
MUST_CHECK bool disposal_save(struct connection *writer, int64_t shard, const struct disposal *disposal, struct failure *why);
MUST_CHECK bool disposal_mark(struct connection *writer, int64_t shard, int64_t record, int64_t act, struct failure *why);
/* What was disposed of by that organisation, the latest first: struct disposal *, without `unit`. */
MUST_CHECK bool disposal_list_done(struct arena *arena, struct connection *connection, const struct unit *unit, size_t limit, struct list *done,
                                   struct failure *why);
/* The decision that took a record; `found` says whether there is one. Unit and register are not read. */
MUST_CHECK bool disposal_find(struct arena *arena, struct connection *connection, int64_t shard, int64_t record, struct disposal *disposal,
                              bool *found, struct failure *why);
