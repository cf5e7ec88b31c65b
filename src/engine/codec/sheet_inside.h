/*
 * sheet_inside.h — how a kind of file stands behind sheet.h.
 *
 * sheet.c tells the kind by the bytes and owns the workbook and its sheets; a
 * `struct sheet_reader` fills workbook->sheets when it is opened and then gives the rows of
 * one sheet. `own` is the reader's: of the workbook, and of each sheet. On trouble a reader
 * calls workbook_stop or sheet_stop, which add the problem once and end all reading.
 */
#pragma once

#include "engine/codec/sheet.h"

struct sheet_reader {
    void (*open)(struct workbook *workbook); /* puts the sheets */
    void (*close)(struct workbook *workbook);
    void (*sheet_open)(struct sheet *sheet);
    bool (*sheet_next)(struct sheet *sheet, struct sheet_row *row); /* not called again after false */
    void (*sheet_close)(struct sheet *sheet);
};

struct workbook_sheet {
    struct text name;
    bool hidden;
    struct text part;  /* .xlsx: the part's name in the ZIP */
    size_t offset;     /* .xls: where its stream begins */
};

struct workbook {
    struct arena *arena; /* the workbook's own */
    struct text file, bytes;
    struct workbook_limits limits;
    struct problems *problems;
    enum workbook_kind kind;
    const struct sheet_reader *reader;
    struct workbook_sheet *sheets;
    size_t count, room;
    struct sheet *open; /* a list through sheet->next */
    bool broken;
    void *own;
};

struct sheet {
    struct arena *arena; /* the sheet's own */
    struct workbook *workbook;
    const struct workbook_sheet *is;
    struct sheet *next;
    struct sheet_span *spans;
    size_t span_count, span_room;
    bool ended;
    void *own;
};

/* One more sheet; adds the problem and is false above the limit. */
bool workbook_put(struct workbook *workbook, struct workbook_sheet sheet);

/* Adds the problem, ends all reading, is false. A number of 0 is left out. */
bool workbook_stop(struct workbook *workbook, const char *code, size_t number);
/* The same at a cell; row from 1, column from 0; row 0 names the sheet alone. */
bool sheet_stop(struct sheet *sheet, const char *code, uint32_t row, uint32_t column);
/* The same with an argument for the sentence. */
bool sheet_stop_at(struct sheet *sheet, struct place place, const char *code, struct text first);

/* Adds merged cells; one cell alone is left out; false above the limit. */
bool sheet_span_put(struct sheet *sheet, struct sheet_span span);

extern const struct sheet_reader sheet_csv_reader;
extern const struct sheet_reader xlsx_reader;
extern const struct sheet_reader xls_reader;
