/* vietnam.c — reading the calendar's lines, and asking its plain list. */
#include "unit/engine/calendar/vietnam.h"

#include "base/file.h"

/* What stands behind `name` in the line, up to the next mark. */
static struct text value_of(struct text line, const char *name)
{
    struct text part, key = text_of(name);
    for (; line.length > 0; line = text_from(line, 1))
        if (text_starts(line, key)) {
            line = text_from(line, key.length);
            struct text rest = line;
            REQUIRE(text_next(&rest, '}', &part) && text_next(&part, ',', &line));
            return line;
        }
    return (struct text){0};
}

static struct day day_of_text(struct text text)
{
    struct day day = DAY_NONE;
    REQUIRE(text.length == 0 || day_read(text, &day));
    return day;
}

struct day vietnam_day(const char *text)
{
    return day_of_text(text_of(text));
}

static void add(struct vietnam *vietnam, struct calendar_day day)
{
    REQUIRE(vietnam->count < VIETNAM_DAYS_MAX);
    vietnam->days[vietnam->count++] = day;
}

static void line_read(struct vietnam *vietnam, struct text line)
{
    struct day day = day_of_text(value_of(line, "{day: ")), until = day_of_text(value_of(line, "until: "));
    struct day off = day_of_text(value_of(line, "{off: ")), work = day_of_text(value_of(line, "work: "));
    struct calendar_day made = {.confidence = (enum calendar_confidence)(value_of(line, "confidence: ").bytes[0] - 'A'),
                                .name_en = value_of(line, "en: "), .swapped = DAY_NONE};
    made.kind = text_contains(line, TEXT("unconfirmed: yes")) ? CALENDAR_UNCONFIRMED : CALENDAR_OFF;
    if (day_is_some(off)) {
        made.day = off;
        add(vietnam, made);
        add(vietnam, (struct calendar_day){.day = work, .kind = CALENDAR_MAKE_UP, .confidence = made.confidence, .swapped = off});
        return;
    }
    for (made.day = day; day_compare(made.day, day_is_some(until) ? until : day) <= 0; made.day = day_plus(made.day, 1))
        add(vietnam, made);
}

struct vietnam *vietnam_open(void)
{
    struct arena *arena = arena_open();
    struct vietnam *vietnam = arena_make(arena, sizeof *vietnam);
    vietnam->arena = arena;
    struct failure why = {0};
    struct text rest, line;
    REQUIRE(file_read(arena, DANVAN_PACKS "/vietnam/calendar.yaml", 1 << 20, &rest, &why));
    struct calendar_data data = {.days = vietnam->days};
    while (text_next(&rest, '\n', &line)) {
        if (text_starts(line, TEXT("from: ")))
            data.first = day_of_text(text_from(line, 6));
        else if (text_starts(line, TEXT("to: ")))
            data.last = day_of_text(text_from(line, 4));
        else if (text_starts(line, TEXT("  - {")))
            line_read(vietnam, line);
    }
    data.count = vietnam->count;
    REQUIRE(calendar_make(arena, &data, &vietnam->calendar, &why));
    return vietnam;
}

void vietnam_close(struct vietnam *vietnam)
{
    arena_close(vietnam->arena);
}

bool vietnam_works(const struct vietnam *vietnam, struct day day)
{
    for (size_t i = 0; i < vietnam->count; i++)
        if (day_compare(vietnam->days[i].day, day) == 0 && vietnam->days[i].kind != CALENDAR_UNCONFIRMED)
            return vietnam->days[i].kind == CALENDAR_MAKE_UP;
    return day_weekday(day) <= FRIDAY;
}
