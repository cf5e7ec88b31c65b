/* instance_inside.h — what the files of keep/instance share. */
#pragma once

#include "keep/instance/instance.h"
#include "keep/journal/journal.h"

#include <pthread.h>

/* danvan.yaml: what the folder says of itself. */
struct instance_settings {
    bool demo;
    struct day today; /* DAY_NONE: the clock's */
    struct text store; /* a PostgreSQL address; empty: danvan.db beside it */
};

MUST_CHECK bool settings_load(struct arena *arena, const char *folder, struct instance_settings *settings, struct failure *why);
/* As danvan.yaml holds them. */
MUST_CHECK bool settings_write(struct arena *arena, const struct instance_settings *settings, struct text *bytes, struct failure *why);
MUST_CHECK bool settings_save(const char *folder, const struct instance_settings *settings, struct failure *why);

struct house_held {
    struct house house; /* first: instance_release goes from here back */
    struct arena *arena;
    int users;
};

/* The snapshot as the database has it now. */
MUST_CHECK bool house_load(struct connection *connection, struct house_held **held, struct failure *why);

struct instance {
    struct arena *arena;
    const char *folder;
    struct instance_settings settings;
    struct world world;
    struct store *store;
    bool fresh; /* being made, in a database that held nothing: what is there is its own */
    int lock;
    pthread_mutex_t mutex; /* guards `house` and all `users` */
    struct house_held *house;
};
