/* marked_sheet_test.c — a sheet comes back with its wrong cells marked, and is read again like the first time. */
#include "support/house/house.h"
#include "support/sheets/cells.h"
#include "work/intake/marked_sheet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const char SHEET[] = "UBND PHƯỜNG BỒ ĐỀ\n\nNgày,Nội dung,Hình thức,Số lượt người dự\n"
                            "8/9/2021,Rác,loudspeaker,12\n9/9/2021,Loa,loudspeaker,mười\n#N/A,Họp,meeting,3\n,Tổng cộng,,25\n";

static struct intake_request asking(struct test_house *house, struct text bytes)
{
    return (struct intake_request){.register_name = TEXT("outreach"), .unit = TEXT("00118.kv"), .file_name = TEXT("so.csv"), .bytes = bytes,
                                   .viewer = &house->owner, .dry_run = true};
}

static struct text marked(struct test_house *house, struct text sheet, struct intake_answer *answer)
{
    const struct intake_request ask = asking(house, sheet);
    struct failure why;
    struct text bytes = {0};
    if (!marked_sheet_make(house->instance, &ask, house->arena, answer, &bytes, &why))
        fail_msg("%s", why.text);
    return bytes;
}

static void wrong_cells_are_listed_and_stand_where_they_stood(void **state)
{
    struct test_house *house = *state;
    struct intake_answer answer;
    struct text said = workbook_said(house->arena, marked(house, text_of(SHEET), &answer));
    assert_int_equal(answer.problems.errors, 2);
    assert_true(text_starts(said, TEXT("Lỗi!A1=danvan · chỗ cần sửa|")));
    assert_true(text_contains(said, TEXT("=D5|")));
    assert_true(text_contains(said, TEXT("=A6|")));
    assert_true(text_contains(said, TEXT("Số lượt người dự: Số nguyên.")));
    assert_true(text_contains(said, TEXT("!D5=mười|")));
    assert_true(text_contains(said, TEXT("!A4=8/9/2021|")));
    assert_true(text_contains(said, TEXT("!A6=#N/A|")));
}

static void a_marked_sheet_is_read_like_the_first(void **state)
{
    struct test_house *house = *state;
    struct intake_answer first, again;
    struct text once = marked(house, text_of(SHEET), &first), twice = marked(house, once, &again);
    assert_true(twice.length > 0);
    assert_int_equal(again.problems.errors, first.problems.errors);
    assert_int_equal(again.rows, first.rows);
    assert_int_equal(again.counts.read, first.counts.read);
    assert_int_equal(again.counts.left_out[ROW_TOTAL], 1);
    assert_int_equal(house_figure(house, "outreach.sessions", "004", "2021-Q3").number.digits, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(wrong_cells_are_listed_and_stand_where_they_stood, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(a_marked_sheet_is_read_like_the_first, house_setup, house_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
