/*
 * policy_findings.h — what did the lists get wrong, against the policy?
 *
 * Set algebra over one person (or child, household: the line's once_per) and all lines at once: entitled, unknown,
 * listed, paid, due, days. Nothing is looked up and nothing allocated:
 *
 *     struct policy_verdict verdicts[POLICY_LINES_MAX];
 *     struct policy_listing listings[POLICY_LINES_MAX] = {…};                what the lists say, line by line
 *     struct policy_finding findings[POLICY_LINES_MAX];
 *     policy_judge(policy, &facts, verdicts);
 *     policy_find(policy, verdicts, listings, facts.as_of, findings);
 *
 * A finding is "cần rà soát", never a verdict on anybody: people confirm or drop it.
 *
 *     missed    entitled, keeps this line, and neither approved nor paid
 *     wrong     approved or paid, and a condition fails (verdict.failed: bit -> condition -> article)
 *     unproven  approved or paid, and data is missing (verdict.unknown)
 *     twice     more rows than once_per allows, or approved or paid on two lines of one group
 *     short     paid less than is due; over: paid more. An amount that may still be higher is never "over"
 *     late      decided or paid after its step's last day, or not yet and that day is over on as_of
 */
#pragma once

#include "engine/calendar/calendar.h"
#include "engine/policy/policy_entitle.h"

enum policy_finding_kind {
    POLICY_MISSED = 1,
    POLICY_WRONG = 2,
    POLICY_UNPROVEN = 4,
    POLICY_TWICE = 8,
    POLICY_SHORT = 16,
    POLICY_OVER = 32,
    POLICY_LATE = 64,
};

/* What the lists say of one person on one line. Days are DAY_NONE when not written. */
struct policy_listing {
    uint32_t applied_rows, refused_rows, approved_rows, paid_rows; /* 0: not on that list */
    bool amount_known;      /* every paid row has a readable amount */
    int64_t paid;           /* their sum, whole đồng */
    struct day applied_on, decided_on, paid_on;
    struct day decide_by, pay_by; /* of policy_chain_due; DAY_NONE: no limit known */
};

struct policy_finding {
    uint32_t kinds;      /* of policy_finding_kind; 0: nothing */
    int64_t difference;  /* short, over: paid less due; else 0 */
    int late_days;       /* calendar days; 0 unless late */
    uint8_t with_line;   /* twice: the other line of the group (index + 1); 0: the same line */
    bool refused;        /* missed, and the refused list has it */
};

/* All three arrays have policy->line_count items. */
void policy_find(const struct policy *policy, const struct policy_verdict *verdicts, const struct policy_listing *listings,
                 struct day as_of, struct policy_finding *findings);

/* "missed", "wrong", …: a stable word for machines. `kind` is one bit. */
struct text policy_finding_word(enum policy_finding_kind kind);

/*
 * The last day of each step when the application was complete on `applied`: due[n] for n < step_count; DAY_NONE from
 * the first step without a limit on. Fails with FAILURE_INVALID when the calendar ends before.
 */
MUST_CHECK bool policy_chain(const struct policy_line *line, const struct calendar *calendar, struct day applied,
                             struct day *due, struct failure *why);
/* The last day to decide, and to pay, out of policy_chain's days; DAY_NONE: the chain has no such step. */
struct day policy_chain_due(const struct policy_line *line, const struct day *due, enum policy_outcome outcome);
