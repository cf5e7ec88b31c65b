/*
 * failure.h — why an act could not be done.
 *
 * A function that can fail returns bool and takes `struct failure *why` last,
 * never NULL. Where the fault is known it is filled once:
 *
 *     return FAIL(why, FAILURE_NOT_FOUND, "no unit %.*s on that day", TEXT_ARGS(code));
 *
 * and passed up unchanged: `if (!unit_load(…, why)) return false;`. On failure the
 * function's outputs are untouched. `text` is for engineers, in English, and never
 * holds people's data; what a person typed wrong is a problem (problem.h), said in
 * their language. `web` maps kinds to HTTP status, `command` to exit codes.
 */
#pragma once

#include "base/markers.h"

#include <stdbool.h>

enum failure_kind {
    FAILURE_NONE,
    FAILURE_INVALID,   /* what was asked makes no sense */
    FAILURE_NOT_FOUND,
    FAILURE_DENIED,    /* this person may not */
    FAILURE_CONFLICT,  /* somebody changed it meanwhile */
    FAILURE_BUSY,      /* try again later */
    FAILURE_TOO_BIG,   /* over a stated ceiling */
    FAILURE_BROKEN,    /* the disk, the database, the machine */
};

enum { FAILURE_TEXT_MAX = 400 };

struct failure {
    enum failure_kind kind;
    const char *file; /* source place */
    int line;
    char text[FAILURE_TEXT_MAX];
};

/* Fills `*why` and is false, so it can be returned. */
#define FAIL(why, kind, ...) failure_set((why), (kind), __FILE__, __LINE__, __VA_ARGS__)

bool failure_set(struct failure *why, enum failure_kind kind, const char *file, int line,
                 const char *format, ...) PRINTF_LIKE(5, 6);

/* "invalid", "not-found", … : stable words for machines. */
const char *failure_word(enum failure_kind kind);
