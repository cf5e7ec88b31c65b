/* main.c — danvan, the one program: reads its command, does it, says by its exit code how it went. */
#include "face/command/command_inside.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static int run(struct command_line *line, const char *const *words, size_t count)
{
    struct failure why;
    if (!command_line_read(line, words, count, &why)) {
        tell_failure(line, &why);
        note(line, WORD_USAGE_SEE, line->command ? line->command->words : (struct text){0}, (struct text){0});
        return exit_code(&why);
    }
    if (line->help) {
        if (line->command)
            help_one(line);
        else
            help_all(line);
        return 0;
    }
    progress_begin(line);
    bool done = line->command->run(line, &why);
    progress_end(line);
    if (done && fflush(stdout) != 0)
        done = FAIL(&why, FAILURE_BROKEN, "standard output cannot be written");
    if (!done) {
        tell_failure(line, &why);
        return exit_code(&why);
    }
    return line->found ? 1 : 0;
}

int main(int count, char **words)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct command_line *line = arena_make(arena, sizeof *line);
    line->arena = arena;
    /* A reader that goes away is an error of writing, not the end of a half-done act. */
    (void)signal(SIGPIPE, SIG_IGN);
    return run(line, (const char *const *)words + 1, count > 0 ? (size_t)count - 1 : 0);
}
