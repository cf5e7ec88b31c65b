/*
 * counter_inside.h — how often was each published report looked at since the last time?
 *
 * Counted in memory, without cookies and without knowing by whom; the server hands the
 * numbers to the database every minute. Bounded: what does not fit is not counted.
 */
#pragma once

#include "base/arena.h"

#include <stdint.h>

enum { COUNTER_ROWS = 256 };

struct counter;

struct counted {
    int64_t act; /* number of the published snapshot */
    int64_t views;
};

struct counter *counter_make(struct arena *arena);
void counter_clear(struct counter *counter);
void counter_add(struct counter *counter, int64_t act, int64_t views);
/* Takes all out; `counts` has room for COUNTER_ROWS. */
size_t counter_take(struct counter *counter, struct counted *counts);
