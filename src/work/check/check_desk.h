/*
 * check_desk.h — lists against a policy over the web: who may, who waits, and when is all of it gone?
 *
 *     struct check_desk *desk;
 *     if (!check_desk_open(instance, &desk, why)) …                             one thread, of the server
 *     if (!check_desk_take(desk, &upload, arena, &name, &problems, why)) …      the lists are in memory, and wait
 *     if (!check_desk_look(desk, viewer, name, arena, &page, why)) …
 *
 * `page` says `state` (waiting, checking, checked, failed), `moving`, and once checked the counts by kind and ward, the findings
 * with their article and cells (CHECK_DESK_SHOWN of them, and none of a line whose name alone tells of health: those stand in the
 * workbook alone), and until when it is there.
 *
 * Lists, findings and workbook live in this memory and nowhere else: no database, no staging, no log (DESIGN §10, users.md C4).
 * They are overwritten and freed CHECK_DESK_SECONDS after the upload, when the person signs out, drops them or uploads others,
 * and when the server ends; the lists as soon as they are checked, unless there are pairs of rows that may be one person: then they
 * wait for what somebody says of these (check_desk_decide), and are checked again with that. Only who uploaded sees them (NOT_FOUND
 * for others). At most CHECK_DESK_RUNS at once; one more is told so (check.busy) and not taken.
 *
 * Who may: a supervisor, for the organisation worked for, on one of its own missions (DENIED, NOT_FOUND).
 */
#pragma once

#include "base/node.h"
#include "keep/account/account.h"
#include "work/check/check.h"

struct instance;
struct check_desk;

enum {
    CHECK_DESK_RUNS = 8,
    CHECK_DESK_SECONDS = 2 * 3600,
    CHECK_DESK_SHOWN = 300,
    CHECK_DESK_DECISIONS = 500,
    CHECK_DESK_WAIT_MILLISECONDS = 3000,
    CHECK_DESK_BOOK_DAYS = 30
};

MUST_CHECK bool check_desk_open(struct instance *instance, struct check_desk **desk, struct failure *why);
void check_desk_close(struct check_desk *desk); /* NULL is allowed; nobody may be calling any more */

struct check_upload {
    const struct viewer *viewer;
    struct text policy;      /* id of one of the packs' */
    struct text policy_file; /* bytes of another one; empty: that of the packs */
    struct text mission;     /* number of its record */
    struct day as_of;        /* DAY_NONE: today */
    const struct check_file *files;
    size_t file_count;
};
/* True with problems when something is missing; nothing is taken then. Everything is copied. */
MUST_CHECK bool check_desk_take(struct check_desk *desk, const struct check_upload *upload,
                                struct arena *arena, struct text *name, struct problems *problems,
                                struct failure *why);
/* Waits a moment, up to CHECK_DESK_WAIT_MILLISECONDS, for what small lists need. */
MUST_CHECK bool check_desk_look(struct check_desk *desk, const struct viewer *viewer, struct text name,
                                struct arena *arena, struct node **page, struct failure *why);
struct check_sheet {
    struct text unit, bytes; /* code of the organisation whose mission it is; CSV for the register */
};
/* Of the pair {a, b} of the page: one person, not one, or what was said of it is taken back. The lists are then checked once more.
 * CONFLICT while they are not checked; NOT_FOUND for no such pair; TOO_BIG beyond CHECK_DESK_DECISIONS. */
enum check_desk_say { DESK_ONE, DESK_TWO, DESK_UNDO };
struct check_desk_pair {
    uint32_t a, b;
    enum check_desk_say say;
};
MUST_CHECK bool check_desk_decide(struct check_desk *desk, const struct viewer *viewer, struct text name,
                                  const struct check_desk_pair *pair, struct failure *why);
/* The workbook for the working session; the rows a mission may keep, persons as marks (check_marks.h), for which the mission gets
 * its key now if it has none. CONFLICT while they are not there, and when the mission is over. */
MUST_CHECK bool check_desk_book(struct check_desk *desk, const struct viewer *viewer, struct text name,
                                struct arena *arena, struct text *bytes, struct failure *why);
MUST_CHECK bool check_desk_sheet(struct check_desk *desk, const struct viewer *viewer, struct text name,
                                 struct arena *arena, struct check_sheet *sheet, struct failure *why);
MUST_CHECK bool check_desk_drop(struct check_desk *desk, const struct viewer *viewer, struct text name,
                                struct failure *why);
/* All of that person's, who signs out. */
void check_desk_forget(struct check_desk *desk, const struct viewer *viewer);
/* What is older than CHECK_DESK_SECONDS; asked each minute. */
void check_desk_sweep(struct check_desk *desk);
