/*
 * arena.h — memory by lifetime: made piece by piece, freed all at once.
 *
 * An arena lives for a process, a definition snapshot, a request or a scratch
 * block. A function that returns new memory takes an arena and says so; one
 * that takes none keeps nothing.
 *
 *     struct arena *CLOSING(arena) scratch = arena_open();
 *     struct point *p = arena_make(scratch, sizeof *p);
 *
 * Memory is zeroed and aligned for any type. Making never fails: out of memory
 * aborts, which is fair only because every size a stranger controls has been
 * limited before. An arena belongs to one thread at a time.
 */
#pragma once

#include "base/markers.h"

#include <stddef.h>

struct arena;

struct arena *arena_open(void);
void arena_close(struct arena *arena); /* NULL is allowed */

/* Overwrites all that was handed out, which then reads as zeros: before an arena closes that held what is nobody's
 * business. NULL is allowed. */
void arena_wipe(struct arena *arena);

/* `size` bytes, zeroed; size 0 gives a valid pointer to nothing. */
void *arena_make(struct arena *arena, size_t size);

/* `count` items of `size` bytes, zeroed; a product that overflows aborts. */
void *arena_make_many(struct arena *arena, size_t count, size_t size);

/* A copy of `size` bytes. */
void *arena_copy(struct arena *arena, const void *bytes, size_t size);

/* Bytes handed out so far: for tests and budgets. */
size_t arena_used(const struct arena *arena);

static inline void arena_closing(struct arena **arena)
{
    arena_close(*arena);
}

/* struct arena *CLOSING(wiped) scratch: overwritten before it closes. */
static inline void wiped_closing(struct arena **arena)
{
    arena_wipe(*arena);
    arena_close(*arena);
}
