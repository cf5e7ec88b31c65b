/* sample_list_test.c — a list as wards keep it: which rows are drawn, how that is told, what the survey sheets say. */
#include "work/check/sample_list.h"

#include "engine/codec/csv.h"
#include "engine/seal/seal.h"
#include "keep/definition/definition.h"
#include "support/sheets/cells.h"
#include "work/report/report.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define LIST "ỦY BAN NHÂN DÂN PHƯỜNG BỒ ĐỀ,,,\n" \
                           "DANH SÁCH CHI HỖ TRỢ,,,\n" \
                           "STT,Số hồ sơ,Họ và tên,Số tiền\n" \
                           "I. Tổ 1,,,\n" \
                           "1,HS-01,Người Một,1500000\n" \
                           "2,HS-02,Người Hai,1500000\n" \
                           "3,HS-03,Người Ba,3000000\n" \
                           "Cộng,,,6000000\n" \
                           "II. Tổ 2,,,\n" \
                           "4,HS-04,Người Bốn,1500000\n" \
                           "5,HS-05,Người Năm,1500000\n" \
                           "Tổng cộng,,,9000000\n"

static struct sample_made draw(struct arena *arena, const struct sample_request *request)
{
    struct sample_made made;
    struct problems problems;
    struct failure why;
    problems_init(&problems, arena, 10);
    assert_true(sample_list_draw(arena, request, &made, &problems, &why));
    assert_int_equal(problems.errors, 0);
    return made;
}

static void rows_of_data_alone_are_items(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const struct sample_request request = {.file = TEXT("chi.csv"), .bytes = TEXT(LIST), .size = 5, .seed = TEXT("a b"), .language = LANGUAGE_VI};
    struct sample_made made = draw(arena, &request);
    struct text bytes;
    struct failure why;
    assert_int_equal(made.rows, 5);
    assert_int_equal(made.sample.count, 5);
    assert_true(sample_list_xlsx(arena, &made, &bytes, &why));
    struct text said = workbook_said(arena, bytes);
    static const char *const wanted[] = {"Mẫu!A1=Mẫu số", "Mẫu!B2=5|", "Mẫu!E4=HS-03", "Mẫu!B5=10|", "Từ mồi đọc tại cuộc họp: “a b”", "Cách chọn!A4=Toàn bộ danh sách"};
    for (size_t i = 0; i < LENGTH_OF(wanted); i++)
        if (!text_contains(said, text_of(wanted[i])))
            fail_msg("%s is not in %.*s", wanted[i], TEXT_ARGS(said));
}

static void the_same_words_draw_the_same_bytes(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const struct sample_request request = {.file = TEXT("chi.csv"), .bytes = TEXT(LIST), .size = 2, .seed = TEXT("a b"), .in_proportion = TEXT("so tien")};
    struct text first, second, other;
    struct failure why;
    struct sample_made made = draw(arena, &request);
    assert_true(sample_list_xlsx(arena, &made, &first, &why));
    made = draw(arena, &request);
    assert_true(sample_list_xlsx(arena, &made, &second, &why) && sample_list_csv(arena, &made, &other, &why));
    assert_true(text_equal(first, second));
    assert_true(text_contains(other, TEXT("HS-0")));
}

static void every_dossier_drawn_has_its_survey_sheet(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct definition_source source;
    struct problems problems;
    struct failure why;
    struct document *document;
    struct text said;
    problems_init(&problems, arena, 20);
    assert_true(definition_source_read(arena, DANVAN_PACKS, TEXT("vietnam"), &source, &problems, &why));
    const struct definition *definition = definition_make(arena, &source, &problems);
    assert_non_null(definition);
    const struct sample_request request = {.file = TEXT("chi.csv"), .bytes = TEXT(LIST), .size = 2, .seed = TEXT("a b"), .language = LANGUAGE_VI};
    struct sample_made made = draw(arena, &request);
    assert_true(sample_list_survey(arena, &made, definition, 2021, &document, &why));
    assert_true(report_write(arena, document, REPORT_TEXT, &said, &why));
    for (size_t i = 0; i < made.sample.count; i++)
        assert_true(text_contains(said, text_format(arena, "Phiếu %zu/2 · Hồ sơ số: %.*s", i + 1, TEXT_ARGS(made.dossiers[i]))));
    assert_false(text_contains(said, TEXT("Người")) && text_contains(said, TEXT("Người Một")));
    assert_false(text_contains(said, TEXT("{{")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_of_data_alone_are_items),
        cmocka_unit_test(the_same_words_draw_the_same_bytes),
        cmocka_unit_test(every_dossier_drawn_has_its_survey_sheet),
    };
    struct failure why = {0};
    return seal_ready(&why) ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
