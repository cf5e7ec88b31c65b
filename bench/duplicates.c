/* bench: engine/match */
/*
 * duplicates.c — the same person twice among a million rows: a fixed rule beside DuckDB, and what learned weights find.
 *
 *     ./dev bench duplicates              a hundred thousand rows, then a million, three seeds: two minutes
 *     ./dev bench duplicates 100000       only so many
 *
 * The rule: pairs that share (given name, year), (ward, full day) or the number; the same when the names' Jaro–Winkler similarity is
 * above 0.92 and the days agree (both full and equal, or one of them only a year, the same, and the same ward) or the
 * numbers do. Rows are loaded on both sides; folding the names counts on both. All must find the same pairs.
 */
#include "base/file.h"
#include "engine/match/match.h"
#include "support/measure.h"
#include "support/people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ROUNDS = 7, PEER_ROUNDS = 3, MILLION = 1000000, RULE_PAIRS = 60168, SEEDS = 3 };

enum { RULE_NAME, RULE_BORN, RULE_IDENTITY, RULE_WARD, RULE_FIELDS };
static const struct match_plan RULE = {
    .fields = {{TEXT_ENTRY("name"), MATCH_WORDS, -1, -1, 0},
               {TEXT_ENTRY("born"), MATCH_DAY, -1, -1, 0},
               {TEXT_ENTRY("number"), MATCH_CODE, -1, -1, 0},
               {TEXT_ENTRY("ward"), MATCH_CODE, -1, -1, 0}},
    .field_count = RULE_FIELDS,
    .keys = {{{{RULE_NAME, PART_LAST}, {RULE_BORN, PART_YEAR}}, 2},
             {{{RULE_WARD, PART_WHOLE}, {RULE_BORN, PART_WHOLE}}, 2},
             {{{RULE_IDENTITY, PART_WHOLE}}, 1}},
    .key_count = 3,
    .rules = {{.tests = {[RULE_NAME] = TEST_LIKE, [RULE_BORN] = TEST_EQUAL}, .least = {0.92}},
              {.tests = {[RULE_NAME] = TEST_LIKE, [RULE_IDENTITY] = TEST_EQUAL}, .least = {0.92}},
              {.tests = {[RULE_NAME] = TEST_LIKE, [RULE_BORN] = TEST_IN_PART, [RULE_WARD] = TEST_EQUAL},
               .least = {0.92}}},
    .rule_count = 3,
    .form = MATCH_GROUPS,
    .block_max = MILLION,
};

struct bench {
    const struct people *people;
    struct text *days, *wards; /* as they would stand in a sheet */
    bool large;                /* aims count */
};

static void texts_make(struct bench *bench, struct arena *arena)
{
    bench->days = arena_make_many(arena, bench->people->count, sizeof *bench->days);
    bench->wards = arena_make_many(arena, bench->people->count, sizeof *bench->wards);
    for (uint32_t i = 0; i < bench->people->count; i++) {
        const struct made_person *row = &bench->people->rows[i];
        bench->days[i] = row->month == 0
                             ? text_format(arena, "%d", row->year)
                             : text_format(arena, "%d-%02d-%02d", row->year, row->month, row->day);
        bench->wards[i] = text_format(arena, "%d", row->ward);
    }
}

static struct match_rows *load(const struct bench *bench, struct arena *arena, const struct match_plan *plan)
{
    struct failure why;
    struct match_rows *rows = match_rows_make(arena, plan);
    for (uint32_t i = 0; i < bench->people->count; i++) {
        const struct made_person *row = &bench->people->rows[i];
        struct text name = text_of(row->name), number = text_of(row->identity);
        const struct text by_rule[RULE_FIELDS] = {name, bench->days[i], number, bench->wards[i]};
        const struct text learned[PERSON_FIELDS] = {[PERSON_NAME] = name,
                                                    [PERSON_BORN] = bench->days[i],
                                                    [PERSON_IDENTITY] = number,
                                                    [PERSON_PLACE] = bench->wards[i]};
        must(match_rows_add(rows, 0, plan->rule_count > 0 ? by_rule : learned, &why), &why);
    }
    return rows;
}

/* ---- the rule ---- */

static double time_rule(const struct bench *bench, unsigned threads, size_t *found)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct failure why;
    struct match_result result;
    struct match_rows *rows = load(bench, arena, &RULE);
    double begin = seconds_now();
    must(match_run(arena, rows, threads, &result, &why), &why);
    *found = result.count;
    return seconds_now() - begin;
}

static void compare_duck(const struct bench *bench, const char *csv, double ours, size_t found)
{
    static const struct {
        const char *name;
        double aim;
    } peers[] = {{"natural", 15}, {"expert", 3}};
    const char *modules = getenv("DANVAN_DUCKDB");
    char command[900], name[16], what[100], aim[24];
    double taken;
    size_t pairs;
    if (!modules) {
        (void)fprintf(stderr, "duplicates: no DuckDB (npm), so no peer\n");
        return;
    }
    (void)snprintf(command, sizeof command, "node '%s' '%s' '%s' %d",
                   BENCH_PACKS "/../support/duck_duplicates.mjs", modules, csv, PEER_ROUNDS);
    FILE *said = popen(command, "r"); /* NOLINT: every word of it is ours */
    REQUIRE(said != NULL);
    for (size_t i = 0; i < LENGTH_OF(peers); i++) {
        REQUIRE(fscanf(said, "%15s %lf %zu", name, &taken, &pairs) == 3 && strcmp(name, peers[i].name) == 0);
        (void)snprintf(what, sizeof what, "the rule beside DuckDB, %s SQL, 2 threads", name);
        (void)snprintf(aim, sizeof aim, "%g x", peers[i].aim);
        row_print(&(struct row){what, "ms", ours * 1e3, taken, taken / 1e3 / ours, bench->large ? aim : NULL,
                                taken / 1e3 / ours >= peers[i].aim});
        if (pairs != found)
            (void)fprintf(stderr, "duplicates: DuckDB finds %zu pairs, we %zu\n", pairs, found);
        REQUIRE(pairs == found);
    }
    REQUIRE(pclose(said) == 0);
}

static void measure_rule(const struct bench *bench, const char *csv)
{
    double times[ROUNDS];
    size_t found = 0, alone = 0;
    for (int i = 0; i < ROUNDS; i++)
        times[i] = time_rule(bench, MATCH_THREADS_MAX, &found);
    double one = time_rule(bench, 1, &alone), ours = least(times, ROUNDS);
    REQUIRE(alone == found);
    REQUIRE(bench->people->count != MILLION || found == RULE_PAIRS);
    row_print(&(struct row){"the rule: pairs found", "pairs", (double)found, 0, 0, NULL, true});
    row_print(&(struct row){"the rule, 1 thread", "ms", one * 1e3, 0, 0, NULL, true});
    compare_duck(bench, csv, ours, found);
}

/* ---- learned weights ---- */

struct one_of {
    uint32_t truth, row;
};

struct pair {
    uint32_t a, b; /* a < b */
};

static int by_truth(const void *a, const void *b)
{
    const struct one_of *x = a, *y = b;
    return x->truth != y->truth ? (x->truth > y->truth) - (x->truth < y->truth) : (x->row > y->row) - (x->row < y->row);
}

/* Pairs of rows that are one person. */
static const struct pair *true_pairs(struct arena *arena, const struct people *people, size_t *count)
{
    struct one_of *rows = arena_make_many(arena, people->count, sizeof *rows);
    struct pair *pairs = NULL;
    for (uint32_t i = 0; i < people->count; i++)
        rows[i] = (struct one_of){people->rows[i].truth, i};
    qsort(rows, people->count, sizeof *rows, by_truth);
    for (int round = 0; round < 2; round++) { /* counted, then taken */
        *count = 0;
        for (uint32_t i = 0, begin = 0; i < people->count; i++) {
            begin = rows[i].truth == rows[begin].truth ? begin : i;
            for (uint32_t k = begin; k < i; k++, (*count)++)
                if (pairs)
                    pairs[*count] = (struct pair){rows[k].row, rows[i].row};
        }
        pairs = pairs ? pairs : arena_make_many(arena, *count + 1, sizeof *pairs);
    }
    return pairs;
}

static int by_rows(const void *wanted, const void *link)
{
    const struct pair *x = wanted;
    const struct match_link *y = link;
    return x->a != y->a ? (x->a > y->a) - (x->a < y->a) : (x->b > y->b) - (x->b < y->b);
}

/* What is left in common of two rows that are one person; the name may be written in another way besides. */
enum left { LEFT_NUMBER, LEFT_DAY, LEFT_YEAR_AND_WARD, LEFT_YEAR, LEFT_LESS, LEFTS };

static enum left left_of(const struct bench *bench, struct pair pair)
{
    const struct made_person *a = &bench->people->rows[pair.a], *b = &bench->people->rows[pair.b];
    if (a->identity[0] && strcmp(a->identity, b->identity) == 0)
        return LEFT_NUMBER;
    if (a->year != b->year)
        return LEFT_LESS;
    if (a->month > 0 && a->month == b->month && a->day == b->day)
        return LEFT_DAY;
    bool day_differs = a->month > 0 && b->month > 0;
    return day_differs ? LEFT_LESS : a->ward == b->ward ? LEFT_YEAR_AND_WARD : LEFT_YEAR;
}

/* What limits the rest: of the pairs not found, how much their rows still had in common. */
static void print_missed(const struct bench *bench, const struct pair *pairs, size_t count, const struct match_result *result)
{
    static const char *const words[LEFTS] = {"missed, of all with the same number", "missed, of all with the same full day, no number",
                                             "missed, of all with year and ward only", "missed, of all with the year only",
                                             "missed, of all with another day, no number"};
    size_t missed[LEFTS] = {0}, all[LEFTS] = {0};
    for (size_t i = 0; i < count; i++) {
        enum left left = left_of(bench, pairs[i]);
        bool found = bsearch(&pairs[i], result->links, result->count, sizeof *result->links, by_rows) != NULL;
        all[left]++;
        missed[left] += !found;
    }
    for (int i = 0; i < LEFTS; i++)
        row_print(&(struct row){words[i], "pairs", (double)missed[i], (double)all[i], (double)missed[i] / (double)(all[i] ? all[i] : 1), NULL, true});
}

static void measure_weights(const struct bench *bench)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct failure why;
    struct match_result result;
    struct match_rows *rows = load(bench, arena, match_plan_people(arena));
    double begin = seconds_now();
    must(match_run(arena, rows, MATCH_THREADS_MAX, &result, &why), &why);
    double taken = seconds_now() - begin, right = 0, sure = 0, sure_right = 0;
    for (size_t i = 0; i < result.count; i++) {
        const struct match_link *link = &result.links[i];
        bool one = bench->people->rows[link->a].truth == bench->people->rows[link->b].truth;
        right += one;
        sure += link->band == BAND_SURE;
        sure_right += one && link->band == BAND_SURE;
    }
    size_t count;
    const struct pair *pairs = true_pairs(arena, bench->people, &count);
    double precision = right / (double)result.count, recall = right / (double)count,
           surely = sure_right / sure;
    row_print(&(struct row){"learned weights: time, 2 threads", "s", taken, 0, 0,
                            bench->large ? "<= 20 s" : NULL, taken <= 20});
    row_print(
        &(struct row){"learned weights: precision", "of 1", precision, 0, 0, ">= 0.96", precision >= 0.96});
    row_print(&(struct row){"learned weights: recall", "of 1", recall, 0, 0, ">= 0.95", recall >= 0.95});
    row_print(&(struct row){"learned weights: precision of what is sure", "of 1", surely, 0, 0, ">= 0.999",
                            surely >= 0.999});
    row_print(&(struct row){"learned weights: part of all that is sure", "of 1",
                            sure_right / (double)count, 0, 0, NULL, true});
    print_missed(bench, pairs, count, &result);
}

/* ---- one size ---- */

static void csv_write(const char *path, const struct people *people)
{
    FILE *file = fopen(path, "w");
    REQUIRE(file != NULL);
    for (uint32_t i = 0; i < people->count; i++) {
        const struct made_person *row = &people->rows[i];
        (void)fprintf(file, "%u,%s,%d,%d,%d,%s,%d,%u\n", i, row->name, row->year, row->month, row->day,
                      row->identity, row->ward, row->truth);
    }
    REQUIRE(fclose(file) == 0);
}

static void measure(uint32_t rows, uint64_t seed, const char *csv)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct people people = people_make(arena, rows - rows / 20, rows / 20, seed);
    struct bench bench = {.people = &people, .large = rows >= MILLION};
    char what[80];
    texts_make(&bench, arena);
    (void)snprintf(what, sizeof what, "-- rows, seed %llu", (unsigned long long)seed);
    row_print(&(struct row){what, "rows", rows, 0, 0, NULL, true});
    if (seed == PEOPLE_SEED) {
        csv_write(csv, &people);
        measure_rule(&bench, csv);
        (void)unlink(csv);
    }
    measure_weights(&bench);
}

int main(int count, char **arguments)
{
    /* `--csv FILE` only writes the million rows, to be compared with what another program makes of the same words. */
    if (count == 3 && strcmp(arguments[1], "--csv") == 0) {
        struct arena *CLOSING(arena) arena = arena_open();
        struct people people = people_make(arena, MILLION - MILLION / 20, MILLION / 20, PEOPLE_SEED);
        csv_write(arguments[2], &people);
        return 0;
    }
    char folder[] = "/var/tmp/danvan-bench-XXXXXX", csv[64];
    struct failure why;
    uint32_t only = count > 1 ? (uint32_t)strtoul(arguments[1], NULL, 10) : 0;
    REQUIRE(mkdtemp(folder) != NULL && (count == 1 || only >= 1000));
    (void)snprintf(csv, sizeof csv, "%s/people.csv", folder);
    row_head();
    measure(only > 0 ? only : MILLION / 10, PEOPLE_SEED, csv);
    for (uint64_t i = 0; i < SEEDS && only == 0; i++)
        measure(MILLION, PEOPLE_SEED + i, csv);
    row_print(&(struct row){"memory at most", "MB", (double)memory_kib("VmHWM") / 1024, 0, 0, "<= 2000",
                            memory_kib("VmHWM") <= 2000 * 1024});
    return folder_delete(folder, &why) ? 0 : 9;
}
