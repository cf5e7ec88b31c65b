/*
 * demo_series.c — what is made up: how much of what, in which ward, on which day, and what became of it.
 *
 * A series is one kind of entry of one register: how many in each quarter, which day of the week and which
 * weeks are busy, how it went under distancing, and templates of its fields. Some entries come days late,
 * some are corrected, withdrawn, or returned by the officer and sent again.
 */
#include "work/upkeep/demo_inside.h"

#include "base/period.h"

enum {
    SMALL_PART = 20, /* a small sample has one of so many */
    HOLIDAY = 8,     /* percent of a workday */
    QUARTER_DAYS_MAX = 92,
    /* of a thousand entries: */
    CORRECTED = 30,
    WITHDRAWN = 12,
    RETURNED = 18,
};

struct series {
    const struct node *said;
    struct text name, register_name, organisation, state, slip;
    int64_t weekend, distancing; /* percent of a workday's number */
    const struct node *fields, *days;
    bool returns; /* the district's officer may return it */
    bool reverses; /* it stands in a fund's ledger: what is wrong is reversed and written anew */
};

struct quarter {
    struct period period;
    int64_t weights[QUARTER_DAYS_MAX]; /* of its days, added up */
    size_t days;
};

/* ---- reading ---- */

static bool percent(const struct node *map, const char *key, int64_t absent, int64_t *number)
{
    *number = absent;
    return !node_at(map, key) || (text_read_int64(node_text_at(map, key), number) && *number >= 0);
}

static bool read_series(struct demo *demo, const struct node *said, struct series *series,
                        struct failure *why)
{
    *series = (struct series){.said = said,
                              .name = node_text_at(said, "series"),
                              .register_name = node_text_at(said, "register"),
                              .organisation = node_text_at(said, "by"),
                              .state = node_text_at(said, "state"),
                              .slip = node_text_at(said, "slip"),
                              .fields = node_at(said, "fields"),
                              .days = node_at(said, "days"),
                              .returns = text_is(node_text_at(said, "returns"), "yes"),
                              .reverses = text_is(node_text_at(said, "reverses"), "yes")};
    if (series->name.length == 0 || series->register_name.length == 0 || !series->fields ||
        !node_at(said, "count"))
        return demo_wrong(demo, said, "a series needs series, register, by, count and fields", why);
    if (!percent(said, "weekend", 40, &series->weekend) ||
        !percent(said, "distancing", 100, &series->distancing))
        return demo_wrong(demo, said, "weekend and distancing are percentages", why);
    return true;
}

/* ---- busy and quiet days ---- */

static bool in_stretch(const struct node *stretch, struct text day)
{
    struct text from = node_text_at(stretch, "from"), to = node_text_at(stretch, "to");
    struct text part = text_from(day, day.length - from.length); /* "07-15" stands for every year */
    return text_compare(part, from) >= 0 && text_compare(part, to) <= 0;
}

static bool in_some(const struct node *stretches, struct text day)
{
    for (size_t i = 0; i < node_count(stretches); i++)
        if (in_stretch(stretches->list.items[i], day))
            return true;
    return false;
}

static int64_t weight_of(struct demo *demo, const struct series *series, struct day day)
{
    struct text written = day_write(demo->arena, day);
    enum weekday weekday = day_weekday(day);
    if (series->days && !in_stretch(series->days, written))
        return 0;
    int64_t weight = weekday == SATURDAY || weekday == SUNDAY ? series->weekend : 100;
    if (in_some(node_at(demo->sample, "holidays"), written))
        weight = weight * HOLIDAY / 100;
    if (in_some(node_at(demo->sample, "distancing"), written))
        weight = weight * series->distancing / 100;
    return weight * 100;
}

/* No two weeks of a ward are alike: each has its own tempo. */
static void weigh_days(struct demo *demo, const struct series *series, struct quarter *quarter)
{
    int64_t sum = 0, tempo = 100;
    quarter->days = (size_t)(quarter->period.end.number - quarter->period.begin.number) + 1;
    REQUIRE(quarter->days <= QUARTER_DAYS_MAX);
    for (size_t i = 0; i < quarter->days; i++) {
        struct day day = day_plus(quarter->period.begin, (int)i);
        if (i == 0 || day_weekday(day) == MONDAY)
            tempo = demo_draw(demo, 65, 135);
        sum += weight_of(demo, series, day) * tempo / 100;
        quarter->weights[i] = sum;
    }
}

static struct day draw_day(struct demo *demo, const struct quarter *quarter)
{
    int64_t at = demo_draw(demo, 1, quarter->weights[quarter->days - 1]);
    size_t i = 0;
    while (quarter->weights[i] < at)
        i++;
    return day_plus(quarter->period.begin, (int)i);
}

/* ---- when it is written down, and what becomes of it ---- */

static int draw_lag(struct demo *demo)
{
    int64_t chance = demo_draw(demo, 1, 100);
    if (chance <= 68)
        return 0;
    if (chance <= 90)
        return (int)demo_draw(demo, 1, 3);
    return (int)(chance <= 98 ? demo_draw(demo, 4, 10) : demo_draw(demo, 15, 40));
}

static struct day not_after(struct day day, struct day last)
{
    return day_compare(day, last) > 0 ? last : day;
}

/* What is written down is done at the end of the day, what is mended in the morning; to the minute, so that a day is two pieces of work. */
static struct moment evening(struct day day)
{
    return moment_of(day, 16, 20 + (int)(((uint32_t)day.number * 2654435761U >> 16) % 35));
}

static struct moment morning(struct day day)
{
    return moment_of(day, 8, 5 + (int)(((uint32_t)day.number * 2246822519U >> 16) % 50));
}

struct written {
    const struct series *series;
    const struct demo_ward *ward;
    struct demo_event *event;
    struct day on; /* day of writing */
};

static struct text draw_reason(struct demo *demo, const char *kind)
{
    const struct node *reasons = node_at(node_at(demo->sample, "reasons"), kind);
    size_t count = node_count(reasons);
    return count == 0 ? (struct text){0} : reasons->list.items[demo_draw(demo, 0, (int64_t)count - 1)]->text;
}

static struct demo_event *follow(struct demo *demo, const struct written *written, const char *act,
                                 struct text person, struct day day)
{
    struct demo_event *event = demo_event_add(demo, morning(day), text_of(act), person, written->event->unit);
    event->entry = written->event->entry;
    event->changes = true;
    node_put(event->given, "register", node_text(demo->arena, written->series->register_name));
    return event;
}

/* The number that was mistyped, drawn anew; NULL when there is none, or it is the same. */
static bool draw_slip(struct demo *demo, const struct written *written, struct node **fields,
                      struct failure *why)
{
    const struct node *was = node_at(written->event->given, "fields"),
                      *template = node_find(written->series->fields, written->series->slip);
    struct demo_place place = {.ward = written->ward, .day = written->on, .fields = was};
    struct node *value;
    *fields = NULL;
    if (!template)
        return true;
    if (!demo_value(demo, template, &place, &value, why))
        return false;
    const struct node *old = node_find(was, written->series->slip);
    if (!value || (old && node_equal(old, value)))
        return true;
    *fields = node_map(demo->arena);
    node_put_text(*fields, written->series->slip, value);
    return true;
}

/* A reversal is a record of its own: the entry it speaks of keeps its number and version. */
static void reverse(struct demo *demo, const struct written *written, struct day day, struct text reason)
{
    struct demo_event *event = follow(demo, written, "record-reverse", written->event->person, day);
    event->takes_back = true;
    node_put(event->given, "reason", node_text(demo->arena, reason));
}

/* The same entry with the number that was meant, right behind its reversal. */
static void write_anew(struct demo *demo, const struct written *written, struct day day, const struct node *fields)
{
    const struct node *was = node_at(written->event->given, "fields");
    struct demo_event *event = demo_event_add(demo, morning(day), TEXT("record-write"), written->event->person, written->event->unit);
    struct node *all = node_map(demo->arena);
    for (size_t i = 0; i < node_count(was); i++)
        node_put_text(all, was->map.entries[i].key, was->map.entries[i].value);
    for (size_t i = 0; i < node_count(fields); i++)
        node_put_text(all, fields->map.entries[i].key, fields->map.entries[i].value);
    event->entry = arena_make(demo->arena, sizeof *event->entry);
    event->entry->register_name = written->series->register_name;
    node_put(event->given, "register", node_text(demo->arena, written->series->register_name));
    node_put(event->given, "unit", node_text(demo->arena, written->event->unit));
    node_put(event->given, "fields", all);
}

static bool correct(struct demo *demo, const struct written *written, struct failure *why)
{
    struct day day = day_plus(written->on, (int)demo_draw(demo, 1, 6));
    struct node *fields;
    if (!draw_slip(demo, written, &fields, why))
        return false;
    struct text reason = draw_reason(demo, "correct");
    if (!fields || day_compare(day, demo->today) >= 0)
        return true;
    if (written->series->reverses) {
        reverse(demo, written, day, reason);
        write_anew(demo, written, day, fields);
        return true;
    }
    struct demo_event *event = follow(demo, written, "record-correct", written->event->person, day);
    node_put(event->given, "fields", fields);
    node_put(event->given, "reason", node_text(demo->arena, reason));
    return true;
}

static void withdraw(struct demo *demo, const struct written *written)
{
    struct day day = day_plus(written->on, (int)demo_draw(demo, 1, 4));
    struct text reason = draw_reason(demo, "withdraw");
    if (day_compare(day, demo->today) >= 0)
        return;
    if (written->series->reverses) {
        reverse(demo, written, day, reason);
        return;
    }
    struct demo_event *event = follow(demo, written, "record-withdraw", written->event->person, day);
    node_put(event->given, "reason", node_text(demo->arena, reason));
}

/* The officer returns it; most wards mend it within days. */
static bool give_back(struct demo *demo, const struct written *written, struct failure *why)
{
    struct day day = day_plus(written->on, (int)demo_draw(demo, 1, 5)),
               again = day_plus(day, (int)demo_draw(demo, 1, 4));
    bool mended = demo_draw(demo, 1, 6) > 1;
    struct text reason = draw_reason(demo, "return");
    struct node *fields, *said = node_map(demo->arena);
    if (!draw_slip(demo, written, &fields, why))
        return false;
    if (day_compare(day, demo->today) >= 0)
        return true;
    struct demo_event *event =
        follow(demo, written, "record-move", node_text_at(demo->sample, "officer"), day);
    node_put(event->given, "act", node_text(demo->arena, TEXT("return")));
    node_put(said, "return_reason", node_text(demo->arena, reason));
    node_put(event->given, "fields", said);
    if (!mended || day_compare(again, demo->today) >= 0)
        return true;
    event = follow(demo, written, "record-move", written->event->person, again);
    node_put(event->given, "act", node_text(demo->arena, TEXT("resubmit")));
    if (fields)
        node_put(event->given, "fields", fields);
    return true;
}

/* What is known only later is added to the entry by those who wrote it; with `do`, by an act of the register. */
static bool add_later(struct demo *demo, const struct written *written, struct failure *why)
{
    const struct node *later = node_at(written->series->said, "later"), *after = node_at(later, "after");
    int64_t chance, from, to;
    if (!later)
        return true;
    if (!text_read_int64(node_text_at(later, "chance"), &chance) ||
        !text_read_int64(node_text_at(after, "from"), &from) ||
        !text_read_int64(node_text_at(after, "to"), &to) || from < 1 || to < from)
        return demo_wrong(demo, later, "later needs chance, after, reason and fields", why);
    bool happens = demo_draw(demo, 1, 100) <= chance;
    struct day day = day_plus(written->on, (int)demo_draw(demo, from, to));
    struct node *fields;
    if (!happens || day_compare(day, demo->today) >= 0)
        return true;
    if (!demo_fields(demo, node_at(later, "fields"), (struct demo_place){.ward = written->ward, .day = day},
                     &fields, why))
        return false;
    struct text moves = node_text_at(later, "do");
    struct demo_event *event = follow(demo, written, moves.length > 0 ? "record-move" : "record-correct",
                                      written->event->person, day);
    node_put(event->given, "fields", fields);
    if (moves.length > 0)
        node_put(event->given, "act", node_text(demo->arena, moves));
    else
        node_put(event->given, "reason", node_text(demo->arena, node_text_at(later, "reason")));
    return true;
}

static bool draw_fate(struct demo *demo, const struct written *written, struct failure *why)
{
    int64_t chance = demo_draw(demo, 1, 1000);
    if (chance <= CORRECTED)
        return correct(demo, written, why);
    if (chance <= CORRECTED + WITHDRAWN)
        withdraw(demo, written);
    else if (chance <= CORRECTED + WITHDRAWN + RETURNED && written->series->returns)
        return give_back(demo, written, why);
    else
        return add_later(demo, written, why);
    return true;
}

/* ---- one entry, one ward, one series ---- */

static bool add_entry(struct demo *demo, const struct series *series, const struct demo_ward *ward,
                      struct day day, struct failure *why)
{
    struct text unit =
        text_format(demo->arena, "%.*s.%.*s", TEXT_ARGS(ward->code), TEXT_ARGS(series->organisation));
    struct text person = demo_text(demo, node_text_at(series->said, "as"), ward);
    struct written written = {.series = series,
                              .ward = ward,
                              .on = not_after(day_plus(day, draw_lag(demo)), day_plus(demo->today, -1))};
    struct node *fields;
    if (!demo_fields(demo, series->fields, (struct demo_place){.ward = ward, .day = day}, &fields, why))
        return false;
    written.event = demo_event_add(demo, evening(written.on), TEXT("record-write"), person, unit);
    written.event->entry = arena_make(demo->arena, sizeof *written.event->entry);
    written.event->entry->register_name = series->register_name;
    struct node *given = written.event->given;
    node_put(given, "register", node_text(demo->arena, series->register_name));
    node_put(given, "unit", node_text(demo->arena, unit));
    node_put(given, "fields", fields);
    if (series->state.length > 0)
        node_put(given, "state", node_text(demo->arena, series->state));
    return draw_fate(demo, &written, why);
}

static int64_t share_of(struct demo *demo, const struct demo_ward *ward, int64_t count)
{
    int64_t sum = 0;
    for (size_t i = 0; i < demo->ward_count; i++)
        sum += demo->wards[i].size;
    /* In thousandths, so that the rest becomes one entry more with its own chance. */
    int64_t thousandths =
        count * 1000 * ward->size / sum * demo_draw(demo, 80, 120) / 100 / (demo->small ? SMALL_PART : 1);
    return thousandths / 1000 + (demo_draw(demo, 1, 1000) <= thousandths % 1000);
}

static bool add_quarter(struct demo *demo, const struct series *series, const struct node_entry *said,
                        struct failure *why)
{
    int64_t count;
    struct quarter quarter;
    if (!period_read(said->key, &quarter.period) || quarter.period.kind != PERIOD_QUARTER ||
        said->value->kind != NODE_TEXT || !text_read_int64(said->value->text, &count) || count < 0)
        return demo_wrong(demo, series->said, "count: quarter and number", why);
    for (size_t w = 0; w < demo->ward_count; w++) {
        int64_t share = share_of(demo, &demo->wards[w], count);
        weigh_days(demo, series, &quarter);
        for (int64_t i = 0; i < share && quarter.weights[quarter.days - 1] > 0; i++)
            if (!add_entry(demo, series, &demo->wards[w], draw_day(demo, &quarter), why))
                return false;
    }
    return true;
}

bool demo_series(struct demo *demo, const struct node *file, struct failure *why)
{
    const struct node *all = node_at(file, "series");
    for (size_t i = 0; i < node_count(all); i++) {
        struct series series;
        if (!read_series(demo, all->list.items[i], &series, why))
            return false;
        const struct node *count = node_at(series.said, "count");
        for (size_t q = 0; q < node_count(count); q++)
            if (!add_quarter(demo, &series, &count->map.entries[q], why))
                return false;
    }
    return true;
}
