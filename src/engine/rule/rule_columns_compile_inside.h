/*
 * rule_columns_compile_inside.h — what is shared while rules are compiled for columns.
 *
 *     columns_step      a step, or the equal one that is there already
 *     columns_numbers   comparing and calculating: which width, which scale, does it fit
 */
#pragma once

#include "base/map.h"
#include "engine/rule/rule_columns_inside.h"

enum { COLUMNS_BUCKETS = 4096 };

struct columns_maker {
    struct arena *arena;
    struct rule_columns *rules;
    const struct rule *rule;           /* being compiled */
    struct map *codes;                 /* uint32_t *: the number of each code and text */
    uint32_t buckets[COLUMNS_BUCKETS]; /* of steps by their hash; 0: none, else one more than the step */
    uint32_t *next;                    /* of each step: the next in its bucket, likewise */
    size_t steps_room, ranges_room, rules_room;
    uint32_t stack[RULE_STACK_MAX];
    size_t height;
    bool unproven; /* this rule goes row by row */
    bool too_many; /* beyond RULE_COLUMN_STEPS_MAX */
};

uint32_t columns_step(struct columns_maker *maker, struct column_step step);
struct column_step *columns_at(struct columns_maker *maker, uint32_t step);
uint32_t columns_constant(struct columns_maker *maker, struct column_step step);
uint32_t columns_truth(struct columns_maker *maker, enum column_step_kind kind, uint32_t a, uint32_t b);
uint32_t columns_ranges(struct columns_maker *maker, uint32_t a, const struct rule_range *ranges,
                        size_t count, bool turned);
uint32_t columns_code(struct columns_maker *maker, struct text code);

/* Truths as 0 and 1; all else as it is. */
uint32_t columns_as_number(struct columns_maker *maker, uint32_t a);
uint32_t columns_compare(struct columns_maker *maker, enum rule_step_kind step, uint32_t a, uint32_t b);
uint32_t columns_in_constants(struct columns_maker *maker, uint32_t a, const uint32_t *constants,
                              size_t count);
uint32_t columns_calculate(struct columns_maker *maker, enum rule_step_kind step, uint32_t a, uint32_t b);
uint32_t columns_choose(struct columns_maker *maker, uint32_t other, uint32_t condition, uint32_t value);
uint32_t columns_widen(struct columns_maker *maker, uint32_t a, enum rule_width width);
void columns_bounds(enum value_kind kind, enum rule_width width, int64_t *least, int64_t *most);
