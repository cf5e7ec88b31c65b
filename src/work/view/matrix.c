/*
 * matrix.c — which place keeps which time limit: places down, limits across, one word and one colour in each cell.
 *
 * The limits are those that a figure counts (late, due, short), as far as the viewer may read the figure; a new limit
 * with such a figure is a new column. Red: something is late, or stood for too few days. Amber: something is coming
 * due. Green: the register has entries of the period and nothing is late. Without entries nothing is said, and a limit
 * that was not in force in the period, or of which no place has entries, has no column. Colours never stand alone: each
 * cell has its words, and leads to the figure behind it. Of what must last so long the days are told, before they are missed.
 */
#include "work/view/matrix_inside.h"

#include "keep/account/account.h"

enum { DUTIES_MAX = 24, PLACES_MAX = 200 };

enum asked { ASKED_LATE, ASKED_SHORT, ASKED_DUE, ASKED_COUNT, ASKED };

/* A limit of a register, and the place of its figures among those asked. */
struct duty {
    const struct deadline_definition *rule;
    const struct register_definition *register_;
    bool there[ASKED];
    size_t column[ASKED];
    struct lasting *lasting; /* of each place, for a limit of what must last; else NULL */
};

struct matrix {
    struct view_context *view;
    const struct unit *home;
    struct period period;
    struct duty duties[DUTIES_MAX];
    size_t duty_count;
    const struct figure_definition *figures[DUTIES_MAX * ASKED];
    size_t figure_count;
    const struct unit_set *places;
    const struct unit_set **groups; /* of each place, all below it */
    struct value *values; /* [place * figure_count + figure] */
};

static bool may_read(const struct matrix *matrix, const struct figure_definition *figure)
{
    return account_may_read_figure(matrix->view->viewer, matrix->view->house->definition, figure, matrix->home);
}

static bool in_force(const struct matrix *matrix, const struct deadline_definition *deadline)
{
    for (size_t i = 0; i < deadline->rule.version_count; i++) {
        const struct deadline_version *version = &deadline->rule.versions[i];
        bool begun = !day_is_some(version->from) || day_compare(version->from, matrix->period.end) <= 0;
        bool ended = day_is_some(version->to) && day_compare(version->to, matrix->period.begin) < 0;
        if (begun && !ended)
            return true;
    }
    return false;
}

static struct duty *duty_of(struct matrix *matrix, const struct figure_definition *figure)
{
    for (size_t i = 0; i < matrix->duty_count; i++)
        if (matrix->duties[i].rule == figure->deadline && matrix->duties[i].register_ == figure->register_)
            return &matrix->duties[i];
    if (matrix->duty_count == DUTIES_MAX)
        return NULL;
    matrix->duties[matrix->duty_count] = (struct duty){.rule = figure->deadline, .register_ = figure->register_};
    return &matrix->duties[matrix->duty_count++];
}

static void ask(struct matrix *matrix, struct duty *duty, enum asked asked, const struct figure_definition *figure)
{
    if (!duty || duty->there[asked] || matrix->figure_count == LENGTH_OF(matrix->figures))
        return;
    duty->there[asked] = true;
    duty->column[asked] = matrix->figure_count;
    matrix->figures[matrix->figure_count++] = figure;
}

/* What says whether the register has anything of the period: its first count. */
static void ask_count(struct matrix *matrix, struct duty *duty)
{
    const struct register_definition *register_ = duty->register_;
    for (size_t i = 0; i < register_->figure_count && !duty->there[ASKED_COUNT]; i++)
        if (register_->figures[i]->kind == FIGURE_COUNT && may_read(matrix, register_->figures[i]))
            ask(matrix, duty, ASKED_COUNT, register_->figures[i]);
}

static void gather(struct matrix *matrix)
{
    const struct definition *definition = matrix->view->house->definition;
    for (size_t i = 0; i < definition->figure_count; i++) {
        const struct figure_definition *figure = &definition->figures[i];
        if (figure->kind != FIGURE_LATE && figure->kind != FIGURE_SHORT && figure->kind != FIGURE_DUE)
            continue;
        if (!in_force(matrix, figure->deadline) || !may_read(matrix, figure))
            continue;
        enum asked asked = figure->kind == FIGURE_LATE ? ASKED_LATE : figure->kind == FIGURE_SHORT ? ASKED_SHORT : ASKED_DUE;
        ask(matrix, duty_of(matrix, figure), asked, figure);
    }
    for (size_t i = 0; i < matrix->duty_count; i++)
        ask_count(matrix, &matrix->duties[i]);
}

static bool take_values(struct matrix *matrix, struct failure *why)
{
    struct view_context *view = matrix->view;
    matrix->groups = arena_make_many(view->arena, matrix->places->count, sizeof *matrix->groups);
    for (size_t i = 0; i < matrix->places->count; i++)
        matrix->groups[i] = unit_subtree(view->arena, view->house->units, matrix->places->units[i], matrix->period.begin, matrix->period.end);
    const struct figure_table_question question = {.definition = view->house->definition,
                                                   .figures = matrix->figures,
                                                   .figure_count = matrix->figure_count,
                                                   .groups = matrix->groups,
                                                   .group_count = matrix->places->count,
                                                   .period = matrix->period,
                                                   .today = view->today};
    matrix->values = arena_make_many(view->arena, matrix->places->count * matrix->figure_count, sizeof *matrix->values);
    return figure_table(view->arena, view->reading, view->house->units, &question, matrix->values, why);
}

static bool take_lasting(struct matrix *matrix, struct failure *why)
{
    for (size_t i = 0; i < matrix->duty_count; i++) {
        struct duty *duty = &matrix->duties[i];
        if (!duty->rule->rule.at_least || !duty->there[ASKED_SHORT])
            continue;
        duty->lasting = arena_make_many(matrix->view->arena, matrix->places->count, sizeof *duty->lasting);
        for (size_t place = 0; place < matrix->places->count; place++) {
            const struct lasting_question question = {duty->register_, duty->rule, matrix->groups[place], matrix->period};
            if (!lasting_compute(matrix->view, &question, &duty->lasting[place], why))
                return false;
        }
    }
    return true;
}

/* ---- shown ---- */

static int64_t number_at(const struct matrix *matrix, size_t place, const struct duty *duty, enum asked asked)
{
    if (!duty->there[asked])
        return 0;
    struct value value = matrix->values[place * matrix->figure_count + duty->column[asked]];
    return value.kind == VALUE_NUMBER ? value.number.digits : 0;
}

/* Columns in which no place has anything are left out. */
static void drop_empty(struct matrix *matrix)
{
    size_t kept = 0;
    for (size_t i = 0; i < matrix->duty_count; i++) {
        int64_t all = 0;
        for (size_t place = 0; place < matrix->places->count; place++)
            all += matrix->duties[i].lasting ? (int64_t)lasting_total(&matrix->duties[i].lasting[place]) : 0;
        for (size_t place = 0; place < matrix->places->count; place++)
            for (int asked = 0; asked < ASKED; asked++)
                all += number_at(matrix, place, &matrix->duties[i], (enum asked)asked);
        if (all > 0)
            matrix->duties[kept++] = matrix->duties[i];
    }
    matrix->duty_count = kept;
}

static struct text address(const struct matrix *matrix, size_t place, const struct duty *duty, enum asked asked)
{
    return text_format(matrix->view->arena, "/so-lieu/%.*s?don-vi=%.*s&ky=%.*s", TEXT_ARGS(matrix->figures[duty->column[asked]]->name),
                       TEXT_ARGS(matrix->places->units[place]->code), TEXT_ARGS(period_write(matrix->view->arena, matrix->period)));
}

static void put_state(const struct matrix *matrix, struct node *cell, const char *colour, struct text words, struct text href)
{
    const struct view_context *view = matrix->view;
    view_put_text(view, cell, "colour", text_of(colour));
    view_put_text(view, cell, "words", words);
    view_put_text(view, cell, "href", href);
}

/* To the figure of those that ended too early, where it counts them; else to the record, or the ward's records, for whoever may see them. */
static struct text lasting_address(const struct matrix *matrix, size_t place, const struct duty *duty)
{
    const struct view_context *view = matrix->view;
    const struct lasting *lasting = &duty->lasting[place];
    const struct register_definition *register_ = duty->register_;
    if (number_at(matrix, place, duty, ASKED_SHORT) > 0)
        return address(matrix, place, duty, ASKED_SHORT);
    if (account_sight(view->viewer, view->house->definition, register_, lasting->unit) < SIGHT_ROWS_WITHOUT_PERSONS)
        return (struct text){0};
    if (lasting_total(lasting) == 1)
        return text_format(view->arena, "/muc-ghi/%.*s/%lld", TEXT_ARGS(register_->name), (long long)lasting->record);
    return text_format(view->arena, "/so/%.*s?don-vi=%.*s", TEXT_ARGS(register_->name), TEXT_ARGS(matrix->places->units[place]->code));
}

static void put_cell(const struct matrix *matrix, struct node *cells, size_t place, const struct duty *duty)
{
    const struct view_context *view = matrix->view;
    struct node *cell = node_append(cells, node_map(view->arena));
    view_put_text(view, cell, "head", view_title(view, duty->rule->title));
    if (duty->lasting && lasting_total(&duty->lasting[place]) > 0) {
        lasting_put(view, cell, &duty->lasting[place]);
        view_put_text(view, cell, "href", lasting_address(matrix, place, duty));
        return;
    }
    node_put(cell, "notes", node_list(view->arena));
    int64_t late = number_at(matrix, place, duty, ASKED_LATE), few = number_at(matrix, place, duty, ASKED_SHORT),
            due = number_at(matrix, place, duty, ASKED_DUE), count = number_at(matrix, place, duty, ASKED_COUNT);
    bool english = view->language == LANGUAGE_EN;
    if (late > 0)
        put_state(matrix, cell, "red", text_format(view->arena, english ? "%lld late" : "%lld chậm", (long long)late),
                  address(matrix, place, duty, ASKED_LATE));
    else if (few > 0)
        put_state(matrix, cell, "red", text_format(view->arena, english ? "%lld too short" : "%lld thiếu ngày", (long long)few),
                  address(matrix, place, duty, ASKED_SHORT));
    else if (due > 0)
        put_state(matrix, cell, "yellow", text_format(view->arena, english ? "%lld coming due" : "%lld sắp đến hạn", (long long)due),
                  address(matrix, place, duty, ASKED_DUE));
    else if (count > 0)
        put_state(matrix, cell, "green", view_words(view, "Không chậm", "None late"), address(matrix, place, duty, ASKED_COUNT));
    else
        put_state(matrix, cell, "", view_words(view, "Chưa có", "None"), (struct text){0});
}

static void put_heads(const struct matrix *matrix, struct node *page)
{
    const struct view_context *view = matrix->view;
    struct node *heads = node_put(page, "heads", node_list(view->arena));
    for (size_t i = 0; i < matrix->duty_count; i++) {
        struct node *head = node_append(heads, node_map(view->arena));
        view_put_text(view, head, "title", view_title(view, matrix->duties[i].rule->title));
        view_put_text(view, head, "register", view_title(view, matrix->duties[i].register_->plural));
    }
}

static void put_rows(const struct matrix *matrix, struct node *page)
{
    const struct view_context *view = matrix->view;
    struct node *rows = node_put(page, "rows", node_list(view->arena));
    for (size_t place = 0; place < matrix->places->count; place++) {
        struct node *row = node_append(rows, node_map(view->arena));
        view_put_unit(view, row, "unit", matrix->places->units[place]);
        struct node *cells = node_put(row, "cells", node_list(view->arena));
        for (size_t i = 0; i < matrix->duty_count; i++)
            put_cell(matrix, cells, place, &matrix->duties[i]);
    }
}

bool matrix_view(struct view_context *view, struct node *page, struct failure *why)
{
    struct matrix *matrix = arena_make(view->arena, sizeof *matrix);
    matrix->view = view;
    matrix->home = view_home(view);
    if (!view_allow(view_reports(view), "read who keeps which time limit", why) || !view_period(view, "ky", &matrix->period, why))
        return false;
    if (!matrix->home)
        return FAIL(why, FAILURE_NOT_FOUND, "this house has no place");
    matrix->places = unit_places(view->arena, view->house->units, matrix->home, TEXT("ward"), matrix->period.begin, matrix->period.end);
    if (matrix->places->count > PLACES_MAX)
        return FAIL(why, FAILURE_TOO_BIG, "more than %d places", PLACES_MAX);
    gather(matrix);
    if (!view_read(view, why) || !take_values(matrix, why) || !take_lasting(matrix, why))
        return false;
    drop_empty(matrix);
    put_heads(matrix, page);
    put_rows(matrix, page);
    view_put_unit(view, page, "unit", matrix->home);
    view_put_period(view, page, "period", matrix->period);
    view_put_truth(view, page, "has_duties", matrix->duty_count > 0);
    return true;
}
