/*
 * progress.h — how far long work has come, told to whoever started it.
 *
 *     progress_step(request->progress, "acts", done, total);       (NULL: nobody listens)
 *
 * `what` is a stable word ("acts", "records", "copy"): a face has a sentence for it in the person's
 * language. `total` is 0 while it is not known. Steps come from the thread that does the work, a few
 * a second at most where that is easy to arrange; a listener must be quick.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct progress {
    void *context;
    void (*step)(void *context, const char *what, int64_t done, int64_t total);
};

static inline void progress_step(const struct progress *progress, const char *what, int64_t done, int64_t total)
{
    if (progress != NULL && progress->step != NULL)
        progress->step(progress->context, what, done, total);
}
