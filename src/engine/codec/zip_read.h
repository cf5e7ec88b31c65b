/*
 * zip_read.h — which files stand in a ZIP from outside, and what is in one of them?
 *
 *     struct zip_trouble trouble;
 *     struct zip_reader *CLOSING(zip_reader) zip = zip_read_open(arena, bytes, limits, &trouble);
 *     struct zip_stream *CLOSING(zip_stream) in = zip_stream_open(zip, file, &trouble);
 *     while (zip_stream_read(in, room, sizeof room, &length, &trouble) && length > 0) …
 *
 * Refused before anything is unpacked: a torn archive, more files than the limit, two of one name (in whatever case), a
 * name that climbs ("../", "/etc", "C:"), encrypted files, packing other than none or deflate. Refused while unpacking:
 * more bytes than the limit over all streams together, by what really comes out; a part that swells beyond the ratio;
 * bytes that do not match their sum. `bytes` and the arena are borrowed until it is closed.
 */
#pragma once

#include "base/arena.h"
#include "base/text.h"

struct zip_limits {
    size_t entries_max, unpacked_max, ratio_max;
};

/* A code of problem_sentences.def (NULL: none) and its argument. */
struct zip_trouble {
    const char *code;
    struct text about;
};

struct zip_file {
    struct text name; /* UTF-8, as written, "\" read as "/" */
    uint64_t index, packed, unpacked; /* as the archive claims */
};

struct zip_reader;
struct zip_stream;

/* NULL with the trouble told. */
struct zip_reader *zip_read_open(struct arena *arena, struct text bytes, struct zip_limits limits, struct zip_trouble *trouble);
void zip_read_close(struct zip_reader *zip);

const struct zip_file *zip_read_files(const struct zip_reader *zip, size_t *count);
/* By its name, in whatever case; NULL when there is none. */
const struct zip_file *zip_read_find(const struct zip_reader *zip, struct text name);

struct zip_stream *zip_stream_open(struct zip_reader *zip, const struct zip_file *file, struct zip_trouble *trouble);
void zip_stream_close(struct zip_stream *stream);
/* Length 0 at the end. */
MUST_CHECK bool zip_stream_read(struct zip_stream *stream, void *room, size_t size, size_t *length,
                                struct zip_trouble *trouble);

static inline void zip_reader_closing(struct zip_reader **zip)
{
    zip_read_close(*zip);
}

static inline void zip_stream_closing(struct zip_stream **stream)
{
    zip_stream_close(*stream);
}
