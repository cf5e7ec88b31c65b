/*
 * place_column.h — which official units do the names in a column of a sheet mean?
 *
 *     struct place_column_request request = {.file = name, .bytes = bytes, .column = TEXT("Địa chỉ"), .day = day, .packs = folder};
 *     if (!place_column_resolve(instance, &request, arena, &made, &problems, why)) …
 *
 * The sheet of the workbook that has the column comes out whole, row for row, as CSV or .xlsx, with four columns more: the
 * code valid on the day, the official name, how sure, proposals. Rows above the heading stay as they are. Names are looked
 * for in the whole country (country.h: the official lists of the pack, the instance's own units over them); nothing is
 * kept. Cells are written as they read. rows = sure + unsure + unknown, always.
 */
#pragma once

#include "base/failure.h"
#include "base/problem.h"
#include "keep/instance/instance.h"

struct place_column_request {
    struct text file, bytes; /* borrowed */
    struct text column;      /* its heading; accents and capitals do not matter */
    struct day day;          /* DAY_NONE: today */
    const char *packs;       /* folder of packs, with vietnam/places-*.csv */
    enum language language;
    bool xlsx;
};

struct place_column_made {
    struct text bytes;
    int64_t rows, sure, unsure, unknown;
};

/* True with problems when the file or the column cannot be read: nothing is made then. */
MUST_CHECK bool place_column_resolve(struct instance *instance, const struct place_column_request *request,
                                     struct arena *arena, struct place_column_made *made,
                                     struct problems *problems, struct failure *why);
