/*
 * guard_inside.h — may this name be tried again from there, and when?
 *
 *     int wait = guard_wait(guard, name, caller, now);        seconds; 0: go on
 *     …
 *     guard_wrong(guard, name, caller, now);   or   guard_right(guard, name, caller);
 *
 * After GUARD_FREE wrong passwords each further try waits, twice as long each time up to
 * GUARD_WAIT_MAX. A name is slowed for the address that guesses it, and an address for all
 * the names it tries, so nobody can lock another person out. The table is bounded: the
 * oldest row gives way. Any thread may call.
 */
#pragma once

#include "base/arena.h"
#include "base/text.h"
#include "base/world.h"

enum {
    GUARD_FREE = 5,          /* wrong passwords for one name from one address */
    GUARD_FREE_CALLER = 30,  /* wrong passwords from one address: a whole office may stand behind it */
    GUARD_WAIT_MAX = 300,    /* seconds */
    GUARD_ROWS = 4096,
};

struct guard;

struct guard *guard_make(struct arena *arena);
void guard_clear(struct guard *guard);
int guard_wait(struct guard *guard, struct text name, struct text caller, struct moment now);
void guard_wrong(struct guard *guard, struct text name, struct text caller, struct moment now);
void guard_right(struct guard *guard, struct text name, struct text caller);
