/* figure_places.c — one number place by place: a table, and the chart beside it. */
#include "work/view/figure_inside.h"

#include "base/buffer.h"
#include "engine/document/chart.h"
#include "engine/document/drawing_svg.h"

enum { PLACES_MAX = CHART_POINTS_MAX, DRAWING_MAX = 1 << 20 };

/* The places right below: of the kind of the first that lies in it. */
static const struct unit_set *places_below(const struct figure_page *page)
{
    const struct view_context *view = page->view;
    struct period now = page->periods[0];
    const struct unit_set *all = unit_places(view->arena, view->house->units, page->unit, (struct text){0}, now.begin, now.end);
    for (size_t i = 0; i < all->count; i++)
        if (all->units[i]->in == page->unit)
            return unit_places(view->arena, view->house->units, page->unit, all->units[i]->kind, now.begin, now.end);
    return NULL;
}

static struct text short_name(const struct view_context *view, const struct unit *unit)
{
    struct text name = view_title(view, unit->short_name);
    return name.length > 0 ? name : view_title(view, unit->name);
}

static struct value drawn(struct value value)
{
    return value.kind == VALUE_NUMBER && value.number.digits >= 0 ? value : value_unknown();
}

static void put_row(const struct figure_page *page, struct node *rows, const struct unit *unit, const struct figure_values *values)
{
    const struct view_context *view = page->view;
    struct node *row = node_append(rows, node_map(view->arena));
    view_put_unit(view, row, "unit", unit);
    view_put_number(view, row, "value", values->values[0]);
    view_put_number(view, row, "previous", values->values[1]);
    view_put_number(view, row, "last_year", values->values[2]);
    static const char *const RETYPED[FIGURE_SPANS] = {"value_retyped", "previous_retyped", "last_year_retyped"};
    static const char *const VI[FIGURE_SPANS] = {"kỳ này", "kỳ trước", "cùng kỳ năm trước"}, *const EN[FIGURE_SPANS] = {"this period", "previous", "last year"};
    struct text spans[FIGURE_SPANS];
    size_t count = 0;
    for (int span = 0; span < FIGURE_SPANS; span++) {
        view_put_truth(view, row, RETYPED[span], values->stands[span]);
        if (values->stands[span])
            spans[count++] = view_words(view, VI[span], EN[span]);
    }
    view_put_text(view, row, "retyped_note", text_join(view->arena, spans, count, TEXT(", "))); /* for a workbook, which has no marks */
    view_put_text(view, row, "href", figure_page_address(page, unit->code, period_write(view->arena, page->periods[0]), page->by));
}

static void put_chart(const struct figure_page *page, struct node *map, struct chart *chart)
{
    const struct view_context *view = page->view;
    struct buffer out;
    buffer_init(&out, DRAWING_MAX);
    drawing_svg_write(&out, chart_draw(view->arena, chart, view->language), TEXT("chart"));
    if (!out.full)
        view_put_text(view, map, "chart_html", buffer_text(&out));
    buffer_clear(&out);
}

static struct chart *start_chart(const struct figure_page *page)
{
    const struct view_context *view = page->view;
    struct chart *chart = chart_make(view->arena, CHART_BARS, view_title(view, page->figure->title));
    chart->unit = view_title(view, page->figure->unit);
    for (int span = 0; span < FIGURE_SPANS; span++)
        chart_series(chart, period_title(view->arena, page->periods[span], view->language == LANGUAGE_EN));
    return chart;
}

bool figure_put_places(struct figure_page *page, struct node *map, struct failure *why)
{
    const struct view_context *view = page->view;
    const struct unit_set *places = places_below(page);
    struct node *rows = node_list(view->arena);
    struct chart *chart = start_chart(page);
    bool retyped = false;
    for (size_t i = 0; places && i < places->count && i < PLACES_MAX; i++) {
        struct figure_values values;
        if (!figure_page_values(page, places->units[i], page->by, &values, why))
            return false;
        if (!values.known)
            continue;
        put_row(page, rows, places->units[i], &values);
        retyped = retyped || values.stands[0] || values.stands[1] || values.stands[2];
        struct value *points = chart_point(chart, short_name(view, places->units[i]));
        for (int span = 0; span < FIGURE_SPANS; span++)
            points[span] = drawn(values.values[span]);
    }
    if (node_count(rows) == 0)
        return true;
    struct node *shown = node_put(map, "places", node_map(view->arena));
    node_put(shown, "rows", rows);
    view_put_truth(view, shown, "has_retyped", retyped);
    put_chart(page, shown, chart);
    return true;
}
