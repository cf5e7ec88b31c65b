/*
 * zip.h — files put into one ZIP, the same bytes every time.
 *
 *     const struct zip_part parts[] = {{.name = TEXT("word/document.xml"), .bytes = body}, …};
 *     if (!zip_make(arena, parts, LENGTH_OF(parts), &bytes, why)) …
 *
 * Parts stand in the order given with the time stamp 1980-01-01 00:00, so equal
 * parts make equal bytes. Only a writer: reading comes with the first format
 * that needs it.
 */
#pragma once

#include "base/arena.h"
#include "base/failure.h"
#include "base/text.h"

enum {
    ZIP_PARTS_MAX = 10000,
    ZIP_BYTES_MAX = 256 << 20, /* of all parts, before packing */
};

struct zip_part {
    struct text name;  /* with "/" between folders, no ".." and no leading "/" */
    struct text bytes;
    bool stored;       /* not packed: the `mimetype` of some formats, pictures */
};

/* Fails with FAILURE_INVALID for a bad or repeated name, FAILURE_TOO_BIG over a limit. */
MUST_CHECK bool zip_make(struct arena *arena, const struct zip_part *parts, size_t count, struct text *bytes,
                         struct failure *why);
