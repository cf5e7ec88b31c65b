/*
 * rule_compare_test.c — the steps and the slow walk over the tree give the same value,
 * for random rules of every kind and random rows with much missing.
 */
#include "unit/engine/rule/rule_author.h"
#include "unit/engine/rule/rule_sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

enum { RULES = 10500, ROWS_PER_RULE = 20, DEEPEST = 5 };

static struct value random_value(struct dice *dice, enum value_kind kind)
{
    static const int64_t numbers[] = {0, 1, -3, 25, 12, INT64_MAX, INT64_MIN, 4000000000};
    static const char *const texts[] = {"một", "it's", "", "hai"};
    if (roll(dice, 4) == 0)
        return value_unknown();
    switch (kind) {
    case VALUE_UNKNOWN:
        break;
    case VALUE_TRUTH:
        return value_truth(roll(dice, 2) == 0);
    case VALUE_NUMBER:
        return value_number(
            (struct decimal){numbers[roll(dice, LENGTH_OF(numbers))], (uint8_t)roll(dice, 3)});
    case VALUE_TEXT:
        return value_text(text_of(texts[roll(dice, LENGTH_OF(texts))]));
    case VALUE_DAY:
        return value_day(roll(dice, 9) == 0 ? DAY_NONE
                                            : day_plus(day_of(1996, 2, 27), (int)roll(dice, 10000)));
    case VALUE_CODE:
        return value_code(sample_states[roll(dice, LENGTH_OF(sample_states))]);
    }
    return value_unknown();
}

static void compare_on_rows(struct arena *arena, const struct rule *rule, struct dice *dice)
{
    for (size_t i = 0; i < ROWS_PER_RULE; i++) {
        struct value row[SAMPLE_COUNT];
        for (size_t slot = 0; slot < SAMPLE_COUNT; slot++)
            row[slot] = random_value(dice, sample_names[slot].kind);
        struct value fast = rule_evaluate(rule, row, SAMPLE_COUNT);
        struct value slow = rule_evaluate_slowly(rule, row, SAMPLE_COUNT);
        if (!value_same(fast, slow))
            print_error("steps: %s, tree: %s, rule: %s\n", value_write(arena, fast).bytes,
                        value_write(arena, slow).bytes, rule_source(rule).bytes);
        assert_true(value_same(fast, slow));
        assert_true(fast.kind == VALUE_UNKNOWN || fast.kind == rule_kind(rule));
        if (rule_kind(rule) == VALUE_TRUTH)
            assert_int_equal(rule_holds(rule, row, SAMPLE_COUNT),
                             rule_reasons(arena, rule, row, SAMPLE_COUNT).count == 0);
    }
}

static void both_evaluators_agree_on_random_rules(void **state)
{
    (void)state;
    struct dice dice = {20210908};
    struct failure why;
    size_t compared = 0;
    for (size_t i = 0; compared < RULES; i++) {
        struct arena *CLOSING(arena) arena = arena_open();
        struct buffer CLOSING(buffer) source;
        buffer_init(&source, RULE_SOURCE_MAX);
        enum value_kind kind = (enum value_kind)(VALUE_TRUTH + i % 5);
        author_write(&dice, &source, kind, 1 + roll(&dice, DEEPEST));
        if (!buffer_ok(&source, &why))
            continue; /* longer than a rule may be */
        struct problems problems;
        problems_init(&problems, arena, 5);
        struct rule *rule =
            rule_read(arena, buffer_text(&source), (struct place){0}, &sample_scope, kind, &problems);
        if (rule == NULL)
            print_error("%s: %.*s\n", problem_line(arena, &problems.items[0], LANGUAGE_EN).bytes,
                        TEXT_ARGS(buffer_text(&source)));
        assert_non_null(rule);
        compare_on_rows(arena, rule, &dice);
        compared++;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_evaluators_agree_on_random_rules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
