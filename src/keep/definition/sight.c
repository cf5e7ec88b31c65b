/* sight.c — who may see what: one line for each register, one cell for each viewer. */
#include "keep/definition/definition_inside.h"

static const struct text viewers[] = {
    [VIEWER_ENTERING] = TEXT_ENTRY("entering"), [VIEWER_PEERS] = TEXT_ENTRY("peers"), [VIEWER_COMMISSION] = TEXT_ENTRY("commission"),
    [VIEWER_FRONT] = TEXT_ENTRY("front"),       [VIEWER_MASS] = TEXT_ENTRY("mass"),   [VIEWER_GOVERNMENT] = TEXT_ENTRY("government"),
};

static const struct text sights[] = {
    [SIGHT_NOTHING] = TEXT_ENTRY("nothing"), [SIGHT_FIGURES] = TEXT_ENTRY("figures"),
    [SIGHT_ROWS_WITHOUT_PERSONS] = TEXT_ENTRY("rows_without_persons"), [SIGHT_ROWS] = TEXT_ENTRY("rows"),
};

static void line_read(struct reading *reading, const struct yaml_fields *above, const struct node_entry *entry)
{
    struct yaml_fields in;
    struct place place = entry_place(above, entry);
    if (!vocabulary_check(reading, &reading->registers, entry->key, place) ||
        vocabulary_add(reading, &reading->sights, entry->key, place) == NULL || !yaml_fields_item_map(above, entry->value, &in))
        return;
    yaml_fields_check(&in, (struct yaml_words){viewers, LENGTH_OF(viewers)});
    const struct register_definition *seen = vocabulary_find(&reading->registers, entry->key);
    struct register_reading *reg = reading->register_readings.items[seen->index];
    for (size_t i = 0; i < LENGTH_OF(viewers); i++) {
        size_t sight;
        if (yaml_fields_choice(&in, viewers[i].bytes, YAML_MAY, (struct yaml_words){sights, LENGTH_OF(sights)}, &sight))
            reg->made->sight[i] = (enum sight)sight;
    }
}

void sight_read(struct reading *reading, const struct yaml_fields *in)
{
    static const struct text known[] = {TEXT_ENTRY("who_may_see")};
    struct yaml_fields below;
    yaml_fields_check(in, (struct yaml_words){known, LENGTH_OF(known)});
    if (!yaml_fields_map(in, "who_may_see", YAML_MUST, &below))
        return;
    for (size_t i = 0; i < below.map->map.count; i++)
        line_read(reading, &below, &below.map->map.entries[i]);
}

void sight_link(struct reading *reading)
{
    for (size_t i = 0; i < reading->register_readings.count; i++) {
        const struct register_reading *reg = reading->register_readings.items[i];
        if (!vocabulary_knows(&reading->sights, reg->made->name))
            problem_of(reading, reg->place, "definition.no-sight", reg->made->name, (struct text){0});
    }
}
