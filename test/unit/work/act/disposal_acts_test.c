/* What is due may be disposed of, nothing before its term; what goes is gone, and figures, leaves and replaying stay whole. */
#include "support/house/house.h"
#include "support/store/address.h"

#include "base/file.h"
#include "keep/store/backup.h"
#include "keep/store/statement.h"
#include "keep/store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define SPEAKER "Quách Thị Trình Bày"
#define PETITIONER "Lò Văn Gửi Đơn"
#define TOPIC "Vụ tranh chấp ngõ 41"
#define REMARK "Bà con tổ 7 nhiều ý kiến gay gắt"
#define AGAIN "Đã hòa giải xong ở ngõ 41"
#define REASON "Ghi nhầm tên ngõ của bà con"
#define SUMMARY "Ngập đường trước nhà số 8"
#define FILE_NAME "danh-sach-ho.pdf"
#define FILE_WORDS "%PDF-1.4 những hộ được tặng quà"
#define COUNCIL "Chánh Văn phòng, văn thư, công chức tư pháp"

enum { FILE_MAX = 1 << 26 };

static int setup(void **state)
{
    int done = house_setup(state);
    house_add_petitions(*state);
    return done;
}

static int64_t a_session(struct test_house *house, const char *day)
{
    return house_write(house, "outreach", "00118.kv", "held_on", day, "topic", "Phân loại rác", "form", "meeting", "attendance", "40", "speaker",
                       SPEAKER, "remark", "Nhiều ý kiến", NULL);
}

static int64_t a_petition(struct test_house *house)
{
    return house_write(house, "petition", "004.mttq", "received_on", "01/06/1999", "summary", SUMMARY, "petitioner", PETITIONER, NULL);
}

static struct node *dispose_given(struct test_house *house, const char *register_, const char *unit)
{
    return house_given(house, "register", register_, "unit", unit, "decision", "12/QĐ-UBND", "decided_on", "01/09/2021", "council", COUNCIL, NULL);
}

static struct node *dispose_one(struct test_house *house, int64_t record)
{
    struct node *given = dispose_given(house, "outreach", "00118.kv");
    node_put(given, "records", node_whole(house->arena, record));
    return given;
}

static void says(struct test_house *house, const struct viewer *viewer, const char *act, const struct node *given, const char *want)
{
    struct act_answer answer;
    struct failure why;
    if (!house_try(house, viewer, act, given, &answer, &why)) {
        assert_string_equal(why.kind == FAILURE_DENIED ? "denied" : why.kind == FAILURE_CONFLICT ? "conflict" : why.text, want);
        return;
    }
    if (answer.problems.errors != 1)
        fail_msg("%s: %zu problems", want, answer.problems.errors);
    assert_string_equal(answer.problems.items[0].code, want);
}

static void a_record_is_due_once_the_years_after_its_own_are_over(void **state)
{
    static const struct {
        const char *day, *want; /* NULL: it is due on 08/09/2021, of a register kept for 10 years */
    } CASES[] = {{"31/12/2010", NULL}, {"01/01/2005", NULL}, {"01/01/2011", "act.dispose-early"}, {"08/09/2011", "act.dispose-early"},
                 {"01/09/2021", "act.dispose-early"}};
    struct test_house *house = *state;
    for (size_t i = 0; i < LENGTH_OF(CASES); i++) {
        struct node *given = dispose_one(house, a_session(house, CASES[i].day));
        if (CASES[i].want)
            says(house, &house->owner, "record-dispose", given, CASES[i].want);
        else
            assert_true(house_act(house, &house->owner, "record-dispose", given).act > 0);
    }
}

static void a_later_change_begins_the_term_anew(void **state)
{
    struct test_house *house = *state;
    int64_t record = a_session(house, "01/06/2010");
    struct node *given = house_change_given(house, "outreach", record);
    node_put(given, "fields", house_given(house, "attendance", "41", NULL));
    node_put(given, "reason", node_text(house->arena, TEXT("Ghi nhầm số")));
    (void)house_act(house, &house->owner, "record-correct", given);
    says(house, &house->owner, "record-dispose", dispose_one(house, record), "act.dispose-early");
}

static void a_wrong_or_missing_decision_is_told_at_its_place(void **state)
{
    static const struct {
        const char *key, *value, *want;
    } CASES[] = {{"decision", " ", "act.dispose-number"},
                 {"decided_on", "", "act.dispose-day"},
                 {"decided_on", "09/09/2021", "act.dispose-day"},
                 {"decided_on", "31/02/2021", "act.dispose-day"},
                 {"council", "ai", "act.dispose-council"},
                 {"council", "Văn thư và ông Nam", "record.names-person"},
                 {"records", "", "act.dispose-none"}};
    struct test_house *house = *state;
    int64_t record = a_session(house, "01/06/2010");
    for (size_t i = 0; i < LENGTH_OF(CASES); i++) {
        struct node *given = dispose_one(house, record);
        node_put_text(given, text_of(CASES[i].key), node_text(house->arena, text_of(CASES[i].value)));
        says(house, &house->owner, "record-dispose", given, CASES[i].want);
    }
}

static void only_the_clerk_of_that_organisation_may(void **state)
{
    struct test_house *house = *state;
    const struct viewer *clerk = house_person(house, "vanthu", ROLE_CLERK, "00118.kv");
    const struct viewer *above = house_person(house, "vanthutren", ROLE_CLERK, "004.mttq");
    const struct viewer *recorder = house_person(house, "ghiso", ROLE_RECORDER, "00118.kv");
    const struct node *given = dispose_one(house, a_session(house, "01/06/2010"));
    says(house, recorder, "record-dispose", given, "denied");
    says(house, above, "record-dispose", given, "denied");
    assert_true(house_act(house, clerk, "record-dispose", given).act > 0);
    says(house, clerk, "record-dispose", given, "act.dispose-done");
}

static void all_that_is_due_of_a_year_goes_by_one_act(void **state)
{
    struct test_house *house = *state;
    int64_t first = a_session(house, "01/06/2009"), second = a_session(house, "01/07/2009"), other = a_session(house, "01/06/2010");
    struct node *given = dispose_given(house, "outreach", "00118.kv");
    says(house, &house->owner, "record-dispose", given, "act.dispose-none");
    node_put(given, "all", node_text(house->arena, TEXT("yes")));
    node_put(given, "year", node_text(house->arena, TEXT("2009")));
    (void)house_act(house, &house->owner, "record-dispose", given);
    assert_int_equal(house_read_field(house, "outreach", first, "topic").length, 0);
    assert_int_equal(house_read_field(house, "outreach", second, "topic").length, 0);
    assert_true(text_is(house_read_field(house, "outreach", other, "topic"), "Phân loại rác"));
    says(house, &house->owner, "record-dispose", given, "act.dispose-none");
}

static void the_row_stays_and_every_figure_with_it(void **state)
{
    struct test_house *house = *state;
    int64_t record = a_session(house, "01/06/2010");
    struct value sessions = house_figure(house, "outreach.sessions", "004", "2010-Q2");
    struct value people = house_figure(house, "outreach.attendances", "004", "2010-Q2");
    (void)house_act(house, &house->owner, "record-dispose", dispose_one(house, record));
    for (int round = 0; round < 2; round++) {
        assert_true(value_same(house_figure(house, "outreach.sessions", "004", "2010-Q2"), sessions));
        assert_true(value_same(house_figure(house, "outreach.attendances", "004", "2010-Q2"), people));
        assert_true(text_is(house_read_field(house, "outreach", record, "form"), "meeting"));
        assert_int_equal(house_read_field(house, "outreach", record, "topic").length, 0);
        assert_int_equal(house_read_field(house, "outreach", record, "remark").length, 0);
        assert_int_equal(house_read_field(house, "outreach", record, "speaker").length, 0);
        (void)house_act(house, &house->owner, "rebuild", node_map(house->arena));
    }
    struct node *given = house_change_given(house, "outreach", record);
    node_put(given, "fields", house_given(house, "topic", "Viết lại", NULL));
    node_put(given, "reason", node_text(house->arena, TEXT("Ghi nhầm số")));
    says(house, &house->owner, "record-correct", given, "conflict");
}

static int64_t rows(struct test_house *house, const char *text)
{
    struct connection *CLOSING(store_read) reading = NULL;
    struct failure why;
    int64_t count = -1;
    assert_true(store_read_begin(instance_store(house->instance), &reading, &why));
    assert_true(store_find_int64(reading, &(struct sql){text, text, NULL}, NULL, 0, -1, &count, &why));
    return count;
}

/* Also not in what a backup of either database would keep. */
static void check_files(struct test_house *house)
{
    static const char *const GONE[] = {SPEAKER, PETITIONER, FILE_NAME, FILE_WORDS, TOPIC, REMARK, AGAIN, REASON, SUMMARY};
    struct list paths = {0};
    struct failure why;
    assert_true(store_backup(instance_store(house->instance), text_format(house->arena, "%s/sao-luu.db", house->folder).bytes, &why));
    assert_true(folder_files(house->arena, house->folder, 1000, &paths, &why));
    for (size_t i = 0; i < paths.count; i++) {
        struct text bytes;
        const char *path = text_format(house->arena, "%s/%.*s", house->folder, TEXT_ARGS(*(struct text *)paths.items[i])).bytes;
        assert_true(file_read(house->arena, path, FILE_MAX, &bytes, &why));
        for (size_t k = 0; k < LENGTH_OF(GONE); k++)
            if (text_contains(bytes, text_of(GONE[k])))
                fail_msg("%s holds “%s”", path, GONE[k]);
    }
}

/* Persons, files, boxes and words are nowhere any more: not in the tables, the journal or the log beside them. */
static void no_file_holds_what_was_disposed_of(void **state)
{
    struct test_house *house = *state;
    (void)house_custodian(house, "giu", NULL);
    int64_t record = house_write(house, "outreach", "00118.kv", "held_on", "01/06/2010", "topic", TOPIC, "form", "meeting", "attendance", "40",
                                 "speaker", SPEAKER, "remark", REMARK, NULL);
    struct node *corrected = house_change_given(house, "outreach", record);
    node_put(corrected, "fields", house_given(house, "topic", AGAIN, NULL));
    node_put(corrected, "reason", node_text(house->arena, TEXT(REASON)));
    (void)house_act(house, &house->owner, "record-correct", corrected);
    struct node *attached = house_change_given(house, "outreach", record);
    node_put(attached, "name", node_text(house->arena, TEXT(FILE_NAME)));
    node_put(attached, "file", node_text(house->arena, TEXT(FILE_WORDS)));
    (void)house_act(house, &house->owner, "record-attach", attached);
    attached = house_change_given(house, "petition", a_petition(house)); /* a scan, sealed */
    node_put(attached, "file", node_text(house->arena, TEXT(FILE_WORDS)));
    (void)house_act(house, &house->owner, "record-attach", attached);
    assert_true(rows(house, "SELECT count(*) FROM word") > 0 && rows(house, "SELECT count(*) FROM file") == 2 &&
                rows(house, "SELECT count(*) FROM dossier") == 1);
    house_at(house, 2041, 1, 2);
    static const char *const OF[][2] = {{"outreach", "00118.kv"}, {"petition", "004.mttq"}};
    for (size_t i = 0; i < LENGTH_OF(OF); i++) {
        struct node *given = dispose_given(house, OF[i][0], OF[i][1]);
        node_put(given, "all", node_text(house->arena, TEXT("yes")));
        (void)house_act(house, &house->owner, "record-dispose", given);
    }
    assert_int_equal(rows(house, "SELECT count(*) FROM word"), 0);
    assert_int_equal(rows(house, "SELECT count(*) FROM file"), 0);
    assert_int_equal(rows(house, "SELECT count(*) FROM dossier"), 0);
    assert_int_equal(rows(house, "SELECT count(*) FROM sealed_box"), 0);
    check_files(house);
}

/* A text written when nothing was worked out from it, and a figure that asks for it since: it stays, and is made again. */
static void what_a_figure_asks_for_since_stays(void **state)
{
    static const char FIGURE[] = "figures:\n  waste: {title: {vi: \"Số buổi về rác\"}, unit: {vi: \"buổi\"}, count: records, where: \"topic = 'Phân loại rác'\"}\n";
    struct test_house *house = *state;
    int64_t record = a_session(house, "01/06/2010");
    struct definition_source source = house_source_changed(house->arena, house_petition_source(house->arena), "registers/outreach.yaml", "figures:\n", FIGURE);
    source = house_source_changed(house->arena, source, "pack.yaml", "version: 7", "version: 8");
    (void)house_act(house, &house->owner, "upgrade", house_files_given(house->arena, source));
    assert_int_equal(house_figure(house, "outreach.waste", "004", "2010-Q2").number.digits, 1);
    (void)house_act(house, &house->owner, "record-dispose", dispose_one(house, record));
    assert_int_equal(house_figure(house, "outreach.waste", "004", "2010-Q2").number.digits, 1);
    assert_true(text_is(house_read_field(house, "outreach", record, "topic"), "Phân loại rác"));
    assert_int_equal(house_read_field(house, "outreach", record, "remark").length, 0);
    assert_true(house_replays(house));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, house_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_record_is_due_once_the_years_after_its_own_are_over),
        TEST(a_later_change_begins_the_term_anew),
        TEST(a_wrong_or_missing_decision_is_told_at_its_place),
        TEST(only_the_clerk_of_that_organisation_may),
        TEST(all_that_is_due_of_a_year_goes_by_one_act),
        TEST(the_row_stays_and_every_figure_with_it),
        TEST(no_file_holds_what_was_disposed_of),
        TEST(what_a_figure_asks_for_since_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
