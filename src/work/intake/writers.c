/* writers.c — which organisation a cell names. */
#include "work/intake/intake_inside.h"

static const struct unit AMBIGUOUS; /* stands for a name that several organisations bear */

static bool enters(const struct register_definition *register_, const struct unit *unit)
{
    for (size_t i = 0; i < register_->entered_by_count; i++)
        if (text_equal(register_->entered_by[i], unit->kind))
            return true;
    return false;
}

static void put_writer(struct intake_run *run, struct text key, const struct unit *unit)
{
    const struct unit *there = map_find(run->writers, key);
    if (key.length > 0)
        map_put(run->writers, key, (void *)(uintptr_t)(there && there != unit ? &AMBIGUOUS : unit)); /* never written through */
}

void writers_index(struct intake_run *run)
{
    const struct unit_set *all = unit_all(run->arena, run->house->units, run->today);
    run->writers = map_make(run->arena);
    run->may_write = map_make(run->arena);
    for (size_t i = 0; i < all->count; i++) {
        const struct unit *unit = all->units[i];
        if (!unit->is_organisation || !enters(run->register_, unit))
            continue;
        struct text full = text_fold(run->arena, unit->name.vi), brief = text_fold(run->arena, unit->short_name.vi);
        put_writer(run, unit->code, unit);
        put_writer(run, full, unit);
        if (!text_equal(full, brief))
            put_writer(run, brief, unit);
    }
}

const struct unit *writer_find(const struct intake_run *run, struct arena *scratch, struct text given)
{
    const struct unit *found = map_find(run->writers, given);
    if (!found)
        found = map_find(run->writers, text_fold(scratch, given));
    return found == &AMBIGUOUS ? NULL : found;
}
