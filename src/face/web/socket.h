/*
 * socket.h — how does a command change an instance that is being served?
 *
 * One process writes in a folder. While that is the server, a command hands its act over
 * through FOLDER/danvan.sock: one JSON object on one line each way, then the end.
 *
 *     {"act": "record-write", "as": "lan.bode", "given": {…}, "once": "", "dry_run": false}
 *     {"act": 12, "record": 12, "repeated": false, "problems": [{field, code, sentence, weight}], "difference": […]}
 *     {"failure": "denied", "text": "…"}
 *
 * `as` empty: the folder's owner. Only the user the server runs as may connect: the socket
 * has mode 0600 and the other side's user id is asked of the kernel.
 *
 *     struct node *answer;
 *     if (!socket_ask(folder, request, arena, &answer, why)) …     FAILURE_NOT_FOUND: nobody serves this folder
 */
#pragma once

#include "base/failure.h"
#include "base/node.h"

enum { SOCKET_BYTES_MAX = 16 << 20 };

struct instance;
struct socket_door;

/* The serving side; web_open opens it and web_close closes it. */
MUST_CHECK bool socket_open(struct instance *instance, const char *folder, struct socket_door **door, struct failure *why);
void socket_close(struct socket_door *door); /* NULL is allowed */

/* The asking side. A failure of the act comes back as `*why`, like one's own. */
MUST_CHECK bool socket_ask(const char *folder, const struct node *request, struct arena *arena, struct node **answer, struct failure *why);
