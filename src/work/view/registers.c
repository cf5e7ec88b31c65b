/*
 * registers.c — which registers there are, what they hold and what they count: for anyone.
 *
 * The public is told of registers that say anything in public, with their public figures. Who
 * is signed in finds also those whose records or figures they may see, and where they write.
 */
#include "work/view/seen_inside.h"

/* What this viewer may see of the register at best, whether they write in it somewhere, and whether others may address its records to them. */
struct access {
    enum sight sight;
    bool writes;
    bool addressed;
};

static struct access access_of(const struct view_context *view, const struct register_definition *register_,
                               const struct unit_set *units)
{
    struct access access = {register_->is_public == PUBLIC_RECORDS ? SIGHT_ROWS_WITHOUT_PERSONS : SIGHT_NOTHING, false,
                            seen_is_addressed(view, register_)};
    if (register_->is_public == PUBLIC_FIGURES)
        access.sight = SIGHT_FIGURES;
    for (size_t i = 0; view_signed_in(view) && i < units->count; i++) {
        if (!units->units[i]->is_organisation || !seen_enters(register_, units->units[i]))
            continue;
        enum sight sight = account_sight(view->viewer, view->house->definition, register_, units->units[i]);
        access.sight = sight > access.sight ? sight : access.sight;
        access.writes = access.writes || account_may_write(view->viewer, register_, units->units[i]);
    }
    return access;
}

static bool may_know(const struct view_context *view, const struct figure_definition *figure, const struct unit *home)
{
    if (figure->reach == REACH_PUBLIC && figure->register_->is_public != PUBLIC_NOTHING)
        return true;
    return view_signed_in(view) && home && account_may_read_figure(view->viewer, view->house->definition, figure, home);
}

static void put_figures(const struct view_context *view, struct node *map, const struct register_definition *register_,
                        const struct unit *home, struct period period)
{
    struct node *list = node_put(map, "figures", node_list(view->arena));
    for (size_t i = 0; i < register_->figure_count; i++) {
        const struct figure_definition *figure = register_->figures[i];
        if (!may_know(view, figure, home))
            continue;
        struct node *shown = node_append(list, node_map(view->arena));
        view_put_text(view, shown, "figure", figure->name);
        view_put_text(view, shown, "title", view_title(view, figure->title));
        view_put_text(view, shown, "unit", view_title(view, figure->unit));
        view_put_truth(view, shown, "live", figure->live);
        if (home)
            view_put_text(view, shown, "href",
                          text_format(view->arena, "/so-lieu/%.*s?don-vi=%.*s&ky=%.*s", TEXT_ARGS(figure->name), TEXT_ARGS(home->code),
                                      TEXT_ARGS(period_write(view->arena, period))));
    }
    view_put_truth(view, map, "has_figures", node_count(list) > 0);
    view_put_number(view, map, "figure_count", value_whole((int64_t)node_count(list)));
}

static void put_laws(const struct view_context *view, struct node *shown, const struct register_definition *register_)
{
    struct text *laws = arena_make_many(view->arena, register_->law_count, sizeof *laws);
    for (size_t i = 0; i < register_->law_count; i++)
        laws[i] = definition_cite(view->arena, view->house->definition, register_->law[i], view->language);
    view_put_text(view, shown, "law", text_join(view->arena, laws, register_->law_count, TEXT("; ")));
}

static void put_register(const struct view_context *view, struct node *list, const struct register_definition *register_,
                         struct access access)
{
    struct node *shown = node_append(list, node_map(view->arena));
    struct text plural = view_title(view, register_->plural);
    struct text title = view_title(view, register_->title);
    view_put_text(view, shown, "register", register_->name);
    view_put_text(view, shown, "title", title);
    view_put_text(view, shown, "plural", plural.length > 0 ? plural : title);
    view_put_text(view, shown, "note", view_title(view, register_->note));
    put_laws(view, shown, register_);
    view_put_truth(view, shown, "may_write",
                   view->viewer->acting_for && account_may_write(view->viewer, register_, view->viewer->acting_for));
    view_put_truth(view, shown, "may_list", access.sight >= SIGHT_ROWS_WITHOUT_PERSONS || access.writes || access.addressed);
    view_put_text(view, shown, "href", text_format(view->arena, "/so/%.*s", TEXT_ARGS(register_->name)));
}

bool registers_view(struct view_context *view, struct node *page, struct failure *why)
{
    struct period period;
    const struct unit *home = view_home(view);
    const struct unit_set *units = unit_all(view->arena, view->house->units, view->today);
    if (!view_period(view, "ky", &period, why))
        return false;
    struct node *list = node_put(page, "registers", node_list(view->arena));
    for (size_t i = 0; i < view->house->definition->register_count; i++) {
        const struct register_definition *register_ = &view->house->definition->registers[i];
        struct access access = access_of(view, register_, units);
        if (access.sight == SIGHT_NOTHING && !access.writes && !access.addressed)
            continue;
        put_register(view, list, register_, access);
        put_figures(view, list->list.items[list->list.count - 1], register_, home, period);
    }
    view_put_period(view, page, "period", period);
    return true;
}
