/* problem_test.c — problems are counted, kept up to the ceiling and said in two languages; failures are said once. */
#include "base/failure.h"
#include "base/problem.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void problems_beyond_the_ceiling_are_only_counted(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct problems problems;
    problems_init(&problems, arena, 3);
    for (int i = 0; i < 10; i++)
        problem_add(&problems, (struct place){0}, "base.too-many", (struct text){0}, (struct text){0});
    problem_warn(&problems, (struct place){0}, "base.too-many", (struct text){0}, (struct text){0});
    assert_int_equal(problems.count, 3);
    assert_int_equal(problems.errors, 10);
    assert_int_equal(problems.warnings, 1);
}

static void a_line_begins_with_the_place_as_far_as_known(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    static const struct {
        struct place place;
        const char *line;
    } cases[] = {
        {{.file = {"a.yaml", 6}, .line = 3, .column = 7}, "a.yaml:3:7: there are more, not listed"},
        {{.file = {"a.yaml", 6}, .line = 3}, "a.yaml:3: there are more, not listed"},
        {{.file = {"a.yaml", 6}}, "a.yaml: there are more, not listed"},
        {{.line = 3, .column = 7}, "3:7: there are more, not listed"},
        {{.field = {"topic", 5}}, "topic: there are more, not listed"},
        {{.file = {"a.xlsx", 6}, .sheet = {"T9", 2}, .line = 7, .column = 3}, "a.xlsx › T9 › C7: there are more, not listed"},
        {{.file = {"a.xlsx", 6}, .sheet = {"T9", 2}, .column = 27}, "a.xlsx › T9 › AA: there are more, not listed"},
        {{.file = {"a.xlsx", 6}, .sheet = {"T9", 2}}, "a.xlsx › T9: there are more, not listed"},
        {{.line = 0}, "there are more, not listed"},
    };
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        struct problem problem = {.place = cases[i].place, .code = "base.too-many"};
        assert_string_equal(problem_line(arena, &problem, LANGUAGE_EN).bytes, cases[i].line);
        assert_string_equal(problem_sentence(arena, &problem, LANGUAGE_VI).bytes, "còn nữa, chưa liệt kê hết");
    }
}

static void texts_given_are_copied_and_long_ones_shortened(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct problems problems;
    problems_init(&problems, arena, 3);
    char given[1000], file[] = "x.csv";
    memset(given, 'a', sizeof given);
    problem_add(&problems, (struct place){.file = text_of(file)}, "base.too-many", (struct text){given, sizeof given},
                (struct text){0});
    file[0] = given[0] = 'z';
    assert_true(text_is(problems.items[0].place.file, "x.csv"));
    assert_int_equal(problems.items[0].arguments[0].bytes[0], 'a');
    assert_int_equal(text_points(problems.items[0].arguments[0]), 201);
}

static void a_failure_says_what_and_where(void **state)
{
    (void)state;
    struct failure why = {0};
    assert_false(FAIL(&why, FAILURE_NOT_FOUND, "no unit %d", 4));
    assert_int_equal(why.kind, FAILURE_NOT_FOUND);
    assert_string_equal(why.text, "no unit 4");
    assert_non_null(strstr(why.file, "problem_test.c"));
    assert_true(why.line > 0);
    assert_string_equal(failure_word(FAILURE_TOO_BIG), "too-big");
}

static void a_long_failure_is_cut_between_letters(void **state)
{
    (void)state;
    for (int shift = 0; shift < 3; shift++) {
        struct failure why;
        char many[1000];
        for (size_t i = 0; i + 3 < sizeof many; i += 3)
            memcpy(many + i, "ồ", 4);
        FAIL(&why, FAILURE_BROKEN, "%.*s%s", shift, "xx", many);
        assert_true(text_is_utf8(text_of(why.text)));
        assert_true(strlen(why.text) > FAILURE_TEXT_MAX - 5);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(problems_beyond_the_ceiling_are_only_counted),
        cmocka_unit_test(a_line_begins_with_the_place_as_far_as_known),
        cmocka_unit_test(texts_given_are_copied_and_long_ones_shortened),
        cmocka_unit_test(a_failure_says_what_and_where),
        cmocka_unit_test(a_long_failure_is_cut_between_letters),
    };
    return cmocka_run_group_tests_name("base/problem", tests, NULL, NULL);
}
