/* calendar_test.c — the Vietnamese calendar of 2015 to 2027 against the law's counts and a slow walker. */
#include "engine/calendar/calendar.h"

#include "base/period.h"
#include "base/world.h"
#include "unit/engine/calendar/vietnam.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static int open_vietnam(void **state)
{
    *state = vietnam_open();
    return 0;
}

static int close_vietnam(void **state)
{
    vietnam_close(*state);
    return 0;
}

/* Weekdays off, less those made up for: 10 a year, 11 since National Day has two days. */
static void each_year_has_the_days_off_that_the_law_gives(void **state)
{
    const struct vietnam *vietnam = *state;
    for (int year = 2015; year <= 2026; year++) {
        int off = 0;
        for (size_t i = 0; i < vietnam->count; i++) {
            const struct calendar_day *day = &vietnam->days[i];
            if (day->kind == CALENDAR_OFF && day_parts(day->day).year == year)
                off += day_weekday(day->day) <= FRIDAY;
            if (day->kind == CALENDAR_MAKE_UP && day_parts(day->swapped).year == year)
                off -= 1;
        }
        /* 2/1/2015 was made up for in 2014, which this calendar does not hold. */
        assert_int_equal(off, year == 2015 ? 11 : year <= 2020 ? 10 : 11);
    }
}

static void working_days_of_years_and_quarters_are_as_counted(void **state)
{
    const struct vietnam *vietnam = *state;
    static const struct {
        const char *period;
        int days, working;
    } cases[] = {
        {"2021", 365, 250}, {"2022", 365, 249}, {"2023", 365, 249}, {"2024", 366, 251}, {"2025", 365, 250},
        {"2026", 365, 250}, {"2021-Q3", 92, 64}, {"2021-Q3/tt02", 92, 64},
    };
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        struct failure why = {0};
        struct period period;
        int working;
        assert_true(period_read(text_of(cases[i].period), &period));
        assert_true(calendar_working_between(vietnam->calendar, period.begin, period.end, &working, &why));
        assert_int_equal(period.end.number - period.begin.number + 1, cases[i].days);
        assert_int_equal(working, cases[i].working);
    }
    int working = 7;
    struct failure why = {0};
    assert_true(calendar_working_between(vietnam->calendar, day_of(2021, 9, 9), day_of(2021, 9, 8), &working, &why));
    assert_int_equal(working, 0);
}

/* Moves by `count` working days, one day at a time; false when it leaves the calendar. */
static bool walk(const struct vietnam *vietnam, struct day day, int count, struct day *result)
{
    int step = count > 0 ? 1 : -1;
    while (count != 0) {
        day = day_plus(day, step);
        if (!calendar_holds(vietnam->calendar, day))
            return false;
        if (vietnam_works(vietnam, day))
            count -= step;
    }
    *result = day;
    return true;
}

static void a_slow_walker_finds_the_same_days(void **state)
{
    const struct vietnam *vietnam = *state;
    struct world world = world_fixed((struct moment){0}, 2021);
    struct day first = calendar_first(vietnam->calendar), last = calendar_last(vietnam->calendar);
    for (int round = 0; round < 3000; round++) {
        uint32_t chance[2];
        world_random(&world, chance, sizeof chance);
        struct day from = day_plus(first, (int)(chance[0] % (uint32_t)(last.number - first.number + 1)));
        int count = (int)(chance[1] % 121) - 60;
        struct day walked = DAY_NONE, computed = DAY_NONE;
        struct failure why = {0};
        bool there = walk(vietnam, from, count, &walked);
        assert_int_equal(calendar_plus_working(vietnam->calendar, from, count, &computed, &why), there);
        assert_int_equal(computed.number, walked.number);
        assert_int_equal(why.kind, there ? FAILURE_NONE : FAILURE_INVALID);
    }
    for (struct day day = first; day_compare(day, last) <= 0; day = day_plus(day, 1))
        assert_int_equal(calendar_is_working(vietnam->calendar, day), vietnam_works(vietnam, day));
}

static void a_day_outside_its_years_is_refused(void **state)
{
    const struct vietnam *vietnam = *state;
    const struct calendar *calendar = vietnam->calendar;
    struct failure why = {0};
    struct day result = {7};
    int count = 7;
    assert_false(calendar_holds(calendar, day_of(2014, 12, 31)));
    assert_true(calendar_holds(calendar, day_of(2015, 1, 1)));
    assert_true(calendar_holds(calendar, day_of(2027, 12, 31)));
    assert_false(calendar_holds(calendar, day_of(2028, 1, 1)));
    assert_false(calendar_holds(calendar, DAY_NONE));
    assert_false(calendar_is_working(calendar, day_of(2028, 1, 3)));
    assert_null(calendar_find(calendar, day_of(2028, 1, 1)));
    assert_false(calendar_plus_working(calendar, day_of(2028, 1, 3), 0, &result, &why));
    assert_false(calendar_plus_working(calendar, day_of(2027, 12, 30), 2, &result, &why));
    assert_false(calendar_plus_working(calendar, day_of(2015, 1, 5), -1, &result, &why));
    assert_false(calendar_plus_working(calendar, day_of(2021, 1, 5), INT32_MAX, &result, &why));
    assert_false(calendar_plus_working(calendar, day_of(2021, 1, 5), INT32_MIN, &result, &why));
    assert_false(calendar_roll(calendar, day_of(2028, 1, 3), &result, &why));
    assert_false(calendar_working_between(calendar, day_of(2027, 1, 1), day_of(2028, 1, 1), &count, &why));
    assert_int_equal(why.kind, FAILURE_INVALID);
    assert_true(result.number == 7 && count == 7);
}

static void the_entry_of_a_day_tells_its_name(void **state)
{
    const struct vietnam *vietnam = *state;
    const struct calendar_day *entry = calendar_find(vietnam->calendar, day_of(2021, 9, 3));
    assert_non_null(entry);
    assert_true(text_contains(entry->name_en, TEXT("National Day")));
    assert_null(calendar_find(vietnam->calendar, day_of(2021, 9, 6)));
    entry = calendar_find(vietnam->calendar, day_of(2024, 5, 4));
    assert_int_equal(entry->kind, CALENDAR_MAKE_UP);
    assert_int_equal(entry->swapped.number, day_of(2024, 4, 29).number);
    entry = calendar_find(vietnam->calendar, day_of(2026, 11, 24));
    assert_int_equal(entry->kind, CALENDAR_UNCONFIRMED);
    assert_true(calendar_is_working(vietnam->calendar, day_of(2026, 11, 24)));
}

static void wrong_data_makes_no_calendar(void **state)
{
    const struct vietnam *vietnam = *state;
    static const struct {
        const char *first, *last;
        const char *days[2];
        enum calendar_kind kind;
    } cases[] = {
        {"2021-12-31", "2021-01-01", {0}, CALENDAR_OFF},                            /* turned round */
        {"2021-01-01", "2021-12-31", {"2022-01-01"}, CALENDAR_OFF},                 /* outside */
        {"2021-01-01", "2021-12-31", {"2021-05-03", "2021-05-03"}, CALENDAR_OFF},   /* twice */
        {"2021-01-01", "2021-12-31", {"2021-05-03"}, CALENDAR_MAKE_UP},             /* a Monday */
    };
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        struct calendar_day days[2];
        size_t count = 0;
        for (; count < 2 && cases[i].days[count] != NULL; count++)
            days[count] = (struct calendar_day){.day = vietnam_day(cases[i].days[count]), .kind = cases[i].kind};
        struct calendar_data data = {days, count, vietnam_day(cases[i].first), vietnam_day(cases[i].last)};
        const struct calendar *calendar = NULL;
        struct failure why = {0};
        assert_false(calendar_make(vietnam->arena, &data, &calendar, &why));
        assert_int_equal(why.kind, FAILURE_INVALID);
        assert_null(calendar);
    }
    struct calendar_data many = {vietnam->days, CALENDAR_DAYS_MAX + 1, day_of(2021, 1, 1), day_of(2021, 1, 1)};
    const struct calendar *calendar = NULL;
    struct failure why = {0};
    assert_false(calendar_make(vietnam->arena, &many, &calendar, &why));
    assert_int_equal(why.kind, FAILURE_TOO_BIG);
}

static void a_calendar_without_days_off_knows_weekends(void **state)
{
    const struct vietnam *vietnam = *state;
    struct calendar_data data = {.first = day_of(2021, 9, 3), .last = day_of(2021, 9, 6)};
    const struct calendar *calendar;
    struct failure why = {0};
    struct day monday;
    assert_true(calendar_make(vietnam->arena, &data, &calendar, &why));
    assert_true(calendar_plus_working(calendar, day_of(2021, 9, 3), 1, &monday, &why));
    assert_int_equal(monday.number, day_of(2021, 9, 6).number);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_year_has_the_days_off_that_the_law_gives),
        cmocka_unit_test(working_days_of_years_and_quarters_are_as_counted),
        cmocka_unit_test(a_slow_walker_finds_the_same_days),
        cmocka_unit_test(a_day_outside_its_years_is_refused),
        cmocka_unit_test(the_entry_of_a_day_tells_its_name),
        cmocka_unit_test(wrong_data_makes_no_calendar),
        cmocka_unit_test(a_calendar_without_days_off_knows_weekends),
    };
    return cmocka_run_group_tests_name("engine/calendar", tests, open_vietnam, close_vietnam);
}
