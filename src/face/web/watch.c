/* watch.c — a thread that looks once a second for connections past their time. */
#include "face/web/watch_inside.h"

#include "base/arena.h"

#include <pthread.h>
#include <sys/socket.h>
#include <time.h>

struct guest {
    int socket;   /* -1: the place is free */
    int64_t until; /* second of the monotonic clock; 0: no limit now */
};

struct watch {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    pthread_t thread;
    bool closing, started;
    watch_minute *minute;
    void *context;
    int count;
    struct guest *guests;
};

static int64_t second_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

static void shut_late(struct watch *watch, int64_t now)
{
    for (int i = 0; i < watch->count; i++) {
        struct guest *guest = &watch->guests[i];
        if (guest->socket >= 0 && guest->until > 0 && now > guest->until) {
            /* Its own thread then finds the end of the stream, and closes it. */
            shutdown(guest->socket, SHUT_RDWR);
            guest->until = 0;
        }
    }
}

static void *run(void *context)
{
    struct watch *watch = context;
    int64_t minute = second_now() + 60;
    pthread_mutex_lock(&watch->lock);
    while (!watch->closing) {
        struct timespec next;
        clock_gettime(CLOCK_MONOTONIC, &next);
        next.tv_sec++;
        pthread_cond_timedwait(&watch->wake, &watch->lock, &next);
        int64_t now = second_now();
        shut_late(watch, now);
        if (now < minute)
            continue;
        minute = now + 60;
        pthread_mutex_unlock(&watch->lock);
        watch->minute(watch->context);
        pthread_mutex_lock(&watch->lock);
    }
    pthread_mutex_unlock(&watch->lock);
    watch->minute(watch->context);
    return NULL;
}

bool watch_open(struct arena *arena, int guests, watch_minute *minute, void *context, struct watch **watch, struct failure *why)
{
    struct watch *made = arena_make(arena, sizeof *made);
    pthread_condattr_t monotonic;
    *made = (struct watch){
        .minute = minute, .context = context, .count = guests, .guests = arena_make_many(arena, (size_t)guests, sizeof *made->guests)};
    for (int i = 0; i < guests; i++)
        made->guests[i].socket = -1;
    REQUIRE(pthread_condattr_init(&monotonic) == 0 && pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC) == 0);
    REQUIRE(pthread_mutex_init(&made->lock, NULL) == 0 && pthread_cond_init(&made->wake, &monotonic) == 0);
    pthread_condattr_destroy(&monotonic);
    made->started = pthread_create(&made->thread, NULL, run, made) == 0;
    if (!made->started) {
        watch_close(made);
        return FAIL(why, FAILURE_BROKEN, "the watch's thread could not be started");
    }
    *watch = made;
    return true;
}

void watch_close(struct watch *watch)
{
    if (!watch)
        return;
    pthread_mutex_lock(&watch->lock);
    watch->closing = true;
    pthread_cond_signal(&watch->wake);
    pthread_mutex_unlock(&watch->lock);
    if (watch->started)
        pthread_join(watch->thread, NULL);
    pthread_cond_destroy(&watch->wake);
    pthread_mutex_destroy(&watch->lock);
}

struct guest *watch_enter(struct watch *watch, int socket)
{
    struct guest *found = NULL;
    pthread_mutex_lock(&watch->lock);
    for (int i = 0; i < watch->count && !found; i++)
        if (watch->guests[i].socket < 0)
            found = &watch->guests[i];
    if (found)
        *found = (struct guest){.socket = socket};
    pthread_mutex_unlock(&watch->lock);
    return found;
}

void watch_until(struct watch *watch, struct guest *guest, int seconds)
{
    if (!guest)
        return;
    pthread_mutex_lock(&watch->lock);
    guest->until = seconds > 0 ? second_now() + seconds : 0;
    pthread_mutex_unlock(&watch->lock);
}

void watch_leave(struct watch *watch, struct guest *guest)
{
    if (!guest)
        return;
    pthread_mutex_lock(&watch->lock);
    guest->socket = -1;
    pthread_mutex_unlock(&watch->lock);
}
