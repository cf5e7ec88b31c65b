/* run.c — one command line, from its words to its exit code. */
#include "face/command/run.h"

#include "face/command/command_inside.h"

#include <errno.h>
#include <stdio.h>

static int refuse(struct command_line *line, const struct failure *why)
{
    tell_failure(line, why);
    note(line, line->command ? WORD_USAGE_SEE : WORD_HELP_SEE, line->command ? line->command->words : (struct text){0}, (struct text){0});
    return exit_code(why);
}

static int carry_out(struct command_line *line)
{
    struct failure why;
    progress_begin(line);
    bool done = line->command->run(line, &why);
    progress_end(line);
    /* A reader who has seen enough and gone ("| head") is no failure. */
    if (done && fflush(stdout) != 0 && errno != EPIPE)
        done = FAIL(&why, FAILURE_BROKEN, "standard output cannot be written");
    if (done)
        return line->found ? 1 : 0;
    tell_failure(line, &why);
    return exit_code(&why);
}

int command_run(const char *const *words, size_t count)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct command_line *line = arena_make(arena, sizeof *line);
    struct failure why;
    line->arena = arena;
    if (!command_line_read(line, words, count, &why))
        return refuse(line, &why);
    if (!line->help)
        return carry_out(line);
    if (line->command)
        help_one(line);
    else
        help_all(line);
    return 0;
}
