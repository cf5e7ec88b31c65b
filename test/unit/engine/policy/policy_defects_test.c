/*
 * policy_defects_test.c — thirteen faults that other systems had with support programmes, one test each: a rule
 * that could not be worked out matched everybody, a limit cut silently, money went wrong. Here each must fail closed.
 */
#include "base/file.h"
#include "engine/policy/policy_findings.h"
#include "unit/engine/policy/sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define OCTOBER day_of(2021, 10, 1)
static const char good[] = "stopped_on=2021-07-20 days_stopped=20 insured=yes residence=none pregnant=no children=0";

/* How many problems the sample has with one place written otherwise. */
static size_t problems_with(const char *old, const char *now)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct problems problems;
    problems_init(&problems, arena, 20);
    const struct policy *policy = policy_read(arena, TEXT("p.yaml"), sample_bytes_with(arena, old, now), &problems);
    if (policy != NULL)
        (void)policy_check(policy, &problems);
    return problems.errors;
}

/* The verdict on the sample's first line, its rules written otherwise; tests beside them are not looked at. */
static struct policy_verdict verdict_with(const char *old, const char *now, const char *said)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct problems problems;
    struct policy_verdict verdicts[POLICY_LINES_MAX];
    problems_init(&problems, arena, 20);
    const struct policy *policy = policy_read(arena, TEXT("p.yaml"), sample_bytes_with(arena, old, now), &problems);
    assert_non_null(policy);
    const struct policy_facts facts = sample_person(arena, policy, said, OCTOBER);
    policy_judge(policy, &facts, verdicts);
    return verdicts[0];
}

/* 1: a computed value was compared as if it were the record's id. */
static void a_comparison_with_arithmetic_compares_the_result(void **state)
{
    (void)state;
    assert_int_equal(verdict_with("if: insured, cite", "if: days_stopped * 2 - children >= 41, cite", good).answer, POLICY_NO);
    assert_int_equal(verdict_with("if: insured, cite", "if: days_stopped * 2 - children >= 40, cite", good).answer, POLICY_YES);
}

/* 2: the predicate of a count was ignored. */
static void a_condition_whose_part_decides_nothing_is_refused(void **state)
{
    (void)state;
    assert_true(problems_with("if: insured, cite", "if: insured or not insured, cite") > 0);
    assert_true(problems_with("if: insured, cite", "if: children >= 0, cite") > 0);
}

/* 3: operators other than = were dropped. */
static void every_operator_is_obeyed(void **state)
{
    static const struct {
        const char *rule;
        enum policy_answer answer;
    } cases[] = {
        {"days_stopped < 20", POLICY_NO}, {"days_stopped <= 20", POLICY_YES}, {"days_stopped > 20", POLICY_NO}, {"days_stopped >= 20", POLICY_YES},
        {"days_stopped != 20", POLICY_NO}, {"days_stopped = 20", POLICY_YES}, {"not insured", POLICY_NO}, {"\"residence not in (none)\"", POLICY_NO},
        {"days_stopped between 21 and 30", POLICY_NO}, {"days_stopped not between 21 and 30", POLICY_YES},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        struct arena *CLOSING(arena) arena = arena_open();
        struct text now = text_format(arena, "if: %s, cite", cases[i].rule);
        assert_int_equal(verdict_with("if: insured, cite", now.bytes, good).answer, cases[i].answer);
    }
    assert_true(problems_with("if: insured, cite", "if: days_stopped like 20, cite") > 0);
}

/* 4: the filtered list was worked out, then the unfiltered one was paid. */
static void nothing_is_due_to_whom_a_condition_leaves_out(void **state)
{
    (void)state;
    struct policy_verdict verdict = verdict_with("if: insured, cite", "if: insured and children > 0, cite", good);
    assert_int_equal(verdict.answer, POLICY_NO);
    assert_int_equal(verdict.amount, 0);
    assert_int_equal(verdict.base, 0);
}

/* 5: verification ran another rule than enrolment. */
static void a_list_is_checked_by_the_same_rules_as_a_person(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const struct policy *policy = sample_policy(arena);
    static const char *const people[] = {"", good, "insured=no", "stopped_on=2021-07-20 days_stopped=14 insured=yes residence=permanent"};
    for (size_t i = 0; i < LENGTH_OF(people); i++) {
        const struct policy_facts facts = sample_person(arena, policy, people[i], OCTOBER);
        const struct policy_result *result = policy_entitle(arena, policy, &facts);
        struct policy_verdict verdicts[POLICY_LINES_MAX];
        policy_judge(policy, &facts, verdicts);
        for (size_t k = 0; k < policy->line_count; k++) {
            assert_int_equal(result->lines[k].verdict.answer, verdicts[k].answer);
            assert_int_equal(result->lines[k].verdict.amount, verdicts[k].amount);
        }
    }
}

/* 6: rules were SQL text, guarded by looking for words. */
static void a_rule_can_only_compute(void **state)
{
    (void)state;
    assert_true(problems_with("if: insured, cite", "if: \"insured; delete from person\", cite") > 0);
    assert_true(problems_with("if: insured, cite", "if: \"1 = 1 -- insured\", cite") > 0);
    assert_true(problems_with("if: insured, cite", "if: system('x'), cite") > 0);
}

/* 7: without a filter everybody was taken. */
static void no_rule_means_nobody(void **state)
{
    (void)state;
    const struct value any = value_truth(true);
    assert_true(problems_with("if: insured, cite", "cite") > 0);
    assert_true(problems_with("if: insured, cite", "if: '', cite") > 0);
    assert_false(rule_holds(NULL, &any, 1));
    const struct policy_condition condition = {.id = TEXT("x")}; /* a rule that could not be read */
    const struct policy_line line = {.id = TEXT("l"), .conditions = &condition, .condition_count = 1, .from = DAY_NONE, .to = DAY_NONE, .apply_by = DAY_NONE};
    const struct policy_line empty = {.id = TEXT("e"), .from = DAY_NONE, .to = DAY_NONE, .apply_by = DAY_NONE};
    const struct policy_line lines[2] = {line, empty};
    const struct policy broken = {.lines = lines, .line_count = 2};
    const struct policy_facts facts = {.as_of = OCTOBER};
    struct policy_verdict verdicts[2];
    policy_judge(&broken, &facts, verdicts);
    assert_int_equal(verdicts[0].answer, POLICY_UNKNOWN);
    assert_int_equal(verdicts[1].answer, POLICY_UNKNOWN);
}

/* 8: "all" meant the first ten thousand. */
static void nobody_is_cut_off_a_long_list(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const struct policy *policy = sample_policy(arena);
    const struct policy_facts facts = sample_person(arena, policy, good, OCTOBER);
    struct policy_verdict verdicts[POLICY_LINES_MAX];
    int64_t total = 0;
    size_t used = arena_used(arena);
    for (size_t i = 0; i < 10001; i++) {
        policy_judge(policy, &facts, verdicts);
        total += verdicts[0].amount;
    }
    assert_int_equal(total, INT64_C(10001) * 1855000);
    assert_int_equal(arena_used(arena), used);
}

/* 9: all payments of a day bore one reference. */
static void an_answer_bears_its_own_policy_and_day(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct problems problems;
    problems_init(&problems, arena, 5);
    const struct policy *a = sample_policy(arena);
    const struct policy *b = policy_read(arena, TEXT("b.yaml"), sample_bytes_with(arena, "Lái xe", "Lái xe ôm"), &problems);
    const struct policy_facts today = sample_person(arena, a, good, OCTOBER), later = sample_person(arena, a, good, day_plus(OCTOBER, 1));
    assert_string_not_equal(a->hash, b->hash);
    assert_int_not_equal(policy_entitle(arena, a, &today)->as_of.number, policy_entitle(arena, a, &later)->as_of.number);
}

/* 10: what nobody had approved could be paid. */
static void an_amount_exists_only_for_a_plain_yes(void **state)
{
    (void)state;
    struct policy_verdict unknown = verdict_with("if: insured, cite", "if: insured and pregnant, cite", "stopped_on=2021-07-20 days_stopped=20 insured=yes");
    assert_int_equal(unknown.answer, POLICY_UNKNOWN);
    assert_int_equal(unknown.amount, 0);
}

/* 11: a programme could not exceed 32,767; amounts wrapped at 2^31 and lost digits as floats. */
static void amounts_are_exact_and_too_big_is_unknown(void **state)
{
    (void)state;
    assert_int_equal(verdict_with("pay: \"case when days_stopped < 30 then short_amount else 3_710_000 end\"", "pay: 3_000_000_000 + short_amount", good).amount, INT64_C(3001855000));
    assert_int_equal(verdict_with("else 3_710_000 end", "else 3_710_000 end + 14_922_217", good).amount, 16777217);
    struct policy_verdict wrapped = verdict_with("else 3_710_000 end", "else 3_710_000 end * 9_223_372_036_854_775", good);
    assert_int_equal(wrapped.answer, POLICY_UNKNOWN);
    assert_int_equal(wrapped.amount, 0);
    struct policy_verdict negative = verdict_with("else 3_710_000 end", "else 3_710_000 end - 2_000_000", good);
    assert_int_equal(negative.answer, POLICY_UNKNOWN);
    struct policy_verdict broken = verdict_with("else 3_710_000 end", "else 3_710_000 end * 0.000001", good);
    assert_int_equal(broken.answer, POLICY_UNKNOWN);
}

/* 12: a threshold was set and used nowhere; a missing value was taken for one. */
static void a_parameter_nobody_reads_is_refused_and_a_missing_value_stays_missing(void **state)
{
    (void)state;
    assert_true(problems_with("short_amount else", "1_855_000 else") > 0);
    assert_true(problems_with("if: insured, cite", "if: not known(insured), cite") > 0);
    assert_true(problems_with("if: pregnant, pay", "if: known(pregnant) and pregnant, pay") > 0);
    assert_int_equal(verdict_with("if: insured, cite", "if: insured, cite", "stopped_on=2021-07-20 days_stopped=20").answer, POLICY_UNKNOWN);
    assert_int_equal(verdict_with("if: insured, cite", "if: days_stopped < 100, cite", "stopped_on=2021-07-20").answer, POLICY_UNKNOWN);
}

/* 13: a deliberate refusal was undone in bulk; a duplicate stayed flagged after it was mended. */
static void a_refusal_is_shown_beside_what_was_missed_and_a_mended_clash_is_gone(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const struct policy *policy = sample_policy(arena);
    const struct policy_facts facts = sample_person(arena, policy, good, OCTOBER);
    struct policy_listing listings[2] = {{.refused_rows = 1, .applied_on = DAY_NONE, .decided_on = DAY_NONE, .paid_on = DAY_NONE, .decide_by = DAY_NONE, .pay_by = DAY_NONE}};
    struct policy_verdict verdicts[POLICY_LINES_MAX];
    struct policy_finding findings[2];
    listings[1] = listings[0];
    listings[1].refused_rows = 0;
    policy_judge(policy, &facts, verdicts);
    policy_find(policy, verdicts, listings, OCTOBER, findings);
    assert_int_equal(findings[0].kinds, POLICY_MISSED);
    assert_true(findings[0].refused);
    listings[0].approved_rows = 2;
    policy_find(policy, verdicts, listings, OCTOBER, findings);
    assert_int_equal(findings[0].kinds, POLICY_TWICE);
    listings[0].approved_rows = 1;
    policy_find(policy, verdicts, listings, OCTOBER, findings);
    assert_int_equal(findings[0].kinds, 0);
}

/* ── whatever a value is: less knowledge, a wrong kind, a code that does not exist never makes anybody entitled ── */

static uint64_t next(uint64_t *seed)
{
    uint64_t z = *seed += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static struct value some_value(const struct policy_column *column, uint64_t *seed)
{
    if (column->kind == VALUE_TRUTH)
        return value_truth(next(seed) % 2 == 0);
    if (column->kind == VALUE_NUMBER)
        return value_whole((int64_t)(next(seed) % 60));
    if (column->kind == VALUE_DAY)
        return value_day(day_plus(day_of(2021, 5, 1), (int)(next(seed) % 300)));
    return column->kind == VALUE_CODE ? value_code(column->codes[next(seed) % column->code_count]) : value_text(TEXT("x"));
}

static struct value spoiled(const struct policy_column *column, uint64_t *seed)
{
    switch (next(seed) % 4) {
    case 0:
        return column->kind == VALUE_TEXT ? value_unknown() : value_text(TEXT("yes"));
    case 1:
        return column->kind == VALUE_NUMBER ? value_whole(-1) : value_unknown();
    case 2:
        return column->kind == VALUE_CODE ? value_code(TEXT("no-such-code")) : value_unknown();
    default:
        return value_unknown();
    }
}

static void knowing_less_never_makes_anybody_entitled(void **state)
{
    static const char *const names[] = {"nq-68-2021", "hanoi-2021", "nq-116-2021"};
    (void)state;
    for (size_t i = 0; i < LENGTH_OF(names); i++) {
        struct arena *CLOSING(arena) arena = arena_open();
        uint64_t seed = i;
        const struct policy *policy = pack_policy(arena, names[i]);
        for (size_t round = 0; round < 400; round++) {
            struct value values[POLICY_COLUMNS_MAX];
            const struct policy_facts facts = {values, policy->column_count, OCTOBER};
            struct policy_verdict whole[POLICY_LINES_MAX], less[POLICY_LINES_MAX];
            for (size_t c = 0; c < policy->column_count; c++)
                values[c] = some_value(&policy->columns[c], &seed);
            policy_judge(policy, &facts, whole);
            for (size_t c = 0; c < policy->column_count; c++)
                if (next(&seed) % 3 == 0)
                    values[c] = spoiled(&policy->columns[c], &seed);
            policy_judge(policy, &facts, less);
            for (size_t k = 0; k < policy->line_count; k++) {
                assert_false(less[k].answer == POLICY_YES && whole[k].answer != POLICY_YES);
                assert_false(less[k].answer == POLICY_NO && whole[k].answer != POLICY_NO);
                assert_true(less[k].amount <= whole[k].amount);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_comparison_with_arithmetic_compares_the_result),
        cmocka_unit_test(a_condition_whose_part_decides_nothing_is_refused),
        cmocka_unit_test(every_operator_is_obeyed),
        cmocka_unit_test(nothing_is_due_to_whom_a_condition_leaves_out),
        cmocka_unit_test(a_list_is_checked_by_the_same_rules_as_a_person),
        cmocka_unit_test(a_rule_can_only_compute),
        cmocka_unit_test(no_rule_means_nobody),
        cmocka_unit_test(nobody_is_cut_off_a_long_list),
        cmocka_unit_test(an_answer_bears_its_own_policy_and_day),
        cmocka_unit_test(an_amount_exists_only_for_a_plain_yes),
        cmocka_unit_test(amounts_are_exact_and_too_big_is_unknown),
        cmocka_unit_test(a_parameter_nobody_reads_is_refused_and_a_missing_value_stays_missing),
        cmocka_unit_test(a_refusal_is_shown_beside_what_was_missed_and_a_mended_clash_is_gone),
        cmocka_unit_test(knowing_less_never_makes_anybody_entitled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
