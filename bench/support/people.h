/*
 * people.h — a million people who do not exist, five in a hundred of them written a second time with mistakes, and the truth.
 *
 *     struct people people = people_make(arena, 950000, 50000, PEOPLE_SEED);
 *     people.rows[0].name, .identity (empty: missing), .month 0 (only the year is known), .truth
 *
 * Value k of row i is a hash of the seed, i and k, so the same numbers come in any language. A double is an original with
 * changes, each by its own chance: 40 % all marks lost, 30 % one slip in the name, 5 % the first middle name dropped; of a
 * full day 10 % the month and day, else 5 % swapped, else 5 % a day later; of a number 25 % lost, else 10 % a digit, else
 * 5 % two digits swapped; 10 % another ward. Rows are shuffled.
 */
#pragma once

#include "base/arena.h"

#include <stdint.h>

#define PEOPLE_SEED UINT64_C(20240229)
enum { PEOPLE_NAME_MAX = 96, PEOPLE_WARDS = 10600 };

struct made_person {
    char name[PEOPLE_NAME_MAX], identity[13];
    uint8_t month, day;
    uint16_t year, ward;
    uint32_t truth; /* the original's number */
};

struct people {
    struct made_person *rows;
    uint32_t count;
};

struct people people_make(struct arena *arena, uint32_t originals, uint32_t doubles, uint64_t seed);
