/* counter.c — views of published reports, until they are kept. */
#include "face/web/counter_inside.h"

#include <pthread.h>
#include <string.h>

struct counter {
    pthread_mutex_t lock;
    struct counted rows[COUNTER_ROWS];
    size_t count;
};

struct counter *counter_make(struct arena *arena)
{
    struct counter *counter = arena_make(arena, sizeof *counter);
    REQUIRE(pthread_mutex_init(&counter->lock, NULL) == 0);
    return counter;
}

void counter_clear(struct counter *counter)
{
    pthread_mutex_destroy(&counter->lock);
}

void counter_add(struct counter *counter, int64_t act, int64_t views)
{
    pthread_mutex_lock(&counter->lock);
    size_t i = 0;
    while (i < counter->count && counter->rows[i].act != act)
        i++;
    if (i == counter->count && i < COUNTER_ROWS)
        counter->rows[counter->count++] = (struct counted){.act = act};
    if (i < counter->count)
        counter->rows[i].views += views;
    pthread_mutex_unlock(&counter->lock);
}

size_t counter_take(struct counter *counter, struct counted *counts)
{
    pthread_mutex_lock(&counter->lock);
    size_t count = counter->count;
    memcpy(counts, counter->rows, count * sizeof *counts);
    counter->count = 0;
    pthread_mutex_unlock(&counter->lock);
    return count;
}
