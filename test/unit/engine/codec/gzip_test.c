#include "engine/codec/gzip.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>
#include <zlib.h>

static struct text grown(struct arena *arena, struct text small, size_t room)
{
    z_stream stream = {0};
    char *out = arena_make(arena, room + 1);
    assert_int_equal(inflateInit2(&stream, 15 + 16), Z_OK);
    stream.next_in = (Bytef *)(void *)(uintptr_t)small.bytes;
    stream.avail_in = (uInt)small.length;
    stream.next_out = (Bytef *)out;
    stream.avail_out = (uInt)room;
    assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
    inflateEnd(&stream);
    return (struct text){out, stream.total_out};
}

static void what_was_made_small_grows_back(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    char *long_text = arena_make(arena, 100000);
    memset(long_text, 'd', 100000);
    const struct text cases[] = {TEXT(""), TEXT("x"), TEXT("Kết quả công tác dân vận quý III năm 2021"), {long_text, 100000}};
    struct failure why;
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        struct text small, again;
        assert_true(gzip_make(arena, cases[i], &small, &why));
        assert_true(text_equal(grown(arena, small, cases[i].length + 64), cases[i]));
        assert_true(gzip_make(arena, cases[i], &again, &why));
        assert_true(text_equal(small, again));
    }
    struct text small;
    assert_true(gzip_make(arena, cases[3], &small, &why));
    assert_true(small.length < 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_was_made_small_grows_back)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
