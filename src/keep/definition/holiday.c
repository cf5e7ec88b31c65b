/* holiday.c — days off and swapped days, as data for the calendar. */
#include "keep/definition/definition_inside.h"

enum { HOLIDAY_STRETCH_MAX = 30 };

static void day_add(struct reading *reading, const struct calendar_day *day, struct place place)
{
    if (reading->day_row.count > CALENDAR_DAYS_MAX)
        return; /* calendar_make refuses it */
    struct day_reading *item = row_add(&reading->day_row, reading->arena);
    *item = (struct day_reading){*day, place};
}

static enum calendar_confidence sureness_read(const struct yaml_fields *in)
{
    enum confidence confidence = CONFIDENCE_A;
    confidence_read(in, &confidence);
    return confidence == CONFIDENCE_A ? CALENDAR_A : confidence == CONFIDENCE_B ? CALENDAR_B : CALENDAR_C;
}

static void stretch_read(struct reading *reading, const struct yaml_fields *above, const struct node *item)
{
    static const struct text known[] = {TEXT_ENTRY("day"), TEXT_ENTRY("until"), TEXT_ENTRY("title"), TEXT_ENTRY("confidence"),
                                        TEXT_ENTRY("unconfirmed")};
    struct yaml_fields in;
    if (!yaml_fields_item_map(above, item, &in))
        return;
    yaml_fields_check(&in, (struct yaml_words){known, LENGTH_OF(known)});
    struct title title = {0};
    struct day first, last;
    bool unconfirmed = false;
    title_read(reading, &in, "title", YAML_MUST, &title);
    yaml_fields_truth(&in, "unconfirmed", YAML_MAY, &unconfirmed);
    enum calendar_confidence sureness = sureness_read(&in);
    if (!yaml_fields_day(&in, "day", YAML_MUST, &first))
        return;
    last = first;
    yaml_fields_day(&in, "until", YAML_MAY, &last);
    if (day_compare(last, first) < 0 || last.number - first.number > HOLIDAY_STRETCH_MAX) {
        problem_of(reading, value_place(&in, "until"), "definition.day-stretch", day_write(reading->arena, first),
                   day_write(reading->arena, last));
        return;
    }
    for (int32_t number = first.number; number <= last.number; number++) /* no day is plus one of the last there is */
        day_add(reading,
                &(struct calendar_day){.day = {number}, .kind = unconfirmed ? CALENDAR_UNCONFIRMED : CALENDAR_OFF,
                                       .confidence = sureness, .name_vi = title.vi, .name_en = title.en, .swapped = DAY_NONE},
                value_place(&in, "day"));
}

static void swap_read(struct reading *reading, const struct yaml_fields *above, const struct node *item)
{
    static const struct text known[] = {TEXT_ENTRY("off"), TEXT_ENTRY("work"), TEXT_ENTRY("title"), TEXT_ENTRY("confidence")};
    struct yaml_fields in;
    if (!yaml_fields_item_map(above, item, &in))
        return;
    yaml_fields_check(&in, (struct yaml_words){known, LENGTH_OF(known)});
    struct title title = {0};
    struct day off, work;
    title_read(reading, &in, "title", YAML_MUST, &title);
    enum calendar_confidence sureness = sureness_read(&in);
    bool both = yaml_fields_day(&in, "off", YAML_MUST, &off);
    both = yaml_fields_day(&in, "work", YAML_MUST, &work) && both;
    if (!both)
        return;
    if (day_weekday(work) != SATURDAY && day_weekday(work) != SUNDAY) {
        problem_of(reading, value_place(&in, "work"), "definition.swap-workday", day_write(reading->arena, work), (struct text){0});
        return;
    }
    day_add(reading,
            &(struct calendar_day){.day = off, .kind = CALENDAR_OFF, .confidence = sureness, .name_vi = title.vi,
                                   .name_en = title.en, .swapped = DAY_NONE},
            value_place(&in, "off"));
    day_add(reading, &(struct calendar_day){.day = work, .kind = CALENDAR_MAKE_UP, .confidence = sureness, .swapped = off},
            value_place(&in, "work"));
}

void holiday_read(struct reading *reading, const struct yaml_fields *in)
{
    static const struct text known[] = {TEXT_ENTRY("from"), TEXT_ENTRY("to"), TEXT_ENTRY("holidays"), TEXT_ENTRY("swaps")};
    const struct node *list;
    struct day from, to;
    yaml_fields_check(in, (struct yaml_words){known, LENGTH_OF(known)});
    validity_read(reading, in, &from, &to);
    if (day_is_some(from) && (!day_is_some(reading->calendar_first) || day_compare(from, reading->calendar_first) < 0))
        reading->calendar_first = from;
    if (day_is_some(to) && (!day_is_some(reading->calendar_last) || day_compare(to, reading->calendar_last) > 0))
        reading->calendar_last = to;
    if (yaml_fields_list(in, "holidays", YAML_MAY, &list) && count_check(reading, in, list, CALENDAR_DAYS_MAX))
        for (size_t i = 0; i < list->list.count; i++)
            stretch_read(reading, in, list->list.items[i]);
    if (yaml_fields_list(in, "swaps", YAML_MAY, &list) && count_check(reading, in, list, CALENDAR_DAYS_MAX))
        for (size_t i = 0; i < list->list.count; i++)
            swap_read(reading, in, list->list.items[i]);
}

/* Each day inside the calendar's years and named once, else a problem where it is written. */
static bool days_check(struct reading *reading, struct day first, struct day last)
{
    size_t length = (size_t)(last.number - first.number) + 1;
    struct arena *CLOSING(arena) scratch = arena_open();
    bool *seen = arena_make_many(scratch, length, sizeof *seen);
    bool good = true;
    for (size_t i = 0; i < reading->day_row.count; i++) {
        const struct day_reading *item = row_at(&reading->day_row, i);
        struct day day = item->day.day;
        if (day_compare(day, first) < 0 || day_compare(day, last) > 0) {
            problem_of(reading, item->place, "definition.day-outside", day_write(reading->arena, day), (struct text){0});
            good = false;
            continue;
        }
        bool *here = &seen[day.number - first.number];
        if (*here) {
            problem_of(reading, item->place, "definition.day-twice", day_write(reading->arena, day), (struct text){0});
            good = false;
        }
        *here = true;
    }
    return good;
}

void holiday_link(struct reading *reading)
{
    struct place nowhere = {.file = TEXT("calendar.yaml")};
    struct day first = reading->calendar_first, last = reading->calendar_last;
    if (!day_is_some(first) || !day_is_some(last) || day_compare(last, first) < 0) {
        problem_of(reading, nowhere, "definition.no-calendar", (struct text){0}, (struct text){0});
        return;
    }
    if (!days_check(reading, first, last))
        return;
    size_t count = reading->day_row.count;
    struct arena *CLOSING(arena) scratch = arena_open();
    struct calendar_day *days = arena_make_many(scratch, count, sizeof *days);
    for (size_t i = 0; i < count; i++)
        days[i] = ((struct day_reading *)row_at(&reading->day_row, i))->day;
    struct failure why = {0};
    struct calendar_data data = {.days = days, .count = count, .first = first, .last = last};
    if (!calendar_make(reading->arena, &data, &reading->made->calendar, &why))
        problem_of(reading, nowhere, "definition.calendar", text_of(why.text), (struct text){0});
}
