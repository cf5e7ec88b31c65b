/* node.c — building and reading the common tree. */
#include "base/node.h"

#include <string.h>

static struct node *node_of(struct arena *arena, enum node_kind kind)
{
    struct node *node = arena_make(arena, sizeof *node);
    node->kind = kind;
    node->arena = arena;
    return node;
}

struct node *node_nothing(struct arena *arena)
{
    return node_of(arena, NODE_NOTHING);
}

struct node *node_truth(struct arena *arena, bool truth)
{
    struct node *node = node_of(arena, NODE_TRUTH);
    node->truth = truth;
    return node;
}

struct node *node_number(struct arena *arena, struct decimal number)
{
    struct node *node = node_of(arena, NODE_NUMBER);
    node->number = number;
    return node;
}

struct node *node_whole(struct arena *arena, int64_t number)
{
    return node_number(arena, decimal_of(number));
}

struct node *node_text(struct arena *arena, struct text text)
{
    struct node *node = node_of(arena, NODE_TEXT);
    node->text = text;
    return node;
}

struct node *node_list(struct arena *arena)
{
    return node_of(arena, NODE_LIST);
}

struct node *node_map(struct arena *arena)
{
    return node_of(arena, NODE_MAP);
}

/* `items` with room for one more after `count`. */
static void *with_room(struct arena *arena, void *items, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return items;
    *room = *room == 0 ? 4 : *room * 2;
    void *grown = arena_make_many(arena, *room, size);
    if (count > 0)
        memcpy(grown, items, count * size);
    return grown;
}

static struct node_entry *entry_find(const struct node *map, struct text key)
{
    if (map == NULL || map->kind != NODE_MAP)
        return NULL;
    for (size_t i = 0; i < map->map.count; i++)
        if (text_equal(map->map.entries[i].key, key))
            return &map->map.entries[i];
    return NULL;
}

struct node *node_put_text(struct node *map, struct text key, struct node *value)
{
    REQUIRE(map->kind == NODE_MAP);
    struct node_entry *entry = entry_find(map, key);
    if (entry == NULL) {
        map->map.entries = with_room(map->arena, map->map.entries, map->map.count, &map->map.room, sizeof *entry);
        entry = &map->map.entries[map->map.count++];
        entry->key = key;
    }
    entry->value = value;
    return value;
}

struct node *node_put(struct node *map, const char *key, struct node *value)
{
    return node_put_text(map, text_of(key), value);
}

struct node *node_append(struct node *list, struct node *value)
{
    REQUIRE(list->kind == NODE_LIST);
    list->list.items = with_room(list->arena, list->list.items, list->list.count, &list->list.room, sizeof value);
    list->list.items[list->list.count++] = value;
    return value;
}

struct node *node_find(const struct node *map, struct text key)
{
    const struct node_entry *entry = entry_find(map, key);
    return entry == NULL ? NULL : entry->value;
}

struct node *node_at(const struct node *map, const char *key)
{
    return node_find(map, text_of(key));
}

struct text node_text_at(const struct node *map, const char *key)
{
    const struct node *value = node_at(map, key);
    return value != NULL && value->kind == NODE_TEXT ? value->text : (struct text){0};
}

size_t node_count(const struct node *node)
{
    if (node == NULL)
        return 0;
    return node->kind == NODE_LIST ? node->list.count : node->kind == NODE_MAP ? node->map.count : 0;
}

static bool lists_equal(const struct node *a, const struct node *b)
{
    bool equal = a->list.count == b->list.count;
    for (size_t i = 0; equal && i < a->list.count; i++)
        equal = node_equal(a->list.items[i], b->list.items[i]);
    return equal;
}

static bool maps_equal(const struct node *a, const struct node *b)
{
    bool equal = a->map.count == b->map.count;
    for (size_t i = 0; equal && i < a->map.count; i++)
        equal = node_equal(a->map.entries[i].value, node_find(b, a->map.entries[i].key));
    return equal;
}

bool node_equal(const struct node *a, const struct node *b)
{
    if (a == NULL || b == NULL || a->kind != b->kind)
        return a == b;
    switch (a->kind) {
    case NODE_NOTHING:
        return true;
    case NODE_TRUTH:
        return a->truth == b->truth;
    case NODE_NUMBER:
        return decimal_compare(a->number, b->number) == 0;
    case NODE_TEXT:
        return text_equal(a->text, b->text);
    case NODE_LIST:
        return lists_equal(a, b);
    case NODE_MAP:
        return maps_equal(a, b);
    }
    return false;
}
