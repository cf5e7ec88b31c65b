/*
 * policy_inside.h — what the reader, the judge and the check of a policy share.
 *
 * Slots of the rules: the columns in their order, then as_of, then the parameters.
 */
#pragma once

#include "engine/codec/yaml_fields.h"
#include "engine/policy/policy_entitle.h"

enum { POLICY_SLOTS_MAX = POLICY_COLUMNS_MAX + 1 + POLICY_PARAMS_MAX };

static inline size_t policy_slot_as_of(const struct policy *policy)
{
    return policy->column_count;
}

static inline size_t policy_slot_count(const struct policy *policy)
{
    return policy->column_count + 1 + policy->param_count;
}

/* ── tests beside the rules ── */

enum policy_want { POLICY_WANT_NO, POLICY_WANT_UNKNOWN, POLICY_WANT_YES, POLICY_WANT_YIELDS, POLICY_WANT_AMOUNT };

struct policy_expectation {
    size_t line;
    enum policy_want want;
    int64_t amount;
    bool because_given;
    uint32_t because; /* of "no": exactly these conditions failed; of "unknown": these are unknown */
    struct place place;
};

struct policy_test {
    struct text name;
    struct policy_facts facts;
    const struct policy_expectation *expected;
    size_t expected_count;
    struct place place;
};

struct policy_tests {
    const struct policy_test *items;
    size_t count;
};

/* ── judging, with one condition left out or turned round: how policy_check tries the tests ── */

enum policy_mutation_kind { POLICY_UNCHANGED, POLICY_DROPPED, POLICY_NEGATED, POLICY_NEVER_PAID, POLICY_ALWAYS_PAID };

struct policy_mutation {
    enum policy_mutation_kind kind;
    size_t line, index; /* of the condition or the supplement */
};

/* What rules of one line read; `slots` has room for POLICY_SLOTS_MAX. */
void policy_slots_fill(const struct policy *policy, const struct policy_facts *facts, struct value *slots);
void policy_slots_anchor(const struct policy *policy, const struct policy_line *line, struct value *slots);
void policy_judge_mutated(const struct policy *policy, const struct policy_facts *facts, const struct policy_mutation *mutation,
                          struct policy_verdict *verdicts);
/* Which line of each group is kept. */
void policy_groups_judge(const struct policy *policy, struct policy_verdict *verdicts);
/* What all lines that are yes and yield to none come to; -1: beyond int64. */
int64_t policy_total(const struct policy *policy, const struct policy_verdict *verdicts);
/* The value in force on that day; NULL when none is. */
const struct policy_value *policy_param_on(const struct policy_param *param, struct day day);
/* The only value from `from` to `to`, which it covers; NULL when there are several or none. */
const struct policy_value *policy_param_only(const struct policy_param *param, struct day from, struct day to);
/* A day of the window without a value; false when it is covered. */
bool policy_param_gap(const struct policy_param *param, struct day from, struct day to, struct day *gap);
/* The value when it is one that the column may have, else unknown. */
struct value policy_value_admit(const struct policy_column *column, struct value value);
/* Whole đồng, not negative; false for anything else, unknown too. */
bool policy_money(struct value value, int64_t *money);

/* ── reading ── */

struct policy_reader {
    struct arena *arena;
    struct problems *problems;
    struct text file;
    struct policy *made;
    struct rule_scope scope; /* once columns and parameters are read */
};

void policy_complain(struct policy_reader *reader, struct place place, const char *code, struct text first, struct text second);
/* The problem `code` of a word that is none of `known`, with the nearest, or the first few. */
void policy_complain_unknown(struct policy_reader *reader, struct place place, const char *code, struct text word,
                             struct yaml_words known);
struct place policy_entry_place(const struct yaml_fields *in, const struct node_entry *entry);
struct place policy_value_place(const struct yaml_fields *in, const char *key);
bool policy_count_check(struct policy_reader *reader, const struct yaml_fields *in, const struct node *node, size_t ceiling);
/* A small word of letters, digits, - and _; else a problem. */
bool policy_id_check(struct policy_reader *reader, struct text id, struct place place);
/* {vi, en}, or a text alone, which is Vietnamese. */
bool policy_words_read(struct policy_reader *reader, const struct yaml_fields *in, const char *key, enum yaml_need need,
                       struct policy_words *words);
/* A text or a list of texts under `key`. */
const struct text *policy_texts_read(struct policy_reader *reader, const struct yaml_fields *in, const char *key, size_t ceiling,
                                     size_t *count);
void policy_confidence_read(const struct yaml_fields *in, enum policy_confidence *confidence);
/* Law and article under `cite`, with the `confidence` beside it; must be there: nothing without an article. */
void policy_cite_read(struct policy_reader *reader, const struct yaml_fields *in, struct policy_cite *cite);
/* The rule under `key`; NULL when there is none or it is wrong. */
const struct rule *policy_rule_read(struct policy_reader *reader, const struct yaml_fields *in, const char *key, enum yaml_need need,
                                    enum value_kind wanted);
/* The value a parameter or a test gives, as written in a file: 1_500_000, 2021-09-08, yes. */
bool policy_scalar_read(struct arena *arena, enum value_kind kind, struct text text, struct value *value);
const struct policy_paper *policy_paper_read(struct policy_reader *reader, const struct yaml_fields *in, const char *key);
const struct policy_paper *policy_paper_named(struct policy_reader *reader, struct text id, struct place place);

void policy_laws_read(struct policy_reader *reader, const struct yaml_fields *in);
void policy_papers_read(struct policy_reader *reader, const struct yaml_fields *in);
void policy_columns_read(struct policy_reader *reader, const struct yaml_fields *in);
void policy_params_read(struct policy_reader *reader, const struct yaml_fields *in);
void policy_groups_read(struct policy_reader *reader, const struct yaml_fields *in);
void policy_lines_read(struct policy_reader *reader, const struct yaml_fields *in);
void policy_tests_read(struct policy_reader *reader, const struct yaml_fields *in);
