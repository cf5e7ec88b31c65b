/* view_put.c — what a view shows: exact for programs, printed for people, side by side. */
#include "work/view/view_inside.h"

struct text view_title(const struct view_context *view, struct title title)
{
    return title_in(title, view->language);
}

struct text view_words(const struct view_context *view, const char *vi, const char *en)
{
    return text_of(view->language == LANGUAGE_EN ? en : vi);
}

/* Copied: the page is printed after the house was given back. */
void view_put_text(const struct view_context *view, struct node *map, const char *key, struct text text)
{
    node_put(map, key, node_text(view->arena, text_copy(view->arena, text)));
}

void view_put_truth(const struct view_context *view, struct node *map, const char *key, bool truth)
{
    node_put(map, key, node_truth(view->arena, truth));
}

void view_put_number(const struct view_context *view, struct node *map, const char *key, struct value value)
{
    bool known = value.kind == VALUE_NUMBER;
    bool english = view->language == LANGUAGE_EN;
    struct node *number = node_put(map, key, node_map(view->arena));
    node_put(number, "value", known ? node_number(view->arena, value.number) : node_nothing(view->arena));
    view_put_truth(view, number, "known", known);
    view_put_text(view, number, "shown",
                  known ? decimal_write_people(view->arena, value.number, english) : view_words(view, "chưa có", "not known"));
}

void view_put_day(const struct view_context *view, struct node *map, const char *key, struct day day)
{
    if (!day_is_some(day))
        return;
    struct node *shown = node_put(map, key, node_map(view->arena));
    view_put_text(view, shown, "value", day_write(view->arena, day));
    view_put_text(view, shown, "shown", day_write_people(view->arena, day, view->language == LANGUAGE_EN));
}

void view_put_moment(const struct view_context *view, struct node *map, const char *key, struct moment moment)
{
    struct node *shown = node_put(map, key, node_map(view->arena));
    view_put_text(view, shown, "value", moment_write(view->arena, moment));
    view_put_text(view, shown, "shown", moment_write_people(view->arena, moment));
}

void view_put_unit(const struct view_context *view, struct node *map, const char *key, const struct unit *unit)
{
    struct node *shown = node_put(map, key, node_map(view->arena));
    struct text name = view_title(view, unit->name), short_name = view_title(view, unit->short_name);
    view_put_text(view, shown, "code", unit->code);
    view_put_text(view, shown, "name", name);
    view_put_text(view, shown, "short", short_name.length > 0 ? short_name : name);
}

void view_put_period(const struct view_context *view, struct node *map, const char *key, struct period period)
{
    bool english = view->language == LANGUAGE_EN;
    struct node *shown = node_put(map, key, node_map(view->arena));
    view_put_text(view, shown, "code", period_write(view->arena, period));
    view_put_text(view, shown, "title", period_title(view->arena, period, english));
    view_put_day(view, shown, "begin", period.begin);
    view_put_day(view, shown, "end", period.end);
    view_put_text(view, shown, "previous", period_write(view->arena, period_previous(period)));
    if (period.kind != PERIOD_SPECIAL)
        view_put_text(view, shown, "next", period_write(view->arena, period_next(period)));
}

static void put_address(const struct view_context *view, struct node *map, const char *key, struct text address, size_t page)
{
    bool query = text_contains(address, TEXT("?"));
    view_put_text(view, map, key, text_format(view->arena, "%.*s%strang=%zu", TEXT_ARGS(address), query ? "&" : "?", page));
}

void view_put_pages(const struct view_context *view, struct node *map, size_t page, int64_t total, struct text address)
{
    size_t rows = view_page_rows(view), pages = total > 0 ? ((size_t)total + rows - 1) / rows : 1;
    size_t first = (page - 1) * rows + 1, last = page * rows;
    struct node *shown = node_put(map, "pages", node_map(view->arena));
    node_put(shown, "page", node_whole(view->arena, (int64_t)page));
    node_put(shown, "pages", node_whole(view->arena, (int64_t)pages));
    view_put_truth(view, shown, "many", pages > 1);
    view_put_number(view, shown, "total", value_whole(total));
    view_put_number(view, shown, "first", value_whole(total == 0 ? 0 : (int64_t)first));
    view_put_number(view, shown, "last", value_whole((int64_t)last < total ? (int64_t)last : total));
    if (page > 1)
        put_address(view, shown, "previous", address, page - 1);
    if (page < pages)
        put_address(view, shown, "next", address, page + 1);
}

static void put_key_address(const struct view_context *view, struct node *map, const char *name, struct text address, const char *way,
                            struct text key, size_t page)
{
    bool query = text_contains(address, TEXT("?"));
    if (key.length > 0)
        view_put_text(view, map, name,
                      text_format(view->arena, "%.*s%strang=%zu&%s=%.*s", TEXT_ARGS(address), query ? "&" : "?", page, way, TEXT_ARGS(key)));
}

/* The first and the last page are known by what is not beside them; between them the number asked is believed. */
void view_put_key_pages(const struct view_context *view, struct node *map, const struct view_keys *keys, int64_t total, struct text address)
{
    size_t pages = total > 0 ? ((size_t)total + VIEW_PAGE - 1) / VIEW_PAGE : 1, page = view_page(view, "trang");
    if (page >= pages && keys->next.length > 0)
        page = pages > 1 ? pages - 1 : 1;
    if (page == 1 && keys->previous.length > 0)
        page = 2;
    if (keys->previous.length == 0)
        page = 1;
    else if (keys->next.length == 0)
        page = pages;
    size_t last = keys->next.length == 0 ? (size_t)total : (page - 1) * VIEW_PAGE + keys->count;
    struct node *shown = node_put(map, "pages", node_map(view->arena));
    node_put(shown, "page", node_whole(view->arena, (int64_t)page));
    node_put(shown, "pages", node_whole(view->arena, (int64_t)pages));
    view_put_truth(view, shown, "many", pages > 1);
    view_put_number(view, shown, "total", value_whole(total));
    view_put_number(view, shown, "first", value_whole(total == 0 ? 0 : (int64_t)(last - keys->count + 1)));
    view_put_number(view, shown, "last", value_whole((int64_t)last));
    put_key_address(view, shown, "previous", address, "truoc", keys->previous, page - 1);
    put_key_address(view, shown, "next", address, "sau", keys->next, page + 1);
}
