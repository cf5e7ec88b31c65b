/*
 * sheet_table.h — what is a table on a sheet, and what is each row of it?
 *
 * People's sheets begin with the office's name and a title, have headings of two or three lines, totals in the middle
 * and at the end, rows such as "I. Phường Bồ Đề" that speak for the rows below, notes and signatures behind. A table
 * here is a heading and the rows that belong to it; each of its rows has one role, and only ROW_DATA become records:
 * whatever else is left out is told with its role, so that rows in are rows out.
 *
 * table_find.h finds tables, table_role.c says the role of a row. Both look at texts and kinds of cells alone; what
 * the register calls its columns comes in as `struct table_words`.
 */
#pragma once

#include "base/list.h"
#include "base/map.h"
#include "engine/codec/old_text.h"
#include "engine/codec/sheet.h"

enum {
    TABLE_COLUMNS_MAX = 128,
    TABLE_HEADING_LINES = 3,
    TABLE_SAMPLES = 24,   /* cells of a column that are kept to look at */
    TABLE_BESIDE_MAX = 4, /* tables side by side */
    TABLES_MAX = 64,      /* of one sheet */
};

enum cell_looks { LOOKS_EMPTY, LOOKS_TEXT, LOOKS_NUMBER, LOOKS_DAY };

/* By its kind; a text by what is written in it ("12", "1.500", "8/9/2021"). */
enum cell_looks cell_looks(const struct sheet_cell *cell);

enum row_role {
    ROW_OUTSIDE,  /* of no table: titles above, what stands between tables */
    ROW_HEADING,
    ROW_REPEATED, /* the heading once more, on the next printed page */
    ROW_NUMBERS,  /* (1) (2) (3) below the heading */
    ROW_DATA,
    ROW_TOTAL,
    ROW_GROUP,    /* speaks for the rows below it */
    ROW_NOTE,     /* notes and signatures behind the rows */
    ROW_ROLES,
};
const char *row_role_word(enum row_role role); /* "total": a key of words */

/* What the cells of one column hold, over all data rows. */
struct column_holds {
    size_t texts, numbers, days;
    struct text samples[TABLE_SAMPLES];
    size_t sample_count;
    struct old_text_column old; /* which encoding its texts are in */
};

struct table_column {
    uint32_t column;   /* 0 = A */
    struct text title; /* lines joined: "Kết quả › Số lượt"; empty: none */
    struct text lines[TABLE_HEADING_LINES]; /* as they stand */
    struct column_holds holds;
    bool letters_told;     /* a person said what its texts are in */
    enum old_text letters; /* that */
};

struct sheet_table {
    uint32_t heading_first, heading_last; /* rows, from 1 */
    uint32_t last_row;                    /* last that is not a note */
    uint32_t first_column, last_column;
    struct table_column *columns;
    size_t column_count;
    size_t known;                         /* titles that are words of the register */
    size_t rows, hidden;                  /* ROW_DATA; hidden ones among them */
    size_t groups;                        /* ROW_GROUP */
    bool sideways;                        /* titles stand in a column, entries run to the right: not read */
};

/* What the register calls its columns: title_fold of each title and name. */
struct table_words {
    struct map *titles;
};

/* Folded, without what stands in brackets, without punctuation: "Số lượt người dự (người):" gives "so luot nguoi du". */
struct text title_fold(struct arena *arena, struct text title);

/* How far one table's rows have been read. {0} before its first row. */
struct table_state {
    uint32_t last;        /* row before this one */
    enum row_role before; /* its role */
    bool ended;           /* notes have begun */
};

/* The role of a row below the heading. Moves `state` on. `scratch` is used, nothing of it is kept. */
enum row_role table_row_role(const struct sheet_table *table, struct table_state *state, const struct sheet_row *row, struct arena *scratch);

/* Of a ROW_GROUP: what it says, without its number: "I. Phường Bồ Đề" gives "Phường Bồ Đề". Borrows the row. */
struct text sheet_table_group(const struct sheet_table *table, const struct sheet_row *row);

/* The cell at a column; NULL when it is empty. */
const struct sheet_cell *row_cell(const struct sheet_row *row, uint32_t column);

/* How many cells of the row are titles of `words`, when it holds texts only; else 0. */
size_t row_known(const struct sheet_row *row, const struct table_words *words, struct arena *scratch);
