/*
 * rule_columns_inside.h — rules over columns, compiled: steps in static single assignment.
 *
 * Written by rule_columns_compile (rule steps to column steps), planned by rule_columns_plan
 * (which are needed, where their results stand), run by rule_columns_run.
 *
 * Truths have two bytes a row: `yes` and `possible` (may it be yes?). Known: both are the
 * same; unknown: not yes, but possible. Then and, or, not are the same on both, and where
 * nothing is missing the two are one. Everything else is whole numbers with `missing`
 * apart; a number is its digits at the step's scale, known when compiling. Where missing,
 * a number still lies within least .. most, so that nothing proven to fit can leave it.
 */
#pragma once

#include "engine/rule/rule_columns.h"
#include "engine/rule/rule_kernels_inside.h"
#include "engine/rule/rule_steps_inside.h"

enum column_step_kind {
#define STEP(name, word) COLUMN_STEP_##name,
#include "engine/rule/rule_columns.def"
#undef STEP
};

enum { COLUMN_INPUTS_MAX = 3 };

struct column_step {
    uint8_t kind;  /* enum column_step_kind */
    uint8_t type;  /* enum value_kind */
    uint8_t width; /* enum rule_width of the result; of truths RULE_WIDTH_8 */
    uint8_t scale;
    bool turned;  /* RANGES: in none of them */
    bool missing; /* CONSTANT: unknown */
    uint8_t input_count;
    uint32_t inputs[COLUMN_INPUTS_MAX];
    uint32_t first; /* RANGES: of ranges; READ: the column; ROWS: of rules; CONDITION, AMOUNT: the line */
    uint32_t count; /* RANGES: how many; CONDITION: its number in the line */
    int64_t least, most; /* all results lie within; of a CONSTANT the value, twice */
};

/* Where a step's results stand: places in the run's buffers of its width, and of bytes. */
struct column_place {
    uint32_t values, bytes;
};

struct rule_columns {
    struct rule_column *columns;
    size_t column_count;
    struct rule_line *lines;
    size_t line_count;
    struct rule_constant *constants;
    size_t constant_count;
    int32_t **translations; /* of a column of codes: from its numbers to all's; NULL: they are the same */
    struct column_step *steps;
    size_t step_count;
    struct rule_range *ranges;
    size_t range_count;
    const struct rule **rules; /* of ROWS */
    size_t rule_count;
    uint32_t *order; /* the steps to run, without those nobody needs */
    size_t order_count;
    struct column_place *places;         /* of each step */
    size_t value_places[4], byte_places; /* how many buffers a run needs of each width */
    size_t slot_count;                   /* for rules worked out row by row */
};

bool rule_columns_compile(struct arena *arena, struct rule_columns *rules, struct failure *why);
void rule_columns_place(struct arena *arena, struct rule_columns *rules);
