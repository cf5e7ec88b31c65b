/* pack_test.c — packs that stand on packs, and what is said when one is not there. */
#include "unit/keep/definition/pack_reading.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct definition_source source_of(struct arena *arena, struct text name, struct problems *problems)
{
    struct definition_source source;
    struct failure why = {0};
    problems_init(problems, arena, 50);
    if (!definition_source_read(arena, DANVAN_TEST_DATA "/packs", name, &source, problems, &why))
        fail_msg("%s", why.text);
    return source;
}

static void a_pack_is_read_after_those_it_uses(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct problems problems;
    struct definition_source source = source_of(arena, TEXT("next"), &problems);
    assert_true(text_starts(source.files[0].path, TEXT("small/")));
    assert_true(text_starts(source.files[source.count - 1].path, TEXT("next/")));
    const struct definition *d = good_definition(arena, source);
    assert_int_equal(d->pack_count, 2);
    assert_true(text_is(d->packs[1].name, "next"));
    const struct figure_definition *share = definition_figure(d, TEXT("model.per_session"));
    assert_ptr_equal(share->second, definition_figure(d, TEXT("outreach.sessions")));
    assert_true(text_is(definition_register(d, TEXT("model"))->keep_for, "permanent"));
}

static void packs_in_a_circle_are_refused(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct problems problems;
    (void)source_of(arena, TEXT("circle-a"), &problems);
    assert_int_equal(problems.errors, 1);
    assert_string_equal(problems.items[0].code, "definition.pack-circle");
    assert_true(text_is(problems.items[0].place.file, "circle-b/pack.yaml"));
}

static void a_pack_that_is_not_there_is_named_with_the_nearest(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct problems problems;
    (void)source_of(arena, TEXT("lost"), &problems);
    assert_int_equal(problems.errors, 1);
    assert_int_equal(problems.items[0].place.line, 4);
    assert_true(text_is(problems.items[0].arguments[1], "small"));
    (void)source_of(arena, TEXT("../packs/small"), &problems);
    assert_int_equal(problems.errors, 1);
}

static void a_file_of_no_subject_is_named(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct definition_source small = small_source(arena);
    struct definition_file *files = arena_make_many(arena, small.count + 2, sizeof *files);
    for (size_t i = 0; i < small.count; i++)
        files[i] = small.files[i];
    files[small.count] = (struct definition_file){TEXT("small/unit.yaml"), TEXT("units: []")};
    files[small.count + 1] = (struct definition_file){TEXT("small/registers/deep/x.yaml"), TEXT("register: x")};
    struct definition_source source = {files, small.count + 2};
    struct problems problems;
    problems_init(&problems, arena, 20);
    assert_null(definition_make(arena, &source, &problems));
    assert_int_equal(problems.errors, 2);
    assert_true(text_is(problems.items[0].arguments[1], "units.yaml"));
}

static void too_many_files_are_refused_at_once(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct definition_file *files = arena_make_many(arena, DEFINITION_FILES_MAX + 1, sizeof *files);
    struct definition_source source = {files, DEFINITION_FILES_MAX + 1};
    struct problems problems;
    problems_init(&problems, arena, 20);
    assert_null(definition_make(arena, &source, &problems));
    assert_string_equal(problems.items[0].code, "definition.too-big");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pack_is_read_after_those_it_uses),
        cmocka_unit_test(packs_in_a_circle_are_refused),
        cmocka_unit_test(a_pack_that_is_not_there_is_named_with_the_nearest),
        cmocka_unit_test(a_file_of_no_subject_is_named),
        cmocka_unit_test(too_many_files_are_refused_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
