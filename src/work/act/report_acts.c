/*
 * report_acts.c — a period is sent, a draft's words are edited, a figure is left out, a report is published.
 *
 * period-send, period-take-back   unit (an organisation), period
 * draft-words                     report, unit (a place), period, section, words (empty: the outline's own)
 * draft-leave-out                 report, unit, period, section, figure, left_out: yes|no, note
 * report-publish                  report, unit, period, title, document_vi, document_en, figures (JSON, from work/report)
 *
 * A bound number is never edited; it may be left out, with a note that stays.
 */
#include "work/act/draft_inside.h"

#include "base/period.h"

/* ---- periods ---- */

bool draft_given_period(const struct node *given, struct text *period, struct act_answer *answer)
{
    struct period read;
    *period = node_text_at(given, "period");
    if (period_read(*period, &read))
        return true;
    act_problem(answer, "period", "act.not-a-period", *period, (struct text){0});
    return false;
}

static bool may_send(const struct viewer *viewer, const struct unit *unit)
{
    return account_has_role(viewer, ROLE_RECORDER, unit) || account_has_role(viewer, ROLE_OFFICER, unit) ||
           account_has_role(viewer, ROLE_APPROVER, unit);
}

static bool prepare_sending(struct act_context *context, const struct node *given, struct journal_entry *entry,
                            struct act_answer *answer, struct failure *why)
{
    const struct unit *unit = act_unit(context, given, "unit", answer);
    struct text period;
    if (!draft_given_period(given, &period, answer) || !unit)
        return true;
    if (!act_allow(may_send(context->viewer, unit), "send a period for that organisation", why))
        return false;
    if (!unit->is_organisation)
        act_problem(answer, "unit", "act.not-an-organisation", unit->code, (struct text){0});
    act_put_unit(entry, unit);
    entry->day = context->today;
    body_put(entry->facts, TEXT("period"), value_text(period));
    return true;
}

bool period_send_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry,
                             struct act_answer *answer, struct failure *why)
{
    return prepare_sending(context, given, entry, answer, why);
}

bool period_take_back_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry,
                                  struct act_answer *answer, struct failure *why)
{
    return prepare_sending(context, given, entry, answer, why);
}

bool period_send_act_carry_out(struct act_context *context, const struct journal_entry *entry, struct failure *why)
{
    const struct unit *unit;
    if (!act_entry_unit(context, entry, &unit, why))
        return false;
    const struct sending sending = {.unit = unit->number, .period = body_text(entry->facts, TEXT("period")), .day = entry->day,
                                    .act = entry->number};
    return sending_save(context->connection, entry->shard, &sending, why);
}

bool period_take_back_act_carry_out(struct act_context *context, const struct journal_entry *entry, struct failure *why)
{
    const struct unit *unit;
    return act_entry_unit(context, entry, &unit, why) &&
           sending_take_back(context->connection, entry->shard, unit->number, body_text(entry->facts, TEXT("period")), why);
}

/* ---- drafts ---- */

/* The organisation that issues this report for a place: the first of that kind in it. */
static const struct unit *issuer_of(struct act_context *context, const struct report_definition *report, const struct unit *place)
{
    const struct unit_set *found =
        unit_organisations(context->arena, context->house->units, place, report->issued_by, context->today, context->today);
    for (size_t i = 0; i < found->count; i++)
        if (found->units[i]->in == place)
            return found->units[i];
    return NULL;
}

const struct report_definition *draft_given_report(struct act_context *context, const struct node *given, const struct unit **place,
                                                   struct act_answer *answer)
{
    struct text name = node_text_at(given, "report"), period;
    const struct report_definition *report = context->house->definition ? definition_report(context->house->definition, name) : NULL;
    *place = act_unit(context, given, "unit", answer);
    if (!report)
        act_problem(answer, "report", "act.unknown-report", name, (struct text){0});
    return draft_given_period(given, &period, answer) && *place ? report : NULL;
}

bool draft_may(struct act_context *context, const struct report_definition *report, const struct unit *place, enum role role)
{
    const struct unit *issuer = issuer_of(context, report, place);
    return context->viewer->whole_house || (issuer && account_has_role(context->viewer, role, issuer));
}

struct draft_of draft_given_of(const struct node *given, const struct unit *place)
{
    return (struct draft_of){place->shard, node_text_at(given, "report"), place->number, node_text_at(given, "period")};
}

/* NULL with a problem. */
static bool given_section(struct act_context *context, const struct report_definition *report, const struct unit *place, const struct node *given,
                          const struct section_definition **section, struct act_answer *answer, struct failure *why)
{
    const struct draft_of of = draft_given_of(given, place);
    struct text id = node_text_at(given, "section");
    struct outline outline;
    if (!outline_load(context->arena, context->connection, context->house->definition, report, &of, &outline, why))
        return false;
    const struct outline_part *part = outline_find(&outline, id);
    *section = part && part->section->kind != SECTION_HEADING ? part->section : NULL;
    if (!*section)
        act_problem(answer, "section", "act.unknown-section", id, (struct text){0});
    return true;
}

bool draft_given_part(struct act_context *context, const struct node *given, const char *what, const struct unit **place,
                      const struct section_definition **section, struct act_answer *answer, struct failure *why)
{
    const struct report_definition *report = draft_given_report(context, given, place, answer);
    *section = NULL;
    if (!report) {
        *place = NULL;
        return true;
    }
    return act_allow(draft_may(context, report, *place, ROLE_OFFICER), what, why) &&
           given_section(context, report, *place, given, section, answer, why);
}

void draft_put(struct journal_entry *entry, const struct node *given, const struct unit *place)
{
    static const char *const KEYS[] = {"report", "period", "section"};
    act_put_unit(entry, place);
    for (size_t i = 0; i < LENGTH_OF(KEYS); i++)
        body_put(entry->facts, text_of(KEYS[i]), value_text(node_text_at(given, KEYS[i])));
}

bool draft_words_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry,
                             struct act_answer *answer, struct failure *why)
{
    const struct unit *place;
    const struct section_definition *section;
    if (!draft_given_part(context, given, "edit this draft", &place, &section, answer, why))
        return false;
    if (!place)
        return true;
    struct text words = text_trimmed(node_text_at(given, "words"));
    if (section && section->kind != SECTION_WORDS)
        act_problem(answer, "section", "act.not-free-words", section->id, (struct text){0});
    if (text_points(words) > ACT_WORDS_MAX)
        act_problem(answer, "words", "act.words-long", text_format(context->arena, "%d", ACT_WORDS_MAX), (struct text){0});
    draft_put(entry, given, place);
    body_put(entry->facts, TEXT("words"), value_text(words));
    return true;
}

bool draft_shows(const struct section_definition *section, struct text name)
{
    for (size_t i = 0; i < section->use_count; i++)
        if (text_equal(section->uses[i]->name, name))
            return true;
    for (size_t i = 0; i < section->figure_count; i++)
        if (text_equal(section->figures[i]->name, name))
            return true;
    return false;
}

bool draft_leave_out_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry,
                                 struct act_answer *answer, struct failure *why)
{
    const struct unit *place;
    const struct section_definition *section;
    if (!draft_given_part(context, given, "edit this draft", &place, &section, answer, why))
        return false;
    if (!place)
        return true;
    struct text figure = node_text_at(given, "figure"), note = text_trimmed(node_text_at(given, "note"));
    bool left_out = !text_is(node_text_at(given, "left_out"), "no");
    if (section && !draft_shows(section, figure))
        act_problem(answer, "figure", "act.unknown-figure", figure, (struct text){0});
    if (left_out && text_points(note) < ACT_REASON_MIN)
        act_problem(answer, "note", "act.reason", (struct text){0}, (struct text){0});
    if (text_points(note) > ACT_REASON_MAX)
        act_problem(answer, "note", "act.reason-long", (struct text){0}, (struct text){0});
    draft_put(entry, given, place);
    body_put(entry->facts, TEXT("figure"), value_code(figure));
    body_put(entry->facts, TEXT("left_out"), value_truth(left_out));
    body_put(entry->facts, TEXT("note"), value_text(note));
    return true;
}

bool draft_of_entry(struct act_context *context, const struct journal_entry *entry, struct draft_of *of, struct failure *why)
{
    const struct unit *unit;
    if (!act_entry_unit(context, entry, &unit, why))
        return false;
    *of = (struct draft_of){entry->shard, body_text(entry->facts, TEXT("report")), unit->number, body_text(entry->facts, TEXT("period"))};
    return true;
}

bool draft_words_act_carry_out(struct act_context *context, const struct journal_entry *entry, struct failure *why)
{
    struct draft_of of;
    const struct draft_part part = {.section = body_text(entry->facts, TEXT("section")), .words = body_text(entry->facts, TEXT("words")),
                                    .act = entry->number};
    return draft_of_entry(context, entry, &of, why) && draft_save_words(context->connection, &of, &part, why);
}

bool draft_leave_out_act_carry_out(struct act_context *context, const struct journal_entry *entry, struct failure *why)
{
    struct draft_of of;
    const struct draft_part part = {.section = body_text(entry->facts, TEXT("section")), .left_out = body_text(entry->facts, TEXT("figure")),
                                    .note = body_text(entry->facts, TEXT("note")), .act = entry->number};
    struct value left_out = body_value(entry->facts, TEXT("left_out"));
    return draft_of_entry(context, entry, &of, why) &&
           draft_save_left_out(context->connection, &of, &part, left_out.kind == VALUE_TRUTH && left_out.truth, why);
}

/* ---- publishing ---- */

bool report_publish_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry,
                                struct act_answer *answer, struct failure *why)
{
    static const char *const DOCUMENTS[] = {"document_vi", "document_en", "figures"};
    const struct unit *place;
    const struct report_definition *report = draft_given_report(context, given, &place, answer);
    if (!report)
        return true;
    if (!act_allow(draft_may(context, report, place, ROLE_PUBLISHER), "publish this report", why))
        return false;
    if (report->reach != REACH_PUBLIC)
        return FAIL(why, FAILURE_DENIED, "%.*s is not a public report", TEXT_ARGS(report->name));
    act_put_unit(entry, place);
    entry->day = context->today;
    body_put(entry->facts, TEXT("report"), value_text(report->name));
    body_put(entry->facts, TEXT("period"), value_text(node_text_at(given, "period")));
    body_put(entry->facts, TEXT("title"), value_text(node_text_at(given, "title")));
    for (size_t i = 0; i < LENGTH_OF(DOCUMENTS); i++)
        body_put_bytes(entry->facts, text_of(DOCUMENTS[i]), node_text_at(given, DOCUMENTS[i]));
    return true;
}

bool report_publish_act_carry_out(struct act_context *context, const struct journal_entry *entry, struct failure *why)
{
    const struct unit *unit;
    if (!act_entry_unit(context, entry, &unit, why))
        return false;
    const struct published published = {.act = entry->number,
                                        .report = body_text(entry->facts, TEXT("report")),
                                        .unit = unit->number,
                                        .unit_code = unit->code,
                                        .period = body_text(entry->facts, TEXT("period")),
                                        .title = body_text(entry->facts, TEXT("title")),
                                        .at = entry->at,
                                        .document_vi = body_bytes(entry->facts, TEXT("document_vi")),
                                        .document_en = body_bytes(entry->facts, TEXT("document_en")),
                                        .figures = body_bytes(entry->facts, TEXT("figures"))};
    return published_save(context->connection, entry->shard, &published, why);
}
