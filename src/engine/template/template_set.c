/*
 * template_set.c — templates by name.
 */
#include "base/map.h"
#include "engine/template/template_inside.h"

struct template_set {
    struct map *by_name;
};

struct template_set *template_set_make(struct arena *arena)
{
    struct template_set *set = arena_make(arena, sizeof *set);
    set->by_name = map_make(arena);
    return set;
}

void template_set_put(struct template_set *set, const struct template *template)
{
    if (template != NULL)
        map_put(set->by_name, template->name, (void *)template);
}

const struct template *template_set_find(const struct template_set *set, struct text name)
{
    return set == NULL ? NULL : map_find(set->by_name, name);
}
