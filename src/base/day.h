/*
 * day.h — a day of the Gregorian calendar, with no hour and no zone.
 *
 *     struct day d = day_of(2021, 9, 8);
 *     day_plus(d, 7); day_weekday(d);
 *
 * number counts days from 1970-01-01 (day 0). Valid days lie in 1900..2199;
 * DAY_NONE is "no day". "Today" comes from world.h only.
 */
#pragma once

#include "base/arena.h"
#include "base/markers.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

struct day {
    int32_t number;
};

#define DAY_NONE ((struct day){INT32_MIN})

struct day_parts {
    int year, month, day; /* month 1..12, day 1..31 */
};

enum weekday { MONDAY = 1, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY };

bool day_exists(int year, int month, int day);
struct day day_of(int year, int month, int day); /* must exist */
struct day_parts day_parts(struct day day);
bool day_is_some(struct day day);
struct day day_plus(struct day day, int days); /* both must be valid days */
int day_compare(struct day a, struct day b);
enum weekday day_weekday(struct day day);
int day_month_length(int year, int month);

/* Machine form "2021-09-08". */
MUST_CHECK bool day_read(struct text text, struct day *day);
/* Machine form, or what people write: "8/9/2021", "08-09-2021", "08.09.2021" (day first). */
MUST_CHECK bool day_read_people(struct text text, struct day *day);
struct text day_write(struct arena *arena, struct day day);                      /* 2021-09-08 */
struct text day_write_people(struct arena *arena, struct day day, bool english); /* 08/09/2021 · 8 September 2021 */
/* "ngày 08 tháng 9 năm 2021": days below 10 and months 1 and 2 take a 0 (Decree 30/2020/NĐ-CP, Annex I). */
struct text day_write_formal(struct arena *arena, struct day day);
