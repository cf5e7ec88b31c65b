/* intake_test.c — a sheet becomes records wholly or not at all, and each wrong cell is told at its place. */
#include "support/house/house.h"
#include "work/intake/intake.h"

#include "base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>

static struct intake_answer take(struct test_house *house, const struct viewer *viewer, const char *unit, struct text sheet, bool dry_run)
{
    const struct intake_request ask = {.register_name = TEXT("outreach"), .unit = text_of(unit), .file_name = TEXT("so.csv"),
                                       .bytes = sheet, .viewer = viewer, .dry_run = dry_run};
    struct intake_answer answer;
    struct failure why;
    if (!intake_import(house->instance, &ask, house->arena, &answer, &why))
        fail_msg("%s", why.text);
    return answer;
}

static int64_t sessions(struct test_house *house)
{
    return house_figure(house, "outreach.sessions", "004", "2021-Q3").number.digits;
}

#define GOOD                                                                                                                       \
    TEXT("Ngày;NỘI DUNG;hinh thuc;Số lượt người dự;Số giờ;Tổ chức lần đầu;Tổ dân phố;Văn bản được tuyên truyền;Đơn vị\r\n"         \
         "8/9/2021;Tiêm vắc-xin;Hội nghị, họp tổ dân phố;1.200;2,5;có;Tổ dân phố 1;75/2015/QH13, x;00118.kv\r\n"                   \
         "\r\n"                                                                                                                     \
         "2021-09-10;Rác;house_visit;;;;;;Khối Dân vận phường Phúc Lợi\r\n")

static void columns_are_found_by_name_and_title(void **state)
{
    struct test_house *house = *state;
    struct text sheet = text_replace(house->arena, GOOD, TEXT("75/2015/QH13, x"), TEXT("\"75/2015/QH13; nqlt-403-2017\""));
    struct intake_answer answer = take(house, &house->owner, NULL, sheet, false);
    assert_int_equal(answer.problems.errors, 0);
    assert_int_equal(answer.rows, 2);
    assert_int_equal(answer.kept, 2);
    assert_int_equal(node_count(answer.columns), 9);
    assert_int_equal(sessions(house), 2);
    assert_int_equal(house_figure(house, "outreach.attendances", "00118", "2021-Q3").number.digits, 1200);
    assert_int_equal(house_figure(house, "outreach.sessions", "00136", "2021-Q3").number.digits, 1);
    struct text about = house_read_field(house, "outreach", 4, "about");
    assert_true(text_is(about, "luat-mttq-2015;nqlt-403-2017"));
    assert_true(text_is(house_read_field(house, "outreach", 4, "home_group"), "00118.g1"));
}

static void a_dry_run_keeps_nothing(void **state)
{
    struct test_house *house = *state;
    struct text sheet = TEXT("held_on,topic,form\n8/9/2021,Rác,loudspeaker\n");
    struct intake_answer answer = take(house, &house->owner, "00118.kv", sheet, true);
    assert_int_equal(answer.problems.errors, 0);
    assert_int_equal(answer.rows, 1);
    assert_int_equal(answer.kept, 0);
    assert_int_equal(sessions(house), 0);
}

static void a_map_says_what_other_columns_are(void **state)
{
    struct test_house *house = *state;
    struct node *map = house_given(house, "Ngày họp", "held_on", "Họp về", "Nội dung", "Kiểu", "form", "Chủ tọa", "-", NULL);
    const struct intake_request ask = {.register_name = TEXT("outreach"), .unit = TEXT("00118.kv"), .file_name = TEXT("so.csv"), .map = map,
                                       .bytes = TEXT("STT,Ngày họp,Họp về,Kiểu,Chủ tọa\n1,8/9/2021,Rác,loudspeaker,ai đó\n2,,,,\n"),
                                       .viewer = &house->owner};
    struct intake_answer answer;
    struct failure why;
    assert_true(intake_import(house->instance, &ask, house->arena, &answer, &why));
    assert_int_equal(answer.problems.errors, 0);
    assert_int_equal(answer.kept, 1);
    assert_true(text_is(node_text_at(answer.columns->list.items[4], "field"), "-"));
    assert_true(text_is(house_read_field(house, "outreach", 4, "topic"), "Rác"));
}

#define HEAD "Ngày,Nội dung,Hình thức,Số lượt người dự,Số giờ,Đơn vị,Người trình bày\n"
#define FINE "7/9/2021,Rác,meeting,10,1,00118.kv,\n"

static void every_wrong_cell_is_told_and_nothing_is_kept(void **state)
{
    static const struct { struct text sheet; uint32_t line, column; const char *code; } CASES[] = {
        {TEXT_ENTRY(HEAD FINE "31/2/2021,Rác,meeting,10,1,00118.kv,\n"), 3, 1, "record.not-a-day"},
        {TEXT_ENTRY(HEAD FINE "8/9/2021,Rác,meeting,mười,1,00118.kv,\n"), 3, 4, "record.not-a-number"},
        {TEXT_ENTRY(HEAD FINE "8/9/2021,Rác,meeting,\"10,5\",1,00118.kv,\n"), 3, 4, "record.not-whole"},
        {TEXT_ENTRY(HEAD FINE "8/9/2021,Rác,hop,10,1,00118.kv,\n"), 3, 3, "record.unknown-choice"},
        {TEXT_ENTRY(HEAD FINE "8/9/2021,Rác,meeting,10,1,00999.kv,\n"), 3, 6, "intake.unit"},
        {TEXT_ENTRY(HEAD FINE "8/9/2021,Rác,meeting,10,1,004.ubnd,\n"), 3, 6, "intake.unit"},
        {TEXT_ENTRY(HEAD FINE "8/9/2021,,meeting,10,1,00118.kv,\n"), 3, 2, "record.required"},
        {TEXT_ENTRY(HEAD FINE "8/9/2021,Rác,meeting,999999999,1,00118.kv,\n"), 3, 4, "record.too-big"},
        {TEXT_ENTRY(HEAD FINE "8/9/2021,Rác,meeting,10,1,00118.kv,,thừa\n"), 3, 8, "intake.beyond"},
        {TEXT_ENTRY(HEAD FINE "\n\n8/9/2021,Rác,meeting,,1,00118.kv,\n"), 5, 0, "record.check"},
        {TEXT_ENTRY("Ngày,Nội dug,Hình thức,Đơn vị\n8/9/2021,Rác,meeting,00118.kv\n"), 1, 2, "intake.column-near"},
        {TEXT_ENTRY("Ngày,Hình thức,Đơn vị\n8/9/2021,loudspeaker,00118.kv\n"), 1, 1, "intake.column-missing"},
        {TEXT_ENTRY("Ngày,Nội dung,Hình thức\n8/9/2021,Rác,loudspeaker\n"), 1, 1, "intake.no-unit"},
        {TEXT_ENTRY("Ngày,Nội dung,Hình thức,Đơn vị,ngay\n8/9/2021,Rác,loudspeaker,00118.kv,\n"), 1, 5, "intake.column-twice"},
        {TEXT_ENTRY("Ngày,Nội dung,Hình thức,Đơn vị\n"), 1, 0, "intake.empty"},
        {TEXT_ENTRY(""), 1, 0, "intake.empty"},
        {TEXT_ENTRY(HEAD FINE "8/9/2021,\"Rác,meeting,10,1,00118.kv,\n"), 3, 10, "csv.open-quote"},
        {TEXT_ENTRY(HEAD FINE "8/9/2021,R\xe1" "c,meeting,10,1,00118.kv,\n"), 3, 0, "csv.utf8"},
    };
    struct test_house *house = *state;
    for (size_t i = 0; i < LENGTH_OF(CASES); i++) {
        struct intake_answer answer = take(house, &house->owner, NULL, CASES[i].sheet, false);
        if (answer.problems.errors == 0)
            fail_msg("case %zu: nothing was found", i);
        const struct problem *first = &answer.problems.items[0];
        for (size_t k = 0; first->weight == PROBLEM_WARNING && k < answer.problems.count; k++)
            first = &answer.problems.items[k];
        if (first->place.line != CASES[i].line || (CASES[i].column && first->place.column != CASES[i].column))
            fail_msg("case %zu: at %u:%u", i, first->place.line, first->place.column);
        assert_string_equal(first->code, CASES[i].code);
        assert_int_equal(answer.kept, 0);
    }
    assert_int_equal(sessions(house), 0);
}

static const struct problem *first_of(const struct intake_answer *answer, const char *code)
{
    for (size_t i = 0; i < answer->problems.count; i++)
        if (text_is(text_of(answer->problems.items[i].code), code))
            return &answer->problems.items[i];
    fail_msg("no %s was told", code);
    return NULL;
}

/* The same sheet again, and a session told twice in one: pointed out at the cell of the name, and stopped by nobody. */
static void what_may_be_recorded_already_is_told_and_not_stopped(void **state)
{
    struct test_house *house = *state;
    struct definition_source source = house_source_changed(house->arena, house_source(house->arena), "pack.yaml", "version: 1", "version: 2");
    source = house_source_changed(house->arena, source, "registers/outreach.yaml", "name: topic\n", "name: topic\nsame: [held_on, form, topic]\n");
    (void)house_act(house, &house->owner, "upgrade", house_files_given(house->arena, source));
    struct text sheet = TEXT("held_on,topic,form\n8/9/2021,Nhắc phân loại rác,loudspeaker\n8/9/2021,nhac phan loai rac,loudspeaker\n9/9/2021,Rác,loudspeaker\n");
    struct intake_answer answer = take(house, &house->owner, "00118.kv", sheet, false);
    assert_int_equal(answer.problems.errors, 0);
    assert_int_equal(answer.counts.alike, 1);
    const struct problem *row = first_of(&answer, "record.alike-row");
    assert_int_equal(row->place.line, 3);
    assert_int_equal(row->place.column, 2);
    assert_true(text_is(row->arguments[0], "2"));
    assert_int_equal(answer.kept, 3);
    struct text longer = text_format(house->arena, "%.*s12/9/2021,Hội nghị khác,loudspeaker\n", TEXT_ARGS(sheet));
    answer = take(house, &house->owner, "00118.pn", longer, true);
    assert_int_equal(answer.counts.alike, 3);
    assert_int_equal(first_of(&answer, "record.alike-kept")->place.line, 2);
}

static void all_problems_are_told_at_once(void **state)
{
    struct test_house *house = *state;
    struct text sheet = TEXT(HEAD "x,Rác,y,z,1,00118.kv,\n8/9/2021,Rác,meeting,10,1,w,\n");
    struct intake_answer answer = take(house, &house->owner, NULL, sheet, false);
    assert_int_equal(answer.problems.errors, 4);
}

static void a_personal_value_is_never_repeated(void **state)
{
    struct test_house *house = *state;
    struct buffer CLOSING(buffer) sheet;
    buffer_init(&sheet, 1 << 16);
    buffer_add(&sheet, TEXT(HEAD "8/9/2021,Rác,meeting,10,1,00118.kv,Bí Mật "));
    for (int i = 0; i < 100; i++)
        buffer_add(&sheet, TEXT("rất dài "));
    struct intake_answer answer = take(house, &house->owner, NULL, buffer_text(&sheet), false);
    assert_true(answer.problems.errors > 0);
    for (size_t i = 0; i < answer.problems.count; i++) {
        struct text said = problem_line(house->arena, &answer.problems.items[i], LANGUAGE_VI);
        assert_false(text_contains(said, TEXT("Bí Mật")));
    }
}

static void who_may_not_write_for_a_unit_is_denied_and_nothing_is_kept(void **state)
{
    struct test_house *house = *state;
    const struct viewer *lan = house_person(house, "lan", ROLE_RECORDER, "00118.kv");
    const struct intake_request ask = {.register_name = TEXT("outreach"), .file_name = TEXT("so.csv"), .viewer = lan,
                                       .bytes = TEXT(HEAD FINE "8/9/2021,Rác,meeting,10,1,00136.kv,\n")};
    struct intake_answer answer;
    struct failure why;
    assert_false(intake_import(house->instance, &ask, house->arena, &answer, &why));
    assert_int_equal(why.kind, FAILURE_DENIED);
    assert_int_equal(sessions(house), 0);
    assert_int_equal(take(house, lan, NULL, TEXT(HEAD FINE), false).kept, 1);
}

static struct text long_sheet(struct test_house *house, int rows)
{
    struct buffer CLOSING(buffer) sheet;
    buffer_init(&sheet, 8 << 20);
    buffer_add(&sheet, TEXT("held_on,topic,form,attendance\n"));
    for (int i = 0; i < rows; i++)
        buffer_add_format(&sheet, "%d/8/2021,Buổi %d,meeting,%d\n", 1 + i % 31, i, i % 100);
    return text_copy(house->arena, buffer_text(&sheet));
}

static void steps_are_counted(void *context, const char *what, int64_t done, int64_t total)
{
    int64_t *last = context;
    assert_true(done <= total || text_is(text_of(what), "check"));
    if (text_is(text_of(what), "write"))
        *last = done;
}

static void the_same_file_again_writes_nothing_twice(void **state)
{
    struct test_house *house = *state;
    struct text sheet = long_sheet(house, INTAKE_PART + 10);
    int64_t last = 0;
    const struct progress progress = {&last, steps_are_counted};
    struct intake_request ask = {.register_name = TEXT("outreach"), .unit = TEXT("00118.kv"), .file_name = TEXT("so.csv"), .bytes = sheet,
                                 .viewer = &house->owner, .progress = &progress};
    struct intake_answer answer;
    struct failure why;
    assert_true(intake_import(house->instance, &ask, house->arena, &answer, &why));
    assert_int_equal(answer.kept, INTAKE_PART + 10);
    assert_int_equal(answer.repeated, 0);
    assert_int_equal(last, INTAKE_PART + 10);
    assert_true(intake_import(house->instance, &ask, house->arena, &answer, &why));
    assert_int_equal(answer.kept, INTAKE_PART + 10);
    assert_int_equal(answer.repeated, INTAKE_PART + 10);
    assert_int_equal(sessions(house), INTAKE_PART + 10);
    ask.unit = TEXT("00136.kv"); /* another writer: another import */
    assert_true(intake_import(house->instance, &ask, house->arena, &answer, &why));
    assert_int_equal(answer.repeated, 0);
}

static void an_unknown_register_or_unit_is_not_found(void **state)
{
    struct test_house *house = *state;
    struct intake_request ask = {.register_name = TEXT("outrech"), .file_name = TEXT("so.csv"), .bytes = TEXT(HEAD FINE), .viewer = &house->owner};
    struct intake_answer answer;
    struct failure why;
    assert_false(intake_import(house->instance, &ask, house->arena, &answer, &why));
    assert_int_equal(why.kind, FAILURE_NOT_FOUND);
    ask.register_name = TEXT("outreach");
    ask.unit = TEXT("00118");
    assert_false(intake_import(house->instance, &ask, house->arena, &answer, &why));
    assert_int_equal(why.kind, FAILURE_NOT_FOUND);
}

static void a_sheet_names_a_fund_and_its_balance_is_kept(void **state)
{
    struct test_house *house = *state;
    struct intake_answer answer;
    struct failure why;
    (void)house_act(house, &house->owner, "upgrade", house_files_given(house->arena, house_source_with(house->arena, house_source(house->arena), "funds")));
    int64_t box = house_write(house, "box", "00118.pn", "opened_on", "01/07/2021", "title_of", "Quỹ Vì người nghèo", "purpose", "poor", NULL);
    struct intake_request ask = {.register_name = TEXT("gift"), .unit = TEXT("00118.pn"), .file_name = TEXT("quy.csv"), .viewer = &house->owner,
                                 .bytes = TEXT("Ngày,Quỹ,Thu hay chi,Mục đích,Số tiền\n1/9/2021,quỹ vì người nghèo,Nhận,Người nghèo,900\n"
                                               "2/9/2021,Quỹ Vì người nghèo,Phát,Người nghèo,400\n")};
    assert_true(intake_import(house->instance, &ask, house->arena, &answer, &why));
    assert_int_equal(answer.problems.errors, 0);
    assert_int_equal(answer.kept, 2);
    assert_int_equal(house_figure(house, "gift.in_hand", "00118", "2021").number.digits, 500);
    ask.bytes = TEXT("Ngày,Quỹ,Thu hay chi,Mục đích,Số tiền\n3/9/2021,Quỹ nào đó,Nhận,Người nghèo,1\n");
    assert_true(intake_import(house->instance, &ask, house->arena, &answer, &why));
    assert_true(answer.problems.errors > 0 && text_is(text_of(answer.problems.items[0].code), "record.unknown-record"));
    assert_true(box > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(columns_are_found_by_name_and_title, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(a_dry_run_keeps_nothing, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(a_map_says_what_other_columns_are, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(every_wrong_cell_is_told_and_nothing_is_kept, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(what_may_be_recorded_already_is_told_and_not_stopped, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(all_problems_are_told_at_once, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(a_personal_value_is_never_repeated, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(who_may_not_write_for_a_unit_is_denied_and_nothing_is_kept, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(the_same_file_again_writes_nothing_twice, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(an_unknown_register_or_unit_is_not_found, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(a_sheet_names_a_fund_and_its_balance_is_kept, house_setup, house_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
