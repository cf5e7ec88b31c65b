/*
 * cover.c — which blocks answer for sets of units: of whole provinces where all of one is asked for, else of each unit.
 *
 * All blocks come by one query and each is read once, whatever the number of sets it counts in. A province's
 * blocks (batch.c) answer only when the set holds every unit that was there, and each for the whole
 * of the half-months asked: then they are the same sums, to the last.
 */
#include "keep/record/record_inside.h"

#include "base/buffer.h"

#include <stdlib.h>

#define SQL(id, name, text, postgres) static const struct sql id __attribute__((unused)) = {name, text, postgres};
#include "keep/record/record_sql.def"
#undef SQL

enum {
    UNITS_ASKED = 4096, /* in one query */
    NUMBER_BYTES = 21,
    WORTH = 64, /* a walk over the tree pays when at least one unit in so many is asked for */
    MIXED = -1, /* a province that cannot answer as a whole */
    TAKEN = -2,
};

struct wanted { /* a block's unit, and a set it counts in */
    int64_t shard, unit;
    size_t group;
};

struct cover {
    const struct cells_question *question;
    struct day begin, end;
    struct wanted *wanted;
    size_t count;
    int32_t *all, *seen; /* by number of a province: units there, and of the set; NULL: no province is looked for */
};

static int compare_wanted(const void *a, const void *b)
{
    const struct wanted *one = a, *other = b;
    if (one->shard != other->shard)
        return one->shard < other->shard ? -1 : 1;
    return (one->unit > other->unit) - (one->unit < other->unit);
}

static bool lasts(const struct unit *unit, struct day begin, struct day end)
{
    return (!day_is_some(unit->from) || day_compare(unit->from, begin) <= 0) && (!day_is_some(unit->to) || day_compare(unit->to, end) >= 0);
}

static void count_one(const struct cover *cover, int32_t *counts, const struct unit *unit)
{
    if (!unit->home || unit == unit->home || counts[unit->home->number] == MIXED)
        return;
    counts[unit->home->number] = lasts(unit, cover->begin, cover->end) ? counts[unit->home->number] + 1 : MIXED;
}

/* How many units each province has in those half-months; MIXED where one began or ended in between. */
static void count_all(struct arena *arena, struct cover *cover)
{
    const struct unit_set *all = unit_all(arena, cover->question->tree, DAY_NONE);
    size_t room = all->count > 0 ? (size_t)all->units[all->count - 1]->number + 1 : 0, asked = 0;
    for (size_t g = 0; g < cover->question->group_count; g++)
        asked += cover->question->groups[g]->count;
    if (asked * WORTH < all->count)
        return;
    cover->all = arena_make_many(arena, room, sizeof *cover->all);
    cover->seen = arena_make_many(arena, room, sizeof *cover->seen);
    for (size_t i = 0; i < all->count; i++)
        if (unit_valid_within(all->units[i], cover->begin, cover->end))
            count_one(cover, cover->all, all->units[i]);
}

static void want(struct cover *cover, const struct unit *unit, size_t group)
{
    cover->wanted[cover->count++] = (struct wanted){unit->shard, unit->number, group};
}

static void cover_unit(struct cover *cover, const struct unit *unit, size_t group)
{
    const struct unit *home = unit->home;
    if (unit == home) /* its blocks are sums of others */
        return;
    if (home && cover->all && cover->seen[home->number] == cover->all[home->number]) {
        want(cover, home, group);
        cover->seen[home->number] = TAKEN;
    } else if (!home || !cover->all || cover->seen[home->number] != TAKEN) {
        want(cover, unit, group);
    }
}

static void cover_group(struct cover *cover, size_t group)
{
    const struct unit_set *set = cover->question->groups[group];
    for (size_t i = 0; cover->all && i < set->count; i++)
        if (set->units[i]->home)
            cover->seen[set->units[i]->home->number] = 0;
    for (size_t i = 0; cover->all && i < set->count; i++)
        count_one(cover, cover->seen, set->units[i]);
    /* What is mixed on both sides is not whole. */
    for (size_t i = 0; cover->all && i < set->count; i++)
        if (set->units[i]->home && cover->all[set->units[i]->home->number] == MIXED)
            cover->seen[set->units[i]->home->number] = 0;
    for (size_t i = 0; i < set->count; i++)
        cover_unit(cover, set->units[i], group);
}

/* Hands each block of a run of wanted units to every set that wants it. */
static bool read_run(struct connection *connection, const struct cover *cover, const struct wanted *run, size_t count,
                     const struct cells_taker *taker, struct failure *why)
{
    struct buffer CLOSING(buffer) units;
    struct statement *row_of;
    buffer_init(&units, (size_t)UNITS_ASKED * NUMBER_BYTES);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || run[i].unit != run[i - 1].unit)
            buffer_add_format(&units, "%s%lld", i == 0 ? "" : ",", (long long)run[i].unit);
    const struct store_value asked[] = {store_int64(run->shard), store_text(buffer_text(&units)),
                                        store_int64(cover->question->buckets[0]), store_int64(cover->question->buckets[1])};
    if (!buffer_ok(&units, why) || !store_select(connection, &CELLS_OF, asked, LENGTH_OF(asked), &row_of, why))
        return false;
    while (statement_next(row_of, why)) {
        size_t cells, low = 0, high = count;
        int64_t unit = statement_int64(row_of, 0);
        struct text block = statement_blob(row_of, 1);
        if (!cell_block_read(block, &cells, why))
            return false;
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            if (run[middle].unit < unit)
                low = middle + 1;
            else
                high = middle;
        }
        for (; low < count && run[low].unit == unit; low++)
            if (!taker->take(taker->context, run[low].group, block, cells, why))
                return false;
    }
    return statement_sound(row_of);
}

bool cells_read(struct arena *arena, struct connection *connection, const struct cells_question *question,
                const struct cells_taker *taker, struct failure *why)
{
    struct cover cover = {.question = question, .begin = period_bucket_begin(question->buckets[0]),
                          .end = day_plus(period_bucket_begin(question->buckets[1] + 1), -1)};
    size_t room = 0, begin = 0;
    if (!store_group_flush(connection, why))
        return false;
    for (size_t g = 0; g < question->group_count; g++)
        room += question->groups[g]->count;
    cover.wanted = arena_make_many(arena, room, sizeof *cover.wanted);
    count_all(arena, &cover);
    for (size_t g = 0; g < question->group_count; g++)
        cover_group(&cover, g);
    if (cover.count > 1)
        qsort(cover.wanted, cover.count, sizeof *cover.wanted, compare_wanted);
    while (begin < cover.count) {
        const struct wanted *first = &cover.wanted[begin];
        size_t end = begin + 1;
        for (size_t units = 1; end < cover.count && cover.wanted[end].shard == first->shard; end++) {
            units += cover.wanted[end].unit != cover.wanted[end - 1].unit;
            if (units > UNITS_ASKED)
                break;
        }
        if (!read_run(connection, &cover, first, end - begin, taker, why))
            return false;
        begin = end;
    }
    return true;
}
