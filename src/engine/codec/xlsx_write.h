/*
 * xlsx_write.h — rows become a workbook that Excel and LibreOffice open: headings, filters, formats, lists to pick from.
 *
 *     struct xlsx_writer *CLOSING(xlsx_writer) writer;
 *     const struct xlsx_column columns[] = {{.title = TEXT("Ngày"), .kind = XLSX_DAY}, {.title = TEXT("Số người"), .kind = XLSX_NUMBER}};
 *     const struct xlsx_sheet sheet = {.name = TEXT("Cuộc vận động"), .columns = columns, .column_count = 2};
 *     if (!xlsx_writer_open(arena, &writer, why)) …
 *     xlsx_writer_sheet(writer, &sheet);
 *     xlsx_writer_row(writer, (struct value[]){value_day(day), value_whole(1500000)}, 2);
 *     if (!xlsx_writer_done(writer, arena, &bytes, why)) …              (once, at the end)
 *
 * A text is always a text: what looks like a formula stays words, "001234" keeps its noughts. A day is a real date, a
 * number a real number, shown as the reader's program groups digits; one of more than 15 digits, which Excel would
 * round, is written as text. An unknown value leaves the cell empty. A text longer than a cell can be is cut and ends
 * in XLSX_CUT; rows beyond what a sheet holds go on in another, under the same headings. Equal calls make equal bytes.
 *
 * Rows wait in a nameless file in the system's folder for such (libxlsxwriter writes sheets so), not in memory; the
 * workbook itself is made in memory. What columns, choices and the sheet's name are made of is borrowed until the end, the
 * rest for the call.
 */
#pragma once

#include "base/arena.h"
#include "base/failure.h"
#include "base/text.h"
#include "base/value.h"

#define XLSX_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#define XLSX_CUT " … [đã cắt bớt]"

enum {
    XLSX_ROWS_MAX = 1048576, /* of one sheet, with its headings */
    XLSX_COLUMNS_MAX = 512,  /* ours; a sheet could hold 16,384 */
    XLSX_SHEETS_MAX = 200,
    XLSX_CELL_MAX = 32767, /* UTF-16 units of one cell */
    XLSX_TEXT_MAX = 1 << 30, /* bytes of all texts together: more is FAILURE_TOO_BIG */
};

enum xlsx_kind { XLSX_TEXT, XLSX_NUMBER, XLSX_DAY };

struct xlsx_column {
    struct text title;
    enum xlsx_kind kind;        /* how a cell that is still empty will take what is typed; written cells follow their values */
    uint8_t scale;              /* XLSX_NUMBER: digits behind the comma */
    unsigned width;             /* in letters; 0: as wide as what stands in it, within bounds */
    struct text note;           /* opens with a cell of the column; at most 255 letters of it are shown */
    const struct text *choices; /* a list to pick from */
    size_t choice_count;
    bool open;                  /* other words than the choices may be typed */
};

struct xlsx_sheet {
    struct text name;         /* what a sheet's name cannot be is mended; a name used already gets a number */
    const struct text *title; /* lines above the headings */
    size_t title_count;
    const struct xlsx_column *columns;
    size_t column_count;
    bool hidden, bare; /* bare: no headings, no filter, nothing frozen */
    bool portrait;     /* the paper; else landscape, as wide as the paper */
    bool ruled;        /* a line around each cell, as on a printed form */
    uint32_t rows_max; /* 0: XLSX_ROWS_MAX */
};

struct xlsx_writer;

MUST_CHECK bool xlsx_writer_open(struct arena *arena, struct xlsx_writer **writer, struct failure *why);
/* Begins a sheet; the one before is finished. */
void xlsx_writer_sheet(struct xlsx_writer *writer, const struct xlsx_sheet *sheet);
/* A row; cells beyond the columns are left out. A total stands out. */
void xlsx_writer_row(struct xlsx_writer *writer, const struct value *cells, size_t count);
void xlsx_writer_total(struct xlsx_writer *writer, const struct value *cells, size_t count);
/* A row of headings of one's own, `lines` high: for merged cells no program finds the height by itself. */
void xlsx_writer_headings(struct xlsx_writer *writer, const struct value *cells, size_t count, unsigned lines);
/* Words across the sheet, as those above the headings are. */
void xlsx_writer_words(struct xlsx_writer *writer, struct text words);
/* The next row is this one, counted from 1, and what is left out stays empty; a row behind it is no row to go to. */
void xlsx_writer_go(struct xlsx_writer *writer, uint32_t row);
/* A cell of the next row stands out by its colour, and opens with the note. Columns count from 0. */
enum xlsx_mark { XLSX_WRONG, XLSX_DOUBTFUL };
void xlsx_writer_mark(struct xlsx_writer *writer, size_t column, enum xlsx_mark mark, struct text note);
/* Merges cells, from the next row on; the caller sees to it that merged cells do not meet. */
void xlsx_writer_merge(struct xlsx_writer *writer, size_t first_column, size_t last_column, uint32_t rows);
/* The whole workbook. TOO_BIG over a ceiling, BROKEN when there is no room to write. */
MUST_CHECK bool xlsx_writer_done(struct xlsx_writer *writer, struct arena *arena, struct text *bytes, struct failure *why);
/* Lets go of what a writer holds outside its arena; NULL and a finished one are allowed. */
void xlsx_writer_close(struct xlsx_writer *writer);

static inline void xlsx_writer_closing(struct xlsx_writer **writer)
{
    xlsx_writer_close(*writer);
}
