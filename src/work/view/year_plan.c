/*
 * year_plan.c — how much of the year's plan has each place done: places down, plans across.
 *
 * A plan is a share over the year (`over: year`): what was done since the year began, of what was asked for. A new
 * plan is such a figure in the pack and a column here. Each percentage leads to its figure, and from there to the records.
 */
#include "work/view/figure_inside.h"

enum { PLANS_MAX = 24, PLACES_MAX = 200, PARTS = 3 };

struct year_plan {
    struct view_context *view;
    const struct unit *home;
    struct period period;
    const struct figure_definition *plans[PLANS_MAX];
    struct figure_definition parts[PLANS_MAX * PARTS];                /* what was done and asked for, over the year too */
    const struct figure_definition *figures[PLANS_MAX * PARTS];       /* done, asked for, share of each */
    size_t count;
    const struct unit_set *places;
    const struct unit_set **groups; /* the places, then the whole */
    struct value *values;
};

static void gather(struct year_plan *plan)
{
    const struct view_context *view = plan->view;
    const struct definition *definition = view->house->definition;
    for (size_t i = 0; i < definition->figure_count && plan->count < PLANS_MAX; i++) {
        const struct figure_definition *figure = &definition->figures[i];
        if (figure->kind != FIGURE_SHARE || !figure->over_year || !figure_known(view, figure, plan->home) ||
            !figure_known(view, figure->first, plan->home) || !figure_known(view, figure->second, plan->home))
            continue;
        struct figure_definition *parts = &plan->parts[plan->count * PARTS];
        parts[0] = *figure->first;
        parts[1] = *figure->second;
        parts[0].over_year = parts[1].over_year = true;
        plan->figures[plan->count * PARTS] = &parts[0];
        plan->figures[plan->count * PARTS + 1] = &parts[1];
        plan->figures[plan->count * PARTS + 2] = figure;
        plan->plans[plan->count++] = figure;
    }
}

static bool take_values(struct year_plan *plan, struct failure *why)
{
    struct view_context *view = plan->view;
    struct day begin = plan->period.begin, end = plan->period.end;
    size_t groups = plan->places->count + 1;
    plan->groups = arena_make_many(view->arena, groups, sizeof *plan->groups);
    for (size_t i = 0; i < plan->places->count; i++)
        plan->groups[i] = unit_subtree(view->arena, view->house->units, plan->places->units[i], begin, end);
    plan->groups[plan->places->count] = unit_subtree(view->arena, view->house->units, plan->home, begin, end);
    const struct figure_table_question question = {.definition = view->house->definition,
                                                   .figures = plan->figures,
                                                   .figure_count = plan->count * PARTS,
                                                   .groups = plan->groups,
                                                   .group_count = groups,
                                                   .period = plan->period,
                                                   .today = view->today};
    plan->values = arena_make_many(view->arena, groups * plan->count * PARTS, sizeof *plan->values);
    return figure_table(view->arena, view->reading, view->house->units, &question, plan->values, why);
}

/* Was anything asked for anywhere? Else the plan has no column. */
static bool is_asked(const struct year_plan *plan, size_t column)
{
    struct value whole = plan->values[(plan->places->count * plan->count + column) * PARTS + 1];
    return whole.kind == VALUE_NUMBER && whole.number.digits != 0;
}

static void put_row(const struct year_plan *plan, struct node *rows, size_t group, const struct unit *unit)
{
    const struct view_context *view = plan->view;
    struct node *row = node_append(rows, node_map(view->arena));
    struct node *cells = node_put(row, "cells", node_list(view->arena));
    view_put_unit(view, row, "unit", unit);
    view_put_truth(view, row, "whole", unit == plan->home);
    for (size_t i = 0; i < plan->count; i++) {
        const struct value *values = &plan->values[(group * plan->count + i) * PARTS];
        if (!is_asked(plan, i))
            continue;
        struct node *cell = node_append(cells, node_map(view->arena));
        bool asked = values[1].kind == VALUE_NUMBER && values[1].number.digits != 0;
        view_put_number(view, cell, "done", values[0]);
        view_put_number(view, cell, "planned", asked ? values[1] : value_unknown());
        view_put_number(view, cell, "share", values[2]);
        view_put_truth(view, cell, "asked", asked);
        view_put_text(view, cell, "href", text_format(view->arena, "/so-lieu/%.*s?don-vi=%.*s&ky=%.*s", TEXT_ARGS(plan->plans[i]->name),
                                                      TEXT_ARGS(unit->code), TEXT_ARGS(period_write(view->arena, plan->period))));
    }
}

/* For a workbook: a row for each place and work. */
static void put_sheet(const struct year_plan *plan, struct node *page)
{
    const struct view_context *view = plan->view;
    struct node *sheet = node_put(page, "sheet", node_list(view->arena));
    for (size_t i = 0; i < plan->places->count * plan->count; i++) {
        const struct value *values = &plan->values[i * PARTS];
        if (!is_asked(plan, i % plan->count))
            continue;
        struct node *row = node_append(sheet, node_map(view->arena));
        view_put_unit(view, row, "unit", plan->places->units[i / plan->count]);
        view_put_text(view, row, "work", view_title(view, plan->plans[i % plan->count]->first->title));
        view_put_number(view, row, "done", values[0]);
        view_put_number(view, row, "planned", values[1]);
        view_put_number(view, row, "share", values[2]);
    }
}

static void put_heads(const struct year_plan *plan, struct node *page)
{
    const struct view_context *view = plan->view;
    struct node *heads = node_put(page, "heads", node_list(view->arena));
    for (size_t i = 0; i < plan->count; i++)
        if (is_asked(plan, i))
            view_put_text(view, node_append(heads, node_map(view->arena)), "title", view_title(view, plan->plans[i]->first->title));
    view_put_truth(view, page, "has_plans", node_count(heads) > 0);
}

bool year_plan_view(struct view_context *view, struct node *page, struct failure *why)
{
    struct year_plan *plan = arena_make(view->arena, sizeof *plan);
    plan->view = view;
    plan->home = view_home(view);
    if (!view_allow(view_reports(view), "read how much of the year's plan is done", why) || !view_period(view, "ky", &plan->period, why))
        return false;
    if (!plan->home)
        return FAIL(why, FAILURE_NOT_FOUND, "this house has no place");
    plan->places = unit_places(view->arena, view->house->units, plan->home, TEXT("ward"), plan->period.begin, plan->period.end);
    if (plan->places->count > PLACES_MAX)
        return FAIL(why, FAILURE_TOO_BIG, "more than %d places", PLACES_MAX);
    gather(plan);
    if (!view_read(view, why) || !take_values(plan, why))
        return false;
    put_heads(plan, page);
    struct node *rows = node_put(page, "rows", node_list(view->arena));
    for (size_t i = 0; i < plan->places->count; i++)
        put_row(plan, rows, i, plan->places->units[i]);
    put_row(plan, rows, plan->places->count, plan->home);
    put_sheet(plan, page);
    view_put_unit(view, page, "unit", plan->home);
    view_put_period(view, page, "period", plan->period);
    view_put_day(view, page, "since", period_since_new_year(plan->period).begin);
    return true;
}
