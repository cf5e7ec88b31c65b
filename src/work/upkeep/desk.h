/*
 * desk.h — a folder opened at the command line, and the person who sits there.
 *
 *     struct desk CLOSING(desk) desk = {0};
 *     struct desk_options options = {.folder = "demo", .as = TEXT("bode.ghiso"), .today = DAY_NONE};
 *     if (!desk_open(&options, arena, &desk, why)) …            not found, busy, denied
 *     … act_perform(desk.instance, &(struct act_request){.viewer = &desk.viewer, …}) …
 *
 * Without `as` the person is the folder's owner, who may do everything in this house; the files
 * are readable by nobody else. With `as` the rights are those of that person, and no password is
 * asked: who can read the folder could read everything anyway. The journal names the person.
 *
 * Opening for writing takes the folder's lock: BUSY while another process writes or serves it.
 */
#pragma once

#include "keep/account/account.h"
#include "keep/instance/instance.h"

struct desk_options {
    const char *folder;
    struct text as;    /* name of an account; empty: the folder's owner */
    bool writing;
    struct day today;  /* DAY_NONE: the folder's own day, else the clock's */
    enum language language;
};

struct desk {
    struct instance *instance;
    const struct house *house; /* held until the desk closes */
    struct viewer viewer;
};

/* What the viewer points to lives in `arena` and in the house. */
MUST_CHECK bool desk_open(const struct desk_options *options, struct arena *arena, struct desk *desk, struct failure *why);
void desk_close(struct desk *desk); /* an empty one is allowed */

static inline void desk_closing(struct desk *desk)
{
    desk_close(desk);
}
