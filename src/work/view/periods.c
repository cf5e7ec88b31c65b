/*
 * periods.c — who has sent a period and who has not; one's own sending; the drafts one works on.
 *
 * Sending is one act of the organisation that says its records of the period are all there. Who
 * has sent is no secret among those who work with the reports; the public reads it beside figures.
 */
#include "work/view/senders_inside.h"

#include "keep/record/record.h"
#include "work/paper/desk.h"
#include "work/paper/form.h"
#include "work/report/report.h"

/* ---- who sends ---- */

static bool issues_reports(const struct definition *definition, const struct unit *unit)
{
    for (size_t i = 0; unit && i < definition->report_count; i++)
        if (text_equal(definition->reports[i].issued_by, unit->kind))
            return true;
    return false;
}

static int compare_places(const struct unit *a, const struct unit *b)
{
    const struct unit *one = a->in ? a->in : a, *other = b->in ? b->in : b;
    if (one->order != other->order)
        return one->order < other->order ? -1 : 1;
    return text_compare(one->code, other->code);
}

static bool sends(const struct view_context *view, const struct unit *unit)
{
    return unit->under && unit->under->in != unit->in && issues_reports(view->house->definition, unit->under);
}

/* Those in places below; where there are none, those of the place itself, which report upward. */
struct unit_set senders_of(struct view_context *view, const struct unit *place, struct day day)
{
    const struct unit_set *all = unit_organisations(view->arena, view->house->units, place, (struct text){0}, day, day);
    const struct unit **senders = arena_make_many(view->arena, all->count, sizeof *senders);
    size_t count = 0;
    for (int own = 0; own < 2 && count == 0; own++)
        for (size_t i = 0; i < all->count; i++) {
            if (!sends(view, all->units[i]) || (all->units[i]->in == place) != (own == 1))
                continue;
            size_t at = count++;
            for (; at > 0 && compare_places(all->units[i], senders[at - 1]) < 0; at--)
                senders[at] = senders[at - 1];
            senders[at] = all->units[i];
        }
    return (struct unit_set){senders, count};
}

const struct sending *senders_find(const struct list *sendings, const struct unit *unit)
{
    for (size_t i = 0; i < sendings->count; i++)
        if (((const struct sending *)sendings->items[i])->unit == unit->number)
            return sendings->items[i];
    return NULL;
}

bool senders_put_missing(struct view_context *view, struct node *map, const struct unit *place, struct period period, struct failure *why)
{
    struct list sendings;
    if (!view_read(view, why) || !sending_load(view->arena, view->reading, period_write(view->arena, period), &sendings, why))
        return false;
    struct unit_set senders = senders_of(view, place, period.end);
    const struct unit **told = arena_make_many(view->arena, senders.count, sizeof *told);
    struct node *list = node_list(view->arena);
    size_t count = 0;
    for (size_t i = 0; i < senders.count; i++) {
        const struct unit *unit = senders.units[i];
        if (senders_find(&sendings, unit))
            continue;
        told[count++] = unit->in && unit->in != place ? unit->in : unit;
        view_put_unit(view, node_append(list, node_map(view->arena)), "unit", unit);
    }
    view_put_truth(view, map, "all_sent", count == 0 && senders.count > 0);
    if (count == 0)
        return true;
    struct node *missing = node_put(map, "not_sent", node_map(view->arena));
    view_put_text(view, missing, "names", unit_names(view->arena, told, count, view->language));
    view_put_number(view, missing, "count", value_whole((int64_t)count));
    view_put_number(view, missing, "of", value_whole((int64_t)senders.count));
    node_put(missing, "list", list);
    return true;
}

/* ---- the page ---- */

static bool may_send(const struct view_context *view, const struct unit *unit)
{
    return account_has_role(view->viewer, ROLE_RECORDER, unit) || account_has_role(view->viewer, ROLE_OFFICER, unit) ||
           account_has_role(view->viewer, ROLE_APPROVER, unit);
}

/* How many records the organisation wrote in the period, all registers together. */
static bool count_entries(struct view_context *view, const struct unit *unit, struct period period, int64_t *count, struct failure *why)
{
    const struct unit_set one = {&unit, 1};
    *count = 0;
    for (size_t i = 0; i < view->house->definition->register_count; i++) {
        int64_t of_register;
        const struct record_query query = {.register_ = &view->house->definition->registers[i],
                                           .units = &one, .begin = period.begin, .end = period.end};
        if (query.register_->discreet)
            continue;
        if (!record_count(view->reading, &query, &of_register, why))
            return false;
        *count += of_register;
    }
    return true;
}

static bool put_sender(struct view_context *view, struct node *list, const struct unit *unit, const struct sending *sending,
                       struct period period, struct failure *why)
{
    int64_t entries;
    bool may = may_send(view, unit);
    struct node *row = node_append(list, node_map(view->arena));
    view_put_unit(view, row, "unit", unit);
    if (unit->in)
        view_put_unit(view, row, "place", unit->in);
    view_put_truth(view, row, "sent", sending != NULL);
    view_put_day(view, row, "sent_on", sending ? sending->day : DAY_NONE);
    view_put_truth(view, row, "may_send", may && !sending);
    view_put_truth(view, row, "may_take_back", may && sending);
    if (!may)
        return true;
    if (!count_entries(view, unit, period, &entries, why))
        return false;
    view_put_number(view, row, "entries", value_whole(entries));
    return true;
}

static bool put_senders(struct view_context *view, struct node *page, const struct unit *place, struct period period, struct failure *why)
{
    struct list sendings;
    struct unit_set senders = senders_of(view, place, period.end);
    struct node *list = node_put(page, "senders", node_list(view->arena)), *own = node_put(page, "own", node_list(view->arena));
    int64_t sent = 0;
    if (!sending_load(view->arena, view->reading, period_write(view->arena, period), &sendings, why))
        return false;
    for (size_t i = 0; i < senders.count; i++) {
        const struct unit *unit = senders.units[i];
        const struct sending *sending = senders_find(&sendings, unit);
        sent += sending != NULL;
        if (!put_sender(view, list, unit, sending, period, why))
            return false;
    }
    const struct unit *mine = view->viewer->acting_for;
    if (mine && sends(view, mine) && !put_sender(view, own, mine, senders_find(&sendings, mine), period, why))
        return false;
    view_put_truth(view, page, "has_own", node_count(own) > 0);
    view_put_number(view, page, "sent", value_whole(sent));
    view_put_number(view, page, "expected", value_whole((int64_t)senders.count));
    return true;
}

static bool is_made_for(const struct report_definition *report, const struct unit *place, struct period period)
{
    for (size_t i = 0; i < report->for_count && report->made_for[period.kind]; i++)
        if (text_equal(report->for_kinds[i], place->kind))
            return true;
    return false;
}

static void put_drafts(struct view_context *view, struct node *page, const struct unit *place, struct period period)
{
    const struct definition *definition = view->house->definition;
    struct text code = period_write(view->arena, period);
    struct node *list = node_put(page, "drafts", node_list(view->arena));
    for (size_t i = 0; i < definition->report_count; i++) {
        const struct report_definition *report = &definition->reports[i];
        const struct unit *issuer = report_issuer(view->arena, view->house, report, place, view->today);
        if (!is_made_for(report, place, period) || !report_may_draft(view->viewer, issuer))
            continue;
        struct node *draft = node_append(list, node_map(view->arena));
        struct text period_name = period_title(view->arena, period, view->language == LANGUAGE_EN);
        struct text title = text_replace(view->arena, view_title(view, report->title), TEXT("{{period.title}}"), period_name);
        view_put_text(view, draft, "report", report->name);
        view_put_text(view, draft, "title", title);
        view_put_truth(view, draft, "is_public", report->reach == REACH_PUBLIC);
        view_put_text(view, draft, "href",
                      text_format(view->arena, "/du-thao/%.*s/%.*s/%.*s", TEXT_ARGS(report->name), TEXT_ARGS(place->code), TEXT_ARGS(code)));
    }
    view_put_truth(view, page, "has_drafts", node_count(list) > 0);
}

/* The letter to those who have not sent, once the period is over, by the organisation they report to. */
static void put_reminder(const struct view_context *view, struct node *page, struct period period)
{
    const struct unit *mine = view->viewer->acting_for;
    const struct paper_desk desk = {.arena = view->arena, .house = view->house, .viewer = view->viewer, .language = view->language,
                                    .today = view->today};
    bool awaited = mine && issues_reports(view->house->definition, mine) && node_at(page, "not_sent") &&
                   report_senders(view->arena, view->house, mine, period.end).count > 0;
    view_put_text(view, page, "reminder",
                  awaited ? paper_period_reminder(&desk, mine, period_write(view->arena, period)) : (struct text){0});
}

/* The official forms of the body one works for, in this period or the inspectorate's of the same name. */
static void put_forms(const struct view_context *view, struct node *page, struct period period)
{
    const struct unit *mine = view->viewer->acting_for;
    struct node *list = node_put(page, "forms", node_list(view->arena));
    for (size_t i = 0; mine && period.kind != PERIOD_SPECIAL && i < view->house->definition->form_count; i++) {
        const struct form_definition *form = &view->house->definition->forms[i];
        if (!form_is_for(form, mine) || !form_may_compile(view->viewer, mine))
            continue;
        struct text code = period_write(view->arena, period_of(period.kind, period.year, period.index, form->inspectorate));
        struct node *one = node_append(list, node_map(view->arena));
        view_put_text(view, one, "title", text_format(view->arena, "%.*s: %.*s", TEXT_ARGS(form->code), TEXT_ARGS(view_title(view, form->title))));
        view_put_truth(view, one, "unconfirmed", form->confidence == CONFIDENCE_C);
        view_put_text(view, one, "href",
                      text_format(view->arena, "/bieu/%.*s?don-vi=%.*s&ky=%.*s", TEXT_ARGS(form->name), TEXT_ARGS(mine->code), TEXT_ARGS(code)));
    }
    view_put_truth(view, page, "has_forms", node_count(list) > 0);
}

/* The month, quarter, half, nine months and year that end with the period shown, each a link. */
static void put_kinds(const struct view_context *view, struct node *page, const struct unit *place, struct period period)
{
    struct node *list = node_put(page, "kinds", node_list(view->arena));
    for (int kind = PERIOD_MONTH; kind >= PERIOD_YEAR; kind--) {
        struct period one = period_around((enum period_kind)kind, period.end);
        struct node *link = node_append(list, node_map(view->arena));
        view_put_text(view, link, "title", period_title(view->arena, one, view->language == LANGUAGE_EN));
        view_put_truth(view, link, "here", one.kind == period.kind && one.begin.number == period.begin.number);
        view_put_text(view, link, "href", text_format(view->arena, "/ky?ky=%.*s&don-vi=%.*s", TEXT_ARGS(period_write(view->arena, one)),
                                                      TEXT_ARGS(place->code)));
    }
}

/* `ky`, or for a special report the half-months of `tu` and `den`. */
static bool asked_period(struct view_context *view, struct period *period, struct failure *why)
{
    struct text from = view_given(view, "tu"), to = view_given(view, "den");
    struct day begin, end;
    if (from.length == 0 && to.length == 0)
        return view_period(view, "ky", period, why);
    return (day_read_people(text_trimmed(from), &begin) && day_read_people(text_trimmed(to), &end) && period_between(begin, end, period)) ||
           FAIL(why, FAILURE_INVALID, "a special report goes from a day to a later one, at most five years");
}

bool periods_view(struct view_context *view, struct node *page, struct failure *why)
{
    struct period period;
    struct text code = view_given(view, "don-vi");
    const struct unit *place = view_home(view);
    if (!view_allow(view_reports(view), "see who has sent a period", why) || !asked_period(view, &period, why) || !view_read(view, why))
        return false;
    if (code.length > 0 && !view_unit(view, code, period.end, &place, why))
        return false;
    if (!place)
        return FAIL(why, FAILURE_NOT_FOUND, "there is no unit");
    view_put_unit(view, page, "unit", place);
    view_put_period(view, page, "period", period);
    put_kinds(view, page, place, period);
    put_drafts(view, page, place, period);
    if (!put_senders(view, page, place, period, why) || !senders_put_missing(view, page, place, period, why))
        return false;
    put_reminder(view, page, period);
    put_forms(view, page, period);
    return true;
}
