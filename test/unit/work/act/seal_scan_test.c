/* seal_scan_test.c — a scanned petition is closed with its name, opens with its dossier and for nobody else, and goes with it. */
#include "support/house/house.h"

#include "engine/seal/seal.h"
#include "keep/box/dossier.h"
#include "keep/journal/journal.h"
#include "keep/record/attached.h"
#include "keep/store/statement.h"
#include "keep/store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define BYTES(literal) ((struct text){literal, sizeof(literal) - 1})
#define SCAN_NAME "Đơn của bà Quách Thị Kiểm Thử.pdf"
#define SCAN_WORDS "%PDF-1.4 tôi là Quách Thị Kiểm Thử"
#define KEEPER_PHRASE "cau khoa cua giu"

static int setup(void **state)
{
    int done = house_setup(state);
    if (done == 0)
        house_add_petitions(*state);
    return done;
}

static int64_t a_petition(struct test_house *house)
{
    return house_write(house, "petition", "004.mttq", "received_on", "01/09/2021", "summary", "Đường ngập", "petitioner", "Quách Thị Kiểm Thử", NULL);
}

static struct node *attach_given(struct test_house *house, int64_t record, struct text bytes)
{
    struct node *given = house_change_given(house, "petition", record);
    node_put(given, "name", node_text(house->arena, TEXT("/sdcard/DCIM/" SCAN_NAME)));
    node_put(given, "file", node_text(house->arena, bytes));
    return given;
}

static int64_t a_scan(struct test_house *house, int64_t record)
{
    return house_act(house, &house->owner, "record-attach", attach_given(house, record, TEXT(SCAN_WORDS))).act;
}

static struct node *open_given(struct test_house *house, int64_t record, int64_t file, const char *passphrase)
{
    struct node *given = house_given(house, "register", "petition", "passphrase", passphrase, "reason", "Đối chiếu với sổ tiếp dân", NULL);
    node_put(given, "record", node_whole(house->arena, record));
    node_put(given, "file", node_whole(house->arena, file));
    return given;
}

/* The code of the first problem, the kind of failure, or "" when the act was done. */
static const char *said(struct test_house *house, const struct viewer *viewer, const char *act, const struct node *given, struct act_answer *answer)
{
    static const char *const KINDS[] = {[FAILURE_DENIED] = "denied", [FAILURE_NOT_FOUND] = "not found", [FAILURE_CONFLICT] = "conflict"};
    struct failure why;
    if (!house_try(house, viewer, act, given, answer, &why))
        return (size_t)why.kind < LENGTH_OF(KINDS) && KINDS[why.kind] ? KINDS[why.kind] : text_copy(house->arena, text_of(why.text)).bytes;
    return answer->problems.errors > 0 ? answer->problems.items[0].code : "";
}

static void says(struct test_house *house, const struct viewer *viewer, const char *act, const struct node *given, const char *want)
{
    struct act_answer answer;
    const char *code = said(house, viewer, act, given, &answer);
    if (strcmp(code, want) != 0)
        fail_msg("%s: %s, not %s", act, code, want);
}

static void refuses(struct test_house *house, const struct viewer *viewer, int64_t record, int64_t file, const char *passphrase, const char *want)
{
    says(house, viewer, "dossier-open", open_given(house, record, file, passphrase), want);
}

static const struct node *opens(struct test_house *house, const struct viewer *viewer, int64_t record, int64_t file, const char *passphrase)
{
    struct act_answer answer;
    const char *code = said(house, viewer, "dossier-open", open_given(house, record, file, passphrase), &answer);
    if (*code)
        fail_msg("%s", code);
    return node_at(answer.opened, "scan");
}

static struct attached kept_as(struct test_house *house, int64_t record, struct text *bytes)
{
    struct connection *CLOSING(store_read) reading = NULL;
    struct list files = {0};
    struct failure why;
    assert_true(store_read_begin(instance_store(house->instance), &reading, &why));
    assert_true(attached_load(house->arena, reading, instance_shard(house->instance), record, &files, &why) && files.count > 0);
    struct attached file = *(const struct attached *)files.items[files.count - 1];
    *bytes = (struct text){0};
    if (!file.dropped)
        assert_true(attached_bytes(house->arena, reading, instance_shard(house->instance), file.hash, bytes, &why) && attached_intact(reading, &why));
    return file;
}

static struct journal_entry *entry_of(struct test_house *house, int64_t act)
{
    struct connection *CLOSING(store_read) reading = NULL;
    struct journal_entry *entry;
    struct failure why;
    assert_true(store_read_begin(instance_store(house->instance), &reading, &why));
    assert_true(journal_load(house->arena, reading, instance_shard(house->instance), act, &entry, &why));
    return entry;
}

/* ---- closing and opening ---- */

static void a_scan_is_read_as_it_was_with_its_name_and_the_reading_is_noted(void **state)
{
    struct test_house *house = *state;
    const struct viewer *keeper = house_custodian(house, "giu", NULL);
    int64_t record = a_petition(house), file = a_scan(house, record);
    struct act_answer answer;
    assert_string_equal(said(house, keeper, "dossier-open", open_given(house, record, file, KEEPER_PHRASE), &answer), "");
    const struct node *scan = node_at(answer.opened, "scan");
    assert_true(text_is(node_text_at(scan, "bytes"), SCAN_WORDS) && text_is(node_text_at(scan, "name"), SCAN_NAME));
    assert_true(text_is(node_text_at(scan, "type"), "application/pdf") && text_is(node_text_at(scan, "ending"), "pdf"));
    assert_null(node_at(answer.opened, "fields"));
    struct journal_entry *entry = entry_of(house, answer.act);
    assert_true(text_is(entry->name, "dossier-open") && entry->record == record && entry->account == keeper->account->number);
    assert_int_equal(body_whole(entry->facts, TEXT("file")), file);
    assert_true(text_is(body_text(entry->facts, TEXT("reason")), "Đối chiếu với sổ tiếp dân"));
    struct node *given = open_given(house, record, file, KEEPER_PHRASE);
    node_put(given, "reason", node_text(house->arena, TEXT("")));
    says(house, keeper, "dossier-open", given, "act.reason");
}

static void what_is_kept_is_the_closed_box_and_tells_kind_and_size_in_steps(void **state)
{
    struct test_house *house = *state;
    struct text box, other;
    (void)house_custodian(house, "giu", NULL);
    int64_t record = a_petition(house), file = a_scan(house, record);
    struct attached one = kept_as(house, record, &box);
    assert_true(one.sealed && !one.dropped && one.name.length == 0);
    assert_true(text_is(one.type, "application/pdf") && (size_t)one.size == box.length);
    assert_false(text_contains(box, TEXT("Kiểm Thử")) || text_contains(box, TEXT("%PDF")));
    struct journal_entry *entry = entry_of(house, file);
    assert_true(text_equal(body_text(entry->facts, TEXT("hash")), one.hash) && body_value(entry->facts, TEXT("sealed")).truth);
    assert_int_equal(body_text(entry->personal, TEXT("name")).length, 0);
    /* The same file once more is another box of the same size, and so is a longer one of that step. */
    static const char *const WORDS[] = {SCAN_WORDS, SCAN_WORDS ", và còn nhiều trang nữa"};
    for (size_t i = 0; i < LENGTH_OF(WORDS); i++) {
        (void)house_act(house, &house->owner, "record-attach", attach_given(house, record, text_of(WORDS[i])));
        struct attached next = kept_as(house, record, &other);
        assert_true(next.size == one.size && !text_equal(next.hash, one.hash));
    }
}

static void a_photo_loses_place_and_device_before_it_is_closed(void **state)
{
    struct test_house *house = *state;
    const struct viewer *keeper = house_custodian(house, "giu", NULL);
    int64_t record = a_petition(house);
    struct text photo = BYTES("\xff\xd8" "\xff\xe1\0\x09" "PLACE22" "\xff\xdb\0\x04" "qq" "\xff\xda\0\x04" "ss" "picture" "\xff\xd9");
    int64_t file = house_act(house, &house->owner, "record-attach", attach_given(house, record, photo)).act;
    struct text bytes = node_text_at(opens(house, keeper, record, file, KEEPER_PHRASE), "bytes");
    assert_true(text_contains(bytes, TEXT("picture")) && !text_contains(bytes, TEXT("PLACE")));
}

static void the_biggest_scan_opens_and_what_is_none_is_told_at_its_field(void **state)
{
    struct test_house *house = *state;
    const struct viewer *keeper = house_custodian(house, "giu", NULL);
    int64_t record = a_petition(house);
    char *big = arena_make(house->arena, ATTACHED_BYTES_MAX + 1);
    memset(big, 'x', ATTACHED_BYTES_MAX + 1);
    memcpy(big, "%PDF-", 5);
    const struct {
        struct text bytes;
        const char *code;
    } CASES[] = {{TEXT(""), "act.file-none"},
                 {TEXT("<html>"), "act.scan-kind"},
                 {TEXT("PK\3\4 [Content_Types].xml word/document.xml"), "act.scan-kind"},
                 {TEXT("\xff\xd8\xff\xe0"), "act.file-broken"},
                 {{big, ATTACHED_BYTES_MAX + 1}, "act.file-big"}};
    for (size_t i = 0; i < LENGTH_OF(CASES); i++)
        says(house, &house->owner, "record-attach", attach_given(house, record, CASES[i].bytes), CASES[i].code);
    struct text whole = {big, ATTACHED_BYTES_MAX};
    int64_t file = house_act(house, &house->owner, "record-attach", attach_given(house, record, whole)).act;
    assert_true(text_equal(node_text_at(opens(house, keeper, record, file, KEEPER_PHRASE), "bytes"), whole));
    for (int i = 1; i < ATTACHED_MAX; i++)
        (void)a_scan(house, record);
    says(house, &house->owner, "record-attach", attach_given(house, record, TEXT(SCAN_WORDS)), "act.file-many");
}

/* ---- who ---- */

static void nobody_opens_a_scan_who_does_not_open_the_dossier(void **state)
{
    struct test_house *house = *state;
    const struct viewer *keeper = house_custodian(house, "giu", NULL), *other = house_key_person(house, "tiep", ROLE_RECEPTION);
    int64_t record = a_petition(house), file = a_scan(house, record), second = a_petition(house);
    refuses(house, keeper, record, file, "cau khoa cua ai", "act.passphrase-wrong");
    refuses(house, keeper, record, file, "mat khau cua giu", "act.passphrase-wrong");
    refuses(house, other, record, file, "cau khoa cua tiep", "act.key-not-held");
    refuses(house, &house->owner, record, file, KEEPER_PHRASE, "denied");
    refuses(house, house_person(house, "ghiso", ROLE_RECORDER, "004.mttq"), record, file, KEEPER_PHRASE, "denied");
    refuses(house, house_person(house, "khac", ROLE_RECEPTION, "00118.kv"), record, file, KEEPER_PHRASE, "denied");
    refuses(house, house_person(house, "quantri", ROLE_ADMINISTRATOR, "004.mttq"), record, file, KEEPER_PHRASE, "act.key-administrator");
    /* Nor by another record's number, or none. */
    refuses(house, keeper, second, file, KEEPER_PHRASE, "not found");
    refuses(house, keeper, record, record, KEEPER_PHRASE, "not found");
    struct node *given = open_given(house, record, file, KEEPER_PHRASE);
    node_put(given, "file", node_text(house->arena, TEXT("")));
    says(house, keeper, "dossier-open", given, "not found");
}

static void only_who_writes_the_dossier_adds_a_scan_or_drops_one(void **state)
{
    struct test_house *house = *state;
    const struct viewer *elsewhere = house_person(house, "khac", ROLE_RECORDER, "00118.kv");
    const struct viewer *keeper = house_custodian(house, "giu", NULL);
    int64_t record = a_petition(house), file = a_scan(house, record);
    struct text box;
    says(house, elsewhere, "record-attach", attach_given(house, record, TEXT(SCAN_WORDS)), "denied");
    struct node *given = house_change_given(house, "petition", record);
    node_put(given, "file", node_whole(house->arena, file));
    says(house, elsewhere, "record-detach", given, "denied");
    says(house, &house->owner, "record-detach", given, "act.reason");
    node_put(given, "reason", node_text(house->arena, TEXT("Chụp mờ, đã chụp lại")));
    (void)house_act(house, &house->owner, "record-detach", given);
    assert_true(kept_as(house, record, &box).dropped);
    refuses(house, keeper, record, file, KEEPER_PHRASE, "not found");
}

/* ---- with the dossier's key ---- */

static void a_scan_opens_after_the_key_was_renewed_and_the_old_share_opens_nothing(void **state)
{
    struct test_house *house = *state;
    const struct node *papers;
    const struct viewer *keeper = house_custodian(house, "giu", &papers), *leaver = house_key_person(house, "tiep", ROLE_RECEPTION);
    int64_t record = a_petition(house), file = a_scan(house, record);
    (void)house_act(house, keeper, "body-key-wrap", house_given(house, "unit", "004.mttq", "account", "tiep", "passphrase", KEEPER_PHRASE, NULL));
    (void)opens(house, leaver, record, file, "cau khoa cua tiep");
    struct node *renew = house_given(house, "unit", "004.mttq", "passphrase", KEEPER_PHRASE, "without", "tiep", "reason", "Chuyển công tác", NULL);
    papers = node_at(house_act(house, keeper, "body-key-renew", renew).opened, "papers");
    refuses(house, leaver, record, file, "cau khoa cua tiep", "act.key-not-held");
    assert_true(text_is(node_text_at(opens(house, keeper, record, file, KEEPER_PHRASE), "bytes"), SCAN_WORDS));
    /* Both papers bring a new custodian to it. */
    const struct viewer *fresh = house_key_person(house, "moi", ROLE_CUSTODIAN);
    struct node *recover = house_given(house, "unit", "004.mttq", "reason", "Phục hồi khóa", NULL);
    static const char *const HALVES[] = {"half_1", "half_2"};
    for (size_t i = 0; i < LENGTH_OF(HALVES); i++)
        node_put(recover, HALVES[i], node_text(house->arena, node_text_at(papers->list.items[i], "words")));
    (void)house_act(house, fresh, "body-key-renew", recover);
    assert_true(text_is(node_text_at(opens(house, fresh, record, file, "cau khoa cua moi"), "name"), SCAN_NAME));
}

static void a_successor_opens_the_scans_that_were_passed_on_and_the_old_body_no_more(void **state)
{
    struct test_house *house = *state;
    const struct viewer *keeper = house_custodian(house, "giu", NULL), *heir = house_person(house, "kevi", ROLE_CUSTODIAN, "00118.kv");
    int64_t record = a_petition(house), before = a_scan(house, record);
    (void)house_act(house, heir, "officer-key-make", house_given(house, "passphrase_new", "cau khoa cua kevi", NULL));
    (void)house_act(house, heir, "body-key-make", house_given(house, "unit", "00118.kv", "passphrase", "cau khoa cua kevi", NULL));
    struct node *pass = house_given(house, "from", "004.mttq", "unit", "00118.kv", "register", "petition", "passphrase", KEEPER_PHRASE, "reason",
                                    "Chuyển theo thẩm quyền", NULL);
    node_put(pass, "record", node_whole(house->arena, record));
    (void)house_act(house, keeper, "dossier-pass", pass);
    int64_t after = a_scan(house, record); /* what comes later is closed for the new body */
    (void)opens(house, heir, record, before, "cau khoa cua kevi");
    (void)opens(house, heir, record, after, "cau khoa cua kevi");
    refuses(house, keeper, record, before, KEEPER_PHRASE, "denied");
    refuses(house, keeper, record, after, KEEPER_PHRASE, "denied");
}

/* Two scans change places in the table: each is the bytes its hash says, and neither is that act's. */
static bool exchange(void *context, struct connection *writer, struct failure *why)
{
    static const char words[] = "UPDATE attached SET hash = CASE WHEN hash = ?1 THEN ?2 ELSE ?1 END";
    const struct text *hashes = context;
    struct store_value both[] = {store_text(hashes[0]), store_text(hashes[1])};
    return store_run(writer, &(struct sql){"exchange", words, NULL}, both, LENGTH_OF(both), why);
}

static void a_box_put_in_another_scans_place_does_not_open(void **state)
{
    struct test_house *house = *state;
    const struct viewer *keeper = house_custodian(house, "giu", NULL);
    int64_t record = a_petition(house), first = a_scan(house, record), second;
    struct text box, hashes[2] = {kept_as(house, record, &box).hash};
    struct act_answer answer;
    struct failure why;
    second = a_scan(house, record);
    hashes[1] = kept_as(house, record, &box).hash;
    assert_true(store_write(instance_store(house->instance), exchange, hashes, &why));
    assert_false(house_try(house, keeper, "dossier-open", open_given(house, record, first, KEEPER_PHRASE), &answer, &why));
    assert_int_equal(why.kind, FAILURE_BROKEN);
    assert_false(house_try(house, keeper, "dossier-open", open_given(house, record, second, KEEPER_PHRASE), &answer, &why));
    assert_true(store_write(instance_store(house->instance), exchange, hashes, &why));
    (void)opens(house, keeper, record, first, KEEPER_PHRASE);
}

struct erasing {
    int64_t shard, record;
};

/* As a disposal does: the personal body, the box, and the texts of the row. */
static bool erase(void *context, struct connection *writer, struct failure *why)
{
    struct erasing *erasing = context;
    return journal_erase_personal(writer, erasing->shard, erasing->record, why) && dossier_erase(writer, erasing->shard, erasing->record, why) &&
           store_define(writer, "UPDATE r_petition SET summary = NULL", why) && store_define(writer, "DELETE FROM word WHERE register = 'petition'", why);
}

static void without_the_dossiers_key_nothing_opens_and_nothing_is_added(void **state)
{
    struct test_house *house = *state;
    const struct viewer *keeper = house_custodian(house, "giu", NULL);
    struct erasing erasing = {.shard = instance_shard(house->instance), .record = a_petition(house)};
    int64_t file = a_scan(house, erasing.record);
    struct failure why;
    assert_true(store_write(instance_store(house->instance), erase, &erasing, &why));
    refuses(house, keeper, erasing.record, file, KEEPER_PHRASE, "act.nothing-sealed");
    says(house, &house->owner, "record-attach", attach_given(house, erasing.record, TEXT(SCAN_WORDS)), "act.scan-no-dossier");
}

static void a_disposed_records_scans_are_gone_with_its_key(void **state)
{
    struct test_house *house = *state;
    const struct viewer *keeper = house_custodian(house, "giu", NULL);
    struct text box;
    int64_t record = a_petition(house), file = a_scan(house, record);
    house_at(house, 2051, 1, 2);
    struct node *given = house_given(house, "register", "petition", "unit", "004.mttq", "decision", "12/QĐ-UBND", "decided_on", "01/12/2050", "council",
                                     "Chánh Văn phòng, văn thư", "all", "yes", NULL);
    (void)house_act(house, &house->owner, "record-dispose", given);
    struct attached left = kept_as(house, record, &box);
    assert_true(left.dropped && text_is(left.type, "application/pdf"));
    assert_true(entry_of(house, file)->erased);
    keeper = house_viewer(house, "giu");
    refuses(house, keeper, record, file, KEEPER_PHRASE, "conflict");
    says(house, &house->owner, "record-attach", attach_given(house, record, TEXT(SCAN_WORDS)), "conflict");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, house_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_scan_is_read_as_it_was_with_its_name_and_the_reading_is_noted),
        TEST(what_is_kept_is_the_closed_box_and_tells_kind_and_size_in_steps),
        TEST(a_photo_loses_place_and_device_before_it_is_closed),
        TEST(the_biggest_scan_opens_and_what_is_none_is_told_at_its_field),
        TEST(nobody_opens_a_scan_who_does_not_open_the_dossier),
        TEST(only_who_writes_the_dossier_adds_a_scan_or_drops_one),
        TEST(a_scan_opens_after_the_key_was_renewed_and_the_old_share_opens_nothing),
        TEST(a_successor_opens_the_scans_that_were_passed_on_and_the_old_body_no_more),
        TEST(a_box_put_in_another_scans_place_does_not_open),
        TEST(without_the_dossiers_key_nothing_opens_and_nothing_is_added),
        TEST(a_disposed_records_scans_are_gone_with_its_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
