/*
 * socket.h — how does a command change an instance that is being served?
 *
 * One process writes in a folder. While that is the server, a command hands its act over
 * through FOLDER/danvan.sock: one JSON object each way, then the end.
 *
 *     {"act": "record-write", "as": "bode.ghiso", "given": {…}, "once": "", "dry_run": false, "language": "vi"}
 *     {"act": 12, "record": 12, "repeated": false, "problems": [{weight, field, code, sentence}], "difference": […]}
 *     {"failure": {"kind": "denied", "text": "…"}}
 *
 * `as` empty: the folder's owner. Only the user the server runs as may connect: the socket
 * has mode 0600, and the kernel is asked for the other side's user. web_open opens this
 * door and web_close closes it; each request is answered by a worker of the pool.
 */
#pragma once

#include "base/failure.h"

enum { SOCKET_BYTES_MAX = 16 << 20, SOCKET_WAIT_SECONDS = 30 };

struct arena;
struct instance;
struct password_queue;
struct pool;
struct socket_door;

struct socket_house {
    struct instance *instance;
    struct password_queue *queue;
    struct pool *pool;
};

/* The address of FOLDER/danvan.sock. A path longer than an address holds is named through the folder itself, opened here:
 * `*opened` is to be closed when the address was used; -1: nothing to close. */
struct sockaddr_un;
MUST_CHECK bool socket_address(const char *folder, struct sockaddr_un *address, int *opened, struct failure *why);

/* A socket left behind by a server that was killed is replaced: the folder's lock says that nobody else serves it. */
MUST_CHECK bool socket_open(struct arena *arena, const struct socket_house *house, struct socket_door **door, struct failure *why);
void socket_close(struct socket_door *door); /* NULL is allowed */
