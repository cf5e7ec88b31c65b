/* sheet_test.c — the cells of a workbook, pulled row by row, whatever the file is. */
#include "engine/codec/sheet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

/* "1:A=x B=y / 3:C=z", then the problem, if any. */
static const char *told(struct arena *arena, struct text bytes)
{
    struct problems problems;
    problems_init(&problems, arena, 10);
    struct workbook *CLOSING(workbook) workbook = workbook_open(TEXT("a.csv"), bytes, WORKBOOK_USUAL, &problems);
    struct text all = {0};
    struct sheet_row row;
    struct sheet *sheet = workbook_sheets(workbook) > 0 ? sheet_open(workbook, 0) : NULL;
    while (sheet != NULL && sheet_next(sheet, &row)) {
        all = text_format(arena, "%.*s%s%u:", TEXT_ARGS(all), all.length > 0 ? " / " : "", row.number);
        for (size_t i = 0; i < row.count; i++)
            all = text_format(arena, "%.*s%s%.*s=%.*s", TEXT_ARGS(all), i > 0 ? " " : "",
                              TEXT_ARGS(place_cell(arena, 0, row.cells[i].column + 1)), TEXT_ARGS(row.cells[i].text));
    }
    assert_int_equal(workbook_sound(workbook), problems.count == 0);
    assert_true(problems.count <= 1);
    if (problems.count == 1)
        all = text_format(arena, "%.*s%s%.*s", TEXT_ARGS(all), all.length > 0 ? " / " : "",
                          TEXT_ARGS(problem_line(arena, &problems.items[0], LANGUAGE_EN)));
    return text_copy(arena, all).bytes;
}

static void text_in_columns_is_a_sheet_of_texts(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    static const char *const cases[][2] = {
        {"", ""},
        {"STT,Họ tên\n1,An\n", "1:A=STT B=Họ tên / 2:A=1 B=An"},
        {"a;;c\n\n;;\nx", "1:A=a C=c / 4:A=x"},
        {"\"hai\ndòng\",b\nc", "1:A=hai\ndòng B=b / 2:A=c"},
        {"sep=;\na;b\n", "1:A=a B=b"},
        {"a\tb\n", "1:A=a B=b"},
        {"a,\"b\n", "a.csv:1:3: the quote opened here is never closed"},
        {"\x01\x02\x03\n", "1:A=\x01\x02\x03"},
    };
    for (size_t i = 0; i < LENGTH_OF(cases); i++)
        assert_string_equal(told(arena, text_of(cases[i][0])), cases[i][1]);
    assert_string_equal(told(arena, TEXT("\x7f" "ELF\0\0\0\0")),
                        "a.csv: this file is no workbook that can be read: an .xlsx, .xls or .csv file is wanted");
}

static void a_cell_is_called_as_spreadsheets_do(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    assert_string_equal(sheet_address(arena, 0, 1).bytes, "A1");
    assert_string_equal(sheet_address(arena, 25, 7).bytes, "Z7");
    assert_string_equal(sheet_address(arena, 26, 7).bytes, "AA7");
    assert_string_equal(sheet_address(arena, 701, 7).bytes, "ZZ7");
    assert_string_equal(sheet_address(arena, SHEET_COLUMNS_MAX - 1, SHEET_ROWS_MAX).bytes, "XFD1048576");
}

static void a_file_over_its_limit_is_refused(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct problems problems;
    problems_init(&problems, arena, 10);
    struct workbook_limits limits = WORKBOOK_USUAL;
    limits.bytes_max = 3;
    struct workbook *CLOSING(workbook) workbook = workbook_open(TEXT("a.csv"), TEXT("a,b\n"), limits, &problems);
    assert_false(workbook_sound(workbook));
    assert_int_equal(workbook_sheets(workbook), 0);
    assert_string_equal(problems.items[0].code, "sheet.too-big");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_in_columns_is_a_sheet_of_texts),
        cmocka_unit_test(a_cell_is_called_as_spreadsheets_do),
        cmocka_unit_test(a_file_over_its_limit_is_refused),
    };
    return cmocka_run_group_tests_name("engine/codec/sheet", tests, NULL, NULL);
}
