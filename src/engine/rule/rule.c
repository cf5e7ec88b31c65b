/*
 * rule.c — reads a rule: parse, check, compile; and answers what it is.
 */
#include "engine/rule/rule_read_inside.h"

/* What must hold before a single word is looked at. */
static bool acceptable(struct arena *arena, struct text source, struct place place, struct problems *problems)
{
    struct text limit = text_format(arena, "%d", (int)RULE_SOURCE_MAX);
    if (source.length > RULE_SOURCE_MAX)
        problem_add(problems, place, "rule.too-long", limit, (struct text){0});
    else if (!text_is_utf8(source))
        problem_add(problems, place, "rule.not-utf8", (struct text){0}, (struct text){0});
    else
        return true;
    return false;
}

struct rule *rule_read(struct arena *arena, struct text source, struct place place, const struct rule_scope *scope,
                       enum value_kind wanted, struct problems *problems)
{
    for (size_t i = 0; i < scope->count; i++)
        REQUIRE(scope->names[i].kind != VALUE_UNKNOWN && scope->names[i].slot <= RULE_SLOT_MAX);
    if (!acceptable(arena, source, place, problems))
        return NULL;
    struct rule_reader reader = {.arena = arena,
                                 .source = text_copy(arena, source),
                                 .place = place,
                                 .scope = scope,
                                 .problems = problems};
    struct rule_node *root = rule_parse(&reader);
    if (root == NULL || !rule_check(&reader, root, wanted))
        return NULL;
    struct rule *rule = arena_make(arena, sizeof *rule);
    *rule = (struct rule){.source = reader.source, .place = place, .kind = root->type, .root = root};
    rule->place.file = text_copy(arena, place.file);
    rule->place.field = text_copy(arena, place.field);
    return rule_compile(&reader, rule) ? rule : NULL;
}

enum value_kind rule_kind(const struct rule *rule)
{
    return rule->kind;
}

struct text rule_source(const struct rule *rule)
{
    return rule->source;
}

const size_t *rule_slots(const struct rule *rule, size_t *count)
{
    *count = rule->slot_count;
    return rule->slots;
}
