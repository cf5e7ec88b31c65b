/*
 * old_text_inside.h — a cell as words, and a word read by one encoding's table.
 *
 *     struct text rest = cell;
 *     struct piece piece;
 *     while (piece_next(&rest, &piece))
 *         if (piece.high && piece_decode(FAMILY_TCVN3, &piece, &word)) …
 */
#pragma once

#include "engine/codec/old_text.h"

enum family { FAMILY_UNICODE, FAMILY_CP1258, FAMILY_TCVN3, FAMILY_VNI };

enum { PIECE_POINTS_MAX = 64 };

/* A run of letters (and of the signs that are letters in TCVN3), or of what stands between such runs. */
struct piece {
    struct text bytes;
    int32_t points[PIECE_POINTS_MAX];
    size_t count;
    bool word;
    bool high; /* a word with something else than ASCII letters */
    bool wide; /* a word with code points above U+00FF: no old byte */
};

struct word_points {
    int32_t points[PIECE_POINTS_MAX];
    size_t count;
};

/* Takes the next piece off `*rest`; false at the end. A longer run comes in parts, cut before an ASCII letter if one is. */
bool piece_next(struct text *rest, struct piece *piece);

/* The letters the piece stands for, a mark on a consonant behind it; false when a code point is not in the table.
 * Unicode: Ð as Đ, nothing else. */
bool piece_decode(enum family family, const struct piece *piece, struct word_points *word);

/* A code point of Latin-1 that is no letter in Unicode text but one in TCVN3: ¡ to ¿, × and ÷. */
bool point_is_sign(int32_t point);
