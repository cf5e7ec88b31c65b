/*
 * yaml.h — what does this YAML file say, and where is it wrong?
 *
 * A definition is written by people, so each part of the tree knows its line and
 * column, keys too, and every error is a problem at its place.
 *
 *     struct node *root;
 *     if (!yaml_read(arena, TEXT("outreach.yaml"), bytes, &root, &problems))
 *         yaml_show(out, bytes, &problems.items[0], LANGUAGE_VI);
 *
 * We take the plain part of YAML: maps, lists and scalars of one document. All
 * scalars are NODE_TEXT (their reader knows what it wants: yaml_fields.h), in NFC.
 * Anchors, aliases and tags are refused: what is written is what is meant.
 * The tree lives in the arena and borrows nothing from `bytes`.
 */
#pragma once

#include "base/buffer.h"
#include "base/node.h"
#include "base/problem.h"

enum {
    YAML_BYTES_MAX = 4 << 20,
    YAML_NODES_MAX = 200000,
    YAML_DEPTH_MAX = 16,   /* maps and lists inside each other */
    YAML_KEYS_MAX = 2048,  /* of one map; a list may be as long as the nodes allow */
};

/*
 * True when there was no error; `*root` is then the document, a NODE_NOTHING when
 * the file says nothing. Else false, at least one problem was added, and `*root`
 * is untouched. Several duplicate keys are all named; a torn file stops at its tear.
 */
MUST_CHECK bool yaml_read(struct arena *arena, struct text file_name, struct text bytes,
                          struct node **root, struct problems *problems);

/*
 * Adds the problem's line, the line of `bytes` it speaks of and a caret under the
 * place, for a terminal:
 *
 *     outreach.yaml:3:1: không có mục nào tên “fileds” ở đây; có phải là “fields”?
 *         fileds: {}
 *         ^
 */
void yaml_show(struct buffer *out, struct text bytes, const struct problem *problem,
               enum language language);
