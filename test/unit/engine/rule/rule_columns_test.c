/*
 * rule_columns_test.c — what rules over columns must never do: hold because something is missing, too big or not there.
 */
#include "engine/rule/rule_columns.h"
#include "unit/engine/rule/rule_sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* A household's numbers, a person's state, birth and answer. */
enum { MEMBERS, WORKERS, PAID, WEIGHT, STATE, BORN, AGREED, NOBODY, SLOTS };

static const struct rule_name names[SLOTS] = {
    {WORD("members"), VALUE_NUMBER, NULL, 0, MEMBERS},
    {WORD("workers"), VALUE_NUMBER, NULL, 0, WORKERS},
    {WORD("paid"), VALUE_NUMBER, NULL, 0, PAID},
    {WORD("weight"), VALUE_NUMBER, NULL, 0, WEIGHT},
    {WORD("state"), VALUE_CODE, sample_states, LENGTH_OF(sample_states), STATE},
    {WORD("born"), VALUE_DAY, NULL, 0, BORN},
    {WORD("agreed"), VALUE_TRUTH, NULL, 0, AGREED},
    {WORD("nobody"), VALUE_NUMBER, NULL, 0, NOBODY}, /* no column gives it */
};
static const struct rule_scope scope = {names, SLOTS};

enum { ROWS = 6 };

static const int8_t members[ROWS] = {3, 4, 5, 6, 7, 127};
static const int16_t workers[ROWS] = {2, 2, 2, 4, 7, 32767};
static const int64_t paid[ROWS] = {0, 16777217, 3000000000, INT64_MAX, INT64_MIN, -1};
static const int32_t weight[ROWS] = {5, 10, 15, 20, 25, 30}; /* tenths */
static const int8_t states[ROWS] = {3, 0, 1, 2, 6, 7};       /* 7: none of the list */
static const int32_t born[ROWS] = {11016, 11017, 18992, 0, INT32_MIN, 90000};
static const int8_t agreed[ROWS] = {1, 0, 1, 1, 2, -1};
static const uint8_t missing[ROWS] = {0, 0, 0, 1, 0, 0};

static const struct rule_column columns[] = {
    {.slot = MEMBERS, .kind = VALUE_NUMBER, .width = RULE_WIDTH_8},
    {.slot = WORKERS, .kind = VALUE_NUMBER, .width = RULE_WIDTH_16},
    {.slot = PAID, .kind = VALUE_NUMBER, .width = RULE_WIDTH_64},
    {.slot = WEIGHT, .kind = VALUE_NUMBER, .width = RULE_WIDTH_32, .scale = 1},
    {.slot = STATE,
     .kind = VALUE_CODE,
     .width = RULE_WIDTH_8,
     .codes = sample_states,
     .code_count = LENGTH_OF(sample_states)},
    {.slot = BORN, .kind = VALUE_DAY, .width = RULE_WIDTH_32},
    {.slot = AGREED, .kind = VALUE_TRUTH, .width = RULE_WIDTH_8},
};
static const struct rule_column_block blocks[] = {
    {members, missing}, {workers, NULL}, {paid, NULL},   {weight, NULL},
    {states, NULL},     {born, NULL},    {agreed, NULL},
};

static const struct rule *rule_of(struct arena *arena, const char *source, enum value_kind kind)
{
    struct problems problems;
    problems_init(&problems, arena, 5);
    struct rule *rule = rule_read(arena, text_of(source), (struct place){0}, &scope, kind, &problems);
    assert_non_null(rule);
    return rule;
}

static struct rule_columns_run *open_lines(struct arena *arena, const struct rule_line *lines, size_t count)
{
    const struct rule_columns_plan plan = {
        .columns = columns, .column_count = LENGTH_OF(columns), .lines = lines, .line_count = count};
    struct rule_columns *rules;
    struct failure why;
    assert_true(rule_columns_read(arena, &plan, &rules, &why));
    return rule_columns_open(arena, rules);
}

/* A letter for each row: y yes, n no, ? unknown. */
static void answers_are(const char *source, const char *wanted)
{
    struct arena *CLOSING(arena) arena = arena_open();
    const struct rule *const conditions[] = {rule_of(arena, source, VALUE_TRUTH)};
    const struct rule_line line = {conditions, 1, NULL};
    struct rule_columns_run *run = open_lines(arena, &line, 1);
    rule_columns_run(run, blocks, ROWS);
    const struct rule_line_answers *answers = rule_columns_answers(run, 0);
    char got[ROWS + 1] = {0};
    for (size_t row = 0; row < ROWS; row++) {
        got[row] = answers->holds[row] ? 'y' : answers->unknown[row] ? '?' : 'n';
        assert_int_equal(answers->holds[row], !answers->failed[row] && !answers->unknown[row]);
    }
    if (strcmp(got, wanted) != 0)
        print_error("%s\n", source);
    assert_string_equal(got, wanted);
}

/* #1: the sum is what is compared, not the first of its names. */
static void a_condition_on_a_sum_compares_the_sum(void **state)
{
    (void)state;
    answers_are("workers * 2 >= members + 1", "ynn?yy");
    answers_are("members - workers >= 2", "nyy?nn");
    answers_are("weight * 2 - 1 = 2.0", "nnynnn");
}

/* #3: no operator is dropped. */
static void every_operator_compares(void **state)
{
    (void)state;
    answers_are("workers = 2", "yyynnn");
    answers_are("workers != 2", "nnnyyy");
    answers_are("workers < 4", "yyynnn");
    answers_are("workers <= 4", "yyyynn");
    answers_are("workers > 4", "nnnnyy");
    answers_are("workers >= 4", "nnnyyy");
    answers_are("workers in (2, 7)", "yyynyn");
    answers_are("workers not in (2, 7)", "nnnyny");
    answers_are("workers between 3 and 7", "nnnyyn");
    answers_are("workers not between 3 and 7", "yyynny");
    answers_are("workers < members", "yyy?nn");
    answers_are("workers <= members", "yyy?yn");
    answers_are("weight > 1.55", "nnnyyy");
    answers_are("weight <= 1.5", "yyynnn");
    answers_are("weight = 1.55", "nnnnnn");
}

static void what_is_missing_is_never_yes(void **state)
{
    (void)state;
    answers_are("members >= 0", "yyy?yy");
    answers_are("members < 0", "nnn?nn");
    answers_are("not members < 0", "yyy?yy");
    answers_are("known(members)", "yyynyy");
    answers_are("nobody >= 0", "??????");
    answers_are("nobody >= 0 or workers = 2", "yyy???");
    answers_are("nobody >= 0 and workers = 2", "???nnn");
    answers_are("nobody in (0, 1)", "??????");
}

/* A code beyond its list, a truth that is neither, a day that is none. */
static void a_value_of_the_wrong_type_is_missing(void **state)
{
    (void)state;
    answers_are("state in (reported, cancelled)", "ynnny?");
    answers_are("state != reported", "nyyyy?");
    answers_are("agreed", "ynyy??");
    answers_are("not agreed", "nynn??");
    answers_are("born >= 1900-01-01", "yyyy??");
    answers_are("age_on(born, 2021-08-30) >= 21", "yy?y??");
}

static void an_age_is_complete_on_the_birthday(void **state)
{
    (void)state;
    /* 2000-02-29 and 2000-03-01; then one born behind the day asked for */
    answers_are("age_on(born, 2018-02-28) >= 18", "nn?y??");
    answers_are("age_on(born, 2018-03-01) >= 18", "yy?y??");
}

/* 3,000,000,000 dong and 16,777,217 stay what they are; what leaves int64 is unknown. */
static void an_overflow_is_unknown_and_never_wraps(void **state)
{
    (void)state;
    answers_are("paid = 3000000000", "nnynnn");
    answers_are("paid = 16777217", "nynnnn");
    answers_are("paid + 1 < 0", "nnn?yn");
    answers_are("paid - 1 > 0", "nyyy?n");
    answers_are("paid * 4000000000 > 0", "ny???n");
    answers_are("-paid > 0", "nnnn?y");
    answers_are("members * 100 * 1000 * 1000 > 0", "yyy?yy");
    answers_are("9_000_000_000_000_000_000 + 9_000_000_000_000_000_000 > 0", "??????");
    answers_are("paid + 0.5 > 0", "yyy??n");
}

/* #4: who does not meet the conditions is not paid, nor who cannot be said; a fraction of a dong is not made up. */
static void an_amount_is_paid_only_where_the_line_holds(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const struct rule *const conditions[] = {rule_of(arena, "members >= 4", VALUE_TRUTH),
                                             rule_of(arena, "agreed", VALUE_TRUTH)};
    const struct rule *const anybody[] = {rule_of(arena, "yes", VALUE_TRUTH)};
    const struct rule_line lines[] = {
        {conditions, 2, rule_of(arena, "1_000_000 * workers", VALUE_NUMBER)},
        {anybody, 1, rule_of(arena, "weight * 10", VALUE_NUMBER)},
        {anybody, 1, rule_of(arena, "weight", VALUE_NUMBER)},
        {anybody, 1, rule_of(arena, "paid * 2", VALUE_NUMBER)},
        {anybody, 1, NULL},
    };
    static const int64_t wanted[4][ROWS] = {{0, 0, 2000000, 0, 0, 0},
                                            {5, 10, 15, 20, 25, 30},
                                            {0, 1, 0, 2, 0, 3},
                                            {0, 33554434, 6000000000, 0, 0, -2}};
    static const uint8_t unknown[4][ROWS] = {{0}, {0}, {1, 0, 1, 0, 1, 0}, {0, 0, 0, 1, 1, 0}};
    struct rule_columns_run *run = open_lines(arena, lines, LENGTH_OF(lines));
    rule_columns_run(run, blocks, ROWS);
    for (size_t line = 0; line < LENGTH_OF(wanted); line++)
        for (size_t row = 0; row < ROWS; row++) {
            assert_true(rule_columns_answers(run, line)->amounts[row] == wanted[line][row]);
            assert_int_equal(rule_columns_answers(run, line)->amount_unknown[row], unknown[line][row]);
        }
    assert_null(rule_columns_answers(run, 4)->amounts);
    assert_int_equal(rule_line_mask(rule_columns_answers(run, 0)->failed, 2, 0), 1);
    assert_int_equal(rule_line_mask(rule_columns_answers(run, 0)->failed, 2, 1), 2);
    assert_int_equal(rule_line_mask(rule_columns_answers(run, 0)->unknown, 2, 3), 1);
    assert_int_equal(rule_line_mask(rule_columns_answers(run, 0)->unknown, 2, 4), 2);
}

/* #7: no rule is nobody, never everybody. */
static void no_rule_and_no_condition_hold_for_nobody(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const struct rule *const none[] = {rule_of(arena, "yes", VALUE_TRUTH), NULL};
    const struct rule_line lines[] = {{none, 2, rule_of(arena, "1", VALUE_NUMBER)},
                                      {NULL, 0, rule_of(arena, "1", VALUE_NUMBER)}};
    struct rule_columns_run *run = open_lines(arena, lines, 2);
    rule_columns_run(run, blocks, ROWS);
    for (size_t line = 0; line < 2; line++)
        for (size_t row = 0; row < ROWS; row++) {
            assert_int_equal(rule_columns_answers(run, line)->holds[row], 0);
            assert_true(rule_columns_answers(run, line)->amounts[row] == 0);
        }
    assert_int_equal(rule_line_mask(rule_columns_answers(run, 0)->unknown, 2, 0), 2);
}

/* #8, #11: no row is left out, however many there are; the last block is not full. */
static void a_hundred_thousand_rows_are_all_answered(void **state)
{
    (void)state;
    enum { MANY = 100001 };
    struct arena *CLOSING(arena) arena = arena_open();
    int32_t *numbers = arena_make_many(arena, MANY, sizeof *numbers);
    for (int32_t i = 0; i < MANY; i++)
        numbers[i] = i;
    const struct rule_column column = {.slot = MEMBERS, .kind = VALUE_NUMBER, .width = RULE_WIDTH_32};
    const struct rule *const conditions[] = {rule_of(arena, "members >= 50_000", VALUE_TRUTH)};
    const struct rule_line line = {conditions, 1, rule_of(arena, "members * 1_000_000", VALUE_NUMBER)};
    struct rule_columns *rules;
    struct failure why;
    assert_true(rule_columns_read(
        arena,
        &(struct rule_columns_plan){.columns = &column, .column_count = 1, .lines = &line, .line_count = 1},
        &rules, &why));
    struct rule_columns_run *run = rule_columns_open(arena, rules);
    int64_t count = 0, sum = 0;
    for (size_t from = 0; from < MANY; from += RULE_BLOCK) {
        size_t rows = MANY - from < RULE_BLOCK ? MANY - from : RULE_BLOCK;
        rule_columns_run(run, &(struct rule_column_block){&numbers[from], NULL}, rows);
        for (size_t row = 0; row < rows; row++) {
            count += rule_columns_answers(run, 0)->holds[row];
            sum += rule_columns_answers(run, 0)->amounts[row];
        }
    }
    assert_int_equal(count, 50001);
    assert_true(sum == INT64_C(3750075000000000));
}

/* A day of reference and a parameter of the law are there for every row; of another kind they are refused. */
static void a_constant_stands_in_every_row(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const struct rule *const conditions[] = {rule_of(arena, "members >= workers", VALUE_TRUTH)};
    const struct rule_line line = {conditions, 1, rule_of(arena, "workers * 2", VALUE_NUMBER)};
    struct rule_constant four = {WORKERS, value_whole(4)};
    struct rule_columns_plan plan = {.columns = columns,
                                     .column_count = 1,
                                     .lines = &line,
                                     .line_count = 1,
                                     .constants = &four,
                                     .constant_count = 1};
    struct rule_columns *rules;
    struct failure why;
    assert_true(rule_columns_read(arena, &plan, &rules, &why));
    struct rule_columns_run *run = rule_columns_open(arena, rules);
    rule_columns_run(run, blocks, ROWS);
    static const int64_t wanted[ROWS] = {0, 8, 8, 0, 8, 8};
    for (size_t row = 0; row < ROWS; row++)
        assert_true(rule_columns_answers(run, 0)->amounts[row] == wanted[row]);
    four.value = value_unknown();
    assert_true(rule_columns_read(arena, &plan, &rules, &why));
    run = rule_columns_open(arena, rules);
    rule_columns_run(run, blocks, ROWS);
    assert_int_equal(rule_columns_answers(run, 0)->unknown[0], 1);
    four.value = value_truth(true);
    assert_false(rule_columns_read(arena, &plan, &rules, &why));
    assert_int_equal(why.kind, FAILURE_INVALID);
}

static void columns_that_do_not_fit_the_rules_are_refused(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct rule_columns *rules = NULL;
    struct failure why = {0};
    const struct rule *const conditions[] = {rule_of(arena, "members >= 4", VALUE_TRUTH)};
    const struct rule_line line = {conditions, 1, NULL},
                           many = {conditions, RULE_LINE_CONDITIONS_MAX + 1, NULL};
    const struct rule_column day = {.slot = MEMBERS, .kind = VALUE_DAY, .width = RULE_WIDTH_32};
    const struct rule_column wide = {.slot = BORN, .kind = VALUE_DAY, .width = RULE_WIDTH_64};
    assert_false(rule_columns_read(
        arena,
        &(struct rule_columns_plan){.columns = &day, .column_count = 1, .lines = &line, .line_count = 1},
        &rules, &why));
    assert_int_equal(why.kind, FAILURE_INVALID);
    assert_false(rule_columns_read(
        arena,
        &(struct rule_columns_plan){.columns = &wide, .column_count = 1, .lines = &line, .line_count = 1},
        &rules, &why));
    assert_int_equal(why.kind, FAILURE_INVALID);
    assert_false(rule_columns_read(
        arena,
        &(struct rule_columns_plan){
            .columns = columns, .column_count = LENGTH_OF(columns), .lines = &many, .line_count = 1},
        &rules, &why));
    assert_int_equal(why.kind, FAILURE_TOO_BIG);
    assert_null(rules);
}

static void what_lines_share_is_worked_out_once(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const struct rule *const conditions[] = {
        rule_of(arena, "workers >= 3 and members in (1, 2, 3, 5)", VALUE_TRUTH),
        rule_of(arena, "3 <= workers", VALUE_TRUTH), rule_of(arena, "not workers < 3 and yes", VALUE_TRUTH)};
    const struct rule_line line = {conditions, 3, rule_of(arena, "1_000_000 * (workers - 2)", VALUE_NUMBER)};
    const struct rule_columns_plan plan = {
        .columns = columns, .column_count = LENGTH_OF(columns), .lines = &line, .line_count = 1};
    struct rule_columns *rules;
    struct failure why;
    assert_true(rule_columns_read(arena, &plan, &rules, &why));
    assert_string_equal(rule_columns_explain(arena, rules).bytes, "0 read column 1 (16 bits)\n"
                                                                  "2 ranges 0 3..32767\n"
                                                                  "3 read column 0 (8 bits)\n"
                                                                  "7 ranges 3 1..3 5..5\n"
                                                                  "8 and 2 7\n"
                                                                  "9 condition 8 of line 0: 0\n"
                                                                  "10 condition 2 of line 0: 1\n"
                                                                  "11 ranges 0 -32768..2\n"
                                                                  "12 not 11\n"
                                                                  "14 condition 12 of line 0: 2\n"
                                                                  "16 widen 0 (32 bits)\n"
                                                                  "17 constant 2 (32 bits)\n"
                                                                  "18 - 16 17 (32 bits)\n"
                                                                  "19 constant 1000000 (64 bits)\n"
                                                                  "20 widen 18 (64 bits)\n"
                                                                  "21 * 19 20 (64 bits)\n"
                                                                  "22 amount 21 of line 0: 0\n");
}

static void both_sets_of_instructions_are_named(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct rule_columns_run *run = open_lines(arena, NULL, 0);
    const char *chosen = rule_columns_instructions(run);
    assert_true(strcmp(chosen, "avx2") == 0 || strcmp(chosen, "baseline") == 0);
    rule_columns_use_baseline(run);
    assert_string_equal(rule_columns_instructions(run), "baseline");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_condition_on_a_sum_compares_the_sum),
        cmocka_unit_test(every_operator_compares),
        cmocka_unit_test(what_is_missing_is_never_yes),
        cmocka_unit_test(a_value_of_the_wrong_type_is_missing),
        cmocka_unit_test(an_age_is_complete_on_the_birthday),
        cmocka_unit_test(an_overflow_is_unknown_and_never_wraps),
        cmocka_unit_test(an_amount_is_paid_only_where_the_line_holds),
        cmocka_unit_test(no_rule_and_no_condition_hold_for_nobody),
        cmocka_unit_test(a_hundred_thousand_rows_are_all_answered),
        cmocka_unit_test(a_constant_stands_in_every_row),
        cmocka_unit_test(columns_that_do_not_fit_the_rules_are_refused),
        cmocka_unit_test(what_lines_share_is_worked_out_once),
        cmocka_unit_test(both_sets_of_instructions_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
