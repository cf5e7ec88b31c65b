/* postgres.c — the store on PostgreSQL 15: statements prepared, bound and stepped; the table of functions. */
#include "keep/store/postgres_inside.h"

#include "keep/store/backup.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
    VALUE_MAX = 64 << 20,
    CURSOR_ROWS = 1000,
    TYPE_TRUTH = 16, /* numbers of types, the same on every server */
    TYPE_BYTES = 17,
    TYPE_INT8 = 20,
    TYPE_INT2 = 21,
    TYPE_INT4 = 23,
    TYPE_TEXT = 25,
    TYPE_NUMERIC = 1700,
};

/* ---- preparing ---- */

static bool starts_with_word(const char *text, const char *word)
{
    size_t length = strlen(word);
    return strncmp(text, word, length) == 0 && (text[length] == ' ' || text[length] == '\0');
}

static enum prepared_way way_of(const char *text)
{
    static const struct {
        const char *word;
        enum prepared_way way;
    } ways[] = {
        {"BEGIN", WAY_LATER}, {"SAVEPOINT", WAY_LATER}, {"RELEASE", WAY_LATER}, {"COMMIT", WAY_NOW},
        {"ROLLBACK", WAY_NOW}, {"CREATE", WAY_NOW}, {"ALTER", WAY_NOW}, {"DROP", WAY_NOW},
    };
    for (size_t i = 0; i < LENGTH_OF(ways); i++)
        if (starts_with_word(text, ways[i].word))
            return ways[i].way;
    if ((starts_with_word(text, "INSERT") || starts_with_word(text, "UPDATE") || starts_with_word(text, "DELETE")) &&
        strstr(text, " RETURNING ") == NULL)
        return WAY_CHANGE;
    return strncmp(text, STORE_MANY_ROWS, strlen(STORE_MANY_ROWS)) == 0 ? WAY_CURSOR : WAY_PREPARED;
}

static bool is_prepared(const struct prepared *prepared)
{
    return prepared->way == WAY_PREPARED || prepared->way == WAY_CHANGE;
}

static const char *text_for(const struct sql *sql)
{
    return sql->postgres == NULL ? sql->text : sql->postgres;
}

/* What the server takes each place for; whole numbers are ours: 64 bits. */
static void take_types(struct prepared *prepared, const PGresult *described)
{
    for (int i = 0; i < prepared->sql.count && i < PQnparams(described); i++)
        prepared->types[i] = PQparamtype(described, i);
}

static bool prepare_first(struct prepared *prepared, const char *name, struct failure *why)
{
    PGresult *described = NULL;
    const struct round round = {.name = name, .prepare = prepared, .describe = true};
    if (!link_round(prepared->link, &round, &described, why))
        return false;
    take_types(prepared, described);
    PQclear(described);
    return true;
}

static bool prepare(struct connection *connection, const struct sql *sql, void **handle, struct failure *why)
{
    const char *text = text_for(sql);
    if (text[strspn(text, " \n\t;")] == '\0')
        return FAIL(why, FAILURE_INVALID, "%s: one statement is wanted", sql->name);
    struct arena *arena = arena_open();
    struct prepared *prepared = arena_make(arena, sizeof *prepared);
    *prepared = (struct prepared){.arena = arena, .link = connection->handle, .way = way_of(text)};
    prepared->from = text_copy(arena, text_of(text)).bytes;
    postgres_text_make(arena, text, &prepared->sql);
    if (prepared->way == WAY_NOW)
        prepared->sql.text = postgres_define_text(arena, text);
    REQUIRE(is_prepared(prepared) || prepared->sql.places == 0);
    size_t places = (size_t)prepared->sql.places;
    prepared->types = arena_make_many(arena, (size_t)prepared->sql.count, sizeof *prepared->types);
    prepared->bound = arena_make_many(arena, places, sizeof *prepared->bound);
    prepared->values = arena_make_many(arena, places, sizeof *prepared->values);
    prepared->numbers = arena_make_many(arena, places, sizeof *prepared->numbers);
    if (is_prepared(prepared) &&
        (!prepare_first(prepared, sql->name, why) || (connection->writes && !held_make(prepared, why)))) {
        arena_close(arena);
        return false;
    }
    *handle = prepared;
    return true;
}

static bool prepared_from(void *handle, const struct sql *sql)
{
    return strcmp(((struct prepared *)handle)->from, text_for(sql)) == 0;
}

static void restart(void *handle)
{
    struct prepared *prepared = handle;
    struct failure unheard;
    char command[LINK_COMMAND_MAX];
    if (prepared->running && prepared->way == WAY_CURSOR && link_in_transaction(prepared->link)) {
        (void)snprintf(command, sizeof command, "CLOSE %s", prepared->name);
        (void)!link_later(prepared->link, command, &unheard); /* the transaction's end closes it, too */
    }
    PQclear(prepared->result);
    prepared->result = NULL;
    prepared->row = 0;
    prepared->running = false;
    for (int i = 0; i < prepared->sql.places; i++)
        prepared->bound[i] = 0;
}

static void drop_name(struct prepared *prepared)
{
    if (is_prepared(prepared) && prepared->opened == prepared->link->opened)
        buffer_add_format(&prepared->link->dropped, "DEALLOCATE %s;", prepared->name);
    prepared->opened = 0;
}

static void unprepare(void *handle)
{
    struct prepared *prepared = handle;
    held_close(prepared);
    drop_name(prepared);
    arena_close(prepared->arena);
}

static int places(void *handle)
{
    return ((struct prepared *)handle)->sql.places;
}

/* ---- binding ---- */

static void number_write(char bytes[8], int64_t number)
{
    for (int i = 0; i < 8; i++)
        bytes[i] = (char)((uint64_t)number >> (56 - 8 * i));
}

static bool bind(void *handle, int place, const struct store_value *value)
{
    struct prepared *prepared = handle;
    size_t at = (size_t)place - 1;
    if (value->text.length > VALUE_MAX)
        return false;
    prepared->values[at] = value->text.bytes == NULL ? TEXT("") : value->text;
    switch (value->kind) {
    case STORE_NULL:
        prepared->bound[at] = 0;
        break;
    case STORE_INT64:
        prepared->bound[at] = TYPE_INT8;
        number_write(prepared->numbers[at], value->number);
        prepared->values[at] = (struct text){prepared->numbers[at], 8};
        break;
    case STORE_TEXT:
        prepared->bound[at] = TYPE_TEXT;
        break;
    case STORE_BLOB:
        prepared->bound[at] = TYPE_BYTES;
        break;
    }
    return true;
}

/* Where the server took a place for something else (int4 beside a literal, text where nothing tells),
 * what is bound decides: the statement is prepared anew with that type. */
static void settle_types(struct prepared *prepared)
{
    for (int i = 0; i < prepared->sql.count; i++) {
        Oid bound = prepared->bound[prepared->sql.place_of[i] - 1];
        if (bound == 0 || bound == prepared->types[i])
            continue;
        held_close(prepared);
        drop_name(prepared);
        prepared->types[i] = bound;
    }
}

/* ---- stepping ---- */

static bool run_prepared(struct prepared *prepared, const char *name, struct failure *why)
{
    bool taken = false;
    if (!held_take(prepared, name, &taken, why) || taken)
        return taken;
    if (!held_send_for(prepared->link, prepared->sql.text, why))
        return false;
    settle_types(prepared);
    const struct round round = {
        .name = name, .run = prepared, .prepare = prepared->opened == prepared->link->opened ? NULL : prepared};
    if (prepared->way == WAY_CHANGE && prepared->link->connection->writes)
        return link_change(prepared->link, &round, why);
    return link_round(prepared->link, &round, &prepared->result, why);
}

static bool run_now(struct prepared *prepared, const char *name, struct failure *why)
{
    struct link *link = prepared->link;
    if (starts_with_word(prepared->from, "ROLLBACK"))
        held_forget(link);
    if (!held_send(link, why))
        return false;
    if (strcmp(prepared->from, "COMMIT") == 0)
        return link_commit(link, name, why);
    if (strcmp(prepared->from, "ROLLBACK") == 0)
        return link_rollback(link, name, why);
    if (starts_with_word(prepared->from, "ROLLBACK"))
        link_forgive(link);
    const struct round round = {.name = name, .plain = prepared->sql.text};
    return link_round(link, &round, &prepared->result, why);
}

static bool fetch(struct prepared *prepared, const char *name, struct failure *why)
{
    char text[LINK_COMMAND_MAX];
    (void)snprintf(text, sizeof text, "FETCH %d FROM %s", CURSOR_ROWS, prepared->name);
    const struct round round = {.name = name, .plain = text};
    PQclear(prepared->result);
    prepared->result = NULL;
    prepared->row = 0;
    return link_round(prepared->link, &round, &prepared->result, why);
}

static bool run_cursor(struct prepared *prepared, const char *name, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    PGresult *declared = NULL;
    (void)snprintf(prepared->name, sizeof prepared->name, "c%" PRIu64, ++prepared->link->named);
    const struct round round = {
        .name = name,
        .plain = text_format(scratch, "DECLARE %s NO SCROLL CURSOR FOR %s", prepared->name, prepared->sql.text).bytes};
    if (!held_send_for(prepared->link, prepared->sql.text, why) || !link_round(prepared->link, &round, &declared, why))
        return false;
    PQclear(declared);
    return fetch(prepared, name, why);
}

static bool run_first(struct prepared *prepared, const char *name, struct failure *why)
{
    switch (prepared->way) {
    case WAY_PREPARED:
    case WAY_CHANGE:
        return run_prepared(prepared, name, why);
    case WAY_LATER:
        return held_send(prepared->link, why) && link_later(prepared->link, prepared->sql.text, why);
    case WAY_NOW:
        return run_now(prepared, name, why);
    case WAY_CURSOR:
        return run_cursor(prepared, name, why);
    }
    return false;
}

/* sum() answers with a number of any length; ours have 64 bits. Four digits stand in each group. */
static bool numeric_read(const char *bytes, int64_t *number)
{
    const unsigned char *at = (const unsigned char *)bytes;
    int groups = at[0] << 8 | at[1], weight = (int16_t)(at[2] << 8 | at[3]), sign = at[4] << 8 | at[5];
    int64_t made = 0;
    if (groups > weight + 1 || weight > 4 || (sign != 0 && sign != 0x4000))
        return false;
    for (int i = 0; i <= weight; i++) {
        int digits = i < groups ? at[8 + 2 * i] << 8 | at[9 + 2 * i] : 0;
        if (__builtin_mul_overflow(made, (int64_t)10000, &made) || __builtin_sub_overflow(made, (int64_t)digits, &made))
            return false;
    }
    return sign == 0x4000 ? (*number = made, true) : !__builtin_sub_overflow((int64_t)0, made, number);
}

static bool check_numbers(const struct prepared *prepared, const char *name, struct failure *why)
{
    int64_t number;
    for (int i = 0; i < PQnfields(prepared->result); i++)
        if (PQftype(prepared->result, i) == TYPE_NUMERIC && !PQgetisnull(prepared->result, prepared->row, i) &&
            !numeric_read(PQgetvalue(prepared->result, prepared->row, i), &number))
            return FAIL(why, FAILURE_BROKEN, "%s: a number of more than 64 bits", name);
    return true;
}

static bool step(struct statement *statement, bool *row, struct failure *why)
{
    struct prepared *prepared = statement->handle;
    if (!prepared->running) {
        prepared->link->changed_held = false;
        if (!run_first(prepared, statement->name, why))
            return false;
        prepared->running = true;
    } else {
        prepared->row++;
        if (prepared->way == WAY_CURSOR && prepared->row == CURSOR_ROWS && !fetch(prepared, statement->name, why))
            return false;
    }
    bool found = prepared->result != NULL && prepared->row < PQntuples(prepared->result);
    if (found && !check_numbers(prepared, statement->name, why))
        return false;
    *row = found;
    return true;
}

static int columns(void *handle)
{
    const struct prepared *prepared = handle;
    return prepared->result == NULL ? 0 : PQnfields(prepared->result);
}

static int64_t number_read(const char *bytes, int length)
{
    uint64_t number = (bytes[0] & 0x80) != 0 ? UINT64_MAX : 0;
    for (int i = 0; i < length; i++)
        number = number << 8 | (unsigned char)bytes[i];
    return (int64_t)number;
}

static struct store_value value_at(void *handle, int column)
{
    const struct prepared *prepared = handle;
    const PGresult *result = prepared->result;
    if (PQgetisnull(result, prepared->row, column))
        return store_null();
    char *bytes = PQgetvalue(result, prepared->row, column);
    int length = PQgetlength(result, prepared->row, column);
    int64_t number = 0;
    switch (PQftype(result, column)) {
    case TYPE_TRUTH:
        return store_int64(bytes[0] != 0);
    case TYPE_INT2:
    case TYPE_INT4:
    case TYPE_INT8:
        return store_int64(number_read(bytes, length));
    case TYPE_NUMERIC:
        REQUIRE(numeric_read(bytes, &number));
        return store_int64(number);
    case TYPE_TEXT:
        return store_text((struct text){bytes, (size_t)length});
    case TYPE_BYTES:
        return store_blob((struct text){bytes, (size_t)length});
    default:
        REQUIRE(!"a column holds whole numbers, text or bytes");
        return store_null();
    }
}

static int64_t changed(const struct connection *connection)
{
    struct link *link = connection->handle;
    if (link->changed_held)
        return 1;
    link_settle(link);
    return link->changed;
}

static bool in_transaction(const struct connection *connection)
{
    return link_in_transaction(connection->handle);
}

static bool hear(struct connection *connection, struct failure *why)
{
    struct link *link = connection->handle;
    return held_send(link, why) && link_hear(link, why);
}

static bool define(struct connection *connection, const char *text, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    return held_send(connection->handle, why) && link_script(connection->handle, postgres_define_text(scratch, text), why);
}

/* ---- the rest ---- */

/* The lock is the server's and belongs to the writer's connection: see link_open. */
static bool lock_writing(const char *address, int *lock, struct failure *why)
{
    (void)address;
    (void)why;
    *lock = -1;
    return true;
}

static void unlock_writing(int lock)
{
    (void)lock;
}

static const struct sql CHECK_INDEXES = {
    "store check",
    "SELECT count(*) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
    " WHERE c.relnamespace = current_schema()::regnamespace AND NOT (i.indisvalid AND i.indisready)",
    NULL};
static const struct sql CHECK_REFERENCES = {
    "store check references",
    "SELECT count(*) FROM pg_constraint WHERE connamespace = current_schema()::regnamespace AND NOT convalidated", NULL};

/* Pages are proved by the server's own checksums as they are read: every table is read once. */
static bool read_all(struct connection *reading, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct list names = {0};
    if (!store_tables(reading, scratch, &names, why))
        return false;
    for (size_t i = 0; i < names.count; i++) {
        struct text table = *(struct text *)names.items[i];
        int64_t rows;
        const struct sql sql = {.name = "store check rows",
                                .text = text_format(scratch, "SELECT count(*) FROM \"%.*s\" AS t WHERE t IS NOT NULL OR true",
                                                    TEXT_ARGS(table)).bytes};
        if (!store_find_int64(reading, &sql, NULL, 0, 0, &rows, why))
            return false;
    }
    return true;
}

static bool check_whole(struct connection *reading, struct failure *why)
{
    int64_t broken = 0, unproved = 0;
    if (!store_find_int64(reading, &CHECK_INDEXES, NULL, 0, 0, &broken, why) ||
        !store_find_int64(reading, &CHECK_REFERENCES, NULL, 0, 0, &unproved, why) || !read_all(reading, why))
        return false;
    if (broken + unproved > 0)
        return FAIL(why, FAILURE_BROKEN, "%" PRId64 " indexes and %" PRId64 " references of the database are not valid", broken, unproved);
    return true;
}

/* Rewrites the tables, so that old rows stand in them no more. What the server's log of changes (WAL) still
 * holds goes with its own keeping: docs/decisions/0005. */
static bool settle(struct connection *connection, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct list names = {0};
    struct link *link = connection->handle;
    if (!store_tables(connection, scratch, &names, why) ||
        !link_script(link, "SET default_transaction_read_only = off; SET statement_timeout = '30min'", why))
        return false;
    for (size_t i = 0; i < names.count; i++) {
        struct text table = *(struct text *)names.items[i];
        if (!link_script(link, text_format(scratch, "VACUUM (FULL, ANALYZE) \"%.*s\"", TEXT_ARGS(table)).bytes, why))
            return false;
    }
    return true;
}

static const struct sql LIST_TABLES = {
    "store tables",
    "SELECT c.relname::text FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'"
    " ORDER BY c.relname::text COLLATE \"C\"",
    NULL};
static const struct sql LIST_COLUMNS = {
    "store columns",
    "SELECT a.attname::text, coalesce((SELECT k.rank FROM pg_index i, unnest(i.indkey::int2[]) WITH ORDINALITY AS k (number, rank)"
    " WHERE i.indrelid = c.oid AND i.indisprimary AND k.number = a.attnum), 0) FROM pg_class c"
    " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
    " WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND c.relname::text = ?1"
    " ORDER BY a.attname::text COLLATE \"C\"",
    NULL};

/* postgres_define_text has noted in a comment which tables are WITHOUT ROWID. */
static const struct sql LIST_DEFINITIONS = {
    "store definitions",
    "WITH ours AS (SELECT oid, relname::text AS name FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r')"
    " SELECT 'table', o.name, 'CREATE TABLE \"' || o.name || '\" (' ||"
    " (SELECT string_agg('\"' || a.attname || '\" ' || CASE a.atttypid WHEN 20 THEN 'INTEGER' WHEN 25 THEN 'TEXT' ELSE 'BLOB' END ||"
    " CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END, ', ' ORDER BY a.attnum)"
    " FROM pg_attribute a WHERE a.attrelid = o.oid AND a.attnum > 0 AND NOT a.attisdropped) ||"
    " coalesce((SELECT string_agg(', ' || pg_get_constraintdef(c.oid), '' ORDER BY c.oid) FROM pg_constraint c WHERE c.conrelid = o.oid), '')"
    " || ') STRICT' || coalesce(', ' || obj_description(o.oid, 'pg_class'), ''), 1, o.oid FROM ours o"
    " UNION ALL SELECT 'index', x.relname::text, 'CREATE ' || CASE WHEN i.indisunique THEN 'UNIQUE ' ELSE '' END || 'INDEX \"' || x.relname ||"
    " '\" ON \"' || o.name || '\" (' || (SELECT string_agg(pg_get_indexdef(x.oid, k, true), ', ' ORDER BY k)"
    " FROM generate_series(1, i.indnkeyatts) AS k) || ')' || coalesce(' WHERE ' || pg_get_expr(i.indpred, i.indrelid), ''), 2, x.oid"
    " FROM ours o JOIN pg_index i ON i.indrelid = o.oid JOIN pg_class x ON x.oid = i.indexrelid"
    " WHERE NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = x.oid) ORDER BY 4, 5",
    NULL};

/* make_schema has left this comment. */
static const char FORGET[] = "DO $$ BEGIN IF obj_description(current_schema()::regnamespace, 'pg_namespace') = '" SCHEMA_IS_OURS "' THEN"
                             " EXECUTE format('DROP SCHEMA %I', current_schema()); END IF; END $$";

const struct backend *postgres_backend(void)
{
    static const struct backend backend = {
        .open = link_open,
        .close = link_close,
        .prepare = prepare,
        .prepared_from = prepared_from,
        .unprepare = unprepare,
        .restart = restart,
        .places = places,
        .bind = bind,
        .step = step,
        .columns = columns,
        .value = value_at,
        .changed = changed,
        .in_transaction = in_transaction,
        .hear = hear,
        .define = define,
        .lock = lock_writing,
        .unlock = unlock_writing,
        .check = check_whole,
        .settle = settle,
        .forget = FORGET,
        .list_tables = &LIST_TABLES,
        .list_columns = &LIST_COLUMNS,
        .list_definitions = &LIST_DEFINITIONS,
    };
    return &backend;
}
