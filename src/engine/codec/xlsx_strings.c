/*
 * xlsx_strings.c — the shared texts of a workbook, kept once.
 *
 * They lie one behind the other in blocks that are never moved; beside them stand eight bytes for each: where it begins
 * and how long it is. A million texts cost what they are long and 8 MB.
 */
#include "engine/codec/xlsx_inside.h"

#include <string.h>

enum {
    BLOCK = 1 << 20,          /* bytes */
    PAGE = 1 << 16,           /* texts */
    TEXT_MAX = BLOCK / 8,     /* more than SHEET_CELL_MAX characters in UTF-8 */
    LENGTH_BITS = 20,
};

struct xlsx_strings {
    struct arena *arena;
    struct xlsx *xlsx;
    char **blocks;
    size_t block_count, taken; /* of the last block */
    uint64_t **pages;
    size_t count;
    size_t bytes;
    struct xlsx_text rich;
    size_t depth; /* 1 in <sst>, 2 in <si> */
};

static bool room_take(struct xlsx_strings *strings, size_t length)
{
    const struct workbook_limits *limits = &strings->xlsx->workbook->limits;
    if (strings->count >= limits->strings_max)
        return workbook_stop(strings->xlsx->workbook, "sheet.strings", limits->strings_max);
    if (length > limits->strings_bytes_max - strings->bytes)
        return workbook_stop(strings->xlsx->workbook, "sheet.strings-bytes", limits->strings_bytes_max >> 20);
    if (strings->block_count == 0 || BLOCK - strings->taken < length) {
        strings->blocks[strings->block_count++] = arena_make(strings->arena, BLOCK);
        strings->taken = 0;
    }
    if (strings->count % PAGE == 0)
        strings->pages[strings->count / PAGE] = arena_make_many(strings->arena, PAGE, sizeof(uint64_t));
    return true;
}

static void string_add(struct xlsx_strings *strings)
{
    struct workbook *workbook = strings->xlsx->workbook;
    struct buffer *text = &strings->rich.text;
    if (!xlsx_text_finish(text)) {
        (void)workbook_stop(workbook, "sheet.cell-too-big", SHEET_CELL_MAX);
        return;
    }
    if (!room_take(strings, text->length))
        return;
    char *at = strings->blocks[strings->block_count - 1] + strings->taken;
    if (text->length > 0)
        memcpy(at, text->bytes, text->length);
    uint64_t offset = (uint64_t)(strings->block_count - 1) * BLOCK + strings->taken;
    strings->pages[strings->count / PAGE][strings->count % PAGE] = offset << LENGTH_BITS | text->length;
    strings->count++;
    strings->taken += text->length;
    strings->bytes += text->length;
}

static void strings_begin(void *own, struct text name, const char *const *attributes)
{
    struct xlsx_strings *strings = own;
    strings->depth++;
    if (strings->depth == 2 && text_is(name, "si"))
        buffer_rewind(&strings->rich.text);
    else if (strings->depth > 2)
        xlsx_text_begin(&strings->rich, name, attributes);
}

static void strings_end(void *own, struct text name)
{
    struct xlsx_strings *strings = own;
    if (strings->depth > 2)
        xlsx_text_end(&strings->rich, name);
    else if (strings->depth == 2 && text_is(name, "si") && !strings->xlsx->workbook->broken)
        string_add(strings);
    strings->depth--;
}

static void strings_text(void *own, struct text piece)
{
    struct xlsx_strings *strings = own;
    if (strings->depth > 2)
        xlsx_text_add(&strings->rich, piece);
}

bool xlsx_strings_read(struct xlsx *xlsx)
{
    static const struct xml_events events = {strings_begin, strings_end, strings_text};
    const struct workbook_limits *limits = &xlsx->workbook->limits;
    struct arena *arena = xlsx->workbook->arena;
    struct xlsx_strings *strings = arena_make(arena, sizeof *strings);
    *strings = (struct xlsx_strings){.arena = arena, .xlsx = xlsx};
    strings->blocks = arena_make_many(arena, limits->strings_bytes_max / (BLOCK - TEXT_MAX) + 2, sizeof *strings->blocks);
    strings->pages = arena_make_many(arena, limits->strings_max / PAGE + 1, sizeof *strings->pages);
    xlsx->strings = strings;
    if (xlsx->strings_part == NULL)
        return true;
    xlsx_text_init(&strings->rich);
    bool read = xlsx_part_read(xlsx, xlsx->strings_part, &events, strings);
    xlsx_text_clear(&strings->rich);
    return read && !xlsx->workbook->broken;
}

bool xlsx_strings_find(const struct xlsx_strings *strings, size_t index, struct text *text)
{
    if (index >= strings->count)
        return false;
    uint64_t entry = strings->pages[index / PAGE][index % PAGE], offset = entry >> LENGTH_BITS;
    *text = (struct text){strings->blocks[offset / BLOCK] + offset % BLOCK, entry & ((1u << LENGTH_BITS) - 1)};
    return true;
}
