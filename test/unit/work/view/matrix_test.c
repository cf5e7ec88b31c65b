/* matrix_test.c — which ward keeps which time limit: words, colours, and the figure behind each cell. */
#include "unit/work/view/looking.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void write_mission(struct test_house *house, const char *worked, const char *reported)
{
    struct node *given = house_write_given(house, "supervision", "00118.mttq", "topic", "Hỗ trợ người lao động", "form", "team", "worked_on", worked,
                                           "reported_on", reported, "dossiers", "12", NULL);
    node_put(given, "state", node_text(house->arena, TEXT("reported")));
    assert_true(house_act(house, &house->owner, "record-write", given).record > 0);
}

/* The cell of a limit for a ward; NULL when there is no such row or column. */
static const struct node *cell_of(const struct node *page, const char *ward, const char *limit)
{
    const struct node *heads = look_at(page, "heads"), *rows = look_at(page, "rows");
    for (size_t r = 0; r < node_count(rows); r++)
        for (size_t c = 0; text_is(look_text(rows->list.items[r], "unit.code"), ward) && c < node_count(heads); c++)
            if (text_is(look_text(heads->list.items[c], "title"), limit))
                return look_at(rows->list.items[r], "cells")->list.items[c];
    return NULL;
}

static void a_late_report_is_red_in_its_ward_and_nothing_is_said_of_the_others(void **state)
{
    struct test_house *house = *state;
    const char *limit = "Đoàn giám sát gửi báo cáo kết quả";
    const struct viewer *officer = house_person(house, "officer", ROLE_OFFICER, "004.mttq");
    write_mission(house, "10/08/2021", "01/09/2021");
    const struct node *page = look(house, officer, "matrix", "ky", "2021-Q3", NULL);
    const struct node *late = cell_of(page, "00118", limit), *other = cell_of(page, "00136", limit);
    assert_true(late && text_is(look_text(late, "colour"), "red") && text_is(look_text(late, "words"), "1 chậm"));
    assert_true(text_starts(look_text(late, "href"), TEXT("/so-lieu/supervision.reports_late?don-vi=00118")));
    assert_true(other && look_text(other, "colour").length == 0);
}

static void a_limit_of_which_nothing_is_there_has_no_column_and_the_page_is_for_those_who_report(void **state)
{
    struct test_house *house = *state;
    static const struct viewer nobody = {0};
    const struct viewer *officer = house_person(house, "officer", ROLE_OFFICER, "004.mttq");
    assert_int_equal(node_count(look_at(look(house, officer, "matrix", "ky", "2021-Q3", NULL), "heads")), 0);
    assert_int_equal(look_kind(house, &nobody, "matrix", "ky", "2021-Q3", NULL), FAILURE_DENIED);
}

#define IN_A_HOUSE(test) cmocka_unit_test_setup_teardown(test, house_setup, house_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_HOUSE(a_late_report_is_red_in_its_ward_and_nothing_is_said_of_the_others),
        IN_A_HOUSE(a_limit_of_which_nothing_is_there_has_no_column_and_the_page_is_for_those_who_report),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
