/*
 * deadline.h — on which day does a legal time limit end, and how was that worked out?
 *
 *     const struct deadline_event events[] = {{DEADLINE_SUSPENDED, on}, {DEADLINE_CONTINUED, again}};
 *     const struct deadline_matter matter = {.start = accepted, .stop = DAY_NONE, .events = events, .event_count = 2};
 *     struct deadline_date date;
 *     if (!deadline_compute(arena, calendar, rule, &matter, &date, why)) return false;
 *     … date.due, and date.steps for "cách tính ngày này"
 *
 * The day a limit starts from is not counted (Civil Code 2015, Art. 147.2). A limit in days
 * counts all of them; one in working days only those. A last day that is not worked moves to
 * the next working day (Art. 148.5-6) when the version says `roll`. Backward ("not later than
 * 15 days before") the same holds from the other side; with `roll` the last day moves to the
 * working day before, for the law moves no one closer to the event: the cautious reading.
 *
 * Suspended: the day of that decision is the last one counted; the day of the decision to
 * continue is again a first day, not counted. An extension adds its days to the length. What
 * the version does not allow, comes too late, too often or too long is not counted, and a
 * step says so: a date moves only as far as the law lets it.
 *
 * Only computes: reads no clock. Steps are made in the arena; names in them belong to rule and calendar.
 */
#pragma once

#include "engine/calendar/deadline_rule.h"

enum { DEADLINE_EVENTS_MAX = 100 };

enum deadline_event_kind { DEADLINE_SUSPENDED, DEADLINE_CONTINUED, DEADLINE_EXTENDED };

struct deadline_event {
    enum deadline_event_kind kind;
    struct day day;
    int days; /* of an extension; 0: all that one extension may give */
};

struct deadline_matter {
    struct day start; /* backward: the event */
    struct day stop;  /* when it was done; DAY_NONE: not yet */
    struct text variant; /* empty: none */
    const struct deadline_event *events; /* in any order; of one day: as they happened */
    size_t event_count;
};

enum deadline_standing {
    DEADLINE_KNOWN,
    DEADLINE_RESTS,  /* suspended: it has no last day until it is continued */
    DEADLINE_UNTOLD, /* the answer needs a day the calendar does not hold */
    DEADLINE_NEVER,  /* no version was in force when it started */
};

enum deadline_step_kind {
    DEADLINE_STEP_START,       /* the first day: not counted */
    DEADLINE_STEP_TAKEN_OVER,  /* a later version applies to what was running; day: since when */
    DEADLINE_STEP_VARIANT,     /* the longer length; name */
    DEADLINE_STEP_LENGTH,      /* number: how many days, or times */
    DEADLINE_STEP_PERIOD,      /* day to until: the week or month that is meant */
    DEADLINE_STEP_WEEKEND,     /* passed over */
    DEADLINE_STEP_HOLIDAY,     /* passed over; name */
    DEADLINE_STEP_MAKE_UP,     /* a weekend day that counts, for it is worked */
    DEADLINE_STEP_UNCONFIRMED, /* counted, but perhaps it will be off; name */
    DEADLINE_STEP_SUSPENDED,   /* number: days left then */
    DEADLINE_STEP_CONTINUED,   /* number: days left */
    DEADLINE_STEP_EXTENDED,    /* number: days added */
    DEADLINE_STEP_REFUSED,     /* an event that is not counted; refusal says why */
    DEADLINE_STEP_REACHED,     /* the count ends here; what follows is the move to a working day */
    DEADLINE_STEP_DUE,
    DEADLINE_STEP_RESTS,       /* no last day while it is suspended; number: days left */
    DEADLINE_STEP_UNTOLD,      /* day: the last one the calendar holds */
};

enum deadline_refusal {
    DEADLINE_ALLOWED,
    DEADLINE_NOT_FORESEEN,  /* the version has no suspension, or no extension */
    DEADLINE_TOO_OFTEN,     /* extended more often than it may be */
    DEADLINE_TOO_LONG,      /* extended by more days than it may be: only those are counted */
    DEADLINE_AFTER_THE_END, /* the limit had run out */
    DEADLINE_BEFORE_START,
    DEADLINE_OUT_OF_TURN,   /* suspended while suspended, continued while running */
};

struct deadline_step {
    enum deadline_step_kind kind;
    struct day day, until; /* of days passed over together; else the same */
    struct deadline_words name;
    int number;
    enum deadline_event_kind event; /* of DEADLINE_STEP_REFUSED */
    enum deadline_refusal refusal;
};

struct deadline_date {
    enum deadline_standing standing;
    const struct deadline_version *version; /* NULL: DEADLINE_NEVER */
    struct day reached; /* before it moved: warn on this day */
    struct day due;     /* late only after this day; DAY_NONE unless known */
    struct day rests;   /* since when it is suspended; else DAY_NONE */
    int length, used;   /* days in all; days counted when it rests */
    enum calendar_confidence confidence; /* the weaker of the version's and of the days that decided it */
    const struct deadline_step *steps;   /* in the order of counting; ordinary counted days are left out */
    size_t step_count;
};

/*
 * FAILURE_INVALID when the start is no day, an event has no day, there are more than
 * DEADLINE_EVENTS_MAX, or no version has the variant; a version without it gives its plain length. A limit in calendar days
 * that does not roll needs no calendar (it may be NULL); any other is then untold.
 */
MUST_CHECK bool deadline_compute(struct arena *arena, const struct calendar *calendar, const struct deadline_rule *rule,
                                 const struct deadline_matter *matter, struct deadline_date *date, struct failure *why);

/* "start", "weekend", "suspended", …: for files and pages. */
const char *deadline_step_word(enum deadline_step_kind kind);
