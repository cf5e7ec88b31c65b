/*
 * ordered.c — a list sorted by what people read: "Ánh" before "Ăn", a choice by its title, an organisation by its name.
 *
 * The keys are made for the list and kept nowhere, so nothing has to be made anew when ICU changes them, and nothing of a
 * record stands anywhere but in its row. A list is at most RECORD_COUNTED_MAX rows; a longer one comes by day.
 */
#include "keep/record/record_inside.h"

#include "base/order.h"

#include <stdlib.h>

struct place_in_list {
    struct text key; /* empty: unknown */
    int64_t record;
};

bool ordered_field(const struct field_definition *field)
{
    return field->kind == FIELD_TEXT || field->kind == FIELD_LONG_TEXT || field->kind == FIELD_CHOICE || field->kind == FIELD_UNIT;
}

static struct text words_of(const struct field_definition *field, struct store_value value, const struct unit_tree *tree, enum language language)
{
    const struct unit *unit = value.kind == STORE_INT64 ? unit_by_number(tree, value.number) : NULL;
    if (unit)
        return title_in(unit->name, language);
    if (value.kind != STORE_TEXT)
        return (struct text){0};
    for (size_t i = 0; i < field->choice_count; i++)
        if (text_equal(field->choices[i].code, value.text))
            return title_in(field->choices[i].title, language);
    return value.text;
}

/* The unknown first, as the database has it. */
static int compare(const void *a, const void *b)
{
    const struct place_in_list *one = a, *other = b;
    int order = text_compare(one->key, other->key);
    return order != 0 ? order : (one->record > other->record) - (one->record < other->record);
}

bool ordered_numbers(struct arena *arena, struct statement *row_of, const struct unit_tree *tree, const struct record_query *query,
                     int64_t **numbers, size_t *count, struct failure *why)
{
    struct order *CLOSING(order) order = NULL;
    struct list found = {0};
    if (!order_open(&order, why))
        return false;
    while (statement_next(row_of, why)) {
        struct place_in_list *one = arena_make(arena, sizeof *one);
        bool known = !statement_is_null(row_of, 1);
        struct text words = known ? words_of(query->sort, statement_value(row_of, 1), tree, query->language) : (struct text){0};
        *one = (struct place_in_list){known ? order_key(order, arena, words) : (struct text){0}, statement_int64(row_of, 0)};
        list_add(&found, arena, one);
    }
    if (!statement_sound(row_of))
        return false;
    struct place_in_list *places = arena_make_many(arena, found.count, sizeof *places);
    int64_t *made = arena_make_many(arena, found.count, sizeof *made);
    for (size_t i = 0; i < found.count; i++)
        places[i] = *(const struct place_in_list *)found.items[i];
    if (found.count > 1)
        qsort(places, found.count, sizeof *places, compare);
    for (size_t i = 0; i < found.count; i++)
        made[i] = places[query->ascending ? i : found.count - 1 - i].record;
    *numbers = made;
    *count = found.count;
    return true;
}
