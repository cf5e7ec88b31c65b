/* table_find_test.c — sheets as wards keep them: where is the heading, what is each row? */
#include "work/intake/column_match.h"
#include "work/intake/table_find.h"

#include "base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>

static const char *const WORDS[] = {"ngay", "noi dung", "hinh thuc", "so luot nguoi du", "don vi", "stt", "so nguoi", "ghi chu"};

static struct table_words words_make(struct arena *arena)
{
    static const char MARK[] = "title";
    struct map *titles = map_make(arena);
    for (size_t i = 0; i < LENGTH_OF(WORDS); i++)
        map_put(titles, text_of(WORDS[i]), (void *)(uintptr_t)MARK);
    return (struct table_words){titles};
}

static struct sheet *open_text(struct text bytes, struct workbook **workbook, struct problems *problems)
{
    *workbook = workbook_open(TEXT("so.csv"), bytes, WORKBOOK_USUAL, problems);
    assert_int_equal(workbook_sheets(*workbook), 1);
    return sheet_open(*workbook, 0);
}

/* "A1 STT|Ngày; 2 data; 3 total": of each table the first cell of its heading, its titles, then its rows. */
static struct text described(struct arena *arena, struct text bytes, const struct sheet_span *spans, size_t span_count)
{
    struct problems problems;
    struct workbook *CLOSING(workbook) workbook = NULL;
    struct table_words words = words_make(arena);
    struct sheet_row row;
    struct buffer CLOSING(buffer) out;
    problems_init(&problems, arena, 10);
    buffer_init(&out, 1 << 16);
    struct sheet *sheet = open_text(bytes, &workbook, &problems);
    struct table_finder *finder = table_finder_make(arena, &words);
    while (sheet_next(sheet, &row))
        table_finder_take(finder, &row);
    sheet_close(sheet);
    const struct list *tables = table_finder_end(finder, spans, span_count);
    for (size_t i = 0; i < tables->count; i++) {
        const struct sheet_table *table = tables->items[i];
        struct table_state state = {0};
        struct text at = sheet_address(arena, table->first_column, table->heading_first);
        buffer_add_format(&out, "%s%.*s ", i > 0 ? " / " : "", TEXT_ARGS(at));
        for (size_t k = 0; k < table->column_count; k++)
            buffer_add_format(&out, "%s%.*s", k > 0 ? "|" : "", TEXT_ARGS(table->columns[k].title));
        sheet = sheet_open(workbook, 0);
        while (sheet_next(sheet, &row)) {
            if (row.number <= table->heading_last || row.number > table->last_row)
                continue;
            enum row_role role = table_row_role(table, &state, &row, arena);
            if (role != ROW_OUTSIDE)
                buffer_add_format(&out, "; %u %s", row.number, row_role_word(role));
        }
        sheet_close(sheet);
    }
    return text_copy(arena, buffer_text(&out));
}

struct shape {
    const char *name, *sheet, *expected;
    struct sheet_span spans[4];
    size_t span_count;
};

static const struct shape SHAPES[] = {
    {"a heading and rows", "Ngày,Nội dung\n8/9/2021,Rác\n9/9/2021,Loa\n", "A1 Ngày|Nội dung; 2 data; 3 data", {{0}}, 0},
    {"title rows above", "UBND PHƯỜNG BỒ ĐỀ,,\nBẢNG TỔNG HỢP THÁNG 8,,\n,,\nSTT,Ngày,Nội dung\n1,8/9/2021,Rác\n",
     "A4 STT|Ngày|Nội dung; 5 data", {{0}}, 0},
    {"two titles side by side above",
     "ĐẢNG ỦY PHƯỜNG,,,ĐẢNG CỘNG SẢN VIỆT NAM\nKHỐI DÂN VẬN,,,\"Bồ Đề, ngày 8 tháng 9 năm 2021\"\n\nSTT,Ngày,Nội dung,Ghi chú\n1,8/9/2021,Rác,\n",
     "A4 STT|Ngày|Nội dung|Ghi chú; 5 data", {{0}}, 0},
    {"a heading of two lines, without merged cells (CSV)",
     "STT,Ngày,Kết quả,,Ghi chú\n,,Số buổi,Số người,\n1,8/9/2021,2,40,\n",
     "A1 STT|Ngày|Kết quả › Số buổi|Kết quả › Số người|Ghi chú; 3 data", {{0}}, 0},
    {"a heading of two lines, merged",
     "STT,Ngày,Kết quả,,Ghi chú\n,,Số buổi,Số người,\n1,8/9/2021,2,40,\n",
     "A1 STT|Ngày|Kết quả › Số buổi|Kết quả › Số người|Ghi chú; 3 data", {{1, 2, 0, 0}, {1, 2, 1, 1}, {1, 1, 2, 3}, {1, 2, 4, 4}}, 4},
    {"a heading of three lines",
     "STT,Nội dung,Kết quả,,,\n,,Trực tiếp,,Trực tuyến,\n,,Số buổi,Số người,Số buổi,Số người\n1,Rác,2,40,1,30\n",
     "A1 STT|Nội dung|Kết quả › Trực tiếp › Số buổi|Kết quả › Trực tiếp › Số người|Kết quả › Trực tuyến › Số buổi|Kết quả › Trực tuyến › "
     "Số người; 4 data", {{0}}, 0},
    {"columns numbered below the heading", "STT,Ngày,Nội dung\n(1),(2),(3)\n1,8/9/2021,Rác\n", "A1 STT|Ngày|Nội dung; 2 numbers; 3 data", {{0}}, 0},
    {"columns lettered, then numbered", "STT,Nội dung,Số người,Số lượt người dự\nA,B,1,2=1\n1,Rác,5,6\n",
     "A1 STT|Nội dung|Số người|Số lượt người dự; 2 numbers; 3 data", {{0}}, 0},
    {"a total at the end", "STT,Ngày,Nội dung,Số người\n1,8/9/2021,Rác,5\n2,9/9/2021,Loa,7\n,,Tổng cộng,12\n",
     "A1 STT|Ngày|Nội dung|Số người; 2 data; 3 data; 4 total", {{0}}, 0},
    {"a total called Cộng, work called Công tác", "STT,Ngày,Nội dung,Số người\n1,8/9/2021,Công tác dân vận,5\nCộng:,,,5\n",
     "A1 STT|Ngày|Nội dung|Số người; 2 data; 3 total", {{0}}, 0},
    {"totals in the middle", "STT,Ngày,Nội dung,Số người\n1,8/8/2021,Rác,5\nCộng tháng 8,,,5\n1,9/9/2021,Loa,7\nCộng tháng 9,,,7\nTổng số,,,12\n",
     "A1 STT|Ngày|Nội dung|Số người; 2 data; 3 total; 4 data; 5 total; 6 total", {{0}}, 0},
    {"the heading again on the next page", "STT,Ngày,Nội dung\n1,8/9/2021,Rác\nSTT,Ngày,Nội dung\n2,9/9/2021,Loa\n",
     "A1 STT|Ngày|Nội dung; 2 data; 3 repeated; 4 data", {{0}}, 0},
    {"groups with roman numbers", "STT,Ngày,Nội dung,Số người\nI,Phường Bồ Đề,,\n1,8/9/2021,Rác,5\nII. Phường Ngọc Lâm,,,\n1,9/9/2021,Loa,7\n",
     "A1 STT|Ngày|Nội dung|Số người; 2 group; 3 data; 4 group; 5 data", {{0}}, 0},
    {"a group with its own sums", "STT,Ngày,Nội dung,Số người\nI,,Phường Bồ Đề,12\n1,8/9/2021,Rác,12\n",
     "A1 STT|Ngày|Nội dung|Số người; 2 group; 3 data", {{0}}, 0},
    {"a place alone over its rows", "Ngày,Nội dung\nPhường Bồ Đề,\n8/9/2021,Rác\n", "A1 Ngày|Nội dung; 2 group; 3 data", {{0}}, 0},
    {"notes and signatures", "STT,Ngày,Nội dung,Số người\n1,8/9/2021,Rác,5\n,Tổng cộng,,5\n\nGhi chú: số liệu tạm tính,,,\n,,,\"Bồ Đề, ngày 8 tháng 9 năm 2021\"\n"
     "NGƯỜI LẬP BIỂU,,,TRƯỞNG KHỐI\n",
     "A1 STT|Ngày|Nội dung|Số người; 2 data; 3 total", {{0}}, 0},
    {"signatures right behind the rows", "Ngày,Nội dung,Số người,Ghi chú\n8/9/2021,Rác,5,\nNgười lập biểu,,,\nNguyễn Văn A,,,\n",
     "A1 Ngày|Nội dung|Số người|Ghi chú; 2 data", {{0}}, 0},
    {"two tables, one below the other", "Ngày,Nội dung\n8/9/2021,Rác\n\nBẢNG 2,\nNgày,Số người\n9/9/2021,7\n",
     "A1 Ngày|Nội dung; 2 data / A5 Ngày|Số người; 6 data", {{0}}, 0},
    {"two tables side by side", "Ngày,Nội dung,,Ngày,Nội dung\n8/9/2021,Rác,,9/9/2021,Loa\n10/9/2021,Họp,,,\n",
     "A1 Ngày|Nội dung; 2 data; 3 data / D1 Ngày|Nội dung; 2 data", {{0}}, 0},
    {"a table that begins in another column", ",,Ngày,Nội dung\n,,8/9/2021,Rác\n", "C1 Ngày|Nội dung; 2 data", {{0}}, 0},
    {"empty rows between", "Ngày,Nội dung\n8/9/2021,Rác\n\n\n9/9/2021,Loa\n", "A1 Ngày|Nội dung; 2 data; 5 data", {{0}}, 0},
    {"titles nobody knows", "Tháng,Việc đã làm,Kết quả\n8/2021,Rác,5\n", "A1 Tháng|Việc đã làm|Kết quả; 2 data", {{0}}, 0},
    {"one column alone", "Nội dung\nRác\nLoa\n", "A1 Nội dung; 2 data; 3 data", {{0}}, 0},
    {"titles with brackets and colons", "Ngày:,Nội dung (ghi rõ),Số người (lượt)\n8/9/2021,Rác,5\n",
     "A1 Ngày:|Nội dung (ghi rõ)|Số người (lượt); 2 data", {{0}}, 0},
    {"nothing at all", "", "", {{0}}, 0},
};

static void shapes_of_sheets(void **state)
{
    size_t wrong = 0;
    (void)state;
    for (size_t i = 0; i < LENGTH_OF(SHAPES); i++) {
        struct arena *CLOSING(arena) arena = arena_open();
        const struct shape *shape = &SHAPES[i];
        if (shape->sheet[0] == '\0')
            continue;
        struct text found = described(arena, text_of(shape->sheet), shape->spans, shape->span_count);
        if (!text_is(found, shape->expected)) {
            print_message("%s:\n  found    %.*s\n  expected %s\n", shape->name, TEXT_ARGS(found), shape->expected);
            wrong++;
        }
    }
    print_message("# %zu shapes of sheets, %zu wrong\n", LENGTH_OF(SHAPES), wrong);
    assert_int_equal(wrong, 0);
}

static void a_long_table_without_numbers_stays_small(void **state)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct table_words words = words_make(arena);
    struct table_finder *finder = table_finder_make(arena, &words);
    (void)state;
    for (uint32_t i = 1; i <= 50000; i++) {
        const struct sheet_cell cells[] = {{.column = 0, .value = SHEET_TEXT, .text = i == 1 ? TEXT("Nội dung") : TEXT("Tuyên truyền")},
                                           {.column = 1, .value = SHEET_TEXT, .text = i == 1 ? TEXT("Ghi chú") : TEXT("không có gì thêm")}};
        const struct sheet_row row = {.number = i, .cells = cells, .count = 2};
        table_finder_take(finder, &row);
    }
    const struct list *tables = table_finder_end(finder, NULL, 0);
    assert_int_equal(tables->count, 1);
    assert_int_equal(((const struct sheet_table *)tables->items[0])->rows, 49999);
    assert_true(arena_used(arena) < 1 << 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shapes_of_sheets),
        cmocka_unit_test(a_long_table_without_numbers_stays_small),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
