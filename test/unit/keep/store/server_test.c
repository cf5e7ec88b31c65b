/*
 * server_test.c — a database server that goes away in the middle of things: a cluster of its own is restarted without
 * warning, and a relay before it loses what is said at a chosen moment. What was acknowledged must be there, what was
 * refused must not, and whoever cannot be told says so.
 */
#include "support/store/address.h"
#include "unit/keep/store/fresh_store.h"

#include "base/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { WRITERS = 4, RESTARTS = 3, ROWS_EACH = 3, NUMBERS_MAX = 200000, PIECE = 65536, SOCKETS_MAX = 64 };

#define SCRIPT DANVAN_TEST_DATA "/../../tools/postgres.sh"

/* ---- a cluster that only this test uses ---- */

struct cluster {
    struct arena *arena;
    char folder[64];
    const char *server; /* the cluster's folder: its socket lies there */
};

static void script(const struct cluster *cluster, const char *word)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    int code = system(text_format(scratch, "%s %s %s", SCRIPT, word, cluster->server).bytes); /* NOLINT: words of our own */
    if (code != 0)
        fail_msg("%s %s: %d", SCRIPT, word, code);
}

static const char *address_in(struct arena *arena, const char *folder, const char *schema)
{
    struct text place = text_replace(arena, text_of(folder), TEXT("/"), TEXT("%2F"));
    return text_format(arena, "postgres://danvan@/danvan?host=%.*s&options=-csearch_path%%3D%s", TEXT_ARGS(place), schema).bytes;
}

static int start_cluster(void **state)
{
    struct arena *arena = arena_open();
    struct cluster *cluster = arena_make(arena, sizeof *cluster);
    *cluster = (struct cluster){.arena = arena, .folder = "/tmp/danvan-server-XXXXXX"};
    assert_non_null(mkdtemp(cluster->folder));
    assert_int_equal(chmod(cluster->folder, 0755), 0); /* the server's own user goes through it */
    cluster->server = text_format(arena, "%s/cluster", cluster->folder).bytes;
    script(cluster, "start");
    *state = cluster;
    return 0;
}

static int stop_cluster(void **state)
{
    struct cluster *cluster = *state;
    struct failure why;
    if (cluster == NULL)
        return 0; /* it could not be started, and said so */
    script(cluster, "stop");
    assert_true(folder_delete(cluster->folder, &why));
    arena_close(cluster->arena);
    return 0;
}

/* ---- rows ---- */

static bool make_table(void *context, struct connection *writer, struct failure *why)
{
    (void)context;
    return store_define(writer, "CREATE TABLE note (number INTEGER PRIMARY KEY, text TEXT) STRICT", why);
}

static struct store *open_store(const char *address)
{
    const struct store_options options = {.address = address, .writes = true, .create = true, .readers = 2};
    struct store *store = NULL;
    struct failure why;
    if (!store_open(&options, &store, &why) || !store_write(store, make_table, NULL, &why))
        fail_msg("%s", why.text);
    return store;
}

static const struct sql HAS = {"test has", "SELECT count(*) FROM note WHERE number / 3 = ?1", NULL};

static int64_t rows_of(struct store *store, int64_t number)
{
    struct connection *CLOSING(store_read) reading = NULL;
    const struct store_value values[] = {store_int64(number)};
    struct failure why;
    int64_t count = 0;
    if (!store_read_begin(store, &reading, &why) || !store_find_int64(reading, &HAS, values, 1, 0, &count, &why))
        fail_msg("%s", why.text);
    return count;
}

/* One work writes three rows: all or none may be there. */
static bool write_rows(void *context, struct connection *writer, struct failure *why)
{
    for (int64_t i = 0; i < ROWS_EACH; i++) {
        struct note note = {*(int64_t *)context * ROWS_EACH + i, "x", false};
        if (!note_write(&note, writer, why))
            return false;
    }
    return true;
}

/* ---- restarts in the middle of a stream of works ---- */

enum answer { NOT_TRIED, KEPT, REFUSED, NOT_KNOWN };

struct stream {
    struct store *store;
    _Atomic int64_t next, kept, refused, strange;
    _Atomic bool over;
    _Atomic char answers[NUMBERS_MAX];
};

static void *write_on(void *context)
{
    struct stream *stream = context;
    while (!atomic_load(&stream->over)) {
        int64_t number = atomic_fetch_add(&stream->next, 1);
        struct failure why = {0};
        if (number >= NUMBERS_MAX)
            break;
        if (store_write(stream->store, write_rows, &number, &why)) {
            atomic_store(&stream->answers[number], KEPT);
            atomic_fetch_add(&stream->kept, 1);
            continue;
        }
        atomic_store(&stream->answers[number], why.kind == FAILURE_BUSY ? REFUSED : NOT_KNOWN);
        atomic_fetch_add(why.kind == FAILURE_BUSY ? &stream->refused : &stream->strange, 1);
        if (why.kind != FAILURE_BUSY)
            (void)fprintf(stderr, "# %s\n", why.text);
    }
    return NULL;
}

static void wait_for(const struct stream *stream, int64_t more)
{
    int64_t begin = atomic_load(&stream->kept);
    for (int i = 0; i < 3000 && atomic_load(&stream->kept) < begin + more; i++) {
        const struct timespec moment = {0, 10 * 1000000};
        (void)nanosleep(&moment, NULL);
    }
    assert_true(atomic_load(&stream->kept) >= begin + more);
}

static void a_server_that_restarts_loses_nothing_acknowledged_and_keeps_nothing_refused(void **state)
{
    struct cluster *cluster = *state;
    struct stream *stream = arena_make(cluster->arena, sizeof *stream);
    pthread_t threads[WRITERS];
    stream->store = open_store(address_in(cluster->arena, cluster->server, "stream"));
    for (int i = 0; i < WRITERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, write_on, stream), 0);
    for (int i = 0; i < RESTARTS; i++) {
        wait_for(stream, 50);
        script(cluster, "restart");
    }
    wait_for(stream, 50);
    atomic_store(&stream->over, true);
    for (int i = 0; i < WRITERS; i++)
        (void)pthread_join(threads[i], NULL);
    assert_int_equal(atomic_load(&stream->strange), 0);
    for (int64_t number = 0; number < atomic_load(&stream->next) && number < NUMBERS_MAX; number++) {
        int64_t rows = rows_of(stream->store, number), wanted = atomic_load(&stream->answers[number]) == KEPT ? ROWS_EACH : 0;
        if (rows != wanted)
            fail_msg("work %lld has %lld rows, not %lld", (long long)number, (long long)rows, (long long)wanted);
    }
    print_message("# %lld works kept, %lld refused over %d restarts\n", (long long)stream->kept, (long long)stream->refused, RESTARTS);
    store_close(stream->store);
}

/* ---- a relay that loses what is said ---- */

enum loss {
    LOSS_NONE,
    LOSS_OF_ANSWER,  /* the commit reaches the server, its answer reaches nobody */
    LOSS_OF_COMMIT,  /* the commit reaches nobody */
    LOSS_FOR_GOOD,   /* as LOSS_OF_ANSWER, and nobody gets through any more */
};

struct relay {
    char folder[64];
    const char *server;
    int listening, wake[2];
    _Atomic int loss;
    _Atomic bool closed, over;
    pthread_t thread;
    struct pollfd sockets[SOCKETS_MAX]; /* after the first two: pairs, client and server */
    nfds_t count;
};

static int connect_server(const char *folder)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int server = socket(AF_UNIX, SOCK_STREAM, 0);
    (void)snprintf(address.sun_path, sizeof address.sun_path, "%s/.s.PGSQL.5432", folder);
    assert_int_equal(connect(server, (const struct sockaddr *)&address, sizeof address), 0);
    return server;
}

static void relay_accept(struct relay *relay)
{
    int client = accept(relay->listening, NULL, NULL);
    assert_true(client >= 0 && relay->count + 2 <= SOCKETS_MAX);
    if (atomic_load(&relay->closed)) {
        (void)close(client);
        return;
    }
    relay->sockets[relay->count++] = (struct pollfd){client, POLLIN, 0};
    relay->sockets[relay->count++] = (struct pollfd){connect_server(relay->server), POLLIN, 0};
}

static void relay_drop(struct relay *relay, nfds_t pair)
{
    (void)close(relay->sockets[pair].fd);
    (void)close(relay->sockets[pair + 1].fd);
    relay->count -= 2;
    relay->sockets[pair] = relay->sockets[relay->count];
    relay->sockets[pair + 1] = relay->sockets[relay->count + 1];
}

/* Whether the pair is still there: a commit on the way may be lost here. */
static bool relay_pass(struct relay *relay, nfds_t from)
{
    char bytes[PIECE];
    nfds_t pair = from & ~(nfds_t)1, to = from ^ 1;
    ssize_t got = read(relay->sockets[from].fd, bytes, sizeof bytes);
    if (got <= 0) {
        relay_drop(relay, pair);
        return false;
    }
    int loss = from == pair && memmem(bytes, (size_t)got, "COMMIT", 7) != NULL ? atomic_exchange(&relay->loss, LOSS_NONE) : LOSS_NONE;
    if (loss != LOSS_OF_COMMIT)
        assert_true(write(relay->sockets[to].fd, bytes, (size_t)got) == got);
    if (loss == LOSS_NONE)
        return true;
    if (loss != LOSS_OF_COMMIT)
        assert_true(read(relay->sockets[to].fd, bytes, sizeof bytes) > 0); /* the answer comes, and goes no further */
    atomic_store(&relay->closed, loss == LOSS_FOR_GOOD);
    relay_drop(relay, pair);
    return false;
}

static void *relay_run(void *context)
{
    struct relay *relay = context;
    while (!atomic_load(&relay->over)) {
        assert_true(poll(relay->sockets, relay->count, -1) >= 0);
        if (relay->sockets[0].revents != 0)
            relay_accept(relay);
        for (nfds_t i = 2; i < relay->count;)
            i += relay->sockets[i].revents == 0 || relay_pass(relay, i) ? 1 : relay->count;
    }
    return NULL;
}

static void relay_open(struct relay *relay, const struct cluster *cluster)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    *relay = (struct relay){.folder = "/tmp/danvan-relay-XXXXXX", .server = cluster->server, .count = 2};
    assert_non_null(mkdtemp(relay->folder));
    (void)snprintf(address.sun_path, sizeof address.sun_path, "%s/.s.PGSQL.5432", relay->folder);
    relay->listening = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(relay->listening, (const struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(relay->listening, 16), 0);
    assert_int_equal(pipe(relay->wake), 0);
    relay->sockets[0] = (struct pollfd){relay->listening, POLLIN, 0};
    relay->sockets[1] = (struct pollfd){relay->wake[0], POLLIN, 0};
    assert_int_equal(pthread_create(&relay->thread, NULL, relay_run, relay), 0);
}

static void relay_close(struct relay *relay)
{
    struct failure why;
    atomic_store(&relay->over, true);
    assert_int_equal(write(relay->wake[1], "x", 1), 1);
    (void)pthread_join(relay->thread, NULL);
    while (relay->count > 2)
        relay_drop(relay, relay->count - 2);
    (void)close(relay->listening);
    (void)close(relay->wake[0]);
    (void)close(relay->wake[1]);
    assert_true(folder_delete(relay->folder, &why));
}

static void a_lost_answer_to_a_commit_is_asked_for(void **state)
{
    static const struct {
        enum loss loss;
        enum failure_kind kind;
        const char *says;
        int64_t rows;
    } cases[] = {
        {LOSS_OF_ANSWER, FAILURE_NONE, "", ROWS_EACH},
        {LOSS_OF_COMMIT, FAILURE_BUSY, "nothing of this was kept", 0},
        {LOSS_OF_ANSWER, FAILURE_NONE, "", ROWS_EACH},
        {LOSS_FOR_GOOD, FAILURE_BROKEN, "whether this was kept is not known", ROWS_EACH},
    };
    struct cluster *cluster = *state;
    struct relay *relay = arena_make(cluster->arena, sizeof *relay);
    relay_open(relay, cluster);
    struct store *CLOSING(store) store = open_store(address_in(cluster->arena, relay->folder, "relayed"));
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        int64_t number = (int64_t)i;
        struct failure why = {0};
        atomic_store(&relay->loss, cases[i].loss);
        bool done = store_write(store, write_rows, &number, &why);
        if (done != (cases[i].kind == FAILURE_NONE) || why.kind != cases[i].kind || strstr(why.text, cases[i].says) == NULL)
            fail_msg("case %zu: %s", i, why.text);
        atomic_store(&relay->closed, false);
        assert_int_equal(rows_of(store, number), cases[i].rows);
        number += 100;
        assert_true(store_write(store, write_rows, &number, &why)); /* whoever comes next writes as ever */
    }
    store_close(store);
    store = NULL;
    relay_close(relay);
}

/* ---- a statement that takes too long ---- */

static const struct sql SOON = {"test soon", "SELECT 0", "SET LOCAL statement_timeout = 100"};
static const struct sql SLOW = {"test slow", "SELECT 0", "SELECT count(pg_sleep(20))"};

static bool write_slowly(void *context, struct connection *writer, struct failure *why)
{
    return write_rows(context, writer, why) && store_run(writer, &SOON, NULL, 0, why) && store_run(writer, &SLOW, NULL, 0, why);
}

static void a_statement_that_takes_too_long_is_ended_and_undone(void **state)
{
    struct cluster *cluster = *state;
    struct store *CLOSING(store) store = open_store(address_in(cluster->arena, cluster->server, "slow"));
    struct failure why = {0};
    int64_t number = 1;
    assert_false(store_write(store, write_slowly, &number, &why));
    assert_int_equal(why.kind, FAILURE_BUSY);
    assert_non_null(strstr(why.text, "test slow: canceling statement due to statement timeout"));
    assert_int_equal(rows_of(store, number), 0);
    assert_true(store_write(store, write_rows, &number, &why));
    {
        struct connection *CLOSING(store_read) reading = NULL;
        assert_true(store_read_begin(store, &reading, &why));
        assert_true(store_run(reading, &SOON, NULL, 0, &why));
        assert_false(store_run(reading, &SLOW, NULL, 0, &why));
        assert_int_equal(why.kind, FAILURE_BUSY);
    }
    assert_int_equal(rows_of(store, number), ROWS_EACH);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_server_that_restarts_loses_nothing_acknowledged_and_keeps_nothing_refused),
        cmocka_unit_test(a_lost_answer_to_a_commit_is_asked_for),
        cmocka_unit_test(a_statement_that_takes_too_long_is_ended_and_undone),
    };
    if (test_store_is_file()) {
        (void)printf("1..0 # SKIP a server is looked at with the other database\n");
        return 0;
    }
    (void)signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests(tests, start_cluster, stop_cluster);
}
