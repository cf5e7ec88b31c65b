/* options.c — what stands behind "danvan": words and options, in any order. */
#include "face/command/command_inside.h"

#include <stdlib.h>

enum { GIVEN_MAX = 16 };

struct option {
    struct text name;
    bool value, everywhere;
};

static const struct option OPTIONS[] = {
#define OPTION(name, value, everywhere, vi, en) {TEXT_ENTRY(name), sizeof(value) > 1, everywhere},
#include "face/command/options.def"
#undef OPTION
};

/* ---- asking for them ---- */

bool option_has(const struct command_line *line, const char *name)
{
    for (size_t i = 0; i < line->option_count; i++)
        if (text_is(line->options[i].name, name))
            return true;
    return false;
}

struct text option_text(const struct command_line *line, const char *name)
{
    for (size_t i = line->option_count; i > 0; i--)
        if (text_is(line->options[i - 1].name, name))
            return line->options[i - 1].value;
    return (struct text){0};
}

bool option_need(const struct command_line *line, const char *name, struct text *value, struct failure *why)
{
    struct text given = option_text(line, name);
    if (given.length == 0)
        return FAIL(why, FAILURE_INVALID, "--%s is needed", name);
    *value = given;
    return true;
}

struct text name_without_folder(struct text path)
{
    struct text part = path;
    while (text_next(&path, '/', &part))
        continue;
    return part;
}

/* ---- reading ---- */

static const struct option *find_option(struct text name)
{
    for (size_t i = 0; i < LENGTH_OF(OPTIONS); i++)
        if (text_equal(OPTIONS[i].name, name))
            return &OPTIONS[i];
    return NULL;
}

static bool no_such_option(struct text name, struct failure *why)
{
    struct text names[LENGTH_OF(OPTIONS)];
    for (size_t i = 0; i < LENGTH_OF(OPTIONS); i++)
        names[i] = OPTIONS[i].name;
    struct text near = text_nearest(name, names, LENGTH_OF(OPTIONS));
    if (near.length > 0)
        return FAIL(why, FAILURE_INVALID, "there is no option --%.*s; did you mean --%.*s?", TEXT_ARGS(name), TEXT_ARGS(near));
    return FAIL(why, FAILURE_INVALID, "there is no option --%.*s", TEXT_ARGS(name));
}

/* "--name value", "--name=value", or "--name" alone; `*index` moves past a value. */
static bool read_option(struct command_line *line, const struct text *words, size_t count, size_t *index, struct failure *why)
{
    struct text rest = text_from(words[*index], 2), name = {0};
    bool equals = text_contains(rest, TEXT("="));
    if (!text_next(&rest, '=', &name))
        return FAIL(why, FAILURE_INVALID, "an option needs a name behind --");
    const struct option *option = find_option(name);
    if (!option)
        return no_such_option(name, why);
    if (!option->value && equals)
        return FAIL(why, FAILURE_INVALID, "--%.*s takes no value", TEXT_ARGS(name));
    if (option->value && !equals) {
        if (*index + 1 >= count || text_starts(words[*index + 1], TEXT("--")))
            return FAIL(why, FAILURE_INVALID, "--%.*s needs a value", TEXT_ARGS(name));
        rest = words[++*index];
    }
    if (line->option_count == OPTIONS_MAX)
        return FAIL(why, FAILURE_TOO_BIG, "at most %d options are taken", OPTIONS_MAX);
    line->options[line->option_count++] = (struct option_given){option->name, rest};
    return true;
}

static bool fits_command(const struct command_line *line, struct failure *why)
{
    for (size_t i = 0; i < line->option_count; i++) {
        const struct option *option = find_option(line->options[i].name);
        struct text own = line->command->options, word;
        bool known = option->everywhere;
        while (!known && text_next(&own, ' ', &word))
            known = text_equal(word, option->name);
        if (!known)
            return FAIL(why, FAILURE_INVALID, "%.*s takes no option --%.*s", TEXT_ARGS(line->command->words), TEXT_ARGS(option->name));
    }
    return true;
}

static bool fits_takes(const struct command_line *line, struct failure *why)
{
    struct text takes = line->command->takes, word;
    size_t wanted = 0, may = 0;
    while (text_next(&takes, ' ', &word))
        text_starts(word, TEXT("[")) ? may++ : wanted++;
    /* `act DIR` alone lists the acts. */
    bool list = (text_is(line->command->words, "act") && line->count == 1) || (text_is(line->command->words, "deadline") && line->count == 0);
    return (line->count >= wanted && line->count <= wanted + may) || list ||
           FAIL(why, FAILURE_INVALID, "%.*s takes %.*s", TEXT_ARGS(line->command->words), TEXT_ARGS(line->command->takes));
}

static bool english_from_surroundings(void)
{
    static const char *const NAMES[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < LENGTH_OF(NAMES); i++) {
        const char *value = getenv(NAMES[i]);
        if (value && *value)
            return !text_starts(text_of(value), TEXT("vi"));
    }
    return true;
}

static bool read_everywhere(struct command_line *line, struct failure *why)
{
    struct text language = option_text(line, "lang"), today = option_text(line, "today");
    line->json = option_has(line, "json");
    line->quiet = option_has(line, "quiet");
    line->help = line->help || option_has(line, "help");
    line->as = option_text(line, "as");
    if (language.length > 0 && !text_is(language, "vi") && !text_is(language, "en"))
        return FAIL(why, FAILURE_INVALID, "--lang is vi or en");
    if (today.length > 0 && !day_read_people(today, &line->today))
        return FAIL(why, FAILURE_INVALID, "--today is a day such as 2021-10-08");
    return true;
}

static bool no_such_command(const struct command_line *line, struct failure *why)
{
    struct text *names = arena_make_many(line->arena, command_count(), sizeof *names);
    for (size_t i = 0; i < command_count(); i++)
        names[i] = command_at(i)->words;
    struct text near = text_nearest(line->given[0], names, command_count());
    if (near.length > 0)
        return FAIL(why, FAILURE_INVALID, "there is no command %.*s; did you mean %.*s?", TEXT_ARGS(line->given[0]), TEXT_ARGS(near));
    return FAIL(why, FAILURE_INVALID, "there is no command %.*s", TEXT_ARGS(line->given[0]));
}

/* Looked for first: whatever else is wrong is then told in that language. */
static void read_language(struct command_line *line, const struct text *words, size_t count)
{
    line->language = english_from_surroundings() ? LANGUAGE_EN : LANGUAGE_VI;
    for (size_t i = 0; i < count; i++) {
        bool apart = text_is(words[i], "--lang") && i + 1 < count;
        if (text_is(words[i], "--lang=vi") || (apart && text_is(words[i + 1], "vi")))
            line->language = LANGUAGE_VI;
        if (text_is(words[i], "--lang=en") || (apart && text_is(words[i + 1], "en")))
            line->language = LANGUAGE_EN;
    }
}

static bool read_words(struct command_line *line, const struct text *words, size_t count, struct text *given, struct failure *why)
{
    bool options = true;
    for (size_t i = 0; i < count; i++) {
        if (options && text_is(words[i], "--"))
            options = false;
        else if (options && text_starts(words[i], TEXT("--"))) {
            if (!read_option(line, words, count, &i, why))
                return false;
        } else if (options && text_is(words[i], "-h"))
            line->help = true;
        else if (line->count == GIVEN_MAX)
            return FAIL(why, FAILURE_TOO_BIG, "at most %d words are taken", GIVEN_MAX);
        else
            given[line->count++] = words[i];
    }
    return true;
}

bool command_line_read(struct command_line *line, const char *const *words, size_t count, struct failure *why)
{
    struct text *all = arena_make_many(line->arena, count, sizeof *all), *given = arena_make_many(line->arena, count, sizeof *given);
    size_t taken = 0;
    line->today = DAY_NONE;
    line->given = given;
    for (size_t i = 0; i < count; i++) {
        if (!text_is_utf8(text_of(words[i])))
            return FAIL(why, FAILURE_INVALID, "what was typed is not UTF-8");
        all[i] = text_of(words[i]);
    }
    read_language(line, all, count);
    if (!read_words(line, all, count, given, why) || !read_everywhere(line, why))
        return false;
    if (line->count > 0 && text_is(given[0], "help")) {
        line->help = true;
        line->given++;
        line->count--;
    }
    if (line->count == 0) {
        line->help = true;
        return true;
    }
    line->command = command_find(line->given, line->count, &taken);
    if (!line->command)
        return no_such_command(line, why);
    line->given += taken;
    line->count -= taken;
    return line->help || (fits_command(line, why) && fits_takes(line, why));
}
