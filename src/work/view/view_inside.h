/*
 * view_inside.h — what every view is given, and the words its tree is made of.
 *
 *     bool periods_view(struct view_context *view, struct node *page, struct failure *why)
 *     {
 *         if (!view_read(view, why)) return false;     a connection, held to the view's end
 *         …
 *         view_put_number(view, page, "total", value_whole(12));        total: {value: 12, shown: "12"}
 *     }
 *
 * A view asks account_* before it reads. It never changes anything. What it puts into the
 * tree lives in the request's arena.
 */
#pragma once

#include "base/period.h"
#include "base/value.h"
#include "keep/store/store.h"
#include "work/view/view.h"

enum { VIEW_PAGE = 50, VIEW_SHEET_PAGE = 2000 /* for a workbook */, VIEW_PAGES_MAX = 100000 };

struct view_context {
    struct arena *arena;
    struct instance *instance;
    const struct house *house; /* its definition is there */
    const struct viewer *viewer;
    const struct node *given;
    enum language language;
    struct day today;
    struct connection *reading; /* NULL until view_read */
};

typedef bool view_function(struct view_context *view, struct node *page, struct failure *why);
#define VIEW(name, stem) view_function stem##_view;
#include "work/view/views.def"
#undef VIEW

/* ---- what is asked ---- */

/* Lends a connection, once for the view. A thread may hold one only: call view_release before what takes its own. */
MUST_CHECK bool view_read(struct view_context *view, struct failure *why);
void view_release(struct view_context *view);
struct text view_given(const struct view_context *view, const char *key); /* empty when not given */
const struct node *view_sent(const struct view_context *view); /* fields of a posted question, by name; NULL when none was posted */
bool view_signed_in(const struct view_context *view);
bool view_checks_lists(const struct view_context *view); /* a supervisor, for the organisation worked for */
bool view_reports(const struct view_context *view); /* has part in reporting: may see who has sent a period */
MUST_CHECK bool view_allow(bool allowed, const char *what, struct failure *why);
/* By code on `day`, else the newest that bore it; NOT_FOUND. */
MUST_CHECK bool view_unit(struct view_context *view, struct text code, struct day day, const struct unit **unit, struct failure *why);
/* The period asked; when none is given the quarter people work on, which is that of two weeks ago. INVALID. */
MUST_CHECK bool view_period(struct view_context *view, const char *key, struct period *period, struct failure *why);
/* The page asked, from 1. */
size_t view_page(const struct view_context *view, const char *key);
/* How many rows a page has: more when the list goes into a workbook (dang=bang). */
size_t view_page_rows(const struct view_context *view);
/* The place the house is about: the lowest that holds all those its reports are made for, else all its organisations. */
const struct unit *view_home(const struct view_context *view);

/* ---- what is shown ---- */

struct text view_title(const struct view_context *view, struct title title);
struct text view_words(const struct view_context *view, const char *vi, const char *en);
void view_put_text(const struct view_context *view, struct node *map, const char *key, struct text text); /* copied */
void view_put_truth(const struct view_context *view, struct node *map, const char *key, bool truth);
void view_put_number(const struct view_context *view, struct node *map, const char *key, struct value value); /* unknown: value null, "chưa có" */
void view_put_day(const struct view_context *view, struct node *map, const char *key, struct day day);        /* none: nothing is put */
void view_put_moment(const struct view_context *view, struct node *map, const char *key, struct moment moment);
void view_put_unit(const struct view_context *view, struct node *map, const char *key, const struct unit *unit); /* {code, name, short} */
void view_put_period(const struct view_context *view, struct node *map, const char *key, struct period period); /* {code, title, begin, end, previous, next} */
/* {page, pages, previous, next, first, last, total}: `previous` and `next` are addresses, there only when such a page is. */
void view_put_pages(const struct view_context *view, struct node *map, size_t page, int64_t total, struct text address);
/* The same of a list whose pages are asked by key, `sau` and `truoc`; `trang` only says where people believe to be. */
struct view_keys { struct text previous, next; size_t count; }; /* empty where nothing is; entries on this page */
void view_put_key_pages(const struct view_context *view, struct node *map, const struct view_keys *keys, int64_t total, struct text address);
