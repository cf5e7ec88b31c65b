/*
 * password_queue.h — one password at a time for the whole server, on a thread that yields to all others.
 *
 *     struct password_queue *CLOSING(password_queue) queue = NULL;
 *     if (!password_queue_open(&queue, why)) …
 *     if (!password_queue_verify(queue, password, line, &right, why)) …     (waits its turn)
 *
 * A storm of sign-ins then costs 19 MiB and spare time, nothing else: the thread
 * runs at nice 19 (not SCHED_IDLE, which on a busy machine would stop sign-ins). Behind PASSWORD_QUEUE_MAX
 * waiting calls the next gets FAILURE_BUSY at once. Any thread may call.
 */
#pragma once

#include "engine/seal/password.h"

enum { PASSWORD_QUEUE_MAX = 32 };

struct password_queue;

MUST_CHECK bool password_queue_open(struct password_queue **queue, struct failure *why);

/* Takes no new calls (they get FAILURE_BUSY), finishes those waiting, ends the thread and frees.
 * Nobody may call any more once this has returned. NULL is allowed. */
void password_queue_close(struct password_queue *queue);

/* All wait until done; else as password_hash, password_verify and password_key. */
MUST_CHECK bool password_queue_hash(struct password_queue *queue, struct text password,
                                    const uint8_t salt[PASSWORD_SALT_BYTES], struct password_line *line,
                                    struct failure *why);
MUST_CHECK bool password_queue_verify(struct password_queue *queue, struct text password, struct text line,
                                      bool *right, struct failure *why);
MUST_CHECK bool password_queue_key(struct password_queue *queue, struct text passphrase, const uint8_t salt[PASSWORD_SALT_BYTES],
                                   uint8_t key[PASSWORD_KEY_BYTES], struct failure *why);

static inline void password_queue_closing(struct password_queue **queue)
{
    password_queue_close(*queue);
}
