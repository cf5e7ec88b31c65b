/*
 * cell.c — the sums behind the figures: one blob per unit and half-month.
 *
 * A blob is a run of 16-byte entries, key then sum, both little-endian, by key (as
 * unsigned) ascending, none zero: so the same records make the same bytes, whatever
 * the order they came in. Measured against a row per cell in bench/figures.c.
 */
#include "keep/record/record_inside.h"

#include <stdlib.h>
#include <string.h>

struct move {
    int64_t unit;
    int32_t bucket;
    int64_t key, amount;
};

/* Open addressing over (unit, bucket, key); empties itself by being drained in sorted order. */
struct cell_moves {
    bool too_big; /* a sum passed what 64 bits hold: said when the moves are applied */
    struct arena *arena;
    struct move *slots;
    bool *taken;
    size_t room, count;
};

enum { MOVES_FIRST = 64 };

static void make_room(struct cell_moves *moves, size_t room)
{
    moves->room = room;
    moves->slots = arena_make_many(moves->arena, room, sizeof *moves->slots);
    moves->taken = arena_make_many(moves->arena, room, sizeof *moves->taken);
}

struct cell_moves *cell_moves_open(void)
{
    struct arena *arena = arena_open();
    struct cell_moves *moves = arena_make(arena, sizeof *moves);
    moves->arena = arena;
    make_room(moves, MOVES_FIRST);
    return moves;
}

void cell_moves_close(struct cell_moves *moves)
{
    if (moves)
        arena_close(moves->arena);
}

static size_t slot_of(const struct cell_moves *moves, int64_t unit, int32_t bucket, int64_t key)
{
    uint64_t hash = (uint64_t)key ^ ((uint64_t)unit * UINT64_C(0x9E3779B97F4A7C15)) ^ ((uint64_t)bucket * UINT64_C(0xC2B2AE3D27D4EB4F));
    hash ^= hash >> 29;
    size_t at = (size_t)hash & (moves->room - 1);
    while (moves->taken[at] &&
           (moves->slots[at].unit != unit || moves->slots[at].bucket != bucket || moves->slots[at].key != key))
        at = (at + 1) & (moves->room - 1);
    return at;
}

static void grow(struct cell_moves *moves)
{
    struct move *slots = moves->slots;
    bool *taken = moves->taken;
    size_t room = moves->room;
    make_room(moves, room * 2);
    for (size_t i = 0; i < room; i++) {
        if (!taken[i])
            continue;
        size_t at = slot_of(moves, slots[i].unit, slots[i].bucket, slots[i].key);
        moves->slots[at] = slots[i];
        moves->taken[at] = true;
    }
}

void cell_move(struct cell_moves *moves, int64_t unit, int32_t bucket, int64_t key, int64_t amount)
{
    if (moves->count * 2 >= moves->room)
        grow(moves);
    size_t at = slot_of(moves, unit, bucket, key);
    if (!moves->taken[at]) {
        moves->taken[at] = true;
        moves->slots[at] = (struct move){unit, bucket, key, 0};
        moves->count++;
    }
    int64_t *sum = &moves->slots[at].amount;
    moves->too_big = __builtin_add_overflow(*sum, amount, sum) || moves->too_big;
}

void cell_move_home(struct cell_moves *moves, const struct unit *unit, int32_t bucket, int64_t key, int64_t amount)
{
    struct day begin = period_bucket_begin(bucket), end = day_plus(period_bucket_begin(bucket + 1), -1);
    if (unit->home && unit->home != unit && unit_valid_within(unit, begin, end))
        cell_move(moves, unit->home->number, bucket, key, amount);
}

static int compare_moves(const void *a, const void *b)
{
    const struct move *one = a, *other = b;
    if (one->unit != other->unit)
        return one->unit < other->unit ? -1 : 1;
    if (one->bucket != other->bucket)
        return one->bucket < other->bucket ? -1 : 1;
    return ((uint64_t)one->key > (uint64_t)other->key) - ((uint64_t)one->key < (uint64_t)other->key);
}

/* Written out, so that compilers make one load of it: this is most of what a table of figures costs. */
static int64_t read_int64(const char *bytes)
{
    const unsigned char *b = (const unsigned char *)bytes;
    return (int64_t)((uint64_t)b[0] | (uint64_t)b[1] << 8 | (uint64_t)b[2] << 16 | (uint64_t)b[3] << 24 | (uint64_t)b[4] << 32 |
                     (uint64_t)b[5] << 40 | (uint64_t)b[6] << 48 | (uint64_t)b[7] << 56);
}

static void write_int64(char *bytes, int64_t value)
{
    uint64_t number = (uint64_t)value;
    for (int i = 0; i < 8; i++, number >>= 8)
        bytes[i] = (char)(number & 0xff);
}

static bool sum_too_big(struct failure *why)
{
    return FAIL(why, FAILURE_TOO_BIG, "a figure no longer fits 64 bits");
}

bool cell_add(int64_t *sum, int64_t amount, struct failure *why)
{
    return !__builtin_add_overflow(*sum, amount, sum) || sum_too_big(why);
}

struct cell cell_at(struct text bytes, size_t index)
{
    const char *entry = bytes.bytes + index * CELL_BYTES;
    return (struct cell){read_int64(entry), read_int64(entry + 8)};
}

int64_t cell_sum(struct text block, size_t cells, int64_t key)
{
    size_t low = 0, high = cells;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if ((uint64_t)cell_at(block, middle).key < (uint64_t)key)
            low = middle + 1;
        else
            high = middle;
    }
    return low < cells && cell_at(block, low).key == key ? cell_at(block, low).sum : 0;
}

bool cell_block_read(struct text bytes, size_t *count, struct failure *why)
{
    if (bytes.length % CELL_BYTES != 0 || bytes.length / CELL_BYTES > CELL_BLOCK_MAX)
        return FAIL(why, FAILURE_BROKEN, "a block of cells has %zu bytes", bytes.length);
    *count = bytes.length / CELL_BYTES;
    return true;
}

static size_t put(char *out, size_t count, struct cell cell)
{
    if (cell.sum == 0)
        return count;
    write_int64(out + count * CELL_BYTES, cell.key);
    write_int64(out + count * CELL_BYTES + 8, cell.sum);
    return count + 1;
}

/* Merges the stored block with moves of the same unit and bucket, both by key. */
static bool merge(struct arena *arena, struct text old, size_t old_count, const struct move *moves, size_t move_count, struct text *block,
                  struct failure *why)
{
    char *out = arena_make(arena, (old_count + move_count) * CELL_BYTES);
    size_t i = 0, k = 0, count = 0;
    while (i < old_count || k < move_count) {
        struct cell have = i < old_count ? cell_at(old, i) : (struct cell){0};
        bool take_old = i < old_count && (k == move_count || (uint64_t)have.key <= (uint64_t)moves[k].key);
        bool take_move = k < move_count && (i == old_count || (uint64_t)moves[k].key <= (uint64_t)have.key);
        struct cell cell = {take_old ? have.key : moves[k].key, take_old ? have.sum : 0};
        if (take_move && !cell_add(&cell.sum, moves[k++].amount, why))
            return false;
        i += take_old;
        count = put(out, count, cell);
    }
    *block = (struct text){out, count * CELL_BYTES};
    return true;
}

static bool apply_group(struct arena *arena, struct connection *writer, int64_t shard, const struct move *moves, size_t count,
                        struct failure *why)
{
    const struct block_key key = {shard, moves->unit, moves->bucket};
    struct text old, block;
    size_t old_count = 0;
    if (!block_read(arena, writer, &key, &old, why) || !cell_block_read(old, &old_count, why))
        return false;
    if (old_count + count > CELL_BLOCK_MAX)
        return FAIL(why, FAILURE_TOO_BIG, "more than %d cells for one unit and half-month", CELL_BLOCK_MAX);
    return merge(arena, old, old_count, moves, count, &block, why) && block_write(writer, &key, block, why);
}

static struct move *drain(struct cell_moves *moves, struct arena *arena, size_t *count)
{
    struct move *sorted = arena_make_many(arena, moves->count, sizeof *sorted);
    size_t filled = 0;
    for (size_t i = 0; i < moves->room; i++)
        if (moves->taken[i] && moves->slots[i].amount != 0)
            sorted[filled++] = moves->slots[i];
    if (filled > 1)
        qsort(sorted, filled, sizeof *sorted, compare_moves);
    memset(moves->taken, 0, moves->room * sizeof *moves->taken);
    moves->count = 0;
    *count = filled;
    return sorted;
}

bool cell_apply(struct arena *arena, struct connection *writer, int64_t shard, struct cell_moves *moves, struct failure *why)
{
    size_t count = 0, begin = 0;
    if (moves->too_big)
        return sum_too_big(why);
    const struct move *sorted = drain(moves, arena, &count);
    while (begin < count) {
        size_t end = begin + 1;
        while (end < count && sorted[end].unit == sorted[begin].unit && sorted[end].bucket == sorted[begin].bucket)
            end++;
        if (!apply_group(arena, writer, shard, sorted + begin, end - begin, why))
            return false;
        begin = end;
    }
    return true;
}
