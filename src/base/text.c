/* text.c — comparing, cutting and making texts; Unicode is left to utf8proc. */
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* Longer words are not typing errors of one another. */
enum { DISTANCE_POINTS_MAX = 128 };

struct text text_of(const char *ended)
{
    return ended == NULL ? (struct text){0} : (struct text){ended, strlen(ended)};
}

bool text_equal(struct text a, struct text b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.bytes, b.bytes, a.length) == 0);
}

bool text_is(struct text a, const char *ended)
{
    return text_equal(a, text_of(ended));
}

int text_compare(struct text a, struct text b)
{
    size_t shared = a.length < b.length ? a.length : b.length;
    int order = shared == 0 ? 0 : memcmp(a.bytes, b.bytes, shared);
    return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

bool text_starts(struct text a, struct text start)
{
    return a.length >= start.length && text_equal(text_part(a, 0, start.length), start);
}

bool text_ends(struct text a, struct text end)
{
    return a.length >= end.length && text_equal(text_from(a, a.length - end.length), end);
}

/* Where `part` first stands in `a`; the length of `a` plus one when nowhere. */
static size_t text_place(struct text a, struct text part)
{
    if (part.length == 0)
        return 0;
    const char *found = a.length < part.length ? NULL : memmem(a.bytes, a.length, part.bytes, part.length);
    return found == NULL ? a.length + 1 : (size_t)(found - a.bytes);
}

bool text_contains(struct text a, struct text part)
{
    return text_place(a, part) <= a.length;
}

struct text text_from(struct text a, size_t start)
{
    return text_part(a, start, a.length);
}

struct text text_part(struct text a, size_t start, size_t length)
{
    if (a.length == 0)
        return a;
    if (start > a.length)
        start = a.length;
    if (length > a.length - start)
        length = a.length - start;
    return (struct text){a.bytes + start, length};
}

static bool char_is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct text text_trimmed(struct text a)
{
    while (a.length > 0 && char_is_space(a.bytes[a.length - 1]))
        a.length--;
    while (a.length > 0 && char_is_space(a.bytes[0]))
        a = text_from(a, 1);
    return a;
}

bool text_next(struct text *rest, char mark, struct text *part)
{
    if (rest->length == 0)
        return false;
    const char *found = memchr(rest->bytes, mark, rest->length);
    size_t length = found == NULL ? rest->length : (size_t)(found - rest->bytes);
    *part = text_part(*rest, 0, length);
    *rest = text_from(*rest, found == NULL ? length : length + 1);
    return true;
}

struct text text_copy(struct arena *arena, struct text a)
{
    char *bytes = arena_make(arena, a.length + 1);
    if (a.length > 0)
        memcpy(bytes, a.bytes, a.length);
    return (struct text){bytes, a.length};
}

struct text text_format(struct arena *arena, const char *format, ...)
{
    char small[256];
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(small, sizeof small, format, arguments);
    va_end(arguments);
    REQUIRE(length >= 0);
    char *bytes = arena_make(arena, (size_t)length + 1);
    if ((size_t)length < sizeof small)
        memcpy(bytes, small, (size_t)length);
    else
        vsnprintf(bytes, (size_t)length + 1, format, again);
    va_end(again);
    return (struct text){bytes, (size_t)length};
}

static char *bytes_put(char *at, struct text a)
{
    if (a.length > 0)
        memcpy(at, a.bytes, a.length);
    return at + a.length;
}

struct text text_join(struct arena *arena, const struct text *parts, size_t count, struct text between)
{
    size_t length = 0;
    for (size_t i = 0; i < count; i++)
        length += parts[i].length + (i > 0 ? between.length : 0);
    char *bytes = arena_make(arena, length + 1);
    char *at = bytes;
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            at = bytes_put(at, between);
        at = bytes_put(at, parts[i]);
    }
    return (struct text){bytes, length};
}

struct text text_replace(struct arena *arena, struct text a, struct text old, struct text new)
{
    REQUIRE(old.length > 0);
    size_t times = 0;
    struct text rest = a;
    for (size_t place; (place = text_place(rest, old)) <= rest.length; times++)
        rest = text_from(rest, place + old.length);
    size_t length = a.length - times * old.length + times * new.length;
    char *bytes = arena_make(arena, length + 1);
    char *at = bytes;
    rest = a;
    for (size_t place; (place = text_place(rest, old)) <= rest.length;) {
        at = bytes_put(at, text_part(rest, 0, place));
        at = bytes_put(at, new);
        rest = text_from(rest, place + old.length);
    }
    bytes_put(at, rest);
    return (struct text){bytes, length};
}

/* Length of the UTF-8 sequence that `a` starts with, 0 when it is not one (RFC 3629; NUL is refused too). */
static size_t sequence_length(struct text a)
{
    const unsigned char *b = (const unsigned char *)a.bytes;
    if (b[0] > 0 && b[0] < 0x80)
        return 1;
    size_t length = b[0] >= 0xC2 && b[0] < 0xE0 ? 2 : b[0] >= 0xE0 && b[0] < 0xF0 ? 3 : b[0] >= 0xF0 && b[0] < 0xF5 ? 4 : 0;
    if (length == 0 || a.length < length)
        return 0;
    for (size_t i = 1; i < length; i++)
        if ((b[i] & 0xC0) != 0x80)
            return 0;
    bool overlong = (b[0] == 0xE0 && b[1] < 0xA0) || (b[0] == 0xF0 && b[1] < 0x90);
    bool surrogate = b[0] == 0xED && b[1] >= 0xA0;
    bool beyond = b[0] == 0xF4 && b[1] >= 0x90;
    return overlong || surrogate || beyond ? 0 : length;
}

bool text_is_utf8(struct text a)
{
    size_t length;
    for (size_t at = 0; at < a.length; at += length) {
        length = sequence_length((struct text){a.bytes + at, a.length - at});
        if (length == 0)
            return false;
    }
    return true;
}

static bool text_is_ascii(struct text a)
{
    unsigned char all = 0;
    for (size_t i = 0; i < a.length; i++)
        all |= (unsigned char)a.bytes[i];
    return all < 0x80;
}

bool text_normalise(struct arena *arena, struct text a, struct text *out)
{
    if (!text_is_utf8(a))
        return false;
    if (text_is_ascii(a)) {
        *out = text_copy(arena, a);
        return true;
    }
    utf8proc_uint8_t *mapped = NULL;
    utf8proc_ssize_t length = utf8proc_map((const utf8proc_uint8_t *)a.bytes, (utf8proc_ssize_t)a.length, &mapped,
                                           UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    REQUIRE(length >= 0);
    *out = text_copy(arena, (struct text){(const char *)mapped, (size_t)length});
    free(mapped);
    return true;
}

/* Đ and the Icelandic Ð that people type for it have no decomposition; every kind of space is a space. */
static utf8proc_int32_t point_folded(utf8proc_int32_t point, void *unused)
{
    (void)unused;
    if (point == 0x0110 || point == 0x0111 || point == 0x00D0 || point == 0x00F0)
        return 'd';
    if ((point >= '\t' && point <= '\r') || utf8proc_category(point) == UTF8PROC_CATEGORY_ZS)
        return ' ';
    return point;
}

static const utf8proc_option_t FOLDING = UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK | UTF8PROC_CASEFOLD;
enum { FOLDED_ROOM = 512, LETTER_ROOM = 16 };

struct folded {
    char bytes[FOLDED_ROOM];
    size_t length;
};

/* Spaces as one, none in front. */
static void folded_put(struct folded *folded, char c)
{
    bool space = c == ' ' || (c >= '\t' && c <= '\r');
    if (!space)
        folded->bytes[folded->length++] = c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
    else if (folded->length > 0 && folded->bytes[folded->length - 1] != ' ')
        folded->bytes[folded->length++] = ' ';
}

/* One letter that is not of ASCII; gives its bytes, 0 where the letter or what it becomes is not of the usual kind. */
static size_t letter_fold(struct text rest, struct folded *folded)
{
    utf8proc_int32_t point, points[LETTER_ROOM / 4];
    int boundary = 0;
    char bytes[4];
    utf8proc_ssize_t step = utf8proc_iterate((const utf8proc_uint8_t *)rest.bytes, (utf8proc_ssize_t)rest.length, &point);
    if (step <= 0)
        return 0;
    utf8proc_ssize_t count = utf8proc_decompose_char(point_folded(point, NULL), points, LENGTH_OF(points), FOLDING, &boundary);
    if (count < 0 || count > (utf8proc_ssize_t)LENGTH_OF(points))
        return 0;
    for (utf8proc_ssize_t i = 0; i < count; i++) {
        size_t length = text_point_write(points[i], bytes);
        for (size_t k = 0; k < length; k++)
            folded_put(folded, bytes[k]);
    }
    return (size_t)step;
}

/* Letter by letter, where utf8proc_map_custom would go over the text four times: each title, name and word of a sheet is folded.
 * False where it does not fit, or is left to utf8proc. */
static bool fold_short(struct text a, struct folded *folded)
{
    folded->length = 0;
    while (a.length > 0) {
        size_t step = 1;
        if (folded->length + LETTER_ROOM > FOLDED_ROOM)
            return false;
        if ((unsigned char)a.bytes[0] < 0x80)
            folded_put(folded, a.bytes[0]);
        else
            step = letter_fold(a, folded);
        if (step == 0)
            return false;
        a = text_from(a, step);
    }
    folded->length -= folded->length > 0 && folded->bytes[folded->length - 1] == ' ';
    return true;
}

struct text text_fold(struct arena *arena, struct text a)
{
    struct folded folded;
    if (fold_short(a, &folded))
        return text_copy(arena, (struct text){folded.bytes, folded.length});
    utf8proc_uint8_t *mapped = NULL;
    utf8proc_ssize_t length = utf8proc_map_custom((const utf8proc_uint8_t *)a.bytes, (utf8proc_ssize_t)a.length, &mapped, FOLDING, point_folded, NULL);
    REQUIRE(length >= 0);
    struct text spaced = text_trimmed((struct text){(const char *)mapped, (size_t)length});
    char *bytes = arena_make(arena, spaced.length + 1);
    size_t kept = 0;
    for (size_t i = 0; i < spaced.length; i++)
        if (spaced.bytes[i] != ' ' || bytes[kept - 1] != ' ')
            bytes[kept++] = spaced.bytes[i];
    free(mapped);
    return (struct text){bytes, kept};
}

static utf8proc_int32_t point_lowered(utf8proc_int32_t point, void *unused)
{
    (void)unused;
    return utf8proc_tolower(point);
}

struct text text_lower(struct arena *arena, struct text a)
{
    if (a.length == 0)
        return text_copy(arena, a);
    utf8proc_uint8_t *mapped = NULL;
    utf8proc_ssize_t length = utf8proc_map_custom((const utf8proc_uint8_t *)a.bytes, (utf8proc_ssize_t)a.length, &mapped,
                                                  UTF8PROC_STABLE | UTF8PROC_COMPOSE, point_lowered, NULL);
    REQUIRE(length >= 0);
    struct text lowered = text_copy(arena, (struct text){(const char *)mapped, (size_t)length});
    free(mapped);
    return lowered;
}

static bool in_word(int32_t point)
{
    utf8proc_category_t category = utf8proc_category(point);
    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_MC) || category == UTF8PROC_CATEGORY_ND;
}

struct text text_words(struct arena *arena, struct text a)
{
    char *bytes = arena_make(arena, a.length + 2);
    size_t length = 0;
    int32_t point;
    struct text rest = a;
    bytes[length++] = ' ';
    while (rest.length > 0) {
        const char *at = rest.bytes;
        if (!text_point_next(&rest, &point))
            break;
        if (in_word(point))
            for (; at < rest.bytes; at++)
                bytes[length++] = *at;
        else if (bytes[length - 1] != ' ')
            bytes[length++] = ' ';
    }
    if (bytes[length - 1] != ' ')
        bytes[length++] = ' ';
    return (struct text){bytes, length};
}

size_t text_points(struct text a)
{
    size_t points = 0;
    for (size_t i = 0; i < a.length; i++)
        points += ((unsigned char)a.bytes[i] & 0xC0) != 0x80;
    return points;
}

bool text_read_int64(struct text a, int64_t *number)
{
    bool minus = text_starts(a, TEXT("-"));
    struct text digits = text_from(a, minus ? 1 : 0);
    if (digits.length == 0)
        return false;
    int64_t value = 0; /* kept below zero: the lowest number has no positive twin */
    for (size_t i = 0; i < digits.length; i++) {
        char c = digits.bytes[i];
        if (c < '0' || c > '9' || __builtin_mul_overflow(value, 10, &value) ||
            __builtin_sub_overflow(value, c - '0', &value))
            return false;
    }
    if (!minus && __builtin_sub_overflow(0, value, &value))
        return false;
    *number = value;
    return true;
}

bool text_point_next(struct text *rest, int32_t *point)
{
    if (rest->length == 0)
        return false;
    utf8proc_ssize_t step = utf8proc_iterate((const utf8proc_uint8_t *)rest->bytes, (utf8proc_ssize_t)rest->length, point);
    if (step <= 0)
        *point = -(int32_t)(unsigned char)rest->bytes[0];
    *rest = text_from(*rest, step > 0 ? (size_t)step : 1);
    return true;
}

size_t text_point_write(int32_t point, char out[4])
{
    utf8proc_ssize_t length = utf8proc_codepoint_valid(point) ? utf8proc_encode_char(point, (utf8proc_uint8_t *)out) : 0;
    REQUIRE(length > 0);
    return (size_t)length;
}

/* The code points of `a`; false when they are too many. Bytes that are no UTF-8 stand for themselves. */
static bool text_points_read(struct text a, utf8proc_int32_t points[DISTANCE_POINTS_MAX], size_t *count)
{
    size_t found = 0;
    while (a.length > 0) {
        if (found == DISTANCE_POINTS_MAX)
            return false;
        (void)text_point_next(&a, &points[found++]);
    }
    *count = found;
    return true;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t text_distance(struct text a, struct text b, size_t limit)
{
    utf8proc_int32_t x[DISTANCE_POINTS_MAX], y[DISTANCE_POINTS_MAX];
    size_t rows, columns;
    if (text_equal(a, b))
        return 0;
    if (!text_points_read(a, x, &rows) || !text_points_read(b, y, &columns))
        return limit + 1;
    /* Row i of the table of distances between starts of a and b; only three rows are alive. */
    size_t table[3][DISTANCE_POINTS_MAX + 1];
    for (size_t j = 0; j <= columns; j++)
        table[0][j] = j;
    for (size_t i = 1; i <= rows; i++) {
        size_t *now = table[i % 3];
        const size_t *before = table[(i - 1) % 3], *before_that = table[(i + 1) % 3];
        now[0] = i;
        for (size_t j = 1; j <= columns; j++) {
            now[j] = least(before[j - 1] + (x[i - 1] != y[j - 1]), least(before[j], now[j - 1]) + 1);
            if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1])
                now[j] = least(now[j], before_that[j - 2] + 1);
        }
    }
    return least(table[rows % 3][columns], limit + 1);
}

struct text text_nearest(struct text word, const struct text *known, size_t count)
{
    /* One slip in three letters, at most three in all: farther words only confuse. */
    size_t points = text_points(word);
    size_t limit = points < 6 ? 1 : points < 9 ? 2 : 3;
    struct text nearest = {0};
    size_t nearest_distance = limit + 1;
    for (size_t i = 0; i < count && points > 1; i++) {
        size_t distance = text_distance(word, known[i], limit);
        if (distance < nearest_distance) {
            nearest_distance = distance;
            nearest = known[i];
        }
    }
    return nearest;
}

uint64_t text_hash(struct text a)
{
    uint64_t hash = 0xcbf29ce484222325u; /* FNV-1a, then mixed, as tables use its low bits */
    for (size_t i = 0; i < a.length; i++)
        hash = (hash ^ (unsigned char)a.bytes[i]) * 0x100000001b3u;
    hash ^= hash >> 32;
    hash *= 0x9e3779b97f4a7c15u;
    return hash ^ (hash >> 29);
}
