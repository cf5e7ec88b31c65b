/*
 * json.h — JSON read strictly, and written so that any page may hold it.
 *
 *     struct node *root;
 *     if (!json_read(arena, TEXT("request"), bytes, &root, &problems)) …
 *     json_write(&out, root);
 *
 * Reading refuses what RFC 8259 refuses, and a key given twice. Within the limits
 * its §9 allows us, it also refuses U+0000 in a text and a number that is not an
 * exact decimal of decimal.h (1e22, 0.1234567): nothing is ever rounded. Texts
 * come out in NFC, and every node knows its place.
 *
 * Writing is compact, keeps the order of maps, and writes < > & U+2028 U+2029
 * and control characters as \u…, so the result may stand inside HTML or a script.
 */
#pragma once

#include "base/buffer.h"
#include "base/node.h"
#include "base/problem.h"

enum {
    JSON_BYTES_MAX = 16 << 20,
    JSON_NODES_MAX = 1000000,
    JSON_DEPTH_MAX = 64, /* objects and lists inside each other */
    JSON_KEYS_MAX = 512, /* of one object */
};

/* False when a problem was added; `*root` is then untouched. The tree borrows nothing from `bytes`. */
MUST_CHECK bool json_read(struct arena *arena, struct text file_name, struct text bytes, struct node **root,
                          struct problems *problems);

/* Adds the tree on one line, without a newline behind. Ask buffer_ok once at the end. Texts must be UTF-8. */
void json_write(struct buffer *out, const struct node *root);
/* Over several lines, indented by two, with a newline behind: for people and for golden files. */
void json_write_pretty(struct buffer *out, const struct node *root);
/* One text in quotes, escaped the same way: for those who write JSON piece by piece. */
void json_write_text(struct buffer *out, struct text text);
