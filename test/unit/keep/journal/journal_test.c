#include "keep/journal/journal.h"
#include "support/store/address.h"

#include "base/file.h"
#include "keep/store/backup.h"
#include "keep/store/statement.h"
#include "keep/store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- a journal of its own ---- */

struct fresh {
    char folder[64];
    struct store *store;
    struct arena *arena;
    struct world world;
    struct text vectors; /* docs/journal.md */
};

static void fresh_open(struct fresh *fresh)
{
    struct failure why;
    *fresh = (struct fresh){.folder = "/tmp/danvan-journal-XXXXXX", .arena = arena_open()};
    fresh->world = world_fixed((struct moment){1631067300000}, 7);
    assert_non_null(mkdtemp(fresh->folder));
    struct store_options options = {
        .address = test_store_address(fresh->arena, fresh->folder, "danvan"), .writes = true, .create = true};
    assert_true(seal_ready(&why));
    assert_true(store_open(&options, &fresh->store, &why));
    assert_true(journal_migrate(fresh->store, &why));
    assert_true(file_read(fresh->arena, "docs/journal.md", 1 << 20, &fresh->vectors, &why));
}

static void fresh_closing(struct fresh *fresh)
{
    struct failure why;
    store_close(fresh->store);
    arena_close(fresh->arena);
    assert_true(folder_delete(fresh->folder, &why));
}

static void must_stand_in_the_page(const struct fresh *fresh, const void *bytes, size_t length)
{
    struct text hex = text_format(fresh->arena, "\n%.*s\n", TEXT_ARGS(seal_hex(fresh->arena, bytes, length)));
    if (!text_contains(fresh->vectors, hex))
        fail_msg("not in docs/journal.md:%s", hex.bytes);
}

/* ---- the acts of the vectors ---- */

static struct body *facts_of_every_kind(struct arena *arena)
{
    const struct value wards[] = {value_code(TEXT("00127")), value_code(TEXT("00145"))};
    struct body *facts = body_make(arena);
    body_put(facts, TEXT("state"), value_code(TEXT("planned")));
    body_put(facts, TEXT("day"), value_day(day_of(2021, 9, 8)));
    body_put(facts, TEXT("people"), value_whole(40));
    body_put(facts, TEXT("hours"), value_number((struct decimal){250, 2}));
    body_put(facts, TEXT("public"), value_truth(true));
    body_put(facts, TEXT("note"), value_unknown());
    body_put(facts, TEXT("debt"), value_whole(-1500000));
    body_put_list(facts, TEXT("supervised"), wards, LENGTH_OF(wards));
    body_put_bytes(facts, TEXT("file"), TEXT("\0\377"));
    return facts;
}

static struct journal_entry full_entry(struct arena *arena)
{
    struct journal_entry entry = {.shard = 101,
                                  .number = 1,
                                  .at = {1631067300000},
                                  .account = 7,
                                  .on_behalf = TEXT("00145"),
                                  .name = TEXT("record-write"),
                                  .register_name = TEXT("outreach"),
                                  .record = 12,
                                  .unit = TEXT("00145"),
                                  .day = day_of(2021, 9, 8),
                                  .definition = 3,
                                  .once = TEXT("f3a9")};
    entry.facts = facts_of_every_kind(arena);
    entry.personal = body_make(arena);
    body_put(entry.personal, TEXT("address"), value_text(TEXT("số 5, ngõ 12")));
    return entry;
}

static struct journal_entry small_entry(struct arena *arena, int64_t shard)
{
    return (struct journal_entry){
        .shard = shard, .name = TEXT("upgrade"), .day = DAY_NONE, .facts = body_make(arena)};
}

struct appending {
    struct world *world;
    struct journal_entry *entry;
};

static bool append(void *context, struct connection *writer, struct failure *why)
{
    struct appending *appending = context;
    return journal_append(writer, appending->world, appending->entry, why);
}

static bool copy(void *context, struct connection *writer, struct failure *why)
{
    return journal_copy(writer, context, why);
}

static void must_append(struct fresh *fresh, struct journal_entry *entry)
{
    struct failure why;
    struct appending appending = {&fresh->world, entry};
    if (!store_write(fresh->store, append, &appending, &why))
        fail_msg("%s", why.text);
}

static struct journal_entry *loaded(struct fresh *fresh, int64_t shard, int64_t number, struct failure *why)
{
    struct connection *CLOSING(store_read) reading = NULL;
    struct journal_entry *entry = NULL;
    assert_true(store_read_begin(fresh->store, &reading, why));
    return journal_load(fresh->arena, reading, shard, number, &entry, why) ? entry : NULL;
}

/* ---- tests ---- */

static void give_vector_nonces(struct journal_entry *entry)
{
    for (int i = 0; i < SEAL_NONCE_BYTES; i++) {
        entry->facts_nonce.bytes[i] = (uint8_t)i;
        entry->personal_nonce.bytes[i] = (uint8_t)(i + SEAL_NONCE_BYTES);
    }
}

static void the_vectors_of_the_page_hold(void **state)
{
    (void)state;
    struct fresh CLOSING(fresh) fresh;
    fresh_open(&fresh);
    struct failure why = {0};
    struct journal_entry entries[] = {full_entry(fresh.arena), small_entry(fresh.arena, 0)};
    entries[1].number = 1;
    for (size_t i = 0; i < LENGTH_OF(entries); i++) {
        struct journal_entry *entry = &entries[i];
        struct text facts, personal;
        give_vector_nonces(entry);
        assert_true(body_write(entry->facts, &facts, &why));
        must_stand_in_the_page(&fresh, facts.bytes, facts.length);
        struct seal_hash commitment = seal_commitment(facts, &entry->facts_nonce);
        must_stand_in_the_page(&fresh, commitment.bytes, sizeof commitment.bytes);
        if (entry->personal == NULL)
            continue;
        assert_true(body_write(entry->personal, &personal, &why));
        must_stand_in_the_page(&fresh, personal.bytes, personal.length);
        commitment = seal_commitment(personal, &entry->personal_nonce);
        must_stand_in_the_page(&fresh, commitment.bytes, sizeof commitment.bytes);
    }
    /* The leaves as the page has them: what copying takes is what the page says. */
    static const char *const leaves[] = {
        "a6daf908df109487bbb8560295496b2b8176e11b024840efd8f9b9bb6d67c75b",
        "41c7d7d3dd3370ce008938a4715af74e222d35aa18adc70ecf3aeebf6b5c98aa",
    };
    for (size_t i = 0; i < LENGTH_OF(entries); i++) {
        assert_true(seal_hex_read(text_of(leaves[i]), entries[i].leaf.bytes, SEAL_HASH_BYTES));
        must_stand_in_the_page(&fresh, entries[i].leaf.bytes, SEAL_HASH_BYTES);
        assert_true(journal_intact(&entries[i], &why));
        assert_true(store_write(fresh.store, copy, &entries[i], &why));
    }
}

static void an_appended_act_reads_back_whole(void **state)
{
    (void)state;
    struct fresh CLOSING(fresh) fresh;
    fresh_open(&fresh);
    struct failure why;
    struct journal_entry entry = full_entry(fresh.arena), small = small_entry(fresh.arena, 101);
    must_append(&fresh, &entry);
    must_append(&fresh, &small);
    assert_int_equal(entry.number, 1);
    assert_int_equal(small.number, 2);
    struct journal_entry *read = loaded(&fresh, 101, 1, &why);
    assert_non_null(read);
    assert_true(read->at.milliseconds == entry.at.milliseconds && read->account == 7 && read->record == 12);
    assert_true(text_is(read->on_behalf, "00145") && text_is(read->name, "record-write"));
    assert_true(text_is(read->register_name, "outreach") && text_is(read->unit, "00145"));
    assert_true(day_compare(read->day, entry.day) == 0 && read->definition == 3 &&
                text_is(read->once, "f3a9"));
    assert_int_equal(body_whole(read->facts, TEXT("people")), 40);
    assert_true(text_is(body_text(read->personal, TEXT("address")), "số 5, ngõ 12"));
    assert_false(read->erased);
    assert_true(journal_intact(read, &why));
    read = loaded(&fresh, 101, 2, &why);
    assert_true(read->record == 0 && !day_is_some(read->day) && read->personal == NULL &&
                read->once.length == 0);
    assert_true(journal_intact(read, &why));
    assert_null(loaded(&fresh, 101, 3, &why));
    assert_int_equal(why.kind, FAILURE_NOT_FOUND);
}

static bool append_and_fail(void *context, struct connection *writer, struct failure *why)
{
    return append(context, writer, why) && FAIL(why, FAILURE_DENIED, "refused by the test");
}

static void numbers_of_a_shard_have_no_gap(void **state)
{
    (void)state;
    struct fresh CLOSING(fresh) fresh;
    fresh_open(&fresh);
    struct failure why;
    struct journal_entry first = small_entry(fresh.arena, 5), lost = first, second = first, other = first;
    other.shard = 6;
    struct appending losing = {&fresh.world, &lost};
    must_append(&fresh, &first);
    assert_false(store_write(fresh.store, append_and_fail, &losing, &why));
    must_append(&fresh, &second);
    must_append(&fresh, &other);
    assert_int_equal(second.number, 2);
    assert_int_equal(other.number, 1);
    struct connection *CLOSING(store_read) reading = NULL;
    assert_true(store_read_begin(fresh.store, &reading, &why));
    int64_t shard = -1, last = 0;
    bool found = false;
    for (int64_t wanted = 5; wanted <= 6; wanted++) {
        assert_true(journal_next_shard(reading, shard, &shard, &found, &why));
        assert_true(found && shard == wanted);
        assert_true(journal_last(reading, shard, &last, &why));
        assert_int_equal(last, wanted == 5 ? 2 : 1);
    }
    assert_true(journal_next_shard(reading, shard, &shard, &found, &why));
    assert_false(found);
}

static void a_form_posted_twice_is_one_act(void **state)
{
    (void)state;
    struct fresh CLOSING(fresh) fresh;
    fresh_open(&fresh);
    struct failure why;
    struct journal_entry first = full_entry(fresh.arena), again = full_entry(fresh.arena);
    struct appending repeating = {&fresh.world, &again};
    must_append(&fresh, &first);
    assert_false(store_write(fresh.store, append, &repeating, &why));
    assert_int_equal(why.kind, FAILURE_CONFLICT);
    struct connection *CLOSING(store_read) reading = NULL;
    assert_true(store_read_begin(fresh.store, &reading, &why));
    int64_t number = -1;
    assert_true(journal_find_once(reading, 101, TEXT("f3a9"), &number, &why));
    assert_int_equal(number, 1);
    assert_true(journal_find_once(reading, 102, TEXT("f3a9"), &number, &why));
    assert_int_equal(number, 0);
}

static void pages_follow_each_other_and_records_have_their_own(void **state)
{
    (void)state;
    struct fresh CLOSING(fresh) fresh;
    fresh_open(&fresh);
    struct failure why;
    for (int64_t i = 0; i < 9; i++) {
        struct journal_entry entry = small_entry(fresh.arena, 1);
        entry.register_name = TEXT("outreach");
        entry.record = 10 + i % 2;
        must_append(&fresh, &entry);
    }
    struct connection *CLOSING(store_read) reading = NULL;
    assert_true(store_read_begin(fresh.store, &reading, &why));
    struct journal_query query = {.shard = 1, .from = 1, .limit = 4};
    struct list page = {0};
    size_t seen = 0;
    do {
        assert_true(journal_load_page(fresh.arena, reading, &query, &page, &why));
        for (size_t i = 0; i < page.count; i++)
            assert_int_equal(((struct journal_entry *)page.items[i])->number, ++seen);
        query.from = (int64_t)seen + 1;
    } while (page.count > 0);
    assert_int_equal(seen, 9);
    struct journal_query of_record = {.shard = 1, .register_name = TEXT("outreach"), .record = 11};
    assert_true(journal_load_page(fresh.arena, reading, &of_record, &page, &why));
    assert_int_equal(page.count, 4);
    assert_int_equal(((struct journal_entry *)page.items[3])->number, 8);
}

static bool erase(void *context, struct connection *writer, struct failure *why)
{
    return journal_erase_personal(writer, 101, *(int64_t *)context, why);
}

static bool folder_holds(const struct fresh *fresh, struct text word)
{
    struct list paths = {0};
    struct failure why;
    bool found = false;
    assert_true(folder_files(fresh->arena, fresh->folder, 100, &paths, &why));
    for (size_t i = 0; i < paths.count; i++) {
        struct text bytes, name = *(struct text *)paths.items[i];
        struct text path = text_format(fresh->arena, "%s/%.*s", fresh->folder, TEXT_ARGS(name));
        assert_true(file_read(fresh->arena, path.bytes, 1 << 26, &bytes, &why));
        found = found || text_contains(bytes, word);
    }
    return found;
}

static void erasing_destroys_the_body_and_keeps_the_leaf_true(void **state)
{
    (void)state;
    struct fresh CLOSING(fresh) fresh;
    fresh_open(&fresh);
    struct failure why;
    int64_t one = 1, two = 2, three = 3;
    struct journal_entry entry = full_entry(fresh.arena), small = small_entry(fresh.arena, 101);
    must_append(&fresh, &entry);
    must_append(&fresh, &small);
    struct text nonce = {(const char *)entry.personal_nonce.bytes, SEAL_NONCE_BYTES};
    assert_true(!test_store_is_file() || (folder_holds(&fresh, TEXT("ngõ 12")) && folder_holds(&fresh, nonce)));
    assert_true(store_write(fresh.store, erase, &one, &why));
    assert_true(store_write(fresh.store, erase, &one, &why));
    assert_false(store_write(fresh.store, erase, &two, &why));
    assert_int_equal(why.kind, FAILURE_NOT_FOUND);
    assert_false(store_write(fresh.store, erase, &three, &why));
    struct journal_entry *read = loaded(&fresh, 101, 1, &why);
    assert_non_null(read);
    assert_true(read->erased && read->personal == NULL);
    assert_true(seal_same_hash(&read->leaf, &entry.leaf));
    assert_true(journal_intact(read, &why));
    assert_true(store_settle(fresh.store, &why));
    assert_false(folder_holds(&fresh, TEXT("ngõ 12")) || folder_holds(&fresh, nonce));
}

static bool spoil(void *context, struct connection *writer, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    const char *text = context, *postgres = text_replace(scratch, text_of(text), TEXT("x'"), TEXT("'\\x")).bytes;
    return store_run(writer, &(struct sql){"spoil", text, postgres}, NULL, 0, why);
}

static void every_change_of_the_table_is_found(void **state)
{
    (void)state;
    static const char *const changes[] = {
        "UPDATE act SET shard = 102",
        "UPDATE act SET number = 2",
        "UPDATE act SET at = at + 1",
        "UPDATE act SET account = 8",
        "UPDATE act SET on_behalf = NULL",
        "UPDATE act SET on_behalf = '0014', name = '5record-write'",
        "UPDATE act SET name = 'record-writE'",
        "UPDATE act SET register = 'outreacH'",
        "UPDATE act SET record = 13",
        "UPDATE act SET unit = '00146'",
        "UPDATE act SET day = day + 1",
        "UPDATE act SET day = NULL",
        "UPDATE act SET definition = 4",
        "UPDATE act SET once = NULL",
        "UPDATE act SET facts_nonce = personal_nonce",
        "UPDATE act SET facts_nonce = x'00'",
        "UPDATE act SET facts = x'0100000000'",
        "UPDATE act SET personal = x'0100000000'",
        "UPDATE act SET personal = NULL",
        "UPDATE act SET personal = NULL, personal_nonce = NULL",
        "UPDATE act SET personal_nonce = facts_nonce",
        "UPDATE act SET personal = NULL, personal_nonce = NULL, personal_commitment = facts_nonce",
        "UPDATE act SET personal_commitment = facts_nonce",
        "UPDATE act SET leaf = facts_nonce",
        "UPDATE act SET leaf = x'00'",
    };
    for (size_t i = 0; i < LENGTH_OF(changes); i++) {
        struct fresh CLOSING(fresh) fresh;
        fresh_open(&fresh);
        struct failure why = {0};
        char change[200];
        struct journal_entry entry = full_entry(fresh.arena);
        must_append(&fresh, &entry);
        (void)snprintf(change, sizeof change, "%s", changes[i]);
        assert_true(store_write(fresh.store, spoil, change, &why));
        struct journal_entry *read = loaded(&fresh, i == 0 ? 102 : 101, i == 1 ? 2 : 1, &why);
        if (read != NULL && journal_intact(read, &why))
            fail_msg("not found: %s", changes[i]);
        assert_int_equal(why.kind, FAILURE_BROKEN);
    }
}

static void every_flipped_bit_of_a_body_is_found(void **state)
{
    (void)state;
    struct fresh CLOSING(fresh) fresh;
    fresh_open(&fresh);
    struct failure why;
    struct journal_entry entry = full_entry(fresh.arena);
    must_append(&fresh, &entry);
    struct text written;
    assert_true(body_write(entry.facts, &written, &why));
    char *bytes = arena_copy(fresh.arena, written.bytes, written.length);
    for (size_t bit = 0; bit < written.length * 8; bit++) {
        struct journal_entry flipped = entry;
        bytes[bit / 8] = (char)(bytes[bit / 8] ^ (1 << bit % 8));
        if (body_read(fresh.arena, (struct text){bytes, written.length}, &flipped.facts, &why))
            assert_false(journal_intact(&flipped, &why));
        bytes[bit / 8] = (char)(bytes[bit / 8] ^ (1 << bit % 8));
    }
}

static void a_copied_journal_is_the_same_to_the_byte(void **state)
{
    (void)state;
    struct fresh CLOSING(fresh) from, CLOSING(fresh) into;
    fresh_open(&from);
    fresh_open(&into);
    struct failure why;
    int64_t one = 1;
    struct journal_entry entry = full_entry(from.arena), small = small_entry(from.arena, 101);
    must_append(&from, &entry);
    must_append(&from, &small);
    assert_true(store_write(from.store, erase, &one, &why));
    assert_false(store_write(into.store, copy, loaded(&from, 101, 2, &why), &why));
    assert_int_equal(why.kind, FAILURE_INVALID);
    for (int64_t number = 1; number <= 2; number++)
        assert_true(store_write(into.store, copy, loaded(&from, 101, number, &why), &why));
    struct store_difference first;
    assert_true(store_compare(from.store, into.store, NULL, 0, from.arena, &first, &why));
    assert_int_equal(first.table.length, 0);
}

static void every_statement_can_be_prepared(void **state)
{
    (void)state;
    static const struct sql list[] = {
#define SQL(id, name, text, postgres) {name, text, postgres},
#include "keep/journal/journal_sql.def"
#undef SQL
    };
    struct fresh CLOSING(fresh) fresh;
    fresh_open(&fresh);
    struct failure why;
    struct connection *CLOSING(store_read) reading = NULL;
    assert_true(store_read_begin(fresh.store, &reading, &why));
    assert_true(store_prepare_all(reading, list, LENGTH_OF(list), &why));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_vectors_of_the_page_hold),
        cmocka_unit_test(an_appended_act_reads_back_whole),
        cmocka_unit_test(numbers_of_a_shard_have_no_gap),
        cmocka_unit_test(a_form_posted_twice_is_one_act),
        cmocka_unit_test(pages_follow_each_other_and_records_have_their_own),
        cmocka_unit_test(erasing_destroys_the_body_and_keeps_the_leaf_true),
        cmocka_unit_test(every_change_of_the_table_is_found),
        cmocka_unit_test(every_flipped_bit_of_a_body_is_found),
        cmocka_unit_test(a_copied_journal_is_the_same_to_the_byte),
        cmocka_unit_test(every_statement_can_be_prepared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
