/*
 * retype_acts.c — a figure of an old report is typed in, corrected, taken back.
 *
 * figure-retype           figure, unit (a place or an organisation), period, value, paper_number, paper_day, paper_name;
 *                         reason, where one is typed in already: this one takes its place
 * figure-retype-withdraw  figure, unit, period, reason
 *
 * Typed in by a recorder or officer of an organisation that enters the figure's register, or of a commission, for
 * itself, its place and what lies in it. It is no record and moves no cell (keep/record/retyped.h).
 */
#include "keep/record/retyped.h"
#include "work/act/act_inside.h"

enum { VALUE_DIGITS_MAX = 15 };

struct asked_figure {
    const struct figure_definition *figure;
    const struct unit *unit;
    struct period period;
    const struct retyped *there; /* NULL: none yet */
};

static bool writes_or_leads(const struct viewer *viewer, const struct house *house, const struct register_definition *register_)
{
    const struct unit *own = viewer->acting_for;
    const struct organisation_kind *kind = definition_organisation_kind(house->definition, own->kind);
    bool leads = kind && kind->class_ == VIEWER_COMMISSION;
    return (account_has_role(viewer, ROLE_RECORDER, own) || account_has_role(viewer, ROLE_OFFICER, own)) &&
           (leads || account_may_write(viewer, register_, own));
}

bool act_may_retype(const struct viewer *viewer, const struct house *house, const struct figure_definition *figure, const struct unit *unit)
{
    const struct unit *own = viewer->acting_for;
    if (figure->register_->discreet)
        return false;
    if (viewer->whole_house)
        return true;
    return viewer->account && own && (unit == own || (own->in && unit_is_inside(unit, own->in))) &&
           writes_or_leads(viewer, house, figure->register_);
}

/* What both acts are asked about; `*found` is false when a problem was told. */
static bool ask_figure(struct act_context *context, const struct node *given, struct asked_figure *asked, bool *found,
                       struct act_answer *answer, struct failure *why)
{
    struct text name = node_text_at(given, "figure"), period = node_text_at(given, "period");
    const struct house *house = context->house;
    struct list retyped;
    *asked = (struct asked_figure){.figure = house->definition ? definition_figure(house->definition, name) : NULL,
                                   .unit = act_unit(context, given, "unit", answer)};
    *found = false;
    if (!asked->figure)
        act_problem(answer, "figure", "act.retype-figure", name, (struct text){0});
    bool whole = period_read(period, &asked->period);
    if (!whole)
        act_problem(answer, "period", "act.not-a-period", period, (struct text){0});
    if (!asked->figure || !asked->unit || !whole)
        return true;
    if (!act_allow(act_may_retype(context->viewer, house, asked->figure, asked->unit), "type in this figure for that unit", why) ||
        !retyped_load(context->arena, context->connection, unit_tree_shard(house->units), asked->period, &retyped, why))
        return false;
    asked->there = retyped_find(&retyped, asked->figure, asked->unit);
    *found = true;
    return true;
}

static void put_asked(struct act_context *context, struct journal_entry *entry, const struct asked_figure *asked)
{
    act_put_unit(entry, asked->unit);
    entry->register_name = asked->figure->register_->name;
    entry->day = context->today;
    body_put(entry->facts, TEXT("figure"), value_text(asked->figure->name));
    body_put(entry->facts, TEXT("period"), value_text(period_write(context->arena, asked->period)));
}

static uint8_t scale_of(const struct figure_definition *figure)
{
    return figure->kind == FIGURE_SUM ? figure->field->scale : 0;
}

struct value act_figure_value(struct act_context *context, const struct node *given, const struct figure_definition *figure, struct act_answer *answer)
{
    struct text written = text_trimmed(node_text_at(given, "value"));
    struct decimal read = {0}, value = {0};
    uint8_t scale = scale_of(figure);
    if (written.length > VALUE_DIGITS_MAX + 8 || !decimal_read_people(written, &read) || read.digits < 0 ||
        !decimal_rescale(read, scale, &value) || decimal_write(context->arena, value).length > VALUE_DIGITS_MAX)
        act_problem(answer, "value", "act.retype-value", text_points(written) > 40 ? TEXT("…") : written,
                    text_format(context->arena, "%d", (int)scale));
    return value_number(value);
}

static void take_paper(const struct node *given, struct journal_entry *entry, struct act_answer *answer)
{
    static const char *const KEYS[] = {"paper_number", "paper_name"};
    struct day day;
    for (size_t i = 0; i < LENGTH_OF(KEYS); i++) {
        struct text written = text_trimmed(node_text_at(given, KEYS[i]));
        if (written.length == 0 || text_points(written) > RETYPED_WORDS_MAX)
            act_problem(answer, KEYS[i], "act.retype-paper", (struct text){0}, (struct text){0});
        body_put(entry->facts, text_of(KEYS[i]), value_text(written));
    }
    if (!day_read_people(text_trimmed(node_text_at(given, "paper_day")), &day))
        act_problem(answer, "paper_day", "record.not-a-day", node_text_at(given, "paper_day"), (struct text){0});
    else
        body_put(entry->facts, TEXT("paper_day"), value_day(day));
}

bool figure_retype_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry,
                               struct act_answer *answer, struct failure *why)
{
    struct asked_figure asked;
    bool found;
    if (!ask_figure(context, given, &asked, &found, answer, why))
        return false;
    if (!found)
        return true;
    if (!retyped_allowed(asked.figure)) {
        act_problem(answer, "figure", "act.retype-kind", title_in(asked.figure->title, context->viewer->language), (struct text){0});
        return true;
    }
    if (asked.period.end.number >= context->today.number)
        act_problem(answer, "period", "act.retype-not-over", (struct text){0}, (struct text){0});
    put_asked(context, entry, &asked);
    body_put(entry->facts, TEXT("value"), act_figure_value(context, given, asked.figure, answer));
    take_paper(given, entry, answer);
    if (asked.there)
        body_put(entry->facts, TEXT("reason"), value_text(act_reason(given, answer)));
    return true;
}

bool figure_retype_withdraw_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry,
                                        struct act_answer *answer, struct failure *why)
{
    struct asked_figure asked;
    bool found;
    if (!ask_figure(context, given, &asked, &found, answer, why))
        return false;
    if (!found)
        return true;
    if (!asked.there)
        act_problem(answer, "period", "act.retype-nothing", (struct text){0}, (struct text){0});
    put_asked(context, entry, &asked);
    body_put(entry->facts, TEXT("reason"), value_text(act_reason(given, answer)));
    return true;
}

/* ---- carrying out ---- */

static bool of_entry(struct act_context *context, const struct journal_entry *entry, struct period *period, struct retyped *retyped,
                     struct failure *why)
{
    const struct unit *unit;
    if (!act_entry_unit(context, entry, &unit, why))
        return false;
    if (!period_read(body_text(entry->facts, TEXT("period")), period))
        return FAIL(why, FAILURE_BROKEN, "act %lld names no period", (long long)entry->number);
    struct value value = body_value(entry->facts, TEXT("value")), day = body_value(entry->facts, TEXT("paper_day"));
    *retyped = (struct retyped){.figure = body_text(entry->facts, TEXT("figure")),
                                .unit = unit->number,
                                .value = value.kind == VALUE_NUMBER ? value.number : decimal_of(0),
                                .paper_number = body_text(entry->facts, TEXT("paper_number")),
                                .paper_name = body_text(entry->facts, TEXT("paper_name")),
                                .paper_day = day.kind == VALUE_DAY ? day.day : DAY_NONE,
                                .act = entry->number,
                                .account = entry->account,
                                .at = entry->at};
    return true;
}

bool figure_retype_act_carry_out(struct act_context *context, const struct journal_entry *entry, struct failure *why)
{
    struct period period;
    struct retyped retyped;
    return of_entry(context, entry, &period, &retyped, why) && retyped_save(context->connection, entry->shard, period, &retyped, why);
}

bool figure_retype_withdraw_act_carry_out(struct act_context *context, const struct journal_entry *entry, struct failure *why)
{
    struct period period;
    struct retyped retyped;
    return of_entry(context, entry, &period, &retyped, why) && retyped_drop(context->connection, entry->shard, period, &retyped, why);
}
