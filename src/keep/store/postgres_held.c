/*
 * postgres_held.c — rows that wait in memory and go to PostgreSQL as one statement.
 *
 * An INSERT … VALUES (?1, ?2, …) of the writer, plain or writing over, is not sent: its row waits, and all rows of the statement go as one
 * INSERT … SELECT * FROM unnest($1, $2, …), an array for each column. Most of what a row costs the server is not the row
 * but the statement around it. Rows are sent before anything that names their table, before the transaction or a
 * savepoint ends or begins, and when there are many. Tables that refer to others or are referred to are left out:
 * between statements rows change their order.
 */
#include "keep/store/postgres_inside.h"

#include <string.h>

enum {
    HELD_ROWS_MAX = 1000,
    HELD_BYTES_MAX = 1 << 20,  /* of one statement, then it is sent */
    HELD_ROW_MAX = 64 << 10,   /* a row of more bytes is sent at once */
    ARRAY_HEAD = 20,           /* bytes before an array's first item */
    TYPE_BYTES = 17, TYPE_INT8 = 20, TYPE_TEXT = 25,
    TYPE_BYTES_ARRAY = 1001, TYPE_TEXT_ARRAY = 1009, TYPE_INT8_ARRAY = 1016,
};

struct held {
    struct text table;
    struct prepared many;     /* the statement of many rows */
    struct buffer *columns;   /* of each parameter: items of an array behind room for its head */
    bool *nulls;              /* has one */
    int rows;
    size_t bytes;
};

/* ---- which statements ---- */

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static size_t name_length(const char *at)
{
    size_t length = 0;
    while (is_name(at[length]))
        length++;
    return length;
}

/* Behind the VALUES (?1, ?2, …, ?N) at `at`; NULL when something else stands there. */
static const char *behind_values(const char *at)
{
    at += strlen(" VALUES (");
    for (int64_t place = 1;; place++) {
        int64_t found = 0;
        size_t digits = *at == '?' ? strspn(at + 1, "0123456789") : 0;
        if (!text_read_int64((struct text){at + 1, digits}, &found) || found != place)
            return NULL;
        at += 1 + digits;
        if (*at == ')')
            return at + 1;
        if (strncmp(at, ", ", 2) != 0)
            return NULL;
        at += 2;
    }
}

static bool list_holds(struct text list, struct text name)
{
    for (const char *at = list.bytes, *end = at + list.length; at < end; at += name_length(at) + 2)
        if (text_equal((struct text){at, name_length(at)}, name))
            return true;
    return false;
}

/* Is `tail` the ON CONFLICT (key) DO UPDATE that writes over every other column, so that of rows of one key the last one is all
 * that stays? */
static bool writes_over(const char *tail, struct text columns, struct text *key)
{
    static const char BEGINS[] = " ON CONFLICT (", THEN[] = ") DO UPDATE SET ";
    const char *at = tail + strlen(BEGINS), *end = strchr(tail, ')');
    if (strncmp(tail, BEGINS, strlen(BEGINS)) != 0 || end == NULL || strncmp(end, THEN, strlen(THEN)) != 0)
        return false;
    *key = (struct text){at, (size_t)(end - at)};
    struct buffer CLOSING(buffer) wanted;
    buffer_init(&wanted, HELD_ROW_MAX);
    for (at = columns.bytes; at < columns.bytes + columns.length; at += name_length(at) + 2) {
        struct text name = {at, name_length(at)};
        if (name.length == 0)
            return false;
        if (!list_holds(*key, name))
            buffer_add_format(&wanted, "%s%.*s = excluded.%.*s", wanted.length == 0 ? "" : ", ", TEXT_ARGS(name), TEXT_ARGS(name));
    }
    return !wanted.full && text_equal(buffer_text(&wanted), text_of(end + strlen(THEN)));
}

/* A statement whose rows may wait: INSERT INTO table (columns) VALUES (?1, ?2, …), and perhaps a `tail` that writes over. */
struct plain {
    struct text table, columns, key;
    const char *tail;
};

static bool plain_read(const char *text, struct plain *plain)
{
    static const char BEGINS[] = "INSERT INTO ";
    const char *table = text + strlen(BEGINS), *values = strstr(text, ") VALUES (?1");
    if (strncmp(text, BEGINS, strlen(BEGINS)) != 0 || values == NULL)
        return false;
    size_t named = name_length(table);
    const char *columns = table + named + strlen(" (");
    if (named == 0 || strncmp(table + named, " (", 2) != 0 || memchr(columns, ')', (size_t)(values - columns)) != NULL)
        return false;
    *plain = (struct plain){.table = {table, named}, .columns = {columns, (size_t)(values - columns)}, .tail = behind_values(values + 1)};
    return plain->tail != NULL && (*plain->tail == '\0' || writes_over(plain->tail, plain->columns, &plain->key));
}

/* Its rows must stand where their statement stood, for other rows refer to them, or they to others. */
static bool stands_apart(struct prepared *prepared, struct text table, bool *apart, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    PGresult *found = NULL;
    const struct round round = {
        .name = "references",
        .plain = text_format(scratch, "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND to_regclass('\"%.*s\"') IN (conrelid, confrelid)",
                             TEXT_ARGS(table)).bytes};
    if (!link_round(prepared->link, &round, &found, why))
        return false;
    static const char NONE[8] = {0};
    *apart = PQntuples(found) == 1 && PQgetlength(found, 0, 0) == 8 && memcmp(PQgetvalue(found, 0, 0), NONE, 8) == 0;
    PQclear(found);
    return true;
}

static Oid array_of(Oid type)
{
    return type == TYPE_INT8 ? TYPE_INT8_ARRAY : type == TYPE_TEXT ? TYPE_TEXT_ARRAY : type == TYPE_BYTES ? TYPE_BYTES_ARRAY : 0;
}

/* Of several rows with one key the last one counts, as if they were written one after the other. */
static const char *many_text(struct arena *arena, const struct plain *plain, int count)
{
    struct buffer CLOSING(buffer) text;
    struct text table = plain->table, columns = plain->columns, key = plain->key;
    buffer_init(&text, HELD_BYTES_MAX);
    buffer_add_format(&text, "INSERT INTO %.*s (%.*s) SELECT ", TEXT_ARGS(table), TEXT_ARGS(columns));
    if (key.length > 0)
        buffer_add_format(&text, "DISTINCT ON (%.*s) ", TEXT_ARGS(key));
    buffer_add_format(&text, "%.*s FROM unnest(", TEXT_ARGS(columns));
    for (int i = 0; i < count; i++)
        buffer_add_format(&text, i == 0 ? "$%d" : ", $%d", i + 1);
    buffer_add_format(&text, ") WITH ORDINALITY AS held (%.*s, held_row)", TEXT_ARGS(columns));
    if (key.length > 0)
        buffer_add_format(&text, " ORDER BY %.*s, held_row DESC%s", TEXT_ARGS(key), plain->tail);
    REQUIRE(!text.full); /* half a statement must never run */
    return text_copy(arena, buffer_text(&text)).bytes;
}

static void make_many(struct prepared *prepared, const struct plain *plain)
{
    struct arena *arena = prepared->arena;
    struct held *held = prepared->held;
    int count = prepared->sql.count;
    held->many = (struct prepared){.arena = arena, .link = prepared->link, .way = WAY_CHANGE, .sql = prepared->sql};
    held->many.sql.text = many_text(arena, plain, count);
    held->many.types = arena_make_many(arena, (size_t)count, sizeof *held->many.types);
    held->many.bound = arena_make_many(arena, (size_t)count, sizeof *held->many.bound);
    held->many.values = arena_make_many(arena, (size_t)count, sizeof *held->many.values);
    for (int i = 0; i < count; i++)
        held->many.types[i] = held->many.bound[i] = array_of(prepared->types[i]);
}

bool held_make(struct prepared *prepared, struct failure *why)
{
    struct plain plain;
    bool apart = false;
    if (prepared->way != WAY_CHANGE || !plain_read(prepared->from, &plain))
        return true;
    for (int i = 0; i < prepared->sql.count; i++)
        if (array_of(prepared->types[i]) == 0)
            return true;
    if (!stands_apart(prepared, plain.table, &apart, why))
        return false;
    if (!apart)
        return true;
    size_t count = (size_t)prepared->sql.count;
    struct held *held = arena_make(prepared->arena, sizeof *held);
    held->table = plain.table;
    held->columns = arena_make_many(prepared->arena, count, sizeof *held->columns);
    held->nulls = arena_make_many(prepared->arena, count, sizeof *held->nulls);
    for (size_t i = 0; i < count; i++)
        buffer_init(&held->columns[i], 2 * (HELD_BYTES_MAX + HELD_ROW_MAX) + ARRAY_HEAD);
    prepared->held = held;
    make_many(prepared, &plain);
    return true;
}

/* ---- sending ---- */

static void number_put(char *at, uint32_t number)
{
    for (int i = 0; i < 4; i++)
        at[i] = (char)(number >> (24 - 8 * i));
}

static void empty(struct prepared *prepared)
{
    struct held *held = prepared->held;
    for (int i = 0; i < prepared->sql.count; i++) {
        buffer_rewind(&held->columns[i]);
        held->nulls[i] = false;
    }
    held->rows = 0;
    held->bytes = 0;
}

/* One dimension, counted from 1. */
static void head_put(char *at, bool nulls, Oid type, int rows)
{
    const uint32_t head[] = {1, nulls, type, (uint32_t)rows, 1};
    for (size_t i = 0; i < LENGTH_OF(head); i++)
        number_put(at + 4 * i, head[i]);
}

static bool send_many(struct prepared *prepared, struct failure *why)
{
    struct held *held = prepared->held;
    struct prepared *many = &held->many;
    for (int i = 0; i < prepared->sql.count; i++) {
        REQUIRE(!held->columns[i].full);
        head_put(held->columns[i].bytes, held->nulls[i], prepared->types[i], held->rows);
        many->values[i] = buffer_text(&held->columns[i]);
    }
    const struct round round = {.name = prepared->said, .run = many, .prepare = many->opened == many->link->opened ? NULL : many};
    return link_change(prepared->link, &round, why);
}

/* A row alone goes by its own statement. Its caller may have bound the next one already: that stays as it is. */
static bool send_one(struct prepared *prepared, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct held *held = prepared->held;
    struct prepared one = *prepared;
    size_t count = (size_t)prepared->sql.count;
    one.bound = arena_make_many(scratch, count, sizeof *one.bound);
    one.values = arena_make_many(scratch, count, sizeof *one.values);
    for (size_t i = 0; i < count; i++) {
        one.bound[i] = held->nulls[i] ? 0 : prepared->types[i];
        one.values[i] = text_from(buffer_text(&held->columns[i]), ARRAY_HEAD + 4);
    }
    const struct round round = {.name = prepared->said, .run = &one, .prepare = one.opened == one.link->opened ? NULL : &one};
    bool sent = link_change(prepared->link, &round, why);
    prepared->opened = one.opened;
    memcpy(prepared->name, one.name, sizeof prepared->name);
    return sent;
}

bool held_send(struct link *link, struct failure *why)
{
    size_t count = link->held_count;
    bool sent = true;
    link->held_count = 0;
    for (size_t i = 0; i < count; i++) {
        struct prepared *prepared = link->held[i];
        sent = sent && (prepared->held->rows == 1 ? send_one(prepared, why) : send_many(prepared, why));
        empty(prepared);
    }
    return sent;
}

void held_forget(struct link *link)
{
    for (size_t i = 0; i < link->held_count; i++)
        empty(link->held[i]);
    link->held_count = 0;
}

static bool names(const char *text, struct text table)
{
    for (const char *at = text; (at = strchr(at, table.bytes[0])) != NULL; at++)
        if (strncmp(at, table.bytes, table.length) == 0 && !is_name(at[table.length]) && (at == text || !is_name(at[-1])))
            return true;
    return false;
}

bool held_send_for(struct link *link, const char *text, struct failure *why)
{
    for (size_t i = 0; i < link->held_count; i++)
        if (names(text, link->held[i]->held->table))
            return held_send(link, why);
    return true;
}

/* ---- holding ---- */

static bool fits(const struct prepared *prepared)
{
    size_t bytes = 0;
    for (int i = 0; i < prepared->sql.count; i++) {
        if (prepared->bound[i] != 0 && prepared->bound[i] != prepared->types[i])
            return false;
        bytes += prepared->values[i].length;
    }
    return bytes <= HELD_ROW_MAX;
}

static void take_row(struct prepared *prepared)
{
    static const char HEAD[ARRAY_HEAD] = {0};
    struct held *held = prepared->held;
    for (int i = 0; i < prepared->sql.count; i++) {
        struct buffer *column = &held->columns[i];
        if (held->rows == 0)
            buffer_add_bytes(column, HEAD, ARRAY_HEAD);
        if (prepared->bound[i] == 0) {
            buffer_add_u32(column, UINT32_MAX);
            held->nulls[i] = true;
            continue;
        }
        buffer_add_u32(column, (uint32_t)prepared->values[i].length);
        buffer_add(column, prepared->values[i]);
        held->bytes += prepared->values[i].length;
    }
    held->rows++;
}

bool held_take(struct prepared *prepared, const char *name, bool *taken, struct failure *why)
{
    struct link *link = prepared->link;
    struct held *held = prepared->held;
    *taken = false;
    if (held == NULL || !link->connection->writes || !link_in_transaction(link) || !fits(prepared))
        return true;
    if (link->first.kind != FAILURE_NONE) {
        *why = link->first;
        return false;
    }
    if (held->rows == 0) {
        if (!held_send_for(link, prepared->from, why) || (link->held_count == LINK_HELD_MAX && !held_send(link, why)))
            return false;
        link->held[link->held_count++] = prepared;
    }
    prepared->said = name;
    take_row(prepared);
    link->changed_held = true;
    *taken = true;
    return (held->rows < HELD_ROWS_MAX && held->bytes < HELD_BYTES_MAX) || held_send(link, why);
}

void held_close(struct prepared *prepared)
{
    struct link *link = prepared->link;
    struct held *held = prepared->held;
    struct failure why;
    if (held == NULL)
        return;
    if (held->rows > 0 && !held_send(link, &why))
        link->first = why;
    if (held->many.opened == link->opened)
        buffer_add_format(&link->dropped, "DEALLOCATE %s;", held->many.name);
    for (int i = 0; i < prepared->sql.count; i++)
        buffer_clear(&held->columns[i]);
    prepared->held = NULL;
}
