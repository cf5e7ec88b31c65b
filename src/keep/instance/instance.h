/*
 * instance.h — one danvan folder, opened: database, definitions, units, clock.
 *
 *     struct instance *instance;
 *     if (!instance_open("demo", &options, &instance, why)) …
 *     const struct house *house = instance_house(instance);      definitions and units as of now
 *     …
 *     instance_release(instance, house);
 *     instance_close(instance);
 *
 * The folder holds danvan.yaml (format, demo: yes, today: DAY, store: ADDRESS), danvan.db when there
 * is no `store`, and, while an
 * instance is served or written, danvan.lock and danvan.sock. One process writes: the
 * lock is taken by instance_open with `writing`; busy when another holds it. A house is
 * an immutable snapshot shared by all threads; an upgrade puts a new one in its place and
 * the old one goes when the last request lets go of it.
 */
#pragma once

#include "base/world.h"
#include "keep/account/account.h"
#include "keep/definition/definition.h"
#include "keep/store/store.h"
#include "keep/unit/unit.h"

struct instance;

struct instance_options {
    bool writing;
    bool create;          /* the folder must not hold an instance yet */
    int readers;          /* reading connections; 0: 8 */
    struct world world;   /* world_real() but for the demo's maker and tests */
    bool demo;            /* with create: mark the instance as sample data */
    const char *store;    /* with create: a PostgreSQL address, whose schema holds nothing yet; NULL: danvan.db */
    struct store_fault *fault; /* store.h; NULL outside tests */
};

struct house {
    const struct definition *definition; /* NULL before the first upgrade */
    const struct unit_tree *units;
    int64_t version;                     /* number of the act that brought it */
};

MUST_CHECK bool instance_open(const char *folder, const struct instance_options *options, struct instance **instance, struct failure *why);
void instance_close(struct instance *instance);
/* Takes an instance out of the database it was being made in, once it is closed: for a making that failed later on. What
 * instance_open or instance_carry could not make they have taken away themselves. */
void instance_discard(const char *store);

const struct house *instance_house(struct instance *instance);
void instance_release(struct instance *instance, const struct house *house);
/* Reads definitions (table pack_file) and units anew; called on commit of the acts that change them. */
MUST_CHECK bool instance_reload(struct instance *instance, struct failure *why);

struct store *instance_store(struct instance *instance);
struct world *instance_world(struct instance *instance); /* its chance and clock; thread safe for a real world */
struct day instance_today(struct instance *instance);
const char *instance_folder(const struct instance *instance);
bool instance_is_demo(const struct instance *instance);
int64_t instance_shard(const struct instance *instance); /* the shard new records go to */

/* For the act `upgrade`: notes which act brought the definitions, and reads the files back from it. */
struct journal_entry;
struct definition_source;
/* A file in the facts of `upgrade` is named "file:00012:PATH": a body sorts its names, and packs are read in the order of use. */
#define HOUSE_FILE TEXT("file:")
enum { HOUSE_FILE_DIGITS = 5 };
MUST_CHECK bool instance_migrate(struct store *store, struct failure *why); /* all tables of a house */
MUST_CHECK bool house_migrate(struct store *store, struct failure *why);
MUST_CHECK bool house_save(struct connection *writer, int64_t shard, int64_t act, const struct definition *definition, struct failure *why);
/* Number of the act that brought the definitions now in force; 0 before the first. */
MUST_CHECK bool house_version(struct connection *connection, int64_t *version, struct failure *why);
MUST_CHECK bool house_files(struct arena *arena, const struct journal_entry *entry, struct definition_source *source, struct failure *why);

/* The whole instance as one file, made beside its name first: the database with danvan.yaml in its table `backup`.
 * CONFLICT when the file is there. instance_unpack puts such a file into an empty folder. Checking it is the caller's. */
MUST_CHECK bool instance_backup(struct instance *instance, const char *file, struct failure *why);
MUST_CHECK bool instance_unpack(const char *file, const char *folder, struct failure *why);
/* Puts all tables and danvan.yaml into `folder`, which holds nothing, and a store there or at an address;
 * then compares the two, table by table. The instance itself stays as it was. */
MUST_CHECK bool instance_carry(struct instance *instance, const char *folder, const char *store, struct failure *why);
/* A plain copy of a file that nobody writes; `to` must not be there. */
MUST_CHECK bool instance_copy_file(const char *from, const char *to, struct failure *why);

static inline void instance_closing(struct instance **instance)
{
    if (*instance)
        instance_close(*instance);
}
