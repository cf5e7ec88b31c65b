/*
 * service.h — what must a server have at hand, besides its visitors?
 *
 * One slow thread on which passwords are hashed, and a place where views of published
 * reports are added up: counted in the server's memory, without cookies, and kept here
 * now and then.
 *
 *     struct password_queue *queue;
 *     if (!service_queue_open(&queue, why)) …
 *     const struct service_count seen = {.act = 12, .views = 3};
 *     if (!service_save_counts(instance, &seen, 1, why)) …
 */
#pragma once

#include "keep/instance/instance.h"

struct password_queue;

MUST_CHECK bool service_queue_open(struct password_queue **queue, struct failure *why);
void service_queue_close(struct password_queue *queue); /* NULL is allowed */

struct service_count {
    int64_t act;   /* number of the published snapshot */
    int64_t views; /* since the last time */
};
/* Keeps all or none. */
MUST_CHECK bool service_save_counts(struct instance *instance, const struct service_count *counts, size_t count, struct failure *why);
