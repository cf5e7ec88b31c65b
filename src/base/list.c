/* list.c — pointers in order; the old items are left to the arena when the list grows. */
#include "base/list.h"

#include <stdint.h>
#include <string.h>

void list_add(struct list *list, struct arena *arena, void *item)
{
    if (list->count == list->room) {
        size_t room = list->room == 0 ? 8 : list->room * 2;
        void **items = arena_make_many(arena, room, sizeof *items);
        if (list->count > 0)
            memcpy(items, list->items, list->count * sizeof *items);
        list->items = items;
        list->room = room;
    }
    list->items[list->count++] = item;
}
