/*
 * figure_records.c — the records behind a number, for those who may see them.
 *
 * Rows of organisations this viewer may not see are told as a count, never listed. Where all
 * may be seen, the sum of the list is the number itself. No personal field is shown here.
 */
#include "work/view/figure_inside.h"

/* The organisations below the page's unit that write in the register: those whose rows may be seen, and all. */
struct sources {
    struct unit_set all, seen;
    bool hidden; /* some may not be seen */
};

static bool enters(const struct register_definition *register_, const struct unit *organisation)
{
    for (size_t i = 0; i < register_->entered_by_count; i++)
        if (text_equal(register_->entered_by[i], organisation->kind))
            return true;
    return false;
}

static bool shows_rows(const struct figure_page *page, const struct unit *organisation)
{
    const struct view_context *view = page->view;
    return account_sight(view->viewer, view->house->definition, page->figure->register_, organisation) >= SIGHT_ROWS_WITHOUT_PERSONS;
}

static struct sources sources_of(const struct figure_page *page, struct text place)
{
    const struct view_context *view = page->view;
    struct period period = page->periods[0];
    const struct unit *ward = place.length > 0 ? unit_find(view->house->units, place, period.end) : NULL;
    const struct unit_set *below = unit_subtree(view->arena, view->house->units, page->unit, period.begin, period.end);
    const struct unit **all = arena_make_many(view->arena, below->count, sizeof *all);
    const struct unit **seen = arena_make_many(view->arena, below->count, sizeof *seen);
    struct sources sources = {{all, 0}, {seen, 0}, false};
    for (size_t i = 0; i < below->count; i++) {
        const struct unit *unit = below->units[i];
        if (!unit->is_organisation || !enters(page->figure->register_, unit) || (ward && !unit_is_inside(unit, ward)))
            continue;
        all[sources.all.count++] = unit;
        if (shows_rows(page, unit))
            seen[sources.seen.count++] = unit;
        else
            sources.hidden = true;
    }
    return sources;
}

static struct figure_question question_of(const struct figure_page *page, const struct unit_set *units)
{
    return (struct figure_question){.definition = page->view->house->definition,
                                    .units = units,
                                    .period = page->periods[0],
                                    .today = page->view->today,
                                    .by = page->by};
}

/* ---- order ---- */

static const struct order {
    const char *word, *vi, *en;
    enum figure_order order;
    bool turned;
} ORDERS[] = {
    {"ngay", "Ngày gần nhất trước", "Newest first", FIGURE_BY_DAY, false},
    {"ngay-cu", "Ngày xa nhất trước", "Oldest first", FIGURE_BY_DAY, true},
    {"so", "Số lớn nhất trước", "Largest first", FIGURE_BY_AMOUNT, false},
    {"so-nho", "Số nhỏ nhất trước", "Smallest first", FIGURE_BY_AMOUNT, true},
    {"don-vi", "Theo thứ tự đơn vị", "By unit", FIGURE_BY_UNIT, false},
    {"don-vi-cuoi", "Theo thứ tự đơn vị, từ cuối", "By unit, last first", FIGURE_BY_UNIT, true},
    {"muc-ghi", "Mục ghi sau cùng trước", "Latest entry first", FIGURE_BY_NUMBER, false},
    {"muc-ghi-dau", "Mục ghi đầu tiên trước", "Earliest entry first", FIGURE_BY_NUMBER, true},
};

static const struct order *order_asked(const struct view_context *view)
{
    for (size_t i = 0; i < LENGTH_OF(ORDERS); i++)
        if (text_is(view_given(view, "xep"), ORDERS[i].word))
            return &ORDERS[i];
    return &ORDERS[0];
}

/* ---- one page of entries ---- */

/* What the list was asked for beside the figure: kept by its links. */
struct asked {
    struct text place;
    const struct order *order;
    struct figure_days days;
    bool some_days;
};

static struct day day_asked(const struct view_context *view, const char *key)
{
    struct day day;
    return day_read_people(view_given(view, key), &day) ? day : DAY_NONE;
}

static struct asked asked_of(const struct view_context *view)
{
    struct asked asked = {.place = view_given(view, "phuong"), .order = order_asked(view),
                          .days = {day_asked(view, "tu"), day_asked(view, "den")}};
    asked.some_days = day_is_some(asked.days.begin) || day_is_some(asked.days.end);
    return asked;
}

static bool open_page(struct figure_page *page, const struct figure_question *question, const struct asked *asked,
                      struct figure_opening *opening, struct failure *why)
{
    struct view_context *view = page->view;
    struct text before = view_given(view, "truoc");
    const struct figure_list list = {.order = asked->order->order,
                                     .turned = asked->order->turned,
                                     .from = before.length > 0 ? before : view_given(view, "sau"),
                                     .backwards = before.length > 0,
                                     .days = asked->some_days ? &asked->days : NULL,
                                     .limit = view_page_rows(view)};
    return figure_open(view->arena, view->reading, view->house->units, page->figure, question, &list, opening, why);
}

/* What names the record in lists: never a personal field; for the public only what is marked so. */
static bool put_name(struct figure_page *page, struct node *row, const struct figure_entry *entry, struct failure *why)
{
    struct view_context *view = page->view;
    const struct field_definition *field = entry->register_->name_field;
    struct record *record;
    if (!field || field->personal || (!view_signed_in(view) && !field->is_public)) {
        view_put_text(view, row, "name", view_title(view, entry->register_->title));
        return true;
    }
    if (!record_load(view->arena, view->reading, view->house->units, entry->register_, entry->record, &record, why))
        return false;
    struct text name = record_value_people(view->arena, field, &record->values[field->slot], view->house->definition, view->house->units,
                                           view->language);
    view_put_text(view, row, "name", name.length > 0 ? name : view_title(view, entry->register_->title));
    return true;
}

bool figure_put_entry(struct figure_page *page, struct node *rows, const struct figure_entry *entry, struct failure *why)
{
    struct view_context *view = page->view;
    struct node *row = node_append(rows, node_map(view->arena));
    const struct register_definition *register_ = entry->register_;
    node_put(row, "record", node_whole(view->arena, entry->record));
    view_put_text(view, row, "register", register_->name);
    view_put_text(view, row, "href",
                  text_format(view->arena, "/muc-ghi/%.*s/%lld", TEXT_ARGS(register_->name), (long long)entry->record));
    view_put_unit(view, row, "unit", entry->unit);
    view_put_day(view, row, "day", entry->day);
    /* Of a figure made of two, the one it counts in; else the part of the breakdown. */
    bool part = entry->figure == page->figure;
    view_put_text(view, row, "by",
                  !part ? view_title(view, entry->figure->title)
                  : entry->by.length > 0 ? figure_part_title(view, page->figure, entry->by) : (struct text){0});
    view_put_number(view, row, "amount", entry->amount);
    return put_name(page, row, entry, why);
}

/* ---- filters ---- */

static struct text with_day(const struct view_context *view, struct text address, const char *key, struct day day)
{
    return !day_is_some(day) ? address
                             : text_format(view->arena, "%.*s&%s=%.*s", TEXT_ARGS(address), key, TEXT_ARGS(day_write(view->arena, day)));
}

static struct text list_address(const struct figure_page *page, const struct asked *asked, const char *order)
{
    const struct view_context *view = page->view;
    struct text address = figure_page_address(page, page->unit->code, period_write(view->arena, page->periods[0]), page->by);
    if (asked->place.length > 0)
        address = text_format(view->arena, "%.*s&phuong=%.*s", TEXT_ARGS(address), TEXT_ARGS(asked->place));
    address = with_day(view, with_day(view, address, "tu", asked->days.begin), "den", asked->days.end);
    return text_format(view->arena, "%.*s&xep=%s", TEXT_ARGS(address), order);
}

/* A head sorts by its column; once more, the other way round. `sort` is what assistive technology is told. */
static void put_head(const struct figure_page *page, struct node *shown, const char *key, const struct asked *asked, enum figure_order order,
                     enum figure_order used)
{
    const struct view_context *view = page->view;
    struct node *head = node_put(shown, key, node_map(view->arena));
    bool here = asked->order->order == order && used == order, turned = here && !asked->order->turned;
    for (size_t i = 0; i < LENGTH_OF(ORDERS); i++)
        if (ORDERS[i].order == order && ORDERS[i].turned == turned)
            view_put_text(view, head, "href", list_address(page, asked, ORDERS[i].word));
    bool upwards = (order == FIGURE_BY_UNIT) != asked->order->turned;
    view_put_text(view, head, "sort", !here ? (struct text){0} : upwards ? TEXT("ascending") : TEXT("descending"));
}

static bool weighs(const struct figure_definition *figure)
{
    return figure->kind == FIGURE_SUM || figure->kind == FIGURE_OPEN || figure->kind == FIGURE_BALANCE ||
           (figure->kind == FIGURE_SHARE && (weighs(figure->first) || weighs(figure->second)));
}

static void put_orders(const struct figure_page *page, struct node *shown, const struct asked *asked, enum figure_order used)
{
    const struct view_context *view = page->view;
    struct node *sorts = node_put(shown, "sorts", node_list(view->arena));
    bool amounts = weighs(page->figure);
    for (size_t i = 0; i < LENGTH_OF(ORDERS); i++) {
        if (ORDERS[i].order == FIGURE_BY_AMOUNT && !amounts)
            continue;
        struct node *sort = node_append(sorts, node_map(view->arena));
        view_put_text(view, sort, "word", text_of(ORDERS[i].word));
        view_put_text(view, sort, "title", view_words(view, ORDERS[i].vi, ORDERS[i].en));
        view_put_text(view, sort, "href", list_address(page, asked, ORDERS[i].word));
        view_put_truth(view, sort, "here", &ORDERS[i] == asked->order);
    }
    put_head(page, shown, "day_head", asked, FIGURE_BY_DAY, used);
    put_head(page, shown, "number_head", asked, FIGURE_BY_NUMBER, used);
    put_head(page, shown, "unit_head", asked, FIGURE_BY_UNIT, used);
    if (amounts)
        put_head(page, shown, "amount_head", asked, FIGURE_BY_AMOUNT, used);
    view_put_truth(view, shown, "too_long_to_sort", used != asked->order->order && (amounts || asked->order->order == FIGURE_BY_NUMBER));
}

static void put_filters(const struct figure_page *page, struct node *shown, const struct asked *asked)
{
    const struct view_context *view = page->view;
    struct node *places = node_put(shown, "places", node_list(view->arena));
    struct period period = page->periods[0];
    const struct unit_set *below = unit_places(view->arena, view->house->units, page->unit, (struct text){0}, period.begin, period.end);
    for (size_t i = 0; i < below->count; i++) {
        if (below->units[i]->in != page->unit)
            continue;
        struct node *one = node_append(places, node_map(view->arena));
        view_put_unit(view, one, "unit", below->units[i]);
        view_put_truth(view, one, "here", text_equal(below->units[i]->code, asked->place));
    }
    view_put_truth(view, shown, "has_places", node_count(places) > 0);
    view_put_text(view, shown, "from", view_given(view, "tu"));
    view_put_text(view, shown, "to", view_given(view, "den"));
    view_put_truth(view, shown, "filtered", asked->place.length > 0 || asked->some_days);
}

static void put_sum(struct figure_page *page, struct node *shown, const struct figure_opening *opening)
{
    const struct view_context *view = page->view;
    if (page->figure->kind == FIGURE_SHARE || page->figure->kind == FIGURE_DISTINCT)
        return;
    view_put_number(view, shown, "sum", opening->sum);
}

static bool put_hidden(struct figure_page *page, struct node *shown, const struct sources *sources, const struct asked *asked, int64_t seen,
                       struct failure *why)
{
    struct view_context *view = page->view;
    struct figure_opening whole;
    struct figure_question question = question_of(page, &sources->all);
    view_put_truth(view, shown, "some_hidden", false);
    if (!sources->hidden)
        return true;
    const struct figure_list one = {.days = asked->some_days ? &asked->days : NULL, .limit = 1};
    if (!figure_open(view->arena, view->reading, view->house->units, page->figure, &question, &one, &whole, why))
        return false;
    view_put_truth(view, shown, "some_hidden", whole.total > seen);
    view_put_number(view, shown, "hidden", value_whole(whole.total - seen));
    return true;
}

bool figure_put_records(struct figure_page *page, struct node *map, struct failure *why)
{
    struct view_context *view = page->view;
    struct asked asked = asked_of(view);
    struct sources sources = sources_of(page, asked.place);
    bool may = sources.seen.count > 0 && (page->live || page->figure->register_->is_public == PUBLIC_RECORDS);
    view_put_truth(view, map, "records_closed", !may);
    if (!may)
        return true;
    struct figure_question question = question_of(page, &sources.seen);
    struct figure_opening opening;
    if (!open_page(page, &question, &asked, &opening, why))
        return false;
    struct node *shown = node_put(map, "records", node_map(view->arena));
    struct node *rows = node_put(shown, "rows", node_list(view->arena));
    for (size_t i = 0; i < opening.count; i++)
        if (!figure_put_entry(page, rows, &opening.entries[i], why))
            return false;
    view_put_truth(view, shown, "none", opening.total == 0);
    put_sum(page, shown, &opening);
    put_orders(page, shown, &asked, opening.order);
    put_filters(page, shown, &asked);
    const struct view_keys keys = {opening.previous, opening.next, opening.count};
    view_put_key_pages(view, shown, &keys, opening.total, list_address(page, &asked, asked.order->word));
    return put_hidden(page, shown, &sources, &asked, opening.total, why);
}
