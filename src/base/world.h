/*
 * world.h — the clock and chance, which tests and the sample can hold still.
 *
 *     struct world world = world_real();
 *     struct moment now = world_now(&world);
 *     struct day today = world_today(&world);
 *
 * A moment counts milliseconds from 1970-01-01T00:00:00Z. "Today" is the day in
 * Asia/Ho_Chi_Minh (UTC+7, no summer time). A world made by world_fixed stands on
 * one moment until it is moved, and its chance is a seeded stream, so whatever is
 * built in it repeats to the byte. Never use a fixed world's chance for secrets.
 */
#pragma once

#include "base/arena.h"
#include "base/day.h"

#include <stddef.h>
#include <stdint.h>

struct moment {
    int64_t milliseconds;
};

struct world {
    bool fixed;
    struct moment now;  /* of a fixed world */
    struct day today;   /* DAY_NONE: from the clock; else what --today said */
    uint64_t seed;      /* of a fixed world; moves on with each draw */
};

struct world world_real(void);
struct world world_fixed(struct moment now, uint64_t seed);
struct moment world_now(const struct world *world);
struct day world_today(const struct world *world);
/* Random bytes: the kernel's, or the seeded stream of a fixed world. */
void world_random(struct world *world, void *bytes, size_t length);

struct moment moment_of(struct day day, int hour, int minute); /* local time there, as UTC */
struct day moment_day(struct moment moment);                   /* the day in Asia/Ho_Chi_Minh */
/* "2021-10-08T01:47:00.000Z" and "08/10/2021 | 08:47" (local). */
struct text moment_write(struct arena *arena, struct moment moment);
struct text moment_write_people(struct arena *arena, struct moment moment);
MUST_CHECK bool moment_read(struct text text, struct moment *moment); /* the first form */
