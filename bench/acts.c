/* bench: work/upkeep */
/*
 * acts.c — what one durable act costs, beside its own rows put bare, and what 64 people get at once.
 *
 *     build-release/bench/bench-acts [FOLDER]
 *
 * Rounds alternate between acts and the very rows they made, each act's in a commit of its own and in a database
 * as full as ours, so that a slow moment of the disk meets both; the middle round counts. The peer of 64 people is
 * one person.
 */
#include "base/file.h"
#include "support/bare.h"
#include "support/district.h"
#include "work/act/act.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { ROUNDS = 9, ACTS = 150, PEOPLE = 64, ACTS_EACH = 40, TOTAL = 1000000, PREPARED = 20000, FIRST_ACT = 2 };

/* ?1: a round's first act, ?2: its last. */
#define REGISTER(name) {name, "record BETWEEN ?1 AND ?2 ORDER BY record", "", true}
static const struct bare_table TABLES[] = {
    REGISTER("r_outreach"), REGISTER("r_gratitude"), REGISTER("r_volunteers"), REGISTER("r_dialogue"), REGISTER("r_model"),
    {"act", "number BETWEEN ?1 AND ?2 ORDER BY number", "", false},
    {"contribution", "record BETWEEN ?1 AND ?2 ORDER BY record", "", false},
};
#undef REGISTER
/* Of the unit and of its province. ?1: unit, ?2: half-month. */
#define AGAIN " ON CONFLICT (shard, unit, bucket) DO UPDATE SET block = excluded.block"
static const struct bare_table CELL = {"cell", "shard = 1 AND unit IN (?1, (SELECT number FROM unit WHERE code = '01')) AND bucket = ?2",
                                     AGAIN, false};
static const struct bare_table CELLS = {"cell", "shard = 1", AGAIN, false};
#undef AGAIN

struct bench {
    struct district district;
    sqlite3 *kept, *peer;
    sqlite3_stmt *begin, *commit, *inserts[LENGTH_OF(TABLES)], *cell;
    _Atomic int64_t next; /* entry to be written */
};

/* ---- acts ---- */

static void one_act(struct bench *bench)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct failure why;
    struct act_answer answer;
    const struct act_request request = {.name = TEXT("record-write"), .viewer = &bench->district.viewer,
                                        .given = district_give(&bench->district, arena, bench->next++, TOTAL)};
    must(act_perform(bench->district.instance, &request, arena, &answer, &why), &why);
    REQUIRE(answer.act > 0);
}

static double time_acts(struct bench *bench)
{
    double begin = seconds_now();
    for (int i = 0; i < ACTS; i++)
        one_act(bench);
    return seconds_now() - begin;
}

static void *act_as_person(void *context)
{
    for (int i = 0; i < ACTS_EACH; i++)
        one_act(context);
    return NULL;
}

static double time_people(struct bench *bench)
{
    pthread_t people[PEOPLE];
    double begin = seconds_now();
    for (int i = 0; i < PEOPLE; i++)
        REQUIRE(pthread_create(&people[i], NULL, act_as_person, bench) == 0);
    for (int i = 0; i < PEOPLE; i++)
        (void)pthread_join(people[i], NULL);
    return seconds_now() - begin;
}

/* ---- the same rows, bare ---- */

static void step(sqlite3_stmt *statement)
{
    REQUIRE(sqlite3_step(statement) == SQLITE_DONE);
    (void)sqlite3_reset(statement);
}

/* What a round of acts made: of each table in the order of the acts; the cells each of them moved. */
struct round {
    struct bare_rows tables[LENGTH_OF(TABLES)], cells[ACTS];
};

static void read_round(struct bench *bench, int64_t first, struct round *round)
{
    const int64_t range[4] = {first, first + ACTS - 1};
    for (size_t t = 0; t < LENGTH_OF(TABLES); t++)
        bare_read(bench->kept, &TABLES[t], range, &round->tables[t]);
    sqlite3_stmt *place = bare_prepare(bench->kept, "SELECT u.number, a.day FROM act a JOIN unit u ON u.code = a.unit"
                                                    " WHERE a.shard = 1 AND a.number = ?1");
    for (int i = 0; i < ACTS; i++) {
        (void)sqlite3_bind_int64(place, 1, first + i);
        REQUIRE(sqlite3_step(place) == SQLITE_ROW);
        struct day day = {sqlite3_column_int(place, 1)};
        const int64_t cell[4] = {sqlite3_column_int64(place, 0), period_bucket(day)};
        (void)sqlite3_reset(place);
        bare_read(bench->kept, &CELL, cell, &round->cells[i]);
    }
    (void)sqlite3_finalize(place);
}

static void clear_round(struct round *round)
{
    for (size_t t = 0; t < LENGTH_OF(TABLES); t++)
        bare_clear(&round->tables[t]);
    for (int i = 0; i < ACTS; i++)
        bare_clear(&round->cells[i]);
}

/* Which column says whose row it is. */
static int key_of(const struct bare_table *table)
{
    return text_is(text_of(table->name), "contribution") ? 4 : 1; /* shard, figure, unit, day, record; else shard, number */
}

/* The rows of one act, from `*at` on. */
static void put_act(sqlite3_stmt *insert, const struct bare_rows *rows, int key, int64_t act, size_t *at)
{
    size_t begin = *at;
    while (*at < rows->count && sqlite3_value_int64(rows->values[*at + (size_t)key]) == act)
        *at += (size_t)rows->columns;
    const struct bare_rows mine = {.values = rows->values + begin, .count = *at - begin, .columns = rows->columns};
    bare_put(insert, &mine);
}

static void prepare_inserts(struct bench *bench, const struct round *round)
{
    for (size_t t = 0; t < LENGTH_OF(TABLES) && !bench->inserts[t]; t++)
        bench->inserts[t] = bare_insert(bench->peer, &TABLES[t], round->tables[t].columns);
    if (!bench->cell)
        bench->cell = bare_insert(bench->peer, &CELL, round->cells[0].columns);
}

static double time_bare(struct bench *bench, int64_t first)
{
    static struct round round;
    size_t at[LENGTH_OF(TABLES)] = {0};
    read_round(bench, first, &round);
    prepare_inserts(bench, &round);
    double begin = seconds_now();
    for (int i = 0; i < ACTS; i++) {
        step(bench->begin);
        for (size_t t = 0; t < LENGTH_OF(TABLES); t++)
            put_act(bench->inserts[t], &round.tables[t], key_of(&TABLES[t]), first + i, &at[t]);
        bare_put(bench->cell, &round.cells[i]);
        step(bench->commit);
    }
    double taken = seconds_now() - begin;
    REQUIRE(at[LENGTH_OF(TABLES) - 1] == round.tables[LENGTH_OF(TABLES) - 1].count);
    clear_round(&round);
    return taken;
}

/* What 64 people wrote comes to the peer too, all at once: it stays as full. */
static void follow(struct bench *bench, int64_t first, int64_t last)
{
    const int64_t range[4] = {first, last};
    struct bare_rows rows;
    step(bench->begin);
    for (size_t t = 0; t < LENGTH_OF(TABLES); t++) {
        bare_read(bench->kept, &TABLES[t], range, &rows);
        bare_put(bench->inserts[t], &rows);
        bare_clear(&rows);
    }
    bare_read(bench->kept, &CELLS, range, &rows);
    bare_put(bench->cell, &rows);
    bare_clear(&rows);
    step(bench->commit);
}

static void measure(struct bench *bench)
{
    double ours[ROUNDS], bare[ROUNDS], people[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        int64_t first = bench->next + FIRST_ACT;
        ours[i] = time_acts(bench);
        bare[i] = time_bare(bench, first);
        people[i] = time_people(bench);
        follow(bench, first + ACTS, bench->next + FIRST_ACT - 1);
    }
    double one = middle(ours, ROUNDS) / ACTS, peer = middle(bare, ROUNDS) / ACTS;
    double many = middle(people, ROUNDS) / (PEOPLE * ACTS_EACH);
    row_head();
    row_print(&(struct row){"one durable act", "ms", one * 1e3, peer * 1e3, one / peer, "<= 1.5", one <= 1.5 * peer});
    row_print(&(struct row){"64 people at once", "acts/s", 1 / many, 1 / one, one / many, ">= 10", one >= 10 * many});
}

/* Entries that are there already: an act into an empty house would be nobody's measure. */
static void prepare(struct bench *bench)
{
    struct failure why;
    struct arena *CLOSING(arena) arena = arena_open();
    struct act_request *requests = arena_make_many(arena, PREPARED, sizeof *requests);
    struct act_answer *answers = arena_make_many(arena, PREPARED, sizeof *answers);
    for (size_t i = 0; i < PREPARED; i++)
        requests[i] = (struct act_request){.name = TEXT("record-write"), .viewer = &bench->district.viewer,
                                           .given = district_give(&bench->district, arena, bench->next++, TOTAL)};
    must(act_perform_many(bench->district.instance, requests, PREPARED, arena, answers, &why), &why);
}

static void open_bench(struct bench *bench, const char *folder)
{
    char path[256];
    (void)snprintf(path, sizeof path, "%s/house", folder);
    district_make(&bench->district, path);
    prepare(bench);
    (void)snprintf(path, sizeof path, "%s/house/danvan.db", folder);
    bench->kept = bare_open(path);
    (void)snprintf(path, sizeof path, "%s/peer.db", folder);
    bench->peer = bare_open(path);
    bare_copy(bench->kept, bench->peer);
    bench->begin = bare_prepare(bench->peer, "BEGIN IMMEDIATE");
    bench->commit = bare_prepare(bench->peer, "COMMIT");
}

int main(int count, char **arguments)
{
    char folder[200];
    struct failure why;
    static struct bench bench;
    (void)snprintf(folder, sizeof folder, "%s/danvan-bench-XXXXXX", count > 1 ? arguments[1] : "/var/tmp");
    REQUIRE(mkdtemp(folder) != NULL);
    open_bench(&bench, folder);
    measure(&bench);
    (void)sqlite3_finalize(bench.begin);
    (void)sqlite3_finalize(bench.commit);
    for (size_t t = 0; t < LENGTH_OF(TABLES); t++)
        (void)sqlite3_finalize(bench.inserts[t]);
    (void)sqlite3_finalize(bench.cell);
    (void)sqlite3_close(bench.kept);
    (void)sqlite3_close(bench.peer);
    district_close(&bench.district);
    return folder_delete(folder, &why) ? 0 : 9;
}
