/* Every named statement is understood by the database under test, and the hot ones find their rows by an index. */
#include "support/house/house.h"
#include "support/store/address.h"

#include "keep/store/statement.h"
#include "keep/store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define SQL(id, name, text, postgres) {name, text, postgres},
static const struct sql ALL[] = {
#include "keep/account/account_sql.def"
#include "keep/box/box_sql.def"
#include "keep/import/import_sql.def"
#include "keep/journal/journal_sql.def"
#include "keep/record/ledger_sql.def"
#include "keep/record/record_sql.def"
#include "keep/report/report_sql.def"
#include "keep/unit/unit_sql.def"
};
#undef SQL

/* The database's own connection; on PostgreSQL one that reads a whole table only where no index serves,
 * for a test's tables are so small that reading them whole is right. */
static struct store *open_again(struct test_house *house)
{
    struct store *store = NULL;
    struct failure why;
    const char *address = test_store_address(house->arena, house->folder, "danvan");
    if (!test_store_is_file())
        address = text_format(house->arena, "%s%%20-cenable_seqscan%%3Doff", address).bytes;
    const struct store_options options = {.address = address, .readers = 1};
    if (!store_open(&options, &store, &why))
        fail_msg("%s", why.text);
    return store;
}

static void every_named_statement_can_be_prepared(void **state)
{
    struct store *CLOSING(store) store = open_again(*state);
    struct connection *CLOSING(store_read) reading = NULL;
    struct failure why;
    assert_true(store_read_begin(store, &reading, &why));
    for (size_t i = 0; i < LENGTH_OF(ALL); i++)
        if (!store_prepare_all(reading, &ALL[i], 1, &why))
            fail_msg("%s", why.text);
}

/* What is bound, by place: i a number, t a text, u numbers of units, b bytes. */
static const struct hot {
    const char *name, *kinds;
} HOT[] = {
    {"ledger held", "iiti"},
    {"ledger on its way", "iiti"},
    {"ledger of", "ii"},
    {"ledger used", "ii"},
    {"ledger taken back", "ii"},
    {"ledger path", "iii"},
    {"ledger balances", "iiiii"},
    {"ledger entries", "iitiii"},
    {"ledger before", "iiti"},
    {"ledger totals", "iii"},
    {"act last", "i"},
    {"act once", "it"},
    {"act load", "ii"},
    {"act page", "iii"},
    {"act page of record", "iiiti"},
    {"session find", "b"},
    {"account by name", "t"},
    {"account by number", "i"},
    {"grant of", "i"},
    {"contribution day down", "iiiiitiiii"},
    {"contribution total", "iiiiit"},
    {"cell find", "iii"},
    {"cell range", "iiii"},
    {"cells of", "iuii"},
    {"distinct of", "iiuii"},
    {"deadline open", "iiii"},
    {"deadline total", "itiiitii"},
    {"deadline day down", "itiiitiiiiii"},
    {"unit keyed", "ti"},
    {"draft of", "itit"},
};

static const struct sql *statement_named(const char *name)
{
    for (size_t i = 0; i < LENGTH_OF(ALL); i++)
        if (text_is(text_of(name), ALL[i].name))
            return &ALL[i];
    fail_msg("no statement is called %s", name);
    return NULL;
}

/* All lines of the plan, one after the other. */
static struct text plan_of(struct arena *arena, struct connection *reading, const struct hot *hot)
{
    const struct sql *sql = statement_named(hot->name);
    const struct sql explain = {
        .name = "explain",
        .text = text_format(arena, "EXPLAIN QUERY PLAN %s", sql->text).bytes,
        .postgres = text_format(arena, "EXPLAIN %s", sql->postgres ? sql->postgres : sql->text).bytes,
    };
    struct store_value values[16];
    struct statement *rows = NULL;
    struct failure why;
    struct text plan = {0};
    size_t count = text_of(hot->kinds).length;
    bool row = true;
    for (size_t i = 0; i < count; i++)
        values[i] = hot->kinds[i] == 'i' ? store_int64(7) : hot->kinds[i] == 't' ? store_text(TEXT("x")) : hot->kinds[i] == 'u' ? store_text(TEXT("7,8")) : store_blob(TEXT("x"));
    if (!store_select(reading, &explain, values, count, &rows, &why))
        fail_msg("%s: %s", hot->name, why.text);
    while (row) {
        if (!statement_step(rows, &row, &why))
            fail_msg("%s: %s", hot->name, why.text);
        if (row)
            plan = text_format(arena, "%.*s%.*s\n", TEXT_ARGS(plan), TEXT_ARGS(statement_text(rows, test_store_is_file() ? 3 : 0)));
    }
    return plan;
}

static void hot_statements_find_their_rows_by_an_index(void **state)
{
    struct test_house *house = *state;
    struct store *CLOSING(store) store = open_again(house);
    struct connection *CLOSING(store_read) reading = NULL;
    struct failure why;
    assert_true(store_read_begin(store, &reading, &why));
    for (size_t i = 0; i < LENGTH_OF(HOT); i++) {
        struct text plan = plan_of(house->arena, reading, &HOT[i]);
        plan = text_replace(house->arena, plan, TEXT("SCAN json_each"), TEXT("")); /* the list that is bound */
        if (plan.length == 0 || text_contains(plan, TEXT("Seq Scan")) || text_contains(plan, TEXT("SCAN ")))
            fail_msg("%s:\n%.*s", HOT[i].name, TEXT_ARGS(plan));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_named_statement_can_be_prepared, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(hot_statements_find_their_rows_by_an_index, house_setup, house_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
