/*
 * rule_parse.c — the rule's text as a tree. From the loosest binding to the tightest:
 *
 *     or · and · not · = != < <= > >= in between · + - · * · - (minus) · a value
 *
 * One function per level. Each gives NULL once a problem has been said.
 */
#include "engine/rule/rule_read_inside.h"

static struct rule_node *parse_any(struct rule_reader *reader);

static bool at_mark(const struct rule_reader *reader, const char *mark)
{
    return reader->token.kind == RULE_TOKEN_MARK && text_is(reader->token.source, mark);
}

static bool at_word(const struct rule_reader *reader, const char *word)
{
    return reader->token.kind == RULE_TOKEN_WORD && text_is(reader->token.source, word);
}

/* Goes past a mark or a word of the grammar if it stands here. */
static bool pass(struct rule_reader *reader, const char *expected)
{
    if (!at_mark(reader, expected) && !at_word(reader, expected))
        return false;
    rule_token_next(reader);
    return true;
}

/* Says that `code` stands at the current token: `code` itself, or its -end form where the rule has ended. */
static struct rule_node *complain_here(struct rule_reader *reader, const char *code, const char *code_at_end,
                                       struct text expected)
{
    if (reader->token.kind == RULE_TOKEN_END)
        rule_complain(reader, reader->token.source, code_at_end, expected, (struct text){0});
    else if (reader->token.kind != RULE_TOKEN_WRONG)
        rule_complain(reader, reader->token.source, code, reader->token.source, expected);
    reader->token.kind = RULE_TOKEN_WRONG;
    return NULL;
}

static bool need(struct rule_reader *reader, const char *expected)
{
    if (pass(reader, expected))
        return true;
    complain_here(reader, "rule.expected", "rule.ended", text_of(expected));
    return false;
}

/* Every call that can come round to itself goes through here, so the C stack has a ceiling too. */
static bool go_deeper(struct rule_reader *reader)
{
    if (reader->nesting++ < RULE_DEPTH_MAX)
        return true;
    if (reader->token.kind != RULE_TOKEN_WRONG)
        rule_complain(reader, reader->token.source, "rule.too-deep", (struct text){0}, (struct text){0});
    reader->token.kind = RULE_TOKEN_WRONG;
    return false;
}

/* The source from where `begin` begins to the end of the last token read. */
static struct text stretch(const struct rule_reader *reader, struct text begin)
{
    const char *end = reader->source.bytes + reader->read_until;
    return (struct text){begin.bytes, (size_t)(end - begin.bytes)};
}

static struct rule_node *make(struct rule_reader *reader, enum rule_node_kind kind, struct text source)
{
    struct rule_node *node = arena_make(reader->arena, sizeof *node);
    node->kind = kind;
    node->source = source;
    node->depth = 1;
    return node;
}

/* False, with a problem said, when `child` is NULL or the tree grows too deep. */
static bool adopt(struct rule_reader *reader, struct rule_node *node, struct rule_node *child)
{
    if (child == NULL)
        return false;
    list_add(&node->children, reader->arena, child);
    node->source = stretch(reader, node->source);
    if (child->depth >= node->depth)
        node->depth = child->depth + 1;
    if (node->depth <= RULE_DEPTH_MAX)
        return true;
    rule_complain(reader, node->source, "rule.too-deep", (struct text){0}, (struct text){0});
    reader->token.kind = RULE_TOKEN_WRONG;
    return false;
}

static struct rule_node *parse_number(struct rule_reader *reader, bool minus)
{
    struct text written = reader->token.source;
    struct decimal number;
    bool grouped_well = !text_ends(written, TEXT("_")) && !text_contains(written, TEXT("__"));
    if (!grouped_well || !decimal_read(text_replace(reader->arena, written, TEXT("_"), TEXT("")), &number))
        return complain_here(reader, "rule.number", "rule.number", written);
    if (minus)
        number.digits = -number.digits; /* written without a sign, so never the lowest int64 */
    struct rule_node *node = make(reader, RULE_LITERAL, written);
    node->value = value_number(number);
    return node;
}

static struct rule_node *parse_day(struct rule_reader *reader)
{
    struct day day;
    if (!day_read(reader->token.source, &day))
        return complain_here(reader, "rule.day", "rule.day", (struct text){0});
    struct rule_node *node = make(reader, RULE_LITERAL, reader->token.source);
    node->value = value_day(day);
    return node;
}

static struct rule_node *parse_quoted(struct rule_reader *reader)
{
    struct text written = reader->token.source;
    struct text inside = text_part(written, 1, written.length - 2);
    struct rule_node *node = make(reader, RULE_QUOTED, written);
    node->value = value_text(text_replace(reader->arena, inside, TEXT("''"), TEXT("'")));
    return node;
}

/* case when CONDITION then VALUE … else VALUE end */
static struct rule_node *parse_case(struct rule_reader *reader)
{
    struct rule_node *node = make(reader, RULE_CASE, reader->token.source);
    rule_token_next(reader);
    if (!need(reader, "when"))
        return NULL;
    do {
        if (!adopt(reader, node, parse_any(reader)) || !need(reader, "then") || !adopt(reader, node, parse_any(reader)))
            return NULL;
    } while (pass(reader, "when"));
    if (!need(reader, "else") || !adopt(reader, node, parse_any(reader)) || !need(reader, "end"))
        return NULL;
    node->source = stretch(reader, node->source);
    return node;
}

/* "(" has been passed; values between commas up to ")". */
static bool parse_values(struct rule_reader *reader, struct rule_node *node)
{
    do {
        if (!adopt(reader, node, parse_any(reader)))
            return false;
    } while (pass(reader, ","));
    if (!need(reader, ")"))
        return false;
    node->source = stretch(reader, node->source);
    return true;
}

/* What may be called: the three that need more than a table, then those of rule_functions.def. */
struct callable {
    struct text word;
    enum rule_node_kind kind;
    size_t function;    /* of RULE_CALL */
    size_t least, most; /* values between the parentheses */
};

enum { CALLABLES_OWN = 3, CALLABLES_MAX = 64 };

static struct callable callable_at(size_t index)
{
    static const struct callable OWN[CALLABLES_OWN] = {
        {TEXT_ENTRY("min"), RULE_MIN, 0, 2, SIZE_MAX},
        {TEXT_ENTRY("max"), RULE_MAX, 0, 2, SIZE_MAX},
        {TEXT_ENTRY("known"), RULE_KNOWN, 0, 1, 1},
    };
    if (index < CALLABLES_OWN)
        return OWN[index];
    const struct rule_function *function = rule_function_at(index - CALLABLES_OWN);
    return (struct callable){function->word, RULE_CALL, index - CALLABLES_OWN, function->count, function->count};
}

static size_t callable_count(void)
{
    return CALLABLES_OWN + rule_function_count();
}

static bool find_callable(struct text word, struct callable *callable)
{
    for (size_t i = 0; i < callable_count(); i++) {
        *callable = callable_at(i);
        if (text_equal(word, callable->word))
            return true;
    }
    return false;
}

static struct rule_node *complain_function(struct rule_reader *reader, struct text name)
{
    struct text known[CALLABLES_MAX];
    for (size_t i = 0; i < callable_count(); i++)
        known[i] = callable_at(i).word;
    struct text nearest = text_nearest(name, known, callable_count());
    rule_complain(reader, name, nearest.length > 0 ? "rule.function-near" : "rule.function", name, nearest);
    reader->token.kind = RULE_TOKEN_WRONG;
    return NULL;
}

/* The name has been passed, "(" is the current token. */
static struct rule_node *parse_call(struct rule_reader *reader, struct text name)
{
    struct callable callable;
    if (!find_callable(name, &callable))
        return complain_function(reader, name);
    struct rule_node *node = make(reader, callable.kind, name);
    node->function = callable.function;
    rule_token_next(reader);
    if (!parse_values(reader, node))
        return NULL;
    if (node->children.count >= callable.least && node->children.count <= callable.most)
        return node;
    rule_complain(reader, name, callable.most == SIZE_MAX ? "rule.arguments-least" : "rule.arguments", name,
                  text_format(reader->arena, "%zu", callable.least));
    reader->token.kind = RULE_TOKEN_WRONG;
    return NULL;
}

static struct rule_node *parse_word(struct rule_reader *reader)
{
    struct text word = reader->token.source;
    if (at_word(reader, "case"))
        return parse_case(reader);
    bool truth = at_word(reader, "yes");
    if (truth || at_word(reader, "no")) {
        struct rule_node *node = make(reader, RULE_LITERAL, word);
        node->value = value_truth(truth);
        rule_token_next(reader);
        return node;
    }
    if (rule_word_reserved(word))
        return complain_here(reader, "rule.expected-value", "rule.ended-value", (struct text){0});
    rule_token_next(reader);
    if (at_mark(reader, "("))
        return parse_call(reader, word);
    struct rule_node *node = make(reader, RULE_WORD, word);
    node->value = value_text(word); /* apart from `source`, which parentheses widen */
    return node;
}

static struct rule_node *parse_parentheses(struct rule_reader *reader)
{
    struct text begin = reader->token.source;
    rule_token_next(reader);
    struct rule_node *node = parse_any(reader);
    if (node == NULL || !need(reader, ")"))
        return NULL;
    node->source = stretch(reader, begin);
    return node;
}

/* Goes past the literal that `node` was made of. */
static struct rule_node *passed(struct rule_reader *reader, struct rule_node *node)
{
    rule_token_next(reader);
    return node;
}

static struct rule_node *parse_value(struct rule_reader *reader)
{
    switch (reader->token.kind) {
    case RULE_TOKEN_NUMBER:
        return passed(reader, parse_number(reader, false));
    case RULE_TOKEN_DAY:
        return passed(reader, parse_day(reader));
    case RULE_TOKEN_QUOTED:
        return passed(reader, parse_quoted(reader));
    case RULE_TOKEN_WORD:
        return parse_word(reader);
    case RULE_TOKEN_MARK:
        if (at_mark(reader, "("))
            return parse_parentheses(reader);
        break;
    case RULE_TOKEN_END:
    case RULE_TOKEN_WRONG:
        break;
    }
    return complain_here(reader, "rule.expected-value", "rule.ended-value", (struct text){0});
}

static struct rule_node *parse_minus(struct rule_reader *reader)
{
    struct text begin = reader->token.source;
    if (!pass(reader, "-"))
        return parse_value(reader);
    struct rule_node *node = NULL;
    if (reader->token.kind == RULE_TOKEN_NUMBER) {
        node = passed(reader, parse_number(reader, true));
        if (node != NULL)
            node->source = stretch(reader, begin);
        return node;
    }
    if (!go_deeper(reader))
        return NULL;
    node = make(reader, RULE_NEGATE, begin);
    bool fine = adopt(reader, node, parse_minus(reader));
    reader->nesting--;
    return fine ? node : NULL;
}

/* `left` and what follows it, joined under a new node. */
static struct rule_node *join(struct rule_reader *reader, enum rule_node_kind kind, struct rule_node *left,
                              struct rule_node *right)
{
    if (right == NULL)
        return NULL;
    struct rule_node *node = make(reader, kind, left->source);
    return adopt(reader, node, left) && adopt(reader, node, right) ? node : NULL;
}

static struct rule_node *parse_product(struct rule_reader *reader)
{
    struct rule_node *left = parse_minus(reader);
    while (left != NULL && pass(reader, "*"))
        left = join(reader, RULE_MULTIPLY, left, parse_minus(reader));
    return left;
}

static struct rule_node *parse_sum(struct rule_reader *reader)
{
    struct rule_node *left = parse_product(reader);
    while (left != NULL && (at_mark(reader, "+") || at_mark(reader, "-"))) {
        enum rule_node_kind kind = at_mark(reader, "+") ? RULE_ADD : RULE_SUBTRACT;
        rule_token_next(reader);
        left = join(reader, kind, left, parse_product(reader));
    }
    return left;
}

static bool at_order(const struct rule_reader *reader, enum rule_order *order)
{
    static const char *const marks[] = {"=", "!=", "<", "<=", ">", ">="}; /* as enum rule_order */
    for (size_t i = 0; i < LENGTH_OF(marks); i++)
        if (at_mark(reader, marks[i])) {
            *order = (enum rule_order)i;
            return true;
        }
    return false;
}

static struct rule_node *parse_in(struct rule_reader *reader, struct rule_node *left)
{
    struct rule_node *node = make(reader, RULE_IN, left->source);
    if (!adopt(reader, node, left) || !need(reader, "(") || !parse_values(reader, node))
        return NULL;
    return node;
}

static struct rule_node *parse_between(struct rule_reader *reader, struct rule_node *left)
{
    struct rule_node *node = make(reader, RULE_BETWEEN, left->source);
    if (!adopt(reader, node, left) || !adopt(reader, node, parse_sum(reader)) || !need(reader, "and") ||
        !adopt(reader, node, parse_sum(reader)))
        return NULL;
    return node;
}

/* a in (…), a between b and c, and with `not` before `in` or `between`. */
static struct rule_node *parse_membership(struct rule_reader *reader, struct rule_node *left)
{
    struct text begin = left->source;
    bool negated = pass(reader, "not");
    struct rule_node *node = NULL;
    if (pass(reader, "in"))
        node = parse_in(reader, left);
    else if (pass(reader, "between"))
        node = parse_between(reader, left);
    else
        return complain_here(reader, "rule.expected", "rule.ended", TEXT("in"));
    if (node == NULL || !negated)
        return node;
    struct rule_node *denial = make(reader, RULE_NOT, begin);
    return adopt(reader, denial, node) ? denial : NULL;
}

static struct rule_node *parse_comparison(struct rule_reader *reader)
{
    struct rule_node *left = parse_sum(reader);
    if (left == NULL)
        return NULL;
    if (at_word(reader, "in") || at_word(reader, "between") || at_word(reader, "not"))
        return parse_membership(reader, left);
    enum rule_order order;
    if (!at_order(reader, &order))
        return left;
    rule_token_next(reader);
    struct rule_node *node = join(reader, RULE_COMPARE, left, parse_sum(reader));
    if (node == NULL)
        return NULL;
    node->order = order;
    if (at_order(reader, &order)) /* a < b < c reads as one thing and would mean another */
        return complain_here(reader, "rule.chain", "rule.chain", (struct text){0});
    return node;
}

static struct rule_node *parse_not(struct rule_reader *reader)
{
    struct text begin = reader->token.source;
    if (!pass(reader, "not"))
        return parse_comparison(reader);
    if (!go_deeper(reader))
        return NULL;
    struct rule_node *node = make(reader, RULE_NOT, begin);
    bool fine = adopt(reader, node, parse_not(reader));
    reader->nesting--;
    return fine ? node : NULL;
}

/* One node for all that the word joins: `a and b and c` has three children. */
static struct rule_node *parse_joined(struct rule_reader *reader, enum rule_node_kind kind, const char *word,
                                      struct rule_node *(*parse_part)(struct rule_reader *))
{
    struct rule_node *first = parse_part(reader);
    if (first == NULL || !at_word(reader, word))
        return first;
    struct rule_node *node = make(reader, kind, first->source);
    if (!adopt(reader, node, first))
        return NULL;
    while (pass(reader, word))
        if (!adopt(reader, node, parse_part(reader)))
            return NULL;
    return node;
}

static struct rule_node *parse_and(struct rule_reader *reader)
{
    return parse_joined(reader, RULE_AND, "and", parse_not);
}

static struct rule_node *parse_any(struct rule_reader *reader)
{
    if (!go_deeper(reader))
        return NULL;
    struct rule_node *node = parse_joined(reader, RULE_OR, "or", parse_and);
    reader->nesting--;
    return node;
}

struct rule_node *rule_parse(struct rule_reader *reader)
{
    rule_token_next(reader);
    if (reader->token.kind == RULE_TOKEN_END) {
        rule_complain(reader, reader->token.source, "rule.empty", (struct text){0}, (struct text){0});
        return NULL;
    }
    struct rule_node *root = parse_any(reader);
    if (root != NULL && reader->token.kind != RULE_TOKEN_END)
        return complain_here(reader, "rule.left-over", "rule.left-over", (struct text){0});
    return root;
}
