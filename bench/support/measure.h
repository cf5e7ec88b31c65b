/*
 * measure.h — times, medians and the table that every bench prints.
 *
 *     double times[ROUNDS];
 *     … times[i] = seconds_now() - begin …
 *     row_print(&(struct row){"the quarter's table", "ms", ours * 1e3, peer * 1e3, .aim = "≤ 1 ms", .reached = ours <= 1e-3});
 */
#pragma once

#include "base/failure.h"
#include "base/markers.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

double seconds_now(void);
/* Sorts the times and gives the middle one. */
double middle(double *times, size_t count);
/* The shortest: what it costs when nobody else wants the machine. */
double least(const double *times, size_t count);

/* A measure that cannot be taken ends the program with the failure's words. */
void must(bool done, const struct failure *why);

struct row {
    const char *what, *unit;
    double ours, peer; /* peer 0: there is none */
    double ratio;      /* 0: none; said so that more is better */
    const char *aim;   /* NULL: only shown */
    bool reached;
};
void row_head(void);
void row_print(const struct row *row);

/* KiB of /proc/self/status: "VmRSS", "VmHWM"; 0 when it is not told. */
long memory_kib(const char *name);

/* A seeded stream (splitmix64): the same numbers on every machine. */
uint64_t draw(uint64_t *seed);
