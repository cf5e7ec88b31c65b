/* desk.c — opening a folder for the person at the command line. */
#include "work/upkeep/desk.h"

#include "base/world.h"
#include "keep/record/record.h"
#include "work/upkeep/upkeep.h"

static bool load_person(struct desk *desk, struct text name, struct arena *arena, struct failure *why)
{
    struct connection *CLOSING(store_read) reading = NULL;
    const struct account *account;
    if (!store_read_begin(instance_store(desk->instance), &reading, why) ||
        !account_load(arena, reading, desk->house->units, name, &account, why))
        return false;
    if (account->locked)
        return FAIL(why, FAILURE_DENIED, "%.*s is locked", TEXT_ARGS(name));
    desk->viewer.account = account;
    for (size_t i = 0; i < account->grant_count && !desk->viewer.acting_for; i++)
        if (account_has_role(&desk->viewer, account->grants[i].role, account->grants[i].unit))
            desk->viewer.acting_for = account->grants[i].unit;
    return true;
}

bool desk_open(const struct desk_options *options, struct arena *arena, struct desk *desk, struct failure *why)
{
    struct instance_options open = {.writing = options->writing, .world = world_real()};
    struct desk made = {0};
    open.world.today = options->today;
    if (!instance_open(options->folder, &open, &made.instance, why))
        return false;
    made.house = instance_house(made.instance);
    made.viewer = (struct viewer){.today = instance_today(made.instance), .language = options->language,
                                  .whole_house = options->as.length == 0};
    if (options->as.length > 0 && !load_person(&made, options->as, arena, why)) {
        desk_close(&made);
        return false;
    }
    *desk = made;
    return true;
}

void desk_release(struct desk *desk)
{
    if (desk->house)
        instance_release(desk->instance, desk->house);
    desk->house = NULL;
}

bool desk_is_demo(const struct desk *desk)
{
    return instance_is_demo(desk->instance);
}

const char *desk_warning(const struct desk *desk)
{
    return store_warning(instance_store(desk->instance));
}

void desk_close(struct desk *desk)
{
    if (!desk->instance)
        return;
    desk_release(desk);
    instance_close(desk->instance);
    *desk = (struct desk){0};
}

struct node *desk_changes(const struct desk *desk, struct arena *arena, const struct definition *definition)
{
    return upkeep_changes(arena, desk->house->definition, definition);
}

bool desk_record_version(const struct desk *desk, struct text register_name, int64_t record, int64_t *version, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct connection *CLOSING(store_read) reading = NULL;
    const struct register_definition *register_ = desk->house->definition ? definition_register(desk->house->definition, register_name) : NULL;
    struct record *found;
    if (!register_)
        return FAIL(why, FAILURE_NOT_FOUND, "no register is called %.*s", TEXT_ARGS(register_name));
    if (!store_read_begin(instance_store(desk->instance), &reading, why) ||
        !record_load(scratch, reading, desk->house->units, register_, record, &found, why))
        return false;
    *version = found->version;
    return true;
}

static struct node *person_node(struct arena *arena, const struct account *account)
{
    struct node *person = node_map(arena);
    node_put(person, "name", node_text(arena, account->name));
    node_put(person, "full_name", node_text(arena, account->full_name));
    node_put(person, "locked", node_truth(arena, account->locked));
    struct node *roles = node_put(person, "roles", node_list(arena));
    for (size_t i = 0; i < account->grant_count; i++) {
        const struct grant *grant = &account->grants[i];
        struct node *role = node_append(roles, node_map(arena));
        node_put(role, "role", node_text(arena, role_word(grant->role)));
        node_put(role, "unit", node_text(arena, grant->unit->code));
        node_put(role, "from", node_text(arena, day_is_some(grant->from) ? day_write(arena, grant->from) : (struct text){0}));
        node_put(role, "to", node_text(arena, day_is_some(grant->to) ? day_write(arena, grant->to) : (struct text){0}));
        node_put(role, "grant", node_whole(arena, grant->number));
    }
    return person;
}

bool desk_people(const struct desk *desk, struct arena *arena, struct node **people, struct failure *why)
{
    struct connection *CLOSING(store_read) reading = NULL;
    struct list accounts = {0};
    if (!account_has_role_anywhere(&desk->viewer, ROLE_ADMINISTRATOR))
        return FAIL(why, FAILURE_DENIED, "this person may not see all people");
    if (!store_read_begin(instance_store(desk->instance), &reading, why) ||
        !account_load_all(arena, reading, desk->house->units, &accounts, why))
        return false;
    struct node *list = node_list(arena);
    for (size_t i = 0; i < accounts.count; i++)
        node_append(list, person_node(arena, accounts.items[i]));
    *people = list;
    return true;
}
