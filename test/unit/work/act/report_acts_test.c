/* report_acts_test.c — periods sent, drafts edited, reports published: by the issuing organisation, never a number changed. */
#include "support/house/house.h"

#include "keep/report/draft.h"
#include "keep/store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct list parts_of(struct test_house *house)
{
    struct connection *CLOSING(store_read) reading = NULL;
    const struct draft_of of = {1, TEXT("quarterly-portal"), house_unit(house, "004")->number, TEXT("2021-Q3")};
    struct list parts;
    struct failure why;
    assert_true(store_read_begin(instance_store(house->instance), &reading, &why));
    assert_true(draft_load(house->arena, reading, &of, &parts, &why));
    return parts;
}

static size_t sendings(struct test_house *house)
{
    struct connection *CLOSING(store_read) reading = NULL;
    struct list found;
    struct failure why;
    assert_true(store_read_begin(instance_store(house->instance), &reading, &why));
    assert_true(sending_load(house->arena, reading, TEXT("2021-Q3"), &found, &why));
    return found.count;
}

static struct node *draft_given(struct test_house *house, const char *section)
{
    return house_given(house, "report", "quarterly-portal", "unit", "004", "period", "2021-Q3", "section", section, NULL);
}

static enum failure_kind refused(struct test_house *house, const struct viewer *viewer, const char *act, const struct node *given)
{
    struct act_answer answer;
    struct failure why = {0};
    assert_false(house_try(house, viewer, act, given, &answer, &why));
    return why.kind;
}

static const char *problem_of(struct test_house *house, const char *act, const struct node *given)
{
    struct act_answer answer;
    struct failure why;
    assert_true(house_try(house, &house->owner, act, given, &answer, &why));
    assert_int_equal(answer.problems.errors, 1);
    return answer.problems.items[0].code;
}

static void a_period_is_sent_once_and_taken_back(void **state)
{
    struct test_house *house = *state;
    const struct viewer *lan = house_person(house, "lan", ROLE_RECORDER, "00118.kv");
    const struct viewer *mai = house_person(house, "mai", ROLE_RECORDER, "00136.kv");
    struct node *given = house_given(house, "unit", "00118.kv", "period", "2021-Q3", NULL);
    assert_int_equal(refused(house, mai, "period-send", given), FAILURE_DENIED);
    (void)house_act(house, lan, "period-send", given);
    (void)house_act(house, lan, "period-send", given);
    assert_int_equal(sendings(house), 1);
    (void)house_act(house, lan, "period-take-back", given);
    assert_int_equal(sendings(house), 0);
    assert_string_equal(problem_of(house, "period-send", house_given(house, "unit", "00118.kv", "period", "quý ba", NULL)), "act.not-a-period");
    assert_string_equal(problem_of(house, "period-send", house_given(house, "unit", "004", "period", "2021-Q3", NULL)), "act.not-an-organisation");
}

static void free_words_are_edited_by_the_issuing_officer_only(void **state)
{
    struct test_house *house = *state;
    const struct viewer *officer = house_person(house, "officer", ROLE_OFFICER, "004.bdv");
    const struct viewer *other = house_person(house, "other", ROLE_OFFICER, "004.mttq");
    const struct viewer *recorder = house_person(house, "recorder", ROLE_RECORDER, "004.bdv");
    struct node *given = draft_given(house, "assessment");
    node_put(given, "words", node_text(house->arena, TEXT("Tình hình ổn định.")));
    assert_int_equal(refused(house, other, "draft-words", given), FAILURE_DENIED);
    assert_int_equal(refused(house, recorder, "draft-words", given), FAILURE_DENIED);
    (void)house_act(house, officer, "draft-words", given);
    struct list parts = parts_of(house);
    assert_int_equal(parts.count, 1);
    assert_true(text_is(((struct draft_part *)parts.items[0])->words, "Tình hình ổn định."));
    node_put(given, "words", node_text(house->arena, TEXT("")));
    (void)house_act(house, officer, "draft-words", given);
    assert_int_equal(parts_of(house).count, 0);
}

static void words_with_figures_are_not_edited(void **state)
{
    struct test_house *house = *state;
    struct node *given = draft_given(house, "outreach");
    node_put(given, "words", node_text(house->arena, TEXT("Nhiều buổi.")));
    assert_string_equal(problem_of(house, "draft-words", given), "act.not-free-words");
    assert_string_equal(problem_of(house, "draft-words", draft_given(house, "nowhere")), "act.unknown-section");
}

static void a_figure_is_left_out_with_a_note_and_comes_back(void **state)
{
    struct test_house *house = *state;
    struct node *given = draft_given(house, "outreach");
    node_put(given, "figure", node_text(house->arena, TEXT("outreach.attendances")));
    assert_string_equal(problem_of(house, "draft-leave-out", given), "act.reason");
    node_put(given, "note", node_text(house->arena, TEXT("Phường chưa gửi đủ")));
    (void)house_act(house, &house->owner, "draft-leave-out", given);
    assert_int_equal(parts_of(house).count, 1);
    node_put(given, "left_out", node_text(house->arena, TEXT("no")));
    (void)house_act(house, &house->owner, "draft-leave-out", given);
    assert_int_equal(parts_of(house).count, 0);
    node_put(given, "figure", node_text(house->arena, TEXT("donation.received")));
    assert_string_equal(problem_of(house, "draft-leave-out", given), "act.unknown-figure");
}

static void a_publisher_of_the_issuer_publishes(void **state)
{
    struct test_house *house = *state;
    const struct viewer *publisher = house_person(house, "publisher", ROLE_PUBLISHER, "004.bdv");
    const struct viewer *officer = house_person(house, "officer", ROLE_OFFICER, "004.bdv");
    struct node *given = house_given(house, "report", "quarterly-portal", "unit", "004", "period", "2021-Q3", "title", "Kết quả quý III",
                                     "document_vi", "{\"vi\":1}", "document_en", "{\"en\":1}", "figures", "{}", NULL);
    assert_int_equal(refused(house, officer, "report-publish", given), FAILURE_DENIED);
    int64_t act = house_act(house, publisher, "report-publish", given).act;
    struct connection *CLOSING(store_read) reading = NULL;
    struct published *published;
    struct failure why;
    assert_true(store_read_begin(instance_store(house->instance), &reading, &why));
    assert_true(published_load(house->arena, reading, act, &published, &why));
    assert_true(text_is(published->unit_code, "004"));
    assert_true(text_is(published->document_vi, "{\"vi\":1}"));
    assert_int_equal(published->at.milliseconds, world_now(instance_world(house->instance)).milliseconds);
}

#define IN_A_HOUSE(test) cmocka_unit_test_setup_teardown(test, house_setup, house_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_HOUSE(a_period_is_sent_once_and_taken_back),
        IN_A_HOUSE(free_words_are_edited_by_the_issuing_officer_only),
        IN_A_HOUSE(words_with_figures_are_not_edited),
        IN_A_HOUSE(a_figure_is_left_out_with_a_note_and_comes_back),
        IN_A_HOUSE(a_publisher_of_the_issuer_publishes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
