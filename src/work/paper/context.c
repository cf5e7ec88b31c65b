/*
 * context.c — what the words of a paper may name: the record's fields, those of linked records, whose paper it is, today.
 *
 * A field prints as people read it; one that is not known prints a gap to be filled by hand. "has.FIELD" says whether it is known.
 */
#include "work/paper/paper_inside.h"

#include "work/report/citation.h"

static struct node *text_node(const struct papering *papering, struct text text)
{
    return node_text(papering->desk->arena, text_copy(papering->desk->arena, text));
}

static bool sees(const struct papering *papering, const struct field_definition *field, const struct record *record)
{
    const struct paper_desk *desk = papering->desk;
    if (!field->personal || account_may_write(desk->viewer, record->register_, record->unit))
        return true;
    return account_sight(desk->viewer, desk->house->definition, record->register_, record->unit) == SIGHT_ROWS;
}

static bool sees_record(const struct paper_desk *desk, const struct record *record)
{
    return account_may_write(desk->viewer, record->register_, record->unit) ||
           account_sight(desk->viewer, desk->house->definition, record->register_, record->unit) >= SIGHT_ROWS_WITHOUT_PERSONS;
}

/* ---- one field ---- */

static struct text cited(const struct papering *papering, const struct record_value *value, bool many)
{
    struct arena *arena = papering->desk->arena;
    size_t count = many ? value->many_count : 1;
    struct text *names = arena_make_many(arena, count + 1, sizeof *names);
    for (size_t i = 0; i < count; i++) {
        struct text id = many ? value->many[i].text : value->value.text;
        const struct instrument_definition *instrument = definition_instrument(papering->desk->house->definition, id);
        names[i] = instrument ? citation_write(arena, instrument, papering->desk->language) : id;
    }
    return text_join(arena, names, count, TEXT("; "));
}

static const struct unit *unit_of(const struct papering *papering, struct value value)
{
    return value.kind == VALUE_NUMBER ? unit_by_number(papering->desk->house->units, value.number.digits) : NULL;
}

/* Units by their short names with "và" before the last, or by their whole names. */
static struct text units_named(const struct papering *papering, const struct record_value *value, bool many, bool full)
{
    const struct paper_desk *desk = papering->desk;
    size_t count = many ? value->many_count : 1, found = 0;
    const struct unit **units = arena_make_many(desk->arena, count + 1, sizeof *units);
    struct text *names = arena_make_many(desk->arena, count + 1, sizeof *names);
    for (size_t i = 0; i < count; i++) {
        units[found] = unit_of(papering, many ? value->many[i] : value->value);
        found += units[found] != NULL;
    }
    unit_sort_official(units, found);
    for (size_t i = 0; i < found; i++)
        names[i] = title_in(units[i]->name, desk->language);
    return full ? text_join(desk->arena, names, found, TEXT(", ")) : unit_names(desk->arena, units, found, desk->language);
}

struct text paper_opened(const struct node *opened, int64_t record, const struct field_definition *field)
{
    const struct node *number = node_at(opened, "record"), *fields = node_at(opened, "fields");
    if (!number || number->kind != NODE_NUMBER || number->number.digits != record)
        return (struct text){0};
    for (size_t i = 0; i < node_count(fields); i++)
        if (text_equal(node_text_at(fields->list.items[i], "field"), field->name))
            return node_text_at(fields->list.items[i], "shown");
    return (struct text){0};
}

/* What is closed is a gap, unless whoever makes the paper has just opened it. */
static void put_sealed(const struct papering *papering, struct node *map, struct node *has, const struct record *record,
                       const struct field_definition *field)
{
    struct text shown = paper_opened(papering->opened, record->number, field);
    struct node *node = node_put_text(map, field->name, node_map(papering->desk->arena));
    node_put(node, ".", text_node(papering, shown.length > 0 ? shown : TEXT(PAPER_GAP)));
    node_put_text(has, field->name, node_truth(papering->desk->arena, shown.length > 0));
}

static void put_field(const struct papering *papering, struct node *map, struct node *has, const struct record *record,
                      const struct field_definition *field)
{
    const struct paper_desk *desk = papering->desk;
    const struct record_value *value = &record->values[field->slot];
    bool known = (field->many ? value->many_count > 0 : value->value.kind != VALUE_UNKNOWN) && sees(papering, field, record);
    struct text people = known ? record_value_people(desk->arena, field, value, desk->house->definition, desk->house->units, desk->language)
                               : TEXT(PAPER_GAP);
    struct node *node = node_put_text(map, field->name, node_map(desk->arena));
    if (field->kind == FIELD_DAY)
        node_put(node, "formal", text_node(papering, known ? day_write_formal(desk->arena, value->value.day) : TEXT("ngày …… tháng …… năm ……")));
    if (field->kind == FIELD_INSTRUMENT)
        node_put(node, "cited", text_node(papering, known ? cited(papering, value, field->many) : TEXT(PAPER_GAP)));
    if (field->kind == FIELD_UNIT) {
        people = known ? units_named(papering, value, field->many, false) : people;
        node_put(node, "full", text_node(papering, known ? units_named(papering, value, field->many, true) : people));
    }
    node_put(node, ".", text_node(papering, people));
    node_put_text(has, field->name, node_truth(desk->arena, known));
}

static struct node *put_fields(const struct papering *papering, struct node *map, const struct record *record)
{
    struct node *has = node_put(map, "has", node_map(papering->desk->arena));
    for (size_t i = 0; i < record->register_->field_count; i++) {
        const struct field_definition *field = &record->register_->fields[i];
        (field->sealed ? put_sealed : put_field)(papering, map, has, record, field);
    }
    return has;
}

/* The fields of a record this one refers to stand under the field: mission.topic. */
static bool put_followed(const struct papering *papering, struct node *map, const struct field_definition *field, const struct record *record,
                         struct failure *why)
{
    const struct paper_desk *desk = papering->desk;
    struct value value = record->values[field->slot].value;
    struct record *followed;
    if (field->kind != FIELD_RECORD || field->many || value.kind != VALUE_NUMBER)
        return true;
    if (!record_load(desk->arena, desk->connection, desk->house->units, field->of_register, value.number.digits, &followed, why))
        return false;
    if (sees_record(desk, followed))
        put_fields(papering, node_find(map, field->name), followed);
    return true;
}

/* ---- linked records ---- */

bool paper_load_linked(struct papering *papering, struct failure *why)
{
    const struct paper_desk *desk = papering->desk;
    const struct unit_set own = {&papering->record->unit, 1};
    for (size_t i = 0; i < desk->house->definition->register_count; i++) {
        const struct register_definition *register_ = &desk->house->definition->registers[i];
        const struct field_definition *link = register_link_to(register_, papering->record->register_);
        struct record_page found = {0};
        if (!link)
            continue;
        const struct record_query query = {.register_ = register_, .units = &own, .begin = DAY_NONE, .end = DAY_NONE, .filter_field = link,
                                           .filter_value = value_whole(papering->record->number), .ascending = true, .limit = PAPER_LINKED_MAX};
        if (!record_list(desk->arena, desk->connection, desk->house->units, &query, &found, why))
            return false;
        struct paper_linked *linked = arena_make(desk->arena, sizeof *linked);
        linked->register_ = register_;
        for (size_t k = 0; k < found.count; k++)
            if (sees_record(desk, found.records[k]))
                list_add(&linked->records, desk->arena, found.records[k]);
        list_add(&papering->linked, desk->arena, linked);
    }
    return true;
}

const struct paper_linked *paper_find_linked(const struct papering *papering, const struct register_definition *register_)
{
    for (size_t i = 0; i < papering->linked.count; i++) {
        const struct paper_linked *linked = papering->linked.items[i];
        if (linked->register_ == register_)
            return linked;
    }
    return NULL;
}

static struct node *item_node(const struct papering *papering, const struct record *item, size_t number)
{
    struct node *map = node_map(papering->desk->arena);
    put_fields(papering, map, item);
    node_put(map, "number", text_node(papering, text_format(papering->desk->arena, "%zu", number)));
    return map;
}

static void put_linked(const struct papering *papering, struct node *has)
{
    struct arena *arena = papering->desk->arena;
    struct node *count = node_put(papering->root, "count", node_map(arena));
    for (size_t i = 0; i < papering->linked.count; i++) {
        const struct paper_linked *linked = papering->linked.items[i];
        struct node *list = node_put_text(papering->root, linked->register_->name, node_list(arena));
        for (size_t k = 0; k < linked->records.count; k++)
            node_append(list, item_node(papering, linked->records.items[k], k + 1));
        node_put_text(count, linked->register_->name, text_node(papering, text_format(arena, "%zu", linked->records.count)));
        node_put_text(has, linked->register_->name, node_truth(arena, linked->records.count > 0));
    }
}

static void put_missing(struct node *map, const struct node *from)
{
    for (size_t i = 0; i < node_count(from); i++) {
        const struct node_entry *entry = &from->map.entries[i];
        if (!node_find(map, entry->key))
            node_put_text(map, entry->key, entry->value);
    }
}

struct node *paper_item(const struct papering *papering, const struct record *item, size_t number)
{
    struct node *map = item_node(papering, item, number);
    put_missing(node_at(map, "has"), node_at(papering->root, "has"));
    put_missing(map, papering->root);
    return map;
}

/* ---- who, where, when ---- */

static struct text short_of(const struct papering *papering, const struct unit *unit)
{
    struct text name = title_in(unit->short_name, papering->desk->language);
    return name.length > 0 ? name : title_in(unit->name, papering->desk->language);
}

static void put_unit(const struct papering *papering, const char *key, const struct unit *unit)
{
    struct node *map = node_put(papering->root, key, node_map(papering->desk->arena));
    node_put(map, "name", text_node(papering, title_in(unit->name, papering->desk->language)));
    node_put(map, "short", text_node(papering, short_of(papering, unit)));
    if (unit->definition)
        node_put(map, "issuer", text_node(papering, unit->definition->issuer));
}

static void put_period(const struct papering *papering)
{
    const struct paper_desk *desk = papering->desk;
    struct node *period = node_put(papering->root, "period", node_map(desk->arena));
    node_put(period, "title", text_node(papering, period_title(desk->arena, papering->period, desk->language == LANGUAGE_EN)));
    node_put(period, "year", text_node(papering, text_format(desk->arena, "%d", day_parts(papering->period.end).year)));
    struct node *late = node_put(papering->root, "late", node_list(desk->arena));
    const struct unit **places = arena_make_many(desk->arena, papering->late.count + 1, sizeof *places);
    for (size_t i = 0; i < papering->late.count; i++) {
        const struct unit *unit = papering->late.items[i];
        struct node *item = node_append(late, node_map(desk->arena));
        places[i] = unit->in ? unit->in : unit;
        node_put(item, "name", text_node(papering, title_in(unit->name, desk->language)));
        node_put(item, "place", text_node(papering, short_of(papering, places[i])));
        node_put(item, "number", text_node(papering, text_format(desk->arena, "%zu", i + 1)));
    }
    node_put(papering->root, "late_places", text_node(papering, unit_names(desk->arena, places, papering->late.count, desk->language)));
}

bool paper_context(struct papering *papering, struct failure *why)
{
    const struct paper_desk *desk = papering->desk;
    papering->root = node_map(desk->arena);
    if (papering->record) {
        const struct register_definition *register_ = papering->record->register_;
        struct node *has = put_fields(papering, papering->root, papering->record);
        for (size_t i = 0; i < register_->field_count; i++)
            if (!put_followed(papering, papering->root, &register_->fields[i], papering->record, why))
                return false;
        put_linked(papering, has);
    } else if (!papering->disposal)
        put_period(papering);
    put_unit(papering, "unit", papering->issuer);
    put_unit(papering, "place", papering->issuer->in ? papering->issuer->in : papering->issuer);
    node_put(papering->root, "today", text_node(papering, day_write_people(desk->arena, desk->today, desk->language == LANGUAGE_EN)));
    node_put(papering->root, "year", text_node(papering, text_format(desk->arena, "%d", day_parts(desk->today).year)));
    return true;
}
