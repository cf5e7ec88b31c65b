/* refused.c — the titles a pack refuses on sheets, on top of those no pack may allow (profile.c). */
#include "keep/definition/definition_inside.h"
#include "keep/definition/profile.h"

enum { REFUSED_MAX = 400, WORD_LETTERS_MIN = 4 };

static const struct refusal {
    const char *key, *code;
} REFUSALS[] = {
    {"denunciations", "intake.denunciations"},
    {"petitions", PROFILE_PETITIONS},
    {"politics", "definition.profile-politics"},
    {"religion", "definition.profile-religion"},
    {"ethnicity", "definition.profile-ethnicity"},
    {"health", "definition.profile-health"},
    {"crime", "definition.profile-crime"},
    {"watch", "definition.profile-watch"},
    {"identity", PROFILE_IDENTITY},
};

void refused_read(struct reading *reading, const struct yaml_fields *in)
{
    static const struct text known[] = {TEXT_ENTRY("refused")};
    struct text keys[LENGTH_OF(REFUSALS)];
    struct yaml_fields below;
    yaml_fields_check(in, (struct yaml_words){known, LENGTH_OF(known)});
    if (!yaml_fields_map(in, "refused", YAML_MUST, &below))
        return;
    for (size_t i = 0; i < LENGTH_OF(REFUSALS); i++)
        keys[i] = text_of(REFUSALS[i].key);
    yaml_fields_check(&below, (struct yaml_words){keys, LENGTH_OF(keys)});
    for (size_t i = 0; i < LENGTH_OF(REFUSALS); i++) {
        struct row words = texts_read(reading, &below, REFUSALS[i].key, REFUSED_MAX);
        for (size_t k = 0; k < words.count; k++) {
            struct text word = profile_words(reading->arena, *(struct text *)row_at(&words, k));
            /* A word of two letters would refuse half of all sheets. */
            if (text_trimmed(word).length < WORD_LETTERS_MIN)
                problem_of(reading, value_place(&below, REFUSALS[i].key), "definition.refused-short", *(struct text *)row_at(&words, k), (struct text){0});
            *(struct refused_title *)row_add(&reading->refused_row, reading->arena) = (struct refused_title){word, REFUSALS[i].code};
        }
    }
}

void refused_link(struct reading *reading)
{
    reading->made->refused = (const struct refused_title *)(const void *)reading->refused_row.items;
    reading->made->refused_count = reading->refused_row.count;
}
