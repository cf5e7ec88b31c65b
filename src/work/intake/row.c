/* row.c — one row: its cells read as a record is read, its problems at their columns. */
#include "work/intake/intake_inside.h"

#include "keep/record/record.h"

enum { PARTS_MAX = 200, ROW_PROBLEMS_MAX = 20, WARNINGS_MAX = 50 };

#define BETWEEN_VALUES ';'
static const char ALLOWED[] = "yes";

static struct place cell(const struct sheet *sheet, const struct csv_row *row, size_t column)
{
    return (struct place){.file = sheet->request->file_name, .line = row->line, .column = (uint32_t)column + 1};
}

/* The values of one cell: several, apart by ";", where the field takes several. */
static size_t cell_values(const struct column *column, struct text given, struct text *values)
{
    size_t count = 0;
    if (!column->field->many) {
        values[0] = given;
        return 1;
    }
    while (count < PARTS_MAX && text_next(&given, BETWEEN_VALUES, &values[count]))
        count++;
    return count;
}

static const struct unit *row_unit(const struct sheet *sheet, struct arena *scratch, const struct csv_row *row, size_t *column)
{
    *column = 0;
    for (size_t i = 0; i < sheet->column_count && i < row->count; i++)
        if (sheet->columns[i].kind == COLUMN_UNIT && text_trimmed(row->cells[i]).length > 0) {
            *column = i;
            return writer_find(sheet, scratch, text_trimmed(row->cells[i]));
        }
    return sheet->unit;
}

/* Permission is asked once for each organisation. */
static bool check_permission(struct sheet *sheet, const struct unit *unit, struct failure *why)
{
    if (map_find(sheet->may_write, unit->code))
        return true;
    if (!account_may_write(sheet->request->viewer, sheet->register_, unit))
        return FAIL(why, FAILURE_DENIED, "this person may not write in this register for %.*s", TEXT_ARGS(unit->code));
    map_put(sheet->may_write, unit->code, (void *)(uintptr_t)ALLOWED);
    return true;
}

static void read_state(struct sheet *sheet, const struct csv_row *row, size_t column, struct record *record)
{
    struct text given = text_trimmed(row->cells[column]);
    const struct register_definition *register_ = sheet->register_;
    if (given.length == 0)
        return;
    for (size_t i = 0; i < register_->state_count; i++)
        if (text_equal(register_->states[i].code, given)) {
            record->state = register_->states[i].code;
            return;
        }
    problem_add(sheet->problems, cell(sheet, row, column), "act.unknown-state", given, (struct text){0});
}

static void read_cells(struct sheet *sheet, struct arena *scratch, const struct csv_row *row, struct record *record)
{
    struct text values[PARTS_MAX];
    for (size_t i = 0; i < row->count && i < sheet->column_count; i++) {
        const struct column *column = &sheet->columns[i];
        if (column->kind == COLUMN_STATE)
            read_state(sheet, row, i, record);
        if (column->kind != COLUMN_FIELD)
            continue;
        size_t count = cell_values(column, row->cells[i], values);
        /* A refused value is a problem already; the field stays unknown. */
        if (!record_read_value(scratch, column->field, values, count, sheet->house->definition, sheet->house->units, sheet->today,
                               cell(sheet, row, i), &record->values[column->field->slot], sheet->problems))
            continue;
    }
}

static size_t column_of(const struct sheet *sheet, struct text field)
{
    for (size_t i = 0; i < sheet->column_count; i++)
        if (sheet->columns[i].field && text_equal(sheet->columns[i].field->name, field))
            return i;
    return 0;
}

/* What the whole record has wrong, at the column of the field it speaks of. */
static void check_record(struct sheet *sheet, struct arena *scratch, const struct csv_row *row, const struct record *record)
{
    struct problems found;
    problems_init(&found, scratch, ROW_PROBLEMS_MAX);
    record_check(record, &found);
    for (size_t i = 0; i < found.count; i++)
        /* A million notes must not push the errors out of the list. */
        if (found.items[i].weight == PROBLEM_ERROR || sheet->problems->warnings < WARNINGS_MAX)
            problem_add_all(sheet->problems, found.items[i].weight, cell(sheet, row, column_of(sheet, found.items[i].place.field)),
                            found.items[i].code, found.items[i].arguments);
}

/* A row that holds nothing but its running number is none. */
static bool is_blank(const struct sheet *sheet, const struct csv_row *row)
{
    for (size_t i = 0; i < row->count; i++)
        if ((i >= sheet->column_count || sheet->columns[i].kind != COLUMN_PASSED_OVER) && text_trimmed(row->cells[i]).length > 0)
            return false;
    return true;
}

bool row_check(struct sheet *sheet, struct arena *scratch, const struct csv_row *row, struct failure *why)
{
    size_t unit_column, errors = sheet->problems->errors;
    if (is_blank(sheet, row))
        return true;
    sheet->rows++;
    for (size_t i = sheet->column_count; i < row->count; i++)
        if (text_trimmed(row->cells[i]).length > 0)
            problem_add(sheet->problems, cell(sheet, row, i), "intake.beyond", (struct text){0}, (struct text){0});
    const struct unit *unit = row_unit(sheet, scratch, row, &unit_column);
    if (!unit)
        problem_add(sheet->problems, cell(sheet, row, unit_column), "intake.unit",
                    unit_column < row->count ? text_trimmed(row->cells[unit_column]) : (struct text){0}, sheet->register_->title.vi);
    else if (!check_permission(sheet, unit, why))
        return false;
    struct record record = {.register_ = sheet->register_, .unit = unit, .units = sheet->house->units, .day = DAY_NONE,
                            .state = sheet->register_->states[0].code,
                            .values = arena_make_many(scratch, sheet->register_->field_count, sizeof *record.values)};
    read_cells(sheet, scratch, row, &record);
    struct value day = record.values[sheet->register_->day->slot].value;
    record.day = day.kind == VALUE_DAY ? day.day : DAY_NONE;
    if (unit && sheet->problems->errors == errors)
        check_record(sheet, scratch, row, &record);
    return true;
}

struct node *row_given(const struct sheet *sheet, struct arena *arena, const struct csv_row *row)
{
    struct text values[PARTS_MAX];
    size_t unit_column;
    if (is_blank(sheet, row))
        return NULL;
    const struct unit *unit = row_unit(sheet, arena, row, &unit_column);
    struct node *given = node_map(arena), *fields = node_put(given, "fields", node_map(arena));
    node_put(given, "register", node_text(arena, sheet->register_->name));
    node_put(given, "unit", node_text(arena, unit->code));
    for (size_t i = 0; i < row->count && i < sheet->column_count; i++) {
        const struct column *column = &sheet->columns[i];
        struct text one = text_trimmed(row->cells[i]);
        if (one.length == 0 || column->kind == COLUMN_UNIT || column->kind == COLUMN_PASSED_OVER)
            continue;
        if (column->kind == COLUMN_STATE) {
            node_put(given, "state", node_text(arena, text_copy(arena, one)));
            continue;
        }
        size_t count = cell_values(column, one, values);
        struct node *put = node_put_text(fields, column->field->name, column->field->many ? node_list(arena) : node_text(arena, text_copy(arena, one)));
        for (size_t k = 0; column->field->many && k < count; k++)
            node_append(put, node_text(arena, text_copy(arena, values[k])));
    }
    return given;
}
