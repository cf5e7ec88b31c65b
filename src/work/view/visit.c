/* visit.c — see visit.h. */
#include "work/view/visit.h"

#include "work/act/act.h"

struct visit {
    struct instance *instance;
    const struct house *house;
    struct viewer viewer;
    struct text form_key;
};

/* The person named at the command line, acting for the organisation of the first role that holds. */
static bool load_named(struct visit *visit, struct text name, struct arena *arena, struct failure *why)
{
    struct connection *CLOSING(store_read) reading = NULL;
    if (!store_read_begin(instance_store(visit->instance), &reading, why) ||
        !account_load(arena, reading, visit->house->units, name, &visit->viewer.account, why))
        return false;
    if (visit->viewer.account->locked)
        return FAIL(why, FAILURE_DENIED, "this person is locked");
    if (visit->viewer.account->grant_count > 0)
        visit->viewer.acting_for = visit->viewer.account->grants[0].unit;
    return true;
}

static bool load_viewer(struct visit *visit, const struct visit_request *request, struct arena *arena, struct failure *why)
{
    visit->viewer = (struct viewer){.today = instance_today(visit->instance), .language = request->language};
    if (request->account.length > 0)
        return load_named(visit, request->account, arena, why);
    if (request->owner) {
        visit->viewer.whole_house = true;
        return true;
    }
    return viewer_load(visit->instance, visit->house, request->token, arena, &visit->viewer, &visit->form_key, why);
}

bool visit_open(struct instance *instance, const struct visit_request *request, struct arena *arena, struct visit **visit,
                struct failure *why)
{
    struct visit *made = arena_make(arena, sizeof *made);
    made->instance = instance;
    made->house = instance_house(instance);
    if (!load_viewer(made, request, arena, why)) {
        visit_close(made);
        return false;
    }
    *visit = made;
    return true;
}

void visit_close(struct visit *visit)
{
    if (visit)
        instance_release(visit->instance, visit->house);
}

const struct viewer *visit_viewer(const struct visit *visit)
{
    return &visit->viewer;
}

struct text visit_form_key(const struct visit *visit)
{
    return visit->form_key;
}
