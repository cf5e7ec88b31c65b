/* row.c — one row: its cells read as a record is read, its problems at their cells. */
#include "work/intake/intake_inside.h"

#include "work/intake/cell_value.h"

enum { PARTS_MAX = 200, ROW_PROBLEMS_MAX = 20, WARNINGS_MAX = 50 };

#define BETWEEN_VALUES ';'

static struct place place_of(const struct intake_run *run, const struct source_row *row, size_t column)
{
    return source_place(&run->source, row->table, row->row->number, row->table->table->columns[column].column);
}

/* The values of one cell: several, apart by ";", where the field takes several. */
static size_t cell_values(const struct field_definition *field, struct text given, struct text *values)
{
    size_t count = 0;
    if (!field->many) {
        values[0] = given;
        return 1;
    }
    while (count < PARTS_MAX && text_next(&given, BETWEEN_VALUES, &values[count]))
        count++;
    return count;
}

/* Several values are written below each other too, and, where no ";" stands and the whole is none of them, apart by commas. */
static struct text many_apart(const struct intake_run *run, struct arena *scratch, const struct field_definition *field, struct day on,
                              struct text given)
{
    struct problems unseen;
    struct record_value read;
    if (!field->many)
        return given;
    given = text_replace(scratch, given, TEXT("\n"), TEXT(";"));
    if (text_contains(given, TEXT(";")) || !text_contains(given, TEXT(",")))
        return given;
    struct text values[1] = {given};
    problems_init(&unseen, scratch, 1);
    if (record_read_value(scratch, field, values, 1, run->house->definition, run->house->units, on, (struct place){0}, &read, &unseen))
        return given;
    return text_replace(scratch, given, TEXT(","), TEXT(";"));
}

/* ---- cells ---- */

/* A state by its code, or by its title in either language. */
static void read_state(struct intake_run *run, struct arena *scratch, const struct source_row *row, size_t column, struct typed_row *typed)
{
    struct text given = cell_people(scratch, row->cells[column]);
    const struct register_definition *register_ = run->register_;
    if (given.length == 0)
        return;
    for (size_t i = 0; i < register_->state_count; i++) {
        const struct state_definition *state = &register_->states[i];
        if (text_equal(state->code, given) || text_equal(state->title.vi, given) || text_equal(state->title.en, given)) {
            typed->record.state = state->code;
            return;
        }
    }
    problem_add(run->problems, place_of(run, row, column), "act.unknown-state", given, (struct text){0});
}

/* Doubtful letters are told of words alone: of all else a wrong reading is a problem. */
static const struct sheet_cell *joined(struct intake_run *run, struct arena *scratch, const struct source_row *row, size_t column)
{
    const struct field_definition *field = row->table->matches[column].field;
    bool words = field->kind == FIELD_TEXT || field->kind == FIELD_LONG_TEXT, doubtful;
    const struct sheet_cell *cell = source_cell(scratch, row, column, &doubtful);
    if (doubtful && (words || row->table->table->columns[column].letters_told) && run->problems->warnings < WARNINGS_MAX)
        problem_warn(run->problems, place_of(run, row, column), "intake.old-text", (struct text){0}, (struct text){0});
    return cell;
}

static void read_field(struct intake_run *run, struct arena *scratch, const struct source_row *row, size_t column, struct typed_row *typed)
{
    const struct field_definition *field = row->table->matches[column].field;
    struct place place = place_of(run, row, column);
    struct text values[PARTS_MAX], said;
    if (!cell_say(scratch, field, joined(run, scratch, row, column), place, &said, run->problems))
        return;
    said = named_number(run, scratch, field, typed->record.unit, many_apart(run, scratch, field, typed->on, said));
    typed->said[field->slot] = said;
    size_t count = cell_values(field, said, values);
    struct record_value read;
    /* A refused value is a problem already; the field stays unknown. */
    if (record_read_value(scratch, field, values, count, run->house->definition, run->house->units, typed->on, place, &read,
                          run->problems))
        typed->record.values[field->slot] = read;
}

/* "I. Phường Bồ Đề" above the rows says the place of each, where no column does. */
static void read_group(struct intake_run *run, struct arena *scratch, const struct source_row *row, struct typed_row *typed)
{
    for (size_t i = 0; i < run->register_->field_count && row->group.length > 0; i++) {
        const struct field_definition *field = &run->register_->fields[i];
        struct problems unseen;
        struct record_value read;
        problems_init(&unseen, scratch, 1);
        if (field->kind != FIELD_UNIT || field == run->register_->joint || field->retired || typed->said[field->slot].length > 0)
            continue;
        struct text values[1] = {row->group};
        if (record_read_value(scratch, field, values, 1, run->house->definition, run->house->units, typed->on, (struct place){0}, &read, &unseen)) {
            typed->record.values[field->slot] = read;
            typed->said[field->slot] = row->group;
            return;
        }
    }
}

/* The row's own day comes first, for units are those of that day; its problems are told when its cell is read in turn. */
static struct day day_of_row(struct intake_run *run, struct arena *scratch, const struct source_row *row, struct typed_row *typed)
{
    struct problems *told = run->problems, unseen;
    const struct field_definition *field = run->register_->day;
    problems_init(&unseen, scratch, 1);
    run->problems = &unseen;
    for (size_t i = 0; i < row->table->table->column_count; i++)
        if (row->table->matches[i].field == field && !row->table->matches[i].continues)
            read_field(run, scratch, row, i, typed);
    run->problems = told;
    struct value day = typed->record.values[field->slot].value;
    typed->record.values[field->slot] = (struct record_value){.value = value_unknown()};
    return day.kind == VALUE_DAY ? day.day : run->today;
}

static void read_cells(struct intake_run *run, struct arena *scratch, const struct source_row *row, struct typed_row *typed)
{
    for (size_t i = 0; i < row->table->table->column_count; i++) {
        if (row->table->matches[i].kind == COLUMN_STATE)
            read_state(run, scratch, row, i, typed);
        else if (row->table->matches[i].kind == COLUMN_FIELD && !row->table->matches[i].continues)
            read_field(run, scratch, row, i, typed);
    }
    read_group(run, scratch, row, typed);
}

/* ---- who writes ---- */

/* Above rows only an organisation itself speaks for them: "I. Phường Bồ Đề" is the place of each, not who writes. */
static const struct unit *unit_of_group(struct intake_run *run, struct arena *scratch, const struct source_row *row, struct day day)
{
    const struct writer *writer = row->group.length > 0 ? writer_find(run, scratch, row->group, day) : NULL;
    return writer && writer->unit ? writer->unit : run->unit;
}

/* Permission is asked once for each organisation. */
static bool check_permission(struct intake_run *run, const struct unit *unit, struct failure *why)
{
    if (map_find(run->may_write, unit->code) == unit)
        return true;
    if (run->register_->discreet || !account_may_write(run->request->viewer, run->register_, unit))
        return FAIL(why, FAILURE_DENIED, "this person may not write in this register for %.*s", TEXT_ARGS(unit->code));
    map_put(run->may_write, unit->code, (void *)(uintptr_t)unit); /* never written through */
    return true;
}

static void refuse_writer(struct intake_run *run, struct text said, const struct writer *writer, struct place place)
{
    struct text title = run->register_->title.vi;
    if (!writer || writer->count == 0) {
        problem_add(run->problems, place, "intake.unit", said, title);
        return;
    }
    const struct text arguments[4] = {said, title, unit_proposals(run->arena, writer->proposals, writer->count),
                                      writer->gone ? writer->gone->name.vi : (struct text){0}};
    problem_add_all(run->problems, PROBLEM_ERROR, place, writer->gone ? "record.unit-gone" : "record.unsure-unit", arguments);
}

static bool take_unit(struct intake_run *run, struct arena *scratch, const struct source_row *row, struct typed_row *typed,
                      struct failure *why)
{
    const struct writer *writer = NULL;
    struct text said = {0};
    size_t column = 0;
    bool doubtful;
    for (size_t i = 0; i < row->table->table->column_count && said.length == 0; i++)
        if (row->table->matches[i].kind == COLUMN_UNIT) {
            column = i;
            said = cell_people(scratch, source_cell(scratch, row, i, &doubtful));
        }
    if (said.length > 0)
        writer = writer_find(run, scratch, said, typed->on);
    typed->record.unit = writer ? writer->unit : unit_of_group(run, scratch, row, typed->on);
    if (typed->record.unit)
        return check_permission(run, typed->record.unit, why);
    refuse_writer(run, said, writer, place_of(run, row, column));
    return true;
}

/* An empty cell taken for the one above is said, for it may have been forgotten. */
static void tell_as_above(struct intake_run *run, struct arena *scratch, const struct source_row *row)
{
    for (size_t i = 0; i < row->table->table->column_count; i++)
        if (row->as_above[i] && run->problems->warnings < WARNINGS_MAX)
            problem_warn(run->problems, place_of(run, row, i), "intake.as-above", cell_people(scratch, row->cells[i]), (struct text){0});
}

/* ---- the whole row ---- */

static size_t column_of(const struct source_row *row, struct text field)
{
    for (size_t i = 0; i < row->table->table->column_count; i++)
        if (row->table->matches[i].field && text_equal(row->table->matches[i].field->name, field))
            return i;
    return 0;
}

/* What the whole record has wrong, at the column of the field it speaks of. */
static void check_record(struct intake_run *run, struct arena *scratch, const struct source_row *row, const struct record *record)
{
    struct problems found;
    problems_init(&found, scratch, ROW_PROBLEMS_MAX);
    record_check(record, &found);
    for (size_t i = 0; i < found.count; i++)
        /* A million notes must not push the errors out of the list. */
        if (found.items[i].weight == PROBLEM_ERROR || run->problems->warnings < WARNINGS_MAX)
            problem_add_all(run->problems, found.items[i].weight, place_of(run, row, column_of(row, found.items[i].place.field)),
                            found.items[i].code, found.items[i].arguments);
}

/* A row that holds nothing but its running number is none; what a merged cell gives it from above says nothing. */
static bool is_blank(const struct source_row *row)
{
    for (size_t i = 0; i < row->table->table->column_count; i++) {
        const struct sheet_cell *cell = row_cell(row->row, row->table->table->columns[i].column);
        if (row->table->matches[i].kind != COLUMN_PASSED_OVER && cell && text_trimmed(cell->text).length > 0)
            return false;
    }
    return true;
}

bool row_read(struct intake_run *run, struct arena *scratch, const struct source_row *row, struct typed_row *typed, struct failure *why)
{
    const struct register_definition *register_ = run->register_;
    size_t errors = run->problems->errors;
    *typed = (struct typed_row){.blank = is_blank(row) && !row->beyond};
    if (typed->blank)
        return true;
    if (row->beyond)
        problem_add(run->problems, source_place(&run->source, row->table, row->row->number, row->beyond_column), "intake.beyond",
                    (struct text){0}, (struct text){0});
    typed->record = (struct record){.register_ = register_, .units = run->house->units, .day = DAY_NONE, .state = register_->states[0].code,
                                    .values = arena_make_many(scratch, register_->field_count, sizeof *typed->record.values)};
    typed->said = arena_make_many(scratch, register_->field_count, sizeof *typed->said);
    typed->on = run->today;
    typed->on = day_of_row(run, scratch, row, typed);
    if (!take_unit(run, scratch, row, typed, why))
        return false;
    tell_as_above(run, scratch, row);
    read_cells(run, scratch, row, typed);
    struct value day = typed->record.values[register_->day->slot].value;
    typed->record.day = day.kind == VALUE_DAY ? day.day : DAY_NONE;
    if (run->problems->errors == errors)
        check_record(run, scratch, row, &typed->record);
    typed->sound = run->problems->errors == errors;
    return true;
}

/* ---- for the acts ---- */

static bool is_same(const struct record_value *a, const struct record_value *b)
{
    if (a->many_count != b->many_count || !value_same(a->value, b->value))
        return false;
    for (size_t i = 0; i < a->many_count; i++)
        if (!value_same(a->many[i], b->many[i]))
            return false;
    return true;
}

struct node *row_fields(const struct typed_row *typed, struct arena *arena, const struct record *before)
{
    const struct register_definition *register_ = typed->record.register_;
    struct node *fields = node_map(arena);
    struct text values[PARTS_MAX];
    for (size_t i = 0; i < register_->field_count; i++) {
        const struct field_definition *field = &register_->fields[i];
        struct text said = typed->said[i];
        /* A column that is not there says nothing of its field; an empty cell says nothing of a new record's. */
        if (!said.bytes || (before ? is_same(&before->values[i], &typed->record.values[i]) : said.length == 0))
            continue;
        struct node *put = node_put_text(fields, field->name, field->many ? node_list(arena) : node_text(arena, text_copy(arena, said)));
        size_t count = field->many ? cell_values(field, said, values) : 0;
        for (size_t k = 0; k < count; k++)
            node_append(put, node_text(arena, text_copy(arena, values[k])));
    }
    return fields;
}
