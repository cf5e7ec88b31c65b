/* fuzz: engine/policy */
/* Any bytes read as a table of persons: refused, told, or written in the other form and back, which says the same. */
#include "engine/policy/policy_table.h"
#include "engine/codec/columnar.h"
#include "engine/seal/seal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { OUT_MAX = 64 << 20 };

static const struct policy *small_policy(struct arena *arena)
{
    static const char yaml[] = "policy: small\ntitle: Mẫu\nlaw: {l: {name: L, from: 2021-01-01, confidence: A}}\ncolumns:\n"
                               "  day: {is: day, title: D}\n  days: {is: number, title: N, max: 200}\n  money: {is: number, title: M}\n"
                               "  sure: {is: truth, title: S}\n  home: {is: code, of: {a: A, b: B}, title: H}\n"
                               "lines:\n  one: {title: O, anchor: day, window: {from: 2021-01-01, to: 2021-12-31, cite: l Điều 1, say: W},\n"
                               "    conditions: {c: {if: \"days > 3 and sure and home = 'a' and money < 9\", cite: l Điều 2, say: C}}, benefit: B, once_per: person}\n"
                               "tests: [{name: t, as_of: 2021-09-08, given: {day: 2021-09-08}, expect: {one: unknown}}]\n";
    struct problems problems;
    struct failure why;
    REQUIRE(seal_ready(&why));
    problems_init(&problems, arena, 5);
    const struct policy *policy = policy_read(arena, TEXT("p.yaml"), text_of(yaml), &problems);
    REQUIRE(policy != NULL);
    return policy;
}

/* False when it was refused. */
static bool write_as(struct arena *arena, const struct policy *policy, struct text bytes, enum policy_table_form form, struct text *written, int64_t *strange)
{
    struct buffer CLOSING(buffer) out;
    struct policy_table_source source = {TEXT("a.csv"), bytes};
    struct policy_table_written told;
    struct problems problems;
    struct failure why;
    problems_init(&problems, arena, 5);
    buffer_init(&out, OUT_MAX);
    if (!policy_table_write(policy, &source, form, &out, &told, &problems, &why) || problems.errors > 0)
        return false;
    *written = text_copy(arena, buffer_text(&out));
    *strange = told.strange;
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *CLOSING(arena) arena = arena_open();
    const struct policy *policy = small_policy(arena);
    struct text given = {(const char *)data, size}, columnar, csv, again, twice;
    int64_t strange;
    (void)policy_table_is(policy, given);
    if (!write_as(arena, policy, given, POLICY_TABLE_CSV, &csv, &strange) || !write_as(arena, policy, given, POLICY_TABLE_COLUMNAR, &columnar, &strange))
        return 0;
    REQUIRE(columnar_is(columnar));
    REQUIRE(write_as(arena, policy, columnar, POLICY_TABLE_COLUMNAR, &again, &strange) && strange == 0 && text_equal(again, columnar));
    REQUIRE(write_as(arena, policy, columnar, POLICY_TABLE_CSV, &again, &strange) && strange == 0);
    REQUIRE(write_as(arena, policy, csv, POLICY_TABLE_COLUMNAR, &twice, &strange) && strange == 0);
    return 0;
}
