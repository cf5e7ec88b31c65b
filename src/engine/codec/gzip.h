/*
 * gzip.h — text made small for a slow line (RFC 1952).
 *
 *     struct text small;
 *     if (!gzip_make(arena, page, &small, why)) …
 *
 * The same bytes give the same bytes: no time and no name is written. Not for pages that
 * hold a secret beside words a stranger chose: their length would tell of both.
 */
#pragma once

#include "base/arena.h"
#include "base/failure.h"
#include "base/text.h"

enum { GZIP_MAX = 64 << 20 }; /* bytes in */

/* The result lives in the arena. FAILURE_TOO_BIG above GZIP_MAX. */
MUST_CHECK bool gzip_make(struct arena *arena, struct text bytes, struct text *small, struct failure *why);
