/* words.c — do words read as a template, and is all they name and cite there? What a report's text may name. */
#include "engine/template/template.h"
#include "keep/definition/definition_inside.h"

/* Names that are always there. */
static const struct text given_names[] = {
    TEXT_ENTRY("period.title"), TEXT_ENTRY("period.roman"), TEXT_ENTRY("period.year"), TEXT_ENTRY("unit.name"), TEXT_ENTRY("unit.short"),
};

static const struct text suffixes[] = {TEXT_ENTRY("names"), TEXT_ENTRY("previous"), TEXT_ENTRY("last_year"), TEXT_ENTRY("by"), TEXT_ENTRY("word")};

/* A text of a report as it is checked: whose it is, and the figures it names. */
struct wording {
    struct reading *reading;
    const struct report_definition *report;
    struct row *uses;
};

/* From a line and column inside the text to the file's; exact but where YAML folds lines. */
static struct place place_inside(struct place begin, uint32_t line, uint32_t column)
{
    struct place place = begin;
    if (line <= 1)
        place.column += column > 0 ? column - 1 : 0;
    else {
        place.line += line - 1;
        place.column = column;
    }
    return place;
}

static void branch_check(const struct wording *wording, const struct figure_definition *figure, struct text code, struct place place)
{
    struct reading *reading = wording->reading;
    struct row codes = ROW_OF(struct text);
    size_t index;
    if (figure->by_unit_kind)
        for (size_t i = 0; i < reading->made->organisation_kind_count; i++)
            *(struct text *)row_add(&codes, reading->arena) = reading->made->organisation_kinds[i].name;
    else if (figure->by != NULL)
        for (size_t i = 0; i < figure->by->choice_count; i++)
            *(struct text *)row_add(&codes, reading->arena) = figure->by->choices[i].code;
    else {
        problem_of(reading, place, "definition.words-by", figure->name, (struct text){0});
        return;
    }
    struct yaml_words known = {(const struct text *)(const void *)codes.items, codes.count};
    if (!word_among(code, known, &index))
        word_unknown(reading, place, "definition.unknown-choice", code, known);
}

/* What follows "register.figure": nothing, or one of the suffixes. */
static void suffix_check(const struct wording *wording, const struct figure_definition *figure, struct text rest, struct place place)
{
    struct reading *reading = wording->reading;
    struct text suffix;
    size_t index;
    if (rest.length == 0 || !text_next(&rest, '.', &suffix))
        return;
    if (text_is(suffix, "by")) {
        branch_check(wording, figure, rest, place);
        return;
    }
    if (!word_among(suffix, (struct yaml_words){suffixes, LENGTH_OF(suffixes)}, &index) || rest.length > 0)
        word_unknown(reading, place, "definition.unknown-suffix", suffix, (struct yaml_words){suffixes, LENGTH_OF(suffixes)});
    else if (text_is(suffix, "names") &&
             (figure->kind != FIGURE_DISTINCT || figure->field == NULL || figure->field->kind != FIELD_UNIT))
        problem_of(reading, place, "definition.words-names", figure->name, (struct text){0});
}

static void name_of_words_check(void *context, const struct template_name *said, struct place place)
{
    struct wording *wording = context;
    struct text name = said->name;
    size_t index;
    if (word_among(name, (struct yaml_words){given_names, LENGTH_OF(given_names)}, &index))
        return;
    struct text rest = name, first = {0}, second = {0};
    bool two = text_next(&rest, '.', &first) && text_next(&rest, '.', &second);
    if (text_is(first, "period") || text_is(first, "unit")) {
        word_unknown(wording->reading, place, "definition.unknown-words", name, (struct yaml_words){given_names, LENGTH_OF(given_names)});
        return;
    }
    struct text full = two ? text_part(name, 0, first.length + 1 + second.length) : name;
    const struct figure_definition *figure = figure_in_report(wording->reading, wording->report, full, place);
    if (figure == NULL)
        return;
    *(const struct figure_definition **)row_add(wording->uses, wording->reading->arena) = figure;
    suffix_check(wording, figure, rest, place);
}

/* "[[nq-68-2021]]" must name an instrument. */
static void citations_check(struct reading *reading, struct place begin, struct text source)
{
    uint32_t line = 1, column = 1;
    for (size_t i = 0; i + 1 < source.length; i++) {
        if (source.bytes[i] == '[' && source.bytes[i + 1] == '[') {
            size_t end = i + 2;
            while (end < source.length && source.bytes[end] != ']' && source.bytes[end] != '\n')
                end++;
            vocabulary_check(reading, &reading->instruments, text_part(source, i + 2, end - i - 2), place_inside(begin, line, column));
            i++;
            column++;
        }
        if (source.bytes[i] == '\n') {
            line++;
            column = 1;
        } else if (((unsigned char)source.bytes[i] & 0xc0) != 0x80)
            column++;
    }
}

static void text_check(struct reading *reading, struct place begin, struct text source, const struct words_names *names)
{
    struct problems torn;
    problems_init(&torn, reading->arena, 20);
    const struct template *template = template_read(reading->arena, begin.file, source, &torn);
    for (size_t i = 0; i < torn.count; i++) {
        const struct problem *problem = &torn.items[i];
        problem_add_all(reading->problems, problem->weight, place_inside(begin, problem->place.line, problem->place.column), problem->code,
                        problem->arguments);
    }
    citations_check(reading, begin, source);
    if (template == NULL)
        return;
    size_t count;
    const struct template_name *said = template_names(template, &count);
    for (size_t i = 0; i < count; i++)
        names->check(names->context, &said[i], place_inside(begin, said[i].line, said[i].column));
}

void words_check_names(struct reading *reading, const struct yaml_fields *in, const struct node *node, const struct words_names *names)
{
    static const char *const languages[] = {"vi", "en"};
    for (size_t i = 0; i < LENGTH_OF(languages); i++) {
        const struct node *words = node_at(node, languages[i]);
        if (words == NULL || words->kind != NODE_TEXT)
            continue;
        struct place begin = yaml_fields_place(in, words);
        begin.column += words->quoted ? 1 : 0;
        text_check(reading, begin, words->text, names);
    }
}

void words_check(struct reading *reading, const struct report_definition *report, const struct yaml_fields *in,
                 const struct node *node, struct row *uses)
{
    struct row named = ROW_OF(const struct figure_definition *);
    struct wording wording = {.reading = reading, .report = report, .uses = &named};
    words_check_names(reading, in, node, &(struct words_names){name_of_words_check, &wording});
    for (size_t i = 0; i < named.count; i++) {
        const struct figure_definition *figure = *(const struct figure_definition **)row_at(&named, i);
        bool there = false;
        for (size_t j = 0; j < uses->count && !there; j++)
            there = *(const struct figure_definition **)row_at(uses, j) == figure;
        if (!there)
            *(const struct figure_definition **)row_add(uses, reading->arena) = figure;
    }
}
