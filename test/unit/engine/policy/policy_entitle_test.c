/* policy_entitle_test.c — answers to one person: reasons, amounts, what is missing, what to ask next. */
#include "base/buffer.h"
#include "engine/codec/json.h"
#include "unit/engine/policy/sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define OCTOBER day_of(2021, 10, 1)

static const struct policy_result *ask(struct arena *arena, const struct policy *policy, const char *said)
{
    const struct policy_facts facts = sample_person(arena, policy, said, OCTOBER);
    return policy_entitle(arena, policy, &facts);
}

static void a_refusal_names_the_condition_its_value_and_its_article(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const struct policy *policy = sample_policy(arena);
    const struct policy_result *result = ask(arena, policy, "stopped_on=2021-07-20 days_stopped=14 insured=yes residence=none");
    const struct policy_line_result *leave = &result->lines[0];
    assert_int_equal(leave->verdict.answer, POLICY_NO);
    assert_int_equal(leave->reason_count, 1);
    const struct policy_reason *reason = &leave->reasons[0];
    assert_string_equal(policy_cite_write(arena, reason->condition->cite, LANGUAGE_EN).bytes, "Điều 5, Sample decision 1");
    assert_int_equal(reason->reading_count, 2);
    assert_true(text_is(reason->readings[0].name, "days_stopped"));
    assert_string_equal(policy_value_show(arena, reason->readings[0].column, reason->readings[0].value, LANGUAGE_VI).bytes, "14");
    assert_string_equal(policy_value_show(arena, NULL, reason->readings[1].value, LANGUAGE_VI).bytes, "15"); /* the parameter of that day */
    assert_int_equal(result->lines[1].reason_count, 1);
    assert_int_equal(result->total, 0);
}

static void an_unknown_answer_names_the_one_paper_that_settles_it(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const struct policy *policy = sample_policy(arena);
    const struct policy_line_result *leave = &ask(arena, policy, "stopped_on=2021-07-20 days_stopped=20")->lines[0];
    assert_int_equal(leave->verdict.answer, POLICY_UNKNOWN);
    assert_int_equal(leave->verdict.amount, 0);
    assert_int_equal(leave->missing_count, 1);
    assert_true(text_is(leave->missing[0]->name, "insured"));
    assert_true(text_is(leave->paper->id, "insurance_book"));
    assert_string_equal(policy_words_in(leave->paper->issuer, LANGUAGE_EN).bytes, "District social insurance");
}

static void of_lines_that_exclude_each_other_the_highest_is_kept(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const struct policy *policy = sample_policy(arena);
    const struct policy_result *result =
        ask(arena, policy, "stopped_on=2021-07-20 days_stopped=40 insured=yes residence=permanent pregnant=no children=1");
    assert_int_equal(result->lines[0].verdict.base, 3710000);
    assert_int_equal(result->lines[0].verdict.amount, 4710000);
    assert_int_equal(result->lines[0].verdict.paid_parts, 2);
    assert_ptr_equal(result->lines[1].yields_to, &policy->lines[0]);
    assert_int_equal(result->total, 4710000);
}

static void an_amount_with_an_unknown_supplement_is_at_least_so_much(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const struct policy *policy = sample_policy(arena);
    const struct policy_line_result *leave = &ask(arena, policy, "stopped_on=2021-07-20 days_stopped=20 insured=yes pregnant=no")->lines[0];
    assert_int_equal(leave->verdict.answer, POLICY_YES);
    assert_true(leave->verdict.at_least);
    assert_int_equal(leave->verdict.amount, 1855000);
    assert_true(text_is(leave->missing[0]->name, "children"));
    assert_true(text_is(leave->paper->id, "birth"));
}

static void the_anchor_day_picks_the_law_and_without_it_nothing_is_guessed(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const struct policy *policy = sample_policy(arena);
    assert_int_equal(ask(arena, policy, "stopped_on=2021-11-05 days_stopped=12 insured=yes")->lines[0].verdict.answer, POLICY_NO);
    const struct policy_line_result *later = &ask(arena, policy, "stopped_on=2021-11-06 days_stopped=12 insured=yes")->lines[0];
    assert_int_equal(later->verdict.answer, POLICY_YES);
    assert_true(later->unconfirmed); /* 10 days is marked C */
    const struct policy_line_result *undated = &ask(arena, policy, "days_stopped=12 insured=yes")->lines[0];
    assert_int_equal(undated->verdict.answer, POLICY_UNKNOWN);
    assert_int_equal(undated->verdict.unknown, 3); /* the window and the days */
    assert_int_equal(undated->missing_count, 1);
    assert_true(text_is(undated->missing[0]->name, "stopped_on"));
}

/* Names of what is still to be asked, in order. */
static const char *questions(struct arena *arena, const struct policy *policy, const char *said)
{
    const struct policy_facts facts = sample_person(arena, policy, said, OCTOBER);
    const struct policy_questions asked = policy_questions(arena, policy, &facts);
    struct text names[POLICY_COLUMNS_MAX];
    for (size_t i = 0; i < asked.count; i++)
        names[i] = policy->columns[asked.columns[i]].name;
    return text_join(arena, names, asked.count, TEXT(" ")).bytes;
}

static void only_questions_that_still_matter_are_asked(void **state)
{
    static const struct {
        const char *said, *asked;
    } cases[] = {
        {"", "stopped_on days_stopped insured residence"},
        {"stopped_on=2020-01-01", ""},
        {"insured=no", "stopped_on residence"},
        {"insured=no residence=none", ""},
        {"insured=no residence=temporary", "stopped_on"},
        {"stopped_on=2021-07-20 days_stopped=14", "residence"},
        {"stopped_on=2021-07-20 days_stopped=20 insured=yes residence=none", "pregnant children"},
        {"stopped_on=2021-07-20 days_stopped=20 insured=yes residence=none pregnant=no children=0", ""},
    };
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const struct policy *policy = sample_policy(arena);
    for (size_t i = 0; i < LENGTH_OF(cases); i++)
        assert_string_equal(questions(arena, policy, cases[i].said), cases[i].asked);
}

static void equal_facts_give_equal_bytes_with_the_hash_and_the_day(void **state)
{
    (void)state;
    struct text written[2];
    struct arena *CLOSING(arena) arena = arena_open();
    for (size_t i = 0; i < 2; i++) {
        struct buffer CLOSING(buffer) out;
        struct failure why;
        const struct policy *policy = sample_policy(arena);
        const struct policy_result *result = ask(arena, policy, "stopped_on=2021-07-20 days_stopped=40 insured=yes residence=permanent pregnant=yes");
        buffer_init(&out, 1 << 20);
        json_write(&out, policy_result_node(arena, result, LANGUAGE_VI));
        assert_true(buffer_ok(&out, &why));
        written[i] = text_copy(arena, buffer_text(&out));
        assert_true(text_contains(written[i], text_of(policy->hash)));
    }
    assert_true(text_equal(written[0], written[1]));
    assert_true(text_contains(written[0], TEXT("2021-10-01")));
    assert_true(text_contains(written[0], TEXT("Điều 6, Quyết định mẫu 1")));
}

static void values_are_read_as_lists_write_them(void **state)
{
    static const struct {
        const char *column, *text, *shown; /* NULL: no such value */
    } cases[] = {
        {"insured", "Có", "có"},
        {"insured", "x", "có"},
        {"insured", "Không", "không"},
        {"insured", "có lẽ", NULL},
        {"insured", " ", "chưa biết"},
        {"stopped_on", "20/7/2021", "20/07/2021"},
        {"stopped_on", "31/2/2021", NULL},
        {"days_stopped", "1.200", "1.200"},
        {"days_stopped", "-3", NULL},
        {"children", "21", NULL},
        {"residence", "Ở trọ, chưa có tạm trú", "Ở trọ, chưa có tạm trú"},
        {"residence", "THUONG TRU", "Thường trú"},
        {"residence", "temporary", "Tạm trú"},
        {"residence", "nơi khác", NULL},
    };
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const struct policy *policy = sample_policy(arena);
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        const struct policy_column *column = &policy->columns[policy_column_find(policy, text_of(cases[i].column))];
        struct value value = value_unknown();
        assert_int_equal(policy_value_read(arena, column, text_of(cases[i].text), &value), cases[i].shown != NULL);
        if (cases[i].shown != NULL)
            assert_string_equal(text_copy(arena, policy_value_show(arena, column, value, LANGUAGE_VI)).bytes, cases[i].shown);
    }
    assert_int_equal(policy_column_by_heading(policy, arena, TEXT("SỐ NGÀY NGỪNG VIỆC ")), 1);
    assert_int_equal(policy_column_by_heading(policy, arena, TEXT("Họ và tên")), policy->column_count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_refusal_names_the_condition_its_value_and_its_article),
        cmocka_unit_test(an_unknown_answer_names_the_one_paper_that_settles_it),
        cmocka_unit_test(of_lines_that_exclude_each_other_the_highest_is_kept),
        cmocka_unit_test(an_amount_with_an_unknown_supplement_is_at_least_so_much),
        cmocka_unit_test(the_anchor_day_picks_the_law_and_without_it_nothing_is_guessed),
        cmocka_unit_test(only_questions_that_still_matter_are_asked),
        cmocka_unit_test(equal_facts_give_equal_bytes_with_the_hash_and_the_day),
        cmocka_unit_test(values_are_read_as_lists_write_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
