/* person_key.c — keys of missions, to and from their table. */
#include "keep/box/person_key.h"

#include "engine/seal/seal.h"
#include "keep/store/statement.h"

#define SQL(id, name, text, postgres) static const struct sql id __attribute__((unused)) = {name, text, postgres};
#include "keep/box/box_sql.def"
#undef SQL

bool person_key_load(struct arena *arena, struct connection *connection, int64_t shard, int64_t record, struct person_key **key,
                     struct failure *why)
{
    struct store_value where[] = {store_int64(shard), store_int64(record)};
    struct statement *row;
    *key = NULL;
    if (!store_find(connection, &PERSON_KEY_LOAD, where, LENGTH_OF(where), &row, why))
        return false;
    if (!row)
        return true;
    struct person_key *made = arena_make(arena, sizeof *made);
    made->act = statement_int64(row, 0);
    if (!box_key_read(statement_blob(row, 1), &made->key))
        return FAIL(why, FAILURE_BROKEN, "the key of record %lld is torn in its table", (long long)record);
    *key = made;
    return true;
}

bool person_key_save(struct connection *writer, int64_t shard, int64_t record, const struct person_key *key, struct failure *why)
{
    struct store_value row[] = {store_int64(shard), store_int64(record), store_int64(key->act), store_blob(box_key_text(&key->key))};
    return store_run(writer, &PERSON_KEY_SAVE, row, LENGTH_OF(row), why);
}

bool person_key_drop(struct connection *writer, int64_t shard, int64_t record, struct failure *why)
{
    struct store_value where[] = {store_int64(shard), store_int64(record)};
    return store_run(writer, &PERSON_KEY_DROP, where, LENGTH_OF(where), why);
}

struct text person_key_mark(struct arena *arena, const struct person_key *key, struct text person)
{
    struct seal_hash hash = seal_keyed(key->key.bytes, person);
    return seal_mark(arena, &hash);
}
