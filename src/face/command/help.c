/* help.c — what there is, and how each command is used. */
#include "face/command/command_inside.h"

#include "base/buffer.h"

enum { HELP_MAX = 64 * 1024, NAME_WIDTH = 14, OPTION_WIDTH = 26 };

struct option_help {
    struct text name, value, about[2];
    bool everywhere;
};

static const struct option_help OPTIONS[] = {
#define OPTION(name, value, everywhere, vi, en) {TEXT_ENTRY(name), TEXT_ENTRY(value), {TEXT_ENTRY(vi), TEXT_ENTRY(en)}, everywhere},
#include "face/command/options.def"
#undef OPTION
};

static struct text no_text(void)
{
    return (struct text){0};
}

static void add_word(const struct command_line *line, struct buffer *out, enum word word, struct text first)
{
    buffer_add(out, word_text(line, word, first, no_text()));
    buffer_add_char(out, '\n');
}

static void add_padded(struct buffer *out, struct text text, size_t width)
{
    buffer_add(out, text);
    for (size_t i = text_points(text); i < width; i++)
        buffer_add_char(out, ' ');
}

static void show(const struct command_line *line, struct buffer *out)
{
    struct command_line plain = *line;
    plain.json = false; /* help is for people */
    say_text(&plain, buffer_text(out));
    buffer_clear(out);
}

void help_all(const struct command_line *line)
{
    struct buffer out;
    buffer_init(&out, HELP_MAX);
    add_word(line, &out, WORD_ABOUT, no_text());
    buffer_add_char(&out, '\n');
    add_word(line, &out, WORD_HELP_COMMANDS, no_text());
    for (size_t i = 0; i < command_count(); i++) {
        buffer_add(&out, TEXT("  "));
        add_padded(&out, command_at(i)->words, NAME_WIDTH);
        buffer_add(&out, command_at(i)->about[line->language == LANGUAGE_EN]);
        buffer_add_char(&out, '\n');
    }
    buffer_add_char(&out, '\n');
    add_word(line, &out, WORD_HELP_MORE, no_text());
    add_word(line, &out, WORD_HELP_EXITS, no_text());
    show(line, &out);
}

static void add_option(const struct command_line *line, struct buffer *out, const struct option_help *option)
{
    struct text form = text_format(line->arena, "  --%.*s %.*s", TEXT_ARGS(option->name), TEXT_ARGS(option->value));
    add_padded(out, form, OPTION_WIDTH);
    buffer_add(out, option->about[line->language == LANGUAGE_EN]);
    buffer_add_char(out, '\n');
}

static bool is_own(const struct command *command, struct text name)
{
    struct text own = command->options, word;
    while (text_next(&own, ' ', &word))
        if (text_equal(word, name))
            return true;
    return false;
}

void help_one(const struct command_line *line)
{
    const struct command *command = line->command;
    struct buffer out;
    buffer_init(&out, HELP_MAX);
    buffer_add(&out, command->about[line->language == LANGUAGE_EN]);
    buffer_add(&out, TEXT("\n\n"));
    add_word(line, &out, WORD_HELP_USE, text_format(line->arena, "%.*s %.*s", TEXT_ARGS(command->words), TEXT_ARGS(command->takes)));
    if (command->options.length > 0)
        add_word(line, &out, WORD_HELP_OWN, no_text());
    for (size_t i = 0; i < LENGTH_OF(OPTIONS); i++)
        if (is_own(command, OPTIONS[i].name))
            add_option(line, &out, &OPTIONS[i]);
    add_word(line, &out, WORD_HELP_EVERYWHERE, no_text());
    for (size_t i = 0; i < LENGTH_OF(OPTIONS); i++)
        if (OPTIONS[i].everywhere)
            add_option(line, &out, &OPTIONS[i]);
    buffer_add_char(&out, '\n');
    add_word(line, &out, WORD_HELP_EXAMPLE, no_text());
    buffer_add_format(&out, "  %.*s\n", TEXT_ARGS(command->example));
    show(line, &out);
}
