/* act_test.c — what holds for every act: all or nothing, once, in order, and the journal makes the same tables. */
#include "support/house/house.h"

#include "keep/journal/journal.h"
#include "keep/store/store.h"

#include <pthread.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static int64_t sessions(struct test_house *house)
{
    return house_figure(house, "outreach.sessions", "004", "2021-Q3").number.digits;
}

static struct node *an_hour_on_air(struct test_house *house)
{
    return house_write_given(house, "outreach", "00118.kv", "held_on", "01/09/2021", "topic", "Phân loại rác", "form", "loudspeaker", NULL);
}

static int64_t last_act(struct test_house *house)
{
    struct connection *CLOSING(store_read) reading = NULL;
    struct failure why;
    int64_t last = 0;
    assert_true(store_read_begin(instance_store(house->instance), &reading, &why));
    assert_true(journal_last(reading, instance_shard(house->instance), &last, &why));
    return last;
}

static bool perform(struct test_house *house, struct act_request request, struct act_answer *answer, struct failure *why)
{
    return act_perform(house->instance, &request, house->arena, answer, why);
}

static void a_form_posted_twice_is_one_act(void **state)
{
    struct test_house *house = *state;
    struct act_request request = {.name = TEXT("record-write"), .viewer = &house->owner, .given = an_hour_on_air(house), .once = TEXT("f3a9")};
    struct act_answer first, second;
    struct failure why;
    assert_true(perform(house, request, &first, &why));
    assert_true(perform(house, request, &second, &why));
    assert_false(first.repeated);
    assert_true(second.repeated);
    assert_int_equal(first.act, second.act);
    assert_int_equal(first.record, second.record);
    assert_int_equal(sessions(house), 1);
}

static void a_mark_used_by_another_is_refused(void **state)
{
    struct test_house *house = *state;
    const struct viewer *lan = house_person(house, "lan", ROLE_RECORDER, "00118.kv");
    struct act_request request = {.name = TEXT("record-write"), .viewer = &house->owner, .given = an_hour_on_air(house), .once = TEXT("f3a9")};
    struct act_answer answer;
    struct failure why;
    assert_true(perform(house, request, &answer, &why));
    request.viewer = lan;
    assert_false(perform(house, request, &answer, &why));
    assert_int_equal(why.kind, FAILURE_CONFLICT);
    request.viewer = &house->owner;
    request.name = TEXT("period-send");
    assert_false(perform(house, request, &answer, &why));
    assert_int_equal(why.kind, FAILURE_CONFLICT);
}

static void a_mark_that_is_too_long_is_refused(void **state)
{
    struct test_house *house = *state;
    char mark[ACT_ONCE_MAX + 1];
    for (size_t i = 0; i < sizeof mark; i++)
        mark[i] = 'x';
    struct act_request request = {.name = TEXT("record-write"), .viewer = &house->owner, .given = an_hour_on_air(house),
                                  .once = {mark, sizeof mark}};
    struct act_answer answer;
    struct failure why;
    assert_false(perform(house, request, &answer, &why));
    assert_int_equal(why.kind, FAILURE_TOO_BIG);
}

static void a_dry_run_says_the_same_and_changes_nothing(void **state)
{
    struct test_house *house = *state;
    int64_t before = last_act(house);
    struct act_request request = {.name = TEXT("record-write"), .viewer = &house->owner, .given = an_hour_on_air(house), .dry_run = true};
    struct act_answer dry, wet;
    struct failure why;
    assert_true(perform(house, request, &dry, &why));
    assert_int_equal(dry.act, 0);
    assert_int_equal(last_act(house), before);
    assert_int_equal(sessions(house), 0);
    request.dry_run = false;
    assert_true(perform(house, request, &wet, &why));
    assert_true(node_equal(dry.difference, wet.difference));
    assert_int_equal(wet.act, before + 1);
}

static void an_act_that_is_not_known_is_refused(void **state)
{
    struct test_house *house = *state;
    struct act_answer answer;
    struct failure why;
    assert_false(house_try(house, &house->owner, "record-vanish", an_hour_on_air(house), &answer, &why));
    assert_int_equal(why.kind, FAILURE_NOT_FOUND);
}

/* ---- many as one ---- */

static void many_are_kept_together(void **state)
{
    enum { COUNT = 50 };
    struct test_house *house = *state;
    struct act_request requests[COUNT];
    struct act_answer answers[COUNT];
    struct failure why;
    for (size_t i = 0; i < COUNT; i++)
        requests[i] = (struct act_request){.name = TEXT("record-write"), .viewer = &house->owner, .given = an_hour_on_air(house)};
    assert_true(act_perform_many(house->instance, requests, COUNT, house->arena, answers, &why));
    assert_int_equal(sessions(house), COUNT);
    for (size_t i = 1; i < COUNT; i++)
        assert_int_equal(answers[i].record, answers[i - 1].record + 1);
}

static void one_bad_one_undoes_them_all(void **state)
{
    struct test_house *house = *state;
    int64_t before = last_act(house);
    struct node *bad = house_write_given(house, "outreach", "00118.kv", "held_on", "31/02/2021", "topic", "Rác", "form", "loudspeaker", NULL);
    struct act_request requests[] = {
        {.name = TEXT("record-write"), .viewer = &house->owner, .given = an_hour_on_air(house)},
        {.name = TEXT("record-write"), .viewer = &house->owner, .given = bad},
        {.name = TEXT("record-write"), .viewer = &house->owner, .given = an_hour_on_air(house)},
    };
    struct act_answer answers[LENGTH_OF(requests)];
    struct failure why;
    assert_true(act_perform_many(house->instance, requests, LENGTH_OF(requests), house->arena, answers, &why));
    assert_int_equal(answers[0].problems.errors, 0);
    assert_true(answers[1].problems.errors > 0);
    for (size_t i = 0; i < LENGTH_OF(requests); i++)
        assert_int_equal(answers[i].act, 0);
    assert_int_equal(last_act(house), before);
    assert_int_equal(sessions(house), 0);
}

/* A correction in the same piece sees what was written before it, and a rebuild counts all of it once. */
static void acts_of_one_piece_see_each_other(void **state)
{
    struct test_house *house = *state;
    int64_t next = last_act(house) + 1;
    struct node *correct = house_given(house, "register", "outreach", "reason", "ghi nhầm ngày", NULL);
    node_put(correct, "record", node_whole(house->arena, next));
    node_put(correct, "version", node_whole(house->arena, next));
    node_put(correct, "fields", house_given(house, "held_on", "15/09/2021", "hours", "2,5", NULL));
    struct act_request requests[] = {
        {.name = TEXT("record-write"), .viewer = &house->owner, .given = an_hour_on_air(house)},
        {.name = TEXT("record-correct"), .viewer = &house->owner, .given = correct},
        {.name = TEXT("rebuild"), .viewer = &house->owner, .given = node_map(house->arena)},
        {.name = TEXT("record-write"), .viewer = &house->owner, .given = an_hour_on_air(house)},
    };
    struct act_answer answers[LENGTH_OF(requests)];
    struct failure why;
    assert_true(act_perform_many(house->instance, requests, LENGTH_OF(requests), house->arena, answers, &why));
    assert_int_equal(sessions(house), 2);
    assert_int_equal(house_figure(house, "outreach.hours_spent", "004", "2021-09").number.digits, 25);
    /* The 15th belongs to the next quarter of the inspectorate's calendar. */
    assert_int_equal(house_figure(house, "outreach.sessions", "004", "2021-Q3/tt02").number.digits, 1);
}

static void more_than_the_ceiling_is_refused(void **state)
{
    struct test_house *house = *state;
    struct act_request request = {.name = TEXT("record-write"), .viewer = &house->owner, .given = an_hour_on_air(house)};
    struct act_answer answer;
    struct failure why;
    assert_false(act_perform_many(house->instance, &request, ACT_PART_MAX + 1, house->arena, &answer, &why));
    assert_int_equal(why.kind, FAILURE_TOO_BIG);
}

/* ---- definitions that change meanwhile ---- */

/* Another handle on the house, held across an upgrade: the act that follows must not write by the old definitions. */
static void an_act_after_an_upgrade_knows_the_new_definitions(void **state)
{
    struct test_house *house = *state;
    const struct house *old = instance_house(house->instance);
    struct definition_source source = house_source_changed(house->arena, house_source(house->arena), "pack.yaml", "version: 1", "version: 2");
    source = house_source_changed(house->arena, source, "registers/outreach.yaml", "  remark:     {", "  place:      {is: text, title: {vi: \"Địa điểm\"}}\n  remark:     {");
    (void)house_act(house, &house->owner, "upgrade", house_files_given(house->arena, source));
    assert_true(house_now(house)->version > old->version);
    instance_release(house->instance, old);
    int64_t number = house_write(house, "outreach", "00118.kv", "held_on", "01/09/2021", "topic", "Rác", "form", "loudspeaker", "place",
                                 "Nhà văn hóa", NULL);
    assert_true(text_is(house_read_field(house, "outreach", number, "place"), "Nhà văn hóa"));
}

enum { PEOPLE = 8, ACTS_EACH = 12 };

struct person {
    struct test_house *house;
    const struct node *given;
    size_t failures;
    pthread_t thread;
};

static void *write_much(void *context)
{
    struct person *person = context;
    for (int i = 0; i < ACTS_EACH; i++) {
        struct arena *CLOSING(arena) own = arena_open();
        const struct act_request request = {.name = TEXT("record-write"), .viewer = &person->house->owner, .given = person->given};
        struct act_answer answer;
        struct failure why;
        person->failures += !act_perform(person->house->instance, &request, own, &answer, &why) || answer.act == 0;
    }
    return NULL;
}

/* Whoever waits behind the upgrade starts over with the new definitions; that all is as if written in turn, the teardown proves. */
static void people_who_write_during_an_upgrade_do_not_notice(void **state)
{
    struct test_house *house = *state;
    struct person people[PEOPLE];
    struct definition_source source = house_source_changed(house->arena, house_source(house->arena), "pack.yaml", "version: 1", "version: 2");
    source = house_source_changed(house->arena, source, "registers/outreach.yaml", "count: records, by: form", "count: records, where: form = 'loudspeaker', by: form");
    const struct node *given = house_files_given(house->arena, source);
    for (size_t i = 0; i < PEOPLE; i++) {
        people[i] = (struct person){.house = house, .given = an_hour_on_air(house)};
        assert_int_equal(pthread_create(&people[i].thread, NULL, write_much, &people[i]), 0);
    }
    (void)house_act(house, &house->owner, "upgrade", given);
    for (size_t i = 0; i < PEOPLE; i++) {
        (void)pthread_join(people[i].thread, NULL);
        assert_int_equal(people[i].failures, 0);
    }
    assert_int_equal(sessions(house), PEOPLE * ACTS_EACH);
}

#define IN_A_HOUSE(test) cmocka_unit_test_setup_teardown(test, house_setup, house_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_HOUSE(a_form_posted_twice_is_one_act),
        IN_A_HOUSE(a_mark_used_by_another_is_refused),
        IN_A_HOUSE(a_mark_that_is_too_long_is_refused),
        IN_A_HOUSE(a_dry_run_says_the_same_and_changes_nothing),
        IN_A_HOUSE(an_act_that_is_not_known_is_refused),
        IN_A_HOUSE(many_are_kept_together),
        IN_A_HOUSE(one_bad_one_undoes_them_all),
        IN_A_HOUSE(acts_of_one_piece_see_each_other),
        IN_A_HOUSE(more_than_the_ceiling_is_refused),
        IN_A_HOUSE(an_act_after_an_upgrade_knows_the_new_definitions),
        IN_A_HOUSE(people_who_write_during_an_upgrade_do_not_notice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
