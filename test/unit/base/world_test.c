/* world_test.c — the day in Vietnam, moments written and read, a world that stands still. */
#include "base/world.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static struct moment reading(const char *text)
{
    struct moment moment;
    if (!moment_read(text_of(text), &moment))
        fail_msg("\"%s\" is a moment", text);
    return moment;
}

static void the_day_changes_at_midnight_in_vietnam(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    assert_string_equal(day_write(arena, moment_day(reading("2021-10-07T16:59:59.999Z"))).bytes, "2021-10-07");
    assert_string_equal(day_write(arena, moment_day(reading("2021-10-07T17:00:00.000Z"))).bytes, "2021-10-08");
    assert_string_equal(day_write(arena, moment_day(reading("1969-12-31T16:59:59.999Z"))).bytes, "1969-12-31");
    struct moment moment = moment_of(day_of(2021, 10, 8), 8, 47);
    assert_string_equal(moment_write(arena, moment).bytes, "2021-10-08T01:47:00.000Z");
    assert_string_equal(moment_write_people(arena, moment).bytes, "08/10/2021 | 08:47");
}

static void moments_read_back(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    static const char *const good[] = {"1970-01-01T00:00:00.000Z", "1969-12-31T23:59:59.999Z", "2021-10-08T01:47:00.123Z",
                                       "2100-02-28T23:59:59.001Z"};
    for (size_t i = 0; i < LENGTH_OF(good); i++)
        assert_string_equal(moment_write(arena, reading(good[i])).bytes, good[i]);
    static const char *const bad[] = {"", "2021-10-08", "2021-10-08T24:00:00.000Z", "2021-10-08T01:60:00.000Z",
                                      "2021-10-08T01:47:60.000Z", "2021-02-29T01:47:00.000Z", "2021-10-08T01:47:00Z",
                                      "2021-10-08 01:47:00.000Z", "2021-10-08T01:47:00.000+", "2021-10-08T-1:47:00.000Z"};
    for (size_t i = 0; i < LENGTH_OF(bad); i++) {
        struct moment moment = {7};
        assert_false(moment_read(text_of(bad[i]), &moment));
        assert_int_equal(moment.milliseconds, 7);
    }
}

static void a_fixed_world_repeats(void **state)
{
    (void)state;
    struct world one = world_fixed(moment_of(day_of(2021, 9, 30), 23, 59), 42);
    struct world two = one;
    unsigned char a[100], b[100];
    world_random(&one, a, sizeof a);
    world_random(&two, b, sizeof b);
    assert_memory_equal(a, b, sizeof a);
    world_random(&two, b, sizeof b);
    assert_memory_not_equal(a, b, sizeof a);
    assert_int_equal(world_now(&one).milliseconds, world_now(&two).milliseconds);
    assert_int_equal(world_today(&one).number, day_of(2021, 9, 30).number);
    one.today = day_of(2022, 1, 1);
    assert_int_equal(world_today(&one).number, day_of(2022, 1, 1).number);
}

static void the_real_world_moves_and_is_not_foreseen(void **state)
{
    (void)state;
    struct world world = world_real();
    assert_true(world_now(&world).milliseconds > moment_of(day_of(2021, 1, 1), 0, 0).milliseconds);
    assert_int_equal(world_today(&world).number, moment_day(world_now(&world)).number);
    unsigned char a[64], b[64];
    world_random(&world, a, sizeof a);
    world_random(&world, b, sizeof b);
    assert_memory_not_equal(a, b, sizeof a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_day_changes_at_midnight_in_vietnam),
        cmocka_unit_test(moments_read_back),
        cmocka_unit_test(a_fixed_world_repeats),
        cmocka_unit_test(the_real_world_moves_and_is_not_foreseen),
    };
    return cmocka_run_group_tests_name("base/world", tests, NULL, NULL);
}
