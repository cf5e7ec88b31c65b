/*
 * rule_steps_inside.h — a rule compiled: flat steps, the constants they use, the
 * slots they read. Written by rule_compile, run by rule_evaluate.
 */
#pragma once

#include "engine/rule/rule.h"
#include "engine/rule/rule_functions_inside.h"
#include "engine/rule/rule_tree_inside.h"

enum rule_step_kind {
#define STEP(name, word) RULE_STEP_##name,
#include "engine/rule/rule_steps.def"
#undef STEP
};

/* No rule within the limits needs more: at most two values wait on each level of the tree. */
enum { RULE_STACK_MAX = 2 * RULE_DEPTH_MAX + 2 };

struct rule_step {
    uint8_t step;      /* enum rule_step_kind */
    uint8_t type;      /* enum value_kind: of READ and of what is compared */
    uint16_t count;    /* of IN_CONSTANTS: how many */
    uint32_t operand;  /* READ: the slot; CONSTANT, IN_CONSTANTS: (first) index into constants; CALL: the function */
};

struct rule {
    struct text source;
    struct place place;
    enum value_kind kind;
    const struct rule_node *root;
    struct rule_step *steps;
    size_t step_count;
    struct value *constants;
    size_t constant_count;
    size_t *slots;            /* ascending */
    struct text *slot_names;  /* the name each has in the rule */
    size_t slot_count;
};
