/* matrix_lasting.c — days that postings miss, would miss, or have before them, in words. */
#include "work/view/matrix_inside.h"

#include "keep/record/deadline.h"

enum { LASTING_MAX = 200 /* of one organisation */ };

static const struct deadline_use *use_of(const struct lasting_question *question)
{
    for (size_t i = 0; i < question->register_->deadline_count; i++)
        if (question->register_->deadlines[i].rule == question->rule)
            return &question->register_->deadlines[i];
    return NULL;
}

static void count(struct lasting *lasting, struct lasting_kind *kind, const struct deadline_entry *entry, int days)
{
    kind->count++;
    kind->days = days > kind->days ? days : kind->days;
    lasting->record = entry->record;
    lasting->unit = entry->unit;
}

static bool planned_of(struct view_context *view, const struct deadline_entry *entry, const struct field_definition *field, struct day *planned,
                       struct failure *why)
{
    struct record *record;
    *planned = DAY_NONE;
    if (!field)
        return true;
    if (!record_load(view->arena, view->reading, view->house->units, entry->register_, entry->record, &record, why))
        return false;
    struct value value = record->values[field->slot].value;
    *planned = value.kind == VALUE_DAY ? value.day : DAY_NONE;
    return true;
}

static bool take(struct view_context *view, const struct deadline_entry *entry, const struct deadline_use *use, struct lasting *lasting,
                 struct failure *why)
{
    struct day planned;
    int left = entry->due.number - view->today.number;
    if (day_is_some(entry->done)) {
        count(lasting, &lasting->ended, entry, entry->due.number - entry->done.number);
        return true;
    }
    if (left <= 0) /* it has lasted */
        return true;
    if (!planned_of(view, entry, use ? use->planned : NULL, &planned, why))
        return false;
    int missing = day_is_some(planned) ? entry->due.number - planned.number : 0;
    if (missing > 0 && missing > lasting->meant.days)
        lasting->meant_on = planned;
    if (missing > 0)
        count(lasting, &lasting->meant, entry, missing);
    else
        count(lasting, &lasting->running, entry, left);
    return true;
}

bool lasting_compute(struct view_context *view, const struct lasting_question *question, struct lasting *lasting, struct failure *why)
{
    const struct period *period = &question->period;
    bool now = day_compare(period->begin, view->today) <= 0 && day_compare(view->today, period->end) <= 0;
    const struct deadline_lasting asked = {.register_ = question->register_, .rule = question->rule, .from = period->begin,
                                           .until = now ? (struct day){INT32_MAX} : period->end, .limit = LASTING_MAX};
    struct list entries = {0};
    *lasting = (struct lasting){0};
    if (!deadline_list_lasting(view->arena, view->reading, question->units, &asked, &entries, why))
        return false;
    for (size_t i = 0; i < entries.count; i++)
        if (!take(view, entries.items[i], use_of(question), lasting, why))
            return false;
    return true;
}

size_t lasting_total(const struct lasting *lasting)
{
    return lasting->ended.count + lasting->meant.count + lasting->running.count;
}

/* ---- in words ---- */

static struct text ended_words(const struct view_context *view, const struct lasting_kind *ended)
{
    bool english = view->language == LANGUAGE_EN;
    if (ended->count == 1)
        return text_format(view->arena, english ? "%d days missing" : "Thiếu %d ngày", ended->days);
    return text_format(view->arena, english ? "%zu ended too early, by up to %d days" : "%zu lượt thiếu ngày, nhiều nhất %d ngày", ended->count, ended->days);
}

static struct text meant_words(const struct view_context *view, const struct lasting *lasting)
{
    bool english = view->language == LANGUAGE_EN;
    struct text on = day_write_people(view->arena, lasting->meant_on, english);
    if (lasting->meant.count == 1)
        return text_format(view->arena, english ? "Will miss %d days: to end on %.*s" : "Sẽ thiếu %d ngày: dự kiến gỡ %.*s", lasting->meant.days,
                           TEXT_ARGS(on));
    return text_format(view->arena, english ? "%zu will miss days, up to %d: to end on %.*s" : "%zu lượt sẽ thiếu, nhiều nhất %d ngày: dự kiến gỡ %.*s",
                       lasting->meant.count, lasting->meant.days, TEXT_ARGS(on));
}

static struct text running_words(const struct view_context *view, const struct lasting_kind *running)
{
    bool english = view->language == LANGUAGE_EN;
    if (running->count == 1)
        return text_format(view->arena, english ? "To be posted %d days more" : "Còn %d ngày phải niêm yết nữa", running->days);
    return text_format(view->arena, english ? "%zu are posted, the longest for %d days more" : "%zu lượt đang niêm yết, lâu nhất còn %d ngày nữa",
                       running->count, running->days);
}

void lasting_put(const struct view_context *view, struct node *cell, const struct lasting *lasting)
{
    const struct {
        size_t count;
        const char *colour;
        struct text words;
    } told[] = {{lasting->ended.count, "red", ended_words(view, &lasting->ended)},
                {lasting->meant.count, "orange", meant_words(view, lasting)},
                {lasting->running.count, "blue", running_words(view, &lasting->running)}};
    struct node *notes = node_put(cell, "notes", node_list(view->arena));
    bool first = true;
    for (size_t i = 0; i < LENGTH_OF(told); i++) {
        if (told[i].count == 0)
            continue;
        struct node *where = first ? cell : node_append(notes, node_map(view->arena));
        view_put_text(view, where, "words", told[i].words);
        if (first)
            view_put_text(view, cell, "colour", text_of(told[i].colour));
        first = false;
    }
}
