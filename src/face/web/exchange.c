/* exchange.c — one request is read, handed to a worker, answered and logged. */
#include "face/web/exchange_inside.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

enum {
    SENDING_SECONDS = 60,    /* for the reader of an answer */
    SWALLOWED_MAX = 256 << 20, /* of a body that is refused: read to its end, so that the answer is seen */
};

enum step { READING, REFUSED, WORKING, READY, SENT };

struct exchange {
    struct web *web;
    struct arena *arena;
    struct MHD_Connection *connection;
    struct guest *guest;
    enum step step;
    struct buffer body;
    size_t swallowed;
    struct web_request request;
    struct web_response response;
    struct timespec begun;
};

/* ---- the log: no query, no name, no address ---- */

void exchange_log_failure(int64_t request, const struct failure *failure)
{
    fprintf(stderr, "%lld failed: %s: %s (%s:%d)\n", (long long)request, failure_word(failure->kind), failure->text, failure->file,
            failure->line);
}

/* A path names registers and records, never people; at /nguoi-dung it names an account. */
static struct text path_to_log(struct text path)
{
    return text_starts(path, TEXT("/nguoi-dung/")) ? TEXT("/nguoi-dung/…") : text_part(path, 0, 200);
}

static void log_request(const struct exchange *exchange)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    long milliseconds = (now.tv_sec - exchange->begun.tv_sec) * 1000 + (now.tv_nsec - exchange->begun.tv_nsec) / 1000000;
    struct text path = path_to_log(exchange->request.path);
    const struct failure *failure = &exchange->response.failure;
    if (!exchange->web->quiet)
        fprintf(stderr, "%lld %s %.*s %d %ldms\n", (long long)exchange->request.number, exchange->request.post ? "POST" : "GET",
                TEXT_ARGS(path), exchange->response.status, milliseconds);
    if (failure->kind == FAILURE_BROKEN || (failure->kind != FAILURE_NONE && !exchange->web->quiet))
        exchange_log_failure(exchange->request.number, failure);
}

/* ---- reading ---- */

static struct text header_of(struct exchange *exchange, const char *name)
{
    const char *value = MHD_lookup_connection_value(exchange->connection, MHD_HEADER_KIND, name);
    return text_copy(exchange->arena, text_of(value));
}

static struct text caller_of(struct exchange *exchange)
{
    char text[INET_ADDRSTRLEN] = "";
    if (exchange->web->behind_tls) {
        /* The proxy in front puts the address it saw last (docs/tls.md); what stands before it anybody may have written. */
        struct text header = header_of(exchange, "X-Forwarded-For"), part, last = {0};
        while (text_next(&header, ',', &part))
            last = text_trimmed(part);
        return last;
    }
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(exchange->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    if (info && info->client_addr->sa_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)info->client_addr)->sin_addr, text, sizeof text);
    return text_copy(exchange->arena, text_of(text));
}

static enum MHD_Result take_query(void *context, enum MHD_ValueKind kind, const char *key, const char *value)
{
    (void)kind;
    /* Still escaped, as it came. */
    buffer_add_format(context, "%s%s%s%s", ((struct buffer *)context)->length > 0 ? "&" : "", key, value ? "=" : "", value ? value : "");
    return MHD_YES;
}

static void read_head(struct exchange *exchange, const char *address)
{
    struct web_request *request = &exchange->request;
    struct buffer CLOSING(buffer) query;
    buffer_init(&query, 32 * 1024);
    MHD_get_connection_values(exchange->connection, MHD_GET_ARGUMENT_KIND, take_query, &query);
    request->path = text_copy(exchange->arena, text_of(address));
    request->query = text_copy(exchange->arena, buffer_text(&query));
    request->cookie = header_of(exchange, "Cookie");
    request->content_type = header_of(exchange, "Content-Type");
    request->host = header_of(exchange, "Host");
    request->origin = header_of(exchange, "Origin");
    request->fetch_site = header_of(exchange, "Sec-Fetch-Site");
    request->if_none_match = header_of(exchange, "If-None-Match");
    request->accept_language = header_of(exchange, "Accept-Language");
    request->accept_encoding = header_of(exchange, "Accept-Encoding");
    request->caller = caller_of(exchange);
}

/* ---- answering ---- */

static enum MHD_Result send_answer(struct exchange *exchange)
{
    const struct web_response *response = &exchange->response;
    struct MHD_Response *made = MHD_create_response_from_buffer(response->bytes.length, (void *)(uintptr_t)response->bytes.bytes,
                                                                MHD_RESPMEM_PERSISTENT);
    if (!made)
        return MHD_NO;
    if (response->content_type)
        MHD_add_response_header(made, "Content-Type", response->content_type);
    for (size_t i = 0; i < response->header_count; i++)
        MHD_add_response_header(made, response->headers[i].name, response->headers[i].value);
    watch_until(exchange->web->watch, exchange->guest, SENDING_SECONDS);
    exchange->step = SENT;
    enum MHD_Result queued = MHD_queue_response(exchange->connection, (unsigned)response->status, made);
    MHD_destroy_response(made);
    return queued;
}

/* A plain page for what never reaches the site: it may be no HTTP at all. */
static void plain_page(struct exchange *exchange, int status, const char *vi, const char *en)
{
    struct web_response *response = &exchange->response;
    *response = (struct web_response){.status = status, .content_type = "text/html; charset=utf-8"};
    response_guard(response, exchange->arena);
    response->bytes = text_format(exchange->arena,
                                  "<!DOCTYPE html><html lang=\"vi\"><meta charset=\"utf-8\"><title>danvan</title><h1>%s</h1>"
                                  "<p lang=\"en\">%s</p><p><a href=\"/\">Về trang đầu</a></p></html>\n",
                                  vi, en);
}

static void work(void *context)
{
    struct exchange *exchange = context;
    site_answer(exchange->web->site, &exchange->request, &exchange->response);
    exchange->step = READY;
    MHD_resume_connection(exchange->connection);
}

static enum MHD_Result hand_over(struct exchange *exchange)
{
    struct failure why;
    exchange->request.body = buffer_text(&exchange->body);
    if (!buffer_ok(&exchange->body, &why)) {
        site_refuse(exchange->web->site, &exchange->request, FAILURE_TOO_BIG, 413, &exchange->response);
        return send_answer(exchange);
    }
    watch_until(exchange->web->watch, exchange->guest, 0);
    exchange->step = WORKING;
    MHD_suspend_connection(exchange->connection);
    if (pool_give(exchange->web->pool, work, exchange))
        return MHD_YES;
    plain_page(exchange, 503, "Máy chủ đang bận. Hãy thử lại sau ít phút.", "The server is busy. Try again in a few minutes.");
    exchange->step = READY;
    MHD_resume_connection(exchange->connection);
    return MHD_YES;
}

/* ---- the first look at a request ---- */

static bool head_refused(struct exchange *exchange, const char *method, const char *version)
{
    if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0 && strcmp(method, "POST") != 0) {
        plain_page(exchange, 405, "Trang này không làm được việc đó.", "Only GET, HEAD and POST are answered here.");
        return true;
    }
    bool length = MHD_lookup_connection_value(exchange->connection, MHD_HEADER_KIND, "Content-Length") != NULL;
    bool pieces = MHD_lookup_connection_value(exchange->connection, MHD_HEADER_KIND, "Transfer-Encoding") != NULL;
    /* Two lengths in one request: a proxy in front might read the one, we the other (RFC 9112 §6.1). */
    if ((length && pieces) || (pieces && strcmp(version, "HTTP/1.1") != 0)) {
        plain_page(exchange, 400, "Yêu cầu gửi đến không đúng cách.", "A request has one length only.");
        return true;
    }
    return false;
}

static bool body_refused(struct exchange *exchange, size_t ceiling, bool *hopeless)
{
    struct text said = header_of(exchange, "Content-Length");
    int64_t length = 0;
    *hopeless = false;
    if (said.length == 0 || (text_read_int64(said, &length) && length >= 0 && (uint64_t)length <= ceiling))
        return false;
    *hopeless = length < 0 || length > SWALLOWED_MAX || header_of(exchange, "Expect").length > 0;
    site_refuse(exchange->web->site, &exchange->request, FAILURE_TOO_BIG, 413, &exchange->response);
    return true;
}

static enum MHD_Result begin(struct web *web, struct MHD_Connection *connection, const char *address, const char *method,
                             const char *version, void **state)
{
    struct arena *arena = arena_open();
    struct exchange *exchange = arena_make(arena, sizeof *exchange);
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    *exchange = (struct exchange){.web = web, .arena = arena, .connection = connection, .guest = info ? info->socket_context : NULL};
    exchange->request.arena = arena;
    exchange->request.number = atomic_fetch_add(&web->requests, 1) + 1;
    exchange->request.post = strcmp(method, "POST") == 0;
    clock_gettime(CLOCK_MONOTONIC, &exchange->begun);
    *state = exchange;
    atomic_fetch_add(&web->in_flight, 1);
    read_head(exchange, address);
    size_t ceiling = site_body_max(exchange->request.post, exchange->request.path, arena);
    buffer_init(&exchange->body, ceiling);
    bool hopeless;
    watch_until(web->watch, exchange->guest, ceiling > WEB_FORM_MAX ? WEB_SHEET_SECONDS : WEB_REQUEST_SECONDS);
    if (head_refused(exchange, method, version))
        return send_answer(exchange);
    if (body_refused(exchange, ceiling, &hopeless)) {
        if (hopeless)
            return send_answer(exchange);
        exchange->step = REFUSED;
    }
    return MHD_YES;
}

enum MHD_Result exchange_handle(void *context, struct MHD_Connection *connection, const char *address, const char *method,
                                const char *version, const char *body, size_t *body_length, void **state)
{
    struct exchange *exchange = *state;
    if (!exchange)
        return begin(context, connection, address, method, version, state);
    if (*body_length > 0) {
        exchange->swallowed += *body_length;
        if (exchange->step == READING)
            buffer_add_bytes(&exchange->body, body, *body_length);
        if (exchange->swallowed > SWALLOWED_MAX)
            return MHD_NO;
        *body_length = 0;
        return MHD_YES;
    }
    switch (exchange->step) {
    case READING: return hand_over(exchange);
    case REFUSED:
    case READY: return send_answer(exchange);
    case WORKING:
    case SENT: return MHD_YES;
    }
    NEVER("a step of an exchange");
}

void exchange_completed(void *context, struct MHD_Connection *connection, void **state, enum MHD_RequestTerminationCode code)
{
    struct web *web = context;
    struct exchange *exchange = *state;
    (void)connection;
    (void)code;
    if (!exchange)
        return;
    *state = NULL;
    log_request(exchange);
    /* The next request on this connection must be whole in time, silence included. */
    watch_until(web->watch, exchange->guest, WEB_REQUEST_SECONDS);
    buffer_clear(&exchange->body);
    arena_close(exchange->arena);
    atomic_fetch_sub(&web->in_flight, 1);
}

void exchange_connection(void *context, struct MHD_Connection *connection, void **socket_state, enum MHD_ConnectionNotificationCode code)
{
    struct web *web = context;
    if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
        watch_leave(web->watch, *socket_state);
        *socket_state = NULL;
        return;
    }
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    *socket_state = info ? watch_enter(web->watch, info->connect_fd) : NULL;
    watch_until(web->watch, *socket_state, WEB_REQUEST_SECONDS);
}
