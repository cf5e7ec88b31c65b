/* policy_findings_test.c — what lists got wrong: set algebra, row by row of a table; and the chain of offices. */
#include "engine/policy/policy_findings.h"
#include "unit/engine/policy/sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define SEPTEMBER day_of(2021, 9, 30)
static const char entitled[] = "stopped_on=2021-07-20 days_stopped=20 insured=yes residence=none pregnant=no children=0"; /* 1.855.000 */
static const char refused[] = "stopped_on=2021-07-20 days_stopped=14 insured=yes residence=none";
static const char untold[] = "stopped_on=2021-07-20 days_stopped=20 residence=none";
static const char maybe_more[] = "stopped_on=2021-07-20 days_stopped=20 insured=yes residence=none pregnant=no";
static const char both[] = "stopped_on=2021-07-20 days_stopped=20 insured=yes residence=permanent pregnant=no children=0";

static void find(const char *said, const struct policy_listing listings[2], struct policy_finding findings[2])
{
    struct arena *CLOSING(arena) arena = arena_open();
    const struct policy *policy = sample_policy(arena);
    const struct policy_facts facts = sample_person(arena, policy, said, SEPTEMBER);
    struct policy_verdict verdicts[POLICY_LINES_MAX];
    policy_judge(policy, &facts, verdicts);
    policy_find(policy, verdicts, listings, SEPTEMBER, findings);
}

#define NO_DAYS .applied_on = DAY_NONE, .decided_on = DAY_NONE, .paid_on = DAY_NONE, .decide_by = DAY_NONE, .pay_by = DAY_NONE

static void each_kind_of_mistake_is_found_and_nothing_else(void **state)
{
    static const struct {
        const char *said;
        uint32_t applied, refused, approved, paid;
        int64_t money; /* -1: no readable amount */
        uint32_t kinds;
        int64_t difference;
    } cases[] = {
        {entitled, 1, 0, 1, 1, 1855000, 0, 0},
        {entitled, 0, 0, 0, 0, 0, POLICY_MISSED, 0},
        {entitled, 1, 1, 0, 0, 0, POLICY_MISSED, 0},
        {entitled, 1, 0, 1, 1, 1500000, POLICY_SHORT, -355000},
        {entitled, 1, 0, 1, 1, 3710000, POLICY_OVER, 1855000},
        {entitled, 1, 0, 1, 2, 3710000, POLICY_TWICE | POLICY_OVER, 1855000},
        {entitled, 1, 0, 2, 1, 1855000, POLICY_TWICE, 0},
        {entitled, 1, 0, 1, 1, -1, 0, 0},
        {refused, 0, 0, 0, 0, 0, 0, 0},
        {refused, 1, 1, 0, 0, 0, 0, 0},
        {refused, 1, 0, 1, 0, 0, POLICY_WRONG, 0},
        {refused, 1, 0, 0, 1, 1855000, POLICY_WRONG, 0},
        {untold, 1, 0, 1, 1, 1855000, POLICY_UNPROVEN, 0},
        {untold, 0, 0, 0, 0, 0, 0, 0},
        {maybe_more, 1, 0, 1, 1, 2855000, 0, 0},
        {maybe_more, 1, 0, 1, 1, 1500000, POLICY_SHORT, -355000},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        const struct policy_listing listings[2] = {
            {.applied_rows = cases[i].applied, .refused_rows = cases[i].refused, .approved_rows = cases[i].approved, .paid_rows = cases[i].paid,
             .amount_known = cases[i].money >= 0, .paid = cases[i].money < 0 ? 0 : cases[i].money, NO_DAYS}, {NO_DAYS}};
        struct policy_finding findings[2];
        find(cases[i].said, listings, findings);
        if (findings[0].kinds != cases[i].kinds || findings[0].difference != cases[i].difference || findings[1].kinds != 0)
            fail_msg("case %zu: kinds %u, difference %d, other %u", i, findings[0].kinds, (int)findings[0].difference, findings[1].kinds);
        assert_int_equal(findings[0].refused, (cases[i].kinds & POLICY_MISSED) != 0 && cases[i].refused > 0);
    }
}

static void two_lines_of_one_group_are_twice_and_the_kept_line_is_not_missed(void **state)
{
    (void)state;
    const struct policy_listing on = {.approved_rows = 1, .paid_rows = 1, .amount_known = true, .paid = 1500000, NO_DAYS}, off = {NO_DAYS};
    const struct policy_listing low[2] = {off, on}, none[2] = {off, off};
    struct policy_listing two[2] = {on, on};
    struct policy_finding findings[2];
    two[0].paid = 1855000;
    find(both, two, findings);
    assert_int_equal(findings[0].kinds, POLICY_TWICE);
    assert_int_equal(findings[1].kinds, POLICY_TWICE);
    assert_int_equal(findings[0].with_line, 2);
    assert_int_equal(findings[1].with_line, 1);
    find(both, low, findings); /* she took the lower one: nothing is missed, nothing is short */
    assert_int_equal(findings[0].kinds | findings[1].kinds, 0);
    find(both, none, findings);
    assert_int_equal(findings[0].kinds, POLICY_MISSED);
    assert_int_equal(findings[1].kinds, 0);
}

static void late_is_counted_from_the_last_day_of_the_step(void **state)
{
    static const struct {
        uint32_t applied, approved, paid;
        int decided, paid_on; /* days of September 2021; 0: not written */
        int late;
    } cases[] = {
        {1, 1, 1, 16, 21, 0}, {1, 1, 1, 17, 21, 1}, {1, 1, 1, 16, 28, 7}, {1, 0, 0, 0, 0, 14}, {0, 0, 0, 0, 0, 0}, {1, 1, 0, 16, 0, 9}, {1, 1, 1, 0, 0, 0},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        struct policy_listing listings[2] = {{NO_DAYS}, {NO_DAYS}};
        struct policy_finding findings[2];
        listings[0] = (struct policy_listing){.applied_rows = cases[i].applied, .approved_rows = cases[i].approved, .paid_rows = cases[i].paid, .applied_on = DAY_NONE,
                                              .decided_on = cases[i].decided > 0 ? day_of(2021, 9, cases[i].decided) : DAY_NONE,
                                              .paid_on = cases[i].paid_on > 0 ? day_of(2021, 9, cases[i].paid_on) : DAY_NONE,
                                              .decide_by = day_of(2021, 9, 16), .pay_by = day_of(2021, 9, 21)};
        find(entitled, listings, findings);
        assert_int_equal(findings[0].late_days, cases[i].late);
        assert_int_equal((findings[0].kinds & POLICY_LATE) != 0, cases[i].late > 0);
    }
}

/* Decision 23/2021: ward 3, tax 2, district 2, province 2 working days; 2 and 3 September 2021 were off. */
static void the_chain_of_offices_counts_working_days(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const struct policy *policy = sample_policy(arena);
    const struct calendar_day off[] = {{.day = day_of(2021, 9, 2), .kind = CALENDAR_OFF, .swapped = DAY_NONE}, {.day = day_of(2021, 9, 3), .kind = CALENDAR_OFF, .swapped = DAY_NONE}};
    const struct calendar_data data = {off, LENGTH_OF(off), day_of(2021, 1, 1), day_of(2021, 12, 31)};
    const struct calendar *calendar;
    struct failure why;
    struct day due[POLICY_STEPS_MAX];
    assert_true(calendar_make(arena, &data, &calendar, &why));
    assert_true(policy_chain(&policy->lines[0], calendar, day_of(2021, 9, 1), due, &why));
    static const int wanted[] = {8, 10, 14, 16, 21};
    for (size_t i = 0; i < LENGTH_OF(wanted); i++)
        assert_int_equal(due[i].number, day_of(2021, 9, wanted[i]).number);
    assert_int_equal(policy_chain_due(&policy->lines[0], due, POLICY_DECIDED).number, day_of(2021, 9, 16).number);
    assert_int_equal(policy_chain_due(&policy->lines[0], due, POLICY_PAID).number, day_of(2021, 9, 21).number);
    assert_false(policy_chain(&policy->lines[0], calendar, day_of(2021, 12, 30), due, &why));
    assert_int_equal(why.kind, FAILURE_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_of_mistake_is_found_and_nothing_else),
        cmocka_unit_test(two_lines_of_one_group_are_twice_and_the_kept_line_is_not_missed),
        cmocka_unit_test(late_is_counted_from_the_last_day_of_the_step),
        cmocka_unit_test(the_chain_of_offices_counts_working_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
