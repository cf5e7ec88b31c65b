/* policy_people.c — people brought into columns, each as narrow as its bounds allow. */
#include "engine/policy/policy_people.h"

#include "engine/policy/policy_inside.h"
#include "engine/policy/policy_rows.h"

struct policy_people {
    const struct policy *policy;
    struct day as_of;
    struct policy_rows *rows; /* NULL: each is judged alone */
    const struct policy_rows_column *columns;
    struct rule_column_block *blocks;
    bool *alone; /* of each person of the block */
};

/* ── columns ── */

/* The least width that holds all the column may have. */
static enum rule_width width_of(const struct policy_column *column)
{
    struct decimal least, most;
    if (column->kind != VALUE_NUMBER)
        return column->kind == VALUE_DAY ? RULE_WIDTH_32 : RULE_WIDTH_8; /* POLICY_CODES_MAX codes */
    if (!decimal_rescale(column->least, 0, &least) || !decimal_rescale(column->most, 0, &most))
        return RULE_WIDTH_64;
    return rule_column_width(least.digits, most.digits);
}

static bool asks_text(const struct policy *policy, const struct rule *rule)
{
    size_t count = 0;
    const size_t *slots = rule ? rule_slots(rule, &count) : NULL;
    for (size_t i = 0; i < count; i++)
        if (slots[i] < policy->column_count && policy->columns[slots[i]].kind == VALUE_TEXT)
            return true;
    return false;
}

/* Columns of texts are not judged in rows (policy_rows.h). */
static bool any_asks_text(const struct policy *policy)
{
    bool any = false;
    for (size_t i = 0; i < policy->line_count; i++) {
        const struct policy_line *line = &policy->lines[i];
        any = any || asks_text(policy, line->pay);
        for (size_t k = 0; k < line->condition_count; k++)
            any = any || asks_text(policy, line->conditions[k].rule);
        for (size_t k = 0; k < line->supplement_count; k++)
            any = any || asks_text(policy, line->supplements[k].where) || asks_text(policy, line->supplements[k].pay);
    }
    return any;
}

struct policy_people *policy_people_open(struct arena *arena, const struct policy *policy, struct day as_of)
{
    struct policy_people *people = arena_make(arena, sizeof *people);
    struct policy_rows_column *columns = arena_make_many(arena, policy->column_count, sizeof *columns);
    struct policy_rows_plan plan = {.policy = policy, .columns = columns, .as_of = as_of};
    struct failure beyond;
    *people = (struct policy_people){.policy = policy, .as_of = as_of, .columns = columns};
    for (size_t i = 0; i < policy->column_count; i++)
        if (policy->columns[i].kind != VALUE_TEXT)
            columns[plan.column_count++] = (struct policy_rows_column){.column = i, .width = width_of(&policy->columns[i])};
    /* Too much for blocks is not too much for one person after the other. */
    if (any_asks_text(policy) || !policy_rows_read(arena, &plan, &people->rows, &beyond))
        return people;
    people->alone = arena_make_many(arena, RULE_BLOCK, sizeof *people->alone);
    people->blocks = arena_make_many(arena, plan.column_count, sizeof *people->blocks);
    for (size_t i = 0; i < plan.column_count; i++)
        people->blocks[i] = (struct rule_column_block){arena_make(arena, (size_t)RULE_BLOCK << columns[i].width), arena_make(arena, RULE_BLOCK)};
    return people;
}

/* ── one block ── */

enum told { TOLD, NOT_TOLD, ALONE };

static enum told cell_of(const struct policy_column *column, struct value value, int64_t *cell)
{
    struct decimal whole;
    struct value admitted = policy_value_admit(column, value);
    switch (admitted.kind) {
    case VALUE_TRUTH:
        *cell = admitted.truth;
        return TOLD;
    case VALUE_DAY:
        *cell = admitted.day.number;
        return TOLD;
    case VALUE_NUMBER:
        if (!decimal_rescale(admitted.number, 0, &whole))
            return ALONE;
        *cell = whole.digits;
        return TOLD;
    case VALUE_CODE:
        for (*cell = 0; !text_equal(column->codes[*cell], admitted.text);)
            (*cell)++;
        return TOLD;
    case VALUE_TEXT:
    case VALUE_UNKNOWN:
        break;
    }
    return NOT_TOLD;
}

static void column_fill(struct policy_people *people, size_t index, const struct value *values, size_t count)
{
    const struct policy *policy = people->policy;
    const struct policy_rows_column *given = &people->columns[index];
    const struct policy_column *column = &policy->columns[given->column];
    uint8_t *missing = (uint8_t *)people->blocks[index].missing;
    for (size_t i = 0; i < count; i++) {
        int64_t cell = 0;
        enum told told = cell_of(column, values[i * policy->column_count + given->column], &cell);
        missing[i] = told != TOLD;
        people->alone[i] = people->alone[i] || told == ALONE;
        rule_column_put((void *)people->blocks[index].values, given->width, i, told == TOLD ? cell : 0);
    }
}

static void block_judge(struct policy_people *people, const struct value *values, size_t count, struct policy_verdict *verdicts)
{
    const struct policy *policy = people->policy;
    size_t index = 0;
    for (size_t i = 0; i < count; i++)
        people->alone[i] = false;
    for (size_t i = 0; i < policy->column_count; i++)
        if (policy->columns[i].kind != VALUE_TEXT)
            column_fill(people, index++, values, count);
    policy_rows_judge(people->rows, people->blocks, count, verdicts);
}

void policy_people_judge(struct policy_people *people, const struct value *values, size_t count, struct policy_verdict *verdicts)
{
    const struct policy *policy = people->policy;
    for (size_t from = 0; from < count; from += RULE_BLOCK) {
        size_t rows = count - from < RULE_BLOCK ? count - from : RULE_BLOCK;
        const struct value *of = values + from * policy->column_count;
        struct policy_verdict *into = verdicts + from * policy->line_count;
        if (people->rows)
            block_judge(people, of, rows, into);
        for (size_t i = 0; i < rows; i++)
            if (!people->rows || people->alone[i])
                policy_judge(policy, &(struct policy_facts){of + i * policy->column_count, policy->column_count, people->as_of},
                             into + i * policy->line_count);
    }
}
