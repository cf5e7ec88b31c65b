/* due.c — which legal time limits run out, at the command line: the earliest first. */
#include "work/upkeep/desk.h"

#include "keep/record/deadline.h"

enum { DUE_MOST = 1000 };

struct due {
    const struct desk *desk;
    struct arena *arena;
    const struct unit *place;
    struct day until;
};

static bool read_due(struct due *due, const struct desk_due *ask, struct failure *why)
{
    const struct desk *desk = due->desk;
    due->until = day_is_some(ask->until) ? ask->until : day_plus(desk->viewer.today, DESK_DUE_DAYS);
    if (ask->unit.length == 0)
        return true;
    due->place = unit_find(desk->house->units, ask->unit, desk->viewer.today);
    return due->place || FAIL(why, FAILURE_NOT_FOUND, "no unit bears the code %.*s", TEXT_ARGS(ask->unit));
}

static bool may_see(const struct desk *desk, const struct deadline_entry *entry)
{
    return !entry->register_->discreet &&
           account_sight(&desk->viewer, desk->house->definition, entry->register_, entry->unit) >= SIGHT_ROWS_WITHOUT_PERSONS;
}

/* The article that holds on the day it is due; of an unknown one, today. */
static struct text law_of(const struct deadline_entry *entry, struct day today)
{
    const struct deadline_version *version = deadline_rule_on(&entry->rule->rule, day_is_some(entry->due) ? entry->due : today);
    return version ? version->law : (struct text){0};
}

static struct node *entry_node(const struct due *due, const struct deadline_entry *entry)
{
    struct arena *arena = due->arena;
    struct node *node = node_map(arena);
    enum language language = due->desk->viewer.language;
    node_put(node, "record", node_whole(arena, entry->record));
    node_put(node, "register", node_text(arena, entry->register_->name));
    node_put(node, "rule", node_text(arena, entry->rule->name));
    node_put(node, "title", node_text(arena, title_in(entry->rule->title, language)));
    node_put(node, "law", node_text(arena, law_of(entry, due->desk->viewer.today)));
    node_put(node, "unit", node_text(arena, entry->unit->code));
    if (day_is_some(entry->due)) {
        node_put(node, "due", node_text(arena, day_write(arena, entry->due)));
        node_put(node, "days_left", node_whole(arena, entry->due.number - due->desk->viewer.today.number));
    }
    return node;
}

bool desk_due(const struct desk *desk, const struct desk_due *ask, struct arena *arena, struct node **answer, struct failure *why)
{
    struct due due = {.desk = desk, .arena = arena};
    struct connection *CLOSING(store_read) reading = NULL;
    struct list entries = {0};
    if (!desk->house->definition)
        return FAIL(why, FAILURE_NOT_FOUND, "the folder has no definitions yet");
    if (!read_due(&due, ask, why) || !store_read_begin(instance_store(desk->instance), &reading, why))
        return false;
    const struct unit_set *units = due.place ? unit_subtree(arena, desk->house->units, due.place, desk->viewer.today, desk->viewer.today)
                                             : unit_all(arena, desk->house->units, DAY_NONE);
    if (!deadline_list(arena, reading, desk->house->definition, units, desk->viewer.today, due.until, DUE_MOST, &entries, why))
        return false;
    struct node *made = node_list(arena);
    for (size_t i = 0; i < entries.count; i++)
        if (may_see(desk, entries.items[i]))
            node_append(made, entry_node(&due, entries.items[i]));
    *answer = made;
    return true;
}
