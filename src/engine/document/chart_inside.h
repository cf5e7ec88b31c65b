/*
 * chart_inside.h — what the kinds of charts share. Lengths are units of the drawing.
 */
#pragma once

#include "engine/document/chart.h"
#include "engine/document/drawing.h"

enum {
    CHART_WIDTH = 440, /* stays readable when a telephone shows it 330 wide */
    CHART_LETTERS = 13,
    CHART_LINE = 17, /* from baseline to baseline */
    CHART_LINE_WIDTH = 2,
};

double chart_number(struct value value); /* 0 when unknown: ask first */
double chart_highest(const struct chart *chart);
bool chart_counts(const struct chart *chart); /* holds whole numbers only */
struct text chart_value_words(struct arena *arena, struct value value, enum language language);
struct text chart_tick_words(struct arena *arena, double number, enum language language);
struct text chart_description(struct arena *arena, const struct chart *chart, enum language language);

struct paint chart_paint(size_t series);
/* A number on paper of its own, so that no line of the grid runs through it. */
void chart_words(struct drawing *drawing, struct point at, struct text words, enum anchor anchor);
struct lettering chart_lettering(enum anchor anchor);
double chart_legend_height(const struct chart *chart);
void chart_legend(struct drawing *drawing, const struct chart *chart);
void chart_marker(struct drawing *drawing, struct point at, size_t series);

struct drawing *chart_draw_bars(struct arena *arena, const struct chart *chart, enum language language);
struct drawing *chart_draw_lines(struct arena *arena, const struct chart *chart, enum language language);
