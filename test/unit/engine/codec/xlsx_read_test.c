/* xlsx_read_test.c — .xlsx workbooks made here: what their cells say, and what is refused, where. */
#include "engine/codec/sheet.h"

#include "base/buffer.h"
#include "engine/codec/zip.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
#define RELATION "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

/* ---- a workbook of one sheet ---- */

struct made {
    const char *sheet;   /* inside <worksheet> */
    const char *strings; /* inside <sst>; NULL: none */
    const char *styles;  /* inside <styleSheet>; NULL: none */
    const char *book;    /* before <sheets> */
};

static const char types[] = XML "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";
static const char relations[] = XML "<Relationships><Relationship Id=\"a\" Type=\"" RELATION "officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
static const char book_relations[] = XML "<Relationships>"
    "<Relationship Id=\"r1\" Type=\"" RELATION "worksheet\" Target=\"worksheets/one.xml\"/>"
    "<Relationship Id=\"r2\" Type=\"" RELATION "sharedStrings\" Target=\"/xl/texts.xml\"/>"
    "<Relationship Id=\"r3\" Type=\"" RELATION "styles\" Target=\"../xl/styles.xml\"/></Relationships>";

static struct text wrapped(struct arena *arena, const char *root, const char *inside)
{
    return text_format(arena, XML "<%s>%s</%s>", root, inside ? inside : "", root);
}

static struct text zipped(struct arena *arena, const struct zip_part *parts, size_t count)
{
    struct text bytes = {0};
    struct failure why = {0};
    if (!zip_make(arena, parts, count, &bytes, &why))
        fail_msg("%s", why.text);
    return bytes;
}

static struct text workbook_with(struct arena *arena, const struct made *made, struct text sheet)
{
    struct text book = text_format(arena, XML "<workbook xmlns:r=\"x\">%s<sheets><sheet name=\"Tháng 9\" sheetId=\"7\" r:id=\"r1\"/></sheets></workbook>",
                                   made->book ? made->book : "");
    const struct zip_part parts[] = {
        {.name = TEXT("[Content_Types].xml"), .bytes = text_of(types)},
        {.name = TEXT("_rels/.rels"), .bytes = text_of(relations)},
        {.name = TEXT("xl/workbook.xml"), .bytes = book},
        {.name = TEXT("xl/_rels/workbook.xml.rels"), .bytes = text_of(book_relations)},
        {.name = TEXT("xl/worksheets/one.xml"), .bytes = sheet},
        {.name = TEXT("xl/texts.xml"), .bytes = wrapped(arena, "sst", made->strings)},
        {.name = TEXT("xl/styles.xml"), .bytes = wrapped(arena, "styleSheet", made->styles)},
    };
    return zipped(arena, parts, LENGTH_OF(parts));
}

static struct text workbook_made(struct arena *arena, struct made made)
{
    return workbook_with(arena, &made, wrapped(arena, "worksheet", made.sheet));
}

/* ---- what is read ---- */

static void cell_tell(struct buffer *out, struct arena *arena, const struct sheet_cell *cell)
{
    static const char letters[] = {[SHEET_EMPTY] = '?', [SHEET_TEXT] = 't', [SHEET_NUMBER] = 'n', [SHEET_DAY] = 'd',
                                   [SHEET_MOMENT] = 'm', [SHEET_TIME] = 'h', [SHEET_TRUTH] = 'b', [SHEET_ERROR] = 'e'};
    buffer_add_format(out, " %s%s%c:%.*s", place_cell(arena, 0, cell->column + 1).bytes, cell->formula ? "=" : "",
                      letters[cell->value], TEXT_ARGS(cell->text));
}

/* "1 At:x Bn:2 / 3 Ad:2021-09-08", then merged cells and problems. */
static const char *told(struct arena *arena, struct text bytes)
{
    struct problems problems;
    struct sheet_row row;
    size_t spans = 0;
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, 16 << 20);
    problems_init(&problems, arena, 10);
    struct workbook *CLOSING(workbook) workbook = workbook_open(TEXT("a.xlsx"), bytes, WORKBOOK_USUAL, &problems);
    struct sheet *sheet = workbook_sheets(workbook) > 0 ? sheet_open(workbook, 0) : NULL;
    while (sheet != NULL && sheet_next(sheet, &row)) {
        buffer_add_format(&out, "%s%u%s", out.length > 0 ? " / " : "", row.number, row.hidden ? "(hidden)" : "");
        for (size_t i = 0; i < row.count; i++)
            cell_tell(&out, arena, &row.cells[i]);
    }
    const struct sheet_span *span = sheet ? sheet_spans(sheet, &spans) : NULL;
    for (size_t i = 0; i < spans; i++)
        buffer_add_format(&out, " [%s:%s]", sheet_address(arena, span[i].first_column, span[i].first_row).bytes,
                          sheet_address(arena, span[i].last_column, span[i].last_row).bytes);
    for (size_t i = 0; i < problems.count; i++)
        buffer_add_format(&out, "%s%.*s", out.length > 0 ? " / " : "", TEXT_ARGS(problem_line(arena, &problems.items[i], LANGUAGE_EN)));
    assert_int_equal(workbook_sound(workbook), problems.errors == 0);
    return text_copy(arena, buffer_text(&out)).bytes;
}

#define CELLS(cells) "<sheetData><row r=\"1\">" cells "</row></sheetData>"
#define T9 "a.xlsx › Tháng 9"

static void cells_say_what_excel_shows(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    static const char *const cases[][2] = {
        {"", ""},
        {CELLS("<c r=\"A1\"><v>12.50</v></c><c r=\"C1\" t=\"n\"><v>-1E-3</v></c>"), "1 An:12.5 Cn:-0.001"},
        {CELLS("<c r=\"A1\"><v>0.30000000000000004</v></c><c><v>79085012345</v></c><c><v>1e20</v></c>"), "1 An:0.3 Bn:79085012345 Cn:100000000000000000000"},
        {CELLS("<c t=\"inlineStr\"><is><t>Bồ</t><r><rPr><b/></rPr><t xml:space=\"preserve\"> Đề</t></r><rPh><t>no</t></rPh></is></c>"), "1 At:Bồ Đề"},
        {CELLS("<c t=\"inlineStr\"><is><t> x </t></is></c><c t=\"inlineStr\"><is><t xml:space=\"preserve\"> x </t></is></c>"), "1 At:x Bt: x "},
        {CELLS("<c t=\"s\"><v>1</v></c><c t=\"s\"><v>0</v></c><c t=\"s\"><v>2</v></c>"), "1 At:Đề Bt:Bồ"},
        {CELLS("<c><v>2.05</v></c><c><v>-0.05</v></c><c><v>0.12345</v></c><c><v>-0</v></c>"), "1 An:2.05 Bn:-0.05 Cn:0.12345 Dn:0"},
        {CELLS("<c t=\"b\"><v>1</v></c><c t=\"b\"><v>0</v></c><c t=\"e\"><v>#N/A</v></c>"), "1 Ab:TRUE Bb:FALSE Ce:#N/A"},
        {CELLS("<c t=\"str\"><f>A2&amp;B2</f><v>x &amp; y</v></c><c><f>1+1</f><v>2</v></c>"), "1 A=t:x & y B=n:2"},
        {CELLS("<c t=\"inlineStr\"><is><t>a_x000D__x000a_b_x005F_x_x0041_&#10;_xD83D__xDE00_ _xZZZZ_ _x0000_</t></is></c>"),
         "1 At:a\nb_xA\n😀 _xZZZZ_ _x0000_"},
        {CELLS("<c t=\"inlineStr\"><is><t>Bo\xCC\x82\xCC\x80</t></is></c>"), "1 At:Bồ"},
        {CELLS("<c r=\"C1\"><v>3</v></c><c r=\"A1\"><v>1</v></c>"), "1 An:1 Cn:3"},
        {"<sheetData><row><c><v>1</v></c></row><row><c/></row><row hidden=\"1\"><c><v>2</v></c></row></sheetData>", "1 An:1 / 3(hidden) An:2"},
        {"<sheetData><row><c r=\"B5\"><v>1</v></c><c><v>2</v></c></row></sheetData>", "5 Bn:1 Cn:2"},
        {"<x:sheetData><x:row><x:c><x:v>1</x:v></x:c></x:row></x:sheetData>", "1 An:1"},
        {CELLS("<c><v>1</v><extLst><c><v>9</v></c></extLst></c>") "<mergeCells><mergeCell ref=\"B2:C4\"/><mergeCell ref=\"D1\"/></mergeCells>", "1 An:1 [B2:C4]"},
    };
    for (size_t i = 0; i < LENGTH_OF(cases); i++)
        assert_string_equal(told(arena, workbook_made(arena, (struct made){.sheet = cases[i][0], .strings = "<si><t>Bồ</t></si><si><r><t>Đ</t></r><r><t>ề</t></r></si><si><t/></si>"})), cases[i][1]);
}

/* Formats 0 to 6: General, day (14), moment (22), hour (20), [h]:mm, a number with red and a quoted d, a day of its own. */
static const char styles[] =
    "<numFmts><numFmt numFmtId=\"164\" formatCode=\"[h]:mm\"/><numFmt numFmtId=\"165\" formatCode=\"[Red]0.0&quot; đd&quot;\\d\"/>"
    "<numFmt numFmtId=\"166\" formatCode=\"[$-42A]dd/mm/yyyy;@\"/></numFmts><cellStyleXfs><xf numFmtId=\"22\"/></cellStyleXfs>"
    "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"22\"/><xf numFmtId=\"20\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"166\"/></cellXfs>";

static void numbers_are_days_where_their_format_says_so(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    static const struct {
        const char *cells, *from_1900, *from_1904;
    } cases[] = {
        {"<c s=\"1\"><v>44447</v></c>", "1 Ad:2021-09-08", "1 Ad:2025-09-09"},
        {"<c s=\"6\"><v>1</v></c><c s=\"6\"><v>59</v></c><c s=\"6\"><v>61</v></c>", "1 Ad:1900-01-01 Bd:1900-02-28 Cd:1900-03-01", "1 Ad:1904-01-02 Bd:1904-02-29 Cd:1904-03-02"},
        {"<c s=\"1\"><v>0</v></c><c s=\"1\"><v>60</v></c><c s=\"1\"><v>-3</v></c>", "1 An:0 Bn:60 Cn:-3", "1 Ad:1904-01-01 Bd:1904-03-01 Cn:-3"},
        {"<c s=\"2\"><v>44447.604166666664</v></c><c s=\"2\"><v>44447.9999999</v></c>", "1 Am:2021-09-08 14:30:00 Bm:2021-09-09 00:00:00", "1 Am:2025-09-09 14:30:00 Bm:2025-09-10 00:00:00"},
        {"<c s=\"3\"><v>0.604166666666667</v></c><c s=\"4\"><v>1.5</v></c>", "1 Ah:14:30:00 Bh:36:00:00", "1 Ah:14:30:00 Bh:36:00:00"},
        {"<c s=\"5\"><v>44447</v></c><c s=\"99\"><v>5</v></c>", "1 An:44447 Bn:5", "1 An:44447 Bn:5"},
        {"<c t=\"d\"><v>2021-09-08</v></c><c t=\"d\"><v>2021-09-08T14:30:00Z</v></c>", "1 Ad:2021-09-08 Bm:2021-09-08 14:30:00", "1 Ad:2021-09-08 Bm:2021-09-08 14:30:00"},
        {"<c s=\"1\"><v>9999999</v></c>", "1 An:9999999", "1 An:9999999"},
    };
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        const char *sheet = text_format(arena, CELLS("%s"), cases[i].cells).bytes;
        assert_string_equal(told(arena, workbook_made(arena, (struct made){.sheet = sheet, .styles = styles})), cases[i].from_1900);
        assert_string_equal(told(arena, workbook_made(arena, (struct made){.sheet = sheet, .styles = styles, .book = "<workbookPr date1904=\"1\"/>"})),
                            cases[i].from_1904);
    }
}

static void what_is_broken_is_refused_at_its_place(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    static const char *const cases[][2] = {
        {CELLS("<c r=\"ZZZZZZZZZZZZ1\"><v>1</v></c>"), T9 " › 1: a cell of this row has a wrong address, or one beyond XFD1048576"},
        {CELLS("<c r=\"XFE1\"><v>1</v></c>"), T9 " › 1: a cell of this row has a wrong address, or one beyond XFD1048576"},
        {CELLS("<c r=\"XFD1\"><v>1</v></c><c><v>1</v></c>"), T9 " › 1: this row goes beyond XFD, the last column of Excel"},
        {CELLS("<c r=\"A2\"><v>1</v></c>"), T9 " › 1: a cell of this row has a wrong address, or one beyond XFD1048576"},
        {CELLS("<c r=\"B1\"><v>1</v></c><c r=\"B1\"><v>2</v></c>"), T9 " › B1: this cell stands twice in the file"},
        {"<sheetData><row r=\"5\"><c><v>1</v></c></row><row r=\"4\"/></sheetData>",
         "5 An:1 / " T9 " › 4: from here on the rows of the sheet are out of order; open the file in Excel and save it again"},
        {"<sheetData><row r=\"1048577\"/></sheetData>", T9 ": behind this row stands one with a wrong number"},
        {"<sheetData><row r=\"1048576\"><c><v>1</v></c></row><row/></sheetData>",
         "1048576 An:1 / " T9 " › 1048577: the sheet has more than 1,048,576 rows"},
        {CELLS("<c r=\"C1\"><v>1,5</v></c>"), T9 " › C1: this cell is marked as a number but holds none"},
        {CELLS("<c r=\"C1\" t=\"s\"><v>9</v></c>"), T9 " › C1: this cell points to a text that is not in the file"},
        {CELLS("<c r=\"C1\" t=\"x\"><v>9</v></c>"), T9 " › C1: this cell cannot be read: the file gives it a wrong type"},
        {CELLS("<c r=\"C1\"><f>SUM(A1)</f></c>"),
         T9 " › C1: this cell has a formula but the file keeps no result, so it counts as empty; open the file in Excel and save it again"},
        {"<mergeCells><mergeCell ref=\"B2:A1\"/></mergeCells>", T9 ": the sheet has a merged area with a wrong address"},
        {CELLS("<c><v>1</v></d>"), T9 " › 1: the file is damaged at this place; open it in Excel and save it again"},
    };
    for (size_t i = 0; i < LENGTH_OF(cases); i++)
        assert_string_equal(told(arena, workbook_made(arena, (struct made){.sheet = cases[i][0]})), cases[i][1]);
}

/* ---- files that mean harm ---- */

static const struct made NOTHING = {0};

static void a_zip_bomb_is_refused(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    enum { SIZE = 64 << 20 };
    char *blanks = arena_make(arena, SIZE);
    memset(blanks, ' ', SIZE);
    struct text sheet = {blanks, SIZE};
    memcpy(blanks, "<worksheet>", 11);
    assert_string_equal(told(arena, workbook_with(arena, &NOTHING, sheet)), T9 ": the file means harm: a part swells more than 250 times when unpacked");
}

static void billion_laughs_are_refused(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct text sheet = TEXT("<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;\">]>"
                             "<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>&c;</t></is></c></row></sheetData></worksheet>");
    assert_string_equal(told(arena, workbook_with(arena, &NOTHING, sheet)), T9 ": the file declares a DTD, which Excel never writes, and is refused");
}

static void an_external_entity_is_refused(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct text sheet = TEXT("<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>"
                             "<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>&a;</t></is></c></row></sheetData></worksheet>");
    assert_string_equal(told(arena, workbook_with(arena, &NOTHING, sheet)), T9 ": the file declares a DTD, which Excel never writes, and is refused");
}

/* Both places where a ZIP writes the name of a part. */
static struct text renamed(struct arena *arena, struct text zip, struct text from, struct text to)
{
    assert_int_equal(from.length, to.length);
    return text_replace(arena, zip, from, to);
}

static void duplicate_entry_names_are_refused(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const struct zip_part parts[] = {{.name = TEXT("xl/a.xml"), .bytes = TEXT("x")}, {.name = TEXT("xl/b.xml"), .bytes = TEXT("x")}};
    assert_string_equal(told(arena, renamed(arena, zipped(arena, parts, 2), TEXT("xl/b.xml"), TEXT("xl/A.xml"))),
                        "a.xlsx: the file holds two parts called “xl/A.xml” and is refused");
}

static void path_names_are_refused(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    static const char *const names[] = {"../../x/etc", "/etc/passwd", "xl/../../ab", "..\\..\\vwxyz", "C:\\windows7", "xl/./styles"};
    const struct zip_part parts[] = {{.name = TEXT("0123456789a"), .bytes = TEXT("x")}};
    for (size_t i = 0; i < LENGTH_OF(names); i++)
        assert_string_equal(told(arena, renamed(arena, zipped(arena, parts, 1), TEXT("0123456789a"), text_of(names[i]))),
                            text_format(arena, "a.xlsx: the file holds a part whose name points outside (“%s”) and is refused", names[i]).bytes);
}

static void a_torn_file_is_refused_wherever_it_is_torn(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct text bytes = workbook_made(arena, (struct made){.sheet = CELLS("<c><v>1</v></c>")});
    for (size_t length = 4; length < bytes.length; length += 7) {
        const char *said = told(arena, text_part(bytes, 0, length));
        assert_non_null(strstr(said, "the file is damaged or was not downloaded in full"));
    }
}

static void other_kinds_of_files_are_named(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const struct zip_part ods[] = {{.name = TEXT("mimetype"), .bytes = TEXT("application/vnd.oasis.opendocument.spreadsheet")}};
    const struct zip_part word[] = {{.name = TEXT("[Content_Types].xml"),
        .bytes = TEXT("<Types><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>")}};
    const struct zip_part binary[] = {{.name = TEXT("[Content_Types].xml"),
        .bytes = TEXT("<Types><Override PartName=\"/xl/workbook.bin\" ContentType=\"application/vnd.ms-excel.sheet.binary.macroEnabled.main\"/></Types>")}};
    assert_string_equal(told(arena, zipped(arena, ods, 1)), "a.xlsx: this is an OpenDocument sheet (.ods); save it as .xlsx");
    assert_string_equal(told(arena, zipped(arena, word, 1)), "a.xlsx: this file is no Excel workbook");
    assert_string_equal(told(arena, zipped(arena, binary, 1)), "a.xlsx: this is a binary workbook, .xlsb; open it in Excel and save it as .xlsx");
    assert_string_equal(told(arena, zipped(arena, ods, 0)), "a.xlsx: this file is no Excel workbook");
    assert_string_equal(told(arena, TEXT(" <html><table>")),
                        "a.xlsx: this file is in truth a web page (HTML or XML) named as a workbook; open it in Excel and save it as .xlsx");
}

static void a_cell_holds_as_much_as_in_excel(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    for (size_t more = 0; more < 2; more++) {
        struct buffer CLOSING(buffer) sheet;
        buffer_init(&sheet, 1 << 20);
        buffer_add(&sheet, TEXT("<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>"));
        for (size_t i = 0; i < SHEET_CELL_MAX + more; i++)
            buffer_add(&sheet, TEXT("ồ"));
        buffer_add(&sheet, TEXT("</t></is></c></row></sheetData></worksheet>"));
        const char *said = told(arena, workbook_with(arena, &NOTHING, buffer_text(&sheet)));
        assert_int_equal(strstr(said, "longer than 32,767 characters") != NULL, more);
    }
}

/* The parser gets 64 KiB at a time; letters of two and three bytes stand across every such border. */
static void no_letter_is_cut_between_chunks(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    enum { ROWS = 20000 };
    struct buffer CLOSING(buffer) sheet;
    buffer_init(&sheet, 64 << 20);
    buffer_add(&sheet, TEXT("<worksheet><sheetData>"));
    for (int i = 0; i < ROWS; i++)
        buffer_add_format(&sheet, "<row><c t=\"inlineStr\"><is><t>Nguyễn Thị Bưởi%.*sở phường Bồ Đề &amp; %d</t></is></c></row>", i % 7, "abcdefg", i);
    buffer_add(&sheet, TEXT("</sheetData></worksheet>"));
    struct problems problems;
    problems_init(&problems, arena, 1);
    struct text bytes = workbook_with(arena, &NOTHING, buffer_text(&sheet));
    struct workbook *CLOSING(workbook) workbook = workbook_open(TEXT("a.xlsx"), bytes, WORKBOOK_USUAL, &problems);
    struct sheet *rows = sheet_open(workbook, 0);
    struct sheet_row row;
    int seen = 0;
    for (; sheet_next(rows, &row); seen++) {
        char want[200];
        (void)snprintf(want, sizeof want, "Nguyễn Thị Bưởi%.*sở phường Bồ Đề & %d", seen % 7, "abcdefg", seen);
        assert_true(text_is(row.cells[0].text, want));
    }
    assert_int_equal(seen, ROWS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_say_what_excel_shows),
        cmocka_unit_test(numbers_are_days_where_their_format_says_so),
        cmocka_unit_test(what_is_broken_is_refused_at_its_place),
        cmocka_unit_test(a_zip_bomb_is_refused),
        cmocka_unit_test(billion_laughs_are_refused),
        cmocka_unit_test(an_external_entity_is_refused),
        cmocka_unit_test(duplicate_entry_names_are_refused),
        cmocka_unit_test(path_names_are_refused),
        cmocka_unit_test(a_torn_file_is_refused_wherever_it_is_torn),
        cmocka_unit_test(other_kinds_of_files_are_named),
        cmocka_unit_test(a_cell_holds_as_much_as_in_excel),
        cmocka_unit_test(no_letter_is_cut_between_chunks),
    };
    return cmocka_run_group_tests_name("engine/codec/xlsx_read", tests, NULL, NULL);
}
