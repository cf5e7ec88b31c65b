/*
 * check_desk_test.c — checks over the web: what a person says of two rows is followed and taken back, what is kept twice is there
 * once, and what was uploaded goes when the person does.
 */
#include "work/check/check_desk.h"
#include "work/check/check_keep.h"

#include "base/file.h"
#include "engine/codec/csv.h"
#include "engine/seal/seal.h"
#include "keep/box/person_key.h"
#include "keep/instance/instance.h"
#include "support/house/house.h"
#include "work/intake/intake.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { FILE_MAX = 10 << 20, LOOKS_MAX = 60, SHEET_PERSON = 10 };

#define LISTS DANVAN_PACKS "/long-bien-2021/sample/lists/"
#define POLICY DANVAN_PACKS "/vietnam/policies/nq-68-2021.yaml"

struct desk {
    struct test_house *house;
    struct check_desk *desk;
    const struct viewer *viewer;
    int64_t mission;
    struct text policy;
};

static struct text read_file(struct arena *arena, struct text path)
{
    struct failure why;
    struct text bytes;
    if (!file_read(arena, path.bytes, FILE_MAX, &bytes, &why))
        fail_msg("%s", why.text);
    return bytes;
}

static struct desk *open_desk(void **state)
{
    struct test_house *house = *state;
    struct desk *desk = arena_make(house->arena, sizeof *desk);
    struct definition_source source = house_source_with(house->arena, house_source(house->arena), "missions");
    struct failure why;
    (void)house_act(house, &house->owner, "upgrade", house_files_given(house->arena, source));
    *desk = (struct desk){.house = house,
                          .viewer = house_person(house, "giamsat", ROLE_SUPERVISOR, "004.mttq"),
                          .mission = house_write(house, "supervision", "004.mttq", "topic", "Chính sách hỗ trợ", "worked_on", "01/09/2021", NULL),
                          .policy = read_file(house->arena, TEXT(POLICY))};
    if (!check_desk_open(house->instance, &desk->desk, &why))
        fail_msg("%s", why.text);
    return desk;
}

/* ---- uploading and looking ---- */

static struct text upload_files(struct desk *desk, const struct viewer *viewer, const struct check_file *files, size_t count, struct problems *problems)
{
    struct arena *arena = desk->house->arena;
    struct text name = {0};
    struct failure why;
    const struct check_upload upload = {.viewer = viewer,
                                        .policy_file = desk->policy,
                                        .mission = text_format(arena, "%lld", (long long)desk->mission),
                                        .as_of = day_of(2021, 10, 15),
                                        .files = files,
                                        .file_count = count};
    problems_init(problems, arena, 10);
    if (!check_desk_take(desk->desk, &upload, arena, &name, problems, &why))
        fail_msg("%s", why.text);
    return name;
}

static struct text upload_wards(struct desk *desk)
{
    static const char *const NAMES[] = {"ngoc-thuy", "gia-thuy", "bo-de", "phuc-dong", "ngoc-lam"}, *const KINDS[] = {"de-nghi", "tu-choi", "duyet", "chi"};
    struct arena *arena = desk->house->arena;
    struct check_file files[LENGTH_OF(NAMES) * CHECK_LISTS];
    struct problems problems;
    size_t count = 0;
    for (size_t w = 0; w < LENGTH_OF(NAMES); w++)
        for (enum check_list list = 0; list < CHECK_LISTS; list++) {
            struct text name = text_format(arena, "%s-%s.xlsx", NAMES[w], KINDS[list]);
            files[count++] = (struct check_file){list, name, read_file(arena, text_format(arena, LISTS "%.*s", TEXT_ARGS(name)))};
        }
    struct text run = upload_files(desk, desk->viewer, files, count, &problems);
    assert_int_equal(problems.errors, 0);
    return run;
}

/* A list of two payments to one person, told by number, and one to somebody of no number. */
static const char PAID[] = "Số hồ sơ,Họ và tên,Ngày sinh,CCCD,Giới tính,Diện hỗ trợ,Số tiền\n"
                           "A-1,Lê Thị Mẫu,8/9/1985,001185000001,Nữ,Lao động tự do,1500000\n"
                           "A-2,Lê Thị Mẫu,8/9/1985,001185000001,Nữ,Lao động tự do,1500000\n"
                           "A-3,Trần Văn Mẫu,1/2/1990,,Nam,Lao động tự do,1500000\n";

static struct text upload_paid(struct desk *desk, const struct viewer *viewer, struct problems *problems)
{
    const struct check_file files[] = {{CHECK_PAID, TEXT("ngoc-thuy-chi.csv"), text_of(PAID)}};
    return upload_files(desk, viewer, files, LENGTH_OF(files), problems);
}

static bool look(struct desk *desk, const struct viewer *viewer, struct text run, struct node **page)
{
    struct failure why;
    for (int i = 0; i < LOOKS_MAX; i++) {
        if (!check_desk_look(desk->desk, viewer, run, desk->house->arena, page, &why)) {
            assert_int_equal(why.kind, FAILURE_NOT_FOUND);
            return false;
        }
        if (!node_at(*page, "moving")->truth)
            return true;
    }
    fail_msg("the lists are never checked");
    return false;
}

static const struct node *result_of(struct desk *desk, struct text run)
{
    struct node *page;
    assert_true(look(desk, desk->viewer, run, &page));
    assert_true(text_is(node_text_at(page, "state"), "checked"));
    return node_at(page, "result");
}

static int64_t whole_at(const struct node *map, const char *key)
{
    return node_at(map, key)->number.digits;
}

static struct check_sheet sheet_of(struct desk *desk, struct text run)
{
    struct check_sheet sheet;
    struct failure why;
    if (!check_desk_sheet(desk->desk, desk->viewer, run, desk->house->arena, &sheet, &why))
        fail_msg("%s", why.text);
    return sheet;
}

/* ---- pairs ---- */

static const struct node *pair_at(const struct node *result, int64_t a, int64_t b)
{
    const struct node *alike = node_at(result, "alike");
    for (size_t i = 0; i < node_count(alike); i++)
        if (whole_at(alike->list.items[i], "a") == a && whole_at(alike->list.items[i], "b") == b)
            return alike->list.items[i];
    fail_msg("the pair is gone");
    return NULL;
}

static void say(struct desk *desk, struct text run, int64_t a, int64_t b, enum check_desk_say words)
{
    const struct check_desk_pair pair = {(uint32_t)a, (uint32_t)b, words};
    struct failure why;
    if (!check_desk_decide(desk->desk, desk->viewer, run, &pair, &why))
        fail_msg("%s", why.text);
}

static void what_is_said_of_a_pair_is_followed_and_taken_back(void **state)
{
    struct desk *desk = open_desk(state);
    struct text run = upload_wards(desk);
    const struct node *result = result_of(desk, run), *pair = node_at(result, "alike")->list.items[0];
    int64_t found = whole_at(result, "finding_count"), pairs = whole_at(result, "pairs"), a = whole_at(pair, "a"), b = whole_at(pair, "b");
    assert_true(text_contains(node_text_at(pair, "words"), TEXT("giống ở")));
    assert_true(node_count(node_at(pair, "weights")) > 0);
    struct text as_it_was = sheet_of(desk, run).bytes;
    say(desk, run, a, b, DESK_ONE);
    result = result_of(desk, run);
    assert_true(node_at(pair_at(result, a, b), "one")->truth && node_at(pair_at(result, a, b), "linked")->truth);
    assert_int_equal(whole_at(result, "pairs"), pairs);
    assert_true(whole_at(result, "finding_count") > found); /* one person in two dossiers of a line */
    assert_false(text_equal(sheet_of(desk, run).bytes, as_it_was));
    say(desk, run, a, b, DESK_TWO);
    result = result_of(desk, run);
    assert_true(node_at(pair_at(result, a, b), "two")->truth);
    assert_int_equal(whole_at(result, "finding_count"), found);
    say(desk, run, a, b, DESK_UNDO);
    result = result_of(desk, run);
    assert_false(node_at(pair_at(result, a, b), "linked")->truth);
    assert_true(text_equal(sheet_of(desk, run).bytes, as_it_was));
    struct failure why;
    assert_false(check_desk_decide(desk->desk, desk->viewer, run, &(struct check_desk_pair){(uint32_t)a, (uint32_t)a, DESK_ONE}, &why));
    assert_int_equal(why.kind, FAILURE_NOT_FOUND);
    check_desk_close(desk->desk);
}

/* ---- keeping ---- */

static struct intake_counts keep(struct desk *desk, struct check_sheet sheet)
{
    const struct intake_request request = {.register_name = TEXT(CHECK_KEPT_IN), .unit = sheet.unit, .file_name = TEXT("doi-chieu.csv"), .bytes = sheet.bytes, .viewer = desk->viewer};
    struct intake_answer answer;
    struct failure why;
    if (!intake_import(desk->house->instance, &request, desk->house->arena, &answer, &why))
        fail_msg("%s", why.text);
    for (size_t i = 0; i < answer.problems.count; i++)
        print_message("# %.*s\n", TEXT_ARGS(problem_line(desk->house->arena, &answer.problems.items[i], LANGUAGE_VI)));
    assert_int_equal(answer.problems.errors, 0);
    return answer.counts;
}

static int64_t cases_kept(struct desk *desk)
{
    struct value value = house_figure(desk->house, "finding.to_review", "004", "2021-Q4");
    return value.kind == VALUE_NUMBER ? value.number.digits : 0;
}

static void what_is_kept_twice_is_there_once(void **state)
{
    struct desk *desk = open_desk(state);
    struct text run = upload_wards(desk);
    (void)result_of(desk, run);
    struct intake_counts first = keep(desk, sheet_of(desk, run));
    int64_t cases = cases_kept(desk);
    assert_true(first.added > 0 && first.changed == 0 && cases >= first.added);
    /* The same lists once more, a month later. */
    run = upload_wards(desk);
    (void)result_of(desk, run);
    struct intake_counts second = keep(desk, sheet_of(desk, run));
    assert_int_equal(second.added, 0);
    assert_int_equal(second.changed, 0);
    assert_int_equal(cases_kept(desk), cases);
    check_desk_close(desk->desk);
}

static size_t read_rows(struct desk *desk, struct text bytes, struct text rows[][32], size_t room)
{
    struct problems problems;
    struct csv_row row;
    size_t count = 0;
    problems_init(&problems, desk->house->arena, 5);
    struct csv *csv = csv_make(desk->house->arena, TEXT("kept.csv"), bytes, CSV_USUAL, &problems);
    for (; csv_next(csv, &row) && count < room; count++)
        for (size_t i = 0; i < row.count && i < 32; i++)
            rows[count][i] = row.cells[i];
    return count;
}

/* One person in two dossiers bears one mark, in a later run too; no number and no name stands in what leaves the memory. */
static void a_person_is_kept_as_a_mark_the_same_in_every_run(void **state)
{
    struct desk *desk = open_desk(state);
    struct problems problems;
    struct text marks[2] = {{0}}, rows[40][32];
    for (int i = 0; i < 2; i++) {
        struct text run = upload_paid(desk, desk->viewer, &problems);
        (void)result_of(desk, run);
        struct text bytes = sheet_of(desk, run).bytes;
        assert_false(text_contains(bytes, TEXT("001185000001")) || text_contains(bytes, TEXT("Mẫu")) || text_contains(bytes, TEXT("m\xe1\xba\xa5u")));
        size_t count = read_rows(desk, bytes, rows, LENGTH_OF(rows));
        assert_true(count > 2);
        for (size_t k = 1; k < count; k++) {
            struct text mark = rows[k][SHEET_PERSON];
            assert_true(mark.length == 0 || seal_is_mark(mark));
            if (text_is(rows[k][2], "A-1"))
                marks[i] = mark;
            if (text_is(rows[k][2], "A-2") && marks[i].length > 0)
                assert_true(text_equal(mark, marks[i]));
            if (text_is(rows[k][2], "A-3"))
                assert_false(text_equal(mark, marks[i]));
        }
    }
    assert_true(seal_is_mark(marks[0]) && text_equal(marks[0], marks[1]));
    check_desk_close(desk->desk);
}

/* What somebody has looked at stays as it is. */
static void a_finding_that_was_looked_at_is_left_alone(void **state)
{
    struct desk *desk = open_desk(state);
    struct problems problems;
    struct text run = upload_paid(desk, desk->viewer, &problems);
    (void)result_of(desk, run);
    (void)keep(desk, sheet_of(desk, run));
    struct connection *CLOSING(store_read) reading = NULL;
    struct record_page page;
    struct failure why;
    const struct unit_set own = {&desk->viewer->acting_for, 1};
    const struct record_query query = {.register_ = definition_register(house_now(desk->house)->definition, TEXT("finding")),
                                       .units = &own, .begin = DAY_NONE, .end = DAY_NONE, .limit = 10};
    assert_true(store_read_begin(instance_store(desk->house->instance), &reading, &why));
    assert_true(record_list(desk->house->arena, reading, house_now(desk->house)->units, &query, &page, &why));
    int64_t number = page.records[0]->number;
    store_read_closing(&reading);
    reading = NULL;
    struct node *given = house_change_given(desk->house, "finding", number);
    node_put(given, "act", node_text(desk->house->arena, TEXT("confirm")));
    node_put(given, "fields", house_given(desk->house, "decided_on", "20/10/2021", "confirmed_cases", "1", NULL));
    (void)house_act(desk->house, &desk->house->owner, "record-move", given);
    int64_t version = house_read(desk->house, "finding", number)->version;
    run = upload_paid(desk, desk->viewer, &problems);
    (void)result_of(desk, run);
    assert_int_equal(keep(desk, sheet_of(desk, run)).added, 0);
    assert_int_equal(house_read(desk->house, "finding", number)->version, version);
    check_desk_close(desk->desk);
}

/* ---- who sees it, and for how long ---- */

static void signing_out_wipes_that_persons_runs_alone(void **state)
{
    struct desk *desk = open_desk(state);
    const struct viewer *other = house_person(desk->house, "khac", ROLE_SUPERVISOR, "004.mttq");
    struct problems problems;
    struct text own = upload_paid(desk, desk->viewer, &problems), theirs = upload_paid(desk, other, &problems);
    struct node *page;
    assert_true(look(desk, desk->viewer, own, &page) && look(desk, other, theirs, &page));
    assert_false(look(desk, other, own, &page));
    check_desk_forget(desk->desk, desk->viewer);
    assert_false(look(desk, desk->viewer, own, &page));
    assert_true(look(desk, other, theirs, &page));
    check_desk_close(desk->desk);
}

static void the_ninth_check_at_once_is_told_so_in_plain_words(void **state)
{
    struct desk *desk = open_desk(state);
    struct problems problems;
    struct text first = {0};
    for (int i = 0; i <= CHECK_DESK_RUNS; i++) {
        const struct viewer *viewer = house_person(desk->house, text_format(desk->house->arena, "nguoi%d", i).bytes, ROLE_SUPERVISOR, "004.mttq");
        struct text name = upload_paid(desk, viewer, &problems);
        first = i == 0 ? name : first;
        if (i < CHECK_DESK_RUNS) {
            assert_true(name.length > 0 && problems.errors == 0);
            continue;
        }
        assert_true(name.length == 0 && problems.errors == 1);
        assert_string_equal(problems.items[0].code, "check.busy");
        assert_true(text_contains(problem_line(desk->house->arena, &problems.items[0], LANGUAGE_VI), TEXT("8 lần đối chiếu")));
        /* Once somebody is done there is room. */
        check_desk_forget(desk->desk, house_viewer(desk->house, "nguoi0"));
        struct node *page;
        while (look(desk, house_viewer(desk->house, "nguoi0"), first, &page))
            continue;
        assert_true(upload_paid(desk, viewer, &problems).length > 0);
    }
    check_desk_close(desk->desk);
}

int main(void)
{
#define EACH(test) cmocka_unit_test_setup_teardown(test, house_setup, house_teardown)
    const struct CMUnitTest tests[] = {
        EACH(what_is_said_of_a_pair_is_followed_and_taken_back), EACH(what_is_kept_twice_is_there_once),
        EACH(a_person_is_kept_as_a_mark_the_same_in_every_run),  EACH(a_finding_that_was_looked_at_is_left_alone),
        EACH(signing_out_wipes_that_persons_runs_alone),         EACH(the_ninth_check_at_once_is_told_so_in_plain_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
