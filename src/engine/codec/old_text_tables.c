/* old_text_tables.c — the three old tables, and words read by them. */
#include "engine/codec/old_text_inside.h"

#include "engine/codec/syllable.h"

#include "base/markers.h"

#include <string.h>

enum {
    A_BREVE = 0x103,
    A_ROOF = 0xE2,
    D_BAR = 0x111,
    E_ROOF = 0xEA,
    O_ROOF = 0xF4,
    O_HORN = 0x1A1,
    U_HORN = 0x1B0
};

/* ---- pieces ---- */

bool point_is_sign(int32_t point)
{
    return (point >= 0xA1 && point <= 0xBF) || point == 0xD7 || point == 0xF7;
}

static bool point_is_ascii_letter(int32_t point)
{
    return (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z');
}

/* Letters of every script count; punctuation, arrows and signs of Unicode do not. */
static bool point_in_word(int32_t point)
{
    if (point < 0x80)
        return point_is_ascii_letter(point);
    return point_is_sign(point) || point < 0xA0 ||
           (point >= 0xC0 && !(point >= 0x2000 && point <= 0x2BFF) && point < 0xE000);
}

bool piece_next(struct text *rest, struct piece *piece)
{
    struct text start = *rest;
    *piece = (struct piece){0};
    for (struct text ahead = *rest;; *rest = ahead) {
        int32_t point;
        if (!text_point_next(&ahead, &point) || (piece->count > 0 && point_in_word(point) != piece->word))
            break;
        /* A mark of VNI or CP1258 follows its letter: cutting before ASCII parts no pair. */
        bool cut = piece->word && piece->count >= PIECE_POINTS_MAX - 8 && point_is_ascii_letter(point);
        if (cut || piece->count == PIECE_POINTS_MAX)
            break;
        piece->word = point_in_word(point);
        piece->high = piece->high || (piece->word && point >= 0x80);
        piece->wide = piece->wide || (piece->word && point > 0xFF);
        piece->points[piece->count++] = point;
    }
    piece->bytes = text_part(start, 0, start.length - rest->length);
    return piece->count > 0;
}

/* ---- letters ---- */

static bool word_add(struct word_points *word, int32_t plain, enum syllable_tone tone, bool capital)
{
    int32_t point = syllable_letter_join((struct syllable_letter){plain, tone, capital});
    if (point == 0)
        return false;
    word->points[word->count++] = point;
    return true;
}

/* Puts a tone on the letter that was added last; it must be a vowel without one. */
static bool tone_put(struct word_points *word, enum syllable_tone tone)
{
    struct syllable_letter letter;
    if (word->count == 0 || !syllable_letter_split(word->points[word->count - 1], &letter) ||
        letter.tone != TONE_NONE)
        return false;
    letter.tone = tone;
    int32_t point = syllable_letter_join(letter);
    if (point == 0)
        return false;
    word->points[word->count - 1] = point;
    return true;
}

/* ---- TCVN3 ---- */

/*
 * 0x80 to 0xFF of TCVN 5712:1993 VN1. The ABC fonts fill the letters from 0xA1 on; 0xB0 to 0xB4 are marks that follow
 * their letter.
 */
static const int32_t tcvn3_first = 0x80, tcvn3_marks_first = 0x300, tcvn3_marks_last = 0x323;
static const int32_t tcvn3[] = {
    0xC0,   0x1EA2, 0xC3,   0xC1,   0x1EA0, 0x1EB6, 0x1EAC, 0xC8,   0x1EBA, 0x1EBC, 0xC9,   0x1EB8, 0x1EC6,
    0xCC,   0x1EC8, 0x128,  0xCD,   0x1ECA, 0xD2,   0x1ECE, 0xD5,   0xD3,   0x1ECC, 0x1ED8, 0x1EDC, 0x1EDE,
    0x1EE0, 0x1EDA, 0x1EE2, 0xD9,   0x1EE6, 0x168,  0xA0,   0x102,  0xC2,   0xCA,   0xD4,   0x1A0,  0x1AF,
    0x110,  0x103,  0xE2,   0xEA,   0xF4,   0x1A1,  0x1B0,  0x111,  0x1EB0, 0x300,  0x309,  0x303,  0x301,
    0x323,  0xE0,   0x1EA3, 0xE3,   0xE1,   0x1EA1, 0x1EB2, 0x1EB1, 0x1EB3, 0x1EB5, 0x1EAF, 0x1EB4, 0x1EAE,
    0x1EA6, 0x1EA8, 0x1EAA, 0x1EA4, 0x1EC0, 0x1EB7, 0x1EA7, 0x1EA9, 0x1EAB, 0x1EA5, 0x1EAD, 0xE8,   0x1EC2,
    0x1EBB, 0x1EBD, 0xE9,   0x1EB9, 0x1EC1, 0x1EC3, 0x1EC5, 0x1EBF, 0x1EC7, 0xEC,   0x1EC9, 0x1EC4, 0x1EBE,
    0x1ED2, 0x129,  0xED,   0x1ECB, 0xF2,   0x1ED4, 0x1ECF, 0xF5,   0xF3,   0x1ECD, 0x1ED3, 0x1ED5, 0x1ED7,
    0x1ED1, 0x1ED9, 0x1EDD, 0x1EDF, 0x1EE1, 0x1EDB, 0x1EE3, 0xF9,   0x1ED6, 0x1EE7, 0x169,  0xFA,   0x1EE5,
    0x1EEB, 0x1EED, 0x1EEF, 0x1EE9, 0x1EF1, 0x1EF3, 0x1EF7, 0x1EF9, 0xFD,   0x1EF5, 0x1ED0};

static enum syllable_tone tone_of_mark(int32_t mark)
{
    return mark == 0x300   ? TONE_HUYEN
           : mark == 0x309 ? TONE_HOI
           : mark == 0x303 ? TONE_NGA
           : mark == 0x301 ? TONE_SAC
                           : TONE_NANG;
}

static bool tcvn3_decode(const struct piece *piece, struct word_points *word)
{
    for (size_t i = 0; i < piece->count; i++) {
        int32_t point =
            piece->points[i] < tcvn3_first ? piece->points[i] : tcvn3[piece->points[i] - tcvn3_first];
        bool mark = point >= tcvn3_marks_first && point <= tcvn3_marks_last;
        if (point == 0 || (mark && word->count == 0))
            return false;
        if (!mark || !tone_put(word, tone_of_mark(point)))
            word->points[word->count++] = point; /* a mark on a consonant: NFC may know the letter */
    }
    return true;
}

/* ---- VNI ---- */

/* A byte that is a letter by itself, small. */
static const struct {
    int32_t from, plain;
    enum syllable_tone tone;
} vni_letters[] = {{0xED, 'i', TONE_SAC},    {0xEC, 'i', TONE_HUYEN},   {0xE6, 'i', TONE_HOI},
                   {0xF3, 'i', TONE_NGA},    {0xF2, 'i', TONE_NANG},    {0xEE, 'y', TONE_NANG},
                   {0xF1, D_BAR, TONE_NONE}, {0xF4, O_HORN, TONE_NONE}, {0xF6, U_HORN, TONE_NONE}};

/* A byte behind a letter: which letter it makes of it, with which tone. */
static const struct {
    int32_t mark;
    const char *behind; /* plain letters; h and w stand for ơ and ư */
    char hat;           /* ^ makes â ê ô, ( makes ă, ' ' leaves it */
    enum syllable_tone tone;
} vni_marks[] = {
    {0xF9, "aeouyhw", ' ', TONE_SAC}, {0xF8, "aeouyhw", ' ', TONE_HUYEN}, {0xFB, "aeouyhw", ' ', TONE_HOI},
    {0xF5, "aeouyhw", ' ', TONE_NGA}, {0xEF, "aeouyhw", ' ', TONE_NANG},  {0xE2, "aeo", '^', TONE_NONE},
    {0xE1, "aeo", '^', TONE_SAC},     {0xE0, "aeo", '^', TONE_HUYEN},     {0xE5, "aeo", '^', TONE_HOI},
    {0xE3, "aeo", '^', TONE_NGA},     {0xE4, "aeo", '^', TONE_NANG},      {0xEA, "a", '(', TONE_NONE},
    {0xE9, "a", '(', TONE_SAC},       {0xE8, "a", '(', TONE_HUYEN},       {0xFA, "a", '(', TONE_HOI},
    {0xFC, "a", '(', TONE_NGA},       {0xEB, "a", '(', TONE_NANG}};

/* Capital and small bytes lie 0x20 apart. */
static int32_t vni_small(int32_t point)
{
    return point >= 0xC0 && point <= 0xDE ? point + 0x20 : point;
}

static bool vni_mark_put(struct word_points *word, int32_t mark)
{
    struct syllable_letter letter;
    if (word->count == 0 || !syllable_letter_split(word->points[word->count - 1], &letter) ||
        letter.tone != TONE_NONE)
        return false;
    int key = letter.plain == O_HORN   ? 'h'
              : letter.plain == U_HORN ? 'w'
              : letter.plain < 0x80    ? letter.plain
                                       : 0;
    for (size_t i = 0; i < LENGTH_OF(vni_marks); i++) {
        if (vni_marks[i].mark != mark || key == 0 || strchr(vni_marks[i].behind, key) == NULL)
            continue;
        if (vni_marks[i].hat == '^')
            letter.plain = key == 'a' ? A_ROOF : key == 'e' ? E_ROOF : O_ROOF;
        if (vni_marks[i].hat == '(')
            letter.plain = A_BREVE;
        word->count--;
        return word_add(word, letter.plain, vni_marks[i].tone, letter.capital);
    }
    return false;
}

static bool vni_letter_add(struct word_points *word, int32_t point)
{
    int32_t lower = vni_small(point);
    for (size_t i = 0; i < LENGTH_OF(vni_letters); i++)
        if (vni_letters[i].from == lower)
            return word_add(word, vni_letters[i].plain, vni_letters[i].tone, lower != point);
    return false;
}

static bool vni_decode(const struct piece *piece, struct word_points *word)
{
    for (size_t i = 0; i < piece->count; i++) {
        int32_t point = piece->points[i];
        if (point < 0x80)
            word->points[word->count++] = point;
        else if (!vni_letter_add(word, point) && !vni_mark_put(word, vni_small(point)))
            return false;
    }
    return true;
}

/* ---- code page 1258 ---- */

/* Where code page 1258 differs from Latin-1: letters, then marks that follow their vowel. */
static const int32_t cp1258_letters[][2] = {{0xC3, 0x102}, {0xE3, 0x103}, {0xD0, 0x110}, {0xF0, 0x111},
                                            {0xD5, 0x1A0}, {0xF5, 0x1A1}, {0xDD, 0x1AF}, {0xFD, 0x1B0}};
static const struct {
    int32_t mark;
    enum syllable_tone tone;
} cp1258_marks[] = {
    {0xCC, TONE_HUYEN}, {0xD2, TONE_HOI}, {0xDE, TONE_NGA}, {0xEC, TONE_SAC}, {0xF2, TONE_NANG}};

static enum syllable_tone cp1258_tone(int32_t point)
{
    for (size_t i = 0; i < LENGTH_OF(cp1258_marks); i++)
        if (cp1258_marks[i].mark == point)
            return cp1258_marks[i].tone;
    return TONE_NONE;
}

static bool cp1258_decode(const struct piece *piece, struct word_points *word)
{
    for (size_t i = 0; i < piece->count; i++) {
        int32_t point = piece->points[i];
        enum syllable_tone tone = cp1258_tone(point);
        if (tone != TONE_NONE) {
            if (!tone_put(word, tone))
                return false;
            continue;
        }
        for (size_t k = 0; k < LENGTH_OF(cp1258_letters); k++)
            if (cp1258_letters[k][0] == piece->points[i])
                point = cp1258_letters[k][1];
        word->points[word->count++] = point;
    }
    return true;
}

/* ---- all ---- */

static int32_t without_eth(int32_t point)
{
    return point == 0xD0 || point == 0x189 ? 0x110 : point == 0xF0 || point == 0x256 ? 0x111 : point;
}

bool piece_decode(enum family family, const struct piece *piece, struct word_points *word)
{
    word->count = 0;
    if (piece->wide && family != FAMILY_UNICODE)
        return false;
    switch (family) {
    case FAMILY_UNICODE:
        for (size_t i = 0; i < piece->count; i++)
            word->points[word->count++] = without_eth(piece->points[i]);
        return true;
    case FAMILY_CP1258:
        return cp1258_decode(piece, word);
    case FAMILY_TCVN3:
        return tcvn3_decode(piece, word);
    case FAMILY_VNI:
        return vni_decode(piece, word);
    }
    NEVER("an old encoding");
}
