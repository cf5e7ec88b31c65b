/* bench: work/act */
/*
 * figures.c — what a district's figures cost at ten thousand, a hundred thousand, a million records.
 *
 *     build-release/bench/bench-figures [RECORDS [FOLDER]]
 *     build-release/bench/bench-figures --make FOLDER RECORDS      only the instance
 *
 * The quarter's table (14 wards × 100 figures) beside plain SQL over a covering index in the same
 * file through the same connection; the first 50 records behind a figure; the memory of a process
 * that has answered a thousand questions. Rounds alternate between the two sides; the middle counts.
 */
#include "base/file.h"
#include "keep/record/figure.h"
#include "keep/store/statement.h"
#include "support/district.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROUNDS = 41, OPENINGS = 41, PEER_ROUNDS = 11, PAGE = 50, QUESTIONS = 1000, PEOPLE = 8, QUARTER = 6 };

/* ---- the quarter's table ---- */

static const char PLAIN[] =
    "CREATE TABLE plain (figure INTEGER NOT NULL, unit INTEGER NOT NULL, day INTEGER NOT NULL, amount INTEGER NOT NULL) STRICT;"
    "INSERT INTO plain SELECT figure, unit, day, amount FROM contribution;"
    "CREATE INDEX plain_covering ON plain (figure, unit, day, amount);"
    "CREATE TABLE plain_figure AS SELECT DISTINCT figure FROM plain;"
    "CREATE TABLE plain_unit AS SELECT number AS unit FROM unit;";

static const struct sql PLAIN_TABLE = {"bench table",
                                       "SELECT figure, unit, sum(amount) FROM plain WHERE figure IN (SELECT figure FROM plain_figure)"
                                       " AND unit IN (SELECT unit FROM plain_unit) AND day BETWEEN ?1 AND ?2 GROUP BY figure, unit",
                                       NULL};
static const struct sql CONTRIBUTIONS = {"bench contributions", "SELECT count(*) FROM contribution", NULL};

static bool make_plain(void *context, struct connection *writer, struct failure *why)
{
    (void)context;
    return store_define(writer, PLAIN, why);
}

struct asked {
    const struct district *district;
    struct connection *connection;
    struct period quarter;
};

static double time_table(const struct asked *asked, struct value *values)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct failure why;
    const struct figure_table_question question = {.definition = asked->district->house->definition,
                                                   .figures = asked->district->figures,
                                                   .figure_count = asked->district->figure_count,
                                                   .groups = asked->district->wards,
                                                   .group_count = WARDS,
                                                   .period = asked->quarter,
                                                   .today = asked->district->viewer.today};
    double begin = seconds_now();
    must(figure_table(scratch, asked->connection, asked->district->house->units, &question, values, &why), &why);
    return seconds_now() - begin;
}

/* `sum` adds up all amounts, so that both sides are seen to say the same. */
static double time_plain(const struct asked *asked, int64_t *sum)
{
    struct failure why;
    struct statement *row_of;
    const struct store_value days[] = {store_int64(asked->quarter.begin.number), store_int64(asked->quarter.end.number)};
    double begin = seconds_now();
    bool row = true;
    *sum = 0;
    must(store_select(asked->connection, &PLAIN_TABLE, days, LENGTH_OF(days), &row_of, &why), &why);
    for (;;) {
        must(statement_step(row_of, &row, &why), &why);
        if (!row)
            break;
        *sum += statement_int64(row_of, 2);
    }
    return seconds_now() - begin;
}

static void compare_tables(const struct asked *asked, int64_t total, bool wanted)
{
    double ours[ROUNDS], peer[PEER_ROUNDS];
    size_t count = WARDS * asked->district->figure_count;
    struct value *values = arena_make_many(asked->district->arena, count, sizeof *values);
    char what[100];
    int64_t plain = 0, sum = 0;
    for (int i = 0; i < ROUNDS; i++) {
        ours[i] = time_table(asked, values);
        if (i % 4 == 0 && i / 4 < PEER_ROUNDS)
            peer[i / 4] = time_plain(asked, &plain);
    }
    for (size_t i = 0; i < count; i++)
        sum += values[i].number.digits;
    REQUIRE(sum == plain);
    double own = middle(ours, ROUNDS), other = middle(peer, PEER_ROUNDS);
    (void)snprintf(what, sizeof what, "quarter table, %lld records", (long long)total);
    row_print(&(struct row){what, "ms", own * 1e3, other * 1e3, other / own, wanted ? "<= 1 ms and >= 5 x" : NULL,
                            own <= 1e-3 && other / own >= 5});
}

/* ---- opening a figure ---- */

static double time_opening(const struct asked *asked, const char *name, const struct unit_set *units, const struct figure_list *list,
                           struct figure_opening *opened)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct failure why;
    struct figure_opening opening;
    struct record *record;
    const struct house *house = asked->district->house;
    const struct figure_definition *figure = definition_figure(house->definition, text_of(name));
    const struct figure_question question = {
        .definition = house->definition, .units = units, .period = asked->quarter, .today = asked->district->viewer.today};
    double begin = seconds_now();
    must(figure_open(scratch, asked->connection, house->units, figure, &question, list, &opening, &why), &why);
    for (size_t i = 0; i < opening.count; i++)
        must(record_load(scratch, asked->connection, house->units, opening.entries[i].register_, opening.entries[i].record, &record, &why),
             &why);
    double taken = seconds_now() - begin;
    *opened = opening;
    opened->next = text_copy(asked->district->arena, opening.next);
    return taken;
}

static double middle_opening(const struct asked *asked, const char *figure, const struct unit_set *units, const struct figure_list *list,
                             struct figure_opening *opened)
{
    double times[OPENINGS];
    for (int i = 0; i < OPENINGS; i++)
        times[i] = time_opening(asked, figure, units, list, opened);
    return middle(times, OPENINGS);
}

static void open_figures(const struct asked *asked, bool wanted)
{
    const struct district *district = asked->district;
    const struct { const char *figure, *how; const struct unit_set *units; } cases[] = {
        {"outreach.all", "count, district", district->all},
        {"outreach.people", "sum, district", district->all},
        {"outreach.all", "count, a ward", district->wards[0]},
        {"model.cost_district", "sparse sum, district", district->all},
        {"model.cost_district", "sparse sum, a ward", district->wards[WARDS - 1]},
    };
    const struct figure_list list = {.limit = PAGE};
    for (size_t c = 0; c < LENGTH_OF(cases); c++) {
        char what[100];
        struct figure_opening opened;
        double own = middle_opening(asked, cases[c].figure, cases[c].units, &list, &opened);
        (void)snprintf(what, sizeof what, "first %d of %lld behind a %s", PAGE, (long long)opened.total, cases[c].how);
        row_print(&(struct row){what, "ms", own * 1e3, 0, 0, wanted ? "<= 2 ms" : NULL, own <= 2e-3});
    }
}

/* Each order, first page and one far behind it; of a quarter and of all there is. Where entries are walked the aim is a ceiling. */
static void open_orders(const struct asked *asked, bool wanted)
{
    static const struct { enum figure_order order; bool turned, walked; const char *how; } ORDERS[] = {
        {FIGURE_BY_DAY, false, false, "newest first"},       {FIGURE_BY_DAY, true, false, "oldest first"},
        {FIGURE_BY_UNIT, false, false, "by unit"},           {FIGURE_BY_UNIT, true, false, "by unit, last first"},
        {FIGURE_BY_AMOUNT, false, true, "largest first"},    {FIGURE_BY_NUMBER, false, true, "latest entry first"},
    };
    const struct district *district = asked->district;
    struct asked ever = *asked;
    ever.quarter = (struct period){.kind = PERIOD_YEAR, .begin = day_of(2020, 1, 1), .end = day_of(2021, 12, 31)};
    for (size_t i = 0; i < LENGTH_OF(ORDERS); i++)
        for (int span = 0; span < 2; span++) {
            struct figure_list list = {.order = ORDERS[i].order, .turned = ORDERS[i].turned, .limit = PAGE};
            const struct asked *of = span == 0 ? asked : &ever;
            struct figure_opening opened;
            char what[100];
            double first = middle_opening(of, "outreach.people", district->all, &list, &opened), ceiling = span == 0 ? 0.1 : 1;
            (void)snprintf(what, sizeof what, "first %d of %lld, %s", PAGE, (long long)opened.total, ORDERS[i].how);
            row_print(&(struct row){what, "ms", first * 1e3, 0, 0,
                                    !wanted ? NULL : !ORDERS[i].walked ? "<= 2 ms" : span == 0 ? "<= 100 ms" : "<= 1,000 ms",
                                    first <= (ORDERS[i].walked ? ceiling : 2e-3)});
            for (int page = 0; page < 40 && !ORDERS[i].walked; page++) {
                list.from = opened.next;
                (void)time_opening(of, "outreach.people", district->all, &list, &opened);
            }
            if (ORDERS[i].walked)
                continue;
            double deep = middle_opening(of, "outreach.people", district->all, &list, &opened);
            (void)snprintf(what, sizeof what, "the 41st %d of %lld, %s", PAGE, (long long)opened.total, ORDERS[i].how);
            row_print(&(struct row){what, "ms", deep * 1e3, 0, 0, wanted ? "<= 2 ms" : NULL, deep <= 2e-3});
        }
}

/* ---- a thousand questions, eight people at once, in a process of its own ---- */

struct person {
    const struct district *district;
    uint64_t seed;
    pthread_t thread;
};

static void answer_one(const struct district *district, uint64_t *seed)
{
    struct asked asked = {.district = district, .quarter = district_quarter((int)(draw(seed) % QUARTERS))};
    struct arena *CLOSING(arena) scratch = arena_open();
    struct connection *CLOSING(store_read) reading = NULL;
    struct failure why;
    const struct house *house = district->house;
    const struct figure_definition *figure = district->figures[draw(seed) % district->figure_count];
    size_t ward = draw(seed) % WARDS;
    const struct figure_question question = {.definition = house->definition, .units = district->wards[ward], .period = asked.quarter,
                                             .today = district->viewer.today};
    const struct record_query list = {.register_ = figure->register_, .units = district->wards[ward], .begin = asked.quarter.begin,
                                      .end = asked.quarter.end, .limit = PAGE};
    struct figure_answer answer;
    struct record_page page;
    const struct figure_list opening = {.limit = PAGE, .turned = draw(seed) % 2 == 0};
    struct figure_opening opened;
    must(store_read_begin(instance_store(district->instance), &reading, &why), &why);
    asked.connection = reading;
    switch (draw(seed) % 4) {
    case 0:
        (void)time_table(&asked, arena_make_many(scratch, WARDS * district->figure_count, sizeof(struct value)));
        break;
    case 1:
        must(figure_compute(scratch, reading, house->units, figure, &question, &answer, &why), &why);
        break;
    case 2:
        must(record_list(scratch, reading, house->units, &list, &page, &why), &why);
        break;
    default:
        (void)time_opening(&asked, figure->name.bytes, district->all, &opening, &opened);
        break;
    }
}

static void *answer_many(void *context)
{
    struct person *person = context;
    for (int i = 0; i < QUESTIONS / PEOPLE; i++)
        answer_one(person->district, &person->seed);
    return NULL;
}

static int questions(const char *folder)
{
    struct district district;
    struct person people[PEOPLE];
    district_open(&district, folder, true);
    double begin = seconds_now();
    for (int i = 0; i < PEOPLE; i++) {
        people[i] = (struct person){.district = &district, .seed = (uint64_t)i};
        REQUIRE(pthread_create(&people[i].thread, NULL, answer_many, &people[i]) == 0);
    }
    for (int i = 0; i < PEOPLE; i++)
        (void)pthread_join(people[i].thread, NULL);
    double taken = (seconds_now() - begin) / QUESTIONS, now = (double)memory_kib("VmRSS") / 1024, most = (double)memory_kib("VmHWM") / 1024;
    row_print(&(struct row){"one of 1,000 mixed questions by 8 people", "ms", taken * 1e3, 0, 0, NULL, true});
    row_print(&(struct row){"memory after them (VmRSS)", "MB", now, 0, 0, "< 100 MB", now < 100});
    row_print(&(struct row){"most memory meanwhile (VmHWM)", "MB", most, 0, 0, "< 100 MB", most < 100});
    district_close(&district);
    return 0;
}

static void ask_elsewhere(const char *program, const char *folder)
{
    int status = 0;
    (void)fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        (void)execl("/proc/self/exe", program, "--questions", folder, (char *)NULL);
        _exit(9);
    }
    REQUIRE(child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

/* ---- one size ---- */

static void load(struct district *district, int64_t total)
{
    char what[100];
    double begin = seconds_now();
    for (int64_t first = 0; first < total; first += PART)
        district_write(district, first, total - first < PART ? total - first : PART, total);
    (void)snprintf(what, sizeof what, "%lld records written, without acts", (long long)total);
    row_print(&(struct row){what, "records/s", (double)total / (seconds_now() - begin), 0, 0, NULL, true});
}

static void measure(const char *program, const char *folder, int64_t total, bool wanted)
{
    struct district district;
    struct failure why;
    struct connection *reading;
    int64_t contributions;
    char path[300];
    (void)snprintf(path, sizeof path, "%s/%lld", folder, (long long)total);
    district_make(&district, path);
    load(&district, total);
    must(store_write(instance_store(district.instance), make_plain, NULL, &why), &why);
    must(store_read_begin(instance_store(district.instance), &reading, &why), &why);
    const struct asked asked = {&district, reading, district_quarter(QUARTER)};
    must(store_find_int64(reading, &CONTRIBUTIONS, NULL, 0, 0, &contributions, &why), &why);
    row_print(&(struct row){"contributions of one record", "rows", (double)contributions / (double)total, 0, 0, NULL, true});
    compare_tables(&asked, total, wanted);
    open_figures(&asked, wanted);
    open_orders(&asked, wanted);
    store_read_end(reading);
    district_close(&district);
    if (wanted)
        ask_elsewhere(program, path);
    must(folder_delete(path, &why), &why);
}

/* For bench/server.py: the instance alone. */
static int make(const char *folder, int64_t total)
{
    struct district district;
    district_make(&district, folder);
    load(&district, total);
    district_close(&district);
    return 0;
}

int main(int count, char **arguments)
{
    char folder[200];
    struct failure why;
    if (count == 4 && strcmp(arguments[1], "--make") == 0)
        return make(arguments[2], strtoll(arguments[3], NULL, 10));
    if (count == 3 && strcmp(arguments[1], "--questions") == 0)
        return questions(arguments[2]);
    int64_t total = count > 1 ? strtoll(arguments[1], NULL, 10) : 1000000;
    (void)snprintf(folder, sizeof folder, "%s/danvan-bench-XXXXXX", count > 2 ? arguments[2] : "/var/tmp");
    REQUIRE(total >= 100 && mkdtemp(folder) != NULL);
    row_head();
    measure(arguments[0], folder, total / 100, false);
    measure(arguments[0], folder, total / 10, false);
    measure(arguments[0], folder, total, true);
    return folder_delete(folder, &why) ? 0 : 9;
}
