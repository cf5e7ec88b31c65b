/* deadline.c — which legal time limits run on a record, derived from its days. */
#include "keep/record/deadline.h"

#include "engine/calendar/deadline.h"
#include "keep/record/record_inside.h"

#include <stdlib.h>

#define SQL(id, name, text, postgres) static const struct sql id __attribute__((unused)) = {name, text, postgres};
#include "keep/record/record_sql.def"
#undef SQL

static struct day field_day(const struct record *record, const struct field_definition *field)
{
    if (!field || record->values[field->slot].value.kind != VALUE_DAY)
        return DAY_NONE;
    return record->values[field->slot].value.day;
}

static bool in_force(const struct deadline_definition *rule, struct day day)
{
    return (!day_is_some(rule->from) || day_compare(rule->from, day) <= 0) &&
           (!day_is_some(rule->to) || day_compare(rule->to, day) >= 0);
}

/* False when nothing runs: no starting day, its `where` not yes, the rule not in force then, or a day outside the calendar (unknown, never a guess). */
static bool due_day(struct arena *arena, const struct definition *definition, const struct record *record, const struct deadline_use *use,
                    struct day *due)
{
    struct day starts = field_day(record, use->starts);
    struct deadline_date date;
    struct failure outside;
    if (record->withdrawn || !day_is_some(starts) || !in_force(use->rule, starts))
        return false;
    if (use->where && !rule_holds(use->where, record_slots(arena, record), record->register_->slot_count))
        return false;
    const struct deadline_question question = {.calendar = definition->calendar, .from = starts, .days = use->rule->days,
                                               .working = use->rule->working, .before = use->rule->before, .roll = use->rule->roll};
    if (!deadline_compute(arena, &question, &date, &outside))
        return false;
    *due = date.due;
    return true;
}

bool deadline_save(struct arena *arena, struct connection *writer, const struct definition *definition,
                   const struct record *record, bool was_there, struct failure *why)
{
    for (size_t i = 0; i < record->register_->deadline_count; i++) {
        const struct deadline_use *use = &record->register_->deadlines[i];
        struct day due, done = field_day(record, use->stops);
        struct store_value row[] = {store_int64(record->unit->shard), store_int64(record->number), store_text(use->rule->name),
                                    store_text(record->register_->name), store_int64(record->unit->number), store_null(), store_null()};
        if (!due_day(arena, definition, record, use, &due)) {
            if (was_there && !store_run(writer, &DEADLINE_DROP, row, 3, why))
                return false;
            continue;
        }
        row[5] = store_int64(due.number);
        row[6] = day_is_some(done) ? store_int64(done.number) : store_null();
        if (!store_run(writer, &DEADLINE_SAVE, row, LENGTH_OF(row), why))
            return false;
    }
    return true;
}

static const struct deadline_definition *rule_named(const struct definition *definition, struct text name)
{
    for (size_t i = 0; i < definition->deadline_count; i++)
        if (text_equal(definition->deadlines[i].name, name))
            return &definition->deadlines[i];
    return NULL;
}

static bool list_unit(struct arena *arena, struct connection *connection, const struct definition *definition, const struct unit *unit,
                      struct store_value limits[2], struct list *entries, struct failure *why)
{
    struct store_value key[] = {store_int64(unit->shard), store_int64(unit->number), limits[0], limits[1]};
    struct statement *row_of;
    bool row;
    if (!store_select(connection, &DEADLINE_OPEN, key, LENGTH_OF(key), &row_of, why))
        return false;
    for (;;) {
        if (!statement_step(row_of, &row, why))
            return false;
        if (!row)
            return true;
        struct deadline_entry entry = {.record = statement_int64(row_of, 0),
                                       .rule = rule_named(definition, statement_text(row_of, 1)),
                                       .register_ = definition_register(definition, statement_text(row_of, 2)),
                                       .unit = unit,
                                       .due = {(int32_t)statement_int64(row_of, 3)},
                                       .done = DAY_NONE};
        if (entry.rule && entry.register_)
            list_add(entries, arena, arena_copy(arena, &entry, sizeof entry));
    }
}

static int compare_due(const void *a, const void *b)
{
    const struct deadline_entry *one = *(struct deadline_entry *const *)a, *other = *(struct deadline_entry *const *)b;
    int days = day_compare(one->due, other->due);
    return days != 0 ? days : (one->record > other->record) - (one->record < other->record);
}

bool deadline_list(struct arena *arena, struct connection *connection, const struct definition *definition,
                   const struct unit_tree *tree, const struct unit_set *units, struct day until, size_t limit,
                   struct list *entries, struct failure *why)
{
    struct list found = {0};
    struct store_value limits[] = {store_int64(until.number), store_int64((int64_t)limit)};
    (void)tree;
    for (size_t i = 0; i < units->count; i++)
        if (!list_unit(arena, connection, definition, units->units[i], limits, &found, why))
            return false;
    if (found.count > 1)
        qsort(found.items, found.count, sizeof *found.items, compare_due);
    found.count = found.count > limit ? limit : found.count;
    *entries = found;
    return true;
}
