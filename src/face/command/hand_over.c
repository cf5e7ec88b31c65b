/*
 * hand_over.c — the process that serves the folder does the act (face/web/socket.h says how they speak).
 *
 * Only who owns the folder can reach its socket, so without --as the person is the owner, as it is here.
 */
#include "face/command/command_inside.h"

#include "base/buffer.h"
#include "engine/codec/json.h"
#include "face/web/socket.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

enum { PIECE = 64 * 1024, ANSWER_SECONDS = 120 };

/* ---- the connection ---- */

/* -1 when nobody listens there. */
static int connect_to(const struct command_line *line)
{
    struct sockaddr_un address;
    const struct timeval wait = {.tv_sec = ANSWER_SECONDS};
    struct failure absent;
    int folder;
    if (!socket_address(line->given[0].bytes, &address, &folder, &absent))
        return -1;
    int connection = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool connected = connection >= 0 && setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait) == 0 &&
                     connect(connection, (const struct sockaddr *)&address, sizeof address) == 0;
    if (folder >= 0)
        (void)close(folder);
    if (connection >= 0 && !connected)
        (void)close(connection);
    return connected ? connection : -1;
}

static bool send_all(int connection, struct text bytes, struct failure *why)
{
    while (bytes.length > 0) {
        ssize_t sent = send(connection, bytes.bytes, bytes.length, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return FAIL(why, FAILURE_BUSY, "the serving process does not listen: errno %d", errno);
        bytes = text_from(bytes, (size_t)sent);
    }
    return shutdown(connection, SHUT_WR) == 0 || FAIL(why, FAILURE_BUSY, "the serving process has gone");
}

static bool receive_all(int connection, struct buffer *answer, struct failure *why)
{
    char piece[PIECE];
    for (;;) {
        ssize_t got = recv(connection, piece, sizeof piece, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return FAIL(why, FAILURE_BUSY, "the serving process gave no answer: errno %d", errno);
        if (got == 0)
            return buffer_ok(answer, why);
        buffer_add_bytes(answer, piece, (size_t)got);
    }
}

/* ---- what is asked, and what comes back ---- */

static struct node *request_node(const struct command_line *line, const struct wish *wish)
{
    struct node *request = node_map(line->arena), *given = node_map(line->arena);
    for (size_t i = 0; i < node_count(wish->given); i++)
        node_put_text(given, wish->given->map.entries[i].key, wish->given->map.entries[i].value);
    node_put(request, "act", node_text(line->arena, wish->act));
    node_put(request, "as", node_text(line->arena, line->as));
    node_put(request, "given", given);
    node_put(request, "dry_run", node_truth(line->arena, wish->dry_run));
    node_put(request, "language", node_text(line->arena, line->language == LANGUAGE_EN ? TEXT("en") : TEXT("vi")));
    return request;
}

static int64_t whole_at(const struct node *map, const char *key)
{
    const struct node *node = node_at(map, key);
    return node && node->kind == NODE_NUMBER && node->number.scale == 0 ? node->number.digits : 0;
}

static void tell_handed(struct command_line *line, const struct node *problems)
{
    for (size_t i = 0; i < node_count(problems); i++) {
        const struct node *one = problems->list.items[i];
        struct text field = node_text_at(one, "field"), sentence = node_text_at(one, "sentence");
        if (!text_is(node_text_at(one, "weight"), "warning"))
            line->found = true;
        if (!line->json)
            note(line, WORD_HANDED_PROBLEM, field.length > 0 ? field : TEXT("–"), sentence);
    }
}

static bool fail_as(const struct node *failure, struct failure *why)
{
    struct text kind = node_text_at(failure, "kind"), said = node_text_at(failure, "text");
    enum failure_kind read = FAILURE_BROKEN;
    for (int i = FAILURE_INVALID; i <= FAILURE_BROKEN; i++)
        if (text_is(kind, failure_word((enum failure_kind)i)))
            read = (enum failure_kind)i;
    return FAIL(why, read, "%.*s", TEXT_ARGS(said));
}

static bool read_answer(struct command_line *line, struct text bytes, struct done *done, struct failure *why)
{
    struct problems problems;
    struct node *answer;
    problems_init(&problems, line->arena, 1);
    if (!json_read(line->arena, TEXT("danvan.sock"), bytes, &answer, &problems) || answer->kind != NODE_MAP)
        return FAIL(why, FAILURE_BROKEN, "the serving process gave an answer that is none");
    if (node_at(answer, "failure"))
        return fail_as(node_at(answer, "failure"), why);
    struct node *list = node_at(answer, "problems");
    *done = (struct done){.act = whole_at(answer, "act"), .record = whole_at(answer, "record"), .difference = node_at(answer, "difference"),
                          .problems = list ? list : node_list(line->arena)};
    tell_handed(line, done->problems);
    return true;
}

static bool exchange(struct command_line *line, struct text request, struct done *done, struct failure *why)
{
    struct buffer CLOSING(buffer) answer;
    buffer_init(&answer, SOCKET_BYTES_MAX);
    int connection = connect_to(line);
    if (connection < 0)
        return FAIL(why, FAILURE_BUSY, "another process writes in %s and takes no requests", line->given[0].bytes);
    bool answered = send_all(connection, request, why) && receive_all(connection, &answer, why);
    (void)close(connection);
    return answered && read_answer(line, text_copy(line->arena, buffer_text(&answer)), done, why);
}

bool hand_over(struct command_line *line, const struct wish *wish, struct done *done, struct failure *why)
{
    struct buffer CLOSING(buffer) request;
    buffer_init(&request, SOCKET_BYTES_MAX);
    json_write(&request, request_node(line, wish));
    buffer_add_char(&request, '\n');
    return buffer_ok(&request, why) && exchange(line, buffer_text(&request), done, why);
}
