/*
 * csv.h — the rows of a sheet saved as CSV, one after the other.
 *
 *     struct csv *csv = csv_make(arena, TEXT("sổ.csv"), bytes, CSV_USUAL, &problems);
 *     struct csv_row row;
 *     while (csv_next(csv, &row))
 *         use(row.cells, row.count, row.line);
 *     if (!csv_sound(csv)) …            (the problem was added)
 *
 * Takes a byte order mark, CRLF or LF or CR, quotes with line breaks inside, and
 * `sep=;` on the first line as Excel writes it. Lines with nothing on them are
 * left out. Bytes that are not UTF-8 are refused, never guessed. Text comes out
 * in NFC. Cells borrow `bytes` or the arena; the array of cells is used again by
 * the next row.
 */
#pragma once

#include "base/buffer.h"
#include "base/problem.h"

struct csv_options {
    char separator;     /* 0: the one of , ; tab that most of the first lines have */
    size_t bytes_max;   /* of the whole sheet */
    size_t cell_max;    /* bytes of one cell */
    size_t columns_max; /* cells of one row */
    size_t rows_max;
};

#define CSV_USUAL \
    ((struct csv_options){.bytes_max = (size_t)512 << 20, .cell_max = 64 << 10, .columns_max = 1024, \
                          .rows_max = 10000000})

struct csv_row {
    struct text *cells;
    size_t count;
    uint32_t line; /* where the row begins, from 1 */
};

struct csv;

/* Never NULL. When the bytes cannot be read at all, adds the problem, and the first csv_next is false. */
struct csv *csv_make(struct arena *arena, struct text file_name, struct text bytes, struct csv_options options,
                     struct problems *problems);

/* False at the end, or where the form of the file is broken: a problem was then added at its place. */
bool csv_next(struct csv *csv, struct csv_row *row);

/* No problem so far. */
bool csv_sound(const struct csv *csv);

/* The separator used, given or found. */
char csv_separator(const struct csv *csv);

/*
 * Adds one row and CRLF. A cell that a spreadsheet would run as a formula (it
 * begins with = + - @, tab or CR and is no plain number) gets a ' before it.
 */
void csv_write_row(struct buffer *out, char separator, const struct text *cells, size_t count);

/* The byte order mark, without which Excel misreads Vietnamese. Add it before the first row. */
void csv_write_mark(struct buffer *out);
