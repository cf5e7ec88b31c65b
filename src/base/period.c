/* period.c — report periods, written and read, and the half months they consist of. */
#include "base/period.h"

enum { MONTHS = 12, PERIOD_YEAR_FIRST = 1901, PERIOD_YEAR_LAST = 2198 }; /* a year in hand on both sides */

/* What a kind of period is: how many in a year, how many months each. */
static const struct kind {
    int count, months;
} kinds[] = {
    [PERIOD_YEAR] = {1, 12}, [PERIOD_HALF] = {2, 6},   [PERIOD_NINE_MONTHS] = {1, 9},
    [PERIOD_QUARTER] = {4, 3}, [PERIOD_MONTH] = {12, 1},
};

static bool period_exists(enum period_kind kind, int year, int index)
{
    return year >= PERIOD_YEAR_FIRST && year <= PERIOD_YEAR_LAST && index >= 1 && index <= kinds[kind].count;
}

struct period period_of(enum period_kind kind, int year, int index, bool tt02)
{
    REQUIRE(period_exists(kind, year, index));
    int first = (index - 1) * kinds[kind].months + 1;
    int last = first + kinds[kind].months - 1;
    struct period period = {.kind = kind, .tt02 = tt02, .year = year, .index = index};
    if (tt02) {
        period.begin = first == 1 ? day_of(year - 1, MONTHS, 15) : day_of(year, first - 1, 15);
        period.end = day_of(year, last, 14);
    } else {
        period.begin = day_of(year, first, 1);
        period.end = day_of(year, last, day_month_length(year, last));
    }
    return period;
}

/* A number of exactly `length` digits. */
static bool read_digits(struct text text, size_t length, int *number)
{
    int64_t value;
    if (text.length != length || text_starts(text, TEXT("-")) || !text_read_int64(text, &value))
        return false;
    *number = (int)value;
    return true;
}

/* What follows the year: "Q3", "H1", "9M", "08". */
static bool read_part(struct text part, enum period_kind *kind, int *index)
{
    *index = 1;
    if (text_is(part, "9M")) {
        *kind = PERIOD_NINE_MONTHS;
        return true;
    }
    if (text_starts(part, TEXT("Q")) || text_starts(part, TEXT("H"))) {
        *kind = part.bytes[0] == 'Q' ? PERIOD_QUARTER : PERIOD_HALF;
        return read_digits(text_from(part, 1), 1, index);
    }
    *kind = PERIOD_MONTH;
    return read_digits(part, 2, index);
}

bool period_read(struct text text, struct period *period)
{
    struct text end = TEXT("/tt02");
    bool tt02 = text_ends(text, end);
    if (tt02)
        text = text_part(text, 0, text.length - end.length);
    enum period_kind kind = PERIOD_YEAR;
    int year, index = 1;
    if (!read_digits(text_part(text, 0, 4), 4, &year))
        return false;
    struct text part = text_from(text, 4);
    if (part.length > 0 && (part.bytes[0] != '-' || !read_part(text_from(part, 1), &kind, &index)))
        return false;
    if (!period_exists(kind, year, index))
        return false;
    *period = period_of(kind, year, index, tt02);
    return true;
}

struct text period_write(struct arena *arena, struct period period)
{
    const char *end = period.tt02 ? "/tt02" : "";
    switch (period.kind) {
    case PERIOD_YEAR:
        return text_format(arena, "%04d%s", period.year, end);
    case PERIOD_HALF:
        return text_format(arena, "%04d-H%d%s", period.year, period.index, end);
    case PERIOD_NINE_MONTHS:
        return text_format(arena, "%04d-9M%s", period.year, end);
    case PERIOD_QUARTER:
        return text_format(arena, "%04d-Q%d%s", period.year, period.index, end);
    case PERIOD_MONTH:
        return text_format(arena, "%04d-%02d%s", period.year, period.index, end);
    }
    NEVER("a kind of period that is not written");
}

static const char *const romans[] = {"I", "II", "III", "IV"};

static struct text title_vietnamese(struct arena *arena, struct period period)
{
    switch (period.kind) {
    case PERIOD_YEAR:
        return text_format(arena, "năm %d", period.year);
    case PERIOD_HALF:
        return text_format(arena, "6 tháng %s năm %d", period.index == 1 ? "đầu" : "cuối", period.year);
    case PERIOD_NINE_MONTHS:
        return text_format(arena, "9 tháng năm %d", period.year);
    case PERIOD_QUARTER:
        return text_format(arena, "quý %s năm %d", romans[period.index - 1], period.year);
    case PERIOD_MONTH:
        return text_format(arena, "tháng %d năm %d", period.index, period.year);
    }
    NEVER("a kind of period without a title");
}

static struct text title_english(struct arena *arena, struct period period)
{
    static const char *const ordinals[] = {"first", "second", "third", "fourth"};
    static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                         "July",    "August",   "September", "October", "November", "December"};
    switch (period.kind) {
    case PERIOD_YEAR:
        return text_format(arena, "%d", period.year);
    case PERIOD_HALF:
        return text_format(arena, "%s half of %d", ordinals[period.index - 1], period.year);
    case PERIOD_NINE_MONTHS:
        return text_format(arena, "first nine months of %d", period.year);
    case PERIOD_QUARTER:
        return text_format(arena, "%s quarter of %d", ordinals[period.index - 1], period.year);
    case PERIOD_MONTH:
        return text_format(arena, "%s %d", months[period.index - 1], period.year);
    }
    NEVER("a kind of period without a title");
}

struct text period_title(struct arena *arena, struct period period, bool english)
{
    return english ? title_english(arena, period) : title_vietnamese(arena, period);
}

struct text period_roman(struct arena *arena, struct period period)
{
    if (period.kind == PERIOD_QUARTER)
        return text_of(romans[period.index - 1]);
    return text_format(arena, "%d", period.index);
}

struct period period_previous(struct period period)
{
    bool first = period.index == 1;
    int index = first ? kinds[period.kind].count : period.index - 1;
    return period_of(period.kind, first ? period.year - 1 : period.year, index, period.tt02);
}

struct period period_last_year(struct period period)
{
    return period_of(period.kind, period.year - 1, period.index, period.tt02);
}

struct period period_since_new_year(struct period period)
{
    struct period wide = period;
    wide.begin = period_of(PERIOD_YEAR, period.year, 1, period.tt02).begin;
    return wide;
}

bool period_holds(struct period period, struct day day)
{
    return day_is_some(day) && day_compare(period.begin, day) <= 0 && day_compare(day, period.end) <= 0;
}

struct period period_quarter_of(struct day day)
{
    struct day_parts parts = day_parts(day);
    return period_of(PERIOD_QUARTER, parts.year, (parts.month - 1) / 3 + 1, false);
}

int32_t period_bucket(struct day day)
{
    struct day_parts parts = day_parts(day);
    return (parts.year * MONTHS + parts.month - 1) * 2 + (parts.day >= 15);
}

int32_t period_first_bucket(struct period period)
{
    return period_bucket(period.begin);
}

int32_t period_last_bucket(struct period period)
{
    return period_bucket(period.end);
}

struct day period_bucket_begin(int32_t bucket)
{
    int32_t month = bucket / 2;
    return day_of(month / MONTHS, month % MONTHS + 1, bucket % 2 == 0 ? 1 : 15);
}
