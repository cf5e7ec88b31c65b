/* progress_test.c — plans of days and of the year: what was planned beside what was done, and nothing that was not told. */
#include "unit/work/view/looking.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const char WARD[] = "00118.kv", OTHER[] = "00136.kv";

static int plans_setup(void **state)
{
    if (house_setup(state) != 0)
        return 1;
    struct test_house *house = *state;
    struct definition_source source = house_source_with(house->arena, house_source(house->arena), "plans");
    (void)house_act(house, &house->owner, "upgrade", house_files_given(house->arena, source));
    return 0;
}

static const char *number(struct test_house *house, int64_t value)
{
    return text_format(house->arena, "%lld", (long long)value).bytes;
}

/* Four days, of which today (8/9/2021) is the third: 101 asked of one ward, 40 done on the first day, 30 on the third. */
static const char *a_plan(struct test_house *house)
{
    const char *plan = number(house, house_write(house, "plan", "004.mttq", "title_of", "Kế hoạch 206", "begins_on", "06/09/2021", "ends_on", "09/09/2021", NULL));
    (void)house_write(house, "goal", WARD, "plan", plan, "set_on", "05/09/2021", "work", "tests", "amount", "101", NULL);
    (void)house_write(house, "step", WARD, "plan", plan, "done_on", "06/09/2021", "work", "tests", "amount", "40", NULL);
    (void)house_write(house, "step", WARD, "plan", plan, "done_on", "08/09/2021", "work", "tests", "amount", "30", NULL);
    (void)house_write(house, "step", WARD, "plan", plan, "done_on", "08/09/2021", "work", "doses", "amount", "7", NULL);
    return plan;
}

static struct text day_text(const struct node *page, size_t day, const char *path)
{
    return look_text(look_at(page, "days")->list.items[day], path);
}

static void each_day_has_what_was_planned_and_what_was_done(void **state)
{
    static const struct { const char *planned, *done, *planned_so_far, *done_so_far; } WANT[] = {
        {"25", "40", "25", "40"}, {"25", "chưa có", "50", "40"}, {"25", "30", "75", "70"}, {"26", "chưa có", "101", "chưa có"}};
    struct test_house *house = *state;
    const struct node *page = look(house, &house->owner, "progress", "register", "plan", "record", a_plan(house), NULL);
    assert_int_equal(node_count(look_at(page, "days")), LENGTH_OF(WANT));
    for (size_t i = 0; i < LENGTH_OF(WANT); i++) {
        assert_true(text_is(day_text(page, i, "planned.shown"), WANT[i].planned));
        assert_true(text_is(day_text(page, i, "done.shown"), WANT[i].done));
        assert_true(text_is(day_text(page, i, "planned_so_far.shown"), WANT[i].planned_so_far));
        assert_true(text_is(day_text(page, i, "done_so_far.shown"), WANT[i].done_so_far));
    }
    assert_true(text_is(look_text(page, "share.shown"), "69,3"));
    assert_true(text_is(look_text(page, "passed.shown"), "3"));
    assert_true(text_starts(look_text(page, "so_far_html"), TEXT("<svg")) && text_starts(look_text(page, "daily_html"), TEXT("<svg")));
}

static void places_stand_apart_and_works_too(void **state)
{
    struct test_house *house = *state;
    const char *plan = a_plan(house);
    (void)house_write(house, "step", OTHER, "plan", plan, "done_on", "07/09/2021", "work", "tests", "amount", "5", NULL);
    (void)house_write(house, "step", OTHER, "done_on", "07/09/2021", "work", "tests", "amount", "500", NULL); /* of no plan */
    const struct node *page = look(house, &house->owner, "progress", "register", "plan", "record", plan, NULL);
    assert_true(text_is(look_text(page, "done.shown"), "75"));
    const struct node *places = look_at(page, "places");
    int64_t seen = 0;
    for (size_t i = 0; i < node_count(places); i++) {
        const struct node *place = places->list.items[i];
        if (text_is(look_text(place, "unit.code"), "00136")) {
            assert_true(text_is(look_text(place, "done.shown"), "5") && text_is(look_text(place, "planned.shown"), "chưa có") && text_is(look_text(place, "told.shown"), "1"));
            seen++;
        }
        if (text_is(look_text(place, "unit.code"), "00118")) {
            assert_true(text_is(look_text(place, "done.shown"), "70") && text_is(look_text(place, "told.shown"), "2"));
            seen++;
        }
    }
    assert_int_equal(seen, 2);
    page = look(house, &house->owner, "progress", "register", "plan", "record", plan, "don-vi", "00136", NULL);
    assert_true(text_is(look_text(page, "done.shown"), "5"));
    page = look(house, &house->owner, "progress", "register", "plan", "record", plan, "viec", "doses", NULL);
    assert_true(text_is(look_text(page, "done.shown"), "7") && !look_truth(page, "even"));
    assert_int_equal(look_kind(house, &house->owner, "progress", "register", "plan", "record", plan, "viec", "no-work", NULL), FAILURE_NOT_FOUND);
}

static void a_long_plan_is_drawn_by_weeks_and_one_without_an_end_until_today(void **state)
{
    struct test_house *house = *state;
    const char *lasting = number(house, house_write(house, "plan", "004.mttq", "title_of", "Cả năm", "begins_on", "01/01/2021", "ends_on", "31/12/2021", NULL));
    const struct node *page = look(house, &house->owner, "progress", "register", "plan", "record", lasting, NULL);
    assert_int_equal(node_count(look_at(page, "days")), 53);
    assert_false(look_truth(page, "some"));
    const char *open = number(house, house_write(house, "plan", "004.mttq", "title_of", "Không hạn", "begins_on", "01/09/2021", NULL));
    page = look(house, &house->owner, "progress", "register", "plan", "record", open, NULL);
    assert_int_equal(node_count(look_at(page, "days")), 8);
    assert_false(look_truth(page, "even"));
}

static void who_may_not_read_the_figures_is_not_shown_them(void **state)
{
    static const struct viewer nobody = {0};
    struct test_house *house = *state;
    const char *plan = a_plan(house);
    assert_int_not_equal(look_kind(house, &nobody, "progress", "register", "plan", "record", plan, NULL), FAILURE_NONE);
    assert_int_equal(look_kind(house, &house->owner, "progress", "register", "outreach", "record", "1", NULL), FAILURE_NOT_FOUND);
}

/* The row of a place for the first plan. */
static const struct node *year_cell(const struct node *page, const char *code)
{
    const struct node *rows = look_at(page, "rows");
    for (size_t i = 0; i < node_count(rows); i++)
        if (text_is(look_text(rows->list.items[i], "unit.code"), code))
            return look_at(rows->list.items[i], "cells")->list.items[0];
    return NULL;
}

static void the_years_plan_counts_from_new_year_to_the_periods_end(void **state)
{
    struct test_house *house = *state;
    const struct viewer *officer = house_person(house, "officer", ROLE_OFFICER, "004.mttq");
    (void)house_write(house, "goal", WARD, "set_on", "01/01/2021", "work", "tests", "amount", "200", NULL);
    (void)house_write(house, "step", WARD, "done_on", "31/12/2020", "work", "tests", "amount", "9", NULL);
    (void)house_write(house, "step", WARD, "done_on", "15/02/2021", "work", "tests", "amount", "30", NULL);
    (void)house_write(house, "step", WARD, "done_on", "20/07/2021", "work", "tests", "amount", "41", NULL);
    static const struct { const char *period, *done, *share; } WANT[] = {
        {"2021-Q1", "30", "15,0"}, {"2021-Q2", "30", "15,0"}, {"2021-Q3", "71", "35,5"}, {"2021-07", "71", "35,5"}, {"2021-Q1/tt02", "39", "19,5"}};
    for (size_t i = 0; i < LENGTH_OF(WANT); i++) {
        const struct node *page = look(house, officer, "year-plan", "ky", WANT[i].period, NULL), *cell = year_cell(page, "00118");
        assert_true(cell && look_truth(cell, "asked"));
        if (!text_is(look_text(cell, "done.shown"), WANT[i].done) || !text_is(look_text(cell, "share.shown"), WANT[i].share))
            fail_msg("%s: %.*s, %.*s", WANT[i].period, TEXT_ARGS(look_text(cell, "done.shown")), TEXT_ARGS(look_text(cell, "share.shown")));
        assert_false(look_truth(year_cell(page, "00136"), "asked"));
    }
    const struct node *figure = look(house, &house->owner, "figure", "figure", "goal.share", "don-vi", "00118", "ky", "2021-Q3", NULL);
    assert_true(text_is(look_text(figure, "number.shown"), "35,5"));
    assert_int_equal(node_count(look_at(figure, "records.rows")), 3); /* two steps and the goal, all of the year */
}

#define WITH_PLANS(test) cmocka_unit_test_setup_teardown(test, plans_setup, house_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_PLANS(each_day_has_what_was_planned_and_what_was_done),
        WITH_PLANS(places_stand_apart_and_works_too),
        WITH_PLANS(a_long_plan_is_drawn_by_weeks_and_one_without_an_end_until_today),
        WITH_PLANS(who_may_not_read_the_figures_is_not_shown_them),
        WITH_PLANS(the_years_plan_counts_from_new_year_to_the_periods_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
