/* socket.c — acts handed over by commands, through a socket in the instance's folder. */
#include "face/web/socket.h"

#include "base/buffer.h"
#include "engine/codec/json.h"
#include "face/web/pool_inside.h"
#include "work/act/act.h"
#include "work/view/service.h"
#include "work/view/visit.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { WAITING_MAX = 16, PIECE = 64 * 1024 };

struct socket_door {
    struct socket_house house;
    const char *folder, *path;
    int listening, wake; /* wake: an eventfd that ends the thread */
    pthread_t thread;
    bool started;
};

struct caller {
    struct socket_door *door;
    struct arena *arena;
    int connection;
};

/* ---- one request ---- */

/* To the end of the stream, or of the line. */
static bool receive(int connection, struct buffer *bytes, struct failure *why)
{
    char piece[PIECE];
    for (;;) {
        ssize_t got = recv(connection, piece, sizeof piece, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return FAIL(why, FAILURE_BUSY, "the request did not come in time");
        buffer_add_bytes(bytes, piece, (size_t)got);
        if (got == 0 || piece[got - 1] == '\n' || bytes->full)
            return buffer_ok(bytes, why);
    }
}

static void send_back(int connection, struct text bytes)
{
    while (bytes.length > 0) {
        ssize_t sent = send(connection, bytes.bytes, bytes.length, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return; /* the other side has gone; the act is done and in the journal */
        bytes = text_from(bytes, (size_t)sent);
    }
}

static void put_answer(struct arena *arena, const struct act_answer *answer, enum language language, struct node *tree)
{
    struct node *list = node_list(arena);
    node_put(tree, "act", node_whole(arena, answer->act));
    node_put(tree, "record", node_whole(arena, answer->record));
    node_put(tree, "repeated", node_truth(arena, answer->repeated));
    node_put(tree, "problems", list);
    for (size_t i = 0; i < answer->problems.count; i++) {
        const struct problem *problem = &answer->problems.items[i];
        struct node *one = node_append(list, node_map(arena));
        node_put(one, "weight", node_text(arena, problem->weight == PROBLEM_WARNING ? TEXT("warning") : TEXT("error")));
        node_put(one, "field", node_text(arena, problem->place.field));
        node_put(one, "code", node_text(arena, text_of(problem->code)));
        node_put(one, "sentence", node_text(arena, problem_sentence(arena, problem, language)));
    }
    node_put(tree, "difference", answer->difference ? answer->difference : node_list(arena));
}

static bool says_true(const struct node *request, const char *key)
{
    const struct node *node = node_at(request, key);
    return node && node->kind == NODE_TRUTH && node->truth;
}

static bool perform(struct caller *caller, const struct node *request, struct node *tree, struct failure *why)
{
    const struct socket_house *house = &caller->door->house;
    struct text as = node_text_at(request, "as");
    enum language language = text_is(node_text_at(request, "language"), "en") ? LANGUAGE_EN : LANGUAGE_VI;
    const struct visit_request who = {.account = as, .owner = as.length == 0, .language = language};
    struct visit *CLOSING(visit) visit = NULL;
    struct act_answer answer;
    if (!visit_open(house->instance, &who, caller->arena, &visit, why))
        return false;
    const struct act_request act = {.name = node_text_at(request, "act"),
                                    .viewer = visit_viewer(visit),
                                    .given = node_at(request, "given"),
                                    .once = node_text_at(request, "once"),
                                    .dry_run = says_true(request, "dry_run"),
                                    .queue = house->queue};
    if (!act_perform(house->instance, &act, caller->arena, &answer, why))
        return false;
    put_answer(caller->arena, &answer, language, tree);
    return true;
}

static bool answer(struct caller *caller, struct node *tree, struct failure *why)
{
    struct buffer CLOSING(buffer) bytes;
    struct problems problems;
    struct node *request;
    buffer_init(&bytes, SOCKET_BYTES_MAX);
    problems_init(&problems, caller->arena, 1);
    if (!receive(caller->connection, &bytes, why))
        return false;
    if (!json_read(caller->arena, TEXT("request"), buffer_text(&bytes), &request, &problems) || request->kind != NODE_MAP)
        return FAIL(why, FAILURE_INVALID, "the request is no JSON object");
    return perform(caller, request, tree, why);
}

/* Only the user this process runs as, and root, who can do everything anyway. */
static bool own_user(int connection)
{
    struct ucred other;
    socklen_t length = sizeof other;
    return getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &other, &length) == 0 && (other.uid == geteuid() || other.uid == 0);
}

static void serve(void *context)
{
    struct caller *caller = context;
    struct node *tree = node_map(caller->arena);
    struct buffer CLOSING(buffer) out;
    struct failure why;
    buffer_init(&out, SOCKET_BYTES_MAX);
    if (!answer(caller, tree, &why)) {
        struct node *failure = node_map(caller->arena);
        node_put(failure, "kind", node_text(caller->arena, text_of(failure_word(why.kind))));
        node_put(failure, "text", node_text(caller->arena, text_of(why.text)));
        node_put(tree, "failure", failure);
    }
    json_write(&out, tree);
    buffer_add_char(&out, '\n');
    send_back(caller->connection, buffer_text(&out));
    close(caller->connection);
    arena_close(caller->arena);
}

/* ---- the door ---- */

static void let_in(struct socket_door *door, int connection)
{
    const struct timeval wait = {.tv_sec = SOCKET_WAIT_SECONDS};
    struct arena *arena = arena_open();
    struct caller *caller = arena_make(arena, sizeof *caller);
    *caller = (struct caller){door, arena, connection};
    if (own_user(connection) && setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait) == 0 &&
        setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait) == 0 && pool_give(door->house.pool, serve, caller))
        return;
    close(connection);
    arena_close(arena);
}

static void *run(void *context)
{
    struct socket_door *door = context;
    struct pollfd waits[] = {{.fd = door->listening, .events = POLLIN}, {.fd = door->wake, .events = POLLIN}};
    while (poll(waits, LENGTH_OF(waits), -1) >= 0 || errno == EINTR) {
        if (waits[1].revents)
            return NULL;
        int connection = waits[0].revents ? accept4(door->listening, NULL, NULL, SOCK_CLOEXEC) : -1;
        if (connection >= 0)
            let_in(door, connection);
    }
    return NULL;
}

bool socket_address(const char *folder, struct sockaddr_un *address, int *opened, struct failure *why)
{
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    *opened = -1;
    int length = snprintf(address->sun_path, sizeof address->sun_path, "%s/danvan.sock", folder);
    if (length > 0 && (size_t)length < sizeof address->sun_path)
        return true;
    *opened = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (*opened < 0)
        return FAIL(why, FAILURE_BROKEN, "cannot open the folder %s: errno %d", folder, errno);
    (void)snprintf(address->sun_path, sizeof address->sun_path, "/proc/self/fd/%d/danvan.sock", *opened);
    return true;
}

static bool bind_at(const struct socket_door *door, struct failure *why)
{
    struct sockaddr_un address;
    int opened;
    if (!socket_address(door->folder, &address, &opened, why))
        return false;
    bool bound = bind(door->listening, (const struct sockaddr *)&address, sizeof address) == 0;
    int error = errno;
    if (opened >= 0)
        close(opened);
    return bound || FAIL(why, FAILURE_BROKEN, "cannot listen at %s: errno %d", door->path, error);
}

static bool listen_at(struct socket_door *door, struct failure *why)
{
    door->listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    door->wake = eventfd(0, EFD_CLOEXEC);
    (void)unlink(door->path);
    /* Nobody can connect before listen, and by then the mode is set. */
    if (door->listening < 0 || door->wake < 0)
        return FAIL(why, FAILURE_BROKEN, "no socket: errno %d", errno);
    if (!bind_at(door, why))
        return false;
    if (chmod(door->path, 0600) != 0 || listen(door->listening, WAITING_MAX) != 0)
        return FAIL(why, FAILURE_BROKEN, "cannot listen at %s: errno %d", door->path, errno);
    return true;
}

bool socket_open(struct arena *arena, const struct socket_house *house, struct socket_door **door, struct failure *why)
{
    struct socket_door *made = arena_make(arena, sizeof *made);
    *made = (struct socket_door){
        .house = *house, .folder = service_folder(house->instance),
        .path = text_format(arena, "%s/danvan.sock", service_folder(house->instance)).bytes, .listening = -1, .wake = -1};
    if (!listen_at(made, why)) {
        socket_close(made);
        return false;
    }
    made->started = pthread_create(&made->thread, NULL, run, made) == 0;
    if (!made->started) {
        socket_close(made);
        return FAIL(why, FAILURE_BROKEN, "the thread at %s could not be started", made->path);
    }
    *door = made;
    return true;
}

void socket_close(struct socket_door *door)
{
    const uint64_t one = 1;
    if (!door)
        return;
    if (door->started && write(door->wake, &one, sizeof one) == sizeof one)
        pthread_join(door->thread, NULL);
    if (door->listening >= 0) {
        (void)unlink(door->path);
        close(door->listening);
    }
    if (door->wake >= 0)
        close(door->wake);
}
