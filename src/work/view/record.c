/*
 * record.c — one record: what it says, in which state it is, what it counts for, what happened to it.
 */
#include "work/view/funds_inside.h"
#include "work/view/mission_inside.h"

#include "engine/calendar/deadline_words.h"
#include "keep/record/deadline.h"
#include "keep/record/figure.h"
#include "work/paper/desk.h"

/* ---- the figures it counts in ---- */

static void put_figure(const struct view_context *view, struct node *list, const struct record *record,
                       const struct figure_definition *figure, struct value amount, struct day day)
{
    const struct unit *unit = record->unit->in ? record->unit->in : record->unit;
    if (!account_may_read_figure(view->viewer, view->house->definition, figure, unit))
        return;
    struct node *shown = node_append(list, node_map(view->arena));
    view_put_text(view, shown, "figure", figure->name);
    view_put_text(view, shown, "title", view_title(view, figure->title));
    view_put_number(view, shown, "amount", amount);
    view_put_text(view, shown, "unit", view_title(view, figure->unit));
    view_put_text(view, shown, "href",
                  text_format(view->arena, "/so-lieu/%.*s?don-vi=%.*s&ky=%.*s", TEXT_ARGS(figure->name), TEXT_ARGS(record->unit->code),
                              TEXT_ARGS(period_write(view->arena, period_quarter_of(day)))));
}

static void put_figures(const struct view_context *view, struct node *page, const struct record *record)
{
    struct node *list = node_put(page, "figures", node_list(view->arena));
    struct list entries = {0};
    figure_of_record(view->arena, record, &entries);
    for (size_t i = 0; i < entries.count; i++) {
        const struct figure_entry *entry = entries.items[i];
        put_figure(view, list, record, entry->figure, entry->amount, entry->day);
    }
    view_put_truth(view, page, "has_figures", node_count(list) > 0);
}

/* ---- its time limits ---- */

static void put_steps(const struct view_context *view, struct node *shown, const struct deadline_date *date)
{
    struct node *steps = node_put(shown, "steps", node_list(view->arena));
    for (size_t i = 0; i < date->step_count; i++) {
        struct node *step = node_append(steps, node_map(view->arena));
        view_put_text(view, step, "kind", text_of(deadline_step_word(date->steps[i].kind)));
        view_put_text(view, step, "words", deadline_step_sentence(view->arena, date, &date->steps[i], view->language));
    }
}

static void put_deadline(const struct view_context *view, struct node *list, const struct deadline_told *told)
{
    const struct deadline_date *date = &told->date;
    struct node *shown = node_append(list, node_map(view->arena));
    view_put_text(view, shown, "title", view_title(view, told->use->rule->title));
    view_put_text(view, shown, "law", date->version->law);
    view_put_truth(view, shown, "unconfirmed", date->confidence == CALENDAR_C);
    view_put_truth(view, shown, "rests", date->standing == DEADLINE_RESTS);
    if (date->standing == DEADLINE_KNOWN)
        view_put_day(view, shown, "due", date->due);
    else if (date->standing == DEADLINE_UNTOLD)
        view_put_text(view, shown, "why", seen_why_not_due(view));
    view_put_truth(view, shown, "late",
                   date->standing == DEADLINE_KNOWN && !told->use->rule->rule.at_least && day_compare(date->due, view->today) < 0);
    put_steps(view, shown, date);
}

/* The day that comes first of those still running stands at the top of the page. */
static void put_nearest(const struct view_context *view, struct node *page, const struct deadline_told *nearest)
{
    node_put(page, "nearest", node_nothing(view->arena));
    if (!nearest)
        return;
    struct node *shown = node_put(page, "nearest", node_map(view->arena));
    view_put_text(view, shown, "title", view_title(view, nearest->use->rule->title));
    view_put_day(view, shown, "due", nearest->date.due);
    view_put_text(view, shown, "left", deadline_left_words(view->arena, nearest->date.due, view->today, view->language));
    view_put_truth(view, shown, "late", day_compare(nearest->date.due, view->today) < 0);
}

static bool put_deadlines(struct view_context *view, struct node *page, const struct record *record, struct failure *why)
{
    struct node *list = node_put(page, "deadlines", node_list(view->arena));
    const struct deadline_told *nearest = NULL;
    struct list told = {0};
    if (!deadline_of_record(view->arena, view->reading, view->house->definition, record, &told, why))
        return false;
    for (size_t i = 0; i < told.count; i++) {
        const struct deadline_told *one = told.items[i];
        if (day_is_some(one->done))
            continue;
        put_deadline(view, list, one);
        bool presses = one->date.standing == DEADLINE_KNOWN && !one->use->rule->rule.at_least;
        if (presses && (!nearest || day_compare(one->date.due, nearest->date.due) < 0))
            nearest = one;
    }
    view_put_truth(view, page, "has_deadlines", node_count(list) > 0);
    put_nearest(view, page, nearest);
    return true;
}

/* ---- what may be done with it ---- */

static bool in_state(const struct transition_definition *move, struct text state)
{
    for (size_t i = 0; i < move->from_count; i++)
        if (text_equal(move->from[i], state))
            return true;
    return false;
}

static void put_move(const struct view_context *view, struct node *list, const struct seen_record *seen,
                     const struct transition_definition *move, bool expected)
{
    struct node *shown = node_append(list, node_map(view->arena));
    view_put_text(view, shown, "title", view_title(view, move->title));
    view_put_text(view, shown, "href",
                  text_format(view->arena, "/muc-ghi/%.*s/%lld/chuyen?viec=%.*s", TEXT_ARGS(seen->register_->name),
                              (long long)seen->record->number, TEXT_ARGS(move->name)));
    view_put_truth(view, shown, "expected", expected);
}

/* What the law expects next but another role does: whom it waits for. */
static void put_wait(const struct view_context *view, struct node *list, const struct transition_definition *move)
{
    enum role role;
    REQUIRE(role_read(move->by, &role));
    struct node *shown = node_append(list, node_map(view->arena));
    view_put_text(view, shown, "title", view_title(view, move->title));
    view_put_text(view, shown, "who", view_title(view, role_title(role)));
}

/* All this person may do now, with what is expected next marked: the page says that first, the rest below. */
static void put_moves(const struct view_context *view, struct node *page, const struct seen_record *seen)
{
    struct node *list = node_put(page, "moves", node_list(view->arena)), *waits = node_put(page, "waits", node_list(view->arena));
    bool handles = account_handles(view->viewer, seen->register_, seen->record->unit);
    size_t next = 0;
    for (size_t i = 0; i < seen->register_->transition_count && !seen->record->withdrawn && !seen->disposed; i++) {
        const struct transition_definition *move = &seen->register_->transitions[i];
        if (!in_state(move, seen->record->state))
            continue;
        bool expected = move->next && record_holds(seen->record, move->next);
        if (handles && account_may_move(view->viewer, move, seen->record->unit)) {
            put_move(view, list, seen, move, expected);
            next += expected;
        } else if (expected && view_signed_in(view) && seen->sight == SIGHT_ROWS)
            put_wait(view, waits, move);
    }
    view_put_truth(view, page, "has_next", next + node_count(waits) > 0);
    view_put_truth(view, page, "has_others", node_count(list) > next);
}

/* It was disposed of: by which decision, for whoever still opens a figure to it. */
static void put_disposal(const struct view_context *view, struct node *page, const struct seen_record *seen)
{
    node_put(page, "disposal", node_nothing(view->arena));
    if (!seen->disposed)
        return;
    struct node *shown = node_put(page, "disposal", node_map(view->arena));
    view_put_text(view, shown, "decision", seen->disposal.decision);
    view_put_day(view, shown, "decided_on", seen->disposal.decided_on);
}

/* ---- the papers made from it ---- */

static bool put_papers(const struct view_context *view, struct node *page, const struct record *record, struct failure *why)
{
    const struct paper_desk desk = {.arena = view->arena, .house = view->house, .connection = view->reading, .viewer = view->viewer,
                                    .language = view->language, .today = view->today};
    struct node *list = node_put(page, "papers", node_list(view->arena));
    if (!paper_offer(&desk, record, list, why))
        return false;
    view_put_truth(view, page, "has_papers", node_count(list) > 0);
    return true;
}

/* Which fields are closed; whether there is anything in them is not said. */
static void put_sealed(struct view_context *view, struct node *page, const struct record *record)
{
    struct node *list = node_put(page, "sealed", node_list(view->arena));
    for (size_t i = 0; i < record->register_->field_count && view_signed_in(view); i++) {
        const struct field_definition *field = &record->register_->fields[i];
        if (!field->sealed || field->retired)
            continue;
        struct node *one = node_append(list, node_map(view->arena));
        view_put_text(view, one, "title", view_title(view, field->title));
        view_put_truth(view, one, "write_only", field->write_only);
    }
    view_put_truth(view, page, "may_open", seen_may_open(view, record));
}

/* ---- the book of a fund it stands in, or whose fund it is ---- */

static bool put_entry(struct view_context *view, struct node *book, const struct seen_record *seen, struct failure *why)
{
    const struct record *record = seen->record;
    struct text at = text_format(view->arena, "%.*s/%lld", TEXT_ARGS(seen->register_->name), (long long)record->number);
    int64_t by, reverses = ledger_reversed(record);
    if (!ledger_reversed_by(view->reading, record->unit->shard, record->number, &by, why))
        return false;
    view_put_truth(view, book, "may_reverse", seen->writes && by == 0 && reverses == 0);
    view_put_text(view, book, "reverse_href", text_format(view->arena, "/muc-ghi/%.*s/dao", TEXT_ARGS(at)));
    view_put_text(view, book, "path_href", view_signed_in(view) ? text_format(view->arena, "/duong-di/%.*s", TEXT_ARGS(at)) : (struct text){0});
    node_put(book, "reversed_by", by ? node_whole(view->arena, by) : node_nothing(view->arena));
    node_put(book, "reverses", reverses ? node_whole(view->arena, reverses) : node_nothing(view->arena));
    return true;
}

static bool put_book(struct view_context *view, struct node *page, const struct seen_record *seen, struct failure *why)
{
    const struct register_definition *entries = fund_entries(view, seen->register_);
    bool entry = ledger_posts(seen->record);
    if (!entries && !entry) {
        node_put(page, "book", node_nothing(view->arena));
        return true;
    }
    struct node *book = node_put(page, "book", node_map(view->arena));
    struct record *fund = seen->record;
    struct seen_fund of;
    if (entry && (!put_entry(view, book, seen, why) ||
                  !record_load(view->arena, view->reading, view->house->units, seen->register_->ledger->fund->of_register,
                               seen->record->values[seen->register_->ledger->fund->slot].value.number.digits, &fund, why)))
        return false;
    fund_seen(view, fund, &of);
    fund_put(view, node_put(book, "fund", node_map(view->arena)), &of);
    view_put_truth(view, book, "is_entry", entry);
    return true;
}

bool record_view(struct view_context *view, struct node *page, struct failure *why)
{
    struct seen_record seen;
    if (!seen_load(view, &seen, why))
        return false;
    seen_put_register(view, page, seen.register_);
    seen_put_record(view, page, seen.record, seen.sight);
    view_put_text(view, page, "page_title", node_text_at(page, "name"));
    seen_put_fields(view, page, seen.record, seen.sight);
    put_disposal(view, page, &seen);
    put_sealed(view, page, seen.record);
    put_figures(view, page, seen.record);
    view_put_truth(view, page, "may_copy_out", seen.register_->copy && account_handles(view->viewer, seen.register_, seen.record->unit));
    put_moves(view, page, &seen);
    if (!put_book(view, page, &seen, why))
        return false;
    view_put_text(view, page, "progress_href",
                  seen.register_->progress && view_signed_in(view)
                      ? text_format(view->arena, "/tien-do/%.*s/%lld", TEXT_ARGS(seen.register_->name), (long long)seen.record->number)
                      : (struct text){0});
    view_put_truth(view, page, "may_correct", seen.writes && !seen.record->withdrawn);
    view_put_truth(view, page, "may_copy",
                   !seen.disposed && view->viewer->acting_for && account_may_write(view->viewer, seen.register_, view->viewer->acting_for));
    view_put_truth(view, page, "may_withdraw", seen.writes && !seen.record->withdrawn && !ledger_posts(seen.record));
    return put_deadlines(view, page, seen.record, why) && seen_put_matter(view, page, &seen, why) && seen_put_mission(view, page, &seen, why) && put_papers(view, page, seen.record, why) && seen_put_files(view, page, &seen, why) &&
           seen_put_history(view, page, &seen, why);
}
