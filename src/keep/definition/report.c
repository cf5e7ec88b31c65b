/* report.c — one outline: its head, and its sections with the figures they stand on. */
#include "keep/definition/definition_inside.h"

static const struct text reaches[] = {
    [REACH_INTERNAL] = TEXT_ENTRY("internal"), [REACH_SUPERIOR] = TEXT_ENTRY("superior"), [REACH_PUBLIC] = TEXT_ENTRY("public"),
};
static const struct text periods[PERIOD_KINDS] = {
    [PERIOD_YEAR] = TEXT_ENTRY("year"),   [PERIOD_HALF] = TEXT_ENTRY("half"),   [PERIOD_NINE_MONTHS] = TEXT_ENTRY("nine_months"),
    [PERIOD_QUARTER] = TEXT_ENTRY("quarter"), [PERIOD_MONTH] = TEXT_ENTRY("month"), [PERIOD_SPECIAL] = TEXT_ENTRY("special"),
};
static const struct text section_kinds[] = {
    [SECTION_HEADING] = TEXT_ENTRY("heading"), [SECTION_TEXT] = TEXT_ENTRY("text"), [SECTION_WORDS] = TEXT_ENTRY("words"),
    [SECTION_CHART] = TEXT_ENTRY("chart"),     [SECTION_TABLE] = TEXT_ENTRY("table"),
};

const struct figure_definition *figure_in_report(struct reading *reading, const struct report_definition *report, struct text name,
                                                 struct place place)
{
    if (!vocabulary_check(reading, &reading->figures, name, place))
        return NULL;
    const struct figure_definition *figure = vocabulary_find(&reading->figures, name);
    if (figure != NULL && figure->reach < report->reach)
        problem_of(reading, place, "definition.figure-reach", name, reaches[report->reach]);
    if (figure != NULL && figure->register_->discreet)
        problem_of(reading, place, "definition.discreet-report", name, (struct text){0});
    return figure;
}

static void use_add(struct reading *reading, struct row *uses, const struct figure_definition *figure)
{
    for (size_t i = 0; i < uses->count; i++)
        if (*(const struct figure_definition **)row_at(uses, i) == figure)
            return;
    *(const struct figure_definition **)row_add(uses, reading->arena) = figure;
}

/* ── `when` ── */

static void scope_add(struct reading *reading, struct row *names, const struct figure_definition *figure, size_t slot)
{
    *(struct rule_name *)row_add(names, reading->arena) =
        (struct rule_name){.name = figure->name, .kind = VALUE_NUMBER, .slot = slot};
}

/* Read twice: first against all figures to learn which it uses, then with a slot for each of these only. */
static void when_read(struct reading *reading, const struct report_definition *report, const struct yaml_fields *in,
                      struct section_definition *section, struct row *uses)
{
    struct text source;
    struct row all = ROW_OF(struct rule_name), used = ROW_OF(struct rule_name);
    for (size_t i = 0; i < reading->made->figure_count; i++)
        scope_add(reading, &all, &reading->made->figures[i], i);
    struct rule_scope scope = {(const struct rule_name *)(const void *)all.items, all.count};
    const struct rule *first = rule_at(reading, in, "when", &scope, &source);
    if (first == NULL)
        return;
    size_t count;
    const size_t *slots = rule_slots(first, &count);
    for (size_t i = 0; i < count; i++) {
        const struct figure_definition *figure = &reading->made->figures[slots[i]];
        figure_in_report(reading, report, figure->name, value_place(in, "when"));
        scope_add(reading, &used, figure, uses->count);
        use_add(reading, uses, figure);
    }
    scope = (struct rule_scope){(const struct rule_name *)(const void *)used.items, used.count};
    section->when = rule_at(reading, in, "when", &scope, &source);
}

/* ── charts and tables ── */

static void shown_read(struct reading *reading, const struct report_definition *report, const struct yaml_fields *in,
                       const char *key, struct section_definition *section)
{
    struct row names = texts_read(reading, in, key, SECTION_FIGURES_MAX), figures = ROW_OF(const struct figure_definition *);
    if (names.count == 0)
        problem_of(reading, yaml_fields_key_place(in, key), "definition.shows-nothing", text_of(key), (struct text){0});
    for (size_t i = 0; i < names.count; i++) {
        const struct node *node = node_of_key(in, key);
        struct place place = node->kind == NODE_LIST ? yaml_fields_place(in, node->list.items[i]) : value_place(in, key);
        const struct figure_definition *figure = figure_in_report(reading, report, *(struct text *)row_at(&names, i), place);
        if (figure != NULL)
            *(const struct figure_definition **)row_add(&figures, reading->arena) = figure;
    }
    section->figures = (const struct figure_definition *const *)(const void *)figures.items;
    section->figure_count = figures.count;
}

/* What was planned, beside what was done: a second figure for the same places, in the same period. */
static void against_read(struct reading *reading, const struct report_definition *report, const struct yaml_fields *in,
                         struct section_definition *section)
{
    struct text name;
    if (!yaml_fields_text(in, "against", YAML_MAY, &name) || section->figure_count != 1)
        return;
    const struct figure_definition **two = arena_make_many(reading->arena, 2, sizeof *two);
    two[0] = section->figures[0];
    two[1] = figure_in_report(reading, report, name, value_place(in, "against"));
    if (section->compare || section->by.length == 0)
        problem_of(reading, yaml_fields_key_place(in, "against"), "definition.against-by", name, (struct text){0});
    if (two[1] == NULL)
        return;
    section->figures = two;
    section->figure_count = 2;
}

static void display_read(struct reading *reading, const struct report_definition *report, const struct yaml_fields *above,
                         struct section_definition *section)
{
    static const struct text of_chart[] = {TEXT_ENTRY("bars"), TEXT_ENTRY("against"), TEXT_ENTRY("by"), TEXT_ENTRY("compare"), TEXT_ENTRY("title")};
    static const struct text of_table[] = {TEXT_ENTRY("figures"), TEXT_ENTRY("by"), TEXT_ENTRY("compare"), TEXT_ENTRY("title")};
    bool chart = section->kind == SECTION_CHART;
    struct yaml_fields in;
    if (!yaml_fields_map(above, section_kinds[section->kind].bytes, YAML_MUST, &in))
        return;
    yaml_fields_check(&in, chart ? (struct yaml_words){of_chart, LENGTH_OF(of_chart)} : (struct yaml_words){of_table, LENGTH_OF(of_table)});
    shown_read(reading, report, &in, chart ? "bars" : "figures", section);
    if (chart && section->figure_count > 1)
        problem_of(reading, value_place(&in, "bars"), "definition.chart-one", (struct text){0}, (struct text){0});
    if (yaml_fields_text(&in, "by", YAML_MAY, &section->by))
        vocabulary_check(reading, &reading->place_kinds, section->by, value_place(&in, "by"));
    yaml_fields_truth(&in, "compare", YAML_MAY, &section->compare);
    if (chart)
        against_read(reading, report, &in, section);
    if (section->figure_count > 0)
        section->title = section->figures[0]->title;
    title_read(reading, &in, "title", YAML_MAY, &section->title);
    if (section->id.length == 0 && section->figure_count > 0)
        section->id = text_format(reading->arena, "%s-%.*s", chart ? "chart" : "table", TEXT_ARGS(section->figures[0]->name));
}

/* ── sections ── */

/* `words` may stand with `text`, which is then the draft; otherwise a section is one thing. */
static bool section_kind_read(struct reading *reading, const struct yaml_fields *in, enum section_kind *kind)
{
    size_t found = 0;
    for (size_t i = 0; i < LENGTH_OF(section_kinds); i++)
        if (node_find(in->map, section_kinds[i]) != NULL) {
            *kind = (enum section_kind)i;
            found++;
        }
    bool drafted = found == 2 && *kind == SECTION_WORDS && node_of_key(in, "text") != NULL;
    if (found == 1 || drafted)
        return true;
    problem_of(reading, yaml_fields_place(in, in->map), "definition.section-kind",
               text_join(reading->arena, section_kinds, LENGTH_OF(section_kinds), TEXT(", ")), (struct text){0});
    return false;
}

static void section_texts_read(struct reading *reading, const struct report_definition *report, const struct yaml_fields *in,
                               struct section_definition *section, struct row *uses)
{
    if (section->kind == SECTION_HEADING)
        title_read(reading, in, "heading", YAML_MUST, &section->title);
    if (section->kind == SECTION_WORDS)
        title_read(reading, in, "words", YAML_MUST, &section->title);
    if (title_read(reading, in, "text", YAML_MAY, &section->text))
        words_check(reading, report, in, node_of_key(in, "text"), uses);
}

static bool section_read_one(struct reading *reading, const struct report_definition *report, const struct yaml_fields *above,
                             const struct node *item, struct section_definition *section)
{
    static const struct text known[] = {
        TEXT_ENTRY("heading"), TEXT_ENTRY("text"), TEXT_ENTRY("words"), TEXT_ENTRY("chart"), TEXT_ENTRY("table"),
        TEXT_ENTRY("id"), TEXT_ENTRY("when"), TEXT_ENTRY("annex"), TEXT_ENTRY("joins"),
    };
    struct yaml_fields in;
    if (!yaml_fields_item_map(above, item, &in))
        return false;
    yaml_fields_check(&in, (struct yaml_words){known, LENGTH_OF(known)});
    if (!section_kind_read(reading, &in, &section->kind))
        return false;
    section->place = yaml_fields_place(&in, item);
    bool edited = section->kind == SECTION_TEXT || section->kind == SECTION_WORDS;
    if (yaml_fields_text(&in, "id", edited ? YAML_MUST : YAML_MAY, &section->id))
        name_check(reading, section->id, NAME_OF_RULE, value_place(&in, "id"));
    yaml_fields_truth(&in, "annex", YAML_MAY, &section->annex);
    if (yaml_fields_truth(&in, "joins", YAML_MAY, &section->joins) && section->kind != SECTION_TEXT)
        problem_of(reading, value_place(&in, "joins"), "definition.joins-text", section_kinds[section->kind], (struct text){0});
    struct row uses = ROW_OF(const struct figure_definition *);
    when_read(reading, report, &in, section, &uses);
    section_texts_read(reading, report, &in, section, &uses);
    if (section->kind == SECTION_CHART || section->kind == SECTION_TABLE)
        display_read(reading, report, &in, section);
    section->uses = (const struct figure_definition *const *)(const void *)uses.items;
    section->use_count = uses.count;
    return true;
}

static void sections_read(struct reading *reading, struct report_definition *report, const struct yaml_fields *in)
{
    const struct node *list;
    struct vocabulary ids;
    vocabulary_init(&ids, reading->arena, "definition.unknown-figure");
    if (!yaml_fields_list(in, "sections", YAML_MUST, &list) || !count_check(reading, in, list, SECTIONS_MAX))
        return;
    struct section_definition *sections = arena_make_many(reading->arena, list->list.count, sizeof *sections);
    for (size_t i = 0; i < list->list.count; i++) {
        struct section_definition *section = &sections[report->section_count];
        if (!section_read_one(reading, report, in, list->list.items[i], section))
            continue;
        if (section->id.length > 0)
            vocabulary_add(reading, &ids, section->id, section->place);
        report->section_count++;
    }
    report->sections = sections;
}

/* ── the head ── */

static void periods_read(struct reading *reading, const struct yaml_fields *in, struct report_definition *report)
{
    struct row words = texts_read(reading, in, "periods", LENGTH_OF(periods));
    struct yaml_words known = {periods, LENGTH_OF(periods)};
    if (words.count == 0)
        problem_of(reading, yaml_fields_key_place(in, "periods"), "definition.no-periods", report->name, (struct text){0});
    for (size_t i = 0; i < words.count; i++) {
        struct text word = *(struct text *)row_at(&words, i);
        size_t index;
        if (word_among(word, known, &index))
            report->made_for[index] = true;
        else
            word_unknown(reading, value_place(in, "periods"), "definition.unknown-period", word, known);
    }
}

static void kinds_read(struct reading *reading, const struct yaml_fields *in, struct report_definition *report)
{
    struct row kinds = texts_read(reading, in, "for", REPORT_KINDS_MAX);
    if (kinds.count == 0)
        problem_of(reading, yaml_fields_key_place(in, "for"), "definition.for-nobody", report->name, (struct text){0});
    for (size_t i = 0; i < kinds.count; i++) {
        struct text kind = *(struct text *)row_at(&kinds, i);
        if (!vocabulary_knows(&reading->organisation_kinds, kind))
            vocabulary_check(reading, &reading->place_kinds, kind, value_place(in, "for"));
    }
    report->for_kinds = (const struct text *)(const void *)kinds.items;
    report->for_count = kinds.count;
    if (yaml_fields_text(in, "issued_by", YAML_MUST, &report->issued_by))
        vocabulary_check(reading, &reading->organisation_kinds, report->issued_by, value_place(in, "issued_by"));
}

/* Each kind of period has its own day, or all have `day`, beside which packs of before told the month of the quarter: always its last. */
static void cut_off_read(const struct yaml_fields *above, struct report_definition *report)
{
    static const struct yaml_range days = {1, 31};
    static const struct text same[] = {TEXT_ENTRY("day"), TEXT_ENTRY("month")};
    struct yaml_fields in;
    int64_t day;
    if (!yaml_fields_map(above, "cut_off", YAML_MAY, &in))
        return;
    bool for_all = yaml_fields_whole(&in, "day", YAML_MAY, days, &day);
    yaml_fields_check(&in, for_all ? (struct yaml_words){same, LENGTH_OF(same)} : (struct yaml_words){periods, PERIOD_SPECIAL});
    for (size_t kind = 0; kind < PERIOD_SPECIAL; kind++)
        if (for_all || yaml_fields_whole(&in, periods[kind].bytes, YAML_MAY, days, &day))
            report->cut_off[kind] = (int)day;
}

void report_read(struct reading *reading, const struct yaml_fields *in)
{
    static const struct text known[] = {
        TEXT_ENTRY("report"), TEXT_ENTRY("title"), TEXT_ENTRY("periods"), TEXT_ENTRY("for"), TEXT_ENTRY("issued_by"),
        TEXT_ENTRY("reach"), TEXT_ENTRY("cut_off"), TEXT_ENTRY("recipients"), TEXT_ENTRY("sections"),
    };
    struct text name;
    size_t reach;
    yaml_fields_check(in, (struct yaml_words){known, LENGTH_OF(known)});
    if (!yaml_fields_text(in, "report", YAML_MUST, &name))
        return;
    if (!name_check(reading, name, NAME_OF_RULE, value_place(in, "report")) ||
        vocabulary_add(reading, &reading->reports, name, value_place(in, "report")) == NULL)
        return;
    struct report_definition *report = row_add(&reading->report_row, reading->arena);
    report->name = name;
    if (yaml_fields_choice(in, "reach", YAML_MAY, (struct yaml_words){reaches, LENGTH_OF(reaches)}, &reach))
        report->reach = (enum figure_reach)reach;
    struct row uses = ROW_OF(const struct figure_definition *);
    if (title_read(reading, in, "title", YAML_MUST, &report->title))
        words_check(reading, report, in, node_of_key(in, "title"), &uses);
    periods_read(reading, in, report);
    kinds_read(reading, in, report);
    cut_off_read(in, report);
    struct row recipients = texts_read(reading, in, "recipients", 40);
    report->recipients = (const struct text *)(const void *)recipients.items;
    report->recipient_count = recipients.count;
    sections_read(reading, report, in);
}

void report_link(struct reading *reading)
{
    reading->made->reports = (const struct report_definition *)(const void *)reading->report_row.items;
    reading->made->report_count = reading->report_row.count;
    reading->sound = reading->problems->errors == reading->errors;
}
