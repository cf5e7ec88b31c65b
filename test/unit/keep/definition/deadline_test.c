/* deadline_test.c — every time limit of the pack against a walker that goes one day at a time, and the dates known to be right. */
#include "unit/keep/definition/pack_reading.h"

#include "engine/calendar/deadline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { WALKED_DAYS = 5000, CHANCES = 60000, EVENTS = 5 };

struct pack {
    const struct definition *definition;
    struct day first, last;
    bool works[WALKED_DAYS]; /* from `first` on */
};

static int open_pack(void **state)
{
    struct arena *arena = arena_open();
    struct definition_source source;
    struct problems problems;
    struct failure why = {0};
    problems_init(&problems, arena, 20);
    if (!definition_source_read(arena, DANVAN_PACKS, TEXT("vietnam"), &source, &problems, &why))
        fail_msg("%s", why.text);
    struct pack *pack = arena_make(arena, sizeof *pack);
    pack->definition = good_definition(arena, source);
    pack->first = calendar_first(pack->definition->calendar);
    pack->last = calendar_last(pack->definition->calendar);
    assert_true(pack->last.number - pack->first.number < WALKED_DAYS);
    for (struct day day = pack->first; day_compare(day, pack->last) <= 0; day = day_plus(day, 1)) {
        const struct calendar_day *entry = calendar_find(pack->definition->calendar, day);
        bool weekday = day_weekday(day) < SATURDAY;
        bool off = entry && entry->kind == CALENDAR_OFF, made_up = entry && entry->kind == CALENDAR_MAKE_UP;
        pack->works[day.number - pack->first.number] = (weekday && !off) || made_up;
    }
    *state = pack;
    return 0;
}

static int close_pack(void **state)
{
    arena_close(((const struct pack *)*state)->definition->arena);
    return 0;
}

/* ---- the walker: one day after the other, nothing looked up ahead ---- */

static bool known(const struct pack *pack, struct day day)
{
    return day_compare(day, pack->first) >= 0 && day_compare(day, pack->last) <= 0;
}

static bool worked(const struct pack *pack, struct day day)
{
    return pack->works[day.number - pack->first.number];
}

struct walk {
    const struct pack *pack;
    const struct deadline_version *version;
    int days;                /* of the variant */
    int times, more;         /* extensions: how often, and how many days each */
    const struct deadline_event *events; /* in order of day */
    size_t event_count;
};

struct walked {
    bool ended, rests;
    struct day due;
};

static struct walked walk_back(const struct walk *walk, struct day day)
{
    int counted = 0;
    bool needs_calendar = walk->version->roll || walk->version->count == DEADLINE_WORKING;
    while (true) {
        if (needs_calendar && !known(walk->pack, day))
            return (struct walked){0};
        bool enough = counted >= walk->days;
        if (enough && (!walk->version->roll || worked(walk->pack, day)))
            return (struct walked){.ended = true, .due = day};
        day = day_plus(day, -1);
        if (needs_calendar && !known(walk->pack, day))
            return (struct walked){0};
        counted += walk->version->count == DEADLINE_CALENDAR || worked(walk->pack, day);
    }
}

static struct walked walk_period(const struct walk *walk, struct day day)
{
    while (walk->version->count == DEADLINE_WEEK ? day_weekday(day) != SUNDAY : day_parts(day_plus(day, 1)).month == day_parts(day).month)
        day = day_plus(day, 1);
    return (struct walked){.ended = true, .due = day};
}

static struct walked walk_on(const struct walk *walk, struct day start)
{
    bool working = walk->version->count == DEADLINE_WORKING, needs_calendar = walk->version->roll || working, rests = false, reached = false;
    int counted = 0, days = walk->days, extended = 0;
    size_t next = 0;
    for (struct day day = start;; day = day_plus(day, 1)) {
        if (working && !rests && !known(walk->pack, day))
            return (struct walked){0};
        if (day_compare(day, start) > 0 && !rests)
            counted += !working || worked(walk->pack, day);
        for (; next < walk->event_count && day_compare(walk->events[next].day, day) == 0; next++) {
            const struct deadline_event *event = &walk->events[next];
            int more = event->days > 0 && event->days < walk->more ? event->days : walk->more;
            reached = counted >= days;
            if (event->kind == DEADLINE_EXTENDED && extended < walk->times) {
                days += more;
                extended++;
            }
            if (event->kind == DEADLINE_SUSPENDED && walk->version->suspension.allowed && !rests && !reached)
                rests = true;
            else if (event->kind == DEADLINE_CONTINUED && rests)
                rests = false;
        }
        if (rests && next == walk->event_count)
            return (struct walked){.rests = true};
        if (rests || counted < days)
            continue;
        if (needs_calendar && !known(walk->pack, day))
            return (struct walked){0};
        if (!walk->version->roll || worked(walk->pack, day))
            return (struct walked){.ended = true, .due = day};
    }
}

static struct walked walk_of(const struct walk *walk, struct day start)
{
    if (walk->version->count == DEADLINE_WEEK || walk->version->count == DEADLINE_MONTH)
        return walk_period(walk, start);
    return walk->version->before ? walk_back(walk, start) : walk_on(walk, start);
}

/* ---- every rule, every day ---- */

static const struct deadline_version *version_on(const struct deadline_rule *rule, struct day day)
{
    const struct deadline_version *found = NULL;
    for (size_t i = 0; i < rule->version_count; i++)
        if ((!day_is_some(rule->versions[i].from) || rule->versions[i].from.number <= day.number) &&
            (!day_is_some(rule->versions[i].to) || rule->versions[i].to.number >= day.number))
            found = &rule->versions[i];
    return found;
}

static int days_of(const struct deadline_version *version, struct text variant)
{
    for (size_t i = 0; i < version->variant_count; i++)
        if (text_equal(version->variants[i].name, variant))
            return version->variants[i].days;
    return version->days;
}

/* The version that holds in the end: a later one that takes over what had not ended when it came. */
static const struct deadline_version *version_in_the_end(const struct pack *pack, const struct deadline_rule *rule, struct text variant,
                                                         struct day start)
{
    const struct deadline_version *version = version_on(rule, start);
    for (size_t i = 0; version && i < rule->version_count; i++) {
        const struct deadline_version *later = &rule->versions[i];
        if (!later->takes_over || later->from.number <= start.number)
            continue;
        const struct walk walk = {.pack = pack, .version = version, .days = days_of(version, variant)};
        struct walked walked = walk_of(&walk, start);
        if (!walked.ended || walked.due.number >= later->from.number)
            version = later;
    }
    return version;
}

static void check_day(const struct pack *pack, struct arena *arena, const struct deadline_definition *definition, struct text variant,
                      struct day start)
{
    const struct deadline_version *version = version_in_the_end(pack, &definition->rule, variant, start);
    const struct deadline_matter matter = {.start = start, .stop = DAY_NONE, .variant = variant};
    struct deadline_date date;
    struct failure why = {0};
    if (!deadline_compute(arena, pack->definition->calendar, &definition->rule, &matter, &date, &why))
        fail_msg("%s", why.text);
    if (version == NULL) {
        assert_int_equal(date.standing, DEADLINE_NEVER);
        return;
    }
    const struct walk walk = {.pack = pack, .version = version, .days = days_of(version, variant)};
    struct walked walked = walk_of(&walk, start);
    if (date.standing != (walked.ended ? DEADLINE_KNOWN : DEADLINE_UNTOLD) || (walked.ended && date.due.number != walked.due.number))
        fail_msg("%.*s %.*s from %s", TEXT_ARGS(definition->name), TEXT_ARGS(variant), day_write(arena, start).bytes);
}

static void check_variant(const struct pack *pack, const struct deadline_definition *definition, struct text variant, size_t *checked)
{
    struct arena *arena = arena_open();
    for (struct day start = pack->first; day_compare(start, pack->last) <= 0; start = day_plus(start, 1)) {
        if (start.number % 200 == 0) {
            arena_close(arena);
            arena = arena_open();
        }
        check_day(pack, arena, definition, variant, start);
        (*checked)++;
    }
    arena_close(arena);
}

static void every_rule_ends_where_a_walker_ends_from_every_day(void **state)
{
    const struct pack *pack = *state;
    size_t checked = 0;
    for (size_t i = 0; i < pack->definition->deadline_count; i++) {
        const struct deadline_definition *definition = &pack->definition->deadlines[i];
        const struct deadline_version *first = &definition->rule.versions[0];
        check_variant(pack, definition, (struct text){0}, &checked);
        for (size_t j = 0; j < first->variant_count; j++)
            check_variant(pack, definition, first->variants[j].name, &checked);
    }
    print_message("# %zu dates of %zu rules\n", checked, pack->definition->deadline_count);
    assert_true(pack->definition->deadline_count >= 70);
}

/* ---- decisions by chance ---- */

static uint64_t below(uint64_t *chance, uint64_t limit)
{
    *chance = *chance * 6364136223846793005u + 1442695040888963407u;
    return (*chance >> 33) % limit;
}

static size_t any_events(uint64_t *chance, struct day start, struct deadline_event *events)
{
    size_t count = below(chance, EVENTS + 1);
    struct day day = start;
    for (size_t i = 0; i < count; i++) {
        day = day_plus(day, (int)below(chance, 25));
        events[i] = (struct deadline_event){(enum deadline_event_kind)below(chance, 3), day, (int)below(chance, 50)};
    }
    return count;
}

/* One version at a time, so that the walker need not know which of two allowed a decision. */
static void decisions_move_a_date_as_they_move_the_walker(void **state)
{
    const struct pack *pack = *state;
    struct arena *arena = arena_open();
    uint64_t chance = 2026;
    size_t resting = 0, ended = 0;
    for (int i = 0; i < CHANCES; i++) {
        const struct deadline_definition *definition = &pack->definition->deadlines[below(&chance, pack->definition->deadline_count)];
        struct deadline_version version = definition->rule.versions[below(&chance, definition->rule.version_count)];
        const struct deadline_variant *variant = version.variant_count > 0 ? &version.variants[below(&chance, version.variant_count)] : NULL;
        struct deadline_event events[EVENTS];
        struct deadline_matter matter = {.start = day_plus(pack->first, (int)below(&chance, 4400)), .stop = DAY_NONE, .events = events};
        version.from = version.to = DAY_NONE;
        version.takes_over = false;
        if (version.before || version.count == DEADLINE_WEEK || version.count == DEADLINE_MONTH)
            continue;
        matter.variant = variant ? variant->name : (struct text){0};
        matter.event_count = any_events(&chance, matter.start, events);
        const struct deadline_rule rule = {.versions = &version, .version_count = 1};
        const struct deadline_extension may = variant ? variant->extension : version.extension;
        const struct walk walk = {pack, &version, variant ? variant->days : version.days, may.times, may.days, events, matter.event_count};
        struct walked walked = walk_on(&walk, matter.start);
        struct deadline_date date;
        struct failure why = {0};
        assert_true(deadline_compute(arena, pack->definition->calendar, &rule, &matter, &date, &why));
        enum deadline_standing wanted = walked.ended ? DEADLINE_KNOWN : walked.rests ? DEADLINE_RESTS : DEADLINE_UNTOLD;
        if (date.standing != wanted || (walked.ended && date.due.number != walked.due.number))
            fail_msg("case %d: %.*s from %s", i, TEXT_ARGS(definition->name), day_write(arena, matter.start).bytes);
        resting += walked.rests;
        ended += walked.ended;
        if (i % 1000 == 0) {
            arena_close(arena);
            arena = arena_open();
        }
    }
    arena_close(arena);
    assert_true(resting > 100 && ended > 10000);
}

/* ---- dates known to be right ---- */

static struct day day_given(const char *text)
{
    struct day day = DAY_NONE;
    assert_true(text[0] == '\0' || day_read(text_of(text), &day));
    return day;
}

static void the_dates_people_have_worked_out_by_hand(void **state)
{
    const struct pack *pack = *state;
    static const struct {
        const char *rule, *variant, *start, *reached, *due;
    } cases[] = {
        /* Across National Day 2021. */
        {"denunciation-checked", "", "2021-08-30", "2021-09-10", "2021-09-10"},
        {"denunciation-checked", "several-places", "2021-08-30", "2021-09-15", "2021-09-15"},
        {"reception-answer", "", "2021-08-30", "2021-09-15", "2021-09-15"},
        {"complaint-settled-1", "", "2021-08-04", "2021-09-03", "2021-09-06"},
        {"complaint-settled-1", "complex", "2021-08-04", "2021-09-18", "2021-09-20"},
        {"complaint-settled-1", "remote", "2021-08-04", "2021-09-18", "2021-09-20"},
        {"complaint-settled-1", "remote-complex", "2021-08-04", "2021-10-03", "2021-10-04"},
        /* Across Tết 2022. */
        {"denunciation-checked", "", "2022-01-27", "2022-02-14", "2022-02-14"},
        /* With a Saturday that is worked. */
        {"reception-refusal-notice", "", "2026-08-20", "2026-08-24", "2026-08-24"},
        {"denunciation-forwarded", "", "2024-04-26", "2024-05-07", "2024-05-07"},
        /* The law changes: 10 days, then 7 working days. */
        {"complaint-accepted", "", "2026-06-30", "2026-07-10", "2026-07-10"},
        {"complaint-accepted", "", "2026-07-01", "2026-07-10", "2026-07-10"},
        {"complaint-accepted", "", "2026-07-02", "2026-07-13", "2026-07-13"},
        /* Ordinance 34, then Law 10/2022. */
        {"democracy-published", "", "2023-06-30", "2023-07-02", "2023-07-03"},
        {"democracy-published", "", "2023-07-03", "2023-07-10", "2023-07-10"},
        {"democracy-posted", "", "2021-08-05", "2021-09-04", "2021-09-04"},
        /* Before the event. */
        {"front-plan-sent", "", "2021-09-20", "2021-09-05", "2021-09-05"},
        {"reception-schedule-posted", "", "2021-09-08", "2021-08-30", "2021-08-30"},
        {"land-recovery-told", "non-farm", "2021-12-31", "2021-07-04", "2021-07-04"},
        /* By week and month. */
        {"reception-ward-chair", "", "2021-09-08", "2021-09-12", "2021-09-12"},
        {"reception-ward-chair", "", "2026-07-08", "2026-07-31", "2026-07-31"},
    };
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        const struct deadline_definition *definition = definition_deadline(pack->definition, text_of(cases[i].rule));
        const struct deadline_matter matter = {.start = day_given(cases[i].start), .stop = DAY_NONE, .variant = text_of(cases[i].variant)};
        struct deadline_date date;
        struct failure why = {0};
        assert_non_null(definition);
        assert_true(deadline_compute(pack->definition->arena, pack->definition->calendar, &definition->rule, &matter, &date, &why));
        if (date.reached.number != day_given(cases[i].reached).number || date.due.number != day_given(cases[i].due).number)
            fail_msg("%s from %s: %s, due %s", cases[i].rule, cases[i].start, day_write(pack->definition->arena, date.reached).bytes,
                     day_write(pack->definition->arena, date.due).bytes);
    }
}

static void a_denunciation_is_extended_as_often_as_its_case_allows(void **state)
{
    const struct pack *pack = *state;
    const struct deadline_definition *definition = definition_deadline(pack->definition, TEXT("denunciation-settled"));
    const struct deadline_event events[] = {
        {DEADLINE_EXTENDED, day_of(2021, 4, 1), 0}, {DEADLINE_EXTENDED, day_of(2021, 4, 20), 0}, {DEADLINE_EXTENDED, day_of(2021, 5, 20), 0}};
    static const struct {
        const char *variant;
        int length;
    } cases[] = {{"", 30}, {"complex", 60}, {"very-complex", 90}};
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        const struct deadline_matter matter = {.start = day_of(2021, 3, 15), .stop = DAY_NONE, .variant = text_of(cases[i].variant),
                                               .events = events, .event_count = LENGTH_OF(events)};
        struct deadline_date date;
        struct failure why = {0};
        assert_true(deadline_compute(pack->definition->arena, pack->definition->calendar, &definition->rule, &matter, &date, &why));
        assert_int_equal(date.length, cases[i].length);
        assert_int_equal(date.reached.number, day_of(2021, 3, 15).number + cases[i].length);
    }
}

static void a_complaint_begun_before_the_change_may_be_suspended_after_it(void **state)
{
    const struct pack *pack = *state;
    const struct deadline_definition *definition = definition_deadline(pack->definition, TEXT("complaint-settled-1"));
    const struct deadline_event events[] = {{DEADLINE_SUSPENDED, day_of(2026, 7, 6), 0}, {DEADLINE_CONTINUED, day_of(2026, 7, 20), 0}};
    struct deadline_matter matter = {.start = day_of(2026, 6, 15), .stop = DAY_NONE, .events = events, .event_count = 2};
    struct deadline_date date;
    struct failure why = {0};
    assert_true(deadline_compute(pack->definition->arena, pack->definition->calendar, &definition->rule, &matter, &date, &why));
    assert_true(date.version == &definition->rule.versions[1]);
    assert_int_equal(date.used, 21);
    assert_int_equal(date.due.number, day_of(2026, 7, 29).number); /* 9 days were left */
    matter.event_count = 1;
    assert_true(deadline_compute(pack->definition->arena, pack->definition->calendar, &definition->rule, &matter, &date, &why));
    assert_int_equal(date.standing, DEADLINE_RESTS);
    assert_false(day_is_some(date.due));
    matter.stop = day_of(2026, 6, 25); /* decided before the change: the old rule */
    assert_true(deadline_compute(pack->definition->arena, pack->definition->calendar, &definition->rule, &matter, &date, &why));
    assert_true(date.version == &definition->rule.versions[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rule_ends_where_a_walker_ends_from_every_day),
        cmocka_unit_test(decisions_move_a_date_as_they_move_the_walker),
        cmocka_unit_test(the_dates_people_have_worked_out_by_hand),
        cmocka_unit_test(a_denunciation_is_extended_as_often_as_its_case_allows),
        cmocka_unit_test(a_complaint_begun_before_the_change_may_be_suspended_after_it),
    };
    return cmocka_run_group_tests(tests, open_pack, close_pack);
}
