/*
 * chart.h — a few numbers side by side: what is compared, and how it is drawn.
 *
 *     struct chart *chart = chart_make(arena, CHART_BARS, TEXT("Số buổi tuyên truyền theo phường"));
 *     chart->unit = TEXT("buổi");
 *     chart_series(chart, TEXT("Quý III/2021"));
 *     chart_point(chart, TEXT("Bồ Đề"))[0] = value_whole(31);
 *     struct drawing *drawing = chart_draw(arena, chart, LANGUAGE_VI);
 *
 * Bars lie, so that long names of places stand beside them; every bar carries
 * its number. Series differ by pattern as well as by colour. An unknown value
 * is written "chưa có", never drawn as nought. Values are numbers ≥ 0 or
 * unknown. Drawing is pure: the same chart gives the same bytes anywhere.
 */
#pragma once

#include "base/arena.h"
#include "base/list.h"
#include "base/problem.h"
#include "base/text.h"
#include "base/value.h"

struct drawing;

enum chart_kind {
    CHART_BARS,  /* one or more bars per point: places, or this period beside earlier ones */
    CHART_LINES, /* points are moments in order */
};

enum { CHART_SERIES_MAX = 3, CHART_POINTS_MAX = 200 };

struct chart_point {
    struct text name;
    struct value values[CHART_SERIES_MAX];
};

struct chart {
    struct arena *arena;
    enum chart_kind kind;
    struct text title;
    struct text description; /* for those who hear it; empty: made from the numbers */
    struct text unit;        /* "buổi", "lượt người"; may be empty */
    struct text series[CHART_SERIES_MAX];
    size_t series_count;
    struct list points; /* struct chart_point * */
};

struct chart *chart_make(struct arena *arena, enum chart_kind kind, struct text title);
void chart_series(struct chart *chart, struct text name); /* at most CHART_SERIES_MAX: a bug beyond */
/* The values to fill, in the order of the series; unknown until filled. At most CHART_POINTS_MAX. */
struct value *chart_point(struct chart *chart, struct text name);

struct drawing *chart_draw(struct arena *arena, const struct chart *chart, enum language language);

/* Marks of an axis from 0 to at least `highest`, at most six steps of 1, 2 or 5 times a power of ten;
 * no step is a fraction when only whole numbers are `counted`. */
struct ticks {
    double step;
    int count; /* steps; the axis ends at step · count */
};
struct ticks ticks_compute(double highest, bool counted);
