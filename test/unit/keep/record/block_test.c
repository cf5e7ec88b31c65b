/* block_test.c — many works of one commit move the same blocks: one that is undone takes its own moves back, and no other's. */
#include "unit/keep/record/shelf.h"

#include "keep/store/store.h"

#include <pthread.h>
#include <sched.h>
#include <semaphore.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { WORKS = 24, ROUNDS = 6 };

/* What a work does besides writing its record. */
enum manner {
    PLAIN,
    FAILS,         /* behind its record */
    KEY_AGAIN,     /* a row that is there: on PostgreSQL told only when the work ends */
    READS,         /* a figure, so that what is held back is written inside this work */
    READS_FAILS,
    REBUILDS,
    REBUILDS_FAILS,
    MANNERS,
};

static bool stays(enum manner manner)
{
    return manner == PLAIN || manner == READS || manner == REBUILDS;
}

struct work {
    struct shelf *shelf;
    struct record *record;
    enum manner manner;
    bool done;
    struct failure why;
    pthread_t thread;
};

static bool write_record(struct work *work, struct connection *writer, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct record_batch *batch;
    const struct record_change change = {.act = work->record->number, .after = work->record};
    if (!record_batch_open(scratch, writer, work->shelf->definition, work->shelf->tree, &batch, why))
        return false;
    if (!record_write(batch, &change, why)) {
        record_batch_drop(batch);
        return false;
    }
    return record_batch_close(batch, why);
}

static bool take_nothing(void *context, size_t group, struct text block, size_t cells, struct failure *why)
{
    (void)context;
    (void)group;
    (void)block;
    (void)cells;
    (void)why;
    return true;
}

static bool read_figure(struct work *work, struct connection *writer, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    const struct unit_set *all = unit_all(scratch, work->shelf->tree, DAY_NONE);
    const struct unit_set *const groups[] = {all};
    struct period period;
    assert_true(period_read(TEXT("2021"), &period));
    const struct cells_question question = {.tree = work->shelf->tree, .groups = groups, .group_count = 1,
                                            .buckets = {period_first_bucket(period), period_last_bucket(period)}};
    return cells_read(scratch, writer, &question, &(struct cells_taker){take_nothing, NULL}, why);
}

static bool put_key_again(struct connection *writer, struct failure *why)
{
    static const struct sql AGAIN = {"deadline again",
                                     "INSERT INTO deadline (shard, record, rule, register, unit) VALUES (1, 1, 'x', 'x', 1), (1, 1, 'x', 'x', 1)", NULL};
    return store_run(writer, &AGAIN, NULL, 0, why);
}

static bool carry_out(void *context, struct connection *writer, struct failure *why)
{
    struct work *work = context;
    if (!write_record(work, writer, why))
        return false;
    switch (work->manner) {
    case FAILS:
        return FAIL(why, FAILURE_DENIED, "half-way");
    case KEY_AGAIN:
        return put_key_again(writer, why);
    case READS:
        return read_figure(work, writer, why);
    case READS_FAILS:
        return read_figure(work, writer, why) && FAIL(why, FAILURE_DENIED, "half-way");
    case REBUILDS:
        return figure_rebuild(writer, work->shelf->definition, work->shelf->tree, why);
    case REBUILDS_FAILS:
        return figure_rebuild(writer, work->shelf->definition, work->shelf->tree, why) && FAIL(why, FAILURE_DENIED, "half-way");
    case PLAIN:
    case MANNERS:
        break;
    }
    return true;
}

static void *call(void *context)
{
    struct work *work = context;
    work->done = store_write(work->shelf->store, carry_out, work, &work->why);
    return NULL;
}

/* ---- together ---- */

struct gate {
    sem_t entered, opened;
};

static bool wait_at_gate(void *context, struct connection *writer, struct failure *why)
{
    struct gate *gate = context;
    (void)writer;
    (void)why;
    sem_post(&gate->entered);
    sem_wait(&gate->opened);
    return true;
}

struct guard {
    struct store *store;
    struct gate *gate;
};

static void *hold(void *context)
{
    struct guard *guard = context;
    struct failure why;
    assert_true(store_write(guard->store, wait_at_gate, guard->gate, &why));
    return NULL;
}

/* All in one commit, in order. */
static void call_together(struct store *store, struct work *works, size_t count)
{
    struct gate gate;
    struct guard guard = {store, &gate};
    pthread_t first;
    sem_init(&gate.entered, 0, 0);
    sem_init(&gate.opened, 0, 0);
    int64_t before = store_counts(store).commits;
    assert_int_equal(pthread_create(&first, NULL, hold, &guard), 0);
    sem_wait(&gate.entered);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(pthread_create(&works[i].thread, NULL, call, &works[i]), 0);
        while (store_counts(store).waiting <= (int64_t)i)
            sched_yield();
    }
    sem_post(&gate.opened);
    (void)pthread_join(first, NULL);
    for (size_t i = 0; i < count; i++)
        (void)pthread_join(works[i].thread, NULL);
    assert_int_equal(store_counts(store).commits - before, 2);
    sem_destroy(&gate.entered);
    sem_destroy(&gate.opened);
}

/* The same records on both shelves: here all works at once, there only those that stayed, one by one. */
static void check_group(uint64_t seed)
{
    struct chance chance = {seed}, again = {seed}, draw = {seed * 31};
    struct shelf together, alone;
    struct work works[WORKS];
    shelf_open(&together, NULL);
    shelf_open(&alone, NULL);
    for (int64_t number = 1; number <= ROUNDS * WORKS; number++) {
        struct work *work = &works[(number - 1) % WORKS];
        const struct register_definition *register_ = shelf_register(&together, "outreach");
        *work = (struct work){.shelf = &together, .record = shelf_random(&together, &chance, register_),
                              .manner = chance_below(&draw, 2) == 0 ? PLAIN : (enum manner)chance_below(&draw, MANNERS)};
        work->record->number = number;
        struct work single = {.shelf = &alone, .record = shelf_random(&alone, &again, shelf_register(&alone, "outreach"))};
        single.record->number = number;
        if (stays(work->manner))
            (void)call(&single);
        assert_int_equal(single.done, stays(work->manner));
        if (number % WORKS != 0)
            continue;
        call_together(together.store, works, WORKS);
        for (int i = 0; i < WORKS; i++)
            assert_int_equal(works[i].done, stays(works[i].manner));
        assert_true(text_equal(shelf_bytes(&together), shelf_bytes(&alone)));
    }
    shelf_rebuild(&together);
    assert_true(text_equal(shelf_bytes(&together), shelf_bytes(&alone)));
    shelf_close(&together);
    shelf_close(&alone);
}

static void what_is_undone_leaves_no_trace_in_what_others_moved(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 2; seed++)
        check_group(seed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_undone_leaves_no_trace_in_what_others_moved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
