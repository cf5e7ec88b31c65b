/* identity_number.c — the digits of a cell, what was lost of them, and whether the person agrees. */
#include "engine/codec/identity_number.h"

#include "base/markers.h"

#include <string.h>

enum {
    NEW_DIGITS = 12,
    OLD_DIGITS = 9,
    EXCEL_DIGITS = 15,
    DIGITS_MAX = 40,
    COUNTRY_FIRST = 101,
    COUNTRY_LAST = 399
};

/* What stands in the cell. */
struct writing {
    char digits[DIGITS_MAX];
    size_t count;
    bool letter;  /* an O was taken for 0 */
    bool scaled;  /* written with an exponent, every digit there */
    bool rounded; /* written with an exponent that asks for digits that are not there */
    bool unread;  /* something else than digits and marks */
};

/* The 63 codes of Circular 07/2016/TT-BCA, Annex I; countries stand above 100 in Annex II. */
static bool province_exists(int code)
{
    static const uint8_t codes[] = {1,  2,  4,  6,  8,  10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25,
                                    26, 27, 30, 31, 33, 34, 35, 36, 37, 38, 40, 42, 44, 45, 46, 48,
                                    49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75,
                                    77, 79, 80, 82, 83, 84, 86, 87, 89, 91, 92, 93, 94, 95, 96};
    return (code < 100 && memchr(codes, code, sizeof codes) != NULL) ||
           (code >= COUNTRY_FIRST && code <= COUNTRY_LAST);
}

/* Takes a mark that people or programs put between digits off the front of `*rest`. */
static bool mark_taken(struct text *rest)
{
    static const char *const marks[] = {" ",
                                        "\t",
                                        "\n",
                                        "\r",
                                        ".",
                                        "-",
                                        "'",
                                        "\xC2\xA0",
                                        "\xE2\x80\x98",
                                        "\xE2\x80\x99",
                                        "\xE2\x80\xAF",
                                        "\xE2\x80\x8B",
                                        "\xE2\x80\x93",
                                        "\xEF\xBB\xBF"};
    for (size_t i = 0; i < LENGTH_OF(marks); i++)
        if (text_starts(*rest, text_of(marks[i]))) {
            *rest = text_from(*rest, strlen(marks[i]));
            return true;
        }
    return false;
}

/* ".0", ",00": a whole number that was written with decimals. "085.000" ends in a group of three and keeps it. */
static struct text without_decimals(struct text cell)
{
    size_t zeros = 0;
    while (zeros < cell.length && cell.bytes[cell.length - 1 - zeros] == '0')
        zeros++;
    if (zeros == 0 || zeros > 2 || zeros == cell.length)
        return cell;
    char mark = cell.bytes[cell.length - 1 - zeros];
    return mark == '.' || mark == ',' ? text_part(cell, 0, cell.length - 1 - zeros) : cell;
}

/* "8.5085000001E+10": the digits, when the exponent asks for no more of them. False when it is not of that form. */
static bool scaled_read(struct text cell, struct writing *out)
{
    size_t e = 0;
    while (e < cell.length && cell.bytes[e] != 'E' && cell.bytes[e] != 'e')
        e++;
    struct text power = text_from(cell, e + 1);
    if (text_starts(power, TEXT("+")))
        power = text_from(power, 1);
    int64_t exponent;
    if (e < 1 || e >= cell.length || !text_read_int64(power, &exponent) || exponent < 0 || exponent > 300)
        return false;
    for (size_t i = 0; i < e; i++) {
        char c = cell.bytes[i];
        bool mark = i == 1 && (c == '.' || c == ',');
        if (!mark && (c < '0' || c > '9' || out->count == DIGITS_MAX))
            return false;
        if (!mark)
            out->digits[out->count++] = c;
    }
    out->scaled = true;
    out->rounded = out->count != (size_t)exponent + 1;
    return true;
}

static void plain_read(struct text cell, struct writing *out)
{
    struct text rest = without_decimals(cell);
    while (rest.length > 0 && !out->unread) {
        char c = rest.bytes[0];
        bool digit = c >= '0' && c <= '9', letter = c == 'O' || c == 'o';
        if (!digit && mark_taken(&rest)) /* no digit is looked for among the marks */
            continue;
        out->unread = (!letter && !digit) || out->count == DIGITS_MAX;
        if (out->unread)
            return;
        out->letter = out->letter || letter;
        out->digits[out->count++] = letter ? '0' : c;
        rest = text_from(rest, 1);
    }
}

static int number_at(const char *digits, size_t count)
{
    int number = 0;
    for (size_t i = 0; i < count; i++)
        number = number * 10 + (digits[i] - '0');
    return number;
}

static int birth_year(const char *digits)
{
    return 1900 + (digits[3] - '0') / 2 * 100 + number_at(digits + 4, 2);
}

static enum identity_sex sex(const char *digits)
{
    return (digits[3] - '0') % 2 == 0 ? IDENTITY_MAN : IDENTITY_WOMAN;
}

/* Why the 12 digits cannot be this person's; NULL when they can. */
static const char *new_number_fault(const char *digits, struct identity_person person, bool put_in)
{
    bool told = person.sex != IDENTITY_SEX_UNKNOWN && person.birth_year != 0;
    if (!province_exists(number_at(digits, 3)))
        return put_in ? "identity.lost" : "identity.province";
    if (put_in && !told)
        return "identity.unproven";
    if (person.birth_year != 0 && birth_year(digits) != person.birth_year)
        return put_in ? "identity.lost" : "identity.year";
    if (person.sex != IDENTITY_SEX_UNKNOWN && sex(digits) != person.sex)
        return put_in ? "identity.lost" : "identity.sex";
    return NULL;
}

static struct identity_number problem(const char *code)
{
    return (struct identity_number){.verdict = IDENTITY_PROBLEM, .problem = code};
}

static struct identity_number taken(struct arena *arena, struct writing writing, bool put_in)
{
    return (struct identity_number){.verdict = put_in ? IDENTITY_REPAIRED : IDENTITY_READ,
                                    .number = text_copy(arena, (struct text){writing.digits, writing.count})};
}

/* 10 to 12 digits: the new number, perhaps with its zeros put back. */
static struct identity_number new_number(struct arena *arena, struct writing writing,
                                         struct identity_person person)
{
    size_t lost = NEW_DIGITS - writing.count;
    bool put_in = lost > 0 || writing.letter || writing.scaled;
    /* Excel takes all the zeros off the front, so one that is still there says that another digit is missing. */
    if (lost > 0 && writing.digits[0] == '0')
        return problem("identity.length");
    memmove(writing.digits + lost, writing.digits, writing.count);
    memset(writing.digits, '0', lost);
    writing.count = NEW_DIGITS;
    const char *fault = new_number_fault(writing.digits, person, put_in);
    return fault != NULL ? problem(fault) : taken(arena, writing, put_in);
}

static bool zeros_behind(struct writing writing)
{
    for (size_t i = EXCEL_DIGITS; i < writing.count; i++)
        if (writing.digits[i] != '0')
            return false;
    return writing.count > EXCEL_DIGITS;
}

struct identity_number identity_number_read(struct arena *arena, struct text cell,
                                            struct identity_person person)
{
    struct writing writing = {0};
    struct text trimmed = text_trimmed(cell);
    if (trimmed.length == 0)
        return (struct identity_number){.verdict = IDENTITY_NONE};
    if (!scaled_read(trimmed, &writing)) {
        writing = (struct writing){0};
        plain_read(trimmed, &writing);
    }
    if (writing.unread)
        return problem("identity.letters");
    if (writing.rounded || zeros_behind(writing))
        return problem("identity.rounded");
    if (writing.count >= NEW_DIGITS - 2 && writing.count <= NEW_DIGITS)
        return new_number(arena, writing, person);
    if (writing.count == OLD_DIGITS - 1)
        return problem("identity.old-short");
    if (writing.count != OLD_DIGITS)
        return problem("identity.length");
    /* Nothing in an old number proves digits that were put in. */
    return writing.letter || writing.scaled ? problem("identity.unproven") : taken(arena, writing, false);
}
