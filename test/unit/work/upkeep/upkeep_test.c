/* upkeep_test.c — a folder is made whole or not at all; what was changed behind the acts' back is found; a backup comes back. */
#include "support/house/house.h"
#include "support/store/address.h"
#include "work/upkeep/upkeep.h"

#include "base/file.h"
#include "keep/record/attached.h"
#include "keep/record/ledger.h"
#include "keep/store/backup.h"
#include "keep/store/statement.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#define SMALL TEXT(DANVAN_TEST_DATA "/packs/small")

/* ---- making a folder ---- */

static const char *fresh_name(struct arena *arena)
{
    char folder[] = "/tmp/danvan-upkeep-XXXXXX";
    assert_non_null(mkdtemp(folder));
    return text_copy(arena, text_of(folder)).bytes;
}

static size_t files_below(struct arena *arena, const char *folder)
{
    struct list paths = {0};
    struct failure why;
    assert_true(folder_files(arena, folder, 100, &paths, &why));
    return paths.count;
}

static bool init(const char *folder, struct text pack, struct arena *arena, struct problems *problems, struct failure *why)
{
    const struct upkeep_init ask = {.folder = folder, .pack = pack, .world = world_real(),
                                    .store = test_store_named(arena, folder, "init")};
    problems_init(problems, arena, 20);
    return upkeep_init(&ask, arena, problems, why);
}

static void a_new_folder_verifies(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const char *above = fresh_name(arena), *folder = text_format(arena, "%s/quan/", above).bytes;
    struct problems problems;
    struct failure why;
    struct upkeep_verified verified;
    assert_true(init(folder, SMALL, arena, &problems, &why));
    assert_int_equal(problems.errors, 0);
    assert_true(upkeep_verify(folder, NULL, arena, &verified, &why));
    assert_int_equal(verified.problems.errors, 0);
    assert_int_equal(verified.acts, 1);
    assert_true(folder_delete(above, &why));
}

static void a_name_that_is_taken_is_left_alone(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const char *folder = fresh_name(arena);
    struct problems problems;
    struct failure why;
    assert_true(file_replace(text_format(arena, "%s/thu.txt", folder).bytes, TEXT("của ai đó"), &why));
    assert_false(init(folder, SMALL, arena, &problems, &why));
    assert_int_equal(why.kind, FAILURE_CONFLICT);
    assert_int_equal(files_below(arena, folder), 1);
    assert_true(folder_delete(folder, &why));
}

static void a_pack_with_problems_makes_nothing(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const char *above = fresh_name(arena), *pack = text_format(arena, "%s/packs/rach", above).bytes;
    struct problems problems;
    struct failure why;
    assert_true(folder_make(pack, &why));
    assert_true(file_replace(text_format(arena, "%s/pack.yaml", pack).bytes, TEXT("pack: rach\nversion: một\n"), &why));
    assert_true(init(text_format(arena, "%s/quan", above).bytes, text_of(pack), arena, &problems, &why));
    assert_true(problems.errors > 0);
    bool told = false;
    for (size_t i = 0; i < problems.count; i++)
        told = told || (problems.items[i].place.line == 2 && text_is(problems.items[i].place.file, "rach/pack.yaml"));
    assert_true(told);
    assert_int_equal(files_below(arena, above), 1);
    assert_true(folder_delete(above, &why));
}

static void a_pack_is_named_or_is_a_folder(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct upkeep_pack pack = upkeep_pack(arena, TEXT("goi/quan/"));
    assert_string_equal(pack.folder, "goi/");
    assert_true(text_is(pack.name, "quan"));
    assert_int_equal(setenv("DANVAN_PACKS", "/srv/packs", 1), 0);
    assert_string_equal(upkeep_pack(arena, TEXT("vietnam")).folder, "/srv/packs");
    assert_int_equal(unsetenv("DANVAN_PACKS"), 0);
    assert_true(text_is(upkeep_pack(arena, TEXT("vietnam")).name, "vietnam"));
}

/* ---- what could not be made ---- */

static bool holds_nothing(struct arena *arena, const char *address)
{
    struct store *CLOSING(store) store = NULL;
    struct connection *CLOSING(store_read) reading = NULL;
    struct list tables = {0};
    struct failure why;
    const struct store_options options = {.address = address, .readers = 1};
    if (!store_open(&options, &store, &why))
        return why.kind == FAILURE_NOT_FOUND;
    return store_read_begin(store, &reading, &why) && store_tables(reading, arena, &tables, &why) && tables.count == 0;
}

/* The database fails at one statement after the other, until there is none left to fail at. */
static void an_init_that_fails_leaves_nothing_behind(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const char *above = fresh_name(arena), *folder = text_format(arena, "%s/quan", above).bytes;
    const char *store = test_store_named(arena, above, "init");
    struct failure why;
    int failed = 0;
    for (int64_t at = 1;; at += 37, failed++) {
        struct store_fault fault = {.countdown = at};
        struct problems problems;
        const struct upkeep_init ask = {.folder = folder, .pack = SMALL, .world = world_real(), .store = store, .fault = &fault};
        problems_init(&problems, arena, 20);
        if (upkeep_init(&ask, arena, &problems, &why))
            break;
        assert_int_equal(files_below(arena, above), 0);
        assert_true(store == NULL || holds_nothing(arena, store));
    }
    assert_true(failed > 3);
    struct upkeep_verified verified;
    assert_true(upkeep_verify(folder, NULL, arena, &verified, &why));
    assert_int_equal(verified.problems.errors, 0);
    assert_true(folder_delete(above, &why));
}

/* ---- verify ---- */

static void some_life(struct test_house *house)
{
    int64_t first = house_write(house, "outreach", "00118.kv", "held_on", "08/09/2021", "topic", "Tiêm vắc-xin", "form", "meeting", "attendance",
                                "40", "home_group", "00118.g1", "about", "luat-mttq-2015", "speaker", "một người", NULL);
    int64_t second = house_write(house, "outreach", "00136.kv", "held_on", "01/09/2021", "topic", "Rác", "form", "loudspeaker", NULL);
    (void)house_write(house, "supervision", "004.mttq", "topic", "Chính sách hỗ trợ", "planned_for", "30/08/2021", "worked_on", "30/08/2021",
                      "supervised", "00118", NULL);
    struct node *correct = house_change_given(house, "outreach", first);
    node_put(correct, "reason", node_text(house->arena, TEXT("đếm lại danh sách")));
    node_put(node_put(correct, "fields", node_map(house->arena)), "attendance", node_text(house->arena, TEXT("42")));
    (void)house_act(house, &house->owner, "record-correct", correct);
    struct node *withdraw = house_change_given(house, "outreach", second);
    node_put(withdraw, "reason", node_text(house->arena, TEXT("ghi hai lần")));
    (void)house_act(house, &house->owner, "record-withdraw", withdraw);
    (void)house_person(house, "lan", ROLE_RECORDER, "00118.kv");
}

static struct upkeep_verified verify(struct arena *arena, const char *path)
{
    struct upkeep_verified verified;
    struct failure why;
    assert_true(upkeep_verify(path, NULL, arena, &verified, &why));
    return verified;
}

static void what_acts_made_verifies_while_it_is_served(void **state)
{
    struct test_house *house = *state;
    some_life(house);
    struct upkeep_verified verified = verify(house->arena, house->folder);
    assert_int_equal(verified.problems.errors, 0);
    assert_int_equal(verified.acts, 8);
    assert_true(verified.tables > 10);
}

struct meddling {
    const char *sql, *code, *says;
};

static bool meddle(void *context, struct connection *writer, struct failure *why)
{
    const struct meddling *meddling = context;
    return store_define(writer, meddling->sql, why);
}

static void whatever_was_changed_behind_the_acts_is_found(void **state)
{
    static const struct meddling CASES[] = {
        {"UPDATE r_outreach SET attendance = 4000 WHERE attendance = 42", "verify.table", "r_outreach"},
        {"DELETE FROM contribution WHERE amount = 42", "verify.table", "contribution"},
        {"UPDATE cell SET block = zeroblob(16)", "verify.table", "cell"},
        {"INSERT INTO distinct_cell SELECT shard, figure, unit, bucket + 1, part, uses FROM distinct_cell LIMIT 1", "verify.table", "distinct_cell"},
        {"UPDATE account SET full_name = 'Người khác'", "verify.table", "account"},
        {"UPDATE act SET facts = CAST(facts || x'00' AS BLOB) WHERE number = 2", "verify.broken", ""},
        {"UPDATE act SET day = day + 1 WHERE number = 2", "verify.broken", ""},
        {"UPDATE act SET number = 100 WHERE number = 8", "verify.broken", ""},
        {"DELETE FROM act WHERE number = 8", "verify.table", ""},
    };
    struct test_house *house = *state;
    some_life(house);
    for (size_t i = 0; i < LENGTH_OF(CASES); i++) {
        const char *copy = text_format(house->arena, "%s/copy-%zu.db", house->folder, i).bytes;
        struct failure why;
        struct meddling meddling = CASES[i];
        assert_true(store_backup(instance_store(house->instance), copy, &why));
        struct store *store = NULL;
        const struct store_options options = {.address = copy, .writes = true};
        assert_true(store_open(&options, &store, &why));
        if (!store_write(store, meddle, &meddling, &why))
            fail_msg("%s: %s", meddling.sql, why.text);
        store_close(store);
        struct upkeep_verified verified = verify(house->arena, copy);
        assert_int_equal(verified.problems.errors, 1);
        assert_string_equal(verified.problems.items[0].code, meddling.code);
        if (*meddling.says)
            assert_true(text_is(verified.problems.items[0].arguments[0], meddling.says));
    }
}

static void meddle_in(struct test_house *house, const char *sql)
{
    struct failure why;
    struct meddling meddling = {.sql = sql};
    if (!store_write(instance_store(house->instance), meddle, &meddling, &why))
        fail_msg("%s: %s", sql, why.text);
}

static int64_t book_differs(struct test_house *house)
{
    struct connection *CLOSING(store_read) reading = NULL;
    struct failure why;
    int64_t sum, below;
    assert_true(store_read_begin(instance_store(house->instance), &reading, &why));
    if (!ledger_proof(reading, instance_shard(house->instance), &sum, &below, &why))
        fail_msg("%s", why.text);
    return sum;
}

/* A fund with two gifts, of which one is given out in part. The number of the first, whose legs are 0 (held) and 1 (giver). */
static int64_t a_book(struct test_house *house, int64_t *second)
{
    struct definition_source source = house_source_with(house->arena, house_source(house->arena), "funds");
    (void)house_act(house, &house->owner, "upgrade", house_files_given(house->arena, source));
    const char *box = text_format(house->arena, "%lld", (long long)house_write(house, "box", "00118.pn", "opened_on", "01/07/2021", "title_of", "Quỹ",
                                                                                "purpose", "storm", NULL)).bytes;
    int64_t first = house_write(house, "gift", "00118.pn", "booked_on", "01/09/2021", "box", box, "direction", "received", "amount", "500.000", NULL);
    *second = house_write(house, "gift", "00118.pn", "booked_on", "02/09/2021", "box", box, "direction", "received", "amount", "300.000", NULL);
    (void)house_write(house, "gift", "00118.pn", "booked_on", "03/09/2021", "box", box, "direction", "given", "amount", "200.000", NULL);
    return first;
}

/* In the database itself, whichever it is. {1}: the gift, {2}: another lot. The sum cannot tell one account outside from another. */
static void a_leg_that_was_changed_is_named(void **state)
{
    static const struct {
        const char *leg, *set, *back, *column;
        int64_t differs;
    } CASES[] = {
        {"0", "amount = amount + 1", "amount = amount - 1", "column amount", 1},
        {"1", "amount = amount - 100000", "amount = amount + 100000", "column amount", 100000},
        {"0", "account = 'giver'", "account = 'held'", "column account", 1000000},
        {"1", "account = 'held'", "account = 'giver'", "column account", 1000000},
        {"1", "account = 'receiver'", "account = 'giver'", "column account", 0},
        {"1", "lot = OTHER", "lot = record", "column lot", 1500000},
        {"0", "lot = OTHER", "lot = record", "column lot", 1500000},
    };
    struct test_house *house = *state;
    struct arena *arena = house->arena;
    int64_t second, first = a_book(house, &second);
    assert_int_equal(book_differs(house), 0);
    for (size_t i = 0; i < LENGTH_OF(CASES); i++) {
        const char *row = text_format(arena, "WHERE record = %lld AND position = %s", (long long)first, CASES[i].leg).bytes;
        struct text set = text_replace(arena, text_of(CASES[i].set), TEXT("OTHER"), text_format(arena, "%lld", (long long)second));
        meddle_in(house, text_format(arena, "UPDATE ledger SET %.*s %s", TEXT_ARGS(set), row).bytes);
        struct upkeep_verified verified = verify(arena, house->folder);
        assert_int_equal(verified.problems.errors, 1);
        assert_string_equal(verified.problems.items[0].code, "verify.table");
        const struct text *named = verified.problems.items[0].arguments;
        assert_true(text_is(named[0], "ledger"));
        assert_true(text_equal(named[1], text_format(arena, "%lld, %lld, %s", (long long)instance_shard(house->instance), (long long)first, CASES[i].leg)));
        assert_true(text_is(named[2], CASES[i].column));
        assert_int_equal(book_differs(house), CASES[i].differs);
        meddle_in(house, text_format(arena, "UPDATE ledger SET %s %s", CASES[i].back, row).bytes);
        assert_int_equal(book_differs(house), 0);
    }
}

static void a_file_that_is_no_backup_is_told(void **state)
{
    struct test_house *house = *state;
    const char *path = text_format(house->arena, "%s/thu.db", house->folder).bytes;
    struct failure why;
    struct upkeep_verified verified;
    assert_true(file_replace(path, TEXT("không phải cơ sở dữ liệu, chỉ là một đoạn văn dài hơn một trăm byte để đọc được phần đầu"), &why));
    assert_true(verify(house->arena, path).problems.errors > 0);
    assert_false(upkeep_verify("/tmp/danvan-khong-co", NULL, house->arena, &verified, &why));
    assert_int_equal(why.kind, FAILURE_NOT_FOUND);
}

/* ---- backup ---- */

static void a_backup_comes_back_as_it_was(void **state)
{
    struct test_house *house = *state;
    struct arena *arena = house->arena;
    const char *file = text_format(arena, "%s/sao-luu.db", house->folder).bytes, *folder = text_format(arena, "%s/lay-lai", house->folder).bytes;
    struct upkeep_verified verified;
    struct failure why;
    some_life(house);
    size_t files = files_below(arena, house->folder);
    assert_true(upkeep_backup(house->instance, file, NULL, &why));
    assert_int_equal(files_below(arena, house->folder), files + 1);
    assert_false(upkeep_backup(house->instance, file, NULL, &why));
    assert_int_equal(why.kind, FAILURE_CONFLICT);
    assert_true(upkeep_restore(file, folder, NULL, arena, &verified, &why));
    assert_int_equal(verified.problems.errors, 0);
    assert_int_equal(verified.acts, 8);
    assert_int_equal(verify(arena, folder).problems.errors, 0);
    struct text before, after;
    assert_true(file_read(arena, text_format(arena, "%s/danvan.yaml", house->folder).bytes, 4096, &before, &why));
    assert_true(file_read(arena, text_format(arena, "%s/danvan.yaml", folder).bytes, 4096, &after, &why));
    assert_true(text_equal(before, after) || !test_store_is_file()); /* an address stays behind */
    assert_false(text_contains(after, TEXT("postgres")));
    assert_false(upkeep_restore(file, folder, NULL, arena, &verified, &why));
    assert_int_equal(why.kind, FAILURE_CONFLICT);
}

/* ---- backup of attached files ---- */

#define MINUTES "%PDF-1.4 biên bản họp tổ dân phố số 5"

static int64_t with_a_file(struct test_house *house)
{
    int64_t record = house_write(house, "outreach", "00118.kv", "held_on", "08/09/2021", "topic", "Tiêm vắc-xin", "form", "loudspeaker", NULL);
    struct node *given = house_change_given(house, "outreach", record);
    node_put(given, "name", node_text(house->arena, TEXT("bien-ban.pdf")));
    node_put(given, "file", node_text(house->arena, TEXT(MINUTES)));
    (void)house_act(house, &house->owner, "record-attach", given);
    return record;
}

static void opens_there(struct arena *arena, const char *folder, int64_t record)
{
    struct instance *CLOSING(instance) instance = NULL;
    struct connection *CLOSING(store_read) reading = NULL;
    const struct instance_options options = {.readers = 1, .world = world_real()};
    struct failure why;
    struct list files = {0};
    struct text bytes;
    assert_true(instance_open(folder, &options, &instance, &why) && store_read_begin(instance_store(instance), &reading, &why));
    assert_true(attached_load(arena, reading, instance_shard(instance), record, &files, &why));
    assert_int_equal(files.count, 1);
    const struct attached *file = files.items[0];
    assert_true(text_is(file->name, "bien-ban.pdf") && text_is(file->type, "application/pdf"));
    assert_true(attached_bytes(arena, reading, instance_shard(instance), file->hash, &bytes, &why));
    assert_true(text_is(bytes, MINUTES));
}

static void an_attached_file_comes_back_and_a_damaged_one_is_named(void **state)
{
    static const struct {
        const char *name, *sql, *says;
    } CASES[] = {
        {"doi", "UPDATE file SET bytes = CAST('%PDF-1.4 biên bản khác' AS BLOB)", "is not what its hash says"},
        {"cut", "UPDATE file SET bytes = substr(bytes, 1, 8)", "is not what its hash says"},
        {"mat", "DELETE FROM file", "has no bytes"},
    };
    struct test_house *house = *state;
    struct arena *arena = house->arena;
    const char *file = text_format(arena, "%s/sao-luu.db", house->folder).bytes, *folder = text_format(arena, "%s/lay-lai", house->folder).bytes;
    struct upkeep_verified verified;
    struct failure why;
    int64_t record = with_a_file(house);
    assert_true(upkeep_backup(house->instance, file, NULL, &why));
    assert_true(upkeep_restore(file, folder, NULL, arena, &verified, &why));
    assert_int_equal(verified.problems.errors, 0);
    assert_int_equal(verify(arena, folder).problems.errors, 0);
    opens_there(arena, folder, record);
    for (size_t i = 0; i < LENGTH_OF(CASES); i++) {
        const char *torn = text_format(arena, "%s/%s.db", house->folder, CASES[i].name).bytes, *to = text_format(arena, "%s/%s", house->folder, CASES[i].name).bytes;
        struct meddling meddling = {.sql = CASES[i].sql};
        const struct store_options options = {.address = torn, .writes = true};
        struct store *store = NULL;
        assert_true(upkeep_backup(house->instance, torn, NULL, &why) && store_open(&options, &store, &why));
        if (!store_write(store, meddle, &meddling, &why))
            fail_msg("%s: %s", meddling.sql, why.text);
        store_close(store);
        assert_true(upkeep_restore(torn, to, NULL, arena, &verified, &why));
        assert_int_equal(verified.problems.errors, 1);
        assert_string_equal(verified.problems.items[0].code, "verify.broken");
        struct text said = verified.problems.items[0].arguments[0];
        assert_true(text_contains(said, text_of(CASES[i].says)));
        assert_true(text_contains(said, text_format(arena, "of record %lld ", (long long)record)));
        assert_false(folder_exists(to));
    }
}

/* Where the suite runs on PostgreSQL: to another schema, from there to a file, and back again. */
static void what_moves_is_the_same_on_every_side(void **state)
{
    struct test_house *house = *state;
    struct arena *arena = house->arena;
    const char *first = test_store_named(arena, house->folder, "moved"),
               *third = test_store_named(arena, house->folder, "back");
    const char *one = text_format(arena, "%s/mot", house->folder).bytes, *two = text_format(arena, "%s/hai", house->folder).bytes,
               *three = text_format(arena, "%s/ba", house->folder).bytes;
    const struct upkeep_move moves[] = {{.from = house->folder, .to = one, .store = first}, {.from = one, .to = two}, {.from = two, .to = three, .store = third}};
    struct upkeep_verified verified;
    struct failure why;
    some_life(house);
    assert_false(upkeep_move(&moves[0], NULL, arena, &verified, &why));
    assert_int_equal(why.kind, FAILURE_BUSY);
    instance_close(house->instance);
    for (size_t i = 0; i < LENGTH_OF(moves); i++) {
        if (!upkeep_move(&moves[i], NULL, arena, &verified, &why))
            fail_msg("%s", why.text);
        assert_int_equal(verified.problems.errors, 0);
        assert_int_equal(verified.acts, 8);
        assert_false(upkeep_move(&moves[i], NULL, arena, &verified, &why));
        assert_int_equal(why.kind, FAILURE_CONFLICT);
    }
    const struct instance_options options = {.writing = true, .readers = 2, .world = world_real()};
    if (!instance_open(house->folder, &options, &house->instance, &why))
        fail_msg("%s", why.text);
}

/* Out as a sealed file, in again as a folder on either database. */
static void what_travels_sealed_arrives_the_same(void **state)
{
    struct test_house *house = *state;
    struct arena *arena = house->arena;
    const struct text key = TEXT("một câu đủ dài"), wrong = TEXT("một câu đủ dàj");
    const char *file = text_format(arena, "%s/di.danvan", house->folder).bytes;
    struct upkeep_verified verified;
    struct failure why;
    struct text bytes;
    some_life(house);
    instance_close(house->instance);
    const struct upkeep_move out = {.from = house->folder, .to = file, .passphrase = key};
    if (!upkeep_move_sealed(&out, NULL, arena, &verified, &why))
        fail_msg("%s", why.text);
    assert_int_equal(verified.acts, 8);
    assert_false(upkeep_move_sealed(&out, NULL, arena, &verified, &why));
    assert_int_equal(why.kind, FAILURE_CONFLICT);
    assert_true(file_read(arena, file, 64 << 20, &bytes, &why));
    assert_false(text_contains(bytes, TEXT("SQLite format")) || text_contains(bytes, TEXT("outreach")));
    const struct {
        const char *name, *store;
        struct text key;
        bool arrives;
    } ins[] = {
        {"sai", NULL, wrong, false},
        {"tep", NULL, key, true},
        {"pg", test_store_named(arena, house->folder, "arrived"), key, true},
    };
    for (size_t i = 0; i < LENGTH_OF(ins); i++) {
        const char *to = text_format(arena, "%s/%s", house->folder, ins[i].name).bytes;
        const struct upkeep_move in = {.from = file, .to = to, .store = ins[i].store, .passphrase = ins[i].key};
        if (upkeep_move_sealed(&in, NULL, arena, &verified, &why) != ins[i].arrives)
            fail_msg("%s: %s", ins[i].name, why.text);
        assert_int_equal(folder_exists(to), ins[i].arrives);
        assert_true(ins[i].arrives ? verified.acts == 8 : why.kind == FAILURE_INVALID);
    }
    const struct instance_options options = {.writing = true, .readers = 2, .world = world_real()};
    assert_true(instance_open(house->folder, &options, &house->instance, &why));
}

static bool mend(void *context, struct connection *writer, struct failure *why)
{
    (void)context;
    return store_define(writer, "UPDATE r_outreach SET attendance = 42 WHERE attendance = 4000", why);
}

static bool falsify(void *context, struct connection *writer, struct failure *why)
{
    (void)context;
    return store_define(writer, "UPDATE r_outreach SET attendance = 4000 WHERE attendance = 42", why);
}

static void what_does_not_verify_moves_nowhere(void **state)
{
    struct test_house *house = *state;
    struct arena *arena = house->arena;
    const char *store = test_store_named(arena, house->folder, "moved"), *to = text_format(arena, "%s/mot", house->folder).bytes;
    const struct upkeep_move move = {.from = house->folder, .to = to, .store = store};
    const struct instance_options options = {.writing = true, .readers = 2, .world = world_real()};
    struct upkeep_verified verified;
    struct failure why;
    some_life(house);
    assert_true(store_write(instance_store(house->instance), falsify, NULL, &why));
    instance_close(house->instance);
    assert_true(upkeep_move(&move, NULL, arena, &verified, &why));
    assert_int_equal(verified.problems.errors, 1);
    assert_false(folder_exists(to));
    assert_true(store == NULL || holds_nothing(arena, store));
    assert_true(instance_open(house->folder, &options, &house->instance, &why));
    assert_true(store_write(instance_store(house->instance), mend, NULL, &why)); /* what the teardown compares */
}

static void a_torn_backup_makes_nothing(void **state)
{
    struct test_house *house = *state;
    struct arena *arena = house->arena;
    const char *file = text_format(arena, "%s/sao-luu.db", house->folder).bytes, *torn = text_format(arena, "%s/rach.db", house->folder).bytes,
               *folder = text_format(arena, "%s/lay-lai", house->folder).bytes;
    struct upkeep_verified verified;
    struct failure why;
    struct text bytes;
    some_life(house);
    assert_true(upkeep_backup(house->instance, file, NULL, &why));
    assert_true(file_read(arena, file, 64 << 20, &bytes, &why));
    for (size_t part = 1; part < 4; part++) {
        assert_true(file_replace(torn, text_part(bytes, 0, bytes.length * part / 4), &why));
        assert_true(upkeep_restore(torn, folder, NULL, arena, &verified, &why));
        assert_true(verified.problems.errors > 0);
        assert_false(folder_exists(folder));
    }
}

/* ---- what an upgrade would change ---- */

static const struct definition *definition_of(struct arena *arena, struct definition_source source)
{
    struct problems problems;
    problems_init(&problems, arena, 20);
    const struct definition *definition = definition_make(arena, &source, &problems);
    assert_non_null(definition);
    return definition;
}

static void an_upgrade_says_what_it_would_change(void **state)
{
    struct test_house *house = *state;
    struct definition_source source = house_source(house->arena), next = source;
    next = house_source_changed(house->arena, next, "registers/outreach.yaml", "  remark:     {", "  place:      {is: text, title: {vi: \"Địa điểm\"}}\n  remark:     {");
    next = house_source_changed(house->arena, next, "registers/outreach.yaml", "where: form = 'meeting'", "where: form != 'leaflet'");
    const struct definition *old = definition_of(house->arena, source), *new = definition_of(house->arena, next);
    struct node *changes = upkeep_changes(house->arena, old, new);
    assert_int_equal(node_count(upkeep_changes(house->arena, old, old)), 0);
    assert_int_equal(node_count(changes), 2);
    assert_true(text_is(node_text_at(changes->list.items[0], "name"), "outreach.place"));
    assert_true(text_is(node_text_at(changes->list.items[0], "change"), "new"));
    assert_true(text_is(node_text_at(changes->list.items[1], "name"), "outreach.meetings"));
    assert_true(text_is(node_text_at(changes->list.items[1], "change"), "changed"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_folder_verifies),
        cmocka_unit_test(a_name_that_is_taken_is_left_alone),
        cmocka_unit_test(a_pack_with_problems_makes_nothing),
        cmocka_unit_test(a_pack_is_named_or_is_a_folder),
        cmocka_unit_test(an_init_that_fails_leaves_nothing_behind),
        cmocka_unit_test_setup_teardown(what_acts_made_verifies_while_it_is_served, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(whatever_was_changed_behind_the_acts_is_found, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(a_leg_that_was_changed_is_named, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(a_file_that_is_no_backup_is_told, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(a_backup_comes_back_as_it_was, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(an_attached_file_comes_back_and_a_damaged_one_is_named, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(what_moves_is_the_same_on_every_side, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(what_travels_sealed_arrives_the_same, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(what_does_not_verify_moves_nowhere, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(a_torn_backup_makes_nothing, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(an_upgrade_says_what_it_would_change, house_setup, house_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
