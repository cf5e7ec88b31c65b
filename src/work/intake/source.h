/*
 * source.h — the rows of an upload, whatever kind of file it is, read as often as they are needed.
 *
 *     struct source source;
 *     source_survey(arena, file_name, bytes, &asking, &source, problems);          once: which tables, which columns
 *     struct source_reader *reader = source_open(&source);
 *     struct source_row row;
 *     while (source_next(reader, &row))
 *         if (row.role == ROW_DATA) use(row.table, row.cells, row.group);
 *     source_close(reader);
 *
 * Nothing of a row is kept: a big sheet is read twice, not held, but for who asks to keep its rows (`keep_bytes`) until
 * source_forget. Each row that is not empty comes once for each table
 * it belongs to, or once as ROW_OUTSIDE; so what goes in can be counted against what comes out. In cells merged over
 * several rows the value of the first stands in all. Hidden sheets are not read, but for the mark of a sheet that
 * danvan made itself (empty_sheet.h), which says what its columns are; nor is the list of a
 * marked one (marked_sheet.h). An empty cell in the column of who writes, or of a
 * unit that must be told, says what the one above it says; that is told (`as_above`).
 */
#pragma once

#include "work/intake/column_match.h"

enum { SOURCE_SHEETS_MAX = 50, SOURCE_ROWS_MAX = 2000000 };

struct source_table {
    size_t sheet;                 /* of the workbook */
    struct text sheet_name;       /* empty in a CSV file */
    const struct sheet_table *table;
    struct column_match *matches; /* one for each column */
    bool taken;                   /* its rows are wanted */
};

struct source {
    struct arena *arena;
    struct text file_name, bytes;
    struct list tables;           /* struct source_table *, in the order of the file */
    struct sheet_span **spans;    /* by sheet: those over several rows, by first row */
    size_t *span_counts;
    size_t sheets, hidden_sheets;
    int64_t rows;                 /* not empty, on visible sheets */
    struct kept_rows *kept;       /* all rows of the file; NULL: they are read again */
    bool ours;                    /* made by danvan: the mark says what the columns are */
};

struct source_asking {
    struct column_asking columns;
    struct text sheet_name;      /* only this sheet; empty: all visible ones */
    size_t keep_bytes;           /* keep the rows, as far as they fit; 0: not */
    const struct node *tables;   /* list of texts by source_table_name: only these; NULL: those whose columns are known */
};

/* "0.5": sheet and first row of the heading, to choose a table by. */
struct text source_table_name(struct arena *arena, const struct source_table *table);

/* Borrows `bytes`. What is broken in the file is a problem. */
void source_survey(struct arena *arena, struct text file_name, struct text bytes, const struct source_asking *asking,
                   struct source *source, struct problems *problems);

struct source_row {
    const struct source_table *table;       /* NULL: of none */
    enum row_role role;
    const struct sheet_row *row;
    const struct sheet_cell *const *cells;  /* by column of the table; NULL: empty. Only of ROW_DATA and ROW_TOTAL */
    struct text group;                      /* what the ROW_GROUP above says; empty: none */
    const bool *as_above;                   /* by column: an empty cell of units, read as the one above it */
    bool beyond;                            /* ROW_DATA: a cell stands outside the columns of every table */
    uint32_t beyond_column;
};

/* The rows that were kept; no reader may be open. To be called where keep_bytes was given. */
void source_forget(struct source *source);

struct source_reader;
/* What is wrong in the file was told by source_survey, and is not told again. */
struct source_reader *source_open(const struct source *source);
bool source_next(struct source_reader *reader, struct source_row *row);
void source_close(struct source_reader *reader);
/* What the cell at a column says, in Unicode where the column is in an old encoding, with the columns that go on with it (day,
 * month, year; the parts of a name); NULL: nothing. `*doubtful`: it can be read in several ways, and stays as it is. */
const struct sheet_cell *source_cell(struct arena *scratch, const struct source_row *row, size_t column, bool *doubtful);
/* Row and column as on the sheet: row from 1, column from 0; row 0: the whole sheet. */
struct place source_place(const struct source *source, const struct source_table *table, uint32_t row, uint32_t column);
