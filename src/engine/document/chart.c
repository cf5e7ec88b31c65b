#include "engine/document/chart.h"

#include "base/buffer.h"
#include "base/markers.h"
#include "engine/document/chart_inside.h"
#include "engine/document/drawing.h"

#include <math.h>

struct chart *chart_make(struct arena *arena, enum chart_kind kind, struct text title)
{
    struct chart *chart = arena_make(arena, sizeof *chart);
    chart->arena = arena;
    chart->kind = kind;
    chart->title = title;
    return chart;
}

void chart_series(struct chart *chart, struct text name)
{
    REQUIRE(chart->series_count < CHART_SERIES_MAX);
    chart->series[chart->series_count++] = name;
}

struct value *chart_point(struct chart *chart, struct text name)
{
    REQUIRE(chart->points.count < CHART_POINTS_MAX);
    struct chart_point *point = arena_make(chart->arena, sizeof *point);
    point->name = name;
    for (size_t i = 0; i < CHART_SERIES_MAX; i++)
        point->values[i] = value_unknown();
    list_add(&chart->points, chart->arena, point);
    return point->values;
}

struct ticks ticks_compute(double highest, bool counted)
{
    static const double steps[] = {1, 2, 5, 10};
    enum { STEPS_MOST = 6 };
    if (!(highest > 0))
        return (struct ticks){.step = 1, .count = 1};
    double power = pow(10, floor(log10(highest / STEPS_MOST)));
    if (counted && power < 1)
        power = 1;
    for (size_t i = 0; i < LENGTH_OF(steps); i++) {
        double step = steps[i] * power;
        double count = ceil(highest / step - 1e-9);
        if (count <= STEPS_MOST)
            return (struct ticks){.step = step, .count = (int)count};
    }
    return (struct ticks){.step = 20 * power, .count = (int)ceil(highest / (20 * power) - 1e-9)};
}

double chart_number(struct value value)
{
    if (value.kind != VALUE_NUMBER || value.number.digits < 0)
        return 0;
    return (double)value.number.digits / pow(10, value.number.scale);
}

double chart_highest(const struct chart *chart)
{
    double highest = 0;
    for (size_t i = 0; i < chart->points.count; i++) {
        const struct chart_point *point = chart->points.items[i];
        for (size_t s = 0; s < chart->series_count; s++)
            highest = fmax(highest, chart_number(point->values[s]));
    }
    return highest;
}

bool chart_counts(const struct chart *chart)
{
    for (size_t i = 0; i < chart->points.count; i++) {
        const struct chart_point *point = chart->points.items[i];
        for (size_t s = 0; s < chart->series_count; s++) {
            struct decimal whole, number = point->values[s].number;
            if (point->values[s].kind == VALUE_NUMBER && !decimal_rescale(number, 0, &whole))
                return false;
        }
    }
    return true;
}

struct text chart_value_words(struct arena *arena, struct value value, enum language language)
{
    bool english = language == LANGUAGE_EN;
    if (value.kind != VALUE_NUMBER)
        return english ? TEXT("no data") : TEXT("chưa có");
    return decimal_write_people(arena, value.number, english);
}

/* "Quý III/2021: Bồ Đề 31 buổi; Cự Khối chưa có." — the whole chart for those who hear it. */
struct text chart_description(struct arena *arena, const struct chart *chart, enum language language)
{
    enum { SAID_MOST = 40, CEILING = 64 * 1024 };
    if (chart->description.length > 0)
        return chart->description;
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, CEILING);
    for (size_t s = 0; s < chart->series_count; s++) {
        if (s > 0)
            buffer_add_char(&out, ' ');
        if (chart->series[s].length > 0)
            buffer_add_format(&out, "%.*s: ", TEXT_ARGS(chart->series[s]));
        for (size_t i = 0; i < chart->points.count && i < SAID_MOST; i++) {
            const struct chart_point *point = chart->points.items[i];
            struct text number = chart_value_words(arena, point->values[s], language);
            buffer_add_format(&out, "%s%.*s %.*s", i > 0 ? "; " : "", TEXT_ARGS(point->name),
                              TEXT_ARGS(number));
            if (point->values[s].kind == VALUE_NUMBER && chart->unit.length > 0)
                buffer_add_format(&out, " %.*s", TEXT_ARGS(chart->unit));
        }
        buffer_add(&out, chart->points.count > SAID_MOST ? TEXT("; …") : TEXT("."));
    }
    return text_copy(arena, buffer_text(&out));
}

/* ---- what both kinds share ---- */

struct paint chart_paint(size_t series)
{
    static const struct paint paints[CHART_SERIES_MAX] = {
        {INK_FIRST, FILL_SOLID, 1, DASH_NONE},
        {INK_SECOND, FILL_STRIPES, 1, DASH_LONG},
        {INK_THIRD, FILL_DOTS, 1, DASH_SHORT},
    };
    return paints[series];
}

struct lettering chart_lettering(enum anchor anchor)
{
    return (struct lettering){CHART_LETTERS, anchor, false, INK_TEXT};
}

void chart_words(struct drawing *drawing, struct point at, struct text words, enum anchor anchor)
{
    double width = drawing_text_width(words, CHART_LETTERS) + 2;
    double x = anchor == ANCHOR_START ? at.x - 2 : anchor == ANCHOR_END ? at.x - width : at.x - width / 2;
    struct paint paper = {.ink = INK_PAPER, .fill = FILL_SOLID};
    shape_rectangle(drawing, (struct box){x, at.y - 10, width, 12}, paper);
    shape_text(drawing, at, words, chart_lettering(anchor));
}

static double legend_entry_width(struct text name)
{
    return 22 + drawing_text_width(name, CHART_LETTERS) + 14;
}

double chart_legend_height(const struct chart *chart)
{
    if (chart->series_count < 2)
        return 0;
    double x = 0;
    int lines = 1;
    for (size_t s = 0; s < chart->series_count; s++) {
        double width = legend_entry_width(chart->series[s]);
        if (x > 0 && x + width > CHART_WIDTH) {
            lines++;
            x = 0;
        }
        x += width;
    }
    return lines * CHART_LINE + 8;
}

static void legend_sign(struct drawing *drawing, const struct chart *chart, size_t series, struct point at)
{
    struct paint paint = chart_paint(series);
    if (chart->kind == CHART_BARS) {
        paint.dash = DASH_NONE;
        shape_rectangle(drawing, (struct box){at.x, at.y - 10, 16, 11}, paint);
        return;
    }
    paint.line_width = CHART_LINE_WIDTH;
    shape_line(drawing, (struct point[]){{at.x, at.y - 4.5}, {at.x + 16, at.y - 4.5}}, 2, paint);
    chart_marker(drawing, (struct point){at.x + 8, at.y - 4.5}, series);
}

void chart_legend(struct drawing *drawing, const struct chart *chart)
{
    if (chart->series_count < 2)
        return;
    struct point at = {1, CHART_LINE - 4};
    for (size_t s = 0; s < chart->series_count; s++) {
        double width = legend_entry_width(chart->series[s]);
        if (at.x > 1 && at.x + width > CHART_WIDTH)
            at = (struct point){1, at.y + CHART_LINE};
        legend_sign(drawing, chart, s, at);
        shape_text(drawing, (struct point){at.x + 22, at.y}, chart->series[s], chart_lettering(ANCHOR_START));
        at.x += width;
    }
}

/* Marks that differ by form: full, empty, empty with a dot. */
void chart_marker(struct drawing *drawing, struct point at, size_t series)
{
    struct paint paint = chart_paint(series);
    paint.fill = series == 0 ? FILL_SOLID : FILL_NONE;
    paint.line_width = 1.5;
    paint.dash = DASH_NONE;
    double half = series == 2 ? 2 : 3.5;
    shape_rectangle(drawing, (struct box){at.x - half, at.y - half, 2 * half, 2 * half}, paint);
}

struct text chart_tick_words(struct arena *arena, double number, enum language language)
{
    uint8_t scale = number < 1000 ? DECIMAL_SCALE_MAX : 0; /* large steps are whole */
    struct decimal decimal = {.digits = (int64_t)llround(number * pow(10, scale)), .scale = scale};
    struct decimal shorter;
    while (decimal.scale > 0 && decimal_rescale(decimal, (uint8_t)(decimal.scale - 1), &shorter))
        decimal = shorter;
    return decimal_write_people(arena, decimal, language == LANGUAGE_EN);
}

struct drawing *chart_draw(struct arena *arena, const struct chart *chart, enum language language)
{
    struct drawing *drawing = chart->kind == CHART_BARS ? chart_draw_bars(arena, chart, language)
                                                        : chart_draw_lines(arena, chart, language);
    drawing->description = chart_description(arena, chart, language);
    return drawing;
}
