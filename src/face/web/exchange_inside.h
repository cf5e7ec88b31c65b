/*
 * exchange_inside.h — one request and its answer on a connection of libmicrohttpd.
 *
 * An exchange is read (head, then body up to a ceiling), handed to a worker while its
 * connection is suspended, and sent. Its arena holds all of it until libmicrohttpd says
 * that the answer is gone.
 */
#pragma once

#include "face/web/pool_inside.h"
#include "face/web/server.h"
#include "face/web/site_inside.h"
#include "face/web/socket.h"
#include "face/web/watch_inside.h"

#include <microhttpd.h>
#include <stdatomic.h>

struct web {
    struct arena *arena;
    struct MHD_Daemon *daemon;
    struct site *site;
    struct pool *pool;
    struct watch *watch;
    struct socket_door *door;
    const char *address;
    uint16_t port;
    bool behind_tls, quiet;
    atomic_int in_flight;  /* requests between their first byte and their answer's last */
    atomic_llong requests; /* numbers them */
};

enum MHD_Result exchange_handle(void *context, struct MHD_Connection *connection, const char *address, const char *method,
                                const char *version, const char *body, size_t *body_length, void **state);
void exchange_completed(void *context, struct MHD_Connection *connection, void **state, enum MHD_RequestTerminationCode code);
void exchange_connection(void *context, struct MHD_Connection *connection, void **socket_state,
                         enum MHD_ConnectionNotificationCode code);
void exchange_log_failure(int64_t request, const struct failure *failure);
