/* wording_test.c — what a free text may not say: who, where, and the words a register refuses. */
#include "keep/record/wording.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct said {
    const char *text, *code; /* NULL: it may be written */
};

static void what_leads_to_a_person_or_a_group_is_told(void **state)
{
    static const struct field_definition field = {.scans_names = true, .scans_groups = true};
    static const struct said SAID[] = {
        {"Mong nhận hỗ trợ sớm", NULL},
        {"Người dân đề nghị giảm tiền điện, tiền thuê nhà", NULL},
        {"bà con ủng hộ Quỹ vắc-xin", NULL},
        {"ủng hộ Nghị quyết 68", NULL},
        {"đề nghị UBND phường và MTTQ trả lời", NULL},
        {"theo lời Bác Hồ", NULL},
        {"các cô bác ở chợ, anh chị em công nhân", NULL},
        {"quý 3 có 12 ý kiến", NULL},
        {"ông Nam ở đầu ngõ", "record.names-person"},
        {"Bà Nguyễn Thị Hoa", "record.names-person"},
        {"hộ Trần Văn nói", "record.names-person"},
        {"gia đình chị Lan", "record.names-person"},
        {"số nhà 12 chưa nhận", "record.names-person"},
        {"nhà số 7", "record.names-person"},
        {"ngách 15", "record.names-person"},
        {"gọi 0912345678", "record.identity-number"},
        {"bà con tổ 5 hỏi", "record.names-group"},
        {"tổ dân phố số 12", "record.names-group"},
        {"TDP 3 nêu", "record.names-group"},
        {"ngõ 44", "record.names-group"},
    };
    struct arena *CLOSING(arena) scratch = arena_open();
    (void)state;
    for (size_t i = 0; i < LENGTH_OF(SAID); i++) {
        struct text code = text_of(wording_problem(scratch, &field, text_of(SAID[i].text)));
        if (!text_equal(code, text_of(SAID[i].code)))
            fail_msg("“%s”: “%.*s”", SAID[i].text, TEXT_ARGS(code));
    }
}

static void a_field_that_asks_for_no_scan_is_read_for_numbers_only(void **state)
{
    static const struct field_definition plain = {0}, names = {.scans_names = true};
    struct arena *CLOSING(arena) scratch = arena_open();
    (void)state;
    assert_null(wording_problem(scratch, &plain, TEXT("ông Nam, tổ 5")));
    assert_null(wording_problem(scratch, &names, TEXT("rãnh thoát nước tổ 5, ngõ 12")));
    assert_non_null(wording_problem(scratch, &plain, TEXT("0912345678")));
}

static void a_refused_word_is_found_whole_and_whatever_its_capitals(void **state)
{
    static const struct text words[] = {TEXT_ENTRY("mật"), TEXT_ENTRY("tối mật")};
    static const struct text but[] = {TEXT_ENTRY("bảo mật"), TEXT_ENTRY("mật độ")};
    static const struct refusal_definition refusal = {.words = words, .word_count = 2, .but = but, .but_count = 2};
    static const struct said SAID[] = {
        {"Văn bản Mật", "x"}, {"12-CV/TU (MẬT)", "x"}, {"Tối mật", "x"}, {"mật", "x"}, {"bảo mật và mật", "x"},
        {"Mặt trận Tổ quốc", NULL}, {"mất việc làm", NULL}, {"bảo mật thông tin", NULL}, {"Mật độ dân cư", NULL}, {"", NULL},
    };
    struct arena *CLOSING(arena) scratch = arena_open();
    (void)state;
    for (size_t i = 0; i < LENGTH_OF(SAID); i++)
        if (wording_refused(scratch, &refusal, text_of(SAID[i].text)) != (SAID[i].code != NULL))
            fail_msg("“%s”", SAID[i].text);
    assert_false(wording_refused(scratch, NULL, TEXT("Mật")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_leads_to_a_person_or_a_group_is_told),
        cmocka_unit_test(a_field_that_asks_for_no_scan_is_read_for_numbers_only),
        cmocka_unit_test(a_refused_word_is_found_whole_and_whatever_its_capitals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
