/* node_test.c — building the common tree, finding in it, comparing; and single values. */
#include "base/node.h"
#include "base/value.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void a_map_keeps_its_order_and_replaces_a_key(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct node *map = node_map(arena);
    for (int i = 0; i < 20; i++)
        node_put_text(map, text_format(arena, "k%d", i), node_whole(arena, i));
    node_put(map, "k3", node_text(arena, TEXT("ba")));
    assert_int_equal(node_count(map), 20);
    assert_true(text_is(map->map.entries[3].key, "k3"));
    assert_true(text_is(node_text_at(map, "k3"), "ba"));
    assert_int_equal(node_text_at(map, "k4").length, 0);
    assert_int_equal(node_at(map, "k19")->number.digits, 19);
    assert_null(node_at(map, "k20"));
    assert_null(node_at(NULL, "k1"));
    assert_null(node_find(node_truth(arena, true), TEXT("k1")));
}

static void a_list_is_filled_on_through_what_append_returns(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct node *list = node_list(arena);
    for (int i = 0; i < 10; i++)
        node_put(node_append(list, node_map(arena)), "n", node_whole(arena, i));
    assert_int_equal(node_count(list), 10);
    assert_int_equal(node_at(list->list.items[9], "n")->number.digits, 9);
    assert_int_equal(node_count(NULL), 0);
    assert_int_equal(node_count(node_nothing(arena)), 0);
}

static struct node *sample(struct arena *arena, bool turned, int64_t last)
{
    struct node *map = node_map(arena);
    struct node *list = node_list(arena);
    node_append(list, node_nothing(arena));
    node_append(list, node_truth(arena, true));
    node_append(list, node_number(arena, (struct decimal){turned ? 250 : 25, turned ? 2 : 1}));
    node_append(list, node_whole(arena, last));
    if (turned)
        node_put(map, "name", node_text(arena, TEXT("Bồ Đề")));
    node_put(map, "list", list);
    if (!turned)
        node_put(map, "name", node_text(arena, TEXT("Bồ Đề")));
    return map;
}

static void trees_are_equal_by_what_they_say(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    assert_true(node_equal(sample(arena, false, 1), sample(arena, true, 1)));
    assert_false(node_equal(sample(arena, false, 1), sample(arena, false, 2)));
    assert_false(node_equal(node_text(arena, TEXT("1")), node_whole(arena, 1)));
    assert_true(node_equal(NULL, NULL));
    assert_false(node_equal(NULL, node_nothing(arena)));
}

static void values_are_the_same_when_kind_and_value_are(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const struct value values[] = {
        value_unknown(), value_truth(true), value_truth(false), value_whole(1), value_number((struct decimal){15, 1}),
        value_text(TEXT("a")), value_code(TEXT("a")), value_day(day_of(2021, 9, 8)),
    };
    static const char *const written[] = {"", "true", "false", "1", "1.5", "a", "a", "2021-09-08"};
    for (size_t i = 0; i < LENGTH_OF(values); i++) {
        assert_true(text_is(value_write(arena, values[i]), written[i]));
        assert_int_equal(value_known(values[i]), i > 0);
        for (size_t j = 0; j < LENGTH_OF(values); j++)
            assert_int_equal(value_same(values[i], values[j]), i == j);
    }
    assert_true(value_same(value_whole(1), value_number((struct decimal){100, 2})));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_map_keeps_its_order_and_replaces_a_key),
        cmocka_unit_test(a_list_is_filled_on_through_what_append_returns),
        cmocka_unit_test(trees_are_equal_by_what_they_say),
        cmocka_unit_test(values_are_the_same_when_kind_and_value_are),
    };
    return cmocka_run_group_tests_name("base/node", tests, NULL, NULL);
}
