/* zip_read.c — a ZIP from outside, checked before libzip unpacks any of it. */
#include "engine/codec/zip_read.h"

#include "base/map.h"

#include <string.h>
#include <zip.h>

enum { RATIO_FREE = 1 << 20, NAME_MAX_BYTES = 512 };

struct zip_reader {
    struct arena *arena;
    zip_t *zip;
    struct zip_limits limits;
    struct zip_file *files;
    size_t count;
    struct map *by_name; /* folded names */
    size_t unpacked;     /* really, so far */
};

struct zip_stream {
    struct zip_reader *zip;
    zip_file_t *file;
    uint64_t packed;
    size_t unpacked;
};

static bool trouble_tell(struct zip_trouble *trouble, const char *code, struct text about)
{
    *trouble = (struct zip_trouble){code, about};
    return false;
}

static struct text size_text(struct arena *arena, size_t number)
{
    return text_format(arena, "%zu", number);
}

/* ---- the list of files, before libzip makes room for it ---- */

static uint64_t little(const char *bytes, size_t count)
{
    uint64_t number = 0;
    while (count-- > 0)
        number = number << 8 | (unsigned char)bytes[count];
    return number;
}

/* How many files the end record at `at` claims, its 64-bit brother included (APPNOTE 4.3.14 to 4.3.16). */
static uint64_t files_claimed(struct text bytes, size_t at)
{
    uint64_t claimed = little(bytes.bytes + at + 10, 2);
    if (at < 20 || memcmp(bytes.bytes + at - 20, "PK\6\7", 4) != 0)
        return claimed;
    uint64_t offset = little(bytes.bytes + at - 12, 8);
    if (offset > bytes.length || bytes.length - offset < 56)
        return claimed;
    uint64_t longer = little(bytes.bytes + offset + 32, 8);
    return longer > claimed ? longer : claimed;
}

/* The greatest claim of whatever looks like an end record: libzip may take any of them. UINT64_MAX: there is none. */
static uint64_t files_claimed_most(struct text bytes)
{
    enum { END = 22, COMMENT = 65535 };
    bool found = false;
    uint64_t most = 0;
    if (bytes.length < END)
        return UINT64_MAX;
    for (size_t back = END; back <= bytes.length && back <= END + COMMENT; back++) {
        size_t at = bytes.length - back;
        if (memcmp(bytes.bytes + at, "PK\5\6", 4) != 0)
            continue;
        uint64_t claimed = files_claimed(bytes, at);
        found = true;
        most = claimed > most ? claimed : most;
    }
    return found ? most : UINT64_MAX;
}

/* ---- names ---- */

/* "\" as "/", ASCII letters small: part names are compared without case (ECMA-376 Part 2, §6.2.2.3). */
static struct text name_folded(struct arena *arena, struct text name)
{
    char *bytes = arena_copy(arena, name.bytes, name.length);
    for (size_t i = 0; i < name.length; i++) {
        char c = bytes[i];
        bytes[i] = c == '\\' ? '/' : c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
    }
    return (struct text){bytes, name.length};
}

static bool name_climbs(struct text name)
{
    if (text_starts(name, TEXT("/")) || (name.length >= 2 && name.bytes[1] == ':'))
        return true;
    struct text rest = name, part;
    while (text_next(&rest, '/', &part))
        if (text_is(part, "..") || text_is(part, "."))
            return true;
    return false;
}

static bool file_take(struct zip_reader *zip, uint64_t index, struct zip_trouble *trouble)
{
    zip_stat_t stat;
    zip_uint64_t wanted = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
    if (zip_stat_index(zip->zip, index, 0, &stat) < 0 || (stat.valid & wanted) != wanted)
        return trouble_tell(trouble, "zip.torn", (struct text){0});
    struct text name = text_of(stat.name);
    if (name.length == 0 || name.length > NAME_MAX_BYTES || !text_is_utf8(name))
        return trouble_tell(trouble, "zip.name", (struct text){0});
    struct text folded = name_folded(zip->arena, name);
    if (name_climbs(folded))
        return trouble_tell(trouble, "zip.path", text_copy(zip->arena, name));
    if (text_ends(folded, TEXT("/"))) /* a folder: nothing in it */
        return true;
    if (map_find(zip->by_name, folded) != NULL)
        return trouble_tell(trouble, "zip.duplicate", text_copy(zip->arena, name));
    if (stat.encryption_method != ZIP_EM_NONE)
        return trouble_tell(trouble, "zip.encrypted", (struct text){0});
    if (stat.comp_method != ZIP_CM_STORE && stat.comp_method != ZIP_CM_DEFLATE)
        return trouble_tell(trouble, "zip.method", (struct text){0});
    struct zip_file *file = &zip->files[zip->count++];
    *file = (struct zip_file){text_replace(zip->arena, name, TEXT("\\"), TEXT("/")), index, stat.comp_size, stat.size};
    map_put(zip->by_name, folded, file);
    return true;
}

/* ---- opening ---- */

static bool archive_open(struct zip_reader *zip, struct text bytes, struct zip_trouble *trouble)
{
    uint64_t claimed = files_claimed_most(bytes);
    if (claimed == UINT64_MAX)
        return trouble_tell(trouble, "zip.torn", (struct text){0});
    if (claimed > zip->limits.entries_max)
        return trouble_tell(trouble, "zip.entries", size_text(zip->arena, zip->limits.entries_max));
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes.bytes, bytes.length, 0, &error);
    REQUIRE(source != NULL);
    zip->zip = zip_open_from_source(source, ZIP_RDONLY, &error);
    zip_error_fini(&error);
    if (zip->zip == NULL) {
        zip_source_free(source);
        return trouble_tell(trouble, "zip.torn", (struct text){0});
    }
    return true;
}

static bool files_take(struct zip_reader *zip, struct zip_trouble *trouble)
{
    zip_int64_t count = zip_get_num_entries(zip->zip, 0);
    if (count < 0 || (uint64_t)count > zip->limits.entries_max)
        return trouble_tell(trouble, "zip.entries", size_text(zip->arena, zip->limits.entries_max));
    zip->files = arena_make_many(zip->arena, (size_t)count, sizeof *zip->files);
    zip->by_name = map_make(zip->arena);
    for (uint64_t i = 0; i < (uint64_t)count; i++)
        if (!file_take(zip, i, trouble))
            return false;
    return true;
}

struct zip_reader *zip_read_open(struct arena *arena, struct text bytes, struct zip_limits limits, struct zip_trouble *trouble)
{
    struct zip_reader *zip = arena_make(arena, sizeof *zip);
    *zip = (struct zip_reader){.arena = arena, .limits = limits};
    if (archive_open(zip, bytes, trouble) && files_take(zip, trouble))
        return zip;
    zip_read_close(zip);
    return NULL;
}

void zip_read_close(struct zip_reader *zip)
{
    if (zip != NULL && zip->zip != NULL)
        zip_discard(zip->zip);
    if (zip != NULL)
        zip->zip = NULL;
}

const struct zip_file *zip_read_files(const struct zip_reader *zip, size_t *count)
{
    *count = zip->count;
    return zip->files;
}

const struct zip_file *zip_read_find(const struct zip_reader *zip, struct text name)
{
    return map_find(zip->by_name, name_folded(zip->arena, name));
}

/* ---- unpacking ---- */

struct zip_stream *zip_stream_open(struct zip_reader *zip, const struct zip_file *file, struct zip_trouble *trouble)
{
    if (file->unpacked > zip->limits.unpacked_max) {
        (void)trouble_tell(trouble, "zip.unpacked", size_text(zip->arena, zip->limits.unpacked_max >> 20));
        return NULL;
    }
    zip_file_t *opened = zip_fopen_index(zip->zip, file->index, 0);
    if (opened == NULL) {
        (void)trouble_tell(trouble, "zip.torn", (struct text){0});
        return NULL;
    }
    struct zip_stream *stream = arena_make(zip->arena, sizeof *stream);
    *stream = (struct zip_stream){.zip = zip, .file = opened, .packed = file->packed};
    return stream;
}

void zip_stream_close(struct zip_stream *stream)
{
    if (stream != NULL && stream->file != NULL)
        (void)zip_fclose(stream->file);
    if (stream != NULL)
        stream->file = NULL;
}

bool zip_stream_read(struct zip_stream *stream, void *room, size_t size, size_t *length, struct zip_trouble *trouble)
{
    struct zip_reader *zip = stream->zip;
    zip_int64_t read = zip_fread(stream->file, room, size);
    if (read < 0)
        return trouble_tell(trouble, "zip.torn", (struct text){0});
    *length = (size_t)read;
    stream->unpacked += *length;
    zip->unpacked += *length;
    if (zip->unpacked > zip->limits.unpacked_max)
        return trouble_tell(trouble, "zip.unpacked", size_text(zip->arena, zip->limits.unpacked_max >> 20));
    if (stream->unpacked > RATIO_FREE && stream->unpacked / (stream->packed + 1) > zip->limits.ratio_max)
        return trouble_tell(trouble, "zip.ratio", size_text(zip->arena, zip->limits.ratio_max));
    return true;
}
