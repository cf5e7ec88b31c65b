/*
 * deadline.h — the legal time limits running on records, as an index derived from them.
 *
 * A row per (record, rule): due day, day done (when the stopping field is filled). Never
 * edited: record_write and figure_rebuild derive it through engine/calendar. Where that
 * would need days the calendar does not hold, the due day is not known: the limit runs all
 * the same, and is listed as one nobody can tell yet ("chưa tính được"), never left out.
 */
#pragma once

#include "keep/record/record.h"

struct deadline_entry {
    int64_t record;
    const struct register_definition *register_;
    const struct deadline_definition *rule;
    const struct unit *unit;
    struct day due, done; /* due: DAY_NONE when it cannot be told; done: DAY_NONE while open */
};

/* Open deadlines of these units due up to `until`, the earliest first, then those whose day cannot be told; at most `limit`. */
MUST_CHECK bool deadline_list(struct arena *arena, struct connection *connection, const struct definition *definition,
                              const struct unit_tree *tree, const struct unit_set *units, struct day until, size_t limit,
                              struct list *entries, struct failure *why);
