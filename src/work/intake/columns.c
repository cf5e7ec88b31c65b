/* columns.c — what the headings of the tables taken say, and what is missing or in doubt there. */
#include "work/intake/intake_inside.h"

#include "keep/definition/profile.h"

enum { FOREIGN_PART = 3 }; /* of a list that is another, at most one column in three is near to ours */

static void unknown_column(struct intake_run *run, struct place place, struct text given)
{
    const struct register_definition *register_ = run->register_;
    struct text *titles = arena_make_many(run->arena, register_->field_count, sizeof *titles);
    size_t count = 0;
    for (size_t i = 0; i < register_->field_count; i++)
        if (!register_->fields[i].retired)
            titles[count++] = register_->fields[i].title.vi;
    struct text near = text_nearest(given, titles, count);
    if (near.length > 0)
        problem_add(run->problems, place, "intake.column-near", given, near);
    else
        problem_add(run->problems, place, "intake.column", given, text_join(run->arena, titles, count, TEXT(", ")));
}

/* ---- what is never taken ---- */

/* A column left out is refused all the same, but for identity numbers: the file would have been read for nothing else. */
static void check_refused(struct intake_run *run, struct place place, const struct column_match *match, struct text title)
{
    const char *code = profile_refuses(run->arena, run->house->definition, title);
    if (!code || (match->kind == COLUMN_PASSED_OVER && text_is(text_of(code), PROFILE_IDENTITY)))
        return;
    if (match->kind == COLUMN_FIELD && match->certainty == MATCH_SURE && text_starts(text_of(code), TEXT("definition.")))
        return; /* a field of the register: the definition was asked the same */
    if (!text_is(text_of(code), PROFILE_PETITIONS) || !account_has_role_anywhere(run->request->viewer, ROLE_RECEPTION))
        problem_add(run->problems, place, code, title, (struct text){0});
}

static void check_column(struct intake_run *run, const struct source_table *table, size_t index, bool foreign)
{
    const struct table_column *column = &table->table->columns[index];
    const struct column_match *match = &table->matches[index];
    struct place place = source_place(&run->source, table, table->table->heading_last, column->column);
    struct text title = column_title(run->arena, column);
    size_t errors = run->problems->errors;
    check_refused(run, place, match, title);
    if (run->problems->errors > errors || foreign)
        return;
    if (match->kind == COLUMN_NONE)
        unknown_column(run, place, title);
    else if (match->certainty < MATCH_SURE)
        problem_add(run->problems, place, "intake.column-near", title, match->field->title.vi);
    if (match->twice)
        problem_add(run->problems, place, "intake.column-twice", title, (struct text){0});
}

/* A field whose column is in doubt is not missing as well. */
static bool has_field(const struct source_table *table, const struct field_definition *field)
{
    for (size_t i = 0; i < table->table->column_count; i++)
        if (table->matches[i].field == field)
            return true;
    return false;
}

static bool in_doubt(const struct source_table *table)
{
    for (size_t i = 0; i < table->table->column_count; i++)
        if (table->matches[i].kind == COLUMN_NONE)
            return true;
    return false;
}

static void check_missing(struct intake_run *run, const struct source_table *table)
{
    const struct sheet_table *on = table->table;
    struct place place = source_place(&run->source, table, on->heading_last, on->first_column);
    bool unit = run->unit != NULL || on->groups > 0; /* a row such as "I. Khối Dân vận phường …" may say it */
    for (size_t i = 0; i < on->column_count; i++)
        unit = unit || table->matches[i].kind == COLUMN_UNIT;
    if (!unit)
        problem_add(run->problems, place, "intake.no-unit", (struct text){0}, (struct text){0});
    for (size_t i = 0; i < run->register_->field_count; i++) {
        const struct field_definition *field = &run->register_->fields[i];
        bool by_group = field->kind == FIELD_UNIT && on->groups > 0;
        if (field->required && !field->retired && !by_group && !has_field(table, field))
            problem_add(run->problems, place, "intake.column-missing", field->title.vi, field->name);
    }
}

/* No column is surely one of the register's, and few are near: it is another list, and one sentence says so, not one for each column. */
static bool is_foreign(const struct source_table *table)
{
    size_t near = 0;
    for (size_t i = 0; i < table->table->column_count; i++) {
        const struct column_match *match = &table->matches[i];
        if (match->certainty == MATCH_SURE && match->kind != COLUMN_PASSED_OVER)
            return false;
        near += match->certainty == MATCH_LIKELY;
    }
    return near * FOREIGN_PART <= table->table->column_count;
}

static void check_foreign(struct intake_run *run, const struct source_table *table)
{
    enum { SHOWN = 4 };
    const struct sheet_table *on = table->table;
    struct text titles[SHOWN];
    size_t count = 0;
    for (size_t i = 0; i < on->column_count && count < SHOWN; i++)
        titles[count++] = text_format(run->arena, "“%.*s”", TEXT_ARGS(column_title(run->arena, &on->columns[i])));
    problem_add(run->problems, source_place(&run->source, table, on->heading_last, on->first_column), "intake.foreign",
                text_join(run->arena, titles, count, TEXT(", ")), run->register_->title.vi);
}

/* What is never taken is named first, on a foreign list too. */
static void check_table(struct intake_run *run, const struct source_table *table)
{
    const struct sheet_table *on = table->table;
    size_t errors = run->problems->errors;
    bool foreign = is_foreign(table);
    if (on->sideways) {
        problem_add(run->problems, source_place(&run->source, table, on->heading_first, on->first_column), "intake.sideways", (struct text){0},
                    (struct text){0});
        return;
    }
    for (size_t k = 0; k < on->column_count; k++)
        check_column(run, table, k, foreign);
    if (foreign && run->problems->errors == errors)
        check_foreign(run, table);
    else if (!foreign && !in_doubt(table))
        check_missing(run, table);
}

void columns_check(struct intake_run *run)
{
    size_t taken = 0, rows = 0;
    for (size_t i = 0; i < run->source.tables.count; i++) {
        const struct source_table *table = run->source.tables.items[i];
        if (!table->taken)
            continue;
        taken++;
        rows += table->table->rows;
        check_table(run, table);
    }
    if (run->problems->errors == 0 && (taken == 0 || rows == 0))
        problem_add(run->problems, (struct place){.file = run->request->file_name, .line = 1}, "intake.empty", (struct text){0},
                    (struct text){0});
}

/* ---- for pages ---- */

void columns_letters(struct intake_run *run)
{
    static const enum old_text KNOWN[] = {OLD_TEXT_UNICODE, OLD_TEXT_CP1258, OLD_TEXT_TCVN3, OLD_TEXT_VNI};
    for (size_t i = 0; i < run->source.tables.count && run->request->letters; i++) {
        const struct source_table *table = run->source.tables.items[i];
        for (size_t k = 0; k < table->table->column_count; k++) {
            struct table_column *column = &table->table->columns[k];
            struct text said = node_text_at(run->request->letters, column_title(run->arena, column).bytes);
            for (size_t one = 0; one < LENGTH_OF(KNOWN); one++)
                if (said.length > 0 && text_is(said, old_text_word(KNOWN[one]))) {
                    column->letters_told = true;
                    column->letters = KNOWN[one];
                }
        }
    }
}

struct node *columns_node(const struct intake_run *run)
{
    struct node *list = node_list(run->arena);
    for (size_t i = 0; i < run->source.tables.count; i++) {
        const struct source_table *table = run->source.tables.items[i];
        for (size_t k = 0; table->taken && k < table->table->column_count; k++) {
            struct node *one = node_append(list, node_map(run->arena));
            struct text name = column_name(&table->matches[k]);
            node_put(one, "column", node_text(run->arena, column_title(run->arena, &table->table->columns[k])));
            if (name.length > 0)
                node_put(one, "field", node_text(run->arena, name));
        }
    }
    return list;
}

static struct text samples(struct arena *arena, const struct column_holds *holds)
{
    enum { SHOWN = 3, SHOWN_POINTS = 60 };
    size_t count = holds->sample_count < SHOWN ? holds->sample_count : SHOWN;
    struct text shown[SHOWN];
    for (size_t i = 0; i < count; i++)
        shown[i] = text_points(holds->samples[i]) > SHOWN_POINTS ? TEXT("…") : holds->samples[i];
    return text_join(arena, shown, count, TEXT(" · "));
}

static void put_reading(struct node *readings, enum old_text letters, struct text text)
{
    struct node *one = node_append(readings, node_map(readings->arena));
    node_put(one, "word", node_text(readings->arena, text_of(old_text_word(letters))));
    node_put(one, "text", node_text(readings->arena, text));
}

/* Where a column's texts are in old letters, or it is not sure: the first such cell as read, and how it may be read. */
static void put_letters(struct arena *arena, struct node *one, const struct table_column *column)
{
    struct old_text_cell cell = {0};
    bool asked = false;
    for (size_t i = 0; i < column->holds.sample_count && !asked; i++) {
        cell = old_text_read(arena, &column->holds.old, column->holds.samples[i]);
        asked = cell.encoding == OLD_TEXT_UNSURE ? cell.proposals_count > 0 : cell.encoding != OLD_TEXT_UNICODE;
    }
    if (!asked && !column->letters_told)
        return;
    struct node *letters = node_put(one, "reading", node_map(arena)), *readings = node_put(letters, "readings", node_list(arena));
    node_put(letters, "chosen", node_text(arena, column->letters_told ? text_of(old_text_word(column->letters)) : (struct text){0}));
    node_put(letters, "read", node_text(arena, cell.read));
    if (asked && cell.encoding != OLD_TEXT_UNSURE)
        put_reading(readings, cell.encoding, cell.text);
    for (size_t i = 0; asked && cell.encoding == OLD_TEXT_UNSURE && i < cell.proposals_count; i++)
        put_reading(readings, cell.proposals[i].encoding, cell.proposals[i].text);
}

static void put_column(const struct intake_run *run, struct node *list, const struct source_table *table, size_t index)
{
    static const char *const CERTAINTY[] = {"none", "unsure", "likely", "sure"};
    struct arena *arena = run->arena;
    const struct table_column *column = &table->table->columns[index];
    const struct column_match *match = &table->matches[index];
    struct node *one = node_append(list, node_map(arena));
    node_put(one, "title", node_text(arena, column_title(arena, column)));
    node_put(one, "letters", node_text(arena, place_cell(arena, 0, column->column + 1)));
    node_put(one, "field", node_text(arena, column_name(match)));
    node_put(one, "certainty", node_text(arena, text_of(CERTAINTY[match->twice ? MATCH_UNSURE : match->certainty])));
    put_letters(arena, one, column);
    node_put(one, "samples", node_text(arena, samples(arena, &column->holds)));
}

struct node *tables_node(const struct intake_run *run)
{
    struct arena *arena = run->arena;
    struct node *list = node_list(arena);
    for (size_t i = 0; i < run->source.tables.count; i++) {
        const struct source_table *table = run->source.tables.items[i];
        struct node *one = node_append(list, node_map(arena));
        node_put(one, "name", node_text(arena, source_table_name(arena, table)));
        node_put(one, "sheet", node_text(arena, table->sheet_name));
        node_put(one, "heading", node_whole(arena, table->table->heading_last));
        node_put(one, "rows", node_whole(arena, (int64_t)table->table->rows));
        node_put(one, "hidden", node_whole(arena, (int64_t)table->table->hidden));
        node_put(one, "taken", node_truth(arena, table->taken));
        struct node *columns = node_put(one, "columns", node_list(arena));
        for (size_t k = 0; k < table->table->column_count; k++)
            put_column(run, columns, table, k);
    }
    return list;
}
