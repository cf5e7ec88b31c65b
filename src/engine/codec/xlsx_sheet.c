/*
 * xlsx_sheet.c — the rows of one sheet, from its XML as it is unpacked.
 *
 * The parser pauses behind each row that holds something, so a row is given before the next is looked at.
 */
#include "engine/codec/xlsx_inside.h"

#include "engine/codec/door_inside.h"

#include <string.h>

enum {
    VALUE_MAX = SHEET_CELL_MAX * 8, /* bytes of a value as written, escapes and all */
    ROW_TEXT_MAX = 16 << 20,        /* of one row's own texts; shared ones lie elsewhere */
};

/* Where the parser stands; what is below and not named here is left out. */
enum where { IN_FILE, IN_SHEET, IN_DATA, IN_ROW, IN_CELL, IN_VALUE, IN_INLINE, IN_MERGED };

enum cell_kind { CELL_NUMBER, CELL_SHARED, CELL_INLINE, CELL_STRING, CELL_TRUTH, CELL_ERROR, CELL_ISO };

struct xlsx_sheet {
    struct sheet *sheet;
    struct xlsx *xlsx;
    struct xlsx_part part;
    enum where where;
    size_t skip; /* levels inside what is left out */
    uint32_t row, last_row;
    bool row_said, row_hidden; /* said: by an address, not by counting */
    uint32_t next_column;      /* of a cell without an address */
    /* the cell that is open */
    uint32_t column;
    enum cell_kind kind;
    enum sheet_show show;
    bool formula;
    struct buffer value;
    struct xlsx_text rich;
    /* the row that is open: cells, and where in `texts` each one's text begins (SIZE_MAX: it lies elsewhere) */
    struct sheet_cell *cells;
    size_t *starts;
    size_t count, room;
    bool unsorted, ready, told_of_no_value;
    struct buffer texts;
};

static void stop(struct xlsx_sheet *own, const char *code, uint32_t column)
{
    (void)sheet_stop(own->sheet, code, own->row, column);
    xml_read_stop(own->part.xml);
}

/* The row as a whole: a place without a column. */
static void stop_row(struct xlsx_sheet *own, const char *code)
{
    struct place place = sheet_place(own->sheet, own->row, 0);
    place.column = 0;
    (void)sheet_stop_at(own->sheet, place, code, (struct text){0});
    xml_read_stop(own->part.xml);
}

/* ---- addresses ---- */

bool xlsx_reference_read(struct text text, uint32_t *row, uint32_t *column)
{
    uint32_t letters = 0, digits = 0;
    size_t at = text.length > 0 && text.bytes[0] == '$';
    size_t first = at;
    for (; at < text.length; at++) {
        char c = text.bytes[at] >= 'a' && text.bytes[at] <= 'z' ? (char)(text.bytes[at] - 'a' + 'A') : text.bytes[at];
        if (c < 'A' || c > 'Z')
            break;
        letters = letters * 26 + (uint32_t)(c - 'A' + 1);
        if (letters > SHEET_COLUMNS_MAX)
            return false;
    }
    size_t letters_end = at;
    at += at < text.length && text.bytes[at] == '$';
    for (; at < text.length && text.bytes[at] >= '0' && text.bytes[at] <= '9'; at++) {
        digits = digits * 10 + (uint32_t)(text.bytes[at] - '0');
        if (digits > SHEET_ROWS_MAX)
            return false;
    }
    if (letters_end == first || digits == 0 || at < text.length)
        return false;
    *row = digits;
    *column = letters - 1;
    return true;
}

static void merged_take(struct xlsx_sheet *own, struct text reference)
{
    struct text rest = reference, first, last;
    struct sheet_span span;
    if (!text_next(&rest, ':', &first))
        return;
    last = rest.length > 0 ? rest : first;
    own->row = 0;
    if (!xlsx_reference_read(first, &span.first_row, &span.first_column) ||
        !xlsx_reference_read(last, &span.last_row, &span.last_column) || span.first_row > span.last_row ||
        span.first_column > span.last_column)
        stop(own, "sheet.merged", 0);
    else if (!sheet_span_put(own->sheet, span))
        xml_read_stop(own->part.xml);
}

/* ---- beginnings ---- */

static void row_begin(struct xlsx_sheet *own, const char *const *attributes)
{
    own->row = own->last_row + 1;
    own->row_said = own->row_hidden = own->unsorted = false;
    own->next_column = 0;
    own->count = 0;
    buffer_rewind(&own->texts);
    for (; *attributes != NULL; attributes += 2) {
        if (strcmp(attributes[0], "r") == 0) {
            int64_t number;
            if (!text_read_int64(text_of(attributes[1]), &number) || number < 1 || number > SHEET_ROWS_MAX) {
                own->row = own->last_row;
                stop_row(own, "sheet.row");
                return;
            }
            own->row = (uint32_t)number;
            own->row_said = true;
        } else if (strcmp(attributes[0], "hidden") == 0) {
            own->row_hidden = attributes[1][0] == '1' || attributes[1][0] == 't';
        }
    }
    if (own->row <= own->last_row)
        stop_row(own, "sheet.row-order");
    else if (own->row > SHEET_ROWS_MAX)
        stop_row(own, "sheet.rows");
}

/* A row without a number of its own takes that of its first cell with an address. */
static bool reference_take(struct xlsx_sheet *own, struct text reference)
{
    uint32_t row, column;
    if (!xlsx_reference_read(reference, &row, &column)) {
        stop_row(own, "sheet.reference");
        return false;
    }
    if (!own->row_said && own->next_column == 0 && row >= own->row) {
        own->row = row;
        own->row_said = true;
    }
    if (row != own->row) {
        stop_row(own, "sheet.reference");
        return false;
    }
    own->column = column;
    return true;
}

static bool kind_take(struct xlsx_sheet *own, const char *word)
{
    static const struct {
        const char *word;
        enum cell_kind kind;
    } kinds[] = {{"s", CELL_SHARED}, {"n", CELL_NUMBER}, {"str", CELL_STRING}, {"inlineStr", CELL_INLINE},
                 {"b", CELL_TRUTH},  {"e", CELL_ERROR},  {"d", CELL_ISO}};
    for (size_t i = 0; i < LENGTH_OF(kinds); i++) {
        if (word[0] != kinds[i].word[0] || strcmp(word, kinds[i].word) != 0)
            continue;
        own->kind = kinds[i].kind;
        return true;
    }
    return false;
}

static void style_take(struct xlsx_sheet *own, const char *number)
{
    int64_t style = 0;
    if (number[0] != '\0' && text_read_int64(text_of(number), &style) && style >= 0 && (uint64_t)style < own->xlsx->show_count)
        own->show = own->xlsx->shows[style];
}

static void cell_begin(struct xlsx_sheet *own, const char *const *attributes)
{
    own->where = IN_CELL;
    own->column = own->next_column;
    own->kind = CELL_NUMBER;
    own->show = own->xlsx->show_count > 0 ? own->xlsx->shows[0] : SHOW_NUMBER;
    own->formula = false;
    buffer_rewind(&own->value);
    buffer_rewind(&own->rich.text);
    const char *kind = NULL;
    for (; *attributes != NULL; attributes += 2) {
        const char *name = attributes[0];
        if (name[0] == '\0' || name[1] != '\0')
            continue;
        if (name[0] == 's')
            style_take(own, attributes[1]);
        else if (name[0] == 't')
            kind = attributes[1];
        else if (name[0] == 'r' && !reference_take(own, text_of(attributes[1])))
            return;
    }
    if (own->column >= SHEET_COLUMNS_MAX)
        stop_row(own, "sheet.columns");
    else if (kind != NULL && !kind_take(own, kind))
        stop(own, "sheet.cell", own->column);
    own->next_column = own->column + 1;
}

/* ---- ends ---- */

static void cells_grow(struct xlsx_sheet *own)
{
    if (own->count < own->room)
        return;
    size_t room = own->room == 0 ? 32 : own->room * 2;
    struct sheet_cell *cells = arena_make_many(own->sheet->arena, room, sizeof *cells);
    size_t *starts = arena_make_many(own->sheet->arena, room, sizeof *starts);
    if (own->count > 0) {
        memcpy(cells, own->cells, own->count * sizeof *cells);
        memcpy(starts, own->starts, own->count * sizeof *starts);
    }
    own->cells = cells;
    own->starts = starts;
    own->room = room;
}

/* Keeps the cell; its text is copied into the row's. */
static void cell_keep(struct xlsx_sheet *own, struct sheet_cell cell, bool lasting)
{
    if (own->count > 0 && own->cells[own->count - 1].column >= cell.column)
        own->unsorted = true;
    if (own->count >= SHEET_COLUMNS_MAX) {
        stop(own, "sheet.cell-twice", cell.column);
        return;
    }
    cells_grow(own);
    own->starts[own->count] = lasting ? SIZE_MAX : own->texts.length;
    if (!lasting)
        buffer_add(&own->texts, cell.text);
    own->cells[own->count++] = cell;
    if (own->texts.full)
        stop_row(own, "sheet.row-too-big");
}

static struct sheet_cell cell_blank(const struct xlsx_sheet *own, enum sheet_value value)
{
    return (struct sheet_cell){.column = own->column, .value = value, .formula = own->formula, .day = DAY_NONE};
}

static void text_keep(struct xlsx_sheet *own, struct buffer *text, enum sheet_value value)
{
    if (!xlsx_text_finish(text)) {
        stop(own, "sheet.cell-too-big", own->column);
        return;
    }
    struct sheet_cell cell = cell_blank(own, value);
    cell.text = buffer_text(text);
    if (cell.text.length > 0)
        cell_keep(own, cell, false);
}

static void shared_keep(struct xlsx_sheet *own, struct text value)
{
    struct sheet_cell cell = cell_blank(own, SHEET_TEXT);
    int64_t index;
    if (!text_read_int64(value, &index) || index < 0 || !xlsx_strings_find(own->xlsx->strings, (size_t)index, &cell.text))
        stop(own, "sheet.shared", own->column);
    else if (cell.text.length > 0)
        cell_keep(own, cell, true);
}

static void number_keep(struct xlsx_sheet *own, struct text value)
{
    char room[SHEET_NUMBER_ROOM];
    struct sheet_cell cell = cell_blank(own, SHEET_NUMBER);
    enum sheet_show show = own->show;
    double number;
    bool read = own->kind == CELL_ISO ? sheet_read_iso(value, own->xlsx->from_1904, &number, &show)
                                      : sheet_read_number(value, &number);
    if (!read) {
        stop(own, "sheet.number", own->column);
        return;
    }
    sheet_cell_number(&cell, number, show, own->xlsx->from_1904, room);
    cell_keep(own, cell, false);
}

static void truth_keep(struct xlsx_sheet *own, struct text value)
{
    struct sheet_cell cell = cell_blank(own, SHEET_TRUTH);
    bool truth = text_is(value, "1") || text_is(value, "true");
    if (!truth && !text_is(value, "0") && !text_is(value, "false")) {
        stop(own, "sheet.cell", own->column);
        return;
    }
    cell.number = truth;
    cell.text = truth ? TEXT("TRUE") : TEXT("FALSE");
    cell_keep(own, cell, true);
}

/* A formula whose result the program that wrote the file did not keep: said once, for the first. */
static void no_value_tell(struct xlsx_sheet *own)
{
    if (!own->formula || own->told_of_no_value)
        return;
    own->told_of_no_value = true;
    problem_warn(own->xlsx->workbook->problems, sheet_place(own->sheet, own->row, own->column), "sheet.no-value",
                 (struct text){0}, (struct text){0});
}

static void cell_end(struct xlsx_sheet *own)
{
    if (own->value.full) {
        stop(own, "sheet.cell-too-big", own->column);
        return;
    }
    struct text value = text_trimmed(buffer_text(&own->value));
    if (own->kind == CELL_INLINE && own->rich.text.length > 0) {
        text_keep(own, &own->rich.text, SHEET_TEXT);
        return;
    }
    if (buffer_text(&own->value).length == 0) {
        if (own->kind != CELL_STRING)
            no_value_tell(own);
        return;
    }
    switch (own->kind) {
    case CELL_SHARED: shared_keep(own, value); return;
    case CELL_INLINE:
    case CELL_STRING: text_keep(own, &own->value, SHEET_TEXT); return;
    case CELL_ERROR: text_keep(own, &own->value, SHEET_ERROR); return;
    case CELL_TRUTH: truth_keep(own, value); return;
    case CELL_NUMBER:
    case CELL_ISO:
        if (value.length > 0)
            number_keep(own, value);
        return;
    }
    NEVER("a kind of cell");
}

static int order_compare(const void *a, const void *b)
{
    uint32_t first = *(const uint32_t *)a, second = *(const uint32_t *)b;
    return (first > second) - (first < second);
}

/* Cells out of order are put in order; two of one column are refused. Column and place in the row sort as one number. */
static bool cells_sort(struct xlsx_sheet *own)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    uint32_t *order = arena_make_many(scratch, own->count, sizeof *order);
    struct sheet_cell *cells = arena_copy(scratch, own->cells, own->count * sizeof *cells);
    size_t *starts = arena_copy(scratch, own->starts, own->count * sizeof *starts);
    for (size_t i = 0; i < own->count; i++)
        order[i] = cells[i].column * SHEET_COLUMNS_MAX + (uint32_t)i;
    qsort(order, own->count, sizeof *order, order_compare);
    for (size_t i = 0; i < own->count; i++) {
        size_t from = order[i] % SHEET_COLUMNS_MAX;
        own->cells[i] = cells[from];
        own->starts[i] = starts[from];
        if (i > 0 && own->cells[i - 1].column == cells[from].column) {
            stop(own, "sheet.cell-twice", cells[from].column);
            return false;
        }
    }
    return true;
}

static void row_end(struct xlsx_sheet *own)
{
    own->last_row = own->row;
    if (own->count == 0 || (own->unsorted && !cells_sort(own)))
        return;
    for (size_t i = 0; i < own->count; i++)
        if (own->starts[i] != SIZE_MAX)
            own->cells[i].text.bytes = own->texts.bytes + own->starts[i];
    own->ready = true;
    xml_read_pause(own->part.xml);
}

/* ---- the parser's events ---- */

static void on_begin(void *its, struct text name, const char *const *attributes)
{
    struct xlsx_sheet *own = its;
    if (own->skip > 0) {
        own->skip++;
        return;
    }
    if (own->where == IN_INLINE) {
        xlsx_text_begin(&own->rich, name, attributes);
        return;
    }
    char letter = name.length == 1 ? name.bytes[0] : '\0'; /* <c> and <v> are nearly all there is */
    if (own->where == IN_ROW && letter == 'c')
        cell_begin(own, attributes);
    else if (own->where == IN_CELL && letter == 'v')
        own->where = IN_VALUE;
    else if (own->where == IN_CELL && text_is(name, "is"))
        own->where = IN_INLINE;
    else if (own->where == IN_DATA && text_is(name, "row"))
        own->where = IN_ROW, row_begin(own, attributes);
    else if (own->where == IN_SHEET && text_is(name, "sheetData"))
        own->where = IN_DATA;
    else if (own->where == IN_SHEET && text_is(name, "mergeCells"))
        own->where = IN_MERGED;
    else if (own->where == IN_FILE && text_is(name, "worksheet"))
        own->where = IN_SHEET;
    else {
        own->skip = 1;
        own->formula = own->formula || (own->where == IN_CELL && text_is(name, "f"));
        if (own->where == IN_MERGED && text_is(name, "mergeCell"))
            merged_take(own, xml_read_attribute(attributes, "ref"));
        if (own->where == IN_FILE)
            stop_row(own, "sheet.part");
    }
}

static void on_end(void *its, struct text name)
{
    struct xlsx_sheet *own = its;
    if (own->skip > 0) {
        own->skip--;
        return;
    }
    switch (own->where) {
    case IN_INLINE:
        if (own->rich.skip == 0 && text_is(name, "is"))
            own->where = IN_CELL;
        else
            xlsx_text_end(&own->rich, name);
        return;
    case IN_VALUE: own->where = IN_CELL; return;
    case IN_CELL:
        own->where = IN_ROW;
        cell_end(own);
        return;
    case IN_ROW:
        own->where = IN_DATA;
        row_end(own);
        return;
    case IN_DATA:
    case IN_MERGED: own->where = IN_SHEET; return;
    case IN_SHEET:
    case IN_FILE: own->where = IN_FILE; return;
    }
    NEVER("a place in a sheet");
}

static void on_text(void *its, struct text piece)
{
    struct xlsx_sheet *own = its;
    if (own->skip > 0)
        return;
    if (own->where == IN_VALUE)
        buffer_add(&own->value, piece);
    else if (own->where == IN_INLINE)
        xlsx_text_add(&own->rich, piece);
}

/* ---- the sheet ---- */

void xlsx_sheet_open(struct sheet *sheet)
{
    static const struct xml_events events = {on_begin, on_end, on_text};
    struct xlsx *xlsx = sheet->workbook->own;
    if (xlsx->strings == NULL && !xlsx_strings_read(xlsx))
        return;
    struct xlsx_sheet *own = arena_make(sheet->arena, sizeof *own);
    *own = (struct xlsx_sheet){.sheet = sheet, .xlsx = xlsx};
    buffer_init(&own->value, VALUE_MAX);
    buffer_init(&own->texts, ROW_TEXT_MAX);
    xlsx_text_init(&own->rich);
    sheet->own = own;
    struct zip_trouble trouble = {.code = "sheet.no-part"};
    const struct zip_file *file = zip_read_find(xlsx->zip, sheet->is->part);
    if (file == NULL || !xlsx_part_open(&own->part, xlsx, file, &events, own, &trouble))
        (void)sheet_stop_at(sheet, sheet_place(sheet, 0, 0), trouble.code, trouble.about);
}

bool xlsx_sheet_next(struct sheet *sheet, struct sheet_row *row)
{
    struct xlsx_sheet *own = sheet->own;
    struct zip_trouble trouble;
    own->ready = false;
    enum xml_read state = xlsx_part_next(&own->part, &trouble);
    if (state == XML_READ_PAUSED && own->ready) {
        *row = (struct sheet_row){own->row, own->cells, own->count, own->row_hidden};
        return true;
    }
    if (state == XML_READ_BROKEN && trouble.code != NULL) {
        struct place place = sheet_place(sheet, own->row, 0);
        place.column = 0;
        (void)sheet_stop_at(sheet, place, trouble.code, trouble.about);
    }
    return false;
}

void xlsx_sheet_close(struct sheet *sheet)
{
    struct xlsx_sheet *own = sheet->own;
    xlsx_part_close(&own->part);
    buffer_clear(&own->value);
    buffer_clear(&own->texts);
    xlsx_text_clear(&own->rich);
}
