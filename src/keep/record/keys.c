/* keys.c — no two cells of a definition may share a key: their sums would run into each other. */
#include "keep/record/record_inside.h"

#include <stdlib.h>

struct key_list {
    struct arena *arena;
    int64_t *keys;
    size_t count, room;
};

static void add(struct key_list *list, int64_t key)
{
    if (list->count == list->room) {
        size_t room = list->room ? list->room * 2 : 256;
        int64_t *keys = arena_make_many(list->arena, room, sizeof *keys);
        for (size_t i = 0; i < list->count; i++)
            keys[i] = list->keys[i];
        list->keys = keys;
        list->room = room;
    }
    list->keys[list->count++] = key;
}

/* The sum's key, and that of the number of entries where it is another. */
static void add_part(struct key_list *list, const struct figure_definition *figure, struct text part)
{
    int64_t sum = contribution_key(figure->name, part), entries = contribution_entries_key(figure, part);
    add(list, sum);
    if (entries != sum)
        add(list, entries);
}

static int compare(const void *a, const void *b)
{
    int64_t one = *(const int64_t *)a, other = *(const int64_t *)b;
    return (one > other) - (one < other);
}

bool contribution_keys_apart(const struct definition *definition, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct key_list list = {.arena = scratch};
    for (size_t f = 0; f < definition->figure_count; f++) {
        const struct figure_definition *figure = &definition->figures[f];
        add_part(&list, figure, (struct text){0});
        for (size_t i = 0; figure->by && i < figure->by->choice_count; i++)
            add_part(&list, figure, figure->by->choices[i].code);
        for (size_t i = 0; figure->by_unit_kind && i < definition->organisation_kind_count; i++)
            add_part(&list, figure, definition->organisation_kinds[i].name);
    }
    if (list.count > 1)
        qsort(list.keys, list.count, sizeof *list.keys, compare);
    for (size_t i = 1; i < list.count; i++)
        if (list.keys[i] == list.keys[i - 1])
            return FAIL(why, FAILURE_INVALID, "two figures of the packs share the key %lld: rename one", (long long)list.keys[i]);
    return true;
}
