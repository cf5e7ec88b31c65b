/*
 * check_test.c — the five made-up wards: every planted mistake is found at its dossier and condition, nothing else is, and
 * what may be one person is left to a person.
 */
#include "work/check/check_book.h"
#include "work/check/check_keep.h"

#include "base/file.h"
#include "base/map.h"
#include "engine/codec/csv.h"
#include "engine/seal/seal.h"
#include "keep/definition/definition.h"
#include "support/sheets/cells.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

enum { FILE_MAX = 10 << 20 };

#define LISTS DANVAN_PACKS "/long-bien-2021/sample/lists/"
#define POLICY DANVAN_PACKS "/vietnam/policies/nq-68-2021.yaml"

struct wards {
    struct arena *arena;
    struct check_request request;
    struct check_run *run;
};

static struct text read_file(struct arena *arena, struct text path)
{
    struct failure why = {0};
    struct text bytes;
    if (!file_read(arena, path.bytes, FILE_MAX, &bytes, &why))
        fail_msg("%s", why.text);
    return bytes;
}

static const struct policy *resolution_68(struct arena *arena)
{
    struct problems problems;
    problems_init(&problems, arena, 10);
    const struct policy *policy = policy_read(arena, TEXT("nq-68-2021.yaml"), read_file(arena, TEXT(POLICY)), &problems);
    bool sound = policy && policy_check(policy, &problems);
    for (size_t i = 0; i < problems.count; i++)
        print_message("# %.*s\n", TEXT_ARGS(problem_line(arena, &problems.items[i], LANGUAGE_VI)));
    assert_true(sound);
    return policy;
}

static const struct definition *vietnam(struct arena *arena)
{
    struct definition_source source;
    struct problems problems;
    struct failure why;
    problems_init(&problems, arena, 10);
    assert_true(definition_source_read(arena, DANVAN_PACKS, TEXT("vietnam"), &source, &problems, &why));
    const struct definition *definition = definition_make(arena, &source, &problems);
    assert_non_null(definition);
    return definition;
}

static int open_wards(void **state)
{
    static const char *const names[] = {"ngoc-thuy", "gia-thuy", "bo-de", "phuc-dong", "ngoc-lam"}, *const kinds[] = {"de-nghi", "tu-choi", "duyet", "chi"};
    struct arena *arena = arena_open();
    struct wards *wards = arena_make(arena, sizeof *wards);
    struct check_file *files = arena_make_many(arena, LENGTH_OF(names) * CHECK_LISTS, sizeof *files);
    struct problems problems;
    struct failure why = {0};
    *state = wards;
    if (!seal_ready(&why))
        return 1;
    problems_init(&problems, arena, 20);
    wards->arena = arena;
    wards->request = (struct check_request){.policy = resolution_68(arena), .definition = vietnam(arena), .files = files, .as_of = day_of(2021, 10, 15), .threads = 1};
    for (size_t w = 0; w < LENGTH_OF(names); w++)
        for (enum check_list list = 0; list < CHECK_LISTS; list++) {
            struct text name = text_format(arena, "%s-%s.xlsx", names[w], kinds[list]);
            files[wards->request.file_count++] =
                (struct check_file){list, name, read_file(arena, text_format(arena, LISTS "%.*s", TEXT_ARGS(name)))};
        }
    if (!check_lists(arena, &wards->request, &wards->run, &problems, &why))
        fail_msg("%s", why.text);
    for (size_t i = 0; i < problems.count; i++)
        print_message("# %.*s\n", TEXT_ARGS(problem_line(arena, &problems.items[i], LANGUAGE_VI)));
    return problems.errors > 0;
}

static int close_wards(void **state)
{
    struct wards *wards = *state;
    arena_close(wards->arena);
    return 0;
}

/* ---- what was found, in the words of answers.csv ---- */

static void put(struct map *map, struct arena *arena, struct text key)
{
    static const char MARK[] = "found";
    map_put(map, text_copy(arena, key), (void *)(uintptr_t)MARK);
}

static struct text conditions_of(const struct check_finding *finding, uint32_t kind)
{
    return kind == POLICY_WRONG || kind == POLICY_UNPROVEN ? finding->conditions : (struct text){0};
}

static struct map *found(const struct wards *wards)
{
    const struct check_run *run = wards->run;
    struct map *map = map_make(wards->arena);
    for (size_t i = 0; i < run->finding_count; i++)
        for (uint32_t kind = POLICY_MISSED; kind <= POLICY_LATE; kind <<= 1) {
            const struct check_finding *finding = &run->findings[i];
            struct text other = kind == POLICY_TWICE && finding->other != UINT32_MAX ? run->rows[finding->other].number_of : (struct text){0};
            if (finding->found.kinds & kind)
                put(map, wards->arena,
                    text_format(wards->arena, "%.*s,%.*s,%.*s,%.*s,%.*s", TEXT_ARGS(run->rows[finding->dossier].number_of),
                                TEXT_ARGS(run->request->policy->lines[finding->line].id), TEXT_ARGS(policy_finding_word(kind)),
                                TEXT_ARGS(conditions_of(finding, kind)), TEXT_ARGS(other)));
        }
    for (size_t i = 0; i < run->pair_count; i++) {
        const struct check_row *a = &run->rows[run->pairs[i].a], *b = &run->rows[run->pairs[i].b];
        put(map, wards->arena, text_format(wards->arena, "%.*s,%.*s,alike,,%.*s", TEXT_ARGS(a->number_of),
                                           TEXT_ARGS(run->request->policy->lines[a->line - 1].id), TEXT_ARGS(b->number_of)));
    }
    return map;
}

static struct map *planted(const struct wards *wards)
{
    struct map *map = map_make(wards->arena);
    struct text rest = read_file(wards->arena, TEXT(LISTS "answers.csv")), line, ward;
    assert_true(text_next(&rest, '\n', &line));
    while (text_next(&rest, '\n', &line)) {
        assert_true(text_next(&line, ',', &ward));
        put(map, wards->arena, line);
    }
    return map;
}

static size_t tell_absent(const struct map *wanted, const struct map *there, const char *said)
{
    size_t absent = 0;
    for (size_t i = 0; i < map_count(wanted); i++)
        if (!map_find(there, map_key(wanted, i))) {
            print_message("# %s: %.*s\n", said, TEXT_ARGS(map_key(wanted, i)));
            absent++;
        }
    return absent;
}

static void every_planted_mistake_is_found_and_nothing_else(void **state)
{
    const struct wards *wards = *state;
    const struct map *got = found(wards), *want = planted(wards);
    assert_int_equal(map_count(want), 75);
    size_t missing = tell_absent(want, got, "not found"), false_ones = tell_absent(got, want, "not planted");
    assert_int_equal(missing, 0);
    assert_int_equal(false_ones, 0);
    assert_int_equal(wards->run->lineless, 0);
}

static void a_finding_names_article_value_and_cell(void **state)
{
    const struct wards *wards = *state;
    struct text bytes, again;
    struct failure why;
    const struct check_head head = {.mission = TEXT("Giám sát hỗ trợ"), .holder = TEXT("Người Giữ"), .destroy_on = day_of(2021, 11, 15), .language = LANGUAGE_VI};
    assert_true(check_book(wards->arena, wards->run, &head, &bytes, &why) && check_book(wards->arena, wards->run, &head, &again, &why));
    assert_true(text_equal(bytes, again));
    struct text said = workbook_said(wards->arena, bytes);
    static const char *const wanted[] = {
        "Cuộc giám sát: Giám sát hỗ trợ. Người giữ: Người Giữ. Hủy tệp này chậm nhất ngày 15/11/2021.",
        "chưa phải kết luận về ai",
        "Chưa thấy đủ điều kiện: Cư trú hợp pháp: có thường trú hoặc tạm trú",
        "Điều 5, Quyết định 3642/QĐ-UBND",
        "Diện cư trú: Ở trọ, chưa có tạm trú",
        "ngoc-thuy-de-nghi.xlsx › Danh sách › J",
        "=-500000|",
        "giống ở họ và tên",
        "đã thêm số 0 bị mất ở đầu; khớp với giới tính và năm sinh",
    };
    for (size_t i = 0; i < LENGTH_OF(wanted); i++)
        if (!text_contains(said, text_of(wanted[i])))
            fail_msg("%s is not in the workbook", wanted[i]);
}

/* ---- small lists ---- */

static struct check_run *check_small(struct arena *arena, const struct check_file *files, size_t count, struct problems *problems)
{
    struct check_request *request = arena_make(arena, sizeof *request);
    struct check_run *run;
    struct failure why = {0};
    *request = (struct check_request){.policy = resolution_68(arena), .definition = vietnam(arena), .files = files, .file_count = count, .as_of = day_of(2021, 10, 15), .threads = 1};
    problems_init(problems, arena, 20);
    if (!check_lists(arena, request, &run, problems, &why))
        fail_msg("%s", why.text);
    return run;
}

#define FACTS "Số hồ sơ,Họ và tên,Ngày sinh,Diện hỗ trợ,Nơi cư trú,Thuộc ngành nghề phải dừng hoạt động,Ngày mất việc,\"Đang hưởng lương hưu, trợ cấp mất sức lao động hằng tháng\",Có hợp đồng lao động,Phải cách ly hoặc ở khu vực phong tỏa,Số tiền\n"

/* Born 2006, work lost in July 2021: 14 or 15 years old, by the day nobody wrote. */
static void a_year_of_birth_counts_only_where_both_its_ends_agree(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct problems problems;
    const struct check_file files[] = {{CHECK_PAID, TEXT("chi.csv"), TEXT(FACTS "A-1,Lê Thị Một,1980,Lao động tự do,Tạm trú,Có,20/7/2021,Không,Không,Không,1500000\n"
                                                                            "A-2,Vũ Văn Hai,2006,Lao động tự do,Tạm trú,Có,20/7/2021,Không,Không,Không,1500000\n"
                                                                            "A-3,Đỗ Văn Ba,2010,Lao động tự do,Tạm trú,Có,20/7/2021,Không,Không,Không,1500000\n")}};
    const struct check_run *run = check_small(arena, files, 1, &problems);
    assert_int_equal(problems.errors, 0);
    assert_int_equal(run->finding_count, 2);
    assert_true(run->findings[0].found.kinds == POLICY_UNPROVEN && text_is(run->findings[0].conditions, "age"));
    assert_true(run->findings[1].found.kinds == POLICY_WRONG && text_is(run->findings[1].conditions, "age"));
}

static void lists_that_say_different_things_prove_nothing(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct problems problems;
    const struct check_file files[] = {{CHECK_APPLIED, TEXT("a.csv"), TEXT(FACTS "A-1,Lê Thị Một,2/3/1980,Lao động tự do,Tạm trú,Có,20/7/2021,Không,Không,Không,\n")},
                                       {CHECK_PAID, TEXT("b.csv"), TEXT(FACTS "A-1,Lê Thị Một,2/3/1980,Lao động tự do,Chưa đăng ký,Có,20/7/2021,Không,Không,Không,1500000\n")}};
    const struct check_run *run = check_small(arena, files, LENGTH_OF(files), &problems);
    assert_int_equal(run->dossiers, 1);
    assert_int_equal(run->finding_count, 1);
    assert_true(run->findings[0].found.kinds == POLICY_UNPROVEN && text_is(run->findings[0].conditions, "lives"));
}

static void a_row_of_no_known_line_is_told_and_not_judged(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct problems problems;
    const struct check_file files[] = {{CHECK_PAID, TEXT("chi.csv"), TEXT(FACTS "A-1,Lê Thị Một,2/3/1980,Người nghèo,Tạm trú,Có,20/7/2021,Không,Không,Không,1500000\n")}};
    const struct check_run *run = check_small(arena, files, 1, &problems);
    assert_int_equal(run->lineless, 1);
    assert_int_equal(run->finding_count, 0);
}

/* A title that is merely near is told, and taken for nothing; what is wrong in a file names no value of a person. */
static void problems_name_columns_and_no_person(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct problems problems;
    const struct check_file files[] = {{CHECK_PAID, TEXT("chi.csv"), TEXT("Số hồ sơ,Họ và tên,Diện hỗ trợ,Ngày bị mất việc làm\nA-1,Lê Thị Bí Mật,Lao động tự do,20/7/2021\n")}};
    (void)check_small(arena, files, 1, &problems);
    assert_true(problems.warnings > 0);
    for (size_t i = 0; i < problems.count; i++)
        assert_false(text_contains(problem_line(arena, &problems.items[i], LANGUAGE_VI), TEXT("Bí Mật")));
}

/* ---- what a mission may keep ---- */

static struct text kept_of(struct arena *arena, const struct check_run *run)
{
    struct text *wards = arena_make_many(arena, run->files.count, sizeof *wards), bytes;
    const struct check_keeping keeping = {.mission = 7, .wards = wards, .ward_names = wards};
    struct failure why;
    assert_true(check_keep_sheet(arena, run, &keeping, &bytes, &why));
    return bytes;
}

static size_t cases_of(const struct check_run *run)
{
    size_t count = 0;
    for (size_t i = 0; i < run->finding_count; i++)
        for (uint32_t kind = POLICY_MISSED; kind <= POLICY_LATE; kind <<= 1)
            count += (run->findings[i].found.kinds & kind) != 0;
    return count;
}

/* Rows under the headings, and what their last column adds up to. */
static size_t rows_of(struct arena *arena, struct text sheet, int64_t *cases)
{
    struct problems problems;
    struct csv_row row;
    size_t rows = 0;
    problems_init(&problems, arena, 5);
    struct csv *csv = csv_make(arena, TEXT("kept.csv"), sheet, CSV_USUAL, &problems);
    assert_true(csv_next(csv, &row));
    for (*cases = 0; csv_next(csv, &row); rows++) {
        int64_t one;
        assert_true(text_read_int64(row.cells[row.count - 1], &one));
        *cases += one;
    }
    assert_int_equal(problems.errors, 0);
    return rows;
}

static void what_is_kept_names_dossiers_and_nobody(void **state)
{
    const struct wards *wards = *state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct text sheet = kept_of(arena, wards->run);
    int64_t cases;
    assert_int_equal(rows_of(arena, sheet, &cases), cases_of(wards->run));
    assert_int_equal(cases, cases_of(wards->run));
    assert_true(text_contains(sheet, wards->run->rows[wards->run->findings[0].dossier].number_of));
    for (size_t i = 0; i < wards->run->row_count; i++)
        assert_false(text_contains(sheet, wards->run->rows[i].name));
}

static void a_line_that_tells_of_health_leaves_totals_alone(void **state)
{
    const struct wards *wards = *state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct policy policy = *wards->request.policy;
    struct policy_line *lines = arena_copy(arena, policy.lines, policy.line_count * sizeof *lines);
    for (size_t i = 0; i < policy.line_count; i++)
        lines[i].sensitive = true;
    policy.lines = lines;
    struct check_request request = wards->request;
    request.policy = &policy;
    struct check_run run = *wards->run;
    run.request = &request;
    int64_t cases;
    struct text sheet = kept_of(arena, &run);
    assert_true(rows_of(arena, sheet, &cases) <= policy.line_count * CHECK_KIND_COUNT);
    assert_int_equal(cases, cases_of(wards->run));
    for (size_t i = 0; i < run.finding_count; i++)
        assert_false(text_contains(sheet, text_format(arena, ",%.*s,", TEXT_ARGS(run.rows[run.findings[i].dossier].number_of))));
}

static void a_dossier_named_by_a_persons_number_is_only_counted(void **state)
{
    static const char *const NUMBERS[] = {"001085012345", "012345678", "0912 345 678", "HS 001085012345", ""};
    const struct wards *wards = *state;
    for (size_t n = 0; n < LENGTH_OF(NUMBERS); n++) {
        struct arena *CLOSING(arena) arena = arena_open();
        struct check_run run = *wards->run;
        run.rows = arena_copy(arena, run.rows, run.row_count * sizeof *run.rows);
        for (size_t i = 0; i < run.row_count; i++)
            run.rows[i].number_of = text_of(NUMBERS[n]);
        int64_t cases;
        struct text sheet = kept_of(arena, &run);
        assert_true(rows_of(arena, sheet, &cases) <= run.request->policy->line_count * CHECK_KIND_COUNT);
        assert_int_equal(cases, cases_of(wards->run));
        assert_true(NUMBERS[n][0] == '\0' || !text_contains(sheet, text_of(NUMBERS[n])));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_planted_mistake_is_found_and_nothing_else),
        cmocka_unit_test(a_finding_names_article_value_and_cell),
        cmocka_unit_test(a_year_of_birth_counts_only_where_both_its_ends_agree),
        cmocka_unit_test(lists_that_say_different_things_prove_nothing),
        cmocka_unit_test(a_row_of_no_known_line_is_told_and_not_judged),
        cmocka_unit_test(problems_name_columns_and_no_person),
        cmocka_unit_test(what_is_kept_names_dossiers_and_nobody),
        cmocka_unit_test(a_line_that_tells_of_health_leaves_totals_alone),
        cmocka_unit_test(a_dossier_named_by_a_persons_number_is_only_counted),
    };
    return cmocka_run_group_tests(tests, open_wards, close_wards);
}
