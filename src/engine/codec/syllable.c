/* syllable.c — the spelling of Vietnamese syllables as two tables and a few rules. */
#include "engine/codec/syllable.h"

#include "base/markers.h"
#include "base/text.h"

#include <string.h>

/* Twelve vowels by six tones, small. */
static const int32_t vowels[12][6] = {
    {'a', 0xE0, 0x1EA3, 0xE3, 0xE1, 0x1EA1},         {0x103, 0x1EB1, 0x1EB3, 0x1EB5, 0x1EAF, 0x1EB7},
    {0xE2, 0x1EA7, 0x1EA9, 0x1EAB, 0x1EA5, 0x1EAD},  {'e', 0xE8, 0x1EBB, 0x1EBD, 0xE9, 0x1EB9},
    {0xEA, 0x1EC1, 0x1EC3, 0x1EC5, 0x1EBF, 0x1EC7},  {'i', 0xEC, 0x1EC9, 0x129, 0xED, 0x1ECB},
    {'o', 0xF2, 0x1ECF, 0xF5, 0xF3, 0x1ECD},         {0xF4, 0x1ED3, 0x1ED5, 0x1ED7, 0x1ED1, 0x1ED9},
    {0x1A1, 0x1EDD, 0x1EDF, 0x1EE1, 0x1EDB, 0x1EE3}, {'u', 0xF9, 0x1EE7, 0x169, 0xFA, 0x1EE5},
    {0x1B0, 0x1EEB, 0x1EED, 0x1EEF, 0x1EE9, 0x1EF1}, {'y', 0x1EF3, 0x1EF7, 0x1EF9, 0xFD, 0x1EF5},
};

enum { SMALL_D_BAR = 0x111, SMALL_U_HORN = 0x1B0, CAPITAL_U_HORN = 0x1AF };

/* Longest first. What may follow is ruled in rhyme_fits. */
static const char *const onsets[] = {"ngh", "ng", "nh", "gh", "gi", "kh", "ph", "th", "tr", "ch",
                                     "qu",  "đ",  "b",  "c",  "d",  "g",  "h",  "k",  "l",  "m",
                                     "n",   "p",  "r",  "s",  "t",  "v",  "x",  ""};

static const char *const rhymes[] = {
    "a",    "ac",   "ach",  "ai",   "am",   "an",   "ang", "anh",  "ao",   "ap",   "at",  "au",   "ay",
    "ăc",   "ăm",   "ăn",   "ăng",  "ăp",   "ăt",   "âc",  "âm",   "ân",   "âng",  "âp",  "ât",   "âu",
    "ây",   "e",    "ec",   "em",   "en",   "eng",  "eo",  "ep",   "et",   "ê",    "êch", "êm",   "ên",
    "ênh",  "êp",   "êt",   "êu",   "i",    "ia",   "ich", "im",   "in",   "inh",  "ip",  "it",   "iu",
    "iêc",  "iêm",  "iên",  "iêng", "iêp",  "iêt",  "iêu", "o",    "oc",   "oi",   "om",  "on",   "ong",
    "op",   "ot",   "oa",   "oac",  "oach", "oai",  "oam", "oan",  "oang", "oanh", "oao", "oap",  "oat",
    "oay",  "oăc",  "oăm",  "oăn",  "oăng", "oăt",  "oe",  "oen",  "oeo",  "oet",  "ooc", "oong", "ô",
    "ôc",   "ôi",   "ôm",   "ôn",   "ông",  "ôp",   "ôt",  "ơ",    "ơi",   "ơm",   "ơn",  "ơp",   "ơt",
    "u",    "ua",   "uc",   "ui",   "um",   "un",   "ung", "up",   "ut",   "uôc",  "uôi", "uôm",  "uôn",
    "uông", "uôt",  "uơ",   "uê",   "uêch", "uênh", "uêu", "uy",   "uya",  "uych", "uyn", "uynh", "uyt",
    "uyp",  "uyu",  "uyên", "uyêt", "uân",  "uâng", "uât", "uây",  "ư",    "ưa",   "ưc",  "ưi",   "ưm",
    "ưng",  "ưt",   "ưu",   "ươc",  "ươi",  "ươm",  "ươn", "ương", "ươp",  "ươt",  "ươu", "y",    "yêm",
    "yên",  "yêng", "yêt",  "yêu",  "ynh",  "ych",  "yt",  "yn",   "yp",   "yu"};

/* A word as it is judged: small letters without tones in UTF-8, and where its one tone stands. */
struct word {
    char bytes[SYLLABLE_LETTERS_MAX * 2];
    size_t length;
    enum syllable_tone tone;
    size_t tone_at;
};

static int32_t small(int32_t point)
{
    bool latin = (point >= 'A' && point <= 'Z') || (point >= 0xC0 && point <= 0xDE && point != 0xD7);
    bool pair = point == 0x102 || point == 0x110 || point == 0x128 || point == 0x168 || point == 0x1A0 ||
                point == CAPITAL_U_HORN || (point >= 0x1EA0 && point <= 0x1EF8 && point % 2 == 0);
    return latin ? point + 0x20 : pair ? point + 1 : point;
}

bool syllable_letter_split(int32_t point, struct syllable_letter *letter)
{
    int32_t lower = small(point);
    *letter = (struct syllable_letter){lower, TONE_NONE, lower != point};
    if ((lower >= 'a' && lower <= 'z') || lower == SMALL_D_BAR)
        return true;
    for (size_t i = 0; i < LENGTH_OF(vowels); i++)
        for (int tone = TONE_NONE; tone <= TONE_NANG; tone++)
            if (vowels[i][tone] == lower) {
                letter->plain = vowels[i][0];
                letter->tone = (enum syllable_tone)tone;
                return true;
            }
    return false;
}

int32_t syllable_letter_join(struct syllable_letter letter)
{
    int32_t point = letter.tone == TONE_NONE ? letter.plain : 0;
    for (size_t i = 0; i < LENGTH_OF(vowels) && point == 0; i++)
        if (vowels[i][0] == letter.plain)
            point = vowels[i][letter.tone];
    if (!letter.capital || point == 0)
        return point;
    return point < 0x100 ? point - 0x20 : point - 1;
}

static bool word_read(const int32_t *points, size_t count, struct word *word)
{
    *word = (struct word){0};
    for (size_t i = 0; i < count; i++) {
        struct syllable_letter letter;
        if (!syllable_letter_split(points[i], &letter) ||
            (letter.tone != TONE_NONE && word->tone != TONE_NONE))
            return false;
        if (letter.tone != TONE_NONE) {
            word->tone = letter.tone;
            word->tone_at = word->length;
        }
        if (letter.plain >= 0x80)
            word->bytes[word->length++] = (char)(0xC0 | letter.plain >> 6);
        word->bytes[word->length++] =
            (char)(letter.plain >= 0x80 ? 0x80 | (letter.plain & 0x3F) : letter.plain);
    }
    return true;
}

/* The letters that write the sound before e ê i otherwise than before the rest. */
static bool rhyme_fits(struct text onset, struct text rhyme)
{
    bool i = text_starts(rhyme, TEXT("i")), y = text_starts(rhyme, TEXT("y"));
    bool front = i || text_starts(rhyme, TEXT("e")) || text_starts(rhyme, TEXT("ê"));
    bool lips =
        text_starts(rhyme, TEXT("o")) || text_starts(rhyme, TEXT("u")) || text_starts(rhyme, TEXT("ư"));
    if (text_is(onset, "qu"))
        return !lips;
    if (y && !text_is(rhyme, "y"))
        return onset.length == 0 && text_starts(rhyme, TEXT("yê"));
    if (text_is(onset, "k"))
        return front || y;
    if (text_is(onset, "gh") || text_is(onset, "ngh"))
        return front;
    if (text_is(onset, "g"))
        return i || !(front || y);
    if (text_is(onset, "c") || text_is(onset, "ng"))
        return !(front || y);
    if (text_is(onset, "gi"))
        return !(i || y);
    return onset.length > 0 || !text_starts(rhyme, TEXT("iê"));
}

/* Where, in the rhyme, its tone may be written: bits by byte. */
static unsigned tone_places(struct text rhyme)
{
    unsigned vowel = 0, own = 0;
    size_t vowels_count = 0, first = 0, second = 0;
    for (size_t i = 0; i < rhyme.length; i++) {
        char c = rhyme.bytes[i];
        bool marked = (c & 0xC0) == 0xC0;
        if (!marked && strchr("aeiouy", c) == NULL)
            continue;
        own = marked ? 1u << i : own; /* the last: ơ of ươ */
        vowel |= 1u << i;
        *(vowels_count == 0 ? &first : &second) = vowels_count < 2 ? i : second;
        vowels_count++;
    }
    if (own != 0)
        return own;
    if (vowels_count == 3)
        return 1u << second;
    bool either = text_starts(rhyme, TEXT("oa")) || text_starts(rhyme, TEXT("oe")) ||
                  text_starts(rhyme, TEXT("uy")) || text_starts(rhyme, TEXT("oo"));
    return vowels_count == 2 && !either ? 1u << first : vowel;
}

static bool rhyme_exists(struct text rhyme)
{
    for (size_t i = 0; i < LENGTH_OF(rhymes); i++)
        if (text_is(rhyme, rhymes[i]))
            return true;
    return false;
}

static bool tone_fits(const struct word *word, struct text onset, struct text rhyme)
{
    bool stopped = text_ends(rhyme, TEXT("c")) || text_ends(rhyme, TEXT("ch")) ||
                   text_ends(rhyme, TEXT("p")) || text_ends(rhyme, TEXT("t"));
    if (stopped && word->tone != TONE_SAC && word->tone != TONE_NANG)
        return false;
    if (word->tone == TONE_NONE)
        return true;
    if (word->tone_at < onset.length) /* "qúy" is often typed so */
        return text_is(onset, "qu") && word->tone_at == 1 && rhyme.length == 1;
    return (tone_places(rhyme) >> (word->tone_at - onset.length) & 1) != 0;
}

bool syllable_is(const int32_t *points, size_t count)
{
    struct word word;
    if (count == 0 || count > SYLLABLE_LETTERS_MAX || !word_read(points, count, &word))
        return false;
    struct text whole = {word.bytes, word.length};
    for (size_t i = 0; i < LENGTH_OF(onsets); i++) {
        struct text onset = text_of(onsets[i]);
        if (!text_starts(whole, onset))
            continue;
        struct text rhyme = text_from(whole, onset.length);
        if (rhyme_exists(rhyme) && rhyme_fits(onset, rhyme) && tone_fits(&word, onset, rhyme))
            return true;
    }
    return false;
}
