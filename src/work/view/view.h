/*
 * view.h — what a person may look at: one file per thing, permission first, then a tree.
 *
 * A view returns a node tree that both the page's template and the same address with
 * .json print: same fields. views.def lists all views: name, function, what it reads
 * from `given` (address parts and query together, texts).
 *
 *     struct view_request request = {.viewer = &viewer, .given = given};
 *     struct node *page;
 *     if (!view_show(instance, TEXT("figure"), &request, arena, &page, why)) …   NOT_FOUND, DENIED, INVALID
 *
 * What a posted question said stands in `given` under VIEW_SENT, a map of texts and lists apart from the address: it came by no link
 * and stands in no history.
 *
 * Numbers for people come twice: `value` exact and `shown` as printed ("1.500.000").
 * Days likewise. Nothing in the tree is HTML but fields called `html`. Fields common to all pages (viewer, language,
 * demo, today) are put by the face from view_frame.
 */
#pragma once

#include "base/node.h"
#include "keep/account/account.h"
#include "keep/instance/instance.h"

#define VIEW_SENT "sent"

struct view_request {
    const struct viewer *viewer;
    const struct node *given; /* a map of texts; NULL: nothing */
};

MUST_CHECK bool view_show(struct instance *instance, struct text name, const struct view_request *request, struct arena *arena,
                          struct node **page, struct failure *why);

/* A file of a record (register, record, file in given), for whoever sees the whole row. */
struct view_file { struct text name, type, ending, bytes; }; /* ending: as its content says, "pdf" */
MUST_CHECK bool view_take_file(struct instance *instance, const struct view_request *request, struct arena *arena, struct view_file *file,
                               struct failure *why);

/* Who is signed in, for whom they act, which links the menu has (`path` in given says where one is), demo or not. */
MUST_CHECK bool view_frame(struct instance *instance, const struct view_request *request, struct arena *arena, struct node **frame,
                           struct failure *why);

/* Adds what the face has counted to a publication's views: no cookies, no act. */
MUST_CHECK bool view_add_views(struct instance *instance, int64_t act, int64_t views, struct failure *why);
