/*
 * rule_explain.c — the steps of a rule, one a line, for people and for tests.
 */
#include "engine/rule/rule_steps_inside.h"

static const char *step_word(const struct rule_step *step)
{
    static const char *const words[] = {
#define STEP(name, word) [RULE_STEP_##name] = word,
#include "engine/rule/rule_steps.def"
#undef STEP
    };
    return words[step->step];
}

static struct text constant_text(struct arena *arena, struct value value)
{
    if (value.kind == VALUE_TRUTH)
        return value.truth ? TEXT("yes") : TEXT("no");
    struct text written = value_write(arena, value);
    return value.kind == VALUE_TEXT ? text_format(arena, "'%.*s'", TEXT_ARGS(written)) : written;
}

static struct text slot_name(const struct rule *rule, size_t slot)
{
    size_t at = 0;
    while (rule->slots[at] != slot)
        at++;
    return rule->slot_names[at];
}

/* What stands behind the step's word. */
static struct text operand(struct arena *arena, const struct rule *rule, const struct rule_step *step)
{
    if (step->step == RULE_STEP_READ)
        return slot_name(rule, step->operand);
    if (step->step == RULE_STEP_CONSTANT)
        return constant_text(arena, rule->constants[step->operand]);
    if (step->step == RULE_STEP_CALL)
        return rule_function_at(step->operand)->word;
    struct text *items = arena_make_many(arena, step->count, sizeof *items);
    for (size_t i = 0; i < step->count; i++)
        items[i] = constant_text(arena, rule->constants[step->operand + i]);
    return text_join(arena, items, step->count, TEXT(", "));
}

struct text rule_explain(struct arena *arena, const struct rule *rule)
{
    struct text *lines = arena_make_many(arena, rule->step_count, sizeof *lines);
    for (size_t i = 0; i < rule->step_count; i++) {
        struct text what = operand(arena, rule, &rule->steps[i]);
        lines[i] = text_format(arena, "%3zu  %s%s%.*s\n", i + 1, step_word(&rule->steps[i]),
                               what.length > 0 ? " " : "", TEXT_ARGS(what));
    }
    return text_join(arena, lines, rule->step_count, TEXT(""));
}
