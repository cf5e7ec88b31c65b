/* desk_test.c — who sits at the command line, and what they see. */
#include "support/house/house.h"
#include "work/upkeep/desk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static bool sit(struct test_house *house, const char *as, struct desk *desk, struct failure *why)
{
    const struct desk_options options = {.folder = house->folder, .as = text_of(as), .today = DAY_NONE, .language = LANGUAGE_EN};
    return desk_open(&options, house->arena, desk, why);
}

static void the_owner_may_do_everything_and_a_person_what_they_may(void **state)
{
    struct test_house *house = *state;
    struct desk CLOSING(desk) owner = {0}, CLOSING(desk) lan = {0};
    struct failure why;
    struct node *people;
    (void)house_person(house, "lan", ROLE_RECORDER, "00118.kv");
    assert_true(sit(house, NULL, &owner, &why));
    assert_true(owner.viewer.whole_house);
    assert_true(desk_people(&owner, house->arena, &people, &why));
    assert_int_equal(node_count(people), 1);
    assert_true(text_is(node_text_at(people->list.items[0], "name"), "lan"));
    assert_true(sit(house, "lan", &lan, &why));
    assert_false(lan.viewer.whole_house);
    assert_true(text_is(lan.viewer.acting_for->code, "00118.kv"));
    assert_false(desk_people(&lan, house->arena, &people, &why));
    assert_int_equal(why.kind, FAILURE_DENIED);
}

static void nobody_sits_there_as_somebody_unknown_or_locked(void **state)
{
    struct test_house *house = *state;
    struct desk desk = {0};
    struct failure why;
    assert_false(sit(house, "khong.co", &desk, &why));
    assert_int_equal(why.kind, FAILURE_NOT_FOUND);
    (void)house_person(house, "lan", ROLE_RECORDER, "00118.kv");
    (void)house_act(house, &house->owner, "account-lock", house_given(house, "account", "lan", "locked", "yes", NULL));
    assert_false(sit(house, "lan", &desk, &why));
    assert_int_equal(why.kind, FAILURE_DENIED);
    assert_null(desk.instance);
}

static void a_second_writer_is_told_to_wait(void **state)
{
    struct test_house *house = *state;
    const struct desk_options options = {.folder = house->folder, .writing = true, .today = DAY_NONE};
    struct desk desk = {0};
    struct failure why;
    assert_false(desk_open(&options, house->arena, &desk, &why));
    assert_int_equal(why.kind, FAILURE_BUSY);
}

static void a_figure_opens_to_records_that_add_up_to_it(void **state)
{
    struct test_house *house = *state;
    struct desk CLOSING(desk) desk = {0};
    const struct desk_figure ask = {TEXT("outreach.attendances"), TEXT("004"), TEXT("2021-Q3"), true};
    struct node *answer;
    struct failure why;
    for (int i = 0; i < 250; i++)
        (void)house_write(house, "outreach", i % 2 ? "00118.kv" : "00136.kv", "held_on", "08/09/2021", "topic", "Rác", "form", "meeting",
                          "attendance", i % 3 ? "10" : "7", NULL);
    assert_true(sit(house, NULL, &desk, &why));
    assert_true(desk_figure(&desk, &ask, house->arena, &answer, &why));
    struct decimal value = node_at(answer, "value")->number, sum = node_at(answer, "sum")->number;
    const struct node *records = node_at(answer, "records");
    int64_t listed = 0;
    for (size_t i = 0; i < node_count(records); i++)
        listed += node_at(records->list.items[i], "amount")->number.digits;
    assert_int_equal(node_count(records), 250);
    assert_int_equal(value.digits, 84 * 7 + 166 * 10);
    assert_int_equal(sum.digits, value.digits);
    assert_int_equal(listed, value.digits);
}

static void a_figure_that_is_not_there_or_not_theirs_is_refused(void **state)
{
    static const struct { struct desk_figure ask; enum failure_kind kind; const char *as; } CASES[] = {
        {{TEXT_ENTRY("outreach.sesions"), TEXT_ENTRY("004"), TEXT_ENTRY("2021-Q3"), false}, FAILURE_NOT_FOUND, NULL},
        {{TEXT_ENTRY("outreach.sessions"), TEXT_ENTRY("099"), TEXT_ENTRY("2021-Q3"), false}, FAILURE_NOT_FOUND, NULL},
        {{TEXT_ENTRY("outreach.sessions"), TEXT_ENTRY("004"), TEXT_ENTRY("quý ba"), false}, FAILURE_INVALID, NULL},
        {{TEXT_ENTRY("donation.received"), TEXT_ENTRY("00136"), TEXT_ENTRY("2021-Q3"), false}, FAILURE_DENIED, "lan"},
    };
    struct test_house *house = *state;
    (void)house_person(house, "lan", ROLE_RECORDER, "00118.kv");
    for (size_t i = 0; i < LENGTH_OF(CASES); i++) {
        struct desk CLOSING(desk) desk = {0};
        struct node *answer;
        struct failure why;
        assert_true(sit(house, CASES[i].as, &desk, &why));
        assert_false(desk_figure(&desk, &CASES[i].ask, house->arena, &answer, &why));
        assert_int_equal(why.kind, CASES[i].kind);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_owner_may_do_everything_and_a_person_what_they_may, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(nobody_sits_there_as_somebody_unknown_or_locked, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(a_second_writer_is_told_to_wait, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(a_figure_opens_to_records_that_add_up_to_it, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(a_figure_that_is_not_there_or_not_theirs_is_refused, house_setup, house_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
