#include "support/store/address.h"
#include "unit/keep/store/fresh_store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <pthread.h>
#include <semaphore.h>
#include <string.h>
#include <sys/stat.h>

static void what_is_written_is_there_after_reopening(void **state)
{
    (void)state;
    struct fresh_store CLOSING(fresh_store) fresh;
    fresh_store_open(&fresh);
    struct failure why;
    struct note note = {1, "Bồ Đề", false};
    assert_true(store_write(fresh.store, note_write, &note, &why));
    assert_int_equal(notes_seen(fresh.store), 1);
    fresh_store_reopen(&fresh);
    assert_int_equal(notes_seen(fresh.store), 1);
}

static void a_work_that_fails_leaves_nothing_and_says_why(void **state)
{
    (void)state;
    struct fresh_store CLOSING(fresh_store) fresh;
    fresh_store_open(&fresh);
    struct failure why;
    struct note refused = {1, "x", true}, good = {1, "Bi Mat", false};
    assert_false(store_write(fresh.store, note_write, &refused, &why));
    assert_int_equal(why.kind, FAILURE_DENIED);
    assert_int_equal(notes_seen(fresh.store), 0);
    assert_true(store_write(fresh.store, note_write, &good, &why));
    assert_false(store_write(fresh.store, note_write, &good, &why));
    assert_int_equal(why.kind, FAILURE_CONFLICT);
    assert_null(strstr(why.text, "Bi Mat"));
}

/* ---- groups ---- */

struct gate {
    sem_t entered, opened;
};

/* Keeps the turn to write so that others queue up behind. */
static bool wait_at_gate(void *context, struct connection *writer, struct failure *why)
{
    struct gate *gate = context;
    (void)writer;
    (void)why;
    sem_post(&gate->entered);
    sem_wait(&gate->opened);
    return true;
}

struct caller {
    struct store *store;
    store_work *work;
    void *context;
    bool done;
    struct failure why;
    pthread_t thread;
};

static void *call(void *context)
{
    struct caller *caller = context;
    caller->done = store_write(caller->store, caller->work, caller->context, &caller->why);
    return NULL;
}

static void call_start(struct caller *caller)
{
    assert_int_equal(pthread_create(&caller->thread, NULL, call, caller), 0);
}

static void call_end(struct caller *caller)
{
    assert_int_equal(pthread_join(caller->thread, NULL), 0);
}

/* Gives the callers to the writing thread in one go, in order. */
static void call_together(struct store *store, struct caller *callers, size_t count)
{
    struct gate gate;
    sem_init(&gate.entered, 0, 0);
    sem_init(&gate.opened, 0, 0);
    struct caller first = {.store = store, .work = wait_at_gate, .context = &gate};
    call_start(&first);
    sem_wait(&gate.entered);
    for (size_t i = 0; i < count; i++) {
        call_start(&callers[i]);
        while (store_counts(store).waiting <= (int64_t)i)
            sched_yield();
    }
    sem_post(&gate.opened);
    call_end(&first);
    for (size_t i = 0; i < count; i++)
        call_end(&callers[i]);
}

static void what_is_queued_commits_together(void **state)
{
    (void)state;
    enum { MANY = 40 };
    struct fresh_store CLOSING(fresh_store) fresh;
    fresh_store_open(&fresh);
    struct note notes[MANY];
    struct caller callers[MANY];
    for (int i = 0; i < MANY; i++) {
        notes[i] = (struct note){i, "x", i % 10 == 3};
        callers[i] = (struct caller){.store = fresh.store, .work = note_write, .context = &notes[i]};
    }
    struct store_counts before = store_counts(fresh.store);
    call_together(fresh.store, callers, MANY);
    struct store_counts after = store_counts(fresh.store);
    assert_int_equal(after.works - before.works, MANY + 1);
    assert_int_equal(after.commits - before.commits, 2);
    for (int i = 0; i < MANY; i++)
        assert_int_equal(callers[i].done, i % 10 != 3);
    assert_int_equal(notes_seen(fresh.store), MANY - 4);
}

static void a_commit_that_fails_fails_the_whole_group(void **state)
{
    (void)state;
    struct fresh_store CLOSING(fresh_store) fresh;
    fresh_store_open(&fresh);
    struct note notes[3] = {{1, "a", false}, {2, "b", true}, {3, "c", false}};
    struct caller callers[3];
    /* From the gate's commit, the second statement, to the group's: begin, two inserts; then, for one was spoilt, once more: begin,
     * 3 × (savepoint, insert, release), less one, and the commit. */
    for (int strike = 2; strike <= 16; strike++) {
        for (int i = 0; i < 3; i++)
            callers[i] = (struct caller){.store = fresh.store, .work = note_write, .context = &notes[i]};
        fresh.fault.countdown = strike;
        call_together(fresh.store, callers, 3);
        fresh.fault.countdown = 0;
        int64_t done = callers[0].done + callers[1].done + callers[2].done;
        assert_int_equal(notes_seen(fresh.store), done);
        assert_false(callers[1].done);
        for (int i = 0; i < 3; i++)
            assert_true(callers[i].done == (callers[i].why.kind == FAILURE_NONE));
        fresh_store_closing(&fresh);
        fresh_store_open(&fresh);
    }
}

/* ---- hooks ---- */

struct hooked {
    struct note note;
    int begun, committed, undone, order;
    int *clock;
};

static void on_commit(void *context)
{
    ((struct hooked *)context)->committed++;
}

static void on_rollback(void *context)
{
    struct hooked *hooked = context;
    hooked->undone++;
    hooked->order = ++*hooked->clock;
}

static bool hooked_write(void *context, struct connection *writer, struct failure *why)
{
    struct hooked *hooked = context;
    hooked->begun++;
    store_on_commit(writer, on_commit, hooked);
    store_on_rollback(writer, on_rollback, hooked);
    return note_write(&hooked->note, writer, why);
}

static void hooks_follow_the_fate_of_their_work(void **state)
{
    (void)state;
    struct fresh_store CLOSING(fresh_store) fresh;
    fresh_store_open(&fresh);
    int clock = 0;
    struct hooked hooked[3] = {{{1, "a", false}, 0, 0, 0, 0, &clock},
                               {{2, "b", true}, 0, 0, 0, 0, &clock},
                               {{3, "c", false}, 0, 0, 0, 0, &clock}};
    struct caller callers[3];
    for (int i = 0; i < 3; i++)
        callers[i] = (struct caller){.store = fresh.store, .work = hooked_write, .context = &hooked[i]};
    call_together(fresh.store, callers, 3);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(hooked[i].committed, i != 1);
        assert_int_equal(hooked[i].undone, hooked[i].begun - hooked[i].committed);
    }
}

static void a_lost_group_undoes_its_hooks_latest_first(void **state)
{
    (void)state;
    struct fresh_store CLOSING(fresh_store) fresh;
    fresh_store_open(&fresh);
    int clock = 0;
    struct hooked hooked[2] = {{{1, "a", false}, 0, 0, 0, 0, &clock}, {{2, "b", false}, 0, 0, 0, 0, &clock}};
    struct caller callers[2];
    for (int i = 0; i < 2; i++)
        callers[i] = (struct caller){.store = fresh.store, .work = hooked_write, .context = &hooked[i]};
    fresh.fault = (struct store_fault){.countdown = 6}; /* gate's begin, its commit, begin, 2 inserts, commit */
    call_together(fresh.store, callers, 2);
    assert_int_equal(hooked[0].undone, 1);
    assert_int_equal(hooked[1].undone, 1);
    assert_int_equal(hooked[1].order, 1);
    assert_int_equal(hooked[0].order, 2);
    assert_int_equal(notes_seen(fresh.store), 0);
}

struct asked {
    struct note note;
    bool refuses; /* before it writes anything */
    int begun;
};

static bool ask_and_write(void *context, struct connection *writer, struct failure *why)
{
    struct asked *asked = context;
    static const struct sql COUNT = {"test count", "SELECT count(*) FROM note", NULL};
    int64_t count;
    asked->begun++;
    if (!store_find_int64(writer, &COUNT, NULL, 0, 0, &count, why))
        return false;
    return asked->refuses ? FAIL(why, FAILURE_DENIED, "not this one") : note_write(&asked->note, writer, why);
}

/* Who is refused before anything was written spoils nothing; a key that is there already is heard of late, and all are run anew. */
static void one_that_fails_costs_the_others_nothing(void **state)
{
    (void)state;
    static const struct {
        struct asked works[4];
        bool done[4];
        int begun;
    } groups[] = {
        {{{{1, "a", false}, false, 0}, {{2, "b", false}, true, 0}, {{3, "c", false}, false, 0}, {{4, "d", false}, true, 0}},
         {true, false, true, false}, 1},
        {{{{1, "a", false}, false, 0}, {{2, "b", false}, false, 0}, {{2, "again", false}, false, 0}, {{4, "d", false}, true, 0}},
         {true, true, false, false}, 2},
        {{{{1, "a", false}, false, 0}, {{1, "b", false}, false, 0}, {{3, "c", true}, false, 0}, {{4, "d", false}, false, 0}},
         {true, false, false, true}, 2},
    };
    for (size_t k = 0; k < LENGTH_OF(groups); k++) {
        struct fresh_store CLOSING(fresh_store) fresh;
        fresh_store_open(&fresh);
        struct asked works[4];
        struct caller callers[4];
        memcpy(works, groups[k].works, sizeof works);
        for (int i = 0; i < 4; i++)
            callers[i] = (struct caller){.store = fresh.store, .work = ask_and_write, .context = &works[i]};
        call_together(fresh.store, callers, 4);
        int64_t kept = 0;
        for (int i = 0; i < 4; i++) {
            assert_int_equal(callers[i].done, groups[k].done[i]);
            assert_true(callers[i].done == (callers[i].why.kind == FAILURE_NONE));
            kept += callers[i].done;
        }
        assert_int_equal(works[0].begun, groups[k].begun);
        assert_int_equal(notes_seen(fresh.store), kept);
    }
}

/* ---- rows that go together ---- */

static bool write_many(void *context, struct connection *writer, struct failure *why)
{
    static const struct sql COUNT = {"test count", "SELECT count(*) FROM note", NULL};
    struct note *note = context;
    int64_t count = 0;
    for (; note->number < 2500; note->number++)
        if (!note_write(note, writer, why))
            return false;
    if (!store_find_int64(writer, &COUNT, NULL, 0, 0, &count, why))
        return false;
    assert_int_equal(count, 2500); /* what is held back is read by whoever asks its table */
    return note_write(note, writer, why);
}

static void a_work_reads_the_many_rows_it_wrote(void **state)
{
    (void)state;
    struct fresh_store CLOSING(fresh_store) fresh;
    struct failure why;
    fresh_store_open(&fresh);
    struct note note = {0, "đơn thư", false};
    assert_true(store_write(fresh.store, write_many, &note, &why));
    assert_int_equal(notes_seen(fresh.store), 2501);
    /* Once more: its first key is there already. */
    note.number = 2490;
    assert_false(store_write(fresh.store, write_many, &note, &why));
    assert_int_equal(why.kind, FAILURE_CONFLICT);
    assert_true(text_starts(text_of(why.text), TEXT("note insert")));
    assert_int_equal(notes_seen(fresh.store), 2501);
}

/* ---- reading ---- */

static void a_reading_sees_one_moment(void **state)
{
    (void)state;
    static const struct sql COUNT = {"test count", "SELECT count(*) FROM note", NULL};
    struct fresh_store CLOSING(fresh_store) fresh;
    fresh_store_open(&fresh);
    struct failure why;
    struct connection *CLOSING(store_read) reading = NULL;
    assert_true(store_read_begin(fresh.store, &reading, &why));
    struct note note = {1, "x", false};
    assert_true(store_write(fresh.store, note_write, &note, &why));
    int64_t count = -1;
    assert_true(store_find_int64(reading, &COUNT, NULL, 0, 0, &count, &why));
    assert_int_equal(count, 0);
    assert_int_equal(notes_seen(fresh.store), 1);
}

/* Writes a row, then waits at the gate with it uncommitted. */
struct held {
    struct note note;
    struct gate gate;
};

static bool write_and_wait(void *context, struct connection *writer, struct failure *why)
{
    struct held *held = context;
    return note_write(&held->note, writer, why) && wait_at_gate(&held->gate, writer, why);
}

static void a_reading_sees_only_what_is_committed(void **state)
{
    (void)state;
    struct fresh_store CLOSING(fresh_store) fresh;
    fresh_store_open(&fresh);
    struct held held = {.note = {1, "x", false}};
    sem_init(&held.gate.entered, 0, 0);
    sem_init(&held.gate.opened, 0, 0);
    struct caller caller = {.store = fresh.store, .work = write_and_wait, .context = &held};
    call_start(&caller);
    sem_wait(&held.gate.entered);
    assert_int_equal(notes_seen(fresh.store), 0);
    sem_post(&held.gate.opened);
    call_end(&caller);
    assert_true(caller.done);
    assert_int_equal(notes_seen(fresh.store), 1);
}

static void a_reading_cannot_write(void **state)
{
    (void)state;
    struct fresh_store CLOSING(fresh_store) fresh;
    fresh_store_open(&fresh);
    struct failure why = {0};
    struct connection *CLOSING(store_read) reading = NULL;
    assert_true(store_read_begin(fresh.store, &reading, &why));
    struct note note = {1, "x", false};
    assert_false(note_write(&note, reading, &why));
    assert_int_not_equal(why.kind, FAILURE_NONE);
}

static void one_process_writes(void **state)
{
    (void)state;
    struct fresh_store CLOSING(fresh_store) fresh;
    fresh_store_open(&fresh);
    struct failure why = {0};
    struct store *other = NULL;
    struct store_options writing = {.address = fresh.path, .writes = true};
    assert_false(store_open(&writing, &other, &why));
    assert_int_equal(why.kind, FAILURE_BUSY);
    struct store_options reading = {.address = fresh.path, .readers = 1};
    assert_true(store_open(&reading, &other, &why));
    assert_int_equal(notes_seen(other), 0);
    struct note note = {1, "x", false};
    assert_false(store_write(other, note_write, &note, &why));
    assert_int_equal(why.kind, FAILURE_DENIED);
    store_close(other);
}

static void a_database_that_is_not_there_is_not_made_unasked(void **state)
{
    (void)state;
    struct failure why = {0};
    struct store *store = NULL;
    struct store_options options = {.address = "/tmp/danvan-no-such-folder/danvan.db", .writes = false};
    assert_false(store_open(&options, &store, &why));
    assert_int_equal(why.kind, FAILURE_NOT_FOUND);
    assert_null(store);
}

static void the_file_is_its_owners_alone(void **state)
{
    (void)state;
    if (!test_store_is_file())
        return; /* speaks of the file itself */
    struct fresh_store CLOSING(fresh_store) fresh;
    fresh_store_open(&fresh);
    struct stat found;
    assert_int_equal(stat(fresh.path, &found), 0);
    assert_int_equal(found.st_mode & 0777, 0600);
}

/* ---- faults ---- */

static bool write_three(void *context, struct connection *writer, struct failure *why)
{
    (void)context;
    struct note notes[] = {{1, "a", false}, {2, "b", false}, {3, "c", false}};
    for (size_t i = 0; i < LENGTH_OF(notes); i++)
        if (!note_write(&notes[i], writer, why))
            return false;
    return true;
}

static void each_fault_leaves_all_or_nothing(void **state)
{
    (void)state;
    struct fresh_store CLOSING(fresh_store) fresh;
    fresh_store_open(&fresh);
    struct failure why;
    bool done = false;
    for (int64_t strike = 1; !done; strike++) {
        assert_true(strike < 20);
        fresh.fault.countdown = strike;
        done = store_write(fresh.store, write_three, NULL, &why);
        fresh.fault.countdown = 0;
        assert_int_equal(notes_seen(fresh.store), done ? 3 : 0);
        if (!done)
            assert_int_equal(why.kind, FAILURE_BROKEN);
    }
}

/* ---- what the writer knows ---- */

struct knowing {
    struct note note;
    int64_t found; /* what it recalls at first; 0: nothing */
};

static bool know(void *context, struct connection *writer, struct failure *why)
{
    struct knowing *knowing = context;
    if (!store_recall(writer, "last note", 1, &knowing->found))
        knowing->found = 0;
    store_remember(writer, "last note", 1, knowing->note.number);
    return note_write(&knowing->note, writer, why);
}

static void what_is_remembered_holds_until_something_is_undone(void **state)
{
    (void)state;
    struct fresh_store CLOSING(fresh_store) fresh;
    fresh_store_open(&fresh);
    static const struct {
        bool refused;
        int64_t found;
    } STEPS[] = {{false, 0}, {false, 1}, {true, 2}, {false, 0}, {false, 4}};
    struct connection *CLOSING(store_read) reading = NULL;
    struct failure why;
    int64_t number = 0;
    for (size_t i = 0; i < LENGTH_OF(STEPS); i++) {
        struct knowing knowing = {{(int)i + 1, "x", STEPS[i].refused}, 0};
        assert_int_equal(store_write(fresh.store, know, &knowing, &why), !STEPS[i].refused);
        assert_int_equal(knowing.found, STEPS[i].found);
    }
    assert_true(store_read_begin(fresh.store, &reading, &why));
    assert_false(store_recall(reading, "last note", 1, &number));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_remembered_holds_until_something_is_undone),
        cmocka_unit_test(what_is_written_is_there_after_reopening),
        cmocka_unit_test(a_work_that_fails_leaves_nothing_and_says_why),
        cmocka_unit_test(what_is_queued_commits_together),
        cmocka_unit_test(a_commit_that_fails_fails_the_whole_group),
        cmocka_unit_test(hooks_follow_the_fate_of_their_work),
        cmocka_unit_test(a_lost_group_undoes_its_hooks_latest_first),
        cmocka_unit_test(one_that_fails_costs_the_others_nothing),
        cmocka_unit_test(a_work_reads_the_many_rows_it_wrote),
        cmocka_unit_test(a_reading_sees_one_moment),
        cmocka_unit_test(a_reading_sees_only_what_is_committed),
        cmocka_unit_test(a_reading_cannot_write),
        cmocka_unit_test(one_process_writes),
        cmocka_unit_test(a_database_that_is_not_there_is_not_made_unasked),
        cmocka_unit_test(the_file_is_its_owners_alone),
        cmocka_unit_test(each_fault_leaves_all_or_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
