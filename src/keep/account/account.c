/* account.c — people and their grants, to and from the tables. */
#include "keep/account/account.h"

#include "keep/store/migration.h"
#include "keep/store/statement.h"

#define SQL(id, name, text, postgres) static const struct sql id __attribute__((unused)) = {name, text, postgres};
#include "keep/account/account_sql.def"
#undef SQL

static const char *const FIRST[] = {
    "CREATE TABLE account (shard INTEGER NOT NULL, number INTEGER NOT NULL UNIQUE, name TEXT NOT NULL UNIQUE,"
    " full_name TEXT NOT NULL, password TEXT NOT NULL, locked INTEGER NOT NULL, must_change INTEGER NOT NULL,"
    " PRIMARY KEY (shard, number)) STRICT",
    "CREATE TABLE role_grant (shard INTEGER NOT NULL, number INTEGER NOT NULL UNIQUE, account INTEGER NOT NULL REFERENCES account (number),"
    " role TEXT NOT NULL, unit INTEGER NOT NULL, begins INTEGER NOT NULL, ends INTEGER, PRIMARY KEY (shard, number)) STRICT",
    "CREATE INDEX role_grant_account ON role_grant (account)",
    "CREATE TABLE session (token BLOB NOT NULL PRIMARY KEY, account INTEGER NOT NULL, acting_for INTEGER NOT NULL,"
    " form_key TEXT NOT NULL, begun INTEGER NOT NULL, seen INTEGER NOT NULL) STRICT",
    "CREATE INDEX session_account ON session (account)",
    NULL,
};
static const char *const NOTICE[] = {
    "CREATE TABLE account_notice (shard INTEGER NOT NULL, account INTEGER NOT NULL UNIQUE REFERENCES account (number),"
    " mail TEXT NOT NULL, digest INTEGER NOT NULL, feed TEXT UNIQUE, PRIMARY KEY (shard, account)) STRICT",
    NULL,
};
static const char *const SAVED[] = {
    "CREATE TABLE saved_list (shard INTEGER NOT NULL, number INTEGER NOT NULL UNIQUE, account INTEGER NOT NULL, unit INTEGER NOT NULL,"
    " register TEXT NOT NULL, name TEXT NOT NULL, query TEXT NOT NULL, PRIMARY KEY (shard, number)) STRICT",
    "CREATE INDEX saved_list_register ON saved_list (register, account)",
    NULL,
};
static const struct migration STEPS[] = {
    {1, "people", FIRST, NULL}, {2, "how people are told", NOTICE, NULL}, {3, "lists kept under a name", SAVED, NULL}};

bool account_migrate(struct store *store, struct failure *why)
{
    return store_migrate(store, "account", STEPS, LENGTH_OF(STEPS), why);
}

struct role_row {
    struct text word;
    struct title title;
};

static const struct role_row ROLE_ROWS[] = {
#define ROLE(id, word, vi, en, enters) [ROLE_##id] = {{word, sizeof(word) - 1}, {{vi, sizeof(vi) - 1}, {en, sizeof(en) - 1}}},
#include "keep/account/roles.def"
#undef ROLE
};
_Static_assert(LENGTH_OF(ROLE_ROWS) == ROLES, "roles.def and enum role list the same roles");

struct text role_word(enum role role)
{
    return ROLE_ROWS[role].word;
}

struct title role_title(enum role role)
{
    return ROLE_ROWS[role].title;
}

bool role_read(struct text word, enum role *role)
{
    for (size_t i = 0; i < LENGTH_OF(ROLE_ROWS); i++)
        if (text_equal(ROLE_ROWS[i].word, word)) {
            *role = (enum role)i;
            return true;
        }
    return false;
}

static struct day day_or_none(struct statement *row, int column)
{
    return statement_is_null(row, column) ? DAY_NONE : (struct day){(int32_t)statement_int64(row, column)};
}

/* A grant whose unit is gone or whose role is unknown reaches nothing: it is left out. */
static bool load_grants(struct arena *arena, struct connection *connection, const struct unit_tree *tree, struct account *account,
                        struct failure *why)
{
    struct store_value key[] = {store_int64(account->number)};
    struct statement *row_of;
    struct list found = {0};
    if (!store_select(connection, &GRANT_OF, key, LENGTH_OF(key), &row_of, why))
        return false;
    while (statement_next(row_of, why)) {
        struct grant grant = {.number = statement_int64(row_of, 0),
                              .unit = unit_by_number(tree, statement_int64(row_of, 2)),
                              .from = day_or_none(row_of, 3),
                              .to = day_or_none(row_of, 4)};
        if (role_read(statement_text(row_of, 1), &grant.role) && grant.unit)
            list_add(&found, arena, arena_copy(arena, &grant, sizeof grant));
    }
    if (!statement_sound(row_of))
        return false;
    struct grant *grants = arena_make_many(arena, found.count, sizeof *grants);
    for (size_t i = 0; i < found.count; i++)
        grants[i] = *(struct grant *)found.items[i];
    account->grants = grants;
    account->grant_count = found.count;
    return true;
}

static struct account *read_account(struct arena *arena, struct statement *row)
{
    struct account *account = arena_make(arena, sizeof *account);
    account->number = statement_int64(row, 0);
    account->name = text_copy(arena, statement_text(row, 1));
    account->full_name = text_copy(arena, statement_text(row, 2));
    account->locked = statement_int64(row, 3) != 0;
    account->must_change_password = statement_int64(row, 4) != 0;
    return account;
}

static bool load_one(struct arena *arena, struct connection *connection, const struct unit_tree *tree, const struct sql *sql,
                     struct store_value key, const struct account **account, struct failure *why)
{
    struct statement *row;
    if (!store_find(connection, sql, &key, 1, &row, why))
        return false;
    if (!row)
        return FAIL(why, FAILURE_NOT_FOUND, "no such account");
    struct account *found = read_account(arena, row);
    if (!load_grants(arena, connection, tree, found, why))
        return false;
    *account = found;
    return true;
}

bool account_load(struct arena *arena, struct connection *connection, const struct unit_tree *tree, struct text name,
                  const struct account **account, struct failure *why)
{
    return load_one(arena, connection, tree, &ACCOUNT_BY_NAME, store_text(name), account, why);
}

bool account_load_number(struct arena *arena, struct connection *connection, const struct unit_tree *tree, int64_t number,
                         const struct account **account, struct failure *why)
{
    return load_one(arena, connection, tree, &ACCOUNT_BY_NUMBER, store_int64(number), account, why);
}

bool account_load_all(struct arena *arena, struct connection *connection, const struct unit_tree *tree, struct list *accounts,
                      struct failure *why)
{
    struct statement *row_of;
    struct list found = {0};
    if (!store_statement(connection, &ACCOUNT_ALL, &row_of, why))
        return false;
    while (statement_next(row_of, why))
        list_add(&found, arena, read_account(arena, row_of));
    if (!statement_sound(row_of))
        return false;
    for (size_t i = 0; i < found.count; i++)
        if (!load_grants(arena, connection, tree, found.items[i], why))
            return false;
    *accounts = found;
    return true;
}

bool account_load_password(struct arena *arena, struct connection *connection, int64_t number, struct text *hash, struct failure *why)
{
    struct store_value key[] = {store_int64(number)};
    struct statement *row;
    if (!store_find(connection, &ACCOUNT_PASSWORD, key, LENGTH_OF(key), &row, why))
        return false;
    if (!row)
        return FAIL(why, FAILURE_NOT_FOUND, "no such account");
    *hash = text_copy(arena, statement_text(row, 0));
    return true;
}

bool account_add(struct connection *writer, int64_t number, struct text name, struct text full_name, struct text password_hash,
                 bool must_change, struct failure *why)
{
    struct store_value row[] = {store_int64(number), store_text(name), store_text(full_name), store_text(password_hash),
                                store_int64(must_change)};
    return store_run(writer, &ACCOUNT_ADD, row, LENGTH_OF(row), why);
}

/* Changes exactly one row, or says NOT_FOUND. */
static bool change_one(struct connection *writer, const struct sql *sql, const struct store_value *row, size_t count,
                       struct failure *why)
{
    if (!store_run(writer, sql, row, count, why))
        return false;
    return store_changed(writer) == 1 || FAIL(why, FAILURE_NOT_FOUND, "%s: no such row", sql->name);
}

bool account_set_password(struct connection *writer, int64_t account, struct text password_hash, bool must_change, struct failure *why)
{
    struct store_value row[] = {store_int64(account), store_text(password_hash), store_int64(must_change)};
    return change_one(writer, &ACCOUNT_SET_PASSWORD, row, LENGTH_OF(row), why);
}

bool account_set_locked(struct connection *writer, int64_t account, bool locked, struct failure *why)
{
    struct store_value row[] = {store_int64(account), store_int64(locked)};
    return change_one(writer, &ACCOUNT_SET_LOCKED, row, LENGTH_OF(row), why);
}

bool account_grant(struct connection *writer, int64_t number, int64_t account, enum role role, int64_t unit, struct day from,
                   struct day to, struct failure *why)
{
    struct store_value row[] = {store_int64(number), store_int64(account), store_text(role_word(role)), store_int64(unit),
                                store_int64(from.number), day_is_some(to) ? store_int64(to.number) : store_null()};
    return store_run(writer, &GRANT_ADD, row, LENGTH_OF(row), why);
}

bool account_end_grant(struct connection *writer, int64_t grant, struct day last, struct failure *why)
{
    struct store_value row[] = {store_int64(grant), store_int64(last.number)};
    return change_one(writer, &GRANT_END, row, LENGTH_OF(row), why);
}
