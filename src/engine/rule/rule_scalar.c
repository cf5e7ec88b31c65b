/*
 * rule_scalar.c — a rule worked out over its tree, one node after the other.
 *
 * Slow and obvious on purpose: it shares no arithmetic with rule_evaluate.c, so
 * that the two can be compared on random rules for ever. Where that one is clever
 * (choosing backwards, ages by parts), this one counts.
 */
#include "engine/rule/rule_steps_inside.h"

static struct value child_value(const struct rule_node *node, size_t index, const struct value *slots)
{
    return rule_node_evaluate(rule_child(node, index), slots);
}

static bool known_yes(struct value value)
{
    return value_known(value) && value.truth;
}

static bool known_no(struct value value)
{
    return value_known(value) && !value.truth;
}

/* -1, 0, 1; texts and truths only ever ask whether it is 0. */
static int compare_known(struct value a, struct value b)
{
    if (a.kind == VALUE_NUMBER)
        return decimal_compare(a.number, b.number);
    if (a.kind == VALUE_DAY)
        return day_compare(a.day, b.day);
    if (a.kind == VALUE_TRUTH)
        return (int)a.truth - (int)b.truth;
    return text_compare(a.text, b.text);
}

static struct value compare_values(enum rule_order order, struct value a, struct value b)
{
    if (!value_known(a) || !value_known(b))
        return value_unknown();
    int difference = compare_known(a, b);
    switch (order) {
    case RULE_EQUAL:
        return value_truth(difference == 0);
    case RULE_DIFFERS:
        return value_truth(difference != 0);
    case RULE_LESS:
        return value_truth(difference < 0);
    case RULE_LESS_OR_EQUAL:
        return value_truth(difference <= 0);
    case RULE_MORE:
        return value_truth(difference > 0);
    case RULE_MORE_OR_EQUAL:
        break;
    }
    return value_truth(difference >= 0);
}

/* Kleene: one `decisive` answer decides; else one unknown makes it unknown. */
static struct value decide(const struct value *answers, size_t count, bool decisive)
{
    bool unknown = false;
    for (size_t i = 0; i < count; i++) {
        if (value_known(answers[i]) && answers[i].truth == decisive)
            return value_truth(decisive);
        unknown = unknown || !value_known(answers[i]);
    }
    return unknown ? value_unknown() : value_truth(!decisive);
}

static struct value evaluate_and_or(const struct rule_node *node, const struct value *slots, bool decisive)
{
    struct value answer = value_truth(!decisive);
    for (size_t i = 0; i < node->children.count; i++)
        answer = decide((struct value[]){answer, child_value(node, i, slots)}, 2, decisive);
    return answer;
}

static struct value evaluate_in(const struct rule_node *node, const struct value *slots)
{
    struct value wanted = child_value(node, 0, slots);
    struct value answer = value_truth(false);
    for (size_t i = 1; i < node->children.count; i++) {
        struct value same = compare_values(RULE_EQUAL, wanted, child_value(node, i, slots));
        answer = decide((struct value[]){answer, same}, 2, true);
    }
    return answer;
}

static struct value evaluate_between(const struct rule_node *node, const struct value *slots)
{
    struct value value = child_value(node, 0, slots);
    struct value ends[2] = {
        compare_values(RULE_MORE_OR_EQUAL, value, child_value(node, 1, slots)),
        compare_values(RULE_LESS_OR_EQUAL, value, child_value(node, 2, slots)),
    };
    return decide(ends, 2, false);
}

static struct value evaluate_sum(const struct rule_node *node, const struct value *slots)
{
    struct value a = node->kind == RULE_NEGATE ? value_whole(0) : child_value(node, 0, slots);
    struct value b = child_value(node, node->kind == RULE_NEGATE ? 0 : 1, slots);
    struct decimal result;
    bool fits = false;
    if (!value_known(a) || !value_known(b))
        return value_unknown();
    if (node->kind == RULE_ADD)
        fits = decimal_add(a.number, b.number, &result);
    else if (node->kind == RULE_MULTIPLY)
        fits = decimal_multiply(a.number, b.number, &result);
    else
        fits = decimal_subtract(a.number, b.number, &result);
    return fits ? value_number(result) : value_unknown();
}

/* Walks the branches as a reader does, and keeps what all that are still possible agree on. */
static struct value evaluate_case(const struct rule_node *node, const struct value *slots)
{
    size_t last = node->children.count - 1;
    struct value agreed = value_unknown();
    bool any = false;
    for (size_t i = 0; i <= last; i += 2) {
        struct value condition = i == last ? value_truth(true) : child_value(node, i, slots);
        if (known_no(condition))
            continue;
        struct value value = child_value(node, i == last ? last : i + 1, slots);
        if (any && (!value_known(agreed) || !known_yes(compare_values(RULE_EQUAL, agreed, value))))
            return value_unknown();
        agreed = any ? agreed : value;
        any = true;
        if (known_yes(condition))
            break;
    }
    return agreed;
}

static struct value evaluate_extreme(const struct rule_node *node, const struct value *slots)
{
    struct value best = child_value(node, 0, slots);
    for (size_t i = 1; i < node->children.count; i++) {
        struct value next = child_value(node, i, slots);
        if (!value_known(best) || !value_known(next))
            return value_unknown();
        int order = compare_known(next, best);
        if (node->kind == RULE_MIN ? order < 0 : order > 0)
            best = next;
    }
    return best;
}

static struct value slow_days_between(const struct value *values)
{
    return value_whole((int64_t)values[1].day.number - (int64_t)values[0].day.number);
}

/* 29 February stands for 1 March in a year that has none. */
static struct day birthday_in(struct day_parts born, int year)
{
    if (day_exists(year, born.month, born.day))
        return day_of(year, born.month, born.day);
    return day_of(year, 3, 1);
}

static struct value slow_age_on(const struct value *values)
{
    struct value birth = values[0], on = values[1];
    if (on.day.number < birth.day.number)
        return value_unknown();
    struct day_parts born = day_parts(birth.day);
    int last_year = day_parts(on.day).year;
    int64_t years = 0;
    for (int year = born.year + 1; year <= last_year; year++)
        if (birthday_in(born, year).number <= on.day.number)
            years++;
    return value_whole(years);
}

static struct value evaluate_call(const struct rule_node *node, const struct value *slots)
{
    static struct value (*const FUNCTIONS[])(const struct value *) = {
#define FUNCTION(id, word, takes, gives, count) slow_##id,
#include "engine/rule/rule_functions.def"
#undef FUNCTION
    };
    struct value values[RULE_FUNCTION_VALUES_MAX];
    bool known = true;
    for (size_t i = 0; i < node->children.count; i++) {
        values[i] = child_value(node, i, slots);
        known = known && value_known(values[i]);
    }
    return known ? FUNCTIONS[node->function](values) : value_unknown();
}

static struct value evaluate_name(const struct rule_node *node, const struct value *slots)
{
    struct value value = slots[node->slot];
    REQUIRE(!value_known(value) || value.kind == node->type);
    if (value.kind == VALUE_DAY && !day_is_some(value.day))
        return value_unknown();
    return value;
}

struct value rule_node_evaluate(const struct rule_node *node, const struct value *slots)
{
    struct value value;
    switch (node->kind) {
    case RULE_LITERAL:
    case RULE_QUOTED:
        return node->value;
    case RULE_WORD:
    case RULE_NAME:
        return evaluate_name(node, slots);
    case RULE_AND:
        return evaluate_and_or(node, slots, false);
    case RULE_OR:
        return evaluate_and_or(node, slots, true);
    case RULE_NOT:
        value = child_value(node, 0, slots);
        return value_known(value) ? value_truth(!value.truth) : value_unknown();
    case RULE_COMPARE:
        return compare_values(node->order, child_value(node, 0, slots), child_value(node, 1, slots));
    case RULE_IN:
        return evaluate_in(node, slots);
    case RULE_BETWEEN:
        return evaluate_between(node, slots);
    case RULE_ADD:
    case RULE_SUBTRACT:
    case RULE_MULTIPLY:
    case RULE_NEGATE:
        return evaluate_sum(node, slots);
    case RULE_CASE:
        return evaluate_case(node, slots);
    case RULE_MIN:
    case RULE_MAX:
        return evaluate_extreme(node, slots);
    case RULE_CALL:
        return evaluate_call(node, slots);
    case RULE_KNOWN:
        break;
    }
    return value_truth(value_known(child_value(node, 0, slots)));
}

struct value rule_evaluate_slowly(const struct rule *rule, const struct value *slots, size_t count)
{
    if (rule == NULL)
        return value_unknown();
    REQUIRE(rule->slot_count == 0 || rule->slots[rule->slot_count - 1] < count);
    return rule_node_evaluate(rule->root, slots);
}
