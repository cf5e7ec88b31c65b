/*
 * rule_kernels_inside.h — the loops under rules over columns: one operator over RULE_BLOCK rows.
 *
 * Written once, in rule_kernels.def, and compiled twice: for every processor of the kind,
 * and for those with AVX2. Every loop is over the whole block, so that the compiler makes
 * vector instructions of it; rows behind the last one hold something and mean nothing.
 * No result may stand where an input stands, but for `byte_drop`.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rule_range {
    int64_t least, most;
};

/* Of numbers of one width. */
struct rule_lane_kernels {
    void (*ranges)(uint8_t *inside, const void *a, const struct rule_range *ranges, size_t count,
                   bool turned);
    void (*equal)(uint8_t *same, const void *a, const void *b);
    void (*less)(uint8_t *less, const void *a, const void *b);
    void (*add)(void *sum, const void *a, const void *b);
    void (*subtract)(void *difference, const void *a, const void *b);
    void (*multiply)(void *product, const void *a, const void *b);
    void (*least)(void *least, const void *a, const void *b);
    void (*most)(void *most, const void *a, const void *b);
    void (*choose)(void *chosen, const uint8_t *condition, const void *value, const void *other);
    void (*fill)(void *values, int64_t value);
    void (*keep)(void *kept, const void *a, const uint8_t *missing); /* 0 where missing */
    void (*translate)(int32_t *translated, const void *a, const int32_t *table, const uint8_t *missing);
    void (*pay)(int64_t *amounts, const void *a, const uint8_t *wanted); /* 0 where not wanted */
    void (*widen[4])(void *wide, const void *a); /* by the width of the result; NULL where it is not wider */
};

struct rule_kernels {
    const char *instructions;
    struct rule_lane_kernels lanes[4]; /* by enum rule_width */
    void (*byte_and)(uint8_t *c, const uint8_t *a, const uint8_t *b);
    void (*byte_or)(uint8_t *c, const uint8_t *a, const uint8_t *b);
    void (*byte_not)(uint8_t *c, const uint8_t *a);
    void (*byte_differ)(uint8_t *c, const uint8_t *a, const uint8_t *b);
    void (*byte_drop)(uint8_t *a, const uint8_t *b); /* a and not b */
    bool (*byte_any)(const uint8_t *a);
    /* Missing in a choice: where the condition may be either, both values must be known and the same. */
    void (*choose_missing)(uint8_t *missing, const uint8_t *const condition[2],
                           const uint8_t *const values[2], const uint8_t *same);
    void (*none_set)(uint8_t *holds, const uint8_t *plane);               /* holds and no bit of the plane */
    void (*set_bits)(uint8_t *plane, const uint8_t *bytes, unsigned bit); /* the plane or bytes << bit */
    void (*set_bits_where_not)(uint8_t *plane, const uint8_t *bytes, unsigned bit); /* likewise of not bytes */
    void (*civil)(int32_t *civil, const int32_t *days);
    void (*age)(int32_t *years, uint8_t *before, const int32_t *born, const int32_t *on);
    void (*add_checked)(int64_t *sum, uint8_t *overflow, const int64_t *a, const int64_t *b);
    void (*subtract_checked)(int64_t *difference, uint8_t *overflow, const int64_t *a, const int64_t *b);
    void (*multiply_checked)(int64_t *product, uint8_t *overflow, const int64_t *a, const int64_t *b);
    void (*whole)(int64_t *whole, uint8_t *fraction, const int64_t *digits, int64_t divisor);
};

extern const struct rule_kernels rule_kernels_baseline;
#if defined(__x86_64__)
extern const struct rule_kernels rule_kernels_avx2;
#endif
