/*
 * watch_inside.h — which connections take too long?
 *
 * Each connection has a moment by which its present step must be over: its next request
 * whole, or the answer read. A connection past it is shut, whatever trickles in: a limit on
 * silence alone can be fed a byte at a time. While a worker answers nothing runs.
 *
 *     struct guest *guest = watch_enter(watch, socket);       NULL: no room
 *     watch_until(watch, guest, seconds);                     0: for as long as it takes
 *     watch_leave(watch, guest);
 */
#pragma once

#include "base/failure.h"

struct arena;
struct watch;
struct guest;

typedef void watch_minute(void *context);

/* Calls `minute` each minute, and once at the end, on the watch's own thread. */
MUST_CHECK bool watch_open(struct arena *arena, int guests, watch_minute *minute, void *context, struct watch **watch, struct failure *why);
void watch_close(struct watch *watch); /* NULL is allowed */
struct guest *watch_enter(struct watch *watch, int socket);
void watch_until(struct watch *watch, struct guest *guest, int seconds);
void watch_leave(struct watch *watch, struct guest *guest);
