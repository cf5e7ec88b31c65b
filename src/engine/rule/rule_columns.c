/*
 * rule_columns.c — rules over columns: what was asked, which steps are needed, where their results stand.
 */
#include "engine/rule/rule_columns_inside.h"
#include "base/buffer.h"

#include <string.h>

static bool acceptable(const struct rule_columns_plan *plan, struct failure *why)
{
    if (plan->column_count > RULE_COLUMNS_MAX || plan->line_count > RULE_COLUMNS_MAX)
        return FAIL(why, FAILURE_TOO_BIG, "more than %d columns or lines", (int)RULE_COLUMNS_MAX);
    for (size_t i = 0; i < plan->line_count; i++)
        if (plan->lines[i].condition_count > RULE_LINE_CONDITIONS_MAX)
            return FAIL(why, FAILURE_TOO_BIG, "line %zu has more than %d conditions", i,
                        (int)RULE_LINE_CONDITIONS_MAX);
    for (size_t i = 0; i < plan->column_count; i++) {
        const struct rule_column *column = &plan->columns[i];
        REQUIRE(column->kind != VALUE_UNKNOWN && column->width <= RULE_WIDTH_64);
        if (column->scale > DECIMAL_SCALE_MAX || column->code_count > INT32_MAX)
            return FAIL(why, FAILURE_TOO_BIG, "column %zu has too many digits behind the comma or codes", i);
        if (column->width == RULE_WIDTH_64 && column->kind != VALUE_NUMBER)
            return FAIL(why, FAILURE_INVALID, "column %zu: only numbers are 64 bits wide", i);
        for (size_t before = 0; before < i; before++)
            REQUIRE(plan->columns[before].slot != column->slot);
    }
    for (size_t i = 0; i < plan->constant_count; i++)
        for (size_t c = 0; c < plan->column_count; c++)
            REQUIRE(plan->columns[c].slot != plan->constants[i].slot);
    return true;
}

/* Nothing is borrowed of the plan but the rules and the codes. */
static struct rule_columns *copy_plan(struct arena *arena, const struct rule_columns_plan *plan)
{
    struct rule_columns *rules = arena_make(arena, sizeof *rules);
    rules->columns = arena_copy(arena, plan->columns, plan->column_count * sizeof *plan->columns);
    rules->column_count = plan->column_count;
    rules->lines = arena_copy(arena, plan->lines, plan->line_count * sizeof *plan->lines);
    rules->line_count = plan->line_count;
    for (size_t i = 0; i < plan->line_count; i++)
        rules->lines[i].conditions = arena_copy(arena, plan->lines[i].conditions,
                                                plan->lines[i].condition_count * sizeof(struct rule *));
    rules->constants = arena_copy(arena, plan->constants, plan->constant_count * sizeof *plan->constants);
    rules->constant_count = plan->constant_count;
    rules->translations = arena_make_many(arena, plan->column_count, sizeof *rules->translations);
    return rules;
}

bool rule_columns_read(struct arena *arena, const struct rule_columns_plan *plan, struct rule_columns **rules,
                       struct failure *why)
{
    if (!acceptable(plan, why))
        return false;
    struct rule_columns *made = copy_plan(arena, plan);
    if (!rule_columns_compile(arena, made, why))
        return false;
    rule_columns_place(arena, made);
    *rules = made;
    return true;
}

/* ---- where results stand ---- */

/* Buffers of one width that no later step needs. */
struct free_places {
    uint32_t *items;
    size_t count;
};

static bool written_out(const struct column_step *step)
{
    return step->kind == COLUMN_STEP_CONDITION || step->kind == COLUMN_STEP_AMOUNT;
}

static uint32_t take(struct free_places *free, size_t *made)
{
    return free->count > 0 ? free->items[--free->count] : (uint32_t)(*made)++;
}

/* Of each step the last that takes its result; 0: nobody does, for the first step takes none. */
static uint32_t *last_uses(struct arena *arena, const struct rule_columns *rules)
{
    uint32_t *last = arena_make_many(arena, rules->step_count + 1, sizeof *last);
    for (size_t i = rules->step_count; i-- > 0;) {
        const struct column_step *step = &rules->steps[i];
        for (size_t n = 0; (written_out(step) || last[i] != 0) && n < step->input_count; n++)
            if (last[step->inputs[n]] == 0)
                last[step->inputs[n]] = (uint32_t)i;
    }
    return last;
}

/* A buffer is used again once its result has been taken for the last time; constants keep theirs. */
void rule_columns_place(struct arena *arena, struct rule_columns *rules)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    const uint32_t *last = last_uses(scratch, rules);
    struct free_places none = {0}, free[4],
                       bytes = {arena_make_many(scratch, rules->step_count, sizeof *bytes.items), 0};
    for (size_t w = 0; w < LENGTH_OF(free); w++)
        free[w] = (struct free_places){arena_make_many(scratch, rules->step_count, sizeof *bytes.items), 0};
    rules->order = arena_make_many(arena, rules->step_count, sizeof *rules->order);
    rules->places = arena_make_many(arena, rules->step_count, sizeof *rules->places);
    for (uint32_t i = 0; i < rules->step_count; i++) {
        const struct column_step *step = &rules->steps[i];
        if (!written_out(step) && last[i] == 0)
            continue;
        rules->order[rules->order_count++] = i;
        if (!written_out(step)) {
            bool own = step->kind == COLUMN_STEP_CONSTANT; /* filled once: nobody else's, before or behind */
            rules->places[i].values =
                take(own ? &none : &free[step->width], &rules->value_places[step->width]);
            rules->places[i].bytes = take(own ? &none : &bytes, &rules->byte_places);
        }
        for (size_t n = 0; n < step->input_count; n++) {
            uint32_t input = step->inputs[n];
            bool again = (n > 0 && input == step->inputs[0]) || (n > 1 && input == step->inputs[1]);
            if (again || last[input] != i || rules->steps[input].kind == COLUMN_STEP_CONSTANT)
                continue;
            uint8_t width = rules->steps[input].width;
            free[width].items[free[width].count++] = rules->places[input].values;
            bytes.items[bytes.count++] = rules->places[input].bytes;
        }
    }
}

/* ---- in words ---- */

static void explain_step(struct arena *arena, struct buffer *out, const struct rule_columns *rules,
                         uint32_t number)
{
    static const char *const words[] = {
#define STEP(name, word) word,
#include "engine/rule/rule_columns.def"
#undef STEP
    };
    const struct column_step *step = &rules->steps[number];
    buffer_add_format(out, "%u %s", number, words[step->kind]);
    for (size_t i = 0; i < step->input_count; i++)
        buffer_add_format(out, " %u", step->inputs[i]);
    if (step->kind == COLUMN_STEP_READ)
        buffer_add_format(out, " column %u", step->first);
    else if (step->kind == COLUMN_STEP_CONSTANT && step->missing)
        buffer_add(out, TEXT(" unknown"));
    else if (step->kind == COLUMN_STEP_CONSTANT)
        buffer_add_format(out, " %s", decimal_write(arena, (struct decimal){step->least, step->scale}).bytes);
    else if (written_out(step))
        buffer_add_format(out, " of line %u: %u", step->first, step->count);
    for (size_t i = 0; step->kind == COLUMN_STEP_RANGES && i < step->count; i++) {
        const struct rule_range *range = &rules->ranges[step->first + i];
        buffer_add_format(out, " %s%lld..%lld", step->turned ? "not " : "", (long long)range->least,
                          (long long)range->most);
    }
    if (step->type != VALUE_TRUTH && !written_out(step))
        buffer_add_format(out, " (%d bits)", 8 << step->width);
    buffer_add_char(out, '\n');
}

struct text rule_columns_explain(struct arena *arena, const struct rule_columns *rules)
{
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, (size_t)8 << 20);
    for (size_t i = 0; i < rules->order_count; i++)
        explain_step(arena, &out, rules, rules->order[i]);
    return text_copy(arena, buffer_text(&out));
}
