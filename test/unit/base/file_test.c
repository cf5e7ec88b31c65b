/* file_test.c — whole files and folders, in a folder of the test's own. */
#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

struct place {
    struct arena *arena;
    const char *folder;
};

static const char *below(const struct place *place, const char *name)
{
    return text_format(place->arena, "%s/%s", place->folder, name).bytes;
}

static int place_open(void **state)
{
    struct arena *arena = arena_open();
    struct place *place = arena_make(arena, sizeof *place);
    const char *top = getenv("TMPDIR");
    struct text pattern = text_format(arena, "%s/danvan-file-XXXXXX", top != NULL ? top : P_tmpdir);
    char *name = arena_copy(arena, pattern.bytes, pattern.length + 1);
    place->arena = arena;
    place->folder = mkdtemp(name);
    *state = place;
    return place->folder == NULL;
}

static int place_close(void **state)
{
    struct place *place = *state;
    struct failure why;
    bool gone = folder_delete(place->folder, &why) && !folder_exists(place->folder);
    arena_close(place->arena);
    return !gone;
}

static void a_file_is_replaced_whole_and_reads_back(void **state)
{
    struct place *place = *state;
    struct failure why = {0};
    struct text bytes;
    const char *path = below(place, "a.txt");
    assert_false(file_exists(path));
    assert_true(file_replace(path, TEXT("một"), &why));
    assert_true(file_replace(path, TEXT("hai\0ba"), &why));
    assert_true(file_read(place->arena, path, 100, &bytes, &why));
    assert_int_equal(bytes.length, 6);
    assert_true(text_equal(bytes, TEXT("hai\0ba")));
    assert_true(file_replace(path, (struct text){0}, &why));
    assert_true(file_read(place->arena, path, 0, &bytes, &why));
    assert_int_equal(bytes.length, 0);
    assert_true(file_exists(path));
    assert_false(folder_exists(path));
}

static void reading_fails_with_the_right_kind(void **state)
{
    struct place *place = *state;
    struct failure why = {0};
    struct text bytes = TEXT("untouched");
    assert_false(file_read(place->arena, below(place, "none"), 10, &bytes, &why));
    assert_int_equal(why.kind, FAILURE_NOT_FOUND);
    assert_true(file_replace(below(place, "big"), TEXT("12345"), &why));
    assert_false(file_read(place->arena, below(place, "big"), 4, &bytes, &why));
    assert_int_equal(why.kind, FAILURE_TOO_BIG);
    assert_false(file_read(place->arena, place->folder, 4, &bytes, &why));
    assert_int_equal(why.kind, FAILURE_INVALID);
    assert_false(file_replace(below(place, "no/such/folder"), TEXT("x"), &why));
    assert_int_equal(why.kind, FAILURE_NOT_FOUND);
    assert_true(text_is(bytes, "untouched"));
}

static void files_are_listed_sorted_without_hidden_ones_and_links(void **state)
{
    struct place *place = *state;
    struct failure why = {0};
    const char *top = below(place, "pack");
    assert_true(folder_make(below(place, "pack/b/c"), &why));
    assert_true(folder_make(below(place, "pack/b/c"), &why));
    static const char *const names[] = {"pack/b/c/z.yaml", "pack/b.yaml", "pack/a.yaml", "pack/.hidden", "pack/b/.git"};
    for (size_t i = 0; i < LENGTH_OF(names); i++)
        assert_true(file_replace(below(place, names[i]), TEXT("x"), &why));
    assert_int_equal(symlink("..", below(place, "pack/loop")), 0);
    struct list paths = {0};
    assert_true(folder_files(place->arena, top, 100, &paths, &why));
    static const char *const want[] = {"a.yaml", "b.yaml", "b/c/z.yaml"};
    assert_int_equal(paths.count, LENGTH_OF(want));
    for (size_t i = 0; i < paths.count; i++)
        assert_true(text_is(*(struct text *)paths.items[i], want[i]));
    assert_false(folder_files(place->arena, top, 2, &paths, &why));
    assert_int_equal(why.kind, FAILURE_TOO_BIG);
    assert_int_equal(paths.count, 3);
    assert_false(folder_files(place->arena, below(place, "none"), 2, &paths, &why));
    assert_int_equal(why.kind, FAILURE_NOT_FOUND);
}

static void deleting_follows_no_link(void **state)
{
    struct place *place = *state;
    struct failure why = {0};
    assert_true(folder_make(below(place, "kept"), &why));
    assert_true(file_replace(below(place, "kept/file"), TEXT("x"), &why));
    assert_true(folder_make(below(place, "gone/deep/deeper"), &why));
    assert_int_equal(symlink(below(place, "kept"), below(place, "gone/deep/link")), 0);
    assert_true(folder_delete(below(place, "gone"), &why));
    assert_false(folder_exists(below(place, "gone")));
    assert_true(file_exists(below(place, "kept/file")));
    assert_true(folder_delete(below(place, "gone"), &why));
}

static void a_folder_is_not_made_over_a_file(void **state)
{
    struct place *place = *state;
    struct failure why = {0};
    assert_true(file_replace(below(place, "here"), TEXT("x"), &why));
    assert_false(folder_make(below(place, "here"), &why));
    assert_int_equal(why.kind, FAILURE_CONFLICT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_file_is_replaced_whole_and_reads_back, place_open, place_close),
        cmocka_unit_test_setup_teardown(reading_fails_with_the_right_kind, place_open, place_close),
        cmocka_unit_test_setup_teardown(files_are_listed_sorted_without_hidden_ones_and_links, place_open, place_close),
        cmocka_unit_test_setup_teardown(deleting_follows_no_link, place_open, place_close),
        cmocka_unit_test_setup_teardown(a_folder_is_not_made_over_a_file, place_open, place_close),
    };
    return cmocka_run_group_tests_name("base/file", tests, NULL, NULL);
}
