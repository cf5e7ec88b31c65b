/* bench: work/upkeep */
/*
 * reports.c — the tables of a country's reports, at 10^5, 10^6 and 10^7 records, on both databases.
 *
 *     ./dev bench reports            to 10^6 records: some minutes
 *     ./dev bench reports --full     to 10^7: 6 GB of disk and half an hour
 *
 * Three tables: a district's quarter (14 wards and the whole, 100 indicators), the country by province in
 * a quarter, the same over four years. Beside them plain SQL over covering indexes on the same engine
 * through the same connection, and DuckDB with the table as it came and sorted. All must give the same sums.
 * Of each the shortest of some rounds counts, for all alike. Then ours again while people write a thousand acts
 * a second; of these rounds the middle one counts.
 */
#include "base/file.h"
#include "keep/record/figure.h"
#include "keep/store/statement.h"
#include "support/bare.h"
#include "support/cluster.h"
#include "support/copy.h"
#include "support/nation.h"
#include "work/act/act.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    TABLES = 3,
    ROUNDS = 21,
    PEER_ROUNDS = 5,
    PEER_ENOUGH = 2, /* seconds, after which a peer is not asked again */
    PEOPLE = 16,
    ACTS_A_SECOND = 1000,
    DEFAULT_TOTAL = 1000000,
    FULL_TOTAL = 10000000,
    QUARTER_BEGIN = 1186, /* 2023-Q2 */
    QUARTER_END = 1276,
};

/* ---- what is asked ---- */

struct table {
    const char *name, *what;
    int begin, end; /* days */
    size_t groups;
    double aim_sqlite, aim_postgres; /* milliseconds */
    int64_t check;                   /* of 10^7 records: the sum of value × indicator over all cells */
};

static const struct table ASKED[TABLES] = {
    {"R1", "a district's quarter, 15 x 100", QUARTER_BEGIN, QUARTER_END, NATION_ASKED_WARDS + 1, 0.5, 2, 39162676},
    {"R2", "the country's quarter, 63 x 100", QUARTER_BEGIN, QUARTER_END, NATION_PROVINCES, 3, 10, INT64_C(15764892082)},
    {"R3", "the country's four years, 63 x 100", 0, NATION_DAYS - 1, NATION_PROVINCES, 20, 60, INT64_C(252753987373)},
};

struct bench {
    struct nation nation;
    struct connection *reading;
    const char *engine;   /* "SQLite", "PostgreSQL" */
    const char *folder, *address; /* address: NULL on SQLite */
    char file[300];       /* SQLite's */
    int64_t total;
    bool last;            /* the largest size: aims count */
    double ours[TABLES];  /* milliseconds */
};

/* ---- ours ---- */

static double time_ours(const struct bench *bench, const struct table *table, int64_t *check)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct failure why;
    const struct figure_table_question question = {
        .definition = bench->nation.house->definition,
        .figures = bench->nation.figures,
        .figure_count = NATION_INDICATORS,
        .groups = table->groups == NATION_PROVINCES ? bench->nation.provinces : bench->nation.district,
        .group_count = table->groups,
        .period = {.kind = PERIOD_YEAR, .year = 2020, .index = 1, .begin = nation_day(table->begin), .end = nation_day(table->end)},
        .today = bench->nation.viewer.today,
    };
    struct value *values = arena_make_many(scratch, table->groups * NATION_INDICATORS, sizeof *values);
    double begin = seconds_now();
    must(figure_table(scratch, bench->reading, bench->nation.house->units, &question, values, &why), &why);
    double taken = seconds_now() - begin;
    *check = 0;
    for (size_t i = 0; i < table->groups * NATION_INDICATORS; i++)
        *check += values[i].number.digits * (int64_t)(i % NATION_INDICATORS + 1);
    return taken * 1e3;
}

/* ---- plain SQL ---- */

static const struct sql PLAIN[TABLES] = {
    {"bench district", "SELECT indicator, ward, sum(value) FROM plain WHERE ward BETWEEN 5601 AND 5614 AND day BETWEEN ?1 AND ?2 GROUP BY ward, indicator", NULL},
    {"bench country", "SELECT p.indicator, t.province, sum(p.value) FROM plain p JOIN tree t ON t.ward = p.ward WHERE p.day BETWEEN ?1 AND ?2 GROUP BY t.province, p.indicator", NULL},
    {"bench years", "SELECT p.indicator, t.province, sum(p.value) FROM plain p JOIN tree t ON t.ward = p.ward WHERE p.day BETWEEN ?1 AND ?2 GROUP BY t.province, p.indicator", NULL},
};
static const struct sql TREE_ADD = {"bench tree", "INSERT INTO tree (ward, unit, province) VALUES (?1, ?2, ?3)", NULL};

static double time_plain(const struct bench *bench, size_t which, int64_t *check)
{
    struct failure why;
    struct statement *row_of;
    const struct store_value days[] = {store_int64(ASKED[which].begin), store_int64(ASKED[which].end)};
    double begin = seconds_now();
    bool row = true;
    *check = 0;
    must(store_select(bench->reading, &PLAIN[which], days, LENGTH_OF(days), &row_of, &why), &why);
    for (;;) {
        must(statement_step(row_of, &row, &why), &why);
        if (!row)
            break;
        *check += statement_int64(row_of, 0) * statement_int64(row_of, 2);
    }
    /* The district's own line is the sum of its wards' lines. */
    *check *= which == 0 ? 2 : 1;
    return (seconds_now() - begin) * 1e3;
}

static bool make_plain(void *context, struct connection *writer, struct failure *why)
{
    const struct bench *bench = context;
    char text[400];
    if (!store_define(writer, "CREATE TABLE plain (ward INTEGER NOT NULL, day INTEGER NOT NULL, indicator INTEGER NOT NULL, value INTEGER NOT NULL) STRICT;"
                              "CREATE TABLE tree (ward INTEGER NOT NULL PRIMARY KEY, unit INTEGER NOT NULL, province INTEGER NOT NULL) STRICT", why))
        return false;
    for (int w = 1; w <= NATION_WARDS; w++) {
        const struct store_value row[] = {store_int64(w), store_int64(bench->nation.organisations[w]->number), store_int64(nation_province(w))};
        if (!store_run(writer, &TREE_ADD, row, LENGTH_OF(row), why))
            return false;
    }
    for (int r = 0; r < NATION_REGISTERS; r++) {
        (void)snprintf(text, sizeof text,
                       "INSERT INTO plain (ward, day, indicator, value) SELECT t.ward, g.day - %d, %d + CAST(substr(g.indicator, 2) AS INTEGER), g.amount"
                       " FROM r_g%02d g JOIN tree t ON t.unit = g.unit",
                       nation_day(0).number, r * 10 + 1, r + 1);
        if (!store_define(writer, text, why))
            return false;
    }
    return store_define(writer, "CREATE INDEX plain_ward ON plain (ward, day, indicator, value)", why) &&
           store_define(writer, "CREATE INDEX plain_day ON plain (day, ward, indicator, value)", why);
}

/* ---- ours beside plain SQL ---- */

static void compare(struct bench *bench)
{
    for (size_t t = 0; t < TABLES; t++) {
        double ours[ROUNDS], peer[PEER_ROUNDS];
        char what[100], aim[24];
        int64_t sum = 0, plain = 0;
        size_t asked = 0;
        for (size_t i = 0; i < ROUNDS; i++) {
            ours[i] = time_ours(bench, &ASKED[t], &sum);
            if (i % 4 == 0 && asked < PEER_ROUNDS && (asked == 0 || peer[asked - 1] < PEER_ENOUGH * 1e3)) {
                peer[asked++] = time_plain(bench, t, &plain);
                REQUIRE(sum == plain);
            }
        }
        REQUIRE(bench->total != FULL_TOTAL || sum == ASKED[t].check);
        double own = bench->ours[t] = least(ours, ROUNDS), other = least(peer, asked);
        double most = bench->address ? ASKED[t].aim_postgres : ASKED[t].aim_sqlite;
        (void)snprintf(what, sizeof what, "%s: %s", bench->engine, ASKED[t].what);
        (void)snprintf(aim, sizeof aim, "<= %g ms", most);
        row_print(&(struct row){what, "ms", own, other, other / own, bench->last ? aim : NULL, own <= most});
    }
}

/* ---- while people write ---- */

struct person {
    struct bench *bench;
    _Atomic int64_t *next;
    _Atomic bool *stop;
    pthread_t thread;
};

static void *write_acts(void *context)
{
    struct person *person = context;
    double begin = seconds_now();
    for (int64_t mine = 0; !*person->stop; mine++) {
        struct arena *CLOSING(arena) arena = arena_open();
        struct failure why;
        struct act_answer answer;
        const struct act_request request = {.name = TEXT("record-write"), .viewer = &person->bench->nation.viewer,
                                            .given = nation_give(&person->bench->nation, arena, (*person->next)++)};
        must(act_perform(person->bench->nation.instance, &request, arena, &answer, &why), &why);
        REQUIRE(answer.act > 0);
        double wait = begin + (double)mine * PEOPLE / ACTS_A_SECOND - seconds_now();
        if (wait > 0)
            (void)nanosleep(&(struct timespec){.tv_nsec = (long)(wait * 1e9) % 999999999}, NULL);
    }
    return NULL;
}

static void compare_writing(struct bench *bench)
{
    struct person people[PEOPLE];
    _Atomic int64_t next = bench->total;
    _Atomic bool stop = false;
    struct failure why;
    double middles[TABLES], begin = seconds_now();
    char what[100], aim[24];
    store_read_end(bench->reading);
    for (int i = 0; i < PEOPLE; i++) {
        people[i] = (struct person){.bench = bench, .next = &next, .stop = &stop};
        REQUIRE(pthread_create(&people[i].thread, NULL, write_acts, &people[i]) == 0);
    }
    for (size_t t = 0; t < TABLES; t++) {
        double ours[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            int64_t sum;
            (void)nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
            must(store_read_begin(instance_store(bench->nation.instance), &bench->reading, &why), &why);
            ours[i] = time_ours(bench, &ASKED[t], &sum);
            store_read_end(bench->reading);
        }
        middles[t] = middle(ours, ROUNDS);
    }
    stop = true;
    for (int i = 0; i < PEOPLE; i++)
        (void)pthread_join(people[i].thread, NULL);
    double rate = (double)(next - bench->total) / (seconds_now() - begin);
    must(store_read_begin(instance_store(bench->nation.instance), &bench->reading, &why), &why);
    for (size_t t = 0; t < TABLES; t++) {
        double most = bench->address ? ASKED[t].aim_postgres : ASKED[t].aim_sqlite;
        (void)snprintf(what, sizeof what, "%s, written meanwhile: %s", bench->engine, ASKED[t].name);
        (void)snprintf(aim, sizeof aim, "<= %g ms", most);
        row_print(&(struct row){what, "ms", middles[t], bench->ours[t], bench->ours[t] / middles[t], aim, middles[t] <= most});
    }
    (void)snprintf(what, sizeof what, "%s, acts written meanwhile", bench->engine);
    row_print(&(struct row){what, "acts/s", rate, 0, 0, ">= 1000", rate >= 0.98 * ACTS_A_SECOND});
}

/* ---- DuckDB ---- */

static void write_csv(const char *path, int64_t total)
{
    FILE *file = fopen(path, "w");
    REQUIRE(file != NULL);
    for (int64_t i = 0; i < total; i++) {
        struct nation_entry entry = nation_entry(i);
        (void)fprintf(file, "%d,%d,%d,%d\n", entry.ward, entry.day, entry.indicator, entry.value);
    }
    REQUIRE(fclose(file) == 0);
}

static void compare_duck(const struct bench *bench)
{
    const char *modules = getenv("DANVAN_DUCKDB");
    char csv[300], command[900], name[8], what[100];
    double taken, check;
    if (!modules)
        return;
    (void)snprintf(csv, sizeof csv, "%s/reports.csv", bench->folder);
    write_csv(csv, bench->total);
    for (int sorted = 0; sorted < 2; sorted++) {
        (void)snprintf(command, sizeof command, "node '%s' '%s' '%s' %s", BENCH_PACKS "/../support/duck.mjs", modules, csv, sorted ? "yes" : "no");
        FILE *said = popen(command, "r"); /* NOLINT: every word of it is ours */
        REQUIRE(said != NULL);
        for (size_t t = 0; t < TABLES; t++) {
            REQUIRE(fscanf(said, "%7s %lf %lf", name, &taken, &check) == 3 && strcmp(name, ASKED[t].name) == 0);
            REQUIRE(bench->total != FULL_TOTAL || (int64_t)check == ASKED[t].check);
            (void)snprintf(what, sizeof what, "DuckDB, %s: %s", sorted ? "sorted" : "as it came", ASKED[t].name);
            row_print(&(struct row){what, "ms", bench->ours[t], taken, taken / bench->ours[t], NULL, true});
        }
        REQUIRE(pclose(said) == 0);
    }
    (void)unlink(csv);
}

/* ---- one size on one engine ---- */

/* PostgreSQL gets the rows of the SQLite file: made by the same program, carried by COPY. */
static void fill_postgres(struct bench *bench, const char *file)
{
    char table[16];
    PGconn *connection = cluster_connect(bench->address);
    copy_table(file, connection, "contribution");
    copy_table(file, connection, "cell");
    for (int r = 1; r <= NATION_REGISTERS; r++) {
        (void)snprintf(table, sizeof table, "r_g%02d", r);
        copy_table(file, connection, table);
    }
    PQfinish(connection);
}

static void settle_postgres(const struct bench *bench)
{
    PGconn *connection = cluster_connect(bench->address);
    cluster_run(connection, "SET client_min_messages = error"); /* it may not look after the catalogue */
    cluster_run(connection, "VACUUM ANALYZE");
    PQfinish(connection);
}

static void begin_on(struct bench *bench, const char *folder, const char *from)
{
    struct failure why;
    char what[100];
    (void)snprintf(bench->file, sizeof bench->file, "%s/danvan.db", folder);
    nation_make(&bench->nation, folder, bench->address);
    double begin = seconds_now();
    if (bench->address)
        fill_postgres(bench, from);
    else
        nation_load(&bench->nation, bench->total);
    (void)snprintf(what, sizeof what, "%s: %lld records %s", bench->engine, (long long)bench->total, bench->address ? "copied" : "written, without acts");
    row_print(&(struct row){what, "records/s", (double)bench->total / (seconds_now() - begin), 0, 0, NULL, true});
    must(store_write(instance_store(bench->nation.instance), make_plain, bench, &why), &why);
    if (bench->address)
        settle_postgres(bench);
    must(store_read_begin(instance_store(bench->nation.instance), &bench->reading, &why), &why);
    compare(bench);
}

static void end_on(struct bench *bench, const char *folder)
{
    struct failure why;
    if (bench->last)
        compare_writing(bench);
    store_read_end(bench->reading);
    nation_close(&bench->nation);
    if (bench->address)
        cluster_clear(bench->address);
    must(folder_delete(folder, &why), &why);
}

/* SQLite's file is what PostgreSQL is filled from, so nobody writes into it before that is done. */
static void measure(const char *folder, int64_t total, const char *address, bool last)
{
    struct bench sqlite = {.engine = "SQLite", .folder = folder, .total = total, .last = last};
    struct bench postgres = {.engine = "PostgreSQL", .folder = folder, .total = total, .last = last, .address = address};
    char path[300], other[300];
    (void)snprintf(path, sizeof path, "%s/sqlite", folder);
    (void)snprintf(other, sizeof other, "%s/postgres", folder);
    begin_on(&sqlite, path, NULL);
    if (last)
        compare_duck(&sqlite);
    if (address) {
        begin_on(&postgres, other, sqlite.file);
        end_on(&postgres, other);
    }
    end_on(&sqlite, path);
}

int main(int count, char **arguments)
{
    char folder[200], room[400];
    struct failure why;
    int64_t total = DEFAULT_TOTAL;
    const char *address = cluster_address(room, sizeof room), *disk = "/var/tmp";
    for (int i = 1; i < count; i++) {
        if (strcmp(arguments[i], "--full") == 0)
            total = FULL_TOTAL;
        else if (arguments[i][0] == '/')
            disk = arguments[i];
        else
            total = strtoll(arguments[i], NULL, 10);
    }
    (void)snprintf(folder, sizeof folder, "%s/danvan-bench-XXXXXX", disk);
    REQUIRE(total >= 1000 && mkdtemp(folder) != NULL);
    if (!address)
        (void)fprintf(stderr, "reports: no PostgreSQL; ./dev bench reports starts one where the package postgresql-15 is\n");
    row_head();
    for (int64_t size = total >= 1000000 ? 100000 : total; size < total; size *= 10)
        measure(folder, size, address, false);
    measure(folder, total, address, true);
    return folder_delete(folder, &why) ? 0 : 9;
}
