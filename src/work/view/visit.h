/*
 * visit.h — one request's hold on the house, and who is asking.
 *
 *     struct visit *CLOSING(visit) visit = NULL;
 *     if (!visit_open(instance, &(struct visit_request){.token = cookie, .language = LANGUAGE_VI}, arena, &visit, why)) …
 *     struct view_request request = {.viewer = visit_viewer(visit), .given = given};
 *
 * The viewer points into the house's units, so both live until the visit closes. The faces
 * may not open the house themselves; this is their way in.
 */
#pragma once

#include "work/view/view.h"

struct visit;

struct visit_request {
    struct text token;       /* of the cookie; empty: nobody */
    struct text account;     /* at the command line: acts as this person … */
    bool owner;              /* … or as the folder's owner */
    enum language language;
};

/* Lives in the arena, holds the house until closed. NOT_FOUND when `account` is not there; DENIED when it is locked. */
MUST_CHECK bool visit_open(struct instance *instance, const struct visit_request *request, struct arena *arena, struct visit **visit,
                           struct failure *why);
void visit_close(struct visit *visit); /* NULL is allowed */

const struct viewer *visit_viewer(const struct visit *visit);
struct text visit_form_key(const struct visit *visit); /* empty when nobody is signed in */

static inline void visit_closing(struct visit **visit)
{
    visit_close(*visit);
}
