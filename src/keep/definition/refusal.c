/* refusal.c — the words that no record of a register may hold. */
#include "keep/definition/definition_inside.h"

enum { REFUSED_WORDS_MAX = 50 };

/* Kept as they are looked for: lower case, a space for every mark, none at the ends. */
static const struct text *words_of(struct reading *reading, const struct yaml_fields *in, const char *key, size_t *count)
{
    struct row written = texts_read(reading, in, key, REFUSED_WORDS_MAX);
    for (size_t i = 0; i < written.count; i++) {
        struct text *word = row_at(&written, i);
        *word = text_trimmed(text_words(reading->arena, text_lower(reading->arena, *word)));
        if (word->length == 0)
            problem_of(reading, value_place(in, key), "definition.refuses-nothing", text_of(key), (struct text){0});
    }
    *count = written.count;
    return (const struct text *)(const void *)written.items;
}

void refusal_read(struct reading *reading, struct register_reading *reg)
{
    static const struct text known[] = {TEXT_ENTRY("words"), TEXT_ENTRY("but"), TEXT_ENTRY("say"), TEXT_ENTRY("law")};
    struct yaml_fields in;
    if (!yaml_fields_map(&reg->in, "refuses", YAML_MAY, &in))
        return;
    yaml_fields_check(&in, (struct yaml_words){known, LENGTH_OF(known)});
    struct refusal_definition *refusal = arena_make(reading->arena, sizeof *refusal);
    *refusal = (struct refusal_definition){0};
    refusal->words = words_of(reading, &in, "words", &refusal->word_count);
    refusal->but = words_of(reading, &in, "but", &refusal->but_count);
    if (refusal->word_count == 0)
        problem_of(reading, yaml_fields_key_place(&reg->in, "refuses"), "definition.refuses-nothing", TEXT("words"), (struct text){0});
    title_read(reading, &in, "say", YAML_MUST, &refusal->say);
    law_read(reading, &in, YAML_MAY, &refusal->law);
    reg->made->refuses = refusal;
}
