/* sheet_csv.c — text in columns, behind sheet.h: every cell is text, as written. */
#include "engine/codec/csv.h"
#include "engine/codec/sheet_inside.h"

#include <string.h>

struct csv_sheet {
    struct csv *csv;
    struct problems unsaid; /* of the csv; its first is handed on */
    struct sheet_cell *cells;
    size_t room;
    uint32_t breaks; /* lines that are no rows: breaks inside cells, and "sep=;" */
};

static void csv_open(struct workbook *workbook)
{
    (void)workbook_put(workbook, (struct workbook_sheet){0});
}

static void csv_close(struct workbook *workbook)
{
    (void)workbook; /* all of it is in the arenas */
}

static void csv_sheet_open(struct sheet *sheet)
{
    struct workbook *workbook = sheet->workbook;
    struct csv_options options = {.bytes_max = workbook->limits.bytes_max, .cell_max = SHEET_CELL_MAX * 3,
                                  .columns_max = SHEET_COLUMNS_MAX, .rows_max = SHEET_ROWS_MAX};
    struct csv_sheet *own = arena_make(sheet->arena, sizeof *own);
    problems_init(&own->unsaid, sheet->arena, 1);
    own->csv = csv_make(sheet->arena, workbook->file, workbook->bytes, options, &own->unsaid);
    struct text bytes = workbook->bytes;
    if (text_starts(bytes, TEXT("\xEF\xBB\xBF")))
        bytes = text_from(bytes, 3);
    own->breaks = text_starts(bytes, TEXT("sep="));
    sheet->own = own;
}

static void csv_sheet_close(struct sheet *sheet)
{
    (void)sheet;
}

static uint32_t breaks_inside(struct text cell)
{
    uint32_t count = 0;
    for (size_t i = 0; i < cell.length; i++) {
        bool pair = cell.bytes[i] == '\r' && i + 1 < cell.length && cell.bytes[i + 1] == '\n';
        count += cell.bytes[i] == '\n' || (cell.bytes[i] == '\r' && !pair);
    }
    return count;
}

static void cells_grow(struct sheet *sheet, struct csv_sheet *own, size_t count)
{
    if (count <= own->room)
        return;
    own->room = count * 2;
    own->cells = arena_make_many(sheet->arena, own->room, sizeof *own->cells);
}

static bool csv_sheet_next(struct sheet *sheet, struct sheet_row *row)
{
    struct csv_sheet *own = sheet->own;
    struct csv_row read;
    while (csv_next(own->csv, &read)) {
        cells_grow(sheet, own, read.count);
        *row = (struct sheet_row){.number = read.line - own->breaks, .cells = own->cells};
        for (size_t i = 0; i < read.count; i++) {
            if (read.cells[i].length == 0)
                continue;
            own->breaks += breaks_inside(read.cells[i]);
            own->cells[row->count++] = (struct sheet_cell){
                .column = (uint32_t)i, .value = SHEET_TEXT, .day = DAY_NONE, .text = read.cells[i]};
        }
        if (row->count > 0)
            return true;
    }
    if (!csv_sound(own->csv)) {
        const struct problem *problem = &own->unsaid.items[0];
        return sheet_stop_at(sheet, problem->place, problem->code, problem->arguments[0]);
    }
    return false;
}

const struct sheet_reader sheet_csv_reader = {csv_open, csv_close, csv_sheet_open, csv_sheet_next, csv_sheet_close};
