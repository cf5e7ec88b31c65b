/*
 * rule_columns_compare_test.c — rules over columns and the slow walk over the tree give the same answers,
 * for random rules, columns of every width, and rows with much missing and much that is wrong.
 *
 * One seed makes one set of lines and one block: DANVAN_SEED=n repeats it alone.
 */
#include "engine/rule/rule_columns.h"
#include "unit/engine/rule/rule_author.h"
#include "unit/engine/rule/rule_sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { SEEDS = 250, ROWS = 48, DEEPEST = 4, LINES = 3, CONDITIONS = 12 };

struct column_case {
    struct dice dice;
    struct arena *arena;
    struct rule_column columns[SAMPLE_COUNT];
    struct rule_column_block blocks[SAMPLE_COUNT];
    size_t column_count;
    size_t rows;
    struct value (*values)[SAMPLE_COUNT]; /* of each row */
    struct rule_line lines[LINES];
    struct rule_constant constants[SAMPLE_COUNT];
    size_t constant_count;
};

static void put(void *values, enum rule_width width, size_t row, int64_t digits)
{
    if (width == RULE_WIDTH_8)
        ((int8_t *)values)[row] = (int8_t)digits;
    else if (width == RULE_WIDTH_16)
        ((int16_t *)values)[row] = (int16_t)digits;
    else if (width == RULE_WIDTH_32)
        ((int32_t *)values)[row] = (int32_t)digits;
    else
        ((int64_t *)values)[row] = digits;
}

static int64_t greatest(enum rule_width width)
{
    return (int64_t)(UINT64_MAX >> (65 - (8u << width)));
}

static int64_t random_digits(struct dice *dice, const struct rule_column *column)
{
    static const int64_t numbers[] = {0, 1, -3, 25, 12, 2, 100, 250};
    int64_t most = greatest(column->width);
    if (column->kind == VALUE_TRUTH)
        return roll(dice, 12) == 0 ? 2 : roll(dice, 2);
    if (column->kind == VALUE_CODE || column->kind == VALUE_TEXT)
        return (int64_t)roll(dice, (unsigned)column->code_count + 1) - (roll(dice, 9) == 0);
    if (column->kind == VALUE_DAY && roll(dice, 12) == 0)
        return column->width < RULE_WIDTH_32 ? -1 : INT32_MIN;
    if (column->kind == VALUE_DAY)
        return column->width == RULE_WIDTH_8 ? roll(dice, 100) : 9553 + roll(dice, 10000);
    if (roll(dice, 6) == 0)
        return roll(dice, 2) == 0 ? most : -most - 1;
    int64_t number = numbers[roll(dice, LENGTH_OF(numbers))];
    return number > most ? most : number;
}

/* What the row has to be for the slow walk. */
static struct value value_of(const struct rule_column *column, int64_t digits)
{
    if (column->kind == VALUE_NUMBER)
        return value_number((struct decimal){digits, column->scale});
    if (column->kind == VALUE_TRUTH)
        return digits == 0 || digits == 1 ? value_truth(digits == 1) : value_unknown();
    if (column->kind == VALUE_DAY)
        return value_day((struct day){(int32_t)digits});
    if (digits < 0 || (size_t)digits >= column->code_count)
        return value_unknown();
    return column->kind == VALUE_CODE ? value_code(column->codes[digits]) : value_text(column->codes[digits]);
}

static void make_column(struct column_case *made, size_t slot)
{
    static const struct text texts[] = {WORD("một"), WORD("it's"), WORD(""), WORD("hai")};
    struct rule_column *column = &made->columns[made->column_count];
    struct rule_column_block *block = &made->blocks[made->column_count++];
    unsigned often =
        roll(&made->dice, 3) == 0 ? 0 : 2 + roll(&made->dice, 8); /* missing: never, or one in so many */
    *column = (struct rule_column){.slot = slot, .kind = sample_names[slot].kind};
    column->width = (enum rule_width)roll(&made->dice, column->kind == VALUE_NUMBER ? 4 : 3);
    if (column->kind == VALUE_NUMBER)
        column->scale = (uint8_t)(roll(&made->dice, 2) * roll(&made->dice, 3));
    if (column->kind == VALUE_TEXT) {
        column->codes = texts;
        column->code_count = LENGTH_OF(texts);
    } else if (column->kind == VALUE_CODE) { /* lists that overlap and begin elsewhere */
        size_t from = roll(&made->dice, 4);
        column->codes = &sample_states[from];
        column->code_count = LENGTH_OF(sample_states) - from;
    }
    void *values = arena_make(made->arena, RULE_BLOCK * sizeof(int64_t));
    uint8_t *missing = arena_make(made->arena, RULE_BLOCK);
    for (size_t row = 0; row < made->rows; row++) {
        int64_t digits = random_digits(&made->dice, column);
        put(values, column->width, row, digits);
        missing[row] = often > 0 && roll(&made->dice, often) == 0;
        made->values[row][slot] = missing[row] ? value_unknown() : value_of(column, digits);
    }
    *block = (struct rule_column_block){values, often > 0 ? missing : NULL};
}

/* The same in every row, and sometimes unknown. */
static void make_constant(struct column_case *made, size_t slot)
{
    struct value value = value_unknown();
    if (sample_names[slot].kind == VALUE_NUMBER)
        value = value_number(
            (struct decimal){(int64_t)roll(&made->dice, 60) - 10, (uint8_t)roll(&made->dice, 3)});
    else if (sample_names[slot].kind == VALUE_DAY)
        value = value_day(roll(&made->dice, 4) == 0 ? DAY_NONE
                                                    : (struct day){9553 + (int)roll(&made->dice, 10000)});
    else if (sample_names[slot].kind == VALUE_CODE)
        value = value_code(sample_states[roll(&made->dice, LENGTH_OF(sample_states))]);
    made->constants[made->constant_count++] = (struct rule_constant){slot, value};
    for (size_t row = 0; row < made->rows; row++)
        made->values[row][slot] = value;
}

static const struct rule *random_rule(struct column_case *made, enum value_kind kind)
{
    struct failure why;
    if (roll(&made->dice, 40) == 0)
        return NULL;
    for (;;) {
        struct buffer CLOSING(buffer) source;
        buffer_init(&source, RULE_SOURCE_MAX);
        author_write(&made->dice, &source, kind, 1 + roll(&made->dice, DEEPEST));
        if (!buffer_ok(&source, &why))
            continue; /* longer than a rule may be */
        struct problems problems;
        problems_init(&problems, made->arena, 5);
        struct rule *rule =
            rule_read(made->arena, buffer_text(&source), (struct place){0}, &sample_scope, kind, &problems);
        assert_non_null(rule);
        return rule;
    }
}

static void make_lines(struct column_case *made)
{
    for (size_t i = 0; i < LINES; i++) {
        size_t count = roll(&made->dice, 5) == 0 ? CONDITIONS : roll(&made->dice, 4);
        const struct rule **conditions = arena_make_many(made->arena, count, sizeof *conditions);
        for (size_t c = 0; c < count; c++)
            conditions[c] = random_rule(made, VALUE_TRUTH);
        made->lines[i] = (struct rule_line){
            conditions, count, roll(&made->dice, 4) == 0 ? NULL : random_rule(made, VALUE_NUMBER)};
    }
}

static void tell(uint64_t seed, size_t row, const struct rule *rule)
{
    print_error("DANVAN_SEED=%llu, row %zu: %s\n", (unsigned long long)seed, row,
                rule ? rule_source(rule).bytes : "no rule");
}

static void compare_line(const struct column_case *made, const struct rule_line *line,
                         const struct rule_line_answers *answers, uint64_t seed)
{
    for (size_t row = 0; row < made->rows; row++) {
        uint64_t failed = 0, unknown = 0;
        for (size_t c = 0; c < line->condition_count; c++) {
            struct value value = rule_evaluate_slowly(line->conditions[c], made->values[row], SAMPLE_COUNT);
            failed |= (uint64_t)(value_known(value) && !value.truth) << c;
            unknown |= (uint64_t)!value_known(value) << c;
            uint64_t bit = (uint64_t)1 << c;
            bool same =
                (rule_line_mask(answers->failed, line->condition_count, row) & bit) == (failed & bit) &&
                (rule_line_mask(answers->unknown, line->condition_count, row) & bit) == (unknown & bit);
            if (!same)
                tell(seed, row, line->conditions[c]);
            assert_true(same);
        }
        bool holds = line->condition_count > 0 && failed == 0 && unknown == 0;
        assert_int_equal(answers->holds[row], holds);
        if (line->amount == NULL)
            continue;
        struct decimal whole;
        struct value amount = rule_evaluate_slowly(line->amount, made->values[row], SAMPLE_COUNT);
        bool known = value_known(amount) && decimal_rescale(amount.number, 0, &whole);
        int64_t wanted = known && holds ? whole.digits : 0;
        if (answers->amounts[row] != wanted || answers->amount_unknown[row] != !known)
            tell(seed, row, line->amount);
        assert_int_equal(answers->amount_unknown[row], !known);
        assert_true(answers->amounts[row] == wanted);
    }
}

static void compare_seed(uint64_t seed)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct column_case *made = arena_make(arena, sizeof *made);
    struct rule_columns *rules;
    struct failure why;
    made->dice.state = seed;
    made->arena = arena;
    made->rows = seed % 50 == 0 ? RULE_BLOCK : 1 + roll(&made->dice, ROWS);
    made->values = arena_make_many(arena, made->rows, sizeof *made->values);
    for (size_t slot = 0; slot < SAMPLE_COUNT; slot++)
        if (roll(&made->dice, 12) == 0)
            make_constant(made, slot);
        else if (roll(&made->dice, 12) > 0) /* else nothing gives it */
            make_column(made, slot);
    make_lines(made);
    const struct rule_columns_plan plan = {made->columns, made->column_count, made->lines,
                                           LINES,         made->constants,    made->constant_count};
    assert_true(rule_columns_read(arena, &plan, &rules, &why));
    struct rule_columns_run *run = rule_columns_open(arena, rules);
    for (int round = 0; round < 2;
         round++) { /* with the processor's instructions, then with the baseline's */
        rule_columns_run(run, made->blocks, made->rows);
        for (size_t i = 0; i < LINES; i++)
            compare_line(made, &made->lines[i], rule_columns_answers(run, i), seed);
        rule_columns_use_baseline(run);
    }
}

static void columns_and_the_tree_agree_on_random_rules(void **state)
{
    (void)state;
    const char *only = getenv("DANVAN_SEED");
    int64_t seed;
    if (only != NULL && text_read_int64(text_of(only), &seed)) {
        compare_seed((uint64_t)seed);
        return;
    }
    for (uint64_t i = 0; i < SEEDS; i++)
        compare_seed(i * 1000003);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_and_the_tree_agree_on_random_rules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
