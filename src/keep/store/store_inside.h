/*
 * store_inside.h — what the files of this folder share: connections and kinds of database.
 *
 * Everything above `struct backend` is the same for every database; one file per kind
 * (sqlite.c, postgres.c) fills the table of its functions; no other includes its header.
 */
#pragma once

#include "keep/store/statement.h"
#include "keep/store/store.h"

#include <pthread.h>
#include <semaphore.h>

enum { STATEMENT_BUCKETS = 1024, REMEMBERED_MAX = 8 };

/* See store_remember. */
struct remembered {
    const char *name;
    int64_t part, number;
};

/* A prepared statement in its connection's cache. */
struct statement {
    struct connection *connection;
    void *handle;           /* the backend's; NULL: this place is free */
    struct statement *next; /* in its bucket */
    uint64_t used;          /* the connection's count of uses, when it was last asked for */
    bool active;            /* stepped, not yet over */
    bool sound;             /* the last statement_next could be asked for */
    bool refused;           /* a bound value was too big; said by the next step */
    bool changes;           /* it may change what others read */
    char name[STATEMENT_NAME_MAX + 1];
};

struct connection {
    const struct backend *backend;
    struct store *store;
    void *handle; /* the backend's; NULL: not open yet */
    bool writes;
    struct store_fault *fault; /* NULL on readers */
    uint64_t uses;
    uint64_t touched; /* statements that may have changed something, or failed */
    int64_t prepared;
    size_t active; /* statements not over */
    size_t kept;
    struct statement *buckets[STATEMENT_BUCKETS];
    struct statement statements[STATEMENTS_KEPT];
    struct remembered remembered[REMEMBERED_MAX]; /* the newest at (remembered_count - 1) % REMEMBERED_MAX */
    size_t remembered_count;
    struct connection *next_free; /* of a reader that is not lent */
};

/* One column of a table; `key` is its rank in the primary key, 0 outside. */
struct column {
    struct text name;
    int64_t key;
};

/* A kind of database. Handles are its own; every function that can fail fills `why`. */
struct backend {
    bool (*open)(struct connection *connection, const char *address, bool create, struct failure *why);
    void (*close)(struct connection *connection);
    bool (*prepare)(struct connection *connection, const struct sql *sql, void **handle, struct failure *why);
    bool (*prepared_from)(void *handle, const struct sql *sql); /* is it the same text? */
    void (*unprepare)(void *handle);
    void (*restart)(void *handle); /* forgets bound values and rows */
    int (*places)(void *handle);
    bool (*bind)(void *handle, int place, const struct store_value *value); /* false: too big */
    bool (*step)(struct statement *statement, bool *row, struct failure *why);
    int (*columns)(void *handle);
    struct store_value (*value)(void *handle, int column);
    int64_t (*changed)(const struct connection *connection);
    bool (*in_transaction)(const struct connection *connection);
    bool (*hear)(struct connection *connection, struct failure *why); /* what was sent has gone well; NULL: nothing waits */
    bool (*define)(struct connection *connection, const char *text, struct failure *why);
    bool (*lock)(const char *address, int *lock, struct failure *why); /* as the only writing process */
    void (*unlock)(int lock);
    bool (*backup)(struct connection *reading, const char *path, struct failure *why); /* NULL: it is carried */
    bool (*check)(struct connection *reading, struct failure *why);
    bool (*settle)(struct connection *connection, struct failure *why);
    const char *forget; /* a definition that takes the empty store away, when this program made its place; NULL: a file */
    const struct sql *list_tables;  /* name */
    const struct sql *list_columns; /* ?1 table: name, rank in the primary key or 0 */
    /* "table" or "index", name, and how SQLite would define it; tables first, each after those it refers to. */
    const struct sql *list_definitions;
};

const struct backend *sqlite_backend(void);
const struct backend *postgres_backend(void);

/* Begins the text of a statement that may give more rows than memory should hold: PostgreSQL then sends
 * them a thousand at a time. Such a statement has no places. */
#define STORE_MANY_ROWS "/* many rows */ "

/* A change that waits for the writing thread, or is being carried out. Lies on its caller's stack. */
struct work {
    store_work *run;
    void *context;
    struct failure *why;
    bool done;
    sem_t answered;
    struct work *next;
};

struct hook {
    store_hook *run;
    void *context;
    bool on_commit;
};

struct writer {
    struct connection *connection;
    pthread_t thread;
    bool started;
    pthread_mutex_t lock; /* guards what follows, to the empty line */
    pthread_cond_t filled;
    struct work *first, *last;
    size_t waiting;
    bool closing;
    bool busy;      /* somebody has the turn to write, */
    pthread_t turn; /* on this thread */
    struct store_counts counts;

    struct arena *scratch; /* of the group's hooks, and of what this and later ones share; NULL while there are none */
    struct hook *hooks;
    size_t hook_count, hook_room;
    store_flush *flush; /* NULL: nothing is shared */
    void *shared;
};

struct readers {
    pthread_mutex_t lock;
    pthread_cond_t freed;
    struct connection *free;
    int count, lent;
    struct connection *all;
};

struct store {
    struct arena *arena;
    const struct backend *backend;
    const char *address;
    const char *warning; /* NULL: none; found while it is opened */
    bool opened;
    int lock; /* of the writing process; -1: none */
    struct writer writer;
    struct readers readers;
};

/* connection: statement.c */
void connection_init(struct connection *connection, struct store *store, bool writes,
                     struct store_fault *fault);
void connection_close(struct connection *connection);
void connection_quiet(struct connection *connection); /* ends every statement still active */
void connection_forget(struct connection *connection); /* what it remembered */
void connection_reopened(struct connection *connection); /* forgets all: another process may have written meanwhile */
/* Runs without the test's fault: for undoing. */
bool connection_undo(struct connection *connection, const struct sql *sql, struct failure *why);

/* carry.c: the backup of a database that is no file is a SQLite file of the same tables. */
bool carry_backup(struct store *store, const char *path, struct failure *why);

bool writer_start(struct writer *writer, struct failure *why);
void writer_stop(struct writer *writer);
