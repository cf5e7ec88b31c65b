/* fuzz: engine/codec */
/*
 * A workbook read to its end: the bytes themselves when they begin as a ZIP; else they are the inside of its sheet, its
 * shared texts and its formats, with a line of "---" between, and are packed here, so that changes reach the cells.
 */
#include "engine/codec/sheet.h"

#include "engine/codec/zip.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define RELATION "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

static struct text part_take(struct arena *arena, struct text *rest, const char *root)
{
    struct text inside = *rest;
    const char *mark = rest->length > 0 ? memmem(rest->bytes, rest->length, "\n---\n", 5) : NULL;
    if (mark != NULL)
        inside.length = (size_t)(mark - rest->bytes);
    *rest = mark != NULL ? text_from(*rest, inside.length + 5) : (struct text){0};
    struct text pieces[] = {text_format(arena, "<%s>", root), inside, text_format(arena, "</%s>", root)};
    return text_join(arena, pieces, LENGTH_OF(pieces), (struct text){0});
}

static struct text packed(struct arena *arena, struct text inside)
{
    const struct zip_part parts[] = {
        {TEXT("xl/workbook.xml"), TEXT("<workbook><sheets><sheet name=\"a\" r:id=\"r1\"/></sheets></workbook>"), true},
        {TEXT("xl/_rels/workbook.xml.rels"), TEXT("<Relationships><Relationship Id=\"r1\" Type=\"" RELATION "worksheet\" Target=\"s.xml\"/>"
            "<Relationship Id=\"r2\" Type=\"" RELATION "sharedStrings\" Target=\"t.xml\"/>"
            "<Relationship Id=\"r3\" Type=\"" RELATION "styles\" Target=\"f.xml\"/></Relationships>"), true},
        {TEXT("xl/s.xml"), part_take(arena, &inside, "worksheet"), true},
        {TEXT("xl/t.xml"), part_take(arena, &inside, "sst"), true},
        {TEXT("xl/f.xml"), part_take(arena, &inside, "styleSheet"), true},
    };
    struct text bytes = {0};
    struct failure why = {0};
    REQUIRE(zip_make(arena, parts, LENGTH_OF(parts), &bytes, &why));
    return bytes;
}

static void row_check(const struct sheet_row *row, uint32_t last)
{
    REQUIRE(row->number > last && row->number <= SHEET_ROWS_MAX && row->count > 0 && row->count <= SHEET_COLUMNS_MAX);
    for (size_t i = 0; i < row->count; i++) {
        const struct sheet_cell *cell = &row->cells[i];
        REQUIRE(cell->column < SHEET_COLUMNS_MAX && cell->value != SHEET_EMPTY && cell->text.length > 0);
        REQUIRE(i == 0 || cell->column > row->cells[i - 1].column);
        REQUIRE(text_is_utf8(cell->text));
        REQUIRE((cell->value == SHEET_DAY || cell->value == SHEET_MOMENT) == day_is_some(cell->day));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct text bytes = {(const char *)data, size};
    struct problems problems;
    struct workbook_limits limits = WORKBOOK_USUAL;
    limits.unpacked_max = 8 << 20;
    problems_init(&problems, arena, 10);
    if (!text_starts(bytes, TEXT("PK")))
        bytes = packed(arena, bytes);
    struct workbook *CLOSING(workbook) workbook = workbook_open(TEXT("a.xlsx"), bytes, limits, &problems);
    for (size_t i = 0; i < workbook_sheets(workbook); i++) {
        struct sheet *sheet = sheet_open(workbook, i);
        struct sheet_row row = {0};
        uint32_t last = 0;
        for (; sheet_next(sheet, &row); last = row.number)
            row_check(&row, last);
        sheet_close(sheet);
    }
    REQUIRE(workbook_sound(workbook) == (problems.errors == 0));
    return 0;
}
