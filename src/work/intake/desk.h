/*
 * desk.h — uploads while people look at them: checked, chosen, written, stopped, gone on with, taken back.
 *
 *     struct intake_desk *desk;
 *     if (!intake_desk_open(instance, &desk, why)) …                 one thread, of the server
 *     if (!intake_desk_take(desk, &upload, arena, &name, why)) …     laid down, and waiting to be checked
 *     if (!intake_desk_look(desk, &viewer, name, arena, &page, why)) …
 *
 * `page` says `state`: waiting, checking, checked, writing, stopped, written, failed; `done` and `total`; what the check
 * found (`result`: counts, tables, problems, sums, shown); `import` once something was written. Nothing is kept in the
 * database before intake_desk_write. Only who uploaded may look at it or act on it (NOT_FOUND for others). After a
 * restart of the server what was laid down is found again and checked anew; parts that were written are not written
 * twice. One upload is worked on at a time; DESK_JOBS_MAX may wait, one more is BUSY.
 */
#pragma once

#include "base/node.h"
#include "keep/account/account.h"

struct instance;
struct intake_desk;

enum { DESK_JOBS_MAX = 64, DESK_WAIT_MILLISECONDS = 3000 };

MUST_CHECK bool intake_desk_open(struct instance *instance, struct intake_desk **desk, struct failure *why);
/* Stops after the part under way. NULL is allowed; nobody may be calling any more. */
void intake_desk_close(struct intake_desk *desk);

struct intake_upload {
    const struct viewer *viewer;
    struct text register_name, unit, file_name, bytes;
};
MUST_CHECK bool intake_desk_take(struct intake_desk *desk, const struct intake_upload *upload, struct arena *arena, struct text *name,
                                 struct failure *why);

/* Waits a moment, up to DESK_WAIT_MILLISECONDS, for what a small sheet needs. */
MUST_CHECK bool intake_desk_look(struct intake_desk *desk, const struct viewer *viewer, struct text name, struct arena *arena,
                                 struct node **page, struct failure *why);

struct intake_choice {
    const struct node *map;     /* title of a column -> field, "unit", "state", "-" */
    const struct node *tables;  /* those wanted; NULL: as proposed */
    const struct node *letters; /* title of a column -> what its texts are in; NULL: as recognised */
};
/* All is checked anew. */
MUST_CHECK bool intake_desk_choose(struct intake_desk *desk, const struct viewer *viewer, struct text name, const struct intake_choice *choice,
                                   struct failure *why);
/* The sheet with its problems marked (marked_sheet.h). CONFLICT while it is not checked, BUSY while another one is made. */
MUST_CHECK bool intake_desk_mark(struct intake_desk *desk, const struct viewer *viewer, struct text name, struct arena *arena,
                                 struct text *bytes, struct failure *why);
/* Writes, or goes on. CONFLICT while it is not checked, or has problems. */
MUST_CHECK bool intake_desk_write(struct intake_desk *desk, const struct viewer *viewer, struct text name, struct failure *why);
MUST_CHECK bool intake_desk_stop(struct intake_desk *desk, const struct viewer *viewer, struct text name, struct failure *why);
/* Gives the upload up: it is wiped; what was written stays. */
MUST_CHECK bool intake_desk_drop(struct intake_desk *desk, const struct viewer *viewer, struct text name, struct failure *why);
/* Takes an import back, in the background: what was built on it is looked for first (undo.h). Waits a moment, as
 * intake_desk_look does. Asked twice it goes on once. */
MUST_CHECK bool intake_desk_undo(struct intake_desk *desk, const struct viewer *viewer, int64_t import, struct text reason, struct failure *why);
/* How far that is, for whoever may see the import: `moving`, `done` and `total` parts, `problems`, `failure`. NULL: nothing
 * is under way, and nothing was found. */
struct node *intake_desk_undoing(struct intake_desk *desk, int64_t import, enum language language, struct arena *arena);
