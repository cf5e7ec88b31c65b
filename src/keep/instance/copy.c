/*
 * copy.c — a whole instance as one file, and back.
 *
 * The file is the database itself, one moment of it, with one table more: `backup` holds danvan.yaml.
 * So any tool that reads the database reads the backup, and bringing it back is taking that table out.
 */
#include "keep/instance/instance_inside.h"

#include "base/file.h"
#include "keep/store/backup.h"
#include "keep/store/statement.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#define SETTINGS_NAME TEXT("danvan.yaml")
static const struct sql BACKUP_ADD = {"backup add", "INSERT INTO backup (name, bytes) VALUES (?1, ?2)", NULL};
static const struct sql BACKUP_FIND = {"backup find", "SELECT bytes FROM backup WHERE name = ?1", NULL};

enum { SETTINGS_MAX = 64 * 1024, COPY_PIECE = 4 << 20 };

/* ---- out ---- */

static bool put_settings(void *given, struct connection *writer, struct failure *why)
{
    const struct text *bytes = given;
    const struct store_value row[] = {store_text(SETTINGS_NAME), store_blob(*bytes)};
    return store_define(writer, "CREATE TABLE backup (name TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT", why) &&
           store_run(writer, &BACKUP_ADD, row, LENGTH_OF(row), why);
}

/* Closing the only connection puts the log back into the one file. */
static bool add_settings(const char *path, struct text settings, struct failure *why)
{
    struct store *CLOSING(store) copy = NULL;
    const struct store_options options = {.address = path, .readers = 1, .writes = true};
    return store_open(&options, &copy, why) && store_write(copy, put_settings, &settings, why);
}

static bool make_copy(struct instance *instance, const char *path, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    const char *settings = text_format(scratch, "%s/danvan.yaml", instance->folder).bytes;
    struct instance_settings here = instance->settings;
    struct text bytes;
    here.store = (struct text){0}; /* the file brings its own */
    if (instance->settings.store.length > 0 ? !settings_write(scratch, &here, &bytes, why)
                                            : !file_read(scratch, settings, SETTINGS_MAX, &bytes, why))
        return false;
    return store_backup(instance->store, path, why) &&
           add_settings(path, bytes, why);
}

bool instance_backup(struct instance *instance, const char *file, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    const char *making = text_format(scratch, "%s.making-%ld", file, (long)getpid()).bytes;
    if (file_exists(file))
        return FAIL(why, FAILURE_CONFLICT, "%s is there already", file);
    bool made = make_copy(instance, making, why);
    (void)unlink(text_format(scratch, "%s.lock", making).bytes); /* of the store that took the settings in */
    if (!made) {
        (void)unlink(making);
        return false;
    }
    if (rename(making, file) != 0) {
        (void)unlink(making);
        return FAIL(why, FAILURE_BROKEN, "naming %s: errno %d", file, errno);
    }
    return true;
}

/* ---- back ---- */

static bool take_settings(void *given, struct connection *writer, struct failure *why)
{
    const char *folder = given;
    struct arena *CLOSING(arena) scratch = arena_open();
    const struct store_value name[] = {store_text(SETTINGS_NAME)};
    struct statement *row;
    if (!store_find(writer, &BACKUP_FIND, name, LENGTH_OF(name), &row, why))
        return false;
    if (!row)
        return FAIL(why, FAILURE_INVALID, "the file holds no danvan.yaml");
    struct text bytes = text_copy(scratch, statement_blob(row, 0));
    /* The statement is run to its end, so that its table can go. */
    bool more = true;
    while (more)
        if (!statement_step(row, &more, why))
            return false;
    return store_define(writer, "DROP TABLE backup", why) &&
           file_replace(text_format(scratch, "%s/danvan.yaml", folder).bytes, bytes, why);
}

bool instance_unpack(const char *file, const char *folder, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct store *CLOSING(store) store = NULL;
    char *path = arena_copy(scratch, folder, text_of(folder).length + 1);
    const char *database = text_format(scratch, "%s/danvan.db", folder).bytes;
    const struct store_options options = {.address = database, .readers = 1, .writes = true};
    return instance_copy_file(file, database, why) && store_open(&options, &store, why) && store_write(store, take_settings, path, why);
}

static bool copy_all(int from, int to, const char *path, struct failure *why)
{
    for (;;) {
        ssize_t piece = sendfile(to, from, NULL, COPY_PIECE);
        if (piece < 0 && errno == EINTR)
            continue;
        if (piece < 0)
            return FAIL(why, FAILURE_BROKEN, "copying to %s: errno %d", path, errno);
        if (piece == 0)
            return fsync(to) == 0 || FAIL(why, FAILURE_BROKEN, "syncing %s: errno %d", path, errno);
    }
}

bool instance_copy_file(const char *from, const char *to, struct failure *why)
{
    int source = open(from, O_RDONLY | O_CLOEXEC);
    if (source < 0)
        return FAIL(why, errno == ENOENT ? FAILURE_NOT_FOUND : FAILURE_BROKEN, "opening %s: errno %d", from, errno);
    int target = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool done = target >= 0 ? copy_all(source, target, to, why) : FAIL(why, FAILURE_BROKEN, "making %s: errno %d", to, errno);
    (void)close(source);
    if (target >= 0)
        (void)close(target);
    return done;
}

/* ---- to another database ---- */

static bool check_same(struct store *first, struct store *second, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct store_difference difference;
    if (!store_compare(first, second, NULL, 0, scratch, &difference, why))
        return false;
    return difference.table.length == 0 ||
           FAIL(why, FAILURE_BROKEN, "what arrived is not the same: table %.*s, %.*s", TEXT_ARGS(difference.table), TEXT_ARGS(difference.what));
}

bool instance_carry(struct instance *instance, const char *folder, const char *store, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct store *CLOSING(store) to = NULL;
    struct instance_settings settings = instance->settings;
    settings.store = text_of(store);
    const struct store_options options = {.address = store != NULL ? store : text_format(scratch, "%s/danvan.db", folder).bytes,
                                          .readers = 1, .writes = true, .create = true};
    struct failure unseen;
    if (!folder_make(folder, why) || !store_open(&options, &to, why) || !store_carry(instance->store, to, why))
        return false; /* a carrying that fails has undone itself */
    if (check_same(instance->store, to, why) && settings_save(folder, &settings, why))
        return true;
    (void)!store_discard(to, &unseen);
    return false;
}
