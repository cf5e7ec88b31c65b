/*
 * rule_evaluate.c — runs a rule's steps over one row, on a small stack, without allocation.
 *
 * It runs with every record written, once per figure: the values stay small, texts
 * are compared by length first, and no step looks at more than it takes.
 */
#include "engine/rule/rule_steps_inside.h"

#include <string.h>

static bool is_yes(const struct value *value)
{
    return value->kind == VALUE_TRUTH && value->truth;
}

static bool is_no(const struct value *value)
{
    return value->kind == VALUE_TRUTH && !value->truth;
}

/* No decides, then unknown. */
static void combine_and(struct value *a, const struct value *b)
{
    if (!is_no(a) && !is_yes(b))
        *a = *b;
}

/* Yes decides, then unknown. */
static void combine_or(struct value *a, const struct value *b)
{
    if (!is_yes(a) && !is_no(b))
        *a = *b;
}

/* Below, at, above zero as a stands before, with, behind b. Both known and of this kind. */
static int order_of(enum value_kind kind, const struct value *a, const struct value *b)
{
    if (kind == VALUE_DAY)
        return day_compare(a->day, b->day);
    REQUIRE(kind == VALUE_NUMBER);
    return decimal_compare(a->number, b->number);
}

static bool equal(enum value_kind kind, const struct value *a, const struct value *b)
{
    if (kind == VALUE_CODE || kind == VALUE_TEXT)
        return a->text.length == b->text.length &&
               (a->text.length == 0 || memcmp(a->text.bytes, b->text.bytes, a->text.length) == 0);
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

static struct value compare(enum rule_step_kind step, enum value_kind kind, const struct value *a,
                            const struct value *b)
{
    return either_unknown(a, b) ? value_unknown() : value_truth(stands(step, kind, a, b));
}

static struct value among_constants(const struct rule *rule, const struct rule_step *step, const struct value *a)
{
    if (a->kind == VALUE_UNKNOWN)
        return value_unknown();
    const struct value *constant = &rule->constants[step->operand];
    bool found = false;
    for (size_t i = 0; i < step->count && !found; i++)
        found = equal((enum value_kind)step->type, a, &constant[i]);
    return value_truth(found);
}

/* low <= a and a <= high; one end that fails decides even where the other is unknown. */
static struct value between(enum value_kind kind, const struct value *a, const struct value *low,
                            const struct value *high)
{
    struct value above = compare(RULE_STEP_MORE_OR_EQUAL, kind, a, low);
    struct value below = compare(RULE_STEP_LESS_OR_EQUAL, kind, a, high);
    combine_and(&above, &below);
    return above;
}

static struct value calculate(enum rule_step_kind step, const struct value *a, const struct value *b)
{
    struct decimal result;
    if (either_unknown(a, b))
        return value_unknown();
    bool fits = step == RULE_STEP_ADD        ? decimal_add(a->number, b->number, &result)
                : step == RULE_STEP_SUBTRACT ? decimal_subtract(a->number, b->number, &result)
                                             : decimal_multiply(a->number, b->number, &result);
    return fits ? value_number(result) : value_unknown();
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
        return value_unknown();
    int order = order_of(kind, a, b);
    return (step == RULE_STEP_MIN ? order <= 0 : order >= 0) ? *a : *b;
}

/* An unknown condition leaves both values possible: they count only where they agree. */
static struct value choose(enum value_kind kind, const struct value *other, const struct value *condition,
                           const struct value *value)
{
    if (condition->kind != VALUE_UNKNOWN)
        return condition->truth ? *value : *other;
    return !either_unknown(value, other) && equal(kind, value, other) ? *value : value_unknown();
}

static struct value count_days(const struct value *from, const struct value *to)
{
    if (either_unknown(from, to))
        return value_unknown();
    return value_whole((int64_t)to->day.number - from->day.number);
}

/* Complete years. Who is born on 29 February completes a common year on 1 March. Before birth: unknown. */
static struct value count_years(const struct value *birth, const struct value *on)
{
    if (either_unknown(birth, on) || day_compare(on->day, birth->day) < 0)
        return value_unknown();
    struct day_parts born = day_parts(birth->day);
    struct day_parts now = day_parts(on->day);
    bool before_birthday = now.month < born.month || (now.month == born.month && now.day < born.day);
    return value_whole(now.year - born.year - (before_birthday ? 1 : 0));
}

/* The row's value; a day that is none is unknown too. */
static struct value read_slot(const struct rule_step *step, const struct value *slots)
{
    const struct value *value = &slots[step->operand];
    REQUIRE(value->kind == VALUE_UNKNOWN || value->kind == step->type);
    return value->kind == VALUE_DAY && !day_is_some(value->day) ? value_unknown() : *value;
}

/* One step; `top` points behind the last value. Gives the new top. */
static struct value *run(const struct rule *rule, const struct rule_step *step, const struct value *slots,
                         struct value *top)
{
    enum rule_step_kind kind = (enum rule_step_kind)step->step;
    enum value_kind type = (enum value_kind)step->type;
    switch (kind) {
    case RULE_STEP_READ:
        top[0] = read_slot(step, slots);
        return top + 1;
    case RULE_STEP_CONSTANT:
        top[0] = rule->constants[step->operand];
        return top + 1;
    case RULE_STEP_KNOWN:
        top[-1] = value_truth(top[-1].kind != VALUE_UNKNOWN);
        return top;
    case RULE_STEP_NOT:
        if (top[-1].kind == VALUE_TRUTH)
            top[-1].truth = !top[-1].truth;
        return top;
    case RULE_STEP_AND:
        combine_and(&top[-2], &top[-1]);
        return top - 1;
    case RULE_STEP_OR:
        combine_or(&top[-2], &top[-1]);
        return top - 1;
    case RULE_STEP_EQUAL:
    case RULE_STEP_DIFFERS:
    case RULE_STEP_LESS:
    case RULE_STEP_LESS_OR_EQUAL:
    case RULE_STEP_MORE:
    case RULE_STEP_MORE_OR_EQUAL:
        top[-2] = compare(kind, type, &top[-2], &top[-1]);
        return top - 1;
    case RULE_STEP_IN_CONSTANTS:
        top[-1] = among_constants(rule, step, &top[-1]);
        return top;
    case RULE_STEP_IN_ITEM:
        top[-1] = compare(RULE_STEP_EQUAL, type, &top[-3], &top[-1]);
        combine_or(&top[-2], &top[-1]);
        return top - 1;
    case RULE_STEP_IN_END:
        top[-2] = top[-1];
        return top - 1;
    case RULE_STEP_BETWEEN:
        top[-3] = between(type, &top[-3], &top[-2], &top[-1]);
        return top - 2;
    case RULE_STEP_ADD:
    case RULE_STEP_SUBTRACT:
    case RULE_STEP_MULTIPLY:
        top[-2] = calculate(kind, &top[-2], &top[-1]);
        return top - 1;
    case RULE_STEP_NEGATE:
        top[-1] = negate(&top[-1]);
        return top;
    case RULE_STEP_MIN:
    case RULE_STEP_MAX:
        top[-2] = extreme(kind, type, &top[-2], &top[-1]);
        return top - 1;
    case RULE_STEP_CHOOSE:
        top[-3] = choose(type, &top[-3], &top[-2], &top[-1]);
        return top - 2;
    case RULE_STEP_DAYS_BETWEEN:
        top[-2] = count_days(&top[-2], &top[-1]);
        return top - 1;
    case RULE_STEP_AGE_ON:
        break;
    }
    top[-2] = count_years(&top[-2], &top[-1]);
    return top - 1;
}

struct value rule_evaluate(const struct rule *rule, const struct value *slots, size_t count)
{
    if (rule == NULL)
        return value_unknown();
    REQUIRE(rule->slot_count == 0 || rule->slots[rule->slot_count - 1] < count);
    struct value stack[RULE_STACK_MAX];
    struct value *top = stack;
    for (size_t i = 0; i < rule->step_count; i++)
        top = run(rule, &rule->steps[i], slots, top);
    return stack[0];
}

bool rule_holds(const struct rule *rule, const struct value *slots, size_t count)
{
    struct value answer = rule_evaluate(rule, slots, count);
    return is_yes(&answer);
}
