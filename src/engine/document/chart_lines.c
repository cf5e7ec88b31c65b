#include "base/markers.h"
#include "engine/document/chart_inside.h"

#include <math.h>

enum {
    PLOT_HEIGHT = 200,
    NAMES_HEIGHT = 26, /* below the plot */
    MARGIN_TOP = 14,   /* room for a number above the highest point */
    INSET = 16,        /* from the axis to the first and behind the last point */
};

struct plan {
    const struct chart *chart;
    enum language language;
    double left, right, top, bottom;
    struct ticks ticks;
};

static double plan_x(const struct plan *plan, size_t index)
{
    size_t count = plan->chart->points.count;
    if (count < 2)
        return (plan->left + plan->right) / 2;
    double between = plan->right - plan->left - 2 * INSET;
    return plan->left + INSET + between * (double)index / (double)(count - 1);
}

static double plan_y(const struct plan *plan, double number)
{
    return plan->bottom - (plan->bottom - plan->top) * number / (plan->ticks.step * plan->ticks.count);
}

static struct plan plan_make(struct arena *arena, const struct chart *chart, enum language language)
{
    struct plan plan = {.chart = chart,
                        .language = language,
                        .ticks = ticks_compute(chart_highest(chart), chart_counts(chart))};
    double widest = 0;
    for (int i = 0; i <= plan.ticks.count; i++) {
        struct text words = chart_tick_words(arena, plan.ticks.step * i, language);
        widest = fmax(widest, drawing_text_width(words, CHART_LETTERS));
    }
    double first = 0, last = 0;
    if (chart->points.count > 0) {
        const struct chart_point *begin = chart->points.items[0];
        const struct chart_point *end = chart->points.items[chart->points.count - 1];
        first = drawing_text_width(begin->name, CHART_LETTERS) / 2;
        last = drawing_text_width(end->name, CHART_LETTERS) / 2;
    }
    plan.left = fmax(widest + 8, fmin(first, 80) - INSET);
    plan.right = CHART_WIDTH - fmax(fmin(last, 80) - INSET, 2);
    plan.top = chart_legend_height(chart) + (chart->unit.length > 0 ? CHART_LINE : 0) + MARGIN_TOP;
    plan.bottom = plan.top + PLOT_HEIGHT;
    return plan;
}

static void axis_draw(struct drawing *drawing, const struct plan *plan)
{
    for (int i = 0; i <= plan->ticks.count; i++) {
        double y = plan_y(plan, plan->ticks.step * i);
        struct paint paint = {i == 0 ? INK_TEXT : INK_FAINT, FILL_NONE, 1, DASH_NONE};
        shape_line(drawing, (struct point[]){{plan->left, y}, {plan->right, y}}, 2, paint);
        struct text words = chart_tick_words(drawing->arena, plan->ticks.step * i, plan->language);
        struct point at = {plan->left - 6, y + CHART_LETTERS * 0.36};
        shape_text(drawing, at, words, chart_lettering(ANCHOR_END));
    }
}

/* Every name, or every second, third … when they would touch; always the last. */
static void names_draw(struct drawing *drawing, const struct plan *plan)
{
    const struct list *points = &plan->chart->points;
    double widest = 0;
    for (size_t i = 0; i < points->count; i++) {
        const struct chart_point *point = points->items[i];
        widest = fmax(widest, drawing_text_width(point->name, CHART_LETTERS));
    }
    double apart = points->count > 1 ? plan_x(plan, 1) - plan_x(plan, 0) : CHART_WIDTH;
    size_t every = (size_t)fmax(1, ceil((widest + 8) / apart));
    for (size_t back = 0; back < points->count; back += every) {
        size_t i = points->count - 1 - back;
        const struct chart_point *point = points->items[i];
        shape_text(drawing, (struct point){plan_x(plan, i), plan->bottom + 18}, point->name,
                   chart_lettering(ANCHOR_MIDDLE));
    }
}

static bool value_at(const struct plan *plan, size_t index, size_t series, double *number)
{
    const struct chart_point *point = plan->chart->points.items[index];
    *number = chart_number(point->values[series]);
    return point->values[series].kind == VALUE_NUMBER;
}

/* A line breaks where a value is unknown. */
static void series_draw(struct drawing *drawing, const struct plan *plan, size_t series)
{
    struct paint paint = chart_paint(series);
    paint.line_width = CHART_LINE_WIDTH;
    size_t count = plan->chart->points.count;
    struct point *points = arena_make_many(drawing->arena, count, sizeof *points);
    size_t length = 0;
    for (size_t i = 0; i <= count; i++) {
        double number;
        if (i < count && value_at(plan, i, series, &number)) {
            points[length++] = (struct point){plan_x(plan, i), plan_y(plan, number)};
            continue;
        }
        if (length > 1)
            shape_line(drawing, points, length, paint);
        for (size_t p = 0; p < length; p++)
            chart_marker(drawing, points[p], series);
        length = 0;
    }
}

/* The numbers of the first series, where there is room for them. */
static void numbers_draw(struct drawing *drawing, const struct plan *plan)
{
    enum { NUMBERS_MOST = 12 };
    size_t count = plan->chart->points.count;
    if (count > NUMBERS_MOST)
        return;
    for (size_t i = 0; i < count; i++) {
        double number;
        bool known = value_at(plan, i, 0, &number);
        const struct chart_point *point = plan->chart->points.items[i];
        struct text words = chart_value_words(drawing->arena, point->values[0], plan->language);
        /* Neither over the numbers of the axis nor beyond the picture. */
        double half = drawing_text_width(words, CHART_LETTERS) / 2;
        double x = fmax(fmin(plan_x(plan, i), CHART_WIDTH - half), plan->left + half + 2);
        struct point at = {x, (known ? plan_y(plan, number) : plan->bottom) - 8};
        chart_words(drawing, at, words, ANCHOR_MIDDLE);
    }
}

struct drawing *chart_draw_lines(struct arena *arena, const struct chart *chart, enum language language)
{
    struct plan plan = plan_make(arena, chart, language);
    struct drawing *drawing = drawing_make(arena, CHART_WIDTH, plan.bottom + NAMES_HEIGHT, chart->title);
    chart_legend(drawing, chart);
    if (chart->unit.length > 0)
        shape_text(drawing, (struct point){0, plan.top - MARGIN_TOP - 3}, chart->unit,
                   chart_lettering(ANCHOR_START));
    axis_draw(drawing, &plan);
    names_draw(drawing, &plan);
    for (size_t back = chart->series_count; back > 0; back--) { /* the first lies on top */
        drawing_group(drawing, chart->series[back - 1]);
        series_draw(drawing, &plan, back - 1);
        drawing_group_end(drawing);
    }
    if (chart->series_count > 0)
        numbers_draw(drawing, &plan);
    return drawing;
}
