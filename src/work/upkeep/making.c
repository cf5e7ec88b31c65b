/* making.c — a folder gets its name when all of it is there. */
#include "work/upkeep/upkeep_inside.h"

#include "base/file.h"
#include "keep/instance/instance.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static bool is_empty(const char *path)
{
    DIR *folder = opendir(path);
    bool empty = folder != NULL;
    for (const struct dirent *entry = NULL; empty && (entry = readdir(folder)) != NULL;) {
        struct text name = text_of(entry->d_name);
        empty = text_is(name, ".") || text_is(name, "..");
    }
    if (folder)
        (void)closedir(folder);
    return empty;
}

static struct text folder_above(struct text path)
{
    size_t end = path.length;
    while (end > 0 && path.bytes[end - 1] != '/')
        end--;
    return end == 0 ? TEXT(".") : text_part(path, 0, end);
}

bool making_begin(struct arena *arena, const char *folder, struct making *making, struct failure *why)
{
    struct text name = text_of(folder);
    while (name.length > 1 && text_ends(name, TEXT("/")))
        name.length--;
    if (name.length == 0)
        return FAIL(why, FAILURE_INVALID, "the folder has no name");
    const char *wanted = text_copy(arena, name).bytes;
    if (file_exists(wanted) || (folder_exists(wanted) && !is_empty(wanted)))
        return FAIL(why, FAILURE_CONFLICT, "%s is there already, and not an empty folder", wanted);
    if (!folder_make(text_copy(arena, folder_above(name)).bytes, why))
        return false;
    struct text pattern = text_format(arena, "%s.making-XXXXXX", wanted);
    char *path = arena_copy(arena, pattern.bytes, pattern.length + 1);
    if (mkdtemp(path) == NULL)
        return FAIL(why, FAILURE_BROKEN, "making a folder beside %s: errno %d", wanted, errno);
    *making = (struct making){.name = wanted, .path = path};
    return true;
}

bool making_done(const struct making *making, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    if (rename(making->path, making->name) != 0)
        return FAIL(why, errno == ENOTEMPTY || errno == EEXIST ? FAILURE_CONFLICT : FAILURE_BROKEN, "naming %s: errno %d",
                    making->name, errno);
    int above = open(text_copy(scratch, folder_above(text_of(making->name))).bytes, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool synced = above >= 0 && fsync(above) == 0;
    if (above >= 0)
        (void)close(above);
    return synced || FAIL(why, FAILURE_BROKEN, "syncing the folder above %s: errno %d", making->name, errno);
}

void making_drop(const struct making *making)
{
    struct failure unseen; /* why it was dropped is told already */
    if (making->store != NULL)
        instance_discard(making->store);
    if (!folder_delete(making->path, &unseen))
        return;
}

bool making_scratch(struct arena *arena, const char **path, struct failure *why)
{
    const char *above = getenv("TMPDIR");
    struct text pattern = text_format(arena, "%s/danvan-XXXXXX", above && *above ? above : "/var/tmp");
    char *made = arena_copy(arena, pattern.bytes, pattern.length + 1);
    if (mkdtemp(made) == NULL)
        return FAIL(why, FAILURE_BROKEN, "making a folder like %s: errno %d", made, errno);
    *path = made;
    return true;
}
