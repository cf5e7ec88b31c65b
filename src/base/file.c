/* file.c — whole files and folders; links are never followed below a folder. */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEPTH_MAX = 32 }; /* folders in folders */

static void descriptor_closing(int *descriptor)
{
    if (*descriptor >= 0)
        close(*descriptor);
}

static void directory_closing(DIR **directory)
{
    if (*directory != NULL)
        closedir(*directory);
}

/* The failure that errno stands for. */
static bool fail_errno(struct failure *why, const char *deed, const char *path)
{
    int error = errno;
    char text[128];
    enum failure_kind kind = error == ENOENT || error == ENOTDIR ? FAILURE_NOT_FOUND : FAILURE_BROKEN;
    return FAIL(why, kind, "cannot %s %s: %s", deed, path, strerror_r(error, text, sizeof text));
}

/* Reads until the end or until `room` is full; -1 on error. */
static ssize_t read_until_full(int descriptor, char *bytes, size_t room)
{
    size_t length = 0;
    while (length < room) {
        ssize_t got = read(descriptor, bytes + length, room - length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        length += (size_t)got;
    }
    return (ssize_t)length;
}

bool file_read(struct arena *arena, const char *path, size_t ceiling, struct text *bytes, struct failure *why)
{
    int CLOSING(descriptor) descriptor = open(path, O_RDONLY | O_CLOEXEC);
    struct stat about;
    if (descriptor < 0 || fstat(descriptor, &about) != 0)
        return fail_errno(why, "open", path);
    if (!S_ISREG(about.st_mode))
        return FAIL(why, FAILURE_INVALID, "%s is not a file", path);
    if ((uintmax_t)about.st_size > ceiling)
        return FAIL(why, FAILURE_TOO_BIG, "%s has %jd bytes, more than %zu", path, (intmax_t)about.st_size, ceiling);
    /* One byte more than it has: a file that grew meanwhile is seen, and the text ends in NUL. */
    size_t size = (size_t)about.st_size;
    char *content = arena_make(arena, size + 1);
    ssize_t length = read_until_full(descriptor, content, size + 1);
    if (length < 0)
        return fail_errno(why, "read", path);
    if ((size_t)length > size)
        return FAIL(why, FAILURE_CONFLICT, "%s grew while it was read", path);
    *bytes = (struct text){content, (size_t)length};
    return true;
}

static bool write_all(int descriptor, struct text bytes)
{
    while (bytes.length > 0) {
        ssize_t written = write(descriptor, bytes.bytes, bytes.length);
        if (written < 0 && errno != EINTR)
            return false;
        if (written > 0)
            bytes = text_from(bytes, (size_t)written);
    }
    return true;
}

static bool sync_folder_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *folder = slash == NULL ? "." : slash == path ? "/"
        : text_copy(arena, (struct text){path, (size_t)(slash - path)}).bytes;
    int CLOSING(descriptor) descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return descriptor >= 0 && fsync(descriptor) == 0;
}

bool file_replace(const char *path, struct text bytes, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    const char *beside = text_format(scratch, "%s.new-%ld", path, (long)getpid()).bytes;
    int CLOSING(descriptor) descriptor = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (descriptor < 0)
        return fail_errno(why, "write", beside);
    if (!write_all(descriptor, bytes) || fsync(descriptor) != 0 || rename(beside, path) != 0) {
        fail_errno(why, "write", path);
        unlink(beside);
        return false;
    }
    if (!sync_folder_of(scratch, path))
        return fail_errno(why, "sync the folder of", path);
    return true;
}

bool file_exists(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && S_ISREG(about.st_mode);
}

bool folder_exists(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

bool folder_make(const char *path, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    size_t length = strlen(path);
    char *part = arena_copy(scratch, path, length + 1);
    for (size_t i = 1; i <= length; i++) {
        if (part[i] != '/' && part[i] != '\0')
            continue;
        char mark = part[i];
        part[i] = '\0';
        if (mkdir(part, 0755) != 0 && errno != EEXIST)
            return fail_errno(why, "make the folder", part);
        part[i] = mark;
    }
    if (!folder_exists(path))
        return FAIL(why, FAILURE_CONFLICT, "%s is there and is not a folder", path);
    return true;
}

/* A walk through a folder: where it is and what it has found. */
struct walk {
    struct arena *arena;
    const char *top;
    size_t ceiling;
    struct list *paths;
};

static bool walk_folder(const struct walk *walk, struct text below, int depth, struct failure *why);

static bool walk_entry(const struct walk *walk, struct text path, int depth, struct failure *why)
{
    const char *full = text_format(walk->arena, "%s/%.*s", walk->top, TEXT_ARGS(path)).bytes;
    struct stat about;
    if (lstat(full, &about) != 0)
        return fail_errno(why, "look at", full);
    if (S_ISDIR(about.st_mode))
        return walk_folder(walk, path, depth + 1, why);
    if (!S_ISREG(about.st_mode))
        return true;
    if (walk->paths->count >= walk->ceiling)
        return FAIL(why, FAILURE_TOO_BIG, "more than %zu files below %s", walk->ceiling, walk->top);
    struct text *item = arena_make(walk->arena, sizeof *item);
    *item = path;
    list_add(walk->paths, walk->arena, item);
    return true;
}

/* Lists the folder `below` the top ("" for the top itself). */
static bool walk_folder(const struct walk *walk, struct text below, int depth, struct failure *why)
{
    if (depth > DEPTH_MAX)
        return FAIL(why, FAILURE_TOO_BIG, "folders deeper than %d below %s", DEPTH_MAX, walk->top);
    const char *full = text_format(walk->arena, "%s/%.*s", walk->top, TEXT_ARGS(below)).bytes;
    DIR *CLOSING(directory) directory = opendir(full);
    if (directory == NULL)
        return fail_errno(why, "open the folder", full);
    for (const struct dirent *entry; (errno = 0, entry = readdir(directory)) != NULL;) {
        if (entry->d_name[0] == '.')
            continue;
        struct text path = text_format(walk->arena, "%.*s%s%s", TEXT_ARGS(below), below.length > 0 ? "/" : "",
                                       entry->d_name);
        if (!walk_entry(walk, path, depth, why))
            return false;
    }
    return errno == 0 || fail_errno(why, "read the folder", full);
}

static int path_compare(const void *a, const void *b)
{
    const struct text *const *x = a, *const *y = b;
    return text_compare(**x, **y);
}

bool folder_files(struct arena *arena, const char *path, size_t ceiling, struct list *paths, struct failure *why)
{
    struct list found = {0};
    const struct walk walk = {.arena = arena, .top = path, .ceiling = ceiling, .paths = &found};
    if (!walk_folder(&walk, TEXT(""), 0, why))
        return false;
    if (found.count > 0)
        qsort(found.items, found.count, sizeof *found.items, path_compare);
    *paths = found;
    return true;
}

/* Deletes what `name` is in the folder `parent`, with all below it. */
static bool delete_at(int parent, const char *name, int depth, struct failure *why)
{
    if (unlinkat(parent, name, 0) == 0 || errno == ENOENT)
        return true;
    if (errno != EISDIR && errno != EPERM)
        return fail_errno(why, "delete", name);
    if (depth > DEPTH_MAX)
        return FAIL(why, FAILURE_TOO_BIG, "folders deeper than %d at %s", DEPTH_MAX, name);
    int descriptor = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    DIR *CLOSING(directory) directory = descriptor < 0 ? NULL : fdopendir(descriptor); /* closes both */
    if (directory == NULL)
        return fail_errno(why, "open the folder", name);
    for (const struct dirent *entry; (errno = 0, entry = readdir(directory)) != NULL;) {
        bool itself = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
        if (!itself && !delete_at(descriptor, entry->d_name, depth + 1, why))
            return false;
    }
    if (unlinkat(parent, name, AT_REMOVEDIR) != 0)
        return fail_errno(why, "delete the folder", name);
    return true;
}

bool folder_delete(const char *path, struct failure *why)
{
    return delete_at(AT_FDCWD, path, 0, why);
}
