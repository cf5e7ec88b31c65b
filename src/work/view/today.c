/*
 * today.c — "Việc hôm nay": what the organisation one records for has to do.
 *
 * Time limits that are late or due within 3, 7 and 15 days, of the organisation itself and, for whoever answers
 * for others, of those under it; what others addressed to it and waits still; records returned or left as drafts, the period that was not sent yet; the
 * registers to record in, and the latest entries to copy from. Letters and calendars (work/notice) tell of the same.
 */
#include "work/view/disposal_inside.h"
#include "work/view/seen_inside.h"

#include "engine/calendar/deadline_words.h"
#include "keep/record/deadline.h"
#include "keep/report/draft.h"
#include "work/paper/desk.h"

#include <stdlib.h>

enum { SOON = 3, WEEK = 7, AHEAD = 15, LATER = INT32_MAX - 1, DEADLINES = 50, UNDER_SHOWN = 30, READ_MOST = 500 /* some are not for this person */, WAITING = 20, SHOWN_LATEST = 8, SHOWN_REGISTERS = 8 };

/* ---- time limits ---- */

static const struct nearness {
    const char *code;
    int days; /* up to so many days from now */
    const char *vi, *en;
} NEARNESS[] = {
    {"late", -1, "Quá hạn", "Late"},
    {"3", SOON, "Trong 3 ngày tới", "Within 3 days"},
    {"7", WEEK, "Trong 7 ngày tới", "Within 7 days"},
    {"15", AHEAD, "Trong 15 ngày tới", "Within 15 days"},
    {"later", LATER, "Sau 15 ngày nữa", "Later"},
    {"untold", INT32_MAX, "Chưa tính được ngày đến hạn", "The day cannot be told yet"},
};

static const struct nearness *nearness_of(const struct view_context *view, struct day due)
{
    const struct nearness *near = NEARNESS;
    while (near->days < INT32_MAX && !(day_is_some(due) && due.number - view->today.number <= near->days))
        near++;
    return near;
}

/* What must last so long is never late: it has lasted, and may end. */
static void put_lasted(const struct view_context *view, struct node *line, struct day due)
{
    view_put_day(view, line, "due", due);
    view_put_truth(view, line, "late", false);
    view_put_text(view, line, "class", TEXT("due"));
    view_put_text(view, line, "left", view_words(view, "đã đủ ngày", "long enough"));
}

static void put_left(const struct view_context *view, struct node *line, struct day due)
{
    int left = due.number - view->today.number;
    view_put_day(view, line, "due", due);
    node_put(line, "days_left", node_whole(view->arena, left));
    view_put_truth(view, line, "late", left < 0);
    view_put_text(view, line, "class", left < 0 ? TEXT("due due--late") : left <= SOON ? TEXT("due due--soon") : TEXT("due"));
    view_put_text(view, line, "left", deadline_left_words(view->arena, due, view->today, view->language));
}

/* What is late is reminded of by a letter, one click away. */
static void put_reminder(const struct view_context *view, struct node *line, const struct record *record, const struct deadline_entry *entry)
{
    const struct paper_desk desk = {.arena = view->arena, .house = view->house, .viewer = view->viewer, .language = view->language,
                                    .today = view->today};
    bool late = day_compare(entry->due, view->today) < 0;
    view_put_text(view, line, "reminder", late ? paper_reminder(&desk, record, entry->rule) : (struct text){0});
}

/* The first of its kind of nearness says so: `opens` {title, first}; the template begins a list there. */
static void put_nearness(const struct view_context *view, struct node *list, struct node *line, const struct nearness *near)
{
    size_t count = node_count(list);
    const struct node *before = count > 1 ? list->list.items[count - 2] : NULL;
    view_put_text(view, line, "within", text_of(near->code));
    if (before && text_is(node_text_at(before, "within"), near->code)) {
        node_put(line, "opens", node_nothing(view->arena));
        return;
    }
    struct node *opens = node_put(line, "opens", node_map(view->arena));
    view_put_text(view, opens, "title", view_words(view, near->vi, near->en));
    view_put_truth(view, opens, "first", before == NULL);
}

/* The record as lists name it, then the rule, then its day: never a guess, and why not. */
static bool put_deadline(struct view_context *view, struct node *list, const struct deadline_entry *entry, enum sight sight, struct failure *why)
{
    struct record *record;
    if (!record_load(view->arena, view->reading, view->house->units, entry->register_, entry->record, &record, why))
        return false;
    struct node *line = node_append(list, node_map(view->arena));
    put_nearness(view, list, line, nearness_of(view, entry->due));
    seen_put_record(view, line, record, sight);
    view_put_text(view, line, "rule", entry->rule->name);
    view_put_text(view, line, "title", view_title(view, entry->rule->title));
    view_put_text(view, line, "register", view_title(view, entry->register_->title));
    if (day_is_some(entry->due)) {
        bool lasted = entry->rule->rule.at_least && day_compare(entry->due, view->today) == 0;
        (lasted ? put_lasted : put_left)(view, line, entry->due);
        put_reminder(view, line, record, entry);
        return true;
    }
    view_put_text(view, line, "class", TEXT("due"));
    view_put_text(view, line, "left", view_words(view, "chưa tính được", "cannot be told yet"));
    view_put_text(view, line, "why", seen_why_not_due(view));
    return true;
}

/* As the record's own page would show it to this person; never what is kept discreet (users.md C6). */
static enum sight sight_in(const struct view_context *view, const struct register_definition *register_, const struct unit *unit)
{
    if (register_->discreet)
        return SIGHT_NOTHING;
    return account_may_write(view->viewer, register_, unit) ? SIGHT_ROWS
                                                            : account_sight(view->viewer, view->house->definition, register_, unit);
}

static enum sight sight_of(const struct view_context *view, const struct deadline_entry *entry)
{
    return sight_in(view, entry->register_, entry->unit);
}

static bool put_deadlines(struct view_context *view, struct node *page, const struct unit_set *own, struct failure *why)
{
    struct list entries = {0};
    struct node *list = node_put(page, "deadlines", node_list(view->arena));
    if (!deadline_list(view->arena, view->reading, view->house->definition, own, view->today, day_plus(view->today, AHEAD), READ_MOST,
                       &entries, why))
        return false;
    for (size_t i = 0; i < entries.count && node_count(list) < DEADLINES; i++) {
        enum sight sight = sight_of(view, entries.items[i]);
        if (sight >= SIGHT_ROWS_WITHOUT_PERSONS && !put_deadline(view, list, entries.items[i], sight, why))
            return false;
    }
    view_put_truth(view, page, "has_deadlines", node_count(list) > 0);
    return true;
}

/* ---- what others gave this organisation to do ---- */

static int earliest_first(const void *a, const void *b)
{
    const struct deadline_entry *one = *(struct deadline_entry *const *)a, *other = *(struct deadline_entry *const *)b;
    if (day_is_some(one->due) != day_is_some(other->due))
        return day_is_some(one->due) ? -1 : 1;
    int days = day_compare(one->due, other->due);
    return days != 0 ? days : (one->record > other->record) - (one->record < other->record);
}

/* The limits still running on one record that is addressed here. */
static bool add_running(struct view_context *view, const struct record *record, struct list *entries, struct failure *why)
{
    struct list told = {0};
    if (!deadline_of_record(view->arena, view->reading, view->house->definition, record, &told, why))
        return false;
    for (size_t i = 0; i < told.count; i++) {
        const struct deadline_told *one = told.items[i];
        const struct deadline_entry entry = {.record = record->number, .register_ = record->register_, .rule = one->use->rule,
                                             .unit = record->unit, .due = one->date.due, .done = one->done};
        bool runs = one->date.standing == DEADLINE_KNOWN || one->date.standing == DEADLINE_UNTOLD;
        bool lasted = entry.rule->rule.at_least && day_is_some(entry.due) && day_compare(entry.due, view->today) < 0;
        if (runs && !day_is_some(one->done) && !lasted)
            list_add(entries, view->arena, arena_copy(view->arena, &entry, sizeof entry));
    }
    return true;
}

static bool load_addressed(struct view_context *view, const struct register_definition *register_, struct list *entries, struct failure *why)
{
    struct record_page found = {0};
    const struct record_query query = {.register_ = register_, .units = seen_senders(view, register_), .begin = DAY_NONE, .end = DAY_NONE,
                                       .filter_field = register_->addressee,
                                       .filter_value = value_whole(view->viewer->acting_for->number), .limit = RECORD_PAGE_MAX};
    if (!record_list(view->arena, view->reading, view->house->units, &query, &found, why))
        return false;
    for (size_t i = 0; i < found.count; i++)
        if (found.records[i]->unit != view->viewer->acting_for && !add_running(view, found.records[i], entries, why))
            return false;
    return true;
}

/* However far ahead: what was given is to be known, not only what presses. */
static bool put_addressed(struct view_context *view, struct node *page, struct failure *why)
{
    struct node *list = node_put(page, "addressed", node_list(view->arena));
    struct list entries = {0};
    for (size_t i = 0; i < view->house->definition->register_count; i++) {
        const struct register_definition *register_ = &view->house->definition->registers[i];
        if (seen_is_addressed(view, register_) && !load_addressed(view, register_, &entries, why))
            return false;
    }
    if (entries.count > 1)
        qsort(entries.items, entries.count, sizeof *entries.items, earliest_first);
    for (size_t i = 0; i < entries.count && i < DEADLINES; i++)
        if (!put_deadline(view, list, entries.items[i], SIGHT_ROWS_WITHOUT_PERSONS, why))
            return false;
    view_put_truth(view, page, "has_addressed", node_count(list) > 0);
    return true;
}

/* The organisations this person answers for as an officer or leader, but for the one recorded for. */
static struct unit_set units_under(const struct view_context *view, const struct unit *own)
{
    const struct unit_set *all = unit_all(view->arena, view->house->units, view->today);
    const struct unit **under = arena_make_many(view->arena, all->count + 1, sizeof(struct unit *));
    size_t count = 0;
    for (size_t i = 0; i < all->count; i++) {
        const struct unit *unit = all->units[i];
        if (unit->is_organisation && unit != own &&
            (account_has_role(view->viewer, ROLE_OFFICER, unit) || account_has_role(view->viewer, ROLE_APPROVER, unit)))
            under[count++] = unit;
    }
    return (struct unit_set){under, count};
}

/* All that is late or near there, not only what was read to be listed. */
static bool count_under(struct view_context *view, const struct unit_set *under, int64_t *count, struct failure *why)
{
    struct list tallies = {0};
    if (!deadline_count(view->arena, view->reading, view->house->definition, under, view->today, day_plus(view->today, AHEAD), &tallies, why))
        return false;
    for (size_t i = 0; i < tallies.count; i++) {
        const struct deadline_tally *tally = tallies.items[i];
        if (sight_in(view, tally->register_, tally->unit) >= SIGHT_ROWS_WITHOUT_PERSONS)
            *count += tally->late + tally->due;
    }
    return true;
}

/* What is late or near in organisations under this one: of registers whose rows this person may see. */
static bool put_under(struct view_context *view, struct node *page, const struct unit *own, struct failure *why)
{
    const struct unit_set under = units_under(view, own);
    struct list entries = {0};
    struct node *list = node_put(page, "under", node_list(view->arena));
    int64_t seen = 0, all = 0;
    if (under.count > 0 && !deadline_list(view->arena, view->reading, view->house->definition, &under, view->today,
                                          day_plus(view->today, AHEAD), READ_MOST, &entries, why))
        return false;
    for (size_t i = 0; i < entries.count; i++) {
        const struct deadline_entry *entry = entries.items[i];
        enum sight sight = sight_of(view, entry);
        if (sight < SIGHT_ROWS_WITHOUT_PERSONS)
            continue;
        all += !day_is_some(entry->due); /* those that cannot be told yet are counted in no index by day */
        if (++seen <= UNDER_SHOWN && !put_deadline(view, list, entry, sight, why))
            return false;
    }
    if (seen > UNDER_SHOWN && !count_under(view, &under, &all, why))
        return false;
    view_put_truth(view, page, "has_under", seen > 0);
    view_put_number(view, page, "under_more", value_whole(seen > UNDER_SHOWN ? all - UNDER_SHOWN : 0));
    view_put_truth(view, page, "has_under_more", seen > UNDER_SHOWN);
    return true;
}

/* ---- what waits ---- */

static bool has_state(const struct register_definition *register_, struct text state)
{
    for (size_t i = 0; i < register_->state_count; i++)
        if (text_equal(register_->states[i].code, state))
            return true;
    return false;
}

static bool put_records(struct view_context *view, struct node *list, const struct record_query *query, struct failure *why)
{
    struct record_page found = {0};
    if (!record_list(view->arena, view->reading, view->house->units, query, &found, why))
        return false;
    for (size_t i = 0; i < found.count; i++) {
        struct node *line = node_append(list, node_map(view->arena));
        seen_put_record(view, line, found.records[i], SIGHT_ROWS);
        view_put_text(view, line, "register", view_title(view, query->register_->title));
    }
    return true;
}

/* Records of that state in all registers the organisation writes in. */
static bool put_waiting(struct view_context *view, struct node *page, const char *key, struct text state, const struct unit_set *own,
                        struct failure *why)
{
    struct node *list = node_put(page, key, node_list(view->arena));
    for (size_t i = 0; i < view->house->definition->register_count; i++) {
        const struct register_definition *register_ = &view->house->definition->registers[i];
        const struct record_query query = {
            .register_ = register_, .units = own, .begin = DAY_NONE, .end = DAY_NONE, .state = state, .limit = WAITING};
        if (!register_->discreet && has_state(register_, state) && account_may_write(view->viewer, register_, own->units[0]) && !put_records(view, list, &query, why))
            return false;
    }
    view_put_truth(view, page, text_format(view->arena, "has_%s", key).bytes, node_count(list) > 0);
    return true;
}

/* A register the organisation writes in, how many records it has there, and the latest of them. */
struct used_register {
    const struct register_definition *register_;
    struct record_page latest;
};

static int most_used_first(const void *a, const void *b)
{
    const struct used_register *first = a, *second = b;
    if (first->latest.total != second->latest.total)
        return first->latest.total > second->latest.total ? -1 : 1;
    return first->register_->index < second->register_->index ? -1 : 1;
}

static int newest_first(const void *a, const void *b)
{
    const struct record *first = *(const struct record *const *)a, *second = *(const struct record *const *)b;
    if (first->day.number != second->day.number)
        return first->day.number > second->day.number ? -1 : 1;
    return first->number > second->number ? -1 : 1;
}

static bool load_used(struct view_context *view, const struct unit_set *own, struct used_register *used, size_t *count, struct failure *why)
{
    for (size_t i = 0; i < view->house->definition->register_count; i++) {
        const struct register_definition *register_ = &view->house->definition->registers[i];
        const struct record_query query = {.register_ = register_, .units = own, .begin = DAY_NONE, .end = DAY_NONE, .limit = SHOWN_LATEST};
        if (register_->discreet || !account_may_write(view->viewer, register_, own->units[0]))
            continue;
        used[*count].register_ = register_;
        if (!record_list(view->arena, view->reading, view->house->units, &query, &used[(*count)++].latest, why))
            return false;
    }
    return true;
}

static void put_latest(const struct view_context *view, struct node *page, const struct used_register *used, size_t count)
{
    struct node *list = node_put(page, "latest", node_list(view->arena));
    const struct record **all = arena_make_many(view->arena, count * SHOWN_LATEST + 1, sizeof *all);
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < used[i].latest.count; k++)
            all[found++] = used[i].latest.records[k];
    qsort(all, found, sizeof *all, newest_first);
    for (size_t i = 0; i < found && i < SHOWN_LATEST; i++) {
        struct node *line = node_append(list, node_map(view->arena));
        seen_put_record(view, line, all[i], SIGHT_ROWS);
        view_put_text(view, line, "register", view_title(view, all[i]->register_->title));
    }
    view_put_truth(view, page, "has_latest", node_count(list) > 0);
}

/* What is written most stands first: that is what people come to write again. The rest of many stands in `other_registers`. */
static bool put_registers(struct view_context *view, struct node *page, const struct unit_set *own, struct failure *why)
{
    struct used_register *used = arena_make_many(view->arena, view->house->definition->register_count + 1, sizeof *used);
    struct node *list = node_put(page, "registers", node_list(view->arena)), *others = node_put(page, "other_registers", node_list(view->arena));
    size_t count = 0;
    if (!load_used(view, own, used, &count, why))
        return false;
    qsort(used, count, sizeof *used, most_used_first);
    for (size_t i = 0; i < count; i++) {
        const struct register_definition *register_ = used[i].register_;
        struct node *line = node_append(i < SHOWN_REGISTERS || count <= SHOWN_REGISTERS + 2 ? list : others, node_map(view->arena));
        view_put_text(view, line, "register", register_->name);
        view_put_text(view, line, "title", view_title(view, register_->title));
        view_put_text(view, line, "href", text_format(view->arena, "/so/%.*s/moi", TEXT_ARGS(register_->name)));
        view_put_text(view, line, "list_href", text_format(view->arena, "/so/%.*s", TEXT_ARGS(register_->name)));
    }
    view_put_truth(view, page, "has_registers", count > 0);
    view_put_truth(view, page, "has_other_registers", node_count(others) > 0);
    view_put_number(view, page, "other_count", value_whole((int64_t)node_count(others)));
    put_latest(view, page, used, count);
    return true;
}

/* The month before and the quarter before: what people are asked to send. */
static bool put_periods(struct view_context *view, struct node *page, const struct unit *own, struct failure *why)
{
    struct node *list = node_put(page, "periods", node_list(view->arena));
    struct day_parts today = day_parts(view->today);
    const struct period asked[] = {period_previous(period_of(PERIOD_MONTH, today.year, today.month, false)),
                                   period_previous(period_quarter_of(view->today))};
    bool enters = node_count(node_at(page, "registers")) > 0 && view_reports(view);
    for (size_t i = 0; i < LENGTH_OF(asked) && enters; i++) {
        struct list sendings = {0};
        bool sent = false;
        if (!sending_load(view->arena, view->reading, period_write(view->arena, asked[i]), &sendings, why))
            return false;
        for (size_t k = 0; k < sendings.count; k++)
            sent = sent || ((const struct sending *)sendings.items[k])->unit == own->number;
        if (sent)
            continue;
        struct node *line = node_append(list, node_map(view->arena));
        view_put_period(view, line, "period", asked[i]);
        view_put_text(view, line, "href", text_format(view->arena, "/ky?ky=%.*s", TEXT_ARGS(period_write(view->arena, asked[i]))));
    }
    view_put_truth(view, page, "has_periods", node_count(list) > 0);
    return true;
}

bool today_view(struct view_context *view, struct node *page, struct failure *why)
{
    const struct unit *unit = view->viewer->acting_for;
    if (!view_allow(view_signed_in(view), "see what there is to do", why))
        return false;
    view_put_day(view, page, "today", view->today);
    view_put_truth(view, page, "has_unit", unit != NULL);
    if (!unit)
        return true;
    const struct unit_set own = {&unit, 1};
    view_put_unit(view, page, "unit", unit);
    if (!view_read(view, why) || !put_deadlines(view, page, &own, why) || !put_addressed(view, page, why) || !put_under(view, page, unit, why) || !put_registers(view, page, &own, why) ||
        !put_waiting(view, page, "returned", TEXT("returned"), &own, why) || !put_waiting(view, page, "drafts", TEXT("draft"), &own, why) ||
        !put_periods(view, page, unit, why) || !disposal_put_total(view, page, unit, why))
        return false;
    bool waits = node_at(page, "has_deadlines")->truth || node_at(page, "has_addressed")->truth || node_at(page, "has_under")->truth || node_at(page, "has_returned")->truth || node_at(page, "has_drafts")->truth ||
                 node_at(page, "has_periods")->truth || node_at(page, "disposal")->kind == NODE_MAP;
    view_put_truth(view, page, "nothing", !waits);
    return true;
}
