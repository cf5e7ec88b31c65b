/* buffer_test.c — growing, the ceiling, and whole numbers in network order. */
#include "base/buffer.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void what_is_added_stands_in_order(void **state)
{
    (void)state;
    struct failure why = {0};
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, 1 << 20);
    buffer_add(&out, TEXT("xin "));
    buffer_add_char(&out, 'c');
    buffer_add(&out, (struct text){0});
    buffer_add_format(&out, "hào %d", 5);
    buffer_add_int64(&out, INT64_MIN);
    buffer_add_int64(&out, 0);
    buffer_add_int64(&out, INT64_MAX);
    assert_true(text_is(buffer_text(&out), "xin chào 5-922337203685477580809223372036854775807"));
    assert_true(buffer_ok(&out, &why));
}

static void a_full_buffer_keeps_what_it_has_and_says_so(void **state)
{
    (void)state;
    struct failure why = {0};
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, 5);
    buffer_add(&out, TEXT("abcd"));
    buffer_add(&out, TEXT("xy"));
    buffer_add_char(&out, 'e');
    assert_true(text_is(buffer_text(&out), "abcd"));
    assert_false(buffer_ok(&out, &why));
    assert_int_equal(why.kind, FAILURE_TOO_BIG);
    buffer_rewind(&out);
    buffer_add(&out, TEXT("12345"));
    assert_true(buffer_ok(&out, &why));
    buffer_add_format(&out, "%0500d", 1);
    assert_false(buffer_ok(&out, &why));
    assert_int_equal(buffer_text(&out).length, 5);
}

static void it_grows_to_its_ceiling_exactly(void **state)
{
    (void)state;
    struct failure why = {0};
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, 100003);
    for (int i = 0; i < 100003; i++)
        buffer_add_char(&out, 'x');
    assert_true(buffer_ok(&out, &why));
    buffer_add_char(&out, 'x');
    assert_false(buffer_ok(&out, &why));
    buffer_clear(&out);
    assert_int_equal(buffer_text(&out).length, 0);
    buffer_add_format(&out, "%s%0400d", "", 7);
    assert_int_equal(buffer_text(&out).length, 400);
}

static void numbers_are_big_endian(void **state)
{
    (void)state;
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, 64);
    buffer_add_u8(&out, 0x01);
    buffer_add_u16(&out, 0x0203);
    buffer_add_u32(&out, 0x04050607);
    buffer_add_u64(&out, 0x08090a0b0c0d0e0f);
    assert_int_equal(out.length, 15);
    for (size_t i = 0; i < 15; i++)
        assert_int_equal(out.bytes[i], i + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_added_stands_in_order),
        cmocka_unit_test(a_full_buffer_keeps_what_it_has_and_says_so),
        cmocka_unit_test(it_grows_to_its_ceiling_exactly),
        cmocka_unit_test(numbers_are_big_endian),
    };
    return cmocka_run_group_tests_name("base/buffer", tests, NULL, NULL);
}
