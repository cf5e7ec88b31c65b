/*
 * The sample district: made twice it is the same, and it holds what it promises.
 *
 * Where the suite runs on PostgreSQL the first one is made there and the second in a file: the same acts carried out on
 * both databases make equal rows in all tables.
 */
#include "work/upkeep/demo.h"

#include "base/file.h"
#include "keep/instance/instance.h"
#include "keep/journal/journal.h"
#include "keep/record/record.h"
#include "keep/report/draft.h"
#include "keep/store/backup.h"
#include "keep/store/store.h"
#include "support/store/address.h"
#include "work/upkeep/upkeep.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

struct two_samples {
    struct arena *arena;
    char scratch[64];
    const char *folder[2];
    const char *store[2]; /* NULL: a file in the folder */
    struct demo_made made[2];
};

#define WHY(done, why)                                                                                       \
    do {                                                                                                     \
        if (!(done))                                                                                         \
            fail_msg("%s", (why).text);                                                                      \
    } while (0)

static int make_samples(void **state)
{
    struct arena *arena = arena_open();
    struct two_samples *two = arena_make(arena, sizeof *two);
    struct failure why;
    two->arena = arena;
    snprintf(two->scratch, sizeof two->scratch, "/tmp/danvan-demo-XXXXXX");
    assert_non_null(mkdtemp(two->scratch));
    for (int i = 0; i < 2; i++) {
        two->folder[i] = text_format(arena, "%s/sample-%d", two->scratch, i).bytes;
        two->store[i] = i == 0 ? test_store_named(arena, two->scratch, "sample") : NULL;
        const struct demo_ask ask = {.folder = two->folder[i], .packs = DANVAN_PACKS, .small = true, .store = two->store[i]};
        WHY(demo_make(&ask, arena, &two->made[i], &why), why);
    }
    *state = two;
    return 0;
}

static int drop_samples(void **state)
{
    struct two_samples *two = *state;
    struct failure why;
    if (!two)
        return 0; /* they could not be made, and said so */
    WHY(folder_delete(two->scratch, &why), why);
    arena_close(two->arena);
    return 0;
}

static struct store *open_store(struct two_samples *two, int which)
{
    const char *file = text_format(two->arena, "%s/danvan.db", two->folder[which]).bytes;
    const struct store_options options = {.address = two->store[which] ? two->store[which] : file, .readers = 2};
    struct store *store;
    struct failure why;
    WHY(store_open(&options, &store, &why), why);
    return store;
}

static void two_samples_are_the_same_to_the_byte(void **state)
{
    static const char *const not_compared[] = {"migration"};
    struct two_samples *two = *state;
    struct store *CLOSING(store) first = open_store(two, 0), *CLOSING(store) second = open_store(two, 1);
    struct store_difference difference;
    struct failure why;
    assert_true(two->made[0].acts == two->made[1].acts && two->made[0].records == two->made[1].records);
    WHY(store_compare(first, second, not_compared, LENGTH_OF(not_compared), two->arena, &difference, &why),
        why);
    if (difference.table.length > 0)
        fail_msg("%.*s differs at %.*s: %.*s", TEXT_ARGS(difference.table), TEXT_ARGS(difference.key),
                 TEXT_ARGS(difference.what));
}

static void carrying_out_all_its_acts_again_makes_the_same_tables(void **state)
{
    struct two_samples *two = *state;
    struct upkeep_verified verified;
    struct failure why;
    WHY(upkeep_verify(two->folder[0], NULL, two->arena, &verified, &why), why);
    if (verified.problems.errors > 0) {
        struct text say = problem_sentence(two->arena, &verified.problems.items[0], LANGUAGE_EN);
        fail_msg("%.*s", TEXT_ARGS(say));
    }
    assert_int_equal(verified.acts, two->made[0].acts);
}

static struct instance *open_sample(struct two_samples *two)
{
    const struct instance_options options = {.readers = 2, .world = world_real()};
    struct instance *instance;
    struct failure why;
    WHY(instance_open(two->folder[0], &options, &instance, &why), why);
    return instance;
}

static void its_folder_says_it_is_a_sample_of_that_day(void **state)
{
    struct instance *CLOSING(instance) instance = open_sample(*state);
    assert_true(instance_is_demo(instance));
    assert_int_equal(day_compare(instance_today(instance), day_of(2021, 10, 8)), 0);
}

struct look {
    struct instance *instance;
    const struct house *house;
    struct connection *reading;
};

static struct look look_begin(struct two_samples *two)
{
    struct look look = {.instance = open_sample(two)};
    struct failure why;
    look.house = instance_house(look.instance);
    WHY(store_read_begin(instance_store(look.instance), &look.reading, &why), why);
    return look;
}

static void look_end(struct look *look)
{
    store_read_end(look->reading);
    instance_release(look->instance, look->house);
    instance_close(look->instance);
}

static void the_mission_of_the_public_report_is_there_and_the_planned_one_stays_planned(void **state)
{
    struct two_samples *two = *state;
    struct look look = look_begin(two);
    const struct unit *front = unit_find(look.house->units, TEXT("004.mttq"), day_of(2021, 9, 1));
    const struct register_definition *register_ =
        definition_register(look.house->definition, TEXT("supervision"));
    const struct unit_set front_only = {&front, 1};
    struct record_query query = {
        .register_ = register_, .units = &front_only, .begin = DAY_NONE, .end = DAY_NONE, .limit = 10};
    struct record_page page;
    struct failure why;
    size_t held = 0, planned = 0;
    WHY(record_list(two->arena, look.reading, look.house->units, &query, &page, &why), why);
    assert_int_equal(page.total, 3);
    for (size_t i = 0; i < page.count; i++) {
        const struct record *record = page.records[i];
        planned += text_is(record->state, "planned");
        if (!text_is(record->state, "concluded"))
            continue;
        held++;
        assert_int_equal(record->values[register_field(register_, TEXT("supervised"))->slot].many_count, 5);
        assert_int_equal(day_compare(record->day, day_of(2021, 8, 31)), 0);
    }
    assert_int_equal(held, 1);
    assert_int_equal(planned, 1);
    look_end(&look);
}

static void every_register_has_entries(void **state)
{
    struct two_samples *two = *state;
    struct look look = look_begin(two);
    const struct unit_set *all = unit_all(two->arena, look.house->units, DAY_NONE);
    for (size_t i = 0; i < look.house->definition->register_count; i++) {
        struct record_query query = {.register_ = &look.house->definition->registers[i],
                                     .units = all,
                                     .begin = DAY_NONE,
                                     .end = DAY_NONE};
        int64_t count;
        struct failure why;
        WHY(record_count(look.reading, &query, &count, &why), why);
        if (count == 0)
            fail_msg("%.*s is empty", TEXT_ARGS(query.register_->name));
    }
    look_end(&look);
}

static void both_quarters_of_2021_are_published_at_their_moments(void **state)
{
    struct two_samples *two = *state;
    struct look look = look_begin(two);
    struct list published = {0};
    struct failure why;
    WHY(published_list(two->arena, look.reading, 10, &published, &why), why);
    assert_int_equal(published.count, 2);
    const struct published *newest = published.items[0], *before = published.items[1];
    assert_true(text_is(newest->period, "2021-Q3") && text_is(before->period, "2021-Q2"));
    assert_true(newest->at.milliseconds == moment_of(day_of(2021, 10, 8), 8, 47).milliseconds);
    look_end(&look);
}

static void nobody_there_has_a_name_that_could_be_somebodys(void **state)
{
    struct two_samples *two = *state;
    struct look look = look_begin(two);
    struct list people = {0};
    struct failure why;
    WHY(account_load_all(two->arena, look.reading, look.house->units, &people, &why), why);
    assert_int_equal(people.count, 13 + 3 * 14);
    for (size_t i = 0; i < people.count; i++) {
        const struct account *person = people.items[i];
        assert_true(text_ends(person->full_name, TEXT("(mẫu)")));
        assert_true(person->grant_count > 0);
    }
    look_end(&look);
}

static void a_folder_that_holds_something_is_left_alone(void **state)
{
    struct two_samples *two = *state;
    struct demo_made made;
    struct failure why;
    assert_false(demo_make(&(struct demo_ask){.folder = two->folder[0], .packs = DANVAN_PACKS, .small = true},
                           two->arena, &made, &why));
    assert_int_equal(why.kind, FAILURE_CONFLICT);
}

static void who_may_sign_in_is_told_with_password_and_roles(void **state)
{
    struct two_samples *two = *state;
    const struct node *people = demo_people(two->arena, LANGUAGE_VI);
    bool recorder = false;
    for (size_t i = 0; i < node_count(people); i++) {
        assert_true(node_text_at(people->list.items[i], "password").length >= 10);
        assert_true(node_text_at(people->list.items[i], "roles").length > 0);
        recorder = recorder || text_is(node_text_at(people->list.items[i], "name"), "bode.ghiso");
    }
    assert_true(recorder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_samples_are_the_same_to_the_byte),
        cmocka_unit_test(carrying_out_all_its_acts_again_makes_the_same_tables),
        cmocka_unit_test(its_folder_says_it_is_a_sample_of_that_day),
        cmocka_unit_test(the_mission_of_the_public_report_is_there_and_the_planned_one_stays_planned),
        cmocka_unit_test(every_register_has_entries),
        cmocka_unit_test(both_quarters_of_2021_are_published_at_their_moments),
        cmocka_unit_test(nobody_there_has_a_name_that_could_be_somebodys),
        cmocka_unit_test(a_folder_that_holds_something_is_left_alone),
        cmocka_unit_test(who_may_sign_in_is_told_with_password_and_roles),
    };
    return cmocka_run_group_tests(tests, make_samples, drop_samples);
}
