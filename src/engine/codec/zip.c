/* zip.c — parts put into one ZIP in memory, by libzip. */
#include "engine/codec/zip.h"

#include "base/map.h"

#include <string.h>
#include <zip.h>

/* 1 January 1980, 00:00: the first moment a ZIP can name, in its own form. */
enum { DOS_DATE = (0 << 9) | (1 << 5) | 1, DOS_TIME = 0 };

static bool name_is_good(struct text name)
{
    if (name.length == 0 || name.length > 255 || !text_is_utf8(name) || text_starts(name, TEXT("/")) ||
        text_contains(name, TEXT("\\")))
        return false;
    struct text rest = name, part;
    while (text_next(&rest, '/', &part))
        if (part.length == 0 || text_is(part, ".") || text_is(part, ".."))
            return false;
    return !text_ends(name, TEXT("/"));
}

static bool parts_check(struct arena *arena, const struct zip_part *parts, size_t count, struct failure *why)
{
    if (count > ZIP_PARTS_MAX)
        return FAIL(why, FAILURE_TOO_BIG, "a ZIP of %zu parts", count);
    struct map *seen = map_make(arena);
    size_t total = 0;
    for (size_t i = 0; i < count; i++) {
        if (!name_is_good(parts[i].name))
            return FAIL(why, FAILURE_INVALID, "a ZIP part with a bad name");
        if (map_find(seen, parts[i].name) != NULL)
            return FAIL(why, FAILURE_INVALID, "two ZIP parts called %.*s", TEXT_ARGS(parts[i].name));
        map_put(seen, parts[i].name, arena); /* any pointer: only presence counts */
        if (parts[i].bytes.length > ZIP_BYTES_MAX - total)
            return FAIL(why, FAILURE_TOO_BIG, "a ZIP of more than %d bytes", ZIP_BYTES_MAX);
        total += parts[i].bytes.length;
    }
    return true;
}

static bool part_add(zip_t *zip, struct arena *arena, const struct zip_part *part, struct failure *why)
{
    const char *name = text_copy(arena, part->name).bytes;
    zip_source_t *source = zip_source_buffer(zip, part->bytes.bytes, part->bytes.length, 0);
    if (source == NULL)
        return FAIL(why, FAILURE_BROKEN, "a ZIP part: %s", zip_strerror(zip));
    zip_int64_t index = zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
        zip_source_free(source);
        return FAIL(why, FAILURE_BROKEN, "a ZIP part: %s", zip_strerror(zip));
    }
    zip_uint64_t number = (zip_uint64_t)index;
    if (zip_set_file_compression(zip, number, part->stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 6) < 0 ||
        zip_file_set_dostime(zip, number, DOS_TIME, DOS_DATE, 0) < 0)
        return FAIL(why, FAILURE_BROKEN, "a ZIP part: %s", zip_strerror(zip));
    return true;
}

/* What libzip wrote into the source. */
static bool source_take(struct arena *arena, zip_source_t *source, struct text *bytes, struct failure *why)
{
    zip_stat_t stat;
    if (zip_source_stat(source, &stat) < 0 || zip_source_open(source) < 0)
        return FAIL(why, FAILURE_BROKEN, "a finished ZIP cannot be opened");
    char *taken = arena_make(arena, stat.size + 1);
    zip_int64_t length = zip_source_read(source, taken, stat.size);
    (void)zip_source_close(source);
    if (length < 0 || (zip_uint64_t)length != stat.size)
        return FAIL(why, FAILURE_BROKEN, "a finished ZIP cannot be read");
    *bytes = (struct text){taken, stat.size};
    return true;
}

static bool zip_fill(zip_source_t *source, struct arena *arena, const struct zip_part *parts, size_t count,
                     struct failure *why)
{
    zip_error_t error;
    zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, &error);
    if (zip == NULL)
        return FAIL(why, FAILURE_BROKEN, "a ZIP cannot be begun");
    zip_source_keep(source); /* zip_close gives one hold back; ours stays */
    for (size_t i = 0; i < count; i++) {
        if (part_add(zip, arena, &parts[i], why))
            continue;
        zip_discard(zip);
        return false;
    }
    if (zip_close(zip) == 0)
        return true;
    (void)FAIL(why, FAILURE_BROKEN, "a ZIP cannot be finished: %s", zip_strerror(zip));
    zip_discard(zip);
    return false;
}

/* libzip writes no file at all when there is no part: the 22 bytes of an empty archive. */
static const char nothing[] = "PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

bool zip_make(struct arena *arena, const struct zip_part *parts, size_t count, struct text *bytes,
              struct failure *why)
{
    if (!parts_check(arena, parts, count, why))
        return false;
    if (count == 0) {
        *bytes = (struct text){nothing, sizeof nothing};
        return true;
    }
    zip_error_t error;
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &error);
    if (source == NULL)
        return FAIL(why, FAILURE_BROKEN, "a ZIP cannot be begun");
    bool made = zip_fill(source, arena, parts, count, why) && source_take(arena, source, bytes, why);
    zip_source_free(source);
    return made;
}
