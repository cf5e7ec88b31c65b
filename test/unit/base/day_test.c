/* day_test.c — every day of three centuries, strict reading, three ways of writing. */
#include "base/day.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void days_follow_one_another_through_three_centuries(void **state)
{
    (void)state;
    int32_t number = day_of(1900, 1, 1).number;
    int weekday = MONDAY; /* 1 January 1900 */
    for (int year = 1900; year <= 2199; year++)
        for (int month = 1; month <= 12; month++)
            for (int day = 1; day <= day_month_length(year, month); day++) {
                struct day made = day_of(year, month, day);
                struct day_parts parts = day_parts(made);
                assert_int_equal(made.number, number++);
                assert_true(parts.year == year && parts.month == month && parts.day == day);
                assert_int_equal(day_weekday(made), weekday);
                weekday = weekday % 7 + 1;
            }
    assert_int_equal(day_of(1970, 1, 1).number, 0);
    assert_false(day_is_some((struct day){number}));
    assert_true(day_is_some((struct day){number - 1}));
    assert_false(day_is_some((struct day){day_of(1900, 1, 1).number - 1}));
    assert_false(day_is_some(DAY_NONE));
}

static void days_that_never_were_do_not_exist(void **state)
{
    (void)state;
    static const struct {
        int year, month, day;
        bool exists;
    } cases[] = {
        {2020, 2, 29, true}, {2021, 2, 29, false}, {2000, 2, 29, true}, {1900, 2, 29, false}, {2100, 2, 29, false},
        {2021, 4, 31, false}, {2021, 13, 1, false}, {2021, 0, 1, false}, {2021, 1, 0, false}, {1899, 12, 31, false},
        {2200, 1, 1, false}, {2021, 12, 31, true},
    };
    for (size_t i = 0; i < LENGTH_OF(cases); i++)
        assert_int_equal(day_exists(cases[i].year, cases[i].month, cases[i].day), cases[i].exists);
}

struct reading {
    const char *text;
    const char *day; /* NULL: refused */
};

static void assert_readings(bool (*read)(struct text, struct day *), const struct reading *cases, size_t count)
{
    struct arena *CLOSING(arena) arena = arena_open();
    for (size_t i = 0; i < count; i++) {
        struct day day = DAY_NONE;
        bool good = read(text_of(cases[i].text), &day);
        if (good != (cases[i].day != NULL))
            fail_msg("\"%s\" should be %s", cases[i].text, cases[i].day != NULL ? "read" : "refused");
        if (good)
            assert_string_equal(day_write(arena, day).bytes, cases[i].day);
        else
            assert_int_equal(day.number, DAY_NONE.number);
    }
}

static void the_machine_form_is_read_strictly(void **state)
{
    (void)state;
    static const struct reading cases[] = {
        {"2021-09-08", "2021-09-08"}, {"2020-02-29", "2020-02-29"}, {"2021-02-29", NULL}, {"2021-9-8", NULL},
        {"21-09-08", NULL}, {"2021-09-08 ", NULL}, {" 2021-09-08", NULL}, {"2021/09/08", NULL}, {"20210908", NULL},
        {"2021-09-08T00:00", NULL}, {"2021-09-0", NULL}, {"2021-09--8", NULL}, {"-021-09-08", NULL}, {"", NULL},
        {"2021-00-10", NULL}, {"2021-13-10", NULL}, {"08/09/2021", NULL}, {"2021-09-", NULL}, {"2021-09-1-", NULL},
    };
    assert_readings(day_read, cases, LENGTH_OF(cases));
}

static void people_write_the_day_first(void **state)
{
    (void)state;
    static const struct reading cases[] = {
        {"8/9/2021", "2021-09-08"}, {"08-09-2021", "2021-09-08"}, {"08.09.2021", "2021-09-08"},
        {" 08/09/2021 ", "2021-09-08"}, {"2021-09-08", "2021-09-08"}, {"31/12/2021", "2021-12-31"},
        {"12/31/2021", NULL}, {"8/9/21", NULL}, {"8/9-2021", NULL}, {"8.9/2021", NULL}, {"8/9", NULL},
        {"8/9/2021/", NULL}, {"/9/2021", NULL}, {"008/9/2021", NULL}, {"29/2/2021", NULL}, {"-8/9/2021", NULL},
        {"8 / 9 / 2021", NULL}, {"", NULL}, {"hôm qua", NULL}, {"2021/09/08", NULL},
    };
    assert_readings(day_read_people, cases, LENGTH_OF(cases));
}

static void days_are_written_as_each_reader_expects(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct day september = day_of(2021, 9, 8), february = day_of(2022, 2, 28);
    assert_string_equal(day_write_people(arena, september, false).bytes, "08/09/2021");
    assert_string_equal(day_write_people(arena, september, true).bytes, "8 September 2021");
    assert_string_equal(day_write_formal(arena, september).bytes, "ngày 08 tháng 9 năm 2021");
    assert_string_equal(day_write_formal(arena, february).bytes, "ngày 28 tháng 02 năm 2022");
    assert_string_equal(day_write_formal(arena, day_of(2022, 11, 18)).bytes, "ngày 18 tháng 11 năm 2022");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_follow_one_another_through_three_centuries),
        cmocka_unit_test(days_that_never_were_do_not_exist),
        cmocka_unit_test(the_machine_form_is_read_strictly),
        cmocka_unit_test(people_write_the_day_first),
        cmocka_unit_test(days_are_written_as_each_reader_expects),
    };
    return cmocka_run_group_tests_name("base/day", tests, NULL, NULL);
}
