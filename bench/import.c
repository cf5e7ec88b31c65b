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
#include "support/district.h"
#include "work/act/act.h"
#include "work/upkeep/upkeep.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

enum { SMALL_PART = 2000, PARTS_MAX = 50, COLUMNS_MAX = 40 };

/* ---- the same rows, bare ---- */

static const char SETTINGS[] = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
                               "PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON;"
                               "PRAGMA cache_size = -8192; PRAGMA journal_size_limit = 67108864;";

/* A table, and which of its rows a part made: ?1 its first act, ?2 its last, ?3 and ?4 the half-months of its days. */
struct copied {
    const char *name, *which, *verb;
    bool own; /* a register's */
};
#define REGISTER(name) {name, "record BETWEEN ?1 AND ?2 ORDER BY record", "INSERT", true}
static const struct copied COPIED[] = {
    REGISTER("r_outreach"), REGISTER("r_gratitude"), REGISTER("r_volunteers"), REGISTER("r_dialogue"), REGISTER("r_model"),
    {"act", "number BETWEEN ?1 AND ?2 ORDER BY number", "INSERT", false},
    {"contribution", "record BETWEEN ?1 AND ?2 ORDER BY record", "INSERT", false},
    {"cell", "bucket BETWEEN ?3 AND ?4", "INSERT OR REPLACE", false},
};
#undef REGISTER

struct rows { /* of one table, read into memory */
    sqlite3_value **values;
    size_t count, room;
    int columns;
};

static sqlite3 *open_bare(const char *path)
{
    sqlite3 *database = NULL;
    REQUIRE(sqlite3_open(path, &database) == SQLITE_OK);
    REQUIRE(sqlite3_exec(database, SETTINGS, NULL, NULL, NULL) == SQLITE_OK);
    return database;
}

static sqlite3_stmt *prepared(sqlite3 *database, const char *text)
{
    sqlite3_stmt *statement = NULL;
    REQUIRE(sqlite3_prepare_v2(database, text, -1, &statement, NULL) == SQLITE_OK);
    return statement;
}

/* All tables and indexes of `from`, empty. */
static void copy_schema(sqlite3 *from, sqlite3 *to)
{
    sqlite3_stmt *list = prepared(from, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid");
    while (sqlite3_step(list) == SQLITE_ROW)
        REQUIRE(sqlite3_exec(to, (const char *)sqlite3_column_text(list, 0), NULL, NULL, NULL) == SQLITE_OK);
    (void)sqlite3_finalize(list);
}

static void read_rows(sqlite3 *from, const struct copied *table, const int64_t range[4], struct rows *rows)
{
    char text[300];
    (void)snprintf(text, sizeof text, "SELECT * FROM %s WHERE %s", table->name, table->which);
    sqlite3_stmt *select = prepared(from, text);
    for (int i = 0; i < sqlite3_bind_parameter_count(select); i++)
        (void)sqlite3_bind_int64(select, i + 1, range[i]);
    *rows = (struct rows){.columns = sqlite3_column_count(select)};
    while (sqlite3_step(select) == SQLITE_ROW) {
        if (rows->count + (size_t)rows->columns > rows->room) {
            rows->room = rows->room * 2 + COLUMNS_MAX;
            rows->values = realloc(rows->values, rows->room * sizeof(sqlite3_value *));
            REQUIRE(rows->values != NULL);
        }
        for (int i = 0; i < rows->columns; i++)
            rows->values[rows->count++] = sqlite3_value_dup(sqlite3_column_value(select, i));
    }
    (void)sqlite3_finalize(select);
}

static void clear_rows(struct rows *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        sqlite3_value_free(rows->values[i]);
    (free)(rows->values);
}

static sqlite3_stmt *insert_of(sqlite3 *to, const struct copied *table, int columns)
{
    char text[300];
    int length = snprintf(text, sizeof text, "%s INTO %s VALUES (?1", table->verb, table->name);
    for (int i = 2; i <= columns; i++)
        length += snprintf(text + length, sizeof text - (size_t)length, ", ?%d", i);
    (void)snprintf(text + length, sizeof text - (size_t)length, ")");
    return prepared(to, text);
}

static double time_bare(sqlite3 *to, const struct rows rows[], bool own)
{
    sqlite3_stmt *inserts[LENGTH_OF(COPIED)];
    for (size_t t = 0; t < LENGTH_OF(COPIED); t++)
        inserts[t] = insert_of(to, &COPIED[t], rows[t].columns);
    double begin = seconds_now();
    REQUIRE(sqlite3_exec(to, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK);
    for (size_t t = 0; t < LENGTH_OF(COPIED); t++) {
        if (own && !COPIED[t].own)
            continue;
        for (size_t at = 0; at < rows[t].count; at += (size_t)rows[t].columns) {
            for (int i = 0; i < rows[t].columns; i++)
                (void)sqlite3_bind_value(inserts[t], i + 1, rows[t].values[at + (size_t)i]);
            REQUIRE(sqlite3_step(inserts[t]) == SQLITE_DONE);
            (void)sqlite3_reset(inserts[t]);
        }
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
        struct rows rows[LENGTH_OF(COPIED)];
        ours[p] = time_acts(&importing->district, importing->done, part, importing->total);
        for (size_t t = 0; t < LENGTH_OF(COPIED); t++)
            read_rows(importing->kept, &COPIED[t], range, &rows[t]);
        all[p] = time_bare(importing->all, rows, false);
        own[p] = time_bare(importing->own, rows, true);
        for (size_t t = 0; t < LENGTH_OF(COPIED); t++)
            clear_rows(&rows[t]);
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
    importing.kept = open_bare(path);
    (void)snprintf(path, sizeof path, "%s/all.db", folder);
    importing.all = open_bare(path);
    (void)snprintf(path, sizeof path, "%s/own.db", folder);
    importing.own = open_bare(path);
    copy_schema(importing.kept, importing.all);
    copy_schema(importing.kept, importing.own);
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
