/* fault_test.c — the disk fails at any statement of any act: nothing is half-written, and the next act works. */
#include "support/house/house.h"

#include "base/file.h"
#include "keep/store/backup.h"
#include "keep/store/store.h"

#include <pthread.h>
#include <sched.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

struct faulty {
    struct test_house *house;
    struct store_fault *fault;
    struct store *before; /* a copy of the moment before the act */
    const char *copy;
};

/* The house's folder once more, by a store that fails on demand. */
static struct faulty faulty_open(struct test_house *house)
{
    struct faulty faulty = {.house = house, .fault = arena_make(house->arena, sizeof *faulty.fault)};
    const struct instance_options options = {.writing = true,
                                             .readers = 2,
                                             .world = world_fixed(moment_of(day_of(2021, 9, 8), 10, 0), 7),
                                             .fault = faulty.fault};
    struct failure why;
    instance_close(house->instance);
    house->instance = NULL;
    if (!instance_open(house->folder, &options, &house->instance, &why))
        fail_msg("%s", why.text);
    return faulty;
}

static void keep_moment(struct faulty *faulty)
{
    struct failure why;
    faulty->copy = text_format(faulty->house->arena, "%s/before.db", faulty->house->folder).bytes;
    if (!store_backup(instance_store(faulty->house->instance), faulty->copy, &why) ||
        !store_open(&(struct store_options){.address = faulty->copy, .readers = 1}, &faulty->before, &why))
        fail_msg("%s", why.text);
}

static void drop_moment(struct faulty *faulty)
{
    store_close(faulty->before);
    assert_int_equal(remove(faulty->copy), 0);
}

static void check_as_before(struct faulty *faulty, const char *act)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct store_difference difference;
    struct failure why;
    if (!store_compare(instance_store(faulty->house->instance), faulty->before, NULL, 0, scratch, &difference,
                       &why))
        fail_msg("%s", why.text);
    if (difference.table.length > 0)
        fail_msg("%s left something in %.*s: %.*s, %.*s", act, TEXT_ARGS(difference.table),
                 TEXT_ARGS(difference.key), TEXT_ARGS(difference.what));
}

/* ---- an example of each act ---- */

static struct node *write_given(struct test_house *house)
{
    return house_write_given(house, "outreach", "00118.kv", "held_on", "01/09/2021", "topic", "Phân loại rác",
                             "form", "meeting", "attendance", "40", "about", "luat-mttq-2015", "speaker",
                             "Người trình bày", NULL);
}

static int64_t a_session(struct test_house *house)
{
    return house_act(house, &house->owner, "record-write", write_given(house)).record;
}

static struct node *correct_given(struct test_house *house)
{
    struct node *given = house_change_given(house, "outreach", a_session(house));
    node_put(given, "fields", house_given(house, "attendance", "45", "held_on", "30/06/2021", NULL));
    node_put(given, "reason", node_text(house->arena, TEXT("Ghi nhầm số")));
    return given;
}

static struct node *withdraw_given(struct test_house *house)
{
    struct node *given = house_change_given(house, "outreach", a_session(house));
    node_put(given, "reason", node_text(house->arena, TEXT("Ghi trùng")));
    return given;
}

static struct node *move_given(struct test_house *house)
{
    struct node *given = house_change_given(house, "outreach", a_session(house));
    node_put(given, "act", node_text(house->arena, TEXT("check")));
    return given;
}

static struct node *send_given(struct test_house *house)
{
    return house_given(house, "unit", "00118.kv", "period", "2021-Q3", NULL);
}

static struct node *take_back_given(struct test_house *house)
{
    (void)house_act(house, &house->owner, "period-send", send_given(house));
    return send_given(house);
}

/* The first section of the small pack's report that is of this kind. */
static struct node *draft_given(struct test_house *house, enum section_kind kind)
{
    const struct report_definition *report =
        definition_report(house_now(house)->definition, TEXT("quarterly-portal"));
    struct node *given =
        house_given(house, "report", "quarterly-portal", "unit", "004", "period", "2021-Q3", NULL);
    for (size_t i = 0; i < report->section_count && !node_at(given, "section"); i++) {
        const struct section_definition *section = &report->sections[i];
        if (section->kind != kind || (kind == SECTION_TEXT && section->use_count == 0))
            continue;
        node_put(given, "section", node_text(house->arena, section->id));
        if (kind == SECTION_TEXT)
            node_put(given, "figure", node_text(house->arena, section->uses[0]->name));
    }
    assert_non_null(node_at(given, "section"));
    return given;
}

static struct node *words_given(struct test_house *house)
{
    struct node *given = draft_given(house, SECTION_WORDS);
    node_put(given, "words", node_text(house->arena, TEXT("Nhân dân đồng tình.")));
    return given;
}

static struct node *leave_out_given(struct test_house *house)
{
    struct node *given = draft_given(house, SECTION_TEXT);
    node_put(given, "left_out", node_text(house->arena, TEXT("yes")));
    node_put(given, "note", node_text(house->arena, TEXT("Phường chưa gửi đủ")));
    return given;
}

static struct node *outline_given(struct test_house *house)
{
    struct node *given = draft_given(house, SECTION_TEXT);
    node_put(given, "change", node_text(house->arena, TEXT("drop")));
    return given;
}

static struct node *estimate_given(struct test_house *house)
{
    struct node *given = draft_given(house, SECTION_TEXT);
    node_put(given, "section", node_text(house->arena, TEXT("outreach")));
    node_put(given, "figure", node_text(house->arena, TEXT("outreach.sessions")));
    node_put(given, "value", node_text(house->arena, TEXT("120")));
    return given;
}

static struct node *publish_given(struct test_house *house)
{
    return house_given(house, "report", "quarterly-portal", "unit", "004", "period", "2021-Q3", "title",
                       "Kết quả quý III", "document_vi", "{\"vi\":1}", "document_en", "{\"en\":1}", "figures",
                       "{}", NULL);
}

static struct node *add_given(struct test_house *house)
{
    return house_given(house, "name", "lan", "full_name", "Lan", "password", "mật khẩu đủ dài", NULL);
}

static struct node *password_given(struct test_house *house)
{
    (void)house_person(house, "mai", ROLE_RECORDER, "00118.kv");
    return house_given(house, "account", "mai", "password", "mật khẩu khác hẳn", NULL);
}

static struct node *lock_given(struct test_house *house)
{
    (void)house_person(house, "dung", ROLE_RECORDER, "00118.kv");
    return house_given(house, "account", "dung", "locked", "yes", NULL);
}

static struct node *notice_given(struct test_house *house)
{
    (void)house_person(house, "thu", ROLE_RECORDER, "00118.kv");
    return house_given(house, "account", "thu", "mail", "thu@phuong.example", "digest", "yes", "calendar", "keep", NULL);
}

static struct node *grant_given(struct test_house *house)
{
    (void)house_person(house, "hoa", ROLE_RECORDER, "00118.kv");
    return house_given(house, "account", "hoa", "role", "officer", "unit", "004.bdv", NULL);
}

static struct node *grant_end_given(struct test_house *house)
{
    const struct viewer *person = house_person(house, "son", ROLE_RECORDER, "00118.kv");
    struct node *given = node_map(house->arena);
    node_put(given, "grant", node_whole(house->arena, person->account->grants[0].number));
    return given;
}

static struct definition_source upgraded(struct arena *arena)
{
    struct definition_source source = house_source_changed(arena, house_petition_source(arena), "pack.yaml", "version: 7", "version: 8");
    return house_source_changed(arena, source, "registers/outreach.yaml", "  remark:     {",
                                "  place:      {is: text, title: {vi: \"Địa điểm\"}}\n  remark:     {");
}

static struct node *upgrade_given(struct test_house *house)
{
    return house_files_given(house->arena, upgraded(house->arena));
}

/* Funds, on top of what the upgrade above brought. */
static struct node *reverse_given(struct test_house *house)
{
    (void)house_act(house, &house->owner, "upgrade", house_files_given(house->arena, house_source_with(house->arena, upgraded(house->arena), "funds")));
    int64_t box = house_write(house, "box", "00118.pn", "opened_on", "01/09/2021", "title_of", "Quỹ", "purpose", "poor", NULL);
    const char *fund = text_format(house->arena, "%lld", (long long)box).bytes;
    int64_t gift = house_write(house, "gift", "00118.pn", "booked_on", "02/09/2021", "box", fund, "direction", "received", "amount", "500.000", NULL);
    struct node *given = house_change_given(house, "gift", gift);
    node_put(given, "reason", node_text(house->arena, TEXT("Ghi nhầm số tiền")));
    return given;
}

/* Missions that keep what they found, on top of that. */
static struct node *person_key_given(struct test_house *house)
{
    struct definition_source source = house_source_with(house->arena, house_source_with(house->arena, upgraded(house->arena), "funds"), "missions");
    (void)house_act(house, &house->owner, "upgrade", house_files_given(house->arena, source));
    struct node *given = house_given(house, "register", "supervision", NULL);
    node_put(given, "record",
             node_whole(house->arena, house_write(house, "supervision", "004.mttq", "topic", "Chính sách hỗ trợ", "worked_on", "01/09/2021", NULL)));
    return given;
}

/* ---- a sheet that comes in, and goes again ---- */

static struct node *open_given(struct test_house *house)
{
    return house_given(house, "register", "outreach", "file_name", "dan-van-9-2021.xlsx", "rows", "1", "parts", "1", "added", "1", "changed",
                       "0", "same", "0", NULL);
}

/* An import whose only part holds no record. */
static struct node *import_given(struct test_house *house)
{
    struct node *given = house_given(house, "part", "1", "acts", "0", "reason", "Nhập nhầm tệp", NULL);
    node_put(given, "import", node_whole(house->arena, house_act(house, &house->owner, "import-open", open_given(house)).act));
    return given;
}

static struct node *closed_given(struct test_house *house)
{
    struct node *given = import_given(house);
    (void)house_act(house, &house->owner, "import-part", given);
    (void)house_act(house, &house->owner, "import-close", given);
    return given;
}

static struct node *undoing_given(struct test_house *house)
{
    struct node *given = closed_given(house);
    (void)house_act(house, &house->owner, "import-undo", given);
    return given;
}

/* ---- a figure of an old report ---- */

static struct node *retype_given(struct test_house *house)
{
    return house_given(house, "figure", "outreach.sessions", "unit", "004", "period", "2020-Q3", "value", "1512", "paper_number",
                       "45-BC/BDVQU", "paper_name", "Báo cáo quý III năm 2020", "paper_day", "05/10/2020", "reason", "Báo cáo đã bị thay", NULL);
}

static struct node *retyped_given(struct test_house *house)
{
    (void)house_act(house, &house->owner, "figure-retype", retype_given(house));
    return retype_given(house);
}

/* ---- a file of a record ---- */

static struct node *attach_given(struct test_house *house)
{
    struct node *given = house_change_given(house, "outreach", a_session(house));
    node_put(given, "name", node_text(house->arena, TEXT("ke-hoach.pdf")));
    node_put(given, "file", node_text(house->arena, TEXT("%PDF-1.4 một trang")));
    return given;
}

static struct node *detach_given(struct test_house *house)
{
    struct node *given = attach_given(house);
    int64_t file = house_act(house, &house->owner, "record-attach", given).act;
    node_put(given, "file", node_whole(house->arena, file));
    node_put(given, "reason", node_text(house->arena, TEXT("Gửi nhầm tệp")));
    return given;
}

static struct node *dispose_given(struct test_house *house)
{
    struct node *given = house_given(house, "register", "outreach", "unit", "00118.kv", "decision", "12/QĐ-UBND", "decided_on", "01/09/2021",
                                     "council", "Chánh Văn phòng, văn thư", NULL);
    struct node *written = write_given(house);
    node_put(written, "fields", house_given(house, "held_on", "01/06/2010", "topic", "Phân loại rác", "form", "loudspeaker", "speaker", "Người trình bày", NULL));
    node_put(given, "records", node_whole(house->arena, house_act(house, &house->owner, "record-write", written).record));
    return given;
}

/* ---- a way of looking at a list ---- */

static struct node *save_given(struct test_house *house)
{
    return house_given(house, "register", "outreach", "name", "Họp tháng 9", "query", "tim=h%E1%BB%8Dp&tu=01%2F09%2F2021", NULL);
}

static struct node *drop_given(struct test_house *house)
{
    struct node *given = node_map(house->arena);
    node_put(given, "list", node_whole(house->arena, house_act(house, &house->owner, "list-save", save_given(house)).act));
    return given;
}

/* ---- keys and what is sealed ---- */

static struct node *own_key_given(struct test_house *house)
{
    (void)house_custodian(house, "giu", NULL);
    return house_given(house, "passphrase_new", "một câu chỉ tôi nhớ", "passphrase_again", "một câu chỉ tôi nhớ", NULL);
}

static struct node *first_key_given(struct test_house *house)
{
    (void)house_grant(house, "giu", ROLE_CUSTODIAN, "00118.kv");
    return house_given(house, "unit", "00118.kv", "passphrase", "một câu chỉ tôi nhớ", NULL);
}

static struct node *share_given(struct test_house *house)
{
    (void)house_key_person(house, "tiep", ROLE_RECEPTION);
    (void)house_grant(house, "tiep", ROLE_RECEPTION, "00118.kv");
    return house_given(house, "unit", "00118.kv", "account", "tiep", "passphrase", "một câu chỉ tôi nhớ", NULL);
}

static int64_t a_petition(struct test_house *house)
{
    struct node *given = house_write_given(house, "petition", "004.mttq", "received_on", "01/09/2021", "summary", "Ngập đường", "petitioner",
                                           "Nguyễn Thị Mẫu", NULL);
    node_put(given, "sealed_for", node_text(house->arena, TEXT("00118.kv")));
    return house_act(house, &house->owner, "record-write", given).record;
}

static struct node *renew_given(struct test_house *house)
{
    (void)a_petition(house);
    return house_given(house, "unit", "00118.kv", "passphrase", "một câu chỉ tôi nhớ", "reason", "Một người chuyển công tác", NULL);
}

static struct node *open_seal_given(struct test_house *house)
{
    struct node *given = house_change_given(house, "petition", a_petition(house));
    node_put(given, "passphrase", node_text(house->arena, TEXT("một câu chỉ tôi nhớ")));
    node_put(given, "reason", node_text(house->arena, TEXT("Gửi giấy mời")));
    return given;
}

static struct node *scan_given(struct test_house *house)
{
    struct node *given = house_change_given(house, "petition", a_petition(house));
    node_put(given, "name", node_text(house->arena, TEXT("don.pdf")));
    node_put(given, "file", node_text(house->arena, TEXT("%PDF-1.4 một lá đơn")));
    return given;
}

static struct node *open_scan_given(struct test_house *house)
{
    struct node *attach = scan_given(house), *given = house_given(house, "register", "petition", "passphrase", "một câu chỉ tôi nhớ", "reason",
                                                                  "Đối chiếu với sổ", NULL);
    struct act_answer attached = house_act(house, &house->owner, "record-attach", attach);
    node_put(given, "record", node_whole(house->arena, attached.record));
    node_put(given, "file", node_whole(house->arena, attached.act));
    return given;
}

static struct node *pass_given(struct test_house *house)
{
    (void)a_petition(house);
    return house_given(house, "from", "00118.kv", "unit", "004.mttq", "passphrase", "một câu chỉ tôi nhớ", "reason", "Sáp nhập", NULL);
}

static struct node *rewrap_given(struct test_house *house)
{
    return house_given(house, "passphrase", "một câu chỉ tôi nhớ", "passphrase_new", "một câu khác tôi nhớ", NULL);
}

static struct node *nothing_given(struct test_house *house)
{
    return node_map(house->arena);
}

static const struct example {
    const char *act;
    struct node *(*given)(struct test_house *house);
} EXAMPLES[] = {
    {"record-write", write_given},        {"record-correct", correct_given},
    {"record-withdraw", withdraw_given},  {"record-move", move_given},
    {"period-send", send_given},          {"period-take-back", take_back_given},
    {"draft-words", words_given},         {"draft-leave-out", leave_out_given},
    {"figure-estimate", estimate_given},  {"outline-change", outline_given},
    {"report-publish", publish_given},    {"account-add", add_given},
    {"account-password", password_given}, {"account-lock", lock_given},
    {"account-grant", grant_given},       {"account-grant-end", grant_end_given},
    {"rebuild", nothing_given},           {"upgrade", upgrade_given},
    {"import-open", open_given},          {"import-part", import_given},
    {"import-close", import_given},       {"import-undo", closed_given},
    {"import-undo-part", undoing_given},  {"figure-retype", retype_given},
    {"figure-retype-withdraw", retyped_given}, {"account-notice", notice_given},
    {"record-reverse", reverse_given},    {"person-key-make", person_key_given},
    {"record-attach", attach_given},      {"record-detach", detach_given},
    {"record-dispose", dispose_given},
    {"list-save", save_given},            {"list-drop", drop_given},
    /* In this order: each stands on what the one before has made. */
    {"officer-key-make", own_key_given}, {"body-key-make", first_key_given},
    {"body-key-wrap", share_given},      {"body-key-renew", renew_given},
    {"record-attach", scan_given},       {"dossier-open", open_scan_given},
    {"dossier-open", open_seal_given},   {"dossier-pass", pass_given},
    {"officer-key-rewrap", rewrap_given},
};

/* ---- failing at each statement ---- */

static int64_t next_statement(int64_t number)
{
    return number + 1 + number / 8; /* the first ones each, of long acts fewer and fewer */
}

static void fail_everywhere(struct faulty *faulty, const struct example *example)
{
    struct test_house *house = faulty->house;
    struct node *given = example->given(house);
    const struct viewer *viewer = act_is_of_keys(text_of(example->act)) ? house_viewer(house, "giu") : &house->owner;
    struct act_answer answer;
    struct failure why;
    keep_moment(faulty);
    int64_t number = 1, failed = 0;
    for (;; number = next_statement(number), failed++) {
        *faulty->fault = (struct store_fault){.countdown = number};
        bool done = house_try(house, viewer, example->act, given, &answer, &why);
        bool fired = faulty->fault->countdown <= 0;
        *faulty->fault = (struct store_fault){0};
        if (!fired) {
            if (!done)
                fail_msg("%s does not work once the disk does: %s", example->act, why.text);
            break;
        }
        if (done)
            fail_msg("%s says that it is done though statement %lld failed", example->act, (long long)number);
        check_as_before(faulty, example->act);
    }
    if (answer.problems.errors > 0)
        fail_msg("%s: the example is refused: %s", example->act, answer.problems.items[0].code);
    assert_true(failed >= 3 && answer.act > 0);
    drop_moment(faulty);
}

static void a_failing_statement_undoes_the_act_and_the_next_one_works(void **state)
{
    struct faulty faulty = faulty_open(*state);
    house_add_petitions(*state);
    for (size_t i = 0; i < LENGTH_OF(EXAMPLES); i++)
        fail_everywhere(&faulty, &EXAMPLES[i]);
}

static void every_act_there_is_has_an_example(void **state)
{
    (void)state;
    for (size_t i = 0; i < act_count(); i++) {
        bool found = false;
        for (size_t k = 0; k < LENGTH_OF(EXAMPLES) && !found; k++)
            found = text_is(act_name(i), EXAMPLES[k].act);
        if (!found)
            fail_msg("%.*s has none", TEXT_ARGS(act_name(i)));
    }
}

/* As on a full disk: from one statement on all fail, until there is room again. */
static void when_the_disk_is_full_nothing_is_kept_until_there_is_room(void **state)
{
    struct test_house *house = *state;
    struct faulty faulty = faulty_open(house);
    struct act_answer answer;
    struct failure why;
    keep_moment(&faulty);
    for (int64_t number = 1; number < 30; number += 3) {
        *faulty.fault = (struct store_fault){.countdown = number, .stays = true};
        for (int i = 0; i < 3; i++)
            if (house_try(house, &house->owner, "record-write", write_given(house), &answer, &why) &&
                faulty.fault->countdown <= 0)
                fail_msg("an act says that it is done on a full disk");
        bool fired = faulty.fault->countdown <= 0;
        *faulty.fault = (struct store_fault){0};
        if (!fired)
            break;
        if (number < 10)
            check_as_before(&faulty, "record-write");
    }
    drop_moment(&faulty);
    (void)a_session(house);
}

/* One of many fails: none of them is kept. */
static void many_acts_as_one_piece_are_all_undone(void **state)
{
    enum { MANY = 20 };
    struct test_house *house = *state;
    struct faulty faulty = faulty_open(house);
    struct act_request requests[MANY];
    struct act_answer answers[MANY];
    struct failure why;
    bool fired = true;
    for (size_t i = 0; i < MANY; i++)
        requests[i] = (struct act_request){
            .name = TEXT("record-write"), .viewer = &house->owner, .given = write_given(house)};
    keep_moment(&faulty);
    for (int64_t number = 1; fired; number = next_statement(number)) {
        *faulty.fault = (struct store_fault){.countdown = number};
        bool done = act_perform_many(house->instance, requests, MANY, house->arena, answers, &why);
        fired = faulty.fault->countdown <= 0;
        *faulty.fault = (struct store_fault){0};
        assert_true(done == !fired);
        if (fired)
            check_as_before(&faulty, "a piece of work");
    }
    drop_moment(&faulty);
    assert_int_equal(house_figure(house, "outreach.sessions", "004", "2021-Q3").number.digits, MANY);
}

/* ---- of acts that one commit carries, one fails ---- */

enum { PEOPLE = 6 };

struct person {
    struct test_house *house;
    const struct node *given;
    bool done;
    pthread_t thread;
};

static void *write_one(void *context)
{
    struct person *person = context;
    struct arena *CLOSING(arena) own = arena_open();
    const struct act_request request = {.name = TEXT("record-write"), .viewer = &person->house->owner, .given = person->given};
    struct act_answer answer;
    struct failure why;
    person->done = act_perform(person->house->instance, &request, own, &answer, &why);
    return NULL;
}

struct start {
    struct store *store;
    struct person *people;
};

/* Holds the writer until all stand in its queue. */
static bool gather_people(void *context, struct connection *writer, struct failure *why)
{
    struct start *start = context;
    (void)writer;
    (void)why;
    for (int i = 0; i < PEOPLE; i++)
        assert_int_equal(pthread_create(&start->people[i].thread, NULL, write_one, &start->people[i]), 0);
    while (store_counts(start->store).waiting < PEOPLE)
        (void)sched_yield();
    return true;
}

/* How many of them succeed when the statement `number` behind their gathering fails, and perhaps one more. */
static int64_t write_together(struct faulty *faulty, const struct node *given, struct store_fault fault, bool *fired)
{
    struct person people[PEOPLE];
    struct start start = {instance_store(faulty->house->instance), people};
    struct failure why;
    int64_t done = 0;
    for (int i = 0; i < PEOPLE; i++)
        people[i] = (struct person){.house = faulty->house, .given = given};
    *faulty->fault = fault;
    faulty->fault->countdown += 2; /* the gathering's own beginning and commit */
    if (!store_write(start.store, gather_people, &start, &why))
        fail_msg("%s", why.text);
    for (int i = 0; i < PEOPLE; i++) {
        (void)pthread_join(people[i].thread, NULL);
        done += people[i].done;
    }
    *fired = faulty->fault->countdown <= 0;
    *faulty->fault = (struct store_fault){0};
    return done;
}

/* The figure counts who was told "done"; that all tables are as the journal says, the teardown proves. */
static void of_acts_in_one_commit_the_one_that_fails_is_undone_alone(void **state)
{
    struct test_house *house = *state;
    struct faulty faulty = faulty_open(house);
    const struct node *given = write_given(house);
    int64_t sessions = a_session(house) > 0, alone = 0;
    bool fired = true;
    /* A statement that fails once spoils the others: they are run once more, and all succeed. Only with the commit all fail. */
    for (int64_t number = 1; fired; number += 1 + number / 20) {
        int64_t done = write_together(&faulty, given, (struct store_fault){.countdown = number}, &fired);
        assert_true(done == PEOPLE || (done == 0 && fired));
        sessions += done;
        assert_int_equal(house_figure(house, "outreach.sessions", "004", "2021-Q3").number.digits, sessions);
    }
    /* The second statement of all fails; and one more of those that are then run each in its savepoint. */
    fired = true;
    for (int64_t number = 1; fired; number += 1 + number / 20) {
        int64_t done = write_together(&faulty, given, (struct store_fault){.countdown = 2, .then = number}, &fired);
        assert_true(done == 0 || done == PEOPLE - 1 || done == PEOPLE);
        assert_true(done == PEOPLE || fired);
        alone += done == PEOPLE - 1;
        sessions += done;
        assert_int_equal(house_figure(house, "outreach.sessions", "004", "2021-Q3").number.digits, sessions);
    }
    assert_true(alone > PEOPLE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_act_there_is_has_an_example),
        cmocka_unit_test_setup_teardown(a_failing_statement_undoes_the_act_and_the_next_one_works,
                                        house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(when_the_disk_is_full_nothing_is_kept_until_there_is_room,
                                        house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(many_acts_as_one_piece_are_all_undone, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(of_acts_in_one_commit_the_one_that_fails_is_undone_alone, house_setup, house_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
