/*
 * kept_rows.h — the rows of a sheet, held small, so that a sheet that is needed twice is taken out of its file once.
 *
 *     struct kept_rows *kept = kept_rows_make(sheets, 128 << 20);
 *     kept_rows_add(kept, sheet, &row);                              each row, in order; false once they are too many: none is kept
 *     struct kept_reader reader = {0};
 *     while (kept_rows_next(kept, sheet, &reader, &row)) …           row borrows from `kept`
 *     kept_rows_drop(kept);
 *
 * About 8 bytes and its letters for a cell of text, 24 for a number or a day.
 */
#pragma once

#include "base/arena.h"
#include "engine/codec/sheet.h"

struct kept_rows;

struct kept_rows *kept_rows_make(size_t sheets, size_t bytes_max);
void kept_rows_drop(struct kept_rows *kept); /* NULL is allowed */
/* False: more than `bytes_max`; nothing of any sheet is kept from then on. */
bool kept_rows_add(struct kept_rows *kept, size_t sheet, const struct sheet_row *row);
struct kept_reader { /* {0} before the first row */
    const void *block;
    size_t at;
    struct sheet_cell *cells;
    size_t room;
};

bool kept_rows_next(const struct kept_rows *kept, struct arena *arena, size_t sheet, struct kept_reader *reader, struct sheet_row *row);
