/* figure_joined.c — what the organisations of a number joined and others led: beside the number, with its own list. */
#include "keep/record/joined.h"
#include "work/view/figure_inside.h"

static bool shows_rows(const struct figure_page *page, const struct unit *organisation)
{
    const struct view_context *view = page->view;
    return account_sight(view->viewer, view->house->definition, page->figure->register_, organisation) >= SIGHT_ROWS_WITHOUT_PERSONS;
}

/* Who sees the rows of the one that joined sees these; of a place, whoever sees those of the leader. */
static bool put_rows(struct figure_page *page, struct node *shown, const struct joined *joined, struct failure *why)
{
    const struct view_context *view = page->view;
    struct node *rows = node_put(shown, "rows", node_list(view->arena));
    bool own = page->unit->is_organisation && shows_rows(page, page->unit);
    bool hidden = false;
    for (size_t i = 0; i < joined->count; i++) {
        bool seen = own || shows_rows(page, joined->entries[i].unit);
        hidden = hidden || !seen;
        if (seen && !figure_put_entry(page, rows, &joined->entries[i], why))
            return false;
    }
    view_put_truth(view, shown, "some_hidden", hidden);
    view_put_truth(view, shown, "has_rows", node_count(rows) > 0);
    return true;
}

bool figure_put_joined(struct figure_page *page, struct node *map, const struct value *led, struct failure *why)
{
    struct view_context *view = page->view;
    struct period period = page->periods[0];
    struct joined joined;
    if (!page->live || !joined_figure(page->figure))
        return true;
    const struct figure_question question = {.definition = view->house->definition,
                                             .units = unit_subtree(view->arena, view->house->units, page->unit, period.begin, period.end),
                                             .period = period,
                                             .today = view->today,
                                             .by = page->by};
    const struct joined_list list = {.from = view_given(view, "phoi-hop"), .limit = view_page_rows(view)};
    if (!joined_open(view->arena, view->reading, view->house->units, page->figure, &question, &list, &joined, why))
        return false;
    if (!joined.told || joined.total == 0)
        return true;
    struct node *shown = node_put(map, "joined", node_map(view->arena));
    view_put_number(view, shown, "number", joined.sum);
    view_put_number(view, shown, "led", *led);
    view_put_number(view, shown, "records", value_whole(joined.total));
    struct text address = figure_page_address(page, page->unit->code, period_write(view->arena, period), page->by);
    view_put_text(view, shown, "next",
                  joined.next.length == 0 ? (struct text){0}
                                          : text_format(view->arena, "%.*s&phoi-hop=%.*s#phoi-hop", TEXT_ARGS(address), TEXT_ARGS(joined.next)));
    return put_rows(page, shown, &joined, why);
}
