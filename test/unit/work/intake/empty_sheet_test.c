/* empty_sheet_test.c — a register's empty sheet says what its columns are, to people and to the program that reads it back. */
#include "support/house/house.h"
#include "support/sheets/cells.h"
#include "engine/codec/xlsx_write.h"
#include "work/intake/empty_sheet.h"
#include "work/intake/intake.h"

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
    return workbook_said(house->arena, bytes);
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

/* As a person leaves it: texts picked from the lists, a day typed where the cell had lost its format. */
static struct text filled(struct arena *arena)
{
    static const struct xlsx_column COLUMNS[] = {
        {.title = TEXT_ENTRY("Đơn vị")}, {.title = TEXT_ENTRY("Ngày")}, {.title = TEXT_ENTRY("Nội dung")}, {.title = TEXT_ENTRY("Hình thức")}, {.title = TEXT_ENTRY("Trạng thái")}};
    const struct value row[] = {value_text(TEXT("Khối Dân vận phường Phúc Lợi")), value_whole(44447), value_text(TEXT("Rác")),
                                value_text(TEXT("Đến từng nhà")), value_text(TEXT("Đã ghi"))};
    const struct value first[] = {value_text(TEXT("danvan")), value_text(TEXT("outreach")), value_text(TEXT("0123456789abcdef"))};
    const struct value names[] = {value_text(TEXT("unit")), value_text(TEXT("held_on")), value_text(TEXT("topic")), value_text(TEXT("form")),
                                  value_text(TEXT("state"))};
    struct xlsx_writer *CLOSING(xlsx_writer) writer = NULL;
    struct failure why;
    struct text bytes;
    assert_true(xlsx_writer_open(arena, &writer, &why));
    xlsx_writer_sheet(writer, &(struct xlsx_sheet){.name = TEXT("Sổ"), .columns = COLUMNS, .column_count = LENGTH_OF(COLUMNS)});
    xlsx_writer_row(writer, row, LENGTH_OF(row));
    xlsx_writer_sheet(writer, &(struct xlsx_sheet){.name = TEXT(EMPTY_SHEET_MARK), .columns = COLUMNS, .column_count = LENGTH_OF(COLUMNS),
                                                   .hidden = true, .bare = true});
    xlsx_writer_row(writer, first, LENGTH_OF(first));
    xlsx_writer_row(writer, names, LENGTH_OF(names));
    assert_true(xlsx_writer_done(writer, arena, &bytes, &why));
    return bytes;
}

static void what_was_filled_in_becomes_a_record(void **state)
{
    struct test_house *house = *state;
    const struct intake_request ask = {.register_name = TEXT("outreach"), .file_name = TEXT("so.xlsx"), .bytes = filled(house->arena),
                                       .viewer = &house->owner};
    struct intake_answer answer;
    struct failure why;
    if (!intake_import(house->instance, &ask, house->arena, &answer, &why))
        fail_msg("%s", why.text);
    assert_int_equal(answer.problems.errors, 0);
    assert_int_equal(answer.kept, 1);
    assert_int_equal(house_figure(house, "outreach.sessions", "00136", "2021-Q3").number.digits, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(one_organisation_needs_no_column_for_it, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(who_writes_for_several_chooses_among_them, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(choices_stand_ready, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(what_was_filled_in_becomes_a_record, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(who_may_not_write_gets_none, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(the_version_is_that_of_the_definition, house_setup, house_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
