/* mission_test.c — a mission's page tells both numbers and what became of them; a finding tells of whom else it speaks, to who may know. */
#include "unit/work/view/looking.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define ONE "abcdefghijklmnopabcd"
#define OTHER "ponmlkjihgfedcbaponm"

static int setup(void **state)
{
    if (house_setup(state) != 0)
        return 1;
    struct test_house *house = *state;
    struct definition_source source = house_source_with(house->arena, house_source(house->arena), "missions");
    (void)house_act(house, &house->owner, "upgrade", house_files_given(house->arena, source));
    return 0;
}

static const char *said(struct test_house *house, int64_t number)
{
    return text_format(house->arena, "%lld", (long long)number).bytes;
}

static int64_t a_mission(struct test_house *house)
{
    return house_write(house, "supervision", "004.mttq", "topic", "Chính sách hỗ trợ", "worked_on", "01/09/2021", NULL);
}

static int64_t a_finding(struct test_house *house, int64_t mission, const char *dossier, const char *person)
{
    return house_write(house, "finding", "004.mttq", "mission", said(house, mission), "found_on", "01/09/2021", "dossier", dossier, "ward", "00118", "kind",
                       "twice", "line", "Lao động tự do", "policy", "nq-68-2021", "cases", "1", "person", person, NULL);
}

static void confirm(struct test_house *house, int64_t finding)
{
    struct node *given = house_change_given(house, "finding", finding);
    node_put(given, "act", node_text(house->arena, TEXT("confirm")));
    node_put(given, "fields", house_given(house, "decided_on", "07/09/2021", "confirmed_cases", "1", NULL));
    (void)house_act(house, &house->owner, "record-move", given);
}

static const struct viewer *supervisor(struct test_house *house)
{
    return house_person(house, "giamsat", ROLE_SUPERVISOR, "004.mttq");
}

static struct node *look_record(struct test_house *house, const struct viewer *viewer, const char *register_, int64_t number)
{
    return look(house, viewer, "record", "register", register_, "record", said(house, number), NULL);
}

static void one_person_is_told_within_the_mission_alone(void **state)
{
    struct test_house *house = *state;
    const struct viewer *viewer = supervisor(house);
    int64_t mission = a_mission(house), elsewhere = a_mission(house);
    int64_t first = a_finding(house, mission, "A-1", ONE), second = a_finding(house, mission, "A-2", ONE), third = a_finding(house, mission, "A-3", OTHER);
    (void)a_finding(house, elsewhere, "B-1", ONE);
    struct node *page = look_record(house, viewer, "finding", first);
    const struct node *same = look_at(page, "same_person");
    assert_int_equal(node_count(same), 1);
    assert_int_equal(node_at(same->list.items[0], "record")->number.digits, second);
    assert_false(text_contains(look_all(house, page), TEXT(ONE))); /* the mark itself says nothing to anybody */
    assert_false(look_truth(look_record(house, viewer, "finding", third), "has_same_person"));
}

static void who_sees_rows_without_persons_is_not_told(void **state)
{
    struct test_house *house = *state;
    int64_t mission = a_mission(house), first = a_finding(house, mission, "A-1", ONE);
    (void)a_finding(house, mission, "A-2", ONE);
    struct node *page = look_record(house, house_person(house, "phuong", ROLE_OFFICER, "004.bdv"), "finding", first);
    assert_false(look_truth(page, "has_same_person"));
    assert_false(text_contains(look_all(house, page), TEXT(ONE)));
}

static void a_mission_tells_both_numbers_and_what_was_mended(void **state)
{
    struct test_house *house = *state;
    const struct viewer *viewer = supervisor(house);
    int64_t mission = a_mission(house), first = a_finding(house, mission, "A-1", ONE), second = a_finding(house, mission, "A-2", ONE);
    (void)a_finding(house, mission, "A-3", OTHER);
    confirm(house, first);
    confirm(house, second);
    struct node *page = look_record(house, viewer, "supervision", mission);
    assert_true(text_is(look_text(page, "mission.to_review.shown"), "3") && text_is(look_text(page, "mission.confirmed.shown"), "2"));
    assert_int_equal(node_at(look_at(page, "mission.open")->list.items[0], "count")->number.digits, 2);
    int64_t advice = house_write(house, "advice", "004.mttq", "mission", said(house, mission), "findings", said(house, first), "subject", "Thu hồi",
                                 "sent_on", "08/09/2021", NULL);
    page = look_record(house, viewer, "supervision", mission);
    assert_true(text_is(look_text(page, "mission.advised.shown"), "1") && text_is(look_text(page, "mission.mended.shown"), "0"));
    struct node *given = house_change_given(house, "advice", advice);
    node_put(given, "fields", house_given(house, "done_on", "08/09/2021", NULL));
    node_put(given, "reason", node_text(house->arena, TEXT("Đã thu hồi xong")));
    (void)house_act(house, &house->owner, "record-correct", given);
    page = look_record(house, viewer, "supervision", mission);
    assert_true(text_is(look_text(page, "mission.mended.shown"), "1"));
    assert_int_equal(node_count(look_at(look_record(house, viewer, "advice", advice), "stands_on")), 1);
    assert_int_equal(node_count(look_at(look_record(house, viewer, "finding", first), "advised")), 1);
}

static const struct node *field_of(const struct node *page, const char *name)
{
    const struct node *fields = node_at(page, "fields");
    for (size_t i = 0; i < node_count(fields); i++)
        if (text_is(node_text_at(fields->list.items[i], "name"), name))
            return fields->list.items[i];
    fail_msg("no field %s", name);
    return NULL;
}

static void the_form_of_a_recommendation_is_filled(void **state)
{
    struct test_house *house = *state;
    const struct viewer *viewer = supervisor(house);
    int64_t mission = a_mission(house), first = a_finding(house, mission, "A-1", ONE);
    (void)a_finding(house, mission, "A-2", ONE);
    confirm(house, first);
    struct node *page = look(house, viewer, "record-recommend", "register", "supervision", "record", said(house, mission), "phuong", "00118", NULL);
    const struct node *options = node_at(field_of(page, "f.findings"), "options");
    assert_int_equal(node_count(options), 1); /* what was not confirmed is not offered */
    assert_true(text_is(node_text_at(options->list.items[0], "label"), "A-1") && node_at(options->list.items[0], "chosen")->truth);
    assert_true(node_text_at(field_of(page, "f.sent_on"), "value").length > 0);
    assert_int_equal(look_kind(house, house_person(house, "phuong", ROLE_RECORDER, "00118.mttq"), "record-recommend", "register", "supervision", "record",
                               said(house, mission), "phuong", "00118", NULL),
                     FAILURE_DENIED);
}

int main(void)
{
#define EACH(test) cmocka_unit_test_setup_teardown(test, setup, house_teardown)
    const struct CMUnitTest tests[] = {
        EACH(one_person_is_told_within_the_mission_alone),
        EACH(who_sees_rows_without_persons_is_not_told),
        EACH(a_mission_tells_both_numbers_and_what_was_mended),
        EACH(the_form_of_a_recommendation_is_filled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
