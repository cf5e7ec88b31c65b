/* sample.c — the sample policy and its people. */
#include "unit/engine/policy/sample.h"

#include "base/file.h"
#include "engine/seal/seal.h"

struct text sample_bytes(struct arena *arena)
{
    struct text bytes;
    struct failure why;
    REQUIRE(seal_ready(&why));
    REQUIRE(file_read(arena, DANVAN_GOLDEN "/policy/sample.yaml", POLICY_BYTES_MAX, &bytes, &why));
    return bytes;
}

struct text sample_bytes_with(struct arena *arena, const char *old, const char *now)
{
    struct text bytes = sample_bytes(arena);
    REQUIRE(text_contains(bytes, text_of(old)));
    return text_replace(arena, bytes, text_of(old), text_of(now));
}

const struct policy *sample_policy(struct arena *arena)
{
    struct problems problems;
    problems_init(&problems, arena, 5);
    const struct policy *policy = policy_read(arena, TEXT("sample.yaml"), sample_bytes(arena), &problems);
    REQUIRE(policy != NULL);
    return policy;
}

const struct policy *pack_policy(struct arena *arena, const char *id)
{
    struct problems problems;
    struct failure why;
    struct text bytes;
    problems_init(&problems, arena, 5);
    REQUIRE(file_read(arena, text_format(arena, DANVAN_PACKS "/vietnam/policies/%s.yaml", id).bytes, POLICY_BYTES_MAX, &bytes, &why));
    const struct policy *policy = policy_read(arena, text_of(id), bytes, &problems);
    REQUIRE(policy != NULL);
    return policy;
}

struct policy_facts sample_person(struct arena *arena, const struct policy *policy, const char *said, struct day as_of)
{
    struct text rest = text_of(said), word;
    struct value *values = arena_make_many(arena, policy->column_count, sizeof *values);
    while (text_next(&rest, ' ', &word)) {
        struct text value = word, name;
        REQUIRE(text_next(&value, '=', &name));
        size_t column = policy_column_find(policy, name);
        REQUIRE(column < policy->column_count);
        REQUIRE(policy_value_read(arena, &policy->columns[column], value, &values[column]));
    }
    return (struct policy_facts){values, policy->column_count, as_of};
}

uint64_t sample_next(uint64_t *seed)
{
    uint64_t z = *seed += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

struct value sample_random(const struct policy_column *column, uint64_t *seed, int32_t *cell)
{
    switch (column->kind) {
    case VALUE_TRUTH:
        *cell = (int32_t)(sample_next(seed) % 2);
        return value_truth(*cell == 1);
    case VALUE_NUMBER:
        *cell = (int32_t)(sample_next(seed) % 62) - 1;
        return value_whole(*cell);
    case VALUE_DAY:
        *cell = day_plus(day_of(2021, 3, 1), (int)(sample_next(seed) % 400)).number;
        if (sample_next(seed) % 4 == 0)
            *cell -= 365 * (int32_t)(sample_next(seed) % 70);
        return value_day((struct day){*cell});
    case VALUE_CODE:
        *cell = (int32_t)(sample_next(seed) % (column->code_count + 1));
        return (size_t)*cell < column->code_count ? value_code(column->codes[*cell]) : value_code(TEXT("no-such-code"));
    case VALUE_TEXT:
    case VALUE_UNKNOWN:
        break;
    }
    NEVER("a kind the policies of the packs do not have");
}
