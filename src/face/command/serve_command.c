/* serve_command.c — the folder at an address, until somebody says stop. */
#include "face/command/command_inside.h"

#include "face/web/server.h"
#include "work/upkeep/demo.h"

#include <signal.h>
#include <stdio.h>

#define LISTEN_USUAL TEXT("127.0.0.1:8080")

/* "127.0.0.1:8080", "[::1]:8080" or "8080". */
static bool read_address(struct command_line *line, struct web_options *options, struct failure *why)
{
    struct text listen = option_text(line, "listen");
    listen = listen.length > 0 ? listen : LISTEN_USUAL;
    size_t colon = listen.length;
    while (colon > 0 && listen.bytes[colon - 1] != ':')
        colon--;
    struct text host = colon > 0 ? text_part(listen, 0, colon - 1) : (struct text){0};
    int64_t port;
    if (text_starts(host, TEXT("[")) && text_ends(host, TEXT("]")))
        host = text_part(host, 1, host.length - 2);
    if (!text_read_int64(text_from(listen, colon), &port) || port < 0 || port > UINT16_MAX)
        return FAIL(why, FAILURE_INVALID, "--listen is an address and a port such as 127.0.0.1:8080");
    options->address = host.length > 0 ? text_copy(line->arena, host).bytes : NULL;
    options->port = (uint16_t)port;
    return true;
}

static void say_people(struct command_line *line)
{
    const struct node *people = demo_people(line->arena, line->language);
    for (size_t i = 0; i < node_count(people); i++) {
        const struct node *one = people->list.items[i];
        struct text name = node_text_at(one, "name"), full = node_text_at(one, "full_name"), roles = node_text_at(one, "roles");
        if (i == 0)
            say(line, WORD_DEMO_PEOPLE, node_text_at(one, "password"), node_text_at(one, "passphrase"));
        say_text(line, text_format(line->arena, "  %-18.*s %.*s%s%.*s\n", TEXT_ARGS(name), TEXT_ARGS(full), roles.length > 0 ? " — " : "",
                                   TEXT_ARGS(roles)));
    }
}

static void say_open(struct command_line *line, const struct desk *desk, const char *address)
{
    struct node *result = node_map(line->arena);
    struct text at = text_format(line->arena, "http://%s/", address);
    node_put(result, "address", node_text(line->arena, at));
    say_node(line, result);
    if (desk_is_demo(desk))
        say_people(line);
    if (desk_warning(desk))
        say(line, WORD_STORE_WARNING, text_of(desk_warning(desk)), (struct text){0});
    say(line, WORD_SERVING, at, (struct text){0});
    (void)fflush(stdout);
}

/* Before any thread begins, so that all of them inherit it and only this one hears. */
static bool hold_signals(sigset_t *stops, struct failure *why)
{
    if (sigemptyset(stops) != 0 || sigaddset(stops, SIGINT) != 0 || sigaddset(stops, SIGTERM) != 0 ||
        pthread_sigmask(SIG_BLOCK, stops, NULL) != 0)
        return FAIL(why, FAILURE_BROKEN, "signals cannot be waited for");
    return true;
}

bool serve_command(struct command_line *line, struct failure *why)
{
    struct desk CLOSING(desk) desk = {0};
    struct web *CLOSING(web) web = NULL;
    struct web_options options = {.quiet = line->quiet, .behind_tls = option_has(line, "behind-tls")};
    sigset_t stops;
    int which;
    if (!read_address(line, &options, why) || !hold_signals(&stops, why) || !open_desk(line, true, &desk, why))
        return false;
    desk_release(&desk);
    if (!web_open(desk.instance, &options, &web, why))
        return false;
    progress_end(line);
    say_open(line, &desk, web_address(web));
    return sigwait(&stops, &which) == 0 || FAIL(why, FAILURE_BROKEN, "waiting for a signal");
}
