/* guard.c — slows down guessing of passwords; a bounded table of hashes, no names. */
#include "face/web/guard_inside.h"

#include <pthread.h>

struct row {
    uint64_t key; /* 0: free */
    int wrong;
    int64_t last; /* milliseconds */
};

struct guard {
    pthread_mutex_t lock;
    struct row rows[GUARD_ROWS];
};

enum { PROBES = 16, FORGET_AFTER = 60 * 60 * 1000 };

struct guard *guard_make(struct arena *arena)
{
    struct guard *guard = arena_make(arena, sizeof *guard);
    REQUIRE(pthread_mutex_init(&guard->lock, NULL) == 0);
    return guard;
}

void guard_clear(struct guard *guard)
{
    pthread_mutex_destroy(&guard->lock);
}

static uint64_t key_of(struct text name, struct text caller)
{
    uint64_t key = text_hash(caller) * 0x9E3779B97F4A7C15u ^ (name.length > 0 ? text_hash(name) : 0);
    return key ? key : 1;
}

/* The row of that key, else (when `make`) a free one or the one longest unused among a few places. */
static struct row *row_of(struct guard *guard, uint64_t key, int64_t now, bool make)
{
    struct row *oldest = NULL;
    for (size_t i = 0; i < PROBES; i++) {
        struct row *row = &guard->rows[(key + i) % GUARD_ROWS];
        if (row->key == key && now - row->last < FORGET_AFTER)
            return row;
        if (!oldest || row->last < oldest->last)
            oldest = row;
    }
    if (!make)
        return NULL;
    *oldest = (struct row){.key = key, .last = now};
    return oldest;
}

static int wait_of(const struct row *row, int free, int64_t now)
{
    if (!row || row->wrong < free)
        return 0;
    int wait = 1;
    for (int i = free; i < row->wrong && wait < GUARD_WAIT_MAX; i++)
        wait *= 2;
    wait = wait < GUARD_WAIT_MAX ? wait : GUARD_WAIT_MAX;
    int64_t left = row->last + wait * (int64_t)1000 - now;
    return left <= 0 ? 0 : (int)((left + 999) / 1000);
}

int guard_wait(struct guard *guard, struct text name, struct text caller, struct moment now)
{
    pthread_mutex_lock(&guard->lock);
    int64_t at = now.milliseconds;
    int by_name = wait_of(row_of(guard, key_of(name, caller), at, false), GUARD_FREE, at);
    int by_caller = wait_of(row_of(guard, key_of((struct text){0}, caller), at, false), GUARD_FREE_CALLER, at);
    pthread_mutex_unlock(&guard->lock);
    return by_name > by_caller ? by_name : by_caller;
}

void guard_wrong(struct guard *guard, struct text name, struct text caller, struct moment now)
{
    pthread_mutex_lock(&guard->lock);
    const uint64_t keys[] = {key_of(name, caller), key_of((struct text){0}, caller)};
    for (size_t i = 0; i < LENGTH_OF(keys); i++) {
        struct row *row = row_of(guard, keys[i], now.milliseconds, true);
        row->wrong = row->wrong < 1000 ? row->wrong + 1 : row->wrong;
        row->last = now.milliseconds;
    }
    pthread_mutex_unlock(&guard->lock);
}

void guard_right(struct guard *guard, struct text name, struct text caller)
{
    pthread_mutex_lock(&guard->lock);
    uint64_t key = key_of(name, caller);
    for (size_t i = 0; i < PROBES; i++) {
        struct row *row = &guard->rows[(key + i) % GUARD_ROWS];
        if (row->key == key)
            *row = (struct row){0};
    }
    pthread_mutex_unlock(&guard->lock);
}
