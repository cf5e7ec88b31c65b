/*
 * server.c — sockets: libmicrohttpd reads and writes on two threads, workers answer.
 *
 * A connection is suspended while a worker answers, so a thread that waits for a commit
 * holds up no other. What libmicrohttpd lacks is added here: a deadline for whole requests
 * (watch.c), refusal of two lengths in one request, an end that waits for what is in flight.
 */
#include "face/web/exchange_inside.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { SILENT_SECONDS = 20, HEADER_MEMORY = 32 * 1024, BACKLOG = 256, CLOSE_SECONDS = 30 };

/* ---- options ---- */

static bool on_loopback(const struct in_addr *address)
{
    return ntohl(address->s_addr) >> 24 == 127;
}

static bool read_address(const struct web_options *options, struct sockaddr_in *address, struct failure *why)
{
    const char *text = options->address ? options->address : "127.0.0.1";
    *address = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(options->port)};
    if (inet_pton(AF_INET, text, &address->sin_addr) != 1)
        return FAIL(why, FAILURE_INVALID, "%s is not an address to listen on, such as 127.0.0.1", text);
    if (!on_loopback(&address->sin_addr) && !options->behind_tls)
        return FAIL(why, FAILURE_INVALID, "%s is open to other machines: serve it behind TLS only (docs/tls.md)", text);
    return true;
}

/* ---- the daemon ---- */

static void log_nothing(void *context, const char *format, va_list arguments)
{
    (void)context;
    (void)format;
    (void)arguments;
}

/* Paths and queries are decoded once, by the routes and forms. */
static size_t leave_escaped(void *context, struct MHD_Connection *connection, char *text)
{
    (void)context;
    (void)connection;
    return strlen(text);
}

static bool start_daemon(struct web *web, const struct sockaddr_in *address, struct failure *why)
{
    const unsigned each = web->behind_tls ? 0 : WEB_CONNECTIONS_EACH;
    web->daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0, NULL, NULL, exchange_handle, web,
        MHD_OPTION_EXTERNAL_LOGGER, log_nothing, NULL, MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, NULL, MHD_OPTION_SOCK_ADDR, (const struct sockaddr *)address,
        MHD_OPTION_THREAD_POOL_SIZE, 2u, MHD_OPTION_CONNECTION_LIMIT, (unsigned)WEB_CONNECTIONS, MHD_OPTION_PER_IP_CONNECTION_LIMIT, each,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)SILENT_SECONDS, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEADER_MEMORY,
        MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_LISTEN_BACKLOG_SIZE, (unsigned)BACKLOG, MHD_OPTION_NOTIFY_COMPLETED,
        exchange_completed, web, MHD_OPTION_NOTIFY_CONNECTION, exchange_connection, web, MHD_OPTION_END);
    if (!web->daemon)
        return FAIL(why, errno == EADDRINUSE ? FAILURE_BUSY : FAILURE_BROKEN, "cannot listen on port %d: errno %d", ntohs(address->sin_port), errno);
    return true;
}

static void note_address(struct web *web, const struct sockaddr_in *address)
{
    char text[INET_ADDRSTRLEN] = "";
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(web->daemon, MHD_DAEMON_INFO_BIND_PORT);
    web->port = info ? info->port : ntohs(address->sin_port);
    inet_ntop(AF_INET, &address->sin_addr, text, sizeof text);
    web->address = text_format(web->arena, "%s:%d", text, web->port).bytes;
}

/* ---- opening and closing ---- */

static void each_minute(void *context)
{
    struct web *web = context;
    struct failure why;
    if (!site_each_minute(web->site, &why))
        exchange_log_failure(0, &why);
}

static const char *templates_of(const struct web_options *options)
{
    const char *folder = options->templates ? options->templates : getenv("DANVAN_TEMPLATES");
    return folder && *folder ? folder : NULL;
}

static bool start(struct web *web, struct instance *instance, const struct web_options *options, struct failure *why)
{
    struct sockaddr_in address;
    const struct site_options site = {.templates = templates_of(options), .behind_tls = options->behind_tls};
    if (!read_address(options, &address, why) || !site_open(instance, &site, &web->site, why) ||
        !watch_open(web->arena, WEB_CONNECTIONS, each_minute, web, &web->watch, why) ||
        !pool_open(web->arena, WEB_WORKERS, &web->pool, why) || !start_daemon(web, &address, why))
        return false;
    note_address(web, &address);
    const struct socket_house house = {instance, web->site->queue, web->pool};
    return socket_open(web->arena, &house, &web->door, why);
}

bool web_open(struct instance *instance, const struct web_options *options, struct web **web, struct failure *why)
{
    struct arena *arena = arena_open();
    struct web *made = arena_make(arena, sizeof *made);
    made->arena = arena;
    made->behind_tls = options->behind_tls;
    made->quiet = options->quiet;
    if (!start(made, instance, options, why)) {
        web_close(made);
        return false;
    }
    *web = made;
    return true;
}

static void wait_for_answers(struct web *web)
{
    int listening = MHD_quiesce_daemon(web->daemon);
    if (listening >= 0)
        close(listening);
    for (int i = 0; i < CLOSE_SECONDS * 100 && atomic_load(&web->in_flight) > 0; i++)
        usleep(10 * 1000);
}

void web_close(struct web *web)
{
    if (!web)
        return;
    socket_close(web->door);
    if (web->daemon)
        wait_for_answers(web);
    /* Workers first: libmicrohttpd may not be stopped while a connection is suspended. */
    pool_close(web->pool);
    if (web->daemon)
        MHD_stop_daemon(web->daemon);
    watch_close(web->watch);
    site_close(web->site);
    arena_close(web->arena);
}

const char *web_address(const struct web *web)
{
    return web->address;
}

uint16_t web_port(const struct web *web)
{
    return web->port;
}
