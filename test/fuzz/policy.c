/* fuzz: engine/policy */
/* Any bytes read as a policy: one that judges nobody unknown as entitled, or problems. */
#include "engine/policy/policy_entitle.h"
#include "engine/seal/seal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct problems problems;
    struct failure why;
    REQUIRE(seal_ready(&why));
    problems_init(&problems, arena, 20);
    const struct policy *policy = policy_read(arena, TEXT("p.yaml"), (struct text){(const char *)data, size}, &problems);
    REQUIRE((policy != NULL) == (problems.errors == 0));
    if (policy == NULL)
        return 0;
    REQUIRE(policy_check(policy, &problems) == (problems.errors == 0));
    const struct policy_facts nothing = {.as_of = DAY_NONE};
    const struct policy_result *result = policy_entitle(arena, policy, &nothing);
    for (size_t i = 0; i < policy->line_count; i++)
        REQUIRE(result->lines[i].verdict.answer != POLICY_YES);
    (void)policy_questions(arena, policy, &nothing);
    (void)policy_result_node(arena, result, LANGUAGE_VI);
    return 0;
}
