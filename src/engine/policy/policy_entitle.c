/* policy_entitle.c — the answers with their reasons: what failed with which value, what is missing, which paper settles it. */
#include "base/list.h"
#include "engine/policy/policy_inside.h"

struct entitling {
    struct arena *arena;
    const struct policy *policy;
    struct value slots[POLICY_SLOTS_MAX];
    size_t slot_count;
};

/* ── what a condition read ── */

static struct policy_reading reading_of(const struct policy *policy, const struct rule_reading *read)
{
    struct policy_reading reading = {.name = read->name, .title = {read->name, read->name}, .value = read->value};
    size_t column = policy_column_find(policy, read->name);
    if (column < policy->column_count) {
        reading.column = &policy->columns[column];
        reading.title = reading.column->title;
    } else if (text_is(read->name, "as_of")) {
        reading.title = (struct policy_words){TEXT("Ngày trả lời"), TEXT("Day of this answer")};
    }
    for (size_t i = 0; i < policy->param_count; i++)
        if (text_equal(policy->params[i].name, read->name))
            reading.title = policy->params[i].title;
    return reading;
}

static bool read_before(const struct policy_reading *readings, size_t count, struct text name)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(readings[i].name, name))
            return true;
    return false;
}

static void readings_gather(const struct entitling *entitling, const struct rule *rule, struct policy_reason *reason)
{
    struct rule_reasons parts = rule_reasons(entitling->arena, rule, entitling->slots, entitling->slot_count);
    size_t most = 0;
    for (size_t i = 0; i < parts.count; i++)
        most += parts.items[i].reading_count;
    struct policy_reading *readings = arena_make_many(entitling->arena, most, sizeof *readings);
    for (size_t i = 0; i < parts.count; i++) {
        if (parts.items[i].unknown != reason->unknown)
            continue; /* of "no", only what is no */
        for (size_t k = 0; k < parts.items[i].reading_count; k++)
            if (!read_before(readings, reason->reading_count, parts.items[i].readings[k].name))
                readings[reason->reading_count++] = reading_of(entitling->policy, &parts.items[i].readings[k]);
    }
    reason->readings = readings;
}

static void reasons_gather(const struct entitling *entitling, struct policy_line_result *result)
{
    const struct policy_line *line = result->line;
    const struct policy_verdict *verdict = &result->verdict;
    struct policy_reason *reasons = arena_make_many(entitling->arena, line->condition_count + 1, sizeof *reasons);
    bool unknown = verdict->answer == POLICY_UNKNOWN;
    uint32_t mask = unknown ? verdict->unknown : verdict->failed;
    for (size_t i = 0; i < line->condition_count; i++) {
        if ((mask & (uint32_t)1 << i) == 0)
            continue;
        struct policy_reason *reason = &reasons[result->reason_count++];
        *reason = (struct policy_reason){.condition = &line->conditions[i], .unknown = unknown};
        if (line->conditions[i].rule != NULL)
            readings_gather(entitling, line->conditions[i].rule, reason);
    }
    if (unknown && (mask & (uint32_t)1 << line->condition_count) != 0)
        reasons[result->reason_count++] = (struct policy_reason){.unknown = true};
    result->reasons = reasons;
}

/* ── what is missing, and the paper that settles most of it ── */

struct missing {
    bool columns[POLICY_COLUMNS_MAX];
    const struct policy_paper *papers[POLICY_COLUMNS_MAX]; /* that prove each */
};

static void missing_mark(struct missing *missing, const struct policy *policy, size_t column, const struct policy_paper *paper)
{
    if (missing->columns[column])
        return;
    missing->columns[column] = true;
    missing->papers[column] = paper != NULL ? paper : policy->columns[column].paper;
}

static void missing_of(const struct entitling *entitling, const struct policy_line *line, const struct rule *rule,
                       const struct policy_paper *paper, struct missing *missing)
{
    size_t count;
    const struct policy *policy = entitling->policy;
    const size_t *slots = rule_missing(entitling->arena, rule, entitling->slots, entitling->slot_count, &count);
    for (size_t i = 0; i < count; i++) {
        size_t column = slots[i] > policy_slot_as_of(policy) ? line->anchor : slots[i]; /* a parameter: its day is not known */
        if (column < policy->column_count)
            missing_mark(missing, policy, column, paper);
    }
}

/* The rules that leave the line open: its unknown conditions; when there are none, its amount and supplements. */
static void missing_gather(const struct entitling *entitling, const struct policy_line *line, const struct policy_verdict *verdict,
                           struct missing *missing)
{
    uint32_t conditions = verdict->unknown & (((uint32_t)1 << line->condition_count) - 1);
    if (verdict->answer == POLICY_NO)
        return;
    for (size_t i = 0; i < line->condition_count; i++)
        if ((conditions & (uint32_t)1 << i) != 0)
            missing_of(entitling, line, line->conditions[i].rule, line->conditions[i].paper, missing);
    if (conditions != 0)
        return;
    missing_of(entitling, line, line->pay, NULL, missing);
    for (size_t i = 0; i < line->supplement_count; i++) {
        struct value where = rule_evaluate(line->supplements[i].where, entitling->slots, entitling->slot_count);
        missing_of(entitling, line, line->supplements[i].where, NULL, missing);
        if (!value_known(where) || where.truth)
            missing_of(entitling, line, line->supplements[i].pay, NULL, missing);
    }
}

static const struct policy_paper *paper_choose(const struct policy *policy, const struct missing *missing)
{
    const struct policy_paper *best = NULL;
    size_t most = 0;
    for (size_t i = 0; i < policy->column_count; i++) {
        size_t settles = 0;
        for (size_t k = 0; k < policy->column_count && missing->papers[i] != NULL; k++)
            settles += missing->columns[k] && missing->papers[k] == missing->papers[i];
        if (settles <= most)
            continue;
        most = settles;
        best = missing->papers[i];
    }
    return best;
}

static void missing_say(const struct entitling *entitling, struct policy_line_result *result)
{
    const struct policy *policy = entitling->policy;
    struct missing missing = {0};
    if (result->verdict.answer != POLICY_UNKNOWN && !result->verdict.at_least)
        return;
    missing_gather(entitling, result->line, &result->verdict, &missing);
    const struct policy_column **columns = arena_make_many(entitling->arena, policy->column_count, sizeof *columns);
    for (size_t i = 0; i < policy->column_count; i++)
        if (missing.columns[i])
            columns[result->missing_count++] = &policy->columns[i];
    result->missing = columns;
    result->paper = paper_choose(policy, &missing);
}

/* ── how sure the law itself is ── */

static bool param_unconfirmed(const struct entitling *entitling, const struct policy_line *line, size_t slot)
{
    const struct policy *policy = entitling->policy;
    if (slot <= policy_slot_as_of(policy))
        return false;
    const struct policy_param *param = &policy->params[slot - policy_slot_as_of(policy) - 1];
    struct value anchor = entitling->slots[line->anchor];
    const struct policy_value *value = policy_param_only(param, line->from, line->to);
    if (value == NULL && value_known(anchor))
        value = policy_param_on(param, anchor.day);
    return value != NULL && value->cite.confidence == POLICY_C;
}

static bool rule_unconfirmed(const struct entitling *entitling, const struct policy_line *line, const struct rule *rule)
{
    size_t count;
    const size_t *slots;
    if (rule == NULL)
        return false;
    slots = rule_slots(rule, &count);
    for (size_t i = 0; i < count; i++)
        if (param_unconfirmed(entitling, line, slots[i]))
            return true;
    return false;
}

static bool line_unconfirmed(const struct entitling *entitling, const struct policy_line *line, const struct policy_verdict *verdict)
{
    bool unconfirmed = (line->pay != NULL && line->pay_cite.confidence == POLICY_C) || rule_unconfirmed(entitling, line, line->pay);
    for (size_t i = 0; i < line->condition_count; i++)
        unconfirmed = unconfirmed || line->conditions[i].cite.confidence == POLICY_C || rule_unconfirmed(entitling, line, line->conditions[i].rule);
    for (size_t i = 0; i < line->supplement_count; i++)
        if ((verdict->paid_parts & (uint32_t)1 << i) != 0)
            unconfirmed = unconfirmed || line->supplements[i].cite.confidence == POLICY_C || rule_unconfirmed(entitling, line, line->supplements[i].pay);
    return unconfirmed;
}

/* ── all lines ── */

int64_t policy_total(const struct policy *policy, const struct policy_verdict *verdicts)
{
    int64_t total = 0;
    for (size_t i = 0; i < policy->line_count; i++)
        if (verdicts[i].yields_to == 0 && __builtin_add_overflow(total, verdicts[i].amount, &total))
            return -1;
    return total;
}

/* The slots that the rules read. */
static void entitling_begin(struct entitling *entitling, struct arena *arena, const struct policy *policy, const struct policy_facts *facts)
{
    entitling->arena = arena;
    entitling->policy = policy;
    entitling->slot_count = policy_slot_count(policy);
    policy_slots_fill(policy, facts, entitling->slots);
}

static struct policy_line_result line_explain(struct entitling *entitling, const struct policy_line *line, const struct policy_verdict *verdict)
{
    struct policy_line_result result = {.line = line, .verdict = *verdict};
    policy_slots_anchor(entitling->policy, line, entitling->slots);
    result.yields_to = verdict->yields_to == 0 ? NULL : &entitling->policy->lines[verdict->yields_to - 1];
    result.unconfirmed = line_unconfirmed(entitling, line, verdict);
    reasons_gather(entitling, &result);
    missing_say(entitling, &result);
    return result;
}

struct policy_line_result policy_explain_line(struct arena *arena, const struct policy *policy, const struct policy_facts *facts, size_t line,
                                              const struct policy_verdict *verdict)
{
    struct entitling entitling;
    entitling_begin(&entitling, arena, policy, facts);
    return line_explain(&entitling, &policy->lines[line], verdict);
}

const struct policy_result *policy_explain(struct arena *arena, const struct policy *policy, const struct policy_facts *facts,
                                           const struct policy_verdict *verdicts)
{
    struct entitling entitling;
    struct policy_line_result *lines = arena_make_many(arena, policy->line_count, sizeof *lines);
    struct policy_result *result = arena_make(arena, sizeof *result);
    entitling_begin(&entitling, arena, policy, facts);
    for (size_t i = 0; i < policy->line_count; i++)
        lines[i] = line_explain(&entitling, &policy->lines[i], &verdicts[i]);
    *result = (struct policy_result){.policy = policy, .as_of = facts->as_of, .lines = lines, .total = policy_total(policy, verdicts)};
    return result;
}

const struct policy_result *policy_entitle(struct arena *arena, const struct policy *policy, const struct policy_facts *facts)
{
    struct policy_verdict verdicts[POLICY_LINES_MAX];
    policy_judge(policy, facts, verdicts);
    return policy_explain(arena, policy, facts, verdicts);
}

struct policy_questions policy_questions(struct arena *arena, const struct policy *policy, const struct policy_facts *facts)
{
    struct entitling entitling;
    struct policy_verdict verdicts[POLICY_LINES_MAX];
    struct missing missing = {0};
    size_t *columns = arena_make_many(arena, policy->column_count, sizeof *columns), count = 0;
    policy_judge(policy, facts, verdicts);
    entitling_begin(&entitling, arena, policy, facts);
    for (size_t i = 0; i < policy->line_count; i++) {
        policy_slots_anchor(policy, &policy->lines[i], entitling.slots);
        missing_gather(&entitling, &policy->lines[i], &verdicts[i], &missing);
    }
    for (size_t i = 0; i < policy->column_count; i++)
        if (missing.columns[i] && policy->columns[i].ask.vi.length > 0)
            columns[count++] = i;
    return (struct policy_questions){columns, count};
}
