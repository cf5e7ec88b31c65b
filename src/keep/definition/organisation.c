/* organisation.c — kinds of organisations with their viewing class, and the levels of places. */
#include "keep/definition/definition_inside.h"

static const struct text class_words[] = {
    TEXT_ENTRY("other"), TEXT_ENTRY("commission"), TEXT_ENTRY("front"), TEXT_ENTRY("mass"), TEXT_ENTRY("government"),
};
static const enum viewer_class classes[] = {VIEWER_PEERS, VIEWER_COMMISSION, VIEWER_FRONT, VIEWER_MASS, VIEWER_GOVERNMENT};
static const struct text layout_words[] = {TEXT_ENTRY("party"), TEXT_ENTRY("state"), TEXT_ENTRY("front")};

static void kind_read_one(struct reading *reading, const struct yaml_fields *below, const struct node_entry *entry)
{
    static const struct text known[] = {TEXT_ENTRY("title"), TEXT_ENTRY("class"), TEXT_ENTRY("layout")};
    struct yaml_fields in;
    struct place place = entry_place(below, entry);
    if (!name_check(reading, entry->key, NAME_OF_COLUMN, place) ||
        vocabulary_add(reading, &reading->organisation_kinds, entry->key, place) == NULL)
        return;
    struct organisation_kind *kind = row_add(&reading->kind_row, reading->arena);
    *kind = (struct organisation_kind){.name = entry->key, .class_ = VIEWER_PEERS};
    if (!yaml_fields_item_map(below, entry->value, &in))
        return;
    yaml_fields_check(&in, (struct yaml_words){known, LENGTH_OF(known)});
    title_read(reading, &in, "title", YAML_MUST, &kind->title);
    size_t index;
    if (yaml_fields_choice(&in, "class", YAML_MUST, (struct yaml_words){class_words, LENGTH_OF(class_words)}, &index))
        kind->class_ = classes[index];
    if (yaml_fields_choice(&in, "layout", YAML_MUST, (struct yaml_words){layout_words, LENGTH_OF(layout_words)}, &index))
        kind->layout = layout_words[index];
}

/* Levels stand in one place: two files that order them could not agree which is higher. */
static void places_read(struct reading *reading, const struct yaml_fields *in)
{
    const struct node *list;
    if (!yaml_fields_list(in, "places", YAML_MAY, &list) || !count_check(reading, in, list, UNIT_DEPTH_MAX))
        return;
    if (reading->place_row.count > 0) {
        problem_of(reading, yaml_fields_key_place(in, "places"), "definition.places-twice", (struct text){0}, (struct text){0});
        return;
    }
    for (size_t i = 0; i < list->list.count; i++) {
        struct text name;
        struct place place = yaml_fields_place(in, list->list.items[i]);
        if (!yaml_fields_item_text(in, list->list.items[i], &name) || !name_check(reading, name, NAME_OF_COLUMN, place))
            continue;
        if (vocabulary_add(reading, &reading->place_kinds, name, place) != NULL)
            *(struct text *)row_add(&reading->place_row, reading->arena) = name;
    }
}

void organisation_read(struct reading *reading, const struct yaml_fields *in)
{
    static const struct text known[] = {TEXT_ENTRY("kinds"), TEXT_ENTRY("places")};
    struct yaml_fields below;
    yaml_fields_check(in, (struct yaml_words){known, LENGTH_OF(known)});
    if (yaml_fields_map(in, "kinds", YAML_MAY, &below))
        for (size_t i = 0; i < below.map->map.count; i++)
            kind_read_one(reading, &below, &below.map->map.entries[i]);
    places_read(reading, in);
}

void organisation_link(struct reading *reading)
{
    const struct row *kinds = &reading->kind_row, *places = &reading->place_row;
    for (size_t i = 0; i < kinds->count; i++) {
        struct organisation_kind *kind = row_at(kinds, i);
        struct word *word = map_find(reading->organisation_kinds.words, kind->name);
        word->item = kind;
        const struct word *level = map_find(reading->place_kinds.words, kind->name);
        if (level != NULL) /* a unit's kind must say by itself whether it is a place */
            problem_of(reading, word->place, "definition.kind-is-place", kind->name, (struct text){0});
    }
    reading->made->organisation_kinds = (const struct organisation_kind *)(const void *)kinds->items;
    reading->made->organisation_kind_count = kinds->count;
    reading->made->place_kinds = (const struct text *)(const void *)places->items;
    reading->made->place_kind_count = places->count;
}
