/* policy_packs_test.c — the policies of the packs pass their own tests, and each condition is tried. */
#include "unit/engine/policy/sample.h"

#include "base/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static void every_policy_of_the_packs_passes_its_own_tests(void **state)
{
    static const char *const names[] = {"nq-68-2021", "hanoi-2021", "nq-116-2021"};
    (void)state;
    for (size_t i = 0; i < LENGTH_OF(names); i++) {
        struct arena *CLOSING(arena) arena = arena_open();
        struct text path = text_format(arena, DANVAN_PACKS "/vietnam/policies/%s.yaml", names[i]), bytes;
        struct problems problems;
        struct failure why;
        problems_init(&problems, arena, 50);
        assert_true(file_read(arena, path.bytes, POLICY_BYTES_MAX, &bytes, &why));
        const struct policy *policy = policy_read(arena, path, bytes, &problems);
        if (policy != NULL)
            (void)policy_check(policy, &problems);
        for (size_t k = 0; k < problems.count; k++)
            print_error("%s\n", problem_line(arena, &problems.items[k], LANGUAGE_EN).bytes);
        assert_int_equal(problems.errors, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_policy_of_the_packs_passes_its_own_tests)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
