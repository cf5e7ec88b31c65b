/* column.c — which column of the sheet is which field, and which organisation a cell names. */
#include "work/intake/intake_inside.h"

static const struct unit AMBIGUOUS; /* stands for a name that several organisations bear */

static struct place cell(const struct sheet *sheet, uint32_t line, size_t column)
{
    return (struct place){.file = sheet->request->file_name, .line = line, .column = (uint32_t)column + 1};
}

static bool is_word(struct text folded, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_is(folded, words[i]))
            return true;
    return false;
}

/* By name, or by title in either language, however it is accented. */
static const struct field_definition *find_field(const struct sheet *sheet, struct text given, struct text folded)
{
    const struct register_definition *register_ = sheet->register_;
    const struct field_definition *found = register_field(register_, given);
    for (size_t i = 0; !found && i < register_->field_count; i++) {
        const struct field_definition *field = &register_->fields[i];
        if (text_equal(text_fold(sheet->arena, field->name), folded) || text_equal(text_fold(sheet->arena, field->title.vi), folded) ||
            text_equal(text_fold(sheet->arena, field->title.en), folded))
            found = field;
    }
    return found && !found->retired ? found : NULL;
}

/* What the request's map makes of a column's title; the title itself when it does not speak of it. */
static struct text mapped(const struct sheet *sheet, struct text given)
{
    const struct node *to = node_find(sheet->request->map, given);
    return to && to->kind == NODE_TEXT ? to->text : given;
}

static bool read_column(struct sheet *sheet, struct text given, struct column *column)
{
    static const char *const UNIT[] = {"unit", "don vi", "ma don vi", "unit code"};
    static const char *const STATE[] = {"state", "trang thai"};
    static const char *const PASSED_OVER[] = {"-", "stt", "tt", "so tt", "so thu tu", "no", "no."};
    struct text name = text_trimmed(mapped(sheet, given)), folded = text_fold(sheet->arena, name);
    const struct field_definition *field = find_field(sheet, name, folded);
    *column = (struct column){COLUMN_FIELD, field, given};
    if (field)
        return true;
    static const struct { enum column_kind kind; const char *const *words; size_t count; } KINDS[] = {
        {COLUMN_UNIT, UNIT, LENGTH_OF(UNIT)}, {COLUMN_STATE, STATE, LENGTH_OF(STATE)}, {COLUMN_PASSED_OVER, PASSED_OVER, LENGTH_OF(PASSED_OVER)},
    };
    for (size_t i = 0; i < LENGTH_OF(KINDS); i++)
        if (is_word(folded, KINDS[i].words, KINDS[i].count)) {
            column->kind = KINDS[i].kind;
            return true;
        }
    return false;
}

static void unknown_column(struct sheet *sheet, struct place place, struct text given)
{
    struct text *titles = arena_make_many(sheet->arena, sheet->register_->field_count, sizeof *titles);
    for (size_t i = 0; i < sheet->register_->field_count; i++)
        titles[i] = sheet->register_->fields[i].title.vi;
    struct text near = text_nearest(given, titles, sheet->register_->field_count);
    if (near.length > 0)
        problem_add(sheet->problems, place, "intake.column-near", given, near);
    else
        problem_add(sheet->problems, place, "intake.column", given,
                    text_join(sheet->arena, titles, sheet->register_->field_count, TEXT(", ")));
}

static bool same_column(const struct column *a, const struct column *b)
{
    return a->kind != COLUMN_PASSED_OVER && a->kind == b->kind && a->field == b->field;
}

static void check_missing(struct sheet *sheet, uint32_t line)
{
    bool unit = sheet->unit != NULL;
    for (size_t k = 0; k < sheet->column_count; k++)
        unit = unit || sheet->columns[k].kind == COLUMN_UNIT;
    if (!unit)
        problem_add(sheet->problems, cell(sheet, line, 0), "intake.no-unit", (struct text){0}, (struct text){0});
    for (size_t i = 0; i < sheet->register_->field_count; i++) {
        const struct field_definition *field = &sheet->register_->fields[i];
        bool there = !field->required || field->retired;
        for (size_t k = 0; !there && k < sheet->column_count; k++)
            there = sheet->columns[k].field == field;
        if (!there)
            problem_add(sheet->problems, cell(sheet, line, 0), "intake.column-missing", field->title.vi, field->name);
    }
}

void columns_read(struct sheet *sheet, const struct csv_row *row)
{
    if (row->count > INTAKE_COLUMNS_MAX) {
        problem_add(sheet->problems, cell(sheet, row->line, INTAKE_COLUMNS_MAX), "csv.columns",
                    text_format(sheet->arena, "%d", INTAKE_COLUMNS_MAX), (struct text){0});
        return;
    }
    sheet->columns = arena_make_many(sheet->arena, row->count, sizeof *sheet->columns);
    sheet->column_count = row->count;
    for (size_t i = 0; i < row->count; i++) {
        struct text given = text_copy(sheet->arena, text_trimmed(row->cells[i]));
        if (!read_column(sheet, given, &sheet->columns[i])) {
            unknown_column(sheet, cell(sheet, row->line, i), given);
            continue;
        }
        for (size_t k = 0; k < i; k++)
            if (same_column(&sheet->columns[k], &sheet->columns[i]))
                problem_add(sheet->problems, cell(sheet, row->line, i), "intake.column-twice", given, (struct text){0});
    }
    check_missing(sheet, row->line);
}

static struct text column_name(const struct column *column)
{
    switch (column->kind) {
    case COLUMN_UNIT:
        return TEXT("unit");
    case COLUMN_STATE:
        return TEXT("state");
    case COLUMN_PASSED_OVER:
        return TEXT("-");
    case COLUMN_FIELD:
        break;
    }
    return column->field ? column->field->name : (struct text){0}; /* none: a problem says so */
}

struct node *columns_node(const struct sheet *sheet)
{
    struct node *list = node_list(sheet->arena);
    for (size_t i = 0; i < sheet->column_count; i++) {
        struct node *one = node_append(list, node_map(sheet->arena));
        struct text name = column_name(&sheet->columns[i]);
        node_put(one, "column", node_text(sheet->arena, sheet->columns[i].title));
        if (name.length > 0)
            node_put(one, "field", node_text(sheet->arena, name));
    }
    return list;
}

/* ---- organisations ---- */

static bool enters(const struct register_definition *register_, const struct unit *unit)
{
    for (size_t i = 0; i < register_->entered_by_count; i++)
        if (text_equal(register_->entered_by[i], unit->kind))
            return true;
    return false;
}

static void put_writer(struct sheet *sheet, struct text key, const struct unit *unit)
{
    const struct unit *there = map_find(sheet->writers, key);
    if (key.length > 0)
        map_put(sheet->writers, key, (void *)(uintptr_t)(there && there != unit ? &AMBIGUOUS : unit)); /* never written through */
}

void writers_index(struct sheet *sheet)
{
    const struct unit_set *all = unit_all(sheet->arena, sheet->house->units, sheet->today);
    sheet->writers = map_make(sheet->arena);
    sheet->may_write = map_make(sheet->arena);
    for (size_t i = 0; i < all->count; i++) {
        const struct unit *unit = all->units[i];
        if (!unit->is_organisation || !enters(sheet->register_, unit))
            continue;
        struct text full = text_fold(sheet->arena, unit->name.vi), brief = text_fold(sheet->arena, unit->short_name.vi);
        put_writer(sheet, unit->code, unit);
        put_writer(sheet, full, unit);
        if (!text_equal(full, brief))
            put_writer(sheet, brief, unit);
    }
}

const struct unit *writer_find(const struct sheet *sheet, struct arena *scratch, struct text given)
{
    const struct unit *found = map_find(sheet->writers, given);
    if (!found)
        found = map_find(sheet->writers, text_fold(scratch, given));
    return found == &AMBIGUOUS ? NULL : found;
}
