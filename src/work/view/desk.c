/*
 * desk.c — the reception officer's desk: today's sessions, how often there must be some, petitions due and late with their steps.
 *
 * It reads the registers that say `times:` (sessions) and those that are handled, but for the discreet ones, for the
 * organisation one acts for. Nobody but its reception and leader opens it.
 */
#include "work/view/seen_inside.h"

#include "engine/calendar/deadline_words.h"
#include "keep/definition/book.h"
#include "keep/record/deadline.h"

enum { SHOWN_SESSIONS = 20, SHOWN_DUE = 100, READ_MOST = 500 /* some are not of the desk */, AHEAD = 15 };

static bool works_at_desk(const struct view_context *view)
{
    const struct unit *unit = view->viewer->acting_for;
    return unit && (account_has_role(view->viewer, ROLE_RECEPTION, unit) || account_has_role(view->viewer, ROLE_APPROVER, unit));
}

/* ---- sessions ---- */

static bool put_today(struct view_context *view, struct node *page, const struct register_definition *register_, struct failure *why)
{
    const struct unit_set own = {&view->viewer->acting_for, 1};
    struct record_page found = {0};
    const struct record_query query = {.register_ = register_, .units = &own, .begin = view->today, .end = day_plus(view->today, AHEAD),
                                       .sort = register_->day, .ascending = true, .limit = SHOWN_SESSIONS};
    if (!record_list(view->arena, view->reading, view->house->units, &query, &found, why))
        return false;
    struct node *list = node_put(page, "sessions", node_list(view->arena));
    for (size_t i = 0; i < found.count; i++) {
        struct node *line = node_append(list, node_map(view->arena));
        seen_put_record(view, line, found.records[i], SIGHT_ROWS);
        view_put_truth(view, line, "is_today", found.records[i]->day.number == view->today.number);
    }
    view_put_truth(view, page, "has_sessions", found.count > 0);
    view_put_text(view, page, "sessions_href", text_format(view->arena, "/so/%.*s", TEXT_ARGS(register_->name)));
    view_put_text(view, page, "session_new", text_format(view->arena, "/so/%.*s/moi", TEXT_ARGS(register_->name)));
    return true;
}

static bool count_times(struct view_context *view, const struct register_definition *register_, const struct desk_times *times, struct day begin,
                        struct day end, int *count, struct failure *why)
{
    const struct unit_set own = {&view->viewer->acting_for, 1};
    const struct record_query query = {.register_ = register_, .units = &own, .begin = begin, .end = end, .limit = RECORD_PAGE_MAX};
    struct record_page found = {0};
    *count = 0;
    if (!record_list(view->arena, view->reading, view->house->units, &query, &found, why))
        return false;
    for (size_t i = 0; i < found.count; i++)
        *count += record_holds(found.records[i], times->where);
    return true;
}

/* The weeks, or the months, of this month and the one before, each with what the rule in force then asks. */
static bool put_times(struct view_context *view, struct node *list, const struct register_definition *register_, const struct desk_times *times,
                      struct failure *why)
{
    struct day_parts today = day_parts(view->today);
    struct period month = period_of(PERIOD_MONTH, today.year, today.month, false);
    struct day begin = period_previous(month).begin;
    while (day_compare(begin, month.end) <= 0) {
        const struct deadline_version *version = deadline_rule_on(&times->rule->rule, begin);
        bool week = version && version->count == DEADLINE_WEEK;
        struct day_parts parts = day_parts(begin);
        struct day end = week ? day_plus(begin, (int)SUNDAY - (int)day_weekday(begin)) : period_of(PERIOD_MONTH, parts.year, parts.month, false).end;
        int count;
        if (!count_times(view, register_, times, begin, end, &count, why))
            return false;
        struct node *line = node_append(list, node_map(view->arena));
        view_put_day(view, line, "begin", begin);
        view_put_day(view, line, "end", end);
        node_put(line, "held", node_whole(view->arena, count));
        node_put(line, "required", node_whole(view->arena, version ? version->days : 0));
        view_put_truth(view, line, "short", version && count < version->days && day_compare(end, view->today) < 0);
        view_put_text(view, line, "law", version ? version->law : (struct text){0});
        begin = day_plus(end, 1);
    }
    return true;
}

static bool put_sessions(struct view_context *view, struct node *page, struct failure *why)
{
    const struct unit *unit = view->viewer->acting_for;
    struct node *list = node_put(page, "times", node_list(view->arena));
    for (size_t i = 0; i < view->house->definition->register_count; i++) {
        const struct register_definition *register_ = &view->house->definition->registers[i];
        if (register_->times_count == 0 || !seen_enters(register_, unit))
            continue;
        if (!put_today(view, page, register_, why))
            return false;
        for (size_t k = 0; k < register_->times_count; k++)
            if (register_->times[k].rule && unit->in && text_equal(unit->in->kind, register_->times[k].of) &&
                !put_times(view, list, register_, &register_->times[k], why))
                return false;
    }
    view_put_truth(view, page, "has_times", node_count(list) > 0);
    return true;
}

/* ---- what is due ---- */

static bool put_steps(struct view_context *view, struct node *line, const struct record *record, const struct deadline_definition *rule,
                      struct failure *why)
{
    struct list told = {0};
    struct node *steps = node_put(line, "steps", node_list(view->arena));
    if (!deadline_of_record(view->arena, view->reading, view->house->definition, record, &told, why))
        return false;
    for (size_t i = 0; i < told.count; i++) {
        const struct deadline_told *one = told.items[i];
        for (size_t k = 0; one->use->rule == rule && k < one->date.step_count; k++)
            node_append(steps, node_text(view->arena, deadline_step_sentence(view->arena, &one->date, &one->date.steps[k], view->language)));
    }
    return true;
}

static bool put_due(struct view_context *view, struct node *list, const struct deadline_entry *entry, struct failure *why)
{
    struct record *record;
    if (!record_load(view->arena, view->reading, view->house->units, entry->register_, entry->record, &record, why))
        return false;
    struct node *line = node_append(list, node_map(view->arena));
    seen_put_record(view, line, record, SIGHT_ROWS);
    view_put_text(view, line, "title", view_title(view, entry->rule->title));
    view_put_truth(view, line, "late", day_is_some(entry->due) && day_compare(entry->due, view->today) < 0);
    if (day_is_some(entry->due)) {
        view_put_day(view, line, "due", entry->due);
        view_put_text(view, line, "left", deadline_left_words(view->arena, entry->due, view->today, view->language));
    } else
        view_put_text(view, line, "why", seen_why_not_due(view));
    return put_steps(view, line, record, entry->rule, why);
}

/* Whose records come to the desk: handled by certain people, or kept as a book. */
static bool is_of_desk(const struct register_definition *register_)
{
    return register_->handled_by_count > 0 || register_->book_count > 0;
}

static bool is_shown(const struct view_context *view, const struct deadline_entry *entry)
{
    return is_of_desk(entry->register_) && !entry->register_->discreet &&
           account_sight(view->viewer, view->house->definition, entry->register_, entry->unit) == SIGHT_ROWS;
}

static bool put_all_due(struct view_context *view, struct node *page, struct failure *why)
{
    const struct unit_set own = {&view->viewer->acting_for, 1};
    struct list entries = {0};
    struct node *late = node_put(page, "late", node_list(view->arena)), *due = node_put(page, "due", node_list(view->arena));
    if (!deadline_list(view->arena, view->reading, view->house->definition, &own, view->today, day_plus(view->today, AHEAD), READ_MOST, &entries,
                       why))
        return false;
    for (size_t i = 0; i < entries.count && node_count(late) + node_count(due) < SHOWN_DUE; i++) {
        const struct deadline_entry *entry = entries.items[i];
        bool past = day_is_some(entry->due) && day_compare(entry->due, view->today) < 0;
        if (is_shown(view, entry) && !put_due(view, past ? late : due, entry, why))
            return false;
    }
    view_put_truth(view, page, "has_late", node_count(late) > 0);
    view_put_truth(view, page, "has_due", node_count(due) > 0);
    return true;
}

/* ---- where to go from here ---- */

static void put_books(const struct view_context *view, struct node *page)
{
    struct node *list = node_put(page, "books", node_list(view->arena));
    for (size_t i = 0; i < view->house->definition->register_count; i++) {
        const struct register_definition *register_ = &view->house->definition->registers[i];
        if (!is_of_desk(register_) || !seen_enters(register_, view->viewer->acting_for) ||
            !account_handles(view->viewer, register_, view->viewer->acting_for))
            continue;
        struct node *line = node_append(list, node_map(view->arena));
        view_put_text(view, line, "title", view_title(view, register_->plural));
        view_put_text(view, line, "href", text_format(view->arena, "/so/%.*s", TEXT_ARGS(register_->name)));
        view_put_truth(view, line, "may_write", account_may_write(view->viewer, register_, view->viewer->acting_for) && register_->receiver_count == 0);
        view_put_text(view, line, "new_href", text_format(view->arena, "/so/%.*s/moi", TEXT_ARGS(register_->name)));
        if (register_->book_count > 0)
            view_put_text(view, line, "book_href", text_format(view->arena, "/so/%.*s/so-giay", TEXT_ARGS(register_->name)));
    }
}

bool desk_view(struct view_context *view, struct node *page, struct failure *why)
{
    if (!view_allow(works_at_desk(view), "work at the reception desk", why) || !view_read(view, why))
        return false;
    view_put_day(view, page, "today", view->today);
    view_put_unit(view, page, "unit", view->viewer->acting_for);
    view_put_truth(view, page, "receives", account_has_role(view->viewer, ROLE_RECEPTION, view->viewer->acting_for));
    put_books(view, page);
    return put_sessions(view, page, why) && put_all_due(view, page, why);
}
