/*
 * route_inside.h — which address leads where?
 *
 *     struct node *parts = node_map(arena);
 *     const struct route *route = route_find(false, TEXT("/so/outreach/moi"), arena, parts, &elsewhere);
 *
 * routes.def lists them all. A pattern's {name} takes one part of the path, up to the next
 * "/", and may have words before and behind: /bao-cao/{act}.txt. The first row that fits wins.
 */
#pragma once

#include "base/node.h"
#include "base/failure.h"

struct turn;
typedef bool route_handler(struct turn *turn, struct failure *why);

enum route_who { ANYONE, SIGNED_IN };

struct route {
    bool post;
    struct text path;       /* pattern */
    route_handler *handler;
    const char *view;       /* NULL: none */
    const char *template;   /* NULL: none */
    enum route_who who;
};

enum route_method { GET, POST };

size_t route_count(void);
const struct route *route_at(size_t index);
/* NULL when none fits; `*elsewhere` then says that the other method has one there. Puts the parts, decoded, into `parts`. */
const struct route *route_find(bool post, struct text path, struct arena *arena, struct node *parts, bool *elsewhere);

/* All handlers of routes.def. */
#define ROUTE(method, path_, handler_, view_, template_, who_) route_handler handler_;
#include "face/web/routes.def"
#undef ROUTE
