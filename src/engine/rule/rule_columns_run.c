/*
 * rule_columns_run.c — runs the steps of rules over columns, a block of rows at a time.
 *
 * Each step runs one or two loops of rule_kernels.def. Where nothing is missing in a block,
 * nothing is done for what is missing: results then have no bytes beside their values.
 */
#include "engine/rule/rule_columns_inside.h"

#include <string.h>

/* A truth: values are `yes`, bytes `possible`, NULL when they are the same. Else bytes are `missing`, NULL when none is. */
struct result {
    const void *values;
    const uint8_t *bytes;
};

struct rule_columns_run {
    const struct rule_columns *rules;
    const struct rule_kernels *kernels;
    const struct rule_column_block *blocks; /* of this block */
    size_t rows;
    struct result *results; /* of each step */
    uint8_t *values[4];     /* buffers of each width, one behind the other */
    uint8_t *bytes;
    struct rule_column_block *tails; /* of each column: where fewer rows than a block are made a whole one */
    uint8_t *scratch[2];
    int64_t *wholes;
    struct value *slots; /* for rules worked out row by row */
    struct rule_line_answers *answers;
    bool *some_unknown; /* of each line: bits of `unknown` may be set */
};

static const uint8_t nothing[RULE_BLOCK]; /* no byte is set */

/* ---- what a step has ---- */

static void *values_of(const struct rule_columns_run *run, uint32_t step)
{
    uint8_t width = run->rules->steps[step].width;
    return run->values[width] + (((size_t)run->rules->places[step].values * RULE_BLOCK) << width);
}

static uint8_t *bytes_of(const struct rule_columns_run *run, uint32_t step)
{
    return run->bytes + (size_t)run->rules->places[step].bytes * RULE_BLOCK;
}

static const struct result *input(const struct rule_columns_run *run, const struct column_step *step,
                                  size_t index)
{
    return &run->results[step->inputs[index]];
}

static const uint8_t *possible(const struct result *truth)
{
    return truth->bytes != NULL ? truth->bytes : truth->values;
}

static const uint8_t *or_nothing(const uint8_t *bytes)
{
    return bytes != NULL ? bytes : nothing;
}

static void finish(struct rule_columns_run *run, uint32_t step, const void *values, const uint8_t *bytes)
{
    run->results[step] = (struct result){values, bytes};
}

/* What either has, in `into`; NULL when neither has any. */
static const uint8_t *joined(const struct rule_columns_run *run, uint8_t *into, const uint8_t *a,
                             const uint8_t *b)
{
    if (a != NULL && b != NULL)
        run->kernels->byte_or(into, a, b);
    else if (a != NULL || b != NULL)
        memcpy(into, a != NULL ? a : b, RULE_BLOCK);
    else
        return NULL;
    return into;
}

/* A truth of which `yes` has been worked out for what is known. */
static void finish_truth(struct rule_columns_run *run, uint32_t step, uint8_t *yes, const uint8_t *missing)
{
    if (missing != NULL) {
        run->kernels->byte_or(bytes_of(run, step), yes, missing);
        run->kernels->byte_drop(yes, missing);
    }
    finish(run, step, yes, missing != NULL ? bytes_of(run, step) : NULL);
}

/* A number that is missing where its inputs are and where `also` is set. */
static void finish_number(struct rule_columns_run *run, uint32_t number, const uint8_t *also)
{
    const struct column_step *step = &run->rules->steps[number];
    const uint8_t *first = input(run, step, 0)->bytes,
                  *second = step->input_count > 1 ? input(run, step, 1)->bytes : NULL;
    const uint8_t *missing = joined(run, bytes_of(run, number), first, second);
    if (also != NULL && run->kernels->byte_any(also)) {
        if (missing != NULL)
            memcpy(run->scratch[1], missing, RULE_BLOCK);
        missing = joined(run, bytes_of(run, number), missing != NULL ? run->scratch[1] : NULL, also);
    }
    finish(run, number, values_of(run, number), missing);
}

/* ---- reading ---- */

/* Missing, and whatever lies outside the column's bounds; NULL when there is none. */
static const uint8_t *outside(struct rule_columns_run *run, const struct column_step *step, uint8_t *into,
                              struct rule_range bounds)
{
    const struct rule_column_block *block = &run->blocks[step->first];
    const struct rule_lane_kernels *lanes = &run->kernels->lanes[run->rules->columns[step->first].width];
    lanes->ranges(run->scratch[0], block->values, &bounds, bounds.least <= bounds.most ? 1 : 0, true);
    if (block->missing == NULL)
        memcpy(into, run->scratch[0], RULE_BLOCK);
    else
        run->kernels->byte_or(into, run->scratch[0], block->missing);
    return run->kernels->byte_any(into) ? into : NULL;
}

static void read_truth(struct rule_columns_run *run, uint32_t number, const struct column_step *step)
{
    static const struct rule_range one = {1, 1};
    const uint8_t *missing = outside(run, step, run->scratch[1], (struct rule_range){0, 1});
    uint8_t *yes = values_of(run, number);
    run->kernels->lanes[run->rules->columns[step->first].width].ranges(yes, run->blocks[step->first].values,
                                                                       &one, 1, false);
    finish_truth(run, number, yes, missing);
}

static void read_code(struct rule_columns_run *run, uint32_t number, const struct column_step *step)
{
    const struct rule_column *column = &run->rules->columns[step->first];
    const struct rule_lane_kernels *lanes = &run->kernels->lanes[column->width];
    int64_t most = (int64_t)(UINT64_MAX >> (65 - (8u << column->width)));
    struct rule_range bounds = {0, most < (int64_t)column->code_count - 1 ? most
                                                                          : (int64_t)column->code_count - 1};
    const uint8_t *missing = outside(run, step, bytes_of(run, number), bounds);
    const int32_t *translation = run->rules->translations[step->first];
    const void *values = run->blocks[step->first].values;
    if (translation != NULL)
        lanes->translate(values_of(run, number), values, translation, or_nothing(missing));
    else if (missing != NULL)
        lanes->keep(values_of(run, number), values, missing);
    finish(run, number, translation != NULL || missing != NULL ? values_of(run, number) : values, missing);
}

static void read_day(struct rule_columns_run *run, uint32_t number, const struct column_step *step)
{
    const uint8_t *missing =
        outside(run, step, bytes_of(run, number), (struct rule_range){step->least, step->most});
    const void *values = run->blocks[step->first].values;
    if (missing != NULL)
        run->kernels->lanes[step->width].keep(values_of(run, number), values, missing);
    finish(run, number, missing != NULL ? values_of(run, number) : values, missing);
}

static void read_column(struct rule_columns_run *run, uint32_t number, const struct column_step *step)
{
    const struct rule_column_block *block = &run->blocks[step->first];
    if (step->type == VALUE_TRUTH)
        read_truth(run, number, step);
    else if (step->type == VALUE_DAY)
        read_day(run, number, step);
    else if (step->type != VALUE_NUMBER)
        read_code(run, number, step);
    else
        finish(run, number, block->values,
               block->missing != NULL && run->kernels->byte_any(block->missing) ? block->missing : NULL);
}

/* ---- row by row ---- */

static struct value value_at(const struct rule_column *column, const struct rule_column_block *block,
                             size_t row)
{
    int64_t digits = rule_column_get(block->values, column->width, row);
    if (block->missing != NULL && block->missing[row] != 0)
        return value_unknown();
    if (column->kind == VALUE_NUMBER)
        return value_number((struct decimal){digits, column->scale});
    if (column->kind == VALUE_TRUTH)
        return digits == 0 || digits == 1 ? value_truth(digits == 1) : value_unknown();
    if (column->kind == VALUE_DAY)
        return digits >= INT32_MIN && digits <= INT32_MAX ? value_day((struct day){(int32_t)digits})
                                                          : value_unknown();
    if (digits < 0 || (uint64_t)digits >= column->code_count)
        return value_unknown();
    return column->kind == VALUE_CODE ? value_code(column->codes[digits]) : value_text(column->codes[digits]);
}

static void run_rows(struct rule_columns_run *run, uint32_t number, const struct column_step *step)
{
    const struct rule_columns *rules = run->rules;
    const struct rule *rule = rules->rules[step->first];
    uint8_t *bytes = bytes_of(run, number), *yes = values_of(run, number);
    int64_t *digits = values_of(run, number);
    for (size_t row = 0; row < RULE_BLOCK; row++) {
        for (size_t i = 0; i < rules->column_count; i++)
            if (rules->columns[i].slot < rules->slot_count)
                run->slots[rules->columns[i].slot] = value_at(&rules->columns[i], &run->blocks[i], row);
        struct value value = rule_evaluate(rule, run->slots, rules->slot_count);
        struct decimal whole = decimal_of(0);
        bool known = value_known(value);
        if (rule->kind == VALUE_TRUTH) {
            yes[row] = known && value.truth;
            bytes[row] = !known || value.truth;
            continue;
        }
        known = known && decimal_rescale(value.number, 0, &whole);
        digits[row] = known ? whole.digits : 0;
        bytes[row] = !known;
    }
    finish(run, number, values_of(run, number), bytes);
}

/* ---- the other steps ---- */

static void run_and_or(struct rule_columns_run *run, uint32_t number, const struct column_step *step)
{
    void (*join)(uint8_t *, const uint8_t *, const uint8_t *) =
        step->kind == COLUMN_STEP_AND ? run->kernels->byte_and : run->kernels->byte_or;
    const struct result *a = input(run, step, 0), *b = input(run, step, 1);
    bool sure = a->bytes == NULL && b->bytes == NULL;
    join(values_of(run, number), a->values, b->values);
    if (!sure)
        join(bytes_of(run, number), possible(a), possible(b));
    finish(run, number, values_of(run, number), sure ? NULL : bytes_of(run, number));
}

/* Yes where it is not possible, possible where it is not yes. */
static void run_not(struct rule_columns_run *run, uint32_t number, const struct column_step *step)
{
    const struct result *a = input(run, step, 0);
    run->kernels->byte_not(values_of(run, number), possible(a));
    if (a->bytes != NULL)
        run->kernels->byte_not(bytes_of(run, number), a->values);
    finish(run, number, values_of(run, number), a->bytes != NULL ? bytes_of(run, number) : NULL);
}

static bool is_truth(const struct rule_columns_run *run, uint32_t step)
{
    return run->rules->steps[step].type == VALUE_TRUTH;
}

/* Where a result is missing, whatever it is; NULL when nowhere. */
static const uint8_t *missing_of(struct rule_columns_run *run, uint32_t step, uint8_t *into)
{
    const struct result *a = &run->results[step];
    if (a->bytes == NULL || !is_truth(run, step))
        return a->bytes;
    run->kernels->byte_differ(into, a->bytes, a->values);
    return into;
}

static void run_known(struct rule_columns_run *run, uint32_t number, const struct column_step *step)
{
    run->kernels->byte_not(values_of(run, number),
                           or_nothing(missing_of(run, step->inputs[0], run->scratch[0])));
    finish(run, number, values_of(run, number), NULL);
}

static void run_as_number(struct rule_columns_run *run, uint32_t number, const struct column_step *step)
{
    memcpy(values_of(run, number), input(run, step, 0)->values, RULE_BLOCK);
    finish(run, number, values_of(run, number), missing_of(run, step->inputs[0], bytes_of(run, number)));
}

static void run_as_truth(struct rule_columns_run *run, uint32_t number, const struct column_step *step)
{
    memcpy(values_of(run, number), input(run, step, 0)->values, RULE_BLOCK);
    finish_truth(run, number, values_of(run, number), input(run, step, 0)->bytes);
}

static void run_ranges(struct rule_columns_run *run, uint32_t number, const struct column_step *step)
{
    const struct result *a = input(run, step, 0);
    const struct rule_lane_kernels *lanes = &run->kernels->lanes[run->rules->steps[step->inputs[0]].width];
    lanes->ranges(values_of(run, number), a->values, &run->rules->ranges[step->first], step->count,
                  step->turned);
    finish_truth(run, number, values_of(run, number), a->bytes);
}

static void run_compare(struct rule_columns_run *run, uint32_t number, const struct column_step *step)
{
    const struct result *a = input(run, step, 0), *b = input(run, step, 1);
    const struct rule_lane_kernels *lanes = &run->kernels->lanes[run->rules->steps[step->inputs[0]].width];
    (step->kind == COLUMN_STEP_EQUAL ? lanes->equal : lanes->less)(values_of(run, number), a->values,
                                                                   b->values);
    finish_truth(run, number, values_of(run, number), joined(run, run->scratch[0], a->bytes, b->bytes));
}

static void run_calculate(struct rule_columns_run *run, uint32_t number, const struct column_step *step)
{
    const struct rule_lane_kernels *lanes = &run->kernels->lanes[step->width];
    void (*const compute[])(void *, const void *, const void *) = {
        [COLUMN_STEP_ADD] = lanes->add,           [COLUMN_STEP_SUBTRACT] = lanes->subtract,
        [COLUMN_STEP_MULTIPLY] = lanes->multiply, [COLUMN_STEP_MIN] = lanes->least,
        [COLUMN_STEP_MAX] = lanes->most,
    };
    compute[step->kind](values_of(run, number), input(run, step, 0)->values, input(run, step, 1)->values);
    finish_number(run, number, NULL);
}

static void run_checked(struct rule_columns_run *run, uint32_t number, const struct column_step *step)
{
    void (*const compute[])(int64_t *, uint8_t *, const int64_t *, const int64_t *) = {
        [COLUMN_STEP_ADD_CHECKED] = run->kernels->add_checked,
        [COLUMN_STEP_SUBTRACT_CHECKED] = run->kernels->subtract_checked,
        [COLUMN_STEP_MULTIPLY_CHECKED] = run->kernels->multiply_checked,
    };
    compute[step->kind](values_of(run, number), run->scratch[0], input(run, step, 0)->values,
                        input(run, step, 1)->values);
    finish_number(run, number, run->scratch[0]);
}

static void run_choose(struct rule_columns_run *run, uint32_t number, const struct column_step *step)
{
    const struct result *other = input(run, step, 0), *condition = input(run, step, 1),
                        *value = input(run, step, 2);
    const struct rule_lane_kernels *lanes = &run->kernels->lanes[step->width];
    bool sure = other->bytes == NULL && condition->bytes == NULL && value->bytes == NULL;
    lanes->choose(values_of(run, number), condition->values, value->values, other->values);
    if (!sure) {
        lanes->equal(run->scratch[0], value->values, other->values);
        run->kernels->choose_missing(
            bytes_of(run, number), (const uint8_t *const[2]){condition->values, possible(condition)},
            (const uint8_t *const[2]){or_nothing(value->bytes), or_nothing(other->bytes)}, run->scratch[0]);
    }
    finish(run, number, values_of(run, number), sure ? NULL : bytes_of(run, number));
}

static void run_widen(struct rule_columns_run *run, uint32_t number, const struct column_step *step)
{
    run->kernels->lanes[run->rules->steps[step->inputs[0]].width].widen[step->width](
        values_of(run, number), input(run, step, 0)->values);
    finish_number(run, number, NULL);
}

static void run_age(struct rule_columns_run *run, uint32_t number, const struct column_step *step)
{
    run->kernels->age(values_of(run, number), run->scratch[0], input(run, step, 0)->values,
                      input(run, step, 1)->values);
    finish_number(run, number, run->scratch[0]);
}

/* ---- what comes out ---- */

static void write_condition(struct rule_columns_run *run, uint32_t number, const struct column_step *step)
{
    (void)number;
    const struct rule_line_answers *line = &run->answers[step->first];
    const struct result *truth = input(run, step, 0);
    size_t plane = step->count / 8 * RULE_BLOCK;
    run->kernels->set_bits_where_not((uint8_t *)line->failed + plane, possible(truth), step->count % 8);
    if (truth->bytes == NULL)
        return;
    run->some_unknown[step->first] = true;
    run->kernels->byte_differ(run->scratch[0], truth->bytes, truth->values);
    run->kernels->set_bits((uint8_t *)line->unknown + plane, run->scratch[0], step->count % 8);
}

/* Holds where no condition failed and none is unknown; a line without conditions holds for nobody. */
static void settle_line(struct rule_columns_run *run, size_t number)
{
    const struct rule_line_answers *line = &run->answers[number];
    size_t conditions = run->rules->lines[number].condition_count;
    memset((uint8_t *)line->holds, conditions > 0, RULE_BLOCK);
    for (size_t plane = 0; plane * 8 < conditions; plane++) {
        run->kernels->none_set((uint8_t *)line->holds, line->failed + plane * RULE_BLOCK);
        if (run->some_unknown[number])
            run->kernels->none_set((uint8_t *)line->holds, line->unknown + plane * RULE_BLOCK);
    }
}

static void write_amount(struct rule_columns_run *run, uint32_t number, const struct column_step *step)
{
    (void)number;
    static const int64_t tens[] = {1, 10, 100, 1000, 10000, 100000, 1000000};
    const struct rule_line_answers *line = &run->answers[step->first];
    const struct result *amount = input(run, step, 0);
    const void *values = amount->values;
    uint8_t width = run->rules->steps[step->inputs[0]].width, *unknown = (uint8_t *)line->amount_unknown;
    memcpy(unknown, or_nothing(amount->bytes), RULE_BLOCK);
    if (step->scale > 0) {
        REQUIRE(width == RULE_WIDTH_64);
        run->kernels->whole(run->wholes, run->scratch[0], values, tens[step->scale]);
        run->kernels->byte_or(unknown, or_nothing(amount->bytes), run->scratch[0]);
        values = run->wholes;
    }
    settle_line(run, step->first);
    memcpy(run->scratch[1], line->holds, RULE_BLOCK);
    run->kernels->byte_drop(run->scratch[1], unknown);
    run->kernels->lanes[width].pay((int64_t *)line->amounts, values, run->scratch[1]);
}

static void run_civil(struct rule_columns_run *run, uint32_t number, const struct column_step *step)
{
    run->kernels->civil(values_of(run, number), input(run, step, 0)->values);
    finish_number(run, number, NULL);
}

static void run_step(struct rule_columns_run *run, uint32_t number)
{
    static void (*const ways[])(struct rule_columns_run *, uint32_t, const struct column_step *) = {
        [COLUMN_STEP_READ] = read_column,
        [COLUMN_STEP_CONSTANT] = NULL, /* stands since the run was opened */
        [COLUMN_STEP_WIDEN] = run_widen,
        [COLUMN_STEP_RANGES] = run_ranges,
        [COLUMN_STEP_EQUAL] = run_compare,
        [COLUMN_STEP_LESS] = run_compare,
        [COLUMN_STEP_AND] = run_and_or,
        [COLUMN_STEP_OR] = run_and_or,
        [COLUMN_STEP_NOT] = run_not,
        [COLUMN_STEP_KNOWN] = run_known,
        [COLUMN_STEP_AS_NUMBER] = run_as_number,
        [COLUMN_STEP_AS_TRUTH] = run_as_truth,
        [COLUMN_STEP_ADD] = run_calculate,
        [COLUMN_STEP_SUBTRACT] = run_calculate,
        [COLUMN_STEP_MULTIPLY] = run_calculate,
        [COLUMN_STEP_ADD_CHECKED] = run_checked,
        [COLUMN_STEP_SUBTRACT_CHECKED] = run_checked,
        [COLUMN_STEP_MULTIPLY_CHECKED] = run_checked,
        [COLUMN_STEP_MIN] = run_calculate,
        [COLUMN_STEP_MAX] = run_calculate,
        [COLUMN_STEP_CHOOSE] = run_choose,
        [COLUMN_STEP_CIVIL] = run_civil,
        [COLUMN_STEP_AGE] = run_age,
        [COLUMN_STEP_ROWS] = run_rows,
        [COLUMN_STEP_CONDITION] = write_condition,
        [COLUMN_STEP_AMOUNT] = write_amount,
    };
    const struct column_step *step = &run->rules->steps[number];
    if (ways[step->kind] != NULL)
        ways[step->kind](run, number, step);
}

/* ---- a run ---- */

static void fill_constant(struct rule_columns_run *run, uint32_t number, const struct column_step *step)
{
    bool truth = step->type == VALUE_TRUTH;
    run->kernels->lanes[step->width].fill(values_of(run, number), truth && step->missing ? 0 : step->least);
    memset(bytes_of(run, number), 1, RULE_BLOCK); /* possible, or missing */
    finish(run, number, values_of(run, number), step->missing ? bytes_of(run, number) : NULL);
}

static void open_lines(struct arena *arena, struct rule_columns_run *run)
{
    const struct rule_columns *rules = run->rules;
    run->answers = arena_make_many(arena, rules->line_count, sizeof *run->answers);
    run->some_unknown = arena_make_many(arena, rules->line_count, sizeof *run->some_unknown);
    for (size_t i = 0; i < rules->line_count; i++) {
        struct rule_line_answers *line = &run->answers[i];
        size_t planes = (rules->lines[i].condition_count + 7) / 8;
        line->holds = arena_make(arena, RULE_BLOCK);
        line->failed = arena_make_many(arena, planes, RULE_BLOCK);
        line->unknown = arena_make_many(arena, planes, RULE_BLOCK);
        if (rules->lines[i].amount == NULL)
            continue;
        line->amounts = arena_make_many(arena, RULE_BLOCK, sizeof *line->amounts);
        line->amount_unknown = arena_make(arena, RULE_BLOCK);
    }
}

struct rule_columns_run *rule_columns_open(struct arena *arena, const struct rule_columns *rules)
{
    struct rule_columns_run *run = arena_make(arena, sizeof *run);
    run->rules = rules;
    run->kernels = &rule_kernels_baseline;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2"))
        run->kernels = &rule_kernels_avx2;
#endif
    run->results = arena_make_many(arena, rules->step_count, sizeof *run->results);
    for (size_t width = 0; width < LENGTH_OF(run->values); width++)
        run->values[width] = arena_make_many(arena, rules->value_places[width], (size_t)RULE_BLOCK << width);
    run->bytes = arena_make_many(arena, rules->byte_places, RULE_BLOCK);
    run->tails = arena_make_many(arena, rules->column_count, sizeof *run->tails);
    for (size_t i = 0; i < rules->column_count; i++) {
        run->tails[i].values = arena_make(arena, (size_t)RULE_BLOCK << rules->columns[i].width);
        run->tails[i].missing = arena_make(arena, RULE_BLOCK);
    }
    for (size_t i = 0; i < LENGTH_OF(run->scratch); i++)
        run->scratch[i] = arena_make(arena, RULE_BLOCK);
    run->wholes = arena_make_many(arena, RULE_BLOCK, sizeof *run->wholes);
    run->slots = arena_make_many(arena, rules->slot_count, sizeof *run->slots);
    for (size_t i = 0; i < rules->constant_count; i++)
        if (rules->constants[i].slot < rules->slot_count)
            run->slots[rules->constants[i].slot] = rules->constants[i].value;
    open_lines(arena, run);
    for (size_t i = 0; i < rules->order_count; i++)
        if (rules->steps[rules->order[i]].kind == COLUMN_STEP_CONSTANT)
            fill_constant(run, rules->order[i], &rules->steps[rules->order[i]]);
    return run;
}

/* Fewer rows than a block: the loops need a whole one, so the rest is made up of what was there before. */
static void fill_tails(struct rule_columns_run *run, const struct rule_column_block *blocks, size_t rows)
{
    for (size_t i = 0; i < run->rules->column_count; i++) {
        memcpy((uint8_t *)run->tails[i].values, blocks[i].values, rows << run->rules->columns[i].width);
        memset((uint8_t *)run->tails[i].missing, 0, RULE_BLOCK);
        if (blocks[i].missing != NULL)
            memcpy((uint8_t *)run->tails[i].missing, blocks[i].missing, rows);
    }
}

void rule_columns_run(struct rule_columns_run *run, const struct rule_column_block *blocks, size_t rows)
{
    const struct rule_columns *rules = run->rules;
    REQUIRE(rows <= RULE_BLOCK);
    if (rows < RULE_BLOCK)
        fill_tails(run, blocks, rows);
    run->blocks = rows < RULE_BLOCK ? run->tails : blocks;
    run->rows = rows;
    for (size_t i = 0; i < rules->line_count; i++) {
        size_t planes = (rules->lines[i].condition_count + 7) / 8;
        memset((uint8_t *)run->answers[i].failed, 0, planes * RULE_BLOCK);
        if (run->some_unknown[i])
            memset((uint8_t *)run->answers[i].unknown, 0, planes * RULE_BLOCK);
        run->some_unknown[i] = false;
    }
    for (size_t i = 0; i < rules->order_count; i++)
        run_step(run, rules->order[i]);
    for (size_t i = 0; i < rules->line_count; i++)
        if (rules->lines[i].amount == NULL)
            settle_line(run, i);
}

const struct rule_line_answers *rule_columns_answers(const struct rule_columns_run *run, size_t line)
{
    REQUIRE(line < run->rules->line_count);
    return &run->answers[line];
}

const char *rule_columns_instructions(const struct rule_columns_run *run)
{
    return run->kernels->instructions;
}

void rule_columns_use_baseline(struct rule_columns_run *run)
{
    run->kernels = &rule_kernels_baseline;
}
