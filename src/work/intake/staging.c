/* staging.c — two files for each upload, of this process's owner alone. */
#include "work/intake/staging.h"

#include "base/file.h"
#include "base/world.h"
#include "engine/seal/seal.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ABOUT_MAX = 1 << 20 };

static struct text path_of(struct arena *arena, const char *folder, struct text name, const char *kind)
{
    return text_format(arena, "%s/staging/%.*s%s", folder, TEXT_ARGS(name), kind);
}

/* A name of ours and nothing else: it becomes a path. */
static bool is_name(struct text name)
{
    for (size_t i = 0; i < name.length; i++)
        if (!((name.bytes[i] >= '0' && name.bytes[i] <= '9') || (name.bytes[i] >= 'a' && name.bytes[i] <= 'f')))
            return false;
    return name.length == STAGING_NAME;
}

static bool write_file(const char *path, struct text bytes, struct failure *why)
{
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0)
        return FAIL(why, FAILURE_BROKEN, "an upload cannot be laid down");
    while (bytes.length > 0) {
        ssize_t written = write(file, bytes.bytes, bytes.length);
        if (written <= 0)
            break;
        bytes = text_from(bytes, (size_t)written);
    }
    bool whole = bytes.length == 0;
    return (close(file) == 0 && whole) || FAIL(why, FAILURE_BROKEN, "an upload cannot be laid down: the disk may be full");
}

static bool check_room(const char *folder, struct arena *arena, struct failure *why)
{
    struct list files = {0};
    struct text path = text_format(arena, "%s/staging", folder);
    if (!folder_make(path.bytes, why))
        return false;
    if (chmod(path.bytes, 0700) != 0)
        return FAIL(why, FAILURE_BROKEN, "the folder of uploads cannot be closed to others");
    return folder_files(arena, path.bytes, 2 * STAGING_FILES_MAX + 2, &files, why) &&
           (files.count <= 2 * STAGING_FILES_MAX || FAIL(why, FAILURE_BUSY, "more than %d uploads wait to be written", STAGING_FILES_MAX));
}

bool staging_put(const char *folder, struct text bytes, struct text about, struct arena *arena, struct text *name, struct failure *why)
{
    struct world world = world_real();
    uint8_t random[STAGING_NAME / 2];
    if (bytes.length > STAGING_BYTES_MAX)
        return FAIL(why, FAILURE_TOO_BIG, "an upload has more than %d bytes", STAGING_BYTES_MAX);
    if (!check_room(folder, arena, why))
        return false;
    world_random(&world, random, sizeof random);
    struct text made = seal_hex(arena, random, sizeof random);
    if (!write_file(path_of(arena, folder, made, ".sheet").bytes, bytes, why) ||
        !write_file(path_of(arena, folder, made, ".json").bytes, about, why)) {
        staging_drop(folder, made);
        return false;
    }
    *name = made;
    return true;
}

bool staging_set_about(const char *folder, struct text name, struct text about, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    return is_name(name) ? write_file(path_of(scratch, folder, name, ".json").bytes, about, why)
                         : FAIL(why, FAILURE_NOT_FOUND, "no such upload");
}

bool staging_get(const char *folder, struct text name, struct arena *arena, struct text *bytes, struct text *about, struct failure *why)
{
    if (!is_name(name) || !file_exists(path_of(arena, folder, name, ".json").bytes))
        return FAIL(why, FAILURE_NOT_FOUND, "no such upload");
    return (!bytes || file_read(arena, path_of(arena, folder, name, ".sheet").bytes, STAGING_BYTES_MAX, bytes, why)) &&
           file_read(arena, path_of(arena, folder, name, ".json").bytes, ABOUT_MAX, about, why);
}

void staging_drop(const char *folder, struct text name)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    if (!is_name(name))
        return;
    (void)unlink(path_of(scratch, folder, name, ".sheet").bytes);
    (void)unlink(path_of(scratch, folder, name, ".json").bytes);
}

void staging_sweep(const char *folder, int64_t now)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct text path = text_format(scratch, "%s/staging", folder);
    struct list files = {0};
    struct failure unheard;
    /* What cannot be read now is swept the next hour. */
    if (!folder_exists(path.bytes) || !folder_files(scratch, path.bytes, 2 * STAGING_FILES_MAX + 2, &files, &unheard))
        return;
    for (size_t i = 0; i < files.count; i++) {
        struct text file = text_format(scratch, "%.*s/%.*s", TEXT_ARGS(path), TEXT_ARGS(*(struct text *)files.items[i]));
        struct stat about;
        if (stat(file.bytes, &about) == 0 && about.st_mtime + STAGING_HOURS * 3600 < now)
            (void)unlink(file.bytes);
    }
}
