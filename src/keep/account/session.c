/* session.c — who is signed in, by the hash of a cookie's token. */
#include "keep/account/account.h"

#include "keep/store/statement.h"

#define SQL(id, name, text, postgres) static const struct sql id __attribute__((unused)) = {name, text, postgres};
#include "keep/account/account_sql.def"
#undef SQL

enum { HOUR = 3600 * 1000 };
static const int64_t IDLE_MAX = 12 * (int64_t)HOUR;
static const int64_t AGE_MAX = 7 * 24 * (int64_t)HOUR;

static struct store_value token_value(const uint8_t token_hash[32])
{
    return store_blob((struct text){(const char *)token_hash, 32});
}

bool session_open(struct connection *writer, const uint8_t token_hash[32], int64_t account, struct text form_key, struct moment now,
                  struct failure *why)
{
    struct store_value row[] = {token_value(token_hash), store_int64(account), store_text(form_key), store_int64(now.milliseconds)};
    return store_run(writer, &SESSION_ADD, row, LENGTH_OF(row), why);
}

bool session_load(struct arena *arena, struct connection *connection, const uint8_t token_hash[32], struct moment now,
                  struct session *session, struct failure *why)
{
    struct store_value key[] = {token_value(token_hash)};
    struct statement *row;
    if (!store_find(connection, &SESSION_FIND, key, LENGTH_OF(key), &row, why))
        return false;
    if (!row)
        return FAIL(why, FAILURE_NOT_FOUND, "no such session");
    int64_t seen = statement_int64(row, 3), begun = statement_int64(row, 4);
    if (now.milliseconds - seen > IDLE_MAX || now.milliseconds - begun > AGE_MAX)
        return FAIL(why, FAILURE_NOT_FOUND, "the session has ended");
    *session = (struct session){.account = statement_int64(row, 0),
                                .acting_for = statement_int64(row, 1),
                                .form_key = text_copy(arena, statement_text(row, 2)),
                                .seen = {seen}};
    return true;
}

bool session_touch(struct connection *writer, const uint8_t token_hash[32], struct moment now, struct failure *why)
{
    struct store_value row[] = {token_value(token_hash), store_int64(now.milliseconds)};
    return store_run(writer, &SESSION_SEEN, row, LENGTH_OF(row), why);
}

bool session_set_acting_for(struct connection *writer, const uint8_t token_hash[32], int64_t unit, struct failure *why)
{
    struct store_value row[] = {token_value(token_hash), store_int64(unit)};
    return store_run(writer, &SESSION_FOR, row, LENGTH_OF(row), why);
}

bool session_close(struct connection *writer, const uint8_t token_hash[32], struct failure *why)
{
    struct store_value key[] = {token_value(token_hash)};
    return store_run(writer, &SESSION_END, key, LENGTH_OF(key), why);
}

bool session_close_all(struct connection *writer, int64_t account, struct failure *why)
{
    struct store_value key[] = {store_int64(account)};
    return store_run(writer, &SESSION_END_ALL, key, LENGTH_OF(key), why);
}

bool session_sweep(struct connection *writer, struct moment now, struct failure *why)
{
    struct store_value limits[] = {store_int64(now.milliseconds - IDLE_MAX), store_int64(now.milliseconds - AGE_MAX)};
    return store_run(writer, &SESSION_SWEEP, limits, LENGTH_OF(limits), why);
}
