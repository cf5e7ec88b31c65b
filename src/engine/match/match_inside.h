/*
 * match_inside.h — what the steps of match_run hand on: columns, keys, pairs, weights.
 *
 *     prepare (prepare.c) → keys (keys.c) → pairs with levels (pairs.c) → weights (learn.c) → links and groups (groups.c)
 */
#pragma once

#include "base/buffer.h"
#include "engine/match/match.h"
#include "engine/match/partial_day.h"
#include "engine/match/person_name.h"
#include "engine/match/similar.h"

enum { ROWS_BLOCK = 4096, TABLES_MAX = MATCH_KEYS_MAX * MATCH_RULES_MAX };

struct rows_block {
    struct rows_block *next;
    struct text *cells; /* ROWS_BLOCK × fields */
};

struct match_rows {
    struct arena *arena;
    const struct match_plan *plan;
    struct rows_block *first, *last;
    size_t count, left; /* rows in all; of list 0 */
    bool second;        /* list 1 has begun */
};

/* A cell of words, a name, a code. `hash` 0: not known. Two of them to a line of the cache: millions are looked at in any order. */
struct cell {
    const char *bytes;     /* plain, and behind it toned */
    uint64_t hash;         /* of plain */
    uint64_t letters;      /* its letters, as a struct letter_count; */
    uint32_t rows;         /* that hold the same */
    uint8_t more_letters;  /* the rest of it */
    uint8_t plain, toned;  /* lengths */
};

struct column {
    struct cell *cells;
    uint32_t *kin;             /* MATCH_NAME: rows whose first and last word is the same; NULL where nobody asks */
    struct partial_day *days;  /* MATCH_DAY */
    double *numbers;           /* MATCH_NUMBER; NAN not known */
    double chance, kin_chance; /* that two rows taken by chance hold the same */
};

/* Sorted by radix. */
struct item {
    uint64_t key, value;
};

/* Rows that share a key, next to each other, rows ascending. */
struct table {
    struct match_atom atoms[MATCH_ATOMS_MAX + MATCH_FIELDS_MAX];
    size_t atom_count;
    size_t key;       /* of the plan */
    int rule;         /* -1: none */
    uint64_t *of_row; /* one value for each row, 0 none; NULL when a row has several */
    struct item *items;
    size_t count;
};

struct run {
    const struct match_plan *plan;
    const struct match_rows *rows;
    struct arena *arena; /* of this run; results go elsewhere */
    struct arena *workers[MATCH_THREADS_MAX];
    unsigned threads;
    size_t count, left;
    bool two_lists;
    struct column columns[MATCH_FIELDS_MAX];
    struct table *tables;
    size_t table_count;
    struct buffer capped, doubts[MATCH_THREADS_MAX]; /* of struct match_capped, match_doubt */
    struct item *pairs;                              /* key: a << 32 | b, value: levels; sorted, none twice */
    size_t pair_count;
    uint64_t compared;
    double share;                                     /* λ: of all pairs, one person */
    double same[MATCH_FIELDS_MAX][MATCH_LEVELS_MAX];  /* m */
    double other[MATCH_FIELDS_MAX][MATCH_LEVELS_MAX]; /* u */
    double weights[MATCH_FIELDS_MAX][MATCH_LEVELS_MAX];
};

/* Calls work(context, 0 … threads - 1), one in each thread. */
typedef void worker_function(void *context, unsigned worker);
void workers_run(unsigned threads, worker_function *work, void *context);

/* How many bits `count` is written in. */
unsigned count_bits(size_t count);
/* Sorts by `bits` bits of the key from `shift` on, stably; `spare` is as large. Gives the one of the two that holds the result. */
struct item *items_sort(struct item *items, struct item *spare, size_t count, unsigned shift, unsigned bits);

void run_prepare(struct run *run);
/* "m" and "f"; what is neither stays as it is. `plain` has no tones. */
struct text sex_word(struct text plain);
void run_count_frequencies(struct run *run);
MUST_CHECK bool run_find_keys(struct run *run, struct failure *why);
MUST_CHECK bool run_compare(struct run *run, struct failure *why);
void run_learn(struct run *run);
void run_group(struct run *run, struct arena *arena, struct match_result *result);

/* Of words, eight letters at a time: asked of every row, and compared within one run only. */
uint64_t letters_hash(struct text a);

/* The bytes a key's part stands for; the hash is 0 when it is not known. */
uint64_t part_hash(const struct run *run, struct match_atom atom, uint32_t row);

uint64_t levels_of(const struct run *run, uint32_t a, uint32_t b);
bool tests_hold(const struct run *run, const struct match_rule *rule, uint32_t a, uint32_t b);

/* Bits that both are one person, from levels and from how frequent the names are. */
double run_weight(const struct run *run, uint32_t a, uint32_t b, uint64_t levels);
enum match_band run_band(const struct run *run, double chance, uint64_t levels);

static inline struct text cell_plain(const struct cell *cell)
{
    return (struct text){cell->bytes, cell->plain};
}

static inline struct letter_count cell_letters(const struct cell *cell)
{
    return (struct letter_count){cell->letters, cell->more_letters};
}

/* Levels by kind; those not named are the same for all: 0 is not known. words.c says each in words. */
enum name_level {
    NAME_SAME = 1,
    NAME_PLAIN,      /* but for tones */
    NAME_TONES,      /* the same letters, but both have tones and they differ */
    NAME_REARRANGED, /* the same syllables in another order, or without a middle one */
    NAME_SLIP,       /* one letter differs, and nobody else is written so: a slip of the pen */
    NAME_NEAR,       /* one letter differs */
    NAME_ALIKE,
    NAME_ENDS, /* surname and given name only */
    NAME_OTHER,
};
enum words_level { WORDS_SAME = 1, WORDS_SLIP, WORDS_NEAR, WORDS_ALIKE, WORDS_PARTLY, WORDS_OTHER };
enum day_level { DAY_SAME = 1, DAY_IN_PART, DAY_SWAPPED, DAY_SLIP, DAY_YEAR, DAY_YEAR_NEAR, DAY_OTHER };
enum identity_level { NUMBER_SAME = 1, NUMBER_NEAR, NUMBER_OTHER };
enum code_level { CODE_SAME = 1, CODE_OTHER };

enum { IDENTITY_NEW = 12, IDENTITY_OLD = 9 };
