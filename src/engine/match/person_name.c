/* person_name.c — letters by table, tones by syllable.h; what is not in the table goes the slow way of text_fold. */
#include "engine/match/person_name.h"

#include "engine/codec/syllable.h"

#include <string.h>

enum {
    POINTS = 0x1F00, /* Vietnamese ends at U+1EF9 */
    MARKS_FIRST = 0x0300,
    MARKS_LAST = 0x036F,
    SYLLABLE_BYTES_MAX = 64,
    FOLDED_MAX = 256, /* bytes folded without an arena */
};

struct letters {
    uint8_t plain[POINTS]; /* 0: not a single letter */
};

struct letters *letters_make(struct arena *arena)
{
    struct letters *letters = arena_make(arena, sizeof *letters);
    struct arena *CLOSING(arena) scratch = arena_open();
    for (int32_t point = 1; point < POINTS; point++) {
        char bytes[4];
        bool latin = point < 0x0250 || point >= 0x1E00;
        if (!latin || (point >= 0x80 && point < 0xC0))
            continue;
        struct text folded = text_fold(scratch, (struct text){bytes, text_point_write(point, bytes)});
        letters->plain[point] = folded.length == 1                   ? (uint8_t)folded.bytes[0]
                                : folded.length == 0 && point <= ' ' ? ' '
                                                                     : 0;
    }
    return letters;
}

/* False when a letter is not in the table. Writes at most as many bytes as it reads. */
static bool fold_quickly(const struct letters *letters, struct text words, char *out, size_t *length)
{
    const unsigned char *at = (const unsigned char *)words.bytes, *end = at + words.length;
    size_t kept = 0;
    while (at < end) {
        int32_t point = *at++;
        if (point >= 0xF0)
            return false;
        if (point >= 0xE0) {
            point = (point & 15) << 12 | (at[0] & 63) << 6 | (at[1] & 63);
            at += 2;
        } else if (point >= 0xC0) {
            point = (point & 31) << 6 | (*at++ & 63);
        }
        if (point >= MARKS_FIRST && point <= MARKS_LAST)
            continue;
        char letter = point < POINTS ? (char)letters->plain[point] : 0;
        if (letter == 0)
            return false;
        if (letter != ' ' || (kept > 0 && out[kept - 1] != ' '))
            out[kept++] = letter;
    }
    *length = kept > 0 && out[kept - 1] == ' ' ? kept - 1 : kept;
    return true;
}

/* A code, a number: as it stands. */
static bool is_folded(struct text words)
{
    for (size_t i = 0; i < words.length; i++) {
        char c = words.bytes[i];
        if ((c < '0' || c > '9') && (c < 'a' || c > 'z'))
            return false;
    }
    return true;
}

/* Borrows `words` or `room`; false when it goes only by text_fold. */
static bool fold_in_place(const struct letters *letters, struct text words, char room[FOLDED_MAX], struct text *folded)
{
    size_t length;
    *folded = words;
    if (is_folded(words))
        return true;
    if (words.length > FOLDED_MAX || !fold_quickly(letters, words, room, &length))
        return false;
    *folded = (struct text){room, length};
    return true;
}

struct text words_read(struct arena *arena, const struct letters *letters, struct text words)
{
    char room[FOLDED_MAX];
    struct text folded;
    if (!fold_in_place(letters, words, room, &folded))
        return text_fold(arena, words);
    return folded.bytes == room ? text_copy(arena, folded) : folded;
}

/* How many bytes of the sign in front `rest` begins with one of `signs`; 0: with none. */
static size_t sign_length(struct text rest, const char *const *signs, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_starts(rest, text_of(signs[i])))
            return strlen(signs[i]);
    return 0;
}

/* Hyphens, points and all kinds of space are spaces, apostrophes go. */
static struct text without_marks(struct arena *arena, struct text name)
{
    static const char *const gone[] = {"'",        "`",        "\xE2\x80\x98", "\xE2\x80\x99",
                                       "\xCA\xBC", "\xC2\xB4", "\xE2\x80\x8B"};
    static const char *const spaces[] = {
        "\t",           "\n",           "\r",           "-",           ".", ",", "\xC2\xA0", "\xE2\x80\x82",
        "\xE2\x80\x83", "\xE2\x80\x89", "\xE2\x80\xAF", "\xE2\x80\x93"};
    char *bytes = arena_make(arena, name.length + 1);
    size_t kept = 0;
    for (struct text rest = name; rest.length > 0;) {
        size_t away = sign_length(rest, gone, LENGTH_OF(gone)),
               space = sign_length(rest, spaces, LENGTH_OF(spaces));
        if (away == 0)
            bytes[kept++] = space > 0 ? ' ' : rest.bytes[0];
        rest = text_from(rest, away > 0 ? away : space > 0 ? space : 1);
    }
    return (struct text){bytes, kept};
}

static bool is_plain_vowel(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

/* "ly" is written "li" too, "quy" "qui"; "thuy" and "thui" are two words, and so are "may" and "mai". */
static bool y_is_i(struct text plain)
{
    size_t n = plain.length;
    if (n < 2 || plain.bytes[n - 1] != 'y')
        return false;
    return !is_plain_vowel(plain.bytes[n - 2]) || (n == 3 && plain.bytes[0] == 'q' && plain.bytes[1] == 'u');
}

/* A syllable's letters without tones and its tone as a digit; what is no Vietnamese letter stays as it is. */
static size_t syllable_write(struct text syllable, bool y_to_i, char out[SYLLABLE_BYTES_MAX])
{
    size_t length = 0;
    enum syllable_tone tone = TONE_NONE;
    int32_t point;
    for (struct text rest = syllable; text_point_next(&rest, &point) && length + 5 < SYLLABLE_BYTES_MAX;) {
        struct syllable_letter letter;
        bool known = syllable_letter_split(point, &letter);
        if (known && letter.tone != TONE_NONE)
            tone = letter.tone;
        int32_t written = known ? letter.plain : point;
        if (y_to_i && rest.length == 0 && written == 'y')
            written = 'i';
        if (written > 0)
            length += text_point_write(written, out + length);
    }
    if (tone != TONE_NONE)
        out[length++] = (char)('0' + (int)tone);
    return length;
}

struct name_writing {
    char *plain, *toned;
    size_t plain_length, toned_length;
};

static void syllable_add(struct name_writing *writing, struct text syllable, struct text plain)
{
    static const char surname[] = "Nguy\xE1\xBB\x85n";
    char toned[SYLLABLE_BYTES_MAX];
    bool first = writing->plain_length == 0;
    bool short_form = first && text_is(plain, "ng");
    if (short_form) {
        syllable = text_of(surname);
        plain = TEXT("nguyen");
    }
    bool y_to_i = y_is_i(plain);
    size_t length = syllable_write(syllable, y_to_i, toned);
    if (!first) {
        writing->plain[writing->plain_length++] = ' ';
        writing->toned[writing->toned_length++] = ' ';
    }
    memcpy(writing->plain + writing->plain_length, plain.bytes, plain.length);
    writing->plain_length += plain.length;
    if (y_to_i)
        writing->plain[writing->plain_length - 1] = 'i';
    memcpy(writing->toned + writing->toned_length, toned, length);
    writing->toned_length += length;
}

struct person_name person_name_read(struct arena *arena, const struct letters *letters, struct text name)
{
    enum { SHORT = 240 };
    struct arena *CLOSING(arena) scratch = NULL;
    char room[2][SHORT * 3 + 64];
    struct text composed = name;
    bool plainly = name.length <= SHORT;
    for (size_t i = 0; i < name.length && plainly; i++) {
        unsigned char c = (unsigned char)name.bytes[i];
        plainly =
            c >= 0xC0 || (c >= 0x80 && i > 0) || c == ' ' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        plainly = plainly && c != 0xC2 && c != 0xCA && c != 0xCC && c != 0xCD &&
                  c != 0xE2; /* signs, marks of their own */
    }
    if (!plainly) {
        scratch = arena_open();
        if (!text_normalise(scratch, without_marks(scratch, name), &composed))
            return (struct person_name){0};
    }
    composed = text_part(composed, 0, SHORT);
    while (composed.length > 0 && !text_is_utf8(composed))
        composed.length--;
    struct name_writing writing = {room[0], room[1], 0, 0};
    struct text rest = composed, syllable;
    while (text_next(&rest, ' ', &syllable)) {
        char folded[FOLDED_MAX];
        struct text plain;
        if (!fold_in_place(letters, syllable, folded, &plain)) {
            scratch = scratch ? scratch : arena_open(); /* few names need one */
            plain = text_fold(scratch, syllable);
        }
        if (plain.length > 0)
            syllable_add(&writing, syllable, plain);
    }
    return (struct person_name){text_copy(arena, (struct text){room[0], writing.plain_length}),
                                text_copy(arena, (struct text){room[1], writing.toned_length})};
}
