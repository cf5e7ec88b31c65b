/*
 * rule_evaluate.c — runs a rule's steps over one row, on a small stack, without allocation.
 *
 * It runs with every record written, once per figure, so no value is copied to be
 * looked at: the stack holds pointers. They point at the row, at the rule's constants,
 * at the three answers below, or, for a value worked out here, at the `made` place
 * that belongs to that height of the stack.
 */
#include "engine/rule/rule_steps_inside.h"

#include <string.h>

struct stack {
    const struct value *at[RULE_STACK_MAX];
    struct value made[RULE_STACK_MAX];
};

static const struct value unknown = {.kind = VALUE_UNKNOWN};
static const struct value yes = {.kind = VALUE_TRUTH, .truth = true};
static const struct value no = {.kind = VALUE_TRUTH, .truth = false};

static const struct value *answer(bool truth)
{
    return truth ? &yes : &no;
}

static bool is_yes(const struct value *value)
{
    return value->kind == VALUE_TRUTH && value->truth;
}

static bool is_no(const struct value *value)
{
    return value->kind == VALUE_TRUTH && !value->truth;
}

static const struct value *invert(const struct value *a)
{
    return a->kind == VALUE_UNKNOWN ? &unknown : answer(!a->truth);
}

/* One no decides; else one unknown. */
static const struct value *both(const struct value *a, const struct value *b)
{
    if (is_no(a) || is_no(b))
        return &no;
    return is_yes(a) && is_yes(b) ? &yes : &unknown;
}

/* One yes decides; else one unknown. */
static const struct value *either(const struct value *a, const struct value *b)
{
    if (is_yes(a) || is_yes(b))
        return &yes;
    return is_no(a) && is_no(b) ? &no : &unknown;
}

/* Below, at, above zero as a stands before, with, behind b. Both known; numbers or days. */
static int order_of(enum value_kind kind, const struct value *a, const struct value *b)
{
    return kind == VALUE_DAY ? day_compare(a->day, b->day) : decimal_compare(a->number, b->number);
}

/* Length, then first byte: most codes of a list differ there, and memcmp is not called. */
static bool same_text(struct text a, struct text b)
{
    if (a.length != b.length || a.length == 0)
        return a.length == b.length;
    return a.bytes[0] == b.bytes[0] && memcmp(a.bytes, b.bytes, a.length) == 0;
}

static bool equal(enum value_kind kind, const struct value *a, const struct value *b)
{
    if (kind == VALUE_CODE || kind == VALUE_TEXT)
        return same_text(a->text, b->text);
    if (kind == VALUE_TRUTH)
        return a->truth == b->truth;
    return order_of(kind, a, b) == 0;
}

static bool either_unknown(const struct value *a, const struct value *b)
{
    return a->kind == VALUE_UNKNOWN || b->kind == VALUE_UNKNOWN;
}

static bool stands(enum rule_step_kind step, enum value_kind kind, const struct value *a, const struct value *b)
{
    if (step == RULE_STEP_EQUAL)
        return equal(kind, a, b);
    if (step == RULE_STEP_DIFFERS)
        return !equal(kind, a, b);
    int order = order_of(kind, a, b);
    if (step == RULE_STEP_LESS)
        return order < 0;
    if (step == RULE_STEP_LESS_OR_EQUAL)
        return order <= 0;
    return step == RULE_STEP_MORE ? order > 0 : order >= 0;
}

static const struct value *compare(enum rule_step_kind step, enum value_kind kind, const struct value *a,
                                   const struct value *b)
{
    return either_unknown(a, b) ? &unknown : answer(stands(step, kind, a, b));
}

static const struct value *among_constants(const struct rule *rule, const struct rule_step *step,
                                           const struct value *a)
{
    if (a->kind == VALUE_UNKNOWN)
        return &unknown;
    const struct value *constant = &rule->constants[step->operand];
    bool found = false;
    for (size_t i = 0; i < step->count && !found; i++)
        found = equal((enum value_kind)step->type, a, &constant[i]);
    return answer(found);
}

/* low <= a and a <= high; one end that fails decides even where the other is unknown. */
static const struct value *between(enum value_kind kind, const struct value *a, const struct value *low,
                                   const struct value *high)
{
    return both(compare(RULE_STEP_MORE_OR_EQUAL, kind, a, low), compare(RULE_STEP_LESS_OR_EQUAL, kind, a, high));
}

static struct value calculate(enum rule_step_kind step, const struct value *a, const struct value *b)
{
    struct decimal result;
    if (either_unknown(a, b))
        return unknown;
    bool fits = step == RULE_STEP_ADD        ? decimal_add(a->number, b->number, &result)
                : step == RULE_STEP_MULTIPLY ? decimal_multiply(a->number, b->number, &result)
                                             : decimal_subtract(a->number, b->number, &result);
    return fits ? value_number(result) : unknown;
}

static struct value negate(const struct value *a)
{
    struct value zero = value_whole(0);
    return calculate(RULE_STEP_SUBTRACT, &zero, a);
}

static struct value extreme(enum rule_step_kind step, enum value_kind kind, const struct value *a,
                            const struct value *b)
{
    if (either_unknown(a, b))
        return unknown;
    int order = order_of(kind, a, b);
    return (step == RULE_STEP_MIN ? order <= 0 : order >= 0) ? *a : *b;
}

/* An unknown condition leaves both values possible: they count only where they agree. */
static struct value choose(enum value_kind kind, const struct value *other, const struct value *condition,
                           const struct value *value)
{
    if (condition->kind != VALUE_UNKNOWN)
        return condition->truth ? *value : *other;
    return !either_unknown(value, other) && equal(kind, value, other) ? *value : unknown;
}

static struct value call(const struct rule_function *function, const struct value *const *at)
{
    struct value values[RULE_FUNCTION_VALUES_MAX];
    for (size_t i = 0; i < function->count; i++) {
        if (at[i]->kind == VALUE_UNKNOWN)
            return unknown;
        values[i] = *at[i];
    }
    return function->compute(values);
}

/* The row's value; a day that is none is unknown too. */
static const struct value *read_slot(const struct rule_step *step, const struct value *slots)
{
    const struct value *value = &slots[step->operand];
    REQUIRE(value->kind == VALUE_UNKNOWN || value->kind == step->type);
    return value->kind == VALUE_DAY && !day_is_some(value->day) ? &unknown : value;
}

/* Puts a value worked out here at this height; it may be one that stood there or above. */
static size_t put(struct stack *stack, size_t at, struct value value)
{
    stack->made[at] = value;
    stack->at[at] = &stack->made[at];
    return at + 1;
}

/* Puts a value that outlives the run at this height. */
static size_t point(struct stack *stack, size_t at, const struct value *value)
{
    stack->at[at] = value;
    return at + 1;
}

/* One step; `height` values wait on the stack. Gives the new height. */
static size_t run(const struct rule *rule, const struct rule_step *step, const struct value *slots,
                  struct stack *stack, size_t height)
{
    enum rule_step_kind kind = (enum rule_step_kind)step->step;
    enum value_kind type = (enum value_kind)step->type;
    const struct value *const a = height > 0 ? stack->at[height - 1] : NULL; /* the last */
    const struct value *const b = height > 1 ? stack->at[height - 2] : NULL; /* the one before */
    switch (kind) {
    case RULE_STEP_READ:
        return point(stack, height, read_slot(step, slots));
    case RULE_STEP_CONSTANT:
        return point(stack, height, &rule->constants[step->operand]);
    case RULE_STEP_KNOWN:
        return point(stack, height - 1, answer(a->kind != VALUE_UNKNOWN));
    case RULE_STEP_NOT:
        return point(stack, height - 1, invert(a));
    case RULE_STEP_AND:
        return point(stack, height - 2, both(b, a));
    case RULE_STEP_OR:
        return point(stack, height - 2, either(b, a));
    case RULE_STEP_EQUAL:
    case RULE_STEP_DIFFERS:
    case RULE_STEP_LESS:
    case RULE_STEP_LESS_OR_EQUAL:
    case RULE_STEP_MORE:
    case RULE_STEP_MORE_OR_EQUAL:
        return point(stack, height - 2, compare(kind, type, b, a));
    case RULE_STEP_IN_CONSTANTS:
        return point(stack, height - 1, among_constants(rule, step, a));
    case RULE_STEP_IN_ITEM:
        return point(stack, height - 2, either(b, compare(RULE_STEP_EQUAL, type, stack->at[height - 3], a)));
    case RULE_STEP_IN_END:
        return point(stack, height - 2, a); /* one of the three answers, or the constant `no` */
    case RULE_STEP_BETWEEN:
        return point(stack, height - 3, between(type, stack->at[height - 3], b, a));
    case RULE_STEP_ADD:
    case RULE_STEP_SUBTRACT:
    case RULE_STEP_MULTIPLY:
        return put(stack, height - 2, calculate(kind, b, a));
    case RULE_STEP_NEGATE:
        return put(stack, height - 1, negate(a));
    case RULE_STEP_MIN:
    case RULE_STEP_MAX:
        return put(stack, height - 2, extreme(kind, type, b, a));
    case RULE_STEP_CHOOSE:
        return put(stack, height - 3, choose(type, stack->at[height - 3], b, a));
    case RULE_STEP_CALL:
        break;
    }
    const struct rule_function *function = rule_function_at(step->operand);
    return put(stack, height - function->count, call(function, &stack->at[height - function->count]));
}

struct value rule_evaluate(const struct rule *rule, const struct value *slots, size_t count)
{
    if (rule == NULL)
        return unknown;
    REQUIRE(rule->slot_count == 0 || rule->slots[rule->slot_count - 1] < count);
    struct stack stack;
    size_t height = 0;
    for (size_t i = 0; i < rule->step_count; i++)
        height = run(rule, &rule->steps[i], slots, &stack, height);
    return *stack.at[0];
}

bool rule_holds(const struct rule *rule, const struct value *slots, size_t count)
{
    struct value value = rule_evaluate(rule, slots, count);
    return is_yes(&value);
}
