/*
 * policy_entitle.h — is this person entitled, to what, why not, and what must still be asked?
 *
 * Values stand in the order of the policy's columns; VALUE_UNKNOWN is "not told":
 *
 *     struct value values[POLICY_COLUMNS_MAX] = {0};              all unknown
 *     values[policy_column_find(policy, TEXT("born"))] = value_day(day_of(1990, 5, 2));
 *     const struct policy_facts facts = {values, policy->column_count, today};
 *     const struct policy_result *result = policy_entitle(arena, policy, &facts);
 *     const struct policy_questions ask = policy_questions(arena, policy, &facts);    what to ask next; none: all is decided
 *
 * It fails closed: a value of another kind than the dictionary says, a code that does not exist, a number out of
 * bounds counts as unknown; a sum too big is unknown; unknown entitles nobody. The law's version is the one of the
 * line's anchor day; a parameter that has one value for the whole window is that value even when the day is unknown.
 * Long lists: policy_people.h. No clock is read: `as_of` is given, and equal facts give equal bytes.
 */
#pragma once

#include "engine/policy/policy.h"

struct policy_facts {
    const struct value *values;
    size_t count;     /* of values; those beyond it are unknown */
    struct day as_of; /* the day of the answer: `as_of` in rules */
};

enum policy_answer { POLICY_NO, POLICY_UNKNOWN, POLICY_YES };

/* The answer for one line, without reasons: nothing is allocated, for long lists. */
struct policy_verdict {
    enum policy_answer answer;
    bool at_least;       /* yes, and a supplement is still unknown: the amount may be higher */
    bool closed;         /* the last day to apply is over on as_of */
    uint32_t failed;     /* bit n: condition n of the line is no */
    uint32_t unknown;    /* bit n: nobody can tell; bit condition_count: the amount cannot be worked out */
    uint32_t paid_parts; /* bit n: supplement n is paid */
    uint8_t yields_to;   /* entitled, but this line of its group (index + 1) is kept instead; 0: none */
    int64_t base, amount; /* whole đồng; amount with supplements; 0 unless yes */
};

/* `verdicts` has room for policy->line_count. */
void policy_judge(const struct policy *policy, const struct policy_facts *facts, struct policy_verdict *verdicts);
/* What it says of one line, without judging those that cannot take anything from it. */
void policy_judge_line(const struct policy *policy, const struct policy_facts *facts, size_t line, struct policy_verdict *verdict);

struct policy_reading { /* a value that a condition read */
    struct text name;
    struct policy_words title;
    struct value value;
    const struct policy_column *column; /* NULL: a parameter, or as_of */
};

struct policy_reason { /* a condition that is not met, or not known to be */
    const struct policy_condition *condition; /* NULL: the amount */
    bool unknown;
    const struct policy_reading *readings;
    size_t reading_count;
};

struct policy_line_result {
    const struct policy_line *line;
    struct policy_verdict verdict;
    const struct policy_line *yields_to; /* NULL: none */
    const struct policy_reason *reasons; /* of "no": what failed; of "unknown": what is missing */
    size_t reason_count;
    const struct policy_column *const *missing; /* of "unknown": what would have to be told */
    size_t missing_count;
    const struct policy_paper *paper; /* of "unknown": the one paper that settles most of it; NULL: none is named */
    bool unconfirmed;                 /* rests on something a legal officer has not confirmed */
};

struct policy_result {
    const struct policy *policy; /* its hash belongs to the answer */
    struct day as_of;
    const struct policy_line_result *lines; /* in the order of the policy's */
    int64_t total;                          /* of all lines that are yes and yield to none; -1: beyond int64 */
};

const struct policy_result *policy_entitle(struct arena *arena, const struct policy *policy, const struct policy_facts *facts);

/* The same of verdicts worked out already, by policy_judge or in blocks (policy_people.h); of one line, whose verdict is that. */
const struct policy_result *policy_explain(struct arena *arena, const struct policy *policy, const struct policy_facts *facts,
                                           const struct policy_verdict *verdicts);
struct policy_line_result policy_explain_line(struct arena *arena, const struct policy *policy, const struct policy_facts *facts, size_t line,
                                              const struct policy_verdict *verdict);

/* The columns still unknown that could change an answer or an amount, in the order of the dictionary. */
struct policy_questions {
    const size_t *columns;
    size_t count;
};
struct policy_questions policy_questions(struct arena *arena, const struct policy *policy, const struct policy_facts *facts);

/*
 * For pages and JSON, in one language:
 *     {policy, title, hash, as_of, total, lines: [{id, title, answer: yes|no|unknown|yields, amount, at_least, closed,
 *      benefit, reasons: [{id, say, cite, unknown, unconfirmed, values: [{name, title, shown}]}], parts: [{id, say, amount, cite}],
 *      missing: [{name, title, ask}], paper: {title, issuer}, papers: […], steps: [{who, does, days, working, cite}],
 *      apply_at, apply_by, complain, yields_to, unconfirmed}]}
 * Amounts are {digits, shown}; what does not apply is left out.
 */
struct node *policy_result_node(struct arena *arena, const struct policy_result *result, enum language language);

/* ── values as people write them ── */

/* False, and `*value` untouched, when the text is no such value. An empty text is unknown, and no fault. */
MUST_CHECK bool policy_value_read(struct arena *arena, const struct policy_column *column, struct text text, struct value *value);
/* "có", "08/09/2021", "1.500.000", a code's title; "chưa biết" when unknown. `column` may be NULL. */
struct text policy_value_show(struct arena *arena, const struct policy_column *column, struct value value, enum language language);
