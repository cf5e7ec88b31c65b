/* words.c — the sentences of words.def, in the person's language. */
#include "face/command/command_inside.h"

static const struct text SENTENCES[][2] = {
#define WORD(id, vi, en) {TEXT_ENTRY(vi), TEXT_ENTRY(en)},
#include "face/command/words.def"
#undef WORD
};

struct text word_text(const struct command_line *line, enum word word, struct text first, struct text second)
{
    struct text sentence = SENTENCES[word][line->language == LANGUAGE_EN];
    sentence = text_replace(line->arena, sentence, TEXT("{1}"), first);
    return text_replace(line->arena, sentence, TEXT("{2}"), second);
}

struct text number_text(const struct command_line *line, int64_t number)
{
    return decimal_write_people(line->arena, decimal_of(number), line->language == LANGUAGE_EN);
}
