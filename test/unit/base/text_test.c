/* text_test.c — cutting, comparing, folding and reading texts. */
#include "base/text.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void assert_text(struct text got, const char *want)
{
    if (!text_is(got, want))
        fail_msg("got \"%.*s\", want \"%s\"", TEXT_ARGS(got), want);
}

static void texts_compare_by_bytes(void **state)
{
    (void)state;
    assert_true(text_equal((struct text){0}, TEXT("")));
    assert_false(text_equal(TEXT("a"), TEXT("ab")));
    assert_true(text_compare(TEXT("a"), TEXT("ab")) < 0);
    assert_true(text_compare(TEXT("b"), TEXT("ab")) > 0);
    assert_int_equal(text_compare(TEXT("Đ"), TEXT("Đ")), 0);
    assert_true(text_starts(TEXT("Bồ Đề"), TEXT("Bồ")));
    assert_false(text_starts(TEXT("B"), TEXT("Bồ")));
    assert_true(text_ends(TEXT("2021-Q3/tt02"), TEXT("/tt02")));
    assert_true(text_contains(TEXT("Long Biên"), TEXT("g B")));
    assert_true(text_contains(TEXT(""), TEXT("")));
    assert_false(text_contains(TEXT("ab"), TEXT("abc")));
    assert_text(text_of(NULL), "");
}

static void parts_are_clipped_to_the_text(void **state)
{
    (void)state;
    assert_text(text_part(TEXT("abcdef"), 2, 3), "cde");
    assert_text(text_part(TEXT("abcdef"), 4, SIZE_MAX), "ef");
    assert_text(text_part(TEXT("abc"), 9, 1), "");
    assert_text(text_from((struct text){0}, 5), "");
    assert_text(text_trimmed(TEXT(" \t\r\n một hai \v\f ")), "một hai");
    assert_text(text_trimmed(TEXT("   ")), "");
}

static void words_are_found_whole_whatever_their_capitals(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    assert_text(text_words(arena, TEXT("Văn bản (Mật), số 12-CV/TU…")), " Văn bản Mật số 12 CV TU ");
    assert_text(text_words(arena, TEXT("")), " ");
    assert_text(text_words(arena, TEXT("–“”–")), " ");
    assert_text(text_lower(arena, TEXT("TUYỆT MẬT, Đề án Ơ Ư")), "tuyệt mật, đề án ơ ư");
    assert_text(text_lower(arena, TEXT("")), "");
}

static void parts_between_marks_come_one_by_one(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t count;
        const char *parts[4];
    } cases[] = {
        {"a,b", 2, {"a", "b"}}, {"a,b,", 2, {"a", "b"}}, {"", 0, {0}}, {",", 1, {""}},
        {"a,,c", 3, {"a", "", "c"}}, {"abc", 1, {"abc"}},
    };
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        struct text rest = text_of(cases[i].text), part;
        size_t count = 0;
        for (; text_next(&rest, ',', &part); count++)
            assert_text(part, cases[i].parts[count]);
        assert_int_equal(count, cases[i].count);
    }
}

static void new_texts_end_in_nul(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    assert_string_equal(text_copy(arena, text_part(TEXT("abcdef"), 0, 2)).bytes, "ab");
    assert_string_equal(text_format(arena, "%.*s có %d mục", TEXT_ARGS(TEXT("Bồ Đề")), 3).bytes, "Bồ Đề có 3 mục");
    char many[1001];
    memset(many, 'x', 1000);
    many[1000] = '\0';
    assert_int_equal(text_format(arena, "%s%s", many, many).length, 2000);
    const struct text parts[] = {TEXT("a"), TEXT(""), TEXT("c")};
    assert_string_equal(text_join(arena, parts, 3, TEXT(", ")).bytes, "a, , c");
    assert_string_equal(text_join(arena, parts, 0, TEXT(", ")).bytes, "");
    assert_string_equal(text_replace(arena, TEXT("aXXbXX"), TEXT("XX"), TEXT("-")).bytes, "a-b-");
    assert_string_equal(text_replace(arena, TEXT("aaa"), TEXT("a"), TEXT("aa")).bytes, "aaaaaa");
    assert_string_equal(text_replace(arena, TEXT("abc"), TEXT("x"), TEXT("")).bytes, "abc");
}

static void only_well_formed_utf8_is_utf8(void **state)
{
    (void)state;
    static const struct {
        struct text text;
        bool good;
    } cases[] = {
        {{"", 0}, true}, {{"abc", 3}, true}, {{"Đắk Ơ", 9}, true}, {{"\xF0\x9F\x8C\xBE", 4}, true},
        {{"a\0b", 3}, false},              /* NUL */
        {{"\x80", 1}, false},              /* follows nothing */
        {{"\xC0\xAF", 2}, false},          /* overlong */
        {{"\xC1\xBF", 2}, false},          {{"\xE0\x80\xAF", 3}, false}, {{"\xF0\x80\x80\xAF", 4}, false},
        {{"\xED\xA0\x80", 3}, false},      /* surrogate */
        {{"\xF4\x90\x80\x80", 4}, false},  /* beyond U+10FFFF */
        {{"\xF5\x80\x80\x80", 4}, false},  {{"\xFF", 1}, false},
        {{"\xE1\xBB", 2}, false},          /* cut */
        {{"\xE1\xBB" "a", 3}, false},
    };
    struct arena *CLOSING(arena) arena = arena_open();
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        struct text out = TEXT("untouched");
        assert_int_equal(text_is_utf8(cases[i].text), cases[i].good);
        assert_int_equal(text_normalise(arena, cases[i].text, &out), cases[i].good);
        if (!cases[i].good)
            assert_text(out, "untouched");
    }
}

static void decomposed_letters_are_put_together(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct text out;
    /* Bồ Đề with each mark behind its letter, as some keyboards and systems write it. */
    assert_true(text_normalise(arena, TEXT("Bo\u0302\u0300 \u0110e\u0302\u0300"), &out));
    assert_text(out, "Bồ Đề");
    assert_true(text_normalise(arena, TEXT("Long Bien"), &out));
    assert_text(out, "Long Bien");
    assert_true(text_normalise(arena, (struct text){0}, &out));
    assert_text(out, "");
}

static void folding_leaves_what_people_type_without_marks(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"Đắk Ơ", "dak o"},
        {"Phường  Bồ Đề", "phuong bo de"},
        {"\u0110a\u0306\u0301k O\u031B", "dak o"},      /* decomposed */
        {"ĐẶNG", "dang"},
        {"\u00D0ông Anh", "dong anh"},                  /* Icelandic Ð typed for Đ */
        {" \t Ngọc\u00A0Thuỵ \n", "ngoc thuy"},         /* no-break space, tone on the last letter */
        {"Ngọc Thụy", "ngoc thuy"},
        {"ƯỠN ữ", "uon u"},
        {"", ""},
        {"   ", ""},
    };
    struct arena *CLOSING(arena) arena = arena_open();
    for (size_t i = 0; i < LENGTH_OF(cases); i++)
        assert_text(text_fold(arena, text_of(cases[i][0])), cases[i][1]);
}

/* A short text is folded letter by letter, a long one by utf8proc as a whole. */
static void every_letter_folds_alike_in_short_texts_and_long_ones(void **state)
{
    (void)state;
    enum { AT_ONCE = 32, PADDING = 600, POINTS_END = 0x110000 };
    for (int32_t first = 1; first < POINTS_END; first += AT_ONCE) {
        struct arena *CLOSING(arena) arena = arena_open();
        char bytes[AT_ONCE * 5 + PADDING];
        size_t length = 0;
        for (int32_t point = first; point < first + AT_ONCE && point < POINTS_END; point++) {
            if (point >= 0xD800 && point <= 0xDFFF)
                continue;
            length += text_point_write(point, bytes + length);
            bytes[length++] = 'z';
        }
        struct text folded = text_fold(arena, (struct text){bytes, length});
        memset(bytes + length, 'z', PADDING);
        struct text longer = text_fold(arena, (struct text){bytes, length + PADDING});
        assert_true(longer.length == folded.length + PADDING && text_starts(longer, folded));
    }
}

static void letters_are_counted_not_bytes(void **state)
{
    (void)state;
    assert_int_equal(text_points(TEXT("Đắk Ơ")), 5);
    assert_int_equal(text_points(TEXT("")), 0);
}

static void code_points_are_taken_off_one_by_one_and_written_back(void **state)
{
    (void)state;
    struct text rest = TEXT("aĐề😀\xFF");
    static const int32_t want[] = {'a', 0x110, 0x1EC1, 0x1F600, -0xFF};
    char written[4];
    int32_t point = 0;
    for (size_t i = 0; i < LENGTH_OF(want); i++) {
        struct text before = rest;
        assert_true(text_point_next(&rest, &point));
        assert_int_equal(point, want[i]);
        size_t length = point > 0 ? text_point_write(point, written) : 1;
        assert_int_equal(before.length - rest.length, length);
        assert_true(point < 0 || memcmp(written, before.bytes, length) == 0);
    }
    assert_false(text_point_next(&rest, &point));
}

static void whole_numbers_are_read_strictly(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool good;
        int64_t number;
    } cases[] = {
        {"0", true, 0}, {"-1", true, -1}, {"007", true, 7}, {"9223372036854775807", true, INT64_MAX},
        {"-9223372036854775808", true, INT64_MIN}, {"9223372036854775808", false, 0},
        {"-9223372036854775809", false, 0}, {"99999999999999999999", false, 0}, {"", false, 0}, {"-", false, 0},
        {"+1", false, 0}, {" 1", false, 0}, {"1 ", false, 0}, {"1.0", false, 0}, {"--1", false, 0}, {"0x1", false, 0},
    };
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        int64_t number = 42;
        assert_int_equal(text_read_int64(text_of(cases[i].text), &number), cases[i].good);
        assert_int_equal(number, cases[i].good ? cases[i].number : 42);
    }
}

static void distance_counts_slips_of_the_hand(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        size_t distance;
    } cases[] = {
        {"", "", 0}, {"a", "", 1}, {"title", "titel", 1}, {"ward", "wards", 1}, {"kitten", "sitting", 3},
        {"ồ", "o", 1}, {"abc", "xyz", 3}, {"required", "requierd", 1}, {"abcdefghij", "klmnopqrst", 6},
    };
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        assert_int_equal(text_distance(text_of(cases[i].a), text_of(cases[i].b), 5), cases[i].distance);
        assert_int_equal(text_distance(text_of(cases[i].b), text_of(cases[i].a), 5), cases[i].distance);
    }
    char long_a[300], long_b[300];
    memset(long_a, 'a', sizeof long_a);
    memset(long_b, 'b', sizeof long_b);
    assert_int_equal(text_distance((struct text){long_a, 300}, (struct text){long_b, 300}, 5), 6);
    assert_int_equal(text_distance((struct text){long_a, 300}, (struct text){long_a, 300}, 5), 0);
}

static void the_nearest_word_is_proposed_only_when_near(void **state)
{
    (void)state;
    static const struct text known[] = {TEXT_ENTRY("title"), TEXT_ENTRY("fields"), TEXT_ENTRY("figures"), TEXT_ENTRY("deadlines"),
                                        TEXT_ENTRY("is")};
    static const char *const cases[][2] = {
        {"titel", "title"}, {"field", "fields"}, {"figure", "figures"}, {"dedlines", "deadlines"},
        {"deadlinse", "deadlines"}, {"register", ""}, {"", ""}, {"x", ""},
    };
    for (size_t i = 0; i < LENGTH_OF(cases); i++)
        assert_text(text_nearest(text_of(cases[i][0]), known, LENGTH_OF(known)), cases[i][1]);
    assert_text(text_nearest(TEXT("title"), known, 0), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_compare_by_bytes),
        cmocka_unit_test(parts_are_clipped_to_the_text),
        cmocka_unit_test(words_are_found_whole_whatever_their_capitals),
        cmocka_unit_test(parts_between_marks_come_one_by_one),
        cmocka_unit_test(new_texts_end_in_nul),
        cmocka_unit_test(only_well_formed_utf8_is_utf8),
        cmocka_unit_test(decomposed_letters_are_put_together),
        cmocka_unit_test(folding_leaves_what_people_type_without_marks),
        cmocka_unit_test(every_letter_folds_alike_in_short_texts_and_long_ones),
        cmocka_unit_test(letters_are_counted_not_bytes),
        cmocka_unit_test(code_points_are_taken_off_one_by_one_and_written_back),
        cmocka_unit_test(whole_numbers_are_read_strictly),
        cmocka_unit_test(distance_counts_slips_of_the_hand),
        cmocka_unit_test(the_nearest_word_is_proposed_only_when_near),
    };
    return cmocka_run_group_tests_name("base/text", tests, NULL, NULL);
}
