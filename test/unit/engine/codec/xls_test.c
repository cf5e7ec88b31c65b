/* xls_test.c — workbooks of Excel 97 to 2003: real ones, and records put together by hand to be broken. */
#include "engine/codec/sheet.h"

#include "base/file.h"
#include "engine/codec/csv.h"
#include "engine/codec/identity_number.h"
#include "engine/codec/old_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/compound.h"

static struct text data_read(struct arena *arena, const char *name)
{
    struct failure why;
    struct text bytes, path = text_format(arena, DANVAN_TEST_DATA "/xls/%s", name);
    assert_true(file_read(arena, path.bytes, 16 << 20, &bytes, &why));
    return bytes;
}

static const char value_letters[] = "?tndhcbe"; /* text number day h: moment c: time b: truth error */

/* Rows as "4 A:n125 B:d2021-09-08 =C:n1"; = is a formula, a row in () is hidden; then merged cells as "[A1:D1]". */
static struct text sheet_told(struct arena *arena, struct workbook *workbook, size_t number, struct text told)
{
    struct sheet *sheet = sheet_open(workbook, number);
    struct sheet_row row;
    size_t count;
    while (sheet_next(sheet, &row)) {
        told = text_format(arena, "%.*s%s%s%u%s", TEXT_ARGS(told), told.length > 0 ? " / " : "",
                           row.hidden ? "(" : "", row.number, row.hidden ? ")" : "");
        for (size_t i = 0; i < row.count; i++)
            told = text_format(arena, "%.*s %s%.*s:%c%.*s", TEXT_ARGS(told), row.cells[i].formula ? "=" : "",
                               TEXT_ARGS(place_cell(arena, 0, row.cells[i].column + 1)),
                               value_letters[row.cells[i].value],
                               TEXT_ARGS(text_part(row.cells[i].text, 0, 40)));
    }
    const struct sheet_span *spans = sheet_spans(sheet, &count);
    for (size_t i = 0; i < count; i++)
        told = text_format(arena, "%.*s [%.*s:%.*s]", TEXT_ARGS(told),
                           TEXT_ARGS(sheet_address(arena, spans[i].first_column, spans[i].first_row)),
                           TEXT_ARGS(sheet_address(arena, spans[i].last_column, spans[i].last_row)));
    sheet_close(sheet);
    return told;
}

/* The first sheet, then the problem, if any. */
static const char *told_within(struct arena *arena, struct text bytes, struct workbook_limits limits)
{
    struct problems problems;
    problems_init(&problems, arena, 10);
    struct workbook *CLOSING(workbook) workbook = workbook_open(TEXT("a.xls"), bytes, limits, &problems);
    struct text told = {0};
    if (workbook_sheets(workbook) > 0)
        told = sheet_told(arena, workbook, 0, told);
    assert_int_equal(workbook_sound(workbook), problems.count == 0);
    assert_true(problems.count <= 1);
    if (problems.count == 1)
        told = text_format(arena, "%.*s%s%.*s", TEXT_ARGS(told), told.length > 0 ? " / " : "",
                           TEXT_ARGS(problem_line(arena, &problems.items[0], LANGUAGE_EN)));
    return text_copy(arena, told).bytes;
}

static const char *told(struct arena *arena, struct text bytes)
{
    return told_within(arena, bytes, WORKBOOK_USUAL);
}

/* ---- real files ---- */

static void the_list_of_units_reads_as_libreoffice_converts_it(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct problems problems;
    struct csv_row want;
    struct sheet_row row;
    problems_init(&problems, arena, 10);
    struct csv *csv =
        csv_make(arena, TEXT("a.csv"), data_read(arena, "gso_2021-11.csv"), CSV_USUAL, &problems);
    struct workbook *CLOSING(workbook) workbook =
        workbook_open(TEXT("a.xls"), data_read(arena, "gso_2021-11.xls"), WORKBOOK_USUAL, &problems);
    struct sheet *sheet = sheet_open(workbook, 0);
    size_t rows = 0, cells = 0;
    while (csv_next(csv, &want)) {
        assert_true(sheet_next(sheet, &row));
        size_t next = 0;
        for (uint32_t column = 0; column < want.count; column++) {
            bool here = next < row.count && row.cells[next].column == column;
            assert_true(text_equal(here ? row.cells[next].text : (struct text){0}, want.cells[column]));
            next += here;
        }
        assert_int_equal(next, row.count);
        cells += row.count;
        assert_int_equal(row.number, ++rows);
    }
    assert_false(sheet_next(sheet, &row));
    assert_true(workbook_sound(workbook));
    assert_int_equal(rows, 10605); /* 10,604 wards, and a heading */
    print_message("%zu rows, %zu cells\n", rows, cells);
}

static const char all_kinds[] = "1 A:tSỔ TIẾP XÚC, ĐỐI THOẠI / 3 A:tNgày B:tGiờ C:tLúc D:tSố người E:tTỷ lệ"
                                " / 4 A:d2021-09-08 B:c14:30:00 C:h2021-09-08 14:30:00 D:n125 E:n0.125 / (5) "
                                "A:d2020-02-29 D:n75 E:n-1234567.891"
                                " / 6 =A:n200 =B:n0 =C:bTRUE =D:e#DIV/0! =E:e#N/A"
                                " / 7 A:tDài: đường đường đường đư B:n0 C:t😀 tốt D:tNFD: Tiến [A1:D1]";

static void every_kind_of_cell_is_read_from_both_epochs(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    assert_string_equal(told(arena, data_read(arena, "all-kinds.xls")), all_kinds);
    assert_string_equal(told(arena, data_read(arena, "from-1904.xls")), all_kinds);
}

static void hidden_sheets_are_named_as_hidden(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct problems problems;
    problems_init(&problems, arena, 10);
    struct workbook *CLOSING(workbook) workbook =
        workbook_open(TEXT("a.xls"), data_read(arena, "all-kinds.xls"), WORKBOOK_USUAL, &problems);
    assert_int_equal(workbook_kind(workbook), WORKBOOK_XLS);
    assert_int_equal(workbook_sheets(workbook), 2);
    assert_true(text_is(workbook_sheet_name(workbook, 0), "Tháng 9"));
    assert_false(workbook_sheet_hidden(workbook, 0));
    assert_true(text_is(workbook_sheet_name(workbook, 1), "Ẩn"));
    assert_true(workbook_sheet_hidden(workbook, 1));
    assert_true(text_is(sheet_told(arena, workbook, 1, (struct text){0}), "1 A:tkhông ai thấy"));
}

static void a_real_file_cut_anywhere_is_refused_or_read_up_to_there(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct text file = data_read(arena, "all-kinds.xls");
    for (size_t length = 8; length < file.length; length += 211) {
        struct arena *CLOSING(arena) scratch = arena_open();
        struct text part = {arena_copy(scratch, file.bytes, length), length};
        const char *said = told(scratch, part);
        assert_true(strcmp(said, all_kinds) == 0 ||
                    strstr(said, "is damaged or was not uploaded whole") != NULL);
    }
}

/* ---- a sheet in old fonts, from the file to the names ---- */

enum { OLD_ROWS = 8, OLD_COLUMNS = 7 };

static void a_sheet_in_old_fonts_comes_out_in_unicode(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    static const char *const want[][OLD_COLUMNS] = {
        {"Họ và tên", "Địa chỉ", "Người liên hệ", "Năm sinh", "Giới tính", "Số định danh", "Ghi chú?"},
        {"Nguyễn Văn Dũng", "Phường Bồ Đề, quận Long Biên", "Nguyễn Thị Hoàng", "1985", "Nữ", "001185000000",
         "Đã ký"},
        {"Trần Thị Hà", "Phường Việt Hưng", "Lê Văn Tôn", "1978", "Nam", "001078000000", "Nguyễn Văn Tuấn"},
        {"Lê Vũ", "Tổ 5 phường Đức Giang", "Vũ Hoàng", "2001", "Nữ", "079301000000", "x"},
        {"Phạm Quốc Cường", "Phường Gia Thuỵ", "Đặng Thị Ánh", "1969", "Nam", "001069000000", "Lê Thị Hoa"},
        {"Đỗ Dũng", "Ngõ 12 phố Ngọc Lâm", "Bùi Hà", "1990", "Nam", "036090000000", "Dòng?"},
        {"Hồ Thị Ngọc Lan", "Phường Thượng Thanh", "Ngô Quỳnh", "1955", "Nữ", "034155000000", "Noël"},
    };
    static const enum old_text encodings[OLD_COLUMNS] = {OLD_TEXT_TCVN3,   OLD_TEXT_VNI,     OLD_TEXT_UNICODE,
                                                         OLD_TEXT_UNICODE, OLD_TEXT_UNICODE, OLD_TEXT_UNICODE,
                                                         OLD_TEXT_UNSURE /* two hands */};
    struct problems problems;
    struct old_text_column columns[OLD_COLUMNS] = {0};
    struct text cells[OLD_ROWS][OLD_COLUMNS] = {0};
    struct sheet_row row;
    problems_init(&problems, arena, 10);
    struct workbook *CLOSING(workbook) workbook =
        workbook_open(TEXT("a.xls"), data_read(arena, "old-fonts.xls"), WORKBOOK_USUAL, &problems);
    struct sheet *sheet = sheet_open(workbook, 0);
    while (sheet_next(sheet, &row))
        for (size_t i = 0; i < row.count; i++) {
            cells[row.number - 1][row.cells[i].column] = text_copy(arena, row.cells[i].text);
            old_text_see(&columns[row.cells[i].column], row.cells[i].text);
        }
    for (size_t c = 0; c < OLD_COLUMNS; c++) {
        old_text_settle(&columns[c], OLD_TEXT_UNSURE);
        assert_string_equal(old_text_word(columns[c].encoding), old_text_word(encodings[c]));
    }
    for (size_t r = 0; r < LENGTH_OF(want); r++)
        for (size_t c = 0; c < OLD_COLUMNS; c++) {
            struct old_text_cell got = old_text_read(arena, &columns[c], cells[r][c]);
            struct identity_person person = {text_is(cells[r][4], "Nữ") ? IDENTITY_WOMAN : IDENTITY_MAN, 0};
            int64_t year;
            if (c == 5 && r > 0 && text_read_int64(cells[r][3], &year)) {
                person.birth_year = (int)year;
                got.text = identity_number_read(arena, cells[r][c], person).number;
            }
            struct text told =
                text_format(arena, "%.*s%s", TEXT_ARGS(got.text), got.encoding == OLD_TEXT_UNSURE ? "?" : "");
            assert_string_equal(told.bytes, want[r][c]);
        }
}

/* ---- records by hand ---- */

enum { BOF = 0x0809, EOF_ = 0x000A, BOUNDSHEET = 0x0085, SST = 0x00FC, CONTINUE = 0x003C };

static struct text begin(bool globals)
{
    return globals ? TEXT("\x00\x06\x05\x00\0\0\0\0\0\0\0\0\0\0\0\0")
                   : TEXT("\x00\x06\x10\x00\0\0\0\0\0\0\0\0\0\0\0\0");
}

/* A workbook of one sheet "A": records of the globals, and of the sheet, as they are. */
static struct text stream_of(struct arena *arena, struct text globals, struct text sheet)
{
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, 1 << 24);
    record_add(&out, BOF, begin(true));
    buffer_add(&out, globals);
    size_t offset = out.length + 4 + 9 + 4;
    little_add(&out, 2, BOUNDSHEET);
    little_add(&out, 2, 9);
    little_add(&out, 4, offset);
    buffer_add(&out, TEXT("\0\0\x01\0A"));
    record_add(&out, EOF_, (struct text){0});
    record_add(&out, BOF, begin(false));
    buffer_add(&out, sheet);
    record_add(&out, EOF_, (struct text){0});
    return text_copy(arena, buffer_text(&out));
}

static struct text book_of(struct arena *arena, struct text globals, struct text sheet)
{
    return compound_wrap(arena, "Workbook", stream_of(arena, globals, sheet));
}

#define RECORD(id_low, id_high, length, body) id_low id_high length "\0" body
#define AT(row, column)                                                                                      \
    row "\0" column "\0"                                                                                     \
        "\0\0" /* row, column, format 0 */

#define TORN                                                                                                 \
    "a.xls › A › A1: this .xls file is damaged or was not uploaded whole; open it in Excel and save it " \
    "again, or upload it once more"

static void records_become_cells(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    static const struct {
        struct text sheet;
        const char *told;
    } cases[] = {
        {TEXT_ENTRY(""), ""},
        {TEXT_ENTRY(RECORD("\x03", "\x02", "\x0E", AT("\0", "\x02") "\0\0\0\0\0\0\xF8\x3F")), "1 C:n1.5"},
        {TEXT_ENTRY(RECORD("\x7E", "\x02", "\x0A", AT("\0", "\0") "\x06\0\0\0")), "1 A:n1"}, /* whole */
        {TEXT_ENTRY(RECORD("\x7E", "\x02", "\x0A", AT("\0", "\0") "\xFF\xFF\xFF\xFF")),
         "1 A:n-0.01"}, /* hundredths */
        {TEXT_ENTRY(RECORD("\x7E", "\x02", "\x0A", AT("\0", "\0") "\0\0\xF0\x3F")), "1 A:n1"},
        {TEXT_ENTRY(RECORD("\xBD", "\0", "\x12",
                           "\0\0\x03\0"
                           "\0\0\x06\0\0\0"
                           "\0\0\x0A\0\0\0"
                           "\x04\0")),
         "1 D:n1 E:n2"},
        {TEXT_ENTRY(RECORD("\x04", "\x02", "\x0B",
                           AT("\0", "\0") "\x02\0\0"
                                          "ab")),
         "1 A:tab"},
        {TEXT_ENTRY(RECORD("\x04", "\x02", "\x0D",
                           AT("\0", "\0") "\x02\0\x01"
                                          "\x10\x01\xC1\x1E")),
         "1 A:tĐề"},
        {TEXT_ENTRY(RECORD("\x04", "\x02", "\x09", AT("\0", "\0") "\0\0\0")),
         ""}, /* an empty text is no cell */
        {TEXT_ENTRY(RECORD("\x05", "\x02", "\x08", AT("\0", "\0") "\x01\0")), "1 A:bTRUE"},
        {TEXT_ENTRY(RECORD("\x05", "\x02", "\x08", AT("\0", "\0") "\x2A\x01")), "1 A:e#N/A"},
        {TEXT_ENTRY(RECORD("\x05", "\x02", "\x08", AT("\0", "\0") "\x17\x01")), "1 A:e#REF!"},
        /* What formulas gave: a number, a text behind a shared formula, no text, a truth, an error. */
        {TEXT_ENTRY(RECORD("\x06", "\0", "\x14",
                           AT("\0", "\0") "\0\0\0\0\0\0\xF0\x3F"
                                          "\0\0\0\0\0\0")),
         "1 =A:n1"},
        {TEXT_ENTRY(RECORD("\x06", "\0", "\x14",
                           AT("\0", "\0") "\0\0\0\0\0\0\xFF\xFF"
                                          "\0\0\0\0\0\0") RECORD("\xBC", "\x04", "\x02", "\0\0")
                        RECORD("\x07", "\x02", "\x06",
                               "\x03\0\0"
                               "xyz")),
         "1 =A:txyz"},
        {TEXT_ENTRY(RECORD("\x06", "\0", "\x14",
                           AT("\0", "\0") "\x03\0\0\0\0\0\xFF\xFF"
                                          "\0\0\0\0\0\0")),
         ""},
        {TEXT_ENTRY(RECORD("\x06", "\0", "\x14",
                           AT("\0", "\0") "\x01\0\x01\0\0\0\xFF\xFF"
                                          "\0\0\0\0\0\0")),
         "1 =A:bTRUE"},
        {TEXT_ENTRY(RECORD("\x06", "\0", "\x14",
                           AT("\0", "\0") "\x02\0\x07\0\0\0\xFF\xFF"
                                          "\0\0\0\0\0\0")),
         "1 =A:e#DIV/0!"},
        /* Columns and rows out of order; the same cell twice: the later counts. */
        {TEXT_ENTRY(RECORD("\x7E", "\x02", "\x0A", AT("\0", "\x02") "\x06\0\0\0")
                        RECORD("\x7E", "\x02", "\x0A", AT("\0", "\0") "\x0A\0\0\0")),
         "1 A:n2 C:n1"},
        {TEXT_ENTRY(RECORD("\x7E", "\x02", "\x0A", AT("\x05", "\0") "\x06\0\0\0")
                        RECORD("\x7E", "\x02", "\x0A", AT("\x01", "\0") "\x0A\0\0\0")
                            RECORD("\x7E", "\x02", "\x0A", AT("\x05", "\x01") "\x0E\0\0\0")),
         "2 A:n2 / 6 A:n1 B:n3"},
        {TEXT_ENTRY(RECORD("\x7E", "\x02", "\x0A", AT("\0", "\0") "\x06\0\0\0")
                        RECORD("\x7E", "\x02", "\x0A", AT("\0", "\0") "\x0A\0\0\0")),
         "1 A:n2"},
        /* A chart inside the sheet has cells of its own. */
        {TEXT_ENTRY(RECORD("\x09", "\x08", "\x04", "\0\x06\x20\0") RECORD(
             "\x7E", "\x02", "\x0A", AT("\0", "\0") "\x06\0\0\0") RECORD("\x0A", "\0", "\0", "")
                        RECORD("\x7E", "\x02", "\x0A", AT("\x01", "\0") "\x0A\0\0\0")),
         "2 A:n2"},
        {TEXT_ENTRY(RECORD("\xE5", "\0", "\x0A",
                           "\x01\0"
                           "\0\0\x01\0"
                           "\0\0\x03\0")),
         " [A1:D2]"},
    };
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        const char *said = told(arena, book_of(arena, (struct text){0}, cases[i].sheet));
        if (strcmp(said, cases[i].told) != 0)
            print_error("case %zu\n", i);
        assert_string_equal(said, cases[i].told);
    }
}

static void broken_records_are_refused_at_their_cell(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    static const struct text sheets[] = {
        TEXT_ENTRY(RECORD("\x03", "\x02", "\x0D", AT("\0", "\0") "\0\0\0\0\0\0\xF8")),
        TEXT_ENTRY(RECORD("\x7E", "\x02", "\x06", AT("\0", "\0"))),
        TEXT_ENTRY(RECORD("\x7E", "\x02", "\x0A",
                          "\0\0\0\x01\0\0"
                          "\x06\0\0\0")), /* column 256 */
        TEXT_ENTRY(RECORD("\x04", "\x02", "\x0A",
                          AT("\0", "\0") "\x02\0\0"
                                         "a")), /* a text longer than its record */
        TEXT_ENTRY(RECORD("\x04", "\x02", "\x0A",
                          AT("\0", "\0") "\xFF\xFF\0"
                                         "a")),
        TEXT_ENTRY(RECORD("\x05", "\x02", "\x07", AT("\0", "\0") "\x01")),
        TEXT_ENTRY(RECORD("\xFD", "\0", "\x08", AT("\0", "\0") "\0\0")),
        TEXT_ENTRY(RECORD("\x06", "\0", "\x0A", AT("\0", "\0") "\0\0\0\0")),
        TEXT_ENTRY(RECORD("\x06", "\0", "\x14",
                          AT("\0", "\0") "\0\0\0\0\0\0\xFF\xFF"
                                         "\0\0\0\0\0\0") RECORD("\x07", "\x02", "\x04",
                                                                "\x03\0\0"
                                                                "x")),
    };
    for (size_t i = 0; i < LENGTH_OF(sheets); i++)
        assert_string_equal(told(arena, book_of(arena, (struct text){0}, sheets[i])), TORN);
    assert_string_equal(
        told(arena, book_of(arena, (struct text){0},
                            TEXT(RECORD("\xFD", "\0", "\x0A", AT("\x02", "\x01") "\0\0\0\0")))),
        "a.xls › A › B3: this cell points to a text that is not in the file");
    static const struct text spans[] = {
        TEXT_ENTRY(RECORD("\xE5", "\0", "\x0A",
                          "\x02\0"
                          "\0\0\x01\0"
                          "\0\0\x03\0")), /* two announced */
        TEXT_ENTRY(RECORD("\xE5", "\0", "\x0A",
                          "\x01\0"
                          "\x02\0\x01\0"
                          "\0\0\x03\0")),
        TEXT_ENTRY(RECORD("\x7E", "\x02", "\x04", "\0\0\0\0")),
    };
    for (size_t i = 0; i < LENGTH_OF(spans); i++)
        assert_non_null(strstr(told(arena, book_of(arena, (struct text){0}, spans[i])),
                               "a.xls › A: this .xls file is damaged"));
}

/* A text cut by a border between records at every letter, its rest written with one byte or two. */
static void shared_texts_go_over_borders_at_any_letter(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    static const struct text cell = TEXT_ENTRY(RECORD("\xFD", "\0", "\x0A", AT("\0", "\0") "\x01\0\0\0"));
    for (size_t cut = 0; cut <= 6; cut++)
        for (int wide = 0; wide < 4; wide++) {
            struct buffer CLOSING(buffer) body, globals;
            buffer_init(&body, 1 << 16);
            buffer_init(&globals, 1 << 16);
            buffer_add(&body, TEXT("\x02\0\0\0\x02\0\0\0"
                                   "\x01\0\0"
                                   "x"
                                   "\x06\0"));
            buffer_add_u8(&body, (uint8_t)(8 | (wide & 1))); /* with one run of formats */
            buffer_add(&body, TEXT("\x01\0"));
            for (size_t i = 0; i < cut; i++)
                little_add(&body, (wide & 1) != 0 ? 2 : 1, (unsigned char)"abcdef"[i]);
            record_add(&globals, SST, buffer_text(&body));
            buffer_rewind(&body);
            if (cut < 6)
                buffer_add_u8(&body, (uint8_t)(wide >> 1));
            for (size_t i = cut; i < 6; i++)
                little_add(&body, (wide >> 1) != 0 ? 2 : 1, (unsigned char)"abcdef"[i]);
            buffer_add(&body, TEXT("\0\0\0")); /* the run, cut as well */
            record_add(&globals, CONTINUE, buffer_text(&body));
            record_add(&globals, CONTINUE, TEXT("\0"));
            assert_string_equal(told(arena, book_of(arena, buffer_text(&globals), cell)), "1 A:tabcdef");
        }
}

static void pairs_of_units_are_one_letter_and_halves_none(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    static const struct text sheet = TEXT_ENTRY(RECORD("\x04", "\x02", "\x15",
                                                       AT("\0", "\0") "\x06\0\x01"
                                                                      "\x3D\xD8\0\xDE"
                                                                      "\0\xDE"
                                                                      "\x3D\xD8"
                                                                      "\0\0"
                                                                      "\x3D\xD8"));
    assert_string_equal(told(arena, book_of(arena, (struct text){0}, sheet)),
                        "1 A:t😀\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
}

static void days_follow_the_number_format(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    /* Formats: 0 general, 14 a day of Excel's own, 164 one of the file's. */
    static const struct text globals =
        TEXT_ENTRY(RECORD("\x1E", "\x04", "\x0F",
                          "\xA4\0"
                          "\x0A\0\0"
                          "dd/mm/yyyy") RECORD("\xE0", "\0", "\x04", "\0\0\0\0")
                       RECORD("\xE0", "\0", "\x04", "\0\0\x0E\0") RECORD("\xE0", "\0", "\x04", "\0\0\xA4\0"));
    static const struct text sheet = TEXT_ENTRY(RECORD("\xBD", "\0", "\x1E",
                                                       "\0\0\0\0"
                                                       "\0\0\x7E\xB6\x02\0"
                                                       "\x01\0\x7E\xB6\x02\0"
                                                       "\x02\0\x7E\xB6\x02\0"
                                                       "\x09\0\x7E\xB6\x02\0"
                                                       "\x03\0"));
    assert_string_equal(told(arena, book_of(arena, globals, sheet)),
                        "1 A:n44447 B:d2021-09-08 C:d2021-09-08 D:n44447");
}

/* ---- refused ---- */

static void other_files_in_ole_are_told_apart(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    static const struct text old = TEXT_ENTRY(RECORD("\x09", "\x08", "\x08", "\x00\x05\x05\x00\0\0\0\0"));
    static const char too_old[] =
        "a.xls: this file was saved by Excel 95 or older; open it in Excel and save it as .xlsx";
    static const char locked[] =
        "a.xls: the file is locked with a password; open it in Excel, remove the password and save it again";
    struct text filepass =
        book_of(arena, TEXT(RECORD("\x2F", "\0", "\x06", "\x01\0\x01\0\x01\0")), (struct text){0});
    assert_string_equal(told(arena, filepass), locked);
    assert_string_equal(told(arena, compound_wrap(arena, "EncryptedPackage", TEXT("x"))), locked);
    assert_string_equal(told(arena, compound_wrap(arena, "Book", old)), too_old);
    assert_string_equal(told(arena, compound_wrap(arena, "Workbook", old)), too_old);
    assert_string_equal(told(arena, TEXT("\x09\x04\x06\0\0\0\x10\0\0\0\x0A\0\0\0")), too_old);
    assert_string_equal(
        told(arena, compound_wrap(arena, "WordDocument", TEXT("x"))),
        "a.xls: this file is no workbook that can be read: an .xlsx, .xls or .csv file is wanted");
}

static void globals_that_make_no_sense_are_refused(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    static const struct text globals[] = {
        TEXT_ENTRY(RECORD("\xFC", "\0", "\x08",
                          "\xFF\xFF\xFF\x7F\xFF\xFF\x2F\0")), /* three million texts in eight bytes */
        TEXT_ENTRY(RECORD("\xFC", "\0", "\x0A",
                          "\x01\0\0\0\x01\0\0\0"
                          "\x05\0")), /* a text that is cut */
        TEXT_ENTRY(RECORD("\xFC", "\0", "\x10",
                          "\x01\0\0\0\x01\0\0\0"
                          "\x01\0\x04\xFF\xFF\xFF\x7F"
                          "x")),
        TEXT_ENTRY(RECORD("\xFC", "\0", "\x08", "\0\0\0\0\0\0\0\0")
                       RECORD("\xFC", "\0", "\x08", "\0\0\0\0\0\0\0\0")),
        TEXT_ENTRY(RECORD("\x1E", "\x04", "\x05",
                          "\xA4\0"
                          "\x0A\0\0")),
        TEXT_ENTRY(RECORD("\xE0", "\0", "\x03", "\0\0\0")),
        TEXT_ENTRY(RECORD("\x85", "\0", "\x06", "\0\0\0\0\0\0")),
        TEXT_ENTRY("\xFF\xFF\xFF\xFF"
                   "no such long record"),
    };
    for (size_t i = 0; i < LENGTH_OF(globals); i++) {
        const char *said = told(arena, book_of(arena, globals[i], (struct text){0}));
        if (strstr(said, "a.xls: this .xls file is damaged") == NULL)
            print_error("globals %zu: %s\n", i, said);
        assert_non_null(strstr(said, "a.xls: this .xls file is damaged"));
    }
    assert_non_null(strstr(told(arena, compound_wrap(arena, "Workbook", (struct text){0})),
                           "a.xls: this .xls file is damaged"));
    /* A sheet that begins where none does, and two at one place. */
    struct text astray = TEXT(RECORD("\x85", "\0", "\x09",
                                     "\x02\0\0\0\0\0\x01\0"
                                     "B"));
    assert_non_null(strstr(told(arena, book_of(arena, astray, (struct text){0})),
                           "a.xls › B: this .xls file is damaged"));
    struct text twice = TEXT(RECORD("\x85", "\0", "\x09",
                                    "\x02\0\0\0\0\0\x01\0"
                                    "B") RECORD("\x85", "\0", "\x09",
                                                "\x02\0\0\0\0\0\x01\0"
                                                "C"));
    assert_non_null(
        strstr(told(arena, book_of(arena, twice, (struct text){0})), "a.xls: this .xls file is damaged"));
}

static void limits_are_kept(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct text file = data_read(arena, "all-kinds.xls");
    struct workbook_limits entries = WORKBOOK_USUAL, strings = WORKBOOK_USUAL, bytes = WORKBOOK_USUAL,
                           read = WORKBOOK_USUAL;
    entries.entries_max = 3;
    strings.strings_max = 3;
    bytes.strings_bytes_max = 100;
    read.unpacked_max = 100;
    assert_string_equal(told_within(arena, file, entries), "a.xls: the file has more than 3 entries inside");
    assert_string_equal(told_within(arena, file, strings), "a.xls: the file has more than 3 different texts");
    assert_non_null(strstr(told_within(arena, file, bytes), "a.xls: the texts of the file are bigger than"));
    assert_non_null(strstr(told_within(arena, file, read), "a.xls: the file is bigger than"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_list_of_units_reads_as_libreoffice_converts_it),
        cmocka_unit_test(every_kind_of_cell_is_read_from_both_epochs),
        cmocka_unit_test(hidden_sheets_are_named_as_hidden),
        cmocka_unit_test(a_real_file_cut_anywhere_is_refused_or_read_up_to_there),
        cmocka_unit_test(a_sheet_in_old_fonts_comes_out_in_unicode),
        cmocka_unit_test(records_become_cells),
        cmocka_unit_test(broken_records_are_refused_at_their_cell),
        cmocka_unit_test(shared_texts_go_over_borders_at_any_letter),
        cmocka_unit_test(pairs_of_units_are_one_letter_and_halves_none),
        cmocka_unit_test(days_follow_the_number_format),
        cmocka_unit_test(other_files_in_ole_are_told_apart),
        cmocka_unit_test(globals_that_make_no_sense_are_refused),
        cmocka_unit_test(limits_are_kept),
    };
    return cmocka_run_group_tests_name("engine/codec/xls", tests, NULL, NULL);
}
