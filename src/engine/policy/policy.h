/*
 * policy.h — what does a policy promise: to whom, how much, under which article, by when?
 *
 * A policy is one YAML file (docs/policies.md is the grammar): laws, a data dictionary, dated
 * parameters, lines of support with their conditions, and tests. It is read once:
 *
 *     const struct policy *policy = policy_read(arena, TEXT("nq-68.yaml"), bytes, &problems);
 *     if (policy == NULL || !policy_check(policy, &problems)) …      each problem at file:line:column
 *
 * policy_read refuses what does not fit together: a condition without an article, a column that the
 * dictionary does not have, a parameter that leaves a day of a line's window without a value.
 * policy_check then tries it: its tests must pass, each condition must decide at least one of them,
 * and lines that exclude each other must say which one is kept.
 *
 * Who is entitled: policy_entitle.h. What lists got wrong: policy_findings.h.
 *
 * A policy lives in the arena it was read into, borrows nothing and never changes: many threads may use it.
 * Amounts are whole đồng.
 */
#pragma once

#include "base/arena.h"
#include "base/day.h"
#include "base/node.h"
#include "base/problem.h"
#include "base/value.h"
#include "engine/rule/rule.h"

enum {
    POLICY_BYTES_MAX = 1 << 20,
    POLICY_LAWS_MAX = 40,
    POLICY_PAPERS_MAX = 60,
    POLICY_COLUMNS_MAX = 120,
    POLICY_CODES_MAX = 60,       /* of one column */
    POLICY_PARAMS_MAX = 120,
    POLICY_VALUES_MAX = 40,      /* of one parameter */
    POLICY_GROUPS_MAX = 16,
    POLICY_LINES_MAX = 32,
    POLICY_CONDITIONS_MAX = 31,  /* of one line, its window included: a bit each, one bit is left for the amount */
    POLICY_SUPPLEMENTS_MAX = 8,  /* of one line */
    POLICY_STEPS_MAX = 16,
    POLICY_TESTS_MAX = 400,
    POLICY_HASH_LETTERS = 64,
};

struct policy_words {
    struct text vi, en; /* en falls back to vi */
};
struct text policy_words_in(struct policy_words words, enum language language);

enum policy_confidence { POLICY_A, POLICY_B, POLICY_C }; /* C is shown as "chưa xác nhận" */

struct policy_law {
    struct text id;            /* "qd-23-2021-ttg"; in a pack also an instrument of instruments.yaml */
    struct policy_words name;  /* "Quyết định 23/2021/QĐ-TTg" */
    struct day from, to;       /* in force; DAY_NONE: open */
    const struct text *amends; /* ids of laws it changes */
    size_t amend_count;
    enum policy_confidence confidence;
    struct place place;
};

/* Law and article, as written: "qd-23-2021-ttg Điều 13.1". */
struct policy_cite {
    const struct policy_law *law;
    struct text article;              /* "Điều 13.1" */
    enum policy_confidence confidence;
};
/* "Điều 13.1, Quyết định 23/2021/QĐ-TTg". */
struct text policy_cite_write(struct arena *arena, struct policy_cite cite, enum language language);

struct policy_paper { /* what proves something, and who issues it */
    struct text id;
    struct policy_words title, issuer;
};

struct policy_code_words { /* what else lists write for a code */
    const struct text *words;
    size_t count;
};

struct policy_column { /* one entry of the data dictionary; its place in policy.columns is its slot */
    struct text name;
    enum value_kind kind;             /* truth, number, day, code, text */
    struct policy_words title, ask, hint; /* ask: the question to a resident, in plain words; may be empty: never asked */
    const struct text *codes;
    const struct policy_words *code_titles;
    const struct policy_code_words *code_words; /* of each code; NULL: none */
    size_t code_count;
    struct decimal least, most;       /* of a number; what lies outside is unknown. least is 0 unless the file says else */
    const struct policy_paper *paper; /* proves it; NULL: none named */
    const struct text *headings;      /* other words that head it in lists */
    size_t heading_count;
    bool sensitive;                   /* health, pregnancy, poverty, merit: never kept beyond a check run */
    struct place place;
};

struct policy_value {
    struct day from, to; /* both ends count; DAY_NONE: open */
    struct value value;
    struct policy_cite cite;
    struct place place;
};

struct policy_param {
    struct text name;
    struct policy_words title;
    enum value_kind kind;              /* number, day, truth */
    const struct policy_value *values; /* in order of time, apart */
    size_t count;
    struct place place;
};

struct policy_condition {
    struct text id;           /* "window" for a line's window, always the first */
    const struct rule *rule;
    struct policy_words say;  /* what is required, in plain words */
    struct policy_cite cite;
    const struct policy_paper *paper; /* proves it, in place of its columns' papers; may be NULL */
    struct place place;
};

struct policy_supplement { /* paid on top to who is entitled */
    struct text id;
    const struct rule *where, *pay;
    struct policy_words say;
    struct policy_cite cite;
    struct place place;
};

enum policy_once { POLICY_ONCE_PERSON, POLICY_ONCE_CHILD, POLICY_ONCE_HOUSEHOLD, POLICY_ONCE_EMPLOYER, POLICY_REPEATED };

enum policy_outcome { POLICY_STEP, POLICY_DECIDED, POLICY_PAID }; /* what a step of the chain ends with */

struct policy_step { /* one office's turn; steps follow each other, the first from the day of application */
    struct text id;
    struct policy_words who, does;
    int days;     /* 0: no limit is known, and then none of what follows either */
    bool working; /* working days, else calendar days */
    enum policy_outcome ends;
    struct policy_cite cite;
};

enum policy_pick { POLICY_PICK_NONE, POLICY_PICK_HIGHEST, POLICY_PICK_FIRST };

struct policy_group { /* lines of which a person gets one */
    struct text id;
    struct policy_words title;
    enum policy_pick pick;
    struct policy_cite cite;
    struct place place;
};

struct policy_line {
    struct text id;
    struct policy_words title, benefit;   /* benefit: what is given when it is not money; may be empty */
    struct policy_words apply_at, complain;
    size_t anchor;                        /* the slot whose day picks the parameters' versions: a column, or policy.column_count for as_of */
    struct day from, to;                  /* the window the anchor must lie in; to may be DAY_NONE */
    const struct policy_condition *conditions;
    size_t condition_count;
    const struct rule *pay;               /* NULL: nothing in money */
    struct policy_cite pay_cite;
    const struct policy_supplement *supplements;
    size_t supplement_count;
    const struct policy_group *group;     /* NULL: excludes nothing */
    enum policy_once once;
    struct day apply_by;                  /* last day to apply; DAY_NONE: none known */
    struct policy_cite apply_by_cite;
    const struct policy_step *steps;
    size_t step_count;
    const struct policy_paper *const *papers; /* of the dossier */
    size_t paper_count;
    bool sensitive;                       /* its name alone tells of health: only totals are kept */
    struct place place;
};

struct policy {
    struct text id;
    struct policy_words title;
    const struct policy_law *laws;
    size_t law_count;
    const struct policy_paper *papers;
    size_t paper_count;
    const struct policy_column *columns;
    size_t column_count;
    const struct policy_param *params;
    size_t param_count;
    const struct policy_group *groups;
    size_t group_count;
    const struct policy_line *lines;
    size_t line_count;
    char hash[POLICY_HASH_LETTERS + 1];   /* SHA-256 of the file's bytes */
    const struct policy_tests *tests;
};

/*
 * Reads a file; NULL when anything is wrong, and then at least one error was added. `file` is where problems stand.
 * policy_read_tree does the same with what yaml_read made of the same bytes.
 */
const struct policy *policy_read(struct arena *arena, struct text file, struct text bytes, struct problems *problems);
const struct policy *policy_read_tree(struct arena *arena, struct text file, struct text bytes, const struct node *root,
                                      struct problems *problems);

/* Runs the tests and tries the conditions and groups; true when no error was added. */
bool policy_check(const struct policy *policy, struct problems *problems);

/* NULL, or the count for policy_column_find, when there is none. */
const struct policy_line *policy_line_find(const struct policy *policy, struct text id);
size_t policy_column_find(const struct policy *policy, struct text name);
/* The column a list's heading means: by name, title or another heading, without diacritics; the count when none. */
size_t policy_column_by_heading(const struct policy *policy, struct arena *scratch, struct text heading);
