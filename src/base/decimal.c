/* decimal.c — exact arithmetic in 128 bits, brought back to 64 or refused. */
#include "base/decimal.h"

__extension__ typedef __int128 wide;

static const int64_t tens[] = {1, 10, 100, 1000, 10000, 100000, 1000000,
                               10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000};

_Static_assert(LENGTH_OF(tens) == 2 * DECIMAL_SCALE_MAX + 1, "products have up to twice the digits behind the comma");

struct decimal decimal_of(int64_t whole)
{
    return (struct decimal){.digits = whole};
}

/* Takes back to int64 and the greatest scale, dropping zeros only; false when digits would be lost. */
static bool decimal_narrow(wide digits, unsigned scale, struct decimal *out)
{
    while ((scale > DECIMAL_SCALE_MAX || digits > INT64_MAX || digits < INT64_MIN) && scale > 0 && digits % 10 == 0) {
        digits /= 10;
        scale--;
    }
    if (scale > DECIMAL_SCALE_MAX || digits > INT64_MAX || digits < INT64_MIN)
        return false;
    *out = (struct decimal){.digits = (int64_t)digits, .scale = (uint8_t)scale};
    return true;
}

/* The digits of `number` written at the greater of both scales: never beyond 128 bits. */
static wide digits_at(struct decimal number, unsigned scale)
{
    REQUIRE(number.scale <= scale && scale <= DECIMAL_SCALE_MAX);
    return (wide)number.digits * tens[scale - number.scale];
}

static unsigned greater_scale(struct decimal a, struct decimal b)
{
    return a.scale > b.scale ? a.scale : b.scale;
}

bool decimal_add(struct decimal a, struct decimal b, struct decimal *sum)
{
    unsigned scale = greater_scale(a, b);
    return decimal_narrow(digits_at(a, scale) + digits_at(b, scale), scale, sum);
}

bool decimal_subtract(struct decimal a, struct decimal b, struct decimal *difference)
{
    unsigned scale = greater_scale(a, b);
    return decimal_narrow(digits_at(a, scale) - digits_at(b, scale), scale, difference);
}

bool decimal_multiply(struct decimal a, struct decimal b, struct decimal *product)
{
    return decimal_narrow((wide)a.digits * b.digits, (unsigned)a.scale + b.scale, product);
}

int decimal_compare(struct decimal a, struct decimal b)
{
    unsigned scale = greater_scale(a, b);
    wide x = digits_at(a, scale), y = digits_at(b, scale);
    return (x > y) - (x < y);
}

bool decimal_rescale(struct decimal number, uint8_t scale, struct decimal *out)
{
    if (scale > DECIMAL_SCALE_MAX)
        return false;
    int64_t digits = number.digits;
    if (scale < number.scale) {
        if (digits % tens[number.scale - scale] != 0)
            return false;
        digits /= tens[number.scale - scale];
    } else if (__builtin_mul_overflow(digits, tens[scale - number.scale], &digits)) {
        return false;
    }
    *out = (struct decimal){.digits = digits, .scale = scale};
    return true;
}

/* A number in hand while its characters are read. Kept below zero: the lowest has no positive twin. */
struct reading {
    int64_t digits;
    size_t scale;
    bool any;
};

static bool take_digits(struct reading *reading, struct text digits)
{
    for (size_t i = 0; i < digits.length; i++) {
        char c = digits.bytes[i];
        if (c < '0' || c > '9' || __builtin_mul_overflow(reading->digits, 10, &reading->digits) ||
            __builtin_sub_overflow(reading->digits, c - '0', &reading->digits))
            return false;
        reading->any = true;
    }
    return true;
}

/* Digits, then `mark` and up to six more when there is a fraction. */
static bool read_whole_and_fraction(struct text whole, struct text fraction, bool minus, struct decimal *number)
{
    struct reading reading = {0};
    if (!take_digits(&reading, whole) || !reading.any)
        return false;
    if (fraction.length > DECIMAL_SCALE_MAX || !take_digits(&reading, fraction))
        return false;
    if (!minus && __builtin_sub_overflow(0, reading.digits, &reading.digits))
        return false;
    *number = (struct decimal){.digits = reading.digits, .scale = (uint8_t)fraction.length};
    return true;
}

/* Splits `text` at its first `mark`; false when the mark stands last. */
static bool split_fraction(struct text text, char mark, struct text *whole, struct text *fraction)
{
    size_t at = 0;
    while (at < text.length && text.bytes[at] != mark)
        at++;
    *whole = text_part(text, 0, at);
    *fraction = text_from(text, at + 1);
    return at == text.length || fraction->length > 0;
}

bool decimal_read(struct text text, struct decimal *number)
{
    bool minus = text_starts(text, TEXT("-"));
    struct text whole, fraction;
    return split_fraction(text_from(text, minus ? 1 : 0), '.', &whole, &fraction) &&
           read_whole_and_fraction(whole, fraction, minus, number);
}

/* Length of the sign between groups that `text` starts with: a point, a space, a no-break space; else 0. */
static size_t group_mark_length(struct text text)
{
    static const struct text marks[] = {{".", 1}, {" ", 1}, {"\xC2\xA0", 2}, {"\xE2\x80\xAF", 3}};
    for (size_t i = 0; i < LENGTH_OF(marks); i++)
        if (text_starts(text, marks[i]))
            return marks[i].length;
    return 0;
}

static size_t digits_length(struct text text)
{
    size_t length = 0;
    while (length < text.length && text.bytes[length] >= '0' && text.bytes[length] <= '9')
        length++;
    return length;
}

/* "1.500.000" to "1500000": one to three digits, then groups of three behind one and the same mark. */
static bool read_groups(struct text text, char out[24], struct text *whole)
{
    size_t length = digits_length(text), written = 0;
    struct text mark = text_part(text, length, group_mark_length(text_from(text, length)));
    bool grouped = length < text.length;
    while (true) {
        bool first = written == 0;
        if (length == 0 || (grouped && (length > 3 || (!first && length != 3))) || written + length > 24)
            return false;
        for (size_t i = 0; i < length; i++)
            out[written++] = text.bytes[i];
        text = text_from(text, length);
        if (text.length == 0)
            break;
        if (mark.length == 0 || !text_starts(text, mark))
            return false;
        text = text_from(text, mark.length);
        length = digits_length(text);
    }
    *whole = (struct text){out, written};
    return true;
}

bool decimal_read_people(struct text text, struct decimal *number)
{
    text = text_trimmed(text);
    bool minus = text_starts(text, TEXT("-"));
    struct text grouped, fraction, whole;
    char digits[24];
    return split_fraction(text_from(text, minus ? 1 : 0), ',', &grouped, &fraction) &&
           read_groups(grouped, digits, &whole) && read_whole_and_fraction(whole, fraction, minus, number);
}

/* The digits of the number, at least one before the fraction; `group` 0 for none. */
static struct text decimal_print(struct arena *arena, struct decimal number, char group, char point)
{
    REQUIRE(number.scale <= DECIMAL_SCALE_MAX);
    char out[40];
    size_t at = sizeof out;
    uint64_t rest = number.digits < 0 ? 0 - (uint64_t)number.digits : (uint64_t)number.digits;
    for (unsigned i = 0; i < number.scale; i++, rest /= 10)
        out[--at] = (char)('0' + rest % 10);
    if (number.scale > 0)
        out[--at] = point;
    unsigned written = 0;
    do {
        if (group != '\0' && written > 0 && written % 3 == 0)
            out[--at] = group;
        out[--at] = (char)('0' + rest % 10);
        rest /= 10;
        written++;
    } while (rest > 0);
    if (number.digits < 0)
        out[--at] = '-';
    return text_copy(arena, (struct text){out + at, sizeof out - at});
}

struct text decimal_write(struct arena *arena, struct decimal number)
{
    return decimal_print(arena, number, '\0', '.');
}

struct text decimal_write_people(struct arena *arena, struct decimal number, bool english)
{
    return decimal_print(arena, number, english ? ',' : '.', english ? '.' : ',');
}
