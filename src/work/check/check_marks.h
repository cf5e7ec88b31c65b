/*
 * check_marks.h — the rows a mission keeps of a check: who it was as a mark, and what is kept already as it stands.
 *
 *     const struct check_marking marking = {.instance = instance, .viewer = viewer, .unit = unit, .mission = number, .sheet = sheet};
 *     if (!check_marks(arena, &marking, &bytes, why)) …        `sheet` is that of check_keep.h
 *
 * In place of who it is stands a mark under the mission's key (keep/box/person_key.h), which is made now when it has none.
 * A dossier's finding that the mission has already stays one: it keeps the day it was found on, takes over what the lists say now
 * while nobody has looked at it, and once somebody has, it is left as it is. So lists checked once more, by the same policy or a
 * later one, add what is new and double nothing.
 *
 * DENIED, and CONFLICT when the mission is over: it knows nobody any more.
 */
#pragma once

#include "keep/account/account.h"
#include "work/check/check_keep.h"

struct instance;

struct check_marking {
    struct instance *instance;
    const struct viewer *viewer;
    struct text unit;  /* code of the organisation whose mission it is */
    int64_t mission;   /* number of its record */
    struct text sheet; /* of check_keep_sheet */
};

MUST_CHECK bool check_marks(struct arena *arena, const struct check_marking *marking, struct text *bytes, struct failure *why);
