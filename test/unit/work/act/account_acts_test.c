/* account_acts_test.c — people, passwords, locks and roles: changed by administrators, within their place. */
#include "support/house/house.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define PASSWORD "mot mat khau dai"

static struct act_answer tried(struct test_house *house, const struct viewer *viewer, const char *act, const struct node *given)
{
    struct act_answer answer;
    struct failure why;
    if (!house_try(house, viewer, act, given, &answer, &why))
        fail_msg("%s: %s", act, why.text);
    return answer;
}

static enum failure_kind refused(struct test_house *house, const struct viewer *viewer, const char *act, const struct node *given)
{
    struct act_answer answer;
    struct failure why = {0};
    assert_false(house_try(house, viewer, act, given, &answer, &why));
    return why.kind;
}

static void signs_in(struct test_house *house, const char *name, const char *password, bool right)
{
    const struct sign_in_request request = {.name = text_of(name), .password = text_of(password)};
    struct sign_in done;
    struct failure why;
    bool in = sign_in(house->instance, &request, house->arena, &done, &why);
    assert_int_equal(in, right);
    assert_true(in || why.kind == FAILURE_DENIED);
}

static void a_person_is_added_and_signs_in(void **state)
{
    struct test_house *house = *state;
    (void)house_act(house, &house->owner, "account-add", house_given(house, "name", "lan", "full_name", "Lan", "password", PASSWORD, NULL));
    signs_in(house, "lan", PASSWORD, true);
    signs_in(house, "lan", "mot mat khau khac", false);
    signs_in(house, "mai", PASSWORD, false);
    assert_true(house_viewer(house, "lan")->account->must_change_password);
}

struct bad {
    const char *name, *full_name, *password, *code;
};

static const struct bad BAD[] = {
    {"la", "Lan", PASSWORD, "act.account-name"},         {"Lan", "Lan", PASSWORD, "act.account-name"},
    {"lan lan", "Lan", PASSWORD, "act.account-name"},    {".lan", "Lan", PASSWORD, "act.account-name"},
    {"lan", "", PASSWORD, "act.full-name"},              {"lan", "Lan", "ngan", "act.password-short"},
    {"mai", "Mai", PASSWORD, "act.account-taken"},
};

static void each_bad_person_is_told_why(void **state)
{
    struct test_house *house = *state;
    (void)house_person(house, "mai", ROLE_CLERK, "004.bdv");
    for (size_t i = 0; i < LENGTH_OF(BAD); i++) {
        struct act_answer answer = tried(house, &house->owner, "account-add",
                                         house_given(house, "name", BAD[i].name, "full_name", BAD[i].full_name, "password", BAD[i].password, NULL));
        assert_int_equal(answer.problems.errors, 1);
        assert_string_equal(answer.problems.items[0].code, BAD[i].code);
        assert_false(text_contains(problem_line(house->arena, &answer.problems.items[0], LANGUAGE_VI), text_of(PASSWORD)));
    }
}

static void only_administrators_add_people(void **state)
{
    struct test_house *house = *state;
    const struct viewer *officer = house_person(house, "officer", ROLE_OFFICER, "004.bdv");
    const struct viewer *admin = house_person(house, "admin", ROLE_ADMINISTRATOR, "004.bdv");
    struct node *given = house_given(house, "name", "lan", "full_name", "Lan", "password", PASSWORD, NULL);
    assert_int_equal(refused(house, officer, "account-add", given), FAILURE_DENIED);
    (void)house_act(house, admin, "account-add", given);
    (void)house_act(house, admin, "account-grant", house_given(house, "account", "lan", "role", "recorder", "unit", "00118.kv", NULL));
    assert_int_equal(house_viewer(house, "lan")->account->grant_count, 1);
}

/* A ward's administrator looks after the people of that ward, and of no other. */
static void an_administrator_stays_within_the_place(void **state)
{
    struct test_house *house = *state;
    const struct viewer *ward = house_person(house, "ward", ROLE_ADMINISTRATOR, "00118.kv");
    (void)house_person(house, "lan", ROLE_RECORDER, "00118.pn");
    (void)house_person(house, "mai", ROLE_RECORDER, "00136.kv");
    struct node *near = house_given(house, "account", "lan", "role", "clerk", "unit", "00118.mttq", NULL);
    struct node *far = house_given(house, "account", "lan", "role", "clerk", "unit", "00136.kv", NULL);
    struct node *above = house_given(house, "account", "lan", "role", "clerk", "unit", "004.bdv", NULL);
    (void)house_act(house, ward, "account-grant", near);
    assert_int_equal(refused(house, ward, "account-grant", far), FAILURE_DENIED);
    assert_int_equal(refused(house, ward, "account-grant", above), FAILURE_DENIED);
    struct node *lock = house_given(house, "account", "mai", "locked", "yes", NULL);
    assert_int_equal(refused(house, ward, "account-lock", lock), FAILURE_DENIED);
    struct node *password = house_given(house, "account", "mai", "password", PASSWORD, NULL);
    assert_int_equal(refused(house, ward, "account-password", password), FAILURE_DENIED);
    struct node *end = node_map(house->arena);
    node_put(end, "grant", node_whole(house->arena, house_viewer(house, "mai")->account->grants[0].number));
    assert_int_equal(refused(house, ward, "account-grant-end", end), FAILURE_DENIED);
}

static void roles_are_granted_on_organisations_for_days_that_make_sense(void **state)
{
    struct test_house *house = *state;
    (void)house_person(house, "lan", ROLE_RECORDER, "00118.kv");
    static const struct { const char *role, *unit, *from, *to, *code; } CASES[] = {
        {"recorder", "00118", "", "", "act.not-an-organisation"},
        {"king", "00118.kv", "", "", "act.unknown-role"},
        {"recorder", "99999", "", "", "act.unknown-unit"},
        {"recorder", "00118.kv", "2021-10-01", "2021-09-01", "act.ends-before"},
        {"recorder", "00118.kv", "mai", "", "record.not-a-day"},
    };
    for (size_t i = 0; i < LENGTH_OF(CASES); i++) {
        struct act_answer answer = tried(house, &house->owner, "account-grant",
                                         house_given(house, "account", "lan", "role", CASES[i].role, "unit", CASES[i].unit, "from",
                                                     CASES[i].from, "to", CASES[i].to, NULL));
        assert_int_equal(answer.problems.errors, 1);
        assert_string_equal(answer.problems.items[0].code, CASES[i].code);
    }
    assert_int_equal(house_viewer(house, "lan")->account->grant_count, 1);
}

static void a_locked_person_is_out_at_once(void **state)
{
    struct test_house *house = *state;
    const struct viewer *lan = house_person(house, "lan", ROLE_RECORDER, "00118.kv");
    signs_in(house, "lan", "mat khau cua lan", true);
    (void)house_act(house, &house->owner, "account-lock", house_given(house, "account", "lan", "locked", "yes", NULL));
    signs_in(house, "lan", "mat khau cua lan", false);
    struct node *given = house_write_given(house, "outreach", "00118.kv", "held_on", "08/09/2021", "topic", "Rác", "form", "loudspeaker", NULL);
    assert_int_equal(refused(house, house_viewer(house, "lan"), "record-write", given), FAILURE_DENIED);
    (void)lan;
    (void)house_act(house, &house->owner, "account-lock", house_given(house, "account", "lan", "locked", "no", NULL));
    signs_in(house, "lan", "mat khau cua lan", true);
}

static void nobody_locks_themselves_out(void **state)
{
    struct test_house *house = *state;
    const struct viewer *admin = house_person(house, "admin", ROLE_ADMINISTRATOR, "004.bdv");
    struct act_answer answer = tried(house, admin, "account-lock", house_given(house, "account", "admin", "locked", "yes", NULL));
    assert_int_equal(answer.problems.errors, 1);
    assert_string_equal(answer.problems.items[0].code, "act.lock-oneself");
}

static void ones_own_password_needs_the_old_one(void **state)
{
    struct test_house *house = *state;
    const struct viewer *lan = house_person(house, "lan", ROLE_RECORDER, "00118.kv");
    (void)house_person(house, "mai", ROLE_RECORDER, "00118.kv");
    static const char *const WRONG[] = {"", "mat khau cua ai"};
    for (size_t i = 0; i < LENGTH_OF(WRONG); i++) {
        struct act_answer answer =
            tried(house, lan, "account-password", house_given(house, "account", "lan", "password", PASSWORD, "old_password", WRONG[i], NULL));
        assert_int_equal(answer.problems.errors, 1);
        assert_string_equal(answer.problems.items[0].code, "act.password-old");
    }
    signs_in(house, "lan", PASSWORD, false);
    (void)house_act(house, lan, "account-password",
                    house_given(house, "account", "lan", "password", PASSWORD, "old_password", "mat khau cua lan", NULL));
    signs_in(house, "lan", PASSWORD, true);
    signs_in(house, "lan", "mat khau cua lan", false);
    struct node *other = house_given(house, "account", "mai", "password", PASSWORD, NULL);
    assert_int_equal(refused(house, lan, "account-password", other), FAILURE_DENIED);
}

#define IN_A_HOUSE(test) cmocka_unit_test_setup_teardown(test, house_setup, house_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_HOUSE(a_person_is_added_and_signs_in),
        IN_A_HOUSE(each_bad_person_is_told_why),
        IN_A_HOUSE(only_administrators_add_people),
        IN_A_HOUSE(an_administrator_stays_within_the_place),
        IN_A_HOUSE(roles_are_granted_on_organisations_for_days_that_make_sense),
        IN_A_HOUSE(a_locked_person_is_out_at_once),
        IN_A_HOUSE(nobody_locks_themselves_out),
        IN_A_HOUSE(ones_own_password_needs_the_old_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
