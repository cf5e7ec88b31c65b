/* book.c — lines of a register, put on the pages of its official form. */
#include "work/paper/book.h"

#include "keep/box/dossier.h"
#include "keep/definition/book.h"
#include "keep/record/record.h"
#include "work/paper/paper_inside.h"

struct binding {
    struct arena *arena;
    const struct house *house;
    const struct register_definition *register_;
    const struct unit *unit;
    enum language language;
    struct document *document;
    const struct list *opened;
    const struct book_version *form; /* of the page at hand */
    struct table *page;
    size_t lines, pages; /* on the page at hand; in all */
    int64_t number;
    int year;
};

static struct text said(const struct binding *binding, struct title title)
{
    return text_copy(binding->arena, title_in(title, binding->language));
}

static void put_groups(struct binding *binding)
{
    const struct book_version *form = binding->form;
    for (size_t i = 0; i < form->column_count;) {
        struct text group = form->columns[i].group.vi;
        size_t count = 1;
        while (i + count < form->column_count && group.length > 0 && text_equal(form->columns[i + count].group.vi, group))
            count++;
        if (group.length > 0)
            table_group(binding->page, said(binding, form->columns[i].group), i, count);
        i += count;
    }
}

/* The row of numbers under the titles: "1 · 2 · 3", as the form has it. */
static void put_numbers(struct binding *binding)
{
    struct row *row = table_row(binding->page);
    for (size_t i = 0; i < binding->form->column_count; i++)
        run_italic(&row->cells[i], text_format(binding->arena, "(%zu)", i + 1));
}

static void begin_page(struct binding *binding)
{
    const struct book_version *form = binding->form;
    if (binding->pages > 0)
        document_page_break(binding->document);
    binding->pages++;
    struct runs *head = document_paragraph(binding->document, PARAGRAPH_NOTE);
    const char *words = binding->language == LANGUAGE_EN ? "%.*s. Page %zu" : "%.*s. Trang %zu";
    run_text(head, text_format(binding->arena, words, TEXT_ARGS(said(binding, form->form)), binding->pages));
    if (form->confidence == CONFIDENCE_C)
        run_italic(head, binding->language == LANGUAGE_EN ? TEXT(" (not confirmed)") : TEXT(" (chưa xác nhận)"));
    binding->page = document_table(binding->document, binding->language == LANGUAGE_EN ? text_format(binding->arena, "Page %zu", binding->pages)
                                                                                       : text_format(binding->arena, "Trang %zu", binding->pages));
    binding->page->placing = PLACING_IN_TEXT;
    for (size_t i = 0; i < form->column_count; i++)
        (void)table_column(binding->page, said(binding, form->columns[i].title), ALIGN_LEFT);
    put_groups(binding);
    put_numbers(binding);
    binding->lines = 0;
}

/* What was opened of that line, one part after the other; else that it is closed. */
static struct text sealed_cell(const struct binding *binding, const struct book_column *column, const struct record *record)
{
    struct text *parts = arena_make_many(binding->arena, column->field_count + 1, sizeof *parts);
    size_t count = 0;
    for (size_t i = 0; binding->opened && i < binding->opened->count; i++)
        for (size_t k = 0; k < column->field_count; k++) {
            struct text shown = paper_opened(binding->opened->items[i], record->number, column->fields[k]);
            if (shown.length > 0 && count < column->field_count)
                parts[count++] = shown;
        }
    if (count > 0)
        return text_copy(binding->arena, text_join(binding->arena, parts, count, TEXT("; ")));
    if (binding->opened)
        return (struct text){0};
    return binding->language == LANGUAGE_EN ? TEXT("sealed") : TEXT("niêm phong");
}

static struct text cell_of(const struct binding *binding, const struct book_column *column, const struct record *record)
{
    struct arena *arena = binding->arena;
    const struct value value = column->field_count > 0 ? record->values[column->fields[0]->slot].value : value_unknown();
    struct text *parts = arena_make_many(arena, column->field_count + 1, sizeof *parts);
    size_t count = 0;
    if (column->kind == BOOK_ORDER)
        return text_format(arena, "%lld", (long long)binding->number);
    if (column->kind == BOOK_SEALED)
        return sealed_cell(binding, column, record);
    if (column->kind == BOOK_MARK)
        return value.kind == VALUE_CODE && text_equal(value.text, column->is) ? TEXT("x") : (struct text){0};
    if (column->field_count == 1 && column->fields[0]->kind == FIELD_TRUTH)
        return value.kind == VALUE_TRUTH && value.truth ? TEXT("x") : (struct text){0};
    for (size_t i = 0; i < column->field_count; i++) {
        const struct field_definition *field = column->fields[i];
        parts[count] = record_value_people(arena, field, &record->values[field->slot], binding->house->definition, binding->house->units, binding->language);
        count += parts[count].length > 0;
    }
    return text_copy(arena, text_join(arena, parts, count, TEXT("; ")));
}

static void put_line(struct binding *binding, const struct record *record)
{
    const struct book_version *form = book_on(binding->register_, record->day);
    int year = day_parts(record->day).year;
    binding->number = year == binding->year ? binding->number + 1 : 1;
    binding->year = year;
    if (!form)
        return;
    if (form != binding->form || !binding->page || binding->lines == BOOK_PAGE_LINES) {
        binding->form = form;
        begin_page(binding);
    }
    struct row *row = table_row(binding->page);
    for (size_t i = 0; i < form->column_count; i++)
        run_text(&row->cells[i], cell_of(binding, &form->columns[i], record));
    binding->lines++;
}

/* Lines from the year's beginning, for the numbers begin with the year; `*found` in the order of the book. */
static bool read_lines(struct binding *binding, struct connection *connection, const struct book_request *request, struct record_page *found,
                       struct failure *why)
{
    const struct unit_set own = {&binding->unit, 1};
    const struct day from = {day_of(day_parts(request->from).year, 1, 1).number};
    const struct record_query query = {.register_ = binding->register_, .units = &own, .begin = from, .end = request->to,
                                       .sort = binding->register_->day, .ascending = true, .limit = BOOK_LINES_MAX};
    if (!record_list(binding->arena, connection, binding->house->units, &query, found, why))
        return false;
    return found->total <= (int64_t)found->count || FAIL(why, FAILURE_TOO_BIG, "the book has more than %d lines in that time", BOOK_LINES_MAX);
}

static bool put_lines(struct binding *binding, struct connection *connection, const struct book_request *request, struct failure *why)
{
    struct record_page found = {0};
    if (!read_lines(binding, connection, request, &found, why))
        return false;
    for (size_t i = 0; i < found.count; i++) {
        const struct record *record = found.records[i];
        if (day_compare(record->day, request->from) >= 0)
            put_line(binding, record);
        else
            binding->number = (binding->year = day_parts(record->day).year, binding->number + 1);
    }
    return true;
}

static bool find_book(struct binding *binding, const struct book_request *request, struct failure *why)
{
    const struct definition *definition = binding->house->definition;
    binding->register_ = definition_register(definition, request->register_);
    binding->unit = unit_find(binding->house->units, request->unit, request->to);
    binding->opened = request->opened;
    if (!binding->register_ || binding->register_->book_count == 0 || !binding->unit || !day_is_some(request->from) || !day_is_some(request->to))
        return FAIL(why, FAILURE_NOT_FOUND, "there is no such book");
    if (account_sight(request->viewer, definition, binding->register_, binding->unit) < SIGHT_ROWS)
        return FAIL(why, FAILURE_DENIED, "this person may not read that book");
    return true;
}

static bool bind(struct binding *binding, struct connection *connection, const struct book_request *request, struct failure *why)
{
    if (!find_book(binding, request, why))
        return false;
    struct text plural = said(binding, binding->register_->plural);
    binding->document = document_make(binding->arena, binding->language,
                                      text_format(binding->arena, "%.*s: %.*s", TEXT_ARGS(plural), TEXT_ARGS(said(binding, binding->unit->name))));
    if (!put_lines(binding, connection, request, why))
        return false;
    if (binding->pages == 0)
        run_text(document_paragraph(binding->document, PARAGRAPH_BODY),
                 binding->language == LANGUAGE_EN ? TEXT("No lines in that time.") : TEXT("Không có dòng nào trong thời gian này."));
    return true;
}

static bool list_sealed(struct binding *binding, struct connection *connection, const struct book_request *request, int64_t *records,
                        size_t *count, struct failure *why)
{
    struct record_page found = {0};
    if (!find_book(binding, request, why) || !read_lines(binding, connection, request, &found, why))
        return false;
    for (size_t i = 0; i < found.count; i++) {
        const struct record *record = found.records[i];
        struct dossier *dossier;
        if (day_compare(record->day, request->from) < 0)
            continue;
        if (!dossier_load(binding->arena, connection, binding->unit->shard, record->number, &dossier, why))
            return false;
        if (dossier && *count == BOOK_OPENED_MAX)
            return FAIL(why, FAILURE_TOO_BIG, "at most %d dossiers are opened for one book: print half a month", BOOK_OPENED_MAX);
        if (dossier)
            records[(*count)++] = record->number;
    }
    return true;
}

bool book_sealed(struct instance *instance, const struct book_request *request, struct arena *arena, int64_t **records, size_t *count,
                 struct failure *why)
{
    struct binding binding = {.arena = arena, .house = instance_house(instance), .language = request->language};
    struct connection *connection = NULL;
    *count = 0;
    *records = arena_make_many(arena, BOOK_OPENED_MAX, sizeof **records);
    bool done = binding.house->definition ? store_read_begin(instance_store(instance), &connection, why)
                                          : FAIL(why, FAILURE_NOT_FOUND, "no definitions are in force yet");
    done = done && list_sealed(&binding, connection, request, *records, count, why);
    store_read_end(connection);
    instance_release(instance, binding.house);
    return done;
}

bool book_build(struct instance *instance, const struct book_request *request, struct arena *arena, struct document **document,
                struct failure *why)
{
    struct binding binding = {.arena = arena, .house = instance_house(instance), .language = request->language};
    struct connection *connection = NULL;
    bool done = binding.house->definition ? store_read_begin(instance_store(instance), &connection, why)
                                          : FAIL(why, FAILURE_NOT_FOUND, "no definitions are in force yet");
    done = done && bind(&binding, connection, request, why);
    if (done && instance_is_demo(instance))
        binding.document->notice = request->language == LANGUAGE_EN ? TEXT("Sample data, not real figures") : TEXT("Số liệu minh họa");
    store_read_end(connection);
    instance_release(instance, binding.house);
    if (done)
        *document = binding.document;
    return done;
}
