/* match_test.c — small lists of people: who is found, how sure, and with which words. No person here exists. */
#include "engine/match/match.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct person {
    const char *name, *born, *identity, *sex, *place;
};

struct matched {
    struct arena *arena;
    const struct match_plan *plan;
    struct match_result result;
    size_t count;
};

static void person_add(struct match_rows *rows, int list, const struct person *person)
{
    struct failure why;
    const struct text cells[PERSON_FIELDS] = {[PERSON_NAME] = text_of(person->name),
                                              [PERSON_BORN] = text_of(person->born),
                                              [PERSON_SEX] = text_of(person->sex),
                                              [PERSON_IDENTITY] = text_of(person->identity),
                                              [PERSON_PLACE] = text_of(person->place)};
    assert_true(match_rows_add(rows, list, cells, &why));
}

/* Strangers, so that frequencies mean something: each of another name, day and number. */
static void strangers_add(struct match_rows *rows, int list, struct arena *arena, unsigned count)
{
    static const char *const surnames[] = {"Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng"};
    static const char *const middles[] = {"Văn", "Thị", "Minh", "Ngọc", "Hữu"};
    static const char *const given[] = {"An",    "Bình", "Cường", "Dung", "Giang", "Hà",
                                        "Khánh", "Linh", "Mai",   "Nam",  "Oanh"};
    for (unsigned i = 0; i < count; i++) {
        unsigned year = 1940 + i * 7 % 60, n = i + 1000 * (unsigned)list;
        const struct person person = {
            text_format(arena, "%s %s %s", surnames[n % 7], middles[n / 7 % 5], given[n / 5 % 11]).bytes,
            text_format(arena, "%02u/%02u/%u", 1 + n * 11 % 28, 1 + n * 5 % 12, year).bytes,
            text_format(arena, "001%u%02u%06u", n / 7 % 5 == 1 ? 1 : 0, year % 100,
                        100000 + n * 7919 % 899999)
                .bytes,
            n / 7 % 5 == 1 ? "Nữ" : "Nam", text_format(arena, "%05u", 4 + 3 * (n % 5)).bytes};
        person_add(rows, list, &person);
    }
}

static struct matched match(struct arena *arena, const struct person *people, size_t count, unsigned threads)
{
    struct failure why;
    struct matched got = {.arena = arena, .plan = match_plan_people(arena), .count = count};
    struct match_rows *rows = match_rows_make(arena, got.plan);
    for (size_t i = 0; i < count; i++)
        person_add(rows, 0, &people[i]);
    strangers_add(rows, 0, arena, 300);
    assert_true(match_run(arena, rows, threads, &got.result, &why));
    return got;
}

static const struct match_link *link_between(const struct matched *got, uint32_t a, uint32_t b)
{
    for (size_t i = 0; i < got->result.count; i++)
        if (got->result.links[i].a == a && got->result.links[i].b == b)
            return &got->result.links[i];
    return NULL;
}

static void one_person_written_twice_is_sure(void **state)
{
    (void)state;
    static const struct person people[] = {
        {"Đỗ Thị Hòa", "08/09/1971", "001171000123", "Nữ", "00145"},
        {"DO THI HOA", "1971-09-08", "1171000123", "Nữ", "00145"}, /* Excel took the zeros */
        {"Bùi Quốc Khải", "12/11/1983", "001083000456", "Nam", "00145"},
        {"Bùi Quốc Khải", "12/11/1983", "", "Nam", "00148"},
    };
    struct arena *CLOSING(arena) arena = arena_open();
    struct matched got = match(arena, people, LENGTH_OF(people), 1);
    const struct match_link *first = link_between(&got, 0, 1), *second = link_between(&got, 2, 3);
    assert_true(first != NULL && first->band == BAND_SURE && first->joined);
    assert_true(second != NULL && second->joined);
    assert_int_equal(got.result.group[1], 0);
    assert_int_equal(got.result.group[3], 2);
    struct text vi = match_words(arena, got.plan, first->levels, LANGUAGE_VI),
                en = match_words(arena, got.plan, second->levels, LANGUAGE_EN);
    assert_string_equal(vi.bytes, "giống ở họ và tên (khi bỏ dấu), ngày sinh, số định danh, giới tính, nơi "
                                  "ở; chưa rõ điện thoại, số tài khoản");
    assert_string_equal(en.bytes, "the same in họ và tên, ngày sinh, giới tính; other in nơi ở; not known: "
                                  "số định danh, điện thoại, số tài khoản");
}

static void zeros_are_put_back_only_where_sex_and_year_prove_them(void **state)
{
    (void)state;
    static const struct person people[] = {
        {"Đỗ Thị Hòa", "08/09/1971", "1171000123", "Nữ", "00145"},
        {"Bùi Quốc Khải", "12/11/1983", "1083000456", "", "00145"},
        {"Mai Lan", "02/01/1990", "9.1E+10", "Nữ", "00145"},
    };
    struct arena *CLOSING(arena) arena = arena_open();
    struct matched got = match(arena, people, LENGTH_OF(people), 1);
    assert_int_equal(got.result.doubt_count, 3);
    assert_null(got.result.doubts[0].problem);
    assert_string_equal(got.result.doubts[1].problem, "identity.unproven");
    assert_string_equal(got.result.doubts[2].problem, "identity.rounded");
}

static void a_number_that_excel_rounded_is_no_sign_of_one_person(void **state)
{
    (void)state;
    static const struct person people[] = {
        {"Mai Lan", "02/01/1990", "9.1E+10", "Nữ", "00145"},
        {"Bùi Quốc Khải", "12/11/1983", "9.1E+10", "Nam", "00148"},
    };
    struct arena *CLOSING(arena) arena = arena_open();
    struct matched got = match(arena, people, LENGTH_OF(people), 1);
    assert_null(link_between(&got, 0, 1));
}

static void twins_and_namesakes_are_never_sure(void **state)
{
    (void)state;
    static const struct person people[] = {
        {"Đỗ Thị Hòa", "08/09/1971", "", "Nữ", "00145"},
        {"Đỗ Thị Thơm", "08/09/1971", "", "Nữ", "00145"}, /* twins */
        {"Bùi Quốc Khải", "1983", "", "Nam", "00145"},
        {"Bùi Quốc Khải", "1983", "", "Nam", "00145"}, /* a year only */
        {"Vũ Mạnh Hùng", "05/05/2001", "", "Nam", "00145"},
        {"Vũ Mạnh Hưng", "05/05/2001", "", "Nam", "00145"}, /* twins */
        {"Mạc Văn Tư", "02/01/1990", "001090000777", "Nam", "00145"},
        {"Lưu Bá Ôn", "03/05/1962", "001090000777", "Nam", "00148"},
        {"Tạ Đình Cả", "06/07/1955", "001055000888", "Nam", "00145"},
        {"Tạ Đình Cả", "06/07/1955", "001055444111", "Nam", "00145"},
    };
    struct arena *CLOSING(arena) arena = arena_open();
    struct matched got = match(arena, people, LENGTH_OF(people), 1);
    for (uint32_t i = 0; i < LENGTH_OF(people); i += 2) {
        const struct match_link *link = link_between(&got, i, i + 1);
        assert_true(link == NULL || link->band == BAND_DOUBTFUL);
    }
    assert_non_null(link_between(&got, 2, 3));
}

static void a_list_without_a_double_gives_none_sure(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct matched got = match(arena, NULL, 0, 1);
    for (size_t i = 0; i < got.result.count; i++)
        assert_int_equal(got.result.links[i].band, BAND_DOUBTFUL);
}

static void empty_rows_and_no_rows_are_no_fault(void **state)
{
    (void)state;
    static const struct person empty[2] = {{"", "", "", "", ""}, {"", "", "", "", ""}};
    struct arena *CLOSING(arena) arena = arena_open();
    struct failure why;
    struct match_result result;
    const struct match_plan *plan = match_plan_people(arena);
    for (size_t count = 0; count <= 2; count++) {
        struct match_rows *rows = match_rows_make(arena, plan);
        for (size_t i = 0; i < count; i++)
            person_add(rows, 0, &empty[i]);
        assert_true(match_run(arena, rows, 2, &result, &why));
        assert_int_equal(result.count, 0);
    }
}

static void two_threads_say_what_one_says(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct failure why;
    struct match_result results[2];
    for (unsigned t = 0; t < 2; t++) {
        struct match_rows *rows = match_rows_make(arena, match_plan_people(arena));
        strangers_add(rows, 0, arena, 4000);
        strangers_add(rows, 0, arena, 3000);
        strangers_add(rows, 0, arena, 2500);
        assert_true(match_run(arena, rows, t + 1, &results[t], &why));
    }
    assert_true(results[0].count > 100);
    assert_int_equal(results[0].count, results[1].count);
    assert_memory_equal(results[0].links, results[1].links, results[0].count * sizeof *results[0].links);
    assert_memory_equal(results[0].group, results[1].group, 9500 * sizeof *results[0].group);
}

static void between_two_lists_a_row_goes_to_its_strongest_partner(void **state)
{
    (void)state;
    static const struct person left[] = {{"Đỗ Thị Hòa", "08/09/1971", "001171000123", "Nữ", "00145"},
                                         {"Đỗ Thị Hoa", "08/09/1971", "", "Nữ", "00145"}};
    static const struct person right = {"Đỗ Thị Hòa", "08/09/1971", "001171000123", "Nữ", "00145"};
    for (enum match_form form = MATCH_ONE_TO_ONE; form <= MATCH_MANY_TO_ONE; form++) {
        struct arena *CLOSING(arena) arena = arena_open();
        struct failure why;
        struct match_plan plan = *match_plan_people(arena);
        struct matched got = {.plan = &plan};
        plan.form = form;
        struct match_rows *rows = match_rows_make(arena, &plan);
        person_add(rows, 0, &left[0]);
        person_add(rows, 0, &left[1]);
        strangers_add(rows, 0, arena, 200);
        person_add(rows, 1, &right);
        strangers_add(rows, 1, arena, 200);
        assert_true(match_run(arena, rows, 2, &got.result, &why));
        const struct match_link *first = link_between(&got, 0, 202), *second = link_between(&got, 1, 202);
        assert_true(first != NULL && first->joined && second != NULL);
        assert_int_equal(second->joined, form == MATCH_MANY_TO_ONE);
        for (size_t i = 0; i < got.result.count; i++)
            assert_true(got.result.links[i].a < 202 && got.result.links[i].b >= 202);
    }
}

static void a_fixed_rule_says_exactly_its_pairs(void **state)
{
    (void)state;
    static const struct person people[] = {
        {"Đỗ Thị Hòa", "08/09/1971", "", "", "00145"},
        {"Do Thi Hoaa", "08/09/1971", "", "", "00199"}, /* a day */
        {"Bùi Quốc Khải", "1983", "", "", "00145"},
        {"Bùi Quốc Khải", "12/11/1983", "", "", "00145"}, /* in part, and the ward */
        {"Mạc Văn Tư", "1990", "", "", "00145"},
        {"Mạc Văn Tư", "02/01/1990", "", "", "00148"}, /* another ward */
        {"Tạ Đình Cả", "06/07/1955", "", "", "00145"},
        {"Tạ Đình Cả", "07/07/1955", "", "", "00145"}, /* another day */
    };
    struct arena *CLOSING(arena) arena = arena_open();
    struct failure why;
    struct match_plan plan = *match_plan_people(arena);
    struct matched got = {.plan = &plan};
    plan.rules[0].tests[PERSON_NAME] = plan.rules[1].tests[PERSON_NAME] = TEST_LIKE;
    plan.rules[0].least[PERSON_NAME] = plan.rules[1].least[PERSON_NAME] = 0.92;
    plan.rules[0].tests[PERSON_BORN] = TEST_EQUAL;
    plan.rules[1].tests[PERSON_BORN] = TEST_IN_PART;
    plan.rules[1].tests[PERSON_PLACE] = TEST_EQUAL;
    plan.rule_count = 2;
    plan.keys[1] = (struct match_key){{{PERSON_BORN, PART_YEAR}}, 1};
    struct match_rows *rows = match_rows_make(arena, &plan);
    for (size_t i = 0; i < LENGTH_OF(people); i++)
        person_add(rows, 0, &people[i]);
    assert_true(match_run(arena, rows, 1, &got.result, &why));
    assert_int_equal(got.result.count, 2);
    assert_non_null(link_between(&got, 0, 1));
    assert_non_null(link_between(&got, 2, 3));
}

static void a_block_that_is_too_large_is_left_out_and_said(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct failure why;
    struct match_plan plan = *match_plan_people(arena);
    struct match_result result;
    plan.keys[0] = (struct match_key){{{PERSON_NAME, PART_FIRST}}, 1};
    plan.key_count = 1;
    plan.block_max = 20;
    struct match_rows *rows = match_rows_make(arena, &plan);
    strangers_add(rows, 0, arena, 200);
    assert_true(match_run(arena, rows, 1, &result, &why));
    assert_int_equal(result.capped_count, 7);
    assert_true(result.capped[0].rows > 20);
    assert_int_equal(result.pairs, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_person_written_twice_is_sure),
        cmocka_unit_test(zeros_are_put_back_only_where_sex_and_year_prove_them),
        cmocka_unit_test(a_number_that_excel_rounded_is_no_sign_of_one_person),
        cmocka_unit_test(twins_and_namesakes_are_never_sure),
        cmocka_unit_test(a_list_without_a_double_gives_none_sure),
        cmocka_unit_test(empty_rows_and_no_rows_are_no_fault),
        cmocka_unit_test(two_threads_say_what_one_says),
        cmocka_unit_test(between_two_lists_a_row_goes_to_its_strongest_partner),
        cmocka_unit_test(a_fixed_rule_says_exactly_its_pairs),
        cmocka_unit_test(a_block_that_is_too_large_is_left_out_and_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
