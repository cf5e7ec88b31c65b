/* unit_inside.h — what the files of keep/unit share: the tree's shape. */
#pragma once

#include "base/list.h"
#include "base/map.h"
#include "keep/unit/gazetteer.h"
#include "keep/unit/unit.h"

/* What the column `begins` holds for a unit that has been there always. */
enum { UNIT_ALWAYS = -1000000 };

struct unit_tree {
    struct unit *units; /* by number, ascending */
    size_t count;
    struct map *by_code; /* code -> struct list * of struct unit *, oldest first */
    const struct gazetteer *names;
    struct unit_successor *successors;
    size_t successor_count;
};

/* The tree's units as places, in their order, with room for more behind them. */
struct gazetteer_source unit_names_source(struct arena *arena, const struct unit_tree *tree, size_t room);
