/*
 * estimate_acts.c — what a figure is expected to reach by the end of a period that is not over yet.
 *
 * figure-estimate  report, unit (a place), period, section, figure, value (empty: taken away)
 *
 * Reports are closed before the period is (users.md C14), so a figure may carry an estimate. It is no record and moves no
 * cell: it is printed beside the number, marked "ước", until the period is over; then the number stands alone.
 */
#include "work/act/draft_inside.h"

bool figure_estimate_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry,
                                 struct act_answer *answer, struct failure *why)
{
    const struct unit *place;
    const struct section_definition *section;
    struct text name = node_text_at(given, "figure"), value = text_trimmed(node_text_at(given, "value"));
    struct period period;
    if (!draft_given_part(context, given, "estimate a figure of this draft", &place, &section, answer, why))
        return false;
    if (!place)
        return true;
    const struct figure_definition *figure = definition_figure(context->house->definition, name);
    bool counted = figure && (figure->kind == FIGURE_COUNT || figure->kind == FIGURE_SUM);
    if (section && (!counted || !draft_shows(section, name)))
        act_problem(answer, "figure", "act.unknown-figure", text_points(name) > 100 ? TEXT("…") : name, (struct text){0});
    if (period_read(node_text_at(given, "period"), &period) && value.length > 0 && day_compare(context->today, period.end) > 0)
        act_problem(answer, "value", "act.estimate-over", (struct text){0}, (struct text){0});
    draft_put(entry, given, place);
    body_put(entry->facts, TEXT("figure"), value_code(counted ? figure->name : (struct text){0}));
    if (counted && value.length > 0)
        body_put(entry->facts, TEXT("value"), act_figure_value(context, given, figure, answer));
    return true;
}

bool figure_estimate_act_carry_out(struct act_context *context, const struct journal_entry *entry, struct failure *why)
{
    struct draft_of draft;
    struct value value = body_value(entry->facts, TEXT("value"));
    if (!draft_of_entry(context, entry, &draft, why))
        return false;
    const struct estimate_of of = {draft.shard, draft.unit, draft.period};
    const struct estimate estimate = {body_text(entry->facts, TEXT("figure")), value.number, entry->number};
    return value.kind == VALUE_NUMBER ? estimate_save(context->connection, &of, &estimate, why)
                                      : estimate_drop(context->connection, &of, estimate.figure, why);
}
