/*
 * rule_tree_inside.h — a rule as a tree: what the parser builds, the checker
 * types, the compiler flattens and the slow evaluator walks.
 *
 * `and`, `or`, `in`, `case`, `min` and `max` have as many children as were written:
 *     in      the value, then the items
 *     case    condition, value, condition, value, …, and last the `else` value
 * The checker leaves no RULE_WORD and no RULE_QUOTED behind, and sets every `type`.
 */
#pragma once

#include "base/list.h"
#include "engine/rule/rule.h"
#include "engine/rule/rule_functions_inside.h"

enum rule_node_kind {
    RULE_LITERAL,
    RULE_QUOTED, /* 'x': a text or a code, by what stands beside it */
    RULE_WORD,   /* a name or a code, likewise */
    RULE_NAME,
    RULE_AND,
    RULE_OR,
    RULE_NOT,
    RULE_COMPARE,
    RULE_IN,
    RULE_BETWEEN,
    RULE_ADD,
    RULE_SUBTRACT,
    RULE_MULTIPLY,
    RULE_NEGATE,
    RULE_CASE,
    RULE_MIN,
    RULE_MAX,
    RULE_CALL, /* of a function of rule_functions.def */
    RULE_KNOWN,
};

enum rule_order { RULE_EQUAL, RULE_DIFFERS, RULE_LESS, RULE_LESS_OR_EQUAL, RULE_MORE, RULE_MORE_OR_EQUAL };

struct rule_node {
    enum rule_node_kind kind;
    enum value_kind type;  /* set by the checker */
    enum rule_order order; /* of RULE_COMPARE */
    size_t slot;           /* of RULE_NAME */
    size_t function;       /* of RULE_CALL: its place in rule_functions.def */
    size_t depth;          /* 1 for a leaf */
    struct text source;    /* its stretch of the rule's source, parentheses around it included */
    struct value value;    /* of RULE_LITERAL; the word; the text between quotes */
    struct list children;  /* struct rule_node */
};

static inline struct rule_node *rule_child(const struct rule_node *node, size_t index)
{
    return node->children.items[index];
}

/* Evaluates one node; `slots` has every slot the rule reads. */
struct value rule_node_evaluate(const struct rule_node *node, const struct value *slots);
