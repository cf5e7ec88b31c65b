/* xlsx_write_test.c — what is written as a text stays one, days and numbers are real, and equal rows make equal bytes. */
#include "engine/codec/xlsx_write.h"

#include "base/file.h"
#include "engine/codec/sheet.h"
#include "support/sheets/cells.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static const struct xlsx_column COLUMNS[] = {
    {.title = TEXT_ENTRY("Ngày"), .kind = XLSX_DAY},
    {.title = TEXT_ENTRY("Nội dung"), .kind = XLSX_TEXT},
    {.title = TEXT_ENTRY("Số người"), .kind = XLSX_NUMBER},
};

static struct text written(struct arena *arena, const struct xlsx_sheet *sheet, const struct value *cells, size_t rows)
{
    struct xlsx_writer *CLOSING(xlsx_writer) writer = NULL;
    struct failure why;
    struct text bytes;
    assert_true(xlsx_writer_open(arena, &writer, &why));
    xlsx_writer_sheet(writer, sheet);
    for (size_t i = 0; i < rows; i++)
        xlsx_writer_row(writer, cells + i * sheet->column_count, sheet->column_count);
    assert_true(xlsx_writer_done(writer, arena, &bytes, &why));
    return bytes;
}

static void assert_reads(struct arena *arena, struct text bytes, const char *wanted)
{
    assert_string_equal(workbook_said(arena, bytes).bytes, wanted);
}

static void days_numbers_and_texts_come_back(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const struct value cells[] = {
        value_day(day_of(2021, 9, 8)), value_text(TEXT("Họp tổ dân phố số 5")), value_whole(1500000),
        value_day(day_of(1900, 1, 1)), value_text(TEXT("001234")),              value_number((struct decimal){-25, 1}),
        value_unknown(),               value_text(TEXT("a < b & \"c\"\nd")),    value_whole(1234567890123456789),
    };
    const struct xlsx_sheet sheet = {.name = TEXT("Sổ"), .columns = COLUMNS, .column_count = 3};
    assert_reads(arena, written(arena, &sheet, cells, 3),
                 "Sổ!A1=Ngày|Sổ!B1=Nội dung|Sổ!C1=Số người|"
                 "Sổ!A2=2021-09-08|Sổ!B2=Họp tổ dân phố số 5|Sổ!C2=1500000|"
                 "Sổ!A3=1900-01-01|Sổ!B3=001234|Sổ!C3=-2.5|"
                 "Sổ!B4=a < b & \"c\"\nd|Sổ!C4=1234567890123456789|");
}

static void equal_rows_make_equal_bytes(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const struct value cells[] = {value_day(day_of(2021, 9, 8)), value_text(TEXT("Rác")), value_whole(12)};
    const struct xlsx_sheet sheet = {.name = TEXT("Sổ"), .columns = COLUMNS, .column_count = 3};
    assert_true(text_equal(written(arena, &sheet, cells, 1), written(arena, &sheet, cells, 1)));
}

static void a_strangers_text_is_never_a_formula(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct failure why;
    struct text payloads, line;
    struct value cells[32];
    size_t count = 0;
    const struct xlsx_column column = {.title = TEXT("=1+1"), .note = TEXT("=2"), .width = 20};
    const struct xlsx_sheet sheet = {.name = TEXT("=3"), .title = &(struct text){TEXT("=4").bytes, 2}, .title_count = 1, .columns = &column, .column_count = 1};
    assert_true(file_read(arena, DANVAN_TEST_DATA "/csv/csv-injection/csv-payload.txt", 1 << 20, &payloads, &why));
    while (count < LENGTH_OF(cells) && text_next(&payloads, '\n', &line))
        cells[count++] = value_text(line);
    assert_true(count > 5);
    struct text back = workbook_said(arena, written(arena, &sheet, cells, count));
    assert_false(text_contains(back, TEXT("FORMULA")));
    for (size_t i = 0; i < count; i++)
        assert_true(text_contains(back, text_trimmed(cells[i].text)));
}

static void what_a_cell_cannot_hold_is_mended_in_sight(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const struct xlsx_column column = {.title = TEXT("A")};
    const struct xlsx_sheet sheet = {.name = TEXT("a/b:c[d]*?'"), .columns = &column, .column_count = 1};
    size_t length = 40000;
    char *many = arena_make_many(arena, length * 3, 1);
    for (size_t i = 0; i < length; i++)
        memcpy(many + i * 3, "ạ", 3);
    const struct value cells[] = {value_text((struct text){many, length * 3}), value_text(TEXT("_x0041_")), value_text(TEXT("a\x01\xEF\xBF\xBF" "b"))};
    struct text back = workbook_said(arena, written(arena, &sheet, cells, 1));
    assert_true(text_ends(back, TEXT("ạạ" XLSX_CUT "|")));
    assert_true(text_points(back) < XLSX_CELL_MAX + 40u);
    assert_reads(arena, written(arena, &sheet, cells + 1, 2), "a b c d!A1=A|a b c d!A2=_x0041_|a b c d!A3=a?b|");
}

static void rows_beyond_a_sheet_go_on_in_another(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const struct xlsx_column column = {.title = TEXT("A")};
    const struct xlsx_sheet sheet = {.name = TEXT("Một danh sách có tên rất dài đến quá dài"), .columns = &column, .column_count = 1, .rows_max = 3};
    const struct value cells[] = {value_whole(1), value_whole(2), value_whole(3), value_whole(4), value_whole(5)};
    struct text back = workbook_said(arena, written(arena, &sheet, cells, 5));
    assert_true(text_contains(back, TEXT("Một danh sách có tên rất dài đế!A3=2|Một danh sách có tên rất dà (2)!A1=A|")));
    assert_true(text_contains(back, TEXT("(2)!A3=4|Một danh sách có tên rất dà (3)!A1=A|")));
}

static void a_long_list_of_choices_stands_in_a_hidden_sheet(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const struct text few[] = {TEXT("Có"), TEXT("Không")}, comma[] = {TEXT("Hội nghị, họp"), TEXT("Khác")};
    const struct xlsx_column columns[] = {{.title = TEXT("A"), .choices = few, .choice_count = 2, .note = TEXT("Chọn.")},
                                          {.title = TEXT("B"), .choices = comma, .choice_count = 2, .open = true}};
    const struct xlsx_sheet sheet = {.name = TEXT("S"), .columns = columns, .column_count = 2};
    assert_reads(arena, written(arena, &sheet, NULL, 0), "S!A1=A|S!B1=B|~danvan_lists!A1=Hội nghị, họp|~danvan_lists!A2=Khác|");
}

static void what_was_begun_may_be_dropped(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct xlsx_writer *CLOSING(xlsx_writer) writer = NULL;
    struct failure why;
    assert_true(xlsx_writer_open(arena, &writer, &why));
    xlsx_writer_sheet(writer, &(struct xlsx_sheet){.name = TEXT("S"), .columns = COLUMNS, .column_count = 3});
    xlsx_writer_total(writer, (struct value[]){value_unknown(), value_text(TEXT("Cộng")), value_whole(7)}, 3);
}

static void rows_stand_where_they_stood_with_marks_and_merged_cells(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct xlsx_writer *CLOSING(xlsx_writer) writer = NULL;
    struct failure why;
    struct text bytes;
    struct problems problems;
    struct sheet_row row;
    size_t count;
    const struct value cells[] = {value_text(TEXT("I")), value_unknown(), value_whole(7)};
    assert_true(xlsx_writer_open(arena, &writer, &why));
    xlsx_writer_sheet(writer, &(struct xlsx_sheet){.name = TEXT("S"), .columns = COLUMNS, .column_count = 3, .bare = true});
    xlsx_writer_go(writer, 4);
    xlsx_writer_merge(writer, 0, 1, 2);
    xlsx_writer_mark(writer, 2, XLSX_WRONG, TEXT("không phải là ngày"));
    xlsx_writer_mark(writer, 900, XLSX_WRONG, TEXT("không có cột này"));
    xlsx_writer_row(writer, cells, 3);
    xlsx_writer_go(writer, 2); /* behind: it stays where it is */
    xlsx_writer_row(writer, cells + 2, 1);
    assert_true(xlsx_writer_done(writer, arena, &bytes, &why));
    assert_string_equal(workbook_said(arena, bytes).bytes, "S!A4=I|S!C4=7|S!A5=7|");
    problems_init(&problems, arena, 1);
    struct workbook *CLOSING(workbook) workbook = workbook_open(TEXT("a.xlsx"), bytes, WORKBOOK_USUAL, &problems);
    struct sheet *sheet = sheet_open(workbook, 0);
    while (sheet_next(sheet, &row))
        continue;
    const struct sheet_span *spans = sheet_spans(sheet, &count);
    assert_int_equal(count, 1);
    assert_true(spans[0].first_row == 4 && spans[0].last_row == 5 && spans[0].first_column == 0 && spans[0].last_column == 1);
    sheet_close(sheet);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_numbers_and_texts_come_back),
        cmocka_unit_test(equal_rows_make_equal_bytes),
        cmocka_unit_test(a_strangers_text_is_never_a_formula),
        cmocka_unit_test(what_a_cell_cannot_hold_is_mended_in_sight),
        cmocka_unit_test(rows_beyond_a_sheet_go_on_in_another),
        cmocka_unit_test(a_long_list_of_choices_stands_in_a_hidden_sheet),
        cmocka_unit_test(rows_stand_where_they_stood_with_marks_and_merged_cells),
        cmocka_unit_test(what_was_begun_may_be_dropped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
