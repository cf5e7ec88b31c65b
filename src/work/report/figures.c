/* figures.c — figures asked once, left out where the officer said so, and noted when printed. */
#include "work/report/report_inside.h"

static bool ask_each_span(struct building *building, struct asked *asked, struct failure *why)
{
    for (int span = 0; span < REPORT_SPANS; span++) {
        const struct figure_question ask = {.definition = building->house->definition,
                                            .units = building->below[span],
                                            .period = building->periods[span],
                                            .today = building->today};
        if (!figure_compute(building->arena, building->connection, building->house->units, asked->figure, &ask, &asked->answers[span], why) ||
            !report_stand_in(building, asked->figure, building->unit, building->below[span], span, &asked->answers[span].value, why))
            return false;
    }
    asked->parts_asked = true;
    return true;
}

bool report_ask(struct building *building, const struct figure_definition *figure, struct asked **asked, struct failure *why)
{
    struct asked *known = map_find(building->asked, figure->name);
    if (!known) {
        known = arena_make(building->arena, sizeof *known);
        known->figure = figure;
        if (!ask_each_span(building, known, why))
            return false;
        map_put(building->asked, figure->name, known);
    }
    *asked = known;
    return true;
}

bool report_ask_parts(struct building *building, const struct figure_definition *figure, struct asked **asked, struct failure *why)
{
    return report_ask(building, figure, asked, why) && ((*asked)->parts_asked || ask_each_span(building, *asked, why));
}

/* Counts and sums are cells, which figure_table reads for many figures at once. */
static void gather_cells(struct building *building, const struct figure_definition *const *figures, size_t count, struct list *cells)
{
    for (size_t i = 0; i < count; i++) {
        bool is_cell = figures[i]->kind == FIGURE_COUNT || figures[i]->kind == FIGURE_SUM;
        if (!is_cell || map_find(building->asked, figures[i]->name))
            continue;
        struct asked *asked = arena_make(building->arena, sizeof *asked);
        asked->figure = figures[i];
        map_put(building->asked, figures[i]->name, asked);
        list_add(cells, building->arena, asked);
    }
}

bool report_ask_all(struct building *building, struct failure *why)
{
    struct list cells = {0};
    for (size_t i = 0; i < building->outline.count; i++) {
        const struct section_definition *section = building->outline.parts[i].section;
        gather_cells(building, section->uses, section->use_count, &cells);
        gather_cells(building, section->figures, section->figure_count, &cells);
    }
    const struct figure_definition **figures = arena_make_many(building->arena, cells.count, sizeof *figures);
    struct value *values = arena_make_many(building->arena, cells.count, sizeof *values);
    for (size_t i = 0; i < cells.count; i++)
        figures[i] = ((struct asked *)cells.items[i])->figure;
    for (int span = 0; span < REPORT_SPANS; span++) {
        const struct figure_table_question ask = {.definition = building->house->definition,
                                                  .figures = figures,
                                                  .figure_count = cells.count,
                                                  .groups = &building->below[span],
                                                  .group_count = 1,
                                                  .period = building->periods[span],
                                                  .today = building->today};
        if (!figure_table(building->arena, building->connection, building->house->units, &ask, values, why))
            return false;
        for (size_t i = 0; i < cells.count; i++) {
            if (!report_stand_in(building, figures[i], building->unit, building->below[span], span, &values[i], why))
                return false;
            ((struct asked *)cells.items[i])->answers[span].value = values[i];
        }
    }
    return true;
}

const struct draft_part *report_left_out(const struct building *building, struct text section, const struct figure_definition *figure)
{
    for (size_t i = 0; i < building->parts.count; i++) {
        const struct draft_part *part = building->parts.items[i];
        if (text_equal(part->section, section) && text_equal(part->left_out, figure->name))
            return part;
    }
    return NULL;
}

static bool may_read(const struct building *building, const struct figure_definition *figure)
{
    if (building->request->for_public)
        return figure->reach == REACH_PUBLIC && figure->register_->is_public != PUBLIC_NOTHING;
    return account_may_read_figure(building->request->viewer, building->house->definition, figure, building->unit);
}

bool report_may_print(const struct building *building, struct text section, const struct figure_definition *figure)
{
    return may_read(building, figure) && !report_left_out(building, section, figure);
}

struct text report_shown(const struct building *building, struct value value)
{
    if (value.kind != VALUE_NUMBER)
        return report_words(building, "chưa có", "not known");
    return decimal_write_people(building->arena, value.number, building->language == LANGUAGE_EN);
}

struct bound report_bound(const struct building *building, const struct figure_definition *figure, const struct unit *unit,
                          enum report_span span, struct value value)
{
    struct text period = period_write(building->arena, building->periods[span]);
    return (struct bound){.figure = figure->name,
                          .unit = unit->code,
                          .period = period,
                          .href = text_format(building->arena, "/so-lieu/%.*s?don-vi=%.*s&ky=%.*s", TEXT_ARGS(figure->name),
                                              TEXT_ARGS(unit->code), TEXT_ARGS(period)),
                          .value = value};
}

/* ---- the list of what was printed ---- */

static void put_value(const struct building *building, struct node *map, const char *key, const char *shown, struct value value)
{
    bool known = value.kind == VALUE_NUMBER;
    node_put(map, key, known ? node_number(building->arena, value.number) : node_nothing(building->arena));
    node_put(map, shown, node_text(building->arena, report_shown(building, value)));
}

/* That a number beside it is an old report's, and which. */
static void put_beside_retyped(const struct building *building, struct node *note, const struct bound *bound, enum report_span span,
                               const char *key)
{
    struct bound beside = *bound;
    beside.period = period_write(building->arena, building->periods[span]);
    const struct retyped *retyped = report_retyped(building, &beside);
    if (retyped)
        node_put(note, key, report_retyped_node(building, retyped));
}

void report_note(struct building *building, const struct printed *printed)
{
    const struct bound *bound = &printed->bound;
    struct arena *arena = building->arena;
    struct text key = text_format(arena, "%.*s|%.*s|%.*s|%.*s", TEXT_ARGS(bound->figure), TEXT_ARGS(bound->unit), TEXT_ARGS(bound->period),
                                  TEXT_ARGS(bound->by));
    if (map_find(building->noted, key))
        return;
    const struct unit *unit = unit_find(building->house->units, bound->unit, building->periods[SPAN_NOW].end);
    struct node *note = node_append(building->built->figures, node_map(arena));
    map_put(building->noted, key, note);
    node_put(note, "figure", node_text(arena, bound->figure));
    node_put(note, "title", node_text(arena, report_title(building, printed->figure->title)));
    node_put(note, "by", node_text(arena, bound->by));
    node_put(note, "unit", node_text(arena, bound->unit));
    node_put(note, "unit_name", node_text(arena, unit ? report_title(building, unit->name) : bound->unit));
    node_put(note, "period", node_text(arena, bound->period));
    put_value(building, note, "value", "shown", bound->value);
    if (text_equal(bound->period, period_write(arena, building->periods[SPAN_NOW]))) {
        put_value(building, note, "previous", "previous_shown", printed->values[SPAN_PREVIOUS]);
        put_value(building, note, "last_year", "last_year_shown", printed->values[SPAN_LAST_YEAR]);
        put_beside_retyped(building, note, bound, SPAN_PREVIOUS, "previous_retyped");
        put_beside_retyped(building, note, bound, SPAN_LAST_YEAR, "last_year_retyped");
    }
    node_put(note, "href", node_text(arena, bound->href));
    const struct retyped *retyped = report_retyped(building, bound);
    if (retyped)
        node_put(note, "retyped", report_retyped_node(building, retyped));
}

void report_print_number(struct building *building, struct runs *runs, const struct printed *printed)
{
    run_figure(runs, report_shown(building, printed->bound.value), &printed->bound);
    if (report_retyped(building, &printed->bound))
        run_text(runs, TEXT("*")); /* what it stands for is said above (report_retyped_note) */
    const struct estimate *estimate = report_estimate(building, &printed->bound);
    if (estimate)
        run_text(runs, text_format(building->arena, " (%.*s)", TEXT_ARGS(report_estimate_shown(building, estimate))));
    report_note(building, printed);
}

/* ---- the names a text may use ---- */

static struct node *number_node(struct building *building, const struct printed *printed)
{
    struct printed *kept = arena_copy(building->arena, printed, sizeof *printed);
    struct text text = printed->gap ? (struct text){0} : report_shown(building, printed->bound.value);
    struct node *node = node_text(building->arena, text);
    node->bound = kept;
    return node;
}

static struct value part_value(const struct figure_answer *answer, struct text code)
{
    for (size_t i = 0; i < answer->part_count; i++)
        if (text_equal(answer->parts[i].code, code))
            return answer->parts[i].value;
    return value_whole(0);
}

static struct printed printed_of(struct building *building, const struct asked *asked, enum report_span span, bool gap)
{
    struct printed printed = {.figure = asked->figure, .gap = gap};
    for (int i = 0; i < REPORT_SPANS; i++)
        printed.values[i] = asked->answers[i].value;
    printed.bound = report_bound(building, asked->figure, building->unit, span, asked->answers[span].value);
    return printed;
}

static struct printed printed_part(struct building *building, const struct asked *asked, struct text code, bool gap)
{
    struct printed printed = {.figure = asked->figure, .gap = gap};
    for (int i = 0; i < REPORT_SPANS; i++)
        printed.values[i] = part_value(&asked->answers[i], code);
    printed.bound = report_bound(building, asked->figure, building->unit, SPAN_NOW, printed.values[SPAN_NOW]);
    printed.bound.by = code;
    printed.bound.href = text_format(building->arena, "%.*s&theo=%.*s", TEXT_ARGS(printed.bound.href), TEXT_ARGS(code));
    return printed;
}

/* Breakdowns cost a reading of their own: only where the words name one. */
static bool names_parts(const struct building *building, const struct section_definition *section, const struct figure_definition *figure)
{
    return text_contains(report_title(building, section->text), text_format(building->arena, "%.*s.by", TEXT_ARGS(figure->name)));
}

static void put_parts(struct building *building, struct node *map, const struct asked *asked, bool gap)
{
    const struct figure_answer *answer = &asked->answers[SPAN_NOW];
    struct node *by = node_put(map, "by", node_map(building->arena));
    for (size_t i = 0; i < answer->part_count; i++) {
        if (answer->parts[i].code.length == 0)
            continue;
        struct printed printed = printed_part(building, asked, answer->parts[i].code, gap);
        node_put_text(by, answer->parts[i].code, number_node(building, &printed));
    }
}

static struct node *figure_node(struct building *building, const struct asked *asked, bool gap)
{
    struct arena *arena = building->arena;
    struct node *map = node_map(arena);
    const struct figure_answer *answer = &asked->answers[SPAN_NOW];
    struct printed now = printed_of(building, asked, SPAN_NOW, gap);
    struct printed previous = printed_of(building, asked, SPAN_PREVIOUS, gap);
    struct printed last_year = printed_of(building, asked, SPAN_LAST_YEAR, gap);
    node_put(map, ".", number_node(building, &now));
    node_put(map, "previous", number_node(building, &previous));
    node_put(map, "last_year", number_node(building, &last_year));
    put_parts(building, map, asked, gap);
    if (gap)
        return map;
    node_put(map, "names", node_text(arena, unit_names(arena, answer->units, answer->unit_count, building->language)));
    node_put(map, "word", node_text(arena, report_title(building, asked->figure->unit)));
    return map;
}

static void put_given(const struct building *building, struct node *root)
{
    struct arena *arena = building->arena;
    struct node *period = node_put(root, "period", node_map(arena)), *unit = node_put(root, "unit", node_map(arena));
    struct period now = building->periods[SPAN_NOW];
    struct text name = report_title(building, building->unit->name), short_name = report_title(building, building->unit->short_name);
    node_put(period, "title", node_text(arena, period_title(arena, now, building->language == LANGUAGE_EN)));
    node_put(period, "roman", node_text(arena, period_roman(arena, now)));
    node_put(period, "year", node_text(arena, text_format(arena, "%d", now.year)));
    node_put(unit, "name", node_text(arena, name));
    node_put(unit, "short", node_text(arena, short_name.length > 0 ? short_name : name));
}

bool report_context(struct building *building, const struct section_definition *section, struct node **root, struct failure *why)
{
    struct node *made = node_map(building->arena);
    put_given(building, made);
    for (size_t i = 0; section && i < section->use_count; i++) {
        const struct figure_definition *figure = section->uses[i];
        struct asked *asked;
        struct text name = figure->name, register_name = {0};
        bool parts = names_parts(building, section, figure);
        if (parts ? !report_ask_parts(building, figure, &asked, why) : !report_ask(building, figure, &asked, why))
            return false;
        REQUIRE(text_next(&name, '.', &register_name));
        struct node *of_register = node_find(made, register_name);
        if (!of_register)
            of_register = node_put_text(made, register_name, node_map(building->arena));
        node_put_text(of_register, name, figure_node(building, asked, !report_may_print(building, section->id, figure)));
    }
    *root = made;
    return true;
}

/* ---- for the public ---- */

struct text report_level_below(const struct building *building)
{
    const struct unit_set *places = unit_places(building->arena, building->house->units, building->unit, (struct text){0},
                                                building->periods[SPAN_NOW].begin, building->periods[SPAN_NOW].end);
    for (size_t i = 0; i < places->count; i++)
        if (places->units[i]->in == building->unit)
            return places->units[i]->kind;
    return (struct text){0};
}

/* What may be told of places: not of a register marked sensitive, whose small numbers are about people (C5). */
static size_t told_by_place(const struct building *building, const struct figure_definition **figures)
{
    size_t count = 0;
    for (size_t i = 0; i < map_count(building->asked); i++) {
        const struct asked *asked = map_value(building->asked, i);
        if (may_read(building, asked->figure) && !asked->figure->register_->sensitive)
            figures[count++] = asked->figure;
    }
    return count;
}

static bool note_places(struct building *building, const struct unit_set *places, struct failure *why)
{
    struct arena *arena = building->arena;
    const struct figure_definition **figures = arena_make_many(arena, map_count(building->asked), sizeof *figures);
    const struct unit_set **groups = arena_make_many(arena, places->count, sizeof *groups);
    size_t count = told_by_place(building, figures);
    struct value *values[REPORT_SPANS];
    for (int span = 0; span < REPORT_SPANS; span++) {
        struct period period = building->periods[span];
        for (size_t i = 0; i < places->count; i++)
            groups[i] = unit_subtree(arena, building->house->units, places->units[i], period.begin, period.end);
        const struct figure_table_question ask = {.definition = building->house->definition, .figures = figures, .figure_count = count,
                                                  .groups = groups, .group_count = places->count, .period = period,
                                                  .today = building->today};
        values[span] = arena_make_many(arena, places->count * count, sizeof *values[span]);
        if (!figure_table(arena, building->connection, building->house->units, &ask, values[span], why))
            return false;
        for (size_t i = 0; i < places->count * count; i++)
            if (!report_stand_in(building, figures[i % count], places->units[i / count], groups[i / count], span, &values[span][i], why))
                return false;
    }
    for (size_t i = 0; i < places->count * count; i++) {
        struct printed printed = {.figure = figures[i % count]};
        for (int span = 0; span < REPORT_SPANS; span++)
            printed.values[span] = values[span][i];
        printed.bound = report_bound(building, printed.figure, places->units[i / count], SPAN_NOW, printed.values[SPAN_NOW]);
        report_note(building, &printed);
    }
    return true;
}

/* The whole, and each breakdown of what is not sensitive. */
static bool note_whole(struct building *building, const struct figure_definition *figure, struct failure *why)
{
    struct asked *asked;
    if (!report_ask_parts(building, figure, &asked, why))
        return false;
    const struct figure_answer *answer = &asked->answers[SPAN_NOW];
    struct printed whole = printed_of(building, asked, SPAN_NOW, false);
    report_note(building, &whole);
    for (size_t part = 0; part < answer->part_count && !figure->register_->sensitive; part++) {
        struct printed printed = printed_part(building, asked, answer->parts[part].code, false);
        if (answer->parts[part].code.length > 0)
            report_note(building, &printed);
    }
    return true;
}

bool report_note_all(struct building *building, struct failure *why)
{
    struct text level = report_level_below(building);
    const struct unit_set *places = unit_places(building->arena, building->house->units, building->unit, level,
                                                building->periods[SPAN_NOW].begin, building->periods[SPAN_NOW].end);
    for (size_t i = 0; i < map_count(building->asked); i++) {
        const struct asked *asked = map_value(building->asked, i);
        if (may_read(building, asked->figure) && !note_whole(building, asked->figure, why))
            return false;
    }
    return level.length == 0 || note_places(building, places, why);
}
