/*
 * vietnam.h — packs/vietnam/calendar.yaml for the tests of this folder, which may not use the YAML reader.
 *
 * It relies on the file's habit of one entry in a line. The days also stand in a plain list, for
 * walkers that count in the slow way.
 */
#pragma once

#include "engine/calendar/calendar.h"

enum { VIETNAM_DAYS_MAX = 1000 };

struct vietnam {
    struct arena *arena;
    const struct calendar *calendar;
    struct calendar_day days[VIETNAM_DAYS_MAX];
    size_t count;
};

struct vietnam *vietnam_open(void);
void vietnam_close(struct vietnam *vietnam);
/* Whether the day is worked, asked of the plain list. */
bool vietnam_works(const struct vietnam *vietnam, struct day day);

/* "2021-09-08". */
struct day vietnam_day(const char *text);
