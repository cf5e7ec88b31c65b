/*
 * unit.h — the dated tree of places and organisations.
 *
 * A unit is (code, from): codes return with another meaning (00118 is Ngọc Thụy until
 * 30/6/2025 and Bồ Đề from 1/7/2025), so everything kept names a unit by its number,
 * given once when the unit first enters the database. `in` is the place above: figures
 * add up along it. `under` is the organisation above: roles reach down along it.
 *
 * The tree is a snapshot in memory (a country is some 15,000 units), made from the
 * tables `unit` and `unit_successor` after an upgrade, never changed.
 *
 *     const struct unit *place = unit_find(tree, TEXT("004"), day);
 *     const struct unit_set *below = unit_subtree(arena, tree, place);
 */
#pragma once

#include "base/day.h"
#include "base/text.h"
#include "keep/definition/definition.h"
#include "keep/store/store.h"
#include "keep/unit/gazetteer.h"

struct unit {
    int64_t number;
    int64_t shard;
    struct text code, kind;
    struct title name, short_name;
    const struct unit *in, *under; /* NULL at the top */
    const struct unit *home;       /* the province it is in, or is; NULL above: the highest place whose sums are kept */
    struct day from, to;           /* DAY_NONE: open */
    int order;                     /* official order among brothers */
    bool is_organisation;
    const struct unit_definition *definition; /* issuer, symbol, signers; NULL when it left the pack */
};

struct unit_successor {
    const struct unit *old_unit, *new_unit;
    struct text share, law; /* share: whole, part, area_only, rest */
    struct day on;
};

struct unit_tree;

/* The units of a list, by number, sorted; for SQL and for figures. */
struct unit_set {
    const struct unit *const *units;
    size_t count;
};

/* Brings this folder's tables up to this program (migration.h). */
MUST_CHECK bool unit_migrate(struct store *store, struct failure *why);

/* Writes what the definition holds and the tables lack, gives numbers, closes validity. Part of the act `upgrade`. */
MUST_CHECK bool unit_save_definition(struct connection *writer, const struct definition *definition, struct failure *why);
MUST_CHECK bool unit_tree_load(struct arena *arena, struct connection *connection, const struct definition *definition,
                               const struct unit_tree **tree, struct failure *why);

const struct unit *unit_by_number(const struct unit_tree *tree, int64_t number);
/* Valid on `day`; DAY_NONE: the newest. NULL when none. */
const struct unit *unit_find(const struct unit_tree *tree, struct text code, struct day day);
/* The unit that a written name surely means (gazetteer.h), of that kind (empty: any); NULL when none is sure. `*answer`, unless
 * NULL, says why and proposes; the owner of a proposed place is its unit. */
const struct unit *unit_find_named(const struct unit_tree *tree, struct text written, struct text kind, struct day day,
                                   struct gazetteer_answer *answer);
/* "Phường Bồ Đề (00139), Phường Long Biên (00145)": the units a person may have meant. */
struct text unit_proposals(struct arena *arena, const struct unit *const *units, size_t count);
bool unit_valid(const struct unit *unit, struct day day);
bool unit_valid_within(const struct unit *unit, struct day begin, struct day end); /* on any of these days; DAY_NONE: open */
bool unit_is_inside(const struct unit *unit, const struct unit *place);      /* along `in`, itself included */
bool unit_is_under(const struct unit *unit, const struct unit *organisation); /* along `under`, itself included */
/* The nearest unit at or above it, along `in`, of that kind; NULL when none. */
const struct unit *unit_above(const struct unit *unit, struct text kind);

/* All units at or below `place`, valid at any day of begin..end, in order of number. */
const struct unit_set *unit_subtree(struct arena *arena, const struct unit_tree *tree, const struct unit *place,
                                    struct day begin, struct day end);
/* Places of a kind inside `place` valid at any day of begin..end, in official order (order, then code). */
const struct unit_set *unit_places(struct arena *arena, const struct unit_tree *tree, const struct unit *place, struct text kind,
                                   struct day begin, struct day end);
/* Organisations of these kinds inside `place`. */
const struct unit_set *unit_organisations(struct arena *arena, const struct unit_tree *tree, const struct unit *place,
                                          struct text kind, struct day begin, struct day end);
const struct unit_successor *unit_successors(const struct unit_tree *tree, size_t *count);
/* "Ngọc Thụy, Gia Thụy, Bồ Đề, Phúc Đồng và Ngọc Lâm": short names in official order, "và"/"and" before the last. */
struct text unit_names(struct arena *arena, const struct unit *const *units, size_t count, enum language language);
/* The data home of the units in this tree that belong to a place; 0 for a tree of national units only. */
int64_t unit_tree_shard(const struct unit_tree *tree);
/* Sorts in official order: order, then code. */
void unit_sort_official(const struct unit **units, size_t count);
/* All units valid on `day` (DAY_NONE: all there ever were), by number. */
const struct unit_set *unit_all(struct arena *arena, const struct unit_tree *tree, struct day day);
