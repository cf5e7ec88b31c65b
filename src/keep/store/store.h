/*
 * store.h — where everything that must last is kept: opening, reading, writing.
 *
 * A store is one database: a SQLite file now, a PostgreSQL address by the same calls.
 * Statements (statement.h) run on a connection; a connection is lent for one reading
 * or one piece of work and belongs to one thread at that time.
 *
 *     struct connection *CLOSING(store_read) reading = NULL;
 *     if (!store_read_begin(store, &reading, why))
 *         return false;
 *     … statements on `reading` see one moment of the database, to the closing brace …
 *
 *     static bool rename_unit(void *context, struct connection *writer, struct failure *why) { … }
 *     if (!store_write(store, rename_unit, &change, why))
 *         return false;                        … nothing of it is kept …
 *     … here it is on the disk …
 *
 * One thread at a time writes. While nobody else does, store_write carries the work out itself;
 * else it queues the work and waits: a thread of the store takes what is queued (at most
 * STORE_GROUP_MAX), runs them one after the other, commits them together, then
 * answers all. A work that returns false is undone alone and its failure is
 * handed back: when it, or a change of it that is heard of later, has spoilt the group, everything is undone and
 * each work is run once more, in a savepoint of its own. So a work sets all it fills anew whenever it
 * begins. A failed commit undoes and fails the whole group. A work may read what
 * it and the works before it wrote, through `writer`. It must not call store_write.
 */
#pragma once

#include "base/arena.h"
#include "base/failure.h"
#include "base/markers.h"

#include <stddef.h>
#include <stdint.h>

enum {
    STORE_GROUP_MAX = 64,   /* works in one commit */
    STORE_QUEUE_MAX = 1024, /* works waiting; one more is FAILURE_BUSY */
    STORE_READERS_MAX = 32,
    STORE_WAIT_SECONDS = 10, /* for a free reader, then FAILURE_BUSY */
};

struct store;
struct connection;

/* For tests: makes the writer's statements fail. Begin, savepoint and commit count as statements. */
struct store_fault {
    int64_t countdown; /* 1: the next statement fails, 2: the one after …; 0: none. Then counts on below 0. */
    bool stays;        /* every later statement fails too, as on a full disk */
    int64_t then;      /* the countdown once it has struck: a second failure, when works are run once more */
};

struct store_options {
    const char *address;       /* path of the SQLite file, or "postgres://…" without a password */
    int readers;               /* connections for reading, 1 to STORE_READERS_MAX; 0: 4 */
    bool writes;               /* with a writing thread; one process at a time: FAILURE_BUSY else */
    bool create;               /* makes the database when there is none; else FAILURE_NOT_FOUND */
    struct store_fault *fault; /* NULL outside tests; lives longer than the store */
};

/* "postgres://…" or "postgresql://…": no path of a file. */
bool store_is_address(const char *place);

MUST_CHECK bool store_open(const struct store_options *options, struct store **store, struct failure *why);
/* Answers what is queued, then closes. All readings must be over. NULL is allowed. */
void store_close(struct store *store);

static inline void store_closing(struct store **store)
{
    store_close(*store);
}

/* What the administrator of the database should change, as one English sentence; NULL when all is well.
 * Only PostgreSQL can have any: settings by which values would reach its log. docs/decisions/0005. */
const char *store_warning(const struct store *store);

/* Lends a connection that sees the database as it stands now and cannot write.
 * FAILURE_BUSY when none gets free in time. A thread that holds one asks for no second. */
MUST_CHECK bool store_read_begin(struct store *store, struct connection **reading, struct failure *why);
void store_read_end(struct connection *reading); /* NULL is allowed */

static inline void store_read_closing(struct connection **reading)
{
    store_read_end(*reading);
}

/* Runs on the thread whose turn it is to write, its caller's or the store's; false, with `why` filled, undoes
 * all it wrote. Its caller does nothing else meanwhile, so `context` needs no lock. */
typedef bool store_work(void *context, struct connection *writer, struct failure *why);

MUST_CHECK bool store_write(struct store *store, store_work *work, void *context, struct failure *why);

/* To be called inside a work: keeps what lives in memory in step with the database. After the
 * commit the first kind runs, in order; when the work or its group is undone the second kind
 * runs, latest first. Both on the thread that writes, before the work is answered. Neither may fail,
 * nor use the connection. A later work of one group runs before the hooks of an earlier one. */
typedef void store_hook(void *context);
void store_on_commit(struct connection *writer, store_hook *hook, void *context);
void store_on_rollback(struct connection *writer, store_hook *hook, void *context);

/* To be called inside a work: what the works of one group share in memory, so that what many of them change is read
 * once and written once. One thing, in memory that goes with it; `flush` writes it, before the commit (a
 * failure there undoes the whole group) and before anyone reads in the tables what it holds back. A flush may come
 * inside a work that is undone later: store_on_rollback must then make it due again. Only this process writes, so it
 * serves the groups after it too, until one is undone, the connection is opened anew or it has grown large. */
typedef bool store_flush(void *shared, struct connection *writer, struct failure *why);
struct arena *store_group_arena(struct connection *writer);
void store_group_share(struct connection *writer, store_flush *flush, void *shared);
void *store_group_shared(const struct connection *writer, store_flush *flush); /* NULL until it is shared */
/* On a reading connection, or with nothing shared, nothing is done. */
MUST_CHECK bool store_group_flush(struct connection *connection, struct failure *why);

/* A number of the database that its writer knows without asking, such as that of the last act: who writes it remembers
 * it. Only this process writes, so it holds until anything is undone or the connection is opened anew: then all is
 * forgotten. `name` is a literal; `part` tells several of one name apart. A reading connection knows nothing. */
bool store_recall(const struct connection *connection, const char *name, int64_t part, int64_t *number);
void store_remember(struct connection *connection, const char *name, int64_t part, int64_t number);

/* For tests and the doctor. */
struct store_counts {
    int64_t works;    /* answered */
    int64_t commits;  /* that carried them */
    int64_t waiting;  /* works queued now */
    int64_t prepared; /* statements prepared on the writer, not taken from its cache */
};
struct store_counts store_counts(struct store *store);
