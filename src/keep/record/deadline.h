/*
 * deadline.h — the legal time limits running on records, as an index derived from them.
 *
 * A row per (record, rule): due day, since when it is suspended, day done. Never edited:
 * record_write and figure_rebuild derive it through engine/calendar, from the record's
 * day fields and from each time one of the register's acts was done that says its day
 * (table `moved`, written with the act). The latest time takes the day its field says
 * now, so that a correction corrects it; earlier ones keep what was said then.
 *
 * Where the answer would need days the calendar does not hold, the due day is not known:
 * the limit runs all the same, and is listed as one nobody can tell yet ("chưa tính
 * được"), never left out. A suspended limit has no due day and is not late.
 */
#pragma once

#include "engine/calendar/deadline.h"
#include "keep/record/record.h"

struct deadline_entry {
    int64_t record;
    const struct register_definition *register_;
    const struct deadline_definition *rule;
    const struct unit *unit;
    struct day due, done; /* due: DAY_NONE when it cannot be told; done: DAY_NONE while open */
};

/*
 * Open deadlines of these units due up to `until`, the earliest first, then those whose day cannot be told; at most `limit`.
 * What had to last until a day before today, and did, waits for nobody and is not among them, nor counted below.
 */
MUST_CHECK bool deadline_list(struct arena *arena, struct connection *connection, const struct definition *definition,
                              const struct unit_set *units, struct day today, struct day until, size_t limit,
                              struct list *entries, struct failure *why);

/* How many open deadlines one unit has in one register: due before today (late), and from today to the day asked. */
struct deadline_tally {
    const struct register_definition *register_;
    const struct unit *unit;
    int64_t late, due;
};
/* Of all open deadlines of these units due up to `until`, not before today: struct deadline_tally *, none where there are none. */
MUST_CHECK bool deadline_count(struct arena *arena, struct connection *connection, const struct definition *definition,
                               const struct unit_set *units, struct day today, struct day until, struct list *tallies, struct failure *why);

/* What must last so long, due in between: that ended too early, or has not ended. Those of these units, unit by unit, the earliest
 * first; of each at most `limit`: struct deadline_entry *, `done` says when it ended. */
struct deadline_lasting {
    const struct register_definition *register_;
    const struct deadline_definition *rule;
    struct day from, until;
    size_t limit;
};
MUST_CHECK bool deadline_list_lasting(struct arena *arena, struct connection *connection, const struct unit_set *units,
                                      const struct deadline_lasting *lasting, struct list *entries, struct failure *why);

/* One limit of one record, and how its day was worked out. */
struct deadline_told {
    const struct deadline_use *use;
    struct day start, done;
    struct deadline_date date;
};

/* All that run or ran on the record, done ones too, in the order of its register: struct deadline_told. */
MUST_CHECK bool deadline_of_record(struct arena *arena, struct connection *connection, const struct definition *definition,
                                   const struct record *record, struct list *told, struct failure *why);

/*
 * May `move` extend what it extends, as `after` says it? What goes beyond the law is a problem at the field that says the
 * days, or the day, with the article. Asked before the act is done; of an act that extends nothing, nothing is asked.
 */
MUST_CHECK bool deadline_check_move(struct connection *connection, const struct definition *definition, const struct record *after,
                                    const struct transition_definition *move, struct problems *problems, struct failure *why);
