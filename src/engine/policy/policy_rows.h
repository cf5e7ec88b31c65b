/*
 * policy_rows.h — what policy_judge says, for many people at once.
 *
 * The same rules, compiled for columns by engine/rule/rule_columns.h; a test compares both for ever. People stand in
 * blocks of up to RULE_BLOCK rows, one array for each column the data have:
 *
 *     const struct policy_rows_column columns[] = {{.column = policy_column_find(policy, TEXT("born")), .width = RULE_WIDTH_32}, …};
 *     const struct policy_rows_plan plan = {.policy = policy, .columns = columns, .column_count = 9, .as_of = day};
 *     struct policy_rows *rows;
 *     if (!policy_rows_read(arena, &plan, &rows, why)) …
 *     for each block:
 *         policy_rows_judge(rows, blocks, count, verdicts);       verdicts[row * policy->line_count + line]
 *
 * A code is its place in the dictionary's list, a truth 1 or 0, a day its number, a number its digits (with `scale` of
 * them behind the comma). Whatever is missing, out of bounds or no such code is unknown. Columns of texts are not taken.
 * Working memory is in the arena; a struct policy_rows belongs to one thread.
 */
#pragma once

#include "engine/policy/policy_entitle.h"
#include "engine/rule/rule_columns.h"

struct policy_rows_column {
    size_t column; /* of the policy */
    enum rule_width width;
    uint8_t scale;
};

struct policy_rows_plan {
    const struct policy *policy; /* borrowed */
    const struct policy_rows_column *columns;
    size_t column_count; /* a column of the policy that is not among them is unknown for all */
    struct day as_of;
};

struct policy_rows;

/* FAILURE_INVALID when a column is of texts, is there twice or is wider than its kind may be. */
MUST_CHECK bool policy_rows_read(struct arena *arena, const struct policy_rows_plan *plan, struct policy_rows **rows, struct failure *why);

/* `count` rows, at most RULE_BLOCK; `blocks` has one entry for each column of the plan; `verdicts` count × line_count. */
void policy_rows_judge(struct policy_rows *rows, const struct rule_column_block *blocks, size_t count, struct policy_verdict *verdicts);
