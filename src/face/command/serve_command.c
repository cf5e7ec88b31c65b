/* serve_command.c — demo and serve: the sample district, and a folder that browsers can reach. */
#include "face/command/command_inside.h"

#include "face/web/server.h"
#include "work/upkeep/demo.h"

#include <signal.h>
#include <stdio.h>

enum { NAME_WIDTH = 18, PORT_MAX = 65535 };

/* ---- demo ---- */

static void say_people(const struct command_line *line, const struct node *people)
{
    if (node_count(people) == 0)
        return;
    say(line, WORD_DEMO_PEOPLE, node_text_at(people->list.items[0], "password"), (struct text){0});
    for (size_t i = 0; i < node_count(people); i++) {
        const struct node *one = people->list.items[i];
        say_text(line, text_format(line->arena, "  %-*.*s%.*s\n", NAME_WIDTH, TEXT_ARGS(node_text_at(one, "name")),
                                   TEXT_ARGS(node_text_at(one, "full_name"))));
    }
}

bool demo_command(struct command_line *line, struct failure *why)
{
    struct demo_made made;
    if (!demo_make(&(struct demo_ask){.folder = line->given[0].bytes, .progress = &line->progress}, line->arena, &made, why))
        return false;
    progress_end(line);
    struct node *result = node_map(line->arena);
    node_put(result, "records", node_whole(line->arena, made.records));
    node_put(result, "acts", node_whole(line->arena, made.acts));
    say_node(line, result);
    say(line, WORD_DEMO_MADE, number_text(line, made.records), number_text(line, made.acts));
    return true;
}

/* ---- serve ---- */

/* "127.0.0.1:8080", "[::1]:8080"; the port is what stands behind the last colon. */
static bool read_listen(struct command_line *line, struct web_options *options, struct failure *why)
{
    struct text listen = option_text(line, "listen");
    size_t colon = listen.length;
    int64_t port;
    if (listen.length == 0)
        listen = TEXT("127.0.0.1:8080"), colon = listen.length;
    while (colon > 0 && listen.bytes[colon - 1] != ':')
        colon--;
    if (colon < 2 || !text_read_int64(text_from(listen, colon), &port) || port < 0 || port > PORT_MAX)
        return FAIL(why, FAILURE_INVALID, "--listen takes an address and a port, such as 127.0.0.1:8080");
    struct text address = text_part(listen, 0, colon - 1);
    if (text_starts(address, TEXT("[")) && text_ends(address, TEXT("]")))
        address = text_part(address, 1, address.length - 2);
    options->address = text_copy(line->arena, address).bytes;
    options->port = (uint16_t)port;
    return true;
}

/* Both signals are kept from every thread, so that this one can wait for them. */
static bool hold_signals(sigset_t *signals, struct failure *why)
{
    if (sigemptyset(signals) != 0 || sigaddset(signals, SIGINT) != 0 || sigaddset(signals, SIGTERM) != 0 ||
        pthread_sigmask(SIG_BLOCK, signals, NULL) != 0)
        return FAIL(why, FAILURE_BROKEN, "signals cannot be waited for");
    return true;
}

bool serve_command(struct command_line *line, struct failure *why)
{
    struct web_options options = {.behind_tls = option_has(line, "behind-tls"), .quiet = line->quiet};
    struct desk CLOSING(desk) desk = {0};
    struct web *CLOSING(web) web = NULL;
    sigset_t signals;
    int signal;
    if (!read_listen(line, &options, why) || !hold_signals(&signals, why) || !open_desk(line, true, &desk, why))
        return false;
    desk_release(&desk);
    if (!web_open(desk.instance, &options, &web, why))
        return false;
    progress_end(line);
    if (desk_is_demo(&desk))
        say_people(line, demo_people(line->arena, line->language));
    say(line, WORD_SERVING, text_format(line->arena, "http://%s/", web_address(web)), (struct text){0});
    (void)fflush(stdout);
    (void)sigwait(&signals, &signal);
    return true;
}
