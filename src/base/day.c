/* day.c — days as numbers: the civil calendar turned into a count and back. */
#include "base/day.h"

enum { YEAR_FIRST = 1900, YEAR_LAST = 2199, DAYS_OF_400_YEARS = 146097 };

static bool year_is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int day_month_length(int year, int month)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    REQUIRE(month >= 1 && month <= 12);
    return month == 2 && year_is_leap(year) ? 29 : lengths[month - 1];
}

bool day_exists(int year, int month, int day)
{
    return year >= YEAR_FIRST && year <= YEAR_LAST && month >= 1 && month <= 12 && day >= 1 &&
           day <= day_month_length(year, month);
}

/*
 * Years are counted from March, so that the leap day comes last and the months
 * before it repeat the pattern 31 30 31 30 31: (153·m + 2) / 5 days lie before
 * month m of such a year.
 */
struct day day_of(int year, int month, int day)
{
    REQUIRE(day_exists(year, month, day));
    int march_year = month > 2 ? year : year - 1;
    int march_month = month > 2 ? month - 3 : month + 9;
    int century = march_year / 400, of_century = march_year % 400;
    int before = of_century * 365 + of_century / 4 - of_century / 100 + (153 * march_month + 2) / 5 + day - 1;
    return (struct day){century * DAYS_OF_400_YEARS + before - 719468}; /* days from 0000-03-01 to 1970-01-01 */
}

struct day_parts day_parts(struct day day)
{
    REQUIRE(day_is_some(day));
    int count = day.number + 719468;
    int century = count / DAYS_OF_400_YEARS, rest = count % DAYS_OF_400_YEARS;
    int of_century = (rest - rest / 1460 + rest / 36524 - rest / 146096) / 365;
    int of_year = rest - (365 * of_century + of_century / 4 - of_century / 100);
    int march_month = (5 * of_year + 2) / 153;
    int month = march_month < 10 ? march_month + 3 : march_month - 9;
    return (struct day_parts){
        .year = century * 400 + of_century + (month <= 2),
        .month = month,
        .day = of_year - (153 * march_month + 2) / 5 + 1,
    };
}

bool day_is_some(struct day day)
{
    return day.number >= -25567 && day.number <= 84005; /* 1900-01-01 to 2199-12-31 */
}

struct day day_plus(struct day day, int days)
{
    REQUIRE(day_is_some(day));
    struct day sum;
    REQUIRE(!__builtin_add_overflow(day.number, days, &sum.number) && day_is_some(sum));
    return sum;
}

int day_compare(struct day a, struct day b)
{
    return (a.number > b.number) - (a.number < b.number);
}

enum weekday day_weekday(struct day day)
{
    REQUIRE(day_is_some(day));
    return (enum weekday)((day.number + 3 + 7 * 4000) % 7 + 1); /* 1970-01-01 was a Thursday */
}

/* Exactly the digits given: between `least` and `most` of them up to `mark` or the end. */
static bool take_number(struct text *rest, char mark, size_t least, size_t most, int *number)
{
    struct text part;
    int64_t value;
    if (!text_next(rest, mark, &part) || part.length < least || part.length > most || text_starts(part, TEXT("-")) ||
        !text_read_int64(part, &value))
        return false;
    *number = (int)value;
    return true;
}

static bool day_of_checked(int year, int month, int number, struct day *day)
{
    if (!day_exists(year, month, number))
        return false;
    *day = day_of(year, month, number);
    return true;
}

bool day_read(struct text text, struct day *day)
{
    int year, month, number;
    return text.length == 10 && take_number(&text, '-', 4, 4, &year) && take_number(&text, '-', 2, 2, &month) &&
           take_number(&text, '\0', 2, 2, &number) && day_of_checked(year, month, number, day);
}

bool day_read_people(struct text text, struct day *day)
{
    text = text_trimmed(text);
    if (day_read(text, day))
        return true;
    char mark = text_contains(text, TEXT("/")) ? '/' : text_contains(text, TEXT(".")) ? '.' : '-';
    int year, month, number;
    return take_number(&text, mark, 1, 2, &number) && take_number(&text, mark, 1, 2, &month) &&
           take_number(&text, '\0', 4, 4, &year) && text.length == 0 && day_of_checked(year, month, number, day);
}

/* `number` in `width` digits; gives what is behind them. */
static char *digits_put(char *at, int number, int width)
{
    for (int i = width - 1; i >= 0; i--, number /= 10)
        at[i] = (char)('0' + number % 10);
    return at + width;
}

/* Years are written in four digits but for those that need more. */
static bool is_short(struct day_parts parts)
{
    return parts.year >= 0 && parts.year <= 9999;
}

struct text day_write(struct arena *arena, struct day day)
{
    struct day_parts parts = day_parts(day);
    char bytes[] = "YYYY-MM-DD";
    if (is_short(parts)) { /* a list says three days in each of its rows */
        digits_put(digits_put(digits_put(bytes, parts.year, 4) + 1, parts.month, 2) + 1, parts.day, 2);
        return text_copy(arena, text_of(bytes));
    }
    return text_format(arena, "%04d-%02d-%02d", parts.year, parts.month, parts.day);
}

struct text day_write_people(struct arena *arena, struct day day, bool english)
{
    static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                         "July",    "August",   "September", "October", "November", "December"};
    struct day_parts parts = day_parts(day);
    if (english)
        return text_format(arena, "%d %s %d", parts.day, months[parts.month - 1], parts.year);
    char bytes[] = "DD/MM/YYYY";
    if (is_short(parts)) {
        digits_put(digits_put(digits_put(bytes, parts.day, 2) + 1, parts.month, 2) + 1, parts.year, 4);
        return text_copy(arena, text_of(bytes));
    }
    return text_format(arena, "%02d/%02d/%04d", parts.day, parts.month, parts.year);
}

struct text day_write_formal(struct arena *arena, struct day day)
{
    struct day_parts parts = day_parts(day);
    return text_format(arena, parts.month <= 2 ? "ngày %02d tháng %02d năm %d" : "ngày %02d tháng %d năm %d", parts.day,
                       parts.month, parts.year);
}
