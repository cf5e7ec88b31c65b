/* policy_read_test.c — what a policy file may say, and what is refused at its place. */
#include "unit/engine/policy/sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

/* The first problem, in English with its place; "" when the policy is good. */
static const char *first_problem(struct arena *arena, struct text bytes)
{
    struct problems problems;
    problems_init(&problems, arena, 5);
    const struct policy *policy = policy_read(arena, TEXT("p.yaml"), bytes, &problems);
    bool good = policy != NULL && policy_check(policy, &problems);
    assert_int_equal(good, problems.errors == 0);
    return good ? "" : problem_line(arena, &problems.items[0], LANGUAGE_EN).bytes;
}

static void the_sample_is_good(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    assert_string_equal(first_problem(arena, sample_bytes(arena)), "");
    const struct policy *policy = sample_policy(arena);
    assert_int_equal(policy->line_count, 2);
    assert_int_equal(policy->lines[0].condition_count, 3); /* the window is the first */
    assert_true(policy->columns[4].sensitive);
}

static void what_does_not_fit_is_refused_at_its_place(void **state)
{
    static const struct {
        const char *old, *now, *problem; /* the problem's beginning */
    } cases[] = {
        {"lives: {if: \"residence in (permanent, temporary)\", cite: qd-1 Điều 9, say", "lives: {if: \"residence in (permanent, temporary)\", say",
         "p.yaml:57:14: no article: every provision needs “cite”"},
        {"amount: {pay: 1_500_000, cite: qd-1 Điều 9}", "amount: {pay: 1_500_000, cite: qd-1}", "p.yaml:58:36: no article"},
        {"value: 15, cite: qd-1 Điều 5}", "value: 15}", "p.yaml:23:9: no article"},
        {"insured: {if: insured, ", "insured: {if: insurd, ", "p.yaml:35:21: nothing is called “insurd”; did you mean “insured”?"},
        {"insured: {if: insured, ", "insured: {if: days_stopped, ", "p.yaml:35:21: "},
        {"cite: qd-1 Điều 7, say: Người", "cite: qd-3 Điều 7, say: Người", "p.yaml:38:54: there is no law “qd-3” under “law”; did you mean: qd-1?"},
        {"from: 2021-05-01, to: 2021-11-05, value: 15", "from: 2021-06-01, to: 2021-11-05, value: 15",
         "p.yaml:34:7: parameter “least_days” has no value on 2021-05-01"},
        {"- {from: 2021-11-06, value: 10", "- {from: 2021-11-08, value: 10", "p.yaml:34:7: parameter “least_days” has no value on 2021-11-06"},
        {"- {from: 2021-11-06, value: 10", "- {from: 2021-11-05, value: 10", "p.yaml:24:9: the values of parameter “least_days” must follow each other"},
        {"least_days:\n", "days_stopped:\n", "p.yaml:20:3: “days_stopped” is already a column"},
        {"pick: highest, cite: qd-1 Điều 2", "cite: qd-1 Điều 2", "p.yaml:27:3: in the exclusive group “once” one person can meet both “leave” and “free”"},
        {"{leave: [insured]}", "{leave: 1_855_000}", "p.yaml:81:14: the test “không đóng bảo hiểm” comes out otherwise: [insured]"},
        {"expect: {leave: [insured]}", "expect: {free: {unknown: [lives]}}", "p.yaml:35:7: no test shows that “insured” of line “leave” matters"},
        {"given: {stopped_on: 2021-07-20, days_stopped: 20, insured: no}", "given: {stoped_on: 2021-07-20}",
         "p.yaml:80:13: there is no column “stoped_on” in the dictionary (columns); did you mean: stopped_on?"},
        {"residence: temporary", "residence: somewhere", "p.yaml:72:80: “somewhere” is no value of “residence”"},
        {"short_amount else", "3_000_000 else", "p.yaml:25:3: no rule reads parameter “short_amount”"},
        {"anchor: stopped_on\n    window: {from: 2021-05-01, to: 2021-12-31, cite: qd-1 Điều 9", "anchor: insured\n    window: {from: 2021-05-01, to: 2021-12-31, cite: qd-1 Điều 9",
         "p.yaml:54:13: “insured” is no column of kind day"},
        {"    conditions:\n      lives: {if: \"residence in (permanent, temporary)\", cite: qd-1 Điều 9, say: Cư trú hợp pháp}\n", "    conditions: {}\n", "p.yaml:56:17: line “free” has no condition"},
        {"    amount: {pay: 1_500_000, cite: qd-1 Điều 9}\n", "", "p.yaml:52:3: line “free” gives nothing"},
        {"pay: 1_500_000,", "pay: insured,", "p.yaml:58:19: a number is needed here"},
    };
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    size_t wrong = 0;
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        const char *said = first_problem(arena, sample_bytes_with(arena, cases[i].old, cases[i].now));
        if (!text_starts(text_of(said), text_of(cases[i].problem)))
            print_error("with “%s”: %s, not %s\n", cases[i].now, said, cases[i].problem), wrong++;
    }
    assert_int_equal(wrong, 0);
}

/* What lists write for a code beside its title, however it is accented; a code that there is not is refused. */
static void a_code_is_read_by_the_words_of_lists(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    static const char OLD[] = "title: Nơi ở,";
    struct problems problems;
    struct value value;
    problems_init(&problems, arena, 5);
    struct text bytes = sample_bytes_with(arena, OLD, "title: Nơi ở, words: {none: [Chưa đăng ký, Không có]},");
    const struct policy *policy = policy_read(arena, TEXT("p.yaml"), bytes, &problems);
    assert_non_null(policy);
    const struct policy_column *column = &policy->columns[policy_column_find(policy, TEXT("residence"))];
    assert_true(policy_value_read(arena, column, TEXT("CHUA DANG KY"), &value) && text_is(value.text, "none"));
    assert_true(policy_value_read(arena, column, TEXT("Tạm trú"), &value) && text_is(value.text, "temporary"));
    assert_false(policy_value_read(arena, column, TEXT("Đã đăng ký"), &value));
    const char *said = first_problem(arena, sample_bytes_with(arena, OLD, "title: Nơi ở, words: {nome: [Chưa đăng ký]},"));
    assert_true(text_contains(text_of(said), TEXT("nome")));
}

static void lines_that_cannot_hold_together_need_no_pick(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct text bytes = sample_bytes_with(arena, "pick: highest, ", "");
    bytes = text_replace(arena, bytes, TEXT("if: insured, cite"), TEXT("if: insured and residence = none, cite"));
    bytes = text_replace(arena, bytes, TEXT("residence: permanent, pregnant: no, children: 0}\n    expect: {leave: 1_855_000, free: yields}"),
                         TEXT("residence: none, pregnant: no, children: 0}\n    expect: {leave: 1_855_000, free: no}"));
    bytes = text_replace(arena, bytes, TEXT("expect: {leave: [days], free: 1_500_000}"), TEXT("expect: {leave: no, free: 1_500_000}"));
    bytes = text_replace(arena, bytes, TEXT("insured: yes, residence: permanent}"), TEXT("insured: yes, residence: temporary}"));
    bytes = text_replace(arena, bytes, TEXT("{leave: [window], free"), TEXT("{leave: no, free"));
    bytes = text_replace(arena, bytes, TEXT("insured: yes, pregnant: no, children: 0}\n    expect: {leave: 1_855_000, free: {unknown: [lives]}}"),
                         TEXT("insured: yes, residence: none, pregnant: no, children: 0}\n    expect: {leave: 1_855_000, free: [lives]}"));
    bytes = text_replace(arena, bytes, TEXT("tests:\n"),
                         TEXT("tests:\n  - {name: a, as_of: 2021-10-01, given: {stopped_on: 2021-07-20, days_stopped: 14, insured: yes, residence: none}, expect: {leave: [days]}}\n"
                              "  - {name: b, as_of: 2021-10-01, given: {stopped_on: 2021-04-20, days_stopped: 14, insured: yes, residence: none}, expect: {leave: no}}\n"
                              "  - {name: c, as_of: 2022-10-01, given: {stopped_on: 2022-04-20, days_stopped: 14, insured: yes, residence: none, children: 0, pregnant: no}, expect: {leave: [window]}}\n"
                              "  - {name: d, as_of: 2021-10-01, given: {stopped_on: 2021-07-20, days_stopped: 40, insured: yes, residence: none, children: 2, pregnant: yes}, expect: {leave: 6_710_000}}\n"));
    assert_string_equal(first_problem(arena, bytes), "");
}

static void a_torn_file_is_refused(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    assert_string_not_equal(first_problem(arena, TEXT("")), "");
    assert_string_not_equal(first_problem(arena, TEXT("policy: x\n")), "");
    assert_string_not_equal(first_problem(arena, TEXT("- a\n")), "");
    assert_string_not_equal(first_problem(arena, text_part(sample_bytes(arena), 0, 3000)), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_sample_is_good),
        cmocka_unit_test(what_does_not_fit_is_refused_at_its_place),
        cmocka_unit_test(a_code_is_read_by_the_words_of_lists),
        cmocka_unit_test(lines_that_cannot_hold_together_need_no_pick),
        cmocka_unit_test(a_torn_file_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
