/* upkeep_inside.h — what the files of work/upkeep share. */
#pragma once

#include "work/upkeep/upkeep.h"

/* A folder that is made beside its name: `making`, which takes the name at the end or goes. */
struct making {
    const char *name;  /* of the folder wanted */
    const char *path;  /* where it is made */
    const char *store; /* a database that holds it already and is emptied by making_drop; NULL: none */
};
/* CONFLICT when the name holds anything already. */
MUST_CHECK bool making_begin(struct arena *arena, const char *folder, struct making *making, struct failure *why);
MUST_CHECK bool making_done(const struct making *making, struct failure *why);
void making_drop(const struct making *making);

/* A folder for what is needed only now; the caller deletes it. */
MUST_CHECK bool making_scratch(struct arena *arena, const char **path, struct failure *why);
