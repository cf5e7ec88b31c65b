/*
 * map.h — from a text to a pointer, in an arena, in the order of adding.
 *
 *     struct map *by_code = map_make(arena);
 *     map_put(by_code, unit->code, unit);
 *     const struct unit *unit = map_find(by_code, TEXT("00118"));
 *
 * Keys are borrowed, values too. A key put twice keeps its place and takes the
 * new value. Not for keys chosen by a stranger in unbounded number.
 */
#pragma once

#include "base/arena.h"
#include "base/text.h"

struct map;

struct map *map_make(struct arena *arena);
void map_put(struct map *map, struct text key, void *value);
void *map_find(const struct map *map, struct text key); /* NULL when absent */
size_t map_count(const struct map *map);
struct text map_key(const struct map *map, size_t index);
void *map_value(const struct map *map, size_t index);
