/* calendar.c — days in a row, each with how many working days came before it. */
#include "engine/calendar/calendar.h"

struct calendar {
    struct day first;
    size_t length;             /* days from first to last */
    int32_t *before;           /* working days before day i; one more entry than days */
    uint16_t *entry;           /* number of day i's entry plus one; 0: none */
    struct calendar_day *days; /* the entries */
};

_Static_assert(CALENDAR_DAYS_MAX < UINT16_MAX, "numbers of entries fit");

static size_t day_index(const struct calendar *calendar, struct day day)
{
    return (size_t)(day.number - calendar->first.number);
}

static struct day day_at(const struct calendar *calendar, size_t index)
{
    return (struct day){calendar->first.number + (int32_t)index};
}

static bool day_is_weekend(struct day day)
{
    return day_weekday(day) >= SATURDAY;
}

static bool entry_put(struct calendar *calendar, size_t number, struct failure *why)
{
    const struct calendar_day *entry = &calendar->days[number];
    if (!calendar_holds(calendar, entry->day))
        return FAIL(why, FAILURE_INVALID, "day %d of the calendar lies outside its years", (int)entry->day.number);
    struct day_parts parts = day_parts(entry->day);
    uint16_t *place = &calendar->entry[day_index(calendar, entry->day)];
    if (*place != 0)
        return FAIL(why, FAILURE_INVALID, "the calendar names %04d-%02d-%02d twice", parts.year, parts.month, parts.day);
    if (entry->kind == CALENDAR_MAKE_UP && !day_is_weekend(entry->day))
        return FAIL(why, FAILURE_INVALID, "%04d-%02d-%02d is worked anyway and makes up for nothing", parts.year,
                    parts.month, parts.day);
    *place = (uint16_t)(number + 1);
    return true;
}

static bool works(const struct calendar *calendar, size_t index)
{
    uint16_t number = calendar->entry[index];
    if (number != 0 && calendar->days[number - 1].kind != CALENDAR_UNCONFIRMED)
        return calendar->days[number - 1].kind == CALENDAR_MAKE_UP;
    return !day_is_weekend(day_at(calendar, index));
}

bool calendar_make(struct arena *arena, const struct calendar_data *data, const struct calendar **calendar,
                   struct failure *why)
{
    if (!day_is_some(data->first) || !day_is_some(data->last) || day_compare(data->first, data->last) > 0)
        return FAIL(why, FAILURE_INVALID, "a calendar must end after it begins");
    if (data->count > CALENDAR_DAYS_MAX)
        return FAIL(why, FAILURE_TOO_BIG, "a calendar with more than %d days off", CALENDAR_DAYS_MAX);
    struct calendar *made = arena_make(arena, sizeof *made);
    made->first = data->first;
    made->length = (size_t)(data->last.number - data->first.number) + 1;
    made->entry = arena_make_many(arena, made->length, sizeof *made->entry);
    made->before = arena_make_many(arena, made->length + 1, sizeof *made->before);
    made->days = arena_copy(arena, data->days, data->count * sizeof *data->days);
    for (size_t i = 0; i < data->count; i++)
        if (!entry_put(made, i, why))
            return false;
    for (size_t i = 0; i < made->length; i++)
        made->before[i + 1] = made->before[i] + works(made, i);
    *calendar = made;
    return true;
}

struct day calendar_first(const struct calendar *calendar)
{
    return calendar->first;
}

struct day calendar_last(const struct calendar *calendar)
{
    return day_at(calendar, calendar->length - 1);
}

bool calendar_holds(const struct calendar *calendar, struct day day)
{
    return day_is_some(day) && day_compare(day, calendar->first) >= 0 && day_index(calendar, day) < calendar->length;
}

bool calendar_is_working(const struct calendar *calendar, struct day day)
{
    return calendar_holds(calendar, day) && works(calendar, day_index(calendar, day));
}

const struct calendar_day *calendar_find(const struct calendar *calendar, struct day day)
{
    if (!calendar_holds(calendar, day))
        return NULL;
    uint16_t number = calendar->entry[day_index(calendar, day)];
    return number == 0 ? NULL : &calendar->days[number - 1];
}

static bool fail_outside(const struct calendar *calendar, struct failure *why)
{
    return FAIL(why, FAILURE_INVALID, "a day outside the calendar, which knows the years %d to %d",
                day_parts(calendar->first).year, day_parts(calendar_last(calendar)).year);
}

/* The day on which the number-th working day of the calendar falls; false when it has not so many. */
static bool day_of_number(const struct calendar *calendar, int64_t number, struct day *result)
{
    if (number < 1 || number > calendar->before[calendar->length])
        return false;
    size_t low = 0, high = calendar->length; /* before[low] < number <= before[high] */
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (calendar->before[middle] < number)
            low = middle;
        else
            high = middle;
    }
    *result = day_at(calendar, low);
    return true;
}

bool calendar_plus_working(const struct calendar *calendar, struct day day, int count, struct day *result,
                           struct failure *why)
{
    if (!calendar_holds(calendar, day))
        return fail_outside(calendar, why);
    size_t index = day_index(calendar, day);
    if (count == 0) {
        *result = day;
        return true;
    }
    int64_t number = count > 0 ? (int64_t)calendar->before[index + 1] + count : (int64_t)calendar->before[index] + 1 + count;
    return day_of_number(calendar, number, result) || fail_outside(calendar, why);
}

bool calendar_roll(const struct calendar *calendar, struct day day, struct day *result, struct failure *why)
{
    if (calendar_is_working(calendar, day)) {
        *result = day;
        return true;
    }
    return calendar_plus_working(calendar, day, 1, result, why);
}

bool calendar_working_between(const struct calendar *calendar, struct day begin, struct day end, int *count,
                              struct failure *why)
{
    if (!calendar_holds(calendar, begin) || !calendar_holds(calendar, end))
        return fail_outside(calendar, why);
    int found = calendar->before[day_index(calendar, end) + 1] - calendar->before[day_index(calendar, begin)];
    *count = found > 0 ? found : 0;
    return true;
}
