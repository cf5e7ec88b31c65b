/*
 * rule_columns.h — what many rules say of many rows: who meets every condition, which fails, what amount.
 *
 * The rules are those of rule.h, compiled once more from their steps: one language.
 * A line is some conditions and, where there is one, an amount. All lines are worked
 * out together over blocks of RULE_BLOCK rows, what they share only once:
 *
 *     const struct rule_column columns[] = {
 *         {.slot = 0, .kind = VALUE_CODE, .width = RULE_WIDTH_8, .codes = states, .code_count = 3},
 *         {.slot = 1, .kind = VALUE_NUMBER, .width = RULE_WIDTH_32},
 *     };
 *     const struct rule_line lines[] = {{.conditions = conditions, .condition_count = 5, .amount = amount}};
 *     const struct rule_columns_plan plan = {.columns = columns, .column_count = 2, .lines = lines, .line_count = 1};
 *     struct rule_columns *rules;
 *     if (!rule_columns_read(arena, &plan, &rules, why))
 *         return false;
 *     struct rule_columns_run *run = rule_columns_open(arena, rules);
 *     for each block:
 *         rule_columns_run(run, blocks, rows);
 *         const struct rule_line_answers *first = rule_columns_answers(run, 0);
 *         if (first->holds[row]) … first->amounts[row]
 *         else … rule_line_mask(first->failed, 5, row)     bit 2: the third condition is no
 *
 * Each answer is that of rule_evaluate for the row. A row holds where every condition is
 * a plain yes; an unknown condition, no rule (NULL) and a line without conditions hold
 * for nobody. What no column gives is missing, so unknown. An amount that leaves int64,
 * or is no whole number, is unknown and 0; it never wraps.
 *
 * The compiled rules live in the arena and borrow the rules and the codes of the columns;
 * they never change: many threads may run them, each with a run of its own.
 */
#pragma once

#include "base/failure.h"
#include "engine/rule/rule.h"

enum {
    RULE_BLOCK = 2048,             /* rows worked out at once */
    RULE_COLUMNS_MAX = 1024,       /* columns, and lines */
    RULE_LINE_CONDITIONS_MAX = 64, /* of one line */
    RULE_COLUMN_STEPS_MAX = 16384, /* of all lines together, what they share counted once */
};

/* How many bits each value of a column has, with a sign. */
enum rule_width { RULE_WIDTH_8, RULE_WIDTH_16, RULE_WIDTH_32, RULE_WIDTH_64 };

/* A column: the value of one slot for every row. 64 bits are for numbers only. */
struct rule_column {
    size_t slot;
    enum value_kind
        kind; /* VALUE_NUMBER: digits; VALUE_TRUTH: 1 yes, 0 no; VALUE_DAY: day.number; a code or text: its place in codes */
    enum rule_width width;
    uint8_t scale;            /* of a number: how many of its digits stand behind the comma */
    const struct text *codes; /* of VALUE_CODE and VALUE_TEXT: all that occur, each once */
    size_t code_count;
};

struct rule_line {
    const struct rule *const *conditions; /* truths */
    size_t condition_count;
    const struct rule *amount; /* a number; NULL: none */
};

/* A slot that has the same value in every row: a day of reference, a parameter of the law. */
struct rule_constant {
    size_t slot;
    struct value value;
};

struct rule_columns_plan {
    const struct rule_column *columns;
    size_t column_count;
    const struct rule_line *lines;
    size_t line_count;
    const struct rule_constant *constants; /* no slot is a column and a constant */
    size_t constant_count;
};

struct rule_columns;

/*
 * Compiles all lines for these columns. Fails with FAILURE_INVALID when a rule reads a
 * slot whose column or constant is of another kind, or a column is wider than its kind may be; with FAILURE_TOO_BIG beyond the limits above.
 */
MUST_CHECK bool rule_columns_read(struct arena *arena, const struct rule_columns_plan *plan,
                                  struct rule_columns **rules, struct failure *why);

/* The steps, one a line, numbered, with the width each is worked out in; for tests and engineers. */
struct text rule_columns_explain(struct arena *arena, const struct rule_columns *rules);

/* Some rows of one column. A code beyond its list, a truth but 0 and 1, a day that is none: missing. */
struct rule_column_block {
    const void *values; /* int8_t, int16_t, int32_t or int64_t, by the column's width */
    const uint8_t
        *missing; /* 1: nobody entered it, then the value means nothing; else 0. NULL: none is missing */
};

/* What a line says of the rows of the last block. Owned by the run, valid until the next block. */
struct rule_line_answers {
    const uint8_t *holds; /* 1: every condition is yes; else 0 */
    const uint8_t
        *failed; /* bit k of byte row: condition k is no; RULE_BLOCK bytes for each eight conditions */
    const uint8_t *unknown; /* likewise: nobody can say */
    const int64_t
        *amounts; /* 0 where the line does not hold or the amount is unknown; NULL: the line has none */
    const uint8_t *amount_unknown; /* 1: the amount cannot be said, whether the line holds or not; else 0 */
};

struct rule_columns_run;

/* Working memory for one thread, in the arena: some hundred KiB. */
struct rule_columns_run *rule_columns_open(struct arena *arena, const struct rule_columns *rules);

/* Works out `rows` rows (at most RULE_BLOCK); `blocks` has one entry for each column of the plan. */
void rule_columns_run(struct rule_columns_run *run, const struct rule_column_block *blocks, size_t rows);

const struct rule_line_answers *rule_columns_answers(const struct rule_columns_run *run, size_t line);

/* The conditions of one row as bits, of `failed` or `unknown`. */
static inline uint64_t rule_line_mask(const uint8_t *planes, size_t condition_count, size_t row)
{
    uint64_t mask = 0;
    for (size_t plane = 0; plane * 8 < condition_count; plane++)
        mask |= (uint64_t)planes[plane * RULE_BLOCK + row] << (plane * 8);
    return mask;
}

/* The value that stands in a row of a column, and putting it there; it must fit. */
static inline int64_t rule_column_get(const void *values, enum rule_width width, size_t row)
{
    return width == RULE_WIDTH_8    ? ((const int8_t *)values)[row]
           : width == RULE_WIDTH_16 ? ((const int16_t *)values)[row]
           : width == RULE_WIDTH_32 ? ((const int32_t *)values)[row]
                                    : ((const int64_t *)values)[row];
}

static inline void rule_column_put(void *values, enum rule_width width, size_t row, int64_t value)
{
    if (width == RULE_WIDTH_8)
        ((int8_t *)values)[row] = (int8_t)value;
    else if (width == RULE_WIDTH_16)
        ((int16_t *)values)[row] = (int16_t)value;
    else if (width == RULE_WIDTH_32)
        ((int32_t *)values)[row] = (int32_t)value;
    else
        ((int64_t *)values)[row] = value;
}

/* The least width that holds all numbers from `least` to `most`. */
enum rule_width rule_column_width(int64_t least, int64_t most);

/* The name of the instructions in use: "avx2" where the processor has them, else "baseline". */
const char *rule_columns_instructions(const struct rule_columns_run *run);
/* From now on the baseline, whatever the processor has: for tests and measuring. */
void rule_columns_use_baseline(struct rule_columns_run *run);
