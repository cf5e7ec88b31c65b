/*
 * The Mustache specification, case by case: its six core files and inheritance.
 */
#include "base/buffer.h"
#include "base/file.h"
#include "engine/template/template.h"
#include "unit/engine/template/spec.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static bool passes(struct arena *arena, const struct node *test)
{
    struct problems problems;
    problems_init(&problems, arena, 10);
    struct template_set *set = template_set_make(arena);
    const struct node *partials = node_at(test, "partials");
    for (size_t i = 0; i < node_count(partials); i++) {
        const struct node_entry *entry = &partials->map.entries[i];
        template_set_put(set, template_read(arena, entry->key, entry->value->text, &problems));
    }
    const struct template *template = template_read(arena, TEXT("case"), node_text_at(test, "template"), &problems);
    assert_int_equal(problems.errors, 0);
    assert_non_null(template);

    struct buffer CLOSING(buffer) out;
    buffer_init(&out, 1 << 16);
    template_render(&out, set, template, node_at(test, "data"), TEMPLATE_ESCAPE_HTML);
    struct failure why;
    assert_true(buffer_ok(&out, &why));
    struct text expected = node_text_at(test, "expected");
    if (text_equal(buffer_text(&out), expected))
        return true;
    struct text name = node_text_at(test, "name");
    print_message("%.*s\n--- wanted\n%.*s\n--- got\n%.*s\n---\n", TEXT_ARGS(name), TEXT_ARGS(expected),
                  TEXT_ARGS(buffer_text(&out)));
    return false;
}

static void all_pass(const char *path, size_t wanted)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct failure why;
    struct text json;
    assert_true(file_read(arena, path, 1 << 20, &json, &why));
    const struct node *tests = node_at(spec_read(arena, json), "tests");
    assert_int_equal(node_count(tests), wanted);
    size_t failed = 0;
    for (size_t i = 0; i < wanted; i++)
        failed += passes(arena, tests->list.items[i]) ? 0 : 1;
    assert_int_equal(failed, 0);
}

static void comments_follow_the_specification(void **state)
{
    (void)state;
    all_pass(DANVAN_TEST_DATA "/mustache/comments.json", 12);
}

static void delimiters_follow_the_specification(void **state)
{
    (void)state;
    all_pass(DANVAN_TEST_DATA "/mustache/delimiters.json", 14);
}

static void interpolation_follows_the_specification(void **state)
{
    (void)state;
    all_pass(DANVAN_TEST_DATA "/mustache/interpolation.json", 42);
}

static void inverted_sections_follow_the_specification(void **state)
{
    (void)state;
    all_pass(DANVAN_TEST_DATA "/mustache/inverted.json", 22);
}

static void partials_follow_the_specification(void **state)
{
    (void)state;
    all_pass(DANVAN_TEST_DATA "/mustache/partials.json", 12);
}

static void sections_follow_the_specification(void **state)
{
    (void)state;
    all_pass(DANVAN_TEST_DATA "/mustache/sections.json", 34);
}

static void inheritance_follows_the_specification(void **state)
{
    (void)state;
    all_pass(DANVAN_TEST_DATA "/mustache/inheritance.json", 27);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comments_follow_the_specification),
        cmocka_unit_test(delimiters_follow_the_specification),
        cmocka_unit_test(interpolation_follows_the_specification),
        cmocka_unit_test(inverted_sections_follow_the_specification),
        cmocka_unit_test(partials_follow_the_specification),
        cmocka_unit_test(sections_follow_the_specification),
        cmocka_unit_test(inheritance_follows_the_specification),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
