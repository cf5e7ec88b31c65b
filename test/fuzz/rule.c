/* fuzz: engine/rule */
/*
 * Any bytes read as a rule: refused with a problem, or both evaluators agree on its value.
 */
#include "unit/engine/rule/rule_sample.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The first byte may ask for a kind, so that wishes are tried too. */
static enum value_kind kind_wanted(const uint8_t *data, size_t size)
{
    return size > 0 && data[0] <= VALUE_CODE ? (enum value_kind)data[0] : VALUE_UNKNOWN;
}

static void try_row(struct arena *arena, const struct rule *rule, const struct value *row)
{
    struct value value = rule_evaluate(rule, row, SAMPLE_COUNT);
    REQUIRE(value_same(value, rule_evaluate_slowly(rule, row, SAMPLE_COUNT)));
    REQUIRE(value.kind == VALUE_UNKNOWN || value.kind == rule_kind(rule));
    if (rule_kind(rule) != VALUE_TRUTH)
        return;
    struct rule_reasons reasons = rule_reasons(arena, rule, row, SAMPLE_COUNT);
    REQUIRE(rule_holds(rule, row, SAMPLE_COUNT) == (reasons.count == 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct problems problems;
    problems_init(&problems, arena, 20);
    enum value_kind wanted = kind_wanted(data, size);
    size_t skipped = wanted == VALUE_UNKNOWN ? 0 : 1;
    struct text source = {(const char *)data + skipped, size - skipped};
    struct rule *rule = rule_read(arena, source, (struct place){0}, &sample_scope, wanted, &problems);
    REQUIRE((rule == NULL) == (problems.errors > 0));
    for (size_t i = 0; i < problems.count; i++)
        (void)problem_line(arena, &problems.items[i], LANGUAGE_VI);
    if (rule == NULL)
        return 0;
    struct value row[SAMPLE_COUNT];
    sample_row(row);
    try_row(arena, rule, row);
    for (size_t i = 0; i < SAMPLE_COUNT; i += 2)
        row[i] = value_unknown();
    try_row(arena, rule, row);
    (void)rule_explain(arena, rule);
    return 0;
}
