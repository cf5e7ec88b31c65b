/* deadline_test.c — the limits that run: listed by the day they end, kept when nobody can tell it, gone when nothing runs. */
#include "unit/keep/record/shelf.h"

#include "keep/record/deadline.h"
#include "keep/store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct record *a_mission(struct shelf *shelf, const char *field, const char *day)
{
    struct chance chance = {7};
    struct record *record = shelf_random(shelf, &chance, shelf_register(shelf, "supervision"));
    for (size_t i = 0; i < record->register_->field_count; i++)
        record->values[i] = (struct record_value){0};
    record->unit = shelf_unit(shelf, "004.mttq", DAY_NONE);
    shelf_set(shelf, record, "topic", "Hỗ trợ");
    shelf_set(shelf, record, field, day);
    return record;
}

static struct list listed_on(struct shelf *shelf, struct day today, struct day until, size_t limit)
{
    struct connection *CLOSING(store_read) reading = shelf_reading(shelf);
    const struct unit_set *units = unit_all(shelf->arena, shelf->tree, DAY_NONE);
    struct list entries;
    struct failure why;
    if (!deadline_list(shelf->arena, reading, shelf->definition, units, today, until, limit, &entries, &why))
        fail_msg("%s", why.text);
    return entries;
}

static struct list listed(struct shelf *shelf, struct day until, size_t limit)
{
    return listed_on(shelf, day_of(2021, 9, 1), until, limit);
}

static const struct deadline_entry *entry_of(const struct list *entries, const char *rule)
{
    for (size_t i = 0; i < entries->count; i++) {
        const struct deadline_entry *entry = entries->items[i];
        if (text_is(entry->rule->name, rule))
            return entry;
    }
    return NULL;
}

/* What stands counted by the day, row by row as the acts came, is what the records say when all is counted anew. */
static void assert_counted(struct shelf *shelf, int64_t open)
{
    struct connection *CLOSING(store_read) reading = shelf_reading(shelf);
    const struct unit_set *units = unit_all(shelf->arena, shelf->tree, DAY_NONE);
    struct list tallies = {0};
    struct failure why;
    int64_t found = 0;
    assert_true(deadline_count(shelf->arena, reading, shelf->definition, units, day_of(2021, 9, 1), day_of(2199, 12, 31), &tallies, &why));
    for (size_t i = 0; i < tallies.count; i++)
        found += ((struct deadline_tally *)tallies.items[i])->late + ((struct deadline_tally *)tallies.items[i])->due;
    assert_int_equal(found, open);
    store_read_end(reading);
    reading = NULL;
    struct text before = shelf_bytes(shelf);
    shelf_rebuild(shelf);
    assert_true(text_equal(before, shelf_bytes(shelf)));
}

/* Worked on Monday 30/08/2021: the plan was due 15 days before, the report 15 days after. */
static void a_day_starts_its_limits_and_another_ends_them(void **state)
{
    struct shelf shelf;
    (void)state;
    shelf_open(&shelf, NULL);
    struct record *mission = a_mission(&shelf, "worked_on", "30/08/2021");
    shelf_write(&shelf, NULL, mission);
    struct list entries = listed(&shelf, day_of(2021, 12, 31), 10);
    assert_int_equal(entries.count, 2);
    assert_int_equal(entry_of(&entries, "front-plan-sent")->due.number, day_of(2021, 8, 15).number);
    assert_int_equal(entry_of(&entries, "front-team-report")->due.number, day_of(2021, 9, 14).number);
    assert_int_equal(((struct deadline_entry *)entries.items[0])->due.number, day_of(2021, 8, 15).number);
    assert_int_equal(listed(&shelf, day_of(2021, 9, 13), 10).count, 1);
    assert_int_equal(listed(&shelf, day_of(2021, 12, 31), 1).count, 1);
    struct record *reported = shelf_copy(&shelf, mission);
    shelf_set(&shelf, reported, "reported_on", "10/09/2021");
    shelf_write(&shelf, mission, reported);
    assert_int_equal(listed(&shelf, day_of(2021, 12, 31), 10).count, 1);
    assert_counted(&shelf, 1);
    struct record *withdrawn = shelf_copy(&shelf, reported);
    withdrawn->withdrawn = true;
    shelf_write(&shelf, reported, withdrawn);
    assert_int_equal(listed(&shelf, day_of(2021, 12, 31), 10).count, 0);
    assert_counted(&shelf, 0);
    shelf_close(&shelf);
}

/* Each organisation's first, and of all of them the earliest; the count knows those that are not listed. */
static void the_earliest_of_many_organisations_are_listed_and_all_are_counted(void **state)
{
    static const struct { const char *unit, *posted; } MISSIONS[] = {
        {"004.mttq", "01/09/2021"}, {"004.mttq", "04/09/2021"},   {"004.mttq", "08/09/2021"},
        {"00118.kv", "02/09/2021"}, {"00118.kv", "03/09/2021"}, {"00118.kv", "07/09/2021"},
    };
    struct shelf shelf;
    struct failure why;
    struct list tallies = {0};
    int64_t late = 0, due = 0;
    (void)state;
    shelf_open(&shelf, NULL);
    for (size_t i = 0; i < LENGTH_OF(MISSIONS); i++) {
        struct record *mission = a_mission(&shelf, "posted_on", MISSIONS[i].posted);
        mission->unit = shelf_unit(&shelf, MISSIONS[i].unit, DAY_NONE);
        shelf_write(&shelf, NULL, mission);
    }
    struct list all = listed(&shelf, day_of(2199, 12, 31), 100), first = listed(&shelf, day_of(2199, 12, 31), 4);
    assert_int_equal(all.count, LENGTH_OF(MISSIONS));
    assert_int_equal(first.count, 4);
    for (size_t i = 0; i < first.count; i++)
        assert_int_equal(((struct deadline_entry *)first.items[i])->record, ((struct deadline_entry *)all.items[i])->record);
    struct day third = ((struct deadline_entry *)all.items[2])->due, fifth = ((struct deadline_entry *)all.items[4])->due;
    struct connection *CLOSING(store_read) reading = shelf_reading(&shelf);
    assert_true(deadline_count(shelf.arena, reading, shelf.definition, unit_all(shelf.arena, shelf.tree, DAY_NONE), third, fifth, &tallies, &why));
    assert_int_equal(tallies.count, 2);
    for (size_t i = 0; i < tallies.count; i++) {
        late += ((struct deadline_tally *)tallies.items[i])->late;
        due += ((struct deadline_tally *)tallies.items[i])->due;
    }
    assert_int_equal(late, 2);
    assert_int_equal(due, 3);
    store_read_end(reading);
    reading = NULL;
    shelf_close(&shelf);
}

/* A notice posted on 2 August stays up 30 days; nobody waits for it on the day after, and it is not late. */
static const char *const LASTING[] = {"deadlines.yaml", "days: 30,", "days: 30, at_least: yes,", NULL};

static void what_lasted_long_enough_waits_for_nobody(void **state)
{
    static const struct { int month, day; size_t listed; int64_t due; } CASES[] = {{8, 2, 1, 1}, {9, 1, 1, 1}, {9, 2, 0, 0}, {12, 31, 0, 0}};
    struct shelf shelf;
    (void)state;
    shelf_open(&shelf, LASTING);
    shelf_write(&shelf, NULL, a_mission(&shelf, "posted_on", "02/08/2021"));
    const struct unit_set *units = unit_all(shelf.arena, shelf.tree, DAY_NONE);
    for (size_t i = 0; i < LENGTH_OF(CASES); i++) {
        struct connection *CLOSING(store_read) reading = shelf_reading(&shelf);
        struct day today = day_of(2021, CASES[i].month, CASES[i].day), until = day_of(2021, 12, 31);
        struct list tallies = {0};
        struct failure why;
        assert_int_equal(listed_on(&shelf, today, until, 10).count, CASES[i].listed);
        assert_true(deadline_count(shelf.arena, reading, shelf.definition, units, today, until, &tallies, &why));
        assert_int_equal(tallies.count, CASES[i].listed);
        const struct deadline_tally *tally = tallies.count > 0 ? tallies.items[0] : NULL;
        assert_true(!tally || (tally->late == 0 && tally->due == CASES[i].due));
    }
    shelf_close(&shelf);
}

/* The calendar ends with 2025: a report that rolls to a working day of 2026 cannot be told, and is listed all the same. */
static void a_limit_beyond_the_calendar_is_listed_as_one_nobody_can_tell(void **state)
{
    struct shelf shelf;
    (void)state;
    shelf_open(&shelf, NULL);
    shelf_write(&shelf, NULL, a_mission(&shelf, "worked_on", "30/08/2021"));
    shelf_write(&shelf, NULL, a_mission(&shelf, "worked_on", "25/12/2025"));
    struct list entries = listed(&shelf, day_of(2199, 12, 31), 10);
    assert_int_equal(entries.count, 4);
    const struct deadline_entry *last = entries.items[3];
    assert_false(day_is_some(last->due));
    assert_true(text_is(last->rule->name, "front-team-report"));
    assert_int_equal(listed(&shelf, day_of(2020, 1, 1), 10).count, 1);
    struct text before = shelf_bytes(&shelf);
    shelf_rebuild(&shelf);
    assert_true(text_equal(before, shelf_bytes(&shelf)));
    shelf_close(&shelf);
}

static void a_rule_that_is_no_longer_in_force_starts_nothing(void **state)
{
    static const struct { const char *posted; size_t count; } CASES[] = {
        {"30/06/2007", 0}, {"01/07/2007", 1}, {"30/06/2023", 1}, {"01/07/2023", 0}};
    (void)state;
    for (size_t i = 0; i < LENGTH_OF(CASES); i++) {
        struct shelf shelf;
        shelf_open(&shelf, NULL);
        shelf_write(&shelf, NULL, a_mission(&shelf, "posted_on", CASES[i].posted));
        assert_int_equal(listed(&shelf, day_of(2199, 12, 31), 10).count, CASES[i].count);
        shelf_close(&shelf);
    }
}

static void a_limit_stops_when_its_starting_day_goes(void **state)
{
    struct shelf shelf;
    (void)state;
    shelf_open(&shelf, NULL);
    struct record *mission = a_mission(&shelf, "worked_on", "30/08/2021"), *cleared = shelf_copy(&shelf, mission);
    shelf_write(&shelf, NULL, mission);
    shelf_set(&shelf, cleared, "worked_on", "");
    shelf_write(&shelf, mission, cleared);
    assert_int_equal(listed(&shelf, day_of(2199, 12, 31), 10).count, 0);
    shelf_close(&shelf);
}

/* The team's report may be suspended and extended here, twice by three days; the law of the small pack allows it. */
static const char *const MOVING[] = {
    "registers/supervision.yaml", "  cancel: {title",
    "  rest:   {title: {vi: R}, from: under_way, to: under_way, by: supervisor, needs: [posted_on], day: posted_on}\n"
    "  go_on:  {title: {vi: G}, from: under_way, to: under_way, by: supervisor, needs: [taken_down], day: taken_down}\n"
    "  extend: {title: {vi: E}, from: under_way, to: under_way, by: supervisor, needs: [planned_for, dossiers], day: planned_for, days: dossiers}\n"
    "  cancel: {title",
    "registers/supervision.yaml", "{rule: front-team-report, starts: worked_on, stops: reported_on}",
    "{rule: front-team-report, starts: worked_on, stops: reported_on, suspends: rest, continues: go_on, extends: extend}",
    "deadlines.yaml", "roll: yes,",
    "roll: yes, suspension: {law: nqlt-403-2017 Điều 9.1}, extension: {times: 2, days: 3},",
    NULL,
};

static struct deadline_told told_of(struct shelf *shelf, const struct record *record)
{
    struct connection *CLOSING(store_read) reading = shelf_reading(shelf);
    struct list told = {0};
    struct failure why;
    if (!deadline_of_record(shelf->arena, reading, shelf->definition, record, &told, &why))
        fail_msg("%s", why.text);
    for (size_t i = 0; i < told.count; i++)
        if (text_is(((struct deadline_told *)told.items[i])->use->rule->name, "front-team-report"))
            return *(struct deadline_told *)told.items[i];
    fail_msg("nothing runs");
    return (struct deadline_told){0};
}

/* One act after the other on a copy of the record as it stands. */
static struct record *moved(struct shelf *shelf, struct record *record, const char *act, const char *field, const char *day)
{
    struct record *after = shelf_copy(shelf, record);
    shelf_set(shelf, after, field, day);
    shelf_move(shelf, record, after, act);
    return after;
}

static void each_time_an_act_is_done_moves_the_limit(void **state)
{
    struct shelf shelf;
    (void)state;
    shelf_open(&shelf, MOVING);
    struct record *record = a_mission(&shelf, "worked_on", "02/08/2021");
    shelf_write(&shelf, NULL, record);
    assert_int_equal(told_of(&shelf, record).date.due.number, day_of(2021, 8, 17).number);

    record = moved(&shelf, record, "rest", "posted_on", "04/08/2021");
    assert_int_equal(told_of(&shelf, record).date.standing, DEADLINE_RESTS);
    struct list open = listed(&shelf, day_of(2199, 12, 31), 10);
    assert_null(entry_of(&open, "front-team-report")); /* it has no due day, and is not one nobody can tell */
    record = moved(&shelf, record, "go_on", "taken_down", "09/08/2021");
    assert_int_equal(told_of(&shelf, record).date.due.number, day_of(2021, 8, 23).number); /* 22/8 is a Sunday */
    record = moved(&shelf, record, "rest", "posted_on", "10/08/2021"); /* the first rest is not forgotten */
    record = moved(&shelf, record, "go_on", "taken_down", "12/08/2021");
    assert_int_equal(told_of(&shelf, record).date.reached.number, day_of(2021, 8, 24).number);

    shelf_set(&shelf, record, "dossiers", "2");
    record = moved(&shelf, record, "extend", "planned_for", "16/08/2021");
    record = moved(&shelf, record, "extend", "planned_for", "17/08/2021");
    assert_int_equal(told_of(&shelf, record).date.length, 19);

    struct record *corrected = shelf_copy(&shelf, record); /* the last rest ended a day later */
    shelf_set(&shelf, corrected, "taken_down", "13/08/2021");
    shelf_write(&shelf, record, corrected);
    assert_int_equal(told_of(&shelf, corrected).date.reached.number, day_of(2021, 8, 29).number);
    struct text before = shelf_bytes(&shelf);
    shelf_rebuild(&shelf);
    assert_true(text_equal(before, shelf_bytes(&shelf)));
    shelf_close(&shelf);
}

static void days_that_were_typed_in_count_as_if_the_acts_had_been_done(void **state)
{
    struct shelf shelf;
    (void)state;
    shelf_open(&shelf, MOVING);
    struct record *record = a_mission(&shelf, "worked_on", "02/08/2021");
    shelf_set(&shelf, record, "posted_on", "04/08/2021");
    shelf_write(&shelf, NULL, record);
    assert_int_equal(told_of(&shelf, record).date.standing, DEADLINE_RESTS);
    shelf_close(&shelf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_starts_its_limits_and_another_ends_them),
        cmocka_unit_test(the_earliest_of_many_organisations_are_listed_and_all_are_counted),
        cmocka_unit_test(what_lasted_long_enough_waits_for_nobody),
        cmocka_unit_test(a_limit_beyond_the_calendar_is_listed_as_one_nobody_can_tell),
        cmocka_unit_test(a_rule_that_is_no_longer_in_force_starts_nothing),
        cmocka_unit_test(a_limit_stops_when_its_starting_day_goes),
        cmocka_unit_test(each_time_an_act_is_done_moves_the_limit),
        cmocka_unit_test(days_that_were_typed_in_count_as_if_the_acts_had_been_done),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
