/* unit.c — questions put to the tree. */
#include "keep/unit/unit_inside.h"

#include <stdlib.h>

enum { HEIGHT_MAX = 16 }; /* no chain of units is longer; a circle in the tables ends here */

const struct unit *unit_by_number(const struct unit_tree *tree, int64_t number)
{
    size_t low = 0, high = tree->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (tree->units[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low < tree->count && tree->units[low].number == number ? &tree->units[low] : NULL;
}

bool unit_valid(const struct unit *unit, struct day day)
{
    return (!day_is_some(unit->from) || day_compare(unit->from, day) <= 0) &&
           (!day_is_some(unit->to) || day_compare(unit->to, day) >= 0);
}

bool unit_valid_within(const struct unit *unit, struct day begin, struct day end)
{
    return (!day_is_some(unit->from) || !day_is_some(end) || day_compare(unit->from, end) <= 0) &&
           (!day_is_some(unit->to) || !day_is_some(begin) || day_compare(unit->to, begin) >= 0);
}

const struct unit *unit_find(const struct unit_tree *tree, struct text code, struct day day)
{
    const struct list *same = map_find(tree->by_code, code);
    const struct unit *newest = NULL;
    for (size_t i = 0; same && i < same->count; i++) {
        const struct unit *unit = same->items[i];
        if (day_is_some(day) && !unit_valid(unit, day))
            continue;
        if (!newest || unit->from.number > newest->from.number)
            newest = unit;
    }
    return newest;
}

const struct unit *unit_find_named(const struct unit_tree *tree, struct text written, struct text kind, struct day day,
                                   struct gazetteer_answer *answer)
{
    struct gazetteer_answer own;
    if (!answer)
        answer = &own;
    gazetteer_find(tree->names, &(struct gazetteer_question){.written = written, .kind = kind, .day = day}, answer);
    return answer->sureness == GAZETTEER_SURE ? answer->places[0]->owner : NULL;
}

struct text unit_proposals(struct arena *arena, const struct unit *const *units, size_t count)
{
    struct text parts[GAZETTEER_PROPOSALS_MAX];
    REQUIRE(count <= LENGTH_OF(parts));
    for (size_t i = 0; i < count; i++)
        parts[i] = text_format(arena, "%.*s (%.*s)", TEXT_ARGS(units[i]->name.vi), TEXT_ARGS(units[i]->code));
    return text_join(arena, parts, count, TEXT(", "));
}

bool unit_is_inside(const struct unit *unit, const struct unit *place)
{
    for (int height = 0; unit && height < HEIGHT_MAX; height++, unit = unit->in)
        if (unit == place)
            return true;
    return false;
}

bool unit_is_under(const struct unit *unit, const struct unit *organisation)
{
    for (int height = 0; unit && height < HEIGHT_MAX; height++, unit = unit->under)
        if (unit == organisation)
            return true;
    return false;
}

const struct unit *unit_above(const struct unit *unit, struct text kind)
{
    for (int height = 0; unit && height < HEIGHT_MAX; height++, unit = unit->in)
        if (text_equal(unit->kind, kind))
            return unit;
    return NULL;
}

static int compare_official(const void *a, const void *b)
{
    const struct unit *one = *(const struct unit *const *)a, *other = *(const struct unit *const *)b;
    if (one->order != other->order)
        return one->order < other->order ? -1 : 1;
    int codes = text_compare(one->code, other->code);
    return codes != 0 ? codes : (one->number > other->number) - (one->number < other->number);
}

/* What a list of units must be to be taken; an empty kind takes all. */
struct wanted {
    const struct unit *place;
    struct text kind;
    struct day begin, end;
    bool organisations, places;
};

static bool fits(const struct unit *unit, const struct wanted *wanted)
{
    if (unit->is_organisation ? !wanted->organisations : !wanted->places)
        return false;
    if (wanted->kind.length > 0 && !text_equal(unit->kind, wanted->kind))
        return false;
    return unit_valid_within(unit, wanted->begin, wanted->end) && unit_is_inside(unit, wanted->place);
}

static struct unit_set *gather(struct arena *arena, const struct unit_tree *tree, const struct wanted *wanted)
{
    struct list found = {0};
    for (size_t i = 0; i < tree->count; i++)
        if (fits(&tree->units[i], wanted))
            list_add(&found, arena, &tree->units[i]);
    struct unit_set *set = arena_make(arena, sizeof *set);
    *set = (struct unit_set){(const struct unit *const *)found.items, found.count};
    return set;
}

const struct unit_set *unit_subtree(struct arena *arena, const struct unit_tree *tree, const struct unit *place,
                                    struct day begin, struct day end)
{
    struct wanted wanted = {.place = place, .begin = begin, .end = end, .organisations = true, .places = true};
    return gather(arena, tree, &wanted);
}

void unit_sort_official(const struct unit **units, size_t count)
{
    if (count > 1)
        qsort(units, count, sizeof *units, compare_official);
}

static const struct unit_set *in_official_order(struct unit_set *set)
{
    unit_sort_official((const struct unit **)set->units, set->count);
    return set;
}

const struct unit_set *unit_places(struct arena *arena, const struct unit_tree *tree, const struct unit *place, struct text kind,
                                   struct day begin, struct day end)
{
    struct wanted wanted = {.place = place, .kind = kind, .begin = begin, .end = end, .places = true};
    return in_official_order(gather(arena, tree, &wanted));
}

const struct unit_set *unit_organisations(struct arena *arena, const struct unit_tree *tree, const struct unit *place,
                                          struct text kind, struct day begin, struct day end)
{
    struct wanted wanted = {.place = place, .kind = kind, .begin = begin, .end = end, .organisations = true};
    return in_official_order(gather(arena, tree, &wanted));
}

const struct unit_successor *unit_successors(const struct unit_tree *tree, size_t *count)
{
    *count = tree->successor_count;
    return tree->successors;
}

struct text unit_names(struct arena *arena, const struct unit *const *units, size_t count, enum language language)
{
    const struct unit **sorted = arena_make_many(arena, count, sizeof *sorted);
    struct text *names = arena_make_many(arena, count, sizeof *names);
    for (size_t i = 0; i < count; i++)
        sorted[i] = units[i];
    unit_sort_official(sorted, count);
    for (size_t i = 0; i < count; i++)
        names[i] = title_in(sorted[i]->short_name, language);
    if (count == 0)
        return (struct text){0};
    if (count == 1)
        return text_copy(arena, names[0]);
    struct text first = text_join(arena, names, count - 1, TEXT(", "));
    struct text and = language == LANGUAGE_EN ? TEXT(" and ") : TEXT(" và ");
    return text_format(arena, "%.*s%.*s%.*s", TEXT_ARGS(first), TEXT_ARGS(and), TEXT_ARGS(names[count - 1]));
}

int64_t unit_tree_shard(const struct unit_tree *tree)
{
    for (size_t i = 0; i < tree->count; i++)
        if (tree->units[i].shard != 0)
            return tree->units[i].shard;
    return 0;
}

const struct unit_set *unit_all(struct arena *arena, const struct unit_tree *tree, struct day day)
{
    struct list found = {0};
    for (size_t i = 0; i < tree->count; i++)
        if (!day_is_some(day) || unit_valid(&tree->units[i], day))
            list_add(&found, arena, &tree->units[i]);
    struct unit_set *set = arena_make(arena, sizeof *set);
    *set = (struct unit_set){(const struct unit *const *)found.items, found.count};
    return set;
}
