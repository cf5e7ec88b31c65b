/*
 * xlsx_inside.h — the parts of an .xlsx: what the files of this folder called xlsx_… share.
 *
 * ECMA-376 Part 1 (SpreadsheetML) and Part 2 (packages). _rels/.rels names the workbook's part, its own relations name the
 * sheets, the shared texts and the formats; strict and transitional files differ in namespaces only, which are not looked
 * at: elements are known by their bare names and the place they stand at.
 */
#pragma once

#include "base/buffer.h"
#include "engine/codec/sheet_inside.h"
#include "engine/codec/sheet_value_inside.h"
#include "engine/codec/xml_read.h"
#include "engine/codec/zip_read.h"

struct xlsx_strings;

struct xlsx {
    struct workbook *workbook;
    struct zip_reader *zip;
    bool from_1904;
    const struct zip_file *strings_part, *styles_part; /* NULL: there is none */
    struct xlsx_strings *strings; /* read when the first sheet is opened */
    enum sheet_show *shows; /* of each cell format */
    size_t show_count;
};

/* ---- a part, unpacked and taken apart as it comes (xlsx_part.c) ---- */

struct xlsx_part {
    struct xlsx *xlsx;
    struct zip_stream *stream;
    struct xml_reader *xml;
    enum xml_read state;
};

bool xlsx_part_open(struct xlsx_part *part, struct xlsx *xlsx, const struct zip_file *file, const struct xml_events *events,
                    void *own, struct zip_trouble *trouble);
void xlsx_part_close(struct xlsx_part *part);
/* PAUSED, DONE or BROKEN; the trouble's code is NULL where an event stopped the reading and said why itself. */
enum xml_read xlsx_part_next(struct xlsx_part *part, struct zip_trouble *trouble);
/* The whole of a small part; false with the problem added. */
bool xlsx_part_read(struct xlsx *xlsx, const struct zip_file *file, const struct xml_events *events, void *own);
/* Adds the problem of a trouble for the whole workbook (once), is false. */
bool xlsx_stop(struct xlsx *xlsx, struct zip_trouble trouble);

/* ---- where the parts are (xlsx_package.c) ---- */

/* Finds the workbook's part, its sheets, shared texts and formats; the sheets are put. */
bool xlsx_package_read(struct xlsx *xlsx);

/* ---- number formats (xlsx_styles.c) ---- */

bool xlsx_styles_read(struct xlsx *xlsx);

/* ---- text with its runs (xlsx_text.c) ---- */

/* Between <si> or <is> and its end: runs joined, phonetic help left out. */
struct xlsx_text {
    struct buffer text;
    size_t start; /* of the <t> that is open */
    size_t skip;  /* levels inside an element that is left out */
    bool in_t, preserve;
};

void xlsx_text_init(struct xlsx_text *rich);
void xlsx_text_clear(struct xlsx_text *rich);
void xlsx_text_begin(struct xlsx_text *rich, struct text name, const char *const *attributes);
void xlsx_text_end(struct xlsx_text *rich, struct text name);
void xlsx_text_add(struct xlsx_text *rich, struct text piece);

/* _x000D_ and its like undone, line ends as LF, NFC: in the buffer itself. False when the text is longer than a cell holds. */
bool xlsx_text_finish(struct buffer *text);

/* ---- shared texts (xlsx_strings.c) ---- */

bool xlsx_strings_read(struct xlsx *xlsx);
bool xlsx_strings_find(const struct xlsx_strings *strings, size_t index, struct text *text);

/* ---- the cells of one sheet (xlsx_sheet.c) ---- */

void xlsx_sheet_open(struct sheet *sheet);
bool xlsx_sheet_next(struct sheet *sheet, struct sheet_row *row);
void xlsx_sheet_close(struct sheet *sheet);

/* "C7" or "$C$7" without its row or column given as 0; false for what is none or lies beyond XFD1048576. Row from 1, column from 0. */
bool xlsx_reference_read(struct text text, uint32_t *row, uint32_t *column);
