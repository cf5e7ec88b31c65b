/*
 * statement.h — SQL with a name, values bound to it, rows read from it.
 *
 * Each folder keeps a list of its statements; no SQL stands elsewhere, none is put
 * together from values. In unit_sql.def:
 *
 *     SQL(UNIT_FIND, "unit find", "SELECT number, name FROM unit WHERE shard = ?1 AND code = ?2", NULL)
 *
 *     #define SQL(id, name, text, postgres) static const struct sql id = {name, text, postgres};
 *     #include "keep/unit/unit_sql.def"
 *
 *     struct statement *find;
 *     if (!store_statement(connection, &UNIT_FIND, &find, why))
 *         return false;
 *     statement_bind_int64(find, 1, shard);
 *     statement_bind_text(find, 2, code);
 *     while (statement_next(find, why))
 *         list(statement_int64(find, 0), text_copy(arena, statement_text(find, 1)));
 *     return statement_sound(find);
 *
 * Places are ?1, ?2 …, each bound or unknown (NULL); columns count from 0. A statement
 * is prepared once per connection and found again by its name; one whose text has
 * changed under the same name is prepared anew, so texts made from a definition can
 * be named "insert outreach". Asking for it again starts it over: one use of a name at
 * a time, so no loop inside a loop over the same name. A statement borrows what is bound
 * until its last step, and lends texts and bytes until its next step.
 *
 * Failures: FAILURE_CONFLICT where a unique key is already there or a referred row is not,
 * FAILURE_INVALID for another constraint, FAILURE_TOO_BIG, FAILURE_BUSY, else FAILURE_BROKEN.
 * Their text holds the statement's name, never a value.
 *
 * Types: INTEGER (int64), TEXT, BLOB only, in STRICT tables. Write what both databases
 * understand (RETURNING, ON CONFLICT … DO UPDATE, WITH are); `postgres` says it otherwise
 * where that cannot be.
 */
#pragma once

#include "base/arena.h"
#include "base/failure.h"
#include "base/text.h"

#include <stdint.h>

enum {
    STATEMENT_NAME_MAX = 95, /* bytes */
    STATEMENTS_KEPT = 512,   /* prepared per connection; the one unused longest makes room */
};

struct connection;
struct statement;

struct sql {
    const char *name;
    const char *text;
    const char *postgres; /* NULL: the same text */
};

MUST_CHECK bool store_statement(struct connection *connection, const struct sql *sql,
                                struct statement **statement, struct failure *why);

/* A place out of range is a bug. */
void statement_bind_int64(struct statement *statement, int place, int64_t number);
void statement_bind_text(struct statement *statement, int place, struct text text);
void statement_bind_blob(struct statement *statement, int place, struct text bytes);
void statement_bind_null(struct statement *statement, int place);

/* The next row; after the last `*row` is false and the statement is over. */
MUST_CHECK bool statement_step(struct statement *statement, bool *row, struct failure *why);
/* Whether there is a next row. False also when it could not be asked for: then `why` says it and the statement is not sound. */
MUST_CHECK bool statement_next(struct statement *statement, struct failure *why);
MUST_CHECK bool statement_sound(const struct statement *statement);

int statement_columns(const struct statement *statement);
bool statement_is_null(const struct statement *statement, int column);
int64_t statement_int64(const struct statement *statement, int column);    /* 0 when null */
struct text statement_text(const struct statement *statement, int column); /* empty when null */
struct text statement_blob(const struct statement *statement, int column); /* empty when null */

/* The short way: all values in one array. */
enum store_value_kind { STORE_NULL, STORE_INT64, STORE_TEXT, STORE_BLOB };

struct store_value {
    enum store_value_kind kind;
    int64_t number;
    struct text text; /* of a blob too */
};

struct store_value store_null(void);
struct store_value store_int64(int64_t number);
struct store_value store_text(struct text text);
struct store_value store_blob(struct text bytes);
/* Of the current row; borrowed like the row. */
struct store_value statement_value(const struct statement *statement, int column);

/* Binds and gives the statement, ready to be stepped. */
MUST_CHECK bool store_select(struct connection *connection, const struct sql *sql,
                             const struct store_value *values, size_t count, struct statement **statement,
                             struct failure *why);
/* Binds and runs to the end, whatever rows it gives. */
MUST_CHECK bool store_run(struct connection *connection, const struct sql *sql,
                          const struct store_value *values, size_t count, struct failure *why);
/* Binds and steps to the first row: `*row` lends it, or is NULL when there is none. */
MUST_CHECK bool store_find(struct connection *connection, const struct sql *sql,
                           const struct store_value *values, size_t count, struct statement **row,
                           struct failure *why);
/* The first column of the first row; `absent` when there is none or it is null. */
MUST_CHECK bool store_find_int64(struct connection *connection, const struct sql *sql,
                                 const struct store_value *values, size_t count, int64_t absent,
                                 int64_t *number, struct failure *why);
/* Rows that the last finished statement inserted, changed or deleted. */
int64_t store_changed(const struct connection *connection);

/* Defines tables and indexes, inside a work: statements apart by ';', not kept. Identifiers in it
 * have been checked with store_identifier and stand between double quotes, so any word may be one. */
MUST_CHECK bool store_define(struct connection *writer, const char *text, struct failure *why);
/* a-z first, then a-z 0-9 _, at most 60 bytes. */
bool store_identifier(struct text name);

/* Prepares each on this connection; fails with the name of the first that does not. For tests. */
MUST_CHECK bool store_prepare_all(struct connection *connection, const struct sql *list, size_t count,
                                  struct failure *why);
