/* attached_test.c — files of a record: who adds, sees and drops one, and what stays when it is gone (users.md C22). */
#include "unit/work/view/looking.h"

#include "keep/record/attached.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static int64_t a_session(struct test_house *house)
{
    return house_write(house, "outreach", "00118.kv", "held_on", "08/09/2021", "topic", "Phân loại rác", "form", "loudspeaker", NULL);
}

static struct node *attach_given(struct test_house *house, int64_t record, struct text bytes)
{
    struct node *given = house_change_given(house, "outreach", record);
    node_put(given, "name", node_text(house->arena, TEXT("C:/thu muc/Kế hoạch.pdf")));
    node_put(given, "file", node_text(house->arena, bytes));
    return given;
}

static bool take(struct test_house *house, const struct viewer *viewer, int64_t record, int64_t number, struct view_file *file, struct failure *why)
{
    struct node *given = house_given(house, "register", "outreach", "record", text_format(house->arena, "%lld", (long long)record).bytes, "file",
                                     text_format(house->arena, "%lld", (long long)number).bytes, NULL);
    const struct view_request request = {.viewer = viewer, .given = given};
    return view_take_file(house->instance, &request, house->arena, file, why);
}

static void whoever_sees_the_whole_row_takes_its_files_along_and_nobody_else(void **state)
{
    struct test_house *house = *state;
    const struct viewer *own = house_person(house, "lan", ROLE_RECORDER, "00118.kv"), *peer = house_person(house, "mai", ROLE_RECORDER, "00136.kv");
    const struct viewer public = {.today = house->owner.today};
    int64_t record = a_session(house), number = house_act(house, own, "record-attach", attach_given(house, record, TEXT("%PDF-1.4 kế hoạch"))).act;
    struct view_file file;
    struct act_answer answer;
    struct failure why;
    assert_true(take(house, own, record, number, &file, &why));
    assert_true(text_is(file.bytes, "%PDF-1.4 kế hoạch") && text_is(file.name, "Kế hoạch.pdf") && text_is(file.type, "application/pdf"));
    assert_false(take(house, peer, record, number, &file, &why));
    assert_int_equal(why.kind, FAILURE_DENIED);
    assert_false(take(house, &public, record, number, &file, &why));
    assert_int_equal(why.kind, FAILURE_NOT_FOUND);
    assert_false(house_try(house, peer, "record-attach", attach_given(house, record, TEXT("%PDF-1.4 khác")), &answer, &why));
    assert_int_equal(why.kind, FAILURE_DENIED);
    assert_false(take(house, own, record, number + 1, &file, &why));
    assert_int_equal(why.kind, FAILURE_NOT_FOUND);
}

static void what_is_no_file_we_take_is_said_at_its_field(void **state)
{
    struct test_house *house = *state;
    int64_t record = a_session(house);
    char *big = arena_make(house->arena, ATTACHED_BYTES_MAX + 1);
    for (size_t i = 0; i < ATTACHED_BYTES_MAX + 1; i++)
        big[i] = i < 5 ? "%PDF-"[i] : 'x';
    const struct {
        struct text bytes;
        const char *code;
    } cases[] = {{TEXT(""), "act.file-none"},
                 {TEXT("<html>"), "act.file-kind"},
                 {TEXT("\xff\xd8\xff\xe0"), "act.file-broken"},
                 {{big, ATTACHED_BYTES_MAX + 1}, "act.file-big"},
                 {TEXT("%PDF-1.4 một lần"), "act.file-there"}};
    struct act_answer answer;
    struct failure why;
    (void)house_act(house, &house->owner, "record-attach", attach_given(house, record, TEXT("%PDF-1.4 một lần")));
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        assert_true(house_try(house, &house->owner, "record-attach", attach_given(house, record, cases[i].bytes), &answer, &why));
        assert_int_equal(answer.problems.errors, 1);
        assert_string_equal(answer.problems.items[0].code, cases[i].code);
    }
}

/* ---- scans, where the register has sealed fields ---- */

static enum failure_kind looks(struct test_house *house, const struct viewer *viewer, const char *view, int64_t record, int64_t file)
{
    return look_kind(house, viewer, view, "register", "petition", "record", text_format(house->arena, "%lld", (long long)record).bytes, "file",
                     text_format(house->arena, "%lld", (long long)file).bytes, NULL);
}

static struct node *petition_page(struct test_house *house, const struct viewer *viewer, int64_t record)
{
    return look(house, viewer, "record", "register", "petition", "record", text_format(house->arena, "%lld", (long long)record).bytes, NULL);
}

static void a_sealed_scan_is_listed_without_its_name_and_opened_by_who_opens_the_dossier(void **state)
{
    struct test_house *house = *state;
    struct view_file file;
    struct failure why;
    house_add_petitions(house);
    const struct viewer *keeper = house_custodian(house, "giu", NULL);
    const struct viewer *recorder = house_person(house, "ghiso", ROLE_RECORDER, "004.mttq"), *peer = house_person(house, "mai", ROLE_RECORDER, "00136.kv");
    int64_t record = house_write(house, "petition", "004.mttq", "received_on", "01/09/2021", "summary", "Ngập đường", "petitioner", "Nguyễn Thị Mẫu", NULL);
    struct node *page = petition_page(house, recorder, record);
    assert_true(look_truth(page, "may_attach") && look_truth(page, "takes_scans") && look_truth(page, "shows_files"));
    struct node *given = house_change_given(house, "petition", record);
    node_put(given, "name", node_text(house->arena, TEXT("Nguyễn Thị Mẫu.pdf")));
    node_put(given, "file", node_text(house->arena, TEXT("%PDF-1.4 đơn")));
    int64_t number = house_act(house, recorder, "record-attach", given).act;
    page = petition_page(house, recorder, record);
    const struct node *shown = node_at(page, "files")->list.items[0];
    assert_true(look_truth(shown, "is_scan") && text_is(node_text_at(shown, "name"), "Bản chụp 1") && text_is(node_text_at(shown, "kind"), "PDF"));
    assert_true(text_is(look_text(shown, "day.shown"), "08/09/2021") && node_text_at(shown, "size").length > 0);
    assert_int_equal(node_text_at(shown, "href").length, 0); /* a recorder adds it and does not open it */
    assert_false(text_contains(look_all(house, page), TEXT("Thị Mẫu")));
    page = petition_page(house, keeper, record);
    assert_true(text_ends(look_text(node_at(page, "files")->list.items[0], "href"), TEXT("/mo")));
    given = house_given(house, "register", "petition", "record", text_format(house->arena, "%lld", (long long)record).bytes, "file",
                        text_format(house->arena, "%lld", (long long)number).bytes, NULL);
    const struct view_request request = {.viewer = keeper, .given = given};
    assert_false(view_take_file(house->instance, &request, house->arena, &file, &why));
    assert_int_equal(why.kind, FAILURE_DENIED);
    assert_int_equal(looks(house, keeper, "record-open", record, number), FAILURE_NONE);
    assert_int_equal(looks(house, keeper, "record-open", record, number + 1), FAILURE_NOT_FOUND);
    assert_int_equal(looks(house, recorder, "record-open", record, number), FAILURE_DENIED);
    assert_int_equal(looks(house, peer, "record-open", record, number), FAILURE_DENIED);
    assert_int_equal(looks(house, recorder, "record-detach", record, number), FAILURE_NONE);
    assert_int_equal(looks(house, peer, "record-detach", record, number), FAILURE_DENIED);
}

static struct text hash_of(struct test_house *house, int64_t record)
{
    struct connection *CLOSING(store_read) reading = NULL;
    struct list files = {0};
    struct failure why;
    assert_true(store_read_begin(instance_store(house->instance), &reading, &why));
    assert_true(attached_load(house->arena, reading, instance_shard(house->instance), record, &files, &why) && files.count > 0);
    return ((const struct attached *)files.items[0])->hash;
}

static bool has_bytes(struct test_house *house, struct text hash)
{
    struct connection *CLOSING(store_read) reading = NULL;
    struct text bytes;
    struct failure why;
    assert_true(store_read_begin(instance_store(house->instance), &reading, &why));
    assert_true(attached_intact(reading, &why));
    return attached_bytes(house->arena, reading, instance_shard(house->instance), hash, &bytes, &why);
}

static void a_dropped_file_is_gone_once_nothing_holds_it_and_its_hash_stays(void **state)
{
    struct test_house *house = *state;
    int64_t records[] = {a_session(house), a_session(house)}, numbers[2];
    struct text photo = TEXT("%PDF-1.4 ảnh niêm yết"), hash = {0};
    struct view_file file;
    struct failure why;
    for (int i = 0; i < 2; i++)
        numbers[i] = house_act(house, &house->owner, "record-attach", attach_given(house, records[i], photo)).act;
    hash = hash_of(house, records[0]);
    for (int i = 0; i < 2; i++) {
        assert_true(has_bytes(house, hash));
        struct node *given = house_change_given(house, "outreach", records[i]);
        node_put(given, "file", node_whole(house->arena, numbers[i]));
        node_put(given, "reason", node_text(house->arena, TEXT("Đã kiểm tra")));
        (void)house_act(house, &house->owner, "record-detach", given);
        assert_false(take(house, &house->owner, records[i], numbers[i], &file, &why));
    }
    assert_false(has_bytes(house, hash));
    struct node *page = look(house, &house->owner, "record", "register", "outreach", "record",
                             text_format(house->arena, "%lld", (long long)records[0]).bytes, NULL);
    const struct node *shown = node_at(page, "files")->list.items[0];
    assert_true(look_truth(shown, "dropped"));
    assert_true(text_starts(hash, node_text_at(shown, "hash")));
    assert_false(text_contains(look_all(house, page), TEXT("Kế hoạch")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(whoever_sees_the_whole_row_takes_its_files_along_and_nobody_else, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(what_is_no_file_we_take_is_said_at_its_field, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(a_sealed_scan_is_listed_without_its_name_and_opened_by_who_opens_the_dossier, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(a_dropped_file_is_gone_once_nothing_holds_it_and_its_hash_stays, house_setup, house_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
