/* key_acts_test.c — what is sealed is found nowhere, opens for whoever holds the key, and for nobody else. */
#include "support/house/house.h"

#include "base/file.h"
#include "keep/box/dossier.h"
#include "keep/journal/journal.h"
#include "keep/store/backup.h"
#include "keep/store/statement.h"
#include "keep/store/store.h"
#include "support/store/address.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { FILE_MAX = 64 << 20 };

static const char NAME[] = "Quách Thị Kiểm Thử", ADDRESS[] = "ngách 77/19 phố Không Có Thật", ID_NUMBER[] = "001234567891",
                  STORY[] = "Việc riêng không ai được đọc trộm", SCAN_NAME[] = "don-cua-ba-quach.pdf",
                  SCAN_WORDS[] = "%PDF-1.4 lời trong đơn viết tay";

static struct node *petition_given(struct test_house *house)
{
    return house_write_given(house, "petition", "004.mttq", "received_on", "01/09/2021", "summary", "Đường ngập", "petitioner", NAME,
                             "address", ADDRESS, "id_number", ID_NUMBER, "story", STORY, NULL);
}

static int64_t a_petition(struct test_house *house)
{
    return house_act(house, &house->owner, "record-write", petition_given(house)).record;
}

static struct node *open_given(struct test_house *house, int64_t record, const char *passphrase)
{
    struct node *given = house_given(house, "register", "petition", "passphrase", passphrase, "reason", "Gửi giấy mời đối thoại", NULL);
    node_put(given, "record", node_whole(house->arena, record));
    return given;
}

/* The code of the first problem, "denied", or "" when the act was done. */
static const char *said(struct test_house *house, const struct viewer *viewer, const char *act, const struct node *given,
                        struct act_answer *answer)
{
    struct failure why;
    if (!house_try(house, viewer, act, given, answer, &why))
        return why.kind == FAILURE_DENIED ? "denied" : why.text;
    return answer->problems.errors > 0 ? answer->problems.items[0].code : "";
}

static void says(struct test_house *house, const struct viewer *viewer, const char *act, const struct node *given, const char *want)
{
    struct act_answer answer;
    const char *code = said(house, viewer, act, given, &answer);
    if (strcmp(code, want) != 0)
        fail_msg("%s: %s, not %s", act, code, want);
}

static struct text opened_field(const struct act_answer *answer, const char *field)
{
    const struct node *fields = node_at(answer->opened, "fields");
    for (size_t i = 0; i < node_count(fields); i++)
        if (text_is(node_text_at(fields->list.items[i], "field"), field))
            return node_text_at(fields->list.items[i], "shown");
    return (struct text){0};
}

static struct act_answer opens(struct test_house *house, const struct viewer *viewer, int64_t record, const char *passphrase)
{
    struct act_answer answer;
    const char *code = said(house, viewer, "dossier-open", open_given(house, record, passphrase), &answer);
    if (*code)
        fail_msg("%s", code);
    return answer;
}

static int setup(void **state)
{
    int done = house_setup(state);
    if (done == 0)
        house_add_petitions(*state);
    return done;
}

/* ---- writing and reading ---- */

static void without_a_key_nothing_sealed_is_written(void **state)
{
    struct test_house *house = *state;
    struct act_answer answer;
    assert_string_equal(said(house, &house->owner, "record-write", petition_given(house), &answer), "record.no-body-key");
    assert_int_equal(answer.problems.errors, 4); /* at each sealed field */
}

static void what_was_sealed_is_read_by_whoever_holds_the_key(void **state)
{
    struct test_house *house = *state;
    const struct viewer *keeper = house_custodian(house, "giu", NULL);
    int64_t record = a_petition(house);
    assert_int_equal(house_read_field(house, "petition", record, "petitioner").length, 0);
    assert_int_equal(house_read_field(house, "petition", record, "story").length, 0);
    struct act_answer answer = opens(house, keeper, record, "cau khoa cua giu");
    assert_true(text_is(opened_field(&answer, "petitioner"), NAME));
    assert_true(text_is(opened_field(&answer, "address"), ADDRESS));
    assert_true(text_is(opened_field(&answer, "story"), STORY));
    assert_int_equal(opened_field(&answer, "id_number").length, 0);
    assert_int_equal(answer.record, record);
}

static void the_number_of_a_paper_is_shown_for_the_book_alone(void **state)
{
    struct test_house *house = *state;
    const struct viewer *keeper = house_custodian(house, "giu", NULL);
    struct node *given = open_given(house, a_petition(house), "cau khoa cua giu");
    struct act_answer answer;
    node_put(given, "for", node_text(house->arena, TEXT("book")));
    node_put(given, "box", node_text(house->arena, TEXT("identity")));
    assert_string_equal(said(house, keeper, "dossier-open", given, &answer), "");
    assert_true(text_is(opened_field(&answer, "id_number"), ID_NUMBER));
    assert_int_equal(opened_field(&answer, "story").length, 0); /* of another box */
    node_put(given, "for", node_text(house->arena, TEXT("curiosity")));
    says(house, keeper, "dossier-open", given, "act.unknown-purpose");
}

static void reading_stands_in_the_journal_with_its_reason(void **state)
{
    struct test_house *house = *state;
    struct connection *CLOSING(store_read) reading = NULL;
    struct journal_entry *entry;
    struct failure why;
    const struct viewer *keeper = house_custodian(house, "giu", NULL);
    int64_t record = a_petition(house);
    struct act_answer answer = opens(house, keeper, record, "cau khoa cua giu");
    assert_true(store_read_begin(instance_store(house->instance), &reading, &why));
    assert_true(journal_load(house->arena, reading, instance_shard(house->instance), answer.act, &entry, &why));
    assert_true(text_is(entry->name, "dossier-open") && text_is(entry->register_name, "petition"));
    assert_int_equal(entry->record, record);
    assert_int_equal(entry->account, keeper->account->number);
    assert_true(text_is(body_text(entry->facts, TEXT("reason")), "Gửi giấy mời đối thoại"));
}

static void there_is_no_reading_without_a_reason_or_to_try(void **state)
{
    struct test_house *house = *state;
    const struct viewer *keeper = house_custodian(house, "giu", NULL);
    struct node *given = open_given(house, a_petition(house), "cau khoa cua giu");
    struct act_answer answer;
    struct failure why;
    const struct act_request dry = {.name = TEXT("dossier-open"), .viewer = keeper, .given = given, .dry_run = true};
    assert_false(act_perform(house->instance, &dry, house->arena, &answer, &why));
    assert_int_equal(why.kind, FAILURE_DENIED);
    node_put(given, "reason", node_text(house->arena, TEXT("")));
    says(house, keeper, "dossier-open", given, "act.reason");
}

static void a_correction_adds_a_box_and_the_last_word_counts(void **state)
{
    struct test_house *house = *state;
    const struct viewer *keeper = house_custodian(house, "giu", NULL);
    int64_t record = a_petition(house);
    struct node *given = house_change_given(house, "petition", record);
    node_put(given, "fields", house_given(house, "address", "số 5 phố Khác", "petitioner", "", NULL));
    node_put(given, "reason", node_text(house->arena, TEXT("Ghi nhầm địa chỉ")));
    (void)house_act(house, &house->owner, "record-correct", given);
    struct act_answer answer = opens(house, keeper, record, "cau khoa cua giu");
    assert_true(text_is(opened_field(&answer, "address"), "số 5 phố Khác"));
    assert_true(text_is(opened_field(&answer, "petitioner"), NAME));
    given = house_change_given(house, "petition", record);
    node_put(given, "act", node_text(house->arena, TEXT("close")));
    (void)house_act(house, &house->owner, "record-move", given); /* what is required is not asked again */
}

static void a_sealed_value_is_checked_and_never_repeated(void **state)
{
    struct test_house *house = *state;
    struct act_answer answer;
    (void)house_custodian(house, "giu", NULL);
    struct node *given = petition_given(house), *fields = node_at(given, "fields");
    node_put(fields, "id_number", node_text(house->arena, TEXT("0012345678910")));
    node_put(fields, "petitioner", node_text(house->arena, TEXT("")));
    (void)said(house, &house->owner, "record-write", given, &answer);
    struct text lines = problem_line(house->arena, &answer.problems.items[0], LANGUAGE_VI);
    assert_int_equal(answer.problems.errors, 2);
    for (size_t i = 0; i < answer.problems.count; i++)
        lines = text_format(house->arena, "%.*s\n%.*s", TEXT_ARGS(lines), TEXT_ARGS(problem_line(house->arena, &answer.problems.items[i], LANGUAGE_EN)));
    assert_false(text_contains(lines, TEXT("0012345678910")));
}

/* ---- who cannot ---- */

static void a_wrong_passphrase_opens_nothing_and_says_so(void **state)
{
    struct test_house *house = *state;
    const struct viewer *keeper = house_custodian(house, "giu", NULL);
    int64_t record = a_petition(house);
    says(house, keeper, "dossier-open", open_given(house, record, "cau khoa cua ai"), "act.passphrase-wrong");
    says(house, keeper, "dossier-open", open_given(house, record, ""), "act.passphrase-wrong");
    says(house, keeper, "dossier-open", open_given(house, record, "mat khau cua giu"), "act.passphrase-wrong");
}

static void an_administrator_opens_nothing(void **state)
{
    struct test_house *house = *state;
    const struct viewer *keeper = house_custodian(house, "giu", NULL);
    int64_t record = a_petition(house);
    const struct viewer *admin = house_person(house, "quantri", ROLE_ADMINISTRATOR, "004.mttq");
    says(house, admin, "dossier-open", open_given(house, record, "cau khoa cua giu"), "act.key-administrator");
    says(house, admin, "officer-key-make", house_given(house, "passphrase_new", "một câu đủ dài", NULL), "act.key-administrator");
    says(house, &house->owner, "dossier-open", open_given(house, record, "cau khoa cua giu"), "denied");
    /* With any role beside it, too; and nobody gives an administrator a share. */
    admin = house_grant(house, "quantri", ROLE_CUSTODIAN, "004.mttq");
    says(house, admin, "dossier-open", open_given(house, record, "cau khoa cua giu"), "act.key-administrator");
    says(house, keeper, "body-key-wrap",
         house_given(house, "unit", "004.mttq", "account", "quantri", "passphrase", "cau khoa cua giu", NULL), "act.holder-role");
    /* A new password for the custodian's account opens nothing: the passphrase is another. */
    (void)house_act(house, &house->owner, "account-password", house_given(house, "account", "giu", "password", "mật khẩu do quản trị đặt", NULL));
    says(house, house_viewer(house, "giu"), "dossier-open", open_given(house, record, "mật khẩu do quản trị đặt"), "act.passphrase-wrong");
    /* A new key of the custodian's own loses what the old one held. */
    (void)house_act(house, keeper, "officer-key-make", house_given(house, "passphrase_new", "câu khóa do kẻ khác đặt", NULL));
    says(house, keeper, "dossier-open", open_given(house, record, "câu khóa do kẻ khác đặt"), "act.key-not-held");
}

static void a_colleague_opens_once_the_key_was_shared(void **state)
{
    struct test_house *house = *state;
    const struct viewer *keeper = house_custodian(house, "giu", NULL), *other = house_key_person(house, "tiep", ROLE_RECEPTION);
    int64_t record = a_petition(house);
    struct node *share = house_given(house, "unit", "004.mttq", "account", "tiep", "passphrase", "cau khoa cua ai", NULL);
    says(house, other, "dossier-open", open_given(house, record, "cau khoa cua tiep"), "act.key-not-held");
    says(house, keeper, "body-key-wrap", share, "act.passphrase-wrong");
    node_put(share, "passphrase", node_text(house->arena, TEXT("cau khoa cua giu")));
    says(house, other, "body-key-wrap", share, "denied");
    (void)house_act(house, keeper, "body-key-wrap", share);
    says(house, keeper, "body-key-wrap", share, "act.holder-already");
    struct act_answer answer = opens(house, other, record, "cau khoa cua tiep");
    assert_true(text_is(opened_field(&answer, "petitioner"), NAME));
    says(house, house_person(house, "ghiso", ROLE_RECORDER, "004.mttq"), "dossier-open", open_given(house, record, "x"), "denied");
}

static void a_passphrase_is_long_and_not_the_password(void **state)
{
    struct test_house *house = *state;
    const struct viewer *person = house_person(house, "giu", ROLE_CUSTODIAN, "004.mttq");
    says(house, person, "officer-key-make", house_given(house, "passphrase_new", "ngắn", NULL), "act.passphrase-short");
    says(house, person, "officer-key-make", house_given(house, "passphrase_new", "mat khau cua giu", NULL), "act.passphrase-is-password");
    says(house, person, "officer-key-make", house_given(house, "passphrase_new", "một câu đủ dài", "passphrase_again", "câu khác đi", NULL),
         "act.passphrase-again");
    says(house, person, "body-key-make", house_given(house, "unit", "004.mttq", "passphrase", "một câu đủ dài", NULL), "act.no-own-key");
}

static void a_changed_passphrase_opens_what_the_old_one_did_and_the_old_one_nothing(void **state)
{
    struct test_house *house = *state;
    const struct viewer *keeper = house_custodian(house, "giu", NULL);
    int64_t record = a_petition(house);
    says(house, keeper, "officer-key-rewrap", house_given(house, "passphrase", "cau khoa cua ai", "passphrase_new", "câu khóa mới của giữ", NULL),
         "act.passphrase-wrong");
    says(house, keeper, "officer-key-rewrap", house_given(house, "passphrase", "cau khoa cua giu", "passphrase_new", "ngắn", NULL),
         "act.passphrase-short");
    says(house, keeper, "officer-key-rewrap", house_given(house, "passphrase", "cau khoa cua giu", NULL), "act.passphrase-short");
    for (int i = 0; i < 2; i++) /* a second change erases what the first one wrapped */
        (void)house_act(house, keeper, "officer-key-rewrap",
                        house_given(house, "passphrase", i == 0 ? "cau khoa cua giu" : "câu khóa mới của giữ", "passphrase_new",
                                    i == 0 ? "câu khóa mới của giữ" : "câu khóa thứ ba của giữ", NULL));
    says(house, keeper, "dossier-open", open_given(house, record, "cau khoa cua giu"), "act.passphrase-wrong");
    struct act_answer answer = opens(house, keeper, record, "câu khóa thứ ba của giữ");
    assert_true(text_is(opened_field(&answer, "petitioner"), NAME));
    /* A pair of one's own made anew loses it; then another change keeps what that one holds: nothing. */
    (void)house_act(house, keeper, "officer-key-make", house_given(house, "passphrase_new", "cau khoa lam lai", NULL));
    (void)house_act(house, keeper, "officer-key-rewrap", house_given(house, "passphrase", "cau khoa lam lai", "passphrase_new", "cau khoa sau cung", NULL));
    says(house, keeper, "dossier-open", open_given(house, record, "cau khoa sau cung"), "act.key-not-held");
}

/* ---- renewing and recovering ---- */

static const char *paper(struct test_house *house, const struct node *opened, size_t index)
{
    return text_copy(house->arena, node_text_at(node_at(opened, "papers")->list.items[index], "words")).bytes;
}

/* Who leaves keeps a passphrase, and perhaps papers; a copy of the database made after the renewal opens with neither. */
static void after_a_renewal_the_old_shares_and_papers_open_nothing(void **state)
{
    struct test_house *house = *state;
    const struct node *papers;
    const struct viewer *keeper = house_custodian(house, "giu", &papers), *leaver = house_key_person(house, "tiep", ROLE_RECEPTION);
    int64_t record = a_petition(house);
    struct act_answer shared = house_act(house, keeper, "body-key-wrap",
                                         house_given(house, "unit", "004.mttq", "account", "tiep", "passphrase", "cau khoa cua giu", NULL));
    (void)opens(house, leaver, record, "cau khoa cua tiep");
    struct act_answer renewed =
        house_act(house, keeper, "body-key-renew", house_given(house, "unit", "004.mttq", "passphrase", "cau khoa cua giu", "without", "tiep",
                                                               "reason", "Người tiếp dân chuyển công tác", NULL));
    says(house, leaver, "dossier-open", open_given(house, record, "cau khoa cua tiep"), "act.key-not-held");
    struct act_answer answer = opens(house, keeper, record, "cau khoa cua giu");
    assert_true(text_is(opened_field(&answer, "petitioner"), NAME));
    says(house, keeper, "body-key-renew",
         house_given(house, "unit", "004.mttq", "half_1", paper(house, papers, 0), "half_2", paper(house, papers, 1), "reason", "Tờ giấy cũ", NULL),
         "act.papers-wrong");
    /* The journal no longer holds the share either. */
    struct connection *CLOSING(store_read) reading = NULL;
    struct journal_entry *entry;
    struct failure why;
    assert_true(store_read_begin(instance_store(house->instance), &reading, &why));
    assert_true(journal_load(house->arena, reading, instance_shard(house->instance), shared.act, &entry, &why));
    assert_true(entry->erased && journal_intact(entry, &why));
    assert_true(journal_load(house->arena, reading, instance_shard(house->instance), renewed.act, &entry, &why));
    assert_null(body_find(entry->personal, text_format(house->arena, "holder:%lld", (long long)leaver->account->number)));
}

static void both_papers_recover_and_one_does_not(void **state)
{
    struct test_house *house = *state;
    const struct node *papers;
    (void)house_custodian(house, "giu", &papers);
    int64_t record = a_petition(house);
    const char *first = paper(house, papers, 0), *second = paper(house, papers, 1);
    /* Everyone who could open has gone or forgotten; a new custodian has the papers. */
    const struct viewer *fresh = house_key_person(house, "moi", ROLE_CUSTODIAN);
    static const struct { bool first, twice; const char *code; } wrong[] = {{true, false, "act.paper-unread"}, {false, false, "act.paper-unread"},
                                                                           {true, true, "act.paper-same"}};
    for (size_t i = 0; i < LENGTH_OF(wrong); i++)
        says(house, fresh, "body-key-renew",
             house_given(house, "unit", "004.mttq", "half_1", wrong[i].first ? first : "", "half_2",
                         wrong[i].twice ? first : wrong[i].first ? "" : second, "reason", "Phục hồi khóa", NULL),
             wrong[i].code);
    struct act_answer renewed = house_act(
        house, fresh, "body-key-renew", house_given(house, "unit", "004.mttq", "half_1", second, "half_2", first, "reason", "Phục hồi khóa", NULL));
    assert_string_not_equal(paper(house, renewed.opened, 0), first);
    struct act_answer answer = opens(house, fresh, record, "cau khoa cua moi");
    assert_true(text_is(opened_field(&answer, "petitioner"), NAME));
}

static void a_successor_opens_what_was_passed_on_and_the_old_body_no_more(void **state)
{
    struct test_house *house = *state;
    const struct viewer *keeper = house_custodian(house, "giu", NULL);
    int64_t record = a_petition(house), stays = a_petition(house);
    const struct viewer *heir = house_person(house, "kevi", ROLE_CUSTODIAN, "00118.kv");
    (void)house_act(house, heir, "officer-key-make", house_given(house, "passphrase_new", "cau khoa cua kevi", NULL));
    struct node *given = house_given(house, "from", "004.mttq", "unit", "00118.kv", "register", "petition", "passphrase", "cau khoa cua giu",
                                     "reason", "Chuyển theo thẩm quyền", NULL);
    node_put(given, "record", node_whole(house->arena, record));
    says(house, keeper, "dossier-pass", given, "act.no-body-key");
    (void)house_act(house, heir, "body-key-make", house_given(house, "unit", "00118.kv", "passphrase", "cau khoa cua kevi", NULL));
    (void)house_act(house, keeper, "dossier-pass", given);
    struct act_answer answer = opens(house, heir, record, "cau khoa cua kevi");
    assert_true(text_is(opened_field(&answer, "petitioner"), NAME));
    says(house, keeper, "dossier-open", open_given(house, record, "cau khoa cua giu"), "denied");
    (void)opens(house, keeper, stays, "cau khoa cua giu");
    says(house, keeper, "dossier-pass", given, "act.nothing-sealed");
}

/* ---- found nowhere ---- */

static void check_bytes(struct test_house *house, const char *path)
{
    static const char *const VALUES[] = {NAME, ADDRESS, ID_NUMBER, STORY, "cau khoa cua", "Kiểm Thử", SCAN_NAME, SCAN_WORDS};
    struct failure why;
    struct text bytes;
    if (!file_read(house->arena, path, FILE_MAX, &bytes, &why))
        fail_msg("%s", why.text);
    for (size_t i = 0; i < LENGTH_OF(VALUES); i++)
        if (text_contains(bytes, text_of(VALUES[i])))
            fail_msg("%s holds “%s”", path, VALUES[i]);
}

static void no_file_holds_a_name_address_number_story_or_scan(void **state)
{
    struct test_house *house = *state;
    const struct node *papers;
    const struct viewer *keeper = house_custodian(house, "giu", &papers);
    struct list paths = {0};
    struct failure why;
    int64_t record = a_petition(house);
    (void)opens(house, keeper, record, "cau khoa cua giu");
    struct node *given = house_change_given(house, "petition", record);
    node_put(given, "fields", house_given(house, "petitioner", "Quách Thị Kiểm Thử Lại", NULL));
    node_put(given, "reason", node_text(house->arena, TEXT("Ghi nhầm tên")));
    (void)house_act(house, &house->owner, "record-correct", given);
    given = house_change_given(house, "petition", record);
    node_put(given, "name", node_text(house->arena, text_of(SCAN_NAME)));
    node_put(given, "file", node_text(house->arena, text_of(SCAN_WORDS)));
    int64_t scan = house_act(house, &house->owner, "record-attach", given).act;
    given = open_given(house, record, "cau khoa cua giu");
    node_put(given, "file", node_whole(house->arena, scan));
    (void)house_act(house, keeper, "dossier-open", given);
    if (test_store_is_file()) {
        const char *copy = text_format(house->arena, "%s/copy.db", house->folder).bytes;
        assert_true(store_backup(instance_store(house->instance), copy, &why));
        check_bytes(house, copy);
    }
    assert_true(folder_files(house->arena, house->folder, 1000, &paths, &why));
    for (size_t i = 0; i < paths.count; i++)
        check_bytes(house, text_format(house->arena, "%s/%.*s", house->folder, TEXT_ARGS(*(struct text *)paths.items[i])).bytes);
    assert_true(paths.count > 0);
}

struct erasing {
    int64_t shard, record, act;
};

static bool erase(void *context, struct connection *writer, struct failure *why)
{
    struct erasing *erasing = context;
    return journal_erase_personal(writer, erasing->shard, erasing->act, why) && dossier_erase(writer, erasing->shard, erasing->record, why) &&
           store_define(writer, "UPDATE r_petition SET summary = NULL", why) && store_define(writer, "DELETE FROM word WHERE register = 'petition'", why);
}

/* The personal body goes, and with it the box and the texts of the row, as in a disposal: replaying the journal comes to the same tables (house_teardown asks). */
static void an_erased_dossier_is_gone_and_the_journal_still_replays(void **state)
{
    struct test_house *house = *state;
    const struct viewer *keeper = house_custodian(house, "giu", NULL);
    struct erasing erasing = {.shard = instance_shard(house->instance), .record = a_petition(house)};
    struct failure why;
    erasing.act = erasing.record;
    assert_true(store_write(instance_store(house->instance), erase, &erasing, &why));
    says(house, keeper, "dossier-open", open_given(house, erasing.record, "cau khoa cua giu"), "act.nothing-sealed");
    (void)house_act(house, keeper, "body-key-renew",
                    house_given(house, "unit", "004.mttq", "passphrase", "cau khoa cua giu", "reason", "Định kỳ hằng năm", NULL));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, house_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(without_a_key_nothing_sealed_is_written),
        TEST(what_was_sealed_is_read_by_whoever_holds_the_key),
        TEST(the_number_of_a_paper_is_shown_for_the_book_alone),
        TEST(reading_stands_in_the_journal_with_its_reason),
        TEST(there_is_no_reading_without_a_reason_or_to_try),
        TEST(a_correction_adds_a_box_and_the_last_word_counts),
        TEST(a_sealed_value_is_checked_and_never_repeated),
        TEST(a_wrong_passphrase_opens_nothing_and_says_so),
        TEST(an_administrator_opens_nothing),
        TEST(a_colleague_opens_once_the_key_was_shared),
        TEST(a_passphrase_is_long_and_not_the_password),
        TEST(a_changed_passphrase_opens_what_the_old_one_did_and_the_old_one_nothing),
        TEST(after_a_renewal_the_old_shares_and_papers_open_nothing),
        TEST(both_papers_recover_and_one_does_not),
        TEST(a_successor_opens_what_was_passed_on_and_the_old_body_no_more),
        TEST(no_file_holds_a_name_address_number_story_or_scan),
        TEST(an_erased_dossier_is_gone_and_the_journal_still_replays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
