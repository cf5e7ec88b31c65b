/*
 * match.h — which rows of one or two lists speak of the same person, how sure is that, and because of what?
 *
 *     const struct match_plan *plan = match_plan_people(arena);        (or that of a mapping file: mapping.h)
 *     struct match_rows *rows = match_rows_make(arena, plan);
 *     match_rows_add(rows, 0, cells);                               (a text for each field of the plan, empty: not known)
 *     struct match_result result;
 *     if (!match_run(arena, rows, 2, &result, why)) …
 *     for (size_t i = 0; i < result.count; i++)
 *         show(result.links[i].band, match_words(arena, plan, result.links[i].levels, LANGUAGE_VI));
 *
 *         giống ở họ và tên (bỏ dấu), ngày sinh; khác ở nơi ở; chưa rõ số định danh
 *
 * Each pair of rows that meets under a key of the plan gets a level for each field ("the same but for tones", "one digit
 * differs"). What a level is worth is learned from the lists themselves, without anybody saying which pairs are one person
 * (Fellegi and Sunter 1969, weights by EM): a level that one person's rows often show and strangers' rows seldom do, weighs
 * much; a rare name weighs more than a frequent one. Weights are in bits and add up. A plan may hold a fixed rule instead.
 *
 * Nothing here decides about a person. A pair that is sure says that the rows speak of one; the rest is for a human to look
 * at. Never sure, whatever the weight: the same number under another name; and, unless the identity numbers are the same,
 * a name in which a letter or a tone differs (twins are called Hùng and Hưng) and a birthday that is not the same to the day.
 *
 * Equal rows in equal order give equal results, with one thread or two. Texts of rows are borrowed until the run is over
 * (UTF-8, else the cell counts as not known); rows are numbered from 0 in the order of adding, over both lists.
 */
#pragma once

#include "base/arena.h"
#include "base/failure.h"
#include "base/problem.h"
#include "base/text.h"

enum {
    MATCH_FIELDS_MAX = 16,
    MATCH_KEYS_MAX = 32,
    MATCH_ATOMS_MAX = 4,   /* parts of one key */
    MATCH_RULES_MAX = 8,   /* lines of a fixed rule */
    MATCH_LEVELS_MAX = 10, /* of a field; level 0 is "not known" */
    MATCH_ROWS_MAX = 20000000,
    MATCH_PAIRS_MAX = 100000000, /* compared; more is FAILURE_TOO_BIG */
    MATCH_GROUP_MAX = 64,        /* rows of one person */
    MATCH_THREADS_MAX = 2,
};

enum match_kind {
    MATCH_NAME,  /* of a Vietnamese person, surname first */
    MATCH_WORDS, /* other words: a street, a name from elsewhere */
    MATCH_DAY,   /* 1985 · 9/1985 · 08/09/1985: what is not written is not known */
    MATCH_IDENTITY, /* a number of one person, of which one digit may be mistyped; 9 and 12 digits as Vietnam's */
    MATCH_CONTACT, /* the same, but a household may share it: telephone, bank account */
    MATCH_CODE,    /* the same or not */
    MATCH_SEX,     /* nam, nữ */
    MATCH_NUMBER,
};

/* What of a field two rows must share to meet. */
enum match_part {
    PART_WHOLE,     /* all of it, without tones; a full day */
    PART_FIRST,     /* the first word: the surname */
    PART_LAST,      /* the last word: the given name */
    PART_WORDS,     /* its words in any order */
    PART_START,     /* its first three letters */
    PART_YEAR,      /* of a day */
    PART_MONTH_DAY, /* of a full day */
    PART_NEAR,      /* all but one of its letters, whichever */
};

struct match_field {
    struct text title; /* as said to people: "họ và tên" */
    enum match_kind kind;
    int sex_field, day_field; /* MATCH_IDENTITY: fields that prove it; -1: none */
    double tolerance;         /* MATCH_NUMBER: a part of the number, 0.05 */
};

struct match_atom {
    uint8_t field;
    enum match_part part;
};
struct match_key {
    struct match_atom atoms[MATCH_ATOMS_MAX];
    size_t count;
};

enum match_test {
    TEST_NONE,
    TEST_EQUAL,   /* known and the same; days: full */
    TEST_IN_PART, /* days: one of them is not full, the same as far as both tell */
    TEST_LIKE,    /* Jaro–Winkler similarity above `least` */
};
/* All tests of a line must hold; a pair is the same by any line. */
struct match_rule {
    enum match_test tests[MATCH_FIELDS_MAX];
    double least[MATCH_FIELDS_MAX];
};

enum match_form {
    MATCH_GROUPS,      /* rows of one person, any number */
    MATCH_ONE_TO_ONE,  /* two lists: a row has at most one on the other side */
    MATCH_MANY_TO_ONE, /* several of the first list may be one of the second */
};

struct match_plan {
    struct match_field fields[MATCH_FIELDS_MAX];
    size_t field_count;
    struct match_key keys[MATCH_KEYS_MAX];
    size_t key_count;
    struct match_rule rules[MATCH_RULES_MAX]; /* none: weights */
    size_t rule_count;
    enum match_form form;
    uint32_t block_max;    /* rows that share one key; larger blocks are left out and reported */
    double sure, doubtful; /* probabilities from which a pair is sure, and from which it is looked at */
};

/* The fields of match_plan_people, in this order. */
enum {
    PERSON_NAME,
    PERSON_BORN,
    PERSON_IDENTITY,
    PERSON_SEX,
    PERSON_PLACE,
    PERSON_PHONE,
    PERSON_ACCOUNT,
    PERSON_FIELDS
};
const struct match_plan *match_plan_people(struct arena *arena);

struct match_rows;
/* `plan` is borrowed. */
struct match_rows *match_rows_make(struct arena *arena, const struct match_plan *plan);
/* List 0 or 1; all of list 0 first. Plans of MATCH_GROUPS take list 0 only. FAILURE_TOO_BIG beyond MATCH_ROWS_MAX. */
MUST_CHECK bool match_rows_add(struct match_rows *rows, int list, const struct text *cells,
                               struct failure *why);
size_t match_rows_count(const struct match_rows *rows);
/* The cells of a row as they were added: a text for each field. */
const struct text *match_rows_at(const struct match_rows *rows, size_t row);

enum match_band { BAND_SURE, BAND_DOUBTFUL };

struct match_link {
    uint32_t a, b;   /* a < b */
    float weight;    /* bits, all told; with a rule 0 */
    float chance;    /* that both are one, 0 to 1; with a rule 1 */
    uint64_t levels; /* four bits for each field: match_level */
    enum match_band band;
    bool
        joined; /* both stand in one group; false: a better partner, or the rest of the group, speaks against it */
};

/* A block left out because too many rows share the key: one of its rows, to show what they share. */
struct match_capped {
    size_t key;
    uint32_t rows, row;
};

/* An identity number that cannot be as written, or was repaired: identity_number.h's code. */
struct match_doubt {
    uint32_t row, field;
    const char *problem; /* NULL: digits were put in and agree with sex and birth */
};

struct match_result {
    struct match_link *links; /* by a, then b */
    size_t count;
    uint32_t *group; /* of each row: the lowest row of its group, itself when alone */
    struct match_capped *capped;
    size_t capped_count;
    struct match_doubt *doubts;
    size_t doubt_count;
    uint64_t pairs; /* compared */
    double share;   /* of all possible pairs that are one person, as learned */
    float weights[MATCH_FIELDS_MAX][MATCH_LEVELS_MAX]; /* bits for each level, before a name's frequency */
};

/* `threads` 1 or 2. FAILURE_TOO_BIG over MATCH_PAIRS_MAX. The result stands in `arena`. */
MUST_CHECK bool match_run(struct arena *arena, struct match_rows *rows, unsigned threads,
                          struct match_result *result, struct failure *why);

static inline unsigned match_level(uint64_t levels, size_t field)
{
    return (unsigned)(levels >> (4 * field)) & 15;
}

/* How many levels a kind has; they count from 1, the best first. */
unsigned match_levels(enum match_kind kind);

/* words.c */
/* "giống ở …; khác ở …; chưa rõ …", without any value of a person. */
struct text match_words(struct arena *arena, const struct match_plan *plan, uint64_t levels,
                        enum language language);
/* One level of a kind alone: "một chữ số khác". Empty for level 0. */
struct text match_level_words(enum match_kind kind, unsigned level, enum language language);
