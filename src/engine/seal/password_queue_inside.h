/*
 * password_queue_inside.h — the queue without passwords, so that its test can hold the thread still.
 */
#pragma once

#include "engine/seal/password_queue.h"

/* Lives with the caller, who waits. */
struct password_job {
    void (*run)(struct password_job *job);
    struct password_job *next;
    bool done;
};

/* Runs the job on the queue's thread and waits; FAILURE_BUSY when the queue is full or closing. */
MUST_CHECK bool password_queue_run(struct password_queue *queue, struct password_job *job, struct failure *why);
/* Jobs that wait, the one that runs apart. */
size_t password_queue_waiting(struct password_queue *queue);
