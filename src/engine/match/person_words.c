/* person_words.c — a number, or a name with a birthday, brought to the form match compares them in. */
#include "engine/match/person_words.h"

#include "engine/codec/identity_number.h"
#include "engine/match/match_inside.h"
#include "engine/match/partial_day.h"

#define BY_NUMBER "so "

static struct text by_number(struct arena *arena, const struct letters *letters, const struct text *cells, struct partial_day born)
{
    struct text sex = sex_word(words_read(arena, letters, cells[PERSON_SEX]));
    const struct identity_person person = {
        .sex = text_is(sex, "m") ? IDENTITY_MAN : text_is(sex, "f") ? IDENTITY_WOMAN : IDENTITY_SEX_UNKNOWN, .birth_year = born.year};
    struct identity_number got = identity_number_read(arena, cells[PERSON_IDENTITY], person);
    bool good = got.verdict == IDENTITY_READ || got.verdict == IDENTITY_REPAIRED;
    return good ? text_format(arena, BY_NUMBER "%.*s", TEXT_ARGS(got.number)) : (struct text){0};
}

struct text person_words(struct arena *arena, const struct letters *letters, const struct text cells[PERSON_FIELDS])
{
    for (size_t i = 0; i < PERSON_FIELDS; i++)
        if (!text_is_utf8(cells[i]))
            return (struct text){0};
    struct partial_day born = partial_day_read(cells[PERSON_BORN]);
    struct text words = by_number(arena, letters, cells, born);
    struct person_name name = person_name_read(arena, letters, cells[PERSON_NAME]);
    if (words.length > 0 || name.toned.length == 0 || !partial_day_full(born))
        return words;
    return text_format(arena, "ten %.*s %04u-%02u-%02u", TEXT_ARGS(name.toned), born.year, born.month, born.day);
}

bool person_words_sure(struct text words)
{
    return text_starts(words, TEXT(BY_NUMBER));
}
