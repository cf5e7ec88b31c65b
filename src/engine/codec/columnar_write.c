/*
 * columnar_write.c — writes columnar files: header, blocks, end mark, each with its sum.
 */
#include "engine/codec/columnar_inside.h"
#include "base/buffer.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

struct columnar_writer {
    struct columnar_target target;
    const struct columnar_column *columns;
    size_t column_count;
    uint8_t *block; /* room for a whole one, its head before it */
    uint64_t rows;
    bool last, ended;
};

static bool put(struct columnar_target target, const void *bytes, size_t size, struct failure *why)
{
    if (target.bytes) {
        buffer_add_bytes(target.bytes, bytes, size);
        return buffer_ok(target.bytes, why);
    }
    for (size_t done = 0; done < size;) {
        ssize_t put = write(target.descriptor, (const char *)bytes + done, size - done);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return FAIL(why, FAILURE_BROKEN, "columnar file: %s", strerror(errno));
        done += (size_t)put;
    }
    return true;
}

static void add_little(struct buffer *out, uint64_t number, size_t size)
{
    for (size_t i = 0; i < size; i++)
        buffer_add_char(out, (char)(uint8_t)(number >> (8 * i)));
}

static void add_text(struct buffer *out, struct text text)
{
    add_little(out, text.length, 2);
    buffer_add(out, text);
}

static bool add_column(struct buffer *out, const struct columnar_column *column, struct failure *why)
{
    bool listed = column->kind == VALUE_CODE || column->kind == VALUE_TEXT;
    REQUIRE(column->kind != VALUE_UNKNOWN && columnar_width_fits(column->kind, column->width) &&
            column->scale <= DECIMAL_SCALE_MAX);
    REQUIRE(column->name.length > 0 && column->name.length <= COLUMNAR_NAME_MAX &&
            (listed || column->code_count == 0));
    if (column->code_count > COLUMNAR_CODES_MAX)
        return FAIL(why, FAILURE_TOO_BIG, "columnar file: a column has more than %d codes",
                    (int)COLUMNAR_CODES_MAX);
    add_text(out, column->name);
    add_little(out, (uint64_t)column->kind, 1);
    add_little(out, column->width, 1);
    add_little(out, column->kind == VALUE_NUMBER ? column->scale : 0, 1);
    add_little(out, column->code_count, 4);
    for (size_t i = 0; i < column->code_count; i++) {
        if (column->codes[i].length > UINT16_MAX)
            return FAIL(why, FAILURE_TOO_BIG, "columnar file: a code has more than %d bytes",
                        (int)UINT16_MAX);
        add_text(out, column->codes[i]);
    }
    return true;
}

static bool write_header(struct columnar_target target, const struct columnar_column *columns, size_t count,
                         struct failure *why)
{
    struct buffer CLOSING(buffer) header, CLOSING(buffer) head;
    buffer_init(&header, COLUMNAR_HEADER_MAX);
    buffer_init(&head, COLUMNAR_HEAD_LENGTH);
    add_little(&header, count, 4);
    for (size_t i = 0; i < count; i++)
        if (!add_column(&header, &columns[i], why))
            return false;
    if (!buffer_ok(&header, why))
        return false;
    buffer_add(&head, TEXT(COLUMNAR_MARK));
    add_little(&head, header.length, 4);
    add_little(&head, crc32(0, (const Bytef *)header.bytes, (uInt)header.length), 4);
    return put(target, head.bytes, head.length, why) && put(target, header.bytes, header.length, why);
}

bool columnar_begin(struct arena *arena, struct columnar_target target, const struct columnar_column *columns, size_t count,
                    struct columnar_writer **writer, struct failure *why)
{
    if (count > COLUMNAR_COLUMNS_MAX)
        return FAIL(why, FAILURE_TOO_BIG, "columnar file: more than %d columns", (int)COLUMNAR_COLUMNS_MAX);
    if (!write_header(target, columns, count, why))
        return false;
    struct columnar_writer *made = arena_make(arena, sizeof *made);
    size_t room = COLUMNAR_BLOCK_LENGTH + columnar_aligned(count);
    for (size_t i = 0; i < count; i++)
        room += COLUMNAR_ROWS / 8 + (size_t)COLUMNAR_ROWS * columns[i].width;
    *made = (struct columnar_writer){
        .target = target, .column_count = count, .block = arena_make(arena, room)};
    made->columns = arena_copy(arena, columns, count * sizeof *columns);
    *writer = made;
    return true;
}

/* Bits of what is missing; gives whether any is. */
static bool gather(uint8_t *bits, const uint8_t *missing, size_t rows)
{
    bool any = false;
    memset(bits, 0, columnar_aligned((rows + 7) / 8));
    for (size_t i = 0; missing != NULL && i < rows; i++)
        if (missing[i] != 0) {
            bits[i / 8] |= (uint8_t)(1u << (i % 8));
            any = true;
        }
    return any;
}

/* One column behind the others; gives where the next begins. */
static size_t add_values(uint8_t *bytes, size_t at, const struct columnar_column *column,
                         const struct columnar_values *values, size_t rows, uint8_t *some_missing)
{
    bool any = gather(bytes + at, values->missing, rows);
    *some_missing = any;
    at += any ? columnar_aligned((rows + 7) / 8) : 0;
    memset(bytes + at, 0, columnar_aligned(rows * column->width));
    memcpy(bytes + at, values->values, rows * column->width);
    for (size_t i = 0; any && i < rows; i++)
        if (values->missing[i] != 0)
            memset(bytes + at + i * column->width, 0, column->width);
    return at + columnar_aligned(rows * column->width);
}

static void set_little(uint8_t *bytes, uint64_t number, size_t size)
{
    for (size_t i = 0; i < size; i++)
        bytes[i] = (uint8_t)(number >> (8 * i));
}

bool columnar_write(struct columnar_writer *writer, const struct columnar_block *block, struct failure *why)
{
    uint8_t *bytes = writer->block + COLUMNAR_BLOCK_LENGTH;
    size_t at = columnar_aligned(writer->column_count);
    REQUIRE(block->rows <= COLUMNAR_ROWS && !writer->last && !writer->ended);
    if (block->rows == 0)
        return true;
    memset(writer->block, 0, COLUMNAR_BLOCK_LENGTH + at);
    for (size_t i = 0; i < writer->column_count; i++)
        at = add_values(bytes, at, &writer->columns[i], &block->columns[i], block->rows, &bytes[i]);
    set_little(writer->block, block->rows, 4);
    set_little(writer->block + 4, at, 4);
    set_little(writer->block + 8, crc32(0, bytes, (uInt)at), 4);
    writer->last = block->rows < COLUMNAR_ROWS;
    writer->rows += block->rows;
    return put(writer->target, writer->block, COLUMNAR_BLOCK_LENGTH + at, why);
}

bool columnar_end(struct columnar_writer *writer, struct failure *why)
{
    uint8_t mark[COLUMNAR_BLOCK_LENGTH] = {0};
    REQUIRE(!writer->ended);
    set_little(mark + 4, writer->rows, 8);
    writer->ended = true;
    return put(writer->target, mark, sizeof mark, why);
}
