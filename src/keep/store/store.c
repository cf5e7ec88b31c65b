/* store.c — opening and closing, and the connections that are lent for reading. */
#include "keep/store/store.h"

#include "keep/store/store_inside.h"

#include <errno.h>
#include <string.h>
#include <time.h>

enum { READERS_USUAL = 4 };

/* ---- readers ---- */

static void readers_init(struct readers *readers, struct store *store, int count)
{
    pthread_condattr_t monotonic;
    REQUIRE(pthread_condattr_init(&monotonic) == 0);
    REQUIRE(pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC) == 0);
    REQUIRE(pthread_cond_init(&readers->freed, &monotonic) == 0);
    REQUIRE(pthread_mutex_init(&readers->lock, NULL) == 0);
    (void)pthread_condattr_destroy(&monotonic);
    readers->count = count;
    readers->all = arena_make_many(store->arena, (size_t)count, sizeof *readers->all);
    for (int i = count - 1; i >= 0; i--) {
        struct connection *reader = &readers->all[i];
        connection_init(reader, store, false, NULL);
        reader->next_free = readers->free;
        readers->free = reader;
    }
}

static void readers_clear(struct readers *readers)
{
    REQUIRE(readers->lent == 0);
    for (int i = 0; i < readers->count; i++)
        connection_close(&readers->all[i]);
    (void)pthread_cond_destroy(&readers->freed);
    (void)pthread_mutex_destroy(&readers->lock);
}

static struct connection *reader_take(struct readers *readers)
{
    struct timespec until;
    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += STORE_WAIT_SECONDS;
    (void)pthread_mutex_lock(&readers->lock);
    int waited = 0;
    while (readers->free == NULL && waited != ETIMEDOUT)
        waited = pthread_cond_timedwait(&readers->freed, &readers->lock, &until);
    struct connection *reader = readers->free;
    if (reader != NULL) {
        readers->free = reader->next_free;
        readers->lent++;
    }
    (void)pthread_mutex_unlock(&readers->lock);
    return reader;
}

static void reader_return(struct connection *reader)
{
    struct readers *readers = &reader->store->readers;
    (void)pthread_mutex_lock(&readers->lock);
    reader->next_free = readers->free;
    readers->free = reader;
    readers->lent--;
    (void)pthread_cond_signal(&readers->freed);
    (void)pthread_mutex_unlock(&readers->lock);
}

static const struct sql READ_BEGIN = {"read begin", "BEGIN",
                                      "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"};
/* The moment that is seen is the moment of the first reading: read something at once. */
static const struct sql READ_FIX = {"read fix", "SELECT 1 FROM sqlite_schema LIMIT 1", "SELECT 1"};
static const struct sql READ_END = {"read end", "ROLLBACK", NULL};

static bool reader_begin(struct connection *reader, struct failure *why)
{
    int64_t nothing;
    if (reader->handle == NULL && !reader->backend->open(reader, reader->store->address, false, why))
        return false;
    return store_run(reader, &READ_BEGIN, NULL, 0, why) &&
           store_find_int64(reader, &READ_FIX, NULL, 0, 0, &nothing, why);
}

static void reader_end(struct connection *reader)
{
    connection_quiet(reader);
    struct failure ignored;
    if (reader->handle != NULL && reader->backend->in_transaction(reader) &&
        !store_run(reader, &READ_END, NULL, 0, &ignored))
        connection_close(reader); /* opened anew for the next one */
    reader_return(reader);
}

bool store_read_begin(struct store *store, struct connection **reading, struct failure *why)
{
    struct connection *reader = reader_take(&store->readers);
    if (reader == NULL)
        return FAIL(why, FAILURE_BUSY, "no connection for reading got free in %d seconds",
                    STORE_WAIT_SECONDS);
    if (!reader_begin(reader, why)) {
        reader_end(reader);
        return false;
    }
    *reading = reader;
    return true;
}

void store_read_end(struct connection *reading)
{
    if (reading == NULL)
        return;
    REQUIRE(!reading->writes);
    reader_end(reading);
}

/* ---- the store ---- */

bool store_is_address(const char *place)
{
    return text_starts(text_of(place), TEXT("postgres://")) || text_starts(text_of(place), TEXT("postgresql://"));
}

static bool open_writing(struct store *store, const struct store_options *options, struct failure *why)
{
    struct connection *writer = arena_make(store->arena, sizeof *writer);
    connection_init(writer, store, true, options->fault);
    store->writer.connection = writer;
    return store->backend->lock(store->address, &store->lock, why) &&
           store->backend->open(writer, store->address, options->create, why) &&
           writer_start(&store->writer, why);
}

/* A store that only reads says at once that there is nothing to read. */
static bool open_reading(struct store *store, struct failure *why)
{
    struct connection *reading = NULL;
    if (!store_read_begin(store, &reading, why))
        return false;
    store_read_end(reading);
    return true;
}

bool store_open(const struct store_options *options, struct store **store, struct failure *why)
{
    int readers = options->readers == 0 ? READERS_USUAL : options->readers;
    REQUIRE(readers >= 1 && readers <= STORE_READERS_MAX);
    struct arena *arena = arena_open();
    struct store *opened = arena_make(arena, sizeof *opened);
    opened->arena = arena;
    opened->backend = store_is_address(options->address) ? postgres_backend() : sqlite_backend();
    opened->address = text_copy(arena, text_of(options->address)).bytes;
    opened->lock = -1;
    readers_init(&opened->readers, opened, readers);
    if (options->writes ? !open_writing(opened, options, why) : !open_reading(opened, why)) {
        store_close(opened);
        return false;
    }
    opened->opened = true;
    *store = opened;
    return true;
}

const char *store_warning(const struct store *store)
{
    return store->warning;
}

void store_close(struct store *store)
{
    if (store == NULL)
        return;
    if (store->writer.started)
        writer_stop(&store->writer);
    readers_clear(&store->readers);
    if (store->writer.connection != NULL)
        connection_close(store->writer.connection);
    if (store->lock >= 0)
        store->backend->unlock(store->lock);
    arena_close(store->arena);
}
