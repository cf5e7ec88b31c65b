/* old_text.c — which readings of a cell are sound, what that says of its column, and the cell in Unicode. */
#include "engine/codec/old_text_inside.h"

#include "engine/codec/syllable.h"

#include "base/markers.h"

#include <string.h>

/* A column is long from so many certain cells; up to one in twenty of them may then be odd. */
enum { OLD_TEXT_LONG = 20, OLD_TEXT_ODD = 20 };

/* ---- one word ---- */

/* How a word stands in one reading. SOFT says nothing: a sign at its edge, an abbreviation without vowels ("H§ND"). */
enum reading { READING_WRONG, READING_SOFT, READING_SYLLABLE };

static bool has_vowel(const struct word_points *word)
{
    for (size_t i = 0; i < word->count; i++) {
        struct syllable_letter letter;
        if (!syllable_letter_split(word->points[i], &letter))
            return true;
        if (letter.plain >= 0x80 ? letter.plain != 0x111 : strchr("aeiouy", letter.plain) != NULL)
            return true;
    }
    return false;
}

/* Signs at the edges of a word of Unicode are quotes and footnotes; inside it, or behind one, they make no sense. */
static enum reading read_as_unicode(const struct piece *piece)
{
    struct word_points word;
    size_t first = 0, end = piece->count;
    bool ascii = true;
    if (piece->wide)
        return READING_SYLLABLE; /* no old byte: it was typed in Unicode, whatever the language */
    (void)piece_decode(FAMILY_UNICODE, piece, &word);
    while (first < end && point_is_sign(word.points[first]))
        first++;
    while (end > first && point_is_sign(word.points[end - 1]))
        end--;
    for (size_t i = first; i < end; i++)
        ascii = ascii && word.points[i] < 0x80;
    if (ascii)
        return READING_SOFT;
    if (syllable_is(word.points + first, end - first))
        return READING_SYLLABLE;
    struct word_points inner = {.count = end - first};
    memcpy(inner.points, word.points + first, inner.count * sizeof inner.points[0]);
    return has_vowel(&inner) ? READING_WRONG : READING_SOFT;
}

static enum reading word_reading(enum family family, const struct piece *piece, struct word_points *word)
{
    if (!piece_decode(family, piece, word))
        return READING_WRONG;
    if (family == FAMILY_UNICODE)
        return read_as_unicode(piece);
    if (syllable_is(word->points, word->count))
        return READING_SYLLABLE;
    return has_vowel(word) ? READING_WRONG : READING_SOFT;
}

/* ---- one cell ---- */

struct sight {
    bool high;       /* something in it is not ASCII */
    unsigned sound;  /* families in which the whole cell makes sense */
    unsigned partly; /* old families in which a word makes sense that makes none in Unicode */
    size_t syllables[OLD_TEXT_FAMILIES]; /* words that are, in each */
    bool same;                           /* Unicode and code page 1258 give the same text */
    bool sign_inside;                    /* a word that cannot be Unicode text in any language */
};

static unsigned bit(enum family family)
{
    return 1u << family;
}

static bool sign_stands_inside(const struct piece *piece)
{
    for (size_t i = 0; i + 1 < piece->count; i++)
        if (point_is_sign(piece->points[i]) != point_is_sign(piece->points[i + 1]))
            return true;
    return false;
}

static bool words_equal(const struct word_points *a, const struct word_points *b)
{
    return a->count == b->count && memcmp(a->points, b->points, a->count * sizeof a->points[0]) == 0;
}

static void sight_add(struct sight *sight, enum family family, enum reading reading)
{
    sight->syllables[family] += reading == READING_SYLLABLE;
    if (reading == READING_WRONG)
        sight->sound &= ~bit(family);
}

/* `whole` is `cell` in NFC. */
static struct sight cell_sight(struct text cell, struct text whole)
{
    struct sight sight = {.sound = (1u << OLD_TEXT_FAMILIES) - 1, .same = true};
    struct piece piece;
    /* Marks of their own are no old bytes: it was Unicode from the start. */
    if (!text_equal(cell, whole))
        return (struct sight){.high = true, .sound = bit(FAMILY_UNICODE), .syllables[FAMILY_UNICODE] = 1};
    while (piece_next(&cell, &piece)) {
        struct word_points words[OLD_TEXT_FAMILIES];
        if (!piece.high)
            continue;
        enum reading unicode = word_reading(FAMILY_UNICODE, &piece, &words[FAMILY_UNICODE]);
        sight_add(&sight, FAMILY_UNICODE, unicode);
        for (int f = FAMILY_UNICODE + 1; f < OLD_TEXT_FAMILIES; f++) {
            if ((sight.sound & bit((enum family)f)) == 0 && unicode != READING_WRONG)
                continue; /* nothing more to learn of it */
            enum reading reading = word_reading((enum family)f, &piece, &words[f]);
            sight_add(&sight, (enum family)f, reading);
            if (reading != READING_WRONG && unicode == READING_WRONG)
                sight.partly |= bit((enum family)f);
        }
        sight.high = true;
        sight.same = sight.same && (sight.sound & bit(FAMILY_CP1258)) != 0 &&
                     words_equal(&words[FAMILY_UNICODE], &words[FAMILY_CP1258]);
        sight.sign_inside = sight.sign_inside || sign_stands_inside(&piece);
    }
    return sight;
}

/* The only family of a set; -1 when there are none or several. */
static int only(unsigned set)
{
    for (int f = 0; f < OLD_TEXT_FAMILIES; f++)
        if (set == bit((enum family)f))
            return f;
    return -1;
}

static bool is_plain(const struct sight *sight)
{
    return sight->sound == (bit(FAMILY_UNICODE) | bit(FAMILY_CP1258)) && sight->same;
}

static bool is_ascii(struct text cell)
{
    for (size_t i = 0; i < cell.length; i++)
        if ((unsigned char)cell.bytes[i] >= 0x80)
            return false;
    return true;
}

/* ---- the column ---- */

static enum old_text encoding_of(enum family family)
{
    static const enum old_text encodings[] = {OLD_TEXT_UNICODE, OLD_TEXT_CP1258, OLD_TEXT_TCVN3,
                                              OLD_TEXT_VNI};
    return encodings[family];
}

static int family_of(enum old_text encoding)
{
    switch (encoding) {
    case OLD_TEXT_UNICODE:
    case OLD_TEXT_DECOMPOSED:
    case OLD_TEXT_ETH:
        return FAMILY_UNICODE;
    case OLD_TEXT_CP1258:
        return FAMILY_CP1258;
    case OLD_TEXT_TCVN3:
        return FAMILY_TCVN3;
    case OLD_TEXT_VNI:
        return FAMILY_VNI;
    case OLD_TEXT_UNSURE:
        return -1;
    }
    NEVER("an encoding");
}

/* Letters of Latin and of Vietnamese, and punctuation: always NFC. What else there is must be looked at. */
static bool is_surely_composed(struct text cell)
{
    for (size_t i = 0; i < cell.length; i++) {
        unsigned char c = (unsigned char)cell.bytes[i],
                      next = i + 1 < cell.length ? (unsigned char)cell.bytes[i + 1] : 0;
        if (c > 0xCB && !(c == 0xE1 && next >= 0xB8 && next <= 0xBB)) /* U+02FF, U+1E00 to U+1EFF */
            return false;
        i += c == 0xE1 ? 2 : 0;
    }
    return true;
}

/* NFC; borrowed when it is that already. */
static struct text composed(struct arena *arena, struct text cell)
{
    struct text text;
    if (is_surely_composed(cell))
        return cell;
    REQUIRE(text_normalise(arena, cell, &text));
    return text_equal(text, cell) ? cell : text;
}

void old_text_see(struct old_text_column *column, struct text cell)
{
    old_text_see_times(column, cell, 1);
}

void old_text_see_times(struct old_text_column *column, struct text cell, size_t times)
{
    if (is_ascii(cell))
        return;
    struct arena *CLOSING(arena) scratch = is_surely_composed(cell) ? NULL : arena_open();
    struct sight sight = cell_sight(cell, composed(scratch, cell));
    bool signs_only =
        sight.sound == bit(FAMILY_UNICODE) && sight.syllables[FAMILY_UNICODE] == 0; /* "100 m²" */
    if (!sight.high || sight.sound == 0 || signs_only)
        return;
    if (only(sight.sound) >= 0)
        column->certain[only(sight.sound)] += times;
    else if (is_plain(&sight))
        column->plain += times;
    else
        column->open[sight.sound] += times;
}

/* The families with certain cells; of a long column, the one alone that has nearly all of them. */
static unsigned families_present(const struct old_text_column *column)
{
    unsigned present = 0;
    size_t total = 0;
    for (int f = 0; f < OLD_TEXT_FAMILIES; f++) {
        total += column->certain[f];
        present |= column->certain[f] > 0 ? bit((enum family)f) : 0;
    }
    for (int f = 0; f < OLD_TEXT_FAMILIES; f++)
        if (column->certain[f] >= OLD_TEXT_LONG && column->certain[f] >= total - total / OLD_TEXT_ODD)
            present = bit((enum family)f);
    return present;
}

void old_text_settle(struct old_text_column *column, enum old_text beside)
{
    size_t open = 0;
    /* "Hà" is the same in both: it speaks for code page 1258 only where other cells do. */
    column->certain[column->certain[FAMILY_CP1258] > 0 ? FAMILY_CP1258 : FAMILY_UNICODE] += column->plain;
    column->plain = 0;
    for (size_t set = 0; set < LENGTH_OF(column->open); set++)
        open += column->open[set];
    column->present = families_present(column);
    bool seen = column->present != 0;
    if (!seen && open == 0)
        column->present = bit(FAMILY_UNICODE); /* nothing here but ASCII and foreign words */
    else if (!seen && family_of(beside) >= 0)
        column->present = bit((enum family)family_of(beside));
    int family = only(column->present);
    /* One odd cell does not turn a column: a quarter of what is open must stand behind it. */
    column->follow = family >= 0 && (!seen || column->certain[family] >= open / 4);
    column->encoding = family >= 0 ? encoding_of((enum family)family) : OLD_TEXT_UNSURE;
}

/* ---- writing ---- */

/* .VnTimeH: no small ASCII letter in the cell, and in one word two capitals beside a letter of TCVN3. */
static bool typed_in_capitals(struct text cell)
{
    struct piece piece;
    bool proof = false;
    while (piece_next(&cell, &piece)) {
        size_t capitals = 0;
        for (size_t i = 0; i < piece.count && piece.word; i++) {
            if (piece.points[i] >= 'a' && piece.points[i] <= 'z')
                return false;
            capitals += piece.points[i] < 0x80;
        }
        proof = proof || (capitals >= 2 && piece.high);
    }
    return proof;
}

static int32_t capital_of(int32_t point)
{
    struct syllable_letter letter;
    if (!syllable_letter_split(point, &letter))
        return point;
    letter.capital = true;
    return syllable_letter_join(letter);
}

static char *word_write(char *out, const struct word_points *word, bool capitals)
{
    for (size_t i = 0; i < word->count; i++)
        out += text_point_write(capitals ? capital_of(word->points[i]) : word->points[i], out);
    return out;
}

/* How a cell is written in another encoding. */
struct way {
    enum family family;
    bool only_wrong; /* leave the words that make sense in Unicode, and those that make none here */
};

/* False when a word is not in the encoding. `cell` is in NFC. */
static bool cell_write(struct arena *arena, struct way way, struct text cell, struct text *text)
{
    bool capitals = way.family == FAMILY_TCVN3 && typed_in_capitals(cell);
    char *bytes = arena_make(arena, cell.length * 2 + 4),
         *out = bytes; /* two bytes of Latin-1 give at most three */
    struct text rest = cell;
    struct piece piece;
    while (piece_next(&rest, &piece)) {
        struct word_points word, unused;
        bool leave = !piece.high;
        if (!leave && way.only_wrong)
            leave = word_reading(FAMILY_UNICODE, &piece, &unused) != READING_WRONG ||
                    word_reading(way.family, &piece, &unused) == READING_WRONG;
        if (!leave && !piece_decode(way.family, &piece, &word))
            return false;
        if (!leave) {
            out = word_write(out, &word, capitals);
            continue;
        }
        memcpy(out, piece.bytes.bytes, piece.bytes.length);
        out += piece.bytes.length;
    }
    *text = composed(arena, (struct text){bytes, (size_t)(out - bytes)});
    return true;
}

bool old_text_convert(struct arena *arena, enum old_text encoding, struct text cell, struct text *text)
{
    int family = family_of(encoding);
    if (family < 0)
        return false;
    struct text whole = composed(arena, cell);
    if (encoding != OLD_TEXT_UNICODE && encoding != OLD_TEXT_DECOMPOSED)
        return cell_write(arena, (struct way){(enum family)family, false}, whole, text);
    *text = whole;
    return true;
}

/* ---- reading ---- */

static bool holds_eth(struct text cell)
{
    static const struct text eths[] = {TEXT_ENTRY("\u00D0"), TEXT_ENTRY("\u00F0"), TEXT_ENTRY("\u0189"),
                                       TEXT_ENTRY("\u0256")};
    for (size_t i = 0; i < LENGTH_OF(eths); i++)
        if (text_contains(cell, eths[i]))
            return true;
    return false;
}

static struct old_text_cell taken(struct arena *arena, struct old_text_cell got, enum family family)
{
    struct text whole = composed(arena, got.read);
    if (family == FAMILY_UNICODE && !holds_eth(whole)) {
        got.text = whole;
        got.encoding = text_equal(whole, got.read) ? OLD_TEXT_UNICODE : OLD_TEXT_DECOMPOSED;
        return got;
    }
    REQUIRE(cell_write(arena, (struct way){family, false}, whole, &got.text));
    got.encoding = encoding_of(family);
    if (family == FAMILY_UNICODE && !text_equal(whole, got.text))
        got.encoding = OLD_TEXT_ETH;
    else if (family == FAMILY_UNICODE && !text_equal(whole, got.read))
        got.encoding = OLD_TEXT_DECOMPOSED;
    return got;
}

static void proposal_add(struct old_text_cell *got, enum family family, struct text text)
{
    for (size_t i = 0; i < got->proposals_count; i++)
        if (text_equal(got->proposals[i].text, text))
            return;
    got->proposals[got->proposals_count++] = (struct old_text_proposal){encoding_of(family), text};
}

static struct old_text_cell unsure(struct arena *arena, struct old_text_cell got, const struct sight *sight)
{
    struct text whole = composed(arena, got.read), text;
    got.encoding = OLD_TEXT_UNSURE;
    for (int f = 0; f < OLD_TEXT_FAMILIES; f++) {
        struct way way = {(enum family)f, (sight->sound & bit((enum family)f)) == 0};
        bool sound = !way.only_wrong, part = (sight->partly & bit((enum family)f)) != 0 && sight->sound == 0;
        if ((sound || part) && cell_write(arena, way, whole, &text))
            proposal_add(&got, way.family, text);
    }
    return got;
}

static bool decodes(struct arena *arena, enum family family, struct text whole)
{
    struct text unused;
    return cell_write(arena, (struct way){family, false}, whole, &unused);
}

/*
 * A cell that is certain of another family than its whole long column. Two words prove it. One word of Unicode under old
 * rows was typed later; one that would be old in a Unicode column is asked about; between two old ones it is a slip of
 * the hand, and its font is that of the column.
 */
static int family_against_column(struct arena *arena, enum family alone, enum family column,
                                 const struct sight *sight, struct text whole)
{
    if (sight->syllables[alone] >= 2 || alone == FAMILY_UNICODE)
        return (int)alone;
    if (column == FAMILY_UNICODE)
        return -1;
    return decodes(arena, column, whole) ? (int)column : (int)alone;
}

/* The family a cell is read in; -1 when that would be a guess. */
static int cell_family(struct arena *arena, const struct old_text_column *column, const struct sight *sight,
                       struct text whole)
{
    int alone = only(sight->sound), one = only(column->present);
    if (alone >= 0 && one >= 0 && alone != one)
        return family_against_column(arena, (enum family)alone, (enum family)one, sight, whole);
    if (alone >= 0)
        return alone;
    if (is_plain(sight))
        return FAMILY_UNICODE;
    if (sight->sound != 0)
        return one >= 0 && !column->follow ? -1 : only(sight->sound & column->present);
    /* No syllables: a name of another language. Signs inside a word say that it is old text all the same; and a code page
     * is the whole file's, where a font is a cell's. */
    bool old = sight->sign_inside || one == FAMILY_CP1258;
    if (one > FAMILY_UNICODE && column->follow && old && decodes(arena, (enum family)one, whole))
        return one;
    bool foreign = sight->partly == 0 && (column->present & bit(FAMILY_UNICODE)) != 0;
    return foreign ? FAMILY_UNICODE : -1;
}

struct old_text_cell old_text_read(struct arena *arena, const struct old_text_column *column,
                                   struct text cell)
{
    struct old_text_cell got = {.encoding = OLD_TEXT_UNICODE, .read = cell, .text = cell};
    if (is_ascii(cell))
        return got;
    struct text whole = composed(arena, cell);
    struct sight sight = cell_sight(cell, whole);
    int family = sight.high ? cell_family(arena, column, &sight, whole) : FAMILY_UNICODE;
    if (family < 0)
        return unsure(arena, got, &sight);
    if (sight.high && (sight.sound != 0 || family != FAMILY_UNICODE))
        return taken(arena, got, (enum family)family);
    got.text = whole; /* signs between words, or a foreign word: not a letter is changed */
    got.encoding = text_equal(whole, cell) ? OLD_TEXT_UNICODE : OLD_TEXT_DECOMPOSED;
    return got;
}

const char *old_text_word(enum old_text encoding)
{
    static const char *const words[] = {"unicode", "decomposed", "eth", "cp1258", "tcvn3", "vni", "unsure"};
    return words[encoding];
}
