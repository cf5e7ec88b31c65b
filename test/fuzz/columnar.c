/* fuzz: engine/codec */
/*
 * Any bytes read as a columnar file: refused, or read to its end and written again the same.
 *
 * The sums of what is given are set right first, so that what lies behind them is reached too.
 */
#include "engine/codec/columnar.h"

#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint32_t number_at(const uint8_t *bytes, size_t at)
{
    uint32_t number;
    memcpy(&number, bytes + at, sizeof number);
    return number;
}

static void set_sum(uint8_t *bytes, size_t at, size_t from, size_t length)
{
    uint32_t sum = (uint32_t)crc32(0, bytes + from, (uInt)length);
    memcpy(bytes + at, &sum, sizeof sum);
}

static void set_sums(uint8_t *bytes, size_t size)
{
    if (size < 16 || number_at(bytes, 8) > size - 16)
        return;
    set_sum(bytes, 12, 16, number_at(bytes, 8));
    for (size_t at = 16 + (size_t)number_at(bytes, 8); size - at >= 16;) {
        uint32_t rows = number_at(bytes, at), length = number_at(bytes, at + 4);
        if (rows == 0 || length > size - at - 16)
            return;
        set_sum(bytes, at + 8, at + 16, length);
        at += 16 + (size_t)length;
    }
}

/* Every value and mark is looked at, so that the sanitizers see it. */
static uint64_t look(const struct columnar_column *columns, size_t count, const struct columnar_block *block)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        const uint8_t *values = block->columns[i].values;
        for (size_t at = 0; at < block->rows * columns[i].width; at++)
            sum += values[at];
        for (size_t row = 0; block->columns[i].missing != NULL && row < block->rows; row++)
            sum += block->columns[i].missing[row];
    }
    return sum;
}

static void read_all(struct arena *arena, struct text bytes, int copy)
{
    struct columnar *file;
    struct columnar_writer *writer;
    struct columnar_block block;
    struct failure why;
    size_t count;
    if (!columnar_open(arena, (struct columnar_source){.bytes = bytes}, &file, &why))
        return;
    const struct columnar_column *columns = columnar_columns(file, &count);
    REQUIRE(columnar_begin(arena, (struct columnar_target){.descriptor = copy}, columns, count, &writer, &why));
    while (columnar_next(file, &block, &why) && block.rows > 0) {
        (void)look(columns, count, &block);
        REQUIRE(columnar_write(writer, &block, &why));
    }
    if (columnar_complete(file))
        REQUIRE(columnar_end(writer, &why));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *CLOSING(arena) arena = arena_open();
    int copy = memfd_create("copy", 0);
    REQUIRE(copy >= 0);
    uint8_t *bytes = arena_copy(arena, data, size);
    set_sums(bytes, size);
    read_all(arena, (struct text){(const char *)bytes, size}, copy);
    (void)close(copy);
    return 0;
}
