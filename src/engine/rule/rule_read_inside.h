/*
 * rule_read_inside.h — what is shared while a rule is being read: where we are,
 * which names exist, where problems go.
 *
 * The three passes, in order: rule_parse (text to tree), rule_check (names, codes,
 * types), rule_compile (tree to steps). Each says what is wrong and gives false or
 * NULL; the parser stops at the first fault, the checker finds all.
 */
#pragma once

#include "engine/rule/rule_steps_inside.h"
#include "engine/rule/rule_tree_inside.h"

enum rule_token_kind {
    RULE_TOKEN_END,
    RULE_TOKEN_NUMBER,
    RULE_TOKEN_DAY,
    RULE_TOKEN_QUOTED,
    RULE_TOKEN_WORD,
    RULE_TOKEN_MARK, /* ( ) , + - * = != < <= > >= */
    RULE_TOKEN_WRONG /* a problem has been said */
};

struct rule_token {
    enum rule_token_kind kind;
    struct text source;
};

struct rule_reader {
    struct arena *arena;
    struct text source; /* the rule's own copy */
    struct place place; /* of its first byte */
    const struct rule_scope *scope;
    struct problems *problems;
    size_t at;               /* behind the current token */
    struct rule_token token; /* the current one */
    size_t read_until;       /* where the token before it ended */
    size_t nesting;          /* of parser calls, up to RULE_DEPTH_MAX */
};

/* Adds a problem standing where `source`, a part of the reader's source, begins. */
void rule_complain(struct rule_reader *reader, struct text source, const char *code, struct text first,
                   struct text second);
/* Line and column of a part of the source. */
struct place rule_place(struct text whole, struct place begin, struct text part);

/* Moves reader->token on. */
void rule_token_next(struct rule_reader *reader);
/* Is this word part of the grammar (and, case, yes …), so that no name can be it? */
bool rule_word_reserved(struct text word);

struct rule_node *rule_parse(struct rule_reader *reader);
bool rule_check(struct rule_reader *reader, struct rule_node *root, enum value_kind wanted);
bool rule_compile(struct rule_reader *reader, struct rule *rule);
