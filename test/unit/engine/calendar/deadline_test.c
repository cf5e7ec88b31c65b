/* deadline_test.c — limits forward and backward, how sure they are, and the steps that led there. */
#include "engine/calendar/deadline.h"

#include "base/buffer.h"
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

enum { CALENDAR_DAYS, WORKING_DAYS };

/* A rule of one version, without decisions. */
struct ask {
    int days;
    bool working, before, roll;
};

static bool compute(const struct vietnam *vietnam, const struct ask *ask, struct day from, struct deadline_date *date, struct failure *why)
{
    const struct deadline_version version = {.from = DAY_NONE, .to = DAY_NONE, .days = ask->days, .before = ask->before, .roll = ask->roll,
                                             .count = ask->working ? DEADLINE_WORKING : DEADLINE_CALENDAR};
    const struct deadline_rule rule = {.versions = arena_copy(vietnam->arena, &version, sizeof version), .version_count = 1};
    const struct deadline_matter matter = {.start = from, .stop = DAY_NONE};
    return deadline_compute(vietnam->arena, vietnam->calendar, &rule, &matter, date, why);
}

static void limits_end_on_the_days_known(void **state)
{
    const struct vietnam *vietnam = *state;
    static const struct {
        const char *from;
        int days, working;
        const char *reached, *due;
    } cases[] = {
        /* Across National Day 2021. */
        {"2021-08-30", 7, WORKING_DAYS, "2021-09-10", "2021-09-10"},
        {"2021-08-30", 10, WORKING_DAYS, "2021-09-15", "2021-09-15"},
        {"2021-08-04", 30, CALENDAR_DAYS, "2021-09-03", "2021-09-06"},
        {"2021-08-04", 45, CALENDAR_DAYS, "2021-09-18", "2021-09-20"},
        {"2021-08-04", 60, CALENDAR_DAYS, "2021-10-03", "2021-10-04"},
        /* Across Tết 2022. */
        {"2022-01-27", 7, WORKING_DAYS, "2022-02-14", "2022-02-14"},
        /* With a Saturday that is worked. */
        {"2025-04-25", 2, WORKING_DAYS, "2025-04-28", "2025-04-28"},
        {"2024-04-26", 2, WORKING_DAYS, "2024-05-03", "2024-05-03"},
        {"2024-04-26", 5, WORKING_DAYS, "2024-05-07", "2024-05-07"},
        {"2024-04-24", 10, CALENDAR_DAYS, "2024-05-04", "2024-05-04"},
        /* No days at all: the same day, or the next that is worked. */
        {"2021-09-08", 0, CALENDAR_DAYS, "2021-09-08", "2021-09-08"},
        {"2021-09-04", 0, WORKING_DAYS, "2021-09-04", "2021-09-06"},
    };
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        const struct ask ask = {.days = cases[i].days, .working = cases[i].working, .roll = true};
        struct deadline_date date;
        struct failure why = {0};
        assert_true(compute(vietnam, &ask, vietnam_day(cases[i].from), &date, &why));
        assert_string_equal(day_write(vietnam->arena, date.reached).bytes, cases[i].reached);
        assert_string_equal(day_write(vietnam->arena, date.due).bytes, cases[i].due);
        assert_int_equal(date.confidence, CALENDAR_A);
    }
}

static void limits_before_an_event_are_counted_back(void **state)
{
    const struct vietnam *vietnam = *state;
    static const struct {
        const char *event;
        int days, working, roll;
        const char *reached, *due;
    } cases[] = {
        {"2021-09-08", 15, CALENDAR_DAYS, 0, "2021-08-24", "2021-08-24"},
        {"2021-09-20", 15, CALENDAR_DAYS, 0, "2021-09-05", "2021-09-05"},
        {"2021-09-20", 15, CALENDAR_DAYS, 1, "2021-09-05", "2021-09-01"}, /* over the weekend and National Day */
        {"2021-09-08", 5, WORKING_DAYS, 0, "2021-08-30", "2021-08-30"},
        {"2024-05-06", 1, WORKING_DAYS, 1, "2024-05-04", "2024-05-04"},   /* a Saturday that is worked */
    };
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        const struct ask ask = {.days = cases[i].days, .working = cases[i].working, .before = true, .roll = cases[i].roll};
        struct deadline_date date;
        struct failure why = {0};
        assert_true(compute(vietnam, &ask, vietnam_day(cases[i].event), &date, &why));
        assert_string_equal(day_write(vietnam->arena, date.reached).bytes, cases[i].reached);
        assert_string_equal(day_write(vietnam->arena, date.due).bytes, cases[i].due);
    }
}

static struct text steps_written(struct arena *arena, const struct deadline_date *date)
{
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, 1 << 16);
    for (size_t i = 0; i < date->step_count; i++) {
        struct day_parts parts = day_parts(date->steps[i].day);
        struct day_parts until = day_parts(date->steps[i].until);
        if (date->steps[i].kind == DEADLINE_STEP_LENGTH)
            continue;
        buffer_add_format(&out, "%s%d/%d", i > 0 ? ", " : "", parts.day, parts.month);
        if (day_compare(date->steps[i].day, date->steps[i].until) != 0)
            buffer_add_format(&out, "-%d/%d", until.day, until.month);
        buffer_add_format(&out, " %s", deadline_step_word(date->steps[i].kind));
    }
    return text_copy(arena, buffer_text(&out));
}

static void the_steps_tell_how_a_day_was_found(void **state)
{
    const struct vietnam *vietnam = *state;
    static const struct {
        struct ask ask;
        const char *from, *steps;
    } cases[] = {
        {{.days = 7, .working = true, .roll = true}, "2021-08-30",
         "30/8 start, 2/9-3/9 holiday, 4/9-5/9 weekend, 10/9 due"},
        {{.days = 45, .roll = true}, "2021-08-04", "4/8 start, 18/9 reached, 18/9-19/9 weekend, 20/9 due"},
        {{.days = 45}, "2021-08-04", "4/8 start, 18/9 due"},
        {{.days = 30, .roll = true}, "2021-08-09", "9/8 start, 8/9 due"},
        {{.days = 5, .working = true}, "2024-04-26",
         "26/4 start, 27/4-28/4 weekend, 29/4 holiday, 30/4 holiday, 1/5 holiday, 4/5 make-up, 5/5 weekend, 7/5 due"},
        {{.days = 10, .roll = true}, "2024-04-24", "24/4 start, 4/5 make-up, 4/5 due"},
        {{.days = 2, .working = true, .before = true}, "2021-09-06",
         "6/9 start, 5/9-4/9 weekend, 3/9-2/9 holiday, 31/8 due"},
        {{.days = 15, .before = true, .roll = true}, "2021-09-20",
         "20/9 start, 5/9 reached, 5/9-4/9 weekend, 3/9-2/9 holiday, 1/9 due"},
        {{.days = 2, .working = true}, "2026-11-23", "23/11 start, 24/11 unconfirmed, 25/11 due"},
    };
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        struct deadline_date date;
        struct failure why = {0};
        assert_true(compute(vietnam, &cases[i].ask, vietnam_day(cases[i].from), &date, &why));
        assert_string_equal(steps_written(vietnam->arena, &date).bytes, cases[i].steps);
    }
}

static void a_date_is_as_sure_as_the_days_that_decided_it(void **state)
{
    const struct vietnam *vietnam = *state;
    static const struct {
        struct ask ask;
        const char *from;
        enum calendar_confidence confidence;
    } cases[] = {
        {{.days = 2, .working = true}, "2026-11-23", CALENDAR_C},
        {{.days = 1, .roll = true}, "2026-11-23", CALENDAR_C},  /* ends on the day in doubt */
        {{.days = 2, .roll = true}, "2026-11-23", CALENDAR_A},  /* counts over it: calendar days do not care */
        {{.days = 2, .working = true}, "2026-08-28", CALENDAR_B},
        {{.days = 3, .working = true}, "2020-01-22", CALENDAR_B},
        {{.days = 1}, "2027-02-03", CALENDAR_A},
        {{.days = 4, .working = true}, "2027-02-02", CALENDAR_C},
    };
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        struct deadline_date date;
        struct failure why = {0};
        assert_true(compute(vietnam, &cases[i].ask, vietnam_day(cases[i].from), &date, &why));
        assert_int_equal(date.confidence, cases[i].confidence);
    }
}

static void what_cannot_be_known_is_not_guessed(void **state)
{
    const struct vietnam *vietnam = *state;
    static const struct {
        struct ask ask;
        const char *from;
    } cases[] = {
        {{.days = 1, .working = true}, "2027-12-31"}, /* beyond the calendar */
        {{.days = 1, .working = true}, "2014-12-30"},
        {{.days = 10, .roll = true}, "2027-12-31"},
        {{.days = 1, .roll = true, .before = true}, "2015-01-02"}, /* New Year's Day; before it nothing is known */
        {{.days = 3660}, "2195-09-08"},
    };
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        struct deadline_date date;
        struct failure why = {0};
        assert_true(compute(vietnam, &cases[i].ask, vietnam_day(cases[i].from), &date, &why));
        assert_int_equal(date.standing, DEADLINE_UNTOLD);
        assert_false(day_is_some(date.due));
    }
}

static void a_limit_from_no_day_is_refused(void **state)
{
    const struct vietnam *vietnam = *state;
    const struct ask ask = {.days = 1};
    struct deadline_date date = {.step_count = 77};
    struct failure why = {0};
    assert_false(compute(vietnam, &ask, DAY_NONE, &date, &why));
    assert_int_equal(why.kind, FAILURE_INVALID);
    assert_int_equal(date.step_count, 77);
}

static void plain_days_need_no_calendar(void **state)
{
    const struct vietnam *vietnam = *state;
    const struct vietnam without = {.arena = vietnam->arena};
    const struct ask ask = {.days = 30};
    struct deadline_date date;
    struct failure why = {0};
    assert_true(compute(&without, &ask, day_of(2030, 1, 1), &date, &why));
    assert_int_equal(date.due.number, day_of(2030, 1, 31).number);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_end_on_the_days_known),
        cmocka_unit_test(limits_before_an_event_are_counted_back),
        cmocka_unit_test(the_steps_tell_how_a_day_was_found),
        cmocka_unit_test(a_date_is_as_sure_as_the_days_that_decided_it),
        cmocka_unit_test(what_cannot_be_known_is_not_guessed),
        cmocka_unit_test(a_limit_from_no_day_is_refused),
        cmocka_unit_test(plain_days_need_no_calendar),
    };
    return cmocka_run_group_tests_name("engine/calendar/deadline", tests, open_vietnam, close_vietnam);
}
