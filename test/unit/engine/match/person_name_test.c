/* person_name_test.c — ways of writing a name that mean the same, and days of which a part is known. */
#include "engine/match/person_name.h"

#include "engine/match/partial_day.h"
#include "engine/match/similar.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct pair {
    const char *a, *b;
};

static void check(const struct pair *pairs, size_t count, bool toned, bool same)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct letters *letters = letters_make(arena);
    for (size_t i = 0; i < count; i++) {
        struct person_name a = person_name_read(arena, letters, text_of(pairs[i].a));
        struct person_name b = person_name_read(arena, letters, text_of(pairs[i].b));
        bool equal = toned ? text_equal(a.toned, b.toned) : text_equal(a.plain, b.plain);
        if (equal != same)
            print_error("%s, %s: %.*s, %.*s\n", pairs[i].a, pairs[i].b, TEXT_ARGS(toned ? a.toned : a.plain),
                        TEXT_ARGS(toned ? b.toned : b.plain));
        assert_int_equal(equal, same);
    }
}

static void ways_of_writing_one_name_are_one(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"Nguyễn Thị Hòa", "NGUYỄN  THỊ HOÀ"},
        {"Ng. Văn An", "Nguyễn Văn An"},
        {"Trần Văn Lý", "Trần Văn Lí"},
        {"Nguyê\xCC\x83n Thi\xCC\xA3 Lan", "Nguyễn Thị Lan"},
        {"Đỗ Thị Mỹ", "đỗ thị mĩ"},
        {"Phạm Quý", "Phạm Quí"},
        {" Lê   Thúy\tNga ", "Lê Thuý Nga"},
        {"H'Hen Niê", "HHen Niê"},
        {"Lê-Minh", "Lê Minh"},
        {"Y Bơm", "y bơm"},
    };
    check(pairs, LENGTH_OF(pairs), true, true);
    check(pairs, LENGTH_OF(pairs), false, true);
}

static void without_tones_more_are_one(void **state)
{
    (void)state;
    static const struct pair pairs[] = {{"Nguyễn Thị Hòa", "Nguyen Thi Hoa"},
                                        {"Đặng Hùng", "Dang Hung"},
                                        {"Đặng Hùng", "Đặng Hưng"},
                                        {"Võ Tý", "Vo Ti"}};
    check(pairs, LENGTH_OF(pairs), true, false);
    check(pairs, LENGTH_OF(pairs), false, true);
}

static void other_names_stay_other(void **state)
{
    (void)state;
    static const struct pair pairs[] = {{"Lê Mai", "Lê May"},
                                        {"Lê Thúy", "Lê Thúi"},
                                        {"Lê Lan", "Lê Loan"},
                                        {"Nguyễn An", "Nguyễn Văn An"},
                                        {"Tr. An", "Trần An"}};
    check(pairs, LENGTH_OF(pairs), true, false);
    check(pairs, LENGTH_OF(pairs), false, false);
}

static void words_read_as_text_fold_does(void **state)
{
    (void)state;
    static const char *const words[] = {"",           "Phường  Bồ Đề",       " Ấp 3/2, xã Ðông ",
                                        "straße Æ ﬁ", "Ngõ 12\u00A0\u2003A", "e\u0302\u0301 Đ",
                                        "日本",       "Ω Ж ʼ ‘x’",           "Ĳ ŉ ǅ"};
    struct arena *CLOSING(arena) arena = arena_open();
    struct letters *letters = letters_make(arena);
    for (size_t i = 0; i < LENGTH_OF(words); i++) {
        struct text quick = words_read(arena, letters, text_of(words[i])),
                    slow = text_fold(arena, text_of(words[i]));
        if (!text_equal(quick, slow))
            print_error("%s: “%.*s”, “%.*s”\n", words[i], TEXT_ARGS(quick), TEXT_ARGS(slow));
        assert_true(text_equal(quick, slow));
    }
}

static void what_is_not_written_of_a_day_is_not_known(void **state)
{
    (void)state;
    static const struct {
        const char *cell;
        unsigned year, month, day;
    } cases[] = {
        {"1985", 1985, 0, 0},         {"năm 1985", 1985, 0, 0},
        {"9/1985", 1985, 9, 0},       {"1985-09", 1985, 9, 0},
        {"8/9/1985", 1985, 9, 8},     {"08.09.1985", 1985, 9, 8},
        {"1985-09-08", 1985, 9, 8},   {"19850908", 1985, 9, 8},
        {"00/00/1985", 1985, 0, 0},   {"00/09/1985", 1985, 9, 0},
        {"12/00/1985", 1985, 0, 0},   {"1985-09-08 00:00:00", 1985, 9, 8},
        {"31/13/1985", 1985, 13, 31}, {"", 0, 0, 0},
        {"không rõ", 0, 0, 0},        {"85", 0, 0, 0},
        {"8/9/85", 0, 0, 0},          {"123456789012", 0, 0, 0},
        {"8/9/0085", 0, 0, 0},
    };
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        struct partial_day got = partial_day_read(text_of(cases[i].cell));
        if (got.year != cases[i].year || got.month != cases[i].month || got.day != cases[i].day)
            print_error("%s: %u %u %u\n", cases[i].cell, got.year, got.month, got.day);
        assert_true(got.year == cases[i].year && got.month == cases[i].month && got.day == cases[i].day);
    }
}

static void likeness_is_what_winkler_wrote(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        double like;
        bool one_edit;
    } cases[] = {{"martha", "marhta", 0.9611, true},
                 {"dixon", "dicksonx", 0.8133, false},
                 {"dwayne", "duane", 0.84, false},
                 {"abc", "xyz", 0, false},
                 {"an", "an", 1, false},
                 {"", "", 1, false},
                 {"hung", "hun", 0.9417, true},
                 {"hung", "hong", 0.85, true}};
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        struct text a = text_of(cases[i].a), b = text_of(cases[i].b);
        double like = similar_jaro_winkler(a, b);
        assert_true(like > cases[i].like - 0.0001 && like < cases[i].like + 0.0001);
        assert_int_equal(similar_one_edit(a, b), cases[i].one_edit);
        assert_true(similar_bound(letter_count_of(a), a.length, letter_count_of(b), b.length) >= like ||
                    like == 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ways_of_writing_one_name_are_one),
        cmocka_unit_test(without_tones_more_are_one),
        cmocka_unit_test(other_names_stay_other),
        cmocka_unit_test(words_read_as_text_fold_does),
        cmocka_unit_test(what_is_not_written_of_a_day_is_not_known),
        cmocka_unit_test(likeness_is_what_winkler_wrote),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
