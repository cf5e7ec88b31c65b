/*
 * entries.c — the records of one register, as a table: by permission, filtered, sorted, fifty a page.
 *
 * Asked: register, trang (page), tim (words to find), don-vi (an organisation or a place), trang-thai (state), tu and den
 * (days), loc (a choice field and its value, "field:code"), sap and thu-tu (sort by a field,
 * tang or giam), rut=co (withdrawn ones too), gui-den=co (only what others addressed to the organisation recorded for).
 */
#include "work/view/saved_inside.h"

#include "engine/codec/form.h"

enum { COLUMNS_MAX = 4, CSV_ROWS_MAX = 200, SEARCH_BYTES_MAX = 300, ADDRESS_MAX = 16 * 1024 };
_Static_assert((int)VIEW_SHEET_PAGE <= (int)RECORD_PAGE_MAX, "a page for a workbook is read at once");

/* ---- whose records may be seen ---- */

static bool may_list(const struct view_context *view, const struct register_definition *register_, const struct unit *unit)
{
    if (!unit->is_organisation)
        return false;
    return account_sight(view->viewer, view->house->definition, register_, unit) >= SIGHT_ROWS_WITHOUT_PERSONS ||
           account_may_write(view->viewer, register_, unit);
}

static struct unit_set *seen_units(const struct view_context *view, const struct register_definition *register_)
{
    const struct unit_set *all = unit_all(view->arena, view->house->units, DAY_NONE);
    const struct unit **seen = arena_make_many(view->arena, all->count, sizeof *seen);
    struct unit_set *set = arena_make(view->arena, sizeof *set);
    for (size_t i = 0; i < all->count; i++)
        if (seen_enters(register_, all->units[i]) && may_list(view, register_, all->units[i]))
            seen[set->count++] = all->units[i];
    set->units = seen;
    return set;
}

/* Those of the organisation or place asked; all when none is. */
static const struct unit_set *asked_units(const struct view_context *view, const struct unit_set *seen)
{
    struct text code = view_given(view, "don-vi");
    const struct unit **asked = arena_make_many(view->arena, seen->count, sizeof *asked);
    struct unit_set *set = arena_make(view->arena, sizeof *set);
    for (size_t i = 0; i < seen->count; i++) {
        const struct unit *unit = seen->units[i];
        bool inside = code.length == 0 || text_equal(unit->code, code);
        for (const struct unit *place = unit->in; place && !inside; place = place->in)
            inside = text_equal(place->code, code);
        if (inside)
            asked[set->count++] = unit;
    }
    set->units = asked;
    return set;
}

/* ---- what is asked ---- */

static struct day asked_day(const struct view_context *view, const char *key)
{
    struct day day;
    return day_read_people(view_given(view, key), &day) ? day : DAY_NONE;
}

static void read_filter(const struct view_context *view, struct record_query *query)
{
    struct text value = view_given(view, "loc"), name;
    if (!text_next(&value, ':', &name) || value.length == 0)
        return;
    const struct field_definition *field = register_field(query->register_, name);
    if (!field || field->many || field->kind != FIELD_CHOICE || !seen_field(view, field, SIGHT_ROWS_WITHOUT_PERSONS))
        return;
    query->filter_field = field;
    query->filter_value = value_code(value);
}

/* Those of the units whose persons this viewer sees: persons are found there alone. */
static const struct unit_set *whole_units(const struct view_context *view, const struct register_definition *register_,
                                          const struct unit_set *units)
{
    const struct unit **whole = arena_make_many(view->arena, units->count, sizeof *whole);
    struct unit_set *set = arena_make(view->arena, sizeof *set);
    for (size_t i = 0; i < units->count; i++)
        if (account_sight(view->viewer, view->house->definition, register_, units->units[i]) == SIGHT_ROWS ||
            account_may_write(view->viewer, register_, units->units[i]))
            whole[set->count++] = units->units[i];
    set->units = whole;
    return set;
}

/* What is too long to be meant is no question. */
static struct text asked_words(const struct view_context *view)
{
    struct text words = view_given(view, "tim");
    return words.length <= SEARCH_BYTES_MAX && text_is_utf8(words) ? words : (struct text){0};
}

static struct record_query query_of(const struct view_context *view, const struct register_definition *register_,
                                    const struct unit_set *units)
{
    struct record_query query = {.register_ = register_,
                                 .units = units,
                                 .begin = asked_day(view, "tu"),
                                 .end = asked_day(view, "den"),
                                 .state = view_given(view, "trang-thai"),
                                 .ascending = text_is(view_given(view, "thu-tu"), "tang"),
                                 .withdrawn_too = view_signed_in(view) && text_is(view_given(view, "rut"), "co"),
                                 .search = asked_words(view),
                                 .public_only = !view_signed_in(view),
                                 .language = view->language,
                                 .limit = VIEW_PAGE};
    const struct field_definition *sort = register_field(register_, view_given(view, "sap"));
    if (sort && !sort->many && seen_field(view, sort, SIGHT_ROWS_WITHOUT_PERSONS))
        query.sort = sort;
    read_filter(view, &query);
    if (query.search.length > 0 && !query.public_only)
        query.whole = whole_units(view, register_, units);
    return query;
}

/* The address asked, with another value for one key: for links that sort and for pages. */
struct text entries_address(const struct view_context *view, const struct register_definition *register_, const char *skip,
                            const char *also)
{
    static const char *const KEYS[] = {"tim", "don-vi", "trang-thai", "tu", "den", "loc", "sap", "thu-tu", "rut", "gui-den"};
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, ADDRESS_MAX);
    buffer_add_format(&out, "/so/%.*s?", TEXT_ARGS(register_->name));
    for (size_t i = 0; i < LENGTH_OF(KEYS); i++) {
        struct text value = view_given(view, KEYS[i]);
        if (value.length == 0 || value.length > SEARCH_BYTES_MAX || (skip && text_contains(text_of(skip), text_of(KEYS[i]))))
            continue;
        buffer_add_format(&out, "%s=", KEYS[i]);
        form_write_escaped(&out, value);
        buffer_add(&out, TEXT("&"));
    }
    buffer_add(&out, text_of(also));
    REQUIRE(!out.full);
    struct text address = text_copy(view->arena, buffer_text(&out));
    return text_ends(address, TEXT("&")) || text_ends(address, TEXT("?")) ? text_part(address, 0, address.length - 1) : address;
}

/* ---- the table ---- */

/* A workbook has room for every field; none of persons goes into it. */
static bool as_sheet(const struct view_context *view)
{
    return text_is(view_given(view, "dang"), "bang");
}

static bool in_table(const struct view_context *view, const struct register_definition *register_, const struct field_definition *field)
{
    bool fits = as_sheet(view) || (!field->many && field->kind != FIELD_LONG_TEXT);
    return fits && !field->retired && !field->personal && field != register_->day &&
           field != register_->name_field && seen_field(view, field, SIGHT_ROWS_WITHOUT_PERSONS);
}

static size_t table_fields(const struct view_context *view, const struct register_definition *register_,
                           const struct field_definition **fields)
{
    size_t count = 0;
    for (size_t i = 0; i < register_->field_count && (as_sheet(view) || count < COLUMNS_MAX); i++)
        if (in_table(view, register_, &register_->fields[i]))
            fields[count++] = &register_->fields[i];
    return count;
}

/* A column's heading, which sorts by it. */
static void put_sorting(const struct view_context *view, struct node *head, const struct field_definition *field,
                        const struct record_query *query)
{
    bool here = query->sort == field, number = field->kind == FIELD_NUMBER || field->kind == FIELD_DECIMAL || field->kind == FIELD_MONEY;
    const char *also = text_format(view->arena, "sap=%.*s&thu-tu=%s", TEXT_ARGS(field->name), here && query->ascending ? "giam" : "tang").bytes;
    view_put_text(view, head, "field", field->name);
    view_put_text(view, head, "title", view_title(view, field->title));
    view_put_text(view, head, "sort", !here ? (struct text){0} : query->ascending ? TEXT("ascending") : TEXT("descending"));
    view_put_text(view, head, "sort_href",
                  field->many ? (struct text){0} : entries_address(view, query->register_, "sap thu-tu", also));
    view_put_truth(view, head, "number", number);
}

static void put_head(const struct view_context *view, struct node *page, const struct register_definition *register_,
                     const struct field_definition *const *fields, size_t count, const struct record_query *query)
{
    struct node *list = node_put(page, "heads", node_list(view->arena));
    for (size_t i = 0; i < count; i++)
        put_sorting(view, node_append(list, node_map(view->arena)), fields[i], query);
    const struct field_definition *name = register_->name_field;
    if (name && !name->many && !name->personal && seen_field(view, name, SIGHT_ROWS_WITHOUT_PERSONS))
        put_sorting(view, node_put(page, "name_head", node_map(view->arena)), name, query);
}

static void put_row(const struct view_context *view, struct node *rows, const struct record *record,
                    const struct field_definition *const *fields, size_t count)
{
    struct node *row = node_append(rows, node_map(view->arena));
    seen_put_record(view, row, record, SIGHT_ROWS_WITHOUT_PERSONS);
    struct node *cells = node_put(row, "cells", node_list(view->arena));
    for (size_t i = 0; i < count; i++) {
        struct node *cell = node_append(cells, node_map(view->arena));
        const struct record_value *value = &record->values[fields[i]->slot];
        view_put_text(view, cell, "field", fields[i]->name);
        view_put_text(view, cell, "value", record_value_machine(view->arena, fields[i], value, view->house->units));
        view_put_text(view, cell, "shown",
                      record_value_people(view->arena, fields[i], value, view->house->definition, view->house->units, view->language));
        view_put_truth(view, cell, "number",
                       fields[i]->kind == FIELD_NUMBER || fields[i]->kind == FIELD_DECIMAL || fields[i]->kind == FIELD_MONEY);
    }
    view_put_truth(view, row, "may_copy",
                   view->viewer->acting_for && account_may_write(view->viewer, record->register_, view->viewer->acting_for));
}

/* ---- the filters ---- */

/* Every choice of every choice field, under the field's name: one list to pick from. */
static void put_choices(const struct view_context *view, struct node *filters, const struct register_definition *register_,
                        const struct record_query *query)
{
    struct node *columns = node_put(filters, "columns", node_list(view->arena));
    for (size_t i = 0; i < register_->field_count; i++) {
        const struct field_definition *field = &register_->fields[i];
        if (field->kind != FIELD_CHOICE || field->many || field->retired || !seen_field(view, field, SIGHT_ROWS_WITHOUT_PERSONS))
            continue;
        struct node *column = node_append(columns, node_map(view->arena)), *choices;
        view_put_text(view, column, "field", field->name);
        view_put_text(view, column, "title", view_title(view, field->title));
        choices = node_put(column, "choices", node_list(view->arena));
        for (size_t k = 0; k < field->choice_count; k++) {
            struct text code = field->choices[k].code;
            struct node *one = node_append(choices, node_map(view->arena));
            view_put_text(view, one, "code", text_format(view->arena, "%.*s:%.*s", TEXT_ARGS(field->name), TEXT_ARGS(code)));
            view_put_text(view, one, "label", view_title(view, field->choices[k].title));
            view_put_truth(view, one, "chosen", query->filter_field == field && text_equal(query->filter_value.text, code));
        }
    }
    view_put_truth(view, filters, "has_columns", node_count(columns) > 0);
}

static void put_filters(const struct view_context *view, struct node *page, const struct register_definition *register_,
                        const struct unit_set *seen, const struct record_query *query)
{
    struct node *filters = node_put(page, "filters", node_map(view->arena));
    struct node *units = node_put(filters, "units", node_list(view->arena)), *states = node_put(filters, "states", node_list(view->arena));
    struct text asked = view_given(view, "don-vi");
    for (size_t i = 0; i < seen->count && seen->count > 1; i++) {
        struct node *one = node_append(units, node_map(view->arena));
        view_put_text(view, one, "code", seen->units[i]->code);
        view_put_text(view, one, "label", view_title(view, seen->units[i]->name));
        view_put_truth(view, one, "chosen", text_equal(asked, seen->units[i]->code));
    }
    for (size_t i = 0; i < register_->state_count; i++) {
        struct node *one = node_append(states, node_map(view->arena));
        view_put_text(view, one, "code", register_->states[i].code);
        view_put_text(view, one, "label", view_title(view, register_->states[i].title));
        view_put_truth(view, one, "chosen", text_equal(query->state, register_->states[i].code));
    }
    view_put_truth(view, filters, "has_units", node_count(units) > 0);
    view_put_text(view, filters, "search", query->search);
    view_put_text(view, filters, "sort", query->sort ? query->sort->name : (struct text){0});
    view_put_text(view, filters, "order", query->sort && query->ascending ? TEXT("tang") : (struct text){0});
    view_put_text(view, filters, "from", view_given(view, "tu"));
    view_put_text(view, filters, "to", view_given(view, "den"));
    view_put_truth(view, filters, "withdrawn_too", query->withdrawn_too);
    view_put_truth(view, filters, "filtered",
                   asked.length > 0 || query->state.length > 0 || query->filter_field || query->withdrawn_too ||
                       view_given(view, "tu").length > 0 || view_given(view, "den").length > 0);
    put_choices(view, filters, register_, query);
}

/* Whoever records for one organisation mostly looks for its own among all. */
static void put_own(const struct view_context *view, struct node *page, const struct register_definition *register_,
                    const struct unit_set *seen)
{
    const struct unit *unit = view->viewer->acting_for;
    bool asked = view_given(view, "don-vi").length > 0, among = false;
    for (size_t i = 0; i < seen->count && unit; i++)
        among = among || seen->units[i] == unit;
    if (!among || seen->count == 1 || asked)
        return;
    struct node *own = node_put(page, "own", node_map(view->arena));
    const char *only = text_format(view->arena, "don-vi=%.*s", TEXT_ARGS(unit->code)).bytes;
    view_put_unit(view, own, "unit", unit);
    view_put_text(view, own, "href", entries_address(view, register_, "don-vi", only));
}

/* What others addressed to the organisation recorded for: asked, or all there is for this person to see. */
static bool reads_addressed(const struct view_context *view, const struct register_definition *register_, const struct unit_set *seen)
{
    return seen_is_addressed(view, register_) && (seen->count == 0 || text_is(view_given(view, "gui-den"), "co"));
}

/* Among all who write in the register, and withdrawn ones never: of the others' records nothing else is told. */
static struct record_query query_addressed(const struct view_context *view, const struct register_definition *register_)
{
    struct record_query query = query_of(view, register_, seen_senders(view, register_));
    query.filter_field = register_->addressee;
    query.filter_value = value_whole(view->viewer->acting_for->number);
    query.withdrawn_too = false;
    return query;
}

static void put_addressed(const struct view_context *view, struct node *page, const struct register_definition *register_, bool here, bool others)
{
    struct node *shown = node_put(page, "addressed", node_nothing(view->arena));
    if (!seen_is_addressed(view, register_))
        return;
    shown = node_put(page, "addressed", node_map(view->arena));
    view_put_unit(view, shown, "unit", view->viewer->acting_for);
    view_put_truth(view, shown, "here", here);
    view_put_truth(view, shown, "others", others);
    view_put_text(view, shown, "href", text_format(view->arena, "/so/%.*s?gui-den=co", TEXT_ARGS(register_->name)));
}

bool entries_view(struct view_context *view, struct node *page, struct failure *why)
{
    const struct register_definition *register_;
    struct record_page found = {0};
    if (!seen_register(view, &register_, why))
        return false;
    const struct unit_set *seen = seen_units(view, register_);
    bool addressed = reads_addressed(view, register_, seen);
    if (seen->count == 0 && !addressed)
        return FAIL(why, FAILURE_DENIED, "this person may see no records of the register");
    struct record_query query = addressed ? query_addressed(view, register_) : query_of(view, register_, asked_units(view, seen));
    size_t at = view_page(view, "trang");
    bool csv = text_is(view_given(view, "dang"), "csv");
    query.limit = csv ? CSV_ROWS_MAX : view_page_rows(view);
    query.offset = (at - 1) * query.limit;
    if (query.limit != VIEW_PAGE)
        query.counted_max = INT32_MAX; /* a download is whole, or none */
    if (!view_read(view, why) || !record_list(view->arena, view->reading, view->house->units, &query, &found, why))
        return false;
    const struct field_definition *fields[REGISTER_FIELDS_MAX];
    size_t count = table_fields(view, register_, fields);
    seen_put_register(view, page, register_);
    view_put_text(view, page, "page_title", node_text_at(node_at(page, "register"), "plural"));
    put_head(view, page, register_, fields, count, &query);
    put_filters(view, page, register_, seen, &query);
    put_own(view, page, register_, seen);
    put_addressed(view, page, register_, addressed, seen->count > 0);
    struct node *rows = node_put(page, "rows", node_list(view->arena));
    for (size_t i = 0; i < found.count; i++)
        put_row(view, rows, found.records[i], fields, count);
    view_put_truth(view, page, "has_rows", found.count > 0);
    view_put_truth(view, page, "more", found.more);
    view_put_truth(view, page, "too_long_to_sort", found.more && query.sort);
    view_put_pages(view, page, at, found.total, entries_address(view, register_, NULL, NULL));
    view_put_text(view, page, "csv_href",
                  text_replace(view->arena, entries_address(view, register_, NULL, NULL), text_format(view->arena, "/so/%.*s", TEXT_ARGS(register_->name)),
                               text_format(view->arena, "/so/%.*s/danh-sach.csv", TEXT_ARGS(register_->name))));
    view_put_truth(view, page, "signed_in", view_signed_in(view));
    if (!saved_put(view, page, register_, why))
        return false;
    view_put_truth(view, page, "may_import", !register_has_sealed(register_));
    view_put_truth(view, page, "may_write",
                   view->viewer->acting_for && account_may_write(view->viewer, register_, view->viewer->acting_for));
    return true;
}
