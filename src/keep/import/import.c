/* import.c — imports and their parts, to and from their tables. */
#include "keep/import/import.h"

#include "keep/store/migration.h"
#include "keep/store/statement.h"

#define SQL(id, name, text, postgres) static const struct sql id __attribute__((unused)) = {name, text, postgres};
#include "keep/import/import_sql.def"
#undef SQL

static const char *const FIRST[] = {
    "CREATE TABLE import_file (shard INTEGER NOT NULL, act INTEGER NOT NULL, register TEXT NOT NULL, unit INTEGER NOT NULL,"
    " account INTEGER NOT NULL, at INTEGER NOT NULL, file_name TEXT NOT NULL, sha256 TEXT NOT NULL, asked TEXT NOT NULL,"
    " headings TEXT NOT NULL, map TEXT NOT NULL, rows INTEGER NOT NULL, parts INTEGER NOT NULL, added INTEGER NOT NULL,"
    " changed INTEGER NOT NULL, same INTEGER NOT NULL, state INTEGER NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (shard, act)) STRICT",
    "CREATE INDEX import_file_hash ON import_file (shard, sha256)",
    "CREATE INDEX import_file_register ON import_file (shard, register, act)",
    "CREATE TABLE import_part (shard INTEGER NOT NULL, import INTEGER NOT NULL, part INTEGER NOT NULL, act INTEGER NOT NULL,"
    " acts INTEGER NOT NULL, undone INTEGER NOT NULL, PRIMARY KEY (shard, import, part)) STRICT",
    NULL,
};
static const struct migration STEPS[] = {{1, "imports and their parts", FIRST, NULL}};

bool import_migrate(struct store *store, struct failure *why)
{
    return store_migrate(store, "import", STEPS, LENGTH_OF(STEPS), why);
}

const char *import_state_word(enum import_state state)
{
    static const char *const WORDS[] = {"open", "closed", "undoing", "undone"};
    return WORDS[state];
}

/* ---- in ---- */

bool import_save(struct connection *writer, int64_t shard, const struct import *import, struct failure *why)
{
    struct store_value row[] = {store_int64(shard),           store_int64(import->act),       store_text(import->register_name),
                                store_int64(import->unit),    store_int64(import->account),   store_int64(import->at.milliseconds),
                                store_text(import->file_name), store_text(import->sha256),    store_text(import->asked),
                                store_text(import->headings), store_text(import->map),        store_int64(import->rows),
                                store_int64(import->parts),   store_int64(import->added),     store_int64(import->changed),
                                store_int64(import->same),    store_int64(import->state),     store_text(import->reason)};
    return store_run(writer, &IMPORT_SAVE, row, LENGTH_OF(row), why);
}

bool import_save_part(struct connection *writer, int64_t shard, int64_t import, const struct import_part *part, struct failure *why)
{
    struct store_value row[] = {store_int64(shard),     store_int64(import),     store_int64(part->part),
                                store_int64(part->act), store_int64(part->acts), store_int64(part->undone)};
    return store_run(writer, &IMPORT_PART_SAVE, row, LENGTH_OF(row), why);
}

bool import_set_state(struct connection *writer, int64_t shard, int64_t import, enum import_state state, struct text reason,
                      struct failure *why)
{
    struct store_value row[] = {store_int64(shard), store_int64(import), store_int64(state), store_text(reason)};
    return store_run(writer, &IMPORT_STATE, row, LENGTH_OF(row), why);
}

bool import_undo_part(struct connection *writer, int64_t shard, int64_t import, int64_t part, struct failure *why)
{
    struct store_value key[] = {store_int64(shard), store_int64(import), store_int64(part)};
    struct arena *CLOSING(arena) scratch = arena_open();
    struct import *whole;
    int64_t left;
    if (!store_run(writer, &IMPORT_PART_UNDO, key, LENGTH_OF(key), why) ||
        !store_find_int64(writer, &IMPORT_PARTS_LEFT, key, 2, 0, &left, why) || !import_load(scratch, writer, shard, import, &whole, why))
        return false;
    return left > 0 || import_set_state(writer, shard, import, IMPORT_UNDONE, whole->reason, why);
}

/* ---- out ---- */

static struct import *read_import(struct arena *arena, struct statement *row)
{
    struct import *import = arena_make(arena, sizeof *import);
    *import = (struct import){.act = statement_int64(row, 0),
                              .register_name = text_copy(arena, statement_text(row, 1)),
                              .unit = statement_int64(row, 2),
                              .account = statement_int64(row, 3),
                              .at = {statement_int64(row, 4)},
                              .file_name = text_copy(arena, statement_text(row, 5)),
                              .sha256 = text_copy(arena, statement_text(row, 6)),
                              .asked = text_copy(arena, statement_text(row, 7)),
                              .headings = text_copy(arena, statement_text(row, 8)),
                              .map = text_copy(arena, statement_text(row, 9)),
                              .rows = statement_int64(row, 10),
                              .parts = statement_int64(row, 11),
                              .added = statement_int64(row, 12),
                              .changed = statement_int64(row, 13),
                              .same = statement_int64(row, 14),
                              .state = (enum import_state)statement_int64(row, 15),
                              .reason = text_copy(arena, statement_text(row, 16))};
    return import;
}

bool import_load(struct arena *arena, struct connection *connection, int64_t shard, int64_t act, struct import **import,
                 struct failure *why)
{
    struct store_value key[] = {store_int64(shard), store_int64(act)};
    struct statement *row;
    if (!store_find(connection, &IMPORT_ONE, key, LENGTH_OF(key), &row, why))
        return false;
    if (!row)
        return FAIL(why, FAILURE_NOT_FOUND, "no import was opened by act %lld", (long long)act);
    *import = read_import(arena, row);
    return true;
}

bool import_find(struct arena *arena, struct connection *connection, int64_t shard, const struct import *like, struct import **import,
                 struct failure *why)
{
    struct store_value key[] = {store_int64(shard), store_text(like->sha256), store_text(like->register_name), store_int64(like->unit),
                                store_text(like->asked)};
    struct statement *row;
    if (!store_find(connection, &IMPORT_SAME, key, LENGTH_OF(key), &row, why))
        return false;
    *import = row ? read_import(arena, row) : NULL;
    return true;
}

bool import_find_map(struct arena *arena, struct connection *connection, int64_t shard, const struct import *like, struct text *map,
                     struct failure *why)
{
    struct store_value key[] = {store_int64(shard), store_text(like->register_name), store_int64(like->unit), store_text(like->headings)};
    struct statement *row;
    if (!store_find(connection, &IMPORT_MAP, key, LENGTH_OF(key), &row, why))
        return false;
    *map = row ? text_copy(arena, statement_text(row, 0)) : (struct text){0};
    return true;
}

bool import_list(struct arena *arena, struct connection *connection, int64_t shard, struct text register_name, size_t limit,
                 struct list *imports, struct failure *why)
{
    struct store_value key[] = {store_int64(shard), store_text(register_name), store_int64((int64_t)limit)};
    struct statement *row_of;
    struct list found = {0};
    if (!store_select(connection, &IMPORT_LIST, key, LENGTH_OF(key), &row_of, why))
        return false;
    while (statement_next(row_of, why))
        list_add(&found, arena, read_import(arena, row_of));
    if (!statement_sound(row_of))
        return false;
    *imports = found;
    return true;
}

bool import_load_parts(struct arena *arena, struct connection *connection, int64_t shard, int64_t act, struct list *parts,
                       struct failure *why)
{
    struct store_value key[] = {store_int64(shard), store_int64(act)};
    struct statement *row_of;
    struct list found = {0};
    if (!store_select(connection, &IMPORT_PARTS, key, LENGTH_OF(key), &row_of, why))
        return false;
    while (statement_next(row_of, why)) {
        struct import_part part = {.part = statement_int64(row_of, 0), .act = statement_int64(row_of, 1), .acts = statement_int64(row_of, 2),
                                   .undone = statement_int64(row_of, 3) != 0};
        list_add(&found, arena, arena_copy(arena, &part, sizeof part));
    }
    if (!statement_sound(row_of))
        return false;
    *parts = found;
    return true;
}
