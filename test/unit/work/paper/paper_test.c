/* paper_test.c — a record becomes a paper: its fields, what is linked with it, gaps for what is not known; and for whom. */
#include "support/house/house.h"

#include "work/paper/desk.h"
#include "work/report/report.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct paper_request asked(struct test_house *house, const char *paper, int64_t record)
{
    return (struct paper_request){.paper = text_of(paper), .record = text_format(house->arena, "%lld", (long long)record),
                                  .viewer = &house->owner, .language = LANGUAGE_VI};
}

static struct document *made(struct test_house *house, const struct paper_request *ask)
{
    struct document *document;
    struct failure why;
    if (!paper_build(house->instance, ask, house->arena, &document, &why))
        fail_msg("%s", why.text);
    return document;
}

static struct text text_of_paper(struct test_house *house, const struct document *document)
{
    struct text bytes;
    struct failure why;
    if (!report_write(house->arena, document, REPORT_TEXT, &bytes, &why))
        fail_msg("%s", why.text);
    return bytes;
}

static void says(struct text text, const char *words)
{
    if (!text_contains(text, text_of(words)))
        fail_msg("“%s” is missing in:\n%.*s", words, TEXT_ARGS(text));
}

static void refuses(struct test_house *house, const struct paper_request *ask, enum failure_kind kind)
{
    struct document *document = NULL;
    struct failure why = {0};
    assert_false(paper_build(house->instance, ask, house->arena, &document, &why));
    assert_int_equal(why.kind, kind);
    assert_null(document);
}

static int64_t meeting(struct test_house *house)
{
    return house_write(house, "outreach", "004.mttq", "held_on", "20/08/2021", "topic", "Phân loại rác", "form", "meeting", "attendance",
                       "1500", NULL);
}

static void mission(struct test_house *house, int64_t session, const char *topic, const char *dossiers)
{
    struct node *given = house_write_given(house, "supervision", "004.mttq", "topic", topic, "form", "team", "worked_on", "30/08/2021",
                                           "dossiers", dossiers, "sessions",
                                           text_format(house->arena, "%lld", (long long)session).bytes, NULL);
    node_append(node_put(node_at(given, "fields"), "supervised", node_list(house->arena)), node_text(house->arena, TEXT("00136")));
    node_put(given, "state", node_text(house->arena, TEXT("under_way")));
    house_act(house, &house->owner, "record-write", given);
}

static void a_paper_says_what_the_record_and_its_links_hold(void **state)
{
    struct test_house *house = *state;
    int64_t session = meeting(house);
    mission(house, session, "Thu gom rác", "12");
    const struct paper_request ask = asked(house, "session-note", session);
    const struct document *document = made(house, &ask);
    struct text text = text_of_paper(house, document);
    says(text, "ngày 20 tháng 8 năm 2021 có 1.500 lượt người dự.");
    says(text, "Căn cứ Luật Mặt trận Tổ quốc Việt Nam");
    says(text, "Có 1 cuộc giám sát liên quan: 1) Thu gom rác, ngày 30/08/2021;");
    says(text, "NGƯỜI NHẬN");
    assert_true(text_is(document->head.type_name, "PHIẾU BÁO"));
    assert_true(text_is(document->head.subject, "Về buổi “Phân loại rác”"));
    assert_true(text_contains(document->head.number, TEXT("…/PB-")));
    assert_true(text_contains(document->head.place_and_date, TEXT("ngày … tháng … năm 2021")));
    assert_int_equal(document->head.recipients.count, 2);
    assert_int_equal(document->head.signature.titles.count, 0); /* both parties sign in the text */
}

static void what_is_not_known_is_a_gap(void **state)
{
    struct test_house *house = *state;
    int64_t session = meeting(house);
    mission(house, session, "Thu gom rác", "12");
    mission(house, session, "Thu gom rác", "3");
    mission(house, session, "Cây xanh", "4");
    struct paper_request ask = asked(house, "mission-letter", session);
    struct text text = text_of_paper(house, made(house, &ask));
    says(text, "Làm việc ngày 30 tháng 8 năm 2021: 12 hồ sơ. 3 hồ sơ."); /* both that bear that topic, and no other */
    assert_false(text_contains(text, TEXT("4 hồ sơ")));
    struct node *given = house_write_given(house, "supervision", "004.mttq", "topic", "Chưa làm", "form", "team", "sessions",
                                           text_format(house->arena, "%lld", (long long)session).bytes, NULL);
    int64_t planned = house_act(house, &house->owner, "record-write", given).record;
    ask.each = text_format(house->arena, "%lld", (long long)planned);
    says(text_of_paper(house, made(house, &ask)), "Làm việc ngày …… tháng …… năm ……: …… hồ sơ.");
}

static size_t offered(struct test_house *house, const struct viewer *viewer, int64_t number)
{
    struct failure why;
    struct connection *connection;
    if (!store_read_begin(instance_store(house->instance), &connection, &why))
        fail_msg("%s", why.text);
    const struct paper_desk desk = {.arena = house->arena, .house = house_now(house), .connection = connection, .viewer = viewer,
                                    .today = instance_today(house->instance)};
    struct node *list = node_list(house->arena);
    if (!paper_offer(&desk, house_read(house, "outreach", number), list, &why))
        fail_msg("%s", why.text);
    store_read_end(connection);
    return node_count(list);
}

static void papers_are_offered_in_their_state_to_who_works_on_the_record(void **state)
{
    struct test_house *house = *state;
    int64_t session = meeting(house), loud = house_write(house, "outreach", "004.mttq", "held_on", "05/07/2021", "topic", "Tiêm vắc-xin",
                                                         "form", "loudspeaker", NULL);
    mission(house, session, "Thu gom rác", "12");
    mission(house, session, "Cây xanh", "4");
    assert_int_equal(offered(house, &house->owner, session), 3); /* the note, and a letter for each topic */
    assert_int_equal(offered(house, &house->owner, loud), 0);
    const struct viewer *ward = house_person(house, "lan", ROLE_RECORDER, "00118.kv");
    assert_int_equal(offered(house, ward, session), 0);
    struct paper_request ask = asked(house, "session-note", session);
    ask.viewer = ward;
    refuses(house, &ask, FAILURE_DENIED);
    ask = asked(house, "session-note", loud);
    refuses(house, &ask, FAILURE_INVALID);
    ask = asked(house, "no-such-paper", session);
    refuses(house, &ask, FAILURE_NOT_FOUND);
    ask = asked(house, "mission-letter", loud);
    refuses(house, &ask, FAILURE_NOT_FOUND);
}

static void who_has_not_sent_a_period_is_reminded(void **state)
{
    struct test_house *house = *state;
    struct paper_request ask = {.paper = TEXT("period-reminder"), .unit = TEXT("004.bdv"), .period = TEXT("2021-Q3"),
                                .viewer = &house->owner};
    const struct document *document = made(house, &ask);
    assert_true(document->head.addressed_to.count > 0);
    assert_true(text_contains(document->head.subject, TEXT("quý III năm 2021")));
    ask.viewer = house_person(house, "lan", ROLE_RECORDER, "00118.kv");
    refuses(house, &ask, FAILURE_DENIED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_paper_says_what_the_record_and_its_links_hold, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(what_is_not_known_is_a_gap, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(papers_are_offered_in_their_state_to_who_works_on_the_record, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(who_has_not_sent_a_period_is_reminded, house_setup, house_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
