/*
 * columnar_read.c — reads columnar files: header, then block after block, each checked before it is given.
 */
#include "engine/codec/columnar_inside.h"
#include "engine/codec/little_inside.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

struct columnar {
    struct arena *arena;
    struct columnar_source source;
    size_t at; /* in source.bytes */
    struct columnar_column *columns;
    size_t column_count;
    uint64_t *block; /* aligned room for the greatest block these columns can have */
    size_t block_room;
    uint8_t *missing; /* COLUMNAR_ROWS bytes for each column */
    struct columnar_values *values;
    uint64_t rows; /* given so far */
    bool last;     /* a block that was not full has been given */
    bool complete;
    bool failed;
};

static bool damaged(struct failure *why, const char *what)
{
    return FAIL(why, FAILURE_INVALID, "columnar file: %s", what);
}

/* Exactly `size` bytes. */
static bool take(struct columnar *file, void *into, size_t size, struct failure *why)
{
    if (file->source.bytes.bytes != NULL) {
        if (file->source.bytes.length - file->at < size)
            return damaged(why, "it ends too early");
        if (size > 0)
            memcpy(into, file->source.bytes.bytes + file->at, size);
        file->at += size;
        return true;
    }
    for (size_t done = 0; done < size;) {
        ssize_t got = read(file->source.descriptor, (char *)into + done, size - done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return FAIL(why, FAILURE_BROKEN, "columnar file: %s", strerror(errno));
        if (got == 0)
            return damaged(why, "it ends too early");
        done += (size_t)got;
    }
    return true;
}

/* ---- the header ---- */

bool columnar_is(struct text bytes)
{
    return text_starts(bytes, TEXT(COLUMNAR_MARK));
}

struct header {
    struct text bytes;
    size_t at;
};

static bool take_number(struct header *header, size_t size, uint32_t *number)
{
    if (header->bytes.length - header->at < size)
        return false;
    *number = size == 1   ? little_u8(header->bytes, header->at)
              : size == 2 ? little_u16(header->bytes, header->at)
                          : little_u32(header->bytes, header->at);
    header->at += size;
    return true;
}

static bool take_text(struct header *header, struct text *text)
{
    uint32_t length;
    if (!take_number(header, 2, &length) || header->bytes.length - header->at < length)
        return false;
    *text = text_part(header->bytes, header->at, length);
    header->at += length;
    return text_is_utf8(*text);
}

static bool take_codes(struct columnar *file, struct header *header, struct columnar_column *column)
{
    uint32_t count;
    if (!take_number(header, 4, &count) || count > COLUMNAR_CODES_MAX ||
        count > (header->bytes.length - header->at) / 2)
        return false;
    struct text *codes = arena_make_many(file->arena, count, sizeof *codes);
    for (uint32_t i = 0; i < count; i++)
        if (!take_text(header, &codes[i]))
            return false;
    column->codes = codes;
    column->code_count = count;
    return count == 0 || column->kind == VALUE_CODE || column->kind == VALUE_TEXT;
}

static bool take_column(struct columnar *file, struct header *header, struct columnar_column *column)
{
    uint32_t kind, width, scale;
    if (!take_text(header, &column->name) || column->name.length == 0 ||
        column->name.length > COLUMNAR_NAME_MAX || !take_number(header, 1, &kind) ||
        !take_number(header, 1, &width) || !take_number(header, 1, &scale))
        return false;
    if (kind < VALUE_TRUTH || kind > VALUE_CODE ||
        !columnar_width_fits((enum value_kind)kind, (uint8_t)width) || scale > DECIMAL_SCALE_MAX ||
        (scale > 0 && kind != VALUE_NUMBER))
        return false;
    column->kind = (enum value_kind)kind;
    column->width = (uint8_t)width;
    column->scale = (uint8_t)scale;
    return take_codes(file, header, column);
}

static bool take_columns(struct columnar *file, struct header *header, struct failure *why)
{
    uint32_t count;
    if (!take_number(header, 4, &count))
        return damaged(why, "the header is too short");
    if (count > COLUMNAR_COLUMNS_MAX)
        return FAIL(why, FAILURE_TOO_BIG, "columnar file: more than %d columns", (int)COLUMNAR_COLUMNS_MAX);
    file->columns = arena_make_many(file->arena, count, sizeof *file->columns);
    for (; file->column_count < count; file->column_count++) {
        if (!take_column(file, header, &file->columns[file->column_count]))
            return damaged(why, "a column of the header is wrong");
        for (size_t i = 0; i < file->column_count; i++)
            if (text_equal(file->columns[i].name, file->columns[file->column_count].name))
                return damaged(why, "two columns have one name");
    }
    return header->at == header->bytes.length || damaged(why, "the header is too long");
}

static bool take_header(struct columnar *file, struct failure *why)
{
    char head[COLUMNAR_HEAD_LENGTH];
    struct text start = {head, sizeof head};
    if (!take(file, head, sizeof head, why))
        return false;
    if (memcmp(head, COLUMNAR_MARK, COLUMNAR_MARK_LENGTH) != 0)
        return damaged(why, "it does not begin as one");
    uint32_t length = little_u32(start, 8), sum = little_u32(start, 12);
    if (length > COLUMNAR_HEADER_MAX)
        return FAIL(why, FAILURE_TOO_BIG, "columnar file: the header has more than %d bytes",
                    (int)COLUMNAR_HEADER_MAX);
    if (file->source.bytes.bytes != NULL && file->source.bytes.length - file->at < length)
        return damaged(why, "it ends too early");
    char *bytes = arena_make(file->arena, length);
    if (!take(file, bytes, length, why))
        return false;
    if (crc32(0, (const Bytef *)bytes, length) != sum)
        return damaged(why, "the header's sum is wrong");
    return take_columns(file, &(struct header){{bytes, length}, 0}, why);
}

bool columnar_open(struct arena *arena, struct columnar_source source, struct columnar **file,
                   struct failure *why)
{
    struct columnar *made = arena_make(arena, sizeof *made);
    made->arena = arena;
    made->source = source;
    if (!take_header(made, why))
        return false;
    made->block_room = columnar_aligned(made->column_count);
    for (size_t i = 0; i < made->column_count; i++)
        made->block_room += COLUMNAR_ROWS / 8 + (size_t)COLUMNAR_ROWS * made->columns[i].width;
    made->block = arena_make(arena, made->block_room);
    made->missing = arena_make_many(arena, made->column_count, COLUMNAR_ROWS);
    made->values = arena_make_many(arena, made->column_count, sizeof *made->values);
    *file = made;
    return true;
}

const struct columnar_column *columnar_columns(const struct columnar *file, size_t *count)
{
    *count = file->column_count;
    return file->columns;
}

/* ---- blocks ---- */

/* A byte for each bit. */
static void spread(uint8_t *bytes, const uint8_t *bits, size_t rows)
{
    for (size_t i = 0; i < rows; i++)
        bytes[i] = (uint8_t)(bits[i / 8] >> (i % 8) & 1);
}

/* Where each column stands in the block; false when its length is another. */
static bool lay_out(struct columnar *file, size_t rows, size_t length)
{
    const uint8_t *bytes = (const uint8_t *)file->block;
    size_t at = columnar_aligned(file->column_count);
    if (length < at)
        return false;
    for (size_t i = 0; i < file->column_count; i++) {
        bool some_missing = bytes[i] == 1;
        size_t bits = some_missing ? columnar_aligned((rows + 7) / 8) : 0,
               values = columnar_aligned(rows * file->columns[i].width);
        if (bytes[i] > 1 || length - at < bits + values)
            return false;
        if (some_missing)
            spread(file->missing + i * COLUMNAR_ROWS, bytes + at, rows);
        file->values[i] = (struct columnar_values){bytes + at + bits,
                                                   some_missing ? file->missing + i * COLUMNAR_ROWS : NULL};
        at += bits + values;
    }
    return at == length;
}

static bool take_block(struct columnar *file, struct columnar_block *block, struct failure *why)
{
    char head[COLUMNAR_BLOCK_LENGTH];
    struct text start = {head, sizeof head};
    if (!take(file, head, sizeof head, why))
        return false;
    uint32_t rows = little_u32(start, 0), length = little_u32(start, 4), sum = little_u32(start, 8);
    if (little_u32(start, 12) != 0)
        return damaged(why, "the head of a block is wrong");
    if (rows == 0) { /* the end mark: how many rows there are */
        if (little_u64(start, 4) != file->rows)
            return damaged(why, "the number of rows is wrong");
        file->complete = true;
        *block = (struct columnar_block){0, file->values};
        return true;
    }
    if (file->last || rows > COLUMNAR_ROWS || length > file->block_room)
        return damaged(why, "a block has too many rows or bytes");
    if (!take(file, file->block, length, why))
        return false;
    if (crc32(0, (const Bytef *)file->block, length) != sum)
        return damaged(why, "a block's sum is wrong");
    if (!lay_out(file, rows, length))
        return damaged(why, "a block does not have the length of its columns");
    file->last = rows < COLUMNAR_ROWS;
    file->rows += rows;
    *block = (struct columnar_block){rows, file->values};
    return true;
}

bool columnar_next(struct columnar *file, struct columnar_block *block, struct failure *why)
{
    if (file->complete) {
        *block = (struct columnar_block){0, file->values};
        return true;
    }
    if (file->failed)
        return damaged(why, "reading it has failed before");
    file->failed = !take_block(file, block, why);
    return !file->failed;
}

bool columnar_complete(const struct columnar *file)
{
    return file->complete;
}
