/* instrument.c — laws, decrees, resolutions and plans: what everything else cites. */
#include "keep/definition/definition_inside.h"

struct replacement {
    struct text id;
    struct place place;
};

static void instrument_read_one(struct reading *reading, const struct yaml_fields *below, const struct node_entry *entry)
{
    static const struct text known[] = {
        TEXT_ENTRY("kind"), TEXT_ENTRY("number"), TEXT_ENTRY("issuer"), TEXT_ENTRY("day"), TEXT_ENTRY("title"), TEXT_ENTRY("from"),
        TEXT_ENTRY("to"), TEXT_ENTRY("replaced_by"), TEXT_ENTRY("aliases"), TEXT_ENTRY("source"), TEXT_ENTRY("confidence"),
    };
    struct yaml_fields in;
    struct place place = entry_place(below, entry);
    if (!name_check(reading, entry->key, NAME_OF_RULE, place) ||
        vocabulary_add(reading, &reading->instruments, entry->key, place) == NULL)
        return;
    struct instrument_definition *instrument = row_add(&reading->instrument_row, reading->arena);
    *instrument = (struct instrument_definition){.id = entry->key, .day = DAY_NONE, .from = DAY_NONE, .to = DAY_NONE};
    if (!yaml_fields_item_map(below, entry->value, &in))
        return;
    yaml_fields_check(&in, (struct yaml_words){known, LENGTH_OF(known)});
    yaml_fields_text(&in, "kind", YAML_MUST, &instrument->kind);
    yaml_fields_text(&in, "number", YAML_MAY, &instrument->number);
    yaml_fields_text(&in, "source", YAML_MAY, &instrument->source);
    yaml_fields_day(&in, "day", YAML_MAY, &instrument->day);
    title_read(reading, &in, "title", YAML_MUST, &instrument->title);
    title_read(reading, &in, "issuer", YAML_MAY, &instrument->issuer);
    validity_read(reading, &in, &instrument->from, &instrument->to);
    confidence_read(&in, &instrument->confidence);
    struct row aliases = texts_read(reading, &in, "aliases", 20);
    instrument->aliases = (const struct text *)(const void *)aliases.items;
    instrument->alias_count = aliases.count;
    if (yaml_fields_text(&in, "replaced_by", YAML_MAY, &instrument->replaced_by)) {
        struct replacement *replacement = arena_make(reading->arena, sizeof *replacement);
        *replacement = (struct replacement){instrument->replaced_by, value_place(&in, "replaced_by")};
        list_add(&reading->replacements, reading->arena, replacement);
    }
}

void instrument_read(struct reading *reading, const struct yaml_fields *in)
{
    static const struct text known[] = {TEXT_ENTRY("instruments")};
    struct yaml_fields below;
    yaml_fields_check(in, (struct yaml_words){known, LENGTH_OF(known)});
    if (!yaml_fields_map(in, "instruments", YAML_MUST, &below))
        return;
    for (size_t i = 0; i < below.map->map.count; i++)
        instrument_read_one(reading, &below, &below.map->map.entries[i]);
}

void instrument_link(struct reading *reading)
{
    const struct row *row = &reading->instrument_row;
    for (size_t i = 0; i < reading->replacements.count; i++) {
        const struct replacement *replacement = reading->replacements.items[i];
        vocabulary_check(reading, &reading->instruments, replacement->id, replacement->place);
    }
    for (size_t i = 0; i < row->count; i++) {
        struct instrument_definition *instrument = row_at(row, i);
        struct word *word = map_find(reading->instruments.words, instrument->id);
        word->item = instrument;
    }
    reading->made->instruments = (const struct instrument_definition *)(const void *)row->items;
    reading->made->instrument_count = row->count;
}
