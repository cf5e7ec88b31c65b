/*
 * country.h — every place of the country by its names, with an instance's own tree over the official lists.
 *
 *     struct country_list lists[] = {{TEXT("places-2021-11.csv"), bytes, DAY_NONE, day_of(2025, 6, 30)}, …};
 *     const struct gazetteer *names = country_make(arena, tree, lists, LENGTH_OF(lists), &problems);
 *
 * A list is the CSV of packs/vietnam (code, level, unit_type, name, full_name, full_name_en, parent_code) and the days on
 * which it is taken for valid. Kinds are those of the tree: province, district, ward (also communes and towns). Where the
 * tree holds a place of the same code at the same time, the tree's days, names and successors count: the lists know
 * neither. Between November 2021 and June 2025 some communes were merged; what the tree does not say of that is not known.
 */
#pragma once

#include "base/problem.h"
#include "keep/unit/gazetteer.h"
#include "keep/unit/unit.h"

struct country_list {
    struct text file, bytes; /* at most COUNTRY_LIST_MAX bytes */
    struct day from, to;
};

enum { COUNTRY_LIST_MAX = 8 << 20, COUNTRY_ROWS_MAX = 100000 };

/* `tree` may be NULL. NULL when a list cannot be read; the problem was added. Lists are borrowed as long as the arena lives. */
const struct gazetteer *country_make(struct arena *arena, const struct unit_tree *tree,
                                     const struct country_list *lists, size_t count,
                                     struct problems *problems);
