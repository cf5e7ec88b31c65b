#include "support/sheets/cells.h"

#include "base/buffer.h"
#include "engine/codec/sheet.h"

#include <stdio.h>
#include <stdlib.h>

enum { CELLS_MAX = 1 << 20 };

struct text workbook_said(struct arena *arena, struct text bytes)
{
    struct problems problems;
    struct buffer CLOSING(buffer) out;
    struct sheet_row row;
    problems_init(&problems, arena, 10);
    buffer_init(&out, CELLS_MAX);
    struct workbook *CLOSING(workbook) workbook = workbook_open(TEXT("a.xlsx"), bytes, WORKBOOK_USUAL, &problems);
    for (size_t i = 0; i < workbook_sheets(workbook); i++) {
        struct sheet *sheet = sheet_open(workbook, i);
        while (sheet_next(sheet, &row))
            for (size_t k = 0; k < row.count; k++)
                buffer_add_format(&out, "%s%.*s!%.*s=%.*s|", workbook_sheet_hidden(workbook, i) ? "~" : "",
                                  TEXT_ARGS(workbook_sheet_name(workbook, i)), TEXT_ARGS(sheet_address(arena, row.cells[k].column, row.number)),
                                  TEXT_ARGS(row.cells[k].formula ? TEXT("FORMULA") : row.cells[k].text));
        sheet_close(sheet);
    }
    if (!workbook_sound(workbook)) {
        fprintf(stderr, "the workbook does not read\n");
        abort();
    }
    return text_copy(arena, buffer_text(&out));
}
