/* retype_acts_test.c — a figure of an old report is typed in, corrected, taken back; it moves no cell. */
#include "support/house/house.h"

#include "keep/record/retyped.h"
#include "keep/store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct node *old_figure(struct test_house *house, const char *value)
{
    return house_given(house, "figure", "outreach.sessions", "unit", "004", "period", "2020-Q3", "value", value, "paper_number", "45-BC/BDVQU",
                       "paper_day", "20/09/2020", "paper_name", "Báo cáo quý III", NULL);
}

static struct node *with(struct test_house *house, struct node *given, const char *key, const char *value)
{
    node_put(given, key, node_text(house->arena, text_of(value)));
    return given;
}

static const struct retyped *found(struct test_house *house, struct list *all)
{
    struct connection *CLOSING(store_read) reading = NULL;
    struct period period;
    struct failure why;
    assert_true(period_read(TEXT("2020-Q3"), &period));
    assert_true(store_read_begin(instance_store(house->instance), &reading, &why));
    assert_true(retyped_load(house->arena, reading, 1, period, all, &why));
    return retyped_find(all, definition_figure(house_now(house)->definition, TEXT("outreach.sessions")), house_unit(house, "004"));
}

static void what_was_typed_in_is_kept_with_its_paper(void **state)
{
    struct test_house *house = *state;
    const struct viewer *officer = house_person(house, "officer", ROLE_OFFICER, "004.bdv");
    struct list all;
    (void)house_act(house, officer, "figure-retype", old_figure(house, "1.512"));
    const struct retyped *retyped = found(house, &all);
    assert_non_null(retyped);
    assert_int_equal(retyped->value.digits, 1512);
    assert_true(text_is(retyped->paper_number, "45-BC/BDVQU"));
    assert_int_equal(retyped->paper_day.number, day_of(2020, 9, 20).number);
    assert_int_equal(retyped->account, officer->account->number);
    /* The period's half-months, whatever they are called: nothing is counted anywhere. */
    assert_int_equal(house_figure(house, "outreach.sessions", "004", "2020-Q3").number.digits, 0);
}

static void a_correction_and_a_withdrawal_need_a_reason(void **state)
{
    struct test_house *house = *state;
    struct list all;
    struct act_answer answer;
    struct failure why;
    (void)house_act(house, &house->owner, "figure-retype", old_figure(house, "1512"));
    assert_true(house_try(house, &house->owner, "figure-retype", old_figure(house, "1521"), &answer, &why));
    assert_true(text_is(text_of(answer.problems.items[0].code), "act.reason"));
    (void)house_act(house, &house->owner, "figure-retype", with(house, old_figure(house, "1521"), "reason", "Đọc nhầm báo cáo"));
    assert_int_equal(found(house, &all)->value.digits, 1521);
    assert_int_equal(all.count, 1);
    (void)house_act(house, &house->owner, "figure-retype-withdraw", with(house, old_figure(house, ""), "reason", "Báo cáo đã bị thay"));
    assert_null(found(house, &all));
    assert_true(house_try(house, &house->owner, "figure-retype-withdraw", with(house, old_figure(house, ""), "reason", "Rút lần nữa"), &answer, &why));
    assert_true(text_is(text_of(answer.problems.items[0].code), "act.retype-nothing"));
}

static void what_cannot_be_typed_in_is_told(void **state)
{
    static const struct { const char *key, *value, *code, *field; } CASES[] = {
        {"value", "nhiều", "act.retype-value", "value"},
        {"value", "-3", "act.retype-value", "value"},
        {"value", "2,5", "act.retype-value", "value"},
        {"value", "", "act.retype-value", "value"},
        {"value", "9999999999999999999999", "act.retype-value", "value"},
        {"period", "2021-Q3", "act.retype-not-over", "period"},
        {"period", "hôm qua", "act.not-a-period", "period"},
        {"figure", "outreach.nothing", "act.retype-figure", "figure"},
        {"figure", "outreach.groups", "act.retype-kind", "figure"},
        {"figure", "outreach.meeting_share", "act.retype-kind", "figure"},
        {"unit", "00999", "act.unknown-unit", "unit"},
        {"paper_number", " ", "act.retype-paper", "paper_number"},
        {"paper_day", "31/02/2020", "record.not-a-day", "paper_day"},
    };
    struct test_house *house = *state;
    struct list all;
    for (size_t i = 0; i < LENGTH_OF(CASES); i++) {
        struct act_answer answer;
        struct failure why;
        assert_true(house_try(house, &house->owner, "figure-retype", with(house, old_figure(house, "12"), CASES[i].key, CASES[i].value), &answer, &why));
        const struct problem *first = answer.problems.count > 0 ? &answer.problems.items[0] : NULL;
        if (!first || !text_is(text_of(first->code), CASES[i].code) || !text_is(first->place.field, CASES[i].field))
            fail_msg("%s = %s: %s", CASES[i].key, CASES[i].value, first ? first->code : "nothing was told");
    }
    assert_null(found(house, &all));
}

/* A sum of a decimal field takes its digits behind the comma. */
static void a_sum_keeps_its_fields_scale(void **state)
{
    struct test_house *house = *state;
    struct list all;
    (void)house_act(house, &house->owner, "figure-retype", with(house, old_figure(house, "12,5"), "figure", "outreach.hours_spent"));
    (void)found(house, &all);
    assert_int_equal(all.count, 1);
    const struct retyped *retyped = all.items[0];
    assert_int_equal(retyped->value.digits, 125);
    assert_int_equal(retyped->value.scale, 1);
}

static void only_the_place_and_its_organisations_are_typed_in_for(void **state)
{
    static const struct { const char *name; enum role role; const char *own, *unit; bool may; } CASES[] = {
        {"officer", ROLE_OFFICER, "004.bdv", "00118", true},      {"recorder", ROLE_RECORDER, "00118.kv", "00118", true},
        {"of-own", ROLE_RECORDER, "00118.kv", "00118.kv", true},  {"next-door", ROLE_RECORDER, "00118.kv", "00136", false},
        {"above", ROLE_RECORDER, "00118.kv", "004", false},       {"reader", ROLE_SUPERVISOR, "004.mttq", "004", false},
        {"other", ROLE_OFFICER, "004.ubnd", "004", false},
    };
    struct test_house *house = *state;
    for (size_t i = 0; i < LENGTH_OF(CASES); i++) {
        const struct viewer *viewer = house_person(house, CASES[i].name, CASES[i].role, CASES[i].own);
        struct node *given = with(house, old_figure(house, "7"), "unit", CASES[i].unit);
        struct act_answer answer;
        struct failure why;
        given = with(house, given, "reason", "Nhập lại lần nữa");
        bool done = house_try(house, viewer, "figure-retype", given, &answer, &why);
        if (done != CASES[i].may || (!done && why.kind != FAILURE_DENIED))
            fail_msg("%s for %s", CASES[i].name, CASES[i].unit);
    }
}

#define IN_A_HOUSE(test) cmocka_unit_test_setup_teardown(test, house_setup, house_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_HOUSE(what_was_typed_in_is_kept_with_its_paper), IN_A_HOUSE(a_correction_and_a_withdrawal_need_a_reason),
        IN_A_HOUSE(what_cannot_be_typed_in_is_told),          IN_A_HOUSE(a_sum_keeps_its_fields_scale),
        IN_A_HOUSE(only_the_place_and_its_organisations_are_typed_in_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
