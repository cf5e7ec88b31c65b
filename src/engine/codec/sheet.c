/* sheet.c — a workbook told by its bytes, its sheets and their ends. */
#include "engine/codec/compound_inside.h"
#include "engine/codec/sheet_inside.h"

#include <string.h>

/* ---- which kind ---- */

/* Text has no NUL in its first bytes; UTF-16 has, and is told apart so that csv.c can name it. */
static bool looks_like_text(struct text bytes)
{
    if (text_starts(bytes, TEXT("\xFF\xFE")) || text_starts(bytes, TEXT("\xFE\xFF")))
        return true;
    struct text head = text_part(bytes, 0, 4096);
    return head.length == 0 || memchr(head.bytes, '\0', head.length) == NULL;
}

/* A web page that calls itself .xls, as many programs on the web make them, or Excel's old XML. */
static bool looks_like_markup(struct text bytes)
{
    if (text_starts(bytes, TEXT("\xEF\xBB\xBF")))
        bytes = text_from(bytes, 3);
    return text_starts(text_trimmed(text_part(bytes, 0, 1024)), TEXT("<"));
}

/* The first record of a workbook of Excel 2 to 4, which stands in no OLE2 file. */
static bool is_bare_biff(struct text bytes)
{
    return text_starts(bytes, (struct text){"\x09\0\x04\0", 4}) || text_starts(bytes, (struct text){"\x09\x02\x06\0", 4}) ||
           text_starts(bytes, (struct text){"\x09\x04\x06\0", 4});
}

static enum workbook_kind kind_of(struct text bytes)
{
    if (text_starts(bytes, TEXT("PK\3\4")) || text_starts(bytes, TEXT("PK\5\6")))
        return WORKBOOK_XLSX;
    if (compound_is(bytes) || is_bare_biff(bytes))
        return WORKBOOK_XLS;
    return looks_like_text(bytes) ? WORKBOOK_TEXT : WORKBOOK_UNKNOWN;
}

static const struct sheet_reader *reader_of(enum workbook_kind kind)
{
    switch (kind) {
    case WORKBOOK_TEXT: return &sheet_csv_reader;
    case WORKBOOK_XLSX: return &xlsx_reader;
    case WORKBOOK_XLS: return &xls_reader;
    case WORKBOOK_UNKNOWN: return NULL;
    }
    NEVER("a kind of workbook");
}

/* ---- problems ---- */

static struct text number_text(struct arena *arena, size_t number)
{
    return number > 0 ? text_format(arena, "%zu", number) : (struct text){0};
}

bool workbook_stop(struct workbook *workbook, const char *code, size_t number)
{
    if (!workbook->broken)
        problem_add(workbook->problems, (struct place){.file = workbook->file}, code, number_text(workbook->arena, number),
                    (struct text){0});
    workbook->broken = true;
    return false;
}

bool sheet_stop_at(struct sheet *sheet, struct place place, const char *code, struct text first)
{
    if (!sheet->workbook->broken)
        problem_add(sheet->workbook->problems, place, code, first, (struct text){0});
    sheet->workbook->broken = true;
    return false;
}

bool sheet_stop(struct sheet *sheet, const char *code, uint32_t row, uint32_t column)
{
    return sheet_stop_at(sheet, sheet_place(sheet, row, column), code, (struct text){0});
}

/* ---- the workbook ---- */

struct workbook *workbook_open(struct text file_name, struct text bytes, struct workbook_limits limits,
                               struct problems *problems)
{
    struct arena *arena = arena_open();
    struct workbook *workbook = arena_make(arena, sizeof *workbook);
    *workbook = (struct workbook){.arena = arena, .file = text_copy(arena, file_name), .bytes = bytes, .limits = limits,
                                  .problems = problems, .kind = kind_of(bytes)};
    workbook->reader = reader_of(workbook->kind);
    if (bytes.length > limits.bytes_max)
        (void)workbook_stop(workbook, "sheet.too-big", limits.bytes_max >> 20);
    else if (workbook->kind == WORKBOOK_TEXT && looks_like_markup(bytes))
        (void)workbook_stop(workbook, "sheet.markup", 0);
    else if (workbook->reader == NULL)
        (void)workbook_stop(workbook, "sheet.kind", 0);
    else
        workbook->reader->open(workbook);
    if (workbook->broken)
        workbook->count = 0;
    return workbook;
}

void workbook_drop(struct workbook *workbook)
{
    if (workbook == NULL)
        return;
    while (workbook->open != NULL)
        sheet_close(workbook->open);
    if (workbook->reader != NULL && workbook->own != NULL)
        workbook->reader->close(workbook);
    arena_close(workbook->arena);
}

bool workbook_put(struct workbook *workbook, struct workbook_sheet sheet)
{
    if (workbook->count >= workbook->limits.sheets_max)
        return workbook_stop(workbook, "sheet.sheets", workbook->limits.sheets_max);
    if (workbook->count == workbook->room) {
        workbook->room = workbook->room == 0 ? 8 : workbook->room * 2;
        struct workbook_sheet *sheets = arena_make_many(workbook->arena, workbook->room, sizeof *sheets);
        if (workbook->count > 0)
            memcpy(sheets, workbook->sheets, workbook->count * sizeof *sheets);
        workbook->sheets = sheets;
    }
    workbook->sheets[workbook->count++] = sheet;
    return true;
}

bool workbook_sound(const struct workbook *workbook)
{
    return !workbook->broken;
}

enum workbook_kind workbook_kind(const struct workbook *workbook)
{
    return workbook->kind;
}

size_t workbook_sheets(const struct workbook *workbook)
{
    return workbook->count;
}

struct text workbook_sheet_name(const struct workbook *workbook, size_t sheet)
{
    REQUIRE(sheet < workbook->count);
    return workbook->sheets[sheet].name;
}

bool workbook_sheet_hidden(const struct workbook *workbook, size_t sheet)
{
    REQUIRE(sheet < workbook->count);
    return workbook->sheets[sheet].hidden;
}

/* ---- a sheet ---- */

struct sheet *sheet_open(struct workbook *workbook, size_t number)
{
    REQUIRE(number < workbook->count);
    struct arena *arena = arena_open();
    struct sheet *sheet = arena_make(arena, sizeof *sheet);
    *sheet = (struct sheet){.arena = arena, .workbook = workbook, .is = &workbook->sheets[number], .next = workbook->open};
    workbook->open = sheet;
    if (!workbook->broken)
        workbook->reader->sheet_open(sheet);
    return sheet;
}

void sheet_close(struct sheet *sheet)
{
    if (sheet == NULL)
        return;
    struct sheet **link = &sheet->workbook->open;
    while (*link != sheet)
        link = &(*link)->next;
    *link = sheet->next;
    if (sheet->own != NULL)
        sheet->workbook->reader->sheet_close(sheet);
    arena_close(sheet->arena);
}

bool sheet_next(struct sheet *sheet, struct sheet_row *row)
{
    struct sheet_row next = {0};
    if (sheet->ended || sheet->workbook->broken || !sheet->workbook->reader->sheet_next(sheet, &next)) {
        sheet->ended = true;
        return false;
    }
    *row = next;
    return true;
}

bool sheet_span_put(struct sheet *sheet, struct sheet_span span)
{
    if (span.first_row == span.last_row && span.first_column == span.last_column)
        return true;
    if (sheet->span_count >= sheet->workbook->limits.spans_max)
        return sheet_stop_at(sheet, sheet_place(sheet, 0, 0), "sheet.spans",
                             number_text(sheet->arena, sheet->workbook->limits.spans_max));
    if (sheet->span_count == sheet->span_room) {
        sheet->span_room = sheet->span_room == 0 ? 16 : sheet->span_room * 2;
        struct sheet_span *spans = arena_make_many(sheet->arena, sheet->span_room, sizeof *spans);
        if (sheet->span_count > 0)
            memcpy(spans, sheet->spans, sheet->span_count * sizeof *spans);
        sheet->spans = spans;
    }
    sheet->spans[sheet->span_count++] = span;
    return true;
}

const struct sheet_span *sheet_spans(const struct sheet *sheet, size_t *count)
{
    *count = sheet->span_count;
    return sheet->spans;
}

struct place sheet_place(const struct sheet *sheet, uint32_t row, uint32_t column)
{
    return (struct place){.file = sheet->workbook->file, .sheet = sheet->is->name, .line = row,
                          .column = row > 0 ? column + 1 : 0};
}

struct text sheet_address(struct arena *arena, uint32_t column, uint32_t row)
{
    return place_cell(arena, row, column + 1);
}
