/* attached.c — see attached.h. */
#include "keep/record/attached.h"

#include "engine/seal/seal.h"
#include "keep/store/statement.h"

#define SQL(id, name, text, postgres) static const struct sql id __attribute__((unused)) = {name, text, postgres};
#include "keep/record/record_sql.def"
#undef SQL

static struct attached read_attached(struct arena *arena, struct statement *row)
{
    return (struct attached){.number = statement_int64(row, 0),
                             .hash = text_copy(arena, statement_text(row, 1)),
                             .type = text_copy(arena, statement_text(row, 2)),
                             .size = statement_int64(row, 3),
                             .name = statement_is_null(row, 4) ? (struct text){0} : text_copy(arena, statement_text(row, 4)),
                             .dropped = statement_is_null(row, 4),
                             .sealed = !statement_is_null(row, 4) && statement_text(row, 4).length == 0};
}

bool attached_load(struct arena *arena, struct connection *connection, int64_t shard, int64_t record, struct list *files, struct failure *why)
{
    struct store_value key[] = {store_int64(shard), store_int64(record)};
    struct statement *row_of;
    if (!store_select(connection, &ATTACHED_OF, key, LENGTH_OF(key), &row_of, why))
        return false;
    while (statement_next(row_of, why)) {
        const struct attached one = read_attached(arena, row_of);
        list_add(files, arena, arena_copy(arena, &one, sizeof one));
    }
    return statement_sound(row_of);
}

bool attached_find(struct arena *arena, struct connection *connection, int64_t shard, int64_t record, int64_t number, struct attached *file,
                   struct failure *why)
{
    struct list files = {0};
    if (!attached_load(arena, connection, shard, record, &files, why))
        return false;
    for (size_t i = 0; i < files.count; i++) {
        const struct attached *one = files.items[i];
        if (one->number == number && !one->dropped) {
            *file = *one;
            return true;
        }
    }
    return FAIL(why, FAILURE_NOT_FOUND, "the record has no such file");
}

static bool is_that(struct text bytes, struct text hash)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct seal_hash is = seal_sha256(bytes);
    return text_equal(seal_hex(scratch, is.bytes, sizeof is.bytes), hash);
}

bool attached_bytes(struct arena *arena, struct connection *connection, int64_t shard, struct text hash, struct text *bytes, struct failure *why)
{
    struct store_value key[] = {store_int64(shard), store_text(hash)};
    struct statement *row;
    if (!store_find(connection, &FILE_FIND, key, LENGTH_OF(key), &row, why))
        return false;
    if (!row || !is_that(statement_blob(row, 0), hash))
        return FAIL(why, FAILURE_BROKEN, "the bytes of an attached file are not there");
    *bytes = text_copy(arena, statement_blob(row, 0));
    return true;
}

bool attached_add(struct connection *writer, int64_t shard, int64_t record, const struct attached *file, struct text bytes, struct failure *why)
{
    struct store_value row[] = {store_int64(shard), store_int64(record), store_int64(file->number), store_text(file->hash),
                                store_text(file->type), store_int64(file->size), file->dropped ? store_null() : store_text(file->name)};
    struct store_value content[] = {store_int64(shard), store_text(file->hash), store_blob(bytes)};
    return store_run(writer, &ATTACHED_ADD, row, LENGTH_OF(row), why) &&
           (bytes.length == 0 || store_run(writer, &FILE_ADD, content, LENGTH_OF(content), why));
}

bool attached_drop(struct connection *writer, int64_t shard, int64_t record, int64_t number, struct failure *why)
{
    struct store_value key[] = {store_int64(shard), store_int64(record), store_int64(number)};
    return store_run(writer, &ATTACHED_DROP, key, LENGTH_OF(key), why) && store_run(writer, &FILE_SWEEP, key, LENGTH_OF(key), why);
}

bool attached_intact(struct connection *connection, struct failure *why)
{
    struct statement *row_of;
    if (!store_find(connection, &FILE_MISSING, NULL, 0, &row_of, why))
        return false;
    if (row_of)
        return FAIL(why, FAILURE_BROKEN, "the attached file %.*s of record %lld has no bytes", TEXT_ARGS(statement_text(row_of, 0)),
                    (long long)statement_int64(row_of, 1));
    if (!store_statement(connection, &FILE_ALL, &row_of, why))
        return false;
    while (statement_next(row_of, why))
        if (!is_that(statement_blob(row_of, 1), statement_text(row_of, 0)))
            return FAIL(why, FAILURE_BROKEN, "the attached file %.*s of record %lld is not what its hash says", TEXT_ARGS(statement_text(row_of, 0)),
                        (long long)statement_int64(row_of, 2));
    return statement_sound(row_of);
}
