/*
 * xls_sheet.c — the rows of a BIFF8 sheet.
 *
 * A sheet is looked over once when it is opened: its end, merged cells, hidden rows, and whether its rows ascend. They
 * mostly do, and are then read record by record; where they do not, the places of their records are sorted first. The
 * cells of one row may stand in any order: each has a slot by its column, and the last one written there counts.
 */
#include "engine/codec/biff_inside.h"
#include "engine/codec/little_inside.h"
#include "engine/codec/xls_inside.h"

#include <stdlib.h>
#include <string.h>

enum { PLACES_MAX = 4000000, SPAN_BYTES = 8, ROW_HIDDEN = 0x20 };

struct reading {
    struct biff biff;
    size_t end; /* of the sheet, in the stream */
    uint8_t hidden[XLS_ROWS / 8];
    uint64_t *places; /* row and offset of every record with cells, sorted; NULL when rows ascend */
    size_t places_count, place;
    bool waiting;        /* the record in `biff` begins the next row */
    struct arena *texts; /* of this row; NULL when it needed none */
    struct sheet_cell slots[XLS_COLUMNS], cells[XLS_COLUMNS];
    size_t columns; /* slots that this row may have filled */
    char rooms[XLS_COLUMNS][SHEET_NUMBER_ROOM];
};

static bool holds_cells(uint32_t id)
{
    return id == BIFF_LABELSST || id == BIFF_NUMBER || id == BIFF_RK || id == BIFF_MULRK ||
           id == BIFF_FORMULA || id == BIFF_LABEL || id == BIFF_RSTRING || id == BIFF_BOOLERR;
}

/* ---- looking the sheet over ---- */

/* What the pass counts. */
struct survey {
    size_t records;
    uint32_t row;
    bool ascends;
};

static bool spans_take(struct sheet *sheet, struct text body)
{
    size_t count = body.length >= 2 ? little_u16(body, 0) : 0;
    if (count > (body.length - 2) / SPAN_BYTES)
        return sheet_stop(sheet, "xls.torn", 0, 0);
    for (size_t i = 0; i < count; i++) {
        struct text at = text_from(body, 2 + i * SPAN_BYTES);
        struct sheet_span span = {little_u16(at, 0) + 1, little_u16(at, 2) + 1, little_u16(at, 4),
                                  little_u16(at, 6)};
        bool good = span.first_row <= span.last_row && span.first_column <= span.last_column &&
                    span.last_column < XLS_COLUMNS;
        if (!good || !sheet_span_put(sheet, span))
            return sheet_stop(sheet, "xls.torn", 0, 0);
    }
    return true;
}

static bool survey_record(struct sheet *sheet, struct reading *reading, struct survey *survey)
{
    const struct biff *biff = &reading->biff;
    if (biff->id == BIFF_MERGEDCELLS)
        return spans_take(sheet, biff->body);
    if (biff->id == BIFF_ROW && biff->body.length >= 16 && (little_u8(biff->body, 12) & ROW_HIDDEN) != 0) {
        uint32_t row = little_u16(biff->body, 0);
        reading->hidden[row / 8] = (uint8_t)(reading->hidden[row / 8] | 1u << row % 8);
    }
    if (!holds_cells(biff->id))
        return true;
    if (biff->body.length < 6)
        return sheet_stop(sheet, "xls.torn", 0, 0);
    uint32_t row = little_u16(biff->body, 0);
    survey->ascends = survey->ascends && row >= survey->row;
    survey->row = row;
    survey->records++;
    return true;
}

/* Calls `visit` for each record of the sheet itself; charts inside it are streams of their own and left out. */
static bool each_record(struct sheet *sheet, struct reading *reading,
                        bool (*visit)(struct sheet *, struct reading *, struct survey *),
                        struct survey *survey)
{
    const struct xls *xls = sheet->workbook->own;
    size_t depth = 0;
    reading->biff = (struct biff){.stream = xls->stream, .at = sheet->is->offset};
    while (biff_next(&reading->biff)) {
        if (reading->biff.id == BIFF_BOF)
            depth++;
        else if (depth == 0)
            break; /* no sheet begins here */
        else if (reading->biff.id == BIFF_EOF && --depth == 0)
            return true;
        else if (depth == 1 && !visit(sheet, reading, survey))
            return false;
    }
    return sheet_stop(sheet, "xls.torn", 0, 0);
}

static bool place_put(struct sheet *sheet, struct reading *reading, struct survey *survey)
{
    (void)sheet;
    (void)survey;
    if (holds_cells(reading->biff.id))
        reading->places[reading->places_count++] =
            (uint64_t)little_u16(reading->biff.body, 0) << 32 | (uint32_t)reading->biff.start;
    return true;
}

static int place_compare(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* Sheets that overlap could make a short file long to read: what is looked over has the ceiling of what is unpacked. */
static bool budget_take(struct sheet *sheet, const struct reading *reading)
{
    struct xls *xls = sheet->workbook->own;
    xls->measured += reading->biff.at - sheet->is->offset;
    return xls->measured <= sheet->workbook->limits.unpacked_max ||
           workbook_stop(sheet->workbook, "sheet.too-big", sheet->workbook->limits.unpacked_max >> 20);
}

static bool rows_sort(struct sheet *sheet, struct reading *reading, struct survey *survey)
{
    if (survey->records > PLACES_MAX)
        return sheet_stop(sheet, "sheet.row-order", 0, 0);
    reading->places = arena_make_many(sheet->arena, survey->records, sizeof *reading->places);
    if (!each_record(sheet, reading, place_put, survey))
        return false;
    qsort(reading->places, reading->places_count, sizeof *reading->places, place_compare);
    return true;
}

void xls_sheet_open(struct sheet *sheet)
{
    struct reading *reading = arena_make(sheet->arena, sizeof *reading);
    struct survey survey = {.ascends = true};
    sheet->own = reading;
    if (!each_record(sheet, reading, survey_record, &survey))
        return;
    reading->end = reading->biff.at;
    if (!budget_take(sheet, reading) || (!survey.ascends && !rows_sort(sheet, reading, &survey)))
        return;
    reading->biff = (struct biff){.stream = reading->biff.stream, .at = sheet->is->offset};
    (void)biff_next(&reading->biff); /* the record that begins the sheet */
}

void xls_sheet_close(struct sheet *sheet)
{
    struct reading *reading = sheet->own;
    arena_close(reading->texts);
}

/* ---- one cell ---- */

static struct sheet_cell *slot(struct reading *reading, uint32_t column)
{
    reading->slots[column] = (struct sheet_cell){.column = column, .day = DAY_NONE};
    reading->columns = column >= reading->columns ? column + 1 : reading->columns;
    return &reading->slots[column];
}

static void put_number(struct sheet *sheet, uint32_t column, uint32_t format, double number)
{
    struct reading *reading = sheet->own;
    const struct xls *xls = sheet->workbook->own;
    enum sheet_show show =
        format < xls->formats_count ? (enum sheet_show)xls->shows[xls->formats[format]] : SHOW_NUMBER;
    sheet_cell_number(slot(reading, column), number, show, xls->from_1904, reading->rooms[column]);
}

static void put_text(struct reading *reading, uint32_t column, struct text text)
{
    struct sheet_cell *cell = slot(reading, column);
    cell->value = text.length > 0 ? SHEET_TEXT : SHEET_EMPTY;
    cell->text = text;
}

static void put_truth(struct reading *reading, uint32_t column, bool truth)
{
    struct sheet_cell *cell = slot(reading, column);
    cell->value = SHEET_TRUTH;
    cell->number = truth;
    cell->text = truth ? TEXT("TRUE") : TEXT("FALSE");
}

static void put_error(struct reading *reading, uint32_t column, uint32_t number)
{
    static const struct {
        uint32_t number;
        struct text text;
    } errors[] = {{0x00, TEXT_ENTRY("#NULL!")}, {0x07, TEXT_ENTRY("#DIV/0!")}, {0x0F, TEXT_ENTRY("#VALUE!")},
                  {0x17, TEXT_ENTRY("#REF!")},  {0x1D, TEXT_ENTRY("#NAME?")},  {0x24, TEXT_ENTRY("#NUM!")},
                  {0x2A, TEXT_ENTRY("#N/A")}};
    struct sheet_cell *cell = slot(reading, column);
    cell->value = SHEET_ERROR;
    cell->text = TEXT("#N/A");
    for (size_t i = 0; i < LENGTH_OF(errors); i++)
        if (errors[i].number == number)
            cell->text = errors[i].text;
}

static struct arena *texts_of(struct reading *reading)
{
    if (reading->texts == NULL)
        reading->texts = arena_open();
    return reading->texts;
}

/* ---- one record ---- */

/* Where its cell stands. */
struct at {
    uint32_t row, column, format;
};

static bool torn_at(struct sheet *sheet, struct at at)
{
    return sheet_stop(sheet, "xls.torn", at.row + 1, at.column);
}

static double number_in(struct text bytes, size_t at)
{
    double number;
    uint64_t bits = little_u64(bytes, at);
    memcpy(&number, &bits, sizeof number);
    return number;
}

static bool take_shared(struct sheet *sheet, struct at at)
{
    struct reading *reading = sheet->own;
    const struct xls *xls = sheet->workbook->own;
    struct text body = reading->biff.body;
    if (body.length < 10)
        return torn_at(sheet, at);
    if (little_u32(body, 6) >= xls->strings_count)
        return sheet_stop(sheet, "sheet.shared", at.row + 1, at.column);
    put_text(reading, at.column, xls->strings[little_u32(body, 6)]);
    return true;
}

static bool take_own(struct sheet *sheet, struct at at)
{
    struct reading *reading = sheet->own;
    struct text head, text;
    if (!biff_take(texts_of(reading), &reading->biff, 8, &head) ||
        !biff_text(reading->texts, &reading->biff, little_u16(head, 6), &text))
        return torn_at(sheet, at);
    put_text(reading, at.column, text);
    return true;
}

static bool take_number(struct sheet *sheet, struct at at)
{
    struct text body = ((struct reading *)sheet->own)->biff.body;
    if (body.length < 14)
        return torn_at(sheet, at);
    put_number(sheet, at.column, at.format, number_in(body, 6));
    return true;
}

static bool take_rk(struct sheet *sheet, struct at at)
{
    struct text body = ((struct reading *)sheet->own)->biff.body;
    if (body.length < 10)
        return torn_at(sheet, at);
    put_number(sheet, at.column, at.format, biff_rk(little_u32(body, 6)));
    return true;
}

static bool take_many_rk(struct sheet *sheet, struct at at)
{
    struct text body = ((struct reading *)sheet->own)->biff.body;
    size_t count = (body.length - 6) / 6;
    if (at.column + count > XLS_COLUMNS)
        return torn_at(sheet, at);
    for (size_t i = 0; i < count; i++)
        put_number(sheet, at.column + (uint32_t)i, little_u16(body, 4 + i * 6),
                   biff_rk(little_u32(body, 6 + i * 6)));
    return true;
}

static bool take_truth_or_error(struct sheet *sheet, struct at at)
{
    struct reading *reading = sheet->own;
    struct text body = reading->biff.body;
    if (body.length < 8)
        return torn_at(sheet, at);
    if (little_u8(body, 7) != 0)
        put_error(reading, at.column, little_u8(body, 6));
    else
        put_truth(reading, at.column, little_u8(body, 6) != 0);
    return true;
}

/* The text a formula gave stands in a record of its own, behind those that share the formula. */
static bool take_formula_text(struct sheet *sheet, struct at at)
{
    enum { SHARED_FORMULA = 0x04BC, ARRAY = 0x0221, TABLE = 0x0236 };
    struct reading *reading = sheet->own;
    struct biff ahead = reading->biff;
    struct text head, text = {0};
    while (biff_next(&ahead))
        if (ahead.id != SHARED_FORMULA && ahead.id != ARRAY && ahead.id != TABLE && ahead.id != BIFF_CONTINUE)
            break;
    bool good = ahead.id != BIFF_STRING || (biff_take(texts_of(reading), &ahead, 2, &head) &&
                                            biff_text(reading->texts, &ahead, little_u16(head, 0), &text));
    if (!good)
        return torn_at(sheet, at);
    put_text(reading, at.column, text);
    return true;
}

static bool take_formula(struct sheet *sheet, struct at at)
{
    enum { OF_TEXT, OF_TRUTH, OF_ERROR, OF_NO_TEXT };
    struct reading *reading = sheet->own;
    struct text body = reading->biff.body;
    if (body.length < 14)
        return torn_at(sheet, at);
    bool number = little_u16(body, 12) != 0xFFFF;
    uint32_t kind = number ? OF_NO_TEXT : little_u8(body, 6);
    if (kind == OF_TEXT && !take_formula_text(sheet, at))
        return false;
    if (number)
        put_number(sheet, at.column, at.format, number_in(body, 6));
    else if (kind == OF_TRUTH)
        put_truth(reading, at.column, little_u8(body, 8) != 0);
    else if (kind == OF_ERROR)
        put_error(reading, at.column, little_u8(body, 8));
    else if (kind != OF_TEXT)
        put_text(reading, at.column, (struct text){0});
    reading->slots[at.column].formula = true;
    return true;
}

static bool cells_take(struct sheet *sheet)
{
    static const struct {
        uint32_t id;
        bool (*take)(struct sheet *sheet, struct at at);
    } takes[] = {{BIFF_LABELSST, take_shared}, {BIFF_NUMBER, take_number},         {BIFF_RK, take_rk},
                 {BIFF_MULRK, take_many_rk},   {BIFF_FORMULA, take_formula},       {BIFF_LABEL, take_own},
                 {BIFF_RSTRING, take_own},     {BIFF_BOOLERR, take_truth_or_error}};
    struct reading *reading = sheet->own;
    struct text body = reading->biff.body;
    struct at at = {little_u16(body, 0), little_u16(body, 2), little_u16(body, 4)};
    if (at.column >= XLS_COLUMNS)
        return torn_at(sheet, (struct at){at.row, 0, 0});
    for (size_t i = 0; i < LENGTH_OF(takes); i++)
        if (takes[i].id == reading->biff.id)
            return takes[i].take(sheet, at);
    NEVER("a record with cells");
}

/* ---- rows ---- */

/* The next record with cells, where rows ascend. */
static bool record_in_order(struct reading *reading)
{
    size_t depth = 1;
    while (reading->biff.at < reading->end && biff_next(&reading->biff)) {
        if (depth == 1 && holds_cells(reading->biff.id))
            return true;
        depth += reading->biff.id == BIFF_BOF;
        depth -= reading->biff.id == BIFF_EOF;
    }
    return false;
}

static bool record_by_place(struct reading *reading)
{
    if (reading->place == reading->places_count)
        return false;
    reading->biff.at = (uint32_t)reading->places[reading->place++];
    return biff_next(&reading->biff);
}

static bool record_next(struct reading *reading)
{
    return reading->places != NULL ? record_by_place(reading) : record_in_order(reading);
}

/* Gathers the row that the record in `biff` begins, and stops at the first record of another. */
static bool row_gather(struct sheet *sheet, uint32_t row)
{
    struct reading *reading = sheet->own;
    do {
        if (!cells_take(sheet))
            return false;
        reading->waiting = record_next(reading);
    } while (reading->waiting && little_u16(reading->biff.body, 0) == row);
    return true;
}

static size_t cells_collect(struct reading *reading)
{
    size_t count = 0;
    for (size_t i = 0; i < reading->columns; i++)
        if (reading->slots[i].value != SHEET_EMPTY)
            reading->cells[count++] = reading->slots[i];
    return count;
}

static void row_clear(struct reading *reading)
{
    arena_close(reading->texts);
    reading->texts = NULL;
    memset(reading->slots, 0, reading->columns * sizeof reading->slots[0]);
    reading->columns = 0;
}

bool xls_sheet_next(struct sheet *sheet, struct sheet_row *row)
{
    struct reading *reading = sheet->own;
    if (!reading->waiting && !record_next(reading))
        return false;
    do {
        uint32_t number = little_u16(reading->biff.body, 0);
        row_clear(reading);
        if (!row_gather(sheet, number))
            return false;
        *row = (struct sheet_row){.number = number + 1,
                                  .cells = reading->cells,
                                  .count = cells_collect(reading),
                                  .hidden = (reading->hidden[number / 8] >> number % 8 & 1) != 0};
    } while (row->count == 0 && reading->waiting);
    return row->count > 0;
}
