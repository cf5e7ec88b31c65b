/* gzip.c — see gzip.h; zlib does the work. */
#include "engine/codec/gzip.h"

#include <zlib.h>

enum { GZIP_WINDOW = 15 + 16, GZIP_MEMORY = 8, GZIP_LEVEL = 6 }; /* + 16: zlib writes gzip's head and foot */

bool gzip_make(struct arena *arena, struct text bytes, struct text *small, struct failure *why)
{
    z_stream stream = {0};
    if (bytes.length > GZIP_MAX)
        return FAIL(why, FAILURE_TOO_BIG, "%zu bytes are too many to make small at once", bytes.length);
    if (deflateInit2(&stream, GZIP_LEVEL, Z_DEFLATED, GZIP_WINDOW, GZIP_MEMORY, Z_DEFAULT_STRATEGY) != Z_OK)
        return FAIL(why, FAILURE_BROKEN, "zlib does not start");
    size_t room = deflateBound(&stream, bytes.length);
    char *out = arena_make(arena, room);
    stream.next_in = (Bytef *)(void *)(uintptr_t)bytes.bytes; /* zlib reads it only */
    stream.avail_in = (uInt)bytes.length;
    stream.next_out = (Bytef *)out;
    stream.avail_out = (uInt)room;
    int ended = deflate(&stream, Z_FINISH);
    size_t length = stream.total_out;
    deflateEnd(&stream);
    if (ended != Z_STREAM_END)
        return FAIL(why, FAILURE_BROKEN, "zlib stopped with %d", ended);
    *small = (struct text){out, length};
    return true;
}
