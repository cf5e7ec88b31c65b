/*
 * service.h — what must a server have at hand, besides its visitors?
 *
 * One slow thread on which passwords are hashed (engine/seal/password_queue.h), for acts and
 * for signing in:
 *
 *     struct password_queue *queue;
 *     if (!service_queue_open(&queue, why)) …
 *     struct sign_in_request request = {.name = name, .password = password, .queue = queue};
 */
#pragma once

#include "base/failure.h"

struct instance;
struct password_queue;

MUST_CHECK bool service_queue_open(struct password_queue **queue, struct failure *why);
void service_queue_close(struct password_queue *queue); /* NULL is allowed; nobody may be using it any more */

/* The folder of an instance: where its socket lies. */
const char *service_folder(const struct instance *instance);
