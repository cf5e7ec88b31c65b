/* migration.c — makes the steps that are missing, in one commit. */
#include "keep/store/migration.h"

#include "keep/store/statement.h"
#include "keep/store/store.h"

struct steps {
    const char *part;
    const struct migration *items;
    size_t count;
};

static const struct sql TABLE = {
    "migration table",
    "CREATE TABLE IF NOT EXISTS migration (part TEXT NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL, "
    "PRIMARY KEY (part, number)) STRICT",
    "CREATE TABLE IF NOT EXISTS migration (part text NOT NULL, number bigint NOT NULL, name text NOT NULL, "
    "PRIMARY KEY (part, number))"};
static const struct sql LAST = {"migration last", "SELECT max(number) FROM migration WHERE part = ?1", NULL};
static const struct sql NOTE = {"migration note",
                                "INSERT INTO migration (part, number, name) VALUES (?1, ?2, ?3)", NULL};

static bool last_step(struct connection *connection, const char *part, int64_t *last, struct failure *why)
{
    const struct store_value values[] = {store_text(text_of(part))};
    return store_find_int64(connection, &LAST, values, LENGTH_OF(values), 0, last, why);
}

static bool make_step(struct connection *writer, const char *part, const struct migration *step,
                      struct failure *why)
{
    for (const char *const *text = step->statements; *text != NULL; text++)
        if (!store_define(writer, *text, why))
            return false;
    if (step->fill && !step->fill(writer, why))
        return false;
    const struct store_value values[] = {store_text(text_of(part)), store_int64(step->number),
                                         store_text(text_of(step->name))};
    return store_run(writer, &NOTE, values, LENGTH_OF(values), why);
}

static bool make_missing(void *context, struct connection *writer, struct failure *why)
{
    const struct steps *steps = context;
    int64_t last = 0;
    if (!store_run(writer, &TABLE, NULL, 0, why) || !last_step(writer, steps->part, &last, why))
        return false;
    if (last > (int64_t)steps->count)
        return FAIL(why, FAILURE_CONFLICT,
                    "a newer program made this database: %s has step %lld, known are %zu", steps->part,
                    (long long)last, steps->count);
    for (size_t i = (size_t)last; i < steps->count; i++)
        if (!make_step(writer, steps->part, &steps->items[i], why))
            return false;
    return true;
}

bool store_migrate(struct store *store, const char *part, const struct migration *steps, size_t count,
                   struct failure *why)
{
    for (size_t i = 0; i < count; i++)
        REQUIRE(steps[i].number == (int)i + 1);
    struct steps all = {.part = part, .items = steps, .count = count};
    return store_write(store, make_missing, &all, why);
}

bool store_migrated(struct store *store, const char *part, size_t count, struct failure *why)
{
    struct connection *CLOSING(store_read) reading = NULL;
    int64_t last = 0;
    if (!store_read_begin(store, &reading, why) || !last_step(reading, part, &last, why))
        return false;
    if (last != (int64_t)count)
        return FAIL(why, FAILURE_CONFLICT, "%s: the database has %lld steps, this program %zu", part,
                    (long long)last, count);
    return true;
}
