/* yaml_fields.c — the fields of a definition's map, asked for by name and kind. */
#include "engine/codec/yaml_fields.h"

#include <inttypes.h>

static struct place place_at(const struct yaml_fields *in, uint32_t line, uint32_t column)
{
    return (struct place){.file = in->file, .line = line, .column = column};
}

struct place yaml_fields_place(const struct yaml_fields *in, const struct node *node)
{
    return node == NULL ? place_at(in, 0, 0) : place_at(in, node->line, node->column);
}

static const struct node_entry *entry_find(const struct yaml_fields *in, const char *key)
{
    if (in->map == NULL || in->map->kind != NODE_MAP)
        return NULL;
    for (size_t i = 0; i < in->map->map.count; i++)
        if (text_is(in->map->map.entries[i].key, key))
            return &in->map->map.entries[i];
    return NULL;
}

struct place yaml_fields_key_place(const struct yaml_fields *in, const char *key)
{
    const struct node_entry *entry = entry_find(in, key);
    return entry == NULL ? yaml_fields_place(in, in->map) : place_at(in, entry->line, entry->column);
}

static bool is_empty(const struct node *node)
{
    return node->kind == NODE_NOTHING || (node->kind == NODE_TEXT && !node->quoted && node->text.length == 0);
}

/*
 * The value under a key, present and not empty; NULL when there is none. That is
 * a problem when it must be there, and when its key stands there with nothing.
 */
static const struct node *value_find(const struct yaml_fields *in, const char *key, enum yaml_need need)
{
    const struct node_entry *entry = entry_find(in, key);
    if (entry == NULL) {
        if (need == YAML_MUST)
            problem_add(in->problems, yaml_fields_place(in, in->map), "yaml.missing", text_of(key), (struct text){0});
        return NULL;
    }
    if (is_empty(entry->value)) {
        problem_add(in->problems, place_at(in, entry->line, entry->column), "yaml.empty", entry->key, (struct text){0});
        return NULL;
    }
    return entry->value;
}

static const struct node *value_find_kind(const struct yaml_fields *in, const char *key, enum yaml_need need,
                                          enum node_kind kind, const char *code)
{
    const struct node *value = value_find(in, key, need);
    if (value == NULL || value->kind == kind)
        return value;
    problem_add(in->problems, yaml_fields_place(in, value), code, text_of(key), (struct text){0});
    return NULL;
}

static const struct node *scalar_find(const struct yaml_fields *in, const char *key, enum yaml_need need)
{
    return value_find_kind(in, key, need, NODE_TEXT, "yaml.text");
}

bool yaml_fields_check(const struct yaml_fields *in, struct yaml_words known)
{
    if (in->map == NULL || in->map->kind != NODE_MAP) {
        problem_add(in->problems, yaml_fields_place(in, in->map), "yaml.map-here", (struct text){0}, (struct text){0});
        return false;
    }
    bool good = true;
    for (size_t i = 0; i < in->map->map.count; i++) {
        const struct node_entry *entry = &in->map->map.entries[i];
        bool found = false;
        for (size_t k = 0; k < known.count && !found; k++)
            found = text_equal(entry->key, known.words[k]);
        if (found)
            continue;
        struct text near = text_nearest(entry->key, known.words, known.count);
        problem_add(in->problems, place_at(in, entry->line, entry->column),
                    near.length > 0 ? "yaml.unknown-near" : "yaml.unknown", entry->key, near);
        good = false;
    }
    return good;
}

bool yaml_fields_text(const struct yaml_fields *in, const char *key, enum yaml_need need, struct text *text)
{
    const struct node *value = scalar_find(in, key, need);
    if (value == NULL)
        return false;
    *text = value->text;
    return true;
}

bool yaml_fields_choice(const struct yaml_fields *in, const char *key, enum yaml_need need, struct yaml_words words,
                        size_t *index)
{
    const struct node *value = scalar_find(in, key, need);
    if (value == NULL)
        return false;
    for (size_t i = 0; i < words.count; i++) {
        if (!text_equal(value->text, words.words[i]))
            continue;
        *index = i;
        return true;
    }
    struct text near = text_nearest(value->text, words.words, words.count);
    problem_add_all(in->problems, PROBLEM_ERROR, yaml_fields_place(in, value),
                    near.length > 0 ? "yaml.choice-near" : "yaml.choice",
                    (struct text[4]){value->text, text_of(key), near, {0}});
    return false;
}

bool yaml_fields_truth(const struct yaml_fields *in, const char *key, enum yaml_need need, bool *truth)
{
    const struct node *value = scalar_find(in, key, need);
    if (value == NULL)
        return false;
    bool yes = text_is(value->text, "yes") || text_is(value->text, "true");
    bool no = text_is(value->text, "no") || text_is(value->text, "false");
    if (value->quoted || (!yes && !no)) {
        problem_add(in->problems, yaml_fields_place(in, value), "yaml.truth", value->text, text_of(key));
        return false;
    }
    *truth = yes;
    return true;
}

bool yaml_fields_whole(const struct yaml_fields *in, const char *key, enum yaml_need need, struct yaml_range range,
                       int64_t *number)
{
    const struct node *value = scalar_find(in, key, need);
    int64_t read;
    if (value == NULL)
        return false;
    if (!value->quoted && text_read_int64(value->text, &read) && read >= range.least && read <= range.most) {
        *number = read;
        return true;
    }
    struct arena *arena = in->problems->arena;
    problem_add_all(in->problems, PROBLEM_ERROR, yaml_fields_place(in, value), "yaml.whole",
                    (struct text[4]){value->text, text_of(key), text_format(arena, "%" PRId64, range.least),
                                     text_format(arena, "%" PRId64, range.most)});
    return false;
}

bool yaml_fields_day(const struct yaml_fields *in, const char *key, enum yaml_need need, struct day *day)
{
    const struct node *value = scalar_find(in, key, need);
    if (value == NULL)
        return false;
    if (day_read_people(value->text, day))
        return true;
    problem_add(in->problems, yaml_fields_place(in, value), "yaml.day", value->text, text_of(key));
    return false;
}

bool yaml_fields_list(const struct yaml_fields *in, const char *key, enum yaml_need need, const struct node **list)
{
    const struct node *value = value_find_kind(in, key, need, NODE_LIST, "yaml.list");
    if (value == NULL)
        return false;
    *list = value;
    return true;
}

bool yaml_fields_map(const struct yaml_fields *in, const char *key, enum yaml_need need, struct yaml_fields *below)
{
    const struct node *value = value_find_kind(in, key, need, NODE_MAP, "yaml.map");
    if (value == NULL)
        return false;
    *below = (struct yaml_fields){value, in->file, in->problems};
    return true;
}

bool yaml_fields_item_text(const struct yaml_fields *in, const struct node *item, struct text *text)
{
    if (item->kind != NODE_TEXT || is_empty(item)) {
        problem_add(in->problems, yaml_fields_place(in, item), "yaml.text-here", (struct text){0}, (struct text){0});
        return false;
    }
    *text = item->text;
    return true;
}

bool yaml_fields_item_map(const struct yaml_fields *in, const struct node *item, struct yaml_fields *below)
{
    if (item->kind != NODE_MAP) {
        problem_add(in->problems, yaml_fields_place(in, item), "yaml.map-here", (struct text){0}, (struct text){0});
        return false;
    }
    *below = (struct yaml_fields){item, in->file, in->problems};
    return true;
}
