/* form.c — the figures of each body, the sums between columns, and the table with the form's own tree of headings. */
#include "work/paper/form.h"

#include "base/list.h"
#include "base/map.h"
#include "keep/record/figure.h"
#include "work/report/citation.h"
#include "work/report/letterhead.h"

enum { TERMS_OF_LABEL = 4, SHARE_OF_UNIT = 4 };

struct form_row {
    const struct unit *body;
    struct value values[FORM_COLUMNS_MAX];
};

struct filling {
    struct arena *arena;
    const struct house *house;
    struct connection *connection;
    const struct form_request *request;
    const struct form_definition *form;
    const struct unit *issuer;
    struct period periods[2]; /* now, before */
    struct day today;
    struct map *answers;      /* "body|figure|before": struct figure_answer * */
    struct form_row *rows;    /* the bodies, then their total where there are several */
    size_t row_count, body_count;
    struct form_built built;
};

bool form_may_compile(const struct viewer *viewer, const struct unit *body)
{
    return viewer->whole_house || account_has_role(viewer, ROLE_APPROVER, body) || account_has_role(viewer, ROLE_OFFICER, body);
}

bool form_is_for(const struct form_definition *form, const struct unit *body)
{
    bool place = false;
    for (size_t i = 0; body->in && i < form->for_count; i++)
        place = place || text_equal(form->for_kinds[i], body->in->kind);
    return place && text_equal(form->issued_by, body->kind);
}

static struct text words(const struct filling *filling, const char *vi, const char *en)
{
    return text_of(filling->request->language == LANGUAGE_EN ? en : vi);
}

/* ---- the rows ---- */

/* The body itself, then those of its kind in places below, in official order. */
static void find_rows(struct filling *filling)
{
    const struct period *now = &filling->periods[0];
    const struct unit_set *found = unit_organisations(filling->arena, filling->house->units, filling->issuer->in, filling->form->issued_by,
                                                      now->end, now->end);
    const struct unit **places = arena_make_many(filling->arena, found->count + 1, sizeof *places);
    size_t count = 0;
    filling->rows = arena_make_many(filling->arena, found->count + 2, sizeof *filling->rows);
    filling->rows[filling->body_count++].body = filling->issuer;
    for (size_t i = 0; i < found->count; i++)
        if (found->units[i] != filling->issuer && found->units[i]->in)
            places[count++] = found->units[i]->in;
    unit_sort_official(places, count);
    for (size_t p = 0; p < count; p++)
        for (size_t i = 0; i < found->count; i++)
            if (found->units[i] != filling->issuer && found->units[i]->in == places[p] && (p == 0 || places[p] != places[p - 1]))
                filling->rows[filling->body_count++].body = found->units[i];
    filling->row_count = filling->body_count + (filling->body_count > 1);
}

/* ---- what is counted ---- */

static bool ask(struct filling *filling, const struct unit *body, const struct form_column *column, const struct figure_answer **answer,
                struct failure *why)
{
    struct text key = text_format(filling->arena, "%lld|%.*s|%d", (long long)body->number, TEXT_ARGS(column->figure->name), column->at_begin);
    struct figure_answer *made = map_find(filling->answers, key);
    if (!made) {
        const struct unit_set one = {&body, 1};
        const struct figure_question question = {.definition = filling->house->definition, .units = &one,
                                                 .period = filling->periods[column->at_begin], .today = filling->today};
        made = arena_make(filling->arena, sizeof *made);
        if (!figure_compute(filling->arena, filling->connection, filling->house->units, column->figure, &question, made, why))
            return false;
        map_put(filling->answers, key, made);
    }
    *answer = made;
    return true;
}

/* A part that is not there counted nothing. */
static struct value sum_parts(const struct form_column *column, const struct figure_answer *answer)
{
    struct decimal sum = decimal_of(0);
    for (size_t k = 0; k < column->by_count; k++)
        for (size_t i = 0; i < answer->part_count; i++)
            if (text_equal(answer->parts[i].code, column->by[k]) &&
                (answer->parts[i].value.kind != VALUE_NUMBER || !decimal_add(sum, answer->parts[i].value.number, &sum)))
                return value_unknown();
    return value_number(sum);
}

static bool count_cell(struct filling *filling, struct form_row *row, size_t index, struct failure *why)
{
    const struct form_column *column = &filling->form->columns[index];
    const struct figure_answer *answer;
    row->values[index] = value_unknown();
    if (!column->figure || !account_may_read_figure(filling->request->viewer, filling->house->definition, column->figure, row->body))
        return true;
    if (!ask(filling, row->body, column, &answer, why))
        return false;
    row->values[index] = column->by_count == 0 ? answer->value : sum_parts(column, answer);
    return true;
}

/* Unknown when a term is: nothing is added up that nobody can tell. */
static struct value add_up(const struct form_row *row, const struct form_sum *sum)
{
    struct decimal total = decimal_of(0);
    for (size_t i = 0; i < sum->term_count; i++) {
        struct value term = row->values[sum->terms[i].column - 1];
        if (term.kind != VALUE_NUMBER)
            return value_unknown();
        bool fits = sum->terms[i].sign > 0 ? decimal_add(total, term.number, &total) : decimal_subtract(total, term.number, &total);
        if (!fits)
            return value_unknown();
    }
    return value_number(total);
}

/* A sum may stand on others: as many rounds as there are columns at most. */
static void solve(const struct form_definition *form, struct form_row *row)
{
    bool moved = true;
    for (size_t round = 0; moved && round < form->column_count; round++) {
        moved = false;
        for (size_t i = 0; i < form->column_count; i++) {
            const struct form_column *column = &form->columns[i];
            if (!column->adds || column->figure || row->values[i].kind == VALUE_NUMBER)
                continue;
            row->values[i] = add_up(row, &column->sum);
            moved = moved || row->values[i].kind == VALUE_NUMBER;
        }
    }
}

static bool adds_up_over_bodies(const struct form_column *column)
{
    return !column->figure || (column->figure->kind != FIGURE_DISTINCT && column->figure->kind != FIGURE_SHARE);
}

static void total_rows(struct filling *filling)
{
    struct form_row *total = &filling->rows[filling->body_count];
    for (size_t c = 0; c < filling->form->column_count; c++) {
        struct decimal sum = decimal_of(0);
        bool known = adds_up_over_bodies(&filling->form->columns[c]);
        for (size_t r = 0; known && r < filling->body_count; r++) {
            struct value value = filling->rows[r].values[c];
            known = value.kind == VALUE_NUMBER && decimal_add(sum, value.number, &sum);
        }
        total->values[c] = known ? value_number(sum) : value_unknown();
    }
}

static bool count_all(struct filling *filling, struct failure *why)
{
    for (size_t r = 0; r < filling->body_count; r++) {
        for (size_t c = 0; c < filling->form->column_count; c++)
            if (!count_cell(filling, &filling->rows[r], c, why))
                return false;
        solve(filling->form, &filling->rows[r]);
    }
    if (filling->row_count > filling->body_count)
        total_rows(filling);
    return true;
}

/* ---- the sums that must hold ---- */

static struct text row_name(const struct filling *filling, size_t row)
{
    if (row >= filling->body_count)
        return words(filling, "Tổng số", "Total");
    const struct unit *body = filling->rows[row].body, *place = body->in ? body->in : body;
    if (row == 0)
        return title_in(body->name, filling->request->language);
    struct text name = title_in(place->short_name, filling->request->language);
    return name.length > 0 ? name : title_in(place->name, filling->request->language);
}

static void check_sum(struct filling *filling, size_t row, const struct form_sum *sum, struct text shown)
{
    struct value rest = add_up(&filling->rows[row], sum);
    if (rest.kind != VALUE_NUMBER || decimal_compare(rest.number, decimal_of(0)) == 0)
        return;
    struct node *one = node_append(filling->built.broken, node_map(filling->arena));
    node_put(one, "row", node_text(filling->arena, row_name(filling, row)));
    node_put(one, "sum", node_text(filling->arena, shown));
}

/* A column that is counted and is a sum too must be the sum of the others. */
static void check_counted_sum(struct filling *filling, size_t row, size_t index)
{
    const struct form_column *column = &filling->form->columns[index];
    struct form_sum sum = column->sum;
    if (!column->adds || !column->figure || sum.term_count == FORM_TERMS_MAX)
        return;
    sum.terms[sum.term_count++] = (struct form_term){index + 1, -1};
    check_sum(filling, row, &sum, text_format(filling->arena, "%zu=%.*s", index + 1, TEXT_ARGS(column->sum.source)));
}

static void check_all(struct filling *filling)
{
    for (size_t r = 0; r < filling->row_count; r++) {
        for (size_t i = 0; i < filling->form->check_count; i++)
            check_sum(filling, r, &filling->form->checks[i], filling->form->checks[i].source);
        for (size_t c = 0; c < filling->form->column_count; c++)
            check_counted_sum(filling, r, c);
    }
}

/* ---- the table ---- */

static bool same_path(const struct form_column *a, const struct form_column *b, size_t levels)
{
    for (size_t i = 0; i < levels; i++)
        if (a->depth <= levels || b->depth <= levels || !text_equal(a->path[i].vi, b->path[i].vi))
            return false;
    return true;
}

static void put_groups(const struct filling *filling, struct table *table)
{
    const struct form_definition *form = filling->form;
    for (size_t level = 0; level + 1 < FORM_DEPTH_MAX; level++)
        for (size_t c = 0; c < form->column_count;) {
            size_t end = c + 1;
            while (end < form->column_count && same_path(&form->columns[c], &form->columns[end], level + 1))
                end++;
            if (form->columns[c].depth > level + 1)
                table_group_at(table, level, form->columns[c].path[level].vi, c + 1, end - c);
            c = end;
        }
}

static struct text label_of(const struct filling *filling, size_t index)
{
    const struct form_column *column = &filling->form->columns[index];
    if (!column->adds || column->sum.term_count > TERMS_OF_LABEL)
        return text_format(filling->arena, "%zu", index + 1);
    return text_format(filling->arena, "%zu=%.*s", index + 1, TEXT_ARGS(column->sum.source));
}

static void put_columns(const struct filling *filling, struct table *table)
{
    struct column *unit = table_column(table, words(filling, "Đơn vị", "Body"), ALIGN_LEFT);
    unit->label = words(filling, "MS", "No.");
    unit->share = SHARE_OF_UNIT;
    for (size_t c = 0; c < filling->form->column_count; c++) {
        const struct form_column *column = &filling->form->columns[c];
        struct text title = column->depth > 0 ? column->path[column->depth - 1].vi : (struct text){0};
        struct column *made = table_column(table, title, ALIGN_RIGHT);
        made->label = label_of(filling, c);
        made->share = 1;
    }
    put_groups(filling, table);
}

static struct text address_of(const struct filling *filling, const struct form_column *column, const struct unit *body)
{
    struct text period = period_write(filling->arena, filling->periods[column->at_begin]);
    struct text address = text_format(filling->arena, "/so-lieu/%.*s?don-vi=%.*s&ky=%.*s", TEXT_ARGS(column->figure->name),
                                      TEXT_ARGS(body->code), TEXT_ARGS(period));
    return column->by_count != 1 ? address : text_format(filling->arena, "%.*s&theo=%.*s", TEXT_ARGS(address), TEXT_ARGS(column->by[0]));
}

static void print_cell(const struct filling *filling, struct runs *runs, size_t row, size_t index)
{
    const struct form_column *column = &filling->form->columns[index];
    const struct form_row *from = &filling->rows[row];
    struct value value = from->values[index];
    if (!column->figure && !column->adds)
        return; /* nothing counts it here: it is filled in by hand */
    struct text shown = value.kind == VALUE_NUMBER
                            ? decimal_write_people(filling->arena, value.number, filling->request->language == LANGUAGE_EN)
                            : TEXT("…");
    if (value.kind != VALUE_NUMBER) {
        run_text(runs, shown);
        return;
    }
    if (!column->figure || !from->body) { /* a sum opens nothing; a workbook knows it as a number all the same */
        run_figure(runs, shown, &(struct bound){.value = value});
        return;
    }
    run_figure(runs, shown, &(struct bound){.figure = column->figure->name, .unit = from->body->code, .by = text_join(filling->arena, column->by, column->by_count, TEXT(",")), .value = value,
                                            .period = period_write(filling->arena, filling->periods[column->at_begin]),
                                            .href = address_of(filling, column, from->body)});
}

static struct text broken_note(const struct filling *filling)
{
    const struct node *broken = filling->built.broken;
    struct text *parts = arena_make_many(filling->arena, node_count(broken) + 1, sizeof *parts);
    for (size_t i = 0; i < node_count(broken); i++)
        parts[i] = text_format(filling->arena, "%.*s: %.*s", TEXT_ARGS(node_text_at(broken->list.items[i], "row")),
                               TEXT_ARGS(node_text_at(broken->list.items[i], "sum")));
    struct text list = text_join(filling->arena, parts, node_count(broken), TEXT("; "));
    return list.length == 0 ? list : text_format(filling->arena, "%.*s %.*s.", TEXT_ARGS(words(filling, "Không khớp:", "Does not add up:")),
                                                 TEXT_ARGS(list));
}

static void print_table(struct filling *filling)
{
    struct table *table = document_table(filling->built.document, text_format(filling->arena, "%.*s %.*s",
                                         TEXT_ARGS(words(filling, "Biểu số", "Form")), TEXT_ARGS(filling->form->code)));
    table->placing = PLACING_IN_TEXT;
    put_columns(filling, table);
    for (size_t r = 0; r < filling->row_count; r++) {
        struct row *row = r < filling->body_count ? table_row(table) : table_total(table);
        run_text(&row->cells[0], row_name(filling, r));
        for (size_t c = 0; c < filling->form->column_count; c++)
            print_cell(filling, &row->cells[c + 1], r, c);
    }
    table->note = broken_note(filling);
}

/* ---- the document ---- */

static void print_notes(const struct filling *filling)
{
    struct document *document = filling->built.document;
    struct arena *arena = filling->arena;
    bool english = filling->request->language == LANGUAGE_EN;
    struct text begin = day_write_people(arena, filling->periods[0].begin, english), end = day_write_people(arena, filling->periods[0].end, english);
    run_text(document_paragraph(document, PARAGRAPH_CENTRED),
             text_format(arena, english ? "From %.*s to %.*s" : "Số liệu tính từ ngày %.*s đến ngày %.*s", TEXT_ARGS(begin), TEXT_ARGS(end)));
    struct text law = citation_write(arena, filling->form->instrument, filling->request->language);
    run_text(document_paragraph(document, PARAGRAPH_NOTE),
             text_format(arena, english ? "Prescribed by %.*s.%s" : "Ban hành kèm theo %.*s.%s", TEXT_ARGS(law),
                         filling->form->confidence != CONFIDENCE_C ? ""
                         : english                                 ? " Not confirmed: to be compared with the official text."
                                                                   : " Chưa xác nhận: cần đối chiếu với bản chính thức của văn bản."));
}

static void print_form(struct filling *filling, bool demo)
{
    struct text title = title_in(filling->form->title, filling->request->language);
    struct document *document = filling->built.document = document_make(filling->arena, filling->request->language, title);
    document->landscape = true;
    if (demo)
        document->notice = words(filling, "Số liệu minh họa", "Sample data, not real figures");
    const struct letterhead head = {.house = filling->house, .issuer = filling->issuer, .place = filling->issuer, .today = filling->today,
                                    .mark = TEXT("BC"), .day_blank = true};
    letterhead_print(document, &head);
    document->head.type_name = title;
    document->head.subject = period_title(filling->arena, filling->periods[0], filling->request->language == LANGUAGE_EN);
    print_notes(filling);
    print_table(filling);
}

static bool find_all(struct filling *filling, struct failure *why)
{
    const struct form_request *request = filling->request;
    struct period *now = &filling->periods[0];
    filling->form = definition_form(filling->house->definition, request->form);
    if (!filling->form)
        return FAIL(why, FAILURE_NOT_FOUND, "there is no such form");
    if (!period_read(request->period, now) || now->tt02 != filling->form->inspectorate)
        return FAIL(why, FAILURE_INVALID, "the form is not made for such a period");
    filling->periods[1] = period_previous(*now);
    filling->issuer = unit_find(filling->house->units, request->unit, now->end);
    if (!filling->issuer || !form_is_for(filling->form, filling->issuer))
        return FAIL(why, FAILURE_NOT_FOUND, "no body that makes this form bears that code");
    return form_may_compile(request->viewer, filling->issuer) ||
           FAIL(why, FAILURE_DENIED, "forms are compiled by the head of the body and the officer who signs them");
}

bool form_build(struct instance *instance, const struct form_request *request, struct arena *arena, struct form_built *built,
                struct failure *why)
{
    struct filling filling = {.arena = arena, .house = instance_house(instance), .request = request, .today = instance_today(instance),
                              .answers = map_make(arena), .built = {.broken = node_list(arena)}};
    bool done = filling.house->definition ? store_read_begin(instance_store(instance), &filling.connection, why)
                                          : FAIL(why, FAILURE_NOT_FOUND, "no definitions are in force yet");
    if (done && (done = find_all(&filling, why)))
        find_rows(&filling);
    done = done && count_all(&filling, why);
    if (done) {
        check_all(&filling);
        print_form(&filling, instance_is_demo(instance));
        *built = filling.built;
    }
    store_read_end(filling.connection);
    instance_release(instance, filling.house);
    return done;
}
