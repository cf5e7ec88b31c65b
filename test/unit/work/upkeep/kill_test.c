/*
 * kill_test.c — a process that does acts or imports a sheet is killed at random moments: what it was told is
 * kept must be there, nothing may be there in part, all acts carried out again must make the same tables, and
 * the next act must work. DANVAN_KILLS says how many moments (./dev faults: 200).
 */
#include "support/house/house.h"
#include "support/store/address.h"

#include "keep/store/statement.h"
#include "keep/store/store.h"
#include "work/intake/intake.h"
#include "work/upkeep/upkeep.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    MOMENTS = 20,      /* unless DANVAN_KILLS says otherwise; half of them where a server must notice first */
    SHEETS_OF_TEN = 2, /* of ten moments so many are those of an import */
    MOMENTS_OF_A_HOUSE = 5,
    PIECE = 40,
    SINGLES = 5, /* single acts between two pieces */
    SHEET_ROWS = 2 * INTAKE_PART + 100,
    WAIT_MAX_MS = 150,
    BEGIN_MAX_SECONDS = 60,
};

/* Shared with the child. No number is used twice: what was under way when it was killed may be kept, or not. */
struct board {
    _Atomic bool ready;
    _Atomic int64_t next;
    _Atomic int64_t single, piece; /* the last ones it was answered */
};

struct killing {
    struct test_house house;
    bool open; /* there is a house */
    struct board *board;
    struct world chance;
    int64_t sheet_ms; /* how long one import takes here */
    int64_t sheets;
};

static int64_t draw(struct killing *killing, int64_t most)
{
    uint32_t number;
    world_random(&killing->chance, &number, sizeof number);
    return (int64_t)(number % (uint64_t)(most + 1));
}

/* ---- a house, and whoever works in it ---- */

static void renew_house(struct killing *killing)
{
    if (killing->open)
        house_close(&killing->house);
    house_open(&killing->house);
    killing->open = true;
    instance_close(killing->house.instance); /* from now on others write */
    killing->house.instance = NULL;
    *killing->board = (struct board){.next = 1};
}

static bool open_folder(struct killing *killing, bool writing, struct instance **instance,
                        struct failure *why)
{
    struct instance_options options = {.writing = writing, .readers = 2, .world = world_real()};
    options.world.today = day_of(2021, 9, 8);
    return instance_open(killing->house.folder, &options, instance, why);
}

static struct node *entry(struct arena *arena, struct text topic)
{
    struct node *given = node_map(arena), *fields = node_map(arena);
    node_put(given, "register", node_text(arena, TEXT("outreach")));
    node_put(given, "unit", node_text(arena, TEXT("00118.kv")));
    node_put(fields, "held_on", node_text(arena, TEXT("2021-09-01")));
    node_put(fields, "topic", node_text(arena, topic));
    node_put(fields, "form", node_text(arena, TEXT("loudspeaker")));
    node_put(fields, "attendance", node_text(arena, TEXT("30")));
    node_put(given, "fields", fields);
    return given;
}

static void single_act(struct instance *instance, int64_t number)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    const struct viewer owner = {.whole_house = true, .today = day_of(2021, 9, 8)};
    const struct act_request request = {
        .name = TEXT("record-write"),
        .viewer = &owner,
        .given = entry(scratch, text_format(scratch, "single %lld", (long long)number))};
    struct act_answer answer;
    struct failure why;
    if (!act_perform(instance, &request, scratch, &answer, &why) || answer.act == 0)
        _exit(3);
}

static void piece_of_acts(struct instance *instance, int64_t number)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    const struct viewer owner = {.whole_house = true, .today = day_of(2021, 9, 8)};
    struct act_request requests[PIECE];
    struct act_answer answers[PIECE];
    struct failure why;
    for (size_t i = 0; i < PIECE; i++)
        requests[i] = (struct act_request){
            .name = TEXT("record-write"),
            .viewer = &owner,
            .given = entry(scratch, text_format(scratch, "piece %lld", (long long)number))};
    if (!act_perform_many(instance, requests, PIECE, scratch, answers, &why) || answers[PIECE - 1].act == 0)
        _exit(4);
}

static void work_until_killed(struct killing *killing)
{
    struct instance *instance;
    struct failure why;
    if (!open_folder(killing, true, &instance, &why))
        _exit(2);
    atomic_store(&killing->board->ready, true);
    for (;;) {
        for (int i = 0; i < SINGLES; i++) {
            int64_t number = atomic_fetch_add(&killing->board->next, 1);
            single_act(instance, number);
            atomic_store(&killing->board->single, number);
        }
        int64_t number = atomic_fetch_add(&killing->board->next, 1);
        piece_of_acts(instance, number);
        atomic_store(&killing->board->piece, number);
    }
}

/* ---- an import ---- */

static struct text sheet(struct arena *arena, int64_t number)
{
    struct text *lines = arena_make_many(arena, SHEET_ROWS + 1, sizeof *lines);
    lines[0] = TEXT("held_on,topic,form,attendance");
    for (int i = 1; i <= SHEET_ROWS; i++)
        lines[i] = text_format(arena, "2021-08-%02d,sheet %lld,loudspeaker,%d", 1 + i % 31, (long long)number,
                               i % 90);
    return text_join(arena, lines, SHEET_ROWS + 1, TEXT("\n"));
}

static bool import(struct killing *killing, int64_t number, struct arena *arena, struct intake_answer *answer,
                   struct failure *why)
{
    struct instance *CLOSING(instance) instance = NULL;
    const struct viewer owner = {.whole_house = true, .today = day_of(2021, 9, 8)};
    const struct intake_request request = {.register_name = TEXT("outreach"),
                                           .unit = TEXT("00118.kv"),
                                           .file_name = TEXT("sheet.csv"),
                                           .bytes = sheet(arena, number),
                                           .viewer = &owner};
    if (!open_folder(killing, true, &instance, why))
        return false;
    atomic_store(&killing->board->ready, true);
    return intake_import(instance, &request, arena, answer, why);
}

static void import_until_killed(struct killing *killing, int64_t number)
{
    struct arena *arena = arena_open();
    struct intake_answer answer;
    struct failure why;
    if (!import(killing, number, arena, &answer, &why) || answer.kept != SHEET_ROWS)
        _exit(5);
    for (;;)
        (void)pause();
}

/* ---- what is there afterwards ---- */

static const struct sql OF_TOPIC = {"kill of topic", "SELECT count(*) FROM r_outreach WHERE topic = ?1",
                                    NULL};
static const struct sql TORN = {"kill torn",
                                "SELECT count(*) FROM (SELECT topic FROM r_outreach WHERE topic LIKE 'piece "
                                "%' GROUP BY topic HAVING count(*) <> 40) AS torn",
                                NULL};

static int64_t count_of(struct connection *reading, const struct sql *sql, struct text topic)
{
    const struct store_value values[] = {store_text(topic)};
    struct failure why;
    int64_t count = -1;
    if (!store_find_int64(reading, sql, values, topic.length > 0, 0, &count, &why))
        fail_msg("%s", why.text);
    return count;
}

static int64_t count_topic(struct killing *killing, const char *kind, int64_t number)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct instance *CLOSING(instance) instance = NULL;
    struct connection *CLOSING(store_read) reading = NULL;
    struct failure why;
    if (!open_folder(killing, false, &instance, &why) ||
        !store_read_begin(instance_store(instance), &reading, &why))
        fail_msg("%s", why.text);
    assert_int_equal(count_of(reading, &TORN, (struct text){0}), 0);
    return count_of(reading, &OF_TOPIC, text_format(scratch, "%s %lld", kind, (long long)number));
}

static void check_whole(struct killing *killing)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct upkeep_verified verified;
    struct failure why;
    if (!upkeep_verify(killing->house.folder, NULL, scratch, &verified, &why))
        fail_msg("%s", why.text);
    if (verified.problems.errors > 0) {
        struct text say = problem_sentence(scratch, &verified.problems.items[0], LANGUAGE_EN);
        fail_msg("%.*s", TEXT_ARGS(say));
    }
}

/* ---- one moment ---- */

static void wait_for(struct killing *killing)
{
    for (int i = 0; i < BEGIN_MAX_SECONDS * 1000 && !atomic_load(&killing->board->ready); i++)
        (void)usleep(1000);
}

static void kill_child(struct killing *killing, pid_t child, int64_t most_ms)
{
    /* Now and then while it is still opening the folder. */
    if (draw(killing, 9) > 0)
        wait_for(killing);
    (void)usleep((useconds_t)(draw(killing, most_ms * 1000)));
    int ended = 0;
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, &ended, 0), child);
    if (!WIFSIGNALED(ended))
        fail_msg("the process ended by itself with %d", WEXITSTATUS(ended));
}

static void kill_at_work(struct killing *killing)
{
    atomic_store(&killing->board->ready, false);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        work_until_killed(killing);
    kill_child(killing, child, WAIT_MAX_MS);
    int64_t single = atomic_load(&killing->board->single), piece = atomic_load(&killing->board->piece);
    if (single > 0)
        assert_int_equal(count_topic(killing, "single", single), 1);
    if (piece > 0)
        assert_int_equal(count_topic(killing, "piece", piece), PIECE);
}

static void kill_at_import(struct killing *killing)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    int64_t number = ++killing->sheets;
    struct intake_answer answer;
    struct failure why;
    atomic_store(&killing->board->ready, false);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        import_until_killed(killing, number);
    kill_child(killing, child, killing->sheet_ms);
    int64_t kept = count_topic(killing, "sheet", number);
    if (kept != SHEET_ROWS && kept % INTAKE_PART != 0)
        fail_msg("a part of the sheet is there in part: %lld rows", (long long)kept);
    if (!import(killing, number, scratch, &answer, &why))
        fail_msg("%s", why.text);
    assert_int_equal(answer.kept, SHEET_ROWS);
    assert_int_equal(answer.repeated, kept);
    assert_int_equal(count_topic(killing, "sheet", number), SHEET_ROWS);
}

static int64_t milliseconds(void)
{
    struct world now = world_real();
    return world_now(&now).milliseconds;
}

static void time_one_import(struct killing *killing)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct intake_answer answer;
    struct failure why;
    renew_house(killing);
    int64_t begun = milliseconds();
    if (!import(killing, ++killing->sheets, scratch, &answer, &why))
        fail_msg("%s", why.text);
    assert_int_equal(answer.kept, SHEET_ROWS);
    killing->sheet_ms = milliseconds() - begun;
}

static int moments(void)
{
    const char *said = getenv("DANVAN_KILLS");
    int usual = test_store_is_file() ? MOMENTS : MOMENTS / 2;
    int64_t number = usual;
    return said && text_read_int64(text_of(said), &number) && number > 0 && number <= 100000 ? (int)number : usual;
}

static void nothing_told_as_kept_is_lost_and_nothing_is_kept_in_part(void **state)
{
    (void)state;
    struct killing killing = {.chance = world_fixed((struct moment){0}, 20210908)};
    killing.board =
        mmap(NULL, sizeof *killing.board, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(killing.board != MAP_FAILED);
    time_one_import(&killing);
    for (int i = 0, count = moments(); i < count; i++) {
        if (i % MOMENTS_OF_A_HOUSE == 0)
            renew_house(&killing);
        if (i % 10 < SHEETS_OF_TEN)
            kill_at_import(&killing);
        else
            kill_at_work(&killing);
        check_whole(&killing);
    }
    house_close(&killing.house);
    assert_int_equal(munmap(killing.board, sizeof *killing.board), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_told_as_kept_is_lost_and_nothing_is_kept_in_part)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
