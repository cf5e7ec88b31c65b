/* batch_test.c — an import is one batch: in parts, stopped and gone on with, remembered, taken back. */
#include "support/house/house.h"
#include "work/intake/intake.h"
#include "work/intake/undo.h"

#include "base/buffer.h"
#include "keep/import/import.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>

static int64_t sessions(struct test_house *house)
{
    return house_figure(house, "outreach.sessions", "004", "2021-Q3").number.digits;
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

static struct intake_request asking(struct test_house *house, struct text bytes)
{
    return (struct intake_request){.register_name = TEXT("outreach"), .unit = TEXT("00118.kv"), .file_name = TEXT("so.csv"), .bytes = bytes,
                                   .viewer = &house->owner};
}

static struct intake_answer take(struct test_house *house, const struct intake_request *ask)
{
    struct intake_answer answer;
    struct failure why;
    if (!intake_import(house->instance, ask, house->arena, &answer, &why))
        fail_msg("%s", why.text);
    for (size_t i = 0; i < answer.problems.count; i++)
        print_message("%.*s\n", TEXT_ARGS(problem_line(house->arena, &answer.problems.items[i], LANGUAGE_VI)));
    return answer;
}

static struct problems undo(struct test_house *house, int64_t import)
{
    const struct undo_request ask = {.import = import, .viewer = &house->owner, .reason = TEXT("nhập nhầm tệp")};
    struct problems problems;
    struct failure why;
    problems_init(&problems, house->arena, UNDO_PROBLEMS_MAX);
    if (!undo_check(house->instance, &ask, &problems, &why))
        fail_msg("%s", why.text);
    if (problems.errors == 0 && !undo_import(house->instance, &ask, &problems, &why))
        fail_msg("%s", why.text);
    return problems;
}

/* Asked to stop when the first part is written. */
static void stop_after_one(void *context, const char *what, int64_t done, int64_t total)
{
    (void)total;
    if (text_is(text_of(what), "write") && done >= INTAKE_PART)
        atomic_store((atomic_bool *)context, true);
}

static void a_stopped_import_goes_on_behind_its_parts(void **state)
{
    struct test_house *house = *state;
    atomic_bool stop = false;
    const struct progress progress = {&stop, stop_after_one};
    struct intake_request ask = asking(house, long_sheet(house, INTAKE_PART + 10));
    ask.progress = &progress;
    ask.stop = &stop;
    struct intake_answer first = take(house, &ask);
    assert_true(first.stopped);
    assert_int_equal(first.kept, INTAKE_PART);
    assert_int_equal(sessions(house), INTAKE_PART);
    ask.stop = NULL;
    struct intake_answer second = take(house, &ask);
    assert_false(second.stopped);
    assert_int_equal(second.import, first.import);
    assert_int_equal(second.kept, INTAKE_PART + 10);
    assert_int_equal(second.repeated, INTAKE_PART);
    assert_int_equal(sessions(house), INTAKE_PART + 10);
}

static void an_import_is_taken_back_whole_and_may_come_again(void **state)
{
    struct test_house *house = *state;
    struct intake_request ask = asking(house, long_sheet(house, INTAKE_PART + 10));
    struct intake_answer first = take(house, &ask);
    assert_int_equal(undo(house, first.import).errors, 0);
    assert_int_equal(sessions(house), 0);
    struct intake_answer again = take(house, &ask);
    assert_int_not_equal(again.import, first.import);
    assert_int_equal(again.repeated, 0);
    assert_int_equal(sessions(house), INTAKE_PART + 10);
}

static void what_was_corrected_since_keeps_the_whole_from_being_taken_back(void **state)
{
    struct test_house *house = *state;
    struct intake_request ask = asking(house, TEXT("held_on,topic,form\n8/9/2021,Rác,loudspeaker\n9/9/2021,Loa,loudspeaker\n"));
    struct intake_answer answer = take(house, &ask);
    int64_t record = answer.import + 2;
    struct node *given = house_change_given(house, "outreach", record), *fields = node_put(given, "fields", node_map(house->arena));
    node_put(given, "reason", node_text(house->arena, TEXT("ghi nhầm nội dung")));
    node_put(fields, "topic", node_text(house->arena, TEXT("Rác thải")));
    (void)house_act(house, &house->owner, "record-correct", given);
    struct problems problems = undo(house, answer.import);
    assert_int_equal(problems.errors, 1);
    assert_string_equal(problems.items[0].code, "undo.changed-since");
    assert_int_equal(sessions(house), 2);
}

static void what_the_columns_were_is_remembered_for_equal_headings(void **state)
{
    struct test_house *house = *state;
    struct intake_request ask = asking(house, TEXT("Ngày họp,Họp về,Kiểu\n8/9/2021,Rác,loudspeaker\n"));
    ask.dry_run = true;
    assert_true(take(house, &ask).problems.errors > 0);
    ask.dry_run = false;
    ask.map = house_given(house, "Ngày họp", "held_on", "Họp về", "topic", "Kiểu", "form", NULL);
    assert_int_equal(take(house, &ask).kept, 1);
    struct intake_request next = asking(house, TEXT("Ngày họp,Họp về,Kiểu\n9/9/2021,Loa,loudspeaker\n"));
    struct intake_answer answer = take(house, &next);
    assert_true(answer.remembered);
    assert_int_equal(answer.kept, 1);
    assert_int_equal(sessions(house), 2);
}

static void rows_in_are_rows_out_and_a_wrong_total_is_told(void **state)
{
    struct test_house *house = *state;
    struct intake_request ask = asking(house, TEXT("UBND PHƯỜNG,,,\nBẢNG TỔNG HỢP,,,\nSTT,Ngày,Nội dung,Hình thức,Số lượt người dự\n"
                                                   "1,8/9/2021,Rác,meeting,10\n2,9/9/2021,Loa,meeting,5\n,,Tổng cộng,,16\n\nNgười lập biểu,,,,\n"));
    struct intake_answer answer = take(house, &ask);
    const struct intake_counts *counts = &answer.counts;
    int64_t out = counts->added + counts->changed + counts->same + counts->wrong + counts->blank;
    for (size_t i = 0; i < ROW_ROLES; i++)
        out += counts->left_out[i];
    assert_int_equal(counts->read, 7);
    assert_int_equal(out, counts->read);
    assert_int_equal(counts->left_out[ROW_TOTAL], 1);
    assert_int_equal(answer.problems.warnings, 1);
    assert_string_equal(answer.problems.items[0].code, "intake.total-differs");
    assert_int_equal(answer.problems.items[0].place.line, 6);
    assert_int_equal(answer.problems.items[0].place.column, 5);
    assert_int_equal(answer.kept, 2);
}

static void what_is_never_taken_is_named(void **state)
{
    static const struct { struct text sheet; const char *code; } CASES[] = {
        {TEXT_ENTRY("Ngày,Nội dung,Hình thức,Tôn giáo\n8/9/2021,Rác,loudspeaker,x\n"), "definition.profile-religion"},
        {TEXT_ENTRY("Ngày,Nội dung,Hình thức,Thuộc diện theo dõi\n8/9/2021,Rác,loudspeaker,x\n"), "definition.profile-watch"},
        {TEXT_ENTRY("Ngày,Nội dung,Hình thức,Đối tượng nổi cộm\n8/9/2021,Rác,loudspeaker,x\n"), "definition.profile-watch"},
        {TEXT_ENTRY("Mã,Tên,Cấp\n00139,Bồ Đề,Phường\n"), "intake.foreign"},
        {TEXT_ENTRY("Ngày,Nội dung,Hình thức,Người gửi đơn\n8/9/2021,Rác,loudspeaker,x\n"), "intake.petitions"},
        {TEXT_ENTRY("Ngày,Nội dung,Hình thức,Người bị tố cáo\n8/9/2021,Rác,loudspeaker,x\n"), "intake.denunciations"},
    };
    static const char *const NAMES[] = {"lan", "hoa", "dao", "hue", "mai", "cuc"};
    struct test_house *house = *state;
    for (size_t i = 0; i < LENGTH_OF(CASES); i++) {
        struct intake_request ask = asking(house, CASES[i].sheet);
        ask.viewer = house_person(house, NAMES[i], ROLE_RECORDER, "00118.kv");
        ask.map = house_given(house, "Tôn giáo", "-", "Thuộc diện theo dõi", "-", "Đối tượng nổi cộm", "-", "Người gửi đơn", "-", "Người bị tố cáo", "-", NULL);
        struct intake_answer answer = take(house, &ask);
        assert_int_equal(answer.problems.errors, 1);
        assert_string_equal(answer.problems.items[0].code, CASES[i].code);
    }
}

static void old_fonts_are_read_in_unicode(void **state)
{
    struct test_house *house = *state;
    struct intake_request ask = asking(house, TEXT("Ngµy,Néi dung,H×nh thøc\n8/9/2021,TuyÕn tr\xc2\xb6,loudspeaker\n9/9/2021,NguyÔn V¨n,loudspeaker\n"
                                                   "9/9/2021,VÖ sinh m«i tr\xc2\xadêng,loudspeaker\n"));
    struct intake_answer answer = take(house, &ask);
    assert_int_equal(answer.problems.errors, 0);
    assert_int_equal(answer.kept, 3);
    struct text topic = house_read_field(house, "outreach", answer.import + 4, "topic");
    print_message("%.*s\n", TEXT_ARGS(topic));
    assert_true(text_is(topic, "Vệ sinh môi trường"));
}

static void what_a_person_says_of_a_columns_letters_is_followed(void **state)
{
    struct test_house *house = *state;
    /* "Dòng" is a word, and is "Dũng" in TCVN3. */
    struct intake_request ask = asking(house, TEXT("held_on,topic,form\n8/9/2021,Dòng,loudspeaker\n9/9/2021,Rác,loudspeaker\n"));
    struct node *letters = node_map(house->arena);
    node_put(letters, "topic", node_text(house->arena, TEXT("tcvn3")));
    ask.letters = letters;
    struct intake_answer told = take(house, &ask);
    assert_int_equal(told.problems.errors, 0);
    assert_true(text_is(house_read_field(house, "outreach", told.import + 2, "topic"), "Dũng"));
    ask.letters = NULL;
    struct intake_answer plain = take(house, &ask);
    assert_int_not_equal(plain.import, told.import);
    assert_true(text_is(house_read_field(house, "outreach", plain.import + 2, "topic"), "Dòng"));
}

static struct intake_answer keyed(struct test_house *house, const char *sheet)
{
    const struct intake_request ask = asking(house, text_of(sheet));
    struct intake_answer answer = take(house, &ask);
    const struct intake_counts *counts = &answer.counts;
    int64_t told = counts->added + counts->changed + counts->same + counts->wrong + counts->blank;
    for (size_t i = 0; i < ROW_ROLES; i++)
        told += counts->left_out[i];
    assert_int_equal(told, counts->read);
    return answer;
}

#define HEADING "SỔ TUYÊN TRUYỀN\n\nNgày,Nội dung,Hình thức,Số lượt người dự\n"

static void a_key_says_what_is_new_changed_the_same_and_left_out(void **state)
{
    struct test_house *house = *state;
    struct definition_source source = house_source_changed(house->arena, house_source(house->arena), "pack.yaml", "version: 1", "version: 2");
    source = house_source_changed(house->arena, source, "registers/outreach.yaml", "day: held_on", "day: held_on\nkey: [topic]");
    (void)house_act(house, &house->owner, "upgrade", house_files_given(house->arena, source));
    struct intake_answer first = keyed(house, HEADING "8/9/2021,Rác,loudspeaker,5\n9/9/2021,Loa,loudspeaker,6\n");
    assert_int_equal(first.counts.added, 2);
    struct intake_answer second = keyed(house, HEADING "8/9/2021,Rác,loudspeaker,5\n9/9/2021,Loa,loudspeaker,7\n7/9/2021,Họp,meeting,4\n"
                                                       ",Tổng cộng,,16\n");
    assert_int_equal(second.problems.errors, 0);
    assert_int_equal(second.counts.added, 1);
    assert_int_equal(second.counts.changed, 1);
    assert_int_equal(second.counts.same, 1);
    assert_int_equal(second.counts.left_out[ROW_TOTAL], 1);
    assert_true(text_is(house_read_field(house, "outreach", first.import + 3, "attendance"), "7"));
    assert_int_equal(undo(house, second.import).errors, 0);
    assert_true(text_is(house_read_field(house, "outreach", first.import + 3, "attendance"), "6"));
    assert_int_equal(sessions(house), 2);
    struct intake_answer twice = keyed(house, HEADING "8/9/2021,Kèn,loudspeaker,5\n9/9/2021,Kèn,loudspeaker,6\n");
    assert_string_equal(twice.problems.items[0].code, "intake.key-twice");
    assert_int_equal(twice.import, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_stopped_import_goes_on_behind_its_parts, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(an_import_is_taken_back_whole_and_may_come_again, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(what_was_corrected_since_keeps_the_whole_from_being_taken_back, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(what_the_columns_were_is_remembered_for_equal_headings, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(what_is_never_taken_is_named, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(old_fonts_are_read_in_unicode, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(what_a_person_says_of_a_columns_letters_is_followed, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(a_key_says_what_is_new_changed_the_same_and_left_out, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(rows_in_are_rows_out_and_a_wrong_total_is_told, house_setup, house_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
