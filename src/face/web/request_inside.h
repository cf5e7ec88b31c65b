/*
 * request_inside.h — what was asked and what is answered, without a socket.
 *
 * The server fills a request and sends the response; a test calls site_answer with one it
 * made. Everything lives in the request's arena. Texts of a request are as they came: a
 * path is still percent-encoded, headers are the empty text when they were not sent.
 */
#pragma once

#include "base/arena.h"
#include "base/failure.h"
#include "base/text.h"

struct web_request {
    struct arena *arena;
    int64_t number;      /* said on error pages and in the log */
    bool post;           /* else GET or HEAD */
    struct text path, query;
    struct text cookie, content_type, host, origin, fetch_site, if_none_match, accept_language, accept_encoding;
    struct text body;
    struct text caller;  /* address of who asks, for the guard against guessing; never logged */
};

enum { WEB_HEADERS_MAX = 24 };

struct web_header {
    const char *name;
    const char *value;
};

struct web_response {
    int status;
    const char *content_type;
    struct text bytes; /* in the arena, or of the program's own assets */
    struct web_header headers[WEB_HEADERS_MAX];
    size_t header_count;
    struct failure failure; /* what went wrong, for the log; kind FAILURE_NONE else */
};

/* Values are checked: a line break in one is a bug. */
void response_header(struct web_response *response, struct arena *arena, const char *name, struct text value);
/* The headers every answer has: content security policy, no sniffing, no referrer. */
void response_guard(struct web_response *response, struct arena *arena);
void response_redirect(struct web_response *response, struct arena *arena, struct text location);

/* Makes words small where the browser takes gzip and it is worth it; else leaves them. */
void response_shrink(const struct web_request *request, struct web_response *response);

/* The value of one cookie of a Cookie header; the empty text when it is not there. */
struct text cookie_find(struct text header, const char *name);
/* Sets a cookie that scripts and other sites do not get; empty value: takes it away. `seconds` 0: until the browser closes. */
void cookie_set(struct web_response *response, struct arena *arena, const char *name, struct text value, int seconds, bool secure);
