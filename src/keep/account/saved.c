/* saved.c — see saved.h. */
#include "keep/account/saved.h"

#include "keep/store/statement.h"

#include <string.h>

#define SQL(id, name, text, postgres) static const struct sql id __attribute__((unused)) = {name, text, postgres};
#include "keep/account/account_sql.def"
#undef SQL

bool saved_is_query(struct text query)
{
    if (query.length == 0 || query.length > SAVED_QUERY_MAX)
        return false;
    for (size_t i = 0; i < query.length; i++) {
        char c = query.bytes[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c != '\0' && strchr("-._~%=&", c));
        if (!plain)
            return false;
    }
    return true;
}

static struct saved read_saved(struct arena *arena, struct statement *row)
{
    return (struct saved){.number = statement_int64(row, 0),
                          .account = statement_int64(row, 1),
                          .unit = statement_int64(row, 2),
                          .register_name = text_copy(arena, statement_text(row, 3)),
                          .name = text_copy(arena, statement_text(row, 4)),
                          .query = text_copy(arena, statement_text(row, 5))};
}

bool saved_load(struct arena *arena, struct connection *connection, int64_t account, int64_t unit, struct text register_name,
                struct list *saved, struct failure *why)
{
    struct store_value key[] = {store_text(register_name), store_int64(account), store_int64(unit)};
    struct statement *row_of;
    if (!store_select(connection, &SAVED_OF, key, LENGTH_OF(key), &row_of, why))
        return false;
    while (statement_next(row_of, why)) {
        const struct saved one = read_saved(arena, row_of);
        list_add(saved, arena, arena_copy(arena, &one, sizeof one));
    }
    return statement_sound(row_of);
}

bool saved_find(struct arena *arena, struct connection *connection, int64_t number, struct saved *saved, struct failure *why)
{
    struct store_value key[] = {store_int64(number)};
    struct statement *row;
    if (!store_find(connection, &SAVED_FIND, key, LENGTH_OF(key), &row, why))
        return false;
    if (!row)
        return FAIL(why, FAILURE_NOT_FOUND, "nothing was kept under that number");
    *saved = read_saved(arena, row);
    return true;
}

bool saved_add(struct connection *writer, const struct saved *saved, struct failure *why)
{
    struct store_value row[] = {store_int64(saved->number),        store_int64(saved->account), store_int64(saved->unit),
                                store_text(saved->register_name), store_text(saved->name),     store_text(saved->query)};
    return store_run(writer, &SAVED_ADD, row, LENGTH_OF(row), why);
}

bool saved_drop(struct connection *writer, int64_t number, struct failure *why)
{
    struct store_value key[] = {store_int64(number)};
    return store_run(writer, &SAVED_DROP, key, LENGTH_OF(key), why);
}
