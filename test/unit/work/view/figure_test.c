/* figure_test.c — the page of one number, the drafts and the published pages it stands in. */
#include "unit/work/view/looking.h"

#include "work/report/report.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const struct viewer NOBODY = {0};

static void write_session(struct test_house *house, const char *unit, const char *day, const char *form)
{
    house_write(house, "outreach", unit, "held_on", day, "topic", "Phân loại rác", "form", form, "attendance", "20", NULL);
}

static void fill(struct test_house *house)
{
    write_session(house, "00118.kv", "05/07/2021", "loudspeaker");
    write_session(house, "00118.kv", "20/08/2021", "meeting");
    write_session(house, "00136.kv", "02/09/2021", "meeting");
    write_session(house, "00136.kv", "01/05/2021", "loudspeaker");
}

static int64_t publish(struct test_house *house)
{
    const struct report_request ask = {.report = TEXT("quarterly-portal"), .unit = TEXT("004"), .period = TEXT("2021-Q3"), .viewer = &house->owner};
    struct act_answer answer;
    struct failure why;
    if (!report_publish(house->instance, &ask, (struct text){0}, house->arena, &answer, &why))
        fail_msg("%s", why.text);
    assert_int_equal(answer.problems.errors, 0);
    return answer.act;
}

static const struct node *figure(struct test_house *house, const struct viewer *viewer, const char *name, const char *unit)
{
    return look(house, viewer, "figure", "figure", name, "don-vi", unit, "ky", "2021-Q3", NULL);
}

static void a_number_says_what_it_counts_and_stands_beside_others(void **state)
{
    struct test_house *house = *state;
    fill(house);
    const struct node *page = figure(house, &NOBODY, "outreach.sessions", "004");
    assert_true(text_is(look_text(page, "number.shown"), "3"));
    assert_true(text_is(look_text(page, "counts"), "Đếm số mục ghi của sổ “Tuyên truyền, vận động” trong kỳ."));
    assert_true(text_is(look_text(page, "register.note"), "Mỗi buổi ghi một mục."));
    assert_true(text_is(look_text(page, "unit.name"), "Quận Long Biên"));
    assert_true(text_is(look_text(page, "period.begin.shown"), "01/07/2021"));
    assert_true(text_is(look_text(look_at(page, "beside")->list.items[0], "number.shown"), "1"));
    assert_true(text_is(look_text(page, "not_sent.names"), "Ngọc Thụy, Phúc Lợi và Sài Đồng"));
    assert_int_equal(node_count(look_at(page, "places.rows")), 3);
    assert_true(text_contains(look_text(page, "places.chart_html"), TEXT("<svg")));
    assert_int_equal(node_count(look_at(page, "parts")), 2);
    assert_true(look_truth(page, "records_closed"));
}

static void a_condition_is_said_in_the_registers_words(void **state)
{
    struct test_house *house = *state;
    const struct node *page = figure(house, &house->owner, "supervision.missions", "004");
    assert_true(text_is(look_text(page, "condition"), "trạng thái thuộc (“Đang giám sát”, “Đã báo cáo”)"));
    page = figure(house, &house->owner, "outreach.meetings", "004");
    assert_string_equal(look_text(page, "condition").bytes, "“Hình thức” là “Hội nghị, họp tổ dân phố”");
    page = figure(house, &house->owner, "supervision.units_supervised", "004");
    assert_true(text_is(look_text(page, "condition"), "trạng thái khác “Theo kế hoạch” và trạng thái khác “Đã hủy”"));
}

static void what_is_not_live_is_shown_as_published(void **state)
{
    struct test_house *house = *state;
    fill(house);
    const struct viewer *officer = house_person(house, "officer", ROLE_OFFICER, "004.bdv");
    const struct node *page = figure(house, &NOBODY, "outreach.meeting_share", "004");
    assert_true(look_truth(page, "not_published"));
    assert_null(look_at(page, "number"));
    (void)publish(house);
    write_session(house, "00118.kv", "07/09/2021", "loudspeaker");
    page = figure(house, &NOBODY, "outreach.meeting_share", "004");
    assert_true(text_is(look_text(page, "number.shown"), "66,7"));
    assert_true(text_contains(look_text(page, "published.title"), TEXT("quý III năm 2021")));
    assert_int_equal(node_count(look_at(page, "places.rows")), 3);
    assert_true(text_is(look_text(figure(house, officer, "outreach.meeting_share", "004"), "number.shown"), "50,0"));
    assert_true(text_is(look_text(figure(house, &NOBODY, "outreach.sessions", "004"), "number.shown"), "4"));
}

/* What an address gives for its last key. */
static const char *last_of(const struct node *page, const char *path)
{
    struct text rest = look_text(page, path), part = {0};
    while (text_next(&rest, '=', &part))
        ;
    return part.bytes; /* to the end of the address, which ends with a zero */
}

static void the_sum_of_the_list_is_the_number(void **state)
{
    struct test_house *house = *state;
    for (int i = 0; i < 60; i++)
        write_session(house, i % 3 == 0 ? "00136.kv" : "00118.kv", i % 2 ? "20/08/2021" : "01/09/2021", "meeting");
    const struct viewer *officer = house_person(house, "officer", ROLE_OFFICER, "004.bdv");
    const struct node *page = figure(house, officer, "outreach.attendances", "004");
    assert_true(text_is(look_text(page, "number.shown"), "1.200"));
    assert_true(text_is(look_text(page, "records.sum.shown"), "1.200"));
    assert_int_equal(node_count(look_at(page, "records.rows")), 50);
    assert_true(text_is(look_text(look_at(page, "records.rows")->list.items[0], "day.value"), "2021-09-01"));
    assert_true(text_is(look_text(look_at(page, "records.rows")->list.items[0], "name"), "Phân loại rác"));
    assert_non_null(look_at(page, "records.pages.next"));
    page = look(house, officer, "figure", "figure", "outreach.attendances", "don-vi", "004", "ky", "2021-Q3", "sau",
                last_of(page, "records.pages.next"), NULL);
    assert_int_equal(node_count(look_at(page, "records.rows")), 10);
    assert_true(text_is(look_text(page, "records.pages.first.shown"), "51"));
    assert_true(text_is(look_text(page, "records.pages.last.shown"), "60"));
    assert_null(look_at(page, "records.pages.next"));
    page = look(house, officer, "figure", "figure", "outreach.attendances", "don-vi", "004", "ky", "2021-Q3", "truoc",
                last_of(page, "records.pages.previous"), NULL);
    assert_int_equal(node_count(look_at(page, "records.rows")), 50);
    assert_true(text_is(look_text(page, "records.pages.first.shown"), "1"));
    page = look(house, officer, "figure", "figure", "outreach.attendances", "don-vi", "004", "ky", "2021-Q3", "xep", "ngay-cu", "tu",
                "21/08/2021", NULL);
    assert_true(text_is(look_text(page, "records.sum.shown"), "600"));
    assert_true(text_is(look_text(look_at(page, "records.rows")->list.items[0], "day.value"), "2021-09-01"));
    page = look(house, officer, "figure", "figure", "outreach.attendances", "don-vi", "004", "ky", "2021-Q3", "phuong", "00136", NULL);
    assert_int_equal(node_count(look_at(page, "records.rows")), 20);
    assert_true(text_is(look_text(page, "records.sum.shown"), "400"));
}

static void a_breakdown_opens_by_itself(void **state)
{
    struct test_house *house = *state;
    fill(house);
    const struct node *page = look(house, &house->owner, "figure", "figure", "outreach.sessions", "don-vi", "004", "ky", "2021-Q3", "theo",
                                   "meeting", NULL);
    assert_true(text_is(look_text(page, "number.shown"), "2"));
    assert_true(text_is(look_text(page, "by_title"), "Hội nghị, họp tổ dân phố"));
    assert_int_equal(node_count(look_at(page, "records.rows")), 2);
}

static void what_cannot_be_found_says_so(void **state)
{
    struct test_house *house = *state;
    static const struct { const char *figure, *unit, *period; enum failure_kind kind; } CASES[] = {
        {"outreach.nothing", "004", "2021-Q3", FAILURE_NOT_FOUND},
        {"outreach.sessions", "999", "2021-Q3", FAILURE_NOT_FOUND},
        {"outreach.sessions", "004", "mai", FAILURE_INVALID},
        {"donation.received", "004", "2021-Q3", FAILURE_DENIED},
        {"outreach.groups", "004", "2021-Q3", FAILURE_DENIED},
    };
    for (size_t i = 0; i < LENGTH_OF(CASES); i++)
        assert_int_equal(look_kind(house, &NOBODY, "figure", "figure", CASES[i].figure, "don-vi", CASES[i].unit, "ky", CASES[i].period, NULL),
                         CASES[i].kind);
}

/* ---- published pages ---- */

static void the_front_page_is_the_newest_result(void **state)
{
    struct test_house *house = *state;
    fill(house);
    assert_true(look_truth(look(house, &NOBODY, "front", "path", "/", NULL), "nothing_yet"));
    (void)publish(house);
    int64_t act = publish(house);
    const struct node *page = look(house, &NOBODY, "front", "path", "/", NULL);
    assert_int_equal(look_at(page, "newest.act")->number.digits, act);
    assert_true(text_is(look_text(page, "newest.title"), "Kết quả công tác dân vận quý III năm 2021"));
    assert_true(text_contains(look_text(page, "newest.html"), TEXT("data-figure=\"outreach.sessions\"")));
    assert_int_equal(node_count(look_at(page, "earlier")), 1);
    const char *number = text_format(house->arena, "%lld", (long long)act).bytes;
    assert_true(text_contains(look_text(look(house, &NOBODY, "published", "act", number, NULL), "text"), TEXT("Quận Long Biên tổ chức 3")));
    assert_int_equal(look_kind(house, &NOBODY, "published", "act", "7777", NULL), FAILURE_NOT_FOUND);
    struct viewer english = {.language = LANGUAGE_EN};
    assert_true(text_is(look_text(look(house, &english, "front", "path", "/", NULL), "newest.title"),
                        "Results of people-facing work, third quarter of 2021"));
}

/* ---- drafts and periods ---- */

static void a_draft_offers_what_its_reader_may_do(void **state)
{
    struct test_house *house = *state;
    fill(house);
    const struct viewer *officer = house_person(house, "officer", ROLE_OFFICER, "004.bdv");
    const struct viewer *publisher = house_person(house, "publisher", ROLE_PUBLISHER, "004.bdv");
    const struct viewer *ward = house_person(house, "ward", ROLE_RECORDER, "00118.kv");
    const struct node *page = look(house, officer, "draft", "report", "quarterly-portal", "unit", "004", "period", "2021-Q3", NULL);
    assert_true(look_truth(page, "may_edit"));
    assert_false(look_truth(page, "may_publish"));
    assert_true(look_truth(page, "has_warnings"));
    assert_int_equal(node_count(look_at(page, "sections")), 6);
    assert_int_equal(node_count(look_at(page, "downloads")), 5);
    page = look(house, publisher, "draft", "report", "quarterly-portal", "unit", "004", "period", "2021-Q3", NULL);
    assert_false(look_truth(page, "may_edit"));
    assert_true(look_truth(page, "may_publish"));
    assert_int_equal(look_kind(house, ward, "draft", "report", "quarterly-portal", "unit", "004", "period", "2021-Q3", NULL), FAILURE_DENIED);
    assert_int_equal(look_kind(house, &NOBODY, "draft", "report", "quarterly-portal", "unit", "004", "period", "2021-Q3", NULL), FAILURE_DENIED);
}

static void a_ward_sends_its_own_period(void **state)
{
    struct test_house *house = *state;
    fill(house);
    const struct viewer *ward = house_person(house, "ward", ROLE_RECORDER, "00118.kv");
    const struct viewer *officer = house_person(house, "officer", ROLE_OFFICER, "004.bdv");
    const struct node *page = look(house, ward, "periods", "ky", "2021-Q3", NULL);
    assert_int_equal(node_count(look_at(page, "own")), 1);
    assert_true(look_truth(look_at(page, "own")->list.items[0], "may_send"));
    assert_false(look_truth(page, "has_drafts"));
    (void)house_act(house, ward, "period-send", house_given(house, "unit", "00118.kv", "period", "2021-Q3", NULL));
    page = look(house, officer, "periods", "ky", "2021-Q3", NULL);
    assert_true(text_is(look_text(page, "sent.shown"), "1"));
    assert_true(text_is(look_text(page, "expected.shown"), "3"));
    assert_true(text_is(look_text(page, "not_sent.names"), "Phúc Lợi và Sài Đồng"));
    assert_true(text_is(look_text(look_at(page, "drafts")->list.items[0], "href"), "/du-thao/quarterly-portal/004/2021-Q3"));
    assert_int_equal(look_kind(house, &NOBODY, "periods", "ky", "2021-Q3", NULL), FAILURE_DENIED);
}

static void the_frame_knows_who_is_there(void **state)
{
    struct test_house *house = *state;
    const struct viewer *ward = house_person(house, "ward", ROLE_RECORDER, "00118.kv");
    struct node *given = house_given(house, "path", "/so/outreach/moi", NULL), *frame;
    struct failure why;
    assert_true(view_frame(house->instance, &(struct view_request){.viewer = ward, .given = given}, house->arena, &frame, &why));
    assert_true(look_truth(frame, "signed_in"));
    assert_true(text_is(look_text(frame, "place"), "Quận Long Biên"));
    assert_true(text_is(look_text(frame, "acting_for.code"), "00118.kv"));
    assert_int_equal(node_count(look_at(frame, "menu")), 5);
    assert_true(look_truth(look_at(frame, "menu")->list.items[2], "here"));
    assert_true(view_frame(house->instance, &(struct view_request){.viewer = &NOBODY}, house->arena, &frame, &why));
    assert_false(look_truth(frame, "signed_in"));
    assert_int_equal(node_count(look_at(frame, "menu")), 3);
}

static void type_in(struct test_house *house, const char *unit, const char *period, const char *value)
{
    (void)house_act(house, &house->owner, "figure-retype",
                    house_given(house, "figure", "outreach.sessions", "unit", unit, "period", period, "value", value, "paper_number",
                                "45-BC/BDVQU", "paper_day", "20/09/2020", "paper_name", "Báo cáo quý III", NULL));
}

/* For want of records the old report's number stands beside, marked, and opens to its paper; records win where they are. */
static void an_old_reports_number_stands_in_only_for_want_of_records(void **state)
{
    struct test_house *house = *state;
    fill(house);
    type_in(house, "004", "2020-Q3", "15");
    type_in(house, "004", "2021-Q2", "9");
    const struct node *page = figure(house, &house->owner, "outreach.sessions", "004");
    const struct node *previous = look_at(page, "beside")->list.items[0], *last_year = look_at(page, "beside")->list.items[1];
    assert_true(text_is(look_text(previous, "number.shown"), "1"));
    assert_false(look_truth(previous, "retyped"));
    assert_true(text_is(look_text(last_year, "number.shown"), "15"));
    assert_true(look_truth(last_year, "retyped"));
    page = look(house, &house->owner, "figure", "figure", "outreach.sessions", "don-vi", "004", "ky", "2020-Q3", NULL);
    assert_true(text_is(look_text(page, "number.shown"), "15"));
    assert_true(look_truth(page, "retyped.stands"));
    assert_true(text_is(look_text(page, "retyped.paper.number"), "45-BC/BDVQU"));
    assert_true(look_text(page, "retyped.who").length > 0);
    page = look(house, &house->owner, "figure", "figure", "outreach.sessions", "don-vi", "004", "ky", "2021-Q2", NULL);
    assert_true(text_is(look_text(page, "number.shown"), "1"));
    assert_false(look_truth(page, "retyped.stands"));
    assert_true(text_is(look_text(page, "retyped.number.shown"), "9"));
    assert_true(text_is(look_text(page, "retyped.difference.shown"), "-8"));
    /* A live number is shown to anybody, who typed it in is not. */
    page = look(house, &NOBODY, "figure", "figure", "outreach.sessions", "don-vi", "004", "ky", "2020-Q3", NULL);
    assert_true(text_is(look_text(page, "number.shown"), "15"));
    assert_int_equal(look_text(page, "retyped.who").length, 0);
    assert_int_equal(look_kind(house, &NOBODY, "figure-retype", "figure", "outreach.sessions", "don-vi", "004", "ky", "2020-Q3", NULL), FAILURE_DENIED);
}

static void the_form_of_an_old_number_offers_what_is_there(void **state)
{
    struct test_house *house = *state;
    const struct node *page = look(house, &house->owner, "figure", "figure", "outreach.sessions", "don-vi", "004", "ky", "2020-Q3", NULL);
    assert_true(text_contains(look_text(page, "retype_href"), TEXT("/so-lieu/outreach.sessions/nhap-lai?don-vi=004&ky=2020-Q3")));
    page = look(house, &house->owner, "figure-retype", "figure", "outreach.sessions", "don-vi", "004", "ky", "2020-Q3", NULL);
    assert_int_equal(node_count(look_at(page, "fields")), 4);
    type_in(house, "004", "2020-Q3", "1512");
    page = look(house, &house->owner, "figure-retype", "figure", "outreach.sessions", "don-vi", "004", "ky", "2020-Q3", NULL);
    assert_int_equal(node_count(look_at(page, "fields")), 5);
    assert_true(text_is(look_text(look_at(page, "fields")->list.items[0], "value"), "1.512"));
    page = look(house, &house->owner, "figure-retype-withdraw", "figure", "outreach.sessions", "don-vi", "004", "ky", "2020-Q3", NULL);
    assert_true(text_is(look_text(page, "act"), "figure-retype-withdraw"));
}

#define IN_A_HOUSE(test) cmocka_unit_test_setup_teardown(test, house_setup, house_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_HOUSE(a_number_says_what_it_counts_and_stands_beside_others),
        IN_A_HOUSE(an_old_reports_number_stands_in_only_for_want_of_records),
        IN_A_HOUSE(the_form_of_an_old_number_offers_what_is_there),
        IN_A_HOUSE(a_condition_is_said_in_the_registers_words),
        IN_A_HOUSE(what_is_not_live_is_shown_as_published),
        IN_A_HOUSE(the_sum_of_the_list_is_the_number),
        IN_A_HOUSE(a_breakdown_opens_by_itself),
        IN_A_HOUSE(what_cannot_be_found_says_so),
        IN_A_HOUSE(the_front_page_is_the_newest_result),
        IN_A_HOUSE(a_draft_offers_what_its_reader_may_do),
        IN_A_HOUSE(a_ward_sends_its_own_period),
        IN_A_HOUSE(the_frame_knows_who_is_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
