/* syllable.c — the spelling of Vietnamese syllables as two tables and a few rules. */
#include "engine/codec/syllable.h"

#include "base/markers.h"
#include "base/text.h"

#include <string.h>

/* Small letters beyond ASCII, by code point: the letter without its tone, the tone. */
static const struct {
    int32_t point, plain;
    enum syllable_tone tone;
} letters[] = {
    {0xE0, 'a', TONE_HUYEN},     {0xE1, 'a', TONE_SAC},       {0xE2, 0xE2, TONE_NONE},
    {0xE3, 'a', TONE_NGA},       {0xE8, 'e', TONE_HUYEN},     {0xE9, 'e', TONE_SAC},
    {0xEA, 0xEA, TONE_NONE},     {0xEC, 'i', TONE_HUYEN},     {0xED, 'i', TONE_SAC},
    {0xF2, 'o', TONE_HUYEN},     {0xF3, 'o', TONE_SAC},       {0xF4, 0xF4, TONE_NONE},
    {0xF5, 'o', TONE_NGA},       {0xF9, 'u', TONE_HUYEN},     {0xFA, 'u', TONE_SAC},
    {0xFD, 'y', TONE_SAC},       {0x103, 0x103, TONE_NONE},   {0x111, 0x111, TONE_NONE},
    {0x129, 'i', TONE_NGA},      {0x169, 'u', TONE_NGA},      {0x1A1, 0x1A1, TONE_NONE},
    {0x1B0, 0x1B0, TONE_NONE},   {0x1EA1, 'a', TONE_NANG},    {0x1EA3, 'a', TONE_HOI},
    {0x1EA5, 0xE2, TONE_SAC},    {0x1EA7, 0xE2, TONE_HUYEN},  {0x1EA9, 0xE2, TONE_HOI},
    {0x1EAB, 0xE2, TONE_NGA},    {0x1EAD, 0xE2, TONE_NANG},   {0x1EAF, 0x103, TONE_SAC},
    {0x1EB1, 0x103, TONE_HUYEN}, {0x1EB3, 0x103, TONE_HOI},   {0x1EB5, 0x103, TONE_NGA},
    {0x1EB7, 0x103, TONE_NANG},  {0x1EB9, 'e', TONE_NANG},    {0x1EBB, 'e', TONE_HOI},
    {0x1EBD, 'e', TONE_NGA},     {0x1EBF, 0xEA, TONE_SAC},    {0x1EC1, 0xEA, TONE_HUYEN},
    {0x1EC3, 0xEA, TONE_HOI},    {0x1EC5, 0xEA, TONE_NGA},    {0x1EC7, 0xEA, TONE_NANG},
    {0x1EC9, 'i', TONE_HOI},     {0x1ECB, 'i', TONE_NANG},    {0x1ECD, 'o', TONE_NANG},
    {0x1ECF, 'o', TONE_HOI},     {0x1ED1, 0xF4, TONE_SAC},    {0x1ED3, 0xF4, TONE_HUYEN},
    {0x1ED5, 0xF4, TONE_HOI},    {0x1ED7, 0xF4, TONE_NGA},    {0x1ED9, 0xF4, TONE_NANG},
    {0x1EDB, 0x1A1, TONE_SAC},   {0x1EDD, 0x1A1, TONE_HUYEN}, {0x1EDF, 0x1A1, TONE_HOI},
    {0x1EE1, 0x1A1, TONE_NGA},   {0x1EE3, 0x1A1, TONE_NANG},  {0x1EE5, 'u', TONE_NANG},
    {0x1EE7, 'u', TONE_HOI},     {0x1EE9, 0x1B0, TONE_SAC},   {0x1EEB, 0x1B0, TONE_HUYEN},
    {0x1EED, 0x1B0, TONE_HOI},   {0x1EEF, 0x1B0, TONE_NGA},   {0x1EF1, 0x1B0, TONE_NANG},
    {0x1EF3, 'y', TONE_HUYEN},   {0x1EF5, 'y', TONE_NANG},    {0x1EF7, 'y', TONE_HOI},
    {0x1EF9, 'y', TONE_NGA},
};

enum { SMALL_D_BAR = 0x111, SMALL_U_HORN = 0x1B0, CAPITAL_U_HORN = 0x1AF };

/* Longest first. What may follow is ruled in rhyme_fits. */
static const struct text onsets[] = {
    TEXT_ENTRY("ngh"), TEXT_ENTRY("ng"), TEXT_ENTRY("nh"), TEXT_ENTRY("gh"), TEXT_ENTRY("gi"),
    TEXT_ENTRY("kh"),  TEXT_ENTRY("ph"), TEXT_ENTRY("th"), TEXT_ENTRY("tr"), TEXT_ENTRY("ch"),
    TEXT_ENTRY("qu"),  TEXT_ENTRY("đ"),  TEXT_ENTRY("b"),  TEXT_ENTRY("c"),  TEXT_ENTRY("d"),
    TEXT_ENTRY("g"),   TEXT_ENTRY("h"),  TEXT_ENTRY("k"),  TEXT_ENTRY("l"),  TEXT_ENTRY("m"),
    TEXT_ENTRY("n"),   TEXT_ENTRY("p"),  TEXT_ENTRY("r"),  TEXT_ENTRY("s"),  TEXT_ENTRY("t"),
    TEXT_ENTRY("v"),   TEXT_ENTRY("x"),  TEXT_ENTRY(""),
};

/* By their bytes, to be found by halves. */
static const struct text rhymes[] = {
    TEXT_ENTRY("a"),    TEXT_ENTRY("ac"),   TEXT_ENTRY("ach"),  TEXT_ENTRY("ai"),   TEXT_ENTRY("am"),
    TEXT_ENTRY("an"),   TEXT_ENTRY("ang"),  TEXT_ENTRY("anh"),  TEXT_ENTRY("ao"),   TEXT_ENTRY("ap"),
    TEXT_ENTRY("at"),   TEXT_ENTRY("au"),   TEXT_ENTRY("ay"),   TEXT_ENTRY("e"),    TEXT_ENTRY("ec"),
    TEXT_ENTRY("em"),   TEXT_ENTRY("en"),   TEXT_ENTRY("eng"),  TEXT_ENTRY("eo"),   TEXT_ENTRY("ep"),
    TEXT_ENTRY("et"),   TEXT_ENTRY("i"),    TEXT_ENTRY("ia"),   TEXT_ENTRY("ich"),  TEXT_ENTRY("im"),
    TEXT_ENTRY("in"),   TEXT_ENTRY("inh"),  TEXT_ENTRY("ip"),   TEXT_ENTRY("it"),   TEXT_ENTRY("iu"),
    TEXT_ENTRY("iêc"),  TEXT_ENTRY("iêm"),  TEXT_ENTRY("iên"),  TEXT_ENTRY("iêng"), TEXT_ENTRY("iêp"),
    TEXT_ENTRY("iêt"),  TEXT_ENTRY("iêu"),  TEXT_ENTRY("o"),    TEXT_ENTRY("oa"),   TEXT_ENTRY("oac"),
    TEXT_ENTRY("oach"), TEXT_ENTRY("oai"),  TEXT_ENTRY("oam"),  TEXT_ENTRY("oan"),  TEXT_ENTRY("oang"),
    TEXT_ENTRY("oanh"), TEXT_ENTRY("oao"),  TEXT_ENTRY("oap"),  TEXT_ENTRY("oat"),  TEXT_ENTRY("oay"),
    TEXT_ENTRY("oc"),   TEXT_ENTRY("oe"),   TEXT_ENTRY("oen"),  TEXT_ENTRY("oeo"),  TEXT_ENTRY("oet"),
    TEXT_ENTRY("oi"),   TEXT_ENTRY("om"),   TEXT_ENTRY("on"),   TEXT_ENTRY("ong"),  TEXT_ENTRY("ooc"),
    TEXT_ENTRY("oong"), TEXT_ENTRY("op"),   TEXT_ENTRY("ot"),   TEXT_ENTRY("oăc"),  TEXT_ENTRY("oăm"),
    TEXT_ENTRY("oăn"),  TEXT_ENTRY("oăng"), TEXT_ENTRY("oăt"),  TEXT_ENTRY("u"),    TEXT_ENTRY("ua"),
    TEXT_ENTRY("uc"),   TEXT_ENTRY("ui"),   TEXT_ENTRY("um"),   TEXT_ENTRY("un"),   TEXT_ENTRY("ung"),
    TEXT_ENTRY("up"),   TEXT_ENTRY("ut"),   TEXT_ENTRY("uy"),   TEXT_ENTRY("uya"),  TEXT_ENTRY("uych"),
    TEXT_ENTRY("uyn"),  TEXT_ENTRY("uynh"), TEXT_ENTRY("uyp"),  TEXT_ENTRY("uyt"),  TEXT_ENTRY("uyu"),
    TEXT_ENTRY("uyên"), TEXT_ENTRY("uyêt"), TEXT_ENTRY("uân"),  TEXT_ENTRY("uâng"), TEXT_ENTRY("uât"),
    TEXT_ENTRY("uây"),  TEXT_ENTRY("uê"),   TEXT_ENTRY("uêch"), TEXT_ENTRY("uênh"), TEXT_ENTRY("uêu"),
    TEXT_ENTRY("uôc"),  TEXT_ENTRY("uôi"),  TEXT_ENTRY("uôm"),  TEXT_ENTRY("uôn"),  TEXT_ENTRY("uông"),
    TEXT_ENTRY("uôt"),  TEXT_ENTRY("uơ"),   TEXT_ENTRY("y"),    TEXT_ENTRY("ych"),  TEXT_ENTRY("yn"),
    TEXT_ENTRY("ynh"),  TEXT_ENTRY("yp"),   TEXT_ENTRY("yt"),   TEXT_ENTRY("yu"),   TEXT_ENTRY("yêm"),
    TEXT_ENTRY("yên"),  TEXT_ENTRY("yêng"), TEXT_ENTRY("yêt"),  TEXT_ENTRY("yêu"),  TEXT_ENTRY("âc"),
    TEXT_ENTRY("âm"),   TEXT_ENTRY("ân"),   TEXT_ENTRY("âng"),  TEXT_ENTRY("âp"),   TEXT_ENTRY("ât"),
    TEXT_ENTRY("âu"),   TEXT_ENTRY("ây"),   TEXT_ENTRY("ê"),    TEXT_ENTRY("êch"),  TEXT_ENTRY("êm"),
    TEXT_ENTRY("ên"),   TEXT_ENTRY("ênh"),  TEXT_ENTRY("êp"),   TEXT_ENTRY("êt"),   TEXT_ENTRY("êu"),
    TEXT_ENTRY("ô"),    TEXT_ENTRY("ôc"),   TEXT_ENTRY("ôi"),   TEXT_ENTRY("ôm"),   TEXT_ENTRY("ôn"),
    TEXT_ENTRY("ông"),  TEXT_ENTRY("ôp"),   TEXT_ENTRY("ôt"),   TEXT_ENTRY("ăc"),   TEXT_ENTRY("ăm"),
    TEXT_ENTRY("ăn"),   TEXT_ENTRY("ăng"),  TEXT_ENTRY("ăp"),   TEXT_ENTRY("ăt"),   TEXT_ENTRY("ơ"),
    TEXT_ENTRY("ơi"),   TEXT_ENTRY("ơm"),   TEXT_ENTRY("ơn"),   TEXT_ENTRY("ơp"),   TEXT_ENTRY("ơt"),
    TEXT_ENTRY("ư"),    TEXT_ENTRY("ưa"),   TEXT_ENTRY("ưc"),   TEXT_ENTRY("ưi"),   TEXT_ENTRY("ưm"),
    TEXT_ENTRY("ưng"),  TEXT_ENTRY("ưt"),   TEXT_ENTRY("ưu"),   TEXT_ENTRY("ươc"),  TEXT_ENTRY("ươi"),
    TEXT_ENTRY("ươm"),  TEXT_ENTRY("ươn"),  TEXT_ENTRY("ương"), TEXT_ENTRY("ươp"),  TEXT_ENTRY("ươt"),
    TEXT_ENTRY("ươu"),
};

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
    size_t from = 0, to = LENGTH_OF(letters);
    *letter = (struct syllable_letter){lower, TONE_NONE, lower != point};
    if (lower < 0x80)
        return lower >= 'a' && lower <= 'z';
    while (from < to) {
        size_t middle = (from + to) / 2;
        if (letters[middle].point == lower) {
            letter->plain = letters[middle].plain;
            letter->tone = letters[middle].tone;
            return true;
        }
        *(letters[middle].point < lower ? &from : &to) = letters[middle].point < lower ? middle + 1 : middle;
    }
    return false;
}

int32_t syllable_letter_join(struct syllable_letter letter)
{
    int32_t point = letter.tone == TONE_NONE ? letter.plain : 0;
    for (size_t i = 0; i < LENGTH_OF(letters) && point == 0; i++)
        if (letters[i].plain == letter.plain && letters[i].tone == letter.tone)
            point = letters[i].point;
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
    size_t from = 0, to = LENGTH_OF(rhymes);
    while (from < to) {
        size_t middle = (from + to) / 2;
        int order = text_compare(rhymes[middle], rhyme);
        if (order == 0)
            return true;
        *(order < 0 ? &from : &to) = order < 0 ? middle + 1 : middle;
    }
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
        struct text onset = onsets[i];
        bool begins = onset.length == 0 || (onset.bytes[0] == whole.bytes[0] && text_starts(whole, onset));
        if (!begins)
            continue;
        struct text rhyme = text_from(whole, onset.length);
        if (rhyme_exists(rhyme) && rhyme_fits(onset, rhyme) && tone_fits(&word, onset, rhyme))
            return true;
    }
    return false;
}
