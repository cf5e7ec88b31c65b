/*
 * site_inside.h — from a request to a response, on one thread, without a socket.
 *
 *     struct site *site;
 *     if (!site_open(instance, &options, &site, why)) …
 *     struct web_response response = {0};
 *     site_answer(site, &request, &response);         always answers; what went wrong is in response.failure
 *
 * A turn is one request being answered: who asks, which row of routes.def, what was given.
 * Handlers fill the response, or fail; a failure becomes a page with a way on.
 */
#pragma once

#include "base/world.h"
#include "engine/codec/form.h"
#include "engine/template/template.h"
#include "face/web/guard_inside.h"
#include "face/web/request_inside.h"
#include "face/web/route_inside.h"
#include "face/web/server.h"
#include "work/view/visit.h"

struct counter;
struct intake_desk;
struct check_desk;

struct site_options {
    const char *templates; /* NULL: those inside the program */
    bool behind_tls;
};

struct site {
    struct arena *arena;
    struct instance *instance;
    struct password_queue *queue;
    struct template_set *templates; /* NULL while a folder is read for each request */
    const char *templates_folder;
    const struct node *words[2];    /* by language */
    struct guard *guard;
    struct counter *counter;
    struct intake_desk *desk;
    struct check_desk *checks;
    struct text asset_version;      /* "?v=…": assets may be kept for ever under it */
    bool behind_tls;
};

MUST_CHECK bool site_open(struct instance *instance, const struct site_options *options, struct site **site, struct failure *why);
void site_close(struct site *site); /* NULL is allowed; nobody may be answering any more */
void site_answer(struct site *site, const struct web_request *request, struct web_response *response);
/* The page of a failure for what is refused before it is read: nobody's, without a look at the database's people. */
void site_refuse(struct site *site, const struct web_request *request, enum failure_kind kind, int status, struct web_response *response);
/* How many bytes a request for this path may bring; 0: none. */
size_t site_body_max(bool post, struct text path, struct arena *arena);
/* Keeps the views counted since the last time (what fails is counted again next time), and wipes lists that lay in memory long enough. */
MUST_CHECK bool site_each_minute(struct site *site, struct failure *why);

#define SESSION_COOKIE "danvan"
#define LANGUAGE_COOKIE "ngon_ngu"

struct turn {
    struct site *site;
    const struct web_request *request;
    struct web_response *response;
    struct arena *arena;
    const struct route *route;
    struct text path;       /* without .json */
    bool json, sheet;       /* the page asked as a tree, as a workbook */
    enum language language;
    struct text token;      /* of the cookie */
    struct visit *visit;
    const struct viewer *viewer;
    struct form query, form;
    struct node *given;     /* parts of the path, then what stands behind the "?" */
    struct template_set *templates;

    /* For a form shown again: what was typed, what is wrong with it, what to say above. */
    const struct node *typed; /* map from a field's name to a text or a list of texts; NULL: nothing */
    const struct problems *problems;
    const char *notice;       /* a key of t.notice; NULL: none */
    int status;               /* 0: 200 */
    bool old_form;            /* a form of an earlier session of the same person's browser */
};

/* words.c */
MUST_CHECK bool words_load(struct arena *arena, const char *language, const struct node **words, struct failure *why);
/* "done.record-write"; the empty text when there is none. */
struct text words_find(const struct node *words, const char *path);

/* templates.c */
MUST_CHECK bool templates_load(struct arena *arena, const char *folder, struct template_set **set, struct failure *why);

/* page.c */
/* Renders the template with `tree` and what all pages share; `tree` is added to. */
MUST_CHECK bool page_render(struct turn *turn, const char *template, struct node *tree, struct failure *why);
void page_json(struct turn *turn, const struct node *tree);
/* Answers with the page that says why not, and where to go from there. Never fails. */
void page_failure(struct turn *turn, const struct failure *failure);
int failure_status(enum failure_kind kind);
MUST_CHECK bool page_view(struct turn *turn, const char *view, struct node **tree, struct failure *why);

/* downloads.c */
void answer_file(struct turn *turn, struct text type, struct text name, struct text bytes);

/* attach_pages.c: another's file, which stays a download whatever it is called. */
struct view_file;
void answer_taken(struct turn *turn, const struct view_file *file);

/* sheets.c */
/* The lists of the page asked as a workbook (sheets.def), or the report it shows. */
MUST_CHECK bool sheet_answer(struct turn *turn, struct failure *why);
/* Is there something on this page to take along as a workbook? */
bool sheet_offered(const struct turn *turn, const struct node *tree);

/* typed.c */
/* What a form sent, as acts read it: "f.topic" under fields, the rest by name; a name sent several times is a list. */
struct node *typed_given(struct turn *turn);
/* All fields sent, by name, but for passwords and the form's own marks. */
struct node *typed_keep(struct turn *turn);
/* Puts what was typed and what is wrong into the tree's `fields` and `hidden`, and the list `problems` on top. */
void typed_fill(struct turn *turn, struct node *tree);
/* A path of this site that it is safe to send somebody to; else the empty text. */
struct text typed_path(struct text path);

/* Shows the page of a path again, within the same turn: a form with what was typed. */
MUST_CHECK bool turn_show(struct turn *turn, struct text path, struct failure *why);
/* Reads who is there, after a sign-in anew. */
MUST_CHECK bool turn_visit(struct turn *turn, struct failure *why);
/* The moment by which tries of a password are slowed down. */
struct moment now_of_guard(void);
/* The sign-in page, carrying on what was typed before the session ended. */
MUST_CHECK bool sign_in_page(struct turn *turn, struct text next, struct failure *why);
