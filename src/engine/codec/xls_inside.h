/* xls_inside.h — what the globals of a BIFF8 workbook tell its sheets. Private to xls_read.c and xls_sheet.c. */
#pragma once

#include "engine/codec/sheet_inside.h"
#include "engine/codec/sheet_value_inside.h"

enum { XLS_COLUMNS = 256, XLS_ROWS = 65536, XLS_FORMATS = 65536 };

struct xls {
    struct text stream;
    bool from_1904;
    uint8_t *shows;      /* enum sheet_show by number format */
    uint16_t *formats;   /* number format by XF */
    size_t formats_count, formats_room;
    struct text *strings; /* shared texts */
    size_t strings_count;
    size_t measured;     /* bytes of sheets looked over so far, each once */
};

/* A sheet begins at is->offset of the stream; xls_sheet.c. */
void xls_sheet_open(struct sheet *sheet);
bool xls_sheet_next(struct sheet *sheet, struct sheet_row *row);
void xls_sheet_close(struct sheet *sheet);
