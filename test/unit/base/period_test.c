/* period_test.c — periods of both calendars, and the half months both are made of. */
#include "base/period.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static struct period reading(const char *text)
{
    struct period period;
    if (!period_read(text_of(text), &period))
        fail_msg("\"%s\" is a period", text);
    return period;
}

static void periods_begin_and_end_on_their_days(void **state)
{
    (void)state;
    static const struct {
        const char *period, *begin, *end;
        int days;
        const char *vietnamese, *english, *previous, *last_year;
    } cases[] = {
        {"2021", "2021-01-01", "2021-12-31", 365, "năm 2021", "2021", "2020", "2020"},
        {"2021-Q3", "2021-07-01", "2021-09-30", 92, "quý III năm 2021", "third quarter of 2021", "2021-Q2", "2020-Q3"},
        {"2021-Q1", "2021-01-01", "2021-03-31", 90, "quý I năm 2021", "first quarter of 2021", "2020-Q4", "2020-Q1"},
        {"2021-H1", "2021-01-01", "2021-06-30", 181, "6 tháng đầu năm 2021", "first half of 2021", "2020-H2", "2020-H1"},
        {"2021-H2", "2021-07-01", "2021-12-31", 184, "6 tháng cuối năm 2021", "second half of 2021", "2021-H1", "2020-H2"},
        {"2021-9M", "2021-01-01", "2021-09-30", 273, "9 tháng năm 2021", "first nine months of 2021", "2020-9M", "2020-9M"},
        {"2021-08", "2021-08-01", "2021-08-31", 31, "tháng 8 năm 2021", "August 2021", "2021-07", "2020-08"},
        {"2020-02", "2020-02-01", "2020-02-29", 29, "tháng 2 năm 2020", "February 2020", "2020-01", "2019-02"},
        {"2021-Q3/tt02", "2021-06-15", "2021-09-14", 92, "quý III năm 2021", "third quarter of 2021", "2021-Q2/tt02", "2020-Q3/tt02"},
        {"2021-Q1/tt02", "2020-12-15", "2021-03-14", 90, "quý I năm 2021", "first quarter of 2021", "2020-Q4/tt02", "2020-Q1/tt02"},
        {"2021-H1/tt02", "2020-12-15", "2021-06-14", 182, "6 tháng đầu năm 2021", "first half of 2021", "2020-H2/tt02", "2020-H1/tt02"},
        {"2021-9M/tt02", "2020-12-15", "2021-09-14", 274, "9 tháng năm 2021", "first nine months of 2021", "2020-9M/tt02", "2020-9M/tt02"},
        {"2021/tt02", "2020-12-15", "2021-12-14", 365, "năm 2021", "2021", "2020/tt02", "2020/tt02"},
    };
    struct arena *CLOSING(arena) arena = arena_open();
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        struct period period = reading(cases[i].period);
        assert_string_equal(day_write(arena, period.begin).bytes, cases[i].begin);
        assert_string_equal(day_write(arena, period.end).bytes, cases[i].end);
        assert_int_equal(period.end.number - period.begin.number + 1, cases[i].days);
        assert_string_equal(period_write(arena, period).bytes, cases[i].period);
        assert_string_equal(period_title(arena, period, false).bytes, cases[i].vietnamese);
        assert_string_equal(period_title(arena, period, true).bytes, cases[i].english);
        assert_string_equal(period_write(arena, period_previous(period)).bytes, cases[i].previous);
        assert_string_equal(period_write(arena, period_last_year(period)).bytes, cases[i].last_year);
    }
}

static void what_is_no_period_is_refused(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "", "21", "2021-", "2021-Q5", "2021-Q0", "2021-Q", "2021-Q33", "2021-H3", "2021-13", "2021-00", "2021-8",
        "2021-q3", "2021-9m", "2021-6M", "2021Q3", "2021-Q3/", "2021-Q3/TT02", "2021-Q3/tt02/tt02", "2021-Q-", " 2021",
        "2021-Q3 ", "-021", "20211", "1900", "2199", "2021-08-01", "/tt02", "2021--8",
    };
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        struct period period = {.year = 7};
        if (period_read(text_of(cases[i]), &period))
            fail_msg("\"%s\" is no period", cases[i]);
        assert_int_equal(period.year, 7);
    }
}

static void the_quarter_is_roman_and_the_rest_is_not(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    assert_true(text_is(period_roman(arena, reading("2021-Q3")), "III"));
    assert_true(text_is(period_roman(arena, reading("2021-Q4/tt02")), "IV"));
    assert_true(text_is(period_roman(arena, reading("2021-08")), "8"));
}

static void a_period_holds_its_first_and_last_day(void **state)
{
    (void)state;
    struct period period = reading("2021-Q3/tt02");
    assert_false(period_holds(period, day_of(2021, 6, 14)));
    assert_true(period_holds(period, day_of(2021, 6, 15)));
    assert_true(period_holds(period, day_of(2021, 9, 14)));
    assert_false(period_holds(period, day_of(2021, 9, 15)));
    assert_false(period_holds(period, DAY_NONE));
    struct period quarter = period_quarter_of(day_of(2021, 9, 30));
    assert_true(quarter.year == 2021 && quarter.index == 3 && !quarter.tt02);
}

/* Each day of a century lies in one bucket, and buckets change on the 1st and the 15th only. */
static void buckets_are_half_months_without_gaps(void **state)
{
    (void)state;
    int32_t before = period_bucket(day_of(1999, 12, 31));
    for (struct day day = day_of(2000, 1, 1); day_compare(day, day_of(2100, 1, 1)) < 0; day = day_plus(day, 1)) {
        int32_t bucket = period_bucket(day);
        int number = day_parts(day).day;
        bool begins = number == 1 || number == 15;
        assert_int_equal(bucket, before + begins);
        if (begins)
            assert_int_equal(period_bucket_begin(bucket).number, day.number);
        before = bucket;
    }
    assert_int_equal(period_bucket(day_of(2021, 9, 14)), (2021 * 12 + 8) * 2);
    assert_int_equal(period_bucket(day_of(2021, 9, 15)), (2021 * 12 + 8) * 2 + 1);
}

static void every_period_of_both_calendars_is_whole_buckets(void **state)
{
    (void)state;
    static const int counts[] = {[PERIOD_YEAR] = 1, [PERIOD_HALF] = 2, [PERIOD_NINE_MONTHS] = 1, [PERIOD_QUARTER] = 4,
                                 [PERIOD_MONTH] = 12};
    for (int year = 2000; year < 2100; year++)
        for (int kind = PERIOD_YEAR; kind <= PERIOD_MONTH; kind++)
            for (int index = 1; index <= counts[kind]; index++)
                for (int tt02 = 0; tt02 < 2; tt02++) {
                    struct period period = period_of((enum period_kind)kind, year, index, tt02 == 1);
                    struct day begin = period_bucket_begin(period_first_bucket(period));
                    struct day after = period_bucket_begin(period_last_bucket(period) + 1);
                    assert_int_equal(begin.number, period.begin.number);
                    assert_int_equal(after.number, period.end.number + 1);
                    struct period next = period_previous(period);
                    if (kind != PERIOD_NINE_MONTHS)
                        assert_int_equal(next.end.number + 1, period.begin.number);
                }
}

static void a_special_period_is_whole_half_months_of_its_own(void **state)
{
    (void)state;
    static const char *const REFUSED[] = {"2021-07-16..2021-09-14", "2021-07-15..2021-09-13", "2021-09-15..2021-07-14", "2021-07-15..",
                                          "..2021-09-14", "2021-07-15..2027-09-14", "2021-07-15..2021-09-14/tt02", "2021-Q3..2021-Q4"};
    struct arena *CLOSING(arena) arena = arena_open();
    struct period period, read;
    assert_true(period_between(day_of(2021, 7, 20), day_of(2021, 9, 2), &period));
    assert_true(text_is(period_write(arena, period), "2021-07-15..2021-09-14"));
    assert_true(period_read(period_write(arena, period), &read));
    assert_int_equal(read.kind, PERIOD_SPECIAL);
    assert_int_equal(read.begin.number, period.begin.number);
    assert_true(text_is(period_write(arena, period_previous(period)), "2021-05-15..2021-07-14"));
    assert_true(text_is(period_write(arena, period_last_year(period)), "2020-07-15..2020-09-14"));
    assert_true(text_is(period_title(arena, period, false), "thời gian từ 15/07/2021 đến 14/09/2021"));
    assert_true(period_between(day_of(2021, 2, 1), day_of(2021, 2, 28), &period));
    assert_true(text_is(period_write(arena, period_last_year(period)), "2020-02-01..2020-02-29"));
    assert_false(period_between(day_of(2021, 2, 2), day_of(2021, 2, 1), &period));
    assert_false(period_between(DAY_NONE, day_of(2021, 2, 1), &period));
    for (size_t i = 0; i < LENGTH_OF(REFUSED); i++)
        assert_false(period_read(text_of(REFUSED[i]), &read));
}

static void the_period_of_a_kind_around_a_day_and_the_next(void **state)
{
    (void)state;
    static const struct { enum period_kind kind; const char *around, *next; } CASES[] = {
        {PERIOD_MONTH, "2021-12", "2022-01"}, {PERIOD_QUARTER, "2021-Q4", "2022-Q1"}, {PERIOD_HALF, "2021-H2", "2022-H1"},
        {PERIOD_NINE_MONTHS, "2021-9M", "2022-9M"}, {PERIOD_YEAR, "2021", "2022"}};
    struct arena *CLOSING(arena) arena = arena_open();
    for (size_t i = 0; i < LENGTH_OF(CASES); i++) {
        struct period around = period_around(CASES[i].kind, day_of(2021, 12, 31));
        assert_true(text_is(period_write(arena, around), CASES[i].around));
        assert_true(text_is(period_write(arena, period_next(around)), CASES[i].next));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(periods_begin_and_end_on_their_days),
        cmocka_unit_test(what_is_no_period_is_refused),
        cmocka_unit_test(the_quarter_is_roman_and_the_rest_is_not),
        cmocka_unit_test(a_period_holds_its_first_and_last_day),
        cmocka_unit_test(buckets_are_half_months_without_gaps),
        cmocka_unit_test(a_special_period_is_whole_half_months_of_its_own),
        cmocka_unit_test(the_period_of_a_kind_around_a_day_and_the_next),
        cmocka_unit_test(every_period_of_both_calendars_is_whole_buckets),
    };
    return cmocka_run_group_tests_name("base/period", tests, NULL, NULL);
}
