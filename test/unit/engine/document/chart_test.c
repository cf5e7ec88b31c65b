/* chart_test.c — ticks, names, numbers and the pictures made of them. */
#include "engine/document/chart.h"

#include "base/markers.h"
#include "engine/document/drawing.h"
#include "engine/document/drawing_png.h"
#include "engine/document/drawing_svg.h"
#include "support/golden.h"
#include "unit/engine/document/sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { CEILING = 4 << 20 };

static void ticks_are_round_and_reach_the_highest(void **state)
{
    (void)state;
    static const struct {
        double highest;
        bool counted;
        double step;
        int count;
    } cases[] = {
        {0, true, 1, 1},      {1, true, 1, 1},       {1, false, 0.2, 5},      {3, true, 1, 3},
        {3, false, 0.5, 6},   {6, true, 1, 6},       {7, true, 2, 4},         {41, true, 10, 5},
        {60, true, 10, 6},    {61, true, 20, 4},     {3860, true, 1000, 4},   {1e9, true, 2e8, 5},
        {0.4, false, 0.1, 4}, {1e12, true, 2e11, 5}, {0.03, false, 0.005, 6},
    };
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        struct ticks ticks = ticks_compute(cases[i].highest, cases[i].counted);
        if (ticks.count != cases[i].count || ticks.step < cases[i].step * 0.999 ||
            ticks.step > cases[i].step * 1.001)
            fail_msg("%g: got %d steps of %g", cases[i].highest, ticks.count, ticks.step);
    }
}

static struct text svg_of(struct arena *arena, const struct chart *chart)
{
    struct failure why;
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, CEILING);
    drawing_svg_write(&out, chart_draw(arena, chart, LANGUAGE_VI), TEXT("chart"));
    assert_true(buffer_ok(&out, &why));
    return text_copy(arena, buffer_text(&out));
}

static void charts_are_what_was_accepted(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    assert_true(golden_matches("document/chart/wards.svg", svg_of(arena, sample_wards(arena))));
    assert_true(golden_matches("document/chart/compared.svg", svg_of(arena, sample_compared(arena))));
    assert_true(golden_matches("document/chart/months.svg", svg_of(arena, sample_months(arena))));
}

static void assert_inside(const struct drawing *drawing, const struct list *shapes)
{
    for (size_t i = 0; i < shapes->count; i++) {
        const struct shape *shape = shapes->items[i];
        if (shape->kind == SHAPE_GROUP) {
            assert_inside(drawing, &shape->shapes);
            continue;
        }
        struct box box = shape->box;
        double width =
            shape->kind == SHAPE_TEXT ? drawing_text_width(shape->text, shape->lettering.size) : box.width;
        double anchor = shape->lettering.anchor == ANCHOR_START ? 0
                        : shape->lettering.anchor == ANCHOR_END ? 1
                                                                : 0.5;
        double x = shape->kind == SHAPE_TEXT ? box.x - anchor * width : box.x;
        if (shape->kind != SHAPE_LINE &&
            (x < -2 || x + width > drawing->width + 2 || box.y < 0 || box.y > drawing->height))
            fail_msg("“%.*s” at %g, %g is %g wide: outside", TEXT_ARGS(shape->text), x, box.y, width);
    }
}

static void everything_stands_inside_its_picture(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct chart *huge = chart_make(arena, CHART_BARS, TEXT("t"));
    chart_series(huge, TEXT("đồng"));
    chart_point(
        huge,
        TEXT("Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam quận Long Biên, thành phố Hà Nội cùng các "
             "tổ chức thành viên và các ban, ngành"))[0] = value_whole(1234567890123);
    chart_point(huge, TEXT("Mộtchữrấtdàikhôngcókhoảngtrắng"))[0] = value_whole(5);
    const struct chart *charts[] = {sample_wards(arena), sample_compared(arena), sample_months(arena)};
    for (size_t i = 0; i < LENGTH_OF(charts); i++) {
        const struct drawing *drawing = chart_draw(arena, charts[i], LANGUAGE_VI);
        assert_inside(drawing, &drawing->shapes);
    }
    const struct drawing *drawing = chart_draw(arena, huge, LANGUAGE_VI);
    assert_inside(drawing, &drawing->shapes);
}

static void an_unknown_value_is_said_and_not_drawn(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct chart *chart = chart_make(arena, CHART_BARS, TEXT("t"));
    chart_series(chart, TEXT(""));
    chart_point(chart, TEXT("Phúc Lợi"));
    struct text svg = svg_of(arena, chart);
    assert_true(text_contains(svg, TEXT(">chưa có</text>")));
    assert_false(text_contains(svg, TEXT("line-first")));
    assert_true(text_contains(svg, TEXT("Phúc Lợi chưa có.</desc>")));
}

static void an_empty_chart_draws(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    for (int kind = CHART_BARS; kind <= CHART_LINES; kind++) {
        struct chart *chart = chart_make(arena, (enum chart_kind)kind, TEXT("t"));
        chart_draw(arena, chart, LANGUAGE_EN);
        chart_series(chart, TEXT("s"));
        assert_true(chart_draw(arena, chart, LANGUAGE_EN)->height > 0);
    }
}

static void a_picture_repeats_to_the_byte(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct failure why;
    struct buffer CLOSING(buffer) first;
    struct buffer CLOSING(buffer) second;
    buffer_init(&first, CEILING);
    buffer_init(&second, CEILING);
    const struct drawing *drawing = chart_draw(arena, sample_compared(arena), LANGUAGE_VI);
    assert_true(drawing_png_write(&first, drawing, 2, &why));
    assert_true(drawing_png_write(&second, drawing, 2, &why));
    assert_true(text_equal(buffer_text(&first), buffer_text(&second)));
    assert_true(text_starts(buffer_text(&first), TEXT("\x89PNG")));
}

static void a_picture_too_large_is_refused(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct failure why = {0};
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, CEILING);
    const struct drawing *drawing = chart_draw(arena, sample_wards(arena), LANGUAGE_VI);
    assert_false(drawing_png_write(&out, drawing, 1000, &why));
    assert_int_equal(why.kind, FAILURE_TOO_BIG);
    assert_int_equal(out.length, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ticks_are_round_and_reach_the_highest),
        cmocka_unit_test(charts_are_what_was_accepted),
        cmocka_unit_test(everything_stands_inside_its_picture),
        cmocka_unit_test(an_unknown_value_is_said_and_not_drawn),
        cmocka_unit_test(an_empty_chart_draws),
        cmocka_unit_test(a_picture_repeats_to_the_byte),
        cmocka_unit_test(a_picture_too_large_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
