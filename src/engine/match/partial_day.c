/* partial_day.c — the runs of digits of a cell, and which of them is the year. */
#include "engine/match/partial_day.h"

#include <stddef.h>

enum { RUNS_MAX = 3, YEAR_FIRST = 1850, YEAR_LAST = 2199 };

struct run {
    unsigned number;
    size_t digits;
};

/* The runs of digits; false when there are more than three, or one is longer than eight. Hours behind a day are left out. */
static bool runs_read(struct text text, struct run runs[RUNS_MAX], size_t *count)
{
    *count = 0;
    for (size_t i = 0; i < text.length;) {
        char c = text.bytes[i];
        if (c == ':' || (c == 'T' && *count == RUNS_MAX))
            return *count == RUNS_MAX;
        if (c < '0' || c > '9') {
            i++;
            continue;
        }
        if (*count == RUNS_MAX)
            return true;
        struct run *run = &runs[(*count)++];
        *run = (struct run){0};
        for (; i < text.length && text.bytes[i] >= '0' && text.bytes[i] <= '9'; i++, run->digits++) {
            if (run->digits == 8)
                return false;
            run->number = run->number * 10 + (unsigned)(text.bytes[i] - '0');
        }
    }
    return *count > 0;
}

static struct partial_day made(unsigned year, unsigned month, unsigned day)
{
    if (year < YEAR_FIRST || year > YEAR_LAST || month > 99 || day > 99)
        return (struct partial_day){0};
    /* A day without its month says nothing that can be compared. */
    return (struct partial_day){(uint16_t)year, (uint8_t)month, month == 0 ? 0 : (uint8_t)day};
}

struct partial_day partial_day_read(struct text text)
{
    struct run runs[RUNS_MAX];
    size_t count;
    if (!runs_read(text, runs, &count))
        return (struct partial_day){0};
    if (count == 1 && runs[0].digits == 8)
        return made(runs[0].number / 10000, runs[0].number / 100 % 100, runs[0].number % 100);
    if (count == 1 && runs[0].digits == 4)
        return made(runs[0].number, 0, 0);
    if (count == 2 && runs[1].digits == 4)
        return made(runs[1].number, runs[0].number, 0);
    if (count == 2 && runs[0].digits == 4)
        return made(runs[0].number, runs[1].number, 0);
    if (count == 3 && runs[2].digits == 4)
        return made(runs[2].number, runs[1].number, runs[0].number);
    if (count == 3 && runs[0].digits == 4)
        return made(runs[0].number, runs[1].number, runs[2].number);
    return (struct partial_day){0};
}
