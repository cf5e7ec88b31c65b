/* deadline.c — the named time limits of the law, each with its article and validity. */
#include "keep/definition/definition_inside.h"

enum { DEADLINE_DAYS_MAX = 3660 };

static const struct text counts[] = {TEXT_ENTRY("calendar"), TEXT_ENTRY("working")};
static const struct text directions[] = {TEXT_ENTRY("after"), TEXT_ENTRY("before")};

static void deadline_read_one(struct reading *reading, const struct yaml_fields *below, const struct node_entry *entry)
{
    static const struct text known[] = {
        TEXT_ENTRY("title"), TEXT_ENTRY("days"), TEXT_ENTRY("count"), TEXT_ENTRY("direction"), TEXT_ENTRY("roll"),
        TEXT_ENTRY("law"), TEXT_ENTRY("confidence"), TEXT_ENTRY("from"), TEXT_ENTRY("to"),
    };
    struct yaml_fields in;
    struct place place = entry_place(below, entry);
    if (!name_check(reading, entry->key, NAME_OF_RULE, place) ||
        vocabulary_add(reading, &reading->deadlines, entry->key, place) == NULL)
        return;
    struct deadline_definition *deadline = row_add(&reading->deadline_row, reading->arena);
    *deadline = (struct deadline_definition){.name = entry->key, .from = DAY_NONE, .to = DAY_NONE};
    if (!yaml_fields_item_map(below, entry->value, &in))
        return;
    yaml_fields_check(&in, (struct yaml_words){known, LENGTH_OF(known)});
    title_read(reading, &in, "title", YAML_MUST, &deadline->title);
    int64_t days = 0;
    if (yaml_fields_whole(&in, "days", YAML_MUST, (struct yaml_range){0, DEADLINE_DAYS_MAX}, &days))
        deadline->days = (int)days;
    size_t index;
    if (yaml_fields_choice(&in, "count", YAML_MUST, (struct yaml_words){counts, LENGTH_OF(counts)}, &index))
        deadline->working = index == 1;
    if (yaml_fields_choice(&in, "direction", YAML_MUST, (struct yaml_words){directions, LENGTH_OF(directions)}, &index))
        deadline->before = index == 1;
    yaml_fields_truth(&in, "roll", YAML_MAY, &deadline->roll);
    law_read(reading, &in, YAML_MUST, &deadline->law);
    confidence_read(&in, &deadline->confidence);
    validity_read(reading, &in, &deadline->from, &deadline->to);
}

void deadline_read(struct reading *reading, const struct yaml_fields *in)
{
    static const struct text known[] = {TEXT_ENTRY("rules")};
    struct yaml_fields below;
    yaml_fields_check(in, (struct yaml_words){known, LENGTH_OF(known)});
    if (!yaml_fields_map(in, "rules", YAML_MUST, &below))
        return;
    for (size_t i = 0; i < below.map->map.count; i++)
        deadline_read_one(reading, &below, &below.map->map.entries[i]);
}

void deadline_link(struct reading *reading)
{
    const struct row *row = &reading->deadline_row;
    for (size_t i = 0; i < row->count; i++) {
        struct deadline_definition *deadline = row_at(row, i);
        struct word *word = map_find(reading->deadlines.words, deadline->name);
        word->item = deadline;
    }
    reading->made->deadlines = (const struct deadline_definition *)(const void *)row->items;
    reading->made->deadline_count = row->count;
}

/* ── a register's use of them ── */

void deadline_use_read_all(struct reading *reading, struct register_reading *reg)
{
    static const struct text known[] = {TEXT_ENTRY("rule"), TEXT_ENTRY("starts"), TEXT_ENTRY("stops"), TEXT_ENTRY("where")};
    const struct node *list;
    if (!yaml_fields_list(&reg->in, "deadlines", YAML_MAY, &list) ||
        !count_check(reading, &reg->in, list, REGISTER_DEADLINES_MAX))
        return;
    struct row uses = ROW_OF(struct deadline_use);
    struct rule_scope scope = scope_of(reading, reg, false);
    for (size_t i = 0; i < list->list.count; i++) {
        struct yaml_fields in;
        struct text name, source;
        if (!yaml_fields_item_map(&reg->in, list->list.items[i], &in))
            continue;
        yaml_fields_check(&in, (struct yaml_words){known, LENGTH_OF(known)});
        struct deadline_use use = {0};
        if (yaml_fields_text(&in, "rule", YAML_MUST, &name) &&
            vocabulary_check(reading, &reading->deadlines, name, value_place(&in, "rule")))
            use.rule = vocabulary_find(&reading->deadlines, name);
        use.starts = field_day_at(reading, reg, &in, "starts", YAML_MUST);
        use.stops = field_day_at(reading, reg, &in, "stops", YAML_MUST);
        use.where = rule_at(reading, &in, "where", &scope, &source);
        for (size_t j = 0; j < uses.count && use.rule != NULL; j++)
            if (((struct deadline_use *)row_at(&uses, j))->rule == use.rule)
                problem_of(reading, value_place(&in, "rule"), "definition.deadline-twice", name, (struct text){0});
        if (use.rule != NULL)
            *(struct deadline_use *)row_add(&uses, reading->arena) = use;
    }
    reg->made->deadlines = (const struct deadline_use *)(const void *)uses.items;
    reg->made->deadline_count = uses.count;
}
