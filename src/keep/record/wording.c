/* wording.c — reads free text for what its register may not hold: numbers of persons, names, houses, refused words. */
#include "keep/record/wording.h"

enum { NUMBER_DIGITS_MIN = 9, NUMBER_DIGITS_MAX = 12 };

/* ---- numbers of persons ---- */

/* A run of digits, single spaces, dots or hyphens between them allowed when it begins with 0, as phones are written. */
static size_t digits_at(struct text text, size_t start, size_t *end)
{
    size_t digits = 0, i = start;
    while (i < text.length) {
        char c = text.bytes[i];
        if (c >= '0' && c <= '9')
            digits++;
        else if (!((c == ' ' || c == '.' || c == '-') && text.bytes[start] == '0' && i + 1 < text.length &&
                   text.bytes[i + 1] >= '0' && text.bytes[i + 1] <= '9'))
            break;
        i++;
    }
    *end = i;
    return digits;
}

/* Identity numbers (9 or 12 digits) and telephone numbers do not belong in free text (DESIGN §10). */
static bool holds_identity_number(struct text text)
{
    size_t i = 0, end;
    while (i < text.length) {
        if (text.bytes[i] < '0' || text.bytes[i] > '9') {
            i++;
            continue;
        }
        size_t digits = digits_at(text, i, &end);
        bool abroad = text_starts(text_from(text, i), TEXT("84")) && digits == 11; /* the country's own prefix */
        bool phone = abroad || (text.bytes[i] == '0' && digits >= 10 && digits <= 11);
        if (digits == NUMBER_DIGITS_MIN || digits == NUMBER_DIGITS_MAX || phone)
            return true;
        i = end;
    }
    return false;
}

/* ---- persons, houses, groups ---- */

/* One word after another: as written, and in lower case. */
struct reader {
    struct text written, lower;
    struct text word, small, before; /* `before`: the word before, in lower case */
};

static bool read_on(struct reader *reader)
{
    struct text word, small;
    if (!text_next(&reader->written, ' ', &word) || !text_next(&reader->lower, ' ', &small))
        return false;
    reader->before = reader->small;
    reader->word = word;
    reader->small = small;
    return true;
}

static bool is_one_of(struct text word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_is(word, words[i]))
            return true;
    return false;
}

/* A name begins with a capital; what is all capitals (UBND) is none. */
static bool is_name(const struct reader *reader)
{
    int32_t first, small;
    struct text rest = reader->word, small_rest = reader->small;
    if (!text_point_next(&rest, &first) || !text_point_next(&small_rest, &small) || first == small)
        return false;
    return rest.length == 0 || text_equal(rest, small_rest);
}

static bool is_number(struct text word)
{
    return word.length > 0 && word.bytes[0] >= '0' && word.bytes[0] <= '9';
}

static bool names_person(const struct reader *reader, struct text two_before)
{
    static const char *const TITLES[] = {"ông", "bà", "anh", "chị", "cô", "chú", "bác", "cụ", "em", "cậu", "dì", "thím", "mợ"};
    static const char *const HELPS[] = {"ủng", "bảo", "phòng", "chợ"}; /* "ủng hộ Quỹ": no household */
    if (!is_name(reader))
        return false;
    if (is_one_of(reader->before, TITLES, LENGTH_OF(TITLES)))
        return !(text_is(reader->before, "bác") && text_is(reader->small, "hồ"));
    return text_is(reader->before, "hộ") && !is_one_of(two_before, HELPS, LENGTH_OF(HELPS));
}

static bool names_house(const struct reader *reader, struct text two_before)
{
    static const char *const ALLEYS[] = {"ngách", "hẻm", "kiệt"};
    if (!is_number(reader->word))
        return false;
    return (text_is(reader->before, "nhà") && text_is(two_before, "số")) || (text_is(reader->before, "số") && text_is(two_before, "nhà")) ||
           is_one_of(reader->before, ALLEYS, LENGTH_OF(ALLEYS));
}

static bool names_group(const struct reader *reader, struct text two_before)
{
    static const char *const GROUPS[] = {"tổ", "tdp", "ngõ", "thôn", "xóm", "cụm"};
    if (!is_number(reader->word))
        return false;
    bool numbered = text_is(reader->before, "số") && (is_one_of(two_before, GROUPS, LENGTH_OF(GROUPS)) || text_is(two_before, "phố"));
    return numbered || is_one_of(reader->before, GROUPS, LENGTH_OF(GROUPS)) ||
           (text_is(reader->before, "phố") && text_is(two_before, "dân"));
}

static const char *scan(struct arena *scratch, const struct field_definition *field, struct text text)
{
    struct text words = text_trimmed(text_words(scratch, text)), two_before = {0};
    struct reader reader = {.written = words, .lower = text_lower(scratch, words)};
    while (read_on(&reader)) {
        if (field->scans_names && (names_person(&reader, two_before) || names_house(&reader, two_before)))
            return "record.names-person";
        if (field->scans_groups && names_group(&reader, two_before))
            return "record.names-group";
        two_before = reader.before;
    }
    return NULL;
}

const char *wording_problem(struct arena *scratch, const struct field_definition *field, struct text text)
{
    if (!field->personal && holds_identity_number(text))
        return "record.identity-number";
    return field->scans_names || field->scans_groups ? scan(scratch, field, text) : NULL;
}

/* ---- refused words ---- */

static struct text between_spaces(struct arena *arena, struct text words)
{
    return text_format(arena, " %.*s ", TEXT_ARGS(words));
}

bool wording_refused(struct arena *scratch, const struct refusal_definition *refusal, struct text text)
{
    if (!refusal)
        return false;
    struct text words = text_words(scratch, text_lower(scratch, text));
    for (size_t i = 0; i < refusal->but_count; i++)
        words = text_replace(scratch, words, between_spaces(scratch, refusal->but[i]), TEXT(" - "));
    for (size_t i = 0; i < refusal->word_count; i++)
        if (text_contains(words, between_spaces(scratch, refusal->words[i])))
            return true;
    return false;
}
