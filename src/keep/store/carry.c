/* carry.c — all tables of one store put into another, empty one, whichever databases the two are. */
#include "keep/store/backup.h"

#include "base/buffer.h"
#include "base/file.h"
#include "keep/store/store_inside.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { INSERT_MAX = 64 * 1024, COLUMNS_MAX = 2000 };

/* One table or index as it was defined; tables come first, each after those it refers to. */
struct defined {
    bool is_table;
    struct text name, text;
};

struct carrying {
    struct arena *arena;
    struct connection *from;
    struct list defined; /* struct defined * */
};

static bool load_defined(struct carrying *carrying, struct failure *why)
{
    struct statement *rows = NULL;
    if (!store_statement(carrying->from, carrying->from->backend->list_definitions, &rows, why))
        return false;
    while (statement_next(rows, why)) {
        struct defined *one = arena_make(carrying->arena, sizeof *one);
        *one = (struct defined){text_is(statement_text(rows, 0), "table"), text_copy(carrying->arena, statement_text(rows, 1)),
                                text_copy(carrying->arena, statement_text(rows, 2))};
        if (!store_identifier(one->name))
            return FAIL(why, FAILURE_INVALID, "a table or an index has a strange name");
        list_add(&carrying->defined, carrying->arena, one);
    }
    if (!statement_sound(rows))
        return false;
    return true;
}

static bool insert_sql(struct carrying *carrying, struct arena *scratch, struct text table, struct sql *sql, size_t *count,
                       struct failure *why)
{
    struct list names = {0};
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, INSERT_MAX);
    if (!store_columns(carrying->from, scratch, table, &names, why))
        return false;
    buffer_add_format(&out, "INSERT INTO \"%.*s\" (", TEXT_ARGS(table));
    for (size_t i = 0; i < names.count; i++)
        buffer_add_format(&out, "%s\"%.*s\"", i == 0 ? "" : ", ", TEXT_ARGS(*(struct text *)names.items[i]));
    buffer_add(&out, TEXT(") VALUES ("));
    for (size_t i = 0; i < names.count; i++)
        buffer_add_format(&out, "%s?%zu", i == 0 ? "" : ", ", i + 1);
    buffer_add(&out, TEXT(")"));
    if (names.count > COLUMNS_MAX || !buffer_ok(&out, why))
        return FAIL(why, FAILURE_TOO_BIG, "%.*s has too many columns", TEXT_ARGS(table));
    *count = names.count;
    *sql = (struct sql){.name = text_format(scratch, "carry %.*s", TEXT_ARGS(table)).bytes,
                        .text = text_copy(scratch, buffer_text(&out)).bytes};
    return true;
}

static bool carry_rows(struct carrying *carrying, struct connection *writer, struct text table, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct statement *rows = NULL;
    struct sql insert;
    size_t count = 0;
    if (!insert_sql(carrying, scratch, table, &insert, &count, why) || !store_rows(carrying->from, table, &rows, why))
        return false;
    struct store_value *values = arena_make_many(scratch, count, sizeof *values);
    while (statement_next(rows, why)) {
        for (size_t i = 0; i < count; i++)
            values[i] = statement_value(rows, (int)i);
        if (!store_run(writer, &insert, values, count, why))
            return false;
    }
    return statement_sound(rows);
}

/* Indexes are made once the rows are there. */
static bool carry_all(void *context, struct connection *writer, struct failure *why)
{
    struct carrying *carrying = context;
    struct list there = {0};
    if (!store_tables(writer, carrying->arena, &there, why))
        return false;
    if (there.count > 0)
        return FAIL(why, FAILURE_CONFLICT, "the database is not empty");
    for (size_t i = 0; i < carrying->defined.count; i++) {
        const struct defined *one = carrying->defined.items[i];
        if (!store_define(writer, one->text.bytes, why) || (one->is_table && !carry_rows(carrying, writer, one->name, why)))
            return false;
    }
    return true;
}

bool store_carry(struct store *from, struct store *to, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct connection *CLOSING(store_read) reading = NULL;
    if (!store_read_begin(from, &reading, why))
        return false;
    struct carrying carrying = {.arena = scratch, .from = reading};
    return load_defined(&carrying, why) && store_write(to, carry_all, &carrying, why);
}

/* ---- nothing is left ---- */

static bool discard_all(void *context, struct connection *writer, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct carrying carrying = {.arena = scratch, .from = writer};
    (void)context;
    if (!load_defined(&carrying, why))
        return false;
    for (size_t i = carrying.defined.count; i-- > 0;) {
        const struct defined *one = carrying.defined.items[i];
        if (one->is_table && !store_define(writer, text_format(scratch, "DROP TABLE \"%.*s\"", TEXT_ARGS(one->name)).bytes, why))
            return false;
    }
    return writer->backend->forget == NULL || store_define(writer, writer->backend->forget, why);
}

bool store_discard(struct store *store, struct failure *why)
{
    return store_write(store, discard_all, NULL, why);
}

/* ---- a backup of a database that is no file ---- */

static bool carry_to_file(struct store *store, const char *path, struct failure *why)
{
    struct store *CLOSING(store) file = NULL;
    const struct store_options options = {.address = path, .readers = 1, .writes = true, .create = true};
    return store_open(&options, &file, why) && store_carry(store, file, why) && store_check(file, why);
}

bool carry_backup(struct store *store, const char *path, struct failure *why)
{
    static const char *const sides[] = {"", "-wal", "-shm", ".lock"};
    struct arena *CLOSING(arena) scratch = arena_open();
    const char *part = text_format(scratch, "%s.part", path).bytes;
    bool done = carry_to_file(store, part, why);
    /* link, not rename: somebody else's file of that name is never replaced. */
    if (done && link(part, path) != 0)
        done = FAIL(why, errno == EEXIST ? FAILURE_CONFLICT : FAILURE_BROKEN, "naming the backup %s: %s", path, strerror(errno));
    for (size_t i = 0; i < LENGTH_OF(sides); i++)
        (void)unlink(text_format(scratch, "%s%s", part, sides[i]).bytes);
    return done;
}
