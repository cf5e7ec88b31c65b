/*
 * disposal.c — minutes of a disposal: from the act that did it and what is left of its records, so that they can be printed again.
 *
 * The list names each record by its number, day and state: nothing else is left of it, and nothing else may be told.
 */
#include "work/paper/paper_inside.h"

static struct node *text_node(const struct papering *papering, struct text text)
{
    return node_text(papering->desk->arena, text_copy(papering->desk->arena, text));
}

static void put_day(const struct papering *papering, const char *key, struct day day)
{
    const struct paper_desk *desk = papering->desk;
    struct node *node = node_put(papering->root, key, node_map(desk->arena));
    bool known = day_is_some(day);
    node_put(node, ".", text_node(papering, known ? day_write_people(desk->arena, day, desk->language == LANGUAGE_EN) : TEXT(PAPER_GAP)));
    node_put(node, "formal", text_node(papering, known ? day_write_formal(desk->arena, day) : TEXT("ngày …… tháng …… năm ……")));
}

static struct text kept_words(const struct papering *papering, const struct register_definition *register_)
{
    return text_format(papering->desk->arena, papering->desk->language == LANGUAGE_EN ? "%d years" : "%d năm", register_->keep_years);
}

static bool load_disposed(struct papering *papering, const struct register_definition *register_, const struct body_item *records, struct failure *why)
{
    const struct paper_desk *desk = papering->desk;
    for (size_t i = 0; i < records->count; i++) {
        struct record *record;
        if (!record_load(desk->arena, desk->connection, desk->house->units, register_, records->values[i].number.digits, &record, why))
            return false;
        list_add(&papering->disposed, desk->arena, record);
    }
    return true;
}

static void put_disposal(struct papering *papering, const struct register_definition *register_)
{
    const struct paper_desk *desk = papering->desk;
    const struct journal_entry *entry = papering->disposal;
    struct value decided_on = body_value(entry->facts, TEXT("decided_on"));
    struct node *root = papering->root;
    node_put(root, "decision", text_node(papering, body_text(entry->facts, TEXT("decision"))));
    node_put(root, "council", text_node(papering, body_text(entry->facts, TEXT("council"))));
    node_put(root, "register", text_node(papering, title_in(register_->title, desk->language)));
    node_put(root, "kept", text_node(papering, kept_words(papering, register_)));
    node_put(root, "count", text_node(papering, text_format(desk->arena, "%zu", papering->disposed.count)));
    node_put(root, "act", text_node(papering, text_format(desk->arena, "%lld", (long long)entry->number)));
    put_day(papering, "decided_on", decided_on.kind == VALUE_DAY ? decided_on.day : DAY_NONE);
    put_day(papering, "done_on", entry->day);
}

bool paper_take_disposal(struct papering *papering, struct text act, struct failure *why)
{
    const struct paper_desk *desk = papering->desk;
    struct journal_entry *entry;
    int64_t number;
    if (!text_read_int64(act, &number))
        return FAIL(why, FAILURE_NOT_FOUND, "that is no act's number");
    if (!journal_load(desk->arena, desk->connection, unit_tree_shard(desk->house->units), number, &entry, why))
        return false;
    const struct register_definition *register_ = definition_register(desk->house->definition, entry->register_name);
    const struct body_item *records = body_find(entry->facts, TEXT("records"));
    if (!text_is(entry->name, "record-dispose") || !register_ || !records)
        return FAIL(why, FAILURE_NOT_FOUND, "act %lld disposed of nothing", (long long)number);
    papering->disposal = entry;
    papering->issuer = unit_by_number(desk->house->units, body_whole(entry->facts, TEXT("unit")));
    if (!papering->issuer)
        return FAIL(why, FAILURE_BROKEN, "act %lld names a unit that is not there", (long long)number);
    if (!account_may_dispose(desk->viewer, register_, papering->issuer))
        return FAIL(why, FAILURE_DENIED, "this person does not dispose of that organisation's records");
    if (!load_disposed(papering, register_, records, why) || !paper_context(papering, why))
        return false;
    put_disposal(papering, register_);
    return true;
}

struct node *paper_disposed_item(const struct papering *papering, const struct record *item, size_t number)
{
    const struct paper_desk *desk = papering->desk;
    const struct register_definition *register_ = item->register_;
    struct node *map = node_map(desk->arena);
    struct text state = item->state;
    for (size_t i = 0; i < register_->state_count; i++)
        if (text_equal(register_->states[i].code, item->state))
            state = title_in(register_->states[i].title, desk->language);
    node_put(map, "number", text_node(papering, text_format(desk->arena, "%zu", number)));
    node_put(map, "record", text_node(papering, text_format(desk->arena, "%lld", (long long)item->number)));
    node_put(map, "day", text_node(papering, day_is_some(item->day) ? day_write_people(desk->arena, item->day, desk->language == LANGUAGE_EN)
                                                                    : TEXT(PAPER_GAP)));
    node_put(map, "state", text_node(papering, state));
    return map;
}
