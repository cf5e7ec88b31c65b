/* bench: work/upkeep */
/*
 * writers.c — 64 people writing at once on PostgreSQL, beside the server's own single-row commits from 64 clients.
 *
 *     ./dev bench writers        starts a PostgreSQL cluster of its own and deletes it afterwards
 *
 * Each act is on the server's disk before its person is answered, and so is each row of the peer: 64
 * connections, one row and one commit each time, synchronous_commit on, into a table with one key. Rounds
 * alternate on one server; the middle counts. An act is some ten rows, the peer's row is one.
 */
#include "base/file.h"
#include "keep/store/store.h"
#include "support/cluster.h"
#include "support/district.h"
#include "work/act/act.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { ROUNDS = 7, PEOPLE = 64, EACH = 40, TOTAL = 1000000, PREPARED = 20000 };

struct bench {
    struct district district;
    const char *address;
    _Atomic int64_t next;
};

struct person {
    struct bench *bench;
    PGconn *connection; /* of the peer */
    pthread_t thread;
};

/* ---- ours ---- */

static struct act_request request_next(struct bench *bench, struct arena *arena)
{
    return (struct act_request){.name = TEXT("record-write"), .viewer = &bench->district.viewer,
                                .given = district_give(&bench->district, arena, bench->next++, TOTAL)};
}

static void *write_acts(void *context)
{
    struct person *person = context;
    for (int i = 0; i < EACH; i++) {
        struct arena *CLOSING(arena) arena = arena_open();
        struct failure why;
        struct act_answer answer;
        const struct act_request request = request_next(person->bench, arena);
        must(act_perform(person->bench->district.instance, &request, arena, &answer, &why), &why);
        REQUIRE(answer.act > 0);
    }
    return NULL;
}

/* ---- the peer ---- */

static const char TABLE[] = "CREATE TABLE peer (number bigint PRIMARY KEY, unit bigint NOT NULL, day bigint NOT NULL, body text NOT NULL)";
static const char INSERT[] = "INSERT INTO peer (number, unit, day, body) VALUES ($1::bigint, 17, 18900, 'Vận động tiêm vắc-xin đợt 3')";

static void *write_rows(void *context)
{
    struct person *person = context;
    char number[24];
    const char *values[] = {number};
    for (int i = 0; i < EACH; i++) {
        (void)snprintf(number, sizeof number, "%lld", (long long)person->bench->next++);
        PGresult *result = PQexecPrepared(person->connection, "add", 1, values, NULL, NULL, 0);
        REQUIRE(PQresultStatus(result) == PGRES_COMMAND_OK);
        PQclear(result);
    }
    return NULL;
}

static void connect_peer(struct bench *bench, struct person *people)
{
    PGconn *first = cluster_connect(bench->address);
    cluster_run(first, TABLE);
    PQfinish(first);
    for (int i = 0; i < PEOPLE; i++) {
        people[i] = (struct person){.bench = bench, .connection = cluster_connect(bench->address)};
        PQclear(PQprepare(people[i].connection, "add", INSERT, 0, NULL));
    }
}

/* ---- both in turns ---- */

static double time_people(struct person *people, void *(*work)(void *))
{
    double begin = seconds_now();
    for (int i = 0; i < PEOPLE; i++)
        REQUIRE(pthread_create(&people[i].thread, NULL, work, &people[i]) == 0);
    for (int i = 0; i < PEOPLE; i++)
        (void)pthread_join(people[i].thread, NULL);
    return seconds_now() - begin;
}

static void measure(struct bench *bench, struct person *people)
{
    double ours[ROUNDS], peer[ROUNDS];
    struct store *store = instance_store(bench->district.instance);
    struct store_counts before = store_counts(store);
    for (int i = 0; i < ROUNDS; i++) {
        ours[i] = time_people(people, write_acts);
        peer[i] = time_people(people, write_rows);
    }
    struct store_counts after = store_counts(store);
    double acts = PEOPLE * EACH / middle(ours, ROUNDS), rows = PEOPLE * EACH / middle(peer, ROUNDS);
    row_head();
    row_print(&(struct row){"64 people at once, PostgreSQL: acts, rows", "/s", acts, rows, acts / rows, ">= 5", acts >= 5 * rows});
    row_print(&(struct row){"acts that one commit carried", "acts",
                            (double)(after.works - before.works) / (double)(after.commits - before.commits), 0, 0, NULL, true});
}

/* Entries that are there already: an act into an empty house would be nobody's measure. */
static double prepare(struct bench *bench)
{
    struct failure why;
    struct arena *CLOSING(arena) arena = arena_open();
    struct act_request *requests = arena_make_many(arena, PREPARED, sizeof *requests);
    struct act_answer *answers = arena_make_many(arena, PREPARED, sizeof *answers);
    for (size_t i = 0; i < PREPARED; i++)
        requests[i] = request_next(bench, arena);
    double begin = seconds_now();
    must(act_perform_many(bench->district.instance, requests, PREPARED, arena, answers, &why), &why);
    return PREPARED / (seconds_now() - begin);
}

int main(int count, char **arguments)
{
    char folder[200], house[256], address[400];
    struct failure why;
    static struct bench bench;
    static struct person people[PEOPLE];
    bench.address = cluster_address(address, sizeof address);
    if (!bench.address) {
        (void)fprintf(stderr, "writers: no PostgreSQL; ./dev bench writers starts one where the package postgresql-15 is\n");
        return 0;
    }
    (void)snprintf(folder, sizeof folder, "%s/danvan-bench-XXXXXX", count > 1 ? arguments[1] : "/var/tmp");
    REQUIRE(mkdtemp(folder) != NULL);
    (void)snprintf(house, sizeof house, "%s/house", folder);
    district_make_at(&bench.district, house, bench.address);
    double imported = prepare(&bench);
    connect_peer(&bench, people);
    measure(&bench, people);
    row_print(&(struct row){"20,000 acts in one commit, as an import's part", "/s", imported, 0, 0, NULL, true});
    for (int i = 0; i < PEOPLE; i++)
        PQfinish(people[i].connection);
    district_close(&bench.district);
    cluster_clear(bench.address);
    return folder_delete(folder, &why) ? 0 : 9;
}
