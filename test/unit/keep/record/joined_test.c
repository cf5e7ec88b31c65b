/*
 * joined_test.c — an event that one led and others joined: counted once in every sum, and seen by each as its own.
 *
 * By chance, beside a count over all records that anyone can follow.
 */
#include "keep/record/joined.h"
#include "unit/keep/record/shelf.h"

#include "keep/store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { RECORDS = 400, QUESTIONS = 300, PAGE = 7 };

static const char *const CHANGED[] = {
    "registers/outreach.yaml", "name: topic\n", "name: topic\njoint: {with: joined_by}\n",
    "registers/outreach.yaml", "  first_time:", "  joined_by:  {is: unit, many: yes, title: {vi: \"Tổ chức phối hợp\"}}\n  first_time:",
    "registers/outreach.yaml", "  meeting_share:", "  big:           {title: {vi: \"Buổi đông\"}, count: records, where: attendance > 100}\n  meeting_share:",
    NULL,
};

struct filled {
    struct shelf shelf;
    struct record *records[RECORDS];
    size_t count;
};

static struct joined ask(struct filled *all, const char *figure, const char *unit, struct period period, struct joined_list list)
{
    struct shelf *shelf = &all->shelf;
    struct connection *CLOSING(store_read) reading = shelf_reading(shelf);
    const struct figure_question question = {.definition = shelf->definition,
                                             .units = unit_subtree(shelf->arena, shelf->tree, shelf_unit(shelf, unit, period.end), period.begin, period.end),
                                             .period = period,
                                             .today = period.end};
    struct joined joined;
    struct failure why;
    if (!joined_open(shelf->arena, reading, shelf->tree, definition_figure(shelf->definition, text_of(figure)), &question, &list, &joined, &why))
        fail_msg("%s", why.text);
    assert_true(joined.told);
    return joined;
}

static int64_t led(struct filled *all, const char *figure, const char *unit, struct period period)
{
    struct shelf *shelf = &all->shelf;
    struct connection *CLOSING(store_read) reading = shelf_reading(shelf);
    const struct figure_question question = {.definition = shelf->definition,
                                             .units = unit_subtree(shelf->arena, shelf->tree, shelf_unit(shelf, unit, period.end), period.begin, period.end),
                                             .period = period,
                                             .today = period.end};
    struct figure_answer answer;
    struct failure why;
    if (!figure_compute(shelf->arena, reading, shelf->tree, definition_figure(shelf->definition, text_of(figure)), &question, &answer, &why))
        fail_msg("%s", why.text);
    return answer.value.number.digits;
}

static int begin(void **state)
{
    struct filled *all = test_calloc(1, sizeof *all);
    shelf_open(&all->shelf, CHANGED);
    *state = all;
    return 0;
}

static int end(void **state)
{
    struct filled *all = *state;
    shelf_close(&all->shelf);
    test_free(all);
    return 0;
}

static void a_joint_session_counts_once_and_each_sees_its_own(void **state)
{
    struct filled *all = *state;
    struct shelf *shelf = &all->shelf;
    struct chance chance = {7};
    const struct joined_list list = {.limit = 10};
    struct period quarter;
    assert_true(period_read(TEXT("2021-Q3"), &quarter));
    struct record *record = shelf_random(shelf, &chance, shelf_register(shelf, "outreach"));
    record->unit = shelf_unit(shelf, "00118.kv", quarter.begin);
    shelf_set(shelf, record, "held_on", "20/08/2021");
    shelf_set(shelf, record, "attendance", "45");
    shelf_set(shelf, record, "joined_by", "00118.pn");
    record->day = day_of(2021, 8, 20);
    shelf_write(shelf, NULL, record);
    assert_int_equal(led(all, "outreach.sessions", "00118.kv", quarter), 1);
    assert_int_equal(ask(all, "outreach.sessions", "00118.kv", quarter, list).total, 0);
    /* The women's union led nothing, and joined one, with all who came. */
    assert_int_equal(led(all, "outreach.sessions", "00118.pn", quarter), 0);
    struct joined joined = ask(all, "outreach.sessions", "00118.pn", quarter, list);
    assert_int_equal(joined.total, 1);
    assert_int_equal(joined.entries[0].record, record->number);
    assert_true(text_is(joined.entries[0].unit->code, "00118.kv"));
    assert_int_equal(ask(all, "outreach.attendances", "00118.pn", quarter, list).sum.number.digits, 45);
    /* A branch that holds both has it once, as led. */
    assert_int_equal(led(all, "outreach.sessions", "004", quarter), 1);
    assert_int_equal(ask(all, "outreach.sessions", "004", quarter, list).total, 0);
    assert_int_equal(ask(all, "outreach.big", "00118.pn", quarter, list).total, 0);
    /* What is withdrawn is nobody's. */
    struct record *gone = shelf_copy(shelf, record);
    gone->withdrawn = true;
    shelf_write(shelf, record, gone);
    assert_int_equal(ask(all, "outreach.sessions", "00118.pn", quarter, list).total, 0);
}

/* ---- by chance ---- */

static bool holds(const struct unit_set *units, const struct unit *unit)
{
    for (size_t i = 0; i < units->count; i++)
        if (units->units[i] == unit)
            return true;
    return false;
}

static bool joined_plainly(const struct record *record, const struct unit_set *units, struct period period)
{
    bool any = false;
    for (size_t i = 0; i < units->count && !any; i++)
        any = units->units[i]->is_organisation && joined_by(record, units->units[i]);
    return any && !record->withdrawn && !holds(units, record->unit) && day_is_some(record->day) && day_compare(record->day, period.begin) >= 0 &&
           day_compare(record->day, period.end) <= 0;
}

static void check_pages(struct filled *all, const char *figure, const char *unit, struct period period, int64_t total)
{
    struct joined_list list = {.limit = PAGE};
    int64_t seen = 0;
    do {
        struct joined joined = ask(all, figure, unit, period, list);
        assert_int_equal(joined.total, total);
        for (size_t i = 1; i < joined.count; i++)
            assert_true(day_compare(joined.entries[i - 1].day, joined.entries[i].day) >= 0);
        seen += (int64_t)joined.count;
        list.from = joined.next;
    } while (list.from.length > 0);
    assert_int_equal(seen, total);
}

static void what_was_joined_is_what_a_plain_count_says(void **state)
{
    struct filled *all = *state;
    struct shelf *shelf = &all->shelf;
    struct chance chance = {11};
    static const char *const UNITS[] = {"004", "00118", "00136", "00118.kv", "00118.pn", "004.mttq", "00136.kv"};
    static const char *const PERIODS[] = {"2021", "2021-Q3", "2021-H1", "2021-08", "2021-Q2"};
    struct record *nothing[RECORDS] = {NULL};
    for (size_t i = 0; i < RECORDS; i++)
        all->records[i] = shelf_random(shelf, &chance, shelf_register(shelf, "outreach"));
    all->count = RECORDS;
    shelf_write_all(shelf, nothing, all->records, all->count);
    size_t told = 0;
    for (size_t i = 0; i < QUESTIONS; i++) {
        const char *unit = UNITS[chance_below(&chance, LENGTH_OF(UNITS))];
        struct period period;
        assert_true(period_read(text_of(PERIODS[chance_below(&chance, LENGTH_OF(PERIODS))]), &period));
        const struct unit_set *units = unit_subtree(shelf->arena, shelf->tree, shelf_unit(shelf, unit, period.end), period.begin, period.end);
        int64_t want = 0;
        for (size_t k = 0; k < all->count; k++)
            want += joined_plainly(all->records[k], units, period);
        told += want > 0;
        check_pages(all, "outreach.sessions", unit, period, want);
    }
    assert_true(told > QUESTIONS / 10); /* the test asks something */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_joint_session_counts_once_and_each_sees_its_own),
        cmocka_unit_test(what_was_joined_is_what_a_plain_count_says),
    };
    return cmocka_run_group_tests_name("keep/record/joined", tests, begin, end);
}
