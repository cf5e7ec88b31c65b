/* columns.c — what the headings of the tables taken say, and what is missing or in doubt there. */
#include "work/intake/intake_inside.h"

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

static void check_column(struct intake_run *run, const struct source_table *table, size_t index)
{
    const struct table_column *column = &table->table->columns[index];
    const struct column_match *match = &table->matches[index];
    struct place place = source_place(&run->source, table, table->table->heading_last, column->column);
    struct text title = column_title(run->arena, column);
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
    bool unit = run->unit != NULL;
    for (size_t i = 0; i < on->column_count; i++)
        unit = unit || table->matches[i].kind == COLUMN_UNIT;
    if (!unit)
        problem_add(run->problems, place, "intake.no-unit", (struct text){0}, (struct text){0});
    for (size_t i = 0; i < run->register_->field_count; i++) {
        const struct field_definition *field = &run->register_->fields[i];
        if (field->required && !field->retired && !has_field(table, field))
            problem_add(run->problems, place, "intake.column-missing", field->title.vi, field->name);
    }
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
        for (size_t k = 0; k < table->table->column_count; k++)
            check_column(run, table, k);
        if (!in_doubt(table))
            check_missing(run, table);
    }
    if (run->problems->errors == 0 && (taken == 0 || rows == 0))
        problem_add(run->problems, (struct place){.file = run->request->file_name, .line = 1}, "intake.empty", (struct text){0},
                    (struct text){0});
}

/* ---- for pages ---- */

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
