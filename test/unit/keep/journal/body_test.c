#include "keep/journal/body.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <string.h>

static struct text written(struct body *body)
{
    struct text bytes = {0};
    struct failure why;
    assert_true(body_write(body, &bytes, &why));
    return bytes;
}

static void what_is_put_reads_back(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct failure why;
    const struct value wards[] = {value_code(TEXT("00127")), value_whole(-3), value_unknown()};
    struct body *body = body_make(arena), *read = NULL;
    body_put(body, TEXT("topic"), value_text(TEXT("chống dịch")));
    body_put(body, TEXT("people"), value_whole(40));
    body_put(body, TEXT("rest"), value_unknown());
    body_put(body, TEXT("done"), value_truth(true));
    body_put(body, TEXT("day"), value_day(day_of(2021, 9, 8)));
    body_put_list(body, TEXT("wards"), wards, LENGTH_OF(wards));
    body_put_list(body, TEXT("nobody"), NULL, 0);
    body_put_bytes(body, TEXT("file"), TEXT("\0x\377"));
    assert_true(body_read(arena, written(body), &read, &why));
    assert_int_equal(body_count(read), 8);
    assert_true(text_is(body_text(read, TEXT("topic")), "chống dịch"));
    assert_int_equal(body_whole(read, TEXT("people")), 40);
    assert_non_null(body_find(read, TEXT("rest")));
    assert_false(value_known(body_value(read, TEXT("rest"))));
    assert_true(body_value(read, TEXT("done")).truth);
    assert_int_equal(day_compare(body_value(read, TEXT("day")).day, day_of(2021, 9, 8)), 0);
    assert_true(text_equal(body_bytes(read, TEXT("file")), TEXT("\0x\377")));
    const struct body_item *list = body_find(read, TEXT("wards"));
    assert_int_equal(list->kind, BODY_LIST);
    assert_int_equal(list->count, 3);
    for (size_t i = 0; i < list->count; i++)
        assert_true(value_same(list->values[i], wards[i]));
    assert_int_equal(body_find(read, TEXT("nobody"))->count, 0);
    assert_null(body_find(read, TEXT("absent")));
}

static void the_order_of_putting_does_not_show(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct body *a = body_make(arena), *b = body_make(arena);
    body_put(a, TEXT("b"), value_whole(1));
    body_put(a, TEXT("a"), value_whole(2));
    assert_int_equal(body_whole(a, TEXT("a")), 2);
    body_put(b, TEXT("a"), value_whole(2));
    body_put(b, TEXT("b"), value_whole(1));
    assert_true(text_equal(written(a), written(b)));
}

static void equal_numbers_are_written_the_same(void **state)
{
    (void)state;
    static const struct decimal same[][2] = {
        {{250, 2}, {25, 1}}, {{0, 6}, {0, 0}}, {{-1000, 3}, {-1, 0}}, {{INT64_MIN, 0}, {INT64_MIN, 0}}};
    struct arena *CLOSING(arena) arena = arena_open();
    for (size_t i = 0; i < LENGTH_OF(same); i++) {
        struct body *a = body_make(arena), *b = body_make(arena);
        body_put(a, TEXT("n"), value_number(same[i][0]));
        body_put(b, TEXT("n"), value_number(same[i][1]));
        assert_true(text_equal(written(a), written(b)));
    }
}

static void bytes_that_we_never_write_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *why;
        struct text bytes;
    } cases[] = {
        {"nothing", {"", 0}},
        {"another version", {"\2\0\0\0\0", 5}},
        {"something behind it", {"\1\0\0\0\0\0", 6}},
        {"fewer names than said", {"\1\0\0\0\1", 5}},
        {"a name without length", {"\1\0\0\0\1\0\0\0", 8}},
        {"names out of order", {"\1\0\0\0\2\0\1b\0\0\1a\0", 13}},
        {"a name twice", {"\1\0\0\0\2\0\1a\0\0\1a\0", 13}},
        {"a kind that is not", {"\1\0\0\0\1\0\1n\10", 9}},
        {"half true", {"\1\0\0\0\1\0\1n\1\2", 10}},
        {"a number with zeros behind", {"\1\0\0\0\1\0\1n\2\1\0\0\0\0\0\0\0\12", 18}},
        {"a number too fine", {"\1\0\0\0\1\0\1n\2\7\0\0\0\0\0\0\0\1", 18}},
        {"a text cut off", {"\1\0\0\0\1\0\1n\3\0\0\0\2x", 14}},
        {"a text that is not UTF-8", {"\1\0\0\0\1\0\1n\3\0\0\0\1\377", 14}},
        {"no day", {"\1\0\0\0\1\0\1n\4\200\0\0\0", 13}},
        {"a list longer than the bytes", {"\1\0\0\0\1\0\1n\7\0\1\0\0\0", 14}},
        {"a list in a list", {"\1\0\0\0\1\0\1n\7\0\0\0\1\7\0\0\0\0", 18}},
    };
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        struct arena *CLOSING(arena) arena = arena_open();
        struct failure why = {0};
        struct body *body = NULL;
        if (body_read(arena, cases[i].bytes, &body, &why))
            fail_msg("taken: %s", cases[i].why);
        assert_int_equal(why.kind, FAILURE_BROKEN);
        assert_null(body);
    }
}

static void names_and_texts_are_checked_when_written(void **state)
{
    (void)state;
    char letters[BODY_NAME_MAX + 1];
    memset(letters, 'n', sizeof letters);
    const struct text names[] = {TEXT(""), TEXT("\377"), {letters, sizeof letters}};
    struct arena *CLOSING(arena) arena = arena_open();
    struct text bytes = {0};
    struct failure why;
    for (size_t i = 0; i < LENGTH_OF(names); i++) {
        struct body *body = body_make(arena);
        body_put(body, names[i], value_whole(1));
        assert_false(body_write(body, &bytes, &why));
        assert_int_equal(why.kind, FAILURE_INVALID);
    }
    struct body *body = body_make(arena);
    body_put(body, TEXT("n"), value_text(TEXT("\300\200")));
    assert_false(body_write(body, &bytes, &why));
    assert_null(bytes.bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_put_reads_back),
        cmocka_unit_test(the_order_of_putting_does_not_show),
        cmocka_unit_test(equal_numbers_are_written_the_same),
        cmocka_unit_test(bytes_that_we_never_write_are_refused),
        cmocka_unit_test(names_and_texts_are_checked_when_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
