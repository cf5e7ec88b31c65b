/* figure_table.c — a whole quarter's table: each blob of cells is read once for all figures. */
#include "keep/record/figure.h"

#include "keep/record/record_inside.h"

#include <stdlib.h>

#define SQL(id, name, text, postgres) static const struct sql id __attribute__((unused)) = {name, text, postgres};
#include "keep/record/record_sql.def"
#undef SQL

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
    return figure->kind == FIGURE_COUNT || figure->kind == FIGURE_SUM;
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

/* Both are by key: one walk along the two. */
static bool add_block(const struct column_keys *keys, struct text block, size_t cells, int64_t *sums, struct failure *why)
{
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

static bool sum_group(struct connection *connection, const struct unit_set *group, struct period period, const struct column_keys *keys,
                      int64_t *sums, struct failure *why)
{
    for (size_t i = 0; i < group->count; i++) {
        struct store_value range[] = {store_int64(group->units[i]->shard), store_int64(group->units[i]->number),
                                      store_int64(period_first_bucket(period)), store_int64(period_last_bucket(period))};
        struct statement *row_of;
        bool row;
        if (!store_select(connection, &CELL_RANGE, range, LENGTH_OF(range), &row_of, why))
            return false;
        for (;;) {
            size_t cells;
            if (!statement_step(row_of, &row, why))
                return false;
            if (!row)
                break;
            struct text block = statement_blob(row_of, 0);
            if (!cell_block_read(block, &cells, why) || !add_block(keys, block, cells, sums, why))
                return false;
        }
    }
    return true;
}

/* Figures that are not cells are asked one by one. */
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
    struct column_keys keys;
    if (question->figure_count > COLUMNS_MAX)
        return FAIL(why, FAILURE_TOO_BIG, "a table of %zu figures", question->figure_count);
    if (!gather_keys(arena, question, &keys, why))
        return false;
    struct value *made = arena_make_many(arena, question->group_count * question->figure_count, sizeof *made);
    int64_t *sums = arena_make_many(arena, question->figure_count, sizeof *sums);
    for (size_t g = 0; g < question->group_count; g++) {
        struct value *row = made + g * question->figure_count;
        for (size_t f = 0; f < question->figure_count; f++)
            sums[f] = 0;
        if (!sum_group(connection, question->groups[g], question->period, &keys, sums, why))
            return false;
        for (size_t f = 0; f < question->figure_count; f++)
            if (is_cells(question->figures[f]))
                row[f] = value_number((struct decimal){sums[f], question->figures[f]->kind == FIGURE_SUM ? question->figures[f]->field->scale : 0});
        if (!compute_other(arena, connection, tree, question, g, row, why))
            return false;
    }
    for (size_t i = 0; i < question->group_count * question->figure_count; i++)
        values[i] = made[i];
    return true;
}
