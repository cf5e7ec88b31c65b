/* identity_number_test.c — what Excel did to an identity number, and what may be undone. No number here was ever given out. */
#include "engine/codec/identity_number.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct wanted {
    const char *cell;
    struct identity_person person;
    enum identity_verdict verdict;
    const char *number;  /* "" for none */
    const char *problem; /* NULL for none */
};

static const struct identity_person nobody = {0};
#define MAN_OF(year)                                                                                         \
    {                                                                                                        \
        IDENTITY_MAN, year                                                                                   \
    }
#define WOMAN_OF(year)                                                                                       \
    {                                                                                                        \
        IDENTITY_WOMAN, year                                                                                 \
    }

static void check(const struct wanted *cases, size_t count)
{
    struct arena *CLOSING(arena) arena = arena_open();
    for (size_t i = 0; i < count; i++) {
        struct identity_number got = identity_number_read(arena, text_of(cases[i].cell), cases[i].person);
        if (got.verdict != cases[i].verdict || !text_is(got.number, cases[i].number))
            print_error("case %zu: %s gives %d %.*s %s\n", i, cases[i].cell, (int)got.verdict,
                        TEXT_ARGS(got.number), got.problem != NULL ? got.problem : "");
        assert_int_equal(got.verdict, cases[i].verdict);
        assert_true(text_is(got.number, cases[i].number));
        assert_int_equal(got.problem != NULL, cases[i].problem != NULL);
        if (got.problem != NULL)
            assert_string_equal(got.problem, cases[i].problem);
    }
}

static void a_number_as_it_should_be_is_read(void **state)
{
    (void)state;
    static const struct wanted cases[] = {
        {"001185000000", WOMAN_OF(1985), IDENTITY_READ, "001185000000", NULL},
        {"001085000000", MAN_OF(1985), IDENTITY_READ, "001085000000", NULL},
        {"079301000000", WOMAN_OF(2001), IDENTITY_READ, "079301000000", NULL},
        {"096202000000", {0}, IDENTITY_READ, "096202000000", NULL},
        {"001185000000", {IDENTITY_WOMAN, 0}, IDENTITY_READ, "001185000000", NULL},
        {"101185000000", {0}, IDENTITY_READ, "101185000000", NULL}, /* born abroad */
        {"010000000", WOMAN_OF(1960), IDENTITY_READ, "010000000", NULL},
        {"", {0}, IDENTITY_NONE, "", NULL},
        {"  ", {0}, IDENTITY_NONE, "", NULL},
    };
    check(cases, LENGTH_OF(cases));
}

static void marks_between_digits_are_taken_out(void **state)
{
    (void)state;
    static const struct wanted cases[] = {
        {" 001 185 000 000 ", {0}, IDENTITY_READ, "001185000000", NULL},
        {"001.185.000.000", {0}, IDENTITY_READ, "001185000000", NULL},
        {"'001185000000", {0}, IDENTITY_READ, "001185000000", NULL},
        {"\xE2\x80\x98"
         "001185000000",
         {0},
         IDENTITY_READ,
         "001185000000",
         NULL},
        {"001-185-000-000", {0}, IDENTITY_READ, "001185000000", NULL},
        {"001\xC2\xA0"
         "185\xC2\xA0"
         "000000",
         WOMAN_OF(1985), IDENTITY_READ, "001185000000", NULL},
        {"001185000000.0", {0}, IDENTITY_READ, "001185000000", NULL},
        {"001185000000,00", {0}, IDENTITY_READ, "001185000000", NULL},
        {"010 000 000", {0}, IDENTITY_READ, "010000000", NULL},
        {"010000000.0", {0}, IDENTITY_READ, "010000000", NULL},
    };
    check(cases, LENGTH_OF(cases));
}

static void lost_zeros_come_back_when_sex_and_year_agree(void **state)
{
    (void)state;
    static const struct wanted cases[] = {
        {"1185000000", WOMAN_OF(1985), IDENTITY_REPAIRED, "001185000000", NULL},
        {"79085000000", MAN_OF(1985), IDENTITY_REPAIRED, "079085000000", NULL},
        {"79301000000.0", WOMAN_OF(2001), IDENTITY_REPAIRED, "079301000000", NULL},
        {"79 301 000 000", WOMAN_OF(2001), IDENTITY_REPAIRED, "079301000000", NULL},
        {"7.9085000001E+10", MAN_OF(1985), IDENTITY_REPAIRED, "079085000001", NULL},
        {"1,185000001e9", WOMAN_OF(1985), IDENTITY_REPAIRED, "001185000001", NULL},
        {"OO1185OOOOOO", WOMAN_OF(1985), IDENTITY_REPAIRED, "001185000000", NULL},
        /* Not told, or only half. */
        {"1185000000", {0}, IDENTITY_PROBLEM, "", "identity.unproven"},
        {"1185000000", {IDENTITY_WOMAN, 0}, IDENTITY_PROBLEM, "", "identity.unproven"},
        {"1185000000", {IDENTITY_SEX_UNKNOWN, 1985}, IDENTITY_PROBLEM, "", "identity.unproven"},
        {"OO1185OOOOOO", {0}, IDENTITY_PROBLEM, "", "identity.unproven"},
        /* Told, and it is not so. */
        {"1185000000", MAN_OF(1985), IDENTITY_PROBLEM, "", "identity.lost"},
        {"1185000000", WOMAN_OF(1958), IDENTITY_PROBLEM, "", "identity.lost"},
        {"1185000000", WOMAN_OF(2085), IDENTITY_PROBLEM, "", "identity.lost"},
        {"3185000000", WOMAN_OF(1985), IDENTITY_PROBLEM, "", "identity.lost"}, /* no province 003 */
        {"97185000000", WOMAN_OF(1985), IDENTITY_PROBLEM, "", "identity.lost"},
        {"01185000000", WOMAN_OF(1985), IDENTITY_PROBLEM, "", "identity.length"}, /* Excel leaves no zero */
    };
    check(cases, LENGTH_OF(cases));
}

static void what_cannot_be_known_is_listed(void **state)
{
    (void)state;
    static const struct wanted cases[] = {
        {"1.185E+09", WOMAN_OF(1985), IDENTITY_PROBLEM, "", "identity.rounded"},
        {"1.23457E+11", WOMAN_OF(1985), IDENTITY_PROBLEM, "", "identity.rounded"},
        {"9.1E+10", MAN_OF(1985), IDENTITY_PROBLEM, "", "identity.rounded"},
        {"1185000000123450", WOMAN_OF(1985), IDENTITY_PROBLEM, "", "identity.rounded"},
        {"118500000012345000", WOMAN_OF(1985), IDENTITY_PROBLEM, "", "identity.rounded"},
        {"1185000000123456", WOMAN_OF(1985), IDENTITY_PROBLEM, "", "identity.length"},
        {"10000000", WOMAN_OF(1960), IDENTITY_PROBLEM, "", "identity.old-short"},
        {"1.0000001E+8", WOMAN_OF(1960), IDENTITY_PROBLEM, "", "identity.rounded"},
        {"1.00000001E+8", WOMAN_OF(1960), IDENTITY_PROBLEM, "", "identity.unproven"},
        {"O10000000", WOMAN_OF(1960), IDENTITY_PROBLEM, "", "identity.unproven"},
        {"12345", {0}, IDENTITY_PROBLEM, "", "identity.length"},
        {"0011850000001", {0}, IDENTITY_PROBLEM, "", "identity.length"},
        {"B1234567", {0}, IDENTITY_PROBLEM, "", "identity.letters"},
        {"001185000000 (cũ)", {0}, IDENTITY_PROBLEM, "", "identity.letters"},
        {"1.185E+9x", {0}, IDENTITY_PROBLEM, "", "identity.letters"},
        {"E+10", {0}, IDENTITY_PROBLEM, "", "identity.letters"},
        {"-", {0}, IDENTITY_PROBLEM, "", "identity.length"},
        {"00000000000000000000000000000000000000000000000000", {0}, IDENTITY_PROBLEM, "", "identity.letters"},
    };
    check(cases, LENGTH_OF(cases));
}

static void a_whole_number_must_be_this_persons(void **state)
{
    (void)state;
    static const struct wanted cases[] = {
        {"001185000000", MAN_OF(1985), IDENTITY_PROBLEM, "", "identity.sex"},
        {"001185000000", {IDENTITY_MAN, 0}, IDENTITY_PROBLEM, "", "identity.sex"},
        {"001185000000", WOMAN_OF(1986), IDENTITY_PROBLEM, "", "identity.year"},
        {"001385000000", {IDENTITY_SEX_UNKNOWN, 1985}, IDENTITY_PROBLEM, "", "identity.year"},
        {"003185000000", {0}, IDENTITY_PROBLEM, "", "identity.province"},
        {"097185000000", {0}, IDENTITY_PROBLEM, "", "identity.province"},
        {"100185000000", {0}, IDENTITY_PROBLEM, "", "identity.province"},
        {"900185000000", {0}, IDENTITY_PROBLEM, "", "identity.province"},
    };
    check(cases, LENGTH_OF(cases));
}

/* Each of the 63 provinces and none besides: a lost zero finds its province or none. */
static void there_are_63_provinces(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    size_t read = 0;
    for (int code = 0; code < 100; code++) {
        struct text cell = text_format(arena, "%03d185000000", code);
        read += identity_number_read(arena, cell, nobody).verdict == IDENTITY_READ;
    }
    assert_int_equal(read, 63);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_as_it_should_be_is_read),
        cmocka_unit_test(marks_between_digits_are_taken_out),
        cmocka_unit_test(lost_zeros_come_back_when_sex_and_year_agree),
        cmocka_unit_test(what_cannot_be_known_is_listed),
        cmocka_unit_test(a_whole_number_must_be_this_persons),
        cmocka_unit_test(there_are_63_provinces),
    };
    return cmocka_run_group_tests_name("engine/codec/identity_number", tests, NULL, NULL);
}
