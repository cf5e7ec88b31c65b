/* sample.h — test/golden/policy/sample.yaml, read as it is or with one place written otherwise. */
#pragma once

#include "engine/policy/policy_entitle.h"

struct text sample_bytes(struct arena *arena);
/* With `old`, which must stand in it, written as `now`. */
struct text sample_bytes_with(struct arena *arena, const char *old, const char *now);
/* The sample, good. */
const struct policy *sample_policy(struct arena *arena);

/* One that comes with danvan: "nq-68-2021". */
const struct policy *pack_policy(struct arena *arena, const char *id);

/* A person of the sample: "insured=yes days_stopped=20"; what is not said is unknown. */
struct policy_facts sample_person(struct arena *arena, const struct policy *policy, const char *said, struct day as_of);

/* The next number of a row of random ones (splitmix64). */
uint64_t sample_next(uint64_t *seed);
/* One random value as its column holds it, sometimes out of bounds, and the same as a value. */
struct value sample_random(const struct policy_column *column, uint64_t *seed, int32_t *cell);
