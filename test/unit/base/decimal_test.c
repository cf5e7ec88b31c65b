/* decimal_test.c — exact sums and products, refused when they do not fit; two ways of reading. */
#include "base/decimal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static struct decimal number(int64_t digits, uint8_t scale)
{
    return (struct decimal){digits, scale};
}

static void sums_are_exact(void **state)
{
    (void)state;
    struct decimal out;
    assert_true(decimal_add(number(25, 1), number(175, 2), &out));
    assert_int_equal(decimal_compare(out, number(425, 2)), 0);
    assert_true(decimal_subtract(number(1, 0), number(1, 6), &out));
    assert_int_equal(decimal_compare(out, number(999999, 6)), 0);
    assert_true(decimal_multiply(number(-25, 1), number(4, 0), &out));
    assert_int_equal(decimal_compare(out, decimal_of(-10)), 0);
    /* A great number and one with digits behind the comma, when only zeros are dropped. */
    assert_true(decimal_add(number(INT64_MAX, 0), number(0, 6), &out));
    assert_int_equal(decimal_compare(out, decimal_of(INT64_MAX)), 0);
    /* 0,001 × 0,001 has just the six digits allowed. */
    assert_true(decimal_multiply(number(1, 3), number(1, 3), &out));
    assert_int_equal(decimal_compare(out, number(1, 6)), 0);
    assert_true(decimal_multiply(number(2000, 4), number(5000, 4), &out));
    assert_int_equal(decimal_compare(out, number(1, 1)), 0);
}

static void what_does_not_fit_is_refused_and_touches_nothing(void **state)
{
    (void)state;
    struct decimal out = number(7, 0);
    assert_false(decimal_add(decimal_of(INT64_MAX), decimal_of(1), &out));
    assert_false(decimal_add(decimal_of(INT64_MAX), number(1, 6), &out));
    assert_false(decimal_subtract(decimal_of(INT64_MIN), decimal_of(1), &out));
    assert_false(decimal_multiply(decimal_of(INT64_MAX), decimal_of(2), &out));
    assert_false(decimal_multiply(decimal_of(INT64_MIN), decimal_of(-1), &out));
    assert_false(decimal_multiply(decimal_of(INT64_MIN), decimal_of(INT64_MIN), &out));
    assert_false(decimal_multiply(number(1, 6), number(1, 1), &out));
    assert_false(decimal_rescale(number(25, 1), 0, &out));
    assert_false(decimal_rescale(decimal_of(INT64_MAX), 1, &out));
    assert_false(decimal_rescale(decimal_of(1), 7, &out));
    assert_int_equal(out.digits, 7);
    assert_true(decimal_rescale(number(250, 2), 1, &out));
    assert_int_equal(out.digits, 25);
    assert_int_equal(out.scale, 1);
}

static void equal_values_are_equal_whatever_their_zeros(void **state)
{
    (void)state;
    assert_int_equal(decimal_compare(number(250, 2), number(25, 1)), 0);
    assert_true(decimal_compare(number(-1, 6), decimal_of(0)) < 0);
    assert_true(decimal_compare(decimal_of(INT64_MAX), number(INT64_MAX, 6)) > 0);
    assert_true(decimal_compare(decimal_of(INT64_MIN), number(INT64_MIN, 6)) < 0);
}

struct reading {
    const char *text;
    bool good;
    int64_t digits;
    uint8_t scale;
};

static void assert_readings(bool (*read)(struct text, struct decimal *), const struct reading *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct decimal out = number(42, 0);
        if (read(text_of(cases[i].text), &out) != cases[i].good)
            fail_msg("\"%s\" should be %s", cases[i].text, cases[i].good ? "read" : "refused");
        if (cases[i].good && (out.digits != cases[i].digits || out.scale != cases[i].scale))
            fail_msg("\"%s\" was read as %lld / 10^%d", cases[i].text, (long long)out.digits, out.scale);
        if (!cases[i].good)
            assert_int_equal(out.digits, 42);
    }
}

static void machine_numbers_are_read_strictly(void **state)
{
    (void)state;
    static const struct reading cases[] = {
        {"0", true, 0, 0}, {"1500000", true, 1500000, 0}, {"-2.5", true, -25, 1}, {"0.000001", true, 1, 6},
        {"-9223372036854775808", true, INT64_MIN, 0}, {"9223372036854.775807", true, INT64_MAX, 6},
        {"9223372036854775808", false, 0, 0}, {"0.0000001", false, 0, 0}, {"1.", false, 0, 0}, {".5", false, 0, 0},
        {"", false, 0, 0}, {"-", false, 0, 0}, {"+1", false, 0, 0}, {"1,5", false, 0, 0}, {"1 000", false, 0, 0},
        {"1e3", false, 0, 0}, {" 1", false, 0, 0}, {"1.2.3", false, 0, 0}, {"--1", false, 0, 0}, {"1.-2", false, 0, 0},
    };
    assert_readings(decimal_read, cases, LENGTH_OF(cases));
}

static void peoples_numbers_are_read_as_vietnamese_write_them(void **state)
{
    (void)state;
    static const struct reading cases[] = {
        {"1.500.000", true, 1500000, 0}, {"1 500 000", true, 1500000, 0}, {"2,5", true, 25, 1}, {"1.500", true, 1500, 0},
        {"1500000", true, 1500000, 0}, {" 12 ", true, 12, 0}, {"-1.234,50", true, -123450, 2},
        {"1\u00A0500", true, 1500, 0}, {"1\u202F500\u202F000", true, 1500000, 0}, {"0,5", true, 5, 1},
        {"9.223.372.036.854.775.807", true, INT64_MAX, 0}, {"9.223.372.036.854.775.808", false, 0, 0},
        {"2.5", false, 0, 0}, {"1.5000", false, 0, 0}, {"1.50.000", false, 0, 0}, {"1500.000", false, 0, 0},
        {"1.500 000", false, 0, 0}, {".500", false, 0, 0}, {"1.", false, 0, 0}, {"1,", false, 0, 0}, {",5", false, 0, 0},
        {"1,500,000", false, 0, 0}, {"1,5.0", false, 0, 0}, {"", false, 0, 0}, {"12 triệu", false, 0, 0},
        {"1..500", false, 0, 0}, {"1  500", false, 0, 0}, {"0,1234567", false, 0, 0},
    };
    assert_readings(decimal_read_people, cases, LENGTH_OF(cases));
}

static void numbers_are_written_in_three_ways(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    static const struct {
        int64_t digits;
        uint8_t scale;
        const char *machine, *vietnamese, *english;
    } cases[] = {
        {0, 0, "0", "0", "0"},
        {1500000, 0, "1500000", "1.500.000", "1,500,000"},
        {-25, 1, "-2.5", "-2,5", "-2.5"},
        {5, 2, "0.05", "0,05", "0.05"},
        {123456789, 3, "123456.789", "123.456,789", "123,456.789"},
        {999, 0, "999", "999", "999"},
        {INT64_MIN, 0, "-9223372036854775808", "-9.223.372.036.854.775.808", "-9,223,372,036,854,775,808"},
        {INT64_MIN, 6, "-9223372036854.775808", "-9.223.372.036.854,775808", "-9,223,372,036,854.775808"},
    };
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        struct decimal value = number(cases[i].digits, cases[i].scale), back;
        assert_string_equal(decimal_write(arena, value).bytes, cases[i].machine);
        assert_string_equal(decimal_write_people(arena, value, false).bytes, cases[i].vietnamese);
        assert_string_equal(decimal_write_people(arena, value, true).bytes, cases[i].english);
        assert_true(decimal_read(text_of(cases[i].machine), &back));
        assert_int_equal(decimal_compare(back, value), 0);
        assert_true(decimal_read_people(text_of(cases[i].vietnamese), &back));
        assert_int_equal(decimal_compare(back, value), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_are_exact),
        cmocka_unit_test(what_does_not_fit_is_refused_and_touches_nothing),
        cmocka_unit_test(equal_values_are_equal_whatever_their_zeros),
        cmocka_unit_test(machine_numbers_are_read_strictly),
        cmocka_unit_test(peoples_numbers_are_read_as_vietnamese_write_them),
        cmocka_unit_test(numbers_are_written_in_three_ways),
    };
    return cmocka_run_group_tests_name("base/decimal", tests, NULL, NULL);
}
