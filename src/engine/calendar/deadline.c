/* deadline.c — a limit counted from event to event; the steps by walking the same days once. */
#include "engine/calendar/deadline.h"

/* One count under one version: where it stands, and what was written down. */
struct count {
    struct arena *arena;
    const struct calendar *calendar;
    const struct deadline_version *version, *first; /* the one followed, and the one it began under */
    const struct deadline_variant *variant;
    struct day cursor; /* the last day that is counted, or the start */
    int used, length, extensions;
    struct day rests;
    enum calendar_confidence confidence;
    struct deadline_step *steps;
    size_t step_count, room;
};

/* ---- steps ---- */

static bool goes_on(const struct deadline_step *last, const struct deadline_step *step)
{
    bool passed = step->kind == DEADLINE_STEP_WEEKEND || step->kind == DEADLINE_STEP_HOLIDAY;
    int gap = step->day.number - last->until.number;
    return passed && last->kind == step->kind && text_equal(last->name.vi, step->name.vi) && text_equal(last->name.en, step->name.en) &&
           (gap == 1 || gap == -1);
}

static void step_add(struct count *count, struct deadline_step step)
{
    if (!day_is_some(step.until))
        step.until = step.day;
    if (count->step_count > 0 && goes_on(&count->steps[count->step_count - 1], &step)) {
        count->steps[count->step_count - 1].until = step.until;
        return;
    }
    if (count->step_count == count->room) {
        size_t room = count->room ? count->room * 2 : 16;
        struct deadline_step *more = arena_make_many(count->arena, room, sizeof *more);
        for (size_t i = 0; i < count->step_count; i++)
            more[i] = count->steps[i];
        count->steps = more;
        count->room = room;
    }
    count->steps[count->step_count++] = step;
}

static void step_number(struct count *count, enum deadline_step_kind kind, struct day day, int number)
{
    step_add(count, (struct deadline_step){.kind = kind, .day = day, .until = DAY_NONE, .number = number});
}

static void weaken(struct count *count, enum calendar_confidence confidence)
{
    if (confidence > count->confidence)
        count->confidence = confidence;
}

/* Writes down a day met on the way, when it is anything but an ordinary workday. */
static void meet(struct count *count, struct day day)
{
    const struct calendar_day *entry = calendar_find(count->calendar, day);
    struct deadline_step step = {.kind = DEADLINE_STEP_WEEKEND, .day = day, .until = day};
    if (day_weekday(day) >= SATURDAY && (entry == NULL || entry->kind != CALENDAR_MAKE_UP)) {
        step_add(count, step);
        return;
    }
    if (entry == NULL)
        return;
    step.kind = entry->kind == CALENDAR_UNCONFIRMED ? DEADLINE_STEP_UNCONFIRMED
                : entry->kind == CALENDAR_MAKE_UP   ? DEADLINE_STEP_MAKE_UP
                                                    : DEADLINE_STEP_HOLIDAY;
    step.name = (struct deadline_words){entry->name_vi, entry->name_en};
    weaken(count, entry->kind == CALENDAR_UNCONFIRMED ? CALENDAR_C : entry->confidence);
    step_add(count, step);
}

/* Meets the days from `from` to `to`, in that direction, the first not among them. */
static void walk(struct count *count, struct day from, struct day to)
{
    int step = day_compare(from, to) <= 0 ? 1 : -1;
    for (struct day day = from; day_compare(day, to) != 0;) {
        day = day_plus(day, step);
        meet(count, day);
    }
}

/* ---- counting ---- */

static bool works(const struct count *count)
{
    return count->version->count == DEADLINE_WORKING;
}

/* The day `days` counted days on from `from`; false when the calendar ends first. */
static bool count_on(const struct count *count, struct day from, int days, struct day *result)
{
    struct failure outside;
    if (works(count))
        return count->calendar && calendar_plus_working(count->calendar, from, count->version->before ? -days : days, result, &outside);
    struct day sum = {from.number + (count->version->before ? -days : days)};
    *result = sum;
    return day_is_some(sum);
}

/* How many days are counted from the cursor to `day`, it included. */
static bool counted_to(const struct count *count, struct day day, int *days)
{
    struct failure outside;
    if (!works(count)) {
        *days = day.number - count->cursor.number;
        return true;
    }
    if (day_compare(day, count->cursor) <= 0) {
        *days = 0;
        return true;
    }
    return count->calendar && calendar_working_between(count->calendar, day_plus(count->cursor, 1), day, days, &outside);
}

/* Where it ends as things stand: the last day, and that day moved to a working one. */
static bool find_end(const struct count *count, struct day *reached, struct day *due)
{
    struct failure outside;
    if (!count_on(count, count->cursor, count->length - count->used, reached))
        return false;
    *due = *reached;
    if (!count->version->roll)
        return true;
    if (!count->calendar || !calendar_holds(count->calendar, *reached))
        return false;
    return calendar_is_working(count->calendar, *reached) ||
           calendar_plus_working(count->calendar, *reached, count->version->before ? -1 : 1, due, &outside);
}

/* ---- events ---- */

static void refuse(struct count *count, const struct deadline_event *event, enum deadline_refusal refusal)
{
    step_add(count, (struct deadline_step){.kind = DEADLINE_STEP_REFUSED, .day = event->day, .until = DAY_NONE, .number = event->days,
                                           .event = event->kind, .refusal = refusal});
}

/* What was decided before the version came was decided under the one before it. */
static const struct deadline_version *version_of_event(const struct count *count, const struct deadline_event *event)
{
    bool earlier = day_is_some(count->version->from) && day_compare(event->day, count->version->from) < 0;
    return earlier ? count->first : count->version;
}

static struct deadline_extension extension_of(const struct count *count, const struct deadline_version *version)
{
    const struct deadline_variant *variant = count->variant ? deadline_variant_named(version, count->variant->name) : NULL;
    return variant ? variant->extension : version->extension;
}

/* It may still be extended on its last day, moved as it is. */
static void extend(struct count *count, const struct deadline_event *event)
{
    struct deadline_extension may = extension_of(count, version_of_event(count, event));
    struct day reached, due;
    bool ended = !day_is_some(count->rests) && find_end(count, &reached, &due) && day_compare(event->day, due) > 0;
    int days = event->days > 0 ? event->days : may.days;
    if (may.times == 0) {
        refuse(count, event, DEADLINE_NOT_FORESEEN);
    } else if (ended) {
        refuse(count, event, DEADLINE_AFTER_THE_END);
    } else if (count->extensions >= may.times) {
        refuse(count, event, DEADLINE_TOO_OFTEN);
    } else {
        count->extensions++;
        count->length += days < may.days ? days : may.days;
        step_number(count, DEADLINE_STEP_EXTENDED, event->day, days < may.days ? days : may.days);
        if (days > may.days)
            refuse(count, event, DEADLINE_TOO_LONG);
    }
}

/* False when the calendar does not reach the day. */
static bool suspend(struct count *count, const struct deadline_event *event)
{
    struct day reached, due;
    int days;
    if (!version_of_event(count, event)->suspension.allowed) {
        refuse(count, event, DEADLINE_NOT_FORESEEN);
        return true;
    }
    if (day_is_some(count->rests)) {
        refuse(count, event, DEADLINE_OUT_OF_TURN);
        return true;
    }
    if (find_end(count, &reached, &due) && day_compare(event->day, reached) >= 0) {
        refuse(count, event, DEADLINE_AFTER_THE_END);
        return true;
    }
    if (!counted_to(count, event->day, &days))
        return false;
    if (works(count))
        walk(count, count->cursor, event->day);
    count->used += days;
    count->cursor = event->day;
    count->rests = event->day;
    step_number(count, DEADLINE_STEP_SUSPENDED, event->day, count->length - count->used);
    return true;
}

static void go_on(struct count *count, const struct deadline_event *event)
{
    if (!day_is_some(count->rests)) {
        refuse(count, event, DEADLINE_OUT_OF_TURN);
        return;
    }
    count->rests = DAY_NONE;
    count->cursor = event->day;
    step_number(count, DEADLINE_STEP_CONTINUED, event->day, count->length - count->used);
}

static bool take_event(struct count *count, const struct deadline_event *event, struct day start)
{
    if (day_compare(event->day, start) < 0 || count->version->before) {
        refuse(count, event, count->version->before ? DEADLINE_NOT_FORESEEN : DEADLINE_BEFORE_START);
        return true;
    }
    switch (event->kind) {
    case DEADLINE_SUSPENDED:
        return suspend(count, event);
    case DEADLINE_CONTINUED:
        go_on(count, event);
        return true;
    case DEADLINE_EXTENDED:
        extend(count, event);
        return true;
    }
    NEVER("an event of no kind");
}

/* ---- one version ---- */

static void end_untold(struct count *count, struct deadline_date *date)
{
    date->standing = DEADLINE_UNTOLD;
    step_number(count, DEADLINE_STEP_UNTOLD, count->calendar ? calendar_last(count->calendar) : count->cursor, 0);
}

static void end_known(struct count *count, struct deadline_date *date)
{
    struct day reached, due;
    if (!find_end(count, &reached, &due)) {
        end_untold(count, date);
        return;
    }
    if (works(count))
        walk(count, count->cursor, reached);
    if (day_compare(reached, due) != 0)
        step_number(count, DEADLINE_STEP_REACHED, reached, 0);
    if (count->version->roll && !works(count))
        meet(count, reached); /* whether this one day is worked decides */
    if (day_compare(reached, due) != 0)
        walk(count, reached, due);
    date->reached = reached;
    date->due = due;
    step_number(count, DEADLINE_STEP_DUE, due, 0);
}

/* So many times in the week or month of the start: its last day is the last chance. */
static void end_period(struct count *count, struct deadline_date *date, struct day start)
{
    struct day first, last;
    struct day_parts parts = day_parts(start);
    if (count->version->count == DEADLINE_WEEK) {
        first = day_plus(start, MONDAY - (int)day_weekday(start));
        last = day_plus(first, 6);
    } else {
        first = day_of(parts.year, parts.month, 1);
        last = day_of(parts.year, parts.month, day_month_length(parts.year, parts.month));
    }
    step_add(count, (struct deadline_step){.kind = DEADLINE_STEP_PERIOD, .day = first, .until = last, .number = count->version->days});
    date->reached = date->due = last;
    step_number(count, DEADLINE_STEP_DUE, last, 0);
}

static void count_begin(struct count *count, const struct deadline_matter *matter)
{
    count->variant = deadline_variant_named(count->version, matter->variant);
    count->cursor = matter->start;
    count->rests = DAY_NONE;
    count->length = count->variant ? count->variant->days : count->version->days;
    count->confidence = count->version->confidence;
    step_number(count, DEADLINE_STEP_START, matter->start, 0);
    if (count->version != count->first)
        step_number(count, DEADLINE_STEP_TAKEN_OVER, count->version->from, 0);
    if (count->variant)
        step_add(count, (struct deadline_step){.kind = DEADLINE_STEP_VARIANT, .day = matter->start, .until = DAY_NONE,
                                               .name = count->variant->title, .number = count->length});
}

static void count_out(struct count *count, const struct deadline_matter *matter, struct deadline_date *date)
{
    bool in_days = count->version->count == DEADLINE_CALENDAR || count->version->count == DEADLINE_WORKING, told = true;
    count_begin(count, matter);
    *date = (struct deadline_date){.standing = DEADLINE_KNOWN, .version = count->version, .reached = DAY_NONE, .due = DAY_NONE,
                                   .rests = DAY_NONE};
    if (in_days)
        step_number(count, DEADLINE_STEP_LENGTH, matter->start, count->length);
    for (size_t i = 0; i < matter->event_count && told && in_days; i++)
        told = take_event(count, &matter->events[i], matter->start);
    if (!told) {
        end_untold(count, date);
    } else if (day_is_some(count->rests)) {
        date->standing = DEADLINE_RESTS;
        step_number(count, DEADLINE_STEP_RESTS, count->rests, count->length - count->used);
    } else if (in_days) {
        end_known(count, date);
    } else {
        end_period(count, date, matter->start);
    }
    date->rests = count->rests;
    date->length = count->length;
    date->used = count->used;
    date->confidence = count->confidence;
    date->steps = count->steps;
    date->step_count = count->step_count;
}

/* ---- which version ---- */

/* Did it still run on the day `version` came? Asked of what had happened by then. */
static bool still_ran(const struct count *count, const struct deadline_version *version, const struct deadline_matter *matter)
{
    struct deadline_matter before = *matter;
    struct deadline_date date;
    struct count trial = {.arena = count->arena, .calendar = count->calendar, .version = count->version, .first = count->first};
    if (day_is_some(matter->stop) && day_compare(matter->stop, version->from) < 0)
        return false;
    before.event_count = 0; /* events stand in order of day */
    while (before.event_count < matter->event_count && day_compare(matter->events[before.event_count].day, version->from) < 0)
        before.event_count++;
    count_out(&trial, &before, &date);
    return !day_is_some(date.due) || day_compare(date.due, version->from) >= 0;
}

static const struct deadline_version *version_followed(struct count *count, const struct deadline_rule *rule,
                                                       const struct deadline_matter *matter)
{
    for (size_t i = 0; i < rule->version_count; i++) {
        const struct deadline_version *later = &rule->versions[i];
        if (later->takes_over && day_is_some(later->from) && day_compare(matter->start, later->from) < 0 && still_ran(count, later, matter))
            count->version = later;
    }
    return count->version;
}

/* A copy in order of day; of one day: as given. */
static const struct deadline_event *events_in_order(struct arena *arena, const struct deadline_matter *matter)
{
    struct deadline_event *events = arena_make_many(arena, matter->event_count + 1, sizeof *events);
    for (size_t i = 0; i < matter->event_count; i++) {
        size_t at = i;
        for (; at > 0 && day_compare(events[at - 1].day, matter->events[i].day) > 0; at--)
            events[at] = events[at - 1];
        events[at] = matter->events[i];
    }
    return events;
}

static bool matter_check(const struct deadline_matter *matter, struct failure *why)
{
    if (!day_is_some(matter->start))
        return FAIL(why, FAILURE_INVALID, "a limit from no day");
    if (matter->event_count > DEADLINE_EVENTS_MAX)
        return FAIL(why, FAILURE_TOO_BIG, "more than %d events of one limit", DEADLINE_EVENTS_MAX);
    for (size_t i = 0; i < matter->event_count; i++)
        if (!day_is_some(matter->events[i].day) || matter->events[i].days < 0 || matter->events[i].days > DEADLINE_DAYS_MAX)
            return FAIL(why, FAILURE_INVALID, "an event of a limit on no day, or of a wrong number of days");
    return true;
}

bool deadline_compute(struct arena *arena, const struct calendar *calendar, const struct deadline_rule *rule,
                      const struct deadline_matter *matter, struct deadline_date *date, struct failure *why)
{
    if (!matter_check(matter, why))
        return false;
    struct deadline_matter ordered = *matter;
    struct count count = {.arena = arena, .calendar = calendar, .first = deadline_rule_on(rule, matter->start)};
    ordered.events = events_in_order(arena, matter);
    while (ordered.event_count > 0 && day_is_some(matter->stop) &&
           day_compare(ordered.events[ordered.event_count - 1].day, matter->stop) > 0)
        ordered.event_count--; /* what is decided after the end changes nothing */
    count.version = count.first;
    if (!count.first) {
        *date = (struct deadline_date){.standing = DEADLINE_NEVER, .reached = DAY_NONE, .due = DAY_NONE, .rests = DAY_NONE};
        return true;
    }
    if (matter->variant.length > 0 && !deadline_rule_has_variant(rule, matter->variant))
        return FAIL(why, FAILURE_INVALID, "this limit has no variant %.*s", TEXT_ARGS(matter->variant));
    count.version = version_followed(&count, rule, &ordered);
    count_out(&count, &ordered, date);
    return true;
}

const char *deadline_step_word(enum deadline_step_kind kind)
{
    static const char *const words[] = {
        [DEADLINE_STEP_START] = "start",           [DEADLINE_STEP_TAKEN_OVER] = "taken-over", [DEADLINE_STEP_VARIANT] = "variant",
        [DEADLINE_STEP_LENGTH] = "length",         [DEADLINE_STEP_PERIOD] = "period",         [DEADLINE_STEP_WEEKEND] = "weekend",
        [DEADLINE_STEP_HOLIDAY] = "holiday",       [DEADLINE_STEP_MAKE_UP] = "make-up",       [DEADLINE_STEP_UNCONFIRMED] = "unconfirmed",
        [DEADLINE_STEP_SUSPENDED] = "suspended",   [DEADLINE_STEP_CONTINUED] = "continued",   [DEADLINE_STEP_EXTENDED] = "extended",
        [DEADLINE_STEP_REFUSED] = "refused",       [DEADLINE_STEP_REACHED] = "reached",       [DEADLINE_STEP_DUE] = "due",
        [DEADLINE_STEP_RESTS] = "rests",           [DEADLINE_STEP_UNTOLD] = "untold",
    };
    REQUIRE((size_t)kind < LENGTH_OF(words));
    return words[kind];
}
