/* pool.c — threads with small stacks and one queue before them. */
#include "face/web/pool_inside.h"

#include "base/arena.h"

#include <pthread.h>

struct job {
    pool_work *work;
    void *context;
};

struct pool {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct job queue[POOL_QUEUE_MAX]; /* a ring */
    size_t first, count;
    bool closing;
    int workers;
    pthread_t threads[POOL_WORKERS_MAX];
};

static bool take(struct pool *pool, struct job *job)
{
    pthread_mutex_lock(&pool->lock);
    while (pool->count == 0 && !pool->closing)
        pthread_cond_wait(&pool->wake, &pool->lock);
    bool some = pool->count > 0;
    if (some) {
        *job = pool->queue[pool->first];
        pool->first = (pool->first + 1) % POOL_QUEUE_MAX;
        pool->count--;
    }
    pthread_mutex_unlock(&pool->lock);
    return some;
}

static void *run(void *context)
{
    struct job job;
    while (take(context, &job))
        job.work(job.context);
    return NULL;
}

static bool start(struct pool *pool, int workers, struct failure *why)
{
    pthread_attr_t small;
    REQUIRE(pthread_attr_init(&small) == 0);
    bool started = pthread_attr_setstacksize(&small, POOL_STACK) == 0;
    for (; started && pool->workers < workers; pool->workers += started)
        started = pthread_create(&pool->threads[pool->workers], &small, run, pool) == 0;
    pthread_attr_destroy(&small);
    return started || FAIL(why, FAILURE_BROKEN, "only %d of %d threads could be started", pool->workers, workers);
}

bool pool_open(struct arena *arena, int workers, struct pool **pool, struct failure *why)
{
    REQUIRE(workers > 0 && workers <= POOL_WORKERS_MAX);
    struct pool *made = arena_make(arena, sizeof *made);
    REQUIRE(pthread_mutex_init(&made->lock, NULL) == 0 && pthread_cond_init(&made->wake, NULL) == 0);
    if (!start(made, workers, why)) {
        pool_close(made);
        return false;
    }
    *pool = made;
    return true;
}

bool pool_give(struct pool *pool, pool_work *work, void *context)
{
    pthread_mutex_lock(&pool->lock);
    bool room = pool->count < POOL_QUEUE_MAX && !pool->closing;
    if (room) {
        pool->queue[(pool->first + pool->count++) % POOL_QUEUE_MAX] = (struct job){work, context};
        pthread_cond_signal(&pool->wake);
    }
    pthread_mutex_unlock(&pool->lock);
    return room;
}

void pool_close(struct pool *pool)
{
    if (!pool)
        return;
    pthread_mutex_lock(&pool->lock);
    pool->closing = true;
    pthread_cond_broadcast(&pool->wake);
    pthread_mutex_unlock(&pool->lock);
    for (int i = 0; i < pool->workers; i++)
        pthread_join(pool->threads[i], NULL);
    pthread_cond_destroy(&pool->wake);
    pthread_mutex_destroy(&pool->lock);
}
