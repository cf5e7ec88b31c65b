#include "unit/keep/store/fresh_store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

static const struct sql LIST[] = {
    {"all kinds make", "CREATE TABLE kinds (a INTEGER, b TEXT, c BLOB, d TEXT) STRICT", NULL},
    {"all kinds insert", "INSERT INTO kinds (a, b, c, d) VALUES (?1, ?2, ?3, ?4)", NULL},
    {"all kinds read", "SELECT a, b, c, d FROM kinds", NULL},
};

static bool write_kinds(void *context, struct connection *writer, struct failure *why)
{
    (void)context;
    const struct store_value values[] = {store_int64(INT64_MIN), store_text(TEXT("đ")),
                                         store_blob(TEXT("\0\1")), store_null()};
    return store_run(writer, &LIST[0], NULL, 0, why) &&
           store_run(writer, &LIST[1], values, LENGTH_OF(values), why);
}

static void every_kind_of_value_reads_back(void **state)
{
    (void)state;
    struct fresh_store CLOSING(fresh_store) fresh;
    fresh_store_open(&fresh);
    struct failure why;
    assert_true(store_write(fresh.store, write_kinds, NULL, &why));
    struct connection *CLOSING(store_read) reading = NULL;
    assert_true(store_read_begin(fresh.store, &reading, &why));
    struct statement *row = NULL;
    assert_true(store_find(reading, &LIST[2], NULL, 0, &row, &why));
    assert_non_null(row);
    assert_int_equal(statement_columns(row), 4);
    assert_true(statement_int64(row, 0) == INT64_MIN);
    assert_true(text_equal(statement_text(row, 1), TEXT("đ")));
    assert_true(text_equal(statement_blob(row, 2), TEXT("\0\1")));
    assert_true(statement_is_null(row, 3));
    bool more = true;
    assert_true(statement_step(row, &more, &why));
    assert_false(more);
    assert_true(store_prepare_all(reading, LIST + 1, 2, &why));
}

static bool write_notes(void *context, struct connection *writer, struct failure *why)
{
    for (int64_t i = 0; i < *(int64_t *)context; i++) {
        struct note note = {i, "x", false};
        if (!note_write(&note, writer, why))
            return false;
    }
    return true;
}

static void a_statement_is_prepared_once(void **state)
{
    (void)state;
    struct fresh_store CLOSING(fresh_store) fresh;
    fresh_store_open(&fresh);
    struct failure why;
    int64_t before = store_counts(fresh.store).prepared, many = 100;
    assert_true(store_write(fresh.store, write_notes, &many, &why));
    assert_int_equal(store_counts(fresh.store).prepared - before, 1);
}

static void a_name_with_another_text_is_prepared_anew(void **state)
{
    (void)state;
    struct fresh_store CLOSING(fresh_store) fresh;
    fresh_store_open(&fresh);
    struct failure why;
    struct connection *CLOSING(store_read) reading = NULL;
    assert_true(store_read_begin(fresh.store, &reading, &why));
    static const char *const texts[] = {"SELECT 1", "SELECT 2", "SELECT 1"};
    for (size_t i = 0; i < LENGTH_OF(texts); i++) {
        struct sql sql = {"read outreach", texts[i], NULL};
        int64_t number = 0;
        assert_true(store_find_int64(reading, &sql, NULL, 0, 0, &number, &why));
        assert_int_equal(number, texts[i][7] - '0');
    }
}

static void more_statements_than_are_kept_still_work(void **state)
{
    (void)state;
    struct fresh_store CLOSING(fresh_store) fresh;
    fresh_store_open(&fresh);
    struct failure why;
    struct connection *CLOSING(store_read) reading = NULL;
    assert_true(store_read_begin(fresh.store, &reading, &why));
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < STATEMENTS_KEPT + 100; i++) {
            char name[40], text[40];
            (void)snprintf(name, sizeof name, "made %d", i);
            (void)snprintf(text, sizeof text, "SELECT %d", i);
            int64_t number = -1;
            assert_true(
                store_find_int64(reading, &(struct sql){name, text, NULL}, NULL, 0, 0, &number, &why));
            assert_int_equal(number, i);
        }
    }
}

static void a_statement_asked_for_again_starts_over_with_nothing_bound(void **state)
{
    (void)state;
    static const struct sql ECHO = {"echo", "SELECT ?1 UNION ALL SELECT 7", NULL};
    struct fresh_store CLOSING(fresh_store) fresh;
    fresh_store_open(&fresh);
    struct failure why;
    struct connection *CLOSING(store_read) reading = NULL;
    assert_true(store_read_begin(fresh.store, &reading, &why));
    struct statement *echo = NULL;
    bool row = false;
    assert_true(store_statement(reading, &ECHO, &echo, &why));
    statement_bind_int64(echo, 1, 5);
    assert_true(statement_step(echo, &row, &why));
    assert_int_equal(statement_int64(echo, 0), 5);
    assert_true(store_statement(reading, &ECHO, &echo, &why));
    assert_true(statement_step(echo, &row, &why));
    assert_true(statement_is_null(echo, 0));
}

static void texts_that_are_no_single_statement_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"", "SELEKT 1", "SELECT 1; SELECT 2", "SELECT \"no string\"",
                                      "SELECT number FROM nowhere"};
    struct fresh_store CLOSING(fresh_store) fresh;
    fresh_store_open(&fresh);
    struct connection *CLOSING(store_read) reading = NULL;
    struct failure why;
    assert_true(store_read_begin(fresh.store, &reading, &why));
    for (size_t i = 0; i < LENGTH_OF(bad); i++) {
        struct statement *statement = NULL;
        why = (struct failure){0};
        assert_false(store_statement(reading, &(struct sql){"bad one", bad[i], NULL}, &statement, &why));
        assert_int_not_equal(why.kind, FAILURE_NONE);
        assert_non_null(strstr(why.text, "bad one"));
        assert_null(statement);
    }
}

static void identifiers_are_plain(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        bool plain;
    } cases[] = {{"outreach", true},  {"a1_b", true}, {"", false},     {"1a", false}, {"_a", false},
                 {"Outreach", false}, {"a-b", false}, {"a\"b", false}, {"đ", false},  {"order", true}};
    for (size_t i = 0; i < LENGTH_OF(cases); i++)
        assert_int_equal(store_identifier(text_of(cases[i].name)), cases[i].plain);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_value_reads_back),
        cmocka_unit_test(a_statement_is_prepared_once),
        cmocka_unit_test(a_name_with_another_text_is_prepared_anew),
        cmocka_unit_test(more_statements_than_are_kept_still_work),
        cmocka_unit_test(a_statement_asked_for_again_starts_over_with_nothing_bound),
        cmocka_unit_test(texts_that_are_no_single_statement_are_refused),
        cmocka_unit_test(identifiers_are_plain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
