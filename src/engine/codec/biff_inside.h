/*
 * biff_inside.h — the records of a BIFF8 stream one by one, and the texts in them.
 *
 *     struct biff biff = {.stream = stream, .at = offset};
 *     while (biff_next(&biff))
 *         switch (biff.id) …                       (biff.body borrows the stream)
 *     if (biff.torn) …                             (it ended inside a record)
 *
 * A record is a number, a length and at most 65,535 bytes. What is longer goes on in CONTINUE records: biff_take reads
 * across their borders. A text may be cut at any letter, and its rest then says anew whether it has one or two bytes for
 * each; biff_text knows.
 *
 * Source: [MS-XLS], the published format.
 */
#pragma once

#include "base/arena.h"
#include "base/text.h"

enum biff_id {
    BIFF_FORMULA = 0x0006,
    BIFF_EOF = 0x000A,
    BIFF_DATEMODE = 0x0022,
    BIFF_FILEPASS = 0x002F,
    BIFF_CONTINUE = 0x003C,
    BIFF_BOUNDSHEET = 0x0085,
    BIFF_MULRK = 0x00BD,
    BIFF_RSTRING = 0x00D6,
    BIFF_XF = 0x00E0,
    BIFF_MERGEDCELLS = 0x00E5,
    BIFF_SST = 0x00FC,
    BIFF_LABELSST = 0x00FD,
    BIFF_NUMBER = 0x0203,
    BIFF_LABEL = 0x0204,
    BIFF_BOOLERR = 0x0205,
    BIFF_STRING = 0x0207,
    BIFF_ROW = 0x0208,
    BIFF_RK = 0x027E,
    BIFF_FORMAT = 0x041E,
    BIFF_BOF = 0x0809,
};

enum { BIFF_HEADER_BYTES = 4, BIFF_TEXT_MAX = 32767 /* UTF-16 units of one cell */, BIFF_VERSION_8 = 0x0600 };

struct biff {
    struct text stream;
    size_t at;    /* of the next record */
    uint32_t id;
    struct text body; /* what is left of the record */
    size_t start; /* where the record stands */
    bool torn;
};

/* The next record; false at the stream's end, or inside a record that is torn. */
bool biff_next(struct biff *biff);

/* The id of the record behind this one, 0 at the end. */
uint32_t biff_ahead(const struct biff *biff);

/* Takes `count` bytes off the record and those that continue it; `*bytes` borrows, or is put together in the arena.
 * False, and torn, when they are not there. */
MUST_CHECK bool biff_take(struct arena *arena, struct biff *biff, size_t count, struct text *bytes);
/* The same, thrown away. */
MUST_CHECK bool biff_skip(struct biff *biff, size_t count);

/* `units` letters behind the byte that says how they are written: NFC in the arena. NUL and halves of pairs, which no
 * text has, become U+FFFD. False, and torn, when they are not there or more than BIFF_TEXT_MAX. */
MUST_CHECK bool biff_text(struct arena *arena, struct biff *biff, size_t units, struct text *text);

/* A text of the shared table: its length, how it is written, and formats and readings aside, which are left out. */
MUST_CHECK bool biff_rich_text(struct arena *arena, struct biff *biff, struct text *text);

/* The number in four bytes. */
double biff_rk(uint32_t bits);
