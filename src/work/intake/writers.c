/* writers.c — which organisation a cell names, on the day of its row. */
#include "work/intake/intake_inside.h"

enum { SEEN_MAX = 20000 }; /* names kept with what they mean; a column of more is asked again */

static bool enters(const struct register_definition *register_, const struct unit *unit)
{
    for (size_t i = 0; i < register_->entered_by_count && unit->is_organisation; i++)
        if (text_equal(register_->entered_by[i], unit->kind))
            return true;
    return false;
}

static void propose(struct writer *writer, const struct unit *unit)
{
    for (size_t i = 0; i < writer->count; i++)
        if (writer->proposals[i] == unit)
            return;
    if (writer->count < GAZETTEER_PROPOSALS_MAX)
        writer->proposals[writer->count++] = unit;
}

/* A place is named, not who there ("P. Bồ Đề", or "Hội … P. Bồ Đề", whose first part says nothing here): those of it are proposed. */
static void propose_of_place(const struct intake_run *run, struct arena *scratch, const struct unit *place, struct day day, struct writer *writer)
{
    const struct unit_set *all = unit_subtree(scratch, run->house->units, place, day, day);
    for (size_t i = 0; i < all->count; i++)
        if (all->units[i]->in == place && enters(run->register_, all->units[i]))
            propose(writer, all->units[i]);
}

/* One that is left is meant when all else so called is no writer here; a slip or other diacritics stay in doubt. */
static void take_answer(const struct intake_run *run, struct arena *scratch, const struct gazetteer_answer *answer, struct day day,
                        struct writer *writer)
{
    bool whole = answer->reason == GAZETTEER_SEVERAL && answer->found == answer->count;
    writer->gone = answer->gone ? answer->gone->owner : NULL;
    for (size_t i = 0; i < answer->count; i++) {
        const struct unit *unit = answer->places[i]->owner;
        if (enters(run->register_, unit) && unit_valid(unit, day))
            propose(writer, unit);
    }
    if (whole && writer->count == 1)
        writer->unit = writer->proposals[0];
    bool named = writer->count > 0;
    for (size_t i = 0; i < answer->count && !named; i++) {
        const struct unit *unit = answer->places[i]->owner;
        if (!unit->is_organisation)
            propose_of_place(run, scratch, unit, day, writer);
    }
}

static const struct writer *find(const struct intake_run *run, struct text written, struct day day)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct writer *writer = arena_make(run->arena, sizeof *writer);
    struct gazetteer_answer answer;
    const struct unit *unit = unit_find(run->house->units, written, day);
    if (!unit)
        unit = unit_find_named(run->house->units, written, (struct text){0}, day, &answer);
    else
        answer = (struct gazetteer_answer){.sureness = GAZETTEER_UNKNOWN};
    if (unit && enters(run->register_, unit))
        writer->unit = unit;
    else if (answer.sureness != GAZETTEER_UNKNOWN)
        take_answer(run, scratch, &answer, day, writer);
    return writer;
}

const struct writer *writer_find(struct intake_run *run, struct arena *scratch, struct text written, struct day day)
{
    struct text key = text_format(scratch, "%d %.*s", (int)day.number, TEXT_ARGS(written));
    const struct writer *writer = map_find(run->writers, key);
    if (writer)
        return writer;
    writer = find(run, written, day);
    if (map_count(run->writers) < SEEN_MAX)
        map_put(run->writers, text_copy(run->arena, key), (void *)(uintptr_t)writer); /* never written through */
    return writer;
}

const struct unit *writer_of_code(const struct intake_run *run, struct text code)
{
    const struct unit *unit = unit_find(run->house->units, code, run->today);
    return unit && enters(run->register_, unit) ? unit : NULL;
}
