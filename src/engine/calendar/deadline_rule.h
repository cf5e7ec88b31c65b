/*
 * deadline_rule.h — what does the law say of one time limit, version by version?
 *
 * A rule is data (packs/NAME/deadlines). It has versions, each in force from a day to a
 * day; a matter follows the version in force on the day it starts, and keeps it, unless a
 * later version `takes_over` what is still running when it comes (its transition clause).
 *
 *     const struct deadline_version *version = deadline_rule_on(rule, started);   NULL: no rule was in force
 *
 * A version says how long: so many calendar or working days, after the start or before an
 * event; or so many times in each week or month. A variant is a longer length for some
 * matters (remote areas, complicated matters). An extension adds days by decision, at most
 * so often and so many; a suspension by decision stops the count until a decision to
 * continue. What a version does not allow is not counted.
 *
 * Everything is borrowed; whoever made the rule owns it.
 */
#pragma once

#include "engine/calendar/calendar.h"

enum { DEADLINE_DAYS_MAX = 3660, DEADLINE_VERSIONS_MAX = 20, DEADLINE_VARIANTS_MAX = 10, DEADLINE_TIMES_MAX = 31 };

struct deadline_words {
    struct text vi, en;
};

enum deadline_count {
    DEADLINE_CALENDAR, /* "ngày": every day counts */
    DEADLINE_WORKING,  /* "ngày làm việc" */
    DEADLINE_WEEK,     /* so many times in the week, or the month, that the start lies in */
    DEADLINE_MONTH,
};

struct deadline_extension {
    int times, days; /* at most so often, each so many days; times 0: no extension */
    struct deadline_words by; /* who decides it */
    struct text law;
};

struct deadline_suspension {
    bool allowed;
    struct deadline_words by;
    struct text law;
};

struct deadline_variant {
    struct text name; /* "remote-complex" */
    struct deadline_words title;
    int days;
    struct deadline_extension extension; /* its own, in place of the version's */
};

struct deadline_version {
    struct day from, to; /* in force; DAY_NONE: open */
    bool takes_over;     /* what began before `from` and still runs then follows this version */
    enum deadline_count count;
    int days;            /* of DEADLINE_WEEK and DEADLINE_MONTH: how many times */
    bool before;         /* counted back from an event */
    bool roll;           /* a last day that is not worked moves to the next working day (backward: to the one before) */
    struct text law;     /* instrument and article */
    enum calendar_confidence confidence;
    struct deadline_words note;
    const struct deadline_variant *variants;
    size_t variant_count;
    struct deadline_extension extension;
    struct deadline_suspension suspension;
};

struct deadline_rule {
    const struct deadline_version *versions; /* in order of time, apart */
    size_t version_count;
    bool at_least; /* something must last so long (a notice posted); else something must be done within it */
};

/* The version in force on that day; NULL when there was none. */
const struct deadline_version *deadline_rule_on(const struct deadline_rule *rule, struct day day);
/* NULL when the version has no variant of that name. */
const struct deadline_variant *deadline_variant_named(const struct deadline_version *version, struct text name);
/* Has any version? */
bool deadline_rule_has_variant(const struct deadline_rule *rule, struct text name);
