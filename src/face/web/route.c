/* route.c — finds the row of routes.def that fits a path. */
#include "face/web/route_inside.h"

#include "engine/codec/form.h"

#define ROUTE(method, path_, handler_, view_, template_, who_) {(method) == POST, TEXT_ENTRY(path_), handler_, view_, template_, who_},
static const struct route ROUTES[] = {
#include "face/web/routes.def"
};
#undef ROUTE

size_t route_count(void)
{
    return LENGTH_OF(ROUTES);
}

const struct route *route_at(size_t index)
{
    return &ROUTES[index];
}

/* One part of the path against one of the pattern: the same word, or {name} with words before and behind. */
static bool fits_part(struct text pattern, struct text part, struct arena *arena, struct node *parts)
{
    struct text start, name, value;
    if (!text_contains(pattern, TEXT("{")))
        return text_equal(pattern, part);
    bool braced = text_next(&pattern, '{', &start) && text_next(&pattern, '}', &name);
    REQUIRE(braced); /* what is left of the pattern is its ending */
    if (!text_starts(part, start) || !text_ends(part, pattern) || part.length <= start.length + pattern.length)
        return false;
    part = text_part(part, start.length, part.length - start.length - pattern.length);
    if (!form_read_escaped(arena, part, &value))
        return false;
    node_put_text(parts, name, node_text(arena, value));
    return true;
}

static bool fits(struct text pattern, struct text path, struct arena *arena, struct node *parts)
{
    struct text wanted, part;
    for (;;) {
        bool more_pattern = text_next(&pattern, '/', &wanted), more_path = text_next(&path, '/', &part);
        if (!more_pattern || !more_path)
            return more_pattern == more_path;
        if (!fits_part(wanted, part, arena, parts))
            return false;
    }
}

static void take_all(struct node *into, const struct node *from)
{
    for (size_t i = 0; i < node_count(from); i++)
        node_put_text(into, from->map.entries[i].key, from->map.entries[i].value);
}

const struct route *route_find(bool post, struct text path, struct arena *arena, struct node *parts, bool *elsewhere)
{
    *elsewhere = false;
    for (size_t i = 0; i < LENGTH_OF(ROUTES); i++) {
        struct node *taken = node_map(arena);
        if (!fits(ROUTES[i].path, path, arena, taken))
            continue;
        if (ROUTES[i].post != post) {
            *elsewhere = true;
            continue;
        }
        take_all(parts, taken);
        return &ROUTES[i];
    }
    return NULL;
}
