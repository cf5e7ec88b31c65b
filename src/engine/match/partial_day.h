/*
 * partial_day.h — a day of which perhaps only the year, or year and month, is known.
 *
 *     struct partial_day born = partial_day_read(TEXT("1985"));          (month and day stay 0: never 1 January)
 *
 * Reads 1985 · 9/1985 · 1985-09 · 8/9/1985 · 08.09.1985 · 1985-09-08 · 19850908 · 00/00/1985 · "năm 1985". A month or a day
 * that no calendar has is kept as written, so that it can be compared ("one digit differs"); what is no day at all is
 * not known.
 */
#pragma once

#include "base/text.h"

#include <stdbool.h>

struct partial_day {
    uint16_t year;      /* 0: nothing is known */
    uint8_t month, day; /* 0: not known */
};

struct partial_day partial_day_read(struct text text);

static inline bool partial_day_full(struct partial_day day)
{
    return day.year != 0 && day.month != 0 && day.day != 0;
}
