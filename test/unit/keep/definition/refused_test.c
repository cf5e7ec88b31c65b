/*
 * refused_test.c — what no pack may say, each with the exact problems.
 *
 * A case is a folder of test/golden/definition/refused. Its edit.txt says what is changed in
 * the small pack: a file, the words that stand there behind "- ", what takes their place
 * behind "+ " (\n is a new line); want.txt holds the problems in both languages.
 */
#include "unit/keep/definition/pack_reading.h"

#include "base/file.h"
#include "support/golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

static struct definition_source edited(struct arena *arena, struct text edits)
{
    struct definition_source source = small_source(arena);
    struct text line, path = {0}, old = {0};
    while (text_next(&edits, '\n', &line)) {
        struct text said = text_replace(arena, text_from(line, 2), TEXT("\\n"), TEXT("\n"));
        if (text_starts(line, TEXT("- ")))
            old = said;
        else if (text_starts(line, TEXT("+ ")) || text_is(line, "+"))
            source = changed_source(arena, source, path, old, said);
        else if (line.length > 0)
            path = line;
    }
    return source;
}

static void case_check(const char *path)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct failure why = {0};
    struct text edits;
    if (!file_read(arena, text_format(arena, "%s/%s", DANVAN_GOLDEN, path).bytes, 1 << 16, &edits, &why))
        fail_msg("%s", why.text);
    struct definition_source source = edited(arena, edits);
    struct problems problems;
    problems_init(&problems, arena, 50);
    if (definition_make(arena, &source, &problems) != NULL)
        fail_msg("%s was not refused", path);
    assert_true(problems.errors > 0);
    struct text want = text_replace(arena, text_of(path), TEXT("edit.txt"), TEXT("want.txt"));
    assert_true(golden_matches(want.bytes, problem_lines(arena, &problems)));
}

static void case_test(void **state)
{
    case_check(*state);
}

/* One test for each folder, named after it. */
int main(void)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct failure why = {0};
    struct list paths = {0};
    if (!folder_files(arena, DANVAN_GOLDEN "/definition/refused", 1000, &paths, &why))
        return EXIT_FAILURE;
    struct CMUnitTest *tests = arena_make_many(arena, paths.count, sizeof *tests);
    size_t count = 0;
    for (size_t i = 0; i < paths.count; i++) {
        struct text path = *(struct text *)paths.items[i];
        if (!text_ends(path, TEXT("/edit.txt")))
            continue;
        struct text full = text_format(arena, "definition/refused/%.*s", TEXT_ARGS(path));
        struct text name = text_replace(arena, text_copy(arena, text_part(path, 0, path.length - 9)), TEXT("-"), TEXT("_"));
        tests[count++] = (struct CMUnitTest){.name = name.bytes, .test_func = case_test, .initial_state = (void *)(uintptr_t)full.bytes};
    }
    return _cmocka_run_group_tests("what is refused", tests, count, NULL, NULL);
}
