/*
 * pack.h — the files of a pack given to the act that upgrades a house.
 *
 *     struct node *files = pack_files(arena, BENCH_PACKS, "figures");     more may be put in before it is given
 *     pack_upgrade(instance, &viewer, files);
 *
 * A pack that is not sound ends the bench, each problem told.
 */
#pragma once

#include "work/act/act.h"

/* A map from path to bytes, with all that the pack builds on. */
struct node *pack_files(struct arena *arena, const char *folder, const char *pack);
void pack_upgrade(struct instance *instance, const struct viewer *viewer, struct node *files);
