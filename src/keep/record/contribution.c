/* contribution.c — what one record counts for: its figures' `where` is asked here and nowhere else. */
#include "keep/record/ledger_inside.h"

static uint64_t hash_on(uint64_t hash, struct text text)
{
    for (size_t i = 0; i < text.length; i++)
        hash = (hash ^ (unsigned char)text.bytes[i]) * UINT64_C(0x100000001b3);
    return hash;
}

int64_t contribution_key_part(int64_t figure, struct text by)
{
    return by.length > 0 ? (int64_t)hash_on(hash_on((uint64_t)figure, TEXT("\x1f")), by) : figure;
}

int64_t contribution_key(struct text figure, struct text by)
{
    return contribution_key_part((int64_t)hash_on(UINT64_C(0xcbf29ce484222325), figure), by);
}

int64_t contribution_entries_key(const struct figure_definition *figure, struct text by)
{
    int64_t key = contribution_key(figure->name, by);
    /* A reversal counts for minus one: where there may be any, entries are counted apart. */
    return figure->kind == FIGURE_COUNT && !figure->register_->ledger ? key : (int64_t)hash_on((uint64_t)key, TEXT("\x1f#"));
}

/* Rules see a unit by its code and a record by its number, as words; a field with several values is not in their scope. */
static struct value slot_value(struct arena *arena, const struct record *record, const struct field_definition *field)
{
    struct value value = record->values[field->slot].value;
    if (value.kind != VALUE_NUMBER)
        return value;
    if (field->kind == FIELD_RECORD)
        return value_code(value_write(arena, value));
    if (field->kind != FIELD_UNIT)
        return value;
    const struct unit *unit = unit_by_number(record->units, value.number.digits);
    return unit ? value_code(unit->code) : value_unknown();
}

struct value record_slot(struct arena *arena, const struct record *record, size_t slot)
{
    const struct register_definition *register_ = record->register_;
    if (slot == register_->state_slot)
        return value_code(record->state);
    if (slot == register_->unit_kind_slot)
        return value_code(record->unit->kind);
    return register_->fields[slot].many ? value_unknown() : slot_value(arena, record, &register_->fields[slot]);
}

struct value *record_slots(struct arena *arena, const struct record *record)
{
    struct value *slots = arena_make_many(arena, record->register_->slot_count, sizeof *slots);
    for (size_t i = 0; i < record->register_->slot_count; i++)
        slots[i] = record_slot(arena, record, i);
    return slots;
}

bool record_holds(const struct record *record, const struct rule *rule)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    return !rule || rule_holds(rule, record_slots(scratch, record), record->register_->slot_count);
}

static void add(struct contributions *out, struct arena *arena, struct contribution contribution)
{
    if (out->count == out->room) {
        size_t room = out->room ? out->room * 2 : 16;
        struct contribution *items = arena_make_many(arena, room, sizeof *items);
        for (size_t i = 0; i < out->count; i++)
            items[i] = out->items[i];
        out->items = items;
        out->room = room;
    }
    out->items[out->count++] = contribution;
}

static struct day day_of_field(const struct record *record, const struct field_definition *field)
{
    struct value value = record->values[field->slot].value;
    return value.kind == VALUE_DAY ? value.day : DAY_NONE;
}

static struct text breakdown(const struct record *record, const struct figure_definition *figure)
{
    if (figure->by_unit_kind)
        return record->unit->kind;
    if (!figure->by)
        return (struct text){0};
    struct value value = record->values[figure->by->slot].value;
    return value_known(value) ? value.text : (struct text){0};
}

static void add_sum(struct arena *arena, const struct record *record, const struct figure_definition *figure, struct day day,
                    struct contributions *out)
{
    struct decimal amount = decimal_of(1);
    if (figure->kind == FIGURE_SUM) {
        struct value value = record->values[figure->field->slot].value;
        if (value.kind != VALUE_NUMBER || !decimal_rescale(value.number, figure->field->scale, &amount) || amount.digits == 0)
            return;
    }
    struct text by = breakdown(record, figure);
    add(out, arena, (struct contribution){.figure = contribution_key(figure->name, (struct text){0}),
                                          .cell = contribution_key(figure->name, by),
                                          .entries = contribution_entries_key(figure, by),
                                          .day = day,
                                          .by = by,
                                          .amount = amount.digits});
}

static void add_distinct(struct arena *arena, const struct record *record, const struct figure_definition *figure, struct day day,
                         struct contributions *out)
{
    const struct record_value *value = &record->values[figure->field->slot];
    size_t count = figure->field->many ? value->many_count : value_known(value->value);
    int64_t key = contribution_key(figure->name, (struct text){0});
    for (size_t i = 0; i < count; i++) {
        struct value one = figure->field->many ? value->many[i] : value->value;
        add(out, arena, (struct contribution){.figure = key, .cell = key, .distinct = true, .day = day, .position = (int)i,
                                              .by = value_write(arena, one), .amount = 1});
    }
}

/* One in on the day it begins, one out on the day it ends: the running total is what stands open. */
static void add_open(struct arena *arena, const struct record *record, const struct figure_definition *figure, struct contributions *out)
{
    struct day from = day_of_field(record, figure->from), until = day_of_field(record, figure->until);
    int64_t key = contribution_key(figure->name, (struct text){0}), entries = contribution_entries_key(figure, (struct text){0});
    if (!day_is_some(from))
        return;
    add(out, arena, (struct contribution){.figure = key, .cell = key, .entries = entries, .day = from, .amount = 1});
    if (day_is_some(until))
        add(out, arena,
            (struct contribution){.figure = key, .cell = key, .entries = entries, .day = until, .position = 1, .amount = -1});
}

static void add_figure(struct arena *arena, const struct record *record, const struct figure_definition *figure, struct contributions *out)
{
    struct day day = figure->day ? day_of_field(record, figure->day) : record->day;
    switch (figure->kind) {
    case FIGURE_COUNT:
    case FIGURE_SUM:
        if (day_is_some(day))
            add_sum(arena, record, figure, day, out);
        break;
    case FIGURE_DISTINCT:
        if (day_is_some(day))
            add_distinct(arena, record, figure, day, out);
        break;
    case FIGURE_OPEN:
        add_open(arena, record, figure, out);
        break;
    case FIGURE_BALANCE:
    case FIGURE_LATE:
    case FIGURE_DUE:
    case FIGURE_SHORT:
    case FIGURE_SHARE:
        break; /* answered from other figures or from deadlines when asked */
    }
}

/* What takes another entry back counts for minus what that counted for, on its own day. Different values stay what they are. */
static void turn_round(struct contributions *out)
{
    size_t kept = 0;
    for (size_t i = 0; i < out->count; i++)
        if (!out->items[i].distinct) {
            out->items[kept] = out->items[i];
            out->items[kept].amount = -out->items[kept].amount;
            kept++;
        }
    out->count = kept;
}

/* Which figures' `where` hold for a record: found out for many at once, or asked of this one. */
static bool counts(const struct record_asked *asked, const struct value *slots, const struct record *record, size_t figure)
{
    const struct rule *where = record->register_->figures[figure]->where;
    if (!where)
        return true;
    return asked->answers ? where_holds(asked->answers, figure, asked->row) : rule_holds(where, slots, record->register_->slot_count);
}

void contribution_compute(struct arena *arena, const struct record *record, struct record_asked asked, struct contributions *out)
{
    *out = (struct contributions){0};
    if (!record || record->withdrawn)
        return;
    const struct value *slots = asked.answers ? NULL : record_slots(arena, record);
    for (size_t i = 0; i < record->register_->figure_count; i++)
        if (counts(&asked, slots, record, i))
            add_figure(arena, record, record->register_->figures[i], out);
    if (ledger_reversed(record) != 0)
        turn_round(out);
}
