/*
 * policy_check.c — does the policy do what its tests say, and does each condition matter?
 *
 * A condition counts as tried when, left out, it changes the answer of a line that a test expects something of, and
 * when turned round it does so too. A supplement is tried when never paying it and always paying it change an amount.
 */
#include "engine/policy/policy_inside.h"

enum { COMBINATIONS_MAX = 4096, FACTORS_MAX = 12 };

static const struct policy_mutation unchanged = {.kind = POLICY_UNCHANGED};

/* ── tests ── */

static struct text conditions_text(struct arena *arena, const struct policy_line *line, uint32_t mask)
{
    struct text names[POLICY_CONDITIONS_MAX + 1];
    size_t count = 0;
    for (size_t i = 0; i < line->condition_count; i++)
        if ((mask & (uint32_t)1 << i) != 0)
            names[count++] = line->conditions[i].id;
    if ((mask & (uint32_t)1 << line->condition_count) != 0)
        names[count++] = TEXT("amount");
    return text_join(arena, names, count, TEXT(", "));
}

static struct text verdict_text(struct arena *arena, const struct policy_line *line, const struct policy_verdict *verdict)
{
    if (verdict->answer == POLICY_NO)
        return text_format(arena, "[%.*s]", TEXT_ARGS(conditions_text(arena, line, verdict->failed)));
    if (verdict->answer == POLICY_UNKNOWN)
        return text_format(arena, "{unknown: [%.*s]}", TEXT_ARGS(conditions_text(arena, line, verdict->unknown)));
    if (verdict->yields_to != 0)
        return TEXT("yields");
    return line->pay == NULL ? TEXT("yes") : decimal_write(arena, decimal_of(verdict->amount));
}

static bool expectation_met(const struct policy_expectation *expected, const struct policy_verdict *verdict)
{
    switch (expected->want) {
    case POLICY_WANT_NO:
        return verdict->answer == POLICY_NO && (!expected->because_given || expected->because == verdict->failed);
    case POLICY_WANT_UNKNOWN:
        return verdict->answer == POLICY_UNKNOWN && (!expected->because_given || expected->because == verdict->unknown);
    case POLICY_WANT_YES:
        return verdict->answer == POLICY_YES && verdict->yields_to == 0;
    case POLICY_WANT_YIELDS:
        return verdict->answer == POLICY_YES && verdict->yields_to != 0;
    case POLICY_WANT_AMOUNT:
        return verdict->answer == POLICY_YES && verdict->yields_to == 0 && verdict->amount == expected->amount;
    }
    return false;
}

static void test_run(const struct policy *policy, const struct policy_test *test, struct problems *problems)
{
    struct policy_verdict verdicts[POLICY_LINES_MAX];
    policy_judge(policy, &test->facts, verdicts);
    for (size_t i = 0; i < test->expected_count; i++) {
        const struct policy_expectation *expected = &test->expected[i];
        const struct policy_line *line = &policy->lines[expected->line];
        if (!expectation_met(expected, &verdicts[expected->line]))
            problem_add(problems, expected->place, "policy.test", test->name, verdict_text(problems->arena, line, &verdicts[expected->line]));
    }
}

/* ── does a test notice the change? ── */

static bool noticed(const struct policy *policy, const struct policy_mutation *mutation)
{
    struct policy_verdict before[POLICY_LINES_MAX], after[POLICY_LINES_MAX];
    for (size_t i = 0; i < policy->tests->count; i++) {
        const struct policy_test *test = &policy->tests->items[i];
        bool looks = false;
        for (size_t k = 0; k < test->expected_count && !looks; k++)
            looks = test->expected[k].line == mutation->line;
        if (!looks)
            continue;
        policy_judge_mutated(policy, &test->facts, &unchanged, before);
        policy_judge_mutated(policy, &test->facts, mutation, after);
        const struct policy_verdict *was = &before[mutation->line], *is = &after[mutation->line];
        if (was->answer != is->answer || was->amount != is->amount || was->paid_parts != is->paid_parts)
            return true;
    }
    return false;
}

static void line_try(const struct policy *policy, size_t index, struct problems *problems)
{
    const struct policy_line *line = &policy->lines[index];
    for (size_t i = 0; i < line->condition_count; i++)
        if (!noticed(policy, &(struct policy_mutation){POLICY_DROPPED, index, i}) || !noticed(policy, &(struct policy_mutation){POLICY_NEGATED, index, i}))
            problem_add(problems, line->conditions[i].place, "policy.untried", line->conditions[i].id, line->id);
    for (size_t i = 0; i < line->supplement_count; i++)
        if (!noticed(policy, &(struct policy_mutation){POLICY_NEVER_PAID, index, i}) || !noticed(policy, &(struct policy_mutation){POLICY_ALWAYS_PAID, index, i}))
            problem_add(problems, line->supplements[i].place, "policy.untried", line->supplements[i].id, line->id);
}

/* ── lines of a group that says nothing about which one is kept ── */

/* Columns with few values, which can all be tried. */
struct factors {
    size_t columns[FACTORS_MAX], count;
    size_t combinations;
};

static size_t factor_size(const struct policy_column *column)
{
    return column->kind == VALUE_CODE ? column->code_count : column->kind == VALUE_TRUTH ? 2 : 0;
}

static void factors_add(const struct policy *policy, const struct rule *rule, struct factors *factors)
{
    size_t count;
    const size_t *slots = rule_slots(rule, &count);
    for (size_t i = 0; i < count; i++) {
        size_t size = slots[i] < policy->column_count ? factor_size(&policy->columns[slots[i]]) : 0;
        bool known = size == 0 || factors->count == FACTORS_MAX || factors->combinations * size > COMBINATIONS_MAX;
        for (size_t k = 0; k < factors->count && !known; k++)
            known = factors->columns[k] == slots[i];
        if (known)
            continue;
        factors->columns[factors->count++] = slots[i];
        factors->combinations *= size;
    }
}

static void factors_set(const struct policy *policy, const struct factors *factors, size_t combination, struct value *values)
{
    for (size_t i = 0; i < factors->count; i++) {
        const struct policy_column *column = &policy->columns[factors->columns[i]];
        size_t size = factor_size(column), at = combination % size;
        combination /= size;
        values[factors->columns[i]] = column->kind == VALUE_TRUTH ? value_truth(at == 1) : value_code(column->codes[at]);
    }
}

static bool windows_apart(const struct policy_line *a, const struct policy_line *b)
{
    return a->anchor == b->anchor && ((day_is_some(a->to) && day_compare(a->to, b->from) < 0) || (day_is_some(b->to) && day_compare(b->to, a->from) < 0));
}

/* For every combination of the factors one of the two is a plain no, whatever all else is: they exclude each other. */
static bool lines_apart(const struct policy *policy, size_t a, size_t b)
{
    struct factors factors = {.combinations = 1};
    struct policy_verdict verdicts[POLICY_LINES_MAX];
    if (windows_apart(&policy->lines[a], &policy->lines[b]))
        return true;
    for (size_t i = 0; i < policy->lines[a].condition_count; i++)
        factors_add(policy, policy->lines[a].conditions[i].rule, &factors);
    for (size_t i = 0; i < policy->lines[b].condition_count; i++)
        factors_add(policy, policy->lines[b].conditions[i].rule, &factors);
    for (size_t i = 0; i < factors.combinations; i++) {
        struct value values[POLICY_COLUMNS_MAX] = {0};
        const struct policy_facts facts = {values, policy->column_count, DAY_NONE};
        factors_set(policy, &factors, i, values);
        policy_judge(policy, &facts, verdicts);
        if (verdicts[a].answer != POLICY_NO && verdicts[b].answer != POLICY_NO)
            return false;
    }
    return true;
}

static void group_try(const struct policy *policy, const struct policy_group *group, struct problems *problems)
{
    for (size_t a = 0; a < policy->line_count && group->pick == POLICY_PICK_NONE; a++)
        for (size_t b = a + 1; b < policy->line_count; b++) {
            if (policy->lines[a].group != group || policy->lines[b].group != group || lines_apart(policy, a, b))
                continue;
            problem_add_all(problems, PROBLEM_ERROR, group->place, "policy.overlap",
                            (struct text[4]){group->id, policy->lines[a].id, policy->lines[b].id, {0}});
            return;
        }
}

bool policy_check(const struct policy *policy, struct problems *problems)
{
    size_t errors = problems->errors;
    for (size_t i = 0; i < policy->group_count; i++)
        group_try(policy, &policy->groups[i], problems);
    for (size_t i = 0; i < policy->tests->count; i++)
        test_run(policy, &policy->tests->items[i], problems);
    if (problems->errors > errors)
        return false; /* wrong tests prove nothing about the conditions */
    for (size_t i = 0; i < policy->line_count; i++)
        line_try(policy, i, problems);
    return problems->errors == errors;
}
