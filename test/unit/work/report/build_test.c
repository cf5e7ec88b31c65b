/* build_test.c — an outline becomes a document whose every number is bound; what is left out, warned of, published. */
#include "support/house/house.h"

#include "work/report/report.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void fill(struct test_house *house)
{
    house_write(house, "outreach", "00118.kv", "held_on", "05/07/2021", "topic", "Tiêm vắc-xin", "form", "loudspeaker", NULL);
    house_write(house, "outreach", "00118.kv", "held_on", "20/08/2021", "topic", "Phân loại rác", "form", "meeting", "attendance", "1500", NULL);
    house_write(house, "outreach", "00136.kv", "held_on", "02/09/2021", "topic", "Bầu tổ trưởng", "form", "meeting", "attendance", "40", NULL);
    house_write(house, "outreach", "00136.kv", "held_on", "01/05/2021", "topic", "Quý trước", "form", "loudspeaker", NULL);
    struct node *given = house_write_given(house, "supervision", "004.mttq", "topic", "Hỗ trợ người lao động", "form", "team", "worked_on",
                                           "30/08/2021", "reported_on", "05/09/2021", "dossiers", "12", NULL);
    struct node *wards = node_put(node_at(given, "fields"), "supervised", node_list(house->arena));
    node_append(wards, node_text(house->arena, TEXT("00136")));
    node_append(wards, node_text(house->arena, TEXT("00118")));
    node_put(given, "state", node_text(house->arena, TEXT("reported")));
    house_act(house, &house->owner, "record-write", given);
}

static struct report_built built_for(struct test_house *house, const struct viewer *viewer, enum language language, bool for_public)
{
    const struct report_request ask = {.report = TEXT("quarterly-portal"), .unit = TEXT("004"), .period = TEXT("2021-Q3"), .viewer = viewer,
                                       .language = language, .for_public = for_public};
    struct report_built built;
    struct failure why;
    if (!report_build(house->instance, &ask, house->arena, &built, &why))
        fail_msg("%s", why.text);
    return built;
}

static struct text written(struct test_house *house, const struct report_built *built, enum report_format format)
{
    struct text bytes;
    struct failure why;
    if (!report_write(house->arena, built->document, format, &bytes, &why))
        fail_msg("%s", why.text);
    return bytes;
}

static void says(struct text text, const char *words)
{
    if (!text_contains(text, text_of(words)))
        fail_msg("“%s” is missing in:\n%.*s", words, TEXT_ARGS(text));
}

static void does_not_say(struct text text, const char *words)
{
    if (text_contains(text, text_of(words)))
        fail_msg("“%s” should not stand in:\n%.*s", words, TEXT_ARGS(text));
}

static const struct node *figure_of(const struct node *figures, const char *name, const char *unit, const char *by)
{
    for (size_t i = 0; i < node_count(figures); i++) {
        const struct node *figure = figures->list.items[i];
        if (text_is(node_text_at(figure, "figure"), name) && text_is(node_text_at(figure, "unit"), unit) &&
            text_is(node_text_at(figure, "by"), by) && text_is(node_text_at(figure, "period"), "2021-Q3"))
            return figure;
    }
    fail_msg("%s of %s is not among the figures", name, unit);
    return NULL;
}

static bool warns(struct test_house *house, const struct node *warnings, const char *words)
{
    (void)house;
    for (size_t i = 0; i < node_count(warnings); i++)
        if (text_contains(node_text_at(warnings->list.items[i], "sentence"), text_of(words)))
            return true;
    return false;
}

static void the_quarter_is_told_in_figures(void **state)
{
    struct test_house *house = *state;
    fill(house);
    house_at(house, 2021, 10, 8);
    struct report_built built = built_for(house, &house->owner, LANGUAGE_VI, false);
    struct text text = written(house, &built, REPORT_TEXT);
    assert_true(text_is(built.document->title, "Kết quả công tác dân vận quý III năm 2021"));
    says(text, "tổ chức 1 cuộc giám sát tại 2 phường: Ngọc Thụy và Phúc Lợi, theo Nghị quyết số 403/2017/NQLT-UBTVQH14-CP-ĐCTUBTWMTTQVN "
               "ngày 15/6/2017 của Ủy ban Thường vụ Quốc hội");
    says(text, "Quận Long Biên tổ chức 3 buổi (quý trước: 1), trong đó 2 hội nghị, với 1.540 lượt người dự.");
    says(text, "Số liệu tính đến ngày 15/09/2021.");
    says(text, "Chưa báo cáo: Ngọc Thụy, Phúc Lợi và Sài Đồng.");
    assert_true(warns(house, built.warnings, "Chưa báo cáo: Ngọc Thụy"));
}

static void every_number_opens(void **state)
{
    struct test_house *house = *state;
    fill(house);
    struct report_built built = built_for(house, &house->owner, LANGUAGE_VI, false);
    struct text html = written(house, &built, REPORT_HTML);
    says(html, "<a class=\"figure\" href=\"/so-lieu/outreach.sessions?don-vi=004&amp;ky=2021-Q3\" data-figure=\"outreach.sessions\">3</a>");
    says(html, "href=\"/so-lieu/outreach.sessions?don-vi=004&amp;ky=2021-Q2\" data-figure=\"outreach.sessions\">1</a>");
    says(html, "href=\"/so-lieu/outreach.sessions?don-vi=004&amp;ky=2021-Q3&amp;theo=meeting\" data-figure=\"outreach.sessions\">2</a>");
    says(html, "href=\"/so-lieu/outreach.sessions?don-vi=00118&amp;ky=2021-Q3\" data-figure=\"outreach.sessions\">2</a>");
    const struct node *figure = figure_of(built.figures, "outreach.attendances", "004", "");
    assert_true(text_is(node_text_at(figure, "shown"), "1.540"));
    assert_int_equal(node_at(figure, "value")->number.digits, 1540);
}

static void no_sentence_stands_without_its_figure(void **state)
{
    struct test_house *house = *state;
    struct report_built built = built_for(house, &house->owner, LANGUAGE_VI, false);
    struct text text = written(house, &built, REPORT_TEXT);
    does_not_say(text, "cuộc giám sát tại");
    says(text, "tổ chức 0 buổi");
}

static void a_figure_left_out_is_not_printed(void **state)
{
    struct test_house *house = *state;
    fill(house);
    house_act(house, &house->owner, "draft-leave-out",
              house_given(house, "report", "quarterly-portal", "unit", "004", "period", "2021-Q3", "section", "outreach", "figure",
                          "outreach.attendances", "left_out", "yes", "note", "Đang đối chiếu lại", NULL));
    struct report_built built = built_for(house, &house->owner, LANGUAGE_VI, false);
    struct text text = written(house, &built, REPORT_TEXT);
    says(text, "với … lượt người dự.");
    assert_true(warns(house, built.warnings, "Một câu còn dấu"));
    house_act(house, &house->owner, "draft-leave-out",
              house_given(house, "report", "quarterly-portal", "unit", "004", "period", "2021-Q3", "section", "outreach", "figure",
                          "outreach.sessions", "left_out", "yes", "note", "Đang đối chiếu lại", NULL));
    built = built_for(house, &house->owner, LANGUAGE_VI, false);
    does_not_say(written(house, &built, REPORT_TEXT), "Quận Long Biên tổ chức");
    for (size_t i = 0; i < node_count(built.sections); i++)
        if (text_is(node_text_at(built.sections->list.items[i], "id"), "outreach")) {
            assert_int_equal(node_count(node_at(built.sections->list.items[i], "left_out")), 2);
            return;
        }
    fail_msg("the section is not told");
}

static void a_column_left_out_goes_too(void **state)
{
    struct test_house *house = *state;
    fill(house);
    struct report_built built = built_for(house, &house->owner, LANGUAGE_VI, false);
    says(written(house, &built, REPORT_TEXT), "Tỷ lệ hội nghị");
    house_act(house, &house->owner, "draft-leave-out",
              house_given(house, "report", "quarterly-portal", "unit", "004", "period", "2021-Q3", "section", "outreach-by-ward", "figure",
                          "outreach.meeting_share", "left_out", "yes", "note", "Chưa cần thiết", NULL));
    built = built_for(house, &house->owner, LANGUAGE_VI, false);
    does_not_say(written(house, &built, REPORT_TEXT), "Tỷ lệ hội nghị");
}

static void the_officers_words_are_marked_as_theirs(void **state)
{
    struct test_house *house = *state;
    house_act(house, &house->owner, "draft-words",
              house_given(house, "report", "quarterly-portal", "unit", "004", "period", "2021-Q3", "section", "assessment", "words",
                          "Nhân dân đồng thuận.\n\nThực hiện đúng Pháp lệnh thực hiện dân chủ số 34/2007/PL-UBTVQH11.", NULL));
    struct report_built built = built_for(house, &house->owner, LANGUAGE_VI, false);
    says(written(house, &built, REPORT_TEXT), "Nhận định của đơn vị: Nhân dân đồng thuận.");
    says(written(house, &built, REPORT_HTML), "<p class=\"opinion\"><em>Nhận định của đơn vị: </em>Nhân dân đồng thuận.</p>");
    assert_false(warns(house, built.warnings, "34/2007"));
}

static void a_citation_that_ended_is_told(void **state)
{
    struct test_house *house = *state;
    house_act(house, &house->owner, "draft-words",
              house_given(house, "report", "quarterly-portal", "unit", "004", "period", "2023-Q4", "section", "assessment", "words",
                          "Thực hiện Pháp lệnh số 34/2007/PL-UBTVQH11.", NULL));
    const struct report_request ask = {.report = TEXT("quarterly-portal"), .unit = TEXT("004"), .period = TEXT("2023-Q4"), .viewer = &house->owner};
    struct report_built built;
    struct failure why;
    assert_true(report_build(house->instance, &ask, house->arena, &built, &why));
    assert_true(warns(house, built.warnings, "(ngày cuối cùng là 30/6/2023) và được thay bằng “Luật Thực hiện dân chủ ở cơ sở số 10/2022/QH15"));
}

static void who_has_sent_is_not_chased(void **state)
{
    struct test_house *house = *state;
    house_act(house, &house->owner, "period-send", house_given(house, "unit", "00136.kv", "period", "2021-Q3", NULL));
    struct report_built built = built_for(house, &house->owner, LANGUAGE_EN, false);
    says(written(house, &built, REPORT_TEXT), "Not reported yet: Ngọc Thụy");
    does_not_say(written(house, &built, REPORT_TEXT), "Not reported yet: Ngọc Thụy, Phúc Lợi");
    assert_int_equal(node_count(built.not_sent), 2);
}

static void data_after_the_cut_off_are_named(void **state)
{
    struct test_house *house = *state;
    house_write(house, "outreach", "00118.kv", "held_on", "08/09/2021", "topic", "Trước chốt", "form", "loudspeaker", NULL);
    house_at(house, 2021, 10, 8);
    house_write(house, "outreach", "00118.kv", "held_on", "28/09/2021", "topic", "Sau chốt", "form", "loudspeaker", NULL);
    struct report_built built = built_for(house, &house->owner, LANGUAGE_VI, false);
    says(written(house, &built, REPORT_TEXT), "kể cả 1 mục ghi phát sinh sau khi chốt số liệu.");
}

static void the_paper_is_the_issuers(void **state)
{
    struct test_house *house = *state;
    house_at(house, 2021, 10, 5);
    struct report_built built = built_for(house, &house->owner, LANGUAGE_VI, false);
    const struct document_head *head = &built.document->head;
    assert_int_equal(head->layout, LAYOUT_PARTY);
    assert_true(text_is(head->superior, "QUẬN ỦY LONG BIÊN"));
    assert_true(text_is(head->issuer, "BAN DÂN VẬN"));
    assert_true(text_is(head->number, "Số …-BC/BDVQU"));
    assert_true(text_is(head->place_and_date, "Long Biên, ngày 05 tháng 10 năm 2021"));
    assert_true(text_is(*(struct text *)head->signature.titles.items[0], "TRƯỞNG BAN"));
    assert_true(text_is(*(struct text *)head->recipients.items[1], "Lưu."));
    assert_true(text_starts(written(house, &built, REPORT_DOCX), TEXT("PK")));
    assert_true(text_starts(written(house, &built, REPORT_JSON), TEXT("{")));
    does_not_say(written(house, &built, REPORT_FRAGMENT), "href");
}

/* A ward's bloc has no seal: its report leaves as the body it reports as (users.md C13). */
static void a_body_without_a_seal_leaves_as_another(void **state)
{
    struct test_house *house = *state;
    struct definition_source source = house_source(house->arena);
    source = house_source_changed(house->arena, source, "pack.yaml", "version: 1", "version: 2");
    source = house_source_changed(house->arena, source, "reports/quarterly-portal.yaml", "issued_by: commission", "issued_by: bloc");
    source = house_source_changed(house->arena, source, "reports/quarterly-portal.yaml", "for: [district]", "for: [ward]");
    source = house_source_changed(house->arena, source, "units.yaml", "Khối Dân vận phường Ngọc Thụy\"}, seal: no",
                                  "Khối Dân vận phường Ngọc Thụy\"}, seal: no, reports_as: \"00118.mttq\"");
    house_act(house, &house->owner, "upgrade", house_files_given(house->arena, source));
    const struct report_request ask = {.report = TEXT("quarterly-portal"), .unit = TEXT("00118"), .period = TEXT("2021-Q3"), .viewer = &house->owner};
    struct report_built built;
    struct failure why;
    assert_true(report_build(house->instance, &ask, house->arena, &built, &why));
    assert_int_equal(built.document->head.layout, LAYOUT_FRONT);
    assert_true(text_is(built.document->head.issuer, "Ủy ban MTTQ Việt Nam phường Ngọc Thụy"));
    assert_true(text_starts(built.document->head.place_and_date, TEXT("Ngọc Thụy, ngày 08 tháng 9")));
    assert_int_equal(node_count(built.not_sent), 0);
}

struct asked_by {
    const char *name, *unit;
    enum role role;
    bool may;
};

static const struct asked_by PEOPLE[] = {
    {"officer", "004.bdv", ROLE_OFFICER, true},        {"publisher", "004.bdv", ROLE_PUBLISHER, true},
    {"ward", "00118.kv", ROLE_RECORDER, false},        {"front", "004.mttq", ROLE_OFFICER, false},
    {"admin", "004.bdv", ROLE_ADMINISTRATOR, false},
};

static void drafts_are_for_those_who_work_on_them(void **state)
{
    struct test_house *house = *state;
    static const struct viewer nobody = {0};
    struct report_built built;
    struct failure why;
    struct report_request ask = {.report = TEXT("quarterly-portal"), .unit = TEXT("004"), .period = TEXT("2021-Q3"), .viewer = &nobody};
    assert_false(report_build(house->instance, &ask, house->arena, &built, &why));
    assert_int_equal(why.kind, FAILURE_DENIED);
    for (size_t i = 0; i < LENGTH_OF(PEOPLE); i++) {
        ask.viewer = house_person(house, PEOPLE[i].name, PEOPLE[i].role, PEOPLE[i].unit);
        assert_int_equal(report_build(house->instance, &ask, house->arena, &built, &why), PEOPLE[i].may);
    }
}

static void what_cannot_be_built_says_why(void **state)
{
    struct test_house *house = *state;
    static const struct { const char *report, *unit, *period; enum failure_kind kind; } CASES[] = {
        {"annual", "004", "2021-Q3", FAILURE_NOT_FOUND},
        {"quarterly-portal", "999", "2021-Q3", FAILURE_NOT_FOUND},
        {"quarterly-portal", "004", "2021-Q9", FAILURE_INVALID},
        {"quarterly-portal", "004", "2021-08", FAILURE_INVALID},
    };
    for (size_t i = 0; i < LENGTH_OF(CASES); i++) {
        const struct report_request ask = {.report = text_of(CASES[i].report), .unit = text_of(CASES[i].unit),
                                           .period = text_of(CASES[i].period), .viewer = &house->owner};
        struct report_built built;
        struct failure why;
        assert_false(report_build(house->instance, &ask, house->arena, &built, &why));
        assert_int_equal(why.kind, CASES[i].kind);
    }
}

static void a_publication_notes_each_ward(void **state)
{
    struct test_house *house = *state;
    fill(house);
    struct report_built built = built_for(house, &house->owner, LANGUAGE_VI, true);
    assert_true(text_is(node_text_at(figure_of(built.figures, "supervision.missions", "004", "team"), "shown"), "1"));
    const struct node *ward = figure_of(built.figures, "outreach.attendances", "00118", "");
    assert_true(text_is(node_text_at(ward, "shown"), "1.500"));
    assert_true(text_is(node_text_at(ward, "unit_name"), "Phường Ngọc Thụy"));
}

static void publishing_is_one_act(void **state)
{
    struct test_house *house = *state;
    fill(house);
    const struct report_request ask = {.report = TEXT("quarterly-portal"), .unit = TEXT("004"), .period = TEXT("2021-Q3"), .viewer = &house->owner};
    struct act_answer answer, again;
    struct failure why;
    assert_true(report_publish(house->instance, &ask, TEXT("once"), house->arena, &answer, &why));
    assert_int_equal(answer.problems.errors, 0);
    assert_true(answer.act > 0);
    assert_true(report_publish(house->instance, &ask, TEXT("once"), house->arena, &again, &why));
    assert_true(again.repeated);
    assert_int_equal(again.act, answer.act);
}

/* Last year has no records here: its number is the old report's, marked, with its paper. Where records are, they are counted. */
static void a_number_of_an_old_report_is_marked(void **state)
{
    static const char *const OLD[][3] = {{"004", "2020-Q3", "1512"}, {"00118", "2020-Q3", "77"}, {"004", "2021-Q2", "9999"}};
    struct test_house *house = *state;
    fill(house);
    for (size_t i = 0; i < LENGTH_OF(OLD); i++)
        (void)house_act(house, &house->owner, "figure-retype",
                        house_given(house, "figure", "outreach.sessions", "unit", OLD[i][0], "period", OLD[i][1], "value", OLD[i][2],
                                    "paper_number", "45-BC/BDVQU", "paper_day", "20/09/2020", "paper_name", "Báo cáo quý III", NULL));
    struct report_built built = built_for(house, &house->owner, LANGUAGE_VI, true);
    struct text text = written(house, &built, REPORT_TEXT);
    says(text, "1.512*");
    says(text, "77*");
    says(text, "* Số liệu nhập lại từ báo cáo cũ, không có mục ghi: Báo cáo quý III số 45-BC/BDVQU ngày 20/09/2020.");
    does_not_say(text, "9.999");
    const struct node *ward = figure_of(built.figures, "outreach.sessions", "00118", "");
    assert_true(text_is(node_text_at(node_at(ward, "last_year_retyped"), "number"), "45-BC/BDVQU"));
    assert_null(node_at(ward, "previous_retyped"));
    assert_null(node_at(ward, "retyped"));
}

#define IN_A_HOUSE(test) cmocka_unit_test_setup_teardown(test, house_setup, house_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_HOUSE(the_quarter_is_told_in_figures),
        IN_A_HOUSE(every_number_opens),
        IN_A_HOUSE(no_sentence_stands_without_its_figure),
        IN_A_HOUSE(a_figure_left_out_is_not_printed),
        IN_A_HOUSE(a_column_left_out_goes_too),
        IN_A_HOUSE(the_officers_words_are_marked_as_theirs),
        IN_A_HOUSE(a_citation_that_ended_is_told),
        IN_A_HOUSE(who_has_sent_is_not_chased),
        IN_A_HOUSE(data_after_the_cut_off_are_named),
        IN_A_HOUSE(the_paper_is_the_issuers),
        IN_A_HOUSE(a_body_without_a_seal_leaves_as_another),
        IN_A_HOUSE(drafts_are_for_those_who_work_on_them),
        IN_A_HOUSE(what_cannot_be_built_says_why),
        IN_A_HOUSE(a_publication_notes_each_ward),
        IN_A_HOUSE(a_number_of_an_old_report_is_marked),
        IN_A_HOUSE(publishing_is_one_act),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
