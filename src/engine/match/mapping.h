/*
 * mapping.h — which columns of a sheet are a person's name, birthday, number, and by which keys and rule are rows matched?
 *
 *     struct match_mapping *mapping;
 *     if (!match_mapping_read(arena, TEXT("so-sanh.yaml"), bytes, &mapping, &problems)) …
 *     struct match_rows *rows = match_rows_make(arena, &mapping->plan);
 *     const struct match_file file = {TEXT("chi-tra.xlsx"), bytes};
 *     if (!match_mapping_add(mapping, rows, 0, &file, &origin, &problems, why)) …
 *
 * The file (docs/matching.md teaches it):
 *
 *     fields:
 *       họ và tên:    {kind: name, column: Họ và tên}
 *       ngày sinh:    {kind: day, column: [Ngày sinh], second-column: Năm sinh}
 *       số định danh: {kind: identity, column: Số CCCD, born: ngày sinh}
 *     keys:
 *       - [số định danh]
 *       - [họ và tên last, ngày sinh]
 *     form: one-to-one
 *
 * A sheet's old encodings (TCVN3, VNI …) are read as Unicode when the column is certain (old_text.h). The heading is the first
 * row within 50 in which all columns of the mapping stand; capitals, tones and spaces of a heading do not matter.
 */
#pragma once

#include "engine/match/match.h"

enum { MATCH_COLUMNS_MAX = 4, MATCH_CELL_MAX = 1024 };

struct match_mapping {
    struct match_plan plan;
    struct text columns[2][MATCH_FIELDS_MAX]
                       [MATCH_COLUMNS_MAX];    /* headings in the first and in the second file */
    size_t column_counts[2][MATCH_FIELDS_MAX]; /* several are joined by a space */
    bool form_given; /* else MATCH_GROUPS; a caller with two files takes MATCH_ONE_TO_ONE */
};

/* False when a problem was added; `*mapping` is then untouched. */
MUST_CHECK bool match_mapping_read(struct arena *arena, struct text file_name, struct text bytes,
                                   struct match_mapping **mapping, struct problems *problems);

struct match_file {
    struct text name, bytes;
};

/* Where the rows added came from, in their order. */
struct match_origin {
    struct text sheet;
    uint32_t *lines;    /* as the program that made the sheet counts */
    struct text *cells; /* of each row, for each field: as it stood there, old encodings aside */
    size_t count;
};

/*
 * Adds the rows of a workbook (.xlsx, .xls, .csv) as list 0 or 1: those of the first sheet with the headings. False with a
 * problem added (a heading is missing, the file is broken), or a failure: then no problem was added. Texts stand in the
 * arena of `problems`.
 */
MUST_CHECK bool match_mapping_add(const struct match_mapping *mapping, struct match_rows *rows, int list,
                                  const struct match_file *file, struct match_origin *origin,
                                  struct problems *problems, struct failure *why);
