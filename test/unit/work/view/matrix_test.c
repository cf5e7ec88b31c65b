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

static void post_plan(struct test_house *house, const char *front, const char *posted, const char *planned, const char *taken_down)
{
    (void)house_write(house, "supervision", front, "topic", "Hỗ trợ người lao động", "form", "team", "worked_on", posted, "posted_on", posted,
                      "planned_for", planned, "taken_down", taken_down, NULL);
}

static const char FRONTS[] = "  - {code: \"00136.mttq\", kind: front, in: \"00136\", under: \"004.mttq\", name: {vi: \"MTTQ phường Phúc Lợi\"}}\n"
                             "  - {code: \"00142.mttq\", kind: front, in: \"00142\", under: \"004.mttq\", name: {vi: \"MTTQ phường Sài Đồng\"}}\n"
                             "successors:\n";

/* Thirty days, the first not counted; today is 08/09/2021. The wards: one that ended early, one that means to, one that runs. */
static void days_that_are_missing_or_to_come_are_told_before_the_last_day(void **state)
{
    static const struct {
        const char *front, *posted, *planned, *taken_down;
    } POSTED[] = {
        {"00118.mttq", "01/09/2021", "", ""},           /* until 01/10/2021, in the next quarter */
        {"00118.mttq", "01/07/2021", "", ""},           /* has lasted */
        {"00136.mttq", "01/08/2021", "", "20/08/2021"}, /* instead of 31/08/2021 */
        {"00136.mttq", "03/09/2021", "", "06/09/2021"}, /* instead of 03/10/2021 */
        {"00136.mttq", "02/09/2021", "", ""},
        {"00142.mttq", "01/09/2021", "20/09/2021", ""},
        {"00142.mttq", "02/09/2021", "02/10/2021", ""},
    };
    static const struct {
        const char *ward, *colour, *words, *note, *href;
    } WANT[] = {
        {"00118", "blue", "Còn 23 ngày phải niêm yết nữa", "", "/muc-ghi/supervision/"},
        {"00136", "red", "2 lượt thiếu ngày, nhiều nhất 27 ngày", "Còn 24 ngày phải niêm yết nữa", "/so-lieu/supervision.posted_short?don-vi=00136&ky=2021-Q3"},
        {"00142", "orange", "Sẽ thiếu 11 ngày: dự kiến gỡ 20/09/2021", "Còn 24 ngày phải niêm yết nữa", "/so/supervision?don-vi=00142"},
    };
    struct test_house *house = *state;
    struct definition_source source =
        house_source_changed(house->arena, house_source(house->arena), "registers/supervision.yaml", "stops: taken_down}", "stops: taken_down, planned: planned_for}");
    source = house_source_changed(house->arena, source, "deadlines.yaml", "{vi: \"Niêm yết kế hoạch\"}, days", "{vi: \"Niêm yết kế hoạch\"}, at_least: yes, days");
    source = house_source_changed(house->arena, source, "units.yaml", "successors:\n", FRONTS);
    source = house_source_changed(house->arena, source, "pack.yaml", "version: 1", "version: 2");
    (void)house_act(house, &house->owner, "upgrade", house_files_given(house->arena, source));
    for (size_t i = 0; i < LENGTH_OF(POSTED); i++)
        post_plan(house, POSTED[i].front, POSTED[i].posted, POSTED[i].planned, POSTED[i].taken_down);
    const struct node *page = look(house, &house->owner, "matrix", "ky", "2021-Q3", NULL);
    for (size_t i = 0; i < LENGTH_OF(WANT); i++) {
        const struct node *cell = cell_of(page, WANT[i].ward, "Niêm yết kế hoạch");
        assert_non_null(cell);
        const struct node *notes = look_at(cell, "notes");
        assert_string_equal(look_text(cell, "words").bytes, WANT[i].words);
        assert_string_equal(look_text(cell, "colour").bytes, WANT[i].colour);
        assert_true(text_starts(look_text(cell, "href"), text_of(WANT[i].href)));
        assert_int_equal(node_count(notes), *WANT[i].note ? 1 : 0);
        if (*WANT[i].note)
            assert_string_equal(look_text(notes->list.items[0], "words").bytes, WANT[i].note);
    }
    page = look(house, &house->owner, "matrix", "ky", "2021-Q2", NULL); /* nothing ends there, and today is not in it */
    assert_null(cell_of(page, "00118", "Niêm yết kế hoạch"));
}

#define IN_A_HOUSE(test) cmocka_unit_test_setup_teardown(test, house_setup, house_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_HOUSE(a_late_report_is_red_in_its_ward_and_nothing_is_said_of_the_others),
        IN_A_HOUSE(days_that_are_missing_or_to_come_are_told_before_the_last_day),
        IN_A_HOUSE(a_limit_of_which_nothing_is_there_has_no_column_and_the_page_is_for_those_who_report),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
