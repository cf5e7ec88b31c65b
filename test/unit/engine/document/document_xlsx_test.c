/* document_xlsx_test.c — a report as a workbook: words, exact numbers once each, a sheet for each table. */
#include "engine/document/document_xlsx.h"

#include "engine/codec/json.h"
#include "engine/document/document_json.h"
#include "support/sheets/cells.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const struct bound MISSIONS = {.figure = TEXT_ENTRY("front.missions"), .unit = TEXT_ENTRY("004"), .period = TEXT_ENTRY("2021-Q3"),
                                      .value = {.kind = VALUE_NUMBER, .number = {1234, 0}}};

static struct document *sample(struct arena *arena)
{
    const struct bound unknown = {.figure = TEXT("front.late"), .unit = TEXT("00118"), .period = TEXT("2021-Q3")};
    struct document *report = document_make(arena, LANGUAGE_VI, TEXT("Báo cáo quý III"));
    report->notice = TEXT("số liệu minh họa");
    document_heading(report, 1, TEXT("Giám sát"));
    struct runs *p = document_paragraph(report, PARAGRAPH_BODY);
    run_text(p, TEXT("Đã tổ chức "));
    run_figure(p, TEXT("1.234"), &MISSIONS);
    run_text(p, TEXT(" cuộc; một lần nữa "));
    run_figure(p, TEXT("1.234"), &MISSIONS);
    struct table *table = document_table(report, TEXT("Theo phường"));
    table_column(table, TEXT("Phường"), ALIGN_LEFT);
    table_column(table, TEXT("Quý III"), ALIGN_RIGHT);
    table_group(table, TEXT("Số cuộc"), 1, 1);
    struct row *row = table_row(table);
    run_text(&row->cells[0], TEXT("=Bồ Đề"));
    run_figure(&row->cells[1], TEXT("chưa có"), &unknown);
    row = table_total(table);
    run_text(&row->cells[0], TEXT("Cộng"));
    run_figure(&row->cells[1], TEXT("1.234"), &MISSIONS);
    return report;
}

static void words_numbers_and_tables_have_their_sheets(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct failure why;
    struct text bytes;
    assert_true(document_xlsx_write(arena, sample(arena), &bytes, &why));
    assert_string_equal(workbook_said(arena, bytes).bytes,
                        "Nội dung!A1=Báo cáo quý III|Nội dung!A2=(số liệu minh họa)|Nội dung!A4=Giám sát|"
                        "Nội dung!A5=Đã tổ chức 1.234 cuộc; một lần nữa 1.234|Nội dung!A6=[Theo phường]|"
                        "Số liệu!A1=Số liệu|Số liệu!B1=Đơn vị|Số liệu!C1=Kỳ|Số liệu!D1=Trong đó|Số liệu!E1=Giá trị|Số liệu!F1=Như trong báo cáo|"
                        "Số liệu!A2=front.missions|Số liệu!B2=004|Số liệu!C2=2021-Q3|Số liệu!E2=1234|Số liệu!F2=1.234|"
                        "Số liệu!A3=front.late|Số liệu!B3=00118|Số liệu!C3=2021-Q3|Số liệu!F3=chưa có|"
                        "Theo phường!A1=Theo phường|Theo phường!A2=Phường|Theo phường!B2=Số cuộc: Quý III|"
                        "Theo phường!A3==Bồ Đề|Theo phường!B3=chưa có|Theo phường!A4=Cộng|Theo phường!B4=1234|");
}

static void a_document_kept_as_json_makes_the_same_bytes(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct failure why;
    struct problems problems;
    struct buffer CLOSING(buffer) json;
    struct node *tree;
    struct text direct, kept;
    problems_init(&problems, arena, 5);
    buffer_init(&json, 1 << 20);
    document_json_write(&json, sample(arena));
    assert_true(json_read(arena, TEXT("document"), buffer_text(&json), &tree, &problems));
    assert_true(document_xlsx_write(arena, sample(arena), &direct, &why));
    assert_true(document_xlsx_write_json(arena, tree, &kept, &why));
    assert_true(text_equal(direct, kept));
    assert_false(document_xlsx_write_json(arena, node_map(arena), &kept, &why));
    assert_int_equal(why.kind, FAILURE_INVALID);
}

/* A form is one sheet to sign: whose it is, its own headings, its rows; then the exact numbers. */
static void a_forms_sheet_stands_first_with_its_own_headings(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct document *form = document_make(arena, LANGUAGE_VI, TEXT("TỔNG HỢP"));
    struct failure why;
    struct text bytes;
    form->head.issuer = TEXT("UBND QUẬN");
    run_text(document_paragraph(form, PARAGRAPH_CENTRED), TEXT("Từ ngày 15/06/2021"));
    struct table *table = document_table(form, TEXT("Biểu số 01"));
    table_column(table, TEXT("Đơn vị"), ALIGN_LEFT)->label = TEXT("MS");
    table_column(table, TEXT("Khiếu nại"), ALIGN_RIGHT)->label = TEXT("1");
    table_column(table, TEXT("Tố cáo"), ALIGN_RIGHT)->label = TEXT("2");
    table_group_at(table, 0, TEXT("Đơn đã xử lý"), 1, 2);
    struct row *row = table_row(table);
    run_text(&row->cells[0], TEXT("Bồ Đề"));
    run_figure(&row->cells[1], TEXT("1.234"), &MISSIONS);
    assert_true(document_xlsx_write(arena, form, &bytes, &why));
    assert_string_equal(workbook_said(arena, bytes).bytes,
                        "Biểu số 01!A1=Biểu số 01|Biểu số 01!A2=UBND QUẬN|Biểu số 01!A3=Từ ngày 15/06/2021|"
                        "Biểu số 01!A4=Đơn vị|Biểu số 01!B4=Đơn đã xử lý|Biểu số 01!B5=Khiếu nại|Biểu số 01!C5=Tố cáo|"
                        "Biểu số 01!A6=MS|Biểu số 01!B6=1|Biểu số 01!C6=2|Biểu số 01!A7=Bồ Đề|Biểu số 01!B7=1234|"
                        "Số liệu!A1=Số liệu|Số liệu!B1=Đơn vị|Số liệu!C1=Kỳ|Số liệu!D1=Trong đó|Số liệu!E1=Giá trị|Số liệu!F1=Như trong báo cáo|"
                        "Số liệu!A2=front.missions|Số liệu!B2=004|Số liệu!C2=2021-Q3|Số liệu!E2=1234|Số liệu!F2=1.234|");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_numbers_and_tables_have_their_sheets),
        cmocka_unit_test(a_forms_sheet_stands_first_with_its_own_headings),
        cmocka_unit_test(a_document_kept_as_json_makes_the_same_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
