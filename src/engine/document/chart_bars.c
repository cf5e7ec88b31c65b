#include "base/markers.h"
#include "engine/document/chart_inside.h"

#include <math.h>

enum {
    NAME_WIDTH_MOST = 170,
    NAME_LINES_MOST = 3,
    BAR_ALONE = 15,
    BAR_GROUPED = 14,
    BAR_GAP = 9, /* between points */
    AXIS_HEIGHT = 24,
};

/* A name broken at spaces; what does not fit into its line ends in "…". */
struct broken {
    struct text lines[NAME_LINES_MOST];
    size_t count;
};

/* `line` as it is, or as many letters of it as fit, with "…". */
static struct text line_cut(struct arena *arena, struct text line, double width)
{
    if (drawing_text_width(line, CHART_LETTERS) <= width)
        return line;
    size_t length = line.length;
    bool over = true;
    while (length > 0 && over) {
        do
            length--;
        while (length > 0 && ((unsigned char)line.bytes[length] & 0xC0) == 0x80);
        over = drawing_text_width(text_part(line, 0, length), CHART_LETTERS) > width - CHART_LETTERS;
    }
    return text_format(arena, "%.*s…", TEXT_ARGS(text_part(line, 0, length)));
}

static struct broken name_break(struct arena *arena, struct text name, double width)
{
    struct broken broken = {0};
    size_t begun = 0, fits = 0;
    for (size_t i = 0; i <= name.length; i++) {
        if (i < name.length && name.bytes[i] != ' ')
            continue;
        bool over = drawing_text_width(text_part(name, begun, i - begun), CHART_LETTERS) > width;
        if (over && fits > begun) {
            if (broken.count == NAME_LINES_MOST - 1)
                break;
            broken.lines[broken.count++] = line_cut(arena, text_part(name, begun, fits - begun), width);
            begun = fits + 1;
        }
        fits = i;
    }
    struct text last = line_cut(arena, text_part(name, begun, fits - begun), width);
    if (fits < name.length && !text_ends(last, TEXT("…")))
        last = text_format(arena, "%.*s…", TEXT_ARGS(last));
    broken.lines[broken.count++] = last;
    return broken;
}

/* Where everything stands, worked out before the first shape. */
struct plan {
    const struct chart *chart;
    enum language language;
    double name_width;  /* the names end here */
    double left, right; /* of the bars */
    double top;
    double bar;
    double height;
    struct ticks ticks;
    struct broken *names;
    double *row_heights;
};

static double names_widest(struct arena *arena, const struct chart *chart, struct plan *plan)
{
    double widest = 0;
    for (size_t i = 0; i < chart->points.count; i++) {
        const struct chart_point *point = chart->points.items[i];
        plan->names[i] = name_break(arena, point->name, NAME_WIDTH_MOST);
        for (size_t l = 0; l < plan->names[i].count; l++)
            widest = fmax(widest, drawing_text_width(plan->names[i].lines[l], CHART_LETTERS));
    }
    return fmin(widest, NAME_WIDTH_MOST + 15); /* room for "…" */
}

static double values_widest(struct arena *arena, const struct chart *chart, enum language language)
{
    double widest = 0;
    for (size_t i = 0; i < chart->points.count; i++) {
        const struct chart_point *point = chart->points.items[i];
        for (size_t s = 0; s < chart->series_count; s++) {
            struct text words = chart_value_words(arena, point->values[s], language);
            if (point->values[s].kind == VALUE_NUMBER)
                widest = fmax(widest, drawing_text_width(words, CHART_LETTERS));
        }
    }
    return widest;
}

static struct plan plan_make(struct arena *arena, const struct chart *chart, enum language language)
{
    size_t count = chart->points.count;
    struct plan plan = {
        .chart = chart, .language = language, .bar = chart->series_count > 1 ? BAR_GROUPED : BAR_ALONE};
    plan.names = arena_make_many(arena, count, sizeof *plan.names);
    plan.row_heights = arena_make_many(arena, count, sizeof *plan.row_heights);
    plan.ticks = ticks_compute(chart_highest(chart), chart_counts(chart));
    plan.name_width = names_widest(arena, chart, &plan);
    plan.left = plan.name_width + 8;
    plan.right = CHART_WIDTH - fmax(values_widest(arena, chart, language) + 8, 16);
    plan.top = chart_legend_height(chart) + (chart->unit.length > 0 ? CHART_LINE : 2);
    double y = plan.top;
    for (size_t i = 0; i < count; i++) {
        double bars = plan.bar * (double)chart->series_count;
        plan.row_heights[i] = fmax(bars, (double)plan.names[i].count * CHART_LINE) + BAR_GAP;
        y += plan.row_heights[i];
    }
    plan.height = y + AXIS_HEIGHT;
    return plan;
}

/* How many steps lie from one written mark to the next, so that long numbers do not touch. */
static int marks_apart(struct arena *arena, const struct plan *plan)
{
    struct text last = chart_tick_words(arena, plan->ticks.step * plan->ticks.count, plan->language);
    double between = (plan->right - plan->left) / plan->ticks.count;
    return (int)ceil((drawing_text_width(last, CHART_LETTERS) + 6) / between);
}

static void axis_draw(struct drawing *drawing, const struct plan *plan)
{
    double bottom = plan->height - AXIS_HEIGHT;
    int apart = marks_apart(drawing->arena, plan);
    for (int i = 0; i <= plan->ticks.count; i++) {
        double x = plan->left + (plan->right - plan->left) * i / plan->ticks.count;
        struct paint paint = {i == 0 ? INK_TEXT : INK_FAINT, FILL_NONE, 1, DASH_NONE};
        shape_line(drawing, (struct point[]){{x, plan->top}, {x, bottom}}, 2, paint);
        if (i % apart != 0)
            continue;
        struct text words = chart_tick_words(drawing->arena, plan->ticks.step * i, plan->language);
        shape_text(drawing, (struct point){x, bottom + 16}, words, chart_lettering(ANCHOR_MIDDLE));
    }
}

static void bar_draw(struct drawing *drawing, const struct plan *plan, double y, struct value value,
                     size_t series)
{
    double width = 0;
    if (value.kind == VALUE_NUMBER) {
        double axis = plan->ticks.step * plan->ticks.count;
        width = (plan->right - plan->left) * chart_number(value) / axis;
        struct paint paint = chart_paint(series);
        paint.dash = DASH_NONE;
        shape_rectangle(drawing, (struct box){plan->left, y + 1, width, plan->bar - 2}, paint);
    }
    struct text words = chart_value_words(drawing->arena, value, plan->language);
    struct point at = {plan->left + width + 5, y + plan->bar / 2 + CHART_LETTERS * 0.36};
    chart_words(drawing, at, words, ANCHOR_START);
}

static void point_draw(struct drawing *drawing, const struct plan *plan, size_t index, double y)
{
    const struct chart_point *point = plan->chart->points.items[index];
    const struct broken *name = &plan->names[index];
    double middle = y + plan->row_heights[index] / 2;
    double baseline = middle - (double)name->count * CHART_LINE / 2 + CHART_LETTERS;
    for (size_t l = 0; l < name->count; l++)
        shape_text(drawing, (struct point){plan->name_width, baseline + (double)l * CHART_LINE},
                   name->lines[l], chart_lettering(ANCHOR_END));
    double bar_y = middle - plan->bar * (double)plan->chart->series_count / 2;
    for (size_t s = 0; s < plan->chart->series_count; s++, bar_y += plan->bar)
        bar_draw(drawing, plan, bar_y, point->values[s], s);
}

struct drawing *chart_draw_bars(struct arena *arena, const struct chart *chart, enum language language)
{
    struct plan plan = plan_make(arena, chart, language);
    struct drawing *drawing = drawing_make(arena, CHART_WIDTH, plan.height, chart->title);
    chart_legend(drawing, chart);
    if (chart->unit.length > 0)
        shape_text(drawing, (struct point){plan.left, plan.top - 5}, chart->unit,
                   chart_lettering(ANCHOR_START));
    axis_draw(drawing, &plan);
    double y = plan.top;
    for (size_t i = 0; i < chart->points.count; i++) {
        const struct chart_point *point = chart->points.items[i];
        drawing_group(drawing, point->name);
        point_draw(drawing, &plan, i, y);
        drawing_group_end(drawing);
        y += plan.row_heights[i];
    }
    return drawing;
}
