/*
 * rule.h — what a written rule says of one row of values: yes, no or unknown; a number, a day …
 *
 * The rules language (docs/rules.md) is typed, total and has no loops. A rule is
 * read once, against the names it may use, and evaluated as often as needed:
 *
 *     struct text states[] = {TEXT("planned"), TEXT("under_way"), TEXT("reported")};
 *     struct rule_name names[] = {
 *         {.name = TEXT("state"), .kind = VALUE_CODE, .codes = states, .code_count = 3, .slot = 0},
 *         {.name = TEXT("dossiers"), .kind = VALUE_NUMBER, .slot = 1},
 *     };
 *     struct rule_scope scope = {names, LENGTH_OF(names)};
 *     struct rule *rule = rule_read(arena, TEXT("state in (under_way, reported) and dossiers > 0"),
 *                                   place, &scope, VALUE_TRUTH, problems);
 *     struct value slots[] = {value_code(TEXT("reported")), value_whole(12)};
 *     if (rule_holds(rule, slots, 2)) …
 *
 * Missing data is unknown and travels as in Kleene logic: `no and unknown` is no,
 * `yes and unknown` is unknown, a comparison with unknown is unknown. A sum that
 * leaves int64 is unknown, never a wrap. A rule that does not type-check is
 * refused; no rule holds for nobody.
 *
 * A rule lives in the arena it was read into and borrows nothing from the source,
 * the place or the scope. It never changes: many threads may evaluate it.
 */
#pragma once

#include "base/arena.h"
#include "base/problem.h"
#include "base/text.h"
#include "base/value.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    RULE_SOURCE_MAX = 8192, /* bytes */
    RULE_DEPTH_MAX = 64,    /* of parentheses and of the tree */
    RULE_STEPS_MAX = 4096,
    RULE_SLOT_MAX = 65535,  /* the highest slot number */
};

/* A name a rule may use, and the slot its value stands in. */
struct rule_name {
    struct text name;
    enum value_kind kind;     /* not VALUE_UNKNOWN */
    const struct text *codes; /* of a VALUE_CODE: those that exist … */
    size_t code_count;        /* … 0: any code is taken */
    size_t slot;
};

struct rule_scope {
    const struct rule_name *names;
    size_t count;
};

struct rule;

/*
 * Reads `source`, which must give a value of kind `wanted` (VALUE_UNKNOWN: any kind).
 * `place` is where the source begins; problems stand at their own line and column.
 * NULL when anything is wrong, and then at least one error was added.
 */
struct rule *rule_read(struct arena *arena, struct text source, struct place place, const struct rule_scope *scope,
                       enum value_kind wanted, struct problems *problems);

/* The kind of value the rule gives. */
enum value_kind rule_kind(const struct rule *rule);
/* The source, as it was read. */
struct text rule_source(const struct rule *rule);
/* The slots the rule reads, ascending, each once; the array lives as long as the rule. */
const size_t *rule_slots(const struct rule *rule, size_t *count);

/*
 * The rule's value for one row: `slots[n]` is the value of the name with slot n, of
 * its declared kind or unknown (another kind is a bug). Allocates nothing. Texts in
 * the value borrow from `slots` or from the rule. NULL instead of a rule gives unknown.
 */
struct value rule_evaluate(const struct rule *rule, const struct value *slots, size_t count);

/* Is the answer a plain yes? Unknown is not; no rule (NULL) is not. */
bool rule_holds(const struct rule *rule, const struct value *slots, size_t count);

/* The same value, worked out slowly over the tree: what tests compare rule_evaluate with. */
struct value rule_evaluate_slowly(const struct rule *rule, const struct value *slots, size_t count);

/* The compiled steps, one a line, numbered: for `define check` and for tests. */
struct text rule_explain(struct arena *arena, const struct rule *rule);

/* What a condition read: a name and the value that stood there (unknown: it was missing). */
struct rule_reading {
    struct text name;
    struct value value;
};

/* A condition that was not met. */
struct rule_reason {
    struct text source;   /* as written in the rule */
    bool unknown;         /* nobody can say, because a value is missing; else the answer is no */
    uint32_t line, column; /* where it begins, as problems count */
    const struct rule_reading *readings;
    size_t reading_count;
};

struct rule_reasons {
    const struct rule_reason *items;
    size_t count; /* 0: the rule holds */
};

/*
 * Why a truth rule does not hold: of conditions joined by `and`, those that are no
 * or unknown, in the order written; any other rule is one condition.
 * Texts borrow from the rule and from `slots`.
 */
struct rule_reasons rule_reasons(struct arena *arena, const struct rule *rule, const struct value *slots, size_t count);

/* Does it ask known(…) anywhere? Else more knowledge only ever turns unknown into yes, no or a value. */
bool rule_asks_known(const struct rule *rule);

/*
 * The slots that must be known before the rule's value is, each once: a part whose answer is known already asks for
 * nothing (of `a and b` with a = no, b is not asked). None when the value is known; NULL has none either.
 */
const size_t *rule_missing(struct arena *arena, const struct rule *rule, const struct value *slots, size_t count, size_t *missing);
