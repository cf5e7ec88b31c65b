/* pairs.c — every pair that meets in a block is compared once: by the fixed rule, or level by level. */
#include "engine/match/match_inside.h"

enum { PAIRS_BYTES_MAX = 1 << 30 };

struct comparing {
    const struct run *run;
    struct buffer found[MATCH_THREADS_MAX]; /* of struct item */
    uint64_t compared[MATCH_THREADS_MAX];
    bool over[MATCH_THREADS_MAX];
};

/* Met under an earlier key already. */
static bool met_before(const struct run *run, size_t t, uint32_t a, uint32_t b)
{
    for (size_t i = 0; i < t; i++) {
        const uint64_t *of_row = run->tables[i].of_row;
        if (of_row != NULL && of_row[a] != 0 && of_row[a] == of_row[b])
            return true;
    }
    return false;
}

static void pair_compare(struct comparing *comparing, unsigned worker, size_t t, uint32_t a, uint32_t b)
{
    const struct run *run = comparing->run;
    const struct table *table = &run->tables[t];
    struct item item = {(uint64_t)a << 32 | b, 0};
    comparing->compared[worker]++;
    if (table->rule >= 0) {
        if (!tests_hold(run, &run->plan->rules[table->rule], a, b))
            return;
    } else {
        if (met_before(run, t, a, b))
            return;
        item.value = levels_of(run, a, b);
    }
    buffer_add_bytes(&comparing->found[worker], &item, sizeof item);
}

/* Rows of the first list stand before those of the second. */
static void block_compare(struct comparing *comparing, unsigned worker, size_t t, const struct item *block,
                          size_t count)
{
    const struct run *run = comparing->run;
    size_t second = 0;
    while (run->two_lists && second < count && block[second].value < run->left)
        second++;
    size_t firsts = run->two_lists ? second : count;
    for (size_t i = 0; i < firsts; i++)
        for (size_t j = run->two_lists ? second : i + 1; j < count; j++)
            pair_compare(comparing, worker, t, (uint32_t)block[i].value, (uint32_t)block[j].value);
}

/* Half of each table, cut between blocks. */
static void half_compare(void *context, unsigned worker)
{
    struct comparing *comparing = context;
    const struct run *run = comparing->run;
    for (size_t t = 0; t < run->table_count; t++) {
        const struct table *table = &run->tables[t];
        size_t cuts[2] = {table->count * worker / run->threads, table->count * (worker + 1) / run->threads};
        for (int c = 0; c < 2; c++)
            while (cuts[c] > 0 && cuts[c] < table->count &&
                   table->items[cuts[c]].key == table->items[cuts[c] - 1].key)
                cuts[c]++;
        for (size_t begin = cuts[0], end; begin < cuts[1] && !comparing->over[worker]; begin = end) {
            for (end = begin + 1; end < cuts[1] && table->items[end].key == table->items[begin].key;)
                end++;
            block_compare(comparing, worker, t, table->items + begin, end - begin);
            comparing->over[worker] = comparing->compared[worker] > MATCH_PAIRS_MAX;
        }
    }
}

/* By a, then b; each pair once. */
static void pairs_settle(struct run *run, struct item *items, size_t count)
{
    struct item *spare = arena_make_many(run->arena, count, sizeof *spare);
    unsigned bits = count_bits(run->count);
    struct item *sorted = items_sort(items, spare, count, 0, bits);
    sorted = items_sort(sorted, sorted == items ? spare : items, count, 32, bits);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || sorted[kept - 1].key != sorted[i].key)
            sorted[kept++] = sorted[i];
    run->pairs = sorted;
    run->pair_count = kept;
}

/* The levels of pairs that a fixed rule found, to say why: each worker a half. */
static void half_level(void *context, unsigned worker)
{
    struct run *run = context;
    size_t end = run->pair_count * (worker + 1) / run->threads;
    for (size_t i = run->pair_count * worker / run->threads; i < end; i++)
        run->pairs[i].value =
            levels_of(run, (uint32_t)(run->pairs[i].key >> 32), (uint32_t)run->pairs[i].key);
}

bool run_compare(struct run *run, struct failure *why)
{
    struct comparing comparing = {.run = run};
    size_t total = 0;
    bool good = true;
    for (unsigned w = 0; w < run->threads; w++)
        buffer_init(&comparing.found[w], PAIRS_BYTES_MAX);
    workers_run(run->threads, half_compare, &comparing);
    for (unsigned w = 0; w < run->threads; w++) {
        run->compared += comparing.compared[w];
        total += comparing.found[w].length / sizeof(struct item);
        if (comparing.over[w] || comparing.found[w].full)
            good = FAIL(why, FAILURE_TOO_BIG,
                        "more than %d pairs to compare; keys that fewer rows share are needed",
                        (int)MATCH_PAIRS_MAX);
    }
    if (good) {
        struct item *items = arena_make_many(run->arena, total, sizeof *items);
        size_t at = 0;
        for (unsigned w = 0; w < run->threads; w++)
            for (size_t i = 0; i < comparing.found[w].length / sizeof *items; i++)
                items[at++] = ((const struct item *)(const void *)comparing.found[w].bytes)[i];
        pairs_settle(run, items, total);
        if (run->plan->rule_count > 0)
            workers_run(run->threads, half_level, run);
    }
    for (unsigned w = 0; w < run->threads; w++)
        buffer_clear(&comparing.found[w]);
    return good;
}
