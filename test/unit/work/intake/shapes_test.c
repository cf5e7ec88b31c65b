/* shapes_test.c — sheets as wards keep them (test/sheets): what is found on each, and what every row comes to. */
#include "support/house/house.h"
#include "work/intake/empty_sheet.h"
#include "work/intake/intake_inside.h"
#include "work/intake/paste.h"

#include "base/file.h"
#include "engine/codec/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MAX = 4 << 20, OUT_MAX = 1 << 20, PROBLEMS_MAX = 50 };

/* NN-name.txt, as tools/make_sheets.py says. */
struct shape {
    struct text name; /* the path without its ending */
    struct text kind, register_name, unit;
    struct node *map; /* what a person would say */
    struct text bytes, file_name;
};

struct tally {
    size_t shapes, shapes_right, rows, rows_right, cells, cells_right, columns, columns_right;
};

static struct text read_file(struct arena *arena, struct text name, const char *ending)
{
    struct text bytes;
    struct failure why;
    struct text path = text_format(arena, "%.*s%s", TEXT_ARGS(name), ending);
    if (!file_read(arena, path.bytes, FILE_MAX, &bytes, &why))
        return (struct text){0};
    return bytes;
}

static void read_shape(struct arena *arena, const char *path, struct shape *shape)
{
    struct text line, word, name = text_of(path);
    *shape = (struct shape){.name = text_copy(arena, text_part(name, 0, name.length - 4)), .map = node_map(arena)};
    for (struct text rest = read_file(arena, shape->name, ".txt"); text_next(&rest, '\n', &line);) {
        struct text value = line, title;
        (void)text_next(&value, ' ', &word);
        if (text_is(word, "file"))
            shape->kind = value;
        else if (text_is(word, "register"))
            shape->register_name = value;
        else if (text_is(word, "unit"))
            shape->unit = value;
        else if (text_is(word, "map") && text_next(&value, '=', &title))
            node_put_text(shape->map, text_trimmed(title), node_text(arena, text_trimmed(value)));
    }
    struct text ending = text_format(arena, ".%.*s", TEXT_ARGS(shape->kind));
    shape->bytes = read_file(arena, shape->name, ending.bytes);
    shape->file_name = text_is(shape->kind, "paste") ? TEXT("paste.csv") : text_format(arena, "shape%s", ending.bytes);
    if (text_is(shape->kind, "paste"))
        shape->bytes = paste_to_sheet(arena, shape->bytes);
}

/* ---- what was found, a line of JSON for each thing ---- */

struct found {
    struct arena *arena;
    struct list lines; /* struct node * */
};

static struct node *add_line(struct found *found, struct text sheet, struct text at)
{
    struct node *line = node_map(found->arena);
    node_put(line, "at", node_text(found->arena, sheet.length > 0 ? text_format(found->arena, "%.*s!%.*s", TEXT_ARGS(sheet), TEXT_ARGS(at)) : at));
    list_add(&found->lines, found->arena, line);
    return line;
}

static struct text digits(struct arena *arena, uint32_t number)
{
    return text_format(arena, "%u", number);
}

static void tell_columns(struct found *found, const struct intake_run *run)
{
    static const char *const CERTAINTY[] = {"", "?", "~", ""};
    for (size_t i = 0; i < run->source.tables.count; i++) {
        const struct source_table *table = run->source.tables.items[i];
        if (!table->taken)
            continue;
        struct node *line = add_line(found, table->sheet_name, sheet_address(found->arena, table->table->first_column, table->table->heading_first));
        struct node *columns = node_put(line, "columns", node_map(found->arena));
        for (size_t k = 0; k < table->table->column_count; k++) {
            struct text title = column_title(found->arena, &table->table->columns[k]);
            if (node_find(columns, title))
                title = text_format(found->arena, "%.*s (%zu)", TEXT_ARGS(title), k + 1);
            node_put_text(columns, title,
                          node_text(found->arena, text_format(found->arena, "%s%.*s%s", CERTAINTY[table->matches[k].certainty],
                                                              TEXT_ARGS(column_name(&table->matches[k])), table->matches[k].twice ? " twice" : "")));
        }
    }
}

static void tell_problems(struct found *found, const struct problems *problems)
{
    for (size_t i = 0; i < problems->count; i++) {
        const struct problem *problem = &problems->items[i];
        struct text at = problem->place.column > 0 ? sheet_address(found->arena, problem->place.column - 1, problem->place.line)
                                                   : digits(found->arena, problem->place.line);
        struct node *line = add_line(found, problem->place.sheet, at);
        node_put(line, problem->weight == PROBLEM_ERROR ? "problem" : "warning", node_text(found->arena, text_of(problem->code)));
    }
}

static void tell_record(struct found *found, const struct intake_run *run, const struct source_row *row, const struct typed_row *typed)
{
    struct node *line = add_line(found, row->table->sheet_name, digits(found->arena, row->row->number));
    const struct record *record = &typed->record;
    node_put(line, "unit", node_text(found->arena, record->unit ? record->unit->code : TEXT("")));
    if (!text_equal(record->state, run->register_->states[0].code))
        node_put(line, "state", node_text(found->arena, text_copy(found->arena, record->state)));
    for (size_t i = 0; i < run->register_->field_count; i++) {
        const struct field_definition *field = &run->register_->fields[i];
        struct text value = record_value_machine(found->arena, field, &record->values[field->slot], run->house->units);
        if (value.length > 0)
            node_put_text(line, field->name, node_text(found->arena, text_copy(found->arena, value)));
    }
}

static void tell_row(struct found *found, struct intake_run *run, const struct source_row *row)
{
    struct failure why;
    struct typed_row typed = {0};
    const char *left = row->role == ROW_DATA ? "not taken" : row_role_word(row->role);
    if (row->role == ROW_DATA && row->table->taken) {
        struct arena *CLOSING(arena) scratch = arena_open();
        if (!row_read(run, scratch, row, &typed, &why))
            fail_msg("%s", why.text);
        if (!typed.blank && typed.sound) {
            tell_record(found, run, row, &typed);
            return;
        }
        left = typed.blank ? "blank" : "wrong";
    }
    struct text sheet = row->table ? row->table->sheet_name : (struct text){0};
    struct node *line = add_line(found, sheet, digits(found->arena, row->row->number));
    node_put(line, "left_out", node_text(found->arena, text_of(left)));
}

/* ---- a shape is read as a person would have it read ---- */

static void survey(struct intake_run *run, const struct node *map)
{
    const struct intake_request *request = run->request;
    const struct source_asking asking = {.columns = {run->register_, run->house->units, run->today, map}};
    source_survey(run->arena, request->file_name, request->bytes, &asking, &run->source, run->problems);
}

/* What was likely is said yes to, and what nobody knows is passed over. */
static const struct node *confirmed(struct intake_run *run, const struct shape *shape)
{
    struct node *map = node_map(run->arena);
    for (size_t i = 0; i < run->source.tables.count; i++) {
        const struct source_table *table = run->source.tables.items[i];
        for (size_t k = 0; table->taken && k < table->table->column_count; k++) {
            struct text title = column_title(run->arena, &table->table->columns[k]);
            const struct node *said = node_find(shape->map, title);
            bool known = table->matches[k].certainty >= MATCH_LIKELY;
            if (said || !node_find(map, title))
                node_put_text(map, title, said ? node_text(run->arena, said->text)
                                               : node_text(run->arena, known ? column_name(&table->matches[k]) : TEXT("-")));
        }
    }
    return map;
}

static size_t read_rows(struct found *found, struct intake_run *run)
{
    struct source_reader *reader = source_open(&run->source);
    struct source_row row;
    size_t before = found->lines.count, records = 0;
    while (source_next(reader, &row))
        tell_row(found, run, &row);
    source_close(reader);
    for (size_t i = before; i < found->lines.count; i++)
        records += node_find(found->lines.items[i], TEXT("left_out")) == NULL;
    return records;
}

/* The whole import must come to the same number of records. */
static void import_agrees(struct test_house *house, struct intake_request *request, const struct node *map, size_t records, const char *name)
{
    struct intake_answer answer;
    struct failure why;
    request->map = map;
    request->dry_run = true;
    if (!intake_import(house->instance, request, house->arena, &answer, &why))
        fail_msg("%s: %s", name, why.text);
    assert_int_equal(answer.counts.added, records);
    /* Totals in are totals out: every row is somewhere. */
    int64_t rows = answer.counts.added + answer.counts.changed + answer.counts.same + answer.counts.wrong + answer.counts.blank;
    for (size_t i = 0; i < LENGTH_OF(answer.counts.left_out); i++)
        rows += answer.counts.left_out[i];
    assert_int_equal(answer.counts.read, rows);
}

static void find_all(struct test_house *house, const struct shape *shape, struct found *found)
{
    struct problems problems;
    struct intake_request request = {.register_name = shape->register_name, .unit = shape->unit, .file_name = shape->file_name,
                                     .bytes = shape->bytes, .viewer = &house->owner};
    struct intake_run run = {.request = &request, .arena = found->arena, .problems = &problems, .today = instance_today(house->instance),
                             .house = house_now(house), .shown = node_list(found->arena)};
    problems_init(&problems, found->arena, PROBLEMS_MAX);
    run.register_ = definition_register(run.house->definition, shape->register_name);
    assert_non_null(run.register_);
    run.writers = map_make(found->arena);
    run.may_write = map_make(found->arena);
    run.unit = shape->unit.length > 0 ? writer_of_code(&run, shape->unit) : NULL;
    survey(&run, NULL);
    tell_columns(found, &run);
    const struct node *map = confirmed(&run, shape);
    problems_init(&problems, found->arena, PROBLEMS_MAX);
    survey(&run, map);
    if (problems.errors == 0)
        columns_check(&run);
    size_t records = problems.errors == 0 ? read_rows(found, &run) : 0;
    tell_problems(found, &problems);
    import_agrees(house, &request, map, records, shape->name.bytes);
}

/* ---- against what must come out ---- */

static const struct node *line_at(struct list *lines, size_t index)
{
    return index < lines->count ? lines->items[index] : NULL;
}

static void count_cells(struct tally *tally, const struct node *want, const struct node *got)
{
    const struct node *columns = node_find(want, TEXT("columns")), *at = node_find(got, TEXT("at"));
    bool row = !columns && !node_find(want, TEXT("problem")) && !node_find(want, TEXT("warning"));
    bool same = at && text_equal(node_text_at(want, "at"), at->text);
    size_t right = 0, all = 0;
    const struct node *of = columns ? columns : want, *in = columns ? node_find(got, TEXT("columns")) : got;
    for (size_t i = 0; i < node_count(of); i++) {
        if (text_is(of->map.entries[i].key, "at"))
            continue;
        all++;
        const struct node *value = in ? node_find(in, of->map.entries[i].key) : NULL;
        right += same && value && text_equal(value->text, of->map.entries[i].value->text);
    }
    tally->rows += row;
    tally->rows_right += row && right == all && node_count(got) == node_count(want);
    *(columns ? &tally->columns : &tally->cells) += columns || row ? all : 0;
    *(columns ? &tally->columns_right : &tally->cells_right) += columns || row ? right : 0;
}

static struct text written(struct arena *arena, const struct node *line)
{
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, OUT_MAX);
    if (line)
        json_write(&out, line);
    return text_copy(arena, buffer_text(&out));
}

static void accept(struct arena *arena, const struct shape *shape, struct list *got)
{
    struct buffer CLOSING(buffer) out;
    struct failure why;
    buffer_init(&out, OUT_MAX);
    for (size_t i = 0; i < got->count; i++)
        buffer_add_format(&out, "%.*s\n", TEXT_ARGS(written(arena, got->items[i])));
    if (!file_replace(text_format(arena, "%.*s.expected", TEXT_ARGS(shape->name)).bytes, buffer_text(&out), &why))
        fail_msg("%s", why.text);
}

static void compare(struct arena *arena, const struct shape *shape, struct list *got, struct tally *tally)
{
    struct problems problems;
    struct text line;
    size_t index = 0;
    bool same = true;
    problems_init(&problems, arena, PROBLEMS_MAX);
    for (struct text rest = read_file(arena, shape->name, ".expected"); text_next(&rest, '\n', &line); index++) {
        struct node *want;
        if (line.length == 0 || !json_read(arena, shape->name, line, &want, &problems))
            fail_msg("%s.expected:%zu is no JSON", shape->name.bytes, index + 1);
        const struct node *have = line_at(got, index);
        struct text wanted = written(arena, want), had = written(arena, have);
        count_cells(tally, want, have);
        if (same && !text_equal(wanted, had))
            print_message("# %s.expected:%zu\n#   want %s\n#   got  %s\n", strrchr(shape->name.bytes, '/') + 1, index + 1, wanted.bytes, had.bytes);
        same = same && text_equal(wanted, had);
    }
    same = same && index == got->count && index > 0;
    if (!same && index != got->count)
        print_message("# %s: %zu lines wanted, %zu found\n", strrchr(shape->name.bytes, '/') + 1, index, got->count);
    tally->shapes++;
    tally->shapes_right += same;
}

static void every_shape_comes_out_as_it_must(void **state)
{
    struct test_house *house = *state;
    struct tally tally = {0};
    glob_t paths;
    const char *only = getenv("DANVAN_GOLDEN_ONLY");
    assert_int_equal(glob(DANVAN_SHEETS "/*.txt", 0, NULL, &paths), 0);
    for (size_t i = 0; i < paths.gl_pathc; i++) {
        struct arena *CLOSING(arena) arena = arena_open();
        struct found found = {.arena = arena};
        struct shape shape;
        if (only && !strstr(paths.gl_pathv[i], only))
            continue;
        read_shape(arena, paths.gl_pathv[i], &shape);
        find_all(house, &shape, &found);
        if (getenv("DANVAN_GOLDEN_ACCEPT"))
            accept(arena, &shape, &found.lines);
        compare(arena, &shape, &found.lines, &tally);
    }
    globfree(&paths);
    print_message("# shapes %zu of %zu, columns %zu of %zu, rows %zu of %zu, cells %zu of %zu\n", tally.shapes_right, tally.shapes,
                  tally.columns_right, tally.columns, tally.rows_right, tally.rows, tally.cells_right, tally.cells);
    assert_int_equal(tally.shapes_right, tally.shapes);
}

static void the_empty_sheet_of_every_register_is_read_without_asking(void **state)
{
    struct test_house *house = *state;
    const struct viewer *desk = house_person(house, "tiepdan", ROLE_RECEPTION, "01.ubnd"); /* registers with handlers are theirs */
    const struct definition *definition = house_now(house)->definition;
    for (size_t i = 0; i < definition->register_count; i++) {
        const struct viewer *viewer = definition->registers[i].handled_by_count > 0 ? desk : &house->owner;
        if (definition->registers[i].discreet) /* never brought in bulk */
            continue;
        struct arena *CLOSING(arena) arena = arena_open();
        struct problems problems;
        struct intake_request request = {.register_name = definition->registers[i].name, .file_name = TEXT("empty.xlsx"), .viewer = viewer};
        struct intake_run run = {.request = &request, .arena = arena, .problems = &problems, .today = instance_today(house->instance),
                                 .house = house_now(house), .register_ = &definition->registers[i]};
        struct failure why;
        problems_init(&problems, arena, PROBLEMS_MAX);
        if (!empty_sheet_make(house->instance, request.register_name, viewer, arena, &request.bytes, &why))
            fail_msg("%s", why.text);
        survey(&run, NULL);
        assert_int_equal(problems.count, 0);
        assert_int_equal(run.source.tables.count, 1);
        const struct source_table *table = run.source.tables.items[0];
        for (size_t k = 0; k < table->table->column_count; k++)
            assert_int_equal(table->matches[k].certainty, MATCH_SURE);
    }
}

static int setup(void **state)
{
    struct test_house *house = test_malloc(sizeof *house);
    house_open_packs(house);
    house_at(house, 2021, 12, 31);
    *state = house;
    return 0;
}

static int teardown(void **state)
{
    house_close(*state);
    test_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_shape_comes_out_as_it_must, setup, teardown),
        cmocka_unit_test_setup_teardown(the_empty_sheet_of_every_register_is_read_without_asking, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
