/*
 * columnar.h — many rows of typed columns in one file: written once, read a block at a time.
 *
 * The format is ours and small (docs/columnar.md): a header with names, kinds and code
 * lists, then blocks of 2,048 rows, each column's values side by side with a bit for each
 * that is missing, and a sum over each block. What is read needs no conversion, so rules
 * over columns (engine/rule/rule_columns.h) run on it as it stands:
 *
 *     struct columnar *file;
 *     struct columnar_block block;
 *     if (!columnar_open(arena, (struct columnar_source){.descriptor = fd}, &file, why))
 *         return false;
 *     while (columnar_next(file, &block, why) && block.rows > 0)
 *         use(block.columns[2].values, block.columns[2].missing, block.rows);
 *     if (!columnar_complete(file)) …        (columnar_next said why)
 *
 * Memory does not grow with the file: one block. Every size in it has a ceiling, every block
 * is checked against its sum before anything of it is given. The sum finds damage, not
 * malice: values may lie outside a code list, and whoever reads them must mind that.
 *
 * All live in the arena; descriptors stay the caller's.
 */
#pragma once

#include "base/buffer.h"
#include "base/text.h"
#include "base/value.h"

enum {
    COLUMNAR_ROWS = 2048, /* of a block; the last one may have fewer */
    COLUMNAR_COLUMNS_MAX = 1024,
    COLUMNAR_NAME_MAX = 200,       /* bytes */
    COLUMNAR_CODES_MAX = 1000000,  /* of one column */
    COLUMNAR_HEADER_MAX = 16 << 20 /* bytes */
};

struct columnar_column {
    struct text name;
    enum value_kind kind;     /* all but VALUE_UNKNOWN */
    uint8_t width;            /* bytes of a value: 1, 2, 4 or 8; with a sign */
    uint8_t scale;            /* of a number: digits behind the comma, to DECIMAL_SCALE_MAX */
    const struct text *codes; /* of a code or text: a value is a place in this list */
    size_t code_count;
};

/* Truth: 1 yes, 0 no. Number: digits. Day: day.number. Code, text: place in codes. */
struct columnar_values {
    const void *values;     /* int8_t, int16_t, int32_t or int64_t, by the width; aligned to it */
    const uint8_t *missing; /* of each row 1: not entered; NULL: all are there */
};

struct columnar_block {
    size_t rows;
    const struct columnar_values *columns;
};

/* ---- reading ---- */

/* Do these bytes begin as such a file does? */
bool columnar_is(struct text bytes);

/* Bytes in memory, or, where `bytes` has none, a file open for reading, from where it stands. */
struct columnar_source {
    struct text bytes;
    int descriptor;
};

struct columnar;

/* Reads the header. FAILURE_INVALID: it is no such file, or damaged; FAILURE_TOO_BIG: beyond a ceiling. */
MUST_CHECK bool columnar_open(struct arena *arena, struct columnar_source source, struct columnar **file,
                              struct failure *why);

const struct columnar_column *columnar_columns(const struct columnar *file, size_t *count);

/*
 * The next rows; `block->rows` is 0 behind the last. What it gives lasts until the next call.
 * Fails with FAILURE_INVALID on damage, and where the file ends before its end mark.
 */
MUST_CHECK bool columnar_next(struct columnar *file, struct columnar_block *block, struct failure *why);

/* Has the end mark been read, with as many rows as it says? */
bool columnar_complete(const struct columnar *file);

/* ---- writing ---- */

struct columnar_writer;

/* Added to `bytes`, or, where it is NULL, written to a file open for writing. */
struct columnar_target {
    struct buffer *bytes;
    int descriptor;
};

/* Writes the header. FAILURE_TOO_BIG: beyond a ceiling; FAILURE_BROKEN: the disk. */
MUST_CHECK bool columnar_begin(struct arena *arena, struct columnar_target target, const struct columnar_column *columns,
                               size_t count, struct columnar_writer **writer, struct failure *why);

/* Every block but the last has COLUMNAR_ROWS rows. Values of missing rows are written as 0. */
MUST_CHECK bool columnar_write(struct columnar_writer *writer, const struct columnar_block *block,
                               struct failure *why);

/* The end mark. A file without it is refused by its reader. */
MUST_CHECK bool columnar_end(struct columnar_writer *writer, struct failure *why);
