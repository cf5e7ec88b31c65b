/* compound.c — the header, the tables of sectors, the directory, and streams put together. */
#include "engine/codec/compound_inside.h"

#include "engine/codec/little_inside.h"

#include <string.h>

enum {
    HEADER_BYTES = 512,
    ENTRY_BYTES = 128,
    SMALL_UNIT = 64,
    TABLES_IN_HEADER = 109, /* FAT sectors that the header itself names */
    STREAM = 2,
    ROOT = 5,
};

static const uint32_t LAST = 0xFFFFFFFE, FREE = 0xFFFFFFFF;

/* What one entry of the directory says. */
struct entry {
    struct text bytes; /* all 128 of them */
    uint32_t kind, left, right, child, start;
    uint64_t size;
};

static bool torn(const char **code)
{
    *code = "xls.torn";
    return false;
}

bool compound_is(struct text bytes)
{
    return text_starts(bytes, TEXT("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"));
}

/* ---- chains ---- */

/* Marks a sector as used; false when it was, or is none. */
static bool sector_take(uint8_t *used, size_t count, uint32_t sector)
{
    if (sector >= count || (used[sector / 8] >> sector % 8 & 1) != 0)
        return false;
    used[sector / 8] = (uint8_t)(used[sector / 8] | 1u << sector % 8);
    return true;
}

static struct text sector_bytes(const struct compound_space *space, uint32_t sector)
{
    return text_part(space->base, sector * space->unit, space->unit);
}

/* Counts the sectors of a chain to its end, and whether each follows the one before. */
static bool chain_measure(struct arena *arena, const struct compound_space *space, uint32_t start,
                          size_t *count, bool *straight)
{
    uint8_t *used = arena_make(arena, space->count / 8 + 1);
    *count = 0;
    *straight = true;
    for (uint32_t sector = start; sector != LAST; sector = space->next[sector]) {
        if (!sector_take(used, space->count, sector))
            return false;
        *straight = *straight && sector == start + *count;
        *count += 1;
    }
    return true;
}

/* The first `size` bytes of a chain; SIZE_MAX for all of it. */
static bool chain_read(struct arena *arena, const struct compound_space *space, uint32_t start, size_t size,
                       struct text *stream)
{
    size_t count, length = 0;
    bool straight;
    if (size == 0) {
        *stream = (struct text){0};
        return true;
    }
    if (!chain_measure(arena, space, start, &count, &straight) ||
        (size != SIZE_MAX && count < (size - 1) / space->unit + 1))
        return false;
    if (size == SIZE_MAX)
        size = count * space->unit;
    if (straight) {
        *stream = text_part(space->base, start * space->unit, size);
        return stream->length == size;
    }
    char *bytes = arena_make(arena, size);
    for (uint32_t sector = start; length < size; sector = space->next[sector]) {
        struct text part = text_part(sector_bytes(space, sector), 0, size - length);
        if (part.length < space->unit && length + part.length < size)
            return false; /* the file ends inside this sector */
        memcpy(bytes + length, part.bytes, part.length);
        length += part.length;
    }
    *stream = (struct text){bytes, size};
    return true;
}

/* ---- the tables ---- */

static uint32_t *numbers_of(struct arena *arena, struct text bytes, size_t count)
{
    uint32_t *numbers = arena_make_many(arena, count + 1, sizeof *numbers);
    for (size_t i = 0; i < count; i++)
        numbers[i] = i * 4 + 4 <= bytes.length ? little_u32(bytes, i * 4) : FREE;
    return numbers;
}

/* Copies the part of the FAT that stands in `sector` to its place. */
static bool table_put(const struct compound_space *space, uint32_t sector, uint32_t *next, size_t *filled)
{
    struct text part = sector < space->count ? sector_bytes(space, sector) : (struct text){0};
    if (part.length != space->unit)
        return false;
    for (size_t i = 0; i < space->unit / 4 && *filled < space->count; i++)
        next[(*filled)++] = little_u32(part, i * 4);
    return true;
}

/* The FAT: its sectors are named by the header, and beyond 109 by a chain of sectors that name the others. */
static bool table_read(struct arena *arena, struct text header, struct compound_space *space)
{
    uint32_t *next = arena_make_many(arena, space->count + 1, sizeof *next);
    uint8_t *used = arena_make(arena, space->count / 8 + 1);
    size_t filled = 0, left = little_u32(header, 44);
    for (size_t i = 0; i < TABLES_IN_HEADER && left > 0; i++, left--)
        if (!table_put(space, little_u32(header, 76 + i * 4), next, &filled))
            return false;
    uint32_t sector = little_u32(header, 68);
    while (left > 0) {
        struct text names = sector < space->count ? sector_bytes(space, sector) : (struct text){0};
        if (names.length != space->unit || !sector_take(used, space->count, sector))
            return false;
        for (size_t i = 0; i < space->unit / 4 - 1 && left > 0; i++, left--)
            if (!table_put(space, little_u32(names, i * 4), next, &filled))
                return false;
        sector = little_u32(names, space->unit - 4);
    }
    while (filled < space->count)
        next[filled++] = FREE;
    space->next = next;
    return true;
}

/* ---- the directory ---- */

static bool entry_at(const struct compound *file, size_t number, struct entry *entry)
{
    struct text bytes = text_part(file->directory, number * ENTRY_BYTES, ENTRY_BYTES);
    if (number >= file->directory.length / ENTRY_BYTES)
        return false;
    *entry = (struct entry){.bytes = bytes,
                            .kind = little_u8(bytes, 66),
                            .left = little_u32(bytes, 68),
                            .right = little_u32(bytes, 72),
                            .child = little_u32(bytes, 76),
                            .start = little_u32(bytes, 116),
                            .size = file->wide ? little_u64(bytes, 120) : little_u32(bytes, 120)};
    return true;
}

/* UTF-16 with its NUL counted, against ASCII without regard to capitals. */
static bool entry_is_called(const struct entry *entry, const char *name)
{
    size_t length = strlen(name);
    if (little_u16(entry->bytes, 64) != (length + 1) * 2)
        return false;
    for (size_t i = 0; i < length; i++)
        if ((little_u16(entry->bytes, i * 2) | 0x20) != (uint32_t)(name[i] | 0x20))
            return false;
    return true;
}

/* Walks the tree of entries right under the root; each is seen once, so a tree that is none ends too. */
static bool entry_find(struct arena *arena, const struct compound *file, const char *name,
                       struct entry *found)
{
    size_t count = file->directory.length / ENTRY_BYTES, waiting = 0;
    uint32_t *stack = arena_make_many(arena, count * 2 + 2, sizeof *stack);
    uint8_t *used = arena_make(arena, count / 8 + 1);
    struct entry entry;
    if (!entry_at(file, 0, &entry) || entry.kind != ROOT)
        return false;
    stack[waiting++] = entry.child;
    while (waiting > 0) {
        uint32_t number = stack[--waiting];
        if (!sector_take(used, count, number) || !entry_at(file, number, &entry))
            continue;
        if (entry.kind == STREAM && entry_is_called(&entry, name)) {
            *found = entry;
            return true;
        }
        stack[waiting++] = entry.left;
        stack[waiting++] = entry.right;
    }
    return false;
}

/* ---- all ---- */

/* The stream of the root holds the small sectors; their table is a chain of large ones. */
static bool small_read(struct arena *arena, struct text header, struct compound *file)
{
    struct entry root;
    struct text table;
    uint32_t start = little_u32(header, 60), sectors = little_u32(header, 64);
    file->small = (struct compound_space){.unit = SMALL_UNIT};
    if (sectors == 0 || !entry_at(file, 0, &root) || root.size == 0)
        return true;
    if (root.size > file->large.base.length || sectors > file->large.count ||
        !chain_read(arena, &file->large, root.start, (size_t)root.size, &file->small.base) ||
        !chain_read(arena, &file->large, start, sectors * file->large.unit, &table))
        return false;
    file->small.count = file->small.base.length / SMALL_UNIT;
    file->small.next = numbers_of(arena, table, file->small.count);
    return true;
}

bool compound_open(struct arena *arena, struct text bytes, size_t entries_max, struct compound *file,
                   const char **code)
{
    if (!compound_is(bytes) || bytes.length < HEADER_BYTES)
        return torn(code);
    uint32_t shift = little_u16(bytes, 30);
    if (little_u16(bytes, 28) != 0xFFFE || (shift != 9 && shift != 12) || little_u16(bytes, 32) != 6)
        return torn(code);
    struct compound made = {.wide = shift == 12, .small_below = little_u32(bytes, 56)};
    made.large.unit = (size_t)1 << shift;
    made.large.base = text_from(bytes, made.large.unit);
    made.large.count = (made.large.base.length + made.large.unit - 1) / made.large.unit;
    if (!table_read(arena, bytes, &made.large) ||
        !chain_read(arena, &made.large, little_u32(bytes, 48), SIZE_MAX, &made.directory))
        return torn(code);
    if (made.directory.length / ENTRY_BYTES > entries_max) {
        *code = "xls.entries";
        return false;
    }
    if (!small_read(arena, bytes, &made))
        return torn(code);
    *file = made;
    return true;
}

bool compound_has(struct arena *arena, const struct compound *file, const char *name)
{
    struct entry entry;
    return entry_find(arena, file, name, &entry);
}

bool compound_read(struct arena *arena, const struct compound *file, const char *name, struct text *stream,
                   const char **code)
{
    struct entry entry;
    if (!entry_find(arena, file, name, &entry) || entry.size > file->large.base.length)
        return torn(code);
    const struct compound_space *space = entry.size < file->small_below ? &file->small : &file->large;
    return chain_read(arena, space, entry.start, (size_t)entry.size, stream) || torn(code);
}
