#include "support/golden.h"

#include "base/arena.h"
#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GOLDEN_MAX = 16 << 20 };

static void show_first_difference(const char *name, struct text want, struct text got)
{
    struct text want_line = {0}, got_line = {0};
    int line = 0;
    bool more_want = true, more_got = true;
    while ((more_want || more_got) && text_equal(want_line, got_line)) {
        more_want = text_next(&want, '\n', &want_line);
        more_got = text_next(&got, '\n', &got_line);
        want_line = more_want ? want_line : (struct text){0};
        got_line = more_got ? got_line : (struct text){0};
        line++;
    }
    fprintf(stderr, "test/golden/%s:%d: want  %.*s\ntest/golden/%s:%d: got   %.*s\n", name, line,
            TEXT_ARGS(want_line), name, line, TEXT_ARGS(got_line));
}

static bool accept_golden(struct arena *scratch, const char *name, const char *path, struct text got)
{
    struct failure why = {0};
    const char *slash = strrchr(path, '/');
    struct text folder = text_copy(scratch, (struct text){path, (size_t)(slash - path)});
    if (!folder_make(folder.bytes, &why) || !file_replace(path, got, &why)) {
        fprintf(stderr, "test/golden/%s: %s\n", name, why.text);
        return false;
    }
    fprintf(stderr, "accepted test/golden/%s\n", name);
    return true;
}

bool golden_matches(const char *name, struct text got)
{
    const char *only = getenv("DANVAN_GOLDEN_ONLY");
    if (only != NULL && strstr(name, only) == NULL)
        return true;
    struct arena *CLOSING(arena) scratch = arena_open();
    struct text path = text_format(scratch, "%s/%s", DANVAN_GOLDEN, name);
    struct failure why = {0};
    struct text want = {0};
    bool there = file_read(scratch, path.bytes, GOLDEN_MAX, &want, &why);
    if (there && text_equal(want, got))
        return true;
    if (getenv("DANVAN_GOLDEN_ACCEPT") != NULL)
        return accept_golden(scratch, name, path.bytes, got);
    if (there)
        show_first_difference(name, want, got);
    else
        fprintf(stderr, "test/golden/%s: %s\n", name, why.text);
    return false;
}
