/* mapping_test.c — the mapping file, its faults at their places, and the rows of a sheet under its headings. */
#include "engine/match/mapping.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char GOOD[] =
    "fields:\n"
    "  họ và tên: {kind: name, column: [Họ, Tên], second-column: Họ tên}\n"
    "  ngày sinh: {kind: day, column: Ngày sinh}\n"
    "  giới tính: {kind: sex, column: Giới tính}\n"
    "  số định danh: {kind: identity, column: Số CCCD, sex: giới tính, born: ngày sinh}\n"
    "keys:\n"
    "  - [số định danh]\n"
    "  - [họ và tên last, ngày sinh year]\n";

static struct match_mapping *mapping_of(struct arena *arena, const char *text, struct problems *problems)
{
    struct match_mapping *mapping = NULL;
    problems_init(problems, arena, 10);
    bool read = match_mapping_read(arena, TEXT("so.yaml"), text_of(text), &mapping, problems);
    assert_int_equal(read, problems->errors == 0);
    return mapping;
}

static void a_mapping_says_fields_and_keys(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct problems problems;
    const struct match_mapping *mapping = mapping_of(arena, GOOD, &problems);
    assert_non_null(mapping);
    assert_int_equal(mapping->plan.field_count, 4);
    assert_int_equal(mapping->plan.fields[3].sex_field, 2);
    assert_int_equal(mapping->plan.fields[3].day_field, 1);
    assert_int_equal(mapping->column_counts[0][0], 2);
    assert_int_equal(mapping->column_counts[1][0], 1);
    assert_int_equal(mapping->plan.key_count, 2);
    assert_int_equal(mapping->plan.keys[1].atoms[0].part, PART_LAST);
    assert_int_equal(mapping->plan.keys[1].atoms[1].part, PART_YEAR);
    assert_false(mapping->form_given);
}

static void a_fixed_rule_is_read(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct problems problems;
    struct text text =
        text_join(arena,
                  (struct text[]){text_of(GOOD), TEXT("same:\n  - {họ và tên: like 0.92, ngày sinh: equal}\n"
                                                      "  - {họ và tên: equal, ngày sinh: in-part}\n"
                                                      "form: many-to-one\nblock: 50\nsure: 0.99\n")},
                  2, (struct text){0});
    const struct match_mapping *mapping = mapping_of(arena, text.bytes, &problems);
    assert_non_null(mapping);
    assert_int_equal(mapping->plan.rule_count, 2);
    assert_int_equal(mapping->plan.rules[0].tests[0], TEST_LIKE);
    assert_true(mapping->plan.rules[0].least[0] > 0.9199 && mapping->plan.rules[0].least[0] < 0.9201);
    assert_int_equal(mapping->plan.rules[1].tests[1], TEST_IN_PART);
    assert_int_equal(mapping->plan.form, MATCH_MANY_TO_ONE);
    assert_true(mapping->form_given && mapping->plan.block_max == 50);
}

static void faults_are_told_at_their_places(void **state)
{
    (void)state;
    static const struct {
        const char *text, *code;
        uint32_t line;
    } cases[] = {
        {"fields: {a: {kind: nme, column: A}}\nkeys: [[a]]\n", "yaml.choice-near", 1},
        {"fields: {a: {kind: name}}\nkeys: [[a]]\n", "yaml.missing", 1},
        {"fields: {a: {kind: name, column: A}}\nkeys:\n  - [b]\n", "match.field", 3},
        {"fields: {a: {kind: name, column: A}}\nkeys:\n  - [a year]\n", "match.part", 3},
        {"fields: {a: {kind: name, column: A}}\nkeys:\n  - a\n", "match.key", 3},
        {"fields: {a: {kind: name, column: A}}\nkeys: [[a]]\nsame:\n  - {a: near}\n", "match.test", 4},
        {"fields: {a: {kind: name, column: A}}\nkeys: [[a]]\nsame: [a]\n", "match.rule", 3},
        {"fields: {a: {kind: name, column: A}}\nkeys: [[a]]\nsure: 1.5\n", "match.share", 3},
        {"fields: {a: {kind: identity, column: A, sex: b}}\nkeys: [[a]]\n", "match.field", 1},
        {"fields: {}\nkeys: []\n", "match.empty", 1},
        {"fields: {a: {kind: name, column: []}}\nkeys: [[a]]\n", "match.column", 1},
        {"", "yaml.map-here", 0},
    };
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        struct arena *CLOSING(arena) arena = arena_open();
        struct problems problems;
        assert_null(mapping_of(arena, cases[i].text, &problems));
        bool said = false;
        for (size_t p = 0; p < problems.count; p++)
            said = said || (strcmp(problems.items[p].code, cases[i].code) == 0 &&
                            (cases[i].line == 0 || problems.items[p].place.line == cases[i].line));
        if (!said)
            print_error("case %zu: %s at %u\n", i, problems.items[0].code, problems.items[0].place.line);
        assert_true(said);
    }
}

static void rows_stand_under_the_headings(void **state)
{
    (void)state;
    static const char first[] = "Danh sách chi trả,,,,\nSTT,HỌ,Tên,Ngày sinh,GIOI TINH,Số CCCD\n1,Nguyễn "
                                "Thị,Lan,1985,Nữ,001185000001\n,,,,,\n2,Trần,An,8/9/1990,Nam,\n";
    static const char second[] = "Số CCCD;Họ tên;Ngày sinh;Giới tính\n001185000001;NguyÔn ThÞ Lan;1985;N÷\n";
    struct arena *CLOSING(arena) arena = arena_open();
    struct failure why;
    struct problems problems;
    struct match_mapping *mapping = mapping_of(arena, GOOD, &problems);
    struct match_origin origins[2];
    struct match_result result;
    mapping->plan.form = MATCH_ONE_TO_ONE;
    struct match_rows *rows = match_rows_make(arena, &mapping->plan);
    const struct match_file files[2] = {{TEXT("a.csv"), text_of(first)}, {TEXT("b.csv"), text_of(second)}};
    for (int i = 0; i < 2; i++)
        assert_true(match_mapping_add(mapping, rows, i, &files[i], &origins[i], &problems, &why));
    assert_int_equal(origins[0].count, 2);
    assert_int_equal(origins[0].lines[1], 5);
    assert_string_equal(origins[0].cells[0].bytes, "Nguyễn Thị Lan");
    assert_string_equal(origins[1].cells[0].bytes, "Nguyễn Thị Lan"); /* TCVN3 before */
    assert_true(match_run(arena, rows, 1, &result, &why));
    assert_int_equal(result.count, 1);
    assert_int_equal(result.links[0].b, 2);
}

static void a_heading_that_is_missing_is_named(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct failure why;
    struct problems problems;
    const struct match_mapping *mapping = mapping_of(arena, GOOD, &problems);
    struct match_origin origin;
    const struct match_file file = {TEXT("a.csv"), TEXT("Họ,Tên,Ngày sinh,Giới tính\nTrần,An,1990,Nam\n")};
    assert_false(match_mapping_add(mapping, match_rows_make(arena, &mapping->plan), 0, &file, &origin,
                                   &problems, &why));
    assert_int_equal(problems.errors, 1);
    assert_string_equal(problems.items[0].code, "match.heading");
    assert_true(text_is(problems.items[0].arguments[0], "Số CCCD"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mapping_says_fields_and_keys),     cmocka_unit_test(a_fixed_rule_is_read),
        cmocka_unit_test(faults_are_told_at_their_places),    cmocka_unit_test(rows_stand_under_the_headings),
        cmocka_unit_test(a_heading_that_is_missing_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
