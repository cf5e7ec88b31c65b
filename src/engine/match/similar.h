/*
 * similar.h — how near are two words?
 *
 *     similar_jaro_winkler(a, b)        0 to 1; 1 when equal (Winkler 1990: 0.1 for each of up to four letters in front)
 *     similar_one_edit(a, b)            one letter put in, left out, another one, or two neighbours swapped
 *
 * By bytes: for words without marks. Words of more than SIMILAR_MAX bytes are compared by their beginnings.
 */
#pragma once

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

enum { SIMILAR_MAX = 64 };

double similar_jaro_winkler(struct text a, struct text b);
bool similar_one_edit(struct text a, struct text b); /* false when equal */

/* Which letters a word holds, once and twice, for a bound that is quicker than the comparison. */
struct letter_count {
    uint64_t set;
    uint8_t more; /* letters beyond the second of a kind */
};
struct letter_count letter_count_of(struct text a);
/* Jaro–Winkler of two words of these lengths is never above it. */
double similar_bound(struct letter_count a, size_t a_length, struct letter_count b, size_t b_length);
