/* looking.c — views asked as somebody: see looking.h. */
#include "unit/work/view/looking.h"

#include "base/buffer.h"
#include "engine/codec/json.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static struct node *given_of(struct arena *arena, const char *key, va_list *rest)
{
    struct node *map = node_map(arena);
    for (; key != NULL; key = va_arg(*rest, const char *))
        node_put(map, key, node_text(arena, text_copy(arena, text_of(va_arg(*rest, const char *)))));
    return map;
}

static struct node *show(struct test_house *house, const struct viewer *viewer, const char *view, const struct node *given)
{
    const struct view_request request = {.viewer = viewer, .given = given};
    struct node *page;
    struct failure why;
    if (!view_show(house->instance, text_of(view), &request, house->arena, &page, &why)) {
        (void)fprintf(stderr, "%s: %s (%s:%d)\n", view, why.text, why.file, why.line);
        abort();
    }
    return page;
}

struct node *look(struct test_house *house, const struct viewer *viewer, const char *view, const char *key, ...)
{
    va_list rest;
    va_start(rest, key);
    const struct node *given = given_of(house->arena, key, &rest);
    va_end(rest);
    return show(house, viewer, view, given);
}

struct node *look_sent(struct test_house *house, const struct viewer *viewer, const char *view, struct node *sent)
{
    struct node *given = node_map(house->arena);
    node_put(given, VIEW_SENT, sent);
    return show(house, viewer, view, given);
}

enum failure_kind look_kind(struct test_house *house, const struct viewer *viewer, const char *view, const char *key, ...)
{
    va_list rest;
    struct node *page;
    struct failure why = {0};
    va_start(rest, key);
    const struct view_request request = {.viewer = viewer, .given = given_of(house->arena, key, &rest)};
    va_end(rest);
    return view_show(house->instance, text_of(view), &request, house->arena, &page, &why) ? FAILURE_NONE : why.kind;
}

const struct node *look_at(const struct node *page, const char *path)
{
    struct text rest = text_of(path), part;
    while (page && text_next(&rest, '.', &part))
        page = node_find(page, part);
    return page;
}

struct text look_text(const struct node *page, const char *path)
{
    const struct node *node = look_at(page, path);
    return node && node->kind == NODE_TEXT ? node->text : (struct text){0};
}

bool look_truth(const struct node *page, const char *path)
{
    const struct node *node = look_at(page, path);
    return node && node->kind == NODE_TRUTH && node->truth;
}

struct text look_all(struct test_house *house, const struct node *page)
{
    struct buffer out;
    buffer_init(&out, 16 << 20);
    json_write(&out, page);
    struct text all = text_copy(house->arena, buffer_text(&out));
    buffer_clear(&out);
    return all;
}
