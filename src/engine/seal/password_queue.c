/*
 * password_queue.c — a short line of waiting callers and the one thread that serves them.
 */
#include "engine/seal/password_queue_inside.h"

#include "base/arena.h"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

struct password_queue {
    struct arena *arena;
    pthread_mutex_t lock; /* for all below */
    pthread_cond_t changed;
    struct password_job *first, *last;
    size_t waiting;
    size_t callers; /* inside password_queue_run: closing waits for them to leave */
    bool closing;
    pthread_t thread;
};

static struct password_job *take_job(struct password_queue *queue)
{
    struct password_job *job = queue->first;
    queue->first = job->next;
    if (queue->first == NULL)
        queue->last = NULL;
    queue->waiting--;
    return job;
}

static void *serve(void *context)
{
    struct password_queue *queue = context;
    /* On Linux this moves the calling thread alone. Refused, we are only less polite. */
    (void)setpriority(PRIO_PROCESS, (id_t)gettid(), 19);
    pthread_mutex_lock(&queue->lock);
    for (;;) {
        while (queue->first == NULL && !queue->closing)
            pthread_cond_wait(&queue->changed, &queue->lock);
        if (queue->first == NULL)
            break;
        struct password_job *job = take_job(queue);
        pthread_mutex_unlock(&queue->lock);
        job->run(job);
        pthread_mutex_lock(&queue->lock);
        job->done = true;
        pthread_cond_broadcast(&queue->changed);
    }
    pthread_mutex_unlock(&queue->lock);
    return NULL;
}

bool password_queue_open(struct password_queue **queue, struct failure *why)
{
    struct arena *arena = arena_open();
    struct password_queue *made = arena_make(arena, sizeof *made);
    made->arena = arena;
    pthread_mutex_init(&made->lock, NULL);
    pthread_cond_init(&made->changed, NULL);
    if (pthread_create(&made->thread, NULL, serve, made) != 0) {
        pthread_cond_destroy(&made->changed);
        pthread_mutex_destroy(&made->lock);
        arena_close(arena);
        return FAIL(why, FAILURE_BROKEN, "no thread for passwords");
    }
    *queue = made;
    return true;
}

void password_queue_close(struct password_queue *queue)
{
    if (queue == NULL)
        return;
    pthread_mutex_lock(&queue->lock);
    queue->closing = true;
    pthread_cond_broadcast(&queue->changed);
    while (queue->callers > 0)
        pthread_cond_wait(&queue->changed, &queue->lock);
    pthread_mutex_unlock(&queue->lock);
    pthread_join(queue->thread, NULL);
    pthread_cond_destroy(&queue->changed);
    pthread_mutex_destroy(&queue->lock);
    arena_close(queue->arena);
}

static void wait_in_line(struct password_queue *queue, struct password_job *job)
{
    job->next = NULL;
    job->done = false;
    if (queue->last == NULL)
        queue->first = job;
    else
        queue->last->next = job;
    queue->last = job;
    queue->waiting++;
    queue->callers++;
    pthread_cond_broadcast(&queue->changed);
    while (!job->done)
        pthread_cond_wait(&queue->changed, &queue->lock);
    queue->callers--;
    pthread_cond_broadcast(&queue->changed);
}

bool password_queue_run(struct password_queue *queue, struct password_job *job, struct failure *why)
{
    pthread_mutex_lock(&queue->lock);
    bool room = !queue->closing && queue->waiting < PASSWORD_QUEUE_MAX;
    if (room)
        wait_in_line(queue, job);
    pthread_mutex_unlock(&queue->lock);
    if (!room)
        return FAIL(why, FAILURE_BUSY, "too many people are signing in");
    return true;
}

size_t password_queue_waiting(struct password_queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    size_t waiting = queue->waiting;
    pthread_mutex_unlock(&queue->lock);
    return waiting;
}

/* One of the three calls; `job` stands first, so that the thread's pointer is ours. */
struct password_call {
    struct password_job job;
    struct text password;
    const uint8_t *salt;
    struct password_line *line;
    struct text kept;
    bool *right;
    uint8_t *key;
    struct failure *why;
    bool good;
};

static void run_hash(struct password_job *job)
{
    struct password_call *call = (struct password_call *)job;
    call->good = password_hash(call->password, call->salt, call->line, call->why);
}

static void run_verify(struct password_job *job)
{
    struct password_call *call = (struct password_call *)job;
    call->good = password_verify(call->password, call->kept, call->right, call->why);
}

static void run_key(struct password_job *job)
{
    struct password_call *call = (struct password_call *)job;
    call->good = password_key(call->password, call->salt, call->key, call->why);
}

bool password_queue_hash(struct password_queue *queue, struct text password, const uint8_t salt[PASSWORD_SALT_BYTES],
                         struct password_line *line, struct failure *why)
{
    struct password_call call = {.job.run = run_hash, .password = password, .salt = salt, .line = line, .why = why};
    return password_queue_run(queue, &call.job, why) && call.good;
}

bool password_queue_verify(struct password_queue *queue, struct text password, struct text line, bool *right,
                           struct failure *why)
{
    struct password_call call = {.job.run = run_verify, .password = password, .kept = line, .right = right, .why = why};
    return password_queue_run(queue, &call.job, why) && call.good;
}

bool password_queue_key(struct password_queue *queue, struct text passphrase, const uint8_t salt[PASSWORD_SALT_BYTES],
                        uint8_t key[PASSWORD_KEY_BYTES], struct failure *why)
{
    struct password_call call = {.job.run = run_key, .password = passphrase, .salt = salt, .key = key, .why = why};
    return password_queue_run(queue, &call.job, why) && call.good;
}
