/* policy_rows_test.c — people in blocks get what each gets alone, with the same reasons, on the policies of the packs and random people. */
#include "base/file.h"
#include "engine/policy/policy_people.h"
#include "engine/policy/policy_rows.h"
#include "unit/engine/policy/sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

enum { PEOPLE = 1500 };

struct people {
    struct value *values; /* row by row */
    int32_t *cells;       /* column by column */
    uint8_t *missing;
};

static struct people people_make(struct arena *arena, const struct policy *policy, uint64_t *seed)
{
    size_t count = PEOPLE * policy->column_count;
    struct people people = {arena_make_many(arena, count, sizeof *people.values), arena_make_many(arena, count, sizeof *people.cells),
                            arena_make_many(arena, count, 1)};
    for (size_t i = 0; i < PEOPLE; i++)
        for (size_t c = 0; c < policy->column_count; c++) {
            struct value value = sample_random(&policy->columns[c], seed, &people.cells[c * PEOPLE + i]);
            people.missing[c * PEOPLE + i] = sample_next(seed) % 6 == 0;
            people.values[i * policy->column_count + c] = people.missing[c * PEOPLE + i] ? value_unknown() : value;
        }
    return people;
}

static bool verdict_same(const struct policy_verdict *a, const struct policy_verdict *b)
{
    return a->answer == b->answer && a->at_least == b->at_least && a->closed == b->closed && a->failed == b->failed && a->unknown == b->unknown &&
           a->paid_parts == b->paid_parts && a->yields_to == b->yields_to && a->base == b->base && a->amount == b->amount;
}

static bool reasons_same(const struct policy_line_result *a, const struct policy_line_result *b)
{
    bool same = a->reason_count == b->reason_count && a->missing_count == b->missing_count && a->paper == b->paper && a->yields_to == b->yields_to &&
                a->unconfirmed == b->unconfirmed;
    for (size_t i = 0; same && i < a->missing_count; i++)
        same = a->missing[i] == b->missing[i];
    for (size_t i = 0; same && i < a->reason_count; i++) {
        const struct policy_reason *one = &a->reasons[i], *other = &b->reasons[i];
        same = one->condition == other->condition && one->unknown == other->unknown && one->reading_count == other->reading_count;
        for (size_t k = 0; same && k < one->reading_count; k++)
            same = one->readings[k].column == other->readings[k].column && text_equal(one->readings[k].name, other->readings[k].name) &&
                   value_same(one->readings[k].value, other->readings[k].value);
    }
    return same;
}

/* Each person's answers alone beside those of the block, reason by reason; a line asked for by itself too. */
static size_t reasons_compare(const struct policy *policy, const struct policy_facts *facts, const struct policy_verdict *verdicts)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    const struct policy_result *alone = policy_entitle(scratch, policy, facts), *rows = policy_explain(scratch, policy, facts, verdicts);
    size_t reasons = 0;
    assert_true(alone->total == rows->total);
    for (size_t k = 0; k < policy->line_count; k++) {
        const struct policy_line_result one = policy_explain_line(scratch, policy, facts, k, &verdicts[k]);
        assert_true(reasons_same(&alone->lines[k], &rows->lines[k]) && reasons_same(&alone->lines[k], &one));
        reasons += one.reason_count;
    }
    return reasons;
}

static void verdicts_compare(const struct policy *policy, const struct people *people, struct day as_of, const struct policy_verdict *rows)
{
    size_t yes = 0, reasons = 0;
    for (size_t i = 0; i < PEOPLE; i++) {
        const struct policy_facts facts = {&people->values[i * policy->column_count], policy->column_count, as_of};
        struct policy_verdict alone[POLICY_LINES_MAX];
        policy_judge(policy, &facts, alone);
        for (size_t k = 0; k < policy->line_count; k++) {
            struct policy_verdict one;
            policy_judge_line(policy, &facts, k, &one);
            assert_true(verdict_same(&one, &alone[k]));
            const struct policy_verdict *a = &alone[k], *b = &rows[i * policy->line_count + k];
            if (!verdict_same(a, b))
                fail_msg("%s, row %zu, line %zu: alone %d %x %x, in rows %d %x %x", policy->id.bytes, i, k, (int)a->answer, a->failed, a->unknown,
                         (int)b->answer, b->failed, b->unknown);
            yes += a->answer == POLICY_YES;
        }
        if (i % 4 == 0)
            reasons += reasons_compare(policy, &facts, &rows[i * policy->line_count]);
    }
    assert_true(yes > 0 && reasons > 0); /* else nothing was compared */
}

static void compare(struct arena *arena, const struct policy *policy, uint64_t seed, struct day as_of)
{
    struct policy_rows_column columns[POLICY_COLUMNS_MAX];
    struct rule_column_block blocks[POLICY_COLUMNS_MAX];
    struct policy_rows *rows;
    struct failure why;
    struct people people = people_make(arena, policy, &seed);
    struct policy_verdict *verdicts = arena_make_many(arena, PEOPLE * policy->line_count, sizeof *verdicts);
    for (size_t c = 0; c < policy->column_count; c++) {
        columns[c] = (struct policy_rows_column){.column = c, .width = RULE_WIDTH_32};
        blocks[c] = (struct rule_column_block){&people.cells[c * PEOPLE], &people.missing[c * PEOPLE]};
    }
    const struct policy_rows_plan plan = {policy, columns, policy->column_count, as_of};
    assert_true(policy_rows_read(arena, &plan, &rows, &why));
    policy_rows_judge(rows, blocks, PEOPLE, verdicts);
    verdicts_compare(policy, &people, as_of, verdicts);
}

/* What columns do not hold: fractions, days long gone, values of another kind. */
static struct value value_odd(struct value value, uint64_t *seed)
{
    if (sample_next(seed) % 8 == 0)
        return value_text(TEXT("?"));
    if (value.kind == VALUE_NUMBER)
        return value_number((struct decimal){value.number.digits * 10 + 5, 1});
    return value.kind == VALUE_DAY ? value_day((struct day){value.day.number - 150 * 365}) : value;
}

static void people_given_as_values_are_judged_alike(struct arena *arena, const struct policy *policy, uint64_t seed, struct day as_of)
{
    struct people people = people_make(arena, policy, &seed);
    struct policy_verdict *verdicts = arena_make_many(arena, 2 * PEOPLE * policy->line_count, sizeof *verdicts);
    struct value *values = arena_make_many(arena, 2 * PEOPLE * policy->column_count, sizeof *values);
    for (size_t i = 0; i < PEOPLE * policy->column_count; i++) {
        values[i] = people.values[i];
        if (sample_next(&seed) % 50 == 0)
            people.values[i] = value_odd(people.values[i], &seed);
        values[PEOPLE * policy->column_count + i] = people.values[i];
    }
    policy_people_judge(policy_people_open(arena, policy, as_of), values, (size_t)2 * PEOPLE, verdicts);
    verdicts_compare(policy, &people, as_of, verdicts + PEOPLE * policy->line_count);
    people.values = values;
    verdicts_compare(policy, &people, as_of, verdicts);
}

static void people_in_blocks_get_what_each_gets_alone(void **state)
{
    static const char *const names[] = {"nq-68-2021", "hanoi-2021", "nq-116-2021"};
    (void)state;
    for (size_t i = 0; i < LENGTH_OF(names); i++) {
        struct arena *CLOSING(arena) arena = arena_open();
        const struct policy *policy = pack_policy(arena, names[i]);
        compare(arena, policy, i, day_of(2022, 2, 1));
        people_given_as_values_are_judged_alike(arena, policy, i + 20, day_of(2021, 9, 15));
    }
    struct arena *CLOSING(arena) arena = arena_open();
    compare(arena, sample_policy(arena), 7, day_of(2021, 10, 1));
    people_given_as_values_are_judged_alike(arena, sample_policy(arena), 8, day_of(2021, 10, 1));
}

static void a_column_that_cannot_be_judged_in_rows_is_refused(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const struct policy *policy = sample_policy(arena);
    const struct policy_rows_column twice[] = {{.column = 1, .width = RULE_WIDTH_32}, {.column = 1, .width = RULE_WIDTH_32}}, none[] = {{.column = 99}};
    const struct policy_rows_plan plans[] = {{policy, twice, 2, day_of(2021, 10, 1)}, {policy, none, 1, day_of(2021, 10, 1)}};
    for (size_t i = 0; i < LENGTH_OF(plans); i++) {
        struct policy_rows *rows = NULL;
        struct failure why;
        assert_false(policy_rows_read(arena, &plans[i], &rows, &why));
        assert_int_equal(why.kind, FAILURE_INVALID);
        assert_null(rows);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_in_blocks_get_what_each_gets_alone),
        cmocka_unit_test(a_column_that_cannot_be_judged_in_rows_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
