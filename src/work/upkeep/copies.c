/* copies.c — one file that holds everything, and a folder made of it. */
#include "work/upkeep/upkeep_inside.h"

#include "keep/instance/instance.h"

bool upkeep_backup(struct instance *instance, const char *file, const struct progress *progress, struct failure *why)
{
    progress_step(progress, "copy", 0, 0);
    return instance_backup(instance, file, why);
}

/* A folder that opens is one that was brought back. */
static bool opens(const char *folder, struct failure *why)
{
    struct instance *CLOSING(instance) instance = NULL;
    const struct instance_options options = {.readers = 1, .world = world_real()};
    return instance_open(folder, &options, &instance, why);
}

bool upkeep_restore(const char *file, const char *folder, const struct progress *progress, struct arena *arena,
                    struct upkeep_verified *verified, struct failure *why)
{
    struct making making;
    if (!upkeep_verify(file, progress, arena, verified, why))
        return false;
    if (verified->problems.errors > 0)
        return true;
    if (!making_begin(arena, folder, &making, why))
        return false;
    progress_step(progress, "copy", 0, 0);
    if (instance_unpack(file, making.path, why) && opens(making.path, why) && making_done(&making, why))
        return true;
    making_drop(&making);
    return false;
}

/* ---- to another database; sealed.c goes to another machine ---- */

static bool carry(const struct upkeep_move *ask, struct making *making, const struct progress *progress, struct failure *why)
{
    struct instance *CLOSING(instance) instance = NULL;
    const struct instance_options options = {.writing = true, .readers = 2, .world = world_real()};
    progress_step(progress, "copy", 0, 0);
    if (!instance_open(ask->from, &options, &instance, why) || !instance_carry(instance, making->path, ask->store, why))
        return false;
    making->store = ask->store;
    return true;
}

bool upkeep_move(const struct upkeep_move *ask, const struct progress *progress, struct arena *arena, struct upkeep_verified *verified,
                 struct failure *why)
{
    struct making making;
    struct upkeep_verified before, after;
    if (!making_begin(arena, ask->to, &making, why))
        return false;
    bool done = carry(ask, &making, progress, why) && upkeep_verify(ask->from, progress, arena, &before, why) &&
                upkeep_verify(making.path, progress, arena, &after, why);
    if (done)
        *verified = before.problems.errors > 0 ? before : after;
    bool whole = done && verified->problems.errors == 0;
    if (whole && making_done(&making, why))
        return true;
    making_drop(&making);
    return done && !whole;
}
