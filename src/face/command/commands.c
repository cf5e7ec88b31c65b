/* commands.c — the table of commands, and finding one by its words. */
#include "face/command/command_inside.h"

static const struct command COMMANDS[] = {
#define COMMAND(words, function, takes, options, vi, en, example) \
    {TEXT_ENTRY(words), function, TEXT_ENTRY(takes), TEXT_ENTRY(options), {TEXT_ENTRY(vi), TEXT_ENTRY(en)}, TEXT_ENTRY(example)},
#include "face/command/commands.def"
#undef COMMAND
};

size_t command_count(void)
{
    return LENGTH_OF(COMMANDS);
}

const struct command *command_at(size_t index)
{
    return &COMMANDS[index];
}

/* "define check" is how the design writes what the table calls define-check. */
static bool fits(struct text words, const struct text *given, size_t count, size_t *taken)
{
    struct text rest = words, word;
    char mark = text_equal(words, TEXT("define-check")) && count > 0 && text_is(given[0], "define") ? '-' : ' ';
    size_t used = 0;
    while (text_next(&rest, mark, &word)) {
        if (used >= count || !text_equal(given[used], word))
            return false;
        used++;
    }
    *taken = used;
    return true;
}

const struct command *command_find(const struct text *given, size_t count, size_t *taken)
{
    for (size_t i = 0; i < LENGTH_OF(COMMANDS); i++)
        if (fits(COMMANDS[i].words, given, count, taken))
            return &COMMANDS[i];
    return NULL;
}
