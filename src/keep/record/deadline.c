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

/* Nothing runs without a starting day, where its `where` is not a plain yes, nor while the rule was not in force. */
static bool runs(struct arena *arena, const struct record *record, const struct deadline_use *use)
{
    struct day starts = field_day(record, use->starts);
    if (record->withdrawn || !day_is_some(starts) || !in_force(use->rule, starts))
        return false;
    return !use->where || rule_holds(use->where, record_slots(arena, record), record->register_->slot_count);
}

/* Unknown, never a guess, when it would need a day the calendar does not hold. */
static struct day due_day(struct arena *arena, const struct definition *definition, const struct record *record,
                          const struct deadline_use *use)
{
    struct day starts = field_day(record, use->starts);
    struct deadline_date date;
    struct failure outside;
    if (!definition->calendar && (use->rule->working || use->rule->roll))
        return DAY_NONE;
    const struct deadline_question question = {.calendar = definition->calendar, .from = starts, .days = use->rule->days,
                                               .working = use->rule->working, .before = use->rule->before, .roll = use->rule->roll};
    return deadline_compute(arena, &question, &date, &outside) ? date.due : DAY_NONE;
}

static struct store_value day_value(struct day day)
{
    return day_is_some(day) ? store_int64(day.number) : store_null();
}

bool deadline_save(struct arena *arena, struct connection *writer, const struct definition *definition,
                   const struct record *record, bool was_there, struct failure *why)
{
    for (size_t i = 0; i < record->register_->deadline_count; i++) {
        const struct deadline_use *use = &record->register_->deadlines[i];
        struct store_value row[] = {store_int64(record->unit->shard), store_int64(record->number), store_text(use->rule->name),
                                    store_text(record->register_->name), store_int64(record->unit->number), store_null(), store_null()};
        if (!runs(arena, record, use)) {
            if (was_there && !store_run(writer, &DEADLINE_DROP, row, 3, why))
                return false;
            continue;
        }
        row[5] = day_value(due_day(arena, definition, record, use));
        row[6] = day_value(field_day(record, use->stops));
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

/* Which of a unit's deadlines: a statement, and what it takes behind shard and unit. */
struct wanted {
    const struct sql *sql;
    struct store_value values[2];
    size_t count;
};

static bool list_unit(struct arena *arena, struct connection *connection, const struct definition *definition, const struct unit *unit,
                      const struct wanted *wanted, struct list *entries, struct failure *why)
{
    struct store_value key[] = {store_int64(unit->shard), store_int64(unit->number), wanted->values[0], wanted->values[1]};
    struct statement *row_of;
    if (!store_select(connection, wanted->sql, key, 2 + wanted->count, &row_of, why))
        return false;
    while (statement_next(row_of, why)) {
        struct deadline_entry entry = {.record = statement_int64(row_of, 0),
                                       .rule = rule_named(definition, statement_text(row_of, 1)),
                                       .register_ = definition_register(definition, statement_text(row_of, 2)),
                                       .unit = unit,
                                       .due = statement_is_null(row_of, 3) ? DAY_NONE : (struct day){(int32_t)statement_int64(row_of, 3)},
                                       .done = DAY_NONE};
        if (entry.rule && entry.register_)
            list_add(entries, arena, arena_copy(arena, &entry, sizeof entry));
    }
    return statement_sound(row_of);
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
    const struct wanted open = {&DEADLINE_OPEN, {store_int64(until.number), store_int64((int64_t)limit)}, 2};
    const struct wanted untold = {&DEADLINE_UNTOLD, {store_int64((int64_t)limit), store_null()}, 1};
    (void)tree;
    for (size_t i = 0; i < units->count; i++)
        if (!list_unit(arena, connection, definition, units->units[i], &open, &found, why))
            return false;
    if (found.count > 1)
        qsort(found.items, found.count, sizeof *found.items, compare_due);
    for (size_t i = 0; i < units->count; i++)
        if (!list_unit(arena, connection, definition, units->units[i], &untold, &found, why))
            return false;
    found.count = found.count > limit ? limit : found.count;
    *entries = found;
    return true;
}
