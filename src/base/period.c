/* period.c — report periods, written and read, and the half months they consist of. */
#include "base/period.h"

enum { MONTHS = 12, BUCKETS_OF_YEAR = 24, SPECIAL_BUCKETS_MAX = 5 * BUCKETS_OF_YEAR, PERIOD_YEAR_FIRST = 1901, PERIOD_YEAR_LAST = 2198 }; /* a year in hand on both sides */

/* What a kind of period is: how many in a year, how many months each. */
static const struct kind {
    int count, months;
} kinds[] = {
    [PERIOD_YEAR] = {1, 12}, [PERIOD_HALF] = {2, 6},   [PERIOD_NINE_MONTHS] = {1, 9},
    [PERIOD_QUARTER] = {4, 3}, [PERIOD_MONTH] = {12, 1}, [PERIOD_SPECIAL] = {0, 0}, /* of days of its own */
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

/* Both half-months are inside. */
static struct period period_of_buckets(int32_t first, int32_t last)
{
    struct period period = {.kind = PERIOD_SPECIAL, .index = 1, .begin = period_bucket_begin(first), .end = day_plus(period_bucket_begin(last + 1), -1)};
    period.year = day_parts(period.begin).year;
    return period;
}

bool period_between(struct day begin, struct day end, struct period *period)
{
    if (!day_is_some(begin) || !day_is_some(end) || day_compare(begin, end) > 0)
        return false;
    int32_t first = period_bucket(begin), last = period_bucket(end);
    if (last - first >= SPECIAL_BUCKETS_MAX || day_parts(begin).year <= PERIOD_YEAR_FIRST + SPECIAL_BUCKETS_MAX / BUCKETS_OF_YEAR ||
        day_parts(end).year > PERIOD_YEAR_LAST)
        return false;
    *period = period_of_buckets(first, last);
    return true;
}

/* "2021-07-15..2021-09-14": only whole half-months, so that one period is written one way. */
static bool read_special(struct text text, struct period *period)
{
    struct text between = TEXT("..");
    struct day begin, end;
    struct period read;
    size_t length = (text.length - between.length) / 2;
    if (!text_equal(text_part(text, length, between.length), between) || !day_read(text_part(text, 0, length), &begin) ||
        !day_read(text_from(text, length + between.length), &end) || !period_between(begin, end, &read) ||
        day_compare(read.begin, begin) != 0 || day_compare(read.end, end) != 0)
        return false;
    *period = read;
    return true;
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
    if (text_contains(text, TEXT("..")))
        return read_special(text, period);
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
    case PERIOD_SPECIAL:
        return text_format(arena, "%.*s..%.*s", TEXT_ARGS(day_write(arena, period.begin)), TEXT_ARGS(day_write(arena, period.end)));
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
    case PERIOD_SPECIAL:
        return text_format(arena, "thời gian từ %.*s đến %.*s", TEXT_ARGS(day_write_people(arena, period.begin, false)),
                           TEXT_ARGS(day_write_people(arena, period.end, false)));
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
    case PERIOD_SPECIAL:
        return text_format(arena, "time from %.*s to %.*s", TEXT_ARGS(day_write_people(arena, period.begin, true)),
                           TEXT_ARGS(day_write_people(arena, period.end, true)));
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
    if (period.kind == PERIOD_SPECIAL) {
        int32_t begin = period_first_bucket(period);
        return period_of_buckets(begin - (period_last_bucket(period) - begin + 1), begin - 1);
    }
    bool first = period.index == 1;
    int index = first ? kinds[period.kind].count : period.index - 1;
    return period_of(period.kind, first ? period.year - 1 : period.year, index, period.tt02);
}

struct period period_next(struct period period)
{
    bool last = period.index == kinds[period.kind].count;
    return period_of(period.kind, last ? period.year + 1 : period.year, last ? 1 : period.index + 1, period.tt02);
}

struct period period_last_year(struct period period)
{
    if (period.kind == PERIOD_SPECIAL)
        return period_of_buckets(period_first_bucket(period) - BUCKETS_OF_YEAR, period_last_bucket(period) - BUCKETS_OF_YEAR);
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

struct period period_around(enum period_kind kind, struct day day)
{
    struct day_parts parts = day_parts(day);
    int index = kinds[kind].count > 1 ? (parts.month - 1) / kinds[kind].months + 1 : 1;
    return period_of(kind, parts.year, index, false);
}

struct period period_quarter_of(struct day day)
{
    return period_around(PERIOD_QUARTER, day);
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
