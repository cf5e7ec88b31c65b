/* sheet_value.c — numbers of a workbook as days, hours and digits. */
#include "engine/codec/sheet_value_inside.h"

#include <math.h>
#include <string.h>

enum { SECONDS_A_DAY = 86400 };

/* ---- formats ---- */

/* ECMA-376 Part 1, §18.8.30: ids whose meaning is fixed; 27 to 36 and 50 to 58 are days in East Asian Excel. */
enum sheet_show sheet_show_of_id(uint32_t id)
{
    if (id >= 14 && id <= 17)
        return SHOW_DAY;
    if ((id >= 18 && id <= 21) || id == 32 || id == 33 || id == 45 || id == 47)
        return SHOW_TIME;
    if (id == 22)
        return SHOW_MOMENT;
    if (id == 46)
        return SHOW_LENGTH;
    return (id >= 27 && id <= 36) || (id >= 50 && id <= 58) ? SHOW_DAY : SHOW_NUMBER;
}

struct format_letters {
    bool day, clock, month, length; /* month: an m of which it is not yet known whether it means minutes */
};

/* Bytes to step over at text[at], where nothing is shown or what is shown is no letter of a date; 0 elsewhere. */
static size_t literal_length(struct text text, size_t at)
{
    char c = text.bytes[at];
    if (c == '\\' || c == '_' || c == '*')
        return 2;
    if (c != '"')
        return 0;
    size_t end = at + 1;
    while (end < text.length && text.bytes[end] != '"')
        end++;
    return end + 1 - at;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

/* "[h]" and its like count hours beyond a day; "[Red]", "[$-409]" and "[>=5]" are no letters. */
static size_t bracket_length(struct text text, size_t at, struct format_letters *letters)
{
    size_t end = at + 1;
    while (end < text.length && text.bytes[end] != ']')
        end++;
    struct text inside = text_part(text, at + 1, end - at - 1);
    bool same = inside.length > 0;
    for (size_t i = 0; i < inside.length; i++)
        same = same && lower(inside.bytes[i]) == lower(inside.bytes[0]);
    if (same && strchr("hms", lower(inside.bytes[0])) != NULL && inside.bytes[0] != '\0')
        letters->length = true;
    return end + 1 - at;
}

static bool starts_folded(struct text text, const char *word)
{
    size_t length = strlen(word);
    if (text.length < length)
        return false;
    for (size_t i = 0; i < length; i++)
        if (lower(text.bytes[i]) != word[i])
            return false;
    return true;
}

static size_t letter_take(struct text rest, struct format_letters *letters)
{
    if (starts_folded(rest, "general"))
        return 7;
    if (starts_folded(rest, "am/pm") || starts_folded(rest, "a/p")) {
        letters->clock = true;
        return starts_folded(rest, "am/pm") ? 5 : 3;
    }
    switch (lower(rest.bytes[0])) {
    case 'd':
    case 'y': letters->day = true; break;
    case 'h':
    case 's': letters->clock = true; break;
    case 'm': letters->month = true; break;
    default: break;
    }
    return 1;
}

enum sheet_show sheet_show_of_format(struct text format)
{
    struct format_letters letters = {0};
    size_t at = 0;
    while (at < format.length && format.bytes[at] != ';') {
        size_t step = literal_length(format, at);
        if (step == 0 && format.bytes[at] == '[')
            step = bracket_length(format, at, &letters);
        at += step > 0 ? step : letter_take(text_from(format, at), &letters);
    }
    if (letters.length)
        return letters.day ? SHOW_MOMENT : SHOW_LENGTH;
    if (letters.clock)
        return letters.day ? SHOW_MOMENT : SHOW_TIME;
    return letters.day || letters.month ? SHOW_DAY : SHOW_NUMBER;
}

/* ---- digits ---- */

/* Mantissa and exponent of "%.14e" written out: "1.5e+17" as 150000000000000000, "2e-7" as 0.0000002. */
static size_t digits_spread(char *room, bool minus, const char *digits, size_t count, int exponent)
{
    size_t at = 0;
    if (minus)
        room[at++] = '-';
    if (exponent < 0) {
        room[at++] = '0';
        room[at++] = '.';
        for (int i = -1; i > exponent; i--)
            room[at++] = '0';
    }
    for (size_t i = 0; i < count; i++) {
        room[at++] = digits[i];
        if (exponent >= 0 && i == (size_t)exponent && i + 1 < count)
            room[at++] = '.';
    }
    for (int i = (int)count; i <= exponent; i++)
        room[at++] = '0';
    return at;
}

static const double tens[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                              1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/*
 * What people write, whole or with up to four decimals: where the digits give the very number back and are at most
 * 15, they are the ones that "%.15g" finds, eight times as fast. 0 where they are not.
 */
static size_t short_write(double number, char *room)
{
    for (int behind = 0; behind <= 4; behind++) {
        double digits = fabs(number) * tens[behind];
        if (!(digits < 1e15))
            return 0;
        uint64_t whole = (uint64_t)digits;
        if ((double)whole != digits || digits / tens[behind] != fabs(number))
            continue;
        for (; behind > 0 && whole % 10 == 0; behind--) /* 2.05 × 100 is a little less than 205, 2.05 × 1000 is 2050 */
            whole /= 10;
        char reversed[24];
        size_t count = 0, at = 0;
        for (; whole > 0 || count <= (size_t)behind; whole /= 10)
            reversed[count++] = (char)('0' + whole % 10);
        if (number < 0)
            room[at++] = '-';
        while (count > 0) {
            if (count == (size_t)behind)
                room[at++] = '.';
            room[at++] = reversed[--count];
        }
        return at;
    }
    return 0;
}

size_t sheet_write_number(double number, char room[SHEET_NUMBER_ROOM])
{
    char form[32];
    if (!isfinite(number) || number == 0)
        number = 0;
    size_t written = short_write(number, room);
    if (written > 0)
        return written;
    int length = snprintf(form, sizeof form, "%.14e", fabs(number));
    REQUIRE(length > 16 && length < (int)sizeof form);
    int64_t exponent = 0;
    REQUIRE(text_read_int64(text_of(form + 17 + (form[17] == '+')), &exponent));
    char digits[15] = {form[0]};
    memcpy(digits + 1, form + 2, 14);
    size_t count = 15;
    while (count > 1 && digits[count - 1] == '0')
        count--;
    if (exponent >= -15 && exponent <= 21)
        return digits_spread(room, number < 0, digits, count, (int)exponent);
    size_t at = digits_spread(room, number < 0, digits, count, 0);
    return at + (size_t)snprintf(room + at, SHEET_NUMBER_ROOM - at, "E%+d", (int)exponent);
}

/* Digits with a point into `*whole`, counting those behind the point; false where there is none. */
static bool mantissa_read(struct text text, size_t *at, uint64_t *whole, int *behind, size_t *digits)
{
    bool point = false;
    size_t any = 0;
    for (; *at < text.length; ++*at) {
        char c = text.bytes[*at];
        if (c == '.' && !point) {
            point = true;
            continue;
        }
        if (c < '0' || c > '9')
            break;
        any++;
        *digits += *digits > 0 || c != '0';
        if (*digits <= 18)
            *whole = *whole * 10 + (uint64_t)(c - '0');
        *behind += point;
    }
    return any > 0;
}

static bool exponent_read(struct text text, size_t *at, int *exponent)
{
    if (*at == text.length || lower(text.bytes[*at]) != 'e')
        return *at == text.length;
    size_t sign = *at + 1 < text.length && (text.bytes[*at + 1] == '+' || text.bytes[*at + 1] == '-');
    struct text digits = text_from(text, *at + 1 + sign);
    int64_t number = 0;
    if (digits.length == 0 || digits.length > 4 || digits.bytes[0] == '-' || !text_read_int64(digits, &number))
        return false;
    *exponent = text.bytes[*at + 1] == '-' ? -(int)number : (int)number;
    return true;
}

/*
 * Up to 2^53 and powers of ten to 22 are exact, so one product or quotient is rounded once and right (Clinger);
 * the rest is left to strtod, which gets only what passed the check of form.
 */
bool sheet_read_number(struct text text, double *number)
{
    uint64_t whole = 0;
    int behind = 0, exponent = 0;
    size_t at = 0, digits = 0;
    bool minus = text.length > 0 && text.bytes[0] == '-';
    at = minus || (text.length > 0 && text.bytes[0] == '+');
    if (!mantissa_read(text, &at, &whole, &behind, &digits) || !exponent_read(text, &at, &exponent))
        return false;
    exponent -= behind;
    double read;
    if (digits <= 18 && whole <= (UINT64_C(1) << 53) && exponent >= -22 && exponent <= 22) {
        read = exponent < 0 ? (double)whole / tens[-exponent] : (double)whole * tens[exponent];
        *number = minus ? -read : read;
        return true;
    }
    char form[512];
    if (text.length >= sizeof form)
        return false;
    memcpy(form, text.bytes, text.length);
    form[text.length] = '\0';
    read = strtod(form, NULL);
    if (!isfinite(read))
        return false;
    *number = read;
    return true;
}

/* ---- days ---- */

/* The day that `serial` whole days mean; DAY_NONE for 60 of the 1900 count and for days the calendar here lacks. */
static struct day day_of_serial(double serial, bool from_1904)
{
    if (!(serial >= (from_1904 ? 0 : 1)) || serial > 120000)
        return DAY_NONE;
    int days = (int)serial;
    if (!from_1904 && days == 60)
        return DAY_NONE;
    int since_1900 = from_1904 ? days + 1460 : days - (days > 60 ? 2 : 1);
    return since_1900 <= day_of(2199, 12, 31).number - day_of(1900, 1, 1).number ? day_plus(day_of(1900, 1, 1), since_1900)
                                                                              : DAY_NONE;
}

static double serial_of_day(struct day day, bool from_1904)
{
    int since_1900 = day.number - day_of(1900, 1, 1).number;
    if (from_1904)
        return since_1900 - 1460;
    return since_1900 + (since_1900 >= 59 ? 2 : 1);
}

static size_t two_write(char *room, int number)
{
    room[0] = (char)('0' + number / 10 % 10);
    room[1] = (char)('0' + number % 10);
    return 2;
}

static size_t day_text(char *room, struct day day)
{
    struct day_parts parts = day_parts(day);
    size_t at = two_write(room, parts.year / 100);
    at += two_write(room + at, parts.year);
    room[at++] = '-';
    at += two_write(room + at, parts.month);
    room[at++] = '-';
    return at + two_write(room + at, parts.day);
}

static size_t clock_text(char *room, int32_t second)
{
    size_t at = second >= 360000 ? (size_t)snprintf(room, 16, "%d", second / 3600) : two_write(room, second / 3600);
    room[at++] = ':';
    at += two_write(room + at, second / 60 % 60);
    room[at++] = ':';
    return at + two_write(room + at, second % 60);
}

static bool moment_fill(struct sheet_cell *cell, bool clock, bool from_1904, char *room)
{
    double whole = floor(cell->number);
    int32_t second = clock ? (int32_t)lround((cell->number - whole) * SECONDS_A_DAY) : 0;
    if (second == SECONDS_A_DAY) {
        whole++;
        second = 0;
    }
    struct day day = day_of_serial(whole, from_1904);
    if (!day_is_some(day))
        return false;
    cell->value = clock ? SHEET_MOMENT : SHEET_DAY;
    cell->day = day;
    cell->second = second;
    size_t length = day_text(room, day);
    if (clock) {
        room[length++] = ' ';
        length += clock_text(room + length, second);
    }
    cell->text = (struct text){room, length};
    return true;
}

static bool clock_fill(struct sheet_cell *cell, bool length, char *room)
{
    double days = length ? cell->number : cell->number - floor(cell->number);
    if (!(days >= 0) || days > 20000)
        return false;
    cell->value = SHEET_TIME;
    cell->second = (int32_t)lround(days * SECONDS_A_DAY) % (length ? INT32_MAX : SECONDS_A_DAY);
    cell->text = (struct text){room, clock_text(room, cell->second)};
    return true;
}

void sheet_cell_number(struct sheet_cell *cell, double number, enum sheet_show show, bool from_1904,
                       char room[SHEET_NUMBER_ROOM])
{
    cell->number = number;
    cell->day = DAY_NONE;
    cell->second = 0;
    bool less_than_a_day = number >= 0 && number < 1;
    bool filled = false;
    if (show == SHOW_TIME || show == SHOW_LENGTH || (show == SHOW_MOMENT && less_than_a_day && !from_1904))
        filled = clock_fill(cell, show == SHOW_LENGTH, room);
    else if (show != SHOW_NUMBER)
        filled = moment_fill(cell, show == SHOW_MOMENT, from_1904, room);
    if (filled)
        return;
    cell->value = SHEET_NUMBER;
    cell->text = (struct text){room, sheet_write_number(number, room)};
}

static bool two_read(struct text text, size_t at, int end, int *number)
{
    if (at + 2 > text.length || text.bytes[at] < '0' || text.bytes[at] > '9' || text.bytes[at + 1] < '0' ||
        text.bytes[at + 1] > '9')
        return false;
    *number = (text.bytes[at] - '0') * 10 + text.bytes[at + 1] - '0';
    return *number < end;
}

/* "14:30", "14:30:00", "14:30:00.500" with or without Z. */
static bool clock_read(struct text text, double *days)
{
    int hour, minute, second = 0;
    double part = 0;
    if (text_ends(text, TEXT("Z")))
        text.length--;
    if (!two_read(text, 0, 24, &hour) || text.length < 5 || text.bytes[2] != ':' || !two_read(text, 3, 60, &minute))
        return false;
    if (text.length > 5 && (text.bytes[5] != ':' || !two_read(text, 6, 60, &second)))
        return false;
    if (text.length > 8 && (text.bytes[8] != '.' || !sheet_read_number(text_from(text, 8), &part) || part >= 1))
        return false;
    *days = (hour * 3600 + minute * 60 + second + part) / SECONDS_A_DAY;
    return true;
}

bool sheet_read_iso(struct text text, bool from_1904, double *number, enum sheet_show *show)
{
    double clock = 0;
    struct day day;
    if (text.length >= 3 && text.bytes[2] == ':') {
        *show = SHOW_TIME;
        return clock_read(text, number);
    }
    if (!day_read(text_part(text, 0, 10), &day))
        return false;
    if (text.length > 10 && (text.bytes[10] != 'T' || !clock_read(text_from(text, 11), &clock)))
        return false;
    *show = text.length > 10 ? SHOW_MOMENT : SHOW_DAY;
    *number = serial_of_day(day, from_1904) + clock;
    return true;
}
