/* outline_test.c — an officer copies, moves, drops and adds parts of a report; figures are estimated until the period is over. */
#include "support/house/house.h"

#include "work/report/report.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const char *period_now = "2021-Q3";

static struct text printed(struct test_house *house, const char *period)
{
    const struct report_request ask = {.report = TEXT("quarterly-portal"), .unit = TEXT("004"), .period = text_of(period), .viewer = &house->owner};
    struct report_built built;
    struct text bytes;
    struct failure why;
    if (!report_build(house->instance, &ask, house->arena, &built, &why) || !report_write(house->arena, built.document, REPORT_TEXT, &bytes, &why))
        fail_msg("%s", why.text);
    return bytes;
}

static size_t place_of(struct text text, const char *words)
{
    struct text wanted = text_of(words);
    for (size_t i = 0; i + wanted.length <= text.length; i++)
        if (text_equal(text_part(text, i, wanted.length), wanted))
            return i + 1;
    return 0;
}

static void says(struct text text, const char *words)
{
    if (place_of(text, words) == 0)
        fail_msg("“%s” is missing in:\n%.*s", words, TEXT_ARGS(text));
}

static struct node *given(struct test_house *house, const char *change, const char *key, const char *value)
{
    return house_given(house, "report", "quarterly-portal", "unit", "004", "period", period_now, "change", change, key, value, NULL);
}

static void change(struct test_house *house, const char *word, const char *key, const char *value)
{
    (void)house_act(house, &house->owner, "outline-change", given(house, word, key, value));
}

static const char *refused(struct test_house *house, struct node *asked)
{
    struct act_answer answer;
    struct failure why;
    if (!house_try(house, &house->owner, "outline-change", asked, &answer, &why))
        fail_msg("%s", why.text);
    assert_int_not_equal(answer.problems.errors, 0);
    return answer.problems.items[0].code;
}

static void fill(struct test_house *house)
{
    house_write(house, "outreach", "00118.kv", "held_on", "05/07/2021", "topic", "Tiêm vắc-xin", "form", "loudspeaker", NULL);
    house_write(house, "outreach", "00118.kv", "held_on", "20/08/2021", "topic", "Phân loại rác", "form", "meeting", "attendance", "1500", NULL);
    (void)house_act(house, &house->owner, "draft-words",
                    house_given(house, "report", "quarterly-portal", "unit", "004", "period", "2021-Q3", "section", "assessment", "words", "Tình hình ổn định.", NULL));
}

static void parts_move_up_and_down_and_are_dropped_and_come_back(void **state)
{
    struct test_house *house = *state;
    fill(house);
    struct text text = printed(house, "2021-Q3");
    assert_true(place_of(text, "trong đó 1 hội nghị") < place_of(text, "Tình hình ổn định."));
    change(house, "up", "section", "assessment");
    text = printed(house, "2021-Q3");
    assert_true(place_of(text, "trong đó 1 hội nghị") > place_of(text, "Tình hình ổn định."));
    change(house, "down", "section", "assessment");
    text = printed(house, "2021-Q3");
    assert_true(place_of(text, "trong đó 1 hội nghị") < place_of(text, "Tình hình ổn định."));
    change(house, "drop", "section", "outreach");
    assert_int_equal(place_of(printed(house, "2021-Q3"), "trong đó 1 hội nghị"), 0);
    change(house, "bring-back", "section", "outreach");
    text = printed(house, "2021-Q3");
    assert_true(place_of(text, "trong đó 1 hội nghị") > 0 && place_of(text, "trong đó 1 hội nghị") < place_of(text, "Tình hình ổn định."));
    change(house, "drop", "section", "assessment");
    change(house, "reset", "section", "");
    says(printed(house, "2021-Q3"), "Tình hình ổn định.");
    assert_string_equal(refused(house, given(house, "drop", "section", "nowhere")), "act.unknown-section");
    assert_string_equal(refused(house, given(house, "up", "section", "heading-1")), "act.outline-end");
    assert_string_equal(refused(house, given(house, "turn", "section", "outreach")), "act.outline-change");
}

static struct node *part(struct test_house *house, const char *kind, const char *title, const char *figure)
{
    struct node *asked = given(house, "add", "kind", kind);
    node_put(asked, "title", node_text(house->arena, text_of(title)));
    node_put(asked, "figures", node_text(house->arena, text_of(figure)));
    return asked;
}

static void parts_of_ones_own_are_headings_words_sentences_and_tables(void **state)
{
    struct test_house *house = *state;
    fill(house);
    (void)house_act(house, &house->owner, "outline-change", part(house, "heading", "II. CHUYÊN ĐỀ", ""));
    (void)house_act(house, &house->owner, "outline-change", part(house, "figures", "", "outreach.sessions"));
    struct node *words = part(house, "words", "Bài học kinh nghiệm", ""), *chosen = node_list(house->arena);
    node_append(chosen, node_text(house->arena, TEXT("words")));
    node_put(words, "kind", chosen); /* as a page sends it */
    (void)house_act(house, &house->owner, "outline-change", words);
    (void)house_act(house, &house->owner, "outline-change", part(house, "table", "Bảng tuyên truyền", "outreach.attendances"));
    struct text text = printed(house, "2021-Q3");
    says(text, "II. CHUYÊN ĐỀ");
    says(text, "Số buổi tuyên truyền: 2 buổi.");
    says(text, "Bảng tuyên truyền");
    /* Words of one's own part are edited like the pack's. */
    (void)house_act(house, &house->owner, "draft-words",
                    house_given(house, "report", "quarterly-portal", "unit", "004", "period", "2021-Q3", "section", "own-3", "words", "Bám sát cơ sở.", NULL));
    says(printed(house, "2021-Q3"), "Bám sát cơ sở.");
    assert_string_equal(refused(house, part(house, "table", "Giờ", "outreach.hours_spent")), "act.unknown-figure"); /* not public */
    assert_string_equal(refused(house, part(house, "figures", "", "")), "act.outline-no-figures");
    assert_string_equal(refused(house, part(house, "heading", "", "")), "act.outline-title");
    assert_string_equal(refused(house, part(house, "poem", "Thơ", "")), "act.outline-kind");
}

static void a_heading_moves_with_what_stands_under_it(void **state)
{
    struct test_house *house = *state;
    fill(house);
    (void)house_act(house, &house->owner, "outline-change", part(house, "heading", "II. CHUYÊN ĐỀ", ""));
    (void)house_act(house, &house->owner, "outline-change", part(house, "figures", "", "outreach.sessions"));
    change(house, "up", "section", "own-1");
    struct text text = printed(house, "2021-Q3");
    assert_true(place_of(text, "Số buổi tuyên truyền: 2 buổi.") > place_of(text, "II. CHUYÊN ĐỀ"));
    assert_true(place_of(text, "Số buổi tuyên truyền: 2 buổi.") < place_of(text, "I. TÌNH HÌNH"));
    change(house, "down", "section", "own-1");
    text = printed(house, "2021-Q3");
    assert_true(place_of(text, "Tình hình ổn định.") < place_of(text, "II. CHUYÊN ĐỀ"));
}

static void the_last_periods_outline_is_copied(void **state)
{
    struct test_house *house = *state;
    fill(house);
    period_now = "2021-Q2";
    change(house, "drop", "section", "sessions-by-ward");
    (void)house_act(house, &house->owner, "outline-change", part(house, "heading", "II. CỦA QUÝ TRƯỚC", ""));
    (void)house_act(house, &house->owner, "outline-change", part(house, "figures", "", "outreach.attendances"));
    period_now = "2021-Q3";
    assert_int_equal(place_of(printed(house, "2021-Q3"), "II. CỦA QUÝ TRƯỚC"), 0);
    change(house, "copy", "from", "004 2021-Q2");
    struct text text = printed(house, "2021-Q3");
    says(text, "II. CỦA QUÝ TRƯỚC");
    says(text, "1.500");
    assert_int_equal(place_of(text, "Số buổi tuyên truyền theo phường"), 0);
    assert_string_equal(refused(house, given(house, "copy", "from", "004 2021-Q1")), "act.outline-no-copy");
    assert_string_equal(refused(house, given(house, "copy", "from", "00118 2021-Q2")), "act.outline-no-copy");
    assert_string_equal(refused(house, given(house, "copy", "from", "")), "act.outline-no-copy");
}

static void only_the_issuers_officer_changes_it(void **state)
{
    struct test_house *house = *state;
    const struct viewer *recorder = house_person(house, "recorder", ROLE_RECORDER, "004.bdv");
    const struct viewer *officer = house_person(house, "officer", ROLE_OFFICER, "004.bdv");
    struct act_answer answer;
    struct failure why = {0};
    assert_false(house_try(house, recorder, "outline-change", given(house, "drop", "section", "outreach"), &answer, &why));
    assert_int_equal(why.kind, FAILURE_DENIED);
    (void)house_act(house, officer, "outline-change", given(house, "drop", "section", "outreach"));
}

static struct node *estimated(struct test_house *house, const char *figure, const char *value)
{
    return house_given(house, "report", "quarterly-portal", "unit", "004", "period", "2021-Q3", "section", "outreach", "figure", figure, "value", value, NULL);
}

static const char *estimate_refused(struct test_house *house, struct node *asked)
{
    struct act_answer answer;
    struct failure why;
    if (!house_try(house, &house->owner, "figure-estimate", asked, &answer, &why))
        fail_msg("%s", why.text);
    assert_int_equal(answer.problems.errors, 1);
    return answer.problems.items[0].code;
}

static void an_estimate_stands_beside_its_number_until_the_period_is_over(void **state)
{
    struct test_house *house = *state;
    fill(house);
    (void)house_act(house, &house->owner, "figure-estimate", estimated(house, "outreach.attendances", "1.800"));
    struct text text = printed(house, "2021-Q3");
    says(text, "với 1.500 (ước 1.800) lượt người dự");
    says(text, "ước thực hiện đến ngày 30/09/2021");
    assert_string_equal(estimate_refused(house, estimated(house, "outreach.meeting_share", "50")), "act.unknown-figure");
    assert_string_equal(estimate_refused(house, estimated(house, "outreach.attendances", "nhiều")), "act.retype-value");
    house_at(house, 2021, 10, 8);
    text = printed(house, "2021-Q3");
    says(text, "với 1.500 lượt người dự");
    says(text, "Số ước đã thay bằng số thực hiện: Số lượt người dự (quý III năm 2021) ước 1.800, thực hiện 1.500.");
    says(printed(house, "2021-Q4"), "Số ước đã thay bằng số thực hiện");
    assert_string_equal(estimate_refused(house, estimated(house, "outreach.attendances", "1900")), "act.estimate-over");
    (void)house_act(house, &house->owner, "figure-estimate", estimated(house, "outreach.attendances", ""));
    assert_int_equal(place_of(printed(house, "2021-Q3"), "Số ước"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(parts_move_up_and_down_and_are_dropped_and_come_back, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(parts_of_ones_own_are_headings_words_sentences_and_tables, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(a_heading_moves_with_what_stands_under_it, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(the_last_periods_outline_is_copied, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(only_the_issuers_officer_changes_it, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(an_estimate_stands_beside_its_number_until_the_period_is_over, house_setup, house_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
