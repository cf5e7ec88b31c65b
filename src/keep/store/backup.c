/* backup.c — copies, checks, and the comparison of two stores. */
#include "keep/store/backup.h"

#include "base/file.h"
#include "keep/store/store_inside.h"

#include <string.h>

bool store_backup(struct store *store, const char *path, struct failure *why)
{
    if (file_exists(path))
        return FAIL(why, FAILURE_CONFLICT, "%s is there already", path);
    if (store->backend->backup == NULL)
        return carry_backup(store, path, why);
    struct connection *CLOSING(store_read) reading = NULL;
    if (!store_read_begin(store, &reading, why))
        return false;
    return store->backend->backup(reading, path, why);
}

bool store_check(struct store *store, struct failure *why)
{
    struct connection *CLOSING(store_read) reading = NULL;
    return store_read_begin(store, &reading, why) && store->backend->check(reading, why);
}

bool store_settle(struct store *store, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct connection *apart = arena_make(scratch, sizeof *apart);
    connection_init(apart, store, false, NULL);
    if (!store->backend->open(apart, store->address, false, why))
        return false;
    bool done = store->backend->settle(apart, why);
    connection_close(apart);
    return done;
}

/* ---- tables ---- */

bool store_tables(struct connection *connection, struct arena *arena, struct list *names, struct failure *why)
{
    struct list found = {0};
    struct statement *tables = NULL;
    if (!store_statement(connection, connection->backend->list_tables, &tables, why))
        return false;
    while (statement_next(tables, why)) {
        struct text *name = arena_make(arena, sizeof *name);
        *name = text_copy(arena, statement_text(tables, 0));
        list_add(&found, arena, name);
    }
    if (!statement_sound(tables))
        return false;
    *names = found;
    return true;
}

/* Items are `struct column *`. */
static bool table_columns(struct connection *connection, struct arena *arena, struct text table,
                          struct list *columns, struct failure *why)
{
    struct list found = {0};
    struct statement *rows = NULL;
    const struct store_value values[] = {store_text(table)};
    if (!store_select(connection, connection->backend->list_columns, values, 1, &rows, why))
        return false;
    while (statement_next(rows, why)) {
        struct column *column = arena_make(arena, sizeof *column);
        *column = (struct column){text_copy(arena, statement_text(rows, 0)), statement_int64(rows, 1)};
        if (!store_identifier(column->name))
            return FAIL(why, FAILURE_INVALID, "table %.*s has a column of a strange name", TEXT_ARGS(table));
        list_add(&found, arena, column);
    }
    if (!statement_sound(rows))
        return false;
    if (found.count == 0)
        return FAIL(why, FAILURE_NOT_FOUND, "no table %.*s", TEXT_ARGS(table));
    *columns = found;
    return true;
}

bool store_columns(struct connection *connection, struct arena *arena, struct text table, struct list *names,
                   struct failure *why)
{
    struct list columns = {0}, found = {0};
    if (!table_columns(connection, arena, table, &columns, why))
        return false;
    for (size_t i = 0; i < columns.count; i++)
        list_add(&found, arena, &((struct column *)columns.items[i])->name);
    *names = found;
    return true;
}

/* ---- rows ---- */

static int64_t key_columns(const struct list *columns)
{
    int64_t most = 0;
    for (size_t i = 0; i < columns->count; i++) {
        const struct column *column = columns->items[i];
        most = column->key > most ? column->key : most;
    }
    return most;
}

static struct text quoted(struct arena *arena, const struct column *column)
{
    return text_format(arena, "\"%.*s\"", TEXT_ARGS(column->name));
}

/* The columns of the primary key in its order, else all. */
static struct text order_of(struct arena *arena, const struct list *columns)
{
    int64_t keys = key_columns(columns);
    size_t count = keys == 0 ? columns->count : (size_t)keys;
    struct text *parts = arena_make_many(arena, count, sizeof *parts);
    for (size_t i = 0; i < columns->count; i++) {
        const struct column *column = columns->items[i];
        if (keys == 0)
            parts[i] = quoted(arena, column);
        else if (column->key > 0)
            parts[column->key - 1] = quoted(arena, column);
    }
    return text_join(arena, parts, count, TEXT(", "));
}

static bool rows_of(struct connection *connection, struct arena *scratch, struct text table,
                    const struct list *columns, struct statement **rows, struct failure *why)
{
    struct text *parts = arena_make_many(scratch, columns->count, sizeof *parts);
    for (size_t i = 0; i < columns->count; i++)
        parts[i] = quoted(scratch, columns->items[i]);
    struct text chosen = text_join(scratch, parts, columns->count, TEXT(", "));
    struct text order = order_of(scratch, columns);
    struct sql sql = {
        .name = text_format(scratch, "rows of %.*s", TEXT_ARGS(table)).bytes,
        .text = text_format(scratch, STORE_MANY_ROWS "SELECT %.*s FROM \"%.*s\" ORDER BY %.*s", TEXT_ARGS(chosen),
                            TEXT_ARGS(table), TEXT_ARGS(order))
                    .bytes,
    };
    return store_statement(connection, &sql, rows, why);
}

bool store_rows(struct connection *connection, struct text table, struct statement **rows,
                struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct list columns = {0};
    if (!store_identifier(table))
        return FAIL(why, FAILURE_INVALID, "this is no name of a table");
    return table_columns(connection, scratch, table, &columns, why) &&
           rows_of(connection, scratch, table, &columns, rows, why);
}

/* ---- comparing ---- */

struct comparison {
    struct connection *first, *second;
    const char *const *skip;
    size_t skip_count;
    struct arena *arena;
    struct store_difference found;
};

static bool skipped(const struct comparison *comparison, struct text table)
{
    for (size_t i = 0; i < comparison->skip_count; i++)
        if (text_is(table, comparison->skip[i]))
            return true;
    return false;
}

static void differ(struct comparison *comparison, struct text table, struct text key, struct text what)
{
    comparison->found = (struct store_difference){text_copy(comparison->arena, table), key, what};
}

static bool differs(const struct comparison *comparison)
{
    return comparison->found.table.length > 0;
}

static bool value_equal(struct store_value a, struct store_value b)
{
    return a.kind == b.kind && a.number == b.number && text_equal(a.text, b.text);
}

/* The key of the current row; only numbers and texts stand in keys. */
static struct text key_of(struct arena *arena, const struct list *columns, const struct statement *row)
{
    int64_t keys = key_columns(columns);
    struct text *parts = arena_make_many(arena, (size_t)keys, sizeof *parts);
    for (size_t i = 0; i < columns->count; i++) {
        const struct column *column = columns->items[i];
        if (column->key == 0)
            continue;
        struct store_value value = statement_value(row, (int)i);
        parts[column->key - 1] = value.kind == STORE_INT64
                                     ? text_format(arena, "%lld", (long long)value.number)
                                 : value.kind == STORE_TEXT ? text_copy(arena, value.text)
                                                            : TEXT("?");
    }
    return text_join(arena, parts, (size_t)keys, TEXT(", "));
}

/* Compares the current rows; the keys first, to tell a missing row from a changed one. */
static void compare_row(struct comparison *comparison, struct text table, const struct list *columns,
                        const struct statement *a, const struct statement *b)
{
    for (size_t i = 0; i < columns->count; i++) {
        if (value_equal(statement_value(a, (int)i), statement_value(b, (int)i)))
            continue;
        const struct column *column = columns->items[i];
        bool key = column->key > 0 || key_columns(columns) == 0;
        differ(comparison, table, key_of(comparison->arena, columns, a),
               key ? TEXT("not the same rows")
                   : text_format(comparison->arena, "column %.*s", TEXT_ARGS(column->name)));
        if (key)
            return;
    }
}

static bool compare_rows(struct comparison *comparison, struct text table, const struct list *columns,
                         struct failure *why)
{
    struct statement *a = NULL, *b = NULL;
    struct arena *CLOSING(arena) scratch = arena_open();
    if (!rows_of(comparison->first, scratch, table, columns, &a, why) ||
        !rows_of(comparison->second, scratch, table, columns, &b, why))
        return false;
    for (bool in_a = true, in_b = true; in_a && !differs(comparison);) {
        if (!statement_step(a, &in_a, why) || !statement_step(b, &in_b, why))
            return false;
        if (in_a && in_b)
            compare_row(comparison, table, columns, a, b);
        else if (in_a || in_b)
            differ(comparison, table, key_of(comparison->arena, columns, in_a ? a : b),
                   in_a ? TEXT("only in the first") : TEXT("only in the second"));
    }
    return true;
}

static bool same_columns(const struct list *a, const struct list *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++) {
        const struct column *x = a->items[i], *y = b->items[i];
        if (!text_equal(x->name, y->name) || x->key != y->key)
            return false;
    }
    return true;
}

static bool compare_table(struct comparison *comparison, struct text table, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct list a = {0}, b = {0};
    if (!table_columns(comparison->first, scratch, table, &a, why) ||
        !table_columns(comparison->second, scratch, table, &b, why))
        return false;
    if (!same_columns(&a, &b)) {
        differ(comparison, table, TEXT(""), TEXT("the columns"));
        return true;
    }
    return compare_rows(comparison, table, &a, why);
}

/* Walks both sorted lists of tables side by side. */
static bool compare_tables(struct comparison *comparison, const struct list *a, const struct list *b,
                           struct failure *why)
{
    size_t i = 0, j = 0;
    while ((i < a->count || j < b->count) && !differs(comparison)) {
        const struct text *x = i < a->count ? a->items[i] : NULL, *y = j < b->count ? b->items[j] : NULL;
        int order = x == NULL ? 1 : y == NULL ? -1 : text_compare(*x, *y);
        struct text table = order <= 0 ? *x : *y;
        i += order <= 0;
        j += order >= 0;
        if (skipped(comparison, table))
            continue;
        if (order != 0)
            differ(comparison, table, TEXT(""),
                   order < 0 ? TEXT("only in the first") : TEXT("only in the second"));
        else if (!compare_table(comparison, table, why))
            return false;
    }
    return true;
}

bool store_compare(struct store *first, struct store *second, const char *const *skip, size_t skip_count,
                   struct arena *arena, struct store_difference *difference, struct failure *why)
{
    struct connection *CLOSING(store_read) a = NULL;
    struct connection *CLOSING(store_read) b = NULL;
    if (!store_read_begin(first, &a, why) || !store_read_begin(second, &b, why))
        return false;
    struct comparison comparison = {a, b, skip, skip_count, arena, {{0}, {0}, {0}}};
    struct list tables_a = {0}, tables_b = {0};
    if (!store_tables(a, arena, &tables_a, why) || !store_tables(b, arena, &tables_b, why) ||
        !compare_tables(&comparison, &tables_a, &tables_b, why))
        return false;
    *difference = comparison.found;
    return true;
}
