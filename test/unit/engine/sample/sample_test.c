/* sample_test.c — the same seed draws the same; every item has its fair chance; strata and money get their share. */
#include "engine/sample/sample.h"

#include "engine/seal/seal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static struct sample draw(struct arena *arena, struct sample_plan plan)
{
    struct failure why = {0};
    struct sample sample;
    assert_true(sample_draw(arena, &plan, &sample, &why));
    return sample;
}

/* docs/sampling.md has the same numbers; `printf` and `sha256sum` give them too. */
static void tickets_are_those_of_the_documentation(void **state)
{
    (void)state;
    static const struct { uint64_t item, ticket; } cases[] = {
        {0, UINT64_C(0x1eea7e87536fd883)}, {1, UINT64_C(0x3b083cced6634496)}, {229999, UINT64_C(0x087ea7f75027dcac)},
    };
    for (size_t i = 0; i < LENGTH_OF(cases); i++)
        assert_true(sample_ticket(TEXT("9f2c hoa phượng"), cases[i].item) == cases[i].ticket);
}

static void the_items_with_the_smallest_tickets_are_drawn(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct sample sample = draw(arena, (struct sample_plan){.count = 500, .size = 20, .seed = TEXT("a")});
    uint64_t greatest = 0;
    size_t smaller = 0;
    assert_int_equal(sample.count, 20);
    for (size_t i = 0; i < sample.count; i++) {
        uint64_t ticket = sample_ticket(TEXT("a"), sample.drawn[i].item);
        greatest = ticket > greatest ? ticket : greatest;
        assert_true(i == 0 || sample.drawn[i - 1].item < sample.drawn[i].item);
    }
    for (size_t i = 0; i < 500; i++)
        smaller += sample_ticket(TEXT("a"), i) <= greatest;
    assert_int_equal(smaller, 20);
}

/* 400 draws of 10 of 100: each is expected 40 times; the sum of squares over 40 follows chi-square of 99 degrees. */
static void every_item_is_drawn_about_as_often_as_any_other(void **state)
{
    (void)state;
    enum { DRAWS = 400, ITEMS = 100, SIZE = 10 };
    int seen[ITEMS] = {0};
    double chi = 0, expected = (double)DRAWS * SIZE / ITEMS;
    for (int d = 0; d < DRAWS; d++) {
        struct arena *CLOSING(arena) arena = arena_open();
        struct sample sample = draw(arena, (struct sample_plan){.count = ITEMS, .size = SIZE, .seed = text_format(arena, "draw %d", d)});
        for (size_t i = 0; i < sample.count; i++)
            seen[sample.drawn[i].item]++;
    }
    for (int i = 0; i < ITEMS; i++)
        chi += (seen[i] - expected) * (seen[i] - expected) / expected;
    assert_true(chi < 149); /* one in a thousand is above */
    assert_true(chi > 50);  /* nor suspiciously even */
}

static void every_stratum_gets_its_share_and_at_least_one(void **state)
{
    (void)state;
    static const struct {
        size_t items[4], size, drawn[4];
    } cases[] = {
        {{100, 100, 100, 100}, 40, {10, 10, 10, 10}},
        {{970, 10, 10, 10}, 20, {17, 1, 1, 1}},
        {{5, 5, 5, 5}, 100, {5, 5, 5, 5}},
        {{7, 2, 1, 0}, 5, {3, 1, 1, 0}},
        {{50, 30, 20, 0}, 2, {1, 1, 0, 0}},
        {{33, 33, 34, 0}, 10, {3, 3, 4, 0}},
    };
    for (size_t c = 0; c < LENGTH_OF(cases); c++) {
        struct arena *CLOSING(arena) arena = arena_open();
        size_t count = 0;
        uint32_t stratum[1000];
        for (uint32_t h = 0; h < 4; h++)
            for (size_t i = 0; i < cases[c].items[h]; i++)
                stratum[count++] = h;
        struct sample sample =
            draw(arena, (struct sample_plan){.count = count, .size = cases[c].size, .seed = TEXT("x"), .stratum = stratum, .strata = 4});
        size_t drawn[4] = {0};
        for (size_t i = 0; i < sample.count; i++)
            drawn[sample.drawn[i].stratum]++;
        for (size_t h = 0; h < 4; h++) {
            assert_int_equal(drawn[h], cases[c].drawn[h]);
            assert_int_equal(sample.strata[h].drawn, cases[c].drawn[h]);
        }
    }
}

/* Amounts 1 to 20 million, 6 of 20 drawn: an item of amount a has the chance 6a/210. */
static void money_is_drawn_in_proportion(void **state)
{
    (void)state;
    enum { DRAWS = 3000, ITEMS = 20, SIZE = 6 };
    int64_t money[ITEMS];
    int seen[ITEMS] = {0};
    for (int i = 0; i < ITEMS; i++)
        money[i] = (i + 1) * INT64_C(1000000);
    for (int d = 0; d < DRAWS; d++) {
        struct arena *CLOSING(arena) arena = arena_open();
        struct sample sample =
            draw(arena, (struct sample_plan){.count = ITEMS, .size = SIZE, .seed = text_format(arena, "money %d", d), .money = money});
        assert_int_equal(sample.count, SIZE);
        for (size_t i = 0; i < sample.count; i++)
            seen[sample.drawn[i].item]++;
    }
    for (int i = 0; i < ITEMS; i++) {
        double expected = (double)DRAWS * SIZE * (i + 1) / 210, apart = seen[i] - expected;
        assert_true(apart * apart < 16 * expected + 16); /* four times the spread */
    }
}

static void what_is_too_big_to_miss_is_taken_for_sure(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const int64_t money[] = {5, 5, 1000000000, 5, 5, 0, -3, 5};
    struct sample sample = draw(arena, (struct sample_plan){.count = 8, .size = 3, .seed = TEXT("s"), .money = money});
    assert_int_equal(sample.count, 3);
    assert_int_equal(sample.strata[0].items, 8);
    assert_int_equal(sample.strata[0].able, 6);
    bool found = false;
    for (size_t i = 0; i < sample.count; i++) {
        found = found || (sample.drawn[i].item == 2 && sample.drawn[i].for_sure);
        assert_true(money[sample.drawn[i].item] > 0);
    }
    assert_true(found);
    /* All that can be drawn, when more is asked. */
    assert_int_equal(draw(arena, (struct sample_plan){.count = 8, .size = 100, .seed = TEXT("s"), .money = money}).count, 6);
    assert_int_equal(draw(arena, (struct sample_plan){.count = 2, .size = 100, .seed = TEXT("s"), .money = money + 5}).count, 0);
}

static void what_cannot_be_drawn_is_refused(void **state)
{
    (void)state;
    static const uint32_t stratum[] = {0, 7};
    static const int64_t money[] = {INT64_MAX, 1};
    static const struct { struct sample_plan plan; enum failure_kind kind; } cases[] = {
        {{.count = 2, .size = 1}, FAILURE_INVALID},
        {{.count = 2, .seed = {"a", 1}}, FAILURE_INVALID},
        {{.count = 2, .size = 1, .seed = {"a", 1}, .stratum = stratum, .strata = 2}, FAILURE_INVALID},
        {{.count = 2, .size = 1, .seed = {"a", 1}, .money = money}, FAILURE_TOO_BIG},
        {{.count = (size_t)SAMPLE_ITEMS_MAX + 1, .size = 1, .seed = {"a", 1}}, FAILURE_TOO_BIG},
        {{.count = 2, .size = 1, .seed = {"a", 1}, .stratum = stratum, .strata = SAMPLE_STRATA_MAX + 1}, FAILURE_TOO_BIG},
    };
    struct arena *CLOSING(arena) arena = arena_open();
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        struct failure why = {0};
        struct sample sample;
        assert_false(sample_draw(arena, &cases[i].plan, &sample, &why));
        assert_int_equal(why.kind, cases[i].kind);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tickets_are_those_of_the_documentation),
        cmocka_unit_test(the_items_with_the_smallest_tickets_are_drawn),
        cmocka_unit_test(every_item_is_drawn_about_as_often_as_any_other),
        cmocka_unit_test(every_stratum_gets_its_share_and_at_least_one),
        cmocka_unit_test(money_is_drawn_in_proportion),
        cmocka_unit_test(what_is_too_big_to_miss_is_taken_for_sure),
        cmocka_unit_test(what_cannot_be_drawn_is_refused),
    };
    struct failure why = {0};
    return seal_ready(&why) ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
