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

#include "base/node.h"
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

/* What `definition` would change here (upkeep_changes). */
struct node *desk_changes(const struct desk *desk, struct arena *arena, const struct definition *definition);
/* The version a record has now, for a change of it as it is; NOT_FOUND. */
MUST_CHECK bool desk_record_version(const struct desk *desk, struct text register_name, int64_t record, int64_t *version,
                                    struct failure *why);

/* One figure: {figure, title, unit, unit_name, period, value, counted_in, parts: {choice: value}} and, with `records`, all that
 * stands behind it: records: [{record, unit, day, by, amount}], total, sum. NOT_FOUND, DENIED, INVALID. */
struct desk_figure {
    struct text figure, unit, period;
    bool records;
};
MUST_CHECK bool desk_figure(const struct desk *desk, const struct desk_figure *ask, struct arena *arena, struct node **answer,
                            struct failure *why);
/* Legal time limits that run and end by `until`: a list of {record, register, rule, title, law, unit, due, days_left}, the
 * earliest first; `due` is absent where the calendar does not reach. Only of records this person may see. */
enum { DESK_DUE_DAYS = 30 };
struct desk_due {
    struct text unit; /* empty: everywhere */
    struct day until; /* DAY_NONE: DESK_DUE_DAYS from today */
};
MUST_CHECK bool desk_due(const struct desk *desk, const struct desk_due *ask, struct arena *arena, struct node **answer, struct failure *why);
/* All people: a list of {name, full_name, locked, roles: [{role, unit, from, to, grant}]}. For the owner and administrators. */
MUST_CHECK bool desk_people(const struct desk *desk, struct arena *arena, struct node **people, struct failure *why);
bool desk_is_demo(const struct desk *desk);
/* What the administrator of the database should change, in English; NULL when all is well. */
const char *desk_warning(const struct desk *desk);
/* Lets go of definitions and units, so that an upgrade while the folder is served frees the old ones. */
void desk_release(struct desk *desk);

static inline void desk_closing(struct desk *desk)
{
    desk_close(desk);
}
