/* zip_test.c — parts in, the same bytes out every time. */
#include "engine/codec/zip.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static uint32_t number_at(struct text bytes, size_t at, size_t width)
{
    uint32_t number = 0;
    assert_true(at + width <= bytes.length);
    for (size_t i = width; i-- > 0;)
        number = number << 8 | (unsigned char)bytes.bytes[at + i];
    return number;
}

static void parts_stand_in_order_with_a_fixed_time(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct failure why;
    char zeros[5000] = {0};
    const struct zip_part parts[] = {
        {.name = TEXT("mimetype"), .bytes = TEXT("application/x"), .stored = true},
        {.name = TEXT("word/sổ.xml"), .bytes = {zeros, sizeof zeros}},
        {.name = TEXT("empty"), .bytes = {0}},
    };
    struct text first, second;
    assert_true(zip_make(arena, parts, LENGTH_OF(parts), &first, &why));
    assert_true(zip_make(arena, parts, LENGTH_OF(parts), &second, &why));
    assert_true(text_equal(first, second));
    /* The first local header: signature, method, time, date, then the name and the bytes as they are. */
    assert_int_equal(number_at(first, 0, 4), 0x04034b50);
    assert_int_equal(number_at(first, 8, 2), 0);
    assert_int_equal(number_at(first, 10, 2), 0);
    assert_int_equal(number_at(first, 12, 2), 0x21);
    assert_memory_equal(first.bytes + 30, "mimetypeapplication/x", 21);
    /* The second is packed, and its name marked as UTF-8. */
    size_t at = 30 + 21;
    assert_int_equal(number_at(first, at, 4), 0x04034b50);
    assert_int_equal(number_at(first, at + 6, 2) & 0x800, 0x800);
    assert_int_equal(number_at(first, at + 8, 2), 8);
    assert_int_equal(number_at(first, at + 12, 2), 0x21);
    assert_true(first.length < 600);
    /* Three entries in the end record. */
    size_t end = first.length - 22;
    assert_int_equal(number_at(first, end, 4), 0x06054b50);
    assert_int_equal(number_at(first, end + 10, 2), 3);
}

static void an_empty_archive_is_one_too(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct failure why;
    struct text bytes;
    assert_true(zip_make(arena, NULL, 0, &bytes, &why));
    assert_int_equal(bytes.length, 22);
    assert_int_equal(number_at(bytes, 0, 4), 0x06054b50);
}

static void bad_and_repeated_names_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"", "/a", "a//b", "../a", "a/../b", "a/", "./a", "a\\b", "\xFF"};
    struct arena *CLOSING(arena) arena = arena_open();
    struct failure why;
    struct text bytes = {0};
    for (size_t i = 0; i < LENGTH_OF(bad); i++) {
        const struct zip_part part = {.name = text_of(bad[i])};
        assert_false(zip_make(arena, &part, 1, &bytes, &why));
        assert_int_equal(why.kind, FAILURE_INVALID);
    }
    const struct zip_part twice[] = {{.name = TEXT("a")}, {.name = TEXT("a")}};
    assert_false(zip_make(arena, twice, 2, &bytes, &why));
    assert_int_equal(why.kind, FAILURE_INVALID);
    const struct zip_part huge = {.name = TEXT("a"), .bytes = {"", (size_t)ZIP_BYTES_MAX + 1}};
    assert_false(zip_make(arena, &huge, 1, &bytes, &why));
    assert_int_equal(why.kind, FAILURE_TOO_BIG);
    assert_null(bytes.bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_stand_in_order_with_a_fixed_time),
        cmocka_unit_test(an_empty_archive_is_one_too),
        cmocka_unit_test(bad_and_repeated_names_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
