/* bench: keep/store */
/*
 * store_acts.c — what an act costs: six rows made durable, alone, beside bare SQLite, and 64 at once.
 *
 *     build-release/bench-store_acts [FOLDER]
 *
 * Prints rows of "name figure peer ratio". The peer of one act is the same rows with the same
 * settings on SQLite's own calls; the peer of 64 people is one person. Rounds alternate between
 * the two, so that a slow moment of the disk meets both; the middle round counts.
 */
#include "base/file.h"
#include "base/markers.h"
#include "keep/store/statement.h"
#include "keep/store/store.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    ROUNDS = 9,
    ACTS = 300,
    PEOPLE = 64,
    ACTS_EACH = 60,
    BULK = 20000,
    CELL_BYTES = 1600,
    BODY_BYTES = 260
};

static const char TABLES[] =
    "CREATE TABLE record (shard INTEGER, number INTEGER, unit INTEGER, day INTEGER, topic TEXT, people "
    "INTEGER,"
    " PRIMARY KEY (shard, number)) STRICT;"
    "CREATE INDEX record_day ON record (unit, day);"
    "CREATE TABLE act (shard INTEGER, number INTEGER, at INTEGER, account INTEGER, name TEXT, facts BLOB, "
    "leaf BLOB,"
    " PRIMARY KEY (shard, number)) STRICT;"
    "CREATE TABLE contribution (shard INTEGER, figure INTEGER, unit INTEGER, bucket INTEGER, record INTEGER,"
    " value INTEGER, PRIMARY KEY (shard, figure, unit, bucket, record)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE cell (shard INTEGER, unit INTEGER, bucket INTEGER, totals BLOB, PRIMARY KEY (shard, unit, "
    "bucket))"
    " STRICT;";

static const struct sql STATEMENTS[] = {
    {"record insert", "INSERT INTO record VALUES (0, ?1, ?2, ?3, ?4, ?5)", NULL},
    {"act insert", "INSERT INTO act VALUES (0, ?1, ?2, ?3, ?4, ?5, ?6)", NULL},
    {"contribution insert", "INSERT INTO contribution VALUES (0, ?1, ?2, ?3, ?4, ?5)", NULL},
    {"cell save",
     "INSERT INTO cell VALUES (0, ?1, ?2, ?3) ON CONFLICT (shard, unit, bucket) DO UPDATE SET totals = "
     "excluded.totals",
     NULL},
};

static double seconds_now(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* The values of one statement of act `number`; fills `values`, answers how many. */
static size_t values_of(size_t statement, int64_t number, int64_t figure, struct store_value *values)
{
    static const char body[CELL_BYTES] = "body";
    int64_t unit = number * 7919 % 14, bucket = number / 2000;
    struct text topic = TEXT("Tuyên truyền phòng, chống dịch tại tổ dân phố số 12");
    struct text bytes = {body, BODY_BYTES}, leaf = {body, 32}, totals = {body, CELL_BYTES};
    struct store_value all[4][6] = {
        {store_int64(number), store_int64(unit), store_int64(bucket * 15), store_text(topic),
         store_int64(40)},
        {store_int64(number), store_int64(number * 1000), store_int64(3), store_text(TEXT("outreach.record")),
         store_blob(bytes), store_blob(leaf)},
        {store_int64(figure), store_int64(unit), store_int64(bucket), store_int64(number), store_int64(1)},
        {store_int64(unit), store_int64(bucket), store_blob(totals)},
    };
    static const size_t counts[] = {5, 6, 5, 3};
    memcpy(values, all[statement], sizeof all[statement]);
    return counts[statement];
}

static const size_t ORDER[] = {0, 1, 2, 2, 2, 3};

/* ---- through the store ---- */

struct job {
    int64_t first, count;
};

static bool write_acts(void *context, struct connection *writer, struct failure *why)
{
    const struct job *job = context;
    struct store_value values[6];
    for (int64_t number = job->first; number < job->first + job->count; number++) {
        for (size_t i = 0; i < LENGTH_OF(ORDER); i++) {
            size_t count = values_of(ORDER[i], number, (int64_t)i, values);
            if (!store_run(writer, &STATEMENTS[ORDER[i]], values, count, why))
                return false;
        }
    }
    return true;
}

static bool make_tables(void *context, struct connection *writer, struct failure *why)
{
    (void)context;
    return store_define(writer, TABLES, why);
}

static void must_write(struct store *store, store_work *work, void *context)
{
    struct failure why;
    if (store_write(store, work, context, &why))
        return;
    (void)fprintf(stderr, "store_acts: %s\n", why.text);
    exit(9);
}

/* ---- beside it ---- */

struct bare {
    sqlite3 *database;
    sqlite3_stmt *begin, *commit, *statements[4];
};

static void bare_open(struct bare *bare, const char *path)
{
    static const char settings[] =
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
        "PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON;"
        "PRAGMA cache_size = -8192; PRAGMA wal_autocheckpoint = 8000;";
    REQUIRE(sqlite3_open_v2(path, &bare->database,
                            SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                            NULL) == SQLITE_OK);
    REQUIRE(sqlite3_exec(bare->database, settings, NULL, NULL, NULL) == SQLITE_OK);
    REQUIRE(sqlite3_exec(bare->database, TABLES, NULL, NULL, NULL) == SQLITE_OK);
    REQUIRE(sqlite3_prepare_v2(bare->database, "BEGIN IMMEDIATE", -1, &bare->begin, NULL) == SQLITE_OK);
    REQUIRE(sqlite3_prepare_v2(bare->database, "COMMIT", -1, &bare->commit, NULL) == SQLITE_OK);
    for (size_t i = 0; i < LENGTH_OF(STATEMENTS); i++)
        REQUIRE(sqlite3_prepare_v2(bare->database, STATEMENTS[i].text, -1, &bare->statements[i], NULL) ==
                SQLITE_OK);
}

static void bare_step(sqlite3_stmt *statement)
{
    REQUIRE(sqlite3_step(statement) == SQLITE_DONE);
    (void)sqlite3_reset(statement);
}

static void bare_row(sqlite3_stmt *statement, const struct store_value *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct store_value *value = &values[i];
        int place = (int)i + 1;
        if (value->kind == STORE_INT64)
            (void)sqlite3_bind_int64(statement, place, value->number);
        else if (value->kind == STORE_TEXT)
            (void)sqlite3_bind_text64(statement, place, value->text.bytes, value->text.length, SQLITE_STATIC,
                                      SQLITE_UTF8);
        else
            (void)sqlite3_bind_blob64(statement, place, value->text.bytes, value->text.length, SQLITE_STATIC);
    }
    bare_step(statement);
}

static void bare_acts(struct bare *bare, int64_t first, int64_t count)
{
    struct store_value values[6];
    bare_step(bare->begin);
    for (int64_t number = first; number < first + count; number++) {
        for (size_t i = 0; i < LENGTH_OF(ORDER); i++) {
            size_t bound = values_of(ORDER[i], number, (int64_t)i, values);
            bare_row(bare->statements[ORDER[i]], values, bound);
        }
    }
    bare_step(bare->commit);
}

/* ---- rounds ---- */

struct bench {
    struct store *store;
    struct bare bare;
    int64_t stored, bared; /* acts written to each */
};

static double round_store(struct bench *bench, int64_t acts, int64_t together)
{
    double begin = seconds_now();
    for (int64_t i = 0; i < acts; i++) {
        struct job job = {bench->stored, together};
        must_write(bench->store, write_acts, &job);
        bench->stored += together;
    }
    return seconds_now() - begin;
}

static double round_bare(struct bench *bench, int64_t acts, int64_t together)
{
    double begin = seconds_now();
    for (int64_t i = 0; i < acts; i++) {
        bare_acts(&bench->bare, bench->bared, together);
        bench->bared += together;
    }
    return seconds_now() - begin;
}

struct person {
    struct bench *bench;
    _Atomic int64_t *next;
    pthread_t thread;
};

static void *write_as_person(void *context)
{
    struct person *person = context;
    for (int i = 0; i < ACTS_EACH; i++) {
        struct job job = {atomic_fetch_add(person->next, 1), 1};
        must_write(person->bench->store, write_acts, &job);
    }
    return NULL;
}

static double round_people(struct bench *bench)
{
    _Atomic int64_t next = bench->stored;
    struct person people[PEOPLE];
    double begin = seconds_now();
    for (int i = 0; i < PEOPLE; i++) {
        people[i] = (struct person){.bench = bench, .next = &next};
        REQUIRE(pthread_create(&people[i].thread, NULL, write_as_person, &people[i]) == 0);
    }
    for (int i = 0; i < PEOPLE; i++)
        (void)pthread_join(people[i].thread, NULL);
    double taken = seconds_now() - begin;
    bench->stored = next;
    return taken;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double middle(double *times, size_t count)
{
    qsort(times, count, sizeof *times, by_size);
    return times[count / 2];
}

static void measure(struct bench *bench)
{
    double own[ROUNDS], bare[ROUNDS], people[ROUNDS], bulk[ROUNDS], bulk_bare[ROUNDS];
    struct store_counts before = {0}, after = {0};
    (void)round_store(bench, 50, 1);
    (void)round_bare(bench, 50, 1);
    for (int i = 0; i < ROUNDS; i++) {
        own[i] = round_store(bench, ACTS, 1);
        bare[i] = round_bare(bench, ACTS, 1);
        before = store_counts(bench->store);
        people[i] = round_people(bench);
        after = store_counts(bench->store);
    }
    for (int i = 0; i < 3; i++) {
        bulk[i] = round_store(bench, 1, BULK);
        bulk_bare[i] = round_bare(bench, 1, BULK);
    }
    double one = middle(own, ROUNDS) / ACTS, peer = middle(bare, ROUNDS) / ACTS;
    double many = middle(people, ROUNDS) / (PEOPLE * ACTS_EACH);
    double import = BULK / middle(bulk, 3), import_peer = BULK / middle(bulk_bare, 3);
    (void)printf("store.one-act-ms %.3f %.3f %.2f\n", one * 1e3, peer * 1e3, one / peer);
    (void)printf("store.64-people-acts-per-s %.0f %.0f %.1f\n", 1 / many, 1 / one, one / many);
    (void)printf("store.bulk-acts-per-s %.0f %.0f %.2f\n", import, import_peer, import / import_peer);
    (void)printf("store.acts-per-commit %.1f\n",
                 (double)(after.works - before.works) / (double)(after.commits - before.commits));
}

int main(int count, char **arguments)
{
    char folder[200], path[256], peer[256];
    struct failure why;
    struct bench bench = {0};
    (void)snprintf(folder, sizeof folder, "%s/danvan-bench-XXXXXX", count > 1 ? arguments[1] : "/var/tmp");
    REQUIRE(mkdtemp(folder) != NULL);
    (void)snprintf(path, sizeof path, "%s/store.db", folder);
    (void)snprintf(peer, sizeof peer, "%s/bare.db", folder);
    struct store_options options = {.address = path, .writes = true, .create = true};
    if (!store_open(&options, &bench.store, &why)) {
        (void)fprintf(stderr, "store_acts: %s\n", why.text);
        return 9;
    }
    must_write(bench.store, make_tables, NULL);
    bare_open(&bench.bare, peer);
    measure(&bench);
    store_close(bench.store);
    for (size_t i = 0; i < LENGTH_OF(STATEMENTS); i++)
        (void)sqlite3_finalize(bench.bare.statements[i]);
    (void)sqlite3_finalize(bench.bare.begin);
    (void)sqlite3_finalize(bench.bare.commit);
    (void)sqlite3_close(bench.bare.database);
    return folder_delete(folder, &why) ? 0 : 9;
}
