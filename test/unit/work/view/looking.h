/*
 * looking.h — views asked as somebody, for tests: what they show, or that they are closed.
 *
 *     struct node *page = look(house, viewer, "figure", "figure", "outreach.sessions", "don-vi", "004", NULL);
 *     assert_true(text_is(node_text_at(look_at(page, "number"), "shown"), "3"));
 */
#pragma once

#include "support/house/house.h"
#include "work/view/view.h"

/* The page; must be shown. */
struct node *look(struct test_house *house, const struct viewer *viewer, const char *view, const char *key, ...) __attribute__((sentinel));
/* The same for a page that answers a posted question: `sent` is what the form said. */
struct node *look_sent(struct test_house *house, const struct viewer *viewer, const char *view, struct node *sent);
/* FAILURE_NONE when it is shown. */
enum failure_kind look_kind(struct test_house *house, const struct viewer *viewer, const char *view, const char *key, ...)
    __attribute__((sentinel));
/* "number.shown": along the keys; NULL when it is not there. */
const struct node *look_at(const struct node *page, const char *path);
struct text look_text(const struct node *page, const char *path);
bool look_truth(const struct node *page, const char *path);
/* All of it, as JSON: to ask what does not stand anywhere. */
struct text look_all(struct test_house *house, const struct node *page);
