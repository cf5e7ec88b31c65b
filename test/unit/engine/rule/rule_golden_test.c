/* rule_golden_test.c — each rule of test/golden/rule gives the value, or the problems, written beside it. */
#include "base/buffer.h"
#include "base/file.h"
#include "support/golden.h"
#include "unit/engine/rule/rule_sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static struct text value_or_unknown(struct arena *arena, struct value value)
{
    return value_known(value) ? value_write(arena, value) : TEXT("unknown");
}

/* `a + b # => 3`: the rule, and the value it gives. */
static void write_value(struct arena *arena, struct text line, struct buffer *out)
{
    struct problems problems;
    problems_init(&problems, arena, 5);
    struct text mark = TEXT(" # =>");
    size_t end = 0;
    while (!text_starts(text_from(line, end), mark) && end < line.length)
        end++;
    struct text source = text_part(line, 0, end);
    struct rule *rule = rule_read(arena, source, (struct place){0}, &sample_scope, VALUE_UNKNOWN, &problems);
    struct text answer = TEXT("refused");
    if (rule != NULL) {
        struct value row[SAMPLE_COUNT];
        sample_row(row);
        struct value value = rule_evaluate(rule, row, SAMPLE_COUNT);
        assert_true(value_same(value, rule_evaluate_slowly(rule, row, SAMPLE_COUNT)));
        answer = value_or_unknown(arena, value);
    }
    buffer_add_format(out, "%.*s # => %.*s\n", TEXT_ARGS(source), TEXT_ARGS(answer));
}

/* The rule, and below it every problem in both languages. */
static void write_problems(struct arena *arena, struct text line, struct buffer *out)
{
    struct problems problems;
    problems_init(&problems, arena, 10);
    struct rule *rule = rule_read(arena, line, (struct place){0}, &sample_scope, VALUE_UNKNOWN, &problems);
    buffer_add_format(out, "%.*s\n", TEXT_ARGS(line));
    if (rule != NULL)
        buffer_add(out, TEXT("#! taken\n"));
    for (size_t i = 0; i < problems.count; i++) {
        struct problem *problem = &problems.items[i];
        struct text vi = problem_sentence(arena, problem, LANGUAGE_VI);
        struct text en = problem_sentence(arena, problem, LANGUAGE_EN);
        buffer_add_format(out, "#! %u:%u %.*s\n#!     %.*s\n", problem->place.line, problem->place.column,
                          TEXT_ARGS(vi), TEXT_ARGS(en));
    }
}

typedef void writer(struct arena *arena, struct text line, struct buffer *out);

/* Writes each line of the file anew; remarks and empty lines as they are, old answers (#!) left out. */
static void compare_file(struct arena *arena, const char *name, writer *write)
{
    struct failure why;
    struct text file;
    struct text path = text_format(arena, "%s/%s", DANVAN_GOLDEN, name);
    assert_true(file_read(arena, path.bytes, 1 << 20, &file, &why));
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, 1 << 20);
    struct text line;
    while (text_next(&file, '\n', &line)) {
        if (line.length == 0 || text_starts(line, TEXT("# ")))
            buffer_add_format(&out, "%.*s\n", TEXT_ARGS(line));
        else if (!text_starts(line, TEXT("#!")))
            write(arena, line, &out);
    }
    assert_true(buffer_ok(&out, &why));
    assert_true(golden_matches(name, buffer_text(&out)));
}

static void compare_folder(const char *folder, writer *write)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct failure why;
    struct list paths = {0};
    struct text path = text_format(arena, "%s/%s", DANVAN_GOLDEN, folder);
    assert_true(folder_files(arena, path.bytes, 100, &paths, &why));
    assert_true(paths.count > 0);
    for (size_t i = 0; i < paths.count; i++) {
        struct text *file = paths.items[i];
        compare_file(arena, text_format(arena, "%s/%.*s", folder, TEXT_ARGS(*file)).bytes, write);
    }
}

static void a_good_rule_gives_the_value_beside_it(void **state)
{
    (void)state;
    compare_folder("rule/good", write_value);
}

static void a_refused_rule_gives_the_problems_below_it(void **state)
{
    (void)state;
    compare_folder("rule/refused", write_problems);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_rule_gives_the_value_beside_it),
        cmocka_unit_test(a_refused_rule_gives_the_problems_below_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
