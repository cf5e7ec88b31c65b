/* writer.c — one thread at a time writes: a work alone on its caller's, what is queued together on the writing thread. */
#include "keep/store/store_inside.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

enum { SHARED_MAX = 8 << 20 }; /* bytes that outlast a group */

static const struct sql BEGIN = {"write begin", "BEGIN IMMEDIATE", "BEGIN"};
static const struct sql COMMIT = {"write commit", "COMMIT", NULL};
static const struct sql ROLLBACK = {"write rollback", "ROLLBACK", NULL};
static const struct sql SAVEPOINT = {"work begin", "SAVEPOINT work", NULL};
static const struct sql RELEASE = {"work end", "RELEASE SAVEPOINT work", NULL};
static const struct sql ROLLBACK_WORK = {"work rollback", "ROLLBACK TO SAVEPOINT work", NULL};

/* ---- what a group shares ---- */

struct arena *store_group_arena(struct connection *connection)
{
    REQUIRE(connection->writes);
    struct writer *writer = &connection->store->writer;
    if (writer->scratch == NULL)
        writer->scratch = arena_open();
    return writer->scratch;
}

void store_group_share(struct connection *connection, store_flush *flush, void *shared)
{
    struct writer *writer = &connection->store->writer;
    REQUIRE(connection->writes && writer->flush == NULL);
    writer->flush = flush;
    writer->shared = shared;
}

void *store_group_shared(const struct connection *connection, store_flush *flush)
{
    const struct writer *writer = &connection->store->writer;
    return connection->writes && writer->flush == flush ? writer->shared : NULL;
}

bool store_group_flush(struct connection *connection, struct failure *why)
{
    const struct writer *writer = &connection->store->writer;
    return !connection->writes || writer->flush == NULL || writer->flush(writer->shared, connection, why);
}

/* ---- what the writer knows ---- */

/* Its place; REMEMBERED_MAX: it is not known. */
static size_t find_remembered(const struct connection *connection, const char *name, int64_t part)
{
    for (size_t i = 0; i < REMEMBERED_MAX && i < connection->remembered_count; i++)
        if (connection->remembered[i].part == part && strcmp(connection->remembered[i].name, name) == 0)
            return i;
    return REMEMBERED_MAX;
}

bool store_recall(const struct connection *connection, const char *name, int64_t part, int64_t *number)
{
    size_t at = find_remembered(connection, name, part);
    if (at < REMEMBERED_MAX)
        *number = connection->remembered[at].number;
    return at < REMEMBERED_MAX;
}

void store_remember(struct connection *connection, const char *name, int64_t part, int64_t number)
{
    if (!connection->writes)
        return;
    size_t at = find_remembered(connection, name, part);
    if (at == REMEMBERED_MAX)
        at = connection->remembered_count++ % REMEMBERED_MAX;
    connection->remembered[at] = (struct remembered){name, part, number};
}

void connection_forget(struct connection *connection)
{
    connection->remembered_count = 0;
}

/* ---- hooks ---- */

static void hook_add(struct connection *connection, struct hook hook)
{
    struct arena *arena = store_group_arena(connection);
    struct writer *writer = &connection->store->writer;
    if (writer->hook_count == writer->hook_room) {
        size_t room = writer->hook_room == 0 ? 16 : writer->hook_room * 2;
        struct hook *more = arena_make_many(arena, room, sizeof *more);
        if (writer->hook_count > 0)
            memcpy(more, writer->hooks, writer->hook_count * sizeof *more);
        writer->hooks = more;
        writer->hook_room = room;
    }
    writer->hooks[writer->hook_count++] = hook;
}

void store_on_commit(struct connection *writer, store_hook *hook, void *context)
{
    hook_add(writer, (struct hook){.run = hook, .context = context, .on_commit = true});
}

void store_on_rollback(struct connection *writer, store_hook *hook, void *context)
{
    hook_add(writer, (struct hook){.run = hook, .context = context});
}

static void hooks_committed(struct writer *writer)
{
    for (size_t i = 0; i < writer->hook_count; i++)
        if (writer->hooks[i].on_commit)
            writer->hooks[i].run(writer->hooks[i].context);
    writer->hook_count = 0;
}

/* Undoes those added since there were `kept`; what was remembered meanwhile may no longer be so. */
static void hooks_undone(struct writer *writer, size_t kept)
{
    connection_forget(writer->connection);
    while (writer->hook_count > kept) {
        struct hook *hook = &writer->hooks[--writer->hook_count];
        if (!hook->on_commit)
            hook->run(hook->context);
    }
}

static void group_clear(struct writer *writer)
{
    arena_close(writer->scratch);
    writer->scratch = NULL;
    writer->hooks = NULL;
    writer->hook_count = writer->hook_room = 0;
    writer->flush = NULL;
    writer->shared = NULL;
}

/* What groups share lasts, clean, from one to the next while nothing is undone: a commit changes nothing of it. */
static void group_end(struct writer *writer)
{
    bool lasts = writer->flush != NULL && writer->hook_count == 0 && arena_used(writer->scratch) <= SHARED_MAX;
    writer->hooks = NULL; /* in memory that goes on growing: a new room each time */
    writer->hook_room = 0;
    if (!lasts)
        group_clear(writer);
}

void connection_reopened(struct connection *connection)
{
    connection_forget(connection);
    if (!connection->writes)
        return;
    REQUIRE(connection->store->writer.hook_count == 0); /* only before a transaction has begun */
    group_clear(&connection->store->writer);
}

/* ---- one group ---- */

/* Undoes everything since BEGIN; whoever succeeded until now fails for `reason`. */
static void group_undo(struct writer *writer, struct work *first, const struct failure *reason)
{
    struct failure ignored;
    struct connection *connection = writer->connection;
    connection_quiet(connection);
    if (connection->backend->in_transaction(connection))
        REQUIRE(connection_undo(connection, &ROLLBACK, &ignored));
    hooks_undone(writer, 0);
    group_clear(writer);
    for (struct work *work = first; work != NULL; work = work->next) {
        if (!work->done && work->why->kind != FAILURE_NONE)
            continue;
        work->done = false;
        *work->why = *reason;
    }
}

static bool work_carry_out(struct connection *connection, struct work *work)
{
    bool done = work->run(work->context, connection, work->why);
    connection_quiet(connection);
    REQUIRE(done || work->why->kind != FAILURE_NONE);
    return done;
}

/* Runs one work inside its savepoint; `*reason` is filled when the whole group is lost. */
static bool work_run(struct writer *writer, struct work *work, struct failure *reason)
{
    struct connection *connection = writer->connection;
    size_t hooks = writer->hook_count;
    bool begun = store_run(connection, &SAVEPOINT, NULL, 0, work->why);
    work->done =
        begun && work_carry_out(connection, work) && store_run(connection, &RELEASE, NULL, 0, work->why);
    if (work->done)
        return true;
    hooks_undone(writer, hooks);
    /* Some faults (a full disk) make the database undo the whole transaction by itself. */
    if (!connection->backend->in_transaction(connection)) {
        *reason = *work->why;
        return false;
    }
    if (!begun)
        return true;
    return connection_undo(connection, &ROLLBACK_WORK, reason) &&
           connection_undo(connection, &RELEASE, reason);
}

/* A work alone needs no savepoint: the transaction is its own. */
static bool work_run_alone(struct writer *writer, struct work *work, struct failure *reason)
{
    work->done = work_carry_out(writer->connection, work);
    if (!work->done)
        *reason = *work->why;
    return work->done;
}

/* Without a savepoint: a work that fails before it has touched anything leaves nothing to undo. */
static bool work_run_beside(struct writer *writer, struct work *work, struct failure *reason)
{
    const struct connection *connection = writer->connection;
    uint64_t touched = connection->touched;
    size_t hooks = writer->hook_count;
    if (work_run_alone(writer, work, reason))
        return true;
    return connection->touched == touched && writer->hook_count == hooks && connection->backend->in_transaction(connection);
}

typedef bool run_one(struct writer *writer, struct work *work, struct failure *reason);

/* All of them, up to the commit. */
static bool group_run(struct writer *writer, struct work *first, run_one *run, struct failure *reason)
{
    struct connection *connection = writer->connection;
    if (!store_run(connection, &BEGIN, NULL, 0, reason))
        return false;
    for (struct work *work = first; work != NULL; work = work->next)
        if (!run(writer, work, reason))
            return false;
    return store_group_flush(connection, reason);
}

/* Several run as if nothing could go wrong: no savepoint, and what is sent is heard of once, at the end. `*again`: one of them
 * has spoilt it for the others; all is undone, and each is to be run anew. */
static bool group_run_beside(struct writer *writer, struct work *first, bool *again, struct failure *reason)
{
    struct connection *connection = writer->connection;
    struct failure ignored;
    if (group_run(writer, first, work_run_beside, reason) &&
        (connection->backend->hear == NULL || connection->backend->hear(connection, reason)))
        return true;
    /* A connection or a disk that gives up fails them all. */
    if (!connection->backend->in_transaction(connection))
        return false;
    connection_quiet(connection);
    *again = connection_undo(connection, &ROLLBACK, &ignored);
    hooks_undone(writer, 0);
    group_clear(writer);
    for (struct work *work = first; work != NULL; work = work->next) {
        *work->why = (struct failure){0};
        work->done = false;
    }
    return false;
}

static void group_do_all(struct writer *writer, struct work *first)
{
    struct failure reason = {0};
    bool again = false;
    bool ran = first->next == NULL ? group_run(writer, first, work_run_alone, &reason)
                                   : group_run_beside(writer, first, &again, &reason);
    if (again)
        ran = group_run(writer, first, work_run, &reason);
    if (ran && store_run(writer->connection, &COMMIT, NULL, 0, &reason))
        hooks_committed(writer);
    else
        group_undo(writer, first, &reason);
}

/* ---- the queue ---- */

static void turn_take(struct writer *writer)
{
    writer->busy = true;
    writer->turn = pthread_self();
}

/* Takes the turn to write and what waits, at most STORE_GROUP_MAX, as a list; NULL when the store closes. */
static struct work *group_take(struct writer *writer)
{
    (void)pthread_mutex_lock(&writer->lock);
    while (writer->busy || (writer->first == NULL && !writer->closing))
        (void)pthread_cond_wait(&writer->filled, &writer->lock);
    struct work *first = writer->first, *last = first;
    size_t taken = first == NULL ? 0 : 1;
    for (; taken < STORE_GROUP_MAX && last != NULL && last->next != NULL; taken++)
        last = last->next;
    if (last != NULL) {
        writer->first = last->next;
        last->next = NULL;
        writer->waiting -= taken;
        turn_take(writer);
    }
    if (writer->first == NULL)
        writer->last = NULL;
    (void)pthread_mutex_unlock(&writer->lock);
    return first;
}

static void group_do(struct writer *writer, struct work *first)
{
    group_do_all(writer, first);
    group_end(writer);
    (void)pthread_mutex_lock(&writer->lock);
    for (struct work *work = first; work != NULL; work = work->next)
        writer->counts.works++;
    writer->counts.commits++;
    writer->counts.prepared = writer->connection->prepared;
    (void)pthread_mutex_unlock(&writer->lock);
}

static void turn_give(struct writer *writer)
{
    (void)pthread_mutex_lock(&writer->lock);
    writer->busy = false;
    if (writer->first != NULL || writer->closing)
        (void)pthread_cond_signal(&writer->filled);
    (void)pthread_mutex_unlock(&writer->lock);
}

static void group_answer(struct work *first)
{
    while (first != NULL) {
        struct work *next = first->next; /* once answered, `first` may be gone */
        (void)sem_post(&first->answered);
        first = next;
    }
}

static void *writer_thread(void *context)
{
    struct writer *writer = context;
    struct work *first;
    while ((first = group_take(writer)) != NULL) {
        group_do(writer, first);
        group_answer(first); /* with the turn still held: who comes back at once joins the next group */
        turn_give(writer);
    }
    return NULL;
}

enum queued { QUEUED_ALONE, QUEUED_BEHIND, QUEUED_NOT };

/* With nobody writing or waiting the caller has the turn at once; else the work goes into the queue, unless that is full. */
static enum queued work_queue(struct writer *writer, struct work *work)
{
    enum queued queued = QUEUED_BEHIND;
    (void)pthread_mutex_lock(&writer->lock);
    REQUIRE(!writer->busy || !pthread_equal(pthread_self(), writer->turn));
    if (writer->waiting >= STORE_QUEUE_MAX || writer->closing) {
        queued = QUEUED_NOT;
    } else if (!writer->busy && writer->first == NULL) {
        turn_take(writer);
        queued = QUEUED_ALONE;
    } else {
        if (writer->last == NULL)
            writer->first = work;
        else
            writer->last->next = work;
        writer->last = work;
        writer->waiting++;
    }
    (void)pthread_mutex_unlock(&writer->lock);
    return queued;
}

bool store_write(struct store *store, store_work *run, void *context, struct failure *why)
{
    struct writer *writer = &store->writer;
    if (!writer->started)
        return FAIL(why, FAILURE_DENIED, "this store was opened for reading only");
    struct work work = {.run = run, .context = context, .why = why};
    *why = (struct failure){0};
    REQUIRE(sem_init(&work.answered, 0, 0) == 0);
    enum queued queued = work_queue(writer, &work);
    if (queued == QUEUED_ALONE) {
        group_do(writer, &work);
        turn_give(writer);
    }
    while (queued == QUEUED_BEHIND && sem_wait(&work.answered) != 0)
        REQUIRE(errno == EINTR);
    (void)sem_destroy(&work.answered);
    if (queued == QUEUED_NOT)
        return FAIL(why, FAILURE_BUSY, "%d changes wait already", STORE_QUEUE_MAX);
    return work.done;
}

struct store_counts store_counts(struct store *store)
{
    if (!store->writer.started)
        return (struct store_counts){0};
    (void)pthread_mutex_lock(&store->writer.lock);
    struct store_counts counts = store->writer.counts;
    counts.waiting = (int64_t)store->writer.waiting;
    (void)pthread_mutex_unlock(&store->writer.lock);
    return counts;
}

bool writer_start(struct writer *writer, struct failure *why)
{
    REQUIRE(pthread_mutex_init(&writer->lock, NULL) == 0);
    REQUIRE(pthread_cond_init(&writer->filled, NULL) == 0);
    /* Signals belong to the threads of face. */
    sigset_t all, before;
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    int code = pthread_create(&writer->thread, NULL, writer_thread, writer);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (code != 0)
        return FAIL(why, FAILURE_BROKEN, "starting the writing thread: %s", strerror(code));
    writer->started = true;
    return true;
}

void writer_stop(struct writer *writer)
{
    (void)pthread_mutex_lock(&writer->lock);
    writer->closing = true;
    (void)pthread_cond_signal(&writer->filled);
    (void)pthread_mutex_unlock(&writer->lock);
    (void)pthread_join(writer->thread, NULL);
    group_clear(writer);
    (void)pthread_cond_destroy(&writer->filled);
    (void)pthread_mutex_destroy(&writer->lock);
}
