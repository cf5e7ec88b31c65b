#include "keep/store/migration.h"
#include "unit/keep/store/fresh_store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static const char *const FIRST[] = {"CREATE TABLE first (a INTEGER PRIMARY KEY) STRICT",
                                    "INSERT INTO first (a) VALUES (1)", NULL};
static const char *const SECOND[] = {"ALTER TABLE first ADD COLUMN b TEXT", NULL};
static const char *const BROKEN[] = {"CREATE TABLE other (a INTEGER) STRICT", "CREATE NONSENSE", NULL};
static const struct migration STEPS[] = {{1, "first", FIRST, NULL}, {2, "second", SECOND, NULL}};
static const struct migration TORN[] = {{1, "first", FIRST, NULL}, {2, "broken", BROKEN, NULL}};

static const struct sql COUNT = {"count", "SELECT count(*) FROM migration", NULL};
static const struct sql OTHER = {
    "other", "SELECT count(*) FROM sqlite_schema WHERE name = 'other'",
    "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'other'"};

static int64_t ask(struct store *store, const struct sql *sql)
{
    struct failure why;
    struct connection *CLOSING(store_read) reading = NULL;
    int64_t number = -1;
    assert_true(store_read_begin(store, &reading, &why));
    assert_true(store_find_int64(reading, sql, NULL, 0, 0, &number, &why));
    return number;
}

static void steps_are_made_once_and_in_order(void **state)
{
    (void)state;
    struct fresh_store CLOSING(fresh_store) fresh;
    fresh_store_open(&fresh);
    struct failure why;
    assert_true(store_migrate(fresh.store, "test", STEPS, 1, &why));
    assert_false(store_migrated(fresh.store, "test", 2, &why));
    assert_int_equal(why.kind, FAILURE_CONFLICT);
    for (int round = 0; round < 2; round++) {
        assert_true(store_migrate(fresh.store, "test", STEPS, 2, &why));
        assert_true(store_migrated(fresh.store, "test", 2, &why));
        assert_int_equal(ask(fresh.store, &COUNT), 2);
    }
}

static void a_newer_database_is_refused(void **state)
{
    (void)state;
    struct fresh_store CLOSING(fresh_store) fresh;
    fresh_store_open(&fresh);
    struct failure why;
    assert_true(store_migrate(fresh.store, "test", STEPS, 2, &why));
    assert_false(store_migrate(fresh.store, "test", STEPS, 1, &why));
    assert_int_equal(why.kind, FAILURE_CONFLICT);
}

static void a_step_that_breaks_leaves_nothing_of_all_steps(void **state)
{
    (void)state;
    struct fresh_store CLOSING(fresh_store) fresh;
    fresh_store_open(&fresh);
    struct failure why;
    assert_true(store_migrate(fresh.store, "kept", STEPS, 0, &why));
    assert_false(store_migrate(fresh.store, "test", TORN, 2, &why));
    assert_int_equal(ask(fresh.store, &COUNT), 0);
    assert_int_equal(ask(fresh.store, &OTHER), 0);
    assert_true(store_migrate(fresh.store, "test", STEPS, 2, &why));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_are_made_once_and_in_order),
        cmocka_unit_test(a_newer_database_is_refused),
        cmocka_unit_test(a_step_that_breaks_leaves_nothing_of_all_steps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
