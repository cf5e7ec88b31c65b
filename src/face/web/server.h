/*
 * server.h — how does a browser reach an instance?
 *
 *     struct web *web;
 *     const struct web_options options = {.address = "127.0.0.1", .port = 8080};
 *     if (!web_open(instance, &options, &web, why)) …
 *     printf("http://%s/\n", web_address(web));       "127.0.0.1:8080"
 *     … wait for a signal …
 *     web_close(web);                                 finishes what is in flight, then stops
 *
 * The instance must be open for writing and must outlive the server. Two threads read and
 * write sockets; what a request asks is done by WEB_WORKERS threads with small stacks, so
 * that many people can wait for one commit. A request that is not whole after
 * WEB_REQUEST_SECONDS is cut off. Only the server writes to standard error: one line for
 * each request, without query and without anybody's name, and each failure once.
 *
 * While it is open the server also answers on the socket of the instance's folder (socket.h).
 */
#pragma once

#include "base/failure.h"
#include "work/act/act.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    WEB_WORKERS = 68,            /* more than STORE_GROUP_MAX: one full commit and a few who only look */
    WEB_CONNECTIONS = 1000,
    WEB_CONNECTIONS_EACH = 100,  /* from one address; without limit behind a proxy */
    WEB_REQUEST_SECONDS = 30,    /* from the first byte of a request to its last */
    WEB_SHEET_SECONDS = 120,     /* the same for an upload */
    WEB_FORM_MAX = 64 * 1024,    /* bytes of a form */
    WEB_SHEET_MAX = 20 << 20,    /* bytes of an upload */
};

struct web;

struct web_options {
    const char *address;   /* to listen on; NULL: 127.0.0.1. Another than loopback needs behind_tls */
    uint16_t port;         /* 0: any free one */
    bool behind_tls;       /* a proxy in front speaks TLS and says who asks (docs/tls.md) */
    const char *templates; /* for developers: a folder of templates that is read anew when it changes;
                              NULL: what DANVAN_TEMPLATES says, else those inside the program */
    bool quiet;            /* no line for each request: tests */
};

/* FAILURE_INVALID: an address that is none, or is open to others without TLS; FAILURE_BUSY: the port is taken. */
MUST_CHECK bool web_open(struct instance *instance, const struct web_options *options, struct web **web, struct failure *why);
/* Takes no new connection, finishes requests under way, stops. NULL is allowed. */
void web_close(struct web *web);
const char *web_address(const struct web *web); /* "127.0.0.1:8080" */
uint16_t web_port(const struct web *web);

static inline void web_closing(struct web **web)
{
    web_close(*web);
}
