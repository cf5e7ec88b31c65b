/*
 * text.h — UTF-8 text as a pointer and a length, never owned, never cut.
 *
 *     struct text name = TEXT("Bồ Đề");
 *     struct text line = text_format(arena, "%.*s có %d mục", TEXT_ARGS(name), 3);
 *
 * The bytes need not end in NUL; text_format, text_copy and text_join add one
 * behind the text all the same, so `.bytes` of theirs serves C functions.
 * `bytes` may be NULL only where `length` is 0. Everything that enters the
 * program from outside is checked with text_is_utf8 and normalised with
 * text_normalise (NFC) at its door.
 */
#pragma once

#include "base/arena.h"
#include "base/markers.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
    const char *bytes;
    size_t length;
};

#define TEXT(literal) ((struct text){"" literal, sizeof(literal) - 1})
#define TEXT_ENTRY(literal) {"" literal, sizeof(literal) - 1} /* TEXT for a static table */
#define TEXT_ARGS(text) (int)(text).length, (text).bytes /* for "%.*s" */

struct text text_of(const char *ended); /* borrows; NULL gives the empty text */

bool text_equal(struct text a, struct text b);
bool text_is(struct text a, const char *ended);
int text_compare(struct text a, struct text b); /* by bytes: < 0, 0, > 0 */
bool text_starts(struct text a, struct text start);
bool text_ends(struct text a, struct text end);
bool text_contains(struct text a, struct text part);

/* Parts of a text; they borrow it. */
struct text text_from(struct text a, size_t start);             /* to its end */
struct text text_part(struct text a, size_t start, size_t length); /* clipped to it */
struct text text_trimmed(struct text a); /* without ASCII space at both ends */

/* Takes what stands before `mark` off `*rest` into `*part`; false when `*rest` is used up (empty).
 * The last part ends at the text's end: "a,b" gives "a", then "b", then false; so does "a,b,". */
bool text_next(struct text *rest, char mark, struct text *part);

/* New texts in `arena`. */
struct text text_copy(struct arena *arena, struct text a);
struct text text_format(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);
struct text text_join(struct arena *arena, const struct text *parts, size_t count, struct text between);
struct text text_replace(struct arena *arena, struct text a, struct text old, struct text new);

/* Well-formed UTF-8, without NUL. */
bool text_is_utf8(struct text a);
/* NFC; false (and `*out` untouched) when `a` is not UTF-8. */
MUST_CHECK bool text_normalise(struct arena *arena, struct text a, struct text *out);
/* For looking up: no diacritics, đ as d, lower case, runs of space as one:
 * "Phường  Bồ Đề" gives "phuong bo de"; spaces at the ends go. `a` must be UTF-8. */
struct text text_fold(struct arena *arena, struct text a);
/* Lower case, diacritics kept, in NFC. `a` must be UTF-8. */
struct text text_lower(struct arena *arena, struct text a);
/* Whole words for looking for one: everything but letters and digits is one space, and one stands at both ends:
 * "Văn bản (Mật)" gives " Văn bản Mật ". `a` must be UTF-8. */
struct text text_words(struct arena *arena, struct text a);
/* Number of code points. */
size_t text_points(struct text a);

/* Takes the first code point off `*rest` into `*point`; false at the end. A byte that is no UTF-8 gives its negative. */
bool text_point_next(struct text *rest, int32_t *point);
/* The code point as UTF-8; gives its length, 1 to 4. Surrogates and what lies beyond U+10FFFF are a bug. */
size_t text_point_write(int32_t point, char out[4]);

/* Whole decimal number, optional minus, nothing around it; false when it is not or overflows. */
MUST_CHECK bool text_read_int64(struct text a, int64_t *number);

/* Edit distance in letters (insert, delete, replace, swap neighbours), counted up to `limit` + 1;
 * different texts of more than 128 letters are `limit` + 1 apart. */
size_t text_distance(struct text a, struct text b, size_t limit);

/* The known word nearest to `word`, for "did you mean"; the empty text when none is near. */
struct text text_nearest(struct text word, const struct text *known, size_t count);

/* A stable 64-bit hash for tables in memory; never stored. */
uint64_t text_hash(struct text a);
