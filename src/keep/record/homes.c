/* homes.c — the provinces' blocks made from those of their units, once, when an older database is opened. */
#include "keep/record/record_inside.h"

#include <stdlib.h>

#define SQL(id, name, text, postgres) static const struct sql id __attribute__((unused)) = {name, text, postgres};
#include "keep/record/record_sql.def"
#undef SQL

struct keys { /* of sums; what counts entries is not among them */
    int64_t *items;
    size_t count, room;
};

static int compare_keys(const void *a, const void *b)
{
    int64_t one = *(const int64_t *)a, other = *(const int64_t *)b;
    return (one > other) - (one < other);
}

static void add_key(struct arena *arena, struct keys *keys, int64_t key)
{
    if (keys->count == keys->room) {
        size_t room = keys->room ? keys->room * 2 : 1024;
        int64_t *more = arena_make_many(arena, room, sizeof *more);
        for (size_t i = 0; i < keys->count; i++)
            more[i] = keys->items[i];
        keys->items = more;
        keys->room = room;
    }
    keys->items[keys->count++] = key;
}

static bool load_keys(struct arena *arena, struct connection *writer, struct keys *keys, struct failure *why)
{
    struct statement *row_of;
    if (!store_statement(writer, &CONTRIBUTION_KINDS, &row_of, why))
        return false;
    while (statement_next(row_of, why))
        add_key(arena, keys, contribution_key_part(statement_int64(row_of, 0), statement_text(row_of, 1)));
    if (!statement_sound(row_of))
        return false;
    if (keys->count > 1)
        qsort(keys->items, keys->count, sizeof *keys->items, compare_keys);
    return true;
}

static void move_block(struct cell_moves *moves, const struct unit *unit, int32_t bucket, struct text block, size_t cells,
                       const struct keys *keys)
{
    for (size_t i = 0; i < cells; i++) {
        struct cell cell = cell_at(block, i);
        if (keys->count > 0 && bsearch(&cell.key, keys->items, keys->count, sizeof *keys->items, compare_keys))
            cell_move_home(moves, unit, bucket, cell.key, cell.sum);
    }
}

static bool gather(struct connection *writer, const struct unit_tree *tree, const struct keys *keys, struct cell_moves *moves,
                   struct failure *why)
{
    struct statement *row_of;
    bool row = true;
    if (!store_statement(writer, &CELL_ALL, &row_of, why))
        return false;
    while (row) {
        size_t cells;
        if (!statement_step(row_of, &row, why))
            return false;
        const struct unit *unit = row ? unit_by_number(tree, statement_int64(row_of, 0)) : NULL;
        if (!unit)
            continue;
        struct text block = statement_blob(row_of, 2);
        if (!cell_block_read(block, &cells, why))
            return false;
        move_block(moves, unit, (int32_t)statement_int64(row_of, 1), block, cells, keys);
    }
    return true;
}

bool cell_sum_homes(struct connection *writer, struct failure *why)
{
    struct arena *CLOSING(arena) arena = arena_open();
    const struct unit_tree *tree;
    struct keys keys = {0};
    if (!store_group_flush(writer, why) || !unit_tree_load(arena, writer, NULL, &tree, why) || !load_keys(arena, writer, &keys, why))
        return false;
    struct cell_moves *moves = cell_moves_open();
    bool done = gather(writer, tree, &keys, moves, why) && cell_apply(arena, writer, unit_tree_shard(tree), moves, why);
    cell_moves_close(moves);
    return done;
}
