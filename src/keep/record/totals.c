/* totals.c — how many entries stand behind a figure, and their sum: from the cells, without walking the entries. */
#include "keep/record/record_inside.h"

#define SQL(id, name, text, postgres) static const struct sql id __attribute__((unused)) = {name, text, postgres};
#include "keep/record/record_sql.def"
#undef SQL

struct total_keys {
    int64_t *sums, *entries; /* the same key in both where each entry is one */
    size_t count;
};

static void add_part(struct total_keys *keys, const struct figure_definition *figure, struct text part)
{
    keys->sums[keys->count] = contribution_key(figure->name, part);
    keys->entries[keys->count] = contribution_entries_key(figure, part);
    keys->count++;
}

struct total_keys *total_keys_make(struct arena *arena, const struct figure_definition *figure, const struct definition *definition,
                                   struct text by)
{
    size_t choices = figure->by ? figure->by->choice_count : 0, kinds = figure->by_unit_kind ? definition->organisation_kind_count : 0;
    struct total_keys *keys = arena_make(arena, sizeof *keys);
    keys->sums = arena_make_many(arena, choices + kinds + 1, sizeof *keys->sums);
    keys->entries = arena_make_many(arena, choices + kinds + 1, sizeof *keys->entries);
    add_part(keys, figure, by);
    if (by.length > 0)
        return keys;
    for (size_t i = 0; i < choices; i++)
        add_part(keys, figure, figure->by->choices[i].code);
    for (size_t i = 0; i < kinds; i++)
        add_part(keys, figure, definition->organisation_kinds[i].name);
    return keys;
}

bool total_compute(struct connection *connection, const struct unit *unit, const struct total_keys *keys, const int32_t buckets[2],
                   int64_t *entries, int64_t *sum, struct failure *why)
{
    struct store_value range[] = {store_int64(unit->shard), store_int64(unit->number), store_int64(buckets[0]), store_int64(buckets[1])};
    struct statement *row_of;
    *entries = *sum = 0;
    if (unit == unit->home) /* its blocks are sums of others */
        return true;
    if (!store_group_flush(connection, why) || !store_select(connection, &CELL_RANGE, range, LENGTH_OF(range), &row_of, why))
        return false;
    while (statement_next(row_of, why)) {
        size_t cells;
        struct text block = statement_blob(row_of, 0);
        if (!cell_block_read(block, &cells, why))
            return false;
        for (size_t i = 0; i < keys->count; i++)
            if (!cell_add(sum, cell_sum(block, cells, keys->sums[i]), why) ||
                !cell_add(entries, cell_sum(block, cells, keys->entries[i]), why))
                return false;
    }
    return statement_sound(row_of);
}
