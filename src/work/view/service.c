/* service.c — what a server has at hand, besides its visitors. */
#include "work/view/service.h"

#include "engine/seal/password_queue.h"
#include "keep/report/draft.h"

bool service_queue_open(struct password_queue **queue, struct failure *why)
{
    return password_queue_open(queue, why);
}

void service_queue_close(struct password_queue *queue)
{
    password_queue_close(queue);
}

struct count_work {
    const struct service_count *counts;
    size_t count;
};

static bool work_counts(void *given, struct connection *writer, struct failure *why)
{
    const struct count_work *work = given;
    for (size_t i = 0; i < work->count; i++)
        if (!published_add_views(writer, work->counts[i].act, work->counts[i].views, why))
            return false;
    return true;
}

bool service_save_counts(struct instance *instance, const struct service_count *counts, size_t count, struct failure *why)
{
    struct count_work work = {counts, count};
    return count == 0 || store_write(instance_store(instance), work_counts, &work, why);
}
