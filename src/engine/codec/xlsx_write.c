/* xlsx_write.c — one workbook through libxlsxwriter: sheets, headings, rows; its bytes out of a file in memory. */
#include "engine/codec/xlsx_write.h"

#include "base/list.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

enum {
    NAME_MAX_LETTERS = 31,
    NOTE_MAX = 255,      /* letters of a note, of an inline list of choices, of a message */
    DIGITS_MAX = 15,     /* what a double holds exactly */
    WIDTH_MIN = 9,
    WIDTH_MAX = 48,
    HEADING_WIDTH_MAX = 22,
    MEASURED_ROWS = 500, /* that the width of a column follows */
    TITLE_SIZE = 14,
    A4 = 9,
    PAPER_LETTERS = 220, /* beside one another on a landscape page, small but read */
    LINES_MAX = 27,      /* of one row: Excel shows no more */
    COMMENT_MAX = 2000,  /* letters of what opens with a marked cell */
    NOTE_WIDER = 2,      /* than Excel's own box for it */
    SCRATCH_MAX = 1 << 20,
};

#define FIRST_DAY 25569          /* the serial of 1970-01-01 */
#define LEAP_MISTAKE 61          /* 1900-03-01: Excel counts a 29 February 1900 before it */
#define WRITTEN_AT 946684800     /* every workbook says it was made on 2000-01-01: equal rows, equal bytes */
#define LISTS_SHEET "danvan_lists"
#define LINE_HEIGHT 15.0 /* points */
#define HEADING_FILL 0xE7EDF3
#define WRONG_FILL 0xF8C9C4
#define DOUBTFUL_FILL 0xFFF0B3

enum style { STYLE_TEXT, STYLE_DIGITS, STYLE_DAY, STYLE_NUMBER, STYLES = STYLE_NUMBER + DECIMAL_SCALE_MAX + 1 };

enum look { LOOK_PLAIN, LOOK_TOTAL, LOOK_WRONG, LOOK_DOUBTFUL, LOOK_HEADING, LOOK_RULED, LOOK_RULED_TOTAL, LOOKS };

struct choice_list {
    const struct text *choices;
    size_t count;
};

struct xlsx_writer {
    struct arena *arena, *scratch; /* scratch: of a cell, emptied now and then */
    int file;
    lxw_workbook *book;
    lxw_worksheet *sheet;
    lxw_format *styles[STYLES][LOOKS];
    lxw_format *heading, *title, *under_title;
    struct xlsx_sheet now;
    struct list names; /* struct text *, folded: of all sheets so far */
    struct list lists; /* struct choice_list *: those that stand in the sheet of lists */
    unsigned *widths;
    unsigned char *marks; /* of the next row, by column: enum look, LOOK_PLAIN for none */
    bool marked;
    lxw_row_t row, first_row; /* the next one; the first below the headings */
    size_t text_bytes, sheet_count;
    bool full;
};

/* ---- texts as the format can hold them ---- */

/* Two for a letter beyond the first 65,536. */
static size_t units_of(unsigned char first_byte)
{
    return (first_byte & 0xC0) == 0x80 ? 0 : first_byte >= 0xF0 ? 2 : 1;
}

/* How many bytes of it are at most `most` UTF-16 units. */
static size_t fitting(struct text text, size_t most)
{
    size_t units = 0;
    for (size_t i = 0; i < text.length; i++) {
        units += units_of((unsigned char)text.bytes[i]);
        if (units > most)
            return i;
    }
    return text.length;
}

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* "_x0041_" written by a person would be read as "A". */
static bool looks_escaped(struct text text, size_t at)
{
    if (at + 7 > text.length || text.bytes[at] != '_' || text.bytes[at + 1] != 'x' || text.bytes[at + 6] != '_')
        return false;
    return is_hex(text.bytes[at + 2]) && is_hex(text.bytes[at + 3]) && is_hex(text.bytes[at + 4]) && is_hex(text.bytes[at + 5]);
}

static bool is_noncharacter(struct text text, size_t at)
{
    return at + 3 <= text.length && memcmp(text.bytes + at, "\xEF\xBF", 2) == 0 && (unsigned char)text.bytes[at + 2] >= 0xBE;
}

/* Without what XML cannot hold, no longer than `most`, ending in NUL. */
static const char *cell_text(struct arena *arena, struct text text, size_t most)
{
    static const char CUT[] = XLSX_CUT, ESCAPED[] = "_x005F";
    size_t kept = fitting(text, most), length = 0;
    bool cut = kept < text.length;
    if (cut)
        kept = fitting(text, most > sizeof CUT ? most - sizeof CUT : 0);
    text = text_part(text, 0, kept);
    size_t escapes = 0;
    for (size_t i = 0; i < kept; i++)
        escapes += looks_escaped(text, i);
    char *out = arena_make_many(arena, kept + escapes * sizeof ESCAPED + sizeof CUT + 1, 1);
    for (size_t i = 0; i < kept; i++) {
        unsigned char c = (unsigned char)text.bytes[i];
        if (looks_escaped(text, i)) {
            memcpy(out + length, ESCAPED, sizeof ESCAPED - 1);
            length += sizeof ESCAPED - 1;
        }
        if (is_noncharacter(text, i)) {
            i += 2;
            out[length++] = '?';
        } else if (c >= 0x20 || c == '\n' || c == '\t') {
            out[length++] = (char)c;
        }
    }
    if (cut) {
        memcpy(out + length, CUT, sizeof CUT - 1);
        length += sizeof CUT - 1;
    }
    out[length] = '\0';
    return out;
}

/* A message of Excel's own, where the end of a long one is simply not shown. */
static const char *message_text(struct arena *arena, struct text text)
{
    return text_copy(arena, text_part(text, 0, fitting(text, NOTE_MAX))).bytes;
}

static bool name_is_used(const struct xlsx_writer *writer, struct text folded)
{
    for (size_t i = 0; i < writer->names.count; i++)
        if (text_equal(*(const struct text *)writer->names.items[i], folded))
            return true;
    return false;
}

/* No []:*?/\ in it, no ' at its ends, at most 31 letters, and no other sheet's. */
static const char *sheet_name(struct xlsx_writer *writer, struct text wanted)
{
    struct text name = text_copy(writer->arena, wanted), folded;
    char *bytes = arena_copy(writer->arena, name.bytes, name.length + 1);
    for (size_t i = 0; i < name.length; i++)
        if (strchr("[]:*?/\\'", bytes[i]) || (unsigned char)bytes[i] < 0x20)
            bytes[i] = ' ';
    name = text_trimmed((struct text){bytes, name.length});
    name = name.length == 0 ? TEXT("Bảng") : name;
    struct text base = text_trimmed(text_part(name, 0, fitting(name, NAME_MAX_LETTERS)));
    name = base;
    for (size_t number = 2; folded = text_fold(writer->arena, name), name_is_used(writer, folded); number++) {
        struct text ending = text_format(writer->arena, " (%zu)", number);
        struct text short_base = text_part(base, 0, fitting(base, NAME_MAX_LETTERS - ending.length));
        name = text_format(writer->arena, "%.*s%.*s", TEXT_ARGS(short_base), TEXT_ARGS(ending));
    }
    list_add(&writer->names, writer->arena, arena_copy(writer->arena, &folded, sizeof folded));
    return text_copy(writer->arena, name).bytes;
}

/* ---- how cells look ---- */

static void make_look(lxw_format *format, enum look look)
{
    if (look >= LOOK_HEADING)
        format_set_border(format, LXW_BORDER_THIN);
    if (look == LOOK_TOTAL || look == LOOK_RULED_TOTAL || look == LOOK_HEADING)
        format_set_bold(format);
    if (look == LOOK_TOTAL)
        format_set_top(format, LXW_BORDER_THIN);
    if (look == LOOK_WRONG || look == LOOK_DOUBTFUL)
        format_set_bg_color(format, look == LOOK_WRONG ? WRONG_FILL : DOUBTFUL_FILL);
    if (look == LOOK_HEADING) {
        format_set_text_wrap(format);
        format_set_align(format, LXW_ALIGN_CENTER);
        format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
        format_set_bg_color(format, HEADING_FILL);
    }
}

static lxw_format *make_style(struct xlsx_writer *writer, size_t style, enum look look)
{
    static const char *const NUMBERS[] = {"#,##0", "#,##0.0", "#,##0.00", "#,##0.000", "#,##0.0000", "#,##0.00000", "#,##0.000000"};
    lxw_format *format = workbook_add_format(writer->book);
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    if (style == STYLE_TEXT)
        format_set_text_wrap(format);
    else if (style == STYLE_DIGITS)
        format_set_num_format(format, "@");
    else if (style == STYLE_DAY)
        format_set_num_format(format, "dd/mm/yyyy");
    else
        format_set_num_format(format, NUMBERS[style - STYLE_NUMBER]);
    if (style == STYLE_DAY)
        format_set_align(format, LXW_ALIGN_CENTER);
    make_look(format, look);
    return format;
}

static lxw_format *style_of(struct xlsx_writer *writer, size_t style, enum look look)
{
    if (!writer->styles[style][look])
        writer->styles[style][look] = make_style(writer, style, look);
    return writer->styles[style][look];
}

static size_t column_style(const struct xlsx_column *column)
{
    switch (column->kind) {
    case XLSX_DAY:
        return STYLE_DAY;
    case XLSX_NUMBER:
        return STYLE_NUMBER + (column->scale > DECIMAL_SCALE_MAX ? DECIMAL_SCALE_MAX : column->scale);
    case XLSX_TEXT:
        return column->choice_count > 0 ? STYLE_TEXT : STYLE_DIGITS;
    }
    NEVER("a kind of column");
}

static void make_formats(struct xlsx_writer *writer)
{
    writer->heading = workbook_add_format(writer->book);
    format_set_bold(writer->heading);
    format_set_text_wrap(writer->heading);
    format_set_align(writer->heading, LXW_ALIGN_VERTICAL_CENTER);
    format_set_bg_color(writer->heading, HEADING_FILL);
    format_set_bottom(writer->heading, LXW_BORDER_THIN);
    writer->title = workbook_add_format(writer->book);
    format_set_bold(writer->title);
    format_set_font_size(writer->title, TITLE_SIZE);
    writer->under_title = workbook_add_format(writer->book);
}

/* ---- a workbook ---- */

bool xlsx_writer_open(struct arena *arena, struct xlsx_writer **made, struct failure *why)
{
    struct xlsx_writer *writer = arena_make(arena, sizeof *writer);
    *made = NULL;
    writer->arena = arena;
    writer->file = memfd_create("danvan", MFD_CLOEXEC);
    if (writer->file < 0)
        return FAIL(why, FAILURE_BROKEN, "no file in memory for a workbook: %s", strerror(errno));
    const char *path = text_format(arena, "/proc/self/fd/%d", writer->file).bytes;
    writer->book = workbook_new_opt(path, &(lxw_workbook_options){.constant_memory = LXW_TRUE});
    if (!writer->book) {
        close(writer->file);
        return FAIL(why, FAILURE_BROKEN, "a workbook could not be begun");
    }
    lxw_doc_properties properties = {.created = WRITTEN_AT};
    workbook_set_properties(writer->book, &properties);
    writer->scratch = arena_open();
    make_formats(writer);
    *made = writer;
    return true;
}

/* ---- lists to pick from ---- */

/* One text of at most 255 letters that Excel would read apart as it was put together. Bytes are counted: libxlsxwriter 1.1.4
 * counts letters, and has room for 255 bytes. */
static bool fits_inline(const struct xlsx_column *column)
{
    size_t bytes = 0;
    for (size_t i = 0; i < column->choice_count; i++) {
        struct text choice = column->choices[i];
        bytes += choice.length + 1;
        if (text_contains(choice, TEXT(",")) || text_contains(choice, TEXT("\"")) || text_starts(choice, TEXT("=")))
            return false;
    }
    return bytes <= NOTE_MAX;
}

static void inline_list(struct xlsx_writer *writer, lxw_data_validation *rule, const struct xlsx_column *column)
{
    const char **values = arena_make_many(writer->arena, column->choice_count + 1, sizeof *values);
    for (size_t i = 0; i < column->choice_count; i++)
        values[i] = text_copy(writer->arena, column->choices[i]).bytes;
    rule->validate = LXW_VALIDATION_TYPE_LIST;
    rule->value_list = (char **)(uintptr_t)values; /* only read */
}

static void range_list(struct xlsx_writer *writer, lxw_data_validation *rule, const struct xlsx_column *column)
{
    struct choice_list list = {column->choices, column->choice_count};
    char first[16], last[16];
    lxw_col_t at = (lxw_col_t)writer->lists.count;
    list_add(&writer->lists, writer->arena, arena_copy(writer->arena, &list, sizeof list));
    lxw_rowcol_to_cell_abs(first, 0, at, 1, 1);
    lxw_rowcol_to_cell_abs(last, (lxw_row_t)(column->choice_count - 1), at, 1, 1);
    rule->validate = LXW_VALIDATION_TYPE_CUSTOM_FORMULA;
    rule->value_formula = (char *)(uintptr_t)text_format(writer->arena, "=%s!%s:%s", LISTS_SHEET, first, last).bytes; /* only read */
}

/* Asked for a list with a formula, libxlsxwriter 1.1.4 copies the formula twice and frees it once; so the rule is made as
 * one with a formula, and then called a list. */
static void make_list(lxw_worksheet *sheet)
{
    struct lxw_data_val_obj *rule, *last = NULL;
    STAILQ_FOREACH(rule, sheet->data_validations, list_pointers)
        last = rule;
    REQUIRE(last && last->validate == LXW_VALIDATION_TYPE_CUSTOM_FORMULA);
    last->validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
}

/* What may be written below a heading, told when a cell is chosen. */
static void guide_column(struct xlsx_writer *writer, size_t at, lxw_row_t last)
{
    const struct xlsx_column *column = &writer->now.columns[at];
    lxw_data_validation rule = {.validate = LXW_VALIDATION_TYPE_ANY, .ignore_blank = LXW_VALIDATION_ON, .dropdown = LXW_VALIDATION_ON};
    if (column->note.length == 0 && column->choice_count == 0)
        return;
    if (column->choice_count > 0 && fits_inline(column))
        inline_list(writer, &rule, column);
    else if (column->choice_count > 0)
        range_list(writer, &rule, column);
    rule.show_error = column->open || column->choice_count == 0 ? LXW_VALIDATION_OFF : LXW_VALIDATION_ON;
    if (column->note.length > 0) {
        rule.show_input = LXW_VALIDATION_ON;
        rule.input_message = (char *)(uintptr_t)message_text(writer->arena, column->note); /* only read */
    } else {
        rule.show_input = LXW_VALIDATION_OFF;
    }
    worksheet_data_validation_range(writer->sheet, writer->first_row, (lxw_col_t)at, last, (lxw_col_t)at, &rule);
    if (rule.validate == LXW_VALIDATION_TYPE_CUSTOM_FORMULA)
        make_list(writer->sheet);
}

static void lists_sheet(struct xlsx_writer *writer)
{
    size_t longest = 0;
    if (writer->lists.count == 0)
        return;
    lxw_worksheet *sheet = workbook_add_worksheet(writer->book, LISTS_SHEET);
    for (size_t i = 0; i < writer->lists.count; i++) {
        const struct choice_list *list = writer->lists.items[i];
        longest = list->count > longest ? list->count : longest;
    }
    for (size_t row = 0; row < longest; row++)
        for (size_t i = 0; i < writer->lists.count; i++) {
            const struct choice_list *list = writer->lists.items[i];
            if (row < list->count)
                worksheet_write_string(sheet, (lxw_row_t)row, (lxw_col_t)i, cell_text(writer->arena, list->choices[row], XLSX_CELL_MAX), NULL);
        }
    worksheet_hide(sheet);
}

/* ---- a sheet ---- */

static unsigned within(unsigned width, unsigned least, unsigned most)
{
    return width < least ? least : width > most ? most : width;
}

/* As wide as the paper, or as two, where one would be too small to read. */
static void set_widths(struct xlsx_writer *writer)
{
    unsigned total = 0;
    for (size_t i = 0; i < writer->now.column_count; i++) {
        const struct xlsx_column *column = &writer->now.columns[i];
        unsigned heading = within((unsigned)text_points(column->title) + 3, WIDTH_MIN, HEADING_WIDTH_MAX);
        unsigned filled = within(writer->widths[i] + 2, WIDTH_MIN, WIDTH_MAX);
        unsigned width = column->width > 0 ? column->width : heading > filled ? heading : filled;
        worksheet_set_column(writer->sheet, (lxw_col_t)i, (lxw_col_t)i, width, style_of(writer, column_style(column), LOOK_PLAIN));
        total += width;
    }
    worksheet_fit_to_pages(writer->sheet, (uint16_t)(1 + total / PAPER_LETTERS), 0);
}

static void finish_sheet(struct xlsx_writer *writer)
{
    const struct xlsx_sheet *now = &writer->now;
    if (!writer->sheet)
        return;
    set_widths(writer);
    if (now->hidden)
        worksheet_hide(writer->sheet);
    if (!now->bare && now->column_count > 0) {
        lxw_row_t last = writer->row > writer->first_row ? writer->row - 1 : writer->first_row;
        worksheet_autofilter(writer->sheet, writer->first_row - 1, 0, last, (lxw_col_t)(now->column_count - 1));
        for (size_t i = 0; i < now->column_count; i++)
            guide_column(writer, i, (now->rows_max ? now->rows_max : XLSX_ROWS_MAX) - 1);
    }
    if (now->column_count > 0)
        worksheet_ignore_errors(writer->sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT, "A1:XFD1048576");
    writer->sheet = NULL;
}

static void print_settings(struct xlsx_writer *writer)
{
    lxw_worksheet *sheet = writer->sheet;
    worksheet_set_paper(sheet, A4);
    if (!writer->now.portrait)
        worksheet_set_landscape(sheet);
    worksheet_set_margins(sheet, 0.5, 0.5, 0.6, 0.6);
    worksheet_set_footer(sheet, "&C&P/&N");
    if (!writer->now.bare) {
        worksheet_gridlines(sheet, LXW_SHOW_ALL_GRIDLINES);
        worksheet_repeat_rows(sheet, writer->first_row - 1, writer->first_row - 1);
        worksheet_freeze_panes(sheet, writer->first_row, 0);
    }
}

static void begin_sheet(struct xlsx_writer *writer)
{
    const struct xlsx_sheet *now = &writer->now;
    if (writer->sheet_count++ >= XLSX_SHEETS_MAX) {
        writer->full = true;
        return;
    }
    writer->sheet = workbook_add_worksheet(writer->book, sheet_name(writer, now->name));
    REQUIRE(writer->sheet); /* the name was mended */
    writer->row = 0;
    writer->widths = arena_make_many(writer->arena, now->column_count + 1, sizeof *writer->widths);
    writer->marks = arena_make_many(writer->arena, now->column_count + 1, 1);
    for (size_t i = 0; i < now->title_count; i++, writer->row++)
        worksheet_write_string(writer->sheet, writer->row, 0, cell_text(writer->arena, now->title[i], XLSX_CELL_MAX),
                               i == 0 ? writer->title : writer->under_title);
    for (size_t i = 0; i < now->column_count && !now->bare; i++)
        worksheet_write_string(writer->sheet, writer->row, (lxw_col_t)i, cell_text(writer->arena, now->columns[i].title, XLSX_CELL_MAX),
                               writer->heading);
    writer->row += !now->bare;
    writer->first_row = writer->row;
    print_settings(writer);
}

void xlsx_writer_sheet(struct xlsx_writer *writer, const struct xlsx_sheet *sheet)
{
    REQUIRE(sheet->column_count <= XLSX_COLUMNS_MAX);
    finish_sheet(writer);
    writer->now = *sheet;
    writer->now.columns = arena_copy(writer->arena, sheet->columns, sheet->column_count * sizeof *sheet->columns);
    begin_sheet(writer);
}

/* ---- cells ---- */

static bool is_digits(struct text text)
{
    size_t digits = 0;
    for (size_t i = 0; i < text.length; i++) {
        bool digit = text.bytes[i] >= '0' && text.bytes[i] <= '9';
        if (!digit && !strchr("+-. ", text.bytes[i]))
            return false;
        digits += digit;
    }
    return digits > 0;
}

/* How many lines it takes in its column, as wide as that may become: not every program finds the height by itself. */
static unsigned lines_of(const struct value *cell, const struct xlsx_column *column)
{
    unsigned lines = 0, width = column->width > 0 ? column->width : WIDTH_MAX;
    if (cell->kind != VALUE_TEXT && cell->kind != VALUE_CODE)
        return 1;
    struct text text = cell->text, line;
    while (lines < LINES_MAX && text_next(&text, '\n', &line))
        lines += 1 + (unsigned)text_points(line) * 10 / (width * 11); /* letters are narrower than the digits widths count in */
    return lines < LINES_MAX ? lines : LINES_MAX;
}

static unsigned text_width(struct text text)
{
    struct text line;
    size_t widest = 0;
    for (text = text_part(text, 0, fitting(text, NOTE_MAX)); text_next(&text, '\n', &line);)
        widest = text_points(line) > widest ? text_points(line) : widest;
    return (unsigned)widest;
}

static unsigned write_text(struct xlsx_writer *writer, lxw_col_t column, struct text text, enum look look)
{
    writer->text_bytes += text.length;
    if (text.length == 0) {
        if (look >= LOOK_HEADING)
            worksheet_write_blank(writer->sheet, writer->row, column, style_of(writer, STYLE_TEXT, look));
        return 0;
    }
    if (arena_used(writer->scratch) > SCRATCH_MAX) {
        arena_close(writer->scratch);
        writer->scratch = arena_open();
    }
    worksheet_write_string(writer->sheet, writer->row, column, cell_text(writer->scratch, text, XLSX_CELL_MAX),
                           style_of(writer, is_digits(text) ? STYLE_DIGITS : STYLE_TEXT, look));
    return text_width(text);
}

static unsigned digit_count(int64_t digits)
{
    unsigned count = 1;
    while (digits /= 10)
        count++;
    return count;
}

static unsigned write_number(struct xlsx_writer *writer, lxw_col_t column, struct decimal number, enum look look)
{
    static const double TENS[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
    unsigned digits = digit_count(number.digits);
    if (digits > DIGITS_MAX)
        return write_text(writer, column, decimal_write(writer->scratch, number), look);
    worksheet_write_number(writer->sheet, writer->row, column, (double)number.digits / TENS[number.scale],
                           style_of(writer, STYLE_NUMBER + (size_t)number.scale, look));
    return digits + digits / 3 + 1;
}

static unsigned write_day(struct xlsx_writer *writer, lxw_col_t column, struct day day, enum look look)
{
    int serial = day.number + FIRST_DAY;
    worksheet_write_number(writer->sheet, writer->row, column, serial < LEAP_MISTAKE ? serial - 1 : serial, style_of(writer, STYLE_DAY, look));
    return 10; /* 08/09/2021 */
}

static unsigned write_cell(struct xlsx_writer *writer, lxw_col_t column, const struct value *cell, enum look look)
{
    switch (cell->kind) {
    case VALUE_UNKNOWN:
        if (look != LOOK_PLAIN && look != LOOK_TOTAL)
            worksheet_write_blank(writer->sheet, writer->row, column, style_of(writer, STYLE_TEXT, look));
        return 0;
    case VALUE_TRUTH:
        worksheet_write_boolean(writer->sheet, writer->row, column, cell->truth, style_of(writer, STYLE_TEXT, look));
        return 5;
    case VALUE_NUMBER:
        return write_number(writer, column, cell->number, look);
    case VALUE_DAY:
        return write_day(writer, column, cell->day, look);
    case VALUE_TEXT:
    case VALUE_CODE:
        return write_text(writer, column, cell->text, look);
    }
    NEVER("a kind of value");
}

/* As high as its cells need, or as is said. */
static void write_row(struct xlsx_writer *writer, const struct value *cells, size_t count, enum look look, unsigned said)
{
    REQUIRE(writer->now.name.bytes); /* a sheet was begun */
    writer->full = writer->full || writer->text_bytes > XLSX_TEXT_MAX;
    if (!writer->full && writer->row >= (writer->now.rows_max ? writer->now.rows_max : XLSX_ROWS_MAX)) {
        finish_sheet(writer);
        begin_sheet(writer);
    }
    if (writer->full)
        return;
    unsigned lines = said > 0 ? said : 1;
    for (size_t i = 0; i < count && i < writer->now.column_count; i++) {
        unsigned width = write_cell(writer, (lxw_col_t)i, &cells[i], writer->marks[i] != LOOK_PLAIN ? writer->marks[i] : look);
        if (writer->row < writer->first_row + MEASURED_ROWS && width > writer->widths[i])
            writer->widths[i] = width;
        unsigned taken = said > 0 ? said : lines_of(&cells[i], &writer->now.columns[i]);
        lines = taken > lines ? taken : lines;
    }
    if (lines > 1)
        worksheet_set_row(writer->sheet, writer->row, lines * LINE_HEIGHT, NULL);
    writer->row++;
    if (writer->marked)
        memset(writer->marks, LOOK_PLAIN, writer->now.column_count);
    writer->marked = false;
}

void xlsx_writer_row(struct xlsx_writer *writer, const struct value *cells, size_t count)
{
    write_row(writer, cells, count, writer->now.ruled ? LOOK_RULED : LOOK_PLAIN, 0);
}

void xlsx_writer_total(struct xlsx_writer *writer, const struct value *cells, size_t count)
{
    write_row(writer, cells, count, writer->now.ruled ? LOOK_RULED_TOTAL : LOOK_TOTAL, 0);
}

void xlsx_writer_headings(struct xlsx_writer *writer, const struct value *cells, size_t count, unsigned lines)
{
    write_row(writer, cells, count, LOOK_HEADING, lines < 1 ? 1 : lines > LINES_MAX ? LINES_MAX : lines);
}

void xlsx_writer_words(struct xlsx_writer *writer, struct text words)
{
    if (writer->full || writer->row >= XLSX_ROWS_MAX)
        return;
    writer->text_bytes += words.length;
    worksheet_write_string(writer->sheet, writer->row, 0, cell_text(writer->arena, words, XLSX_CELL_MAX), writer->under_title);
    writer->row++;
}

/* ---- where rows stand, what stands out ---- */

void xlsx_writer_go(struct xlsx_writer *writer, uint32_t row)
{
    if (row > writer->row + 1 && row <= XLSX_ROWS_MAX)
        writer->row = row - 1;
}

void xlsx_writer_mark(struct xlsx_writer *writer, size_t column, enum xlsx_mark mark, struct text note)
{
    lxw_comment_options wide = {.x_scale = NOTE_WIDER, .y_scale = 1};
    if (column >= writer->now.column_count || writer->full)
        return;
    writer->marks[column] = mark == XLSX_WRONG ? LOOK_WRONG : LOOK_DOUBTFUL;
    writer->marked = true;
    if (note.length > 0)
        worksheet_write_comment_opt(writer->sheet, writer->row, (lxw_col_t)column, cell_text(writer->scratch, note, COMMENT_MAX), &wide);
}

/* libxlsxwriter would write blank cells into rows that are still to come, and then refuse to go back to them; so the
 * range is made as one of two cells of this row, and then made as tall as it is. */
void xlsx_writer_merge(struct xlsx_writer *writer, size_t first_column, size_t last_column, uint32_t rows)
{
    lxw_merged_range *range, *last = NULL;
    lxw_col_t from = (lxw_col_t)first_column;
    if (last_column >= writer->now.column_count || rows == 0 || (rows == 1 && first_column == last_column) || writer->full)
        return;
    if (worksheet_merge_range(writer->sheet, writer->row, from, writer->row, (lxw_col_t)(from + 1), NULL, NULL) != LXW_NO_ERROR)
        return;
    STAILQ_FOREACH(range, writer->sheet->merged_ranges, list_pointers)
        last = range;
    last->last_row = writer->row + rows - 1;
    last->last_col = (lxw_col_t)last_column;
}

/* ---- the end ---- */

static bool read_back(int file, struct arena *arena, struct text *bytes, struct failure *why)
{
    struct stat about;
    size_t at = 0;
    if (fstat(file, &about) != 0)
        return FAIL(why, FAILURE_BROKEN, "a workbook in memory is gone: %s", strerror(errno));
    size_t length = (size_t)about.st_size;
    char *out = arena_make_many(arena, length + 1, 1);
    while (at < length) {
        ssize_t got = pread(file, out + at, length - at, (off_t)at);
        if (got <= 0)
            return FAIL(why, FAILURE_BROKEN, "a workbook in memory does not read back");
        at += (size_t)got;
    }
    *bytes = (struct text){out, length};
    return true;
}

bool xlsx_writer_done(struct xlsx_writer *writer, struct arena *arena, struct text *bytes, struct failure *why)
{
    REQUIRE(writer->book && writer->sheet_count > 0);
    finish_sheet(writer);
    lists_sheet(writer);
    lxw_error error = workbook_close(writer->book);
    writer->book = NULL;
    if (writer->full)
        return FAIL(why, FAILURE_TOO_BIG, "more than one workbook should hold");
    if (error)
        return FAIL(why, FAILURE_BROKEN, "a workbook could not be written: %s", lxw_strerror(error));
    return read_back(writer->file, arena, bytes, why);
}

void xlsx_writer_close(struct xlsx_writer *writer)
{
    if (!writer || writer->file < 0)
        return;
    if (writer->book)
        (void)workbook_close(writer->book); /* frees it and its files; nobody reads what it wrote */
    writer->book = NULL;
    arena_close(writer->scratch);
    close(writer->file);
    writer->file = -1;
}
