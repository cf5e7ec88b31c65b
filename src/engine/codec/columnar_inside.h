/* columnar_inside.h — the marks and sizes that the reader and the writer of columnar files agree on (docs/columnar.md). */
#pragma once

#include "engine/codec/columnar.h"

#define COLUMNAR_MARK "dvcolum1"

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "values stand in the file as they stand in memory");
_Static_assert(VALUE_TRUTH == 1 && VALUE_NUMBER == 2 && VALUE_TEXT == 3 && VALUE_DAY == 4 && VALUE_CODE == 5, "kinds stand in the file by number");

enum {
    COLUMNAR_MARK_LENGTH = 8,
    COLUMNAR_HEAD_LENGTH = 16,  /* of the file: mark, length of the header, its sum */
    COLUMNAR_BLOCK_LENGTH = 16, /* before each block: rows, length, sum, nothing */
    COLUMNAR_ALIGNED = 8,       /* each part of a block begins at a multiple of it */
    COLUMNAR_BLOCK_MAX =
        COLUMNAR_COLUMNS_MAX * (COLUMNAR_ROWS * 8 + COLUMNAR_ROWS / 8 + 1 + COLUMNAR_ALIGNED),
};

static inline size_t columnar_aligned(size_t length)
{
    return (length + COLUMNAR_ALIGNED - 1) / COLUMNAR_ALIGNED * COLUMNAR_ALIGNED;
}

static inline bool columnar_width_fits(enum value_kind kind, uint8_t width)
{
    return width == 1 || width == 2 || width == 4 || (width == 8 && kind == VALUE_NUMBER);
}
