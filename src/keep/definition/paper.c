/* paper.c — one paper made from a record: its head, and its parts with all they name. */
#include "engine/template/template.h"
#include "keep/definition/definition_inside.h"

static const struct text part_kinds[] = {
    [PAPER_HEADING] = TEXT_ENTRY("heading"), [PAPER_TEXT] = TEXT_ENTRY("text"),       [PAPER_LINES] = TEXT_ENTRY("lines"),
    [PAPER_TABLE] = TEXT_ENTRY("table"),     [PAPER_PARTIES] = TEXT_ENTRY("parties"), [PAPER_ANNEX] = TEXT_ENTRY("annex"),
};
static const struct text styles[] = {
    [PAPER_BODY] = TEXT_ENTRY("body"), [PAPER_CENTRED] = TEXT_ENTRY("centred"), [PAPER_NOTE] = TEXT_ENTRY("note"),
};

/* Names that are always there; the last ones in a paper about a period only. */
static const struct text given_names[] = {
    TEXT_ENTRY("unit.name"),  TEXT_ENTRY("unit.short"), TEXT_ENTRY("unit.issuer"), TEXT_ENTRY("place.name"),
    TEXT_ENTRY("place.short"), TEXT_ENTRY("today"),     TEXT_ENTRY("year"),        TEXT_ENTRY("number"),
};
static const struct text period_names[] = {TEXT_ENTRY("period.title"), TEXT_ENTRY("period.year"), TEXT_ENTRY("late"),
                                           TEXT_ENTRY("late_places"), TEXT_ENTRY("name"), TEXT_ENTRY("place")};

/* Of minutes of a disposal; the last ones are said of each record in its table. */
static const struct text disposal_names[] = {
    TEXT_ENTRY("decision"), TEXT_ENTRY("decided_on"), TEXT_ENTRY("decided_on.formal"), TEXT_ENTRY("done_on"), TEXT_ENTRY("done_on.formal"),
    TEXT_ENTRY("council"),  TEXT_ENTRY("register"),   TEXT_ENTRY("kept"),              TEXT_ENTRY("count"),   TEXT_ENTRY("act"),
    TEXT_ENTRY("record"),   TEXT_ENTRY("day"),        TEXT_ENTRY("state")};

/* One paper while its words are checked. */
struct paper_reading {
    struct reading *reading;
    struct paper_definition *made;
};

const struct field_definition *register_link_to(const struct register_definition *linked, const struct register_definition *register_)
{
    for (size_t i = 0; i < linked->field_count; i++)
        if (linked->fields[i].kind == FIELD_RECORD && !linked->fields[i].many && linked->fields[i].of_register == register_)
            return &linked->fields[i];
    return NULL;
}

/* ── names ── */

static const struct register_definition *linked_find(const struct paper_reading *paper, struct text name)
{
    const struct register_definition *linked = vocabulary_find(&paper->reading->registers, name);
    return linked != NULL && paper->made->register_ != NULL && register_link_to(linked, paper->made->register_) != NULL ? linked : NULL;
}

/* "topic", "worked_on.formal", "mission.topic", "mission.worked_on.formal". */
static bool field_said(const struct register_definition *register_, struct text name, bool may_follow)
{
    struct text rest = name, first;
    const struct field_definition *field;
    if (!text_next(&rest, '.', &first) || (field = register_field(register_, first)) == NULL)
        return false;
    if (rest.length == 0)
        return true;
    if (field->kind == FIELD_RECORD && may_follow && field->of_register != NULL)
        return field_said(field->of_register, rest, false);
    return (field->kind == FIELD_DAY && text_is(rest, "formal")) || (field->kind == FIELD_INSTRUMENT && text_is(rest, "cited")) ||
           (field->kind == FIELD_UNIT && text_is(rest, "full"));
}

static bool linked_said(const struct paper_reading *paper, struct text name)
{
    for (size_t i = 0; i < paper->reading->made->register_count; i++) {
        const struct register_definition *linked = &paper->reading->made->registers[i];
        if (register_link_to(linked, paper->made->register_) != NULL && field_said(linked, name, false))
            return true;
    }
    return false;
}

/* What a paper without a register may name. */
static struct yaml_words own_names(const struct paper_definition *made)
{
    return made->of_disposal ? (struct yaml_words){disposal_names, LENGTH_OF(disposal_names)} : (struct yaml_words){period_names, LENGTH_OF(period_names)};
}

static bool name_said(const struct paper_reading *paper, const struct template_name *said)
{
    struct text rest = said->name, first = {0};
    size_t index;
    if (word_among(said->name, (struct yaml_words){given_names, LENGTH_OF(given_names)}, &index))
        return true;
    if (paper->made->register_ == NULL)
        return word_among(said->name, own_names(paper->made), &index);
    if (!text_next(&rest, '.', &first))
        return false;
    if (text_is(first, "has"))
        return register_field(paper->made->register_, rest) != NULL || linked_find(paper, rest) != NULL || (said->inside > 0 && linked_said(paper, rest));
    if (text_is(first, "count"))
        return linked_find(paper, rest) != NULL;
    if (said->section && linked_find(paper, said->name) != NULL)
        return true;
    return field_said(paper->made->register_, said->name, true) || (said->inside > 0 && linked_said(paper, said->name));
}

static void name_check_said(void *context, const struct template_name *said, struct place place)
{
    const struct paper_reading *paper = context;
    const struct register_definition *register_ = paper->made->register_;
    if (name_said(paper, said))
        return;
    struct row known = ROW_OF(struct text);
    for (size_t i = 0; register_ != NULL && i < register_->field_count; i++)
        *(struct text *)row_add(&known, paper->reading->arena) = register_->fields[i].name;
    for (size_t i = 0; i < LENGTH_OF(given_names); i++)
        *(struct text *)row_add(&known, paper->reading->arena) = given_names[i];
    const struct yaml_words own = own_names(paper->made);
    for (size_t i = 0; register_ == NULL && i < own.count; i++)
        *(struct text *)row_add(&known, paper->reading->arena) = own.words[i];
    word_unknown(paper->reading, place, "definition.paper-words", said->name,
                 (struct yaml_words){(const struct text *)(const void *)known.items, known.count});
}

/* Inside a table's rows and a paper for each, the linked record's fields are there by themselves. */
static void name_check_item(void *context, const struct template_name *said, struct place place)
{
    struct template_name inside = *said;
    inside.inside++;
    name_check_said(context, &inside, place);
}

static bool words_at(struct paper_reading *paper, const struct yaml_fields *in, const char *key, enum yaml_need need, struct title *title)
{
    if (!title_read(paper->reading, in, key, need, title))
        return false;
    void (*check)(void *, const struct template_name *, struct place) = paper->made->each_of != NULL ? name_check_item : name_check_said;
    words_check_names(paper->reading, in, node_of_key(in, key), &(struct words_names){check, paper});
    return true;
}

/* ── rules over the record ── */

static const struct rule *when_at(struct paper_reading *paper, const struct yaml_fields *in)
{
    struct reading *reading = paper->reading;
    struct text source;
    for (size_t i = 0; i < reading->register_readings.count; i++) {
        const struct register_reading *reg = reading->register_readings.items[i];
        if (reg->made != paper->made->register_)
            continue;
        struct rule_scope scope = scope_of(reading, reg, false);
        return rule_at(reading, in, "when", &scope, &source);
    }
    if (node_of_key(in, "when") != NULL)
        problem_of(reading, value_place(in, "when"), "definition.paper-when", paper->made->name, (struct text){0});
    return NULL;
}

/* The register under `key`, which must refer to the paper's own. */
static const struct register_definition *linked_at(struct paper_reading *paper, const struct yaml_fields *in, enum yaml_need need)
{
    struct text name;
    if (!yaml_fields_text(in, "of", need, &name) || !vocabulary_check(paper->reading, &paper->reading->registers, name, value_place(in, "of")))
        return NULL;
    const struct register_definition *linked = linked_find(paper, name);
    if (linked == NULL)
        problem_of(paper->reading, value_place(in, "of"), "definition.paper-not-linked", name,
                   paper->made->register_ != NULL ? paper->made->register_->name : (struct text){0});
    return linked;
}

/* ── tables ── */

static void column_read(struct paper_reading *paper, const struct yaml_fields *above, const struct node *item, struct paper_column *column)
{
    static const struct text known[] = {TEXT_ENTRY("title"), TEXT_ENTRY("cell"), TEXT_ENTRY("share")};
    struct yaml_fields in;
    if (!yaml_fields_item_map(above, item, &in))
        return;
    yaml_fields_check(&in, (struct yaml_words){known, LENGTH_OF(known)});
    title_read(paper->reading, &in, "title", YAML_MUST, &column->title);
    yaml_fields_whole(&in, "share", YAML_MAY, (struct yaml_range){1, 100}, &column->share);
    if (title_read(paper->reading, &in, "cell", YAML_MAY, &column->cell))
        words_check_names(paper->reading, &in, node_of_key(&in, "cell"), &(struct words_names){name_check_item, paper});
}

static void columns_read(struct paper_reading *paper, const struct yaml_fields *in, const struct node *list, struct paper_part *part)
{
    if (!count_check(paper->reading, in, list, PAPER_COLUMNS_MAX))
        return;
    struct paper_column *columns = arena_make_many(paper->reading->arena, list->list.count, sizeof *columns);
    for (size_t i = 0; i < list->list.count; i++)
        if (part->kind == PAPER_PARTIES)
            title_read_node(paper->reading, in, list->list.items[i], &columns[i].title);
        else
            column_read(paper, in, list->list.items[i], &columns[i]);
    part->columns = columns;
    part->column_count = list->list.count;
}

static void table_read(struct paper_reading *paper, const struct yaml_fields *above, struct paper_part *part)
{
    static const struct text known[] = {TEXT_ENTRY("title"), TEXT_ENTRY("columns"), TEXT_ENTRY("of"), TEXT_ENTRY("empty")};
    struct yaml_fields in;
    const struct node *list;
    if (!yaml_fields_map(above, "table", YAML_MUST, &in))
        return;
    yaml_fields_check(&in, (struct yaml_words){known, LENGTH_OF(known)});
    words_at(paper, &in, "title", YAML_MAY, &part->text);
    struct text of;
    part->of_disposed = paper->made->of_disposal && yaml_fields_text(&in, "of", YAML_MAY, &of) && text_is(of, "disposed");
    if (!part->of_disposed)
        part->of = linked_at(paper, &in, YAML_MAY);
    yaml_fields_whole(&in, "empty", YAML_MAY, (struct yaml_range){1, PAPER_LINES_MAX}, &part->lines);
    if (yaml_fields_list(&in, "columns", YAML_MUST, &list))
        columns_read(paper, &in, list, part);
}

/* ── parts ── */

static bool part_kind_read(struct paper_reading *paper, const struct yaml_fields *in, enum paper_part_kind *kind)
{
    size_t found = 0;
    for (size_t i = 0; i < LENGTH_OF(part_kinds); i++)
        if (node_find(in->map, part_kinds[i]) != NULL) {
            *kind = (enum paper_part_kind)i;
            found++;
        }
    if (found == 1)
        return true;
    problem_of(paper->reading, yaml_fields_place(in, in->map), "definition.section-kind",
               text_join(paper->reading->arena, part_kinds, LENGTH_OF(part_kinds), TEXT(", ")), (struct text){0});
    return false;
}

static void part_read(struct paper_reading *paper, const struct yaml_fields *above, const struct node *item, struct paper_part *part)
{
    static const struct text known[] = {
        TEXT_ENTRY("heading"), TEXT_ENTRY("text"), TEXT_ENTRY("lines"), TEXT_ENTRY("table"),
        TEXT_ENTRY("parties"), TEXT_ENTRY("annex"), TEXT_ENTRY("lead"), TEXT_ENTRY("style"), TEXT_ENTRY("when"),
    };
    struct yaml_fields in;
    const struct node *list;
    size_t style;
    if (!yaml_fields_item_map(above, item, &in) || !yaml_fields_check(&in, (struct yaml_words){known, LENGTH_OF(known)}) ||
        !part_kind_read(paper, &in, &part->kind))
        return;
    part->when = when_at(paper, &in);
    if (yaml_fields_choice(&in, "style", YAML_MAY, (struct yaml_words){styles, LENGTH_OF(styles)}, &style))
        part->style = (enum paper_style)style;
    words_at(paper, &in, "lead", YAML_MAY, &part->lead);
    if (part->kind == PAPER_HEADING || part->kind == PAPER_TEXT || part->kind == PAPER_ANNEX)
        words_at(paper, &in, part_kinds[part->kind].bytes, YAML_MUST, &part->text);
    else if (part->kind == PAPER_LINES)
        yaml_fields_whole(&in, "lines", YAML_MUST, (struct yaml_range){1, PAPER_LINES_MAX}, &part->lines);
    else if (part->kind == PAPER_TABLE)
        table_read(paper, &in, part);
    else if (yaml_fields_list(&in, "parties", YAML_MUST, &list))
        columns_read(paper, &in, list, part);
}

static void parts_read(struct paper_reading *paper, const struct yaml_fields *in)
{
    const struct node *list;
    if (!yaml_fields_list(in, "parts", YAML_MUST, &list) || !count_check(paper->reading, in, list, PAPER_PARTS_MAX))
        return;
    struct paper_part *parts = arena_make_many(paper->reading->arena, list->list.count, sizeof *parts);
    for (size_t i = 0; i < list->list.count; i++)
        part_read(paper, in, list->list.items[i], &parts[i]);
    paper->made->parts = parts;
    paper->made->part_count = list->list.count;
}

/* ── the head ── */

static void each_read(struct paper_reading *paper, const struct yaml_fields *above)
{
    static const struct text known[] = {TEXT_ENTRY("of"), TEXT_ENTRY("by")};
    struct yaml_fields in;
    struct text name;
    if (!yaml_fields_map(above, "each", YAML_MAY, &in))
        return;
    yaml_fields_check(&in, (struct yaml_words){known, LENGTH_OF(known)});
    const struct register_definition *of = linked_at(paper, &in, YAML_MUST);
    if (of == NULL || !yaml_fields_text(&in, "by", YAML_MUST, &name))
        return;
    paper->made->each_of = of;
    paper->made->each_by = register_field(of, name);
    if (paper->made->each_by != NULL && !paper->made->each_by->many && !paper->made->each_by->personal)
        return;
    struct row names = ROW_OF(struct text);
    for (size_t i = 0; i < of->field_count; i++)
        if (!of->fields[i].many && !of->fields[i].personal)
            *(struct text *)row_add(&names, paper->reading->arena) = of->fields[i].name;
    word_unknown(paper->reading, value_place(&in, "by"), "definition.unknown-field", name,
                 (struct yaml_words){(const struct text *)(const void *)names.items, names.count});
}

/* False when the register it names is not there: all it says would be unknown too. */
static bool source_read(struct paper_reading *paper, const struct yaml_fields *in)
{
    struct reading *reading = paper->reading;
    static const struct text abouts[] = {TEXT_ENTRY("disposal")};
    struct text name;
    size_t about;
    if (node_of_key(in, "about") != NULL) {
        paper->made->of_disposal = yaml_fields_choice(in, "about", YAML_MAY, (struct yaml_words){abouts, LENGTH_OF(abouts)}, &about);
        paper->made->when = when_at(paper, in);
        return paper->made->of_disposal;
    }
    if (yaml_fields_text(in, "register", YAML_MAY, &name) && vocabulary_check(reading, &reading->registers, name, value_place(in, "register")))
        paper->made->register_ = vocabulary_find(&reading->registers, name);
    if (yaml_fields_text(in, "reminds", node_of_key(in, "register") != NULL ? YAML_MAY : YAML_MUST, &name) && !text_is(name, "period") &&
        vocabulary_check(reading, &reading->deadlines, name, value_place(in, "reminds")))
        paper->made->reminds = vocabulary_find(&reading->deadlines, name);
    if (paper->made->register_ != NULL)
        each_read(paper, in);
    paper->made->when = when_at(paper, in);
    return paper->made->register_ != NULL || node_of_key(in, "register") == NULL;
}

void paper_read(struct reading *reading, const struct yaml_fields *in)
{
    static const struct text known[] = {
        TEXT_ENTRY("paper"), TEXT_ENTRY("register"), TEXT_ENTRY("title"), TEXT_ENTRY("type"), TEXT_ENTRY("mark"), TEXT_ENTRY("subject"),
        TEXT_ENTRY("when"), TEXT_ENTRY("each"), TEXT_ENTRY("reminds"), TEXT_ENTRY("to"), TEXT_ENTRY("recipients"), TEXT_ENTRY("law"),
        TEXT_ENTRY("confidence"), TEXT_ENTRY("parts"), TEXT_ENTRY("about"),
    };
    struct text name;
    if (!reading->sound)
        return;
    yaml_fields_check(in, (struct yaml_words){known, LENGTH_OF(known)});
    if (!yaml_fields_text(in, "paper", YAML_MUST, &name) || !name_check(reading, name, NAME_OF_RULE, value_place(in, "paper")) ||
        vocabulary_add(reading, &reading->papers, name, value_place(in, "paper")) == NULL)
        return;
    struct paper_definition *made = row_add(&reading->paper_row, reading->arena);
    struct paper_reading paper = {reading, made};
    made->name = name;
    if (!source_read(&paper, in))
        return;
    title_read(reading, in, "title", YAML_MUST, &made->title);
    title_read(reading, in, "type", YAML_MAY, &made->type);
    yaml_fields_text(in, "mark", YAML_MAY, &made->mark);
    words_at(&paper, in, "subject", YAML_MUST, &made->subject);
    words_at(&paper, in, "to", YAML_MAY, &made->to);
    words_at(&paper, in, "recipients", YAML_MAY, &made->recipients);
    law_read(reading, in, YAML_MAY, &made->law);
    confidence_read(in, &made->confidence);
    parts_read(&paper, in);
}

void paper_link(struct reading *reading)
{
    reading->made->papers = (const struct paper_definition *)(const void *)reading->paper_row.items;
    reading->made->paper_count = reading->paper_row.count;
}
