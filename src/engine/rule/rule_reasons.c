/*
 * rule_reasons.c — which conditions of a rule were not met, and what they read.
 */
#include "engine/rule/rule_read_inside.h"

struct search {
    struct arena *arena;
    const struct rule *rule;
    const struct value *slots;
    struct list found; /* struct rule_reason */
};

static bool reading_there(const struct list *readings, struct text name)
{
    for (size_t i = 0; i < readings->count; i++)
        if (text_equal(((const struct rule_reading *)readings->items[i])->name, name))
            return true;
    return false;
}

/* The names below `node` in the order written, each once. */
static void gather_readings(const struct search *search, const struct rule_node *node, struct list *readings)
{
    if (node->kind == RULE_NAME && !reading_there(readings, node->value.text)) {
        struct rule_reading *reading = arena_make(search->arena, sizeof *reading);
        *reading = (struct rule_reading){node->value.text, search->slots[node->slot]};
        list_add(readings, search->arena, reading);
    }
    for (size_t i = 0; i < node->children.count; i++)
        gather_readings(search, rule_child(node, i), readings);
}

static void add_reason(struct search *search, const struct rule_node *node, bool unknown)
{
    struct list gathered = {0};
    gather_readings(search, node, &gathered);
    struct rule_reading *readings = arena_make_many(search->arena, gathered.count, sizeof *readings);
    for (size_t i = 0; i < gathered.count; i++)
        readings[i] = *(const struct rule_reading *)gathered.items[i];
    struct place place = rule_place(search->rule->source, search->rule->place, node->source);
    struct rule_reason *reason = arena_make(search->arena, sizeof *reason);
    *reason = (struct rule_reason){
        .source = node->source,
        .unknown = unknown,
        .line = place.line,
        .column = place.column,
        .readings = readings,
        .reading_count = gathered.count,
    };
    list_add(&search->found, search->arena, reason);
}

static void search_conditions(struct search *search, const struct rule_node *node)
{
    if (node->kind == RULE_AND) {
        for (size_t i = 0; i < node->children.count; i++)
            search_conditions(search, rule_child(node, i));
        return;
    }
    struct value answer = rule_node_evaluate(node, search->slots);
    if (!value_known(answer) || !answer.truth)
        add_reason(search, node, !value_known(answer));
}

struct rule_reasons rule_reasons(struct arena *arena, const struct rule *rule, const struct value *slots, size_t count)
{
    REQUIRE(rule->kind == VALUE_TRUTH);
    REQUIRE(rule->slot_count == 0 || rule->slots[rule->slot_count - 1] < count);
    struct search search = {.arena = arena, .rule = rule, .slots = slots};
    search_conditions(&search, rule->root);
    struct rule_reason *items = arena_make_many(arena, search.found.count, sizeof *items);
    for (size_t i = 0; i < search.found.count; i++)
        items[i] = *(const struct rule_reason *)search.found.items[i];
    return (struct rule_reasons){items, search.found.count};
}

/* ── what would have to be known ── */

static bool node_asks_known(const struct rule_node *node)
{
    bool asks = node->kind == RULE_KNOWN;
    for (size_t i = 0; i < node->children.count && !asks; i++)
        asks = node_asks_known(rule_child(node, i));
    return asks;
}

bool rule_asks_known(const struct rule *rule)
{
    return node_asks_known(rule->root);
}

struct gap {
    const struct value *slots;
    size_t *found, count;
};

static void gap_find(struct gap *gap, const struct rule_node *node);

/* A value that no condition can choose any more is not asked for. */
static void gap_find_case(struct gap *gap, const struct rule_node *node)
{
    for (size_t i = 0; i + 1 < node->children.count; i += 2) {
        struct value chosen = rule_node_evaluate(rule_child(node, i), gap->slots);
        if (value_known(chosen) && !chosen.truth)
            continue;
        gap_find(gap, rule_child(node, i));
        gap_find(gap, rule_child(node, i + 1));
        if (value_known(chosen))
            return;
    }
    gap_find(gap, rule_child(node, node->children.count - 1));
}

static void gap_find(struct gap *gap, const struct rule_node *node)
{
    if (value_known(rule_node_evaluate(node, gap->slots)))
        return;
    if (node->kind == RULE_CASE) {
        gap_find_case(gap, node);
        return;
    }
    for (size_t i = 0; i < gap->count; i++)
        if (node->kind == RULE_NAME && gap->found[i] == node->slot)
            return;
    if (node->kind == RULE_NAME)
        gap->found[gap->count++] = node->slot;
    for (size_t i = 0; i < node->children.count; i++)
        gap_find(gap, rule_child(node, i));
}

const size_t *rule_missing(struct arena *arena, const struct rule *rule, const struct value *slots, size_t count, size_t *missing)
{
    struct gap gap = {.slots = slots};
    *missing = 0;
    if (rule == NULL)
        return NULL;
    REQUIRE(rule->slot_count == 0 || rule->slots[rule->slot_count - 1] < count);
    gap.found = arena_make_many(arena, rule->slot_count, sizeof *gap.found);
    gap_find(&gap, rule->root);
    *missing = gap.count;
    return gap.found;
}
