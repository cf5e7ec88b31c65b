/*
 * postgres_inside.h — what the files of the PostgreSQL backend share.
 *
 * postgres_text.c turns what is written once for both databases into what PostgreSQL reads;
 * postgres_link.c is one connection: opening it, one round over the wire, opening it again after a
 * loss; postgres_held.c holds rows back and sends many as one; postgres.c prepares, binds and steps,
 * and fills the table of functions.
 */
#pragma once

#include "base/buffer.h"
#include "keep/store/postgres_text.h"
#include "keep/store/store_inside.h"

#include <libpq-fe.h>

/* ---- postgres_link.c ---- */

#define SCHEMA_IS_OURS "made by danvan"

enum {
    LINK_PENDING_MAX = 16,
    LINK_COMMAND_MAX = 64,
    LINK_DROPPED_MAX = 64 * 1024,
    LINK_QUEUED_MAX = 64,
    LINK_HELD_MAX = 16,
};

struct link {
    struct arena *arena;
    struct connection *connection;
    PGconn *wire;
    uint64_t opened; /* how often; what was prepared before the last time is prepared no more */
    uint64_t named;  /* prepared statements and cursors so far */
    int64_t changed;
    bool changed_held; /* the last change was a row that waits */
    char pending[LINK_PENDING_MAX][LINK_COMMAND_MAX]; /* sent with the next round */
    size_t pending_count;
    /* Sent without waiting: the names of changes (of commands: "") whose answers come with the next round. */
    char queued[LINK_QUEUED_MAX + LINK_PENDING_MAX][STATEMENT_NAME_MAX + 1];
    size_t queued_count;
    struct prepared *held[LINK_HELD_MAX]; /* whose rows are not sent yet, in the order of their first */
    size_t held_count;
    struct failure first; /* of a change that failed unheard; every later statement says it, until a rollback */
    char transaction[24];  /* the server's number of the writing transaction; "": not asked yet */
    char began[40];        /* when the server was started */
    struct buffer dropped; /* "DEALLOCATE s1;DEALLOCATE s7;", said before the next transaction */
};

/* A prepared statement: what stands behind `struct statement`'s handle. */
struct prepared {
    struct arena *arena;
    struct link *link;
    const char *from; /* as it was given */
    struct postgres_text sql;
    enum prepared_way {
        WAY_PREPARED,
        WAY_CHANGE, /* prepared, gives no rows: on the writer it waits for no answer */
        WAY_LATER,  /* BEGIN (but the writer's), SAVEPOINT, RELEASE: they go along with what comes next */
        WAY_NOW,    /* COMMIT, ROLLBACK, and definitions of tables */
        WAY_CURSOR, /* STORE_MANY_ROWS */
    } way;
    char name[24];
    uint64_t opened; /* link->opened when it was prepared; 0: it must be, first */
    Oid *types;      /* of parameters: what the server made of them, or what was bound */
    Oid *bound;      /* of places; 0: null */
    struct text *values; /* of places; borrowed, or in `numbers` */
    char (*numbers)[8];
    PGresult *result;
    int row;
    bool running;
    struct held *held; /* NULL: its rows are not held back */
    const char *said;  /* its name, for the failures of what was held */
};

/* One way to the server and back: what is pending, then preparing, then running. */
struct round {
    const char *name; /* of the statement, for failures */
    struct prepared *prepare;
    bool describe; /* what types do its places have? */
    struct prepared *run;
    const char *plain;
};

MUST_CHECK bool link_open(struct connection *connection, const char *address, bool create, struct failure *why);
void link_close(struct connection *connection);
/* `*result` is the last one's, to be cleared by the caller. A link found dead before its transaction
 * has begun is opened again, once. */
MUST_CHECK bool link_round(struct link *link, const struct round *round, PGresult **result, struct failure *why);
/* Sends a change and does not wait: what it comes to is told by whatever comes next, at the latest by
 * RELEASE or COMMIT. The first statement of a reading transaction is waited for all the same. */
MUST_CHECK bool link_change(struct link *link, const struct round *round, struct failure *why);
/* Waits for all that was sent; a failure is kept in `first`. */
void link_settle(struct link *link);
/* The same, and says it. */
MUST_CHECK bool link_hear(struct link *link, struct failure *why);
/* Before what was done is undone: waits, and forgets what failed. */
void link_forgive(struct link *link);
MUST_CHECK bool link_later(struct link *link, const char *command, struct failure *why);
MUST_CHECK bool link_commit(struct link *link, const char *name, struct failure *why);
MUST_CHECK bool link_rollback(struct link *link, const char *name, struct failure *why);
/* All statements of `text`, each undone when one fails. */
MUST_CHECK bool link_script(struct link *link, const char *text, struct failure *why);
bool link_in_transaction(const struct link *link);
bool link_refuse(const PGresult *result, const char *name, struct failure *why);

/* ---- postgres_held.c ---- */

/* Finds out, once it is prepared, whether its rows may wait. */
MUST_CHECK bool held_make(struct prepared *prepared, struct failure *why);
/* Takes the row that is bound; not taken: it is to be run. */
MUST_CHECK bool held_take(struct prepared *prepared, const char *name, bool *taken, struct failure *why);
/* Sends all that waits; before a statement of this text only when it names one of their tables. */
MUST_CHECK bool held_send(struct link *link, struct failure *why);
MUST_CHECK bool held_send_for(struct link *link, const char *text, struct failure *why);
void held_forget(struct link *link); /* what waits is undone */
void held_close(struct prepared *prepared);
