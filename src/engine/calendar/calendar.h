/*
 * calendar.h — which days are working days.
 *
 * Monday to Friday, less the days off, plus the Saturdays that are worked for a
 * swapped day. Days off and swaps are decided year by year, so they are data
 * (packs/vietnam/calendar.yaml); the calendar knows only the years it was given,
 * and a day outside them is refused, never guessed.
 *
 *     const struct calendar_data data = {.days = days, .count = n, .first = day_of(2015, 1, 1), .last = day_of(2027, 12, 31)};
 *     const struct calendar *calendar;
 *     if (!calendar_make(arena, &data, &calendar, why)) return false;
 *     if (!calendar_plus_working(calendar, filed, 10, &due, why)) return false;
 *
 * A day may be "unconfirmed": people expect it to be off, no instrument says so
 * yet. It counts as the working day it would otherwise be, and whatever was
 * computed across it says CALENDAR_C.
 *
 * Law: Labour Code 2019, Art. 112 and 111.3 (before 2021: Labour Code 2012, Art. 115).
 */
#pragma once

#include "base/arena.h"
#include "base/day.h"
#include "base/failure.h"
#include "base/text.h"

/* How sure a fact is: A certain, B likely, C must still be asked. */
enum calendar_confidence { CALENDAR_A, CALENDAR_B, CALENDAR_C };

enum calendar_kind { CALENDAR_OFF, CALENDAR_MAKE_UP, CALENDAR_UNCONFIRMED };

struct calendar_day {
    struct day day;
    enum calendar_kind kind;
    enum calendar_confidence confidence;
    struct text name_vi, name_en; /* of a make-up day: empty */
    struct day swapped;           /* of a make-up day: the day off it stands for; else DAY_NONE */
};

/* What a calendar is made from. Both ends belong to it; the days need no order. */
struct calendar_data {
    const struct calendar_day *days;
    size_t count;
    struct day first, last;
};

enum { CALENDAR_DAYS_MAX = 10000 };

struct calendar;

/*
 * Copies the days (not the bytes of their names). Fails with FAILURE_INVALID when
 * the ends are turned round, a day lies outside them or is named twice, or a
 * make-up day is not on a weekend; with FAILURE_TOO_BIG above CALENDAR_DAYS_MAX.
 */
MUST_CHECK bool calendar_make(struct arena *arena, const struct calendar_data *data, const struct calendar **calendar,
                              struct failure *why);

struct day calendar_first(const struct calendar *calendar);
struct day calendar_last(const struct calendar *calendar);
bool calendar_holds(const struct calendar *calendar, struct day day);

/* False also for a day outside the calendar: ask calendar_holds where that matters. */
bool calendar_is_working(const struct calendar *calendar, struct day day);

/* What the data say of this day; NULL when nothing (an ordinary workday or weekend). */
const struct calendar_day *calendar_find(const struct calendar *calendar, struct day day);

/*
 * All three fail with FAILURE_INVALID when they would need a day outside the
 * calendar; the result is then untouched.
 */

/* The count-th working day after `day`, which itself is not counted; before it when count is negative; 0 is the day. */
MUST_CHECK bool calendar_plus_working(const struct calendar *calendar, struct day day, int count, struct day *result,
                                      struct failure *why);
/* The day itself when worked, else the next working day (Civil Code 2015, Art. 148.5). */
MUST_CHECK bool calendar_roll(const struct calendar *calendar, struct day day, struct day *result, struct failure *why);
/* Working days from `begin` to `end`, both inside; 0 when they are turned round. */
MUST_CHECK bool calendar_working_between(const struct calendar *calendar, struct day begin, struct day end, int *count,
                                         struct failure *why);
