/*
 * profile.c — the fields no register may have, whoever asks for them.
 *
 * The system keeps no profile of a person: nothing of what somebody thinks,
 * believes or belongs to, of health, crimes, or identity numbers (Law 91/2025/QH15
 * on personal data counts these as sensitive). A field is known by its name or its
 * title. Words are compared without diacritics, as whole words; where that would
 * catch an innocent phrase, the phrase is named beside it.
 */
#include "keep/definition/profile.h"

#include "keep/definition/definition_inside.h"

static const struct forbidden_word {
    const char *word;    /* folded */
    const char *reason;  /* the problem's code */
    const char *allowed; /* a longer phrase in which the word is innocent */
} forbidden_words[] = {
    {"political opinion", "definition.profile-politics", NULL},
    {"political view", "definition.profile-politics", NULL},
    {"political views", "definition.profile-politics", NULL},
    {"political attitude", "definition.profile-politics", NULL},
    {"ideology", "definition.profile-politics", NULL},
    {"loyalty", "definition.profile-politics", NULL},
    {"party member", "definition.profile-politics", NULL},
    {"la dang vien", "definition.profile-politics", NULL},
    {"chinh kien", "definition.profile-politics", NULL},
    {"thai do chinh tri", "definition.profile-politics", NULL},
    {"quan diem chinh tri", "definition.profile-politics", NULL},
    {"tu tuong chinh tri", "definition.profile-politics", NULL},
    {"tinh hinh tu tuong", "definition.profile-politics", NULL},
    {"dien bien tu tuong", "definition.profile-politics", NULL},
    {"religion", "definition.profile-religion", NULL},
    {"religious belief", "definition.profile-religion", NULL},
    {"faith", "definition.profile-religion", NULL},
    {"ton giao", "definition.profile-religion", NULL},
    {"tin nguong", "definition.profile-religion", NULL},
    {"ethnicity", "definition.profile-ethnicity", NULL},
    {"ethnic", "definition.profile-ethnicity", NULL},
    {"ethnic group", "definition.profile-ethnicity", NULL},
    {"race", "definition.profile-ethnicity", NULL},
    {"dan toc", "definition.profile-ethnicity", "toan dan toc"},
    {"nationality", "definition.profile-ethnicity", NULL},
    {"quoc tich", "definition.profile-ethnicity", NULL},
    {"health", "definition.profile-health", NULL},
    {"disease", "definition.profile-health", NULL},
    {"illness", "definition.profile-health", NULL},
    {"diagnosis", "definition.profile-health", NULL},
    {"disability", "definition.profile-health", NULL},
    {"hiv", "definition.profile-health", NULL},
    {"suc khoe", "definition.profile-health", NULL},
    {"benh an", "definition.profile-health", NULL},
    {"benh ly", "definition.profile-health", NULL},
    {"benh tat", "definition.profile-health", NULL},
    {"ten benh", "definition.profile-health", NULL},
    {"tinh trang khuyet tat", "definition.profile-health", NULL},
    {"crime", "definition.profile-crime", NULL},
    {"crimes", "definition.profile-crime", NULL},
    {"criminal", "definition.profile-crime", NULL},
    {"criminal record", "definition.profile-crime", NULL},
    {"conviction", "definition.profile-crime", NULL},
    {"toi pham", "definition.profile-crime", NULL},
    {"toi danh", "definition.profile-crime", NULL},
    {"tien an tien su", "definition.profile-crime", NULL},
    {"an tich", "definition.profile-crime", NULL},
    {"doi tuong theo doi", "definition.profile-watch", NULL},
    {"doi tuong quan ly", "definition.profile-watch", NULL},
    {"dien theo doi", "definition.profile-watch", NULL},
    {"watch list", "definition.profile-watch", NULL},
    {"cccd", "definition.profile-identity", NULL},
    {"cmnd", "definition.profile-identity", NULL},
    {"can cuoc", "definition.profile-identity", NULL},
    {"chung minh nhan dan", "definition.profile-identity", NULL},
    {"chung minh thu", "definition.profile-identity", NULL},
    {"so dinh danh", "definition.profile-identity", NULL},
    {"ho chieu", "definition.profile-identity", NULL},
    {"identity number", "definition.profile-identity", NULL},
    {"identity card", "definition.profile-identity", NULL},
    {"id card", "definition.profile-identity", NULL},
    {"id number", "definition.profile-identity", NULL},
    {"national id", "definition.profile-identity", NULL},
    {"citizen id", "definition.profile-identity", NULL},
    {"passport", "definition.profile-identity", NULL},
};

/* " so cccd cmnd ": folded, whole words. */
struct text profile_words(struct arena *arena, struct text text)
{
    return text_words(arena, text_fold(arena, text));
}

static const struct forbidden_word *forbidden_find(struct arena *scratch, struct text said)
{
    struct text text = profile_words(scratch, said);
    for (size_t i = 0; i < LENGTH_OF(forbidden_words); i++) {
        const struct forbidden_word *word = &forbidden_words[i];
        struct text left = text;
        if (word->allowed != NULL)
            left = text_replace(scratch, text, text_of(word->allowed), TEXT("-"));
        if (text_contains(left, text_format(scratch, " %s ", word->word)))
            return word;
    }
    return NULL;
}

const char *profile_refuses(struct arena *scratch, const struct definition *definition, struct text title)
{
    const struct forbidden_word *word = forbidden_find(scratch, title);
    if (word != NULL)
        return word->reason;
    struct text words = profile_words(scratch, title);
    for (size_t i = 0; i < definition->refused_count; i++)
        if (text_contains(words, definition->refused[i].words))
            return definition->refused[i].code;
    return NULL;
}

void profile_check_words(struct reading *reading, const struct title *title, struct place place)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    const struct text said[] = {title->vi, title->en};
    for (size_t i = 0; i < LENGTH_OF(said); i++) {
        const struct forbidden_word *word = forbidden_find(scratch, said[i]);
        if (word != NULL) {
            problem_of(reading, place, word->reason, said[i], (struct text){0});
            return;
        }
    }
}

void profile_check(struct reading *reading, const struct field_definition *field, struct place place)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    const struct text said[] = {field->name, field->title.vi, field->title.en};
    for (size_t i = 0; i < LENGTH_OF(said); i++) {
        const struct forbidden_word *word = forbidden_find(scratch, said[i]);
        bool needed = word != NULL && field->write_only && strcmp(word->reason, "definition.profile-identity") == 0;
        if (word != NULL && !needed) {
            problem_of(reading, place, word->reason, said[i], (struct text){0});
            return;
        }
    }
}
