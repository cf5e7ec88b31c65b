/*
 * period.h — the stretch of days that a report covers.
 *
 * Written 2021, 2021-Q3, 2021-H1, 2021-9M, 2021-08, and with /tt02 the inspectorate's
 * calendar, which runs from the 15th to the 14th (Circular 02/2021/TT-TTCP):
 * 2021-Q3/tt02 is 15/6 to 14/9/2021. A special report covers any whole half-months:
 * 2021-07-15..2021-09-14. `begin` and `end` are both inside.
 *
 * Figures are kept per half-month bucket: days 1–14 and 15–end. Both calendars
 * are sums of whole buckets. Bucket number = (year·12 + month−1)·2 + half.
 */
#pragma once

#include "base/day.h"

enum period_kind { PERIOD_YEAR, PERIOD_HALF, PERIOD_NINE_MONTHS, PERIOD_QUARTER, PERIOD_MONTH, PERIOD_SPECIAL };
enum { PERIOD_KINDS = PERIOD_SPECIAL + 1 };

struct period {
    enum period_kind kind;
    bool tt02;
    int year;
    int index; /* half 1..2, quarter 1..4, month 1..12, else 1 */
    struct day begin, end;
};

MUST_CHECK bool period_read(struct text text, struct period *period);
struct period period_of(enum period_kind kind, int year, int index, bool tt02); /* must be in range; never special */
/* The special period from the half-month of one day to that of another; false when they are turned round or too far apart. */
MUST_CHECK bool period_between(struct day begin, struct day end, struct period *period);
struct text period_write(struct arena *arena, struct period period); /* 2021-Q3/tt02 */
/* "quý III năm 2021", "tháng 8 năm 2021", "6 tháng đầu năm 2021", "9 tháng năm 2021", "năm 2021",
 * "thời gian từ 15/07/2021 đến 14/09/2021"; English: "third quarter of 2021". */
struct text period_title(struct arena *arena, struct period period, bool english);
struct text period_roman(struct arena *arena, struct period period); /* "III" for a quarter, else the index */
struct period period_previous(struct period period);  /* the quarter before, the month before … */
struct period period_next(struct period period); /* of any kind but special */
struct period period_last_year(struct period period); /* the same, a year earlier */
struct period period_since_new_year(struct period period); /* the same, but from the beginning of its year: what a yearly plan is measured by */
bool period_holds(struct period period, struct day day);
struct period period_quarter_of(struct day day); /* the plain quarter a day lies in */
struct period period_around(enum period_kind kind, struct day day); /* the plain one of that kind; never special */

int32_t period_bucket(struct day day);
int32_t period_first_bucket(struct period period);
int32_t period_last_bucket(struct period period); /* included */
struct day period_bucket_begin(int32_t bucket);
