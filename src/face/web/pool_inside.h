/*
 * pool_inside.h — who does the work while the socket threads go on reading?
 *
 *     if (!pool_open(&pool, WEB_WORKERS, why)) …
 *     if (!pool_give(pool, work, context)) …        the queue is full: say "busy"
 *     pool_close(pool);                             does what is queued, then ends the threads
 */
#pragma once

#include "base/failure.h"

enum { POOL_QUEUE_MAX = 1024, POOL_WORKERS_MAX = 128, POOL_STACK = 1 << 20 };

struct arena;
struct pool;
typedef void pool_work(void *context);

MUST_CHECK bool pool_open(struct arena *arena, int workers, struct pool **pool, struct failure *why);
MUST_CHECK bool pool_give(struct pool *pool, pool_work *work, void *context);
void pool_close(struct pool *pool); /* NULL is allowed */
