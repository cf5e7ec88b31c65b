/*
 * list_acts.c — a person keeps a way of looking at a register's list under a name, or drops it (keep/account/saved.h).
 *
 * list-save      register, name, query (what stands behind the "?" of the list's address), shared: yes|no
 * list-drop      list (number of the act that kept it)
 *
 * Name and question are the person's words: they stand in the personal body, and dropping erases them.
 */
#include "keep/account/saved.h"
#include "work/act/act_inside.h"

static int64_t own_number(const struct act_context *context)
{
    return context->viewer->account ? context->viewer->account->number : 0;
}

static bool check_room(struct act_context *context, struct text register_name, struct act_answer *answer, struct failure *why)
{
    struct list kept = {0};
    if (!saved_load(context->arena, context->connection, own_number(context), 0, register_name, &kept, why))
        return false;
    if (kept.count >= SAVED_MAX)
        act_problem(answer, "name", "act.list-full", text_format(context->arena, "%d", SAVED_MAX), (struct text){0});
    return true;
}

bool list_save_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry, struct act_answer *answer,
                           struct failure *why)
{
    struct text register_name = node_text_at(given, "register"), name = text_trimmed(node_text_at(given, "name")), query = node_text_at(given, "query");
    bool is_shared = text_is(act_chosen(given, "shared"), "yes");
    const struct unit *unit = is_shared ? context->viewer->acting_for : NULL;
    if (!act_allow(context->viewer->account || context->viewer->whole_house, "keep a way of looking at a list", why) ||
        !check_room(context, register_name, answer, why))
        return false;
    if (!definition_register(context->house->definition, register_name))
        act_problem(answer, "register", "act.unknown-register", register_name, (struct text){0});
    if (name.length == 0 || text_points(name) > SAVED_NAME_MAX)
        act_problem(answer, "name", "act.list-name", text_format(context->arena, "%d", SAVED_NAME_MAX), (struct text){0});
    if (!saved_is_query(query))
        act_problem(answer, "query", "act.list-query", (struct text){0}, (struct text){0});
    if (is_shared && !unit)
        act_problem(answer, "shared", "act.list-shared", (struct text){0}, (struct text){0});
    entry->register_name = register_name;
    entry->personal = body_make(context->arena);
    body_put(entry->facts, TEXT("account"), value_whole(own_number(context)));
    body_put(entry->facts, TEXT("shared"), value_whole(unit ? unit->number : 0));
    body_put(entry->personal, TEXT("name"), value_text(name));
    body_put(entry->personal, TEXT("query"), value_text(query));
    return true;
}

/* One that was dropped since has no words any more, and is not there. */
bool list_save_act_carry_out(struct act_context *context, const struct journal_entry *entry, struct failure *why)
{
    if (!entry->personal)
        return true;
    const struct saved saved = {.number = entry->number,
                                .account = body_whole(entry->facts, TEXT("account")),
                                .unit = body_whole(entry->facts, TEXT("shared")),
                                .register_name = entry->register_name,
                                .name = body_text(entry->personal, TEXT("name")),
                                .query = body_text(entry->personal, TEXT("query"))};
    return saved_add(context->connection, &saved, why);
}

bool list_drop_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry, struct act_answer *answer,
                           struct failure *why)
{
    struct saved saved;
    int64_t number;
    (void)answer;
    if (!act_number(given, "list", &number))
        return FAIL(why, FAILURE_NOT_FOUND, "nothing kept was named");
    if (!saved_find(context->arena, context->connection, number, &saved, why) ||
        !act_allow((context->viewer->account || context->viewer->whole_house) && saved.account == own_number(context),
                   "drop what another person keeps", why))
        return false;
    entry->register_name = saved.register_name;
    body_put(entry->facts, TEXT("list"), value_whole(number));
    return true;
}

bool list_drop_act_carry_out(struct act_context *context, const struct journal_entry *entry, struct failure *why)
{
    int64_t number = body_whole(entry->facts, TEXT("list"));
    return saved_drop(context->connection, number, why) && journal_erase_personal(context->connection, entry->shard, number, why);
}
