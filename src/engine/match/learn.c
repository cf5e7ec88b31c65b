/*
 * learn.c — what is a level worth? Learned from the rows, without anybody saying which pairs are one person.
 *
 * u, how often strangers' rows show a level, is counted on pairs taken by chance; m, how often one person's rows do, and λ,
 * the share of pairs that are one person, by expectation and maximisation over the pairs compared: all other pairs are taken
 * for strangers'. What is known before any row is seen (PRIOR_*) counts as a few pairs more, so that a short list
 * without one double does not learn nonsense.
 */
#include "engine/match/match_inside.h"

#include <math.h>

enum {
    SAMPLE_MAX = 400000,
    ROUNDS_MAX = 200,
    PRIOR_PAIRS = 10,       /* so many pairs of one person the prior m weighs as much as */
    PRIOR_STRANGERS = 500,  /* and so many pairs of strangers the prior u */
    PRIOR_ROWS = 1000,      /* and so many rows the prior frequency of a name */
};
static const double ENOUGH = 1e-7, LEAST = 1e-9;

static const double PRIOR_SAME[][MATCH_LEVELS_MAX] = {
    [MATCH_NAME] = {0, 0.60, 0.15, 0.02, 0.05, 0.08, 0.02, 0.04, 0.01, 0.03},
    [MATCH_WORDS] = {0, 0.75, 0.10, 0.03, 0.04, 0.03, 0.05},
    [MATCH_DAY] = {0, 0.80, 0.10, 0.02, 0.04, 0.01, 0.01, 0.02},
    [MATCH_IDENTITY] = {0, 0.90, 0.06, 0.04},
    [MATCH_CONTACT] = {0, 0.80, 0.05, 0.15},
    [MATCH_CODE] = {0, 0.90, 0.10},
    [MATCH_SEX] = {0, 0.98, 0.02},
    [MATCH_NUMBER] = {0, 0.85, 0.08, 0.07},
};

/* How often strangers show a level, for lists too short to tell; the last level takes what is left. */
static const double PRIOR_OTHER[][MATCH_LEVELS_MAX] = {
    [MATCH_NAME] = {0, 1e-4, 5e-5, 5e-5, 1e-4, 1e-4, 5e-4, 5e-4, 0.015, 0.98},
    [MATCH_WORDS] = {0, 0.01, 0.001, 0.002, 0.01, 0.03, 0.94},
    [MATCH_DAY] = {0, 4e-5, 1e-3, 4e-5, 1e-3, 0.015, 0.03, 0.95},
    [MATCH_IDENTITY] = {0, 1e-7, 1e-6, 1},
    [MATCH_CONTACT] = {0, 1e-5, 1e-5, 1},
    [MATCH_CODE] = {0, 0.05, 0.95},
    [MATCH_SEX] = {0, 0.5, 0.5},
    [MATCH_NUMBER] = {0, 0.02, 0.05, 0.93},
};
static const double PRIOR_NAME = 1.5e-4; /* of people, who share a given full name */

/* ---- levels seen, and how often ---- */

struct pattern {
    uint64_t levels, count; /* count 0: free */
};
struct patterns {
    struct pattern *table;
    size_t room, used;
};

static struct pattern *pattern_at(const struct patterns *patterns, uint64_t levels)
{
    size_t at = (size_t)((levels ^ levels >> 29) * UINT64_C(0x9E3779B97F4A7C15) >> 20) & (patterns->room - 1);
    while (patterns->table[at].count != 0 && patterns->table[at].levels != levels)
        at = (at + 1) & (patterns->room - 1);
    return &patterns->table[at];
}

static void pattern_add(struct patterns *patterns, struct arena *arena, uint64_t levels)
{
    if (patterns->used * 2 >= patterns->room) {
        struct patterns larger = {.room = patterns->room == 0 ? 4096 : patterns->room * 4,
                                  .used = patterns->used};
        larger.table = arena_make_many(arena, larger.room, sizeof *larger.table);
        for (size_t i = 0; i < patterns->room; i++)
            if (patterns->table[i].count != 0)
                *pattern_at(&larger, patterns->table[i].levels) = patterns->table[i];
        *patterns = larger;
    }
    struct pattern *pattern = pattern_at(patterns, levels);
    patterns->used += pattern->count == 0;
    pattern->levels = levels;
    pattern->count++;
}

/* ---- strangers ---- */

struct sampling {
    const struct run *run;
    bool all;
    uint64_t counts[MATCH_THREADS_MAX][MATCH_FIELDS_MAX][MATCH_LEVELS_MAX];
    uint64_t total;
};

static double possible_pairs(const struct run *run)
{
    double n = (double)run->count, left = (double)run->left;
    return run->two_lists ? left * (n - left) : n * (n - 1) / 2;
}

static void pair_count(struct sampling *sampling, unsigned worker, uint32_t a, uint32_t b)
{
    uint64_t levels = levels_of(sampling->run, a, b);
    for (size_t f = 0; f < sampling->run->plan->field_count; f++)
        sampling->counts[worker][f][match_level(levels, f)]++;
}

static uint64_t chance(uint64_t number)
{
    uint64_t z = UINT64_C(0x2545F4914F6CDD1D) + number * UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

static void sample_by_chance(struct sampling *sampling, unsigned worker)
{
    const struct run *run = sampling->run;
    uint64_t second = run->two_lists ? run->left : 0;
    for (uint64_t i = worker; i < sampling->total; i += run->threads) {
        uint64_t number = chance(i);
        uint64_t a = (number >> 32) * (run->two_lists ? run->left : run->count) >> 32;
        uint64_t b = second + ((number & UINT32_MAX) * (run->count - second) >> 32);
        if (a != b)
            pair_count(sampling, worker, (uint32_t)a, (uint32_t)b);
    }
}

static void sample(void *context, unsigned worker)
{
    struct sampling *sampling = context;
    const struct run *run = sampling->run;
    if (!sampling->all) {
        sample_by_chance(sampling, worker);
        return;
    }
    size_t lefts = run->two_lists ? run->left : run->count;
    for (uint32_t a = worker; a < lefts; a += run->threads)
        for (uint32_t b = run->two_lists ? (uint32_t)run->left : a + 1; b < run->count; b++)
            pair_count(sampling, worker, a, b);
}

/* How often any two rows show each level, where both are known; `seen` tells of how many pairs. */
static void sample_levels(const struct run *run, double any[][MATCH_LEVELS_MAX],
                          double seen[MATCH_FIELDS_MAX])
{
    struct sampling sampling = {.run = run, .total = SAMPLE_MAX};
    sampling.all = possible_pairs(run) <= SAMPLE_MAX;
    workers_run(run->threads, sample, &sampling);
    for (size_t f = 0; f < run->plan->field_count; f++) {
        double counts[MATCH_LEVELS_MAX] = {0};
        seen[f] = 0;
        for (unsigned w = 0; w < run->threads; w++)
            for (unsigned l = 1; l < MATCH_LEVELS_MAX; l++) {
                counts[l] += (double)sampling.counts[w][f][l];
                seen[f] += (double)sampling.counts[w][f][l];
            }
        for (unsigned l = 1; l < MATCH_LEVELS_MAX; l++)
            any[f][l] = seen[f] > 0 ? counts[l] / seen[f] : 0;
    }
}

/* ---- expectation and maximisation ---- */

struct learning {
    struct run *run;
    struct patterns patterns;
    double any[MATCH_FIELDS_MAX][MATCH_LEVELS_MAX], seen[MATCH_FIELDS_MAX];
};

/* What all pairs show is what strangers show and what one person shows, by their shares. */
static void weights_set(struct learning *learning)
{
    struct run *run = learning->run;
    for (size_t f = 0; f < run->plan->field_count; f++)
        for (unsigned l = 1; l <= match_levels(run->plan->fields[f].kind); l++) {
            double seen = learning->seen[f], prior = PRIOR_OTHER[run->plan->fields[f].kind][l];
            double other = (learning->any[f][l] - run->share * run->same[f][l]) / (1 - run->share);
            double least = 0.5 / (seen + PRIOR_STRANGERS);
            other = (other * seen + prior * PRIOR_STRANGERS) / (seen + PRIOR_STRANGERS);
            run->other[f][l] = other > least ? other : least;
            run->weights[f][l] = log2(run->same[f][l] / run->other[f][l]);
        }
}

static double levels_weight(const struct run *run, uint64_t levels)
{
    double weight = log2(run->share / (1 - run->share));
    for (size_t f = 0; f < run->plan->field_count; f++)
        weight += run->weights[f][match_level(levels, f)]; /* of level 0: 0 */
    return weight;
}

/* One round; gives how far λ moved, as a part of it. */
static double round_learn(struct learning *learning)
{
    struct run *run = learning->run;
    double counts[MATCH_FIELDS_MAX][MATCH_LEVELS_MAX] = {{0}}, all = 0;
    for (size_t i = 0; i < learning->patterns.room; i++) {
        const struct pattern *pattern = &learning->patterns.table[i];
        if (pattern->count == 0)
            continue;
        double one = (double)pattern->count / (1 + exp2(-levels_weight(run, pattern->levels)));
        all += one;
        for (size_t f = 0; f < run->plan->field_count; f++)
            counts[f][match_level(pattern->levels, f)] += one;
    }
    for (size_t f = 0; f < run->plan->field_count; f++) {
        enum match_kind kind = run->plan->fields[f].kind;
        double known = PRIOR_PAIRS;
        for (unsigned l = 1; l <= match_levels(kind); l++)
            known += counts[f][l];
        for (unsigned l = 1; l <= match_levels(kind); l++)
            run->same[f][l] = (counts[f][l] + PRIOR_PAIRS * PRIOR_SAME[kind][l]) / known + LEAST;
    }
    double before = run->share;
    run->share = (all + 0.5) / (possible_pairs(run) + 1);
    weights_set(learning);
    return fabs(run->share - before) / run->share;
}

void run_learn(struct run *run)
{
    struct learning learning = {.run = run};
    for (size_t i = 0; i < run->pair_count; i++)
        pattern_add(&learning.patterns, run->arena, run->pairs[i].value);
    sample_levels(run, learning.any, learning.seen);
    for (size_t f = 0; f < run->plan->field_count; f++)
        for (unsigned l = 1; l <= match_levels(run->plan->fields[f].kind); l++)
            run->same[f][l] = PRIOR_SAME[run->plan->fields[f].kind][l];
    /* To begin with, one row in twenty has another row of the same person. */
    run->share = 0.05 * (double)run->count / (possible_pairs(run) + 20);
    weights_set(&learning);
    for (int i = 0; i < ROUNDS_MAX && round_learn(&learning) > ENOUGH; i++) {
    }
}

/* ---- one pair ---- */

/* A frequent name weighs less than its level, a rare one more: by how many other rows hold it. `usual` is how many of a
 * short list's rows would hold it anyway. */
static double frequency_weight(const struct run *run, double chance_of_any, uint32_t rows, double usual)
{
    if (rows < 1 || chance_of_any <= 0)
        return 0;
    double others = (rows > 1 ? (double)rows - 1 : 0.5) + usual;
    double bits = log2((chance_of_any * (double)run->count + usual) / others);
    return bits > 12 ? 12 : bits < -12 ? -12 : bits;
}

double run_weight(const struct run *run, uint32_t a, uint32_t b, uint64_t levels)
{
    double weight = levels_weight(run, levels);
    for (size_t f = 0; f < run->plan->field_count; f++) {
        const struct column *column = &run->columns[f];
        unsigned level = match_level(levels, f);
        enum match_kind kind = run->plan->fields[f].kind;
        if (column->cells == NULL || level == 0 || kind == MATCH_IDENTITY || kind == MATCH_CONTACT ||
            kind == MATCH_SEX)
            continue;
        const struct cell *x = &column->cells[a], *y = &column->cells[b];
        uint32_t rows = x->rows > y->rows ? x->rows : y->rows;
        if (level == 1 || (kind == MATCH_NAME && (level == NAME_PLAIN || level == NAME_TONES)))
            weight +=
                frequency_weight(run, column->chance, rows, kind == MATCH_NAME ? PRIOR_NAME * PRIOR_ROWS : 0);
        else if (kind == MATCH_NAME && level == NAME_ENDS)
            weight += frequency_weight(run, column->kin_chance, column->kin[a] > column->kin[b] ? column->kin[a] : column->kin[b], 0);
    }
    return weight;
}
