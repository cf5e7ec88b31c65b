/*
 * courier.h — how a letter leaves: to one mail server, over SMTP.
 *
 *     struct courier *CLOSING(courier) courier = NULL;
 *     const struct courier_options options = {.server = TEXT("smtp://127.0.0.1:25"), .from = TEXT("danvan@quan.example")};
 *     if (!courier_open(&options, &courier, why)) …
 *     if (!courier_send(courier, to, message, why)) …          the server did not take it: what it said
 *
 * smtp:// asks for TLS (STARTTLS) and refuses to go on without it, unless the server is on this machine; smtps:// is TLS
 * from the start. Certificates are checked. One connection serves many letters. A failure never names the addressee.
 * The only user of libcurl.
 */
#pragma once

#include "base/failure.h"
#include "base/text.h"

struct courier;

struct courier_options {
    struct text server;   /* smtp://host:port, smtps://host:port, with user@ where it asks for one */
    struct text password; /* empty: none */
    struct text from;
};

MUST_CHECK bool courier_open(const struct courier_options *options, struct courier **courier, struct failure *why); /* INVALID */
void courier_close(struct courier *courier); /* NULL is allowed */
MUST_CHECK bool courier_send(struct courier *courier, struct text to, struct text message, struct failure *why);

static inline void courier_closing(struct courier **courier)
{
    courier_close(*courier);
}
