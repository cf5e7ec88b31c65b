/*
 * old_text.h — in which encoding does a column of old Vietnamese text stand, and what does it say in Unicode?
 *
 * Sheets from before 2010 hold letters by font: a cell of .VnTime or VNI-Times stores "NguyÔn" or "Nguyeãn", the
 * old bytes read as Latin-1. The same cell can make sense in two ways ("Dòng" is a word, and is "Dũng" in TCVN3), so a
 * column is looked at whole before any cell is read:
 *
 *     struct old_text_column column = {0};
 *     for (each cell) old_text_see(&column, cell);              (all, or the first thousands; keeps nothing of them)
 *     old_text_settle(&column, OLD_TEXT_UNSURE);
 *     for (each cell) {
 *         struct old_text_cell got = old_text_read(arena, &column, cell);
 *         show(got.read, got.text);                             (as read, and in Unicode, NFC)
 *         if (got.encoding == OLD_TEXT_UNSURE) ask(got.proposals, got.proposals_count);
 *     }
 *
 * A reading is sound when every word in it that is not plain ASCII is a Vietnamese syllable (syllable.h). A cell with
 * one sound reading is certain; others follow the column when its certain cells agree, or when in a column of 20 or more
 * all but one in twenty do. In a column of several hands (new rows pasted under old ones) each cell is read only when it
 * is certain alone. What is left is UNSURE: the text stays as read and the sound readings are proposed; nothing is
 * guessed. Foreign words ("Noël") stay as they are in a Unicode column and are unsure in an old one.
 *
 * TCVN3 has no capitals with tones: the font .VnTimeH draws small letters as capitals. A cell without any small ASCII
 * letter, with a letter of TCVN3 in a word of two or more ASCII capitals ("NGUYÔN V¨N"), is taken as typed in that font:
 * all of it becomes capitals. "Lª" alone is "Lê".
 *
 * Tables: TCVN 5712:1993 (TCVN3, "ABC"), VNI Windows, Windows code page 1258.
 */
#pragma once

#include "base/arena.h"
#include "base/text.h"

enum old_text {
    OLD_TEXT_UNICODE,    /* NFC, nothing to change; plain ASCII too */
    OLD_TEXT_DECOMPOSED, /* Unicode with tones as marks of their own (also what code page 1258 becomes in Unicode) */
    OLD_TEXT_ETH,        /* Unicode in which Ð (U+00D0) or Ɖ (U+0189) stands for Đ */
    OLD_TEXT_CP1258,     /* bytes of code page 1258 read as Latin-1: "Tuâìn" */
    OLD_TEXT_TCVN3,      /* "TuÊn" */
    OLD_TEXT_VNI,        /* "Tuaán" */
    OLD_TEXT_UNSURE,
};

enum { OLD_TEXT_FAMILIES = 4, OLD_TEXT_PROPOSALS_MAX = OLD_TEXT_FAMILIES };

/* What was seen of a column. All zero at first; fields are for old_text_*() only, but `encoding` after settling:
 * what its certain cells are in; UNSURE when they disagree, or when none is certain and nothing was told. */
struct old_text_column {
    enum old_text encoding;
    size_t certain[OLD_TEXT_FAMILIES];  /* cells with one sound reading */
    size_t plain;                       /* the same text in Unicode and code page 1258, and in no other */
    size_t open[1 << OLD_TEXT_FAMILIES]; /* cells with several, by the set of them */
    unsigned present;                   /* the families this column is read in */
    bool follow;                        /* one family, on enough certain cells: the others follow */
};

struct old_text_proposal {
    enum old_text encoding;
    struct text text;
};

struct old_text_cell {
    enum old_text encoding;
    struct text read; /* as it was given; borrowed */
    struct text text; /* in Unicode, NFC; as read when UNICODE or UNSURE */
    struct old_text_proposal proposals[OLD_TEXT_PROPOSALS_MAX]; /* when UNSURE; may be none */
    size_t proposals_count;
};

/* Takes one more cell into account. `cell` must be UTF-8. */
void old_text_see(struct old_text_column *column, struct text cell);
/* As many cells that say the same. */
void old_text_see_times(struct old_text_column *column, struct text cell, size_t times);

/* Decides, after the last cell. `beside` is what the other columns of the same sheet are in (UNSURE: not known); it
 * serves only a column in which no cell is certain. */
void old_text_settle(struct old_text_column *column, enum old_text beside);

/* Reads one cell of a settled column; pure, and needs no order. New texts stand in `arena`. */
struct old_text_cell old_text_read(struct arena *arena, const struct old_text_column *column, struct text cell);

/* Reads `cell` as `encoding` because a person said so. False (and `*text` untouched) when a character of it is not in
 * that encoding, or for UNSURE. */
MUST_CHECK bool old_text_convert(struct arena *arena, enum old_text encoding, struct text cell, struct text *text);

/* "unicode", "decomposed", "eth", "cp1258", "tcvn3", "vni", "unsure": stable words for machines. */
const char *old_text_word(enum old_text encoding);
