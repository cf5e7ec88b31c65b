/* figure_table.c — a whole quarter's table: each blob of cells is read once for all figures. */
#include "keep/record/figure.h"

#include "keep/record/record_inside.h"

#include <stdlib.h>

enum { COLUMNS_MAX = 4096 };

/* One key of a cell and the figure (column of the table) it adds to. */
struct column_key {
    int64_t key;
    size_t column;
};

struct column_keys {
    struct column_key *items;
    size_t count;
};

static int compare_keys(const void *a, const void *b)
{
    uint64_t one = (uint64_t)((const struct column_key *)a)->key, other = (uint64_t)((const struct column_key *)b)->key;
    return (one > other) - (one < other);
}

static bool is_cells(const struct figure_definition *figure)
{
    return (figure->kind == FIGURE_COUNT || figure->kind == FIGURE_SUM) && !figure->over_year;
}

static void add_key(struct column_keys *keys, struct text figure, struct text code, size_t column)
{
    keys->items[keys->count++] = (struct column_key){contribution_key(figure, code), column};
}

static bool gather_keys(struct arena *arena, const struct figure_table_question *question, struct column_keys *keys, struct failure *why)
{
    size_t kinds = question->definition->organisation_kind_count, room = 0;
    for (size_t f = 0; f < question->figure_count; f++)
        room += 1 + kinds + (question->figures[f]->by ? question->figures[f]->by->choice_count : 0);
    if (room > COLUMNS_MAX * 16)
        return FAIL(why, FAILURE_TOO_BIG, "a table of %zu kinds of cells", room);
    keys->items = arena_make_many(arena, room, sizeof *keys->items);
    keys->count = 0;
    for (size_t f = 0; f < question->figure_count; f++) {
        const struct figure_definition *figure = question->figures[f];
        if (!is_cells(figure))
            continue;
        add_key(keys, figure->name, (struct text){0}, f);
        for (size_t i = 0; figure->by && i < figure->by->choice_count; i++)
            add_key(keys, figure->name, figure->by->choices[i].code, f);
        for (size_t i = 0; figure->by_unit_kind && i < kinds; i++)
            add_key(keys, figure->name, question->definition->organisation_kinds[i].name, f);
    }
    if (keys->count > 1)
        qsort(keys->items, keys->count, sizeof *keys->items, compare_keys);
    return true;
}

struct table_sums {
    const struct column_keys *keys;
    int64_t *sums; /* of all groups, as the values stand */
    size_t columns;
};

/* Block and keys are both by key: one walk along the two. */
static bool take_block(void *context, size_t group, struct text block, size_t cells, struct failure *why)
{
    const struct table_sums *table = context;
    const struct column_keys *keys = table->keys;
    int64_t *sums = table->sums + group * table->columns;
    size_t k = 0;
    for (size_t i = 0; i < cells; i++) {
        struct cell cell = cell_at(block, i);
        while (k < keys->count && (uint64_t)keys->items[k].key < (uint64_t)cell.key)
            k++;
        if (k < keys->count && keys->items[k].key == cell.key && !cell_add(&sums[keys->items[k].column], cell.sum, why))
            return false;
    }
    return true;
}

static bool sum_groups(struct arena *arena, struct connection *connection, const struct unit_tree *tree,
                       const struct figure_table_question *question, int64_t *sums, struct failure *why)
{
    struct column_keys keys;
    if (!gather_keys(arena, question, &keys, why))
        return false;
    struct table_sums table = {&keys, sums, question->figure_count};
    const struct cells_question asked = {.tree = tree, .groups = question->groups, .group_count = question->group_count,
                                         .buckets = {period_first_bucket(question->period), period_last_bucket(question->period)}};
    return keys.count == 0 || cells_read(arena, connection, &asked, &(struct cells_taker){take_block, &table}, why);
}

/* Figures that are not cells of the period are asked one by one. */
static bool compute_other(struct arena *arena, struct connection *connection, const struct unit_tree *tree,
                          const struct figure_table_question *question, size_t group, struct value *values, struct failure *why)
{
    const struct figure_question ask = {.definition = question->definition, .units = question->groups[group], .period = question->period,
                                        .today = question->today};
    for (size_t f = 0; f < question->figure_count; f++) {
        struct figure_answer answer;
        if (is_cells(question->figures[f]))
            continue;
        if (!figure_compute(arena, connection, tree, question->figures[f], &ask, &answer, why))
            return false;
        values[f] = answer.value;
    }
    return true;
}

bool figure_table(struct arena *arena, struct connection *connection, const struct unit_tree *tree,
                  const struct figure_table_question *question, struct value *values, struct failure *why)
{
    size_t columns = question->figure_count, count = question->group_count * columns;
    if (columns > COLUMNS_MAX)
        return FAIL(why, FAILURE_TOO_BIG, "a table of %zu figures", columns);
    struct value *made = arena_make_many(arena, count, sizeof *made);
    int64_t *sums = arena_make_many(arena, count, sizeof *sums);
    if (!sum_groups(arena, connection, tree, question, sums, why))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct figure_definition *figure = question->figures[i % columns];
        if (is_cells(figure))
            made[i] = value_number((struct decimal){sums[i], figure->kind == FIGURE_SUM ? figure->field->scale : 0});
    }
    for (size_t g = 0; g < question->group_count; g++)
        if (!compute_other(arena, connection, tree, question, g, made + g * columns, why))
            return false;
    for (size_t i = 0; i < count; i++)
        values[i] = made[i];
    return true;
}
