/*
 * compound_inside.h — which streams does an OLE2 file ("compound file": .xls, .doc, locked .xlsx) hold?
 *
 *     struct compound file;
 *     struct text stream;
 *     if (!compound_open(arena, bytes, 10000, &file, &code) ||
 *         !compound_read(arena, &file, "Workbook", &stream, &code)) …   (code: of problem_sentences.def)
 *
 * Such a file is a small file system: sectors of 512 or 4096 bytes, chained by a table (FAT); streams under 4096 bytes lie
 * in sectors of 64 bytes inside one stream, chained by a table of their own. Only streams right under the root are found.
 * A stream whose sectors follow each other, as they mostly do, borrows `bytes`; else it is put together in the arena.
 * So nothing is ever longer than the file. A chain that comes back to itself, leaves the file, or ends early is refused.
 *
 * Source: [MS-CFB], the published format.
 */
#pragma once

#include "base/arena.h"
#include "base/text.h"

/* Sectors of one size and the chains through them. */
struct compound_space {
    struct text base; /* sector 0 begins here */
    size_t unit;
    const uint32_t *next; /* by sector */
    size_t count;
};

struct compound {
    struct compound_space large, small;
    struct text directory;
    size_t small_below; /* streams shorter than this lie in `small` */
    bool wide;          /* version 4: sizes have 64 bits */
};

/* The first bytes of such a file. */
bool compound_is(struct text bytes);

/* False with `*code` when the file is torn or its tables make no sense, or the directory has too many entries. */
MUST_CHECK bool compound_open(struct arena *arena, struct text bytes, size_t entries_max, struct compound *file,
                              const char **code);

bool compound_has(struct arena *arena, const struct compound *file, const char *name);

/* The stream must be there. False with `*code` when its chain is broken. */
MUST_CHECK bool compound_read(struct arena *arena, const struct compound *file, const char *name, struct text *stream,
                              const char **code);
