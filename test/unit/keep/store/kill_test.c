/* A process that writes is killed at random moments: what it was told is kept must be there, whole. */
#include "unit/keep/store/fresh_store.h"

#include "base/world.h"
#include "keep/store/backup.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { KILLS = 50, THREADS = 4, ROWS_EACH = 3 };

/* Shared with the child: the next number to write, and the last that each thread was answered. */
struct board {
    _Atomic int64_t next;
    _Atomic int64_t answered[THREADS];
};

struct scribe {
    struct store *store;
    struct board *board;
    int place;
};

/* One work writes number × 3, and the two after it: all or none may be there. */
static bool write_rows(void *context, struct connection *writer, struct failure *why)
{
    for (int64_t i = 0; i < ROWS_EACH; i++) {
        struct note note = {*(int64_t *)context * ROWS_EACH + i, "x", false};
        if (!note_write(&note, writer, why))
            return false;
    }
    return true;
}

static void *write_for_ever(void *context)
{
    struct scribe *scribe = context;
    struct failure why;
    for (;;) {
        int64_t number = atomic_fetch_add(&scribe->board->next, 1);
        if (!store_write(scribe->store, write_rows, &number, &why))
            _exit(1);
        atomic_store(&scribe->board->answered[scribe->place], number);
    }
    return NULL;
}

static void run_child(const struct fresh_store *fresh, struct board *board)
{
    struct failure why;
    struct store *store = NULL;
    struct store_options options = {.address = fresh->path, .writes = true};
    if (!store_open(&options, &store, &why))
        _exit(2);
    struct scribe scribes[THREADS];
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) {
        scribes[i] = (struct scribe){store, board, i};
        if (pthread_create(&threads[i], NULL, write_for_ever, &scribes[i]) != 0)
            _exit(3);
    }
    for (;;)
        (void)pause();
}

static const struct sql HAS = {"kill has", "SELECT count(*) FROM note WHERE number = ?1", NULL};
static const struct sql TORN = {
    "kill torn",
    "SELECT count(*) FROM (SELECT number / 3 FROM note GROUP BY number / 3 HAVING count(*) <> 3) AS torn", NULL};

static void check_kept(struct store *store, const struct board *board)
{
    struct failure why;
    struct connection *CLOSING(store_read) reading = NULL;
    assert_true(store_read_begin(store, &reading, &why));
    for (int i = 0; i < THREADS; i++) {
        int64_t found = 0, last = board->answered[i];
        const struct store_value values[] = {store_int64(last * ROWS_EACH)};
        if (last < 0)
            continue;
        assert_true(store_find_int64(reading, &HAS, values, 1, 0, &found, &why));
        assert_int_equal(found, 1);
    }
    int64_t torn = -1;
    assert_true(store_find_int64(reading, &TORN, NULL, 0, 0, &torn, &why));
    assert_int_equal(torn, 0);
}

static void kill_once(struct fresh_store *fresh, struct board *board, struct world *world)
{
    uint16_t chance = 0;
    world_random(world, &chance, sizeof chance);
    store_close(fresh->store);
    fresh->store = NULL;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        run_child(fresh, board);
    /* Half of them while it opens, or a little later; half while it surely writes. */
    int64_t before = board->next;
    while (chance % 2 == 0 && board->next == before)
        (void)usleep(500);
    (void)usleep(2000 + chance % 40000);
    assert_int_equal(kill(child, SIGKILL), 0);
    int ended = 0;
    assert_int_equal(waitpid(child, &ended, 0), child);
    assert_true(WIFSIGNALED(ended));
    fresh_store_reopen(fresh);
    check_kept(fresh->store, board);
}

static void nothing_acknowledged_is_lost_and_nothing_is_half_written(void **state)
{
    (void)state;
    struct fresh_store CLOSING(fresh_store) fresh;
    fresh_store_open(&fresh);
    struct world world = world_fixed((struct moment){0}, 20210908);
    struct board *board =
        mmap(NULL, sizeof *board, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(board != MAP_FAILED);
    for (int i = 0; i < THREADS; i++)
        board->answered[i] = -1;
    for (int i = 0; i < KILLS; i++)
        kill_once(&fresh, board, &world);
    assert_true(board->next > KILLS);
    struct failure why;
    assert_true(store_check(fresh.store, &why));
    assert_int_equal(munmap(board, sizeof *board), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_acknowledged_is_lost_and_nothing_is_half_written)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
