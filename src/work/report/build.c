/* build.c — from the outline to the document: section by section, each on its figures. */
#include "work/report/report_inside.h"

#include "engine/rule/rule.h"
#include "engine/template/template.h"

enum { WARNINGS_MAX = 200 };

struct text report_title(const struct building *building, struct title title)
{
    return title_in(title, building->language);
}

struct text report_words(const struct building *building, const char *vi, const char *en)
{
    return text_of(building->language == LANGUAGE_EN ? en : vi);
}

void report_warn(struct building *building, struct text section, const char *code, struct text first, struct text second)
{
    problem_warn(&building->warnings, (struct place){.field = section}, code, first, second);
}

/* ---- headings wait until something stands below them ---- */

static void keep_heading(struct building *building, const struct section_definition *section)
{
    int level = outline_level(report_title(building, section->title));
    while (building->headings.count > 0) {
        const struct section_definition *last = building->headings.items[building->headings.count - 1];
        if (outline_level(report_title(building, last->title)) < level)
            break;
        building->headings.count--;
    }
    building->open = NULL;
    list_add(&building->headings, building->arena, (void *)(uintptr_t)section);
}

void report_begin_content(struct building *building)
{
    for (size_t i = 0; i < building->headings.count; i++) {
        const struct section_definition *heading = building->headings.items[i];
        struct text title = report_title(building, heading->title);
        struct block *block = document_heading(building->built->document, outline_level(title), title);
        block->anchor = heading->id;
    }
    building->headings.count = 0;
}

/* ---- one section ---- */

static const struct draft_part *officers_words(const struct building *building, const struct section_definition *section)
{
    for (size_t i = 0; i < building->parts.count; i++) {
        const struct draft_part *part = building->parts.items[i];
        if (text_equal(part->section, section->id) && part->left_out.length == 0 && part->words.length > 0)
            return part;
    }
    return NULL;
}

static bool stands(struct building *building, const struct section_definition *section, bool *holds, struct failure *why)
{
    *holds = true;
    if (!section->when)
        return true;
    struct value *slots = arena_make_many(building->arena, section->use_count, sizeof *slots);
    for (size_t i = 0; i < section->use_count; i++) {
        struct asked *asked;
        if (!report_ask(building, section->uses[i], &asked, why))
            return false;
        slots[i] = asked->answers[SPAN_NOW].value;
    }
    *holds = rule_holds(section->when, slots, section->use_count);
    return true;
}

static void put_section_figure(struct building *building, struct node *shown, const struct section_definition *section,
                               const struct figure_definition *figure)
{
    struct arena *arena = building->arena;
    const struct asked *asked = map_find(building->asked, figure->name);
    const struct draft_part *left_out = report_left_out(building, section->id, figure);
    struct value value = asked ? asked->answers[SPAN_NOW].value : value_unknown();
    struct bound bound = report_bound(building, figure, building->unit, SPAN_NOW, value);
    struct node *map = node_append(node_at(shown, "figures"), node_map(arena));
    node_put(map, "figure", node_text(arena, figure->name));
    node_put(map, "title", node_text(arena, report_title(building, figure->title)));
    node_put(map, "value", value.kind == VALUE_NUMBER ? node_number(arena, value.number) : node_nothing(arena));
    node_put(map, "shown", node_text(arena, report_shown(building, value)));
    node_put(map, "href", node_text(arena, bound.href));
    const struct estimate *estimate = estimate_find(&building->estimates[SPAN_NOW], figure->name);
    node_put(map, "estimate", node_text(arena, estimate ? decimal_write_people(arena, estimate->value, building->language == LANGUAGE_EN) : (struct text){0}));
    node_put(map, "may_estimate", node_truth(arena, report_may_estimate(building, figure)));
    node_put(map, "left_out", node_truth(arena, left_out != NULL));
    node_put(map, "note", node_text(arena, left_out ? left_out->note : (struct text){0}));
    if (!left_out)
        return;
    struct node *out = node_append(node_at(shown, "left_out"), node_map(arena));
    node_put(out, "figure", node_text(arena, figure->name));
    node_put(out, "title", node_text(arena, report_title(building, figure->title)));
    node_put(out, "note", node_text(arena, left_out->note));
}

static bool names_figure(const struct section_definition *section, const struct figure_definition *figure)
{
    for (size_t i = 0; i < section->use_count; i++)
        if (section->uses[i] == figure)
            return true;
    return false;
}

static void put_section(struct building *building, const struct section_definition *section, struct text plain, bool printed)
{
    static const char *const KINDS[] = {[SECTION_HEADING] = "heading", [SECTION_TEXT] = "text", [SECTION_WORDS] = "words",
                                        [SECTION_CHART] = "chart", [SECTION_TABLE] = "table"};
    struct arena *arena = building->arena;
    const struct draft_part *words = officers_words(building, section);
    struct node *shown = node_append(building->built->sections, node_map(arena));
    node_put(shown, "id", node_text(arena, section->id));
    node_put(shown, "kind", node_text(arena, text_of(KINDS[section->kind])));
    node_put(shown, "title", node_text(arena, report_title(building, section->title)));
    node_put(shown, "words", node_text(arena, words ? words->words : (struct text){0}));
    node_put(shown, "text", node_text(arena, plain));
    node_put(shown, "printed", node_truth(arena, printed));
    node_put(shown, "left_out", node_list(arena));
    node_put(shown, "figures", node_list(arena));
    for (size_t i = 0; i < section->use_count; i++)
        put_section_figure(building, shown, section, section->uses[i]);
    for (size_t i = 0; i < section->figure_count; i++)
        if (!names_figure(section, section->figures[i]))
            put_section_figure(building, shown, section, section->figures[i]);
}

static bool print_section(struct building *building, const struct section_definition *section, struct failure *why)
{
    struct text plain = {0};
    bool holds, done = true;
    if (!stands(building, section, &holds, why))
        return false;
    size_t before = building->built->document->blocks.count;
    const struct draft_part *words = officers_words(building, section);
    if (!holds && !section->joins)
        building->open = NULL;
    if (holds) {
        if (section->kind == SECTION_HEADING)
            keep_heading(building, section);
        else if (section->kind == SECTION_WORDS && words)
            report_print_opinion(building, section, words->words);
        else if (section->kind == SECTION_TEXT || section->kind == SECTION_WORDS)
            done = report_print_text(building, section, &plain, why);
        else
            done = report_print_display(building, section, why);
    }
    put_section(building, section, plain, plain.length > 0 || building->built->document->blocks.count > before);
    return done;
}

static bool print_sections(struct building *building, bool annex, struct failure *why)
{
    building->headings.count = 0;
    building->open = NULL;
    for (size_t i = 0; i < building->outline.count; i++) {
        const struct section_definition *section = building->outline.parts[i].section;
        if (section->annex != annex)
            continue;
        if (annex && !building->annexed) {
            document_annex(building->built->document, report_words(building, "PHỤ LỤC", "ANNEX"));
            building->annexed = true;
        }
        if (!print_section(building, section, why))
            return false;
    }
    return true;
}

/* ---- the whole ---- */

static bool find_all(struct building *building, struct failure *why)
{
    const struct report_request *request = building->request;
    struct period now;
    building->report = definition_report(building->house->definition, request->report);
    if (!building->report)
        return FAIL(why, FAILURE_NOT_FOUND, "there is no such report");
    if (!period_read(request->period, &now))
        return FAIL(why, FAILURE_INVALID, "that is not a period");
    if (!building->report->made_for[now.kind])
        return FAIL(why, FAILURE_INVALID, "the report %.*s is not made for such a period", TEXT_ARGS(building->report->name));
    building->unit = unit_find(building->house->units, request->unit, now.end);
    if (!building->unit)
        building->unit = unit_find(building->house->units, request->unit, DAY_NONE);
    if (!building->unit)
        return FAIL(why, FAILURE_NOT_FOUND, "no unit bears that code");
    building->issuer = report_issuer(building->arena, building->house, building->report, building->unit, building->today);
    if (!report_may_draft(request->viewer, building->issuer))
        return FAIL(why, FAILURE_DENIED, "this person does not work on this report");
    building->periods[SPAN_NOW] = now;
    building->periods[SPAN_PREVIOUS] = period_previous(now);
    building->periods[SPAN_LAST_YEAR] = period_last_year(now);
    for (int span = 0; span < REPORT_SPANS; span++)
        building->below[span] = unit_subtree(building->arena, building->house->units, building->unit, building->periods[span].begin,
                                             building->periods[span].end);
    return true;
}

/* The title may name the period and the unit. */
static bool print_title(struct building *building, struct text *title, struct failure *why)
{
    struct problems problems;
    struct node *root;
    struct buffer out;
    problems_init(&problems, building->arena, 5);
    const struct template *template =
        template_read(building->arena, TEXT("title"), report_title(building, building->report->title), &problems);
    if (!template || !report_context(building, NULL, &root, why))
        return FAIL(why, FAILURE_BROKEN, "the title of %.*s does not read", TEXT_ARGS(building->report->name));
    buffer_init(&out, 1 << 14);
    template_render(&out, NULL, template, root, TEMPLATE_ESCAPE_NONE);
    bool done = buffer_ok(&out, why);
    *title = text_copy(building->arena, buffer_text(&out));
    buffer_clear(&out);
    return done;
}

static void put_warnings(struct building *building)
{
    struct node *list = building->built->warnings;
    for (size_t i = 0; i < building->warnings.count; i++) {
        const struct problem *warning = &building->warnings.items[i];
        struct node *map = node_append(list, node_map(building->arena));
        node_put(map, "section", node_text(building->arena, warning->place.field));
        node_put(map, "sentence", node_text(building->arena, problem_sentence(building->arena, warning, building->language)));
    }
}

static bool build(struct building *building, struct instance *instance, struct failure *why)
{
    struct text title;
    if (!find_all(building, why) || !print_title(building, &title, why))
        return false;
    const struct draft_of draft = {building->unit->shard, building->report->name, building->unit->number,
                                   period_write(building->arena, building->periods[SPAN_NOW])};
    if (!draft_load(building->arena, building->connection, &draft, &building->parts, why))
        return false;
    if (!outline_load(building->arena, building->connection, building->house->definition, building->report, &draft, &building->outline, why) ||
        !report_load_estimates(building, why))
        return false;
    building->built->document = document_make(building->arena, building->language, title);
    if (instance_is_demo(instance))
        building->built->document->notice = report_words(building, "Số liệu minh họa", "Sample data, not real figures");
    report_print_head(building);
    if (!report_load_retyped(building, why) || !report_ask_all(building, why) || !print_sections(building, false, why) || !print_sections(building, true, why) || !report_print_notes(building, why))
        return false;
    if (building->request->for_public && !report_note_all(building, why))
        return false;
    put_warnings(building);
    return true;
}

bool report_build(struct instance *instance, const struct report_request *request, struct arena *arena,
                  struct report_built *built, struct failure *why)
{
    const struct house *house = instance_house(instance);
    struct report_built made = {.warnings = node_list(arena), .figures = node_list(arena), .sections = node_list(arena), .not_sent = node_list(arena)};
    struct building building = {.arena = arena,
                                .house = house,
                                .request = request,
                                .today = instance_today(instance),
                                .language = request->language,
                                .asked = map_make(arena),
                                .noted = map_make(arena),
                                .built = &made};
    problems_init(&building.warnings, arena, WARNINGS_MAX);
    bool done = house->definition ? store_read_begin(instance_store(instance), &building.connection, why)
                                  : FAIL(why, FAILURE_NOT_FOUND, "no definitions are in force yet");
    done = done && build(&building, instance, why);
    store_read_end(building.connection);
    instance_release(instance, house);
    if (done)
        *built = made;
    return done;
}
