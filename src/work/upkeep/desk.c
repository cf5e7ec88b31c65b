/* desk.c — opening a folder for the person at the command line. */
#include "work/upkeep/desk.h"

#include "base/world.h"

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

void desk_close(struct desk *desk)
{
    if (!desk->instance)
        return;
    instance_release(desk->instance, desk->house);
    instance_close(desk->instance);
    *desk = (struct desk){0};
}
