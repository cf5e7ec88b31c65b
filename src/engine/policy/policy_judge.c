/* policy_judge.c — the answers of all lines for one person, without reasons and without memory. */
#include "engine/policy/policy_inside.h"

/* One judging: what does not change from line to line. */
struct judging {
    const struct policy *policy;
    const struct policy_facts *facts;
    const struct policy_mutation *mutation;
    struct value slots[POLICY_SLOTS_MAX];
    size_t slot_count;
};

void policy_slots_fill(const struct policy *policy, const struct policy_facts *facts, struct value *slots)
{
    for (size_t i = 0; i < policy->column_count; i++)
        slots[i] = i < facts->count ? policy_value_admit(&policy->columns[i], facts->values[i]) : value_unknown();
    slots[policy_slot_as_of(policy)] = day_is_some(facts->as_of) ? value_day(facts->as_of) : value_unknown();
    for (size_t i = 0; i < policy->param_count; i++)
        slots[policy_slot_as_of(policy) + 1 + i] = value_unknown();
}

void policy_slots_anchor(const struct policy *policy, const struct policy_line *line, struct value *slots)
{
    struct value anchor = slots[line->anchor];
    for (size_t i = 0; i < policy->param_count; i++) {
        const struct policy_param *param = &policy->params[i];
        const struct policy_value *value = policy_param_only(param, line->from, line->to);
        if (value == NULL && value_known(anchor))
            value = policy_param_on(param, anchor.day);
        slots[policy_slot_as_of(policy) + 1 + i] = value == NULL ? value_unknown() : value->value;
    }
}

static enum policy_mutation_kind mutated(const struct judging *judging, size_t line, size_t index, bool supplement)
{
    const struct policy_mutation *mutation = judging->mutation;
    bool of_supplement = mutation->kind == POLICY_NEVER_PAID || mutation->kind == POLICY_ALWAYS_PAID;
    return mutation->line == line && mutation->index == index && of_supplement == supplement ? mutation->kind : POLICY_UNCHANGED;
}

static struct value condition_value(const struct judging *judging, size_t line, size_t index)
{
    enum policy_mutation_kind kind = mutated(judging, line, index, false);
    if (kind == POLICY_DROPPED)
        return value_truth(true);
    struct value value = rule_evaluate(judging->policy->lines[line].conditions[index].rule, judging->slots, judging->slot_count);
    return kind == POLICY_NEGATED && value_known(value) ? value_truth(!value.truth) : value;
}

static void conditions_judge(const struct judging *judging, size_t index, struct policy_verdict *verdict)
{
    const struct policy_line *line = &judging->policy->lines[index];
    for (size_t i = 0; i < line->condition_count; i++) {
        struct value value = condition_value(judging, index, i);
        if (!value_known(value))
            verdict->unknown |= (uint32_t)1 << i;
        else if (!value.truth)
            verdict->failed |= (uint32_t)1 << i;
    }
    verdict->answer = verdict->failed != 0 ? POLICY_NO : verdict->unknown != 0 || line->condition_count == 0 ? POLICY_UNKNOWN : POLICY_YES;
}

static void supplement_judge(const struct judging *judging, size_t index, size_t part, struct policy_verdict *verdict)
{
    const struct policy_supplement *supplement = &judging->policy->lines[index].supplements[part];
    enum policy_mutation_kind kind = mutated(judging, index, part, true);
    struct value where = rule_evaluate(supplement->where, judging->slots, judging->slot_count);
    int64_t pay, sum;
    if (kind != POLICY_UNCHANGED)
        where = value_truth(kind == POLICY_ALWAYS_PAID);
    if (value_known(where) && !where.truth)
        return;
    if (!value_known(where) || !policy_money(rule_evaluate(supplement->pay, judging->slots, judging->slot_count), &pay) ||
        __builtin_add_overflow(verdict->amount, pay, &sum)) {
        verdict->at_least = true;
        return;
    }
    verdict->amount = sum;
    verdict->paid_parts |= (uint32_t)1 << part;
}

static void amount_judge(const struct judging *judging, size_t index, struct policy_verdict *verdict)
{
    const struct policy_line *line = &judging->policy->lines[index];
    if (verdict->answer != POLICY_YES || line->pay == NULL)
        return;
    if (!policy_money(rule_evaluate(line->pay, judging->slots, judging->slot_count), &verdict->base)) {
        verdict->answer = POLICY_UNKNOWN;
        verdict->unknown |= (uint32_t)1 << line->condition_count;
        return;
    }
    verdict->amount = verdict->base;
    for (size_t i = 0; i < line->supplement_count; i++)
        supplement_judge(judging, index, i, verdict);
}

/* Of the entitled lines of one group, the one kept: the highest amount or simply the first. */
static void group_judge(const struct policy *policy, const struct policy_group *group, struct policy_verdict *verdicts)
{
    size_t kept = policy->line_count;
    if (group->pick == POLICY_PICK_NONE)
        return; /* policy_check has shown that no two of them hold together */
    for (size_t i = 0; i < policy->line_count; i++) {
        bool in = policy->lines[i].group == group && verdicts[i].answer == POLICY_YES;
        if (in && (kept == policy->line_count || (group->pick == POLICY_PICK_HIGHEST && verdicts[i].amount > verdicts[kept].amount)))
            kept = i;
    }
    for (size_t i = 0; i < policy->line_count; i++)
        if (policy->lines[i].group == group && verdicts[i].answer == POLICY_YES && i != kept)
            verdicts[i].yields_to = (uint8_t)(kept + 1);
}

void policy_groups_judge(const struct policy *policy, struct policy_verdict *verdicts)
{
    for (size_t i = 0; i < policy->group_count; i++)
        group_judge(policy, &policy->groups[i], verdicts);
}

static void line_judge(struct judging *judging, size_t index, struct policy_verdict *verdict)
{
    const struct policy_line *line = &judging->policy->lines[index];
    struct day as_of = judging->facts->as_of;
    *verdict = (struct policy_verdict){0};
    policy_slots_anchor(judging->policy, line, judging->slots);
    conditions_judge(judging, index, verdict);
    amount_judge(judging, index, verdict);
    verdict->closed = day_is_some(line->apply_by) && day_is_some(as_of) && day_compare(as_of, line->apply_by) > 0;
}

static void judging_begin(struct judging *judging, const struct policy *policy, const struct policy_facts *facts, const struct policy_mutation *mutation)
{
    judging->policy = policy;
    judging->facts = facts;
    judging->mutation = mutation;
    judging->slot_count = policy_slot_count(policy);
    policy_slots_fill(policy, facts, judging->slots);
}

void policy_judge_mutated(const struct policy *policy, const struct policy_facts *facts, const struct policy_mutation *mutation,
                          struct policy_verdict *verdicts)
{
    struct judging judging;
    judging_begin(&judging, policy, facts, mutation);
    for (size_t i = 0; i < policy->line_count; i++)
        line_judge(&judging, i, &verdicts[i]);
    policy_groups_judge(policy, verdicts);
}

void policy_judge(const struct policy *policy, const struct policy_facts *facts, struct policy_verdict *verdicts)
{
    policy_judge_mutated(policy, facts, &(struct policy_mutation){.kind = POLICY_UNCHANGED}, verdicts);
}

/* Without its anchor a line's window is unknown, so it holds for nobody and takes nothing away. */
void policy_judge_line(const struct policy *policy, const struct policy_facts *facts, size_t line, struct policy_verdict *verdict)
{
    static const struct policy_mutation none = {.kind = POLICY_UNCHANGED};
    const struct policy_group *group = policy->lines[line].group;
    struct policy_verdict verdicts[POLICY_LINES_MAX];
    struct judging judging;
    judging_begin(&judging, policy, facts, &none);
    for (size_t i = 0; i < policy->line_count; i++) {
        bool rival = group && policy->lines[i].group == group && value_known(judging.slots[policy->lines[i].anchor]);
        verdicts[i] = (struct policy_verdict){0};
        if (i == line || rival)
            line_judge(&judging, i, &verdicts[i]);
    }
    if (group)
        group_judge(policy, group, verdicts);
    *verdict = verdicts[line];
}
