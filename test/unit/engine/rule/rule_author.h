/*
 * rule_author.h — writes random rules of a kind over the names of rule_sample.h.
 *
 *     struct dice dice = {20210908};
 *     author_write(&dice, &source, VALUE_TRUTH, 3);
 */
#pragma once

#include "base/buffer.h"
#include "base/value.h"

struct dice {
    uint64_t state; /* splitmix64 */
};

/* 0 to sides - 1. */
unsigned roll(struct dice *dice, unsigned sides);

/* Adds a rule that type-checks; calls lie up to `depth` deep in each other. */
void author_write(struct dice *dice, struct buffer *out, enum value_kind kind, unsigned depth);
