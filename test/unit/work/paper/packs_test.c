/*
 * packs_test.c — every paper of the pack we ship is made from a record, and printed by LibreOffice.
 *
 * A mission with two recommendations stands for supervision; each paper must be offered, print its type, and leave no
 * words of the template behind.
 */
#include "base/file.h"
#include "support/house/house.h"

#include "work/paper/desk.h"
#include "work/paper/form.h"
#include "work/report/report.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct text number_text(struct test_house *house, int64_t number)
{
    return text_format(house->arena, "%lld", (long long)number);
}

static int64_t mission(struct test_house *house, const char *state)
{
    struct node *given = house_write_given(house, "supervision", "004.mttq", "topic",
                                           "việc thực hiện chính sách hỗ trợ người lao động gặp khó khăn do đại dịch Covid-19", "subject", "support",
                                           "form", "team", "plan_made_on", "20/07/2021", "planned_for", "30/08/2021", NULL);
    struct node *fields = node_at(given, "fields");
    if (!text_is(text_of(state), "planned")) {
        node_put(fields, "worked_on", node_text(house->arena, TEXT("30/08/2021")));
        node_put(fields, "dossiers", node_text(house->arena, TEXT("120")));
        node_put(fields, "to_review", node_text(house->arena, TEXT("7")));
        node_put(fields, "decision", node_text(house->arena, TEXT("15/QĐ-MTTQ-BTT")));
    }
    struct node *wards = node_put(fields, "supervised", node_list(house->arena));
    node_append(wards, node_text(house->arena, TEXT("00145")));
    node_append(wards, node_text(house->arena, TEXT("00118")));
    node_append(node_put(fields, "about", node_list(house->arena)), node_text(house->arena, TEXT("nq-68-2021")));
    node_put(given, "state", node_text(house->arena, text_of(state)));
    return house_act(house, &house->owner, "record-write", given).record;
}

static int64_t recommendation(struct test_house *house, int64_t of, const char *to, const char *subject)
{
    return house_write(house, "recommendation", "004.mttq", "mission", number_text(house, of).bytes, "subject", subject, "addressee", to,
                       "addressee_level", "district", "sent_on", "01/09/2021", "due_on", "05/09/2021", "letter", "21/MTTQ-BTT", NULL);
}

static struct text temporary_folder(struct arena *arena)
{
    char *folder = arena_copy(arena, "/tmp/danvan-papers-XXXXXX", sizeof "/tmp/danvan-papers-XXXXXX");
    assert_non_null(mkdtemp(folder));
    return text_of(folder);
}

static void put_paper(struct test_house *house, struct text folder, const struct paper_request *ask, struct text name)
{
    struct document *document;
    struct text docx, plain;
    struct failure why;
    if (!paper_build(house->instance, ask, house->arena, &document, &why) ||
        !report_write(house->arena, document, REPORT_DOCX, &docx, &why) || !report_write(house->arena, document, REPORT_TEXT, &plain, &why) ||
        !file_replace(text_format(house->arena, "%.*s/%.*s.docx", TEXT_ARGS(folder), TEXT_ARGS(name)).bytes, docx, &why))
        fail_msg("%.*s: %s", TEXT_ARGS(name), why.text);
    if (text_contains(plain, TEXT("{{")) || text_contains(plain, TEXT("[[")))
        fail_msg("%.*s: words of the template are left in\n%.*s", TEXT_ARGS(name), TEXT_ARGS(plain));
}

/* All that is offered for a record. */
static size_t put_papers(struct test_house *house, struct text folder, const char *register_, int64_t number)
{
    struct connection *connection;
    struct failure why;
    if (!store_read_begin(instance_store(house->instance), &connection, &why))
        fail_msg("%s", why.text);
    const struct paper_desk desk = {.arena = house->arena, .house = house_now(house), .connection = connection, .viewer = &house->owner,
                                    .today = instance_today(house->instance)};
    struct node *list = node_list(house->arena);
    if (!paper_offer(&desk, house_read(house, register_, number), list, &why))
        fail_msg("%s", why.text);
    store_read_end(connection);
    for (size_t i = 0; i < node_count(list); i++) {
        struct text paper = node_text_at(list->list.items[i], "paper"), each = {0}, rest = node_text_at(list->list.items[i], "href");
        if (text_next(&rest, '=', &each))
            each = rest;
        const struct paper_request ask = {.paper = paper, .record = number_text(house, number), .each = each, .viewer = &house->owner};
        put_paper(house, folder, &ask, text_format(house->arena, "%.*s-%zu", TEXT_ARGS(paper), i));
    }
    return node_count(list);
}

static int64_t old_session(struct test_house *house, const char *day)
{
    return house_write(house, "outreach", "004.mttq", "held_on", day, "topic", "Hội nghị cũ", "form", "meeting", "theme", "other", "hosted_by", "us",
                       "attendance", "40", NULL);
}

/* Minutes are made from the act, again and again, and tell nothing of what was disposed of but number, day and state. */
static void put_minutes(struct test_house *house, struct text folder)
{
    int64_t first = old_session(house, "01/06/2009"), second = old_session(house, "02/06/2009");
    struct node *given = house_given(house, "register", "outreach", "unit", "004.mttq", "all", "yes", "decision", "12/QĐ-MTTQ", "decided_on", "01/09/2021",
                                     "council", "Chánh Văn phòng, văn thư", NULL);
    int64_t act = house_act(house, &house->owner, "record-dispose", given).act;
    const struct viewer *recorder = house_person(house, "ghiso", ROLE_RECORDER, "004.mttq"), *clerk = house_grant(house, "ghiso", ROLE_CLERK, "004.mttq");
    struct paper_request ask = {.paper = TEXT("disposal-minutes"), .disposal = number_text(house, act), .viewer = clerk};
    struct document *document;
    struct failure why;
    struct text plain;
    put_paper(house, folder, &ask, TEXT("disposal-minutes"));
    assert_true(paper_build(house->instance, &ask, house->arena, &document, &why) && report_write(house->arena, document, REPORT_TEXT, &plain, &why));
    assert_true(text_contains(plain, number_text(house, first)) && text_contains(plain, number_text(house, second)));
    assert_true(text_contains(plain, TEXT("01/06/2009")) && !text_contains(plain, TEXT("Hội nghị cũ")));
    ask.viewer = recorder;
    assert_false(paper_build(house->instance, &ask, house->arena, &document, &why));
    assert_int_equal(why.kind, FAILURE_DENIED);
    ask = (struct paper_request){.paper = TEXT("disposal-minutes"), .disposal = number_text(house, first), .viewer = clerk};
    assert_false(paper_build(house->instance, &ask, house->arena, &document, &why));
    assert_int_equal(why.kind, FAILURE_NOT_FOUND);
}

static struct text output_of(struct arena *arena, const char *command)
{
    char *bytes = arena_make(arena, 1 << 20);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    size_t length = fread(bytes, 1, (1 << 20) - 1, pipe);
    pclose(pipe);
    return (struct text){bytes, length};
}

/* What must stand on the paper whose name begins so. */
static const struct printed {
    const char *name;
    const char *words[4];
} PRINTED[] = {
    {"supervision-decision", {"QUYẾT ĐỊNH", "…/QĐ-MTTQ-BTT", "Ngọc Thụy", "TM. BAN THƯỜNG TRỰC"}},
    {"supervision-plan", {"KẾ HOẠCH", "Nghị quyết số 68/NQ-CP", "chậm nhất 07 ngày", "Nơi nhận"}},
    {"supervision-outline", {"ĐỀ CƯƠNG", "Biểu số liệu", "ngày 30 tháng 8 năm 2021", NULL}},
    {"supervision-minutes", {"BIÊN BẢN", "120 hồ sơ", "7 trường hợp cần rà soát", "TRƯỞNG ĐOÀN GIÁM SÁT"}},
    {"supervision-survey", {"PHIẾU KHẢO SÁT", "không ghi họ tên", "NGƯỜI KHẢO SÁT", NULL}},
    {"supervision-report", {"BÁO CÁO", "2 kiến nghị", "Ủy ban nhân dân quận", "Bảo hiểm xã hội quận"}},
    {"supervision-recommendations-", {"V/v kiến nghị sau giám sát", "ngày làm việc 30/08/2021", "trước ngày 05/09/2021", "Trân trọng"}},
    {"supervision-body-reminder", {"V/v đôn đốc", "chưa nhận được báo cáo", NULL, NULL}},
    {"recommendation-reminder", {"V/v đôn đốc trả lời", "21/MTTQ-BTT", "chưa nhận được văn bản trả lời", NULL}},
    {"disposal-minutes", {"BIÊN BẢN", "Quyết định số 12/QĐ-MTTQ, ngày 01 tháng 9 năm 2021", "2 mục ghi của sổ", "DANH MỤC TÀI LIỆU HẾT GIÁ TRỊ ĐÃ TIÊU HỦY"}},
    {"period-reminder", {"V/v đôn đốc gửi số liệu", "quý III năm 2021", "Khối Dân vận phường", NULL}},
};

static void check_printed(struct arena *arena, struct text folder)
{
    output_of(arena, text_format(arena, "HOME=%s soffice -env:UserInstallation=file://%s/profile --headless --convert-to pdf --outdir %s %s/*.docx 2>&1",
                                 folder.bytes, folder.bytes, folder.bytes, folder.bytes).bytes);
    for (size_t i = 0; i < LENGTH_OF(PRINTED); i++) {
        struct text printed = output_of(arena, text_format(arena, "for f in %s/%s*.pdf; do pdftotext -layout $f - | tr -s ' \\n' '  '; done",
                                                           folder.bytes, PRINTED[i].name).bytes);
        for (size_t k = 0; k < LENGTH_OF(PRINTED[i].words); k++)
            if (PRINTED[i].words[k] && !text_contains(printed, text_of(PRINTED[i].words[k])))
                fail_msg("%s: “%s” is not on\n%.*s", PRINTED[i].name, PRINTED[i].words[k], TEXT_ARGS(printed));
    }
}

static void every_paper_of_supervision_is_printed(void **state)
{
    (void)state;
    struct test_house house;
    house_open_packs(&house);
    struct text folder = temporary_folder(house.arena);
    int64_t planned = mission(&house, "planned"), held = mission(&house, "under_way");
    int64_t asked = recommendation(&house, held, "Ủy ban nhân dân quận Long Biên", "niêm yết đủ danh sách người được hỗ trợ");
    recommendation(&house, held, "Bảo hiểm xã hội quận Long Biên", "trả lời hồ sơ đúng hạn");
    assert_int_equal(put_papers(&house, folder, "supervision", planned), 5);
    assert_int_equal(put_papers(&house, folder, "supervision", held), 8);
    assert_int_equal(put_papers(&house, folder, "recommendation", asked), 1);
    const struct paper_request late = {.paper = TEXT("period-reminder"), .unit = TEXT("004.bdv"), .period = TEXT("2021-Q3"),
                                       .viewer = &house.owner};
    put_paper(&house, folder, &late, TEXT("period-reminder"));
    put_minutes(&house, folder);
    bool office = system("command -v soffice >/dev/null && command -v pdftotext >/dev/null") == 0;
    if (office)
        check_printed(house.arena, folder);
    if (!getenv("DANVAN_KEEP_PAPERS"))
        output_of(house.arena, text_format(house.arena, "rm -r %s", folder.bytes).bytes);
    house_close(&house);
    if (!office)
        skip();
}

static void put_form(struct test_house *house, struct text folder, const struct form_definition *form)
{
    const struct form_request ask = {.form = form->name, .unit = TEXT("004.ubnd"), .period = TEXT("2021-Q3/tt02"), .viewer = &house->owner};
    struct form_built built;
    struct text bytes;
    struct failure why;
    if (!form_build(house->instance, &ask, house->arena, &built, &why) || !report_write(house->arena, built.document, REPORT_DOCX, &bytes, &why) ||
        !file_replace(text_format(house->arena, "%.*s/form-%.*s.docx", TEXT_ARGS(folder), TEXT_ARGS(form->name)).bytes, bytes, &why) ||
        !report_write(house->arena, built.document, REPORT_XLSX, &bytes, &why))
        fail_msg("%.*s: %s", TEXT_ARGS(form->name), why.text);
    assert_int_equal(node_count(built.broken), 0);
}

static void every_form_is_printed_on_paper_that_lies(void **state)
{
    (void)state;
    struct test_house house;
    house_open_packs(&house);
    struct text folder = temporary_folder(house.arena);
    const struct definition *definition = house_now(&house)->definition;
    assert_int_equal(definition->form_count, 7);
    for (size_t i = 0; i < definition->form_count; i++)
        put_form(&house, folder, &definition->forms[i]);
    bool office = system("command -v soffice >/dev/null && command -v pdftotext >/dev/null && command -v pdfinfo >/dev/null") == 0;
    if (office) {
        output_of(house.arena, text_format(house.arena, "HOME=%s soffice -env:UserInstallation=file://%s/profile --headless --convert-to pdf --outdir %s %s/*.docx 2>&1",
                                           folder.bytes, folder.bytes, folder.bytes, folder.bytes).bytes);
        struct text size = output_of(house.arena, text_format(house.arena, "for f in %s/*.pdf; do pdfinfo $f | grep -c '841.* x 595'; done", folder.bytes).bytes);
        assert_true(text_is(size, "1\n1\n1\n1\n1\n1\n1\n"));
        struct text printed = output_of(house.arena, text_format(house.arena, "pdftotext -layout %s/form-xld-01-tt02-2021.pdf -", folder.bytes).bytes);
        assert_true(text_contains(printed, TEXT("01/XLD")));
        assert_true(text_contains(printed, TEXT("15/06/2021")));
        assert_true(text_contains(printed, TEXT("27")));
    }
    if (!getenv("DANVAN_KEEP_PAPERS"))
        output_of(house.arena, text_format(house.arena, "rm -r %s", folder.bytes).bytes);
    house_close(&house);
    if (!office)
        skip();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_form_is_printed_on_paper_that_lies),
        cmocka_unit_test(every_paper_of_supervision_is_printed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
