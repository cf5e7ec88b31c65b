/*
 * policy_rows.c — lines that share anchor and window are compiled together: they see the same values of the parameters.
 *
 * A parameter that has one value in the window is a constant; another is a column, filled row by row from the anchor.
 * A supplement is a line of its own to the compiled rules: its one condition, its amount.
 */
#include "engine/policy/policy_rows.h"

#include "engine/policy/policy_inside.h"

struct filled { /* a parameter as a column */
    const struct policy_param *param;
    enum rule_width width;
    uint8_t scale;
    void *values;
    uint8_t *missing;
};

struct batch { /* lines of one anchor and window */
    const struct policy_line *first;
    size_t lines[POLICY_LINES_MAX], line_count;
    struct filled *filled;
    size_t filled_count;
    struct rule_column_block *blocks; /* the plan's columns, then the filled ones */
    struct rule_columns_run *run;
};

struct policy_rows {
    const struct policy *policy;
    const struct policy_rows_column *columns;
    size_t column_count;
    struct day as_of;
    uint8_t **missing; /* of each column, what is out of bounds added */
    struct batch *batches;
    size_t batch_count;
};

/* ── compiling ── */

static bool same_window(const struct policy_line *a, const struct policy_line *b)
{
    return a->anchor == b->anchor && a->from.number == b->from.number && a->to.number == b->to.number;
}

static void batches_make(struct arena *arena, struct policy_rows *rows)
{
    const struct policy *policy = rows->policy;
    rows->batches = arena_make_many(arena, policy->line_count, sizeof *rows->batches);
    for (size_t i = 0; i < policy->line_count; i++) {
        size_t at = 0;
        while (at < rows->batch_count && !same_window(rows->batches[at].first, &policy->lines[i]))
            at++;
        struct batch *batch = &rows->batches[at];
        if (at == rows->batch_count)
            rows->batches[rows->batch_count++].first = &policy->lines[i];
        batch->lines[batch->line_count++] = i;
    }
}

static void filled_add(struct arena *arena, struct batch *batch, const struct policy_param *param)
{
    struct filled *filled = &batch->filled[batch->filled_count++];
    *filled = (struct filled){.param = param, .width = RULE_WIDTH_64};
    if (param->kind != VALUE_NUMBER)
        filled->width = param->kind == VALUE_DAY ? RULE_WIDTH_32 : RULE_WIDTH_8;
    for (size_t i = 0; i < param->count && param->kind == VALUE_NUMBER; i++)
        if (param->values[i].value.number.scale > filled->scale)
            filled->scale = param->values[i].value.number.scale;
    filled->values = arena_make_many(arena, RULE_BLOCK, sizeof(int64_t));
    filled->missing = arena_make_many(arena, RULE_BLOCK, 1);
}

/* Constants for the parameters that do not change; columns for those that do. */
static size_t params_place(struct arena *arena, const struct policy_rows *rows, struct batch *batch, struct rule_constant *constants)
{
    const struct policy *policy = rows->policy;
    size_t count = 0;
    bool by_as_of = batch->first->anchor == policy->column_count;
    batch->filled = arena_make_many(arena, policy->param_count, sizeof *batch->filled);
    if (day_is_some(rows->as_of))
        constants[count++] = (struct rule_constant){policy_slot_as_of(policy), value_day(rows->as_of)};
    for (size_t i = 0; i < policy->param_count; i++) {
        const struct policy_param *param = &policy->params[i];
        const struct policy_value *only = policy_param_only(param, batch->first->from, batch->first->to);
        if (only == NULL && by_as_of && day_is_some(rows->as_of))
            only = policy_param_on(param, rows->as_of);
        if (only != NULL)
            constants[count++] = (struct rule_constant){policy_slot_as_of(policy) + 1 + i, only->value};
        else if (!by_as_of)
            filled_add(arena, batch, param);
    }
    return count;
}

static size_t columns_place(struct arena *arena, const struct policy_rows *rows, const struct batch *batch, struct rule_column **placed)
{
    const struct policy *policy = rows->policy;
    struct rule_column *columns = arena_make_many(arena, rows->column_count + batch->filled_count, sizeof *columns);
    size_t count = 0;
    for (; count < rows->column_count; count++) {
        const struct policy_rows_column *given = &rows->columns[count];
        const struct policy_column *column = &policy->columns[given->column];
        columns[count] = (struct rule_column){given->column, column->kind, given->width, given->scale, column->codes, column->code_count};
    }
    for (size_t i = 0; i < batch->filled_count; i++, count++) {
        const struct filled *filled = &batch->filled[i];
        columns[count] = (struct rule_column){.slot = policy_slot_as_of(policy) + 1 + (size_t)(filled->param - policy->params), .kind = filled->param->kind,
                                              .width = filled->width, .scale = filled->scale};
    }
    *placed = columns;
    return count;
}

static size_t lines_place(struct arena *arena, const struct policy *policy, const struct batch *batch, struct rule_line *placed)
{
    size_t count = 0;
    for (size_t i = 0; i < batch->line_count; i++) {
        const struct policy_line *line = &policy->lines[batch->lines[i]];
        const struct rule **conditions = arena_make_many(arena, line->condition_count + line->supplement_count, sizeof *conditions);
        for (size_t k = 0; k < line->condition_count; k++)
            conditions[k] = line->conditions[k].rule;
        placed[count++] = (struct rule_line){conditions, line->condition_count, line->pay};
        for (size_t k = 0; k < line->supplement_count; k++) {
            conditions[line->condition_count + k] = line->supplements[k].where;
            placed[count++] = (struct rule_line){&conditions[line->condition_count + k], 1, line->supplements[k].pay};
        }
    }
    return count;
}

static bool batch_compile(struct arena *arena, const struct policy_rows *rows, struct batch *batch, struct failure *why)
{
    struct rule_constant constants[POLICY_PARAMS_MAX + 1];
    struct rule_line *lines = arena_make_many(arena, batch->line_count * (1 + POLICY_SUPPLEMENTS_MAX), sizeof *lines);
    struct rule_column *columns;
    struct rule_columns *rules;
    struct rule_columns_plan plan = {.lines = lines, .constants = constants};
    plan.constant_count = params_place(arena, rows, batch, constants);
    plan.column_count = columns_place(arena, rows, batch, &columns);
    plan.columns = columns;
    plan.line_count = lines_place(arena, rows->policy, batch, lines);
    if (!rule_columns_read(arena, &plan, &rules, why))
        return false;
    batch->blocks = arena_make_many(arena, plan.column_count, sizeof *batch->blocks);
    for (size_t i = 0; i < batch->filled_count; i++)
        batch->blocks[rows->column_count + i] = (struct rule_column_block){batch->filled[i].values, batch->filled[i].missing};
    batch->run = rule_columns_open(arena, rules);
    return true;
}

static bool columns_check(const struct policy_rows_plan *plan, struct failure *why)
{
    for (size_t i = 0; i < plan->column_count; i++) {
        size_t column = plan->columns[i].column;
        if (column >= plan->policy->column_count || plan->policy->columns[column].kind == VALUE_TEXT)
            return FAIL(why, FAILURE_INVALID, "column %zu of the plan is none that can be judged in rows", i);
        for (size_t k = 0; k < i; k++)
            if (plan->columns[k].column == column)
                return FAIL(why, FAILURE_INVALID, "column %zu of the plan is there twice", i);
    }
    return true;
}

bool policy_rows_read(struct arena *arena, const struct policy_rows_plan *plan, struct policy_rows **rows, struct failure *why)
{
    struct policy_rows *made = arena_make(arena, sizeof *made);
    if (!columns_check(plan, why))
        return false;
    *made = (struct policy_rows){.policy = plan->policy, .column_count = plan->column_count, .as_of = plan->as_of};
    made->columns = arena_copy(arena, plan->columns, plan->column_count * sizeof *plan->columns);
    made->missing = arena_make_many(arena, plan->column_count, sizeof *made->missing);
    for (size_t i = 0; i < plan->column_count; i++)
        made->missing[i] = arena_make_many(arena, RULE_BLOCK, 1);
    batches_make(arena, made);
    for (size_t i = 0; i < made->batch_count; i++)
        if (!batch_compile(arena, made, &made->batches[i], why))
            return false;
    *rows = made;
    return true;
}

/* ── one block ── */

/* The bound as digits of the column; one beyond them bounds nothing. */
static int64_t bound_digits(struct decimal bound, uint8_t scale, int64_t beyond)
{
    struct decimal scaled;
    return decimal_rescale(bound, scale, &scaled) ? scaled.digits : beyond;
}

/* A number out of its bounds is as one nobody told. */
static void missing_mark(const struct policy_rows *rows, size_t index, const struct rule_column_block *block, size_t count)
{
    const struct policy_rows_column *given = &rows->columns[index];
    const struct policy_column *column = &rows->policy->columns[given->column];
    uint8_t *missing = rows->missing[index];
    for (size_t i = 0; i < count; i++)
        missing[i] = block->missing != NULL && block->missing[i] != 0;
    if (column->kind != VALUE_NUMBER)
        return;
    int64_t least = bound_digits(column->least, given->scale, INT64_MIN), most = bound_digits(column->most, given->scale, INT64_MAX);
    for (size_t i = 0; i < count; i++) {
        int64_t digits = rule_column_get(block->values, given->width, i);
        missing[i] |= digits < least || digits > most;
    }
}

static size_t column_place(const struct policy_rows *rows, size_t column)
{
    size_t at = 0;
    while (at < rows->column_count && rows->columns[at].column != column)
        at++;
    return at;
}

static void filled_put(const struct filled *filled, size_t row, struct value value)
{
    struct decimal number;
    filled->missing[row] = 0;
    if (value.kind == VALUE_DAY)
        ((int32_t *)filled->values)[row] = value.day.number;
    else if (value.kind == VALUE_TRUTH)
        ((int8_t *)filled->values)[row] = value.truth;
    else if (value.kind == VALUE_NUMBER && decimal_rescale(value.number, filled->scale, &number))
        ((int64_t *)filled->values)[row] = number.digits;
    else
        filled->missing[row] = 1;
}

/* The law's version of each row, by its anchor day. */
static void params_fill(const struct policy_rows *rows, const struct batch *batch, const struct rule_column_block *blocks, size_t count)
{
    size_t at = column_place(rows, batch->first->anchor);
    for (size_t p = 0; p < batch->filled_count; p++)
        for (size_t i = 0; i < count; i++) {
            const struct policy_value *value = NULL;
            if (at < rows->column_count && rows->missing[at][i] == 0)
                value = policy_param_on(batch->filled[p].param, (struct day){(int32_t)rule_column_get(blocks[at].values, rows->columns[at].width, i)});
            filled_put(&batch->filled[p], i, value == NULL ? value_unknown() : value->value);
        }
}

static void supplement_take(const struct rule_line_answers *answers, size_t row, size_t part, struct policy_verdict *verdict)
{
    int64_t sum;
    bool yes = answers->holds[row] != 0, open = rule_line_mask(answers->unknown, 1, row) != 0;
    if (!yes && !open)
        return;
    if (open || answers->amount_unknown[row] != 0 || answers->amounts[row] < 0 || __builtin_add_overflow(verdict->amount, answers->amounts[row], &sum)) {
        verdict->at_least = true;
        return;
    }
    verdict->amount = sum;
    verdict->paid_parts |= (uint32_t)1 << part;
}

static void line_take(const struct policy_rows *rows, const struct batch *batch, size_t first_answer, size_t index, size_t count,
                      struct policy_verdict *verdicts)
{
    const struct policy_line *line = &rows->policy->lines[index];
    const struct rule_line_answers *answers = rule_columns_answers(batch->run, first_answer);
    bool closed = day_is_some(line->apply_by) && day_is_some(rows->as_of) && day_compare(rows->as_of, line->apply_by) > 0;
    for (size_t i = 0; i < count; i++) {
        struct policy_verdict verdict = {.closed = closed};
        verdict.failed = (uint32_t)rule_line_mask(answers->failed, line->condition_count, i);
        verdict.unknown = (uint32_t)rule_line_mask(answers->unknown, line->condition_count, i);
        verdict.answer = verdict.failed != 0 ? POLICY_NO : answers->holds[i] != 0 ? POLICY_YES : POLICY_UNKNOWN;
        if (verdict.answer == POLICY_YES && line->pay != NULL) {
            if (answers->amount_unknown[i] != 0 || answers->amounts[i] < 0) {
                verdict.answer = POLICY_UNKNOWN;
                verdict.unknown |= (uint32_t)1 << line->condition_count;
            } else {
                verdict.base = verdict.amount = answers->amounts[i];
            }
        }
        for (size_t k = 0; k < line->supplement_count && verdict.answer == POLICY_YES; k++)
            supplement_take(rule_columns_answers(batch->run, first_answer + 1 + k), i, k, &verdict);
        verdicts[i * rows->policy->line_count + index] = verdict;
    }
}

void policy_rows_judge(struct policy_rows *rows, const struct rule_column_block *blocks, size_t count, struct policy_verdict *verdicts)
{
    REQUIRE(count <= RULE_BLOCK);
    for (size_t i = 0; i < rows->column_count; i++)
        missing_mark(rows, i, &blocks[i], count);
    for (size_t b = 0; b < rows->batch_count; b++) {
        struct batch *batch = &rows->batches[b];
        size_t answer = 0;
        for (size_t i = 0; i < rows->column_count; i++)
            batch->blocks[i] = (struct rule_column_block){blocks[i].values, rows->missing[i]};
        params_fill(rows, batch, blocks, count);
        rule_columns_run(batch->run, batch->blocks, count);
        for (size_t i = 0; i < batch->line_count; i++) {
            line_take(rows, batch, answer, batch->lines[i], count, verdicts);
            answer += 1 + rows->policy->lines[batch->lines[i]].supplement_count;
        }
    }
    for (size_t i = 0; i < count; i++)
        policy_groups_judge(rows->policy, &verdicts[i * rows->policy->line_count]);
}
