/* bench: work/upkeep */
/*
 * import.c — how fast many entries come in as acts, with journal, history and figures.
 *
 *     build-release/bench/bench-import [ACTS [FOLDER]]
 *
 * Each part goes through act_perform_many; then the very rows it made are put bare into an
 * equal, empty database with the same settings: all of them, and the registers' own alone. Parts
 * alternate between the three, the middle counts. At the end all acts are verified.
 */
#include "base/file.h"
#include "support/bare.h"
#include "support/district.h"
#include "work/act/act.h"
#include "work/upkeep/upkeep.h"

#include <stdio.h>
#include <stdlib.h>

enum { SMALL_PART = 2000, PARTS_MAX = 50 };

/* ---- the same rows, bare ---- */

/* Which of a table's rows a part made: ?1 its first act, ?2 its last, ?3 and ?4 the half-months of its days. */
#define AGAIN " ON CONFLICT (shard, unit, bucket) DO UPDATE SET block = excluded.block"
#define REGISTER(name) {name, "record BETWEEN ?1 AND ?2 ORDER BY record", "", true}
static const struct bare_table COPIED[] = {
    REGISTER("r_outreach"), REGISTER("r_gratitude"), REGISTER("r_volunteers"), REGISTER("r_dialogue"), REGISTER("r_model"),
    {"act", "number BETWEEN ?1 AND ?2 ORDER BY number", "", false},
    {"contribution", "record BETWEEN ?1 AND ?2 ORDER BY record", "", false},
    {"cell", "bucket BETWEEN ?3 AND ?4", AGAIN, false},
};
#undef REGISTER
#undef AGAIN

static double time_bare(sqlite3 *to, const struct bare_rows rows[], bool own)
{
    sqlite3_stmt *inserts[LENGTH_OF(COPIED)];
    for (size_t t = 0; t < LENGTH_OF(COPIED); t++)
        inserts[t] = bare_insert(to, &COPIED[t], rows[t].columns);
    double begin = seconds_now();
    REQUIRE(sqlite3_exec(to, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK);
    for (size_t t = 0; t < LENGTH_OF(COPIED); t++) {
        if (own && !COPIED[t].own)
            continue;
        bare_put(inserts[t], &rows[t]);
    }
    REQUIRE(sqlite3_exec(to, "COMMIT", NULL, NULL, NULL) == SQLITE_OK);
    double taken = seconds_now() - begin;
    for (size_t t = 0; t < LENGTH_OF(COPIED); t++)
        (void)sqlite3_finalize(inserts[t]);
    return taken;
}

/* ---- through the acts ---- */

static double time_acts(struct district *district, int64_t first, int64_t count, int64_t total)
{
    struct arena *given = arena_open(), *work = arena_open();
    struct failure why;
    struct act_request *requests = arena_make_many(given, (size_t)count, sizeof *requests);
    struct act_answer *answers = arena_make_many(given, (size_t)count, sizeof *answers);
    for (int64_t i = 0; i < count; i++)
        requests[i] = (struct act_request){.name = TEXT("record-write"), .viewer = &district->viewer,
                                           .given = district_give(district, given, first + i, total)};
    double begin = seconds_now();
    must(act_perform_many(district->instance, requests, (size_t)count, work, answers, &why), &why);
    double taken = seconds_now() - begin;
    for (int64_t i = 0; i < count; i++)
        REQUIRE(answers[i].act == first + i + 2 && answers[i].problems.errors == 0);
    arena_close(work);
    arena_close(given);
    return taken;
}

/* ---- parts of one size ---- */

struct importing {
    struct district district;
    sqlite3 *kept, *all, *own;
    int64_t done, total;
};

static void measure(struct importing *importing, int64_t part, size_t parts)
{
    double ours[PARTS_MAX], all[PARTS_MAX], own[PARTS_MAX];
    char what[100];
    for (size_t p = 0; p < parts; p++) {
        int32_t days[] = {(int32_t)(importing->done * 731 / importing->total), (int32_t)((importing->done + part) * 731 / importing->total)};
        int64_t range[] = {importing->done + 2, importing->done + part + 1,
                           period_bucket(day_plus(day_of(2020, 1, 1), days[0] > 4 ? days[0] - 4 : 0)),
                           period_bucket(day_plus(day_of(2020, 1, 1), days[1]))};
        struct bare_rows rows[LENGTH_OF(COPIED)];
        ours[p] = time_acts(&importing->district, importing->done, part, importing->total);
        if (importing->done == 0)
            row_print(&(struct row){"memory after the first part (VmHWM)", "MB", (double)memory_kib("VmHWM") / 1024, 0, 0, NULL, true});
        for (size_t t = 0; t < LENGTH_OF(COPIED); t++)
            bare_read(importing->kept, &COPIED[t], range, &rows[t]);
        all[p] = time_bare(importing->all, rows, false);
        own[p] = time_bare(importing->own, rows, true);
        for (size_t t = 0; t < LENGTH_OF(COPIED); t++)
            bare_clear(&rows[t]);
        importing->done += part;
    }
    double mine = (double)part / middle(ours, parts), bare = (double)part / middle(all, parts), least = (double)part / middle(own, parts);
    (void)snprintf(what, sizeof what, "import, parts of %lld, beside all rows bare", (long long)part);
    row_print(&(struct row){what, "acts/s", mine, bare, mine / bare, ">= 0.4 and 20,000", mine / bare >= 0.4 && mine >= 20000});
    row_print(&(struct row){"    beside the registers' own rows alone", "acts/s", mine, least, mine / least, NULL, true});
}

static void verify(const char *folder, int64_t acts)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct failure why;
    struct upkeep_verified verified;
    double begin = seconds_now();
    must(upkeep_verify(folder, NULL, scratch, &verified, &why), &why);
    double taken = seconds_now() - begin;
    REQUIRE(verified.problems.errors == 0 && verified.acts == acts + 1);
    row_print(&(struct row){"verify: every act again, all tables compared", "acts/s", (double)acts / taken, 0, 0, NULL, true});
}

int main(int count, char **arguments)
{
    char folder[200], path[256];
    struct failure why;
    struct importing importing = {.total = count > 1 ? strtoll(arguments[1], NULL, 10) : 100000};
    (void)snprintf(folder, sizeof folder, "%s/danvan-bench-XXXXXX", count > 2 ? arguments[2] : "/var/tmp");
    REQUIRE(importing.total >= PART && importing.total <= PART * PARTS_MAX && mkdtemp(folder) != NULL);
    importing.total += 10 * SMALL_PART;
    (void)snprintf(path, sizeof path, "%s/house", folder);
    district_make(&importing.district, path);
    (void)snprintf(path, sizeof path, "%s/house/danvan.db", folder);
    importing.kept = bare_open(path);
    (void)snprintf(path, sizeof path, "%s/all.db", folder);
    importing.all = bare_open(path);
    (void)snprintf(path, sizeof path, "%s/own.db", folder);
    importing.own = bare_open(path);
    bare_copy_schema(importing.kept, importing.all);
    bare_copy_schema(importing.kept, importing.own);
    row_head();
    measure(&importing, PART, (size_t)(importing.total / PART));
    measure(&importing, SMALL_PART, 10);
    (void)sqlite3_close(importing.kept);
    (void)sqlite3_close(importing.all);
    (void)sqlite3_close(importing.own);
    district_close(&importing.district);
    (void)snprintf(path, sizeof path, "%s/house", folder);
    verify(path, importing.done);
    return folder_delete(folder, &why) ? 0 : 9;
}
