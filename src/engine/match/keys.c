/* keys.c — rows that may be one person brought next to each other: a sorted table for each key, none too large. */
#include "engine/match/match_inside.h"

#include <string.h>

/* ---- sorting ---- */

enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS, SORTED_BITS = 33, NEAR_KEYS_MAX = 16 };

unsigned count_bits(size_t count)
{
    unsigned bits = 1;
    while (count >> bits != 0)
        bits++;
    return bits;
}

struct item *items_sort(struct item *items, struct item *spare, size_t count, unsigned shift, unsigned bits)
{
    for (unsigned end = shift + bits; shift < end; shift += DIGIT_BITS) {
        size_t starts[DIGITS] = {0}, sum = 0;
        uint64_t mask = end - shift < DIGIT_BITS ? (UINT64_C(1) << (end - shift)) - 1 : DIGITS - 1;
        for (size_t i = 0; i < count; i++)
            starts[items[i].key >> shift & mask]++;
        for (size_t d = 0; d < DIGITS; d++) {
            size_t here = starts[d];
            starts[d] = sum;
            sum += here;
        }
        for (size_t i = 0; i < count; i++)
            spare[starts[items[i].key >> shift & mask]++] = items[i];
        struct item *swap = items;
        items = spare;
        spare = swap;
    }
    return items;
}

/* ---- parts ---- */

static uint64_t mixed(uint64_t number)
{
    number = (number ^ number >> 32) * UINT64_C(0xD6E8FEB86659FD93);
    return (number ^ number >> 29) | 1;
}

static uint64_t day_part(struct partial_day day, enum match_part part)
{
    if (day.year == 0 || (part != PART_YEAR && !partial_day_full(day)))
        return 0;
    uint64_t month_day = (uint64_t)day.month * 100 + day.day;
    return part == PART_YEAR        ? mixed(day.year)
           : part == PART_MONTH_DAY ? mixed(month_day)
                                    : mixed(day.year * UINT64_C(10000) + month_day);
}

/* The sum of the words' hashes: the same in any order. */
static uint64_t words_part(struct text plain)
{
    uint64_t sum = 0;
    struct text word;
    while (text_next(&plain, ' ', &word))
        sum += letters_hash(word);
    return sum | 1;
}

uint64_t part_hash(const struct run *run, struct match_atom atom, uint32_t row)
{
    const struct column *column = &run->columns[atom.field];
    if (column->days != NULL)
        return day_part(column->days[row], atom.part);
    if (column->cells == NULL || column->cells[row].hash == 0)
        return 0;
    struct text plain = cell_plain(&column->cells[row]);
    size_t first = 0, last = plain.length;
    switch (atom.part) {
    case PART_FIRST:
        while (first < plain.length && plain.bytes[first] != ' ')
            first++;
        return letters_hash(text_part(plain, 0, first)) | 1;
    case PART_LAST:
        while (last > 0 && plain.bytes[last - 1] != ' ')
            last--;
        return letters_hash(text_from(plain, last)) | 1;
    case PART_WORDS:
        return words_part(plain);
    case PART_START:
        return letters_hash(text_part(plain, 0, 3)) | 1;
    case PART_WHOLE:
    case PART_NEAR: /* of which keys_write makes several */
    case PART_YEAR:
    case PART_MONTH_DAY:
        return column->cells[row].hash;
    }
    NEVER("a part of a key");
}

/* ---- tables ---- */

static uint64_t row_key(const struct run *run, const struct table *table, uint32_t row)
{
    uint64_t key = UINT64_C(0x51ED270B27A9A3C5);
    for (size_t i = 0; i < table->atom_count; i++) {
        uint64_t part = part_hash(run, table->atoms[i], row);
        if (part == 0)
            return 0;
        key = (key ^ part) * UINT64_C(0x9E3779B97F4A7C15);
        key ^= key >> 31;
    }
    return key | 1;
}

static int near_atom(const struct table *table)
{
    for (size_t i = 0; i < table->atom_count; i++)
        if (table->atoms[i].part == PART_NEAR)
            return (int)i;
    return -1;
}

/* The key once for each letter left out: words one letter apart share one of them. */
static size_t near_fill(const struct run *run, const struct table *table, uint32_t row, struct item *out)
{
    struct text plain = cell_plain(&run->columns[table->atoms[near_atom(table)].field].cells[row]);
    uint64_t key = row_key(run, table, row);
    char left[SIMILAR_MAX];
    size_t made = 0;
    if (key == 0 || plain.length < 4 || plain.length > SIMILAR_MAX)
        return 0;
    /* The whole word is in `key` too: taken out again, so that only the shortened one counts. */
    struct table others = *table;
    others.atom_count = 0;
    for (size_t i = 0; i < table->atom_count; i++)
        if ((int)i != near_atom(table))
            others.atoms[others.atom_count++] = table->atoms[i];
    uint64_t rest = row_key(run, &others, row);
    for (size_t i = 0; i < plain.length; i++) {
        if (i > 0 && plain.bytes[i] == plain.bytes[i - 1])
            continue; /* leaves the same word as before */
        memcpy(left, plain.bytes, i);
        memcpy(left + i, plain.bytes + i + 1, plain.length - i - 1);
        uint64_t hash = letters_hash((struct text){left, plain.length - 1});
        out[made++] = (struct item){mixed(rest ^ hash), row};
    }
    return made;
}

/* How many keys a row has at most. */
static size_t keys_each(const struct table *table)
{
    return near_atom(table) >= 0 ? NEAR_KEYS_MAX : 1;
}

/* Gives how many keys there are. */
static size_t keys_write(const struct run *run, struct table *table, struct item *keys)
{
    size_t each = keys_each(table), written = 0;
    for (uint32_t row = 0; row < run->count; row++) {
        if (each > 1) {
            struct item made[SIMILAR_MAX];
            size_t count = near_fill(run, table, row, made);
            for (size_t i = 0; i < count && i < each; i++)
                keys[written++] = made[i];
            continue;
        }
        uint64_t key = row_key(run, table, row);
        if (table->of_row != NULL)
            table->of_row[row] = key;
        if (key != 0)
            keys[written++] = (struct item){key, row};
    }
    return written;
}

/*
 * Most keys are one row's alone and bring nobody together: they go before anything is sorted. Each key falls into one of
 * eight slots a key, and two bits tell whether a slot was met never, once or more often. Gives how many keys stay: all
 * that are shared, and one in eight of the others.
 */
static size_t keys_shared(struct item *keys, size_t count)
{
    enum { SLOT_BITS_MAX = 28, IN_WORD = 32 };
    struct arena *CLOSING(arena) scratch = arena_open();
    unsigned bits = count_bits(count) + 3, shift = 64 - (bits < SLOT_BITS_MAX ? bits : SLOT_BITS_MAX);
    uint64_t *met = arena_make_many(scratch, ((size_t)1 << (64 - shift)) / IN_WORD + 1, sizeof *met);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t slot = keys[i].key >> shift, once = UINT64_C(1) << slot % IN_WORD * 2;
        met[slot / IN_WORD] |= once | (met[slot / IN_WORD] & once) << 1;
    }
    for (size_t i = 0; i < count; i++) {
        uint64_t slot = keys[i].key >> shift;
        keys[kept] = keys[i];
        kept += met[slot / IN_WORD] >> (slot % IN_WORD * 2 + 1) & 1;
    }
    return kept;
}

/* After sorting by SORTED_BITS, rows whose keys share those and no more are put apart; equal keys keep their rows' order. */
static void settle(struct item *items, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct item item = items[i];
        size_t at = i;
        for (; at > 0 && items[at - 1].key >> 31 == item.key >> 31 && items[at - 1].key > item.key; at--)
            items[at] = items[at - 1];
        items[at] = item;
    }
}

/* Each worker has room for the keys of its largest table; of each table what is shared is kept. */
static void tables_fill(void *context, unsigned worker)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct run *run = context;
    size_t most = 1;
    for (size_t t = worker; t < run->table_count; t += run->threads)
        most = keys_each(&run->tables[t]) > most ? keys_each(&run->tables[t]) : most;
    struct item *keys = arena_make_many(scratch, run->count * most, sizeof *keys);
    for (size_t t = worker; t < run->table_count; t += run->threads) {
        struct table *table = &run->tables[t];
        table->count = keys_shared(keys, keys_write(run, table, keys));
        table->items = arena_make_many(run->workers[worker], table->count, sizeof *table->items);
        struct item *sorted = items_sort(keys, table->items, table->count, 31, SORTED_BITS);
        REQUIRE(sorted == table->items); /* three turns */
        settle(table->items, table->count);
    }
}

/* Blocks over the ceiling are left out and said; their rows then count as without this key. */
static void table_cap(struct run *run, struct table *table)
{
    size_t kept = 0;
    for (size_t begin = 0, end; begin < table->count; begin = end) {
        for (end = begin + 1; end < table->count && table->items[end].key == table->items[begin].key;)
            end++;
        if (end - begin == 1)
            continue;
        if (end - begin <= run->plan->block_max) {
            memmove(table->items + kept, table->items + begin, (end - begin) * sizeof *table->items);
            kept += end - begin;
            continue;
        }
        const struct match_capped capped = {table->key, (uint32_t)(end - begin),
                                            (uint32_t)table->items[begin].value};
        buffer_add_bytes(&run->capped, &capped, sizeof capped);
        for (size_t i = begin; i < end && table->of_row != NULL; i++)
            table->of_row[table->items[i].value] = 0;
    }
    table->count = kept;
}

bool run_find_keys(struct run *run, struct failure *why)
{
    for (size_t t = 0; t < run->table_count; t++) {
        struct table *table = &run->tables[t];
        if (run->count * keys_each(table) > (size_t)MATCH_ROWS_MAX * 4)
            return FAIL(why, FAILURE_TOO_BIG, "too many rows for a key with one letter left out");
        if (keys_each(table) == 1 && table->rule < 0) /* who asks whether a pair was met before */
            table->of_row = arena_make_many(run->arena, run->count, sizeof *table->of_row);
    }
    workers_run(run->threads, tables_fill, run);
    for (size_t t = 0; t < run->table_count; t++)
        table_cap(run, &run->tables[t]);
    return buffer_ok(&run->capped, why);
}
