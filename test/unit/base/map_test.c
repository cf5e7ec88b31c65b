/* map_test.c — maps keep the order of adding and find what was put; lists keep theirs. */
#include "base/list.h"
#include "base/map.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void an_empty_map_finds_nothing(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const struct map *map = map_make(arena);
    assert_null(map_find(map, TEXT("x")));
    assert_int_equal(map_count(map), 0);
}

static void a_thousand_keys_are_found_in_their_order(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct map *map = map_make(arena);
    static int values[1000];
    for (int i = 0; i < 1000; i++)
        map_put(map, text_format(arena, "%05d", i * 7919 % 1000), &values[i]);
    assert_int_equal(map_count(map), 1000);
    for (int i = 0; i < 1000; i++) {
        struct text key = text_format(arena, "%05d", i * 7919 % 1000);
        assert_ptr_equal(map_find(map, key), &values[i]);
        assert_true(text_equal(map_key(map, (size_t)i), key));
        assert_ptr_equal(map_value(map, (size_t)i), &values[i]);
    }
    assert_null(map_find(map, TEXT("01000")));
}

static void a_key_put_twice_keeps_its_place_and_takes_the_new_value(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct map *map = map_make(arena);
    int first, second, third;
    map_put(map, TEXT("a"), &first);
    map_put(map, TEXT("b"), &second);
    map_put(map, TEXT("a"), &third);
    assert_int_equal(map_count(map), 2);
    assert_true(text_is(map_key(map, 0), "a"));
    assert_ptr_equal(map_find(map, TEXT("a")), &third);
}

static void a_list_grows_and_keeps_its_order(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct list list = {0};
    static int items[500];
    for (int i = 0; i < 500; i++)
        list_add(&list, arena, &items[i]);
    assert_int_equal(list.count, 500);
    for (int i = 0; i < 500; i++)
        assert_ptr_equal(list.items[i], &items[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_map_finds_nothing),
        cmocka_unit_test(a_thousand_keys_are_found_in_their_order),
        cmocka_unit_test(a_key_put_twice_keeps_its_place_and_takes_the_new_value),
        cmocka_unit_test(a_list_grows_and_keeps_its_order),
    };
    return cmocka_run_group_tests_name("base/map", tests, NULL, NULL);
}
