/*
 * undo.h — can an import be taken back, and how is that done?
 *
 *     struct problems problems;
 *     if (!undo_check(instance, &ask, &problems, why)) …                 a problem for each thing built on its records
 *     if (problems.errors == 0 && !undo_import(instance, &ask, &stopped, why)) …
 *
 * Nothing may have been built on it: no record of it corrected or withdrawn since, none referred to by a record of
 * another register, none inside the place and period of a report published after it. Then every part is taken back in
 * one piece of work: new records are withdrawn, changed ones get back what stood there before; all with one reason.
 */
#pragma once

#include "base/problem.h"
#include "base/progress.h"
#include "keep/account/account.h"

#include <stdatomic.h>

struct instance;

enum { UNDO_PROBLEMS_MAX = 20 };

struct undo_request {
    int64_t import;
    const struct viewer *viewer;
    struct text reason;            /* ignored where taking back had begun */
    const struct progress *progress; /* "check", "undo": parts */
    const atomic_bool *stop;       /* NULL: nobody asks */
};
/* Reads part by part, and nothing stays open between two. Asked to stop it has not seen all: the caller knows. */
MUST_CHECK bool undo_check(struct instance *instance, const struct undo_request *request, struct problems *problems, struct failure *why);
/* Problems: a reason that is none. Asked to stop it leaves the rest for another time. */
MUST_CHECK bool undo_import(struct instance *instance, const struct undo_request *request, struct problems *problems, struct failure *why);
