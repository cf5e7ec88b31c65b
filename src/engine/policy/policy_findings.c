/* policy_findings.c — lists against the policy: set algebra over entitled, unknown, listed, paid, due and days. */
#include "engine/policy/policy_findings.h"

struct finding_case {
    const struct policy *policy;
    const struct policy_verdict *verdicts;
    const struct policy_listing *listings;
    struct day as_of;
};

static bool granted(const struct policy_listing *listing)
{
    return listing->approved_rows > 0 || listing->paid_rows > 0;
}

/* Another line of the same group that the lists grant; the line count when there is none. */
static size_t granted_beside(const struct finding_case *now, size_t index)
{
    const struct policy *policy = now->policy;
    size_t i = 0;
    while (i < policy->line_count &&
           (i == index || policy->lines[index].group == NULL || policy->lines[i].group != policy->lines[index].group || !granted(&now->listings[i])))
        i++;
    return i;
}

static void find_entitlement(const struct finding_case *now, size_t index, struct policy_finding *finding)
{
    const struct policy_verdict *verdict = &now->verdicts[index];
    const struct policy_listing *listing = &now->listings[index];
    bool keeps = verdict->answer == POLICY_YES && verdict->yields_to == 0;
    if (keeps && !granted(listing) && granted_beside(now, index) == now->policy->line_count) {
        finding->kinds |= POLICY_MISSED;
        finding->refused = listing->refused_rows > 0;
    }
    if (granted(listing) && verdict->failed != 0)
        finding->kinds |= POLICY_WRONG;
    if (granted(listing) && verdict->answer == POLICY_UNKNOWN)
        finding->kinds |= POLICY_UNPROVEN;
}

static void find_twice(const struct finding_case *now, size_t index, struct policy_finding *finding)
{
    const struct policy_listing *listing = &now->listings[index];
    size_t beside = granted(listing) ? granted_beside(now, index) : now->policy->line_count;
    bool again = listing->approved_rows > 1 || listing->paid_rows > 1;
    if (again && now->policy->lines[index].once != POLICY_REPEATED)
        finding->kinds |= POLICY_TWICE;
    if (beside == now->policy->line_count)
        return;
    finding->kinds |= POLICY_TWICE;
    finding->with_line = (uint8_t)(beside + 1);
}

static void find_amount(const struct finding_case *now, size_t index, struct policy_finding *finding)
{
    const struct policy_verdict *verdict = &now->verdicts[index];
    const struct policy_listing *listing = &now->listings[index];
    bool repeated = now->policy->lines[index].once == POLICY_REPEATED && listing->paid_rows > 1;
    int64_t difference;
    if (verdict->answer != POLICY_YES || now->policy->lines[index].pay == NULL || listing->paid_rows == 0 || !listing->amount_known || repeated)
        return;
    if (__builtin_sub_overflow(listing->paid, verdict->amount, &difference) || difference == 0 || (difference > 0 && verdict->at_least))
        return;
    finding->kinds |= difference < 0 ? POLICY_SHORT : POLICY_OVER;
    finding->difference = difference;
}

static int days_late(struct day due, struct day done)
{
    return day_is_some(due) && day_is_some(done) && day_compare(done, due) > 0 ? done.number - due.number : 0;
}

static void find_late(const struct finding_case *now, size_t index, struct policy_finding *finding)
{
    const struct policy_listing *listing = &now->listings[index];
    bool decided = granted(listing) || listing->refused_rows > 0;
    int decision = days_late(listing->decide_by, listing->decided_on), pay = days_late(listing->pay_by, listing->paid_on);
    if (!decided && listing->applied_rows > 0)
        decision = days_late(listing->decide_by, now->as_of);
    if (listing->approved_rows > 0 && listing->paid_rows == 0)
        pay = days_late(listing->pay_by, now->as_of);
    finding->late_days = decision > pay ? decision : pay;
    if (finding->late_days > 0)
        finding->kinds |= POLICY_LATE;
}

void policy_find(const struct policy *policy, const struct policy_verdict *verdicts, const struct policy_listing *listings,
                 struct day as_of, struct policy_finding *findings)
{
    const struct finding_case now = {policy, verdicts, listings, as_of};
    for (size_t i = 0; i < policy->line_count; i++) {
        findings[i] = (struct policy_finding){0};
        find_entitlement(&now, i, &findings[i]);
        find_twice(&now, i, &findings[i]);
        find_amount(&now, i, &findings[i]);
        find_late(&now, i, &findings[i]);
    }
}

struct text policy_finding_word(enum policy_finding_kind kind)
{
    switch (kind) {
    case POLICY_MISSED:
        return TEXT("missed");
    case POLICY_WRONG:
        return TEXT("wrong");
    case POLICY_UNPROVEN:
        return TEXT("unproven");
    case POLICY_TWICE:
        return TEXT("twice");
    case POLICY_SHORT:
        return TEXT("short");
    case POLICY_OVER:
        return TEXT("over");
    case POLICY_LATE:
        return TEXT("late");
    }
    NEVER("a finding is one of its kinds");
}

bool policy_chain(const struct policy_line *line, const struct calendar *calendar, struct day applied, struct day *due, struct failure *why)
{
    struct day days[POLICY_STEPS_MAX], at = applied;
    bool told = true;
    for (size_t i = 0; i < line->step_count; i++) {
        const struct policy_step *step = &line->steps[i];
        told = told && step->days > 0;
        if (told && step->working && !calendar_plus_working(calendar, at, step->days, &at, why))
            return false;
        if (told && !step->working)
            at = day_plus(at, step->days);
        days[i] = told ? at : DAY_NONE;
    }
    for (size_t i = 0; i < line->step_count; i++)
        due[i] = days[i];
    return true;
}

struct day policy_chain_due(const struct policy_line *line, const struct day *due, enum policy_outcome outcome)
{
    for (size_t i = 0; i < line->step_count; i++)
        if (line->steps[i].ends == outcome)
            return due[i];
    return DAY_NONE;
}
