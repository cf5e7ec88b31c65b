/*
 * deadline.h — on which day a legal time limit ends, and how that was worked out.
 *
 *     const struct deadline_question question = {.calendar = calendar, .from = filed, .days = 10, .working = true};
 *     struct deadline_date date;
 *     if (!deadline_compute(arena, &question, &date, why)) return false;
 *     … date.due, and date.steps for "cách tính ngày này"
 *
 * The day a limit starts from is not counted (Civil Code 2015, Art. 147.2). A
 * limit in days counts all of them; one in working days only those. A last day
 * that is not worked moves to the end of the next working day (Art. 148.5-6) when
 * the rule says `roll`. Counting backward ("not later than 15 days before") follows the same
 * rule from the other side; with `roll` the last day moves to the working day
 * before, for the law moves no one closer to the event: the cautious reading.
 *
 * Only computes: reads no clock. Steps are made in the arena; their entries belong to the calendar.
 */
#pragma once

#include "engine/calendar/calendar.h"

enum { DEADLINE_DAYS_MAX = 3660 };

struct deadline_question {
    const struct calendar *calendar;
    struct day from;
    int days;     /* 0 to DEADLINE_DAYS_MAX */
    bool working; /* working days, else calendar days */
    bool before;  /* counted back from `from` */
    bool roll;
};

enum deadline_step_kind {
    DEADLINE_START,       /* the first day: not counted */
    DEADLINE_WEEKEND,     /* passed over */
    DEADLINE_HOLIDAY,     /* passed over; the entry has its name */
    DEADLINE_MAKE_UP,     /* a weekend day that counts, for it is worked */
    DEADLINE_UNCONFIRMED, /* counted, but perhaps it will be off */
    DEADLINE_REACHED,     /* the count ends here; what follows is the move to a working day */
    DEADLINE_DUE,
};

struct deadline_step {
    enum deadline_step_kind kind;
    struct day day;
    const struct calendar_day *entry; /* what the calendar says of the day, or NULL */
};

struct deadline_date {
    struct day reached; /* before it moved: warn on this day */
    struct day due;     /* late only after this day */
    enum calendar_confidence confidence; /* the weakest of the days that decided it */
    const struct deadline_step *steps;   /* in the order of counting; ordinary counted days are left out */
    size_t step_count;
};

/*
 * Fails with FAILURE_INVALID when the days are out of range, or when an answer
 * would need a day outside the calendar. A limit in calendar days that does not
 * roll needs no calendar (it may be NULL).
 */
MUST_CHECK bool deadline_compute(struct arena *arena, const struct deadline_question *question,
                                 struct deadline_date *date, struct failure *why);

/* "start", "weekend", "holiday", "make-up", "unconfirmed", "reached", "due": for pages and files. */
const char *deadline_step_word(enum deadline_step_kind kind);
