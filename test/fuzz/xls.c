/* fuzz: engine/codec */
/*
 * Any bytes as an .xls: as the file when they begin like one, else as the BIFF stream in one. Rows ascend, cells ascend,
 * texts are UTF-8, and a workbook that is not sound has said why.
 */
#include "engine/codec/sheet.h"

#include "support/compound.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void cells_check(const struct sheet_row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        const struct sheet_cell *cell = &row->cells[i];
        REQUIRE(cell->value != SHEET_EMPTY && cell->column < SHEET_COLUMNS_MAX);
        REQUIRE(i == 0 || cell->column > row->cells[i - 1].column);
        REQUIRE(cell->text.length > 0 && text_is_utf8(cell->text));
    }
}

static void sheet_check(struct workbook *workbook, size_t number)
{
    struct sheet *sheet = sheet_open(workbook, number);
    struct sheet_row row;
    uint32_t last = 0;
    size_t spans;
    while (sheet_next(sheet, &row)) {
        REQUIRE(row.number > last && row.number <= SHEET_ROWS_MAX && row.count > 0);
        last = row.number;
        cells_check(&row);
    }
    (void)sheet_spans(sheet, &spans);
    sheet_close(sheet);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct problems problems;
    struct workbook_limits limits = WORKBOOK_USUAL;
    struct text bytes = {(const char *)data, size};
    if (size > 20000)
        return 0;
    if (!text_starts(bytes, TEXT("\xD0\xCF")))
        bytes = compound_wrap(arena, "Workbook", bytes);
    limits.unpacked_max = (size_t)4 << 20;
    limits.strings_bytes_max = (size_t)4 << 20;
    problems_init(&problems, arena, 20);
    struct workbook *CLOSING(workbook) workbook = workbook_open(TEXT("a.xls"), bytes, limits, &problems);
    for (size_t i = 0; i < workbook_sheets(workbook); i++)
        sheet_check(workbook, i);
    REQUIRE(workbook_sound(workbook) == (problems.errors == 0));
    return 0;
}
