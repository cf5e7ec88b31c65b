/*
 * list.h — pointers in order, in an arena.
 *
 *     struct list wards = {0};
 *     list_add(&wards, arena, ward);
 *     for (size_t i = 0; i < wards.count; i++) use(wards.items[i]);
 *
 * {0} is an empty list. The list does not own what it points to; growing takes
 * new memory from the arena given.
 */
#pragma once

#include "base/arena.h"

struct list {
    void **items;
    size_t count;
    size_t room;
};

void list_add(struct list *list, struct arena *arena, void *item);
