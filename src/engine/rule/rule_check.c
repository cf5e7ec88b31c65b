/*
 * rule_check.c — names, codes and types: what each word of the tree is, and that it fits.
 *
 * A bare word or a quoted text says by itself not what it is: `reported` may be a
 * field or a code. What stands beside it decides. So for each place the checker
 * first looks which kind its parts have of themselves, then wishes that kind of all.
 */
#include "engine/rule/rule_read_inside.h"

/* What a place needs. */
struct wish {
    enum value_kind kind;            /* VALUE_UNKNOWN: any */
    const struct rule_name *domain;  /* of a code: the name whose codes are meant; or NULL */
};

static bool check(struct rule_reader *reader, struct rule_node *node, struct wish wish);

static const struct rule_name *find_name(const struct rule_reader *reader, struct text word)
{
    for (size_t i = 0; i < reader->scope->count; i++)
        if (text_equal(reader->scope->names[i].name, word))
            return &reader->scope->names[i];
    return NULL;
}

static bool has_code(const struct rule_name *domain, struct text word)
{
    for (size_t i = 0; i < domain->code_count; i++)
        if (text_equal(domain->codes[i], word))
            return true;
    return false;
}

/* What the node is of itself, before any wish; kind VALUE_UNKNOWN while that depends on its neighbours. */
static struct wish own_kind(const struct rule_reader *reader, const struct rule_node *node);

/* The first child that is something of itself, from `first` on in steps of `step`. */
static struct wish own_kind_among(const struct rule_reader *reader, const struct rule_node *node, size_t first,
                                  size_t step)
{
    struct wish own = {VALUE_UNKNOWN, NULL};
    for (size_t i = first; i < node->children.count && own.kind == VALUE_UNKNOWN; i += step)
        own = own_kind(reader, rule_child(node, i));
    return own;
}

/* The values of a `case`: each second child, and the last. */
static struct wish own_kind_of_case(const struct rule_reader *reader, const struct rule_node *node)
{
    struct wish own = own_kind_among(reader, node, 1, 2);
    return own.kind != VALUE_UNKNOWN ? own : own_kind(reader, rule_child(node, node->children.count - 1));
}

static struct wish own_kind(const struct rule_reader *reader, const struct rule_node *node)
{
    const struct rule_name *name = NULL;
    switch (node->kind) {
    case RULE_LITERAL:
        return (struct wish){node->value.kind, NULL};
    case RULE_WORD:
    case RULE_NAME:
        name = find_name(reader, node->value.text);
        return name == NULL ? (struct wish){VALUE_UNKNOWN, NULL} : (struct wish){name->kind, name};
    case RULE_QUOTED:
        return (struct wish){VALUE_UNKNOWN, NULL};
    case RULE_CASE:
        return own_kind_of_case(reader, node);
    case RULE_MIN:
    case RULE_MAX:
        return own_kind_among(reader, node, 0, 1);
    case RULE_ADD:
    case RULE_SUBTRACT:
    case RULE_MULTIPLY:
    case RULE_NEGATE:
        return (struct wish){VALUE_NUMBER, NULL};
    case RULE_CALL:
        return (struct wish){rule_function_at(node->function)->gives, NULL};
    case RULE_AND:
    case RULE_OR:
    case RULE_NOT:
    case RULE_COMPARE:
    case RULE_IN:
    case RULE_BETWEEN:
    case RULE_KNOWN:
        break;
    }
    return (struct wish){VALUE_TRUTH, NULL};
}

static bool complain_kind(struct rule_reader *reader, const struct rule_node *node, enum value_kind wanted)
{
    static const char *const codes[] = {
        [VALUE_TRUTH] = "rule.wants-truth", [VALUE_NUMBER] = "rule.wants-number", [VALUE_TEXT] = "rule.wants-text",
        [VALUE_DAY] = "rule.wants-day",     [VALUE_CODE] = "rule.wants-code",
    };
    rule_complain(reader, node->source, codes[wanted], node->source, (struct text){0});
    return false;
}

/* The node is of kind `own`: is that what was wished? */
static bool settle(struct rule_reader *reader, struct rule_node *node, enum value_kind own, struct wish wish)
{
    node->type = own;
    return wish.kind == VALUE_UNKNOWN || wish.kind == own || complain_kind(reader, node, wish.kind);
}

static bool complain_code(struct rule_reader *reader, const struct rule_node *node, struct text word,
                          const struct rule_name *domain)
{
    struct text nearest = text_nearest(word, domain->codes, domain->code_count);
    if (nearest.length > 0)
        rule_complain(reader, node->source, "rule.code-near", word, nearest);
    else
        rule_complain(reader, node->source, "rule.code", word,
                      text_join(reader->arena, domain->codes, domain->code_count, TEXT(", ")));
    return false;
}

static bool become_code(struct rule_reader *reader, struct rule_node *node, struct text word, struct wish wish)
{
    if (wish.domain != NULL && wish.domain->code_count > 0 && !has_code(wish.domain, word))
        return complain_code(reader, node, word, wish.domain);
    node->kind = RULE_LITERAL;
    node->value = value_code(word);
    node->type = VALUE_CODE;
    return true;
}

static bool become_name(struct rule_reader *reader, struct rule_node *node, const struct rule_name *name,
                        struct wish wish)
{
    node->kind = RULE_NAME;
    node->slot = name->slot;
    return settle(reader, node, name->kind, wish);
}

static bool complain_name(struct rule_reader *reader, struct text word)
{
    const struct rule_scope *scope = reader->scope;
    struct text *known = arena_make_many(reader->arena, scope->count, sizeof *known);
    for (size_t i = 0; i < scope->count; i++)
        known[i] = scope->names[i].name;
    struct text nearest = text_nearest(word, known, scope->count);
    rule_complain(reader, word, nearest.length > 0 ? "rule.name-near" : "rule.name", word, nearest);
    return false;
}

/*
 * A bare word where a code is needed is a code if that list has it; else a name. A
 * word that could be both is refused rather than guessed: quotes make it the code.
 */
static bool check_word(struct rule_reader *reader, struct rule_node *node, struct wish wish)
{
    struct text word = node->value.text;
    const struct rule_name *name = find_name(reader, word);
    if (wish.kind == VALUE_CODE && name == NULL)
        return become_code(reader, node, word, wish);
    if (name == NULL)
        return complain_name(reader, word);
    if (wish.kind != VALUE_CODE || wish.domain == NULL || !has_code(wish.domain, word))
        return become_name(reader, node, name, wish);
    if (name->kind != VALUE_CODE)
        return become_code(reader, node, word, wish);
    rule_complain(reader, word, "rule.ambiguous", word, (struct text){0});
    return false;
}

static bool check_quoted(struct rule_reader *reader, struct rule_node *node, struct wish wish)
{
    if (wish.kind == VALUE_CODE)
        return become_code(reader, node, node->value.text, wish);
    node->kind = RULE_LITERAL;
    return settle(reader, node, VALUE_TEXT, wish);
}

/* All children from `first` on in steps of `step`; all are looked at even when one is wrong. */
static bool check_children(struct rule_reader *reader, struct rule_node *node, struct wish wish, size_t first,
                           size_t step)
{
    bool fine = true;
    for (size_t i = first; i < node->children.count; i += step)
        fine = check(reader, rule_child(node, i), wish) && fine;
    return fine;
}

static bool ordered(enum value_kind kind)
{
    return kind == VALUE_NUMBER || kind == VALUE_DAY;
}

/* =, <, in, between: both sides of one kind; more and less only of numbers and days. */
static bool check_compared(struct rule_reader *reader, struct rule_node *node, bool in_order)
{
    struct wish common = own_kind_among(reader, node, 0, 1);
    if (in_order && common.kind != VALUE_UNKNOWN && !ordered(common.kind)) {
        rule_complain(reader, node->source, "rule.order", node->source, (struct text){0});
        return false;
    }
    if (!check_children(reader, node, common, 0, 1))
        return false;
    if (!in_order || ordered(rule_child(node, 0)->type))
        return true;
    rule_complain(reader, node->source, "rule.order", node->source, (struct text){0});
    return false;
}

static bool check_case(struct rule_reader *reader, struct rule_node *node, struct wish wish)
{
    struct wish own = own_kind_of_case(reader, node);
    if (wish.kind == VALUE_UNKNOWN)
        wish = own;
    else if (wish.domain == NULL && own.kind == wish.kind)
        wish.domain = own.domain;
    size_t last = node->children.count - 1;
    bool fine = true;
    for (size_t i = 0; i < last; i += 2) {
        fine = check(reader, rule_child(node, i), (struct wish){VALUE_TRUTH, NULL}) && fine;
        fine = check(reader, rule_child(node, i + 1), wish) && fine;
    }
    fine = check(reader, rule_child(node, last), wish) && fine;
    node->type = rule_child(node, last)->type;
    return fine;
}

static bool check_extreme(struct rule_reader *reader, struct rule_node *node, struct wish wish)
{
    struct wish own = own_kind_among(reader, node, 0, 1);
    if (own.kind != VALUE_UNKNOWN && !ordered(own.kind)) {
        rule_complain(reader, node->source, "rule.wants-number-or-day", node->source, (struct text){0});
        return false;
    }
    if (own.kind == VALUE_UNKNOWN) /* only words nobody knows and quoted texts: say which */
        own.kind = ordered(wish.kind) ? wish.kind : VALUE_NUMBER;
    return check_children(reader, node, (struct wish){own.kind, NULL}, 0, 1) && settle(reader, node, own.kind, wish);
}

/* A node whose children are all of kind `need` and which itself is of kind `own`. */
static bool check_plain(struct rule_reader *reader, struct rule_node *node, enum value_kind need, enum value_kind own,
                        struct wish wish)
{
    bool fine = check_children(reader, node, (struct wish){need, NULL}, 0, 1);
    return settle(reader, node, own, wish) && fine;
}

static bool check(struct rule_reader *reader, struct rule_node *node, struct wish wish)
{
    bool in_order = node->kind == RULE_BETWEEN || (node->kind == RULE_COMPARE && node->order > RULE_DIFFERS);
    bool fine = true;
    switch (node->kind) {
    case RULE_LITERAL:
        return settle(reader, node, node->value.kind, wish);
    case RULE_QUOTED:
        return check_quoted(reader, node, wish);
    case RULE_WORD:
    case RULE_NAME:
        return check_word(reader, node, wish);
    case RULE_AND:
    case RULE_OR:
    case RULE_NOT:
        return check_plain(reader, node, VALUE_TRUTH, VALUE_TRUTH, wish);
    case RULE_COMPARE:
    case RULE_IN:
    case RULE_BETWEEN:
        fine = check_compared(reader, node, in_order);
        return settle(reader, node, VALUE_TRUTH, wish) && fine;
    case RULE_ADD:
    case RULE_SUBTRACT:
    case RULE_MULTIPLY:
    case RULE_NEGATE:
        return check_plain(reader, node, VALUE_NUMBER, VALUE_NUMBER, wish);
    case RULE_CASE:
        return check_case(reader, node, wish);
    case RULE_MIN:
    case RULE_MAX:
        return check_extreme(reader, node, wish);
    case RULE_CALL:
        return check_plain(reader, node, rule_function_at(node->function)->takes, rule_function_at(node->function)->gives, wish);
    case RULE_KNOWN:
        break;
    }
    return check_plain(reader, node, VALUE_UNKNOWN, VALUE_TRUTH, wish);
}

bool rule_check(struct rule_reader *reader, struct rule_node *root, enum value_kind wanted)
{
    return check(reader, root, (struct wish){wanted, NULL});
}
