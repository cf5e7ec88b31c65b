/* hand_over.c — while another process writes in the folder. */
#include "face/command/command_inside.h"

bool hand_over(struct command_line *line, const struct wish *wish, struct done *done, struct failure *why)
{
    (void)wish;
    (void)done;
    return FAIL(why, FAILURE_BUSY, "another process writes in %s", line->given[0].bytes);
}
