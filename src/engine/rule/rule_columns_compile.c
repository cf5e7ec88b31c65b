/*
 * rule_columns_compile.c — the steps of many rules as column steps, what they share only once.
 *
 * The stack of a rule's steps is played through with the numbers of column steps on it. A step
 * that is there already is taken again, so `days_stopped >= 15` of six lines is one comparison.
 */
#include "engine/rule/rule_columns_compile_inside.h"

#include <string.h>

/* ---- steps, each once ---- */

static uint64_t mix(uint64_t hash, uint64_t more)
{
    return (hash ^ more) * 0x9E3779B97F4A7C15u;
}

static bool has_ranges(const struct column_step *step)
{
    return step->kind == COLUMN_STEP_RANGES;
}

static size_t bucket_of(const struct columns_maker *maker, const struct column_step *step)
{
    uint64_t hash = mix(step->kind, (uint64_t)step->width << 8 | step->type);
    for (size_t i = 0; i < step->input_count; i++)
        hash = mix(hash, step->inputs[i]);
    hash = mix(mix(hash, (uint64_t)step->least), (uint64_t)step->most);
    if (!has_ranges(step))
        hash = mix(hash, (uint64_t)step->first << 32 | step->count);
    for (size_t i = 0; has_ranges(step) && i < step->count; i++)
        hash = mix(hash, (uint64_t)maker->rules->ranges[step->first + i].least);
    return (size_t)(hash >> 52) % COLUMNS_BUCKETS;
}

static bool same_step(const struct columns_maker *maker, const struct column_step *a,
                      const struct column_step *b)
{
    const struct rule_range *ranges = maker->rules->ranges;
    if (a->kind != b->kind || a->type != b->type || a->width != b->width || a->scale != b->scale ||
        a->turned != b->turned || a->missing != b->missing || a->count != b->count || a->least != b->least ||
        a->most != b->most || a->input_count != b->input_count ||
        memcmp(a->inputs, b->inputs, a->input_count * sizeof a->inputs[0]) != 0)
        return false;
    if (has_ranges(a))
        return a->count == 0 || memcmp(&ranges[a->first], &ranges[b->first], a->count * sizeof *ranges) == 0;
    return a->first == b->first;
}

static void *grown(struct arena *arena, const void *items, size_t count, size_t room, size_t size)
{
    void *larger = arena_make_many(arena, room, size);
    if (count > 0)
        memcpy(larger, items, count * size);
    return larger;
}

/* The step's number; that of the equal one where there is one. */
uint32_t columns_step(struct columns_maker *maker, struct column_step step)
{
    struct rule_columns *rules = maker->rules;
    size_t bucket = bucket_of(maker, &step);
    for (uint32_t at = maker->buckets[bucket]; at != 0; at = maker->next[at - 1])
        if (same_step(maker, &rules->steps[at - 1], &step))
            return at - 1;
    if (rules->step_count == RULE_COLUMN_STEPS_MAX) {
        maker->too_many = true;
        return 0; /* all is refused: what is compiled no longer matters */
    }
    if (rules->step_count == maker->steps_room) {
        size_t room = maker->steps_room == 0 ? 64 : maker->steps_room * 2;
        rules->steps = grown(maker->arena, rules->steps, rules->step_count, room, sizeof step);
        maker->next = grown(maker->arena, maker->next, rules->step_count, room, sizeof *maker->next);
        maker->steps_room = room;
    }
    uint32_t number = (uint32_t)rules->step_count++;
    rules->steps[number] = step;
    maker->next[number] = maker->buckets[bucket];
    maker->buckets[bucket] = number + 1;
    return number;
}

struct column_step *columns_at(struct columns_maker *maker, uint32_t step)
{
    return &maker->rules->steps[step];
}

uint32_t columns_constant(struct columns_maker *maker, struct column_step step)
{
    step.kind = COLUMN_STEP_CONSTANT;
    step.most = step.least;
    return columns_step(maker, step);
}

uint32_t columns_ranges(struct columns_maker *maker, uint32_t a, const struct rule_range *ranges,
                        size_t count, bool turned)
{
    struct rule_columns *rules = maker->rules;
    if (rules->range_count + count > maker->ranges_room) {
        maker->ranges_room = 2 * (rules->range_count + count) + 64;
        rules->ranges =
            grown(maker->arena, rules->ranges, rules->range_count, maker->ranges_room, sizeof *ranges);
    }
    if (count > 0)
        memcpy(&rules->ranges[rules->range_count], ranges, count * sizeof *ranges);
    size_t before = rules->step_count;
    uint32_t step = columns_step(maker, (struct column_step){.kind = COLUMN_STEP_RANGES,
                                                             .type = VALUE_TRUTH,
                                                             .turned = turned,
                                                             .input_count = 1,
                                                             .inputs = {a},
                                                             .first = (uint32_t)rules->range_count,
                                                             .count = (uint32_t)count,
                                                             .most = 1});
    if (rules->step_count > before)
        rules->range_count += count; /* else the equal step has them */
    return step;
}

/* ---- truths ---- */

static bool is_constant(struct columns_maker *maker, uint32_t a, bool truth)
{
    const struct column_step *step = columns_at(maker, a);
    return step->kind == COLUMN_STEP_CONSTANT && !step->missing && (step->least != 0) == truth;
}

static uint32_t constant_truth(struct columns_maker *maker, bool truth)
{
    return columns_constant(maker, (struct column_step){.type = VALUE_TRUTH, .least = truth});
}

/* and, or, not, known; `b` only of the first two. */
uint32_t columns_truth(struct columns_maker *maker, enum column_step_kind kind, uint32_t a, uint32_t b)
{
    bool joined = kind == COLUMN_STEP_AND || kind == COLUMN_STEP_OR, decisive = kind == COLUMN_STEP_OR;
    if (kind == COLUMN_STEP_KNOWN && columns_at(maker, a)->kind == COLUMN_STEP_CONSTANT)
        return constant_truth(maker, !columns_at(maker, a)->missing);
    if (kind == COLUMN_STEP_NOT && (is_constant(maker, a, true) || is_constant(maker, a, false)))
        return constant_truth(maker, is_constant(maker, a, false));
    if (joined && (is_constant(maker, a, decisive) || is_constant(maker, b, decisive)))
        return constant_truth(maker, decisive);
    if (joined && (is_constant(maker, a, !decisive) || a == b))
        return b;
    if (joined && is_constant(maker, b, !decisive))
        return a;
    return columns_step(maker, (struct column_step){.kind = (uint8_t)kind,
                                                    .type = VALUE_TRUTH,
                                                    .most = 1,
                                                    .input_count = joined ? 2 : 1,
                                                    .inputs = {joined && b < a ? b : a, !joined ? 0
                                                                                        : b < a ? a
                                                                                                : b}});
}

/* ---- codes and texts ---- */

/* The number all columns know the text by. */
uint32_t columns_code(struct columns_maker *maker, struct text code)
{
    uint32_t *number = map_find(maker->codes, code);
    if (number == NULL) {
        number = arena_make(maker->arena, sizeof *number);
        *number = (uint32_t)map_count(maker->codes);
        map_put(maker->codes, code, number);
    }
    return *number;
}

/* From the column's numbers to those of all; NULL where they are the same. */
static int32_t *translation(struct columns_maker *maker, const struct rule_column *column)
{
    int32_t *numbers = arena_make_many(maker->arena, column->code_count + 1, sizeof *numbers);
    bool same = true;
    for (size_t i = 0; i < column->code_count; i++) {
        numbers[i] = (int32_t)columns_code(maker, column->codes[i]);
        same = same && (size_t)numbers[i] == i;
    }
    return same ? NULL : numbers;
}

/* ---- the steps of one rule ---- */

static void push(struct columns_maker *maker, uint32_t step)
{
    REQUIRE(maker->height < RULE_STACK_MAX);
    maker->stack[maker->height++] = step;
}

static uint32_t pop(struct columns_maker *maker)
{
    REQUIRE(maker->height > 0);
    return maker->stack[--maker->height];
}

static uint32_t unknown_of(struct columns_maker *maker, enum value_kind kind)
{
    return columns_constant(maker, (struct column_step){.type = (uint8_t)kind, .missing = true});
}

static uint32_t constant_of(struct columns_maker *maker, struct value value)
{
    struct column_step step = {.type = (uint8_t)value.kind};
    if (value.kind == VALUE_DAY && !day_is_some(value.day))
        return unknown_of(maker, VALUE_DAY);
    if (value.kind == VALUE_NUMBER) {
        step.least = value.number.digits;
        step.scale = value.number.scale;
        for (; step.scale > 0 && step.least % 10 == 0; step.scale--)
            step.least /= 10;
    } else if (value.kind == VALUE_TRUTH) {
        step.least = value.truth;
    } else if (value.kind == VALUE_DAY) {
        step.least = value.day.number;
    } else {
        step.least = columns_code(maker, value.text);
    }
    step.width = (uint8_t)rule_column_width(step.least, step.least);
    return columns_constant(maker, step);
}

static uint32_t read_column(struct columns_maker *maker, const struct rule_step *from)
{
    const struct rule_columns *rules = maker->rules;
    for (size_t i = 0; i < rules->column_count; i++) {
        const struct rule_column *column = &rules->columns[i];
        if (column->slot != from->operand)
            continue;
        REQUIRE(column->kind == (enum value_kind)from->type);
        struct column_step step = {.kind = COLUMN_STEP_READ,
                                   .type = from->type,
                                   .width = (uint8_t)column->width,
                                   .scale = column->kind == VALUE_NUMBER ? column->scale : 0,
                                   .first = (uint32_t)i};
        columns_bounds(column->kind, column->width, &step.least, &step.most);
        if (column->kind == VALUE_TRUTH)
            step.width = RULE_WIDTH_8;
        if (column->kind == VALUE_CODE || column->kind == VALUE_TEXT) {
            if (rules->translations[i] != NULL)
                step.width = RULE_WIDTH_32;
            step.least = 0;
            step.most = INT32_MAX;
        }
        return columns_step(maker, step);
    }
    for (size_t i = 0; i < rules->constant_count; i++)
        if (rules->constants[i].slot == from->operand && value_known(rules->constants[i].value))
            return constant_of(maker, rules->constants[i].value);
    return unknown_of(maker, (enum value_kind)from->type); /* what no column gives is missing */
}

static uint32_t in_constants(struct columns_maker *maker, const struct rule_step *from)
{
    uint32_t a = pop(maker);
    uint32_t *constants = arena_make_many(maker->arena, from->count, sizeof *constants);
    for (size_t i = 0; i < from->count; i++)
        constants[i] = constant_of(maker, maker->rule->constants[from->operand + i]);
    return columns_in_constants(maker, a, constants, from->count);
}

static uint32_t civil_of(struct columns_maker *maker, uint32_t day)
{
    struct column_step *step = columns_at(maker, day);
    if (step->kind == COLUMN_STEP_CONSTANT && !step->missing) {
        struct day_parts parts = day_parts((struct day){(int32_t)step->least});
        return columns_constant(
            maker, (struct column_step){.type = VALUE_DAY,
                                        .width = RULE_WIDTH_32,
                                        .least = parts.year * 512 + parts.month * 32 + parts.day});
    }
    return columns_step(maker, (struct column_step){.kind = COLUMN_STEP_CIVIL,
                                                    .type = VALUE_DAY,
                                                    .width = RULE_WIDTH_32,
                                                    .input_count = 1,
                                                    .inputs = {columns_widen(maker, day, RULE_WIDTH_32)},
                                                    .least = 0,
                                                    .most = 2200 * 512});
}

static uint32_t age_between(struct columns_maker *maker, uint32_t born, uint32_t on)
{
    uint32_t from = civil_of(maker, born), until = civil_of(maker, on);
    return columns_step(maker, (struct column_step){.kind = COLUMN_STEP_AGE,
                                                    .type = VALUE_NUMBER,
                                                    .width = RULE_WIDTH_32,
                                                    .input_count = 2,
                                                    .inputs = {from, until},
                                                    .least = 0,
                                                    .most = 300});
}

/* The functions of rule_functions.def, as column steps; one that has none here goes row by row. */
static uint32_t call_function(struct columns_maker *maker, const struct rule_step *from)
{
    const struct rule_function *function = rule_function_at(from->operand);
    if (function->count == 2 && function->takes == VALUE_DAY && maker->height >= 2) {
        uint32_t b = pop(maker), a = pop(maker);
        if (text_is(function->word, "days_between"))
            return columns_calculate(maker, RULE_STEP_SUBTRACT, b, a);
        if (text_is(function->word, "age_on"))
            return age_between(maker, a, b);
        push(maker, a);
        push(maker, b);
    }
    for (size_t i = 0; i < function->count; i++)
        (void)pop(maker);
    maker->unproven = true;
    return unknown_of(maker, function->gives);
}

static uint32_t compile_between(struct columns_maker *maker)
{
    uint32_t high = pop(maker), low = pop(maker), a = pop(maker);
    uint32_t above = columns_compare(maker, RULE_STEP_MORE_OR_EQUAL, a, low);
    uint32_t below = columns_compare(maker, RULE_STEP_LESS_OR_EQUAL, a, high);
    return columns_truth(maker, COLUMN_STEP_AND, above, below);
}

static uint32_t compile_two(struct columns_maker *maker, enum rule_step_kind kind)
{
    uint32_t b = pop(maker), a = pop(maker);
    if (kind == RULE_STEP_AND)
        return columns_truth(maker, COLUMN_STEP_AND, a, b);
    if (kind == RULE_STEP_OR)
        return columns_truth(maker, COLUMN_STEP_OR, a, b);
    if (kind >= RULE_STEP_EQUAL && kind <= RULE_STEP_MORE_OR_EQUAL)
        return columns_compare(maker, kind, a, b);
    return columns_calculate(maker, kind, a, b);
}

/* a b c -- a d with d = b or (a = c) */
static uint32_t compile_in_item(struct columns_maker *maker)
{
    uint32_t item = pop(maker), found = pop(maker), a = maker->stack[maker->height - 1];
    return columns_truth(maker, COLUMN_STEP_OR, found, columns_compare(maker, RULE_STEP_EQUAL, a, item));
}

static uint32_t compile_choose(struct columns_maker *maker)
{
    uint32_t value = pop(maker), condition = pop(maker), other = pop(maker);
    return columns_choose(maker, other, condition, value);
}

static uint32_t compile_negate(struct columns_maker *maker)
{
    uint32_t zero = columns_constant(maker, (struct column_step){.type = VALUE_NUMBER});
    return columns_calculate(maker, RULE_STEP_SUBTRACT, zero, pop(maker));
}

static void compile_step(struct columns_maker *maker, const struct rule_step *from)
{
    uint32_t found;
    switch ((enum rule_step_kind)from->step) {
    case RULE_STEP_READ:
        push(maker, read_column(maker, from));
        return;
    case RULE_STEP_CONSTANT:
        push(maker, constant_of(maker, maker->rule->constants[from->operand]));
        return;
    case RULE_STEP_KNOWN:
        push(maker, columns_truth(maker, COLUMN_STEP_KNOWN, pop(maker), 0));
        return;
    case RULE_STEP_NOT:
        push(maker, columns_truth(maker, COLUMN_STEP_NOT, pop(maker), 0));
        return;
    case RULE_STEP_IN_CONSTANTS:
        push(maker, in_constants(maker, from));
        return;
    case RULE_STEP_IN_ITEM:
        push(maker, compile_in_item(maker));
        return;
    case RULE_STEP_IN_END:
        found = pop(maker);
        (void)pop(maker);
        push(maker, found);
        return;
    case RULE_STEP_BETWEEN:
        push(maker, compile_between(maker));
        return;
    case RULE_STEP_NEGATE:
        push(maker, compile_negate(maker));
        return;
    case RULE_STEP_CHOOSE:
        push(maker, compile_choose(maker));
        return;
    case RULE_STEP_CALL:
        push(maker, call_function(maker, from));
        return;
    case RULE_STEP_AND:
    case RULE_STEP_OR:
    case RULE_STEP_EQUAL:
    case RULE_STEP_DIFFERS:
    case RULE_STEP_LESS:
    case RULE_STEP_LESS_OR_EQUAL:
    case RULE_STEP_MORE:
    case RULE_STEP_MORE_OR_EQUAL:
    case RULE_STEP_ADD:
    case RULE_STEP_SUBTRACT:
    case RULE_STEP_MULTIPLY:
    case RULE_STEP_MIN:
    case RULE_STEP_MAX:
        push(maker, compile_two(maker, (enum rule_step_kind)from->step));
        return;
    }
}

/* A rule that cannot be proven to fit keeps its steps and is worked out row by row. */
static uint32_t row_by_row(struct columns_maker *maker, const struct rule *rule)
{
    struct rule_columns *rules = maker->rules;
    if (rules->rule_count == maker->rules_room) {
        maker->rules_room = 2 * maker->rules_room + 8;
        rules->rules =
            grown(maker->arena, rules->rules, rules->rule_count, maker->rules_room, sizeof(struct rule *));
    }
    rules->rules[rules->rule_count] = rule;
    if (rule->slot_count > 0 && rules->slot_count <= rule->slots[rule->slot_count - 1])
        rules->slot_count = rule->slots[rule->slot_count - 1] + 1;
    struct column_step step = {
        .kind = COLUMN_STEP_ROWS, .type = (uint8_t)rule->kind, .first = (uint32_t)rules->rule_count++};
    step.width = rule->kind == VALUE_TRUTH ? RULE_WIDTH_8 : RULE_WIDTH_64;
    columns_bounds(rule->kind, (enum rule_width)step.width, &step.least, &step.most);
    return columns_step(maker, step);
}

static uint32_t compile_rule(struct columns_maker *maker, const struct rule *rule, enum value_kind wanted)
{
    if (rule == NULL)
        return unknown_of(maker, wanted);
    REQUIRE(rule->kind == wanted);
    maker->rule = rule;
    maker->height = 0;
    maker->unproven = false;
    for (size_t i = 0; i < rule->step_count && !maker->too_many; i++)
        compile_step(maker, &rule->steps[i]);
    return maker->unproven ? row_by_row(maker, rule) : maker->stack[0];
}

static bool kind_agrees(const struct rule_columns *rules, const struct rule_step *read)
{
    for (size_t i = 0; i < rules->column_count; i++)
        if (rules->columns[i].slot == read->operand && rules->columns[i].kind != (enum value_kind)read->type)
            return false;
    for (size_t i = 0; i < rules->constant_count; i++)
        if (rules->constants[i].slot == read->operand && value_known(rules->constants[i].value) &&
            rules->constants[i].value.kind != (enum value_kind)read->type)
            return false;
    return true;
}

static bool kinds_agree(const struct rule_columns *rules, const struct rule *rule, struct failure *why)
{
    for (size_t i = 0; rule != NULL && i < rule->step_count; i++)
        if (rule->steps[i].step == RULE_STEP_READ && !kind_agrees(rules, &rule->steps[i]))
            return FAIL(why, FAILURE_INVALID, "slot %u is not of the kind that a rule reads",
                        rule->steps[i].operand);
    return true;
}

static bool compile_line(struct columns_maker *maker, size_t number, struct failure *why)
{
    const struct rule_line *line = &maker->rules->lines[number];
    for (size_t i = 0; i < line->condition_count; i++) {
        if (!kinds_agree(maker->rules, line->conditions[i], why))
            return false;
        uint32_t truth = compile_rule(maker, line->conditions[i], VALUE_TRUTH);
        (void)columns_step(maker, (struct column_step){.kind = COLUMN_STEP_CONDITION,
                                                       .input_count = 1,
                                                       .inputs = {truth},
                                                       .first = (uint32_t)number,
                                                       .count = (uint32_t)i});
    }
    if (line->amount == NULL)
        return true;
    if (!kinds_agree(maker->rules, line->amount, why))
        return false;
    uint32_t amount = compile_rule(maker, line->amount, VALUE_NUMBER);
    if (columns_at(maker, amount)->scale > 0)
        amount = columns_widen(maker, amount, RULE_WIDTH_64); /* divided there */
    (void)columns_step(maker, (struct column_step){.kind = COLUMN_STEP_AMOUNT,
                                                   .input_count = 1,
                                                   .inputs = {amount},
                                                   .first = (uint32_t)number,
                                                   .scale = columns_at(maker, amount)->scale});
    return true;
}

bool rule_columns_compile(struct arena *arena, struct rule_columns *rules, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct columns_maker *maker = arena_make(scratch, sizeof *maker);
    maker->arena = arena;
    maker->rules = rules;
    maker->codes = map_make(scratch);
    for (size_t i = 0; i < rules->column_count; i++)
        if (rules->columns[i].kind == VALUE_CODE || rules->columns[i].kind == VALUE_TEXT)
            rules->translations[i] = translation(maker, &rules->columns[i]);
    for (size_t i = 0; i < rules->line_count; i++)
        if (!compile_line(maker, i, why))
            return false;
    if (maker->too_many)
        return FAIL(why, FAILURE_TOO_BIG, "the rules need more than %d steps", (int)RULE_COLUMN_STEPS_MAX);
    return true;
}
