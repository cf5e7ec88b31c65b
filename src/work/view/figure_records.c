/*
 * figure_records.c — the records behind a number, for those who may see them.
 *
 * Rows of organisations this viewer may not see are told as a count, never listed. Where all
 * may be seen, the sum of the list is the number itself. No personal field is shown here.
 */
#include "work/view/figure_inside.h"

#include <stdlib.h>

enum { SORTED_MAX = 2000, FETCH = 200 };

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

static int by_day(const void *a, const void *b)
{
    const struct figure_entry *one = a, *other = b;
    if (one->day.number != other->day.number)
        return one->day.number > other->day.number ? -1 : 1;
    return (one->record < other->record) - (one->record > other->record);
}

static int by_amount(const void *a, const void *b)
{
    const struct figure_entry *one = a, *other = b;
    if (one->amount.kind != VALUE_NUMBER || other->amount.kind != VALUE_NUMBER)
        return by_day(a, b);
    int order = decimal_compare(other->amount.number, one->amount.number);
    return order != 0 ? order : by_day(a, b);
}

static int by_unit(const void *a, const void *b)
{
    const struct figure_entry *one = a, *other = b;
    int order = text_compare(one->unit->code, other->unit->code);
    return order != 0 ? order : by_day(a, b);
}

static const struct {
    const char *word, *vi, *en;
    int (*compare)(const void *a, const void *b);
} SORTS[] = {
    {"ngay", "Ngày gần nhất trước", "Newest first", by_day},
    {"so", "Số lớn nhất trước", "Largest first", by_amount},
    {"don-vi", "Theo đơn vị", "By unit", by_unit},
};

static size_t sort_asked(const struct view_context *view)
{
    for (size_t i = 0; i < LENGTH_OF(SORTS); i++)
        if (text_is(view_given(view, "xep"), SORTS[i].word))
            return i;
    return 0;
}

/* ---- one page of entries ---- */

static bool fetch_all(struct figure_page *page, const struct figure_question *question, struct figure_opening *opening, struct failure *why)
{
    struct view_context *view = page->view;
    struct figure_entry *entries = arena_make_many(view->arena, (size_t)opening->total, sizeof *entries);
    size_t count = 0;
    while (count < (size_t)opening->total) {
        struct figure_opening part;
        if (!figure_open(view->arena, view->reading, view->house->units, page->figure, question, count, FETCH, &part, why))
            return false;
        for (size_t i = 0; i < part.count && count < (size_t)opening->total; i++)
            entries[count++] = part.entries[i];
        if (part.count == 0)
            break;
    }
    opening->entries = entries;
    opening->count = count;
    return true;
}

/* Lists of up to SORTED_MAX are sorted as asked; longer ones come unit by unit, newest first. */
static bool open_page(struct figure_page *page, const struct figure_question *question, size_t number, struct figure_opening *opening,
                      struct failure *why)
{
    struct view_context *view = page->view;
    size_t offset = (number - 1) * VIEW_PAGE;
    if (!figure_open(view->arena, view->reading, view->house->units, page->figure, question, offset, VIEW_PAGE, opening, why))
        return false;
    if (opening->total > SORTED_MAX || opening->total == 0)
        return true;
    if (!fetch_all(page, question, opening, why))
        return false;
    if (opening->count > 1)
        qsort(opening->entries, opening->count, sizeof *opening->entries, SORTS[sort_asked(view)].compare);
    size_t begin = offset < opening->count ? offset : opening->count;
    opening->entries += begin;
    opening->count = opening->count - begin < VIEW_PAGE ? opening->count - begin : VIEW_PAGE;
    return true;
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

static bool put_entry(struct figure_page *page, struct node *rows, const struct figure_entry *entry, struct failure *why)
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
    view_put_text(view, row, "by", entry->by.length > 0 ? figure_part_title(view, page->figure, entry->by) : (struct text){0});
    view_put_number(view, row, "amount", entry->amount);
    return put_name(page, row, entry, why);
}

/* ---- filters ---- */

static struct text list_address(const struct figure_page *page, struct text place, const char *sort)
{
    const struct view_context *view = page->view;
    struct text address = figure_page_address(page, page->unit->code, period_write(view->arena, page->periods[0]), page->by);
    if (place.length > 0)
        address = text_format(view->arena, "%.*s&phuong=%.*s", TEXT_ARGS(address), TEXT_ARGS(place));
    return text_format(view->arena, "%.*s&xep=%s", TEXT_ARGS(address), sort);
}

static void put_filters(const struct figure_page *page, struct node *shown, struct text place)
{
    const struct view_context *view = page->view;
    struct node *sorts = node_put(shown, "sorts", node_list(view->arena));
    for (size_t i = 0; i < LENGTH_OF(SORTS); i++) {
        struct node *sort = node_append(sorts, node_map(view->arena));
        view_put_text(view, sort, "word", text_of(SORTS[i].word));
        view_put_text(view, sort, "title", view_words(view, SORTS[i].vi, SORTS[i].en));
        view_put_text(view, sort, "href", list_address(page, place, SORTS[i].word));
        view_put_truth(view, sort, "here", i == sort_asked(view));
    }
    struct node *places = node_put(shown, "places", node_list(view->arena));
    struct period period = page->periods[0];
    const struct unit_set *below = unit_places(view->arena, view->house->units, page->unit, (struct text){0}, period.begin, period.end);
    for (size_t i = 0; i < below->count; i++) {
        if (below->units[i]->in != page->unit)
            continue;
        struct node *one = node_append(places, node_map(view->arena));
        view_put_unit(view, one, "unit", below->units[i]);
        view_put_truth(view, one, "here", text_equal(below->units[i]->code, place));
    }
    view_put_truth(view, shown, "has_places", node_count(places) > 0);
}

static void put_sum(struct figure_page *page, struct node *shown, const struct figure_opening *opening)
{
    const struct view_context *view = page->view;
    if (page->figure->kind == FIGURE_SHARE || page->figure->kind == FIGURE_DISTINCT)
        return;
    view_put_number(view, shown, "sum", opening->sum);
}

static bool put_hidden(struct figure_page *page, struct node *shown, const struct sources *sources, int64_t seen, struct failure *why)
{
    struct view_context *view = page->view;
    struct figure_opening whole;
    struct figure_question question = question_of(page, &sources->all);
    view_put_truth(view, shown, "some_hidden", false);
    if (!sources->hidden)
        return true;
    if (!figure_open(view->arena, view->reading, view->house->units, page->figure, &question, 0, 1, &whole, why))
        return false;
    view_put_truth(view, shown, "some_hidden", whole.total > seen);
    view_put_number(view, shown, "hidden", value_whole(whole.total - seen));
    return true;
}

bool figure_put_records(struct figure_page *page, struct node *map, struct failure *why)
{
    struct view_context *view = page->view;
    struct text place = view_given(view, "phuong");
    struct sources sources = sources_of(page, place);
    bool may = sources.seen.count > 0 && (page->live || page->figure->register_->is_public == PUBLIC_RECORDS);
    view_put_truth(view, map, "records_closed", !may);
    if (!may)
        return true;
    struct figure_question question = question_of(page, &sources.seen);
    struct figure_opening opening;
    size_t number = view_page(view, "trang");
    if (!open_page(page, &question, number, &opening, why))
        return false;
    struct node *shown = node_put(map, "records", node_map(view->arena));
    struct node *rows = node_put(shown, "rows", node_list(view->arena));
    for (size_t i = 0; i < opening.count; i++)
        if (!put_entry(page, rows, &opening.entries[i], why))
            return false;
    view_put_truth(view, shown, "none", opening.total == 0);
    view_put_truth(view, shown, "sortable", opening.total <= SORTED_MAX);
    put_sum(page, shown, &opening);
    put_filters(page, shown, place);
    view_put_pages(view, shown, number, opening.total, list_address(page, place, SORTS[sort_asked(view)].word));
    return put_hidden(page, shown, &sources, opening.total, why);
}
