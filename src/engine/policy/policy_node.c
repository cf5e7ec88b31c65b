/* policy_node.c — an answer as a tree, for pages and JSON. */
#include "engine/policy/policy_inside.h"

struct telling {
    struct arena *arena;
    const struct policy_result *result;
    enum language language;
};

static void words_put(const struct telling *telling, struct node *map, const char *key, struct policy_words words)
{
    if (words.vi.length > 0)
        node_put(map, key, node_text(telling->arena, policy_words_in(words, telling->language)));
}

static void cite_put(const struct telling *telling, struct node *map, struct policy_cite cite)
{
    node_put(map, "cite", node_text(telling->arena, policy_cite_write(telling->arena, cite, telling->language)));
    if (cite.confidence == POLICY_C)
        node_put(map, "unconfirmed", node_truth(telling->arena, true));
}

static struct node *money_node(const struct telling *telling, int64_t amount)
{
    struct node *money = node_map(telling->arena);
    node_put(money, "digits", node_whole(telling->arena, amount));
    node_put(money, "shown", node_text(telling->arena, decimal_write_people(telling->arena, decimal_of(amount), telling->language == LANGUAGE_EN)));
    return money;
}

static struct node *paper_node(const struct telling *telling, const struct policy_paper *paper)
{
    struct node *node = node_map(telling->arena);
    words_put(telling, node, "title", paper->title);
    words_put(telling, node, "issuer", paper->issuer);
    return node;
}

static struct node *reason_node(const struct telling *telling, const struct policy_line *line, const struct policy_reason *reason)
{
    struct node *node = node_map(telling->arena), *values;
    const struct policy_condition *condition = reason->condition;
    node_put(node, "id", node_text(telling->arena, condition == NULL ? TEXT("amount") : condition->id));
    if (condition != NULL)
        words_put(telling, node, "say", condition->say);
    cite_put(telling, node, condition == NULL ? line->pay_cite : condition->cite);
    node_put(node, "unknown", node_truth(telling->arena, reason->unknown));
    values = node_put(node, "values", node_list(telling->arena));
    for (size_t i = 0; i < reason->reading_count; i++) {
        const struct policy_reading *reading = &reason->readings[i];
        struct node *value = node_append(values, node_map(telling->arena));
        node_put(value, "name", node_text(telling->arena, reading->name));
        words_put(telling, value, "title", reading->title);
        node_put(value, "shown", node_text(telling->arena, policy_value_show(telling->arena, reading->column, reading->value, telling->language)));
    }
    return node;
}

static void missing_put(const struct telling *telling, struct node *node, const struct policy_line_result *result)
{
    struct node *missing = node_put(node, "missing", node_list(telling->arena));
    for (size_t i = 0; i < result->missing_count; i++) {
        struct node *column = node_append(missing, node_map(telling->arena));
        node_put(column, "name", node_text(telling->arena, result->missing[i]->name));
        words_put(telling, column, "title", result->missing[i]->title);
        words_put(telling, column, "ask", result->missing[i]->ask);
    }
    if (result->paper != NULL)
        node_put(node, "paper", paper_node(telling, result->paper));
}

static void parts_put(const struct telling *telling, struct node *node, const struct policy_line_result *result)
{
    const struct policy_line *line = result->line;
    struct node *parts = node_put(node, "parts", node_list(telling->arena));
    for (size_t i = 0; i < line->supplement_count; i++) {
        if ((result->verdict.paid_parts & (uint32_t)1 << i) == 0)
            continue;
        struct node *part = node_append(parts, node_map(telling->arena));
        node_put(part, "id", node_text(telling->arena, line->supplements[i].id));
        words_put(telling, part, "say", line->supplements[i].say);
        cite_put(telling, part, line->supplements[i].cite);
    }
}

static void given_put(const struct telling *telling, struct node *node, const struct policy_line_result *result)
{
    const struct policy_line *line = result->line;
    if (result->verdict.answer != POLICY_YES)
        return;
    words_put(telling, node, "benefit", line->benefit);
    if (line->pay == NULL)
        return;
    node_put(node, "amount", money_node(telling, result->verdict.amount));
    node_put(node, "base", money_node(telling, result->verdict.base));
    node_put(node, "amount_cite", node_text(telling->arena, policy_cite_write(telling->arena, line->pay_cite, telling->language)));
    node_put(node, "at_least", node_truth(telling->arena, result->verdict.at_least));
    parts_put(telling, node, result);
}

static void steps_put(const struct telling *telling, struct node *node, const struct policy_line *line)
{
    struct node *steps = node_put(node, "steps", node_list(telling->arena));
    for (size_t i = 0; i < line->step_count; i++) {
        const struct policy_step *step = &line->steps[i];
        struct node *each = node_append(steps, node_map(telling->arena));
        words_put(telling, each, "who", step->who);
        words_put(telling, each, "does", step->does);
        if (step->days > 0) {
            node_put(each, "days", node_whole(telling->arena, step->days));
            node_put(each, "working", node_truth(telling->arena, step->working));
        }
        cite_put(telling, each, step->cite);
    }
}

static void apply_put(const struct telling *telling, struct node *node, const struct policy_line_result *result)
{
    const struct policy_line *line = result->line;
    bool english = telling->language == LANGUAGE_EN;
    struct node *papers = node_put(node, "papers", node_list(telling->arena));
    words_put(telling, node, "apply_at", line->apply_at);
    words_put(telling, node, "complain", line->complain);
    for (size_t i = 0; i < line->paper_count; i++)
        node_append(papers, paper_node(telling, line->papers[i]));
    if (day_is_some(line->apply_by)) {
        node_put(node, "apply_by", node_text(telling->arena, day_write_people(telling->arena, line->apply_by, english)));
        node_put(node, "closed", node_truth(telling->arena, result->verdict.closed));
    }
    steps_put(telling, node, line);
}

static struct text answer_word(const struct policy_line_result *result)
{
    static const struct text words[] = {TEXT_ENTRY("no"), TEXT_ENTRY("unknown"), TEXT_ENTRY("yes")};
    return result->yields_to != NULL ? TEXT("yields") : words[result->verdict.answer];
}

static struct node *line_node(const struct telling *telling, const struct policy_line_result *result)
{
    struct node *node = node_map(telling->arena), *reasons;
    node_put(node, "id", node_text(telling->arena, result->line->id));
    words_put(telling, node, "title", result->line->title);
    node_put(node, "answer", node_text(telling->arena, answer_word(result)));
    given_put(telling, node, result);
    if (result->yields_to != NULL)
        words_put(telling, node, "yields_to", result->yields_to->title);
    reasons = node_put(node, "reasons", node_list(telling->arena));
    for (size_t i = 0; i < result->reason_count; i++)
        node_append(reasons, reason_node(telling, result->line, &result->reasons[i]));
    missing_put(telling, node, result);
    apply_put(telling, node, result);
    node_put(node, "unconfirmed", node_truth(telling->arena, result->unconfirmed));
    return node;
}

struct node *policy_result_node(struct arena *arena, const struct policy_result *result, enum language language)
{
    const struct telling telling = {arena, result, language};
    struct node *node = node_map(arena), *lines;
    node_put(node, "policy", node_text(arena, result->policy->id));
    words_put(&telling, node, "title", result->policy->title);
    node_put(node, "hash", node_text(arena, text_of(result->policy->hash)));
    if (day_is_some(result->as_of))
        node_put(node, "as_of", node_text(arena, day_write(arena, result->as_of)));
    if (result->total >= 0)
        node_put(node, "total", money_node(&telling, result->total));
    lines = node_put(node, "lines", node_list(arena));
    for (size_t i = 0; i < result->policy->line_count; i++)
        node_append(lines, line_node(&telling, &result->lines[i]));
    return node;
}
