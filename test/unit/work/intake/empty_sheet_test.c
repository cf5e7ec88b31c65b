/* empty_sheet_test.c — a register's empty sheet says what its columns are, to people and to the program that reads it back. */
#include "support/house/house.h"
#include "support/sheets/cells.h"
#include "work/intake/empty_sheet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct text made_for(struct test_house *house, const struct viewer *viewer)
{
    struct failure why;
    struct text bytes;
    if (!empty_sheet_make(house->instance, TEXT("outreach"), viewer, house->arena, &bytes, &why))
        fail_msg("%s", why.text);
    return cells_read(house->arena, bytes);
}

static void one_organisation_needs_no_column_for_it(void **state)
{
    struct test_house *house = *state;
    struct text cells = made_for(house, house_person(house, "lan", ROLE_RECORDER, "00118.kv"));
    assert_true(text_contains(cells, TEXT("!A1=Ngày|")));
    assert_true(text_contains(cells, TEXT("~danvan!A1=danvan|~danvan!B1=outreach|~danvan!C1=")));
    assert_true(text_contains(cells, TEXT("~danvan!A2=held_on|~danvan!B2=topic|")));
    assert_true(text_contains(cells, TEXT("=state|")));
    assert_false(text_contains(cells, TEXT("=unit|")));
}

static void who_writes_for_several_chooses_among_them(void **state)
{
    struct test_house *house = *state;
    struct text cells = made_for(house, &house->owner);
    assert_true(text_contains(cells, TEXT("!A1=Đơn vị|")));
    assert_true(text_contains(cells, TEXT("~danvan!A2=unit|~danvan!B2=held_on|")));
}

/* Short lists stand in the rule of the column itself; those with a comma in them in a sheet of lists. */
static void choices_stand_ready(void **state)
{
    struct test_house *house = *state;
    assert_true(text_contains(made_for(house, &house->owner), TEXT("~danvan_lists!A1=Hội nghị, họp tổ dân phố|")));
}

static void who_may_not_write_gets_none(void **state)
{
    struct test_house *house = *state;
    struct failure why;
    struct text bytes;
    const struct viewer *clerk = house_person(house, "thu", ROLE_CLERK, "00118.kv");
    assert_false(empty_sheet_make(house->instance, TEXT("outreach"), clerk, house->arena, &bytes, &why));
    assert_int_equal(why.kind, FAILURE_DENIED);
    assert_false(empty_sheet_make(house->instance, TEXT("nothing"), &house->owner, house->arena, &bytes, &why));
    assert_int_equal(why.kind, FAILURE_NOT_FOUND);
}

static void the_version_is_that_of_the_definition(void **state)
{
    struct test_house *house = *state;
    const struct house *now = instance_house(house->instance);
    struct text version = empty_sheet_version(house->arena, now->definition);
    instance_release(house->instance, now);
    assert_int_equal(version.length, EMPTY_SHEET_VERSION);
    assert_true(text_contains(made_for(house, &house->owner), text_format(house->arena, "~danvan!C1=%.*s|", TEXT_ARGS(version))));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(one_organisation_needs_no_column_for_it, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(who_writes_for_several_chooses_among_them, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(choices_stand_ready, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(who_may_not_write_gets_none, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(the_version_is_that_of_the_definition, house_setup, house_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
