/* What is PostgreSQL's alone: its texts, its address, its types, its log, and a connection that goes. */
#include "keep/store/postgres_text.h"
#include "support/store/address.h"
#include "unit/keep/store/fresh_store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- texts ---- */

static void places_are_numbered_anew_and_quotes_left_alone(void **state)
{
    (void)state;
    static const struct {
        const char *ours, *theirs;
        int places, count, first;
    } cases[] = {
        {"SELECT 1", "SELECT 1", 0, 0, 0},
        {"a = ?1 AND b = ?2", "a = $1 AND b = $2", 2, 2, 1},
        {"a = ?1 LIMIT ?6 OFFSET ?7", "a = $1 LIMIT $2 OFFSET $3", 7, 3, 1},
        {"(?6 = '' OR part = ?6)", "($1 = '' OR part = $1)", 6, 1, 6},
        {"a = '?1' AND \"b?2\" = ?12", "a = '?1' AND \"b?2\" = $1", 12, 1, 12},
        {"'it''s ?1' || ?1", "'it''s ?1' || $1", 1, 1, 1},
    };
    struct arena *CLOSING(arena) arena = arena_open();
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        struct postgres_text made;
        postgres_text_make(arena, cases[i].ours, &made);
        assert_string_equal(made.text, cases[i].theirs);
        assert_int_equal(made.places, cases[i].places);
        assert_int_equal(made.count, cases[i].count);
        assert_int_equal(made.count > 0 ? made.place_of[0] : 0, cases[i].first);
    }
}

static void definitions_take_the_types_of_the_other_database(void **state)
{
    (void)state;
    static const struct {
        const char *ours, *theirs;
    } cases[] = {
        {"CREATE TABLE a (n INTEGER PRIMARY KEY, t TEXT NOT NULL, b BLOB) STRICT",
         "CREATE TABLE a (n bigint PRIMARY KEY, t text COLLATE \"C\" NOT NULL, b bytea)"},
        {"CREATE TABLE a (n INTEGER, PRIMARY KEY (n)) STRICT, WITHOUT ROWID; CREATE INDEX i ON a (n)",
         "CREATE TABLE a (n bigint, PRIMARY KEY (n)); COMMENT ON TABLE a IS 'WITHOUT ROWID'; CREATE INDEX i ON a (n)"},
        {"CREATE TABLE \"order\" (n INTEGER) WITHOUT ROWID, STRICT",
         "CREATE TABLE \"order\" (n bigint); COMMENT ON TABLE \"order\" IS 'WITHOUT ROWID'"},
        {"ALTER TABLE a ADD COLUMN text TEXT", "ALTER TABLE a ADD COLUMN text text COLLATE \"C\""},
        {"INSERT INTO a VALUES ('TEXT) STRICT'), (2)", "INSERT INTO a VALUES ('TEXT) STRICT'), (2)"},
    };
    struct arena *CLOSING(arena) arena = arena_open();
    for (size_t i = 0; i < LENGTH_OF(cases); i++)
        assert_string_equal(postgres_define_text(arena, cases[i].ours), cases[i].theirs);
}

/* ---- addresses ---- */

static void addresses_are_told_from_paths_and_hold_no_password(void **state)
{
    (void)state;
    struct failure why = {0};
    struct store *store = NULL;
    assert_true(store_is_address("postgres://danvan@/danvan?host=/run/postgresql"));
    assert_true(store_is_address("postgresql:///danvan"));
    assert_false(store_is_address("/srv/danvan/danvan.db"));
    assert_false(store_is_address("postgres.db"));
    static const char *const TELLING[] = {"postgres://danvan:secret@127.0.0.1:1/danvan", "postgres://127.0.0.1:1/danvan?password=secret",
                                          "postgres://127.0.0.1:1/danvan?sslpassword=secret", "postgres://danvan:secret@[127.0.0.1/danvan"};
    for (size_t i = 0; i < LENGTH_OF(TELLING); i++) {
        const struct store_options options = {.address = TELLING[i], .writes = true};
        assert_false(store_open(&options, &store, &why));
        assert_int_equal(why.kind, FAILURE_INVALID);
        assert_null(strstr(why.text, "secret"));
    }
}

static void a_schema_that_is_not_there_is_not_made_unasked(void **state)
{
    (void)state;
    if (test_store_is_file())
        return;
    struct arena *CLOSING(arena) arena = arena_open();
    struct failure why = {0};
    struct store *store = NULL;
    const struct store_options options = {.address = test_store_address(arena, "/nowhere", "nothing")};
    assert_false(store_open(&options, &store, &why));
    assert_int_equal(why.kind, FAILURE_NOT_FOUND);
}

/* ---- types ---- */

static const struct sql SUM = {"test sum", "SELECT sum(number), coalesce(sum(number), 0), max(text), 7 = 7 FROM note", NULL};
static const struct sql OVER = {"test over", "SELECT sum(number) FROM (SELECT 9223372036854775807 AS number UNION ALL SELECT 1) AS two", NULL};
static const struct sql BESIDE = {"test beside", "SELECT CASE WHEN ?1 = 1 THEN 'one' ELSE ?2 END, ?1 + 1", NULL};

static void sums_and_places_are_of_64_bits(void **state)
{
    (void)state;
    struct fresh_store CLOSING(fresh_store) fresh;
    struct failure why;
    struct statement *row = NULL;
    fresh_store_open(&fresh);
    const int64_t numbers[] = {9999, 90000000000000000, -1, INT64_MIN / 2};
    int64_t sum = 0;
    for (size_t i = 0; i < LENGTH_OF(numbers); i++) {
        struct note note = {numbers[i], "x", false};
        sum += numbers[i];
        assert_true(store_write(fresh.store, note_write, &note, &why));
        struct connection *CLOSING(store_read) reading = NULL;
        assert_true(store_read_begin(fresh.store, &reading, &why));
        assert_true(store_find(reading, &SUM, NULL, 0, &row, &why));
        assert_true(statement_int64(row, 0) == sum && statement_int64(row, 1) == sum);
        assert_int_equal(statement_int64(row, 3), 1);
    }
    struct connection *CLOSING(store_read) reading = NULL;
    assert_true(store_read_begin(fresh.store, &reading, &why));
    const struct store_value values[] = {store_int64(INT64_MAX - 1), store_text(TEXT("other"))};
    assert_true(store_find(reading, &BESIDE, values, 2, &row, &why));
    assert_true(text_is(statement_text(row, 0), "other"));
    assert_true(statement_int64(row, 1) == INT64_MAX);
    assert_false(store_find(reading, &OVER, NULL, 0, &row, &why));
    assert_int_equal(why.kind, FAILURE_BROKEN);
}

static const struct sql BY_TEXT = {"test by text", "SELECT number FROM note ORDER BY text", NULL};

/* The cluster orders by Vietnamese rules: a, A, b, đ. */
static void texts_are_ordered_by_their_bytes(void **state)
{
    (void)state;
    struct fresh_store CLOSING(fresh_store) fresh;
    struct failure why;
    fresh_store_open(&fresh);
    static const char *const texts[] = {"B", "Z", "a", "b", "đ", "ơ"};
    for (int i = (int)LENGTH_OF(texts); i-- > 0;)
        assert_true(store_write(fresh.store, note_write, &(struct note){i, texts[i], false}, &why));
    struct connection *CLOSING(store_read) reading = NULL;
    struct statement *rows = NULL;
    bool row = true;
    assert_true(store_read_begin(fresh.store, &reading, &why));
    assert_true(store_statement(reading, &BY_TEXT, &rows, &why));
    for (int64_t i = 0; i < (int64_t)LENGTH_OF(texts); i++) {
        assert_true(statement_step(rows, &row, &why) && row);
        assert_int_equal(statement_int64(rows, 0), i);
    }
}

/* ---- a statement that fails ---- */

static bool fail_and_go_on(void *context, struct connection *writer, struct failure *why)
{
    struct note *note = context;
    struct failure swallowed;
    (void)!note_write(note, writer, &swallowed); /* its key is there already */
    note->number++;
    return note_write(note, writer, why);
}

/* SQLite goes on after a failed statement, PostgreSQL undoes the whole work: neither keeps half of it. */
static void a_work_that_hides_a_failed_statement_is_whole_or_undone(void **state)
{
    (void)state;
    struct fresh_store CLOSING(fresh_store) fresh;
    struct failure why = {0};
    fresh_store_open(&fresh);
    struct note note = {1, "x", false};
    assert_true(store_write(fresh.store, note_write, &note, &why));
    bool done = store_write(fresh.store, fail_and_go_on, &note, &why);
    assert_int_equal(done, test_store_is_file());
    assert_int_equal(notes_seen(fresh.store), done ? 2 : 1);
    note.number = 7;
    assert_true(store_write(fresh.store, note_write, &note, &why));
}

/* ---- a connection that goes ---- */

static const struct sql WHO = {"test who", "SELECT 0", "SELECT pg_backend_pid()"};
static const struct sql END = {"test end", "SELECT 0", "SELECT pg_terminate_backend(?1::int4, 5000)"};

static bool ask_who(void *context, struct connection *writer, struct failure *why)
{
    return store_find_int64(writer, &WHO, NULL, 0, 0, context, why);
}

/* Ends a connection from another one, as an administrator or a restart would. */
static void end_connection(struct fresh_store *fresh, int64_t which)
{
    struct failure why;
    struct store *CLOSING(store) other = NULL;
    struct connection *CLOSING(store_read) reading = NULL;
    const struct store_options options = {.address = fresh->path, .readers = 1};
    const struct store_value values[] = {store_int64(which)};
    assert_true(store_open(&options, &other, &why));
    assert_true(store_read_begin(other, &reading, &why));
    assert_true(store_run(reading, &END, values, 1, &why));
}

static void a_connection_lost_between_two_works_is_made_again(void **state)
{
    (void)state;
    if (test_store_is_file())
        return;
    struct fresh_store CLOSING(fresh_store) fresh;
    struct failure why;
    fresh_store_open(&fresh);
    for (int64_t i = 0; i < 3; i++) {
        int64_t who = 0;
        assert_true(store_write(fresh.store, note_write, &(struct note){i, "x", false}, &why));
        assert_true(store_write(fresh.store, ask_who, &who, &why));
        end_connection(&fresh, who);
    }
    assert_int_equal(notes_seen(fresh.store), 3);
    int64_t who = 0;
    {
        struct connection *CLOSING(store_read) reading = NULL;
        assert_true(store_read_begin(fresh.store, &reading, &why));
        assert_true(store_find_int64(reading, &WHO, NULL, 0, 0, &who, &why));
    }
    end_connection(&fresh, who);
    assert_int_equal(notes_seen(fresh.store), 3);
}

struct cut {
    struct fresh_store *fresh;
    struct note note;
};

static bool write_then_lose(void *context, struct connection *writer, struct failure *why)
{
    struct cut *cut = context;
    int64_t who = 0;
    if (!note_write(&cut->note, writer, why) || !ask_who(&who, writer, why))
        return false;
    end_connection(cut->fresh, who);
    return true;
}

static void a_connection_lost_before_the_commit_keeps_nothing_and_says_so(void **state)
{
    (void)state;
    if (test_store_is_file())
        return;
    struct fresh_store CLOSING(fresh_store) fresh;
    struct failure why = {0};
    fresh_store_open(&fresh);
    struct cut cut = {&fresh, {1, "x", false}};
    assert_false(store_write(fresh.store, write_then_lose, &cut, &why));
    assert_int_equal(why.kind, FAILURE_BUSY);
    assert_int_equal(notes_seen(fresh.store), 0);
    assert_true(store_write(fresh.store, note_write, &cut.note, &why));
    assert_int_equal(notes_seen(fresh.store), 1);
}

/* ---- the server's log ---- */

/* What the server has logged since `*from`, up to now: other tests may add to it meanwhile. */
static struct text log_since(struct arena *arena, const char *path, long *from)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    long end = ftell(file);
    size_t length = (size_t)(end - *from);
    char *bytes = arena_make(arena, length);
    assert_int_equal(fseek(file, *from, SEEK_SET), 0);
    assert_int_equal(fread(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
    *from = end;
    return (struct text){bytes, length};
}

/* A text is written, and its key collides; the log of the server knows neither. */
static void no_bound_value_stands_in_the_log_of_the_server(void **state)
{
    (void)state;
    const char *cluster = getenv("DANVAN_TEST_CLUSTER");
    if (test_store_is_file() || cluster == NULL)
        return;
    struct fresh_store CLOSING(fresh_store) fresh;
    struct arena *CLOSING(arena) arena = arena_open();
    struct failure why;
    const char *path = text_format(arena, "%s/log", cluster).bytes;
    long from = 0;
    fresh_store_open(&fresh);
    assert_null(store_warning(fresh.store));
    (void)log_since(arena, path, &from);
    struct note note = {7203948572098, "Nguyễn Thị Bí Mật", false};
    assert_true(store_write(fresh.store, note_write, &note, &why));
    assert_false(store_write(fresh.store, note_write, &note, &why));
    assert_int_equal(why.kind, FAILURE_CONFLICT);
    struct text log = log_since(arena, path, &from);
    assert_true(text_contains(log, TEXT("INSERT INTO note (number, text) VALUES ($1, $2)")));
    assert_true(text_contains(log, TEXT("duplicate key value")));
    assert_false(text_contains(log, TEXT("7203948572098")));
    assert_false(text_contains(log, TEXT("Bí Mật")));
}

/* The role is no superuser: it keeps what was set for it, and makes nothing quiet that was not. */
static void a_log_that_would_tell_values_is_warned_of(void **state)
{
    (void)state;
    const char *cluster = getenv("DANVAN_TEST_CLUSTER");
    if (test_store_is_file() || cluster == NULL)
        return;
    struct arena *CLOSING(arena) arena = arena_open();
    struct failure why;
    static const struct {
        const char *role, *says;
    } cases[] = {{"danvan", NULL},
                 {"talkative", "log_parameter_max_length"},
                 {"detailed", "log_error_verbosity"},
                 {"explaining", "auto_explain"}};
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        struct store *CLOSING(store) store = NULL;
        struct text place = text_replace(arena, text_of(cluster), TEXT("/"), TEXT("%2F"));
        const struct store_options reading = {
            .address = text_format(arena, "postgres://%s@/danvan?host=%.*s", cases[i].role, TEXT_ARGS(place)).bytes, .readers = 1};
        if (!store_open(&reading, &store, &why))
            fail_msg("%s", why.text);
        assert_int_equal(store_warning(store) == NULL, cases[i].says == NULL);
        if (cases[i].says)
            assert_non_null(strstr(store_warning(store), cases[i].says));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_are_numbered_anew_and_quotes_left_alone),
        cmocka_unit_test(definitions_take_the_types_of_the_other_database),
        cmocka_unit_test(addresses_are_told_from_paths_and_hold_no_password),
        cmocka_unit_test(a_schema_that_is_not_there_is_not_made_unasked),
        cmocka_unit_test(sums_and_places_are_of_64_bits),
        cmocka_unit_test(texts_are_ordered_by_their_bytes),
        cmocka_unit_test(a_work_that_hides_a_failed_statement_is_whole_or_undone),
        cmocka_unit_test(a_connection_lost_between_two_works_is_made_again),
        cmocka_unit_test(a_connection_lost_before_the_commit_keeps_nothing_and_says_so),
        cmocka_unit_test(no_bound_value_stands_in_the_log_of_the_server),
        cmocka_unit_test(a_log_that_would_tell_values_is_warned_of),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
