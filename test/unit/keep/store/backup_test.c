#include "keep/store/backup.h"
#include "support/store/address.h"
#include "unit/keep/store/fresh_store.h"

#include "base/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

static bool define(void *context, struct connection *writer, struct failure *why)
{
    return store_define(writer, context, why);
}

static void change(struct store *store, const char *text)
{
    struct failure why;
    char copy[400];
    (void)snprintf(copy, sizeof copy, "%s", text);
    assert_true(store_write(store, define, copy, &why));
}

static void a_backup_holds_the_same_and_replaces_nothing(void **state)
{
    (void)state;
    struct fresh_store CLOSING(fresh_store) fresh;
    fresh_store_open(&fresh);
    struct arena *CLOSING(arena) arena = arena_open();
    struct failure why;
    char path[128];
    (void)snprintf(path, sizeof path, "%s/copy.db", fresh.folder);
    change(fresh.store, "INSERT INTO note VALUES (1, 'a'), (2, 'b')");
    assert_true(store_backup(fresh.store, path, &why));
    assert_false(store_backup(fresh.store, path, &why));
    assert_int_equal(why.kind, FAILURE_CONFLICT);

    struct store *CLOSING(store) copy = NULL;
    struct store_options options = {.address = path, .writes = true};
    assert_true(store_open(&options, &copy, &why));
    struct store_difference first;
    assert_true(store_compare(fresh.store, copy, NULL, 0, arena, &first, &why));
    assert_int_equal(first.table.length, 0);
    assert_true(store_check(copy, &why));
}

static void the_first_difference_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *change, *table, *key, *what;
    } cases[] = {
        {"UPDATE note SET text = 'B' WHERE number = 2", "note", "2", "column text"},
        {"UPDATE note SET text = NULL WHERE number = 2", "note", "2", "column text"},
        {"DELETE FROM note WHERE number = 3", "note", "3", "only in the first"},
        {"INSERT INTO note VALUES (4, 'd')", "note", "4", "only in the second"},
        {"DELETE FROM note WHERE number = 1", "note", "1", "not the same rows"},
        {"CREATE TABLE more (a INTEGER) STRICT", "more", "", "only in the second"},
        {"DROP TABLE note", "note", "", "only in the first"},
        {"ALTER TABLE note ADD COLUMN c TEXT", "note", "", "the columns"},
    };
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        struct fresh_store CLOSING(fresh_store) a, CLOSING(fresh_store) b;
        fresh_store_open(&a);
        fresh_store_open(&b);
        change(a.store, "INSERT INTO note VALUES (1, 'a'), (2, 'b'), (3, 'c')");
        change(b.store, "INSERT INTO note VALUES (3, 'c'), (2, 'b'), (1, 'a')");
        change(b.store, cases[i].change);
        struct arena *CLOSING(arena) arena = arena_open();
        struct store_difference first;
        struct failure why;
        assert_true(store_compare(a.store, b.store, NULL, 0, arena, &first, &why));
        assert_true(text_is(first.table, cases[i].table));
        assert_true(text_is(first.key, cases[i].key));
        assert_true(text_is(first.what, cases[i].what));
        const char *const skip[] = {"note", "more"};
        assert_true(store_compare(a.store, b.store, skip, 2, arena, &first, &why));
        assert_int_equal(first.table.length, 0);
    }
}

static void rows_come_in_the_order_of_the_key(void **state)
{
    (void)state;
    struct fresh_store CLOSING(fresh_store) fresh;
    fresh_store_open(&fresh);
    struct arena *CLOSING(arena) arena = arena_open();
    struct failure why;
    change(fresh.store, "CREATE TABLE pair (z TEXT, b INTEGER, a INTEGER, PRIMARY KEY (b, a)) STRICT");
    change(fresh.store, "INSERT INTO pair VALUES ('x', 2, 1), ('y', 1, 2), ('z', 1, 1)");
    struct connection *CLOSING(store_read) reading = NULL;
    assert_true(store_read_begin(fresh.store, &reading, &why));
    struct list names = {0};
    assert_true(store_tables(reading, arena, &names, &why));
    assert_int_equal(names.count, 2);
    assert_true(text_is(*(struct text *)names.items[1], "pair"));
    assert_true(store_columns(reading, arena, TEXT("pair"), &names, &why));
    assert_int_equal(names.count, 3);
    struct statement *rows = NULL;
    assert_true(store_rows(reading, TEXT("pair"), &rows, &why));
    for (const char *wanted = "zyx"; *wanted != '\0'; wanted++) {
        bool row = false;
        assert_true(statement_step(rows, &row, &why));
        assert_true(row);
        assert_int_equal(statement_text(rows, 2).bytes[0], *wanted);
    }
    assert_false(store_rows(reading, TEXT("nowhere"), &rows, &why));
    assert_int_equal(why.kind, FAILURE_NOT_FOUND);
}

/* From this database to a file, from there to another of this kind, and from that to a file again. */
static void what_is_carried_there_and_back_is_the_same(void **state)
{
    (void)state;
    struct fresh_store CLOSING(fresh_store) fresh;
    struct arena *CLOSING(arena) arena = arena_open();
    struct failure why;
    fresh_store_open(&fresh);
    change(fresh.store, "INSERT INTO note VALUES (1, 'a'), (2, NULL)");
    assert_true(store_write(fresh.store, note_write, &(struct note){-3, "Bồ Đề", false}, &why));
    change(fresh.store, "CREATE TABLE pair (a INTEGER NOT NULL, b TEXT NOT NULL, position BLOB, PRIMARY KEY (b, a)) STRICT, WITHOUT ROWID");
    change(fresh.store, "CREATE TABLE leaf (a INTEGER UNIQUE, note INTEGER REFERENCES note (number)) STRICT");
    change(fresh.store, "CREATE UNIQUE INDEX pair_a ON pair (a, b) WHERE position IS NOT NULL");
    change(fresh.store, "INSERT INTO leaf VALUES (7, 2), (8, NULL)");
    for (int i = 0; i < 2500; i++) {
        char text[100];
        (void)snprintf(text, sizeof text, "INSERT INTO pair VALUES (%d, 'p%d', NULL)", i, i % 7);
        change(fresh.store, text);
    }
    const char *places[] = {text_format(arena, "%s/one.db", fresh.folder).bytes, test_store_address(arena, fresh.folder, "two"),
                            text_format(arena, "%s/three.db", fresh.folder).bytes};
    struct store *stores[LENGTH_OF(places) + 1] = {fresh.store};
    for (size_t i = 0; i < LENGTH_OF(places); i++) {
        struct store_difference first;
        const struct store_options options = {.address = places[i], .writes = true, .create = true};
        assert_true(store_open(&options, &stores[i + 1], &why));
        assert_true(store_carry(stores[i], stores[i + 1], &why));
        assert_true(store_compare(stores[i], stores[i + 1], NULL, 0, arena, &first, &why));
        assert_int_equal(first.table.length, 0);
        assert_false(store_carry(stores[i], stores[i + 1], &why));
        assert_int_equal(why.kind, FAILURE_CONFLICT);
    }
    for (size_t i = 1; i <= LENGTH_OF(places); i++)
        store_close(stores[i]);
}

static bool folder_holds(const struct fresh_store *fresh, struct text word)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct list paths = {0};
    struct failure why;
    assert_true(folder_files(arena, fresh->folder, 100, &paths, &why));
    bool found = false;
    for (size_t i = 0; i < paths.count; i++) {
        struct text bytes, name = *(struct text *)paths.items[i];
        struct text path = text_format(arena, "%s/%.*s", fresh->folder, TEXT_ARGS(name));
        assert_true(file_read(arena, path.bytes, 1 << 26, &bytes, &why));
        found = found || text_contains(bytes, word);
    }
    return found;
}

static void what_was_erased_is_on_the_disk_no_more_once_settled(void **state)
{
    (void)state;
    if (!test_store_is_file())
        return; /* speaks of the file itself */
    struct fresh_store CLOSING(fresh_store) fresh;
    fresh_store_open(&fresh);
    struct failure why;
    change(fresh.store, "INSERT INTO note VALUES (1, 'Nguyen Van Bi Mat')");
    assert_true(folder_holds(&fresh, TEXT("Bi Mat")));
    change(fresh.store, "UPDATE note SET text = NULL");
    assert_true(store_settle(fresh.store, &why));
    assert_false(folder_holds(&fresh, TEXT("Bi Mat")));
    assert_int_equal(notes_seen(fresh.store), 1);
}

static void a_broken_file_is_found(void **state)
{
    (void)state;
    if (!test_store_is_file())
        return; /* speaks of the file itself */
    struct fresh_store CLOSING(fresh_store) fresh;
    fresh_store_open(&fresh);
    struct failure why;
    change(fresh.store, "CREATE INDEX by_text ON note (text)");
    for (int i = 0; i < 40; i++) {
        char text[200];
        (void)snprintf(text, sizeof text, "INSERT INTO note VALUES (%d, '%0100d')", i, i);
        change(fresh.store, text);
    }
    assert_true(store_check(fresh.store, &why));
    assert_true(store_settle(fresh.store, &why));
    store_close(fresh.store);
    fresh.store = NULL;
    FILE *file = fopen(fresh.path, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, -200, SEEK_END), 0);
    assert_int_equal(fwrite("torn", 1, 4, file), 4);
    assert_int_equal(fclose(file), 0);
    fresh_store_reopen(&fresh);
    assert_false(store_check(fresh.store, &why));
    assert_int_equal(why.kind, FAILURE_BROKEN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_backup_holds_the_same_and_replaces_nothing),
        cmocka_unit_test(the_first_difference_is_named),
        cmocka_unit_test(rows_come_in_the_order_of_the_key),
        cmocka_unit_test(what_is_carried_there_and_back_is_the_same),
        cmocka_unit_test(what_was_erased_is_on_the_disk_no_more_once_settled),
        cmocka_unit_test(a_broken_file_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
