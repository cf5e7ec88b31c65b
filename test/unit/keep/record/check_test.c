/* check_test.c — is a record complete and sensible; no number of a person stands in free text. */
#include "unit/keep/record/shelf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct record *a_session(struct shelf *shelf)
{
    struct chance chance = {7};
    struct record *record = shelf_random(shelf, &chance, shelf_register(shelf, "outreach"));
    for (size_t i = 0; i < record->register_->field_count; i++)
        record->values[i] = (struct record_value){0};
    shelf_set(shelf, record, "held_on", "08/09/2021");
    shelf_set(shelf, record, "topic", "Phân loại rác");
    shelf_set(shelf, record, "form", "loudspeaker");
    return record;
}

static struct problems checked(struct shelf *shelf, const struct record *record)
{
    struct problems problems;
    problems_init(&problems, shelf->arena, 20);
    record_check(record, &problems);
    return problems;
}

struct words {
    const char *text;
    bool refused;
};

static const struct words WORDS[] = {
    {"gọi 0912345678", true},
    {"gọi 0912 345 678", true},
    {"gọi 0912.345.678", true},
    {"gọi 0912-345-678 nhé", true},
    {"tổng đài 024 3827 1234", true},
    {"gọi +84912345678", true},
    {"gọi +84 912345678", true},
    {"CMND 012345678", true},
    {"CCCD 001085012345", true},
    {"CCCD 001 085 012 345", true},
    {"thẻ số 123456789", true},
    {"sinh năm 1985", false},
    {"1.500.000 đồng cho 40 hộ", false},
    {"150.000.000 đồng", false},
    {"từ 01/07 đến 30/09/2021", false},
    {"Nghị quyết 68/NQ-CP, Quyết định 23/2021/QĐ-TTg", false},
    {"40 hộ, 12 tổ, 3 buổi", false},
    {"", false},
};

static void numbers_of_persons_do_not_stand_in_free_text(void **state)
{
    struct shelf shelf;
    (void)state;
    shelf_open(&shelf, NULL);
    for (size_t i = 0; i < LENGTH_OF(WORDS); i++) {
        struct record *record = a_session(&shelf);
        shelf_set(&shelf, record, "remark", WORDS[i].text);
        struct problems problems = checked(&shelf, record);
        if (problems.errors != WORDS[i].refused)
            fail_msg("“%s”", WORDS[i].text);
        assert_true(problems.errors == 0 || text_is(text_of(problems.items[0].code), "record.identity-number"));
    }
    shelf_close(&shelf);
}

static void what_is_required_may_not_be_empty(void **state)
{
    static const char *const REQUIRED[] = {"held_on", "topic", "form"};
    struct shelf shelf;
    (void)state;
    shelf_open(&shelf, NULL);
    assert_int_equal(checked(&shelf, a_session(&shelf)).errors, 0);
    for (size_t i = 0; i < LENGTH_OF(REQUIRED); i++) {
        struct record *record = a_session(&shelf);
        shelf_set(&shelf, record, REQUIRED[i], "");
        struct problems problems = checked(&shelf, record);
        assert_true(problems.errors > 0);
        assert_string_equal(problems.items[0].code, "record.required");
        assert_true(text_is(problems.items[0].place.field, REQUIRED[i]));
    }
    shelf_close(&shelf);
}

static void a_text_keeps_within_its_length_counted_in_letters(void **state)
{
    char words[2 * 201 + 1];
    struct shelf shelf;
    (void)state;
    shelf_open(&shelf, NULL);
    for (size_t length = 200; length <= 201; length++) {
        struct record *record = a_session(&shelf);
        for (size_t i = 0; i < length; i++) { /* đ: two bytes, one letter */
            words[2 * i] = '\xC4';
            words[2 * i + 1] = '\x91';
        }
        words[2 * length] = '\0';
        shelf_set(&shelf, record, "topic", words);
        struct problems problems = checked(&shelf, record);
        assert_int_equal(problems.errors, length == 201);
        assert_true(problems.errors == 0 || text_is(text_of(problems.items[0].code), "record.too-long"));
    }
    shelf_close(&shelf);
}

static void a_check_needs_a_plain_yes_and_a_warning_a_plain_no(void **state)
{
    static const struct { const char *form, *attendance, *hours; size_t errors, warnings; } CASES[] = {
        {"loudspeaker", "", "", 0, 0}, {"meeting", "40", "", 0, 0},   {"meeting", "", "", 1, 0},
        {"", "40", "", 1, 0}, /* required */ {"loudspeaker", "", "8", 0, 0}, {"loudspeaker", "", "8,5", 0, 1},
    };
    struct shelf shelf;
    (void)state;
    shelf_open(&shelf, NULL);
    for (size_t i = 0; i < LENGTH_OF(CASES); i++) {
        struct record *record = a_session(&shelf);
        shelf_set(&shelf, record, "form", CASES[i].form);
        shelf_set(&shelf, record, "attendance", CASES[i].attendance);
        shelf_set(&shelf, record, "hours", CASES[i].hours);
        struct problems problems = checked(&shelf, record);
        assert_int_equal(problems.errors, CASES[i].errors);
        assert_int_equal(problems.warnings, CASES[i].warnings);
    }
    shelf_close(&shelf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_of_persons_do_not_stand_in_free_text),
        cmocka_unit_test(what_is_required_may_not_be_empty),
        cmocka_unit_test(a_text_keeps_within_its_length_counted_in_letters),
        cmocka_unit_test(a_check_needs_a_plain_yes_and_a_warning_a_plain_no),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
