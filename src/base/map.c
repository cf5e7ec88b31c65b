/* map.c — entries in the order of adding, and an open-addressed table of their numbers. */
#include "base/map.h"

#include <string.h>

enum { SLOTS_FIRST = 16 };

struct entry {
    struct text key;
    void *value;
    uint64_t hash;
};

struct map {
    struct arena *arena;
    struct entry *entries;
    size_t count, room;
    uint32_t *slots; /* number of the entry plus one; 0: free */
    size_t slot_count; /* a power of two, at least twice the room of entries */
};

struct map *map_make(struct arena *arena)
{
    struct map *map = arena_make(arena, sizeof *map);
    map->arena = arena;
    return map;
}

/* The slot that holds `key`, or the free one where it belongs. */
static uint32_t *map_slot(const struct map *map, struct text key, uint64_t hash)
{
    size_t at = hash & (map->slot_count - 1);
    while (map->slots[at] != 0) {
        const struct entry *entry = &map->entries[map->slots[at] - 1];
        if (entry->hash == hash && text_equal(entry->key, key))
            break;
        at = (at + 1) & (map->slot_count - 1);
    }
    return &map->slots[at];
}

static void map_grow(struct map *map)
{
    map->slot_count = map->slot_count == 0 ? SLOTS_FIRST : map->slot_count * 2;
    REQUIRE(map->slot_count <= UINT32_MAX);
    map->room = map->slot_count / 2;
    struct entry *entries = arena_make_many(map->arena, map->room, sizeof *entries);
    if (map->count > 0)
        memcpy(entries, map->entries, map->count * sizeof *entries);
    map->entries = entries;
    map->slots = arena_make_many(map->arena, map->slot_count, sizeof *map->slots);
    for (size_t i = 0; i < map->count; i++)
        *map_slot(map, entries[i].key, entries[i].hash) = (uint32_t)(i + 1);
}

void map_put(struct map *map, struct text key, void *value)
{
    if (map->count == map->room)
        map_grow(map);
    uint64_t hash = text_hash(key);
    uint32_t *slot = map_slot(map, key, hash);
    if (*slot != 0) {
        map->entries[*slot - 1].value = value;
        return;
    }
    map->entries[map->count++] = (struct entry){key, value, hash};
    *slot = (uint32_t)map->count;
}

void *map_find(const struct map *map, struct text key)
{
    if (map->count == 0)
        return NULL;
    uint32_t slot = *map_slot(map, key, text_hash(key));
    return slot == 0 ? NULL : map->entries[slot - 1].value;
}

size_t map_count(const struct map *map)
{
    return map->count;
}

struct text map_key(const struct map *map, size_t index)
{
    REQUIRE(index < map->count);
    return map->entries[index].key;
}

void *map_value(const struct map *map, size_t index)
{
    REQUIRE(index < map->count);
    return map->entries[index].value;
}
