/* statement.c — prepared once per connection and found by name; the same for every database. */
#include "keep/store/statement.h"

#include "keep/store/store_inside.h"

#include <string.h>

void connection_init(struct connection *connection, struct store *store, bool writes,
                     struct store_fault *fault)
{
    connection->store = store;
    connection->backend = store->backend;
    connection->writes = writes;
    connection->fault = fault;
}

/* ---- the cache ---- */

static struct statement **bucket_of(struct connection *connection, const char *name)
{
    return &connection->buckets[text_hash(text_of(name)) % STATEMENT_BUCKETS];
}

static void statement_over(struct statement *statement)
{
    if (statement->active) {
        statement->active = false;
        statement->connection->active--;
    }
    statement->connection->backend->restart(statement->handle);
}

static void statement_drop(struct statement *statement)
{
    struct connection *connection = statement->connection;
    statement_over(statement);
    struct statement **link = bucket_of(connection, statement->name);
    while (*link != statement)
        link = &(*link)->next;
    *link = statement->next;
    connection->backend->unprepare(statement->handle);
    statement->handle = NULL;
}

/* A free place, or that of the statement unused longest. */
static struct statement *statement_place(struct connection *connection)
{
    if (connection->kept < STATEMENTS_KEPT)
        return &connection->statements[connection->kept++];
    struct statement *oldest = NULL;
    for (size_t i = 0; i < STATEMENTS_KEPT; i++) {
        struct statement *statement = &connection->statements[i];
        if (statement->handle == NULL)
            return statement;
        if (!statement->active && (oldest == NULL || statement->used < oldest->used))
            oldest = statement;
    }
    REQUIRE(oldest != NULL);
    statement_drop(oldest);
    return oldest;
}

static struct statement *statement_kept(struct connection *connection, const struct sql *sql)
{
    struct statement *statement = *bucket_of(connection, sql->name);
    while (statement != NULL && strcmp(statement->name, sql->name) != 0)
        statement = statement->next;
    if (statement != NULL && !connection->backend->prepared_from(statement->handle, sql)) {
        statement_drop(statement);
        return NULL;
    }
    return statement;
}

static bool statement_make(struct connection *connection, const struct sql *sql, struct statement **statement,
                           struct failure *why)
{
    size_t length = strlen(sql->name);
    REQUIRE(length > 0 && length <= STATEMENT_NAME_MAX);
    void *handle = NULL;
    if (!connection->backend->prepare(connection, sql, &handle, why)) {
        connection->touched++;
        return false;
    }
    struct statement *place = statement_place(connection);
    struct statement **bucket = bucket_of(connection, sql->name);
    const char *text = sql->text;
    *place = (struct statement){.connection = connection, .handle = handle, .next = *bucket,
                                .changes = strncmp(text, "SELECT ", strlen("SELECT ")) != 0};
    memcpy(place->name, sql->name, length + 1);
    *bucket = place;
    connection->prepared++;
    *statement = place;
    return true;
}

bool store_statement(struct connection *connection, const struct sql *sql, struct statement **statement,
                     struct failure *why)
{
    struct statement *found = statement_kept(connection, sql);
    if (found != NULL)
        statement_over(found);
    else if (!statement_make(connection, sql, &found, why))
        return false;
    found->used = ++connection->uses;
    found->refused = false;
    *statement = found;
    return true;
}

void connection_quiet(struct connection *connection)
{
    for (size_t i = 0; i < connection->kept && connection->active > 0; i++)
        if (connection->statements[i].active)
            statement_over(&connection->statements[i]);
}

void connection_close(struct connection *connection)
{
    if (connection->handle == NULL)
        return;
    for (size_t i = 0; i < connection->kept; i++)
        if (connection->statements[i].handle != NULL)
            statement_drop(&connection->statements[i]);
    connection->kept = 0;
    connection->backend->close(connection);
}

/* ---- binding ---- */

static void bind_value(struct statement *statement, int place, struct store_value value)
{
    const struct backend *backend = statement->connection->backend;
    REQUIRE(place >= 1 && place <= backend->places(statement->handle));
    REQUIRE(!statement->active);
    if (!backend->bind(statement->handle, place, &value))
        statement->refused = true;
}

void statement_bind_int64(struct statement *statement, int place, int64_t number)
{
    bind_value(statement, place, store_int64(number));
}

void statement_bind_text(struct statement *statement, int place, struct text text)
{
    bind_value(statement, place, store_text(text));
}

void statement_bind_blob(struct statement *statement, int place, struct text bytes)
{
    bind_value(statement, place, store_blob(bytes));
}

void statement_bind_null(struct statement *statement, int place)
{
    bind_value(statement, place, store_null());
}

/* ---- stepping and reading ---- */

/* Whether the test's fault strikes this statement. */
static bool fault_strikes(struct connection *connection)
{
    struct store_fault *fault = connection->fault;
    if (fault == NULL || fault->countdown == 0)
        return false;
    if (fault->countdown < 0)
        return fault->stays;
    if (--fault->countdown > 0)
        return false;
    fault->countdown = fault->then > 0 ? fault->then : -1;
    fault->then = 0;
    return true;
}

bool statement_step(struct statement *statement, bool *row, struct failure *why)
{
    struct connection *connection = statement->connection;
    if (statement->refused)
        return FAIL(why, FAILURE_TOO_BIG, "%s: a value is too big for the database", statement->name);
    if (!statement->active) {
        connection->touched += statement->changes;
        if (fault_strikes(connection)) {
            connection->touched++;
            return FAIL(why, FAILURE_BROKEN, "%s: fault made by a test", statement->name);
        }
        statement->active = true;
        connection->active++;
    }
    bool more = false;
    if (!connection->backend->step(statement, &more, why)) {
        connection->touched++;
        statement_over(statement);
        return false;
    }
    if (!more)
        statement_over(statement);
    *row = more;
    return true;
}

bool statement_next(struct statement *statement, struct failure *why)
{
    bool row = false;
    statement->sound = statement_step(statement, &row, why);
    return statement->sound && row;
}

bool statement_sound(const struct statement *statement)
{
    return statement->sound;
}

int statement_columns(const struct statement *statement)
{
    return statement->connection->backend->columns(statement->handle);
}

struct store_value statement_value(const struct statement *statement, int column)
{
    REQUIRE(statement->active && column >= 0 && column < statement_columns(statement));
    return statement->connection->backend->value(statement->handle, column);
}

bool statement_is_null(const struct statement *statement, int column)
{
    return statement_value(statement, column).kind == STORE_NULL;
}

int64_t statement_int64(const struct statement *statement, int column)
{
    struct store_value value = statement_value(statement, column);
    REQUIRE(value.kind == STORE_INT64 || value.kind == STORE_NULL);
    return value.number;
}

struct text statement_text(const struct statement *statement, int column)
{
    struct store_value value = statement_value(statement, column);
    REQUIRE(value.kind == STORE_TEXT || value.kind == STORE_NULL);
    return value.text;
}

struct text statement_blob(const struct statement *statement, int column)
{
    struct store_value value = statement_value(statement, column);
    REQUIRE(value.kind == STORE_BLOB || value.kind == STORE_NULL);
    return value.text;
}

/* ---- the short way ---- */

struct store_value store_null(void)
{
    return (struct store_value){.kind = STORE_NULL};
}

struct store_value store_int64(int64_t number)
{
    return (struct store_value){.kind = STORE_INT64, .number = number};
}

struct store_value store_text(struct text text)
{
    return (struct store_value){.kind = STORE_TEXT, .text = text};
}

struct store_value store_blob(struct text bytes)
{
    return (struct store_value){.kind = STORE_BLOB, .text = bytes};
}

bool store_select(struct connection *connection, const struct sql *sql, const struct store_value *values,
                  size_t count, struct statement **statement, struct failure *why)
{
    struct statement *found = NULL;
    if (!store_statement(connection, sql, &found, why))
        return false;
    for (size_t i = 0; i < count; i++)
        bind_value(found, (int)i + 1, values[i]);
    *statement = found;
    return true;
}

bool store_run(struct connection *connection, const struct sql *sql, const struct store_value *values,
               size_t count, struct failure *why)
{
    struct statement *statement = NULL;
    if (!store_select(connection, sql, values, count, &statement, why))
        return false;
    for (bool row = true; row;)
        if (!statement_step(statement, &row, why))
            return false;
    return true;
}

bool store_find(struct connection *connection, const struct sql *sql, const struct store_value *values,
                size_t count, struct statement **row, struct failure *why)
{
    struct statement *statement = NULL;
    bool found = false;
    if (!store_select(connection, sql, values, count, &statement, why) ||
        !statement_step(statement, &found, why))
        return false;
    *row = found ? statement : NULL;
    return true;
}

bool store_find_int64(struct connection *connection, const struct sql *sql, const struct store_value *values,
                      size_t count, int64_t absent, int64_t *number, struct failure *why)
{
    struct statement *row = NULL;
    if (!store_find(connection, sql, values, count, &row, why))
        return false;
    *number = row == NULL || statement_is_null(row, 0) ? absent : statement_int64(row, 0);
    if (row != NULL)
        statement_over(row);
    return true;
}

int64_t store_changed(const struct connection *connection)
{
    return connection->backend->changed(connection);
}

bool connection_undo(struct connection *connection, const struct sql *sql, struct failure *why)
{
    struct store_fault *fault = connection->fault;
    connection->fault = NULL;
    bool done = store_run(connection, sql, NULL, 0, why);
    connection->fault = fault;
    return done;
}

/* ---- defining ---- */

bool store_define(struct connection *writer, const char *text, struct failure *why)
{
    REQUIRE(writer->writes);
    writer->touched++;
    if (fault_strikes(writer))
        return FAIL(why, FAILURE_BROKEN, "define: fault made by a test");
    connection_quiet(writer); /* a row still lent would lock the table it stands in */
    return writer->backend->define(writer, text, why);
}

bool store_identifier(struct text name)
{
    if (name.length == 0 || name.length > 60 || name.bytes[0] < 'a' || name.bytes[0] > 'z')
        return false;
    for (size_t i = 0; i < name.length; i++) {
        char c = name.bytes[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'))
            return false;
    }
    return true;
}

bool store_prepare_all(struct connection *connection, const struct sql *list, size_t count,
                       struct failure *why)
{
    for (size_t i = 0; i < count; i++) {
        struct statement *statement = NULL;
        if (!store_statement(connection, &list[i], &statement, why))
            return false;
    }
    return true;
}
