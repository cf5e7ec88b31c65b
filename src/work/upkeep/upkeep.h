/*
 * upkeep.h — a folder is made, brought to new definitions, checked, copied and brought back.
 *
 *     struct upkeep_init ask = {.folder = "long-bien", .pack = TEXT("long-bien-2021"), .world = world_real()};
 *     if (!upkeep_init(&ask, arena, &problems, why)) …
 *
 *     struct upkeep_verified verified;
 *     if (!upkeep_verify("long-bien", progress, arena, &verified, why)) …      it could not be checked
 *     if (verified.problems.errors > 0) …                                     it was, and is not whole
 *
 * Whatever makes a folder or a file makes it beside its name and gives it the name at the end: a
 * crash leaves nothing half-made under that name. Nothing here overwrites: CONFLICT.
 * Progress (base/progress.h) says "copy", "acts", "tables", "write".
 */
#pragma once

#include "base/node.h"
#include "base/problem.h"
#include "base/progress.h"
#include "base/world.h"
#include "keep/definition/definition.h"

struct instance;
struct store_fault;

/* Where PACK lies: "packs/vietnam" names its folder; "vietnam" alone is looked for in the folder
 * DANVAN_PACKS names, else in the one the program was built with. */
struct upkeep_pack {
    const char *folder; /* of packs */
    struct text name;
};
struct upkeep_pack upkeep_pack(struct arena *arena, struct text given);

/* Reads, links and checks a pack; NULL in `*definition` when there were errors. */
MUST_CHECK bool upkeep_check_pack(struct arena *arena, struct text pack, const struct definition **definition, struct problems *problems,
                                  struct failure *why);

struct upkeep_init {
    const char *folder;
    struct text pack;
    struct world world;
    bool demo;
    const char *store; /* a PostgreSQL address; NULL: a file in the folder */
    struct store_fault *fault; /* keep/store/store.h; NULL outside tests */
};
/* A new folder with the definitions of a pack, brought by its first act. With problems nothing is made; what failed
 * halfway is taken away, out of the database too. */
MUST_CHECK bool upkeep_init(const struct upkeep_init *ask, struct arena *arena, struct problems *problems, struct failure *why);

/* What the act `upgrade` is given for this pack: its files. */
MUST_CHECK bool upkeep_upgrade_given(struct arena *arena, struct text pack, struct node **given, struct problems *problems,
                                     struct failure *why);
/* What would change: a list of {kind: register|field|figure|report|unit|instrument|deadline, name, change: new|changed|gone}. */
struct node *upkeep_changes(struct arena *arena, const struct definition *old, const struct definition *new);

/* Every act of a folder or a backup is carried out again in an empty database, every leaf is checked, and all
 * tables are compared byte for byte, sessions and views apart. What is served meanwhile goes on. */
struct upkeep_verified {
    int64_t acts;
    int64_t tables;
    struct problems problems;
};
MUST_CHECK bool upkeep_verify(const char *path, const struct progress *progress, struct arena *arena, struct upkeep_verified *verified,
                              struct failure *why);

/* One file that holds everything: the database as of now, with danvan.yaml in it. While it is served, too. */
MUST_CHECK bool upkeep_backup(struct instance *instance, const char *file, const struct progress *progress, struct failure *why);
/* Checks the file as upkeep_verify does, then makes the folder. With problems nothing is made. */
MUST_CHECK bool upkeep_restore(const char *file, const char *folder, const struct progress *progress, struct arena *arena,
                               struct upkeep_verified *verified, struct failure *why);

/* The instance in another folder, and there in another database when `store` names one (NULL: a file). Nobody may
 * write to it meanwhile: BUSY. All tables are compared, then both sides are verified; with problems nothing gets
 * the new name. The old folder stays. */
struct upkeep_move {
    const char *from, *to, *store;
    struct text passphrase; /* of upkeep_move_sealed */
};
MUST_CHECK bool upkeep_move(const struct upkeep_move *ask, const struct progress *progress, struct arena *arena,
                            struct upkeep_verified *verified, struct failure *why);
/* The same in two halves, where one machine does not see the other: a folder becomes one sealed file (engine/seal/stream.h),
 * a sealed file becomes a folder, and its database where `store` names one. Each half verifies what it has. */
MUST_CHECK bool upkeep_move_sealed(const struct upkeep_move *ask, const struct progress *progress, struct arena *arena,
                                   struct upkeep_verified *verified, struct failure *why);
