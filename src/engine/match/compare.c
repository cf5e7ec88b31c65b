/* compare.c — two rows, field by field: at which level do they agree? */
#include "engine/match/match_inside.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double NAME_ALIKE_LEAST = 0.9, WORDS_ALIKE_LEAST = 0.88, WORDS_PARTLY_LEAST = 0.75;
enum { SYLLABLES_MAX = 12 };

unsigned match_levels(enum match_kind kind)
{
    static const uint8_t counts[] = {
        [MATCH_NAME] = NAME_OTHER,       [MATCH_WORDS] = WORDS_OTHER,    [MATCH_DAY] = DAY_OTHER,
        [MATCH_IDENTITY] = NUMBER_OTHER, [MATCH_CONTACT] = NUMBER_OTHER, [MATCH_CODE] = CODE_OTHER,
        [MATCH_SEX] = CODE_OTHER,        [MATCH_NUMBER] = NUMBER_OTHER};
    return counts[kind];
}

/* ---- names ---- */

static size_t syllables_of(struct text plain, struct text out[SYLLABLES_MAX])
{
    size_t count = 0;
    while (count < SYLLABLES_MAX && text_next(&plain, ' ', &out[count]))
        count++;
    return count;
}

static bool same_in_any_order(const struct text *a, const struct text *b, size_t count)
{
    unsigned used = 0;
    for (size_t i = 0; i < count; i++) {
        size_t j = 0;
        while (j < count && ((used >> j & 1) != 0 || !text_equal(a[i], b[j])))
            j++;
        if (j == count)
            return false;
        used |= 1U << j;
    }
    return true;
}

/* All syllables of the shorter stand in the longer in their order, the ends at the ends. */
static bool lacks_middle(const struct text *longer, size_t many, const struct text *shorter, size_t few)
{
    size_t at = 0;
    if (few < 2 || !text_equal(longer[0], shorter[0]) || !text_equal(longer[many - 1], shorter[few - 1]))
        return false;
    for (size_t i = 0; i < many && at < few; i++)
        at += text_equal(longer[i], shorter[at]);
    return at == few;
}

static bool word_is_bare(struct text word)
{
    for (size_t i = 0; i < word.length; i++)
        if ((unsigned char)word.bytes[i] >= 0x80 || (word.bytes[i] >= '0' && word.bytes[i] <= '9'))
            return false;
    return true;
}

/* Syllable by syllable the same, or one of the two has lost all its marks. */
static bool tones_agree(const struct cell *a, const struct cell *b)
{
    struct text x = {a->bytes + a->plain, a->toned}, y = {b->bytes + b->plain, b->toned}, first, second;
    while (text_next(&x, ' ', &first) && text_next(&y, ' ', &second))
        if (!text_equal(first, second) && !word_is_bare(first) && !word_is_bare(second))
            return false;
    return true;
}

static unsigned name_level(const struct cell *a, const struct cell *b)
{
    struct text x = cell_plain(a), y = cell_plain(b);
    if (a->hash == b->hash && text_equal(x, y))
        return a->toned == b->toned && memcmp(a->bytes + a->plain, b->bytes + b->plain, a->toned) == 0
                   ? NAME_SAME
               : tones_agree(a, b) ? NAME_PLAIN
                                   : NAME_TONES;
    if (similar_bound(cell_letters(a), x.length, cell_letters(b), y.length) < 0.75)
        return NAME_OTHER;
    if (similar_one_edit(x, y))
        return a->rows == 1 || b->rows == 1 ? NAME_SLIP : NAME_NEAR;
    struct text first[SYLLABLES_MAX], second[SYLLABLES_MAX];
    size_t n = syllables_of(x, first), m = syllables_of(y, second);
    if (n == m  ? same_in_any_order(first, second, n)
        : n > m ? lacks_middle(first, n, second, m)
                : lacks_middle(second, m, first, n))
        return NAME_REARRANGED;
    if (similar_jaro_winkler(x, y) >= NAME_ALIKE_LEAST && (a->rows == 1 || b->rows == 1))
        return NAME_ALIKE;
    return text_equal(first[0], second[0]) && text_equal(first[n - 1], second[m - 1]) ? NAME_ENDS
                                                                                      : NAME_OTHER;
}

static unsigned words_level(const struct cell *a, const struct cell *b)
{
    struct text x = cell_plain(a), y = cell_plain(b);
    if (a->hash == b->hash && text_equal(x, y))
        return WORDS_SAME;
    double bound = similar_bound(cell_letters(a), x.length, cell_letters(b), y.length);
    if (bound < WORDS_PARTLY_LEAST)
        return WORDS_OTHER;
    if (similar_one_edit(x, y))
        return a->rows == 1 || b->rows == 1 ? WORDS_SLIP : WORDS_NEAR;
    double similar = similar_jaro_winkler(x, y);
    return similar >= WORDS_ALIKE_LEAST    ? WORDS_ALIKE
           : similar >= WORDS_PARTLY_LEAST ? WORDS_PARTLY
                                           : WORDS_OTHER;
}

/* ---- days ---- */

static bool days_equal(struct partial_day a, struct partial_day b)
{
    return a.year == b.year && a.month == b.month && a.day == b.day;
}

static bool days_agree_in_part(struct partial_day a, struct partial_day b)
{
    return a.year == b.year && (a.month == 0 || b.month == 0 || a.month == b.month) &&
           (a.day == 0 || b.day == 0 || a.day == b.day);
}

/* How many of the digits differ; two neighbours swapped within the year, the month or the day count as one. */
static unsigned digits_apart(unsigned a, unsigned b, unsigned digits)
{
    unsigned apart = 0, x[4], y[4];
    for (unsigned i = 0; i < digits; i++, a /= 10, b /= 10) {
        x[i] = a % 10;
        y[i] = b % 10;
        apart += x[i] != y[i];
    }
    for (unsigned i = 0; i + 1 < digits && apart == 2; i++)
        if (x[i] != y[i] && x[i] == y[i + 1] && x[i + 1] == y[i])
            return 1;
    return apart;
}

static bool days_slip(struct partial_day a, struct partial_day b)
{
    bool known = a.month != 0 && b.month != 0;
    unsigned apart = digits_apart(a.year, b.year, 4);
    if (known)
        apart += digits_apart(a.month, b.month, 2) +
                 (a.day != 0 && b.day != 0 ? digits_apart(a.day, b.day, 2) : 0);
    bool next = known && a.year == b.year && a.month == b.month && abs(a.day - b.day) == 1;
    return apart == 1 || next;
}

static unsigned day_level(struct partial_day a, struct partial_day b)
{
    bool full = partial_day_full(a) && partial_day_full(b);
    if (full && days_equal(a, b))
        return DAY_SAME;
    if (!full && days_agree_in_part(a, b))
        return DAY_IN_PART;
    if (full && a.year == b.year && a.month == b.day && a.day == b.month)
        return DAY_SWAPPED;
    if (days_slip(a, b))
        return DAY_SLIP;
    return a.year == b.year ? DAY_YEAR : abs(a.year - b.year) == 1 ? DAY_YEAR_NEAR : DAY_OTHER;
}

/* ---- the rest ---- */

/* Vietnam's 9 and 12 digits are two numbers of one person: they say nothing about each other. */
static unsigned identity_level(const struct cell *a, const struct cell *b)
{
    struct text x = cell_plain(a), y = cell_plain(b);
    if ((x.length == IDENTITY_NEW && y.length == IDENTITY_OLD) ||
        (x.length == IDENTITY_OLD && y.length == IDENTITY_NEW))
        return 0;
    if (a->hash == b->hash && text_equal(x, y))
        return NUMBER_SAME;
    return similar_one_edit(x, y) ? NUMBER_NEAR : NUMBER_OTHER;
}

static unsigned number_level(double a, double b, double tolerance)
{
    if (isnan(a) || isnan(b))
        return 0;
    double larger = fabs(a) > fabs(b) ? fabs(a) : fabs(b), apart = fabs(a - b);
    return apart == 0                    ? NUMBER_SAME
           : apart <= tolerance * larger ? NUMBER_NEAR
                                         : NUMBER_OTHER; /* NOLINT: equal is equal */
}

static unsigned field_level(const struct run *run, size_t f, uint32_t a, uint32_t b)
{
    const struct column *column = &run->columns[f];
    if (column->days != NULL)
        return column->days[a].year == 0 || column->days[b].year == 0
                   ? 0
                   : day_level(column->days[a], column->days[b]);
    if (column->numbers != NULL)
        return number_level(column->numbers[a], column->numbers[b], run->plan->fields[f].tolerance);
    const struct cell *x = &column->cells[a], *y = &column->cells[b];
    if (x->hash == 0 || y->hash == 0)
        return 0;
    switch (run->plan->fields[f].kind) {
    case MATCH_NAME:
        return name_level(x, y);
    case MATCH_WORDS:
        return words_level(x, y);
    case MATCH_IDENTITY:
    case MATCH_CONTACT:
        return identity_level(x, y);
    case MATCH_CODE:
    case MATCH_SEX:
    case MATCH_DAY:
    case MATCH_NUMBER:
        return x->hash == y->hash && text_equal(cell_plain(x), cell_plain(y)) ? CODE_SAME : CODE_OTHER;
    }
    NEVER("a kind of field");
}

uint64_t levels_of(const struct run *run, uint32_t a, uint32_t b)
{
    uint64_t levels = 0;
    for (size_t f = 0; f < run->plan->field_count; f++)
        levels |= (uint64_t)field_level(run, f, a, b) << (4 * f);
    return levels;
}

/* ---- a fixed rule ---- */

static bool test_holds(const struct run *run, const struct match_rule *rule, size_t f, const uint32_t rows[2])
{
    const struct column *column = &run->columns[f];
    enum match_test test = rule->tests[f];
    if (column->days != NULL) {
        struct partial_day a = column->days[rows[0]], b = column->days[rows[1]];
        bool full = partial_day_full(a) && partial_day_full(b);
        return a.year != 0 && b.year != 0 &&
               (test == TEST_EQUAL ? full && days_equal(a, b) : !full && days_agree_in_part(a, b));
    }
    if (column->numbers != NULL)
        return number_level(column->numbers[rows[0]], column->numbers[rows[1]], 0) == NUMBER_SAME;
    const struct cell *a = &column->cells[rows[0]], *b = &column->cells[rows[1]];
    if (a->hash == 0 || b->hash == 0)
        return false;
    struct text x = cell_plain(a), y = cell_plain(b);
    if (a->hash == b->hash && text_equal(x, y))
        return true;
    return test == TEST_LIKE &&
           (a->letters == 0 ||
            similar_bound(cell_letters(a), x.length, cell_letters(b), y.length) > rule->least[f]) &&
           similar_jaro_winkler(x, y) > rule->least[f];
}

/* What is quick first: likeness is asked of few pairs. */
bool tests_hold(const struct run *run, const struct match_rule *rule, uint32_t a, uint32_t b)
{
    const uint32_t rows[2] = {a, b};
    for (int slow = 0; slow < 2; slow++)
        for (size_t f = 0; f < run->plan->field_count; f++)
            if (rule->tests[f] != TEST_NONE && (rule->tests[f] == TEST_LIKE) == (slow == 1) &&
                !test_holds(run, rule, f, rows))
                return false;
    return true;
}
