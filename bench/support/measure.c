/* measure.c — the clock, the middle of many times, one table. */
#include "support/measure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

double seconds_now(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double middle(double *times, size_t count)
{
    qsort(times, count, sizeof *times, by_size);
    return times[count / 2];
}

double least(const double *times, size_t count)
{
    double found = times[0];
    for (size_t i = 1; i < count; i++)
        found = times[i] < found ? times[i] : found;
    return found;
}

void must(bool done, const struct failure *why)
{
    if (done)
        return;
    (void)fprintf(stderr, "bench: %s\n", why->text);
    exit(9);
}

void row_head(void)
{
    (void)printf("%-52s | %-10s | %10s | %10s | %7s | %-18s | %s\n", "what", "unit", "ours", "peer", "ratio", "aim", "reached");
    (void)fflush(stdout);
}

void row_print(const struct row *row)
{
    char peer[32] = "-", ratio[32] = "-";
    if (row->peer != 0)
        (void)snprintf(peer, sizeof peer, "%.3f", row->peer);
    if (row->ratio != 0)
        (void)snprintf(ratio, sizeof ratio, "%.2f", row->ratio);
    (void)printf("%-52s | %-10s | %10.3f | %10s | %7s | %-18s | %s\n", row->what, row->unit, row->ours, peer, ratio,
                 row->aim ? row->aim : "-", row->aim ? (row->reached ? "yes" : "no") : "-");
    (void)fflush(stdout);
}

long memory_kib(const char *name)
{
    char line[200];
    long found = 0;
    size_t length = strlen(name);
    FILE *status = fopen("/proc/self/status", "r");
    if (!status)
        return 0;
    while (found == 0 && fgets(line, sizeof line, status))
        if (strncmp(line, name, length) == 0 && line[length] == ':')
            found = strtol(line + length + 1, NULL, 10);
    (void)fclose(status);
    return found;
}

uint64_t draw(uint64_t *seed)
{
    uint64_t z = *seed += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}
