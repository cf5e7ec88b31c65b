/* rule_test.c — what a rule promises besides its value: places, limits, slots, steps, reasons. */
#include "base/buffer.h"
#include "unit/engine/rule/rule_sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static const struct place nowhere;

static struct rule *read_rule(struct arena *arena, const char *source, enum value_kind wanted)
{
    struct problems problems;
    problems_init(&problems, arena, 5);
    struct rule *rule = rule_read(arena, text_of(source), nowhere, &sample_scope, wanted, &problems);
    assert_int_equal(rule == NULL, problems.errors > 0);
    return rule;
}

/* The first problem of a rule that stands at `place`, in English with its place. */
static const char *refusal(struct arena *arena, struct text source, struct place place, enum value_kind wanted)
{
    struct problems problems;
    problems_init(&problems, arena, 5);
    assert_null(rule_read(arena, source, place, &sample_scope, wanted, &problems));
    assert_true(problems.count > 0);
    return problem_line(arena, &problems.items[0], LANGUAGE_EN).bytes;
}

/* `part` so many times, with `first` before and `last` behind. */
static struct text repeated(struct arena *arena, const char *first, const char *part, size_t times, const char *last)
{
    struct text *parts = arena_make_many(arena, times + 2, sizeof *parts);
    for (size_t i = 0; i < times; i++)
        parts[i + 1] = text_of(part);
    parts[0] = text_of(first);
    parts[times + 1] = text_of(last);
    return text_join(arena, parts, times + 2, TEXT(""));
}

static void a_problem_stands_at_its_line_and_column_of_the_file(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct place place = {.file = TEXT("supervision.yaml"), .line = 12, .column = 29};
    assert_string_equal(refusal(arena, TEXT("stat = closed"), place, VALUE_TRUTH),
                        "supervision.yaml:12:29: nothing is called “stat”; did you mean “state”?");
    assert_string_equal(refusal(arena, TEXT("title = 'Hỗ trợ' and stat = closed"), place, VALUE_TRUTH),
                        "supervision.yaml:12:50: nothing is called “stat”; did you mean “state”?");
    assert_string_equal(refusal(arena, TEXT("public # sổ công khai\n  and stat = closed"), place, VALUE_TRUTH),
                        "supervision.yaml:13:7: nothing is called “stat”; did you mean “state”?");
    assert_string_equal(refusal(arena, TEXT("public\r\n\r\n\tand stat = closed"), place, VALUE_TRUTH),
                        "supervision.yaml:14:6: nothing is called “stat”; did you mean “state”?");
}

static void a_rule_of_another_kind_than_wanted_is_refused(void **state)
{
    (void)state;
    static const struct {
        enum value_kind wanted;
        const char *source, *problem;
    } cases[] = {
        {VALUE_TRUTH, "dossiers", "1:1: a condition is needed here, answered by yes or no, but “dossiers” is not a condition"},
        {VALUE_TRUTH, "'yes'", "1:1: a condition is needed here, answered by yes or no, but “'yes'” is not a condition"},
        {VALUE_NUMBER, "public", "1:1: a number is needed here, but “public” is not a number"},
        {VALUE_NUMBER, "dossiers > 1 or public", "1:1: a number is needed here, but “dossiers > 1 or public” is not a number"},
        {VALUE_NUMBER, "min(worked_on, reported)", "1:1: a number is needed here, but “min(worked_on, reported)” is not a number"},
        {VALUE_NUMBER, "known(public)", "1:1: a number is needed here, but “known(public)” is not a number"},
        {VALUE_DAY, "age_on(born, worked_on)", "1:1: a day is needed here (write 2021-09-08), but “age_on(born, worked_on)” is not a day"},
        {VALUE_DAY, "max('a', 'b')", "1:5: a day is needed here (write 2021-09-08), but “'a'” is not a day"},
        {VALUE_DAY, "case when public then worked_on else 5 end", "1:38: a day is needed here (write 2021-09-08), but “5” is not a day"},
        {VALUE_TEXT, "state", "1:1: text is needed here (write it between ' '), but “state” is not text"},
        {VALUE_TEXT, "1 + 1", "1:1: text is needed here (write it between ' '), but “1 + 1” is not text"},
        {VALUE_CODE, "title", "1:1: a code of a list is needed here, but “title” is not a code; write a code made of digits between ' '"},
        {VALUE_CODE, "min(1, 2)", "1:1: a code of a list is needed here, but “min(1, 2)” is not a code; write a code made of digits between ' '"},
    };
    struct arena *CLOSING(arena) arena = arena_open();
    for (size_t i = 0; i < LENGTH_OF(cases); i++)
        assert_string_equal(refusal(arena, text_of(cases[i].source), nowhere, cases[i].wanted), cases[i].problem);
}

static void a_bare_word_is_a_code_where_a_code_is_wanted(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct value row[SAMPLE_COUNT];
    sample_row(row);
    struct rule *rule = read_rule(arena, "case when public then opened else 'shut' end", VALUE_CODE);
    assert_true(value_same(rule_evaluate(rule, row, SAMPLE_COUNT), value_code(TEXT("opened"))));
    assert_int_equal(rule_kind(rule), VALUE_CODE);
    rule = read_rule(arena, "case when public then state else closed end", VALUE_CODE);
    assert_true(value_same(rule_evaluate(rule, row, SAMPLE_COUNT), value_code(TEXT("reported"))));
}

static void every_limit_is_refused_in_words(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct text cases[][2] = {
        {repeated(arena, "", "public or ", 900, "public"), TEXT("1:1: the rule is longer than 8192 bytes")},
        {TEXT("title = '\xff'"), TEXT("1:1: the rule has a character that is not UTF-8")},
        {repeated(arena, "", "(", 64, "public"),
         TEXT("1:65: the rule has too many levels inside each other; split it up")},
        {repeated(arena, "", "not ", 64, "public"),
         TEXT("1:257: the rule has too many levels inside each other; split it up")},
        {repeated(arena, "", "not ", 2000, "public"),
         TEXT("1:257: the rule has too many levels inside each other; split it up")},
        {repeated(arena, "rate = ", "- ", 64, "rate"),
         TEXT("1:136: the rule has too many levels inside each other; split it up")},
        {repeated(arena, "rate", "+rate", 64, " = 1"),
         TEXT("1:1: the rule has too many levels inside each other; split it up")},
        {repeated(arena, "a in (a", ",a", 2100, ")"),
         TEXT("1:1: the rule needs more than 4096 steps; split it up")},
    };
    static const struct rule_name names[] = {{WORD("a"), VALUE_NUMBER, NULL, 0, 0},
                                             {WORD("rate"), VALUE_NUMBER, NULL, 0, 1},
                                             {WORD("title"), VALUE_TEXT, NULL, 0, 2},
                                             {WORD("public"), VALUE_TRUTH, NULL, 0, 3}};
    static const struct rule_scope scope = {names, LENGTH_OF(names)};
    struct place begin = {.line = 1, .column = 1};
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        struct problems problems;
        problems_init(&problems, arena, 5);
        assert_null(rule_read(arena, cases[i][0], begin, &scope, VALUE_TRUTH, &problems));
        assert_int_equal(problems.count, 1);
        assert_string_equal(problem_line(arena, &problems.items[0], LANGUAGE_EN).bytes, cases[i][1].bytes);
    }
}

static void what_stands_just_within_the_limits_is_read(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct value row[SAMPLE_COUNT];
    sample_row(row);
    struct text sources[] = {
        repeated(arena, "", "not ", 62, "public"),
        repeated(arena, "", "(", 63, repeated(arena, "public", ")", 63, "").bytes),
        repeated(arena, "rate = rate", " + 0", 61, ""),
        repeated(arena, "", "public and ", 740, "public"),
        repeated(arena, "rate in (1", ",1", 2000, ",2.5)"),
    };
    for (size_t i = 0; i < LENGTH_OF(sources); i++) {
        struct rule *rule = read_rule(arena, sources[i].bytes, VALUE_TRUTH);
        assert_non_null(rule);
        assert_true(rule_holds(rule, row, SAMPLE_COUNT));
        assert_true(value_same(rule_evaluate_slowly(rule, row, SAMPLE_COUNT), value_truth(true)));
    }
}

/* The deepest use of the stack: on each level an `in` keeps two values waiting. */
static void the_deepest_rule_fits_on_the_stack(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct value row[SAMPLE_COUNT];
    sample_row(row);
    struct text source = repeated(arena, "", "urgent in (", 62, repeated(arena, "urgent", ")", 62, "").bytes);
    struct rule *rule = read_rule(arena, source.bytes, VALUE_TRUTH);
    assert_non_null(rule);
    assert_true(value_same(rule_evaluate(rule, row, SAMPLE_COUNT), rule_evaluate_slowly(rule, row, SAMPLE_COUNT)));
}

static void no_rule_holds_for_nobody(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct value row[SAMPLE_COUNT];
    sample_row(row);
    assert_false(rule_holds(NULL, row, SAMPLE_COUNT));
    assert_false(value_known(rule_evaluate(NULL, row, SAMPLE_COUNT)));
    assert_false(value_known(rule_evaluate_slowly(NULL, row, SAMPLE_COUNT)));
    assert_false(rule_holds(read_rule(arena, "agreed", VALUE_TRUTH), row, SAMPLE_COUNT));
    assert_true(rule_holds(read_rule(arena, "yes", VALUE_TRUTH), NULL, 0));
    assert_null(read_rule(arena, "", VALUE_TRUTH));
    assert_null(read_rule(arena, "# chưa xác nhận", VALUE_UNKNOWN));
}

static void a_day_that_is_none_is_unknown(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct value row[SAMPLE_COUNT];
    sample_row(row);
    row[SAMPLE_BORN] = value_day(DAY_NONE);
    struct rule *rule = read_rule(arena, "age_on(born, worked_on) < 18", VALUE_TRUTH);
    assert_false(value_known(rule_evaluate(rule, row, SAMPLE_COUNT)));
    assert_false(value_known(rule_evaluate_slowly(rule, row, SAMPLE_COUNT)));
}

static void a_rule_keeps_nothing_of_what_it_was_read_from(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct rule *rule = NULL;
    {
        struct arena *CLOSING(arena) scratch = arena_open();
        struct text code = text_copy(scratch, TEXT("closed"));
        struct rule_name name = {text_copy(scratch, TEXT("end_state")), VALUE_CODE, &code, 1, 0};
        struct rule_scope scope = {&name, 1};
        struct place place = {.file = text_copy(scratch, TEXT("a.yaml")), .line = 3, .column = 8};
        struct problems problems;
        problems_init(&problems, scratch, 5);
        rule = rule_read(arena, text_copy(scratch, TEXT("end_state = closed")), place, &scope, VALUE_TRUTH, &problems);
    }
    struct value row[] = {value_code(TEXT("closed"))};
    assert_true(rule_holds(rule, row, 1));
    assert_string_equal(rule_source(rule).bytes, "end_state = closed");
    row[0] = value_code(TEXT("open"));
    struct rule_reasons reasons = rule_reasons(arena, rule, row, 1);
    assert_int_equal(reasons.count, 1);
    assert_true(text_is(reasons.items[0].readings[0].name, "end_state"));
    assert_int_equal(reasons.items[0].line, 3);
}

static void the_slots_read_are_listed_ascending_and_once(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct rule *rule =
        read_rule(arena, "public and worked_on > born and state = closed and (public or dossiers > 1)", VALUE_TRUTH);
    static const size_t want[] = {SAMPLE_STATE, SAMPLE_DOSSIERS, SAMPLE_WORKED_ON, SAMPLE_BORN, SAMPLE_PUBLIC};
    size_t count = 0;
    const size_t *slots = rule_slots(rule, &count);
    assert_int_equal(count, LENGTH_OF(want));
    assert_memory_equal(slots, want, sizeof want);
    (void)rule_slots(read_rule(arena, "yes", VALUE_TRUTH), &count);
    assert_int_equal(count, 0);
}

static void the_steps_are_explained_one_a_line(void **state)
{
    (void)state;
    static const struct {
        const char *source, *steps;
    } cases[] = {
        {"state in (closed, 'reported') and not title = 'Hỗ trợ'",
         "  1  read state\n  2  in closed, reported\n  3  read title\n  4  constant 'Hỗ trợ'\n  5  =\n  6  not\n  7  and\n"},
        {"case when agreed = yes then 1 when urgent then 2.5 else -amount end",
         "  1  read amount\n  2  negate\n  3  read urgent\n  4  constant 2.5\n  5  choose\n  6  read agreed\n"
         "  7  constant yes\n  8  =\n  9  constant 1\n 10  choose\n"},
        {"dossiers in (paid, 3)",
         "  1  read dossiers\n  2  constant no\n  3  read paid\n  4  or equal to\n  5  constant 3\n  6  or equal to\n  7  in\n"},
        {"min(1, age_on(born, 2021-09-08), 2 * 3)",
         "  1  constant 1\n  2  read born\n  3  constant 2021-09-08\n  4  call age_on\n  5  min\n  6  constant 2\n  7  constant 3\n"
         "  8  *\n  9  min\n"},
    };
    struct arena *CLOSING(arena) arena = arena_open();
    for (size_t i = 0; i < LENGTH_OF(cases); i++)
        assert_string_equal(rule_explain(arena, read_rule(arena, cases[i].source, VALUE_UNKNOWN)).bytes,
                            cases[i].steps);
}

/* "no|unknown SOURCE: name=value, …" a line. */
static const char *reasons_text(struct arena *arena, const char *source, const struct value *row)
{
    struct rule_reasons reasons = rule_reasons(arena, read_rule(arena, source, VALUE_TRUTH), row, SAMPLE_COUNT);
    struct text all = TEXT("");
    for (size_t i = 0; i < reasons.count; i++) {
        const struct rule_reason *reason = &reasons.items[i];
        all = text_format(arena, "%.*s%u:%u %s %.*s", TEXT_ARGS(all), reason->line, reason->column,
                          reason->unknown ? "unknown" : "no", TEXT_ARGS(reason->source));
        for (size_t k = 0; k < reason->reading_count; k++)
            all = text_format(arena, "%.*s [%.*s=%.*s]", TEXT_ARGS(all), TEXT_ARGS(reason->readings[k].name),
                              TEXT_ARGS(value_write(arena, reason->readings[k].value)));
        all = text_format(arena, "%.*s\n", TEXT_ARGS(all));
    }
    return all.bytes;
}

static void each_condition_not_met_is_told_with_what_it_read(void **state)
{
    (void)state;
    static const struct {
        const char *source, *reasons;
    } cases[] = {
        {"public and dossiers > 1", ""},
        {"public and dossiers > 20 and planned_for < worked_on",
         "1:12 no dossiers > 20 [dossiers=12]\n1:30 unknown planned_for < worked_on [planned_for=] [worked_on=2021-08-30]\n"},
        {"(urgent and dossiers > 20)\n  and (agreed or (urgent))",
         "1:2 no urgent [urgent=false]\n1:13 no dossiers > 20 [dossiers=12]\n"
         "2:7 unknown (agreed or (urgent)) [agreed=] [urgent=false]\n"},
        {"urgent or dossiers > 20 and public", "1:1 no urgent or dossiers > 20 and public [urgent=false] [dossiers=12] [public=true]\n"},
        {"not public", "1:1 no not public [public=true]\n"},
        {"dossiers > 12 - dossiers + 100", "1:1 no dossiers > 12 - dossiers + 100 [dossiers=12]\n"},
        {"no", "1:1 no no\n"},
    };
    struct arena *CLOSING(arena) arena = arena_open();
    struct value row[SAMPLE_COUNT];
    sample_row(row);
    for (size_t i = 0; i < LENGTH_OF(cases); i++)
        assert_string_equal(reasons_text(arena, cases[i].source, row), cases[i].reasons);
}

/* Of the sample's row `agreed`, `paid` and `outcome` are missing; public is yes, urgent is no. */
static void what_must_be_told_before_an_answer_is_listed(void **state)
{
    static const struct {
        const char *rule;
        size_t wanted[2], count;
    } cases[] = {
        {"agreed", {SAMPLE_AGREED}, 1},
        {"public and agreed", {SAMPLE_AGREED}, 1},
        {"urgent and agreed", {0}, 0},
        {"(urgent and paid > 3) or agreed", {SAMPLE_AGREED}, 1},
        {"agreed or paid > 3", {SAMPLE_AGREED, SAMPLE_PAID}, 2},
        {"paid + dossiers > paid", {SAMPLE_PAID}, 1},
        {"case when urgent then paid > 3 when public then agreed else outcome = closed end", {SAMPLE_AGREED}, 1},
        {"case when agreed then paid > 3 else public end", {SAMPLE_AGREED, SAMPLE_PAID}, 2},
        {"known(agreed)", {0}, 0},
    };
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct value row[SAMPLE_COUNT];
    sample_row(row);
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        struct rule *rule = read_rule(arena, cases[i].rule, VALUE_TRUTH);
        size_t count;
        const size_t *missing = rule_missing(arena, rule, row, SAMPLE_COUNT, &count);
        assert_int_equal(count, cases[i].count);
        for (size_t k = 0; k < count; k++)
            assert_int_equal(missing[k], cases[i].wanted[k]);
        assert_int_equal(rule_asks_known(rule), i + 1 == LENGTH_OF(cases));
    }
    size_t none = 1;
    assert_null(rule_missing(arena, NULL, row, SAMPLE_COUNT, &none));
    assert_int_equal(none, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_problem_stands_at_its_line_and_column_of_the_file),
        cmocka_unit_test(a_rule_of_another_kind_than_wanted_is_refused),
        cmocka_unit_test(a_bare_word_is_a_code_where_a_code_is_wanted),
        cmocka_unit_test(every_limit_is_refused_in_words),
        cmocka_unit_test(what_stands_just_within_the_limits_is_read),
        cmocka_unit_test(the_deepest_rule_fits_on_the_stack),
        cmocka_unit_test(no_rule_holds_for_nobody),
        cmocka_unit_test(a_day_that_is_none_is_unknown),
        cmocka_unit_test(a_rule_keeps_nothing_of_what_it_was_read_from),
        cmocka_unit_test(the_slots_read_are_listed_ascending_and_once),
        cmocka_unit_test(the_steps_are_explained_one_a_line),
        cmocka_unit_test(each_condition_not_met_is_told_with_what_it_read),
        cmocka_unit_test(what_must_be_told_before_an_answer_is_listed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
