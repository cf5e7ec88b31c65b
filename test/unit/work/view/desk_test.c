/*
 * desk_test.c — the reception desk with the packs we ship: steps of a petition, who opens what, who receives.
 *
 * The sentences of docs/definitions.md on `handled_by` and `discreet`, and the demands they come from: a signed paper and an
 * identity check before acceptance; figures on denunciations for the receiving body alone; who receives is asked first.
 */
#include "unit/work/view/looking.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define DOSSIER "12/2021"

static const struct viewer *reception(struct test_house *house, const char *unit)
{
    return house_person(house, "tiepdan", ROLE_RECEPTION, unit);
}

static int64_t write(struct test_house *house, const struct viewer *viewer, struct node *given)
{
    return house_act(house, viewer, "record-write", given).record;
}

static int64_t write_petition(struct test_house *house, const struct viewer *viewer, const char *unit, const char *day, const char *signed_)
{
    return write(house, viewer, house_write_given(house, "petition", unit, "received_on", day, "came_by", "post", "signed", signed_, "subject",
                                                  "Thu hồi đất làm đường", NULL));
}

static struct node *step(struct test_house *house, const char *register_, int64_t record, const char *act, struct node *fields)
{
    struct node *given = house_change_given(house, register_, record);
    node_put(given, "act", node_text(house->arena, text_of(act)));
    if (fields)
        node_put(given, "fields", fields);
    return given;
}

static void take(struct test_house *house, const struct viewer *viewer, int64_t record, const char *act, struct node *fields)
{
    (void)house_act(house, viewer, "record-move", step(house, "petition", record, act, fields));
}

static void classify(struct test_house *house, const struct viewer *viewer, int64_t record, const char *day)
{
    take(house, viewer, record, "classify", house_given(house, "classified_on", day, "kind", "complaint", "area", "land", "fit", "yes",
                                                       "competent", "yes", NULL));
}

static void accept_fails(struct test_house *house, const struct viewer *leader, int64_t record, const char *code, enum failure_kind kind)
{
    struct act_answer answer;
    struct failure why = {0};
    struct node *given = step(house, "petition", record, "accept",
                              house_given(house, "accepted_on", "07/09/2021", "accepted_by", "41/TB-UBND", "instance", "first", NULL));
    bool done = house_try(house, leader, "record-move", given, &answer, &why);
    if (code) {
        assert_true(done && answer.problems.errors == 1);
        assert_string_equal(answer.problems.items[0].code, code);
    } else {
        assert_false(done);
        assert_int_equal(why.kind, kind);
    }
}

static void a_complaint_is_accepted_only_signed_and_after_an_identity_check(void **state)
{
    struct test_house *house = *state;
    const struct viewer *desk = reception(house, "004.ubnd"), *leader = house_person(house, "lanhdao", ROLE_APPROVER, "004.ubnd");
    int64_t record = write_petition(house, desk, "004.ubnd", "01/09/2021", "none");
    classify(house, desk, record, "02/09/2021");
    accept_fails(house, leader, record, NULL, FAILURE_CONFLICT); /* the check is a step of its own */
    take(house, desk, record, "check_identity", house_given(house, "identity_checked_on", "03/09/2021", NULL));
    accept_fails(house, leader, record, "record.check", FAILURE_NONE); /* not signed */
    struct node *mended = house_change_given(house, "petition", record);
    node_put(mended, "fields", house_given(house, "signed", "fingerprint", NULL));
    node_put(mended, "reason", node_text(house->arena, TEXT("Người nộp đã điểm chỉ tại bàn tiếp dân")));
    (void)house_act(house, desk, "record-correct", mended);
    take(house, leader, record, "accept", house_given(house, "accepted_on", "07/09/2021", "accepted_by", "41/TB-UBND", "instance", "first", NULL));
    assert_true(text_is(house_read(house, "petition", record)->state, "accepted"));
}

static void a_petition_begins_at_its_beginning(void **state)
{
    struct test_house *house = *state;
    const struct viewer *desk = reception(house, "004.ubnd");
    struct act_answer answer;
    struct failure why = {0};
    struct node *given = house_write_given(house, "petition", "004.ubnd", "received_on", "01/09/2021", "came_by", "post", "signed", "signature",
                                           "subject", "Thu hồi đất", "kind", "complaint", "identity_checked_on", "02/09/2021", "accepted_on",
                                           "03/09/2021", "accepted_by", "41/TB", "instance", "first", NULL);
    node_put(given, "state", node_text(house->arena, TEXT("accepted")));
    assert_true(house_try(house, desk, "record-write", given, &answer, &why));
    assert_int_equal(answer.problems.errors, 1);
    assert_string_equal(answer.problems.items[0].code, "act.state-by-steps");
}

/* The field of a form, by its name; NULL when it is not asked. */
static const struct node *field_of(const struct node *page, const char *name)
{
    const struct node *fields = look_at(page, "fields");
    for (size_t i = 0; i < node_count(fields); i++)
        if (text_is(node_text_at(fields->list.items[i], "name"), name))
            return fields->list.items[i];
    return NULL;
}

static void a_form_asks_what_is_known_on_that_day_and_a_copy_brings_nothing_that_came_later(void **state)
{
    struct test_house *house = *state;
    const struct viewer *desk = reception(house, "004.ubnd");
    int64_t record = write_petition(house, desk, "004.ubnd", "01/09/2021", "signature");
    classify(house, desk, record, "02/09/2021");
    struct node *answered = house_change_given(house, "petition", record);
    node_put(answered, "fields", house_given(house, "reply_on", "06/09/2021", NULL));
    node_put(answered, "reason", node_text(house->arena, TEXT("Đã có văn bản phúc đáp")));
    (void)house_act(house, desk, "record-correct", answered);
    const char *number = text_format(house->arena, "%lld", (long long)record).bytes;
    static const struct { const char *view; bool later, subject; } PAGES[] = {
        {"record-form", false, false}, {"record-copy", false, true}, {"record-correct", true, true}};
    for (size_t i = 0; i < LENGTH_OF(PAGES); i++) {
        const struct node *page = i == 0 ? look(house, desk, "record-form", "register", "petition", NULL)
                                         : look(house, desk, PAGES[i].view, "register", "petition", "record", number, NULL);
        const struct node *subject = field_of(page, "f.subject");
        assert_non_null(subject);
        assert_int_equal(look_text(subject, "value").length > 0, PAGES[i].subject);
        assert_int_equal(field_of(page, "f.reply_on") != NULL, PAGES[i].later);
        assert_int_equal(field_of(page, "f.classified_on") != NULL, PAGES[i].later);
        assert_null(field_of(page, "f.accepted_on"));
    }
}

/* What the desk says of the one limit: its due day in machine form, or nothing while it rests. */
static struct text due_of(struct test_house *house, const struct viewer *viewer, int64_t record, const char *law)
{
    const char *number = text_format(house->arena, "%lld", (long long)record).bytes;
    const struct node *list = look_at(look(house, viewer, "record", "register", "petition", "record", number, NULL), "deadlines");
    for (size_t i = 0; i < node_count(list); i++)
        if (text_contains(node_text_at(list->list.items[i], "law"), text_of(law)))
            return look_text(list->list.items[i], "due.value");
    return (struct text){0};
}

static struct node *extension(struct test_house *house, const char *day, const char *days)
{
    return house_given(house, "complex", "yes", "extended_on", day, "extended_days", days, "extended_why", "Nhiều thửa đất", NULL);
}

/* At its field, with the article. */
static void extension_fails(struct test_house *house, const struct viewer *leader, int64_t record, const char *days, const char *code, const char *field)
{
    struct act_answer answer;
    struct failure why;
    assert_true(house_try(house, leader, "record-move", step(house, "petition", record, "extend", extension(house, "10/09/2026", days)), &answer, &why));
    assert_int_equal(answer.problems.errors, 1);
    assert_string_equal(answer.problems.items[0].code, code);
    assert_true(text_is(answer.problems.items[0].place.field, field));
    assert_true(text_contains(problem_sentence(house->arena, &answer.problems.items[0], LANGUAGE_VI), TEXT("Điều 28")));
}

static void a_complaint_waiting_for_papers_rests_until_it_is_continued(void **state)
{
    struct test_house *house = *state;
    house_at(house, 2026, 10, 20);
    const struct viewer *desk = reception(house, "01.ubnd"), *leader = house_person(house, "lanhdao", ROLE_APPROVER, "01.ubnd");
    int64_t record = write_petition(house, desk, "01.ubnd", "03/08/2026", "signature");
    assert_true(text_is(due_of(house, desk, record, "Điều 10"), "2026-08-12")); /* 7 working days */
    classify(house, desk, record, "04/08/2026");
    take(house, desk, record, "check_identity", house_given(house, "identity_checked_on", "04/08/2026", NULL));
    take(house, leader, record, "accept", house_given(house, "accepted_on", "05/08/2026", "accepted_by", "1/TB", "instance", "first", NULL));
    assert_true(text_is(due_of(house, desk, record, "Điều 28"), "2026-09-04"));
    take(house, leader, record, "ask_papers", house_given(house, "asked_on", "15/08/2026", "asked_for", "Bản đo vẽ", NULL));
    assert_int_equal(due_of(house, desk, record, "Điều 28").length, 0);
    take(house, leader, record, "go_on", house_given(house, "continued_on", "01/09/2026", NULL));
    assert_true(text_is(due_of(house, desk, record, "Điều 28"), "2026-09-21")); /* 10 of 30 days were used */
    extension_fails(house, leader, record, "20", "record.extension-long", "extended_days");
    take(house, leader, record, "extend", extension(house, "10/09/2026", "15"));
    assert_true(text_is(due_of(house, desk, record, "Điều 28"), "2026-10-06"));
    extension_fails(house, leader, record, "5", "record.extension-often", "extended_on");
}

static void what_ran_out_is_not_extended(void **state)
{
    struct test_house *house = *state;
    const struct viewer *desk = reception(house, "004.ubnd"), *leader = house_person(house, "lanhdao", ROLE_APPROVER, "004.ubnd");
    int64_t record = write_petition(house, desk, "004.ubnd", "01/06/2021", "signature");
    classify(house, desk, record, "02/06/2021");
    take(house, desk, record, "check_identity", house_given(house, "identity_checked_on", "02/06/2021", NULL));
    take(house, leader, record, "accept", house_given(house, "accepted_on", "07/06/2021", "accepted_by", "1/TB", "instance", "first", NULL));
    struct act_answer answer;
    struct failure why;
    assert_true(house_try(house, leader, "record-move", step(house, "petition", record, "extend", extension(house, "08/07/2021", "5")), &answer, &why));
    assert_string_equal(answer.problems.items[0].code, "record.extension-late");
    take(house, leader, record, "extend", extension(house, "07/07/2021", "5")); /* on its last day */
    assert_true(text_is(due_of(house, desk, record, "Điều 28"), "2021-07-12"));
}

/* ---- what comes next ---- */

static struct text expected_of(const struct node *page)
{
    const struct node *moves = look_at(page, "moves");
    for (size_t i = 0; i < node_count(moves); i++)
        if (look_truth(moves->list.items[i], "expected"))
            return node_text_at(moves->list.items[i], "title");
    return (struct text){0};
}

static void the_page_says_the_next_step_first_and_whom_it_waits_for(void **state)
{
    struct test_house *house = *state;
    const struct viewer *desk = reception(house, "004.ubnd"), *leader = house_person(house, "lanhdao", ROLE_APPROVER, "004.ubnd");
    int64_t record = write_petition(house, desk, "004.ubnd", "01/09/2021", "signature");
    const char *number = text_format(house->arena, "%lld", (long long)record).bytes;
    assert_true(text_is(expected_of(look(house, desk, "record", "register", "petition", "record", number, NULL)), "Phân loại đơn"));
    classify(house, desk, record, "02/09/2021");
    assert_true(text_is(expected_of(look(house, desk, "record", "register", "petition", "record", number, NULL)), "Kiểm tra nhân thân"));
    take(house, desk, record, "check_identity", house_given(house, "identity_checked_on", "03/09/2021", NULL));
    const struct node *page = look(house, desk, "record", "register", "petition", "record", number, NULL);
    assert_int_equal(expected_of(page).length, 0);
    assert_true(look_truth(page, "has_next"));
    assert_int_equal(node_count(look_at(page, "waits")), 1);
    assert_true(text_is(look_text(look_at(page, "waits")->list.items[0], "who"), "Người duyệt"));
    page = look(house, leader, "record", "register", "petition", "record", number, NULL);
    assert_true(text_is(expected_of(page), "Thụ lý"));
    assert_true(text_is(look_text(page, "nearest.due.value"), "2021-09-13")); /* 11/09 is a Saturday */
}

/* ---- who opens what ---- */

static int64_t write_closed(struct test_house *house, const struct viewer *desk)
{
    return write(house, desk, house_write_given(house, "closed_petition", "004.ubnd", "received_on", "01/09/2021", "book_number", DOSSIER, "came_by",
                                                "post", "about", "duty", "signed", "signature", NULL));
}

static const struct {
    const char *name, *unit;
    enum role role;
} OTHERS[] = {
    {"bandanvan", "004.bdv", ROLE_OFFICER}, {"mattran", "004.mttq", ROLE_OFFICER},   {"thanhpho", "01.ubnd", ROLE_RECEPTION},
    {"phuong", "00139.ubnd", ROLE_RECEPTION}, {"ghiso", "004.ubnd", ROLE_RECORDER}, {"chuyenvien", "004.ubnd", ROLE_OFFICER},
    {"quantri2", "004.ubnd", ROLE_ADMINISTRATOR},
};

static void is_closed_to(struct test_house *house, const struct viewer *viewer, const char *who, const char *register_, const char *number)
{
    if (look_kind(house, viewer, "record", "register", register_, "record", number, NULL) == FAILURE_NONE)
        fail_msg("%s opens a record of %s", who, register_);
    if (look_kind(house, viewer, "entries", "register", register_, NULL) == FAILURE_NONE &&
        node_count(look_at(look(house, viewer, "entries", "register", register_, NULL), "rows")) > 0)
        fail_msg("%s lists %s", who, register_);
}

static void petitions_are_opened_by_those_who_handle_them_alone(void **state)
{
    struct test_house *house = *state;
    const struct viewer *desk = reception(house, "004.ubnd");
    const char *petition = text_format(house->arena, "%lld", (long long)write_petition(house, desk, "004.ubnd", "01/09/2021", "signature")).bytes;
    const char *closed = text_format(house->arena, "%lld", (long long)write_closed(house, desk)).bytes;
    for (size_t i = 0; i < LENGTH_OF(OTHERS); i++) {
        const struct viewer *viewer = house_person(house, OTHERS[i].name, OTHERS[i].role, OTHERS[i].unit);
        is_closed_to(house, viewer, OTHERS[i].name, "petition", petition);
        is_closed_to(house, viewer, OTHERS[i].name, "closed_petition", closed);
    }
    is_closed_to(house, &house->owner, "the folder's owner", "petition", petition);
    is_closed_to(house, &house->owner, "the folder's owner", "closed_petition", closed);
    assert_int_equal(look_kind(house, desk, "record", "register", "petition", "record", petition, NULL), FAILURE_NONE);
    assert_int_equal(look_kind(house, desk, "record", "register", "closed_petition", "record", closed, NULL), FAILURE_NONE);
}

static enum failure_kind figure_kind_of(struct test_house *house, const struct viewer *viewer, const char *unit)
{
    return look_kind(house, viewer, "figure", "figure", "closed_petition.received", "don-vi", unit, "ky", "2021-Q3", NULL);
}

static void figures_on_denunciations_are_the_receiving_bodys_alone(void **state)
{
    static const char *const PLACES[] = {"01", "004", "00139"};
    static const struct viewer nobody = {0};
    struct test_house *house = *state;
    const struct viewer *desk = reception(house, "004.ubnd");
    (void)write_closed(house, desk);
    assert_int_equal(figure_kind_of(house, desk, "004.ubnd"), FAILURE_NONE);
    for (size_t p = 0; p < LENGTH_OF(PLACES); p++)
        assert_int_equal(figure_kind_of(house, desk, PLACES[p]), FAILURE_DENIED);
    for (size_t i = 0; i < LENGTH_OF(OTHERS); i++) {
        const struct viewer *viewer = house_person(house, OTHERS[i].name, OTHERS[i].role, OTHERS[i].unit);
        for (size_t p = 0; p < LENGTH_OF(PLACES); p++)
            assert_int_not_equal(figure_kind_of(house, viewer, PLACES[p]), FAILURE_NONE);
        assert_int_not_equal(figure_kind_of(house, viewer, "004.ubnd"), FAILURE_NONE);
    }
    assert_int_not_equal(figure_kind_of(house, &house->owner, "004.ubnd"), FAILURE_NONE);
    assert_int_not_equal(figure_kind_of(house, &nobody, "004.ubnd"), FAILURE_NONE);
}

static void denunciations_stand_nowhere_but_on_their_own_pages(void **state)
{
    struct test_house *house = *state;
    const struct viewer *desk = reception(house, "004.ubnd");
    (void)write_closed(house, desk);
    struct text today = look_all(house, look(house, desk, "today", "path", "/", NULL));
    struct text table = look_all(house, look(house, desk, "desk", "path", "/", NULL));
    assert_false(text_contains(today, TEXT(DOSSIER)) || text_contains(today, TEXT("closed_petition")));
    assert_false(text_contains(table, TEXT(DOSSIER)));
    const struct viewer *other = house_person(house, "bandanvan", ROLE_OFFICER, "004.bdv");
    struct text registers = look_all(house, look(house, other, "registers", "path", "/", NULL));
    assert_false(text_contains(registers, TEXT("closed_petition")));
    struct act_answer answer;
    struct failure why = {0};
    struct node *sheet = house_given(house, "register", "closed_petition", "unit", "004.ubnd", "file_name", "so.xlsx", NULL);
    assert_false(house_try(house, desk, "import-open", sheet, &answer, &why)); /* never in bulk */
    assert_int_equal(why.kind, FAILURE_DENIED);
}

/* ---- the end of their years ---- */

static struct node *dispose_given(struct test_house *house, const char *register_, int64_t record)
{
    struct node *given = house_given(house, "register", register_, "unit", "01.ubnd", "decision", "12/QĐ-UBND", "decided_on", "01/09/2021", "council",
                                     "Chánh Văn phòng, văn thư", NULL);
    node_put(given, "records", node_whole(house->arena, record));
    return given;
}

/* Of the book and of what is kept close too; nobody else who handles them. */
static void the_clerk_disposes_of_what_the_desk_kept_long_enough(void **state)
{
    struct test_house *house = *state;
    const struct viewer *desk = reception(house, "01.ubnd"), *clerk = house_person(house, "vanthu", ROLE_CLERK, "01.ubnd");
    struct node *const written[] = {
        house_write_given(house, "reception_entry", "01.ubnd", "received_on", "01/06/1999", "gist", "Ngõ ngập", "class", "suggestion", "people", "1", NULL),
        house_write_given(house, "closed_petition", "01.ubnd", "received_on", "01/06/1999", "book_number", "3/1999", "came_by", "post", "about", "duty",
                          "signed", "signature", NULL),
        house_write_given(house, "petition", "01.ubnd", "received_on", "01/06/1999", "came_by", "post", "signed", "signature", "subject", "Ngõ ngập", NULL)};
    static const char *const REGISTERS[] = {"reception_entry", "closed_petition", "petition"};
    for (size_t i = 0; i < LENGTH_OF(REGISTERS); i++) {
        int64_t record = write(house, desk, written[i]);
        struct act_answer answer;
        struct failure why;
        assert_false(house_try(house, desk, "record-dispose", dispose_given(house, REGISTERS[i], record), &answer, &why));
        assert_int_equal(why.kind, FAILURE_DENIED);
        assert_true(house_act(house, clerk, "record-dispose", dispose_given(house, REGISTERS[i], record)).act > 0);
    }
}

/* ---- who receives ---- */

static void who_receives_is_never_where_the_person_works(void **state)
{
    static const struct {
        const char *works, *about, *body; /* body NULL: an office outside, at an address */
    } ASKED[] = {
        {"00139.ubnd", "duty", "004.ubnd"}, {"00139.ubnd", "other_law", "004.ubnd"}, {"004.ubnd", "duty", "01.ubnd"}, {"01.ubnd", "duty", NULL},
        {"00139.mttq", "duty", NULL},       {"00139.ubnd", "party", NULL},           {"", "duty", NULL},
    };
    struct test_house *house = *state;
    const struct viewer *desk = reception(house, "004.ubnd");
    for (size_t i = 0; i < LENGTH_OF(ASKED); i++) {
        const struct node *page = look_sent(house, desk, "receiver", house_given(house, "noi", ASKED[i].works, "viec", ASKED[i].about, NULL));
        struct text body = look_text(page, "answer.body.code");
        assert_true(ASKED[i].body ? text_is(body, ASKED[i].body) : body.length == 0);
        assert_false(body.length > 0 && text_is(body, ASKED[i].works));
        assert_true(ASKED[i].body || look_text(page, "answer.address").length > 0);
        assert_true(look_truth(page, "answer.here") == (ASKED[i].body && strcmp(ASKED[i].body, "004.ubnd") == 0));
    }
}

/* ---- matters, and parts of a mixed petition ---- */

static const struct node *page_of(struct test_house *house, const struct viewer *viewer, const char *view, int64_t record)
{
    return look(house, viewer, view, "register", "petition", "record", text_format(house->arena, "%lld", (long long)record).bytes, NULL);
}

static int64_t write_about(struct test_house *house, const struct viewer *viewer, const char *day, const char *subject, const char *place)
{
    return write(house, viewer, house_write_given(house, "petition", "004.ubnd", "received_on", day, "came_by", "post", "signed", "signature",
                                                  "subject", subject, "place", place, NULL));
}

/* By content, place and day, among what the same body received: never by who sent it (users.md C9). */
static void a_petition_is_shown_what_may_be_the_same_matter(void **state)
{
    struct test_house *house = *state;
    const struct viewer *desk = reception(house, "004.ubnd");
    int64_t matter = write(house, desk, house_write_given(house, "petition_matter", "004.ubnd", "opened_on", "01/06/2021", "subject",
                                                          "Mốc giới thu hồi đất làm đường, dự án số 1", "area", "land", "place", "00139", "instance",
                                                          "first", NULL));
    int64_t earlier = write_about(house, desk, "02/08/2021", "Khiếu nại mốc giới thu hồi đất làm đường, dự án số 1", "00139");
    (void)write_about(house, desk, "03/08/2021", "Khiếu nại mốc giới thu hồi đất làm đường, dự án số 2", "00139");
    (void)write_about(house, desk, "03/08/2021", "Khiếu nại mốc giới thu hồi đất làm đường, dự án số 1", "00118");
    (void)write_about(house, desk, "03/08/2021", "Đề nghị nạo vét cống", "00139");
    (void)write_about(house, desk, "03/08/2019", "Khiếu nại mốc giới thu hồi đất làm đường, dự án số 1", "00139");
    int64_t record = write_about(house, desk, "06/09/2021", "Mốc giới thu hồi đất làm đường, dự án số 1", "00139");
    const struct node *similar = look_at(page_of(house, desk, "record", record), "similar");
    assert_int_equal(node_count(similar), 2);
    assert_int_equal(node_at(similar->list.items[0], "record")->number.digits, matter);
    assert_int_equal(node_at(similar->list.items[1], "record")->number.digits, earlier);
    assert_true(text_ends(node_text_at(similar->list.items[0], "join_href"), text_format(house->arena, "/vu-viec?vao=%lld", (long long)matter)));
    assert_int_equal(node_text_at(similar->list.items[1], "join_href").length, 0);
    struct node *joined = house_change_given(house, "petition", record);
    node_put(joined, "fields", house_given(house, "matter", text_format(house->arena, "%lld", (long long)matter).bytes, NULL));
    node_put(joined, "reason", node_text(house->arena, TEXT("Cùng một vụ việc")));
    (void)house_act(house, desk, "record-correct", joined);
    assert_int_equal(node_count(look_at(page_of(house, desk, "record", record), "similar")), 0);
    const struct viewer *leader = house_person(house, "lanhdao", ROLE_APPROVER, "004.ubnd");
    assert_int_equal(node_count(look_at(page_of(house, leader, "record", earlier), "similar")), 0); /* whoever enters them is asked */
}

static struct text field_value(const struct node *page, const char *name)
{
    const struct node *fields = look_at(page, "fields");
    for (size_t i = 0; i < node_count(fields); i++)
        if (text_is(node_text_at(fields->list.items[i], "name"), name))
            return node_text_at(fields->list.items[i], "value");
    return (struct text){0};
}

static void a_part_of_a_mixed_petition_begins_with_what_both_have(void **state)
{
    struct test_house *house = *state;
    const struct viewer *desk = reception(house, "004.ubnd");
    int64_t record = write_about(house, desk, "02/09/2021", "Đề nghị hỗ trợ và khiếu nại việc xác nhận", "00139");
    const struct node *form = page_of(house, desk, "record-split", record);
    assert_true(text_is(field_value(form, "f.received_on"), "02/09/2021"));
    assert_true(text_equal(field_value(form, "f.part_of"), text_format(house->arena, "%lld", (long long)record)));
    assert_int_equal(field_value(form, "f.subject").length, 0);
    assert_true(look_truth(page_of(house, desk, "record", record), "may_split"));
    const struct viewer *other = house_person(house, "tiepdanbode", ROLE_RECEPTION, "00139.ubnd");
    const char *number = text_format(house->arena, "%lld", (long long)record).bytes;
    assert_int_equal(look_kind(house, other, "record-split", "register", "petition", "record", number, NULL), FAILURE_DENIED);
    assert_int_equal(look_kind(house, desk, "record-split", "register", "petition_matter", "record", number, NULL), FAILURE_NOT_FOUND);
}

/* ---- the desk and the book ---- */

static void the_desk_counts_the_days_the_head_sat(void **state)
{
    struct test_house *house = *state;
    house_at(house, 2021, 10, 8);
    const struct viewer *desk = reception(house, "00139.ubnd");
    int64_t held = write(house, desk, house_write_given(house, "reception_day", "00139.ubnd", "planned_for", "28/09/2021", "kind", "periodic", NULL));
    (void)house_act(house, desk, "record-move",
                    step(house, "reception_day", held, "hold",
                         house_given(house, "mode", "in_person", "sat", "head", "turns", "1", "people", "1", "cases_first", "1", "cases_again", "0", NULL)));
    const struct node *times = look_at(look(house, desk, "desk", "path", "/", NULL), "times");
    size_t kept = 0, short_ = 0;
    for (size_t i = 0; i < node_count(times); i++) {
        const struct node *line = times->list.items[i];
        kept += text_is(look_text(line, "begin.value"), "2021-09-27") && !look_truth(line, "short");
        short_ += look_truth(line, "short");
    }
    assert_int_equal(kept, 1);
    assert_int_equal(short_, 4); /* the weeks from 1 to 26 September; that of 27 September was kept, the last is not over */
}

static void the_book_has_the_columns_of_the_form_in_force(void **state)
{
    struct test_house *house = *state;
    house_at(house, 2026, 7, 20);
    const struct viewer *desk = reception(house, "01.ubnd");
    (void)write(house, desk, house_write_given(house, "reception_entry", "01.ubnd", "received_on", "15/07/2026", "gist", "Ngõ ngập", "class", "suggestion",
                                               "people", "2", "competent", "yes", NULL));
    struct text page = look_text(look(house, desk, "book", "register", "reception_entry", "ky", "2026-07", NULL), "html");
    assert_true(text_contains(page, TEXT("03/TCD")) && text_contains(page, TEXT("(13)")) && text_contains(page, TEXT("niêm phong")));
    assert_int_equal(look_kind(house, &house->owner, "book", "register", "reception_entry", "don-vi", "01.ubnd", "ky", "2026-07", NULL), FAILURE_DENIED);
}

/* Nothing sealed is written before the organisation has a key. */
static void make_key(struct test_house *house, const char *unit, const char *name)
{
    const struct viewer *custodian = house_person(house, name, ROLE_CUSTODIAN, unit);
    (void)house_act(house, custodian, "officer-key-make", house_given(house, "passphrase_new", "cau khoa de thu", NULL));
    (void)house_act(house, custodian, "body-key-make", house_given(house, "unit", unit, "passphrase", "cau khoa de thu", NULL));
}

static int setup(void **state)
{
    struct test_house *house = test_malloc(sizeof *house);
    house_open_packs(house);
    house_at(house, 2021, 9, 8);
    make_key(house, "004.ubnd", "giuquan");
    make_key(house, "00139.ubnd", "giubode");
    make_key(house, "01.ubnd", "giuthanhpho");
    *state = house;
    return 0;
}

static int teardown(void **state)
{
    bool same = house_replays(*state);
    house_close(*state);
    test_free(*state);
    return same ? 0 : -1;
}

#define TEST_OF(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_OF(a_complaint_is_accepted_only_signed_and_after_an_identity_check),
        TEST_OF(a_petition_begins_at_its_beginning),
        TEST_OF(a_form_asks_what_is_known_on_that_day_and_a_copy_brings_nothing_that_came_later),
        TEST_OF(a_complaint_waiting_for_papers_rests_until_it_is_continued),
        TEST_OF(what_ran_out_is_not_extended),
        TEST_OF(the_page_says_the_next_step_first_and_whom_it_waits_for),
        TEST_OF(the_clerk_disposes_of_what_the_desk_kept_long_enough),
        TEST_OF(petitions_are_opened_by_those_who_handle_them_alone),
        TEST_OF(figures_on_denunciations_are_the_receiving_bodys_alone),
        TEST_OF(denunciations_stand_nowhere_but_on_their_own_pages),
        TEST_OF(who_receives_is_never_where_the_person_works),
        TEST_OF(a_petition_is_shown_what_may_be_the_same_matter),
        TEST_OF(a_part_of_a_mixed_petition_begins_with_what_both_have),
        TEST_OF(the_desk_counts_the_days_the_head_sat),
        TEST_OF(the_book_has_the_columns_of_the_form_in_force),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
