/* main.c — danvan, the one program. */
#include "face/command/run.h"

#include <signal.h>

int main(int count, char **words)
{
    /* A reader that goes away is an error of writing, not the end of a half-done act. */
    (void)signal(SIGPIPE, SIG_IGN);
    return command_run((const char *const *)words + 1, count > 0 ? (size_t)count - 1 : 0);
}
