/*
 * display.c — charts and tables of an outline: places or breakdowns, this period beside earlier ones.
 *
 * Every cell is a bound figure. The last row of a table by places is the figure of the whole,
 * never the sum of the rows: different wards may have visited the same group.
 */
#include "work/report/report_inside.h"

#include "engine/document/chart.h"

enum { ROWS_MAX = CHART_POINTS_MAX, NUMBERS_IN_A_ROW = 6 }; /* more would not fit an upright page: the table goes on below */

/* The figures that may be shown, and the places they are shown for. */
struct display {
    struct building *building;
    const struct section_definition *section;
    const struct figure_definition **figures;
    size_t figure_count;
    const struct unit_set *places;
    int spans;                           /* 1, or 3 to compare */
    struct value *values[REPORT_SPANS];  /* [place * figure_count + figure] */
};

static void take_figures(struct display *display)
{
    const struct section_definition *section = display->section;
    display->figures = arena_make_many(display->building->arena, section->figure_count, sizeof *display->figures);
    for (size_t i = 0; i < section->figure_count; i++)
        if (report_may_print(display->building, section->id, section->figures[i]))
            display->figures[display->figure_count++] = section->figures[i];
}

static bool take_values(struct display *display, struct failure *why)
{
    struct building *building = display->building;
    struct arena *arena = building->arena;
    struct period now = building->periods[SPAN_NOW];
    display->places = unit_places(arena, building->house->units, building->unit, display->section->by, now.begin, now.end);
    if (display->places->count > ROWS_MAX)
        return FAIL(why, FAILURE_TOO_BIG, "more than %d places in one table", ROWS_MAX);
    for (int span = 0; span < display->spans; span++) {
        struct period period = building->periods[span];
        const struct unit_set **groups = arena_make_many(arena, display->places->count, sizeof *groups);
        for (size_t i = 0; i < display->places->count; i++)
            groups[i] = unit_subtree(arena, building->house->units, display->places->units[i], period.begin, period.end);
        const struct figure_table_question ask = {.definition = building->house->definition,
                                                  .figures = display->figures,
                                                  .figure_count = display->figure_count,
                                                  .groups = groups,
                                                  .group_count = display->places->count,
                                                  .period = period,
                                                  .today = building->today};
        display->values[span] = arena_make_many(arena, display->places->count * display->figure_count, sizeof(struct value));
        if (!figure_table(arena, building->connection, building->house->units, &ask, display->values[span], why))
            return false;
        for (size_t i = 0; i < display->places->count * display->figure_count; i++)
            if (!report_stand_in(building, display->figures[i % display->figure_count], display->places->units[i / display->figure_count],
                                 groups[i / display->figure_count], span, &display->values[span][i], why))
                return false;
    }
    return true;
}

/* ---- cells ---- */

static struct printed cell_of(const struct display *display, size_t place, size_t figure, int span)
{
    struct printed printed = {.figure = display->figures[figure]};
    for (int i = 0; i < REPORT_SPANS; i++)
        printed.values[i] = i < display->spans ? display->values[i][place * display->figure_count + figure] : value_unknown();
    printed.bound = report_bound(display->building, printed.figure, display->places->units[place], (enum report_span)span, printed.values[span]);
    return printed;
}

static bool whole_of(const struct display *display, size_t figure, int span, struct printed *printed, struct failure *why)
{
    struct asked *asked;
    if (!report_ask(display->building, display->figures[figure], &asked, why))
        return false;
    *printed = (struct printed){.figure = asked->figure};
    for (int i = 0; i < REPORT_SPANS; i++)
        printed->values[i] = asked->answers[i].value;
    printed->bound = report_bound(display->building, asked->figure, display->building->unit, (enum report_span)span, printed->values[span]);
    return true;
}

static struct text span_title(const struct building *building, int span)
{
    if (span == SPAN_PREVIOUS)
        return report_words(building, "Kỳ trước", "Previous");
    if (span == SPAN_LAST_YEAR)
        return report_words(building, "Cùng kỳ năm trước", "Last year");
    return report_words(building, "Kỳ này", "This period");
}

static struct text place_name(const struct building *building, const struct unit *unit)
{
    struct text short_name = report_title(building, unit->short_name);
    return short_name.length > 0 ? short_name : report_title(building, unit->name);
}

/* ---- tables ---- */

static struct text figure_heading(const struct building *building, const struct figure_definition *figure)
{
    struct text unit = report_title(building, figure->unit), title = report_title(building, figure->title);
    return unit.length == 0 ? title : text_format(building->arena, "%.*s (%.*s)", TEXT_ARGS(title), TEXT_ARGS(unit));
}

static void add_columns(const struct display *display, struct table *table)
{
    const struct building *building = display->building;
    table_column(table, report_words(building, "Đơn vị", "Unit"), ALIGN_LEFT);
    for (size_t f = 0; f < display->figure_count; f++) {
        struct text heading = figure_heading(building, display->figures[f]);
        for (int span = 0; span < display->spans; span++)
            table_column(table, display->spans > 1 ? span_title(building, span) : heading, ALIGN_RIGHT);
        if (display->spans > 1 && display->section->figure_count > 1)
            table_group(table, heading, 1 + f * (size_t)display->spans, (size_t)display->spans);
    }
}

static bool fill_by_place(const struct display *display, struct table *table, struct failure *why)
{
    struct building *building = display->building;
    add_columns(display, table);
    for (size_t place = 0; place < display->places->count; place++) {
        struct row *row = table_row(table);
        run_text(&row->cells[0], place_name(building, display->places->units[place]));
        for (size_t f = 0; f < display->figure_count; f++)
            for (int span = 0; span < display->spans; span++) {
                struct printed cell = cell_of(display, place, f, span);
                report_print_number(building, &row->cells[1 + f * (size_t)display->spans + (size_t)span], &cell);
            }
    }
    struct row *total = table_total(table);
    run_text(&total->cells[0], place_name(building, building->unit));
    for (size_t f = 0; f < display->figure_count; f++)
        for (int span = 0; span < display->spans; span++) {
            struct printed cell;
            if (!whole_of(display, f, span, &cell, why))
                return false;
            report_print_number(building, &total->cells[1 + f * (size_t)display->spans + (size_t)span], &cell);
        }
    return true;
}

/* Without places a table has a row for each figure. */
static bool fill_by_figure(const struct display *display, struct table *table, struct failure *why)
{
    struct building *building = display->building;
    table_column(table, report_words(building, "Chỉ tiêu", "Figure"), ALIGN_LEFT);
    table_column(table, report_words(building, "Đơn vị tính", "Counted in"), ALIGN_LEFT);
    for (int span = 0; span < display->spans; span++)
        table_column(table, span_title(building, span), ALIGN_RIGHT);
    for (size_t f = 0; f < display->figure_count; f++) {
        struct row *row = table_row(table);
        run_text(&row->cells[0], report_title(building, display->figures[f]->title));
        run_text(&row->cells[1], report_title(building, display->figures[f]->unit));
        for (int span = 0; span < display->spans; span++) {
            struct printed cell;
            if (!whole_of(display, f, span, &cell, why))
                return false;
            report_print_number(building, &row->cells[2 + span], &cell);
        }
    }
    return true;
}

/* ---- charts ---- */

/* A chart draws what is nought or more; its bars are spans of one figure, or two figures of one period. */
static struct value drawn(struct value value)
{
    return value.kind == VALUE_NUMBER && value.number.digits >= 0 ? value : value_unknown();
}

static void add_series(const struct display *display, struct chart *chart)
{
    const struct building *building = display->building;
    chart->unit = report_title(building, display->figures[0]->unit);
    for (size_t f = 0; display->figure_count > 1 && f < display->figure_count; f++)
        chart_series(chart, report_title(building, display->figures[f]->title));
    for (int span = 0; display->figure_count == 1 && span < display->spans; span++)
        chart_series(chart, period_title(building->arena, building->periods[span], building->language == LANGUAGE_EN));
}

static bool print_chart_by_place(const struct display *display, struct chart *chart, struct table *table, struct failure *why)
{
    for (size_t place = 0; place < display->places->count; place++) {
        struct value *points = chart_point(chart, place_name(display->building, display->places->units[place]));
        for (size_t f = 0; display->figure_count > 1 && f < display->figure_count; f++)
            points[f] = drawn(display->values[0][place * display->figure_count + f]);
        for (int span = 0; display->figure_count == 1 && span < display->spans; span++)
            points[span] = drawn(display->values[span][place]);
    }
    return fill_by_place(display, table, why);
}

static struct text part_title(const struct building *building, const struct figure_definition *figure, struct text code)
{
    for (size_t i = 0; figure->by && i < figure->by->choice_count; i++)
        if (text_equal(figure->by->choices[i].code, code))
            return report_title(building, figure->by->choices[i].title);
    const struct organisation_kind *kind = definition_organisation_kind(building->house->definition, code);
    if (kind)
        return report_title(building, kind->title);
    return code.length > 0 ? code : report_words(building, "Chưa rõ", "Not told");
}

static struct value part_of(const struct figure_answer *answer, struct text code)
{
    for (size_t i = 0; i < answer->part_count; i++)
        if (text_equal(answer->parts[i].code, code))
            return answer->parts[i].value;
    return value_whole(0);
}

/* Without places a chart shows the figure's breakdown, and without that the whole. */
static bool print_chart_by_part(const struct display *display, struct chart *chart, struct table *table, struct failure *why)
{
    struct building *building = display->building;
    struct asked *asked;
    if (!report_ask_parts(building, display->figures[0], &asked, why))
        return false;
    const struct figure_answer *now = &asked->answers[SPAN_NOW];
    table_column(table, report_words(building, "Gồm", "Of which"), ALIGN_LEFT);
    for (int span = 0; span < display->spans; span++)
        table_column(table, span_title(building, span), ALIGN_RIGHT);
    for (size_t part = 0; part < now->part_count; part++) {
        struct text code = now->parts[part].code, title = part_title(building, asked->figure, code);
        struct value *points = chart_point(chart, title);
        struct row *row = table_row(table);
        run_text(&row->cells[0], title);
        for (int span = 0; span < display->spans; span++) {
            struct value value = part_of(&asked->answers[span], code);
            struct printed cell = {.figure = asked->figure,
                                   .bound = report_bound(building, asked->figure, building->unit, (enum report_span)span, value)};
            cell.bound.by = code;
            cell.bound.href = text_format(building->arena, "%.*s&theo=%.*s", TEXT_ARGS(cell.bound.href), TEXT_ARGS(code));
            for (int i = 0; i < REPORT_SPANS; i++)
                cell.values[i] = part_of(&asked->answers[i], code);
            points[span] = drawn(value);
            report_print_number(building, &row->cells[1 + span], &cell);
        }
    }
    struct row *total = table_total(table);
    struct value *points = now->part_count == 0 ? chart_point(chart, place_name(building, building->unit)) : NULL;
    run_text(&total->cells[0], report_words(building, "Tổng số", "In all"));
    for (int span = 0; span < display->spans; span++) {
        struct printed cell;
        if (!whole_of(display, 0, span, &cell, why))
            return false;
        report_print_number(building, &total->cells[1 + span], &cell);
        if (points)
            points[span] = drawn(cell.bound.value);
    }
    return true;
}

static bool print_chart(const struct display *display, struct failure *why)
{
    struct building *building = display->building;
    struct text title = report_title(building, display->section->title);
    struct chart *chart = chart_make(building->arena, CHART_BARS, title);
    struct table *table = table_make(building->arena, title);
    add_series(display, chart);
    if (display->section->by.length > 0 ? !print_chart_by_place(display, chart, table, why) : !print_chart_by_part(display, chart, table, why))
        return false;
    document_chart(building->built->document, chart, table);
    return true;
}

/* A table of many figures goes on in tables of a few each, over the same places. */
static bool print_tables_by_place(const struct display *display, struct failure *why)
{
    struct building *building = display->building;
    size_t each = NUMBERS_IN_A_ROW / (size_t)display->spans;
    struct text title = report_title(building, display->section->title);
    for (size_t begin = 0; begin < display->figure_count; begin += each) {
        struct display part = *display;
        part.figures += begin;
        part.figure_count = display->figure_count - begin < each ? display->figure_count - begin : each;
        struct text caption = begin == 0 ? title
                              : text_format(building->arena, "%.*s %.*s", TEXT_ARGS(title), TEXT_ARGS(report_words(building, "(tiếp)", "(continued)")));
        struct table *table = document_table(building->built->document, caption);
        /* What goes on stands where it began, narrow as its last part may be. */
        if (display->figure_count > each)
            table->placing = PLACING_ANNEX;
        if (!take_values(&part, why) || !fill_by_place(&part, table, why))
            return false;
    }
    return true;
}

bool report_print_display(struct building *building, const struct section_definition *section, struct failure *why)
{
    struct display display = {.building = building, .section = section, .spans = section->compare ? REPORT_SPANS : 1};
    building->open = NULL;
    take_figures(&display);
    if (display.figure_count == 0)
        return true;
    report_begin_content(building);
    if (section->kind == SECTION_CHART)
        return (section->by.length == 0 || take_values(&display, why)) && print_chart(&display, why);
    if (section->by.length > 0)
        return print_tables_by_place(&display, why);
    return fill_by_figure(&display, document_table(building->built->document, report_title(building, section->title)), why);
}
