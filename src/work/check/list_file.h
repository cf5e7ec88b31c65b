/*
 * list_file.h — the list of a ward as it is kept in Excel: its rows, and what each of its columns is.
 *
 *     struct list_shape *shape = list_shape_make(arena, own, own_count);               the policy's columns beside list_words.def
 *     struct list_file file;
 *     if (!list_file_open(arena, &(struct list_asking){.name = name, .bytes = bytes, .shape = shape}, &file, problems)) …
 *     struct list_reader *reader = list_reader_open(&file);
 *     while (list_reader_next(reader, &row))
 *         struct text name = list_cell(scratch, &row, list_column(&file, &row, TEXT("full_name")), &place);
 *     list_reader_close(reader);
 *
 * The sheet reading is that of work/intake (source.h): titles above, headings of several lines, totals, notes, old fonts,
 * merged cells. Only a column whose title is known, or that --map names, is taken; a title that is merely near is told as
 * a problem and taken for nothing. Nothing of a row is kept here, but where keep_bytes says so.
 *
 * Borrows the name and the bytes. Lives in the arena.
 */
#pragma once

#include "base/node.h"
#include "base/value.h"
#include "work/intake/source.h"

enum { LIST_COLUMNS_MAX = 256, LIST_NONE = -1 };

/* One title of one column. */
struct list_word {
    struct text column;
    enum field_kind kind; /* TEXT, DAY, NUMBER, DECIMAL, MONEY, TRUTH */
    struct text title;
};

struct list_shape;
struct list_shape *list_shape_make(struct arena *arena, const struct list_word *own, size_t count);
/* The title shown for a column; the column's own name when it is not known. */
struct text list_shape_title(const struct list_shape *shape, struct text column);

struct list_asking {
    struct text name, bytes, sheet; /* sheet empty: all visible ones */
    const struct list_shape *shape;
    const struct node *map;         /* their title: our column, or "-"; NULL: none */
    size_t keep_bytes;              /* the rows are kept, as far as they fit, until list_file_forget; 0: read again */
};

struct list_file {
    struct source source;
    const struct list_shape *shape;
    int64_t rows; /* that are data */
};

/* False with problems when nothing can be read. Near titles are warnings. */
MUST_CHECK bool list_file_open(struct arena *arena, const struct list_asking *asking, struct list_file *file, struct problems *problems);
void list_file_forget(struct list_file *file);
/* {title, column, known, letters} for each column of the tables taken: how the list was read. */
struct node *list_file_columns(struct arena *arena, const struct list_file *file);
/* Their place in the table taken first, by title as people type it (folded); false when there is none. */
bool list_file_find(struct arena *scratch, const struct list_file *file, struct text title, size_t *column);

struct list_row {
    const struct list_file *file;
    struct source_row row; /* ROW_DATA */
};

struct list_reader;
struct list_reader *list_reader_open(const struct list_file *file);
bool list_reader_next(struct list_reader *reader, struct list_row *row);
void list_reader_close(struct list_reader *reader);

/* The column a table's column stands for; empty: none. And the other way; LIST_NONE: the table has no such column. */
struct text list_file_column(const struct list_file *file, const struct source_table *table, size_t index);
int list_file_place(const struct list_file *file, const struct source_table *table, struct text column);
/* The same in the row's table. */
int list_column(const struct list_row *row, struct text column);
/* What a cell says, by its column's kind: text in Unicode, a day, a number, yes or no. Unknown: empty. `*strange`: something
 * is written that cannot be read as that; the value is unknown then. */
struct value list_value(struct arena *scratch, const struct list_row *row, int column, bool *strange);
/* As a person reads it there, whatever the column is; empty: nothing. Borrowed until the next row. */
struct text list_text(struct arena *scratch, const struct list_row *row, size_t column);
/* Whole đồng, as Excel knows it or as people write it ("1.500.000 đ", "2 triệu"); false for anything else, and for an empty cell. */
MUST_CHECK bool list_amount(struct arena *scratch, const struct list_row *row, size_t column, int64_t *amount);
/* The sheet and cell: "Phường A › C7". */
struct text list_cell_name(struct arena *arena, const struct list_row *row, size_t column);
