/* instance.c — opening a folder, the lock, and the snapshot that all threads share. */
#include "keep/instance/instance_inside.h"

#include "base/file.h"
#include "engine/seal/seal.h"
#include "keep/record/record.h"
#include "keep/box/body_key.h"
#include "keep/import/import.h"
#include "keep/report/draft.h"
#include "keep/store/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

enum { READERS = 8 };

static const char *path_in(struct arena *arena, const char *folder, const char *name)
{
    return text_format(arena, "%s/%s", folder, name).bytes;
}

/* ---- the lock: one writing process ---- */

static bool take_lock(struct instance *instance, struct failure *why)
{
    const char *path = path_in(instance->arena, instance->folder, "danvan.lock");
    instance->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (instance->lock < 0)
        return FAIL(why, FAILURE_BROKEN, "cannot open %s: errno %d", path, errno);
    if (flock(instance->lock, LOCK_EX | LOCK_NB) != 0)
        return FAIL(why, FAILURE_BUSY, "another danvan is writing in %s", instance->folder);
    return true;
}

/* ---- the database ---- */

bool instance_migrate(struct store *store, struct failure *why)
{
    return unit_migrate(store, why) && journal_migrate(store, why) && account_migrate(store, why) && record_migrate(store, why) &&
           report_migrate(store, why) && import_migrate(store, why) && box_migrate(store, why) &&
           house_migrate(store, why);
}

/* A schema that holds tables already may be somebody's. */
static bool check_empty(struct store *store, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct connection *CLOSING(store_read) reading = NULL;
    struct list tables = {0};
    if (!store_read_begin(store, &reading, why) || !store_tables(reading, scratch, &tables, why))
        return false;
    return tables.count == 0 ||
           FAIL(why, FAILURE_CONFLICT, "the schema of this address holds tables already: name another (&options=-csearch_path%%3DNAME), or, when"
                                       " they are left of a making that was cut off, DROP SCHEMA … CASCADE");
}

static bool open_store(struct instance *instance, const struct instance_options *options, struct failure *why)
{
    const char *address = instance->settings.store.length > 0 ? instance->settings.store.bytes
                                                              : path_in(instance->arena, instance->folder, "danvan.db");
    const struct store_options store = {.address = address,
                                        .readers = options->readers > 0 ? options->readers : READERS,
                                        .writes = options->writing,
                                        .create = options->create,
                                        .fault = options->fault};
    if (!store_open(&store, &instance->store, why))
        return false;
    if (options->create && options->store != NULL && !check_empty(instance->store, why))
        return false;
    instance->fresh = options->create && options->store != NULL;
    return !options->writing || instance_migrate(instance->store, why);
}

static bool check_folder(const char *folder, const struct instance_options *options, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    bool there = file_exists(path_in(scratch, folder, "danvan.yaml"));
    if (options->create && there)
        return FAIL(why, FAILURE_CONFLICT, "%s holds an instance already", folder);
    if (!options->create && !there)
        return FAIL(why, FAILURE_NOT_FOUND, "%s is no danvan folder: danvan.yaml is not there", folder);
    return !options->create || folder_make(folder, why);
}

static bool fill_work(void *context, struct connection *writer, struct failure *why)
{
    const struct house *house = context;
    return record_fill_words(writer, house->definition, house->units, why);
}

/* An older database has no words to find records by; they follow from the records, so no act makes them. */
static bool fill_words(struct instance *instance, struct failure *why)
{
    struct house *house = &instance->house->house;
    return !house->definition || store_write(instance->store, fill_work, house, why);
}

static bool open_all(struct instance *instance, const struct instance_options *options, struct failure *why)
{
    if (!seal_ready(why) || (options->writing && !take_lock(instance, why)))
        return false;
    if (options->create)
        instance->settings = (struct instance_settings){.demo = options->demo, .today = options->world.today,
                                                         .store = text_copy(instance->arena, text_of(options->store))};
    else if (!settings_load(instance->arena, instance->folder, &instance->settings, why))
        return false;
    if (!day_is_some(instance->world.today))
        instance->world.today = instance->settings.today;
    if (!open_store(instance, options, why))
        return false;
    /* Written last: a folder is an instance once all of it is there. */
    if (options->create && !settings_save(instance->folder, &instance->settings, why))
        return false;
    return instance_reload(instance, why) && (!options->writing || fill_words(instance, why));
}

bool instance_open(const char *folder, const struct instance_options *options, struct instance **instance, struct failure *why)
{
    if (!check_folder(folder, options, why))
        return false;
    struct arena *arena = arena_open();
    struct instance *made = arena_make(arena, sizeof *made);
    made->arena = arena;
    made->folder = text_copy(arena, text_of(folder)).bytes;
    made->world = options->world;
    made->lock = -1;
    pthread_mutex_init(&made->mutex, NULL);
    struct failure unseen; /* why it was not made is told already */
    if (!open_all(made, options, why)) {
        if (made->fresh)
            (void)!store_discard(made->store, &unseen);
        instance_close(made);
        return false;
    }
    *instance = made;
    return true;
}

void instance_discard(const char *store)
{
    struct store *CLOSING(store) opened = NULL;
    const struct store_options options = {.address = store, .readers = 1, .writes = true};
    struct failure unseen;
    if (store_open(&options, &opened, &unseen))
        (void)!store_discard(opened, &unseen);
}

void instance_close(struct instance *instance)
{
    if (!instance)
        return;
    store_close(instance->store);
    if (instance->house)
        instance_release(instance, &instance->house->house);
    if (instance->lock >= 0)
        close(instance->lock);
    pthread_mutex_destroy(&instance->mutex);
    arena_close(instance->arena);
}

/* ---- the snapshot ---- */

const struct house *instance_house(struct instance *instance)
{
    pthread_mutex_lock(&instance->mutex);
    instance->house->users++;
    const struct house *house = &instance->house->house;
    pthread_mutex_unlock(&instance->mutex);
    return house;
}

void instance_release(struct instance *instance, const struct house *house)
{
    struct house_held *held = (struct house_held *)(void *)(uintptr_t)house; /* its first member */
    pthread_mutex_lock(&instance->mutex);
    bool last = --held->users == 0;
    pthread_mutex_unlock(&instance->mutex);
    if (last)
        arena_close(held->arena);
}

bool instance_reload(struct instance *instance, struct failure *why)
{
    struct connection *CLOSING(store_read) reading = NULL;
    struct house_held *fresh;
    if (!store_read_begin(instance->store, &reading, why) || !house_load(reading, &fresh, why))
        return false;
    fresh->users = 1; /* the instance's own hold */
    pthread_mutex_lock(&instance->mutex);
    struct house_held *old = instance->house;
    /* Two may read at once: what was read later never gives way to what was read before. */
    if (old && old->house.version > fresh->house.version)
        old = fresh;
    else
        instance->house = fresh;
    pthread_mutex_unlock(&instance->mutex);
    if (old)
        instance_release(instance, &old->house);
    return true;
}

/* ---- what it is ---- */

struct store *instance_store(struct instance *instance)
{
    return instance->store;
}

struct world *instance_world(struct instance *instance)
{
    return &instance->world;
}

struct day instance_today(struct instance *instance)
{
    return world_today(&instance->world);
}

const char *instance_folder(const struct instance *instance)
{
    return instance->folder;
}

bool instance_is_demo(const struct instance *instance)
{
    return instance->settings.demo;
}

int64_t instance_shard(const struct instance *instance)
{
    const struct unit_tree *units = instance->house ? instance->house->house.units : NULL;
    return units ? unit_tree_shard(units) : 0;
}
