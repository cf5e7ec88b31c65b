/* service.c — what a server has at hand, besides its visitors. */
#include "work/view/service.h"

#include "engine/seal/password_queue.h"
#include "keep/instance/instance.h"

bool service_queue_open(struct password_queue **queue, struct failure *why)
{
    return password_queue_open(queue, why);
}

void service_queue_close(struct password_queue *queue)
{
    password_queue_close(queue);
}

const char *service_folder(const struct instance *instance)
{
    return instance_folder(instance);
}
