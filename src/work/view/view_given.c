/* view_given.c — what a view is asked: parts of the address and the query, read with care. */
#include "work/view/view_inside.h"

enum { WORKED_ON = 14 }; /* days after its end that people still work on a period */

bool view_read(struct view_context *view, struct failure *why)
{
    return view->reading || store_read_begin(instance_store(view->instance), &view->reading, why);
}

void view_release(struct view_context *view)
{
    store_read_end(view->reading);
    view->reading = NULL;
}

struct text view_given(const struct view_context *view, const char *key)
{
    return text_trimmed(node_text_at(view->given, key));
}

const struct node *view_sent(const struct view_context *view)
{
    const struct node *sent = node_at(view->given, VIEW_SENT);
    return sent && sent->kind == NODE_MAP ? sent : NULL; /* "?sent=" in an address is only a text */
}

bool view_signed_in(const struct view_context *view)
{
    return view->viewer->account || view->viewer->whole_house;
}

bool view_allow(bool allowed, const char *what, struct failure *why)
{
    return allowed || FAIL(why, FAILURE_DENIED, "this person may not %s", what);
}

bool view_unit(struct view_context *view, struct text code, struct day day, const struct unit **unit, struct failure *why)
{
    const struct unit *found = unit_find(view->house->units, code, day);
    if (!found)
        found = unit_find(view->house->units, code, DAY_NONE);
    if (!found)
        return FAIL(why, FAILURE_NOT_FOUND, "no unit bears that code");
    *unit = found;
    return true;
}

bool view_period(struct view_context *view, const char *key, struct period *period, struct failure *why)
{
    struct text given = view_given(view, key);
    if (given.length == 0) {
        *period = period_quarter_of(day_plus(view->today, -WORKED_ON));
        return true;
    }
    return period_read(given, period) || FAIL(why, FAILURE_INVALID, "that is not a period");
}

bool view_reports(const struct view_context *view)
{
    return view->viewer->whole_house || account_has_role_anywhere(view->viewer, ROLE_RECORDER) ||
           account_has_role_anywhere(view->viewer, ROLE_OFFICER) || account_has_role_anywhere(view->viewer, ROLE_APPROVER) ||
           account_has_role_anywhere(view->viewer, ROLE_CLERK) || account_has_role_anywhere(view->viewer, ROLE_PUBLISHER);
}

size_t view_page_rows(const struct view_context *view)
{
    return text_is(view_given(view, "dang"), "bang") ? VIEW_SHEET_PAGE : VIEW_PAGE;
}

size_t view_page(const struct view_context *view, const char *key)
{
    int64_t page;
    if (!text_read_int64(view_given(view, key), &page) || page < 1)
        return 1;
    return page > VIEW_PAGES_MAX ? VIEW_PAGES_MAX : (size_t)page;
}

/* The lowest place that holds both; either may be NULL. */
static const struct unit *holding(const struct unit *home, const struct unit *place)
{
    if (!home || !place)
        return home ? home : place;
    while (home && !unit_is_inside(place, home))
        home = home->in;
    return home;
}

static bool reports_for(const struct report_definition *report, const struct unit *organisation)
{
    if (!organisation->in || !text_equal(report->issued_by, organisation->kind))
        return false;
    for (size_t i = 0; i < report->for_count; i++)
        if (text_equal(report->for_kinds[i], organisation->in->kind))
            return true;
    return false;
}

const struct unit *view_home(const struct view_context *view)
{
    const struct definition *definition = view->house->definition;
    const struct unit_set *all = unit_all(view->arena, view->house->units, DAY_NONE);
    const struct unit *home = NULL, *of_all = NULL;
    for (size_t i = 0; i < all->count; i++) {
        const struct unit *unit = all->units[i];
        if (!unit->is_organisation)
            continue;
        of_all = holding(of_all, unit->in);
        for (size_t r = 0; r < definition->report_count; r++)
            if (reports_for(&definition->reports[r], unit))
                home = holding(home, unit->in);
    }
    return home ? home : of_all;
}
