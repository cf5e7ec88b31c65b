/* pack_reading.c — the small pack for the tests of this folder. */
#include "unit/keep/definition/pack_reading.h"

#include "base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct definition_source small_source(struct arena *arena)
{
    struct definition_source source;
    struct problems problems;
    struct failure why = {0};
    problems_init(&problems, arena, 20);
    if (!definition_source_read(arena, DANVAN_TEST_DATA "/packs", TEXT("small"), &source, &problems, &why))
        fail_msg("%s", why.text);
    assert_int_equal(problems.errors, 0);
    return source;
}

struct definition_source changed_source(struct arena *arena, struct definition_source source, struct text path, struct text old,
                                        struct text new)
{
    struct definition_file *files = arena_copy(arena, source.files, source.count * sizeof *files);
    for (size_t i = 0; i < source.count; i++)
        if (text_ends(files[i].path, text_format(arena, "/%.*s", TEXT_ARGS(path)))) {
            if (!text_contains(files[i].bytes, old))
                fail_msg("%.*s does not hold: %.*s", TEXT_ARGS(path), TEXT_ARGS(old));
            files[i].bytes = text_replace(arena, files[i].bytes, old, new);
            return (struct definition_source){files, source.count};
        }
    fail_msg("the small pack has no file %.*s", TEXT_ARGS(path));
    return source;
}

const struct definition *good_definition(struct arena *arena, struct definition_source source)
{
    struct problems problems;
    problems_init(&problems, arena, 100);
    const struct definition *definition = definition_make(arena, &source, &problems);
    if (definition == NULL)
        fail_msg("%.*s", TEXT_ARGS(problem_lines(arena, &problems)));
    assert_int_equal(problems.errors, 0);
    return definition;
}

struct text problem_lines(struct arena *arena, const struct problems *problems)
{
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, 1 << 20);
    for (size_t i = 0; i < problems->count; i++) {
        buffer_add(&out, problem_line(arena, &problems->items[i], LANGUAGE_VI));
        buffer_add(&out, TEXT("\n    "));
        buffer_add(&out, problem_sentence(arena, &problems->items[i], LANGUAGE_EN));
        buffer_add(&out, TEXT("\n"));
    }
    return text_copy(arena, buffer_text(&out));
}
