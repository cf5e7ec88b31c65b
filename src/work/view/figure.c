/*
 * figure.c — one number: what it counts, for whom and when, beside earlier ones, who has not reported.
 *
 * The public is shown the number as it was published, and a live one only where the definition says
 * `live` (users.md C5); who may not know the figure at all is denied.
 */
#include "work/view/figure_inside.h"

#include "engine/codec/json.h"
#include "work/view/senders_inside.h"

enum { PUBLISHED_SEARCHED = 40, SNAPSHOT_PROBLEMS = 5 };

/* ---- values ---- */

static bool compute(struct figure_page *page, const struct unit *unit, struct text by, int span, struct value *value, struct failure *why)
{
    struct view_context *view = page->view;
    struct period period = page->periods[span];
    struct figure_answer answer;
    const struct figure_question ask = {.definition = view->house->definition,
                                        .units = unit_subtree(view->arena, view->house->units, unit, period.begin, period.end),
                                        .period = period,
                                        .today = view->today,
                                        .by = by};
    if (!figure_compute(view->arena, view->reading, view->house->units, page->figure, &ask, &answer, why))
        return false;
    *value = answer.value;
    return true;
}

static struct value noted(const struct node *note, const char *key)
{
    const struct node *value = node_at(note, key);
    return value && value->kind == NODE_NUMBER ? value_number(value->number) : value_unknown();
}

static const struct node *find_note(const struct figure_page *page, const struct node *snapshot, struct text unit, struct text by)
{
    struct text period = period_write(page->view->arena, page->periods[0]);
    for (size_t i = 0; i < node_count(snapshot); i++) {
        const struct node *note = snapshot->list.items[i];
        if (text_equal(node_text_at(note, "figure"), page->figure->name) && text_equal(node_text_at(note, "unit"), unit) &&
            text_equal(node_text_at(note, "period"), period) && text_equal(node_text_at(note, "by"), by))
            return note;
    }
    return NULL;
}

bool figure_page_values(struct figure_page *page, const struct unit *unit, struct text by, struct figure_values *values,
                        struct failure *why)
{
    static const char *const KEYS[] = {"value", "previous", "last_year"};
    static const char *const RETYPED[] = {"retyped", "previous_retyped", "last_year_retyped"};
    struct figure_values found = {.known = page->live};
    const struct node *note = page->live ? NULL : find_note(page, page->snapshot, unit->code, by);
    for (int span = 0; span < FIGURE_SPANS; span++) {
        found.values[span] = note ? noted(note, KEYS[span]) : value_unknown();
        found.stands[span] = note && node_at(note, RETYPED[span]);
        if (page->live && (!compute(page, unit, by, span, &found.values[span], why) ||
                           (by.length == 0 && !figure_stand_in(page, unit, span, &found, why))))
            return false;
    }
    found.note = note;
    found.known = page->live || note;
    *values = found;
    return true;
}

struct text figure_page_address(const struct figure_page *page, struct text unit, struct text period, struct text by)
{
    struct arena *arena = page->view->arena;
    struct text address = text_format(arena, "/so-lieu/%.*s?don-vi=%.*s&ky=%.*s", TEXT_ARGS(page->figure->name), TEXT_ARGS(unit),
                                      TEXT_ARGS(period));
    return by.length == 0 ? address : text_format(arena, "%.*s&theo=%.*s", TEXT_ARGS(address), TEXT_ARGS(by));
}

/* ---- where the public's number stands ---- */

static bool read_snapshot(struct figure_page *page, const struct published *listed, struct failure *why)
{
    struct view_context *view = page->view;
    struct published *published;
    struct problems problems;
    struct node *figures;
    problems_init(&problems, view->arena, SNAPSHOT_PROBLEMS);
    if (!published_load(view->arena, view->reading, listed->act, &published, why))
        return false;
    if (!json_read(view->arena, TEXT("figures"), published->figures, &figures, &problems))
        return FAIL(why, FAILURE_BROKEN, "the figures of publication %lld do not read", (long long)listed->act);
    if (find_note(page, figures, page->unit->code, page->by)) {
        page->published = published;
        page->snapshot = figures;
    }
    return true;
}

/* The newest publication that has it: first those of the period itself, then those that only compare with it. */
static bool find_published(struct figure_page *page, struct failure *why)
{
    struct view_context *view = page->view;
    struct list published;
    struct text period = period_write(view->arena, page->periods[0]);
    if (!published_list(view->arena, view->reading, PUBLISHED_SEARCHED, &published, why))
        return false;
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < published.count && !page->published; i++) {
            const struct published *one = published.items[i];
            if (text_equal(one->period, period) == (round == 0) && !read_snapshot(page, one, why))
                return false;
        }
    return true;
}

bool figure_known(const struct view_context *view, const struct figure_definition *figure, const struct unit *unit)
{
    struct figure_definition inside = *figure;
    inside.reach = REACH_INTERNAL;
    return view_signed_in(view) && account_may_read_figure(view->viewer, view->house->definition, &inside, unit);
}

static bool find_page(struct figure_page *page, struct failure *why)
{
    struct view_context *view = page->view;
    struct text code = view_given(view, "don-vi");
    page->figure = definition_figure(view->house->definition, view_given(view, "figure"));
    if (!page->figure)
        return FAIL(why, FAILURE_NOT_FOUND, "no figure has that name");
    if (!view_period(view, "ky", &page->periods[0], why))
        return false;
    page->periods[1] = period_previous(page->periods[0]);
    page->periods[2] = period_last_year(page->periods[0]);
    page->by = view_given(view, "theo");
    page->unit = view_home(view);
    if (code.length > 0 && !view_unit(view, code, page->periods[0].end, &page->unit, why))
        return false;
    if (!page->unit)
        return FAIL(why, FAILURE_NOT_FOUND, "there is no unit");
    bool is_public = page->figure->reach == REACH_PUBLIC && page->figure->register_->is_public != PUBLIC_NOTHING;
    bool knows = account_may_read_figure(view->viewer, view->house->definition, page->figure, page->unit);
    if (!view_allow(knows, "read this figure", why))
        return false;
    page->live = !is_public || page->figure->live || figure_known(view, page->figure, page->unit);
    if (!view_read(view, why) || (!page->live && !find_published(page, why)))
        return false;
    for (int span = 0; span < FIGURE_SPANS && page->live; span++)
        if (!retyped_load(view->arena, view->reading, unit_tree_shard(view->house->units), page->periods[span], &page->retyped[span], why))
            return false;
    return true;
}

/* ---- what the page says ---- */

static void put_about(struct figure_page *page, struct node *map)
{
    const struct view_context *view = page->view;
    const struct figure_definition *figure = page->figure;
    struct node *register_ = node_put(map, "register", node_map(view->arena));
    struct text plural = view_title(view, figure->register_->plural);
    view_put_text(view, map, "figure", figure->name);
    view_put_text(view, map, "by", page->by);
    view_put_text(view, map, "title", view_title(view, figure->title));
    view_put_text(view, map, "word", view_title(view, figure->unit));
    view_put_text(view, map, "counts", figure_counts(view, figure));
    view_put_text(view, map, "condition", figure_condition(view, figure));
    view_put_text(view, map, "note", view_title(view, figure->note));
    view_put_text(view, map, "day_title", figure->day ? view_title(view, figure->day->title) : (struct text){0});
    view_put_text(view, register_, "name", figure->register_->name);
    view_put_text(view, register_, "title", plural.length > 0 ? plural : view_title(view, figure->register_->title));
    view_put_text(view, register_, "note", view_title(view, figure->register_->note));
    view_put_text(view, register_, "href", text_format(view->arena, "/so/%.*s", TEXT_ARGS(figure->register_->name)));
    view_put_unit(view, map, "unit", page->unit);
    view_put_period(view, map, "period", page->periods[0]);
    if (page->by.length > 0)
        view_put_text(view, map, "by_title", figure_part_title(view, figure, page->by));
    view_put_truth(view, map, "live", page->live);
    if (!page->published)
        return;
    struct node *published = node_put(map, "published", node_map(view->arena));
    view_put_text(view, published, "title", page->published->title);
    view_put_text(view, published, "href", text_format(view->arena, "/bao-cao/%lld", (long long)page->published->act));
    view_put_moment(view, published, "at", page->published->at);
}

static void put_beside(const struct figure_page *page, struct node *list, const char *vi, const char *en, int span, const struct figure_values *values)
{
    const struct view_context *view = page->view;
    struct node *one = node_append(list, node_map(view->arena));
    view_put_text(view, one, "title", view_words(view, vi, en));
    view_put_text(view, one, "period", period_title(view->arena, page->periods[span], view->language == LANGUAGE_EN));
    view_put_number(view, one, "number", values->values[span]);
    view_put_truth(view, one, "retyped", values->stands[span]);
    view_put_text(view, one, "href", figure_page_address(page, page->unit->code, period_write(view->arena, page->periods[span]), page->by));
}

static bool put_values(struct figure_page *page, struct node *map, struct failure *why)
{
    struct view_context *view = page->view;
    struct figure_values values;
    if (!figure_page_values(page, page->unit, page->by, &values, why))
        return false;
    view_put_truth(view, map, "not_published", !values.known);
    if (!values.known)
        return true;
    view_put_number(view, map, "number", values.values[0]);
    struct node *beside = node_put(map, "beside", node_list(view->arena));
    put_beside(page, beside, "Kỳ trước", "The period before", 1, &values);
    put_beside(page, beside, "Cùng kỳ năm trước", "Same period last year", 2, &values);
    return figure_put_joined(page, map, &values.values[0], why) && figure_put_retyped(page, map, &values, why);
}

static struct text part_code(const struct figure_page *page, size_t index)
{
    const struct figure_definition *figure = page->figure;
    if (figure->by)
        return index < figure->by->choice_count ? figure->by->choices[index].code : (struct text){0};
    const struct definition *definition = page->view->house->definition;
    return figure->by_unit_kind && index < definition->organisation_kind_count ? definition->organisation_kinds[index].name : (struct text){0};
}

/* A breakdown that is nought and was never anything else is not told. */
static bool put_parts(struct figure_page *page, struct node *map, struct failure *why)
{
    struct view_context *view = page->view;
    struct node *parts = node_list(view->arena);
    for (size_t i = 0; page->by.length == 0 && part_code(page, i).length > 0; i++) {
        struct text code = part_code(page, i);
        struct figure_values values;
        if (!figure_page_values(page, page->unit, code, &values, why))
            return false;
        bool nought = values.values[0].kind == VALUE_NUMBER && values.values[0].number.digits == 0;
        if (!values.known || nought)
            continue;
        struct node *part = node_append(parts, node_map(view->arena));
        view_put_text(view, part, "code", code);
        view_put_text(view, part, "title", figure_part_title(view, page->figure, code));
        view_put_number(view, part, "number", values.values[0]);
        view_put_text(view, part, "href", figure_page_address(page, page->unit->code, period_write(view->arena, page->periods[0]), code));
    }
    view_put_truth(view, map, "has_parts", node_count(parts) > 0);
    node_put(map, "parts", parts);
    return true;
}

bool figure_view(struct view_context *view, struct node *map, struct failure *why)
{
    struct figure_page page = {.view = view};
    if (!find_page(&page, why))
        return false;
    put_about(&page, map);
    if (view_page_rows(view) != VIEW_PAGE && view_given(view, "sau").length > 0)
        return figure_put_records(&page, map, why); /* the rest stands in the workbook already */
    return put_values(&page, map, why) && put_parts(&page, map, why) && figure_put_places(&page, map, why) &&
           senders_put_missing(view, map, page.unit, page.periods[0], why) && figure_put_records(&page, map, why);
}
