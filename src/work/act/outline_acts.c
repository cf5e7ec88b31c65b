/*
 * outline_acts.c — the outline of a draft is changed: copied, moved, dropped, added to, or the pack's own again.
 *
 * outline-change  report, unit (a place), period, change, and what the change needs:
 *                 up, down, drop, bring-back   section
 *                 add                          kind: heading|words|figures|table, title, figures (names), by_place: yes|no, after (a section)
 *                 copy                         from: "UNIT PERIOD", of which the outline was changed
 *                 reset                        (nothing)
 *
 * The journal holds the whole list as it stands after the change: the next change needs no other. The difference tells both
 * lists.
 */
#include "work/act/draft_inside.h"

struct outline_change {
    struct act_context *context;
    const struct node *given;
    const struct unit *place;
    struct outline *outline;
    struct act_answer *answer;
};

/* ---- each change; a problem where there is nothing to do ---- */

static void change_part(const struct outline_change *change, bool (*done)(struct outline *outline, struct text id))
{
    struct text id = node_text_at(change->given, "section");
    if (!done(change->outline, id))
        act_problem(change->answer, "section", "act.unknown-section", id, (struct text){0});
}

static void move_part(const struct outline_change *change, bool up)
{
    struct text id = node_text_at(change->given, "section");
    if (!outline_find(change->outline, id))
        act_problem(change->answer, "section", "act.unknown-section", id, (struct text){0});
    else if (!outline_move(change->outline, id, up))
        act_problem(change->answer, "section", "act.outline-end", (struct text){0}, (struct text){0});
}

static void bring_back(const struct outline_change *change)
{
    struct text id = node_text_at(change->given, "section");
    if (!outline_bring_back(change->context->arena, change->outline, id))
        act_problem(change->answer, "section", "act.unknown-section", text_points(id) > OUTLINE_TITLE_MAX ? TEXT("…") : id, (struct text){0});
}

/* One name, or a list of them; those no report of this reach may show are told. */
static size_t given_figures(const struct outline_change *change, struct text *names)
{
    const struct node *figures = node_at(change->given, "figures");
    size_t count = figures == NULL ? 0 : figures->kind == NODE_LIST ? node_count(figures) : 1;
    if (count > OUTLINE_FIGURES_MAX) {
        act_problem(change->answer, "figures", "act.outline-figures", text_format(change->context->arena, "%d", OUTLINE_FIGURES_MAX), (struct text){0});
        return 0;
    }
    size_t taken = 0;
    for (size_t i = 0; i < count; i++) {
        const struct node *one = figures->kind == NODE_LIST ? figures->list.items[i] : figures;
        if (one->kind != NODE_TEXT || one->text.length == 0)
            continue;
        const struct figure_definition *figure = definition_figure(change->context->house->definition, one->text);
        if (!figure || !outline_may_show(change->outline->report, figure))
            act_problem(change->answer, "figures", "act.unknown-figure", text_points(one->text) > OUTLINE_TITLE_MAX ? TEXT("…") : one->text, (struct text){0});
        else
            names[taken++] = figure->name;
    }
    return taken;
}

/* What was chosen of several: a page sends it as a list of one. */
static struct text given_choice(const struct outline_change *change, const char *key)
{
    const struct node *given = node_at(change->given, key);
    if (given && given->kind == NODE_LIST && node_count(given) == 1)
        given = given->list.items[0];
    return given && given->kind == NODE_TEXT ? given->text : (struct text){0};
}

static void add_part(const struct outline_change *change)
{
    struct text names[OUTLINE_FIGURES_MAX];
    struct text kind = given_choice(change, "kind");
    struct outline_own own = {.kind = kind, .title = text_trimmed(node_text_at(change->given, "title")), .figures = names,
                              .after = node_text_at(change->given, "after"), .by_place = text_is(given_choice(change, "by_place"), "yes")};
    bool shows = text_is(kind, "figures") || text_is(kind, "table"), speaks = text_is(kind, "heading") || text_is(kind, "words");
    own.figure_count = given_figures(change, names);
    if (!shows && !speaks)
        act_problem(change->answer, "kind", "act.outline-kind", (struct text){0}, (struct text){0});
    if (speaks && own.title.length == 0)
        act_problem(change->answer, "title", "act.outline-title", (struct text){0}, (struct text){0});
    if (text_points(own.title) > OUTLINE_TITLE_MAX || text_contains(own.title, TEXT("\n")))
        act_problem(change->answer, "title", "act.outline-title-long", text_format(change->context->arena, "%d", OUTLINE_TITLE_MAX), (struct text){0});
    if (shows && own.figure_count == 0)
        act_problem(change->answer, "figures", "act.outline-no-figures", (struct text){0}, (struct text){0});
    if (change->answer->problems.errors == 0 && !outline_add(change->context->arena, change->outline, &own))
        act_problem(change->answer, "kind", "act.outline-full", text_format(change->context->arena, "%d", OUTLINE_PARTS_MAX), (struct text){0});
}

/* The outline of an earlier period, or of the place above: only what somebody changed is there to be copied. */
static bool copy_from(const struct outline_change *change, struct failure *why)
{
    struct act_context *context = change->context;
    struct text rest = text_trimmed(node_text_at(change->given, "from")), code = {0};
    struct outline copied;
    struct period period;
    bool two = text_next(&rest, ' ', &code) && period_read(text_trimmed(rest), &period);
    const struct unit *from = two ? unit_find(context->house->units, code, context->today) : NULL;
    if (!from || !(from == change->place || unit_is_inside(change->place, from))) {
        act_problem(change->answer, "from", "act.outline-no-copy", (struct text){0}, (struct text){0});
        return true;
    }
    const struct draft_of of = {from->shard, change->outline->report->name, from->number, period_write(context->arena, period)};
    if (!outline_load(context->arena, context->connection, context->house->definition, change->outline->report, &of, &copied, why))
        return false;
    if (copied.act == 0)
        act_problem(change->answer, "from", "act.outline-no-copy", (struct text){0}, (struct text){0});
    *change->outline = copied;
    return true;
}

static bool apply(const struct outline_change *change, struct failure *why)
{
    struct text word = node_text_at(change->given, "change");
    if (text_is(word, "up") || text_is(word, "down"))
        move_part(change, text_is(word, "up"));
    else if (text_is(word, "drop"))
        change_part(change, outline_drop);
    else if (text_is(word, "bring-back"))
        bring_back(change);
    else if (text_is(word, "add"))
        add_part(change);
    else if (text_is(word, "copy"))
        return copy_from(change, why);
    else if (!text_is(word, "reset"))
        act_problem(change->answer, "change", "act.outline-change", (struct text){0}, (struct text){0});
    return true;
}

bool outline_change_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry,
                                struct act_answer *answer, struct failure *why)
{
    const struct unit *place;
    struct outline outline;
    const struct report_definition *report = draft_given_report(context, given, &place, answer);
    if (!report)
        return true;
    if (!act_allow(draft_may(context, report, place, ROLE_OFFICER), "change this outline", why))
        return false;
    const struct draft_of of = draft_given_of(given, place);
    if (!outline_load(context->arena, context->connection, context->house->definition, report, &of, &outline, why))
        return false;
    if (!apply(&(struct outline_change){context, given, place, &outline, answer}, why))
        return false;
    bool reset = text_is(node_text_at(given, "change"), "reset");
    act_put_unit(entry, place);
    entry->day = context->today;
    body_put(entry->facts, TEXT("report"), value_text(report->name));
    body_put(entry->facts, TEXT("period"), value_text(of.period));
    body_put(entry->facts, TEXT("change"), value_text(text_points(node_text_at(given, "change")) > 20 ? (struct text){0} : node_text_at(given, "change")));
    body_put_bytes(entry->facts, TEXT("parts"), reset ? (struct text){0} : outline_write(context->arena, &outline));
    return true;
}

bool outline_change_act_carry_out(struct act_context *context, const struct journal_entry *entry, struct failure *why)
{
    struct draft_of of;
    return draft_of_entry(context, entry, &of, why) &&
           outline_save(context->connection, &of, body_bytes(entry->facts, TEXT("parts")), entry->number, why);
}
