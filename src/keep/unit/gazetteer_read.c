/* gazetteer_read.c — a written name taken apart into words, each with its bare and its marked letters. */
#include "keep/unit/gazetteer_inside.h"

#include "engine/codec/syllable.h"

#include <string.h>

/* Letters as `marked` writes them: capitals for those that ASCII lacks; tones stand behind the vowels as digits below 8. */
static char letter_marked(int32_t plain)
{
    static const struct {
        int32_t point;
        char marked;
    } OURS[] = {
        {0x103, 'A'}, {0xE2, 'B'}, {0x111, 'D'}, {0xEA, 'E'}, {0xF4, 'O'}, {0x1A1, 'P'}, {0x1B0, 'U'},
    };
    for (size_t i = 0; i < LENGTH_OF(OURS); i++)
        if (OURS[i].point == plain)
            return OURS[i].marked;
    return plain >= 'a' && plain <= 'z' ? (char)plain : 0;
}

static char letter_plain(char marked)
{
    switch (marked) {
    case 'A':
    case 'B':
        return 'a';
    case 'D':
        return 'd';
    case 'E':
        return 'e';
    case 'O':
    case 'P':
        return 'o';
    case 'U':
        return 'u';
    default:
        return marked;
    }
}

void alphabet_fill(struct alphabet *alphabet)
{
    for (int32_t point = LETTERS_FROM; point < LETTERS_TO; point++) {
        struct syllable_letter letter;
        /* Ð and ð are Icelandic; people type them for Đ and đ. */
        char marked = point == 0xD0 || point == 0xF0          ? 'D'
                      : syllable_letter_split(point, &letter) ? letter_marked(letter.plain)
                                                              : 0;
        alphabet->letters[point - LETTERS_FROM] =
            (struct letter){letter_plain(marked), marked, marked == 'D' ? TONE_NONE : (uint8_t)letter.tone};
    }
}

/* ---- one syllable ---- */

struct spelled { /* the letters of a word, in order */
    struct letter letters[LETTERS_MAX];
    size_t count;
    bool number, strange; /* strange: some sign is no letter of ours, so it matches nothing */
};

static bool is_vowel(char plain)
{
    return plain == 'a' || plain == 'e' || plain == 'i' || plain == 'o' || plain == 'u' || plain == 'y';
}

static char plain_at(const struct spelled *word, size_t at)
{
    return at < word->count ? word->letters[at].plain : 0;
}

/* "Đắk" and "Đắc", "Daklak": a k that ends a syllable sounds and is written as c too. */
static bool ends_as_c(const struct spelled *word, size_t at)
{
    char next = plain_at(word, at + 1);
    return (word->letters[at].plain == 'k' || word->letters[at].plain == 'c') && at > 0 &&
           is_vowel(plain_at(word, at - 1)) && !is_vowel(next) && next != 'h' && next != 'r';
}

/* "Mỹ" and "Mĩ", "Quy" and "Qui": a y that is the syllable's only vowel. "Thủy" stays apart from "thủi". */
static bool sounds_as_i(const struct spelled *word, size_t at)
{
    char before = at > 0 ? plain_at(word, at - 1) : 'a';
    bool behind_q = before == 'u' && at > 1 && plain_at(word, at - 2) == 'q';
    return word->letters[at].plain == 'y' && (behind_q || !is_vowel(before)) &&
           !is_vowel(plain_at(word, at + 1));
}

struct pen { /* where the next letters of a reading go */
    size_t key, marked;
};

static void write_letters(struct reading *reading, struct pen *pen, const struct spelled *word,
                          struct word *written)
{
    uint8_t tone = TONE_NONE;
    for (size_t i = 0; i < word->count; i++) {
        struct letter letter = word->letters[i];
        if (ends_as_c(word, i))
            letter.plain = letter.marked = 'c';
        else if (sounds_as_i(word, i))
            letter.plain = letter.marked = 'i';
        written->marks = written->marks || letter.plain != letter.marked || letter.tone != TONE_NONE;
        if (letter.tone != TONE_NONE)
            tone = letter.tone;
        reading->key[pen->key++] = letter.plain;
        reading->marked[pen->marked++] = letter.marked;
        /* The tone goes behind the vowels, wherever over them it was put; "Đăk" lacks the one it must have. */
        if (is_vowel(word->letters[i].plain) && !is_vowel(plain_at(word, i + 1))) {
            if (tone == TONE_NONE && letter.marked == 'A' && i + 1 < word->count && ends_as_c(word, i + 1))
                tone = TONE_SAC;
            if (tone != TONE_NONE)
                reading->marked[pen->marked++] = (char)tone;
            tone = TONE_NONE;
        }
    }
    if (tone != TONE_NONE)
        reading->marked[pen->marked++] = (char)tone;
}

/* Ends the word spelled so far, if any; the seam is that before the next. */
static void end_word(struct reading *reading, struct pen *pen, struct spelled *word, uint8_t *seam)
{
    if (word->count == 0 && !word->strange)
        return;
    if (reading->count == WORDS_MAX || pen->marked + 2 * LETTERS_MAX + 4 > KEY_MAX) {
        reading->too_long = true;
        return;
    }
    struct word *written = &reading->words[reading->count];
    *written = (struct word){.key_at = (uint16_t)pen->key,
                             .marked_at = (uint16_t)pen->marked,
                             .number = word->number,
                             .before = *seam};
    if (word->number) {
        size_t from = 0; /* "Phường 01" is "Phường 1" */
        while (from + 1 < word->count && word->letters[from].plain == '0')
            from++;
        /* Two numbers side by side are never one. */
        if (reading->count > 0 && reading->words[reading->count - 1].number)
            reading->key[pen->key++] = reading->marked[pen->marked++] = '_';
        for (; from < word->count; from++)
            reading->key[pen->key++] = reading->marked[pen->marked++] = word->letters[from].plain;
    } else {
        write_letters(reading, pen, word, written);
        if (word->strange)
            reading->key[pen->key++] = reading->marked[pen->marked++] = '?';
    }
    reading->count++;
    *word = (struct spelled){0};
    *seam = SEAM_NONE;
}

/* ---- the whole text ---- */

/* A mark on its own, behind its letter: decomposed text. */
static void add_mark(struct spelled *word, int32_t point)
{
    static const struct {
        int32_t point;
        char base, marked;
        uint8_t tone;
    } MARKS[] = {
        {0x300, 0, 0, TONE_HUYEN}, {0x301, 0, 0, TONE_SAC}, {0x303, 0, 0, TONE_NGA}, {0x309, 0, 0, TONE_HOI},
        {0x323, 0, 0, TONE_NANG},  {0x302, 'a', 'B', 0},    {0x302, 'e', 'E', 0},    {0x302, 'o', 'O', 0},
        {0x306, 'a', 'A', 0},      {0x31B, 'o', 'P', 0},    {0x31B, 'u', 'U', 0},
    };
    if (word->count == 0)
        return;
    struct letter *letter = &word->letters[word->count - 1];
    for (size_t i = 0; i < LENGTH_OF(MARKS); i++) {
        if (MARKS[i].point != point || (MARKS[i].base != 0 && MARKS[i].base != letter->plain))
            continue;
        if (MARKS[i].base != 0)
            letter->marked = MARKS[i].marked;
        else
            letter->tone = MARKS[i].tone;
    }
}

static bool point_is_space(int32_t point)
{
    return point == ' ' || point == 0xA0 || (point >= 0x2000 && point <= 0x200A) || point == 0x202F ||
           point == 0x3000;
}

static uint8_t seam_of(int32_t point)
{
    if (point == '-' || point == '_' || (point >= 0x2010 && point <= 0x2015) || point == 0x2212)
        return SEAM_WEAK;
    bool strong = (point >= '\t' && point <= '\r') ||
                  (point < 0x80 && point > 0 && strchr(",;/()[]{}|\\:>", (char)point) != NULL);
    return strong ? SEAM_STRONG : SEAM_NONE;
}

static struct letter letter_of(const struct alphabet *alphabet, int32_t point)
{
    if (point >= 0 && point < 0x80) {
        char small = (char)(point >= 'A' && point <= 'Z' ? point + 0x20 : point);
        return (small >= 'a' && small <= 'z') || (small >= '0' && small <= '9')
                   ? (struct letter){small, small, TONE_NONE}
                   : (struct letter){0};
    }
    return point >= LETTERS_FROM && point < LETTERS_TO ? alphabet->letters[point - LETTERS_FROM]
                                                       : (struct letter){0};
}

/* Signs that neither part words nor belong to them: apostrophes, quotes, marks of order, what cannot be seen. */
static bool is_silent(int32_t point)
{
    return point == '\'' || point == '"' || point == '`' || point == '*' || point == '#' ||
           (point >= 0x200B && point <= 0x200F) || (point >= 0x2018 && point <= 0x201F) || point == 0xFEFF ||
           point == 0xB4 || point == 0x2BC || point == 0xAD;
}

static void read_point(const struct gazetteer *gazetteer, struct reading *reading, struct pen *pen,
                       struct spelled *word, int32_t point)
{
    uint8_t *seam = &reading->words[WORDS_MAX].before; /* kept there until the next word */
    struct letter letter = letter_of(&gazetteer->alphabet, point);
    if (letter.plain != 0) {
        bool digit = letter.plain >= '0' && letter.plain <= '9';
        if (word->count > 0 && word->number != digit)
            end_word(reading, pen, word, seam); /* "Q1", "P12" */
        word->number = digit;
        if (word->count < LETTERS_MAX)
            word->letters[word->count++] = letter;
        else
            word->strange = true;
    } else if (point >= 0x300 && point < 0x370) {
        add_mark(word, point);
    } else if (point == '.' || point_is_space(point) || seam_of(point) != SEAM_NONE) {
        end_word(reading, pen, word, seam);
        if (point == '.' && reading->count > 0)
            reading->words[reading->count - 1].dot = true;
        if (seam_of(point) > *seam)
            *seam = seam_of(point);
    } else if (!is_silent(point)) {
        word->strange = true;
    }
}

void gazetteer_read(const struct gazetteer *gazetteer, struct text written, struct reading *reading)
{
    struct spelled word = {0};
    struct pen pen = {0};
    int32_t point;
    reading->count = 0;
    reading->too_long = written.length > GAZETTEER_TEXT_MAX;
    reading->words[WORDS_MAX].before = SEAM_NONE;
    while (!reading->too_long && text_point_next(&written, &point))
        read_point(gazetteer, reading, &pen, &word, point);
    end_word(reading, &pen, &word, &reading->words[WORDS_MAX].before);
    reading->words[0].before = SEAM_STRONG;
    reading->words[reading->count].key_at = (uint16_t)pen.key;
    reading->words[reading->count].marked_at = (uint16_t)pen.marked;
}

uint64_t reading_begins(const struct reading *reading, size_t from, size_t to)
{
    uint64_t begins = 0;
    for (size_t i = from; i < to; i++)
        begins |= (uint64_t)1 << ((reading->words[i].key_at - reading->words[from].key_at) & 63);
    return begins;
}

bool reading_marks(const struct reading *reading, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (reading->words[i].marks)
            return true;
    return false;
}

const struct kind_word *gazetteer_kind_word(const struct gazetteer *gazetteer, const struct reading *reading,
                                            size_t at, size_t to, bool detail)
{
    const struct kind_word *longest = NULL;
    for (size_t i = 0; i < gazetteer->kind_word_count; i++) {
        const struct kind_word *known = &gazetteer->kind_words[i];
        size_t end = at + known->words;
        if (known->detail != detail || end > to ||
            reading->key[reading->words[at].key_at] != known->key.bytes[0] ||
            (longest && longest->words >= known->words))
            continue;
        if (text_equal(reading_key(reading, at, end), known->key) &&
            (!reading_marks(reading, at, end) || text_equal(reading_marked(reading, at, end), known->marked)))
            longest = known;
    }
    return longest;
}
