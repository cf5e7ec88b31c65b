/* form.c — one official form: its head, columns, and the sums between them. */
#include "keep/definition/definition_inside.h"

struct form_reading {
    struct reading *reading;
    struct form_definition *made;
};

/* ── sums: "9=11+12-13", also without the equals sign ── */

static bool sum_add(struct form_sum *sum, size_t column, int sign)
{
    if (sum->term_count == FORM_TERMS_MAX)
        return false;
    sum->terms[sum->term_count].column = column;
    sum->terms[sum->term_count++].sign = sign;
    return true;
}

/* False when it is no sum of columns up to `columns`. */
static bool sum_read(struct text source, size_t columns, struct form_sum *sum)
{
    int sign = 1, side = 1;
    bool wants = true;
    *sum = (struct form_sum){.source = source};
    for (size_t i = 0; i < source.length;) {
        char c = source.bytes[i];
        size_t column = 0;
        if (c == ' ') {
            i++;
        } else if (c >= '0' && c <= '9') {
            for (; i < source.length && source.bytes[i] >= '0' && source.bytes[i] <= '9' && column <= columns; i++)
                column = column * 10 + (size_t)(source.bytes[i] - '0');
            if (!wants || column == 0 || column > columns || !sum_add(sum, column, sign * side))
                return false;
            wants = false;
        } else {
            if (wants || (c != '+' && c != '-' && c != '=') || (c == '=' && side < 0))
                return false;
            side = c == '=' ? -1 : side;
            sign = c == '-' ? -1 : 1;
            wants = true;
            i++;
        }
    }
    return !wants;
}

static void sum_wrong(struct form_reading *form, struct place place, struct text source)
{
    problem_of(form->reading, place, "definition.form-sum", source, text_format(form->reading->arena, "%zu", form->made->column_count));
}

/* ── columns ── */

static void path_read(struct form_reading *form, const struct yaml_fields *in, struct form_column *column)
{
    struct row path = texts_read(form->reading, in, "is", FORM_DEPTH_MAX);
    for (size_t i = 0; i < path.count; i++)
        column->path[i] = (struct title){*(struct text *)row_at(&path, i), *(struct text *)row_at(&path, i)};
    column->depth = path.count;
    if (path.count == 0)
        problem_of(form->reading, yaml_fields_key_place(in, "is"), "definition.form-untitled", (struct text){0}, (struct text){0});
}

static void branches_read(struct form_reading *form, const struct yaml_fields *in, struct form_column *column)
{
    struct row codes = ROW_OF(struct text), said = texts_read(form->reading, in, "by", FORM_CODES_MAX);
    const struct field_definition *by = column->figure != NULL ? column->figure->by : NULL;
    size_t index;
    if (column->figure == NULL || said.count == 0)
        return;
    if (by == NULL) {
        problem_of(form->reading, value_place(in, "by"), "definition.words-by", column->figure->name, (struct text){0});
        return;
    }
    for (size_t i = 0; i < by->choice_count; i++)
        *(struct text *)row_add(&codes, form->reading->arena) = by->choices[i].code;
    struct yaml_words known = {(const struct text *)(const void *)codes.items, codes.count};
    for (size_t i = 0; i < said.count; i++)
        if (!word_among(*(struct text *)row_at(&said, i), known, &index))
            word_unknown(form->reading, value_place(in, "by"), "definition.unknown-choice", *(struct text *)row_at(&said, i), known);
    column->by = (const struct text *)(const void *)said.items;
    column->by_count = said.count;
}

/* What stood before the period began is only asked of what stands on a day. */
static void before_read(struct form_reading *form, const struct yaml_fields *in, struct form_column *column)
{
    const struct figure_definition *figure = column->figure;
    yaml_fields_truth(in, "before", YAML_MAY, &column->at_begin);
    if (column->at_begin && figure != NULL && figure->kind != FIGURE_OPEN && figure->kind != FIGURE_BALANCE)
        problem_of(form->reading, value_place(in, "before"), "definition.form-before", figure->name, (struct text){0});
}

static void column_read(struct form_reading *form, const struct yaml_fields *above, const struct node *item, struct form_column *column)
{
    static const struct text known[] = {TEXT_ENTRY("is"), TEXT_ENTRY("counts"), TEXT_ENTRY("by"),
                                        TEXT_ENTRY("before"), TEXT_ENTRY("adds"), TEXT_ENTRY("note")};
    struct yaml_fields in;
    struct text name;
    if (!yaml_fields_item_map(above, item, &in))
        return;
    yaml_fields_check(&in, (struct yaml_words){known, LENGTH_OF(known)});
    path_read(form, &in, column);
    if (yaml_fields_text(&in, "counts", YAML_MAY, &name) &&
        vocabulary_check(form->reading, &form->reading->figures, name, value_place(&in, "counts")))
        column->figure = vocabulary_find(&form->reading->figures, name);
    branches_read(form, &in, column);
    before_read(form, &in, column);
    yaml_fields_truth(&in, "note", YAML_MAY, &column->note);
    column->adds = yaml_fields_text(&in, "adds", YAML_MAY, &name);
    if (column->adds && !sum_read(name, form->made->column_count, &column->sum))
        sum_wrong(form, value_place(&in, "adds"), name);
}

static bool solvable(const struct form_column *column, const bool *solved)
{
    for (size_t i = 0; i < column->sum.term_count; i++)
        if (!solved[column->sum.terms[i].column - 1])
            return false;
    return true;
}

/* A sum may add up columns before or behind it, and other sums, but none that waits for it. */
static void waiting_check(struct form_reading *form, const struct yaml_fields *in, const struct node *list)
{
    bool solved[FORM_COLUMNS_MAX];
    const struct form_definition *made = form->made;
    for (size_t i = 0; i < made->column_count; i++)
        solved[i] = !made->columns[i].adds;
    for (size_t pass = 0; pass < made->column_count; pass++)
        for (size_t i = 0; i < made->column_count; i++)
            solved[i] = solved[i] || solvable(&made->columns[i], solved);
    for (size_t i = 0; i < made->column_count; i++)
        if (!solved[i])
            sum_wrong(form, yaml_fields_place(in, list->list.items[i]), made->columns[i].sum.source);
}

static void columns_read(struct form_reading *form, const struct yaml_fields *in)
{
    const struct node *list;
    if (!yaml_fields_list(in, "columns", YAML_MUST, &list) || !count_check(form->reading, in, list, FORM_COLUMNS_MAX))
        return;
    struct form_column *columns = arena_make_many(form->reading->arena, list->list.count, sizeof *columns);
    form->made->columns = columns;
    form->made->column_count = list->list.count;
    for (size_t i = 0; i < list->list.count; i++)
        column_read(form, in, list->list.items[i], &columns[i]);
    waiting_check(form, in, list);
}

static void checks_read(struct form_reading *form, const struct yaml_fields *in)
{
    const struct node *list;
    if (!yaml_fields_list(in, "checks", YAML_MAY, &list) || !count_check(form->reading, in, list, CHECKS_MAX))
        return;
    struct form_sum *checks = arena_make_many(form->reading->arena, list->list.count, sizeof *checks);
    for (size_t i = 0; i < list->list.count; i++) {
        struct text source = {0};
        bool said = yaml_fields_item_text(in, list->list.items[i], &source);
        if (said && (!sum_read(source, form->made->column_count, &checks[i]) || !text_contains(source, TEXT("="))))
            sum_wrong(form, yaml_fields_place(in, list->list.items[i]), source);
    }
    form->made->checks = checks;
    form->made->check_count = list->list.count;
}

/* ── the head ── */

static void kinds_read(struct form_reading *form, const struct yaml_fields *in)
{
    struct row kinds = texts_read(form->reading, in, "for", REPORT_KINDS_MAX);
    if (kinds.count == 0)
        problem_of(form->reading, yaml_fields_key_place(in, "for"), "definition.for-nobody", form->made->name, (struct text){0});
    for (size_t i = 0; i < kinds.count; i++)
        vocabulary_check(form->reading, &form->reading->place_kinds, *(struct text *)row_at(&kinds, i), value_place(in, "for"));
    form->made->for_kinds = (const struct text *)(const void *)kinds.items;
    form->made->for_count = kinds.count;
    if (yaml_fields_text(in, "issued_by", YAML_MUST, &form->made->issued_by))
        vocabulary_check(form->reading, &form->reading->organisation_kinds, form->made->issued_by, value_place(in, "issued_by"));
}

/* Known by code and instrument together. */
static void key_read(struct form_reading *form, const struct yaml_fields *in, struct place place)
{
    if (!yaml_fields_text(in, "code", YAML_MUST, &form->made->code) || !yaml_fields_text(in, "instrument", YAML_MUST, &form->made->law) ||
        !vocabulary_check(form->reading, &form->reading->instruments, form->made->law, value_place(in, "instrument")))
        return;
    form->made->instrument = vocabulary_find(&form->reading->instruments, form->made->law);
    vocabulary_add(form->reading, &form->reading->form_keys,
                   text_format(form->reading->arena, "%.*s (%.*s)", TEXT_ARGS(form->made->code), TEXT_ARGS(form->made->law)), place);
}

void official_form_read(struct reading *reading, const struct yaml_fields *in)
{
    static const struct text known[] = {
        TEXT_ENTRY("form"), TEXT_ENTRY("code"), TEXT_ENTRY("instrument"), TEXT_ENTRY("title"), TEXT_ENTRY("issued_by"), TEXT_ENTRY("for"),
        TEXT_ENTRY("inspectorate"), TEXT_ENTRY("confidence"), TEXT_ENTRY("columns"), TEXT_ENTRY("checks"),
    };
    struct text name;
    if (!reading->sound)
        return;
    yaml_fields_check(in, (struct yaml_words){known, LENGTH_OF(known)});
    if (!yaml_fields_text(in, "form", YAML_MUST, &name) || !name_check(reading, name, NAME_OF_RULE, value_place(in, "form")) ||
        vocabulary_add(reading, &reading->forms, name, value_place(in, "form")) == NULL)
        return;
    struct form_definition *made = row_add(&reading->form_row, reading->arena);
    struct form_reading form = {reading, made};
    made->name = name;
    key_read(&form, in, value_place(in, "form"));
    title_read(reading, in, "title", YAML_MUST, &made->title);
    kinds_read(&form, in);
    yaml_fields_truth(in, "inspectorate", YAML_MAY, &made->inspectorate);
    confidence_read(in, &made->confidence);
    columns_read(&form, in);
    checks_read(&form, in);
}

void official_form_link(struct reading *reading)
{
    reading->made->forms = (const struct form_definition *)(const void *)reading->form_row.items;
    reading->made->form_count = reading->form_row.count;
}
