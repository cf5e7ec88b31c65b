/*
 * block.c — the blocks of cells that works move: read once, moved in memory, written before each commit.
 *
 * Hundreds of acts of one commit move the same few blocks, their province's above all. What a work that is undone did to
 * them is taken back here as the database takes back its rows: each change leaves what was before to a rollback. Past
 * KEPT_MAX of memory (figures made anew, for a whole country) blocks are read and written one by one.
 */
#include "keep/record/record_inside.h"

#include "base/map.h"

#include <stdlib.h>

#define SQL(id, name, text, postgres) static const struct sql id __attribute__((unused)) = {name, text, postgres};
#include "keep/record/record_sql.def"
#undef SQL

enum { KEPT_MAX = 16 << 20 };

struct block_state {
    struct text bytes;
    bool known;   /* else the table tells */
    bool changed; /* the table does not know yet */
};

struct block {
    struct block_key key;
    struct block_state is;
};

struct blocks {
    struct arena *arena; /* the group's, and of those after it */
    struct map *by_key;
};

/* ---- in the table ---- */

static bool load(struct arena *arena, struct connection *writer, const struct block_key *key, struct text *bytes, struct failure *why)
{
    const struct store_value row[] = {store_int64(key->shard), store_int64(key->unit), store_int64(key->bucket)};
    struct statement *found;
    if (!store_find(writer, &CELL_FIND, row, LENGTH_OF(row), &found, why))
        return false;
    *bytes = found ? text_copy(arena, statement_blob(found, 0)) : (struct text){0};
    return true;
}

static bool save(struct connection *writer, const struct block_key *key, struct text bytes, struct failure *why)
{
    const struct store_value row[] = {store_int64(key->shard), store_int64(key->unit), store_int64(key->bucket), store_blob(bytes)};
    return bytes.length > 0 ? store_run(writer, &CELL_SAVE, row, 4, why) : store_run(writer, &CELL_DROP, row, 3, why);
}

/* ---- in memory ---- */

struct undo {
    struct block *block;
    struct block_state was;
};

static void take_back(void *context)
{
    struct undo *undo = context;
    undo->block->is = undo->was;
}

static void change(struct connection *writer, struct block *block, struct block_state is)
{
    struct undo undo = {block, block->is};
    store_on_rollback(writer, take_back, arena_copy(store_group_arena(writer), &undo, sizeof undo));
    block->is = is;
}

static int compare_keys(const void *a, const void *b)
{
    const struct block_key *one = &(*(struct block *const *)a)->key, *other = &(*(struct block *const *)b)->key;
    if (one->shard != other->shard)
        return one->shard < other->shard ? -1 : 1;
    if (one->unit != other->unit)
        return one->unit < other->unit ? -1 : 1;
    return (one->bucket > other->bucket) - (one->bucket < other->bucket);
}

/* In the order of the table's key. */
static bool flush(void *shared, struct connection *writer, struct failure *why)
{
    struct blocks *blocks = shared;
    struct arena *CLOSING(arena) scratch = arena_open();
    struct block **changed = arena_make_many(scratch, map_count(blocks->by_key), sizeof(struct block *));
    size_t count = 0;
    for (size_t i = 0; i < map_count(blocks->by_key); i++) {
        struct block *block = map_value(blocks->by_key, i);
        if (block->is.changed)
            changed[count++] = block;
    }
    if (count > 1)
        qsort(changed, count, sizeof(struct block *), compare_keys);
    for (size_t i = 0; i < count; i++) {
        if (!save(writer, &changed[i]->key, changed[i]->is.bytes, why))
            return false;
        change(writer, changed[i], (struct block_state){.bytes = changed[i]->is.bytes, .known = true});
    }
    return true;
}

static struct blocks *blocks_of(struct connection *writer)
{
    struct blocks *blocks = store_group_shared(writer, flush);
    if (!blocks) {
        struct arena *arena = store_group_arena(writer);
        blocks = arena_make(arena, sizeof *blocks);
        *blocks = (struct blocks){arena, map_make(arena)};
        store_group_share(writer, flush, blocks);
    }
    return blocks;
}

static struct text key_text(const struct block_key *key)
{
    return (struct text){(const char *)key, sizeof *key};
}

static struct block *add(struct blocks *blocks, const struct block_key *key)
{
    struct block *block = arena_make(blocks->arena, sizeof *block);
    block->key = *key;
    map_put(blocks->by_key, key_text(&block->key), block);
    return block;
}

bool block_read(struct arena *arena, struct connection *writer, const struct block_key *key, struct text *bytes, struct failure *why)
{
    const struct block *block = map_find(blocks_of(writer)->by_key, key_text(key));
    if (!block || !block->is.known)
        return load(arena, writer, key, bytes, why);
    *bytes = block->is.bytes;
    return true;
}

bool block_write(struct connection *writer, const struct block_key *key, struct text bytes, struct failure *why)
{
    struct blocks *blocks = blocks_of(writer);
    struct block *block = map_find(blocks->by_key, key_text(key));
    if (arena_used(blocks->arena) > KEPT_MAX) {
        if (block && block->is.known)
            change(writer, block, (struct block_state){0});
        return save(writer, key, bytes, why);
    }
    if (!block)
        block = add(blocks, key);
    change(writer, block, (struct block_state){.bytes = text_copy(blocks->arena, bytes), .known = true, .changed = true});
    return true;
}

bool block_clear(struct connection *writer, struct failure *why)
{
    const struct map *by_key = blocks_of(writer)->by_key;
    for (size_t i = 0; i < map_count(by_key); i++)
        change(writer, map_value(by_key, i), (struct block_state){0});
    return store_run(writer, &CELL_CLEAR, NULL, 0, why);
}
