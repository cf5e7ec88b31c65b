/*
 * sheet.h — what stands in the cells of a workbook, whatever kind of file it is?
 *
 *     struct workbook *CLOSING(workbook) workbook = workbook_open(TEXT("sổ.xlsx"), bytes, WORKBOOK_USUAL, &problems);
 *     for (size_t i = 0; i < workbook_sheets(workbook); i++) {
 *         struct sheet *sheet = sheet_open(workbook, i);
 *         struct sheet_row row;
 *         while (sheet_next(sheet, &row))
 *             use(row.number, row.cells, row.count);
 *         sheet_close(sheet);
 *     }
 *     if (!workbook_sound(workbook)) …            (the problem was added, at its sheet and cell)
 *
 * The bytes tell the kind, never the file's name: .xlsx and its brothers (.xlsm, strict OOXML), .xls (BIFF8), and text
 * in columns (CSV, or tabs as pasted). Rows are pulled one by one and memory stays bounded: a workbook keeps its shared
 * texts and formats, a sheet one row and the merged cells seen so far.
 *
 * The workbook borrows `bytes`, `problems` and their arena until workbook_drop; names of sheets live as long as it.
 * A row's cells and texts are borrowed until the next row. Several sheets may be open at once.
 *
 * What is broken is one problem, in plain words, at its place, and the reading ends: never half a cell, never a guess.
 * Every number below of what a stranger may send has a ceiling in `struct workbook_limits`.
 */
#pragma once

#include "base/day.h"
#include "base/problem.h"

enum {
    SHEET_COLUMNS_MAX = 16384, /* A … XFD */
    SHEET_ROWS_MAX = 1048576,
    SHEET_CELL_MAX = 32767,    /* UTF-16 units of one cell, as Excel counts */
};

struct workbook_limits {
    size_t bytes_max;        /* of the file */
    size_t unpacked_max;     /* of all parts that are read, by what really comes out */
    size_t ratio_max;        /* of one part: unpacked to packed, where it unpacks to more than 1 MB */
    size_t entries_max;      /* files in the ZIP, streams in the .xls */
    size_t sheets_max;
    size_t strings_max;      /* shared texts */
    size_t strings_bytes_max;
    size_t spans_max;        /* merged cells of one sheet */
};

#define WORKBOOK_USUAL \
    ((struct workbook_limits){.bytes_max = (size_t)100 << 20, .unpacked_max = (size_t)1 << 30, .ratio_max = 250, \
                              .entries_max = 10000, .sheets_max = 1024, .strings_max = 4000000, \
                              .strings_bytes_max = (size_t)128 << 20, .spans_max = 200000})

enum sheet_value {
    SHEET_EMPTY, /* never in a row: empty cells are left out */
    SHEET_TEXT,
    SHEET_NUMBER,
    SHEET_DAY,    /* a number that its format shows as a day */
    SHEET_MOMENT, /* a day with an hour */
    SHEET_TIME,   /* an hour without a day, or a length of time ("[h]:mm") */
    SHEET_TRUTH,
    SHEET_ERROR,
};

struct sheet_cell {
    uint32_t column; /* 0 = A … 16383 = XFD */
    enum sheet_value value;
    bool formula;     /* the value is one the program that saved the file computed */
    int32_t second;   /* of the day: MOMENT, TIME; of a length of time perhaps more than a day's */
    struct day day;   /* DAY, MOMENT; DAY_NONE else */
    double number;    /* NUMBER; TRUTH as 0 or 1; the serial of DAY, MOMENT, TIME */
    /* As a person would read it, in NFC: "12.5" (at most 15 digits, always a point), "2021-09-08",
     * "2021-09-08 14:30:00", "14:30:00", "TRUE", "#N/A". */
    struct text text;
};

struct sheet_row {
    uint32_t number; /* from 1, as Excel shows it; ascending; empty rows are left out */
    const struct sheet_cell *cells;
    size_t count; /* ascending columns */
    bool hidden;  /* a person or a filter hid it */
};

/* Merged cells; rows from 1, columns from 0, both ends inside. Only the first cell holds a value. */
struct sheet_span {
    uint32_t first_row, last_row, first_column, last_column;
};

enum workbook_kind { WORKBOOK_UNKNOWN, WORKBOOK_XLSX, WORKBOOK_XLS, WORKBOOK_TEXT };

struct workbook;
struct sheet;

/* Never NULL. When the file cannot be read at all, the problem is added and there are no sheets. */
struct workbook *workbook_open(struct text file_name, struct text bytes, struct workbook_limits limits,
                               struct problems *problems);
void workbook_drop(struct workbook *workbook); /* NULL is allowed; its sheets close with it */
bool workbook_sound(const struct workbook *workbook); /* no problem so far */
enum workbook_kind workbook_kind(const struct workbook *workbook);

/* In the order of the tabs; charts and macros are no sheets. A text file is one sheet without a name. */
size_t workbook_sheets(const struct workbook *workbook);
struct text workbook_sheet_name(const struct workbook *workbook, size_t sheet);
bool workbook_sheet_hidden(const struct workbook *workbook, size_t sheet);

/* Never NULL; begins at the first row each time. */
struct sheet *sheet_open(struct workbook *workbook, size_t sheet);
void sheet_close(struct sheet *sheet); /* NULL is allowed */

/* False at the end, or where the file is broken or passes a limit: a problem was then added at its place. */
bool sheet_next(struct sheet *sheet, struct sheet_row *row);

/* Merged cells met so far; complete after the last row (they stand behind the rows in the file). */
const struct sheet_span *sheet_spans(const struct sheet *sheet, size_t *count);

/* For problems that the caller finds. Row from 1, column from 0; row 0 is the whole sheet. */
struct place sheet_place(const struct sheet *sheet, uint32_t row, uint32_t column);
struct text sheet_address(struct arena *arena, uint32_t column, uint32_t row); /* "C7" */

static inline void workbook_closing(struct workbook **workbook)
{
    workbook_drop(*workbook);
}
