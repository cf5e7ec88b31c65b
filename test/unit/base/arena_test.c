/* arena_test.c — pieces are zeroed, aligned, apart, and live until the arena closes. */
#include "base/arena.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void pieces_are_zeroed_and_aligned(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    static const size_t sizes[] = {0, 1, 15, 16, 17, 100, 4096, 20000, 70000, 1 << 20, 3};
    for (size_t round = 0; round < 50; round++) {
        for (size_t i = 0; i < LENGTH_OF(sizes); i++) {
            unsigned char *piece = arena_make(arena, sizes[i]);
            assert_non_null(piece);
            assert_int_equal((uintptr_t)piece % 16, 0);
            for (size_t at = 0; at < sizes[i]; at++)
                assert_int_equal(piece[at], 0);
            if (sizes[i] > 0)
                memset(piece, 0xAB, sizes[i]);
        }
    }
}

static void pieces_keep_what_was_written_when_others_come(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    uint32_t *pieces[3000];
    for (uint32_t i = 0; i < 3000; i++) {
        pieces[i] = arena_make_many(arena, i % 300 + 1, sizeof *pieces[i]);
        for (uint32_t at = 0; at <= i % 300; at++)
            pieces[i][at] = i;
    }
    for (uint32_t i = 0; i < 3000; i++)
        for (uint32_t at = 0; at <= i % 300; at++)
            assert_int_equal(pieces[i][at], i);
}

static void a_copy_stands_apart_from_its_origin(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    char origin[] = "Gia Lâm";
    char *copy = arena_copy(arena, origin, sizeof origin);
    origin[0] = 'X';
    assert_string_equal(copy, "Gia Lâm");
    assert_non_null(arena_copy(arena, NULL, 0));
}

static void used_counts_what_was_asked_for(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    assert_int_equal(arena_used(arena), 0);
    (void)arena_make(arena, 10);
    (void)arena_make_many(arena, 3, 100000);
    assert_int_equal(arena_used(arena), 300010);
    arena_close(NULL);
}

/* Small pieces, pieces of several chunks and a large one of its own. */
static void what_was_wiped_reads_as_zeros(void **state)
{
    (void)state;
    static const size_t sizes[] = {1, 17, 4000, 4096, 20000, 1 << 20, 3};
    struct arena *CLOSING(arena) arena = arena_open();
    unsigned char *pieces[LENGTH_OF(sizes)];
    for (size_t i = 0; i < LENGTH_OF(sizes); i++) {
        pieces[i] = arena_make(arena, sizes[i]);
        memset(pieces[i], 0xAB, sizes[i]);
    }
    arena_wipe(arena);
    for (size_t i = 0; i < LENGTH_OF(sizes); i++)
        for (size_t at = 0; at < sizes[i]; at++)
            assert_int_equal(pieces[i][at], 0);
    arena_wipe(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_zeroed_and_aligned),
        cmocka_unit_test(pieces_keep_what_was_written_when_others_come),
        cmocka_unit_test(a_copy_stands_apart_from_its_origin),
        cmocka_unit_test(used_counts_what_was_asked_for),
        cmocka_unit_test(what_was_wiped_reads_as_zeros),
    };
    return cmocka_run_group_tests_name("base/arena", tests, NULL, NULL);
}
