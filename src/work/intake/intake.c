/* intake.c — a sheet is surveyed, checked whole, then written part by part. */
#include "work/intake/batch.h"

#include "keep/record/alike.h"
#include "keep/store/store.h"

enum { STEP_ROWS = 1000, COUNT_EACH = 64 };

/* ---- checking ---- */

static void show_row(struct intake_run *run, const struct source_row *row, const struct typed_row *typed, const struct plan *plan)
{
    static const char *const WHAT[] = {[PLAN_ADD] = "added", [PLAN_CHANGE] = "changed", [PLAN_SAME] = "same"};
    struct arena *arena = run->arena;
    if (node_count(run->shown) >= INTAKE_SHOWN_ROWS)
        return;
    struct node *one = node_append(run->shown, node_map(arena)), *values = node_put(one, "values", node_list(arena));
    node_put(one, "row", node_whole(arena, row->row->number));
    node_put(one, "sheet", node_text(arena, row->table->sheet_name));
    node_put(one, "what", node_text(arena, text_of(typed->sound ? WHAT[plan->kind] : "wrong")));
    for (size_t i = 0; i < row->table->table->column_count; i++) {
        const struct field_definition *field = row->table->matches[i].field;
        if (!field || row->table->matches[i].continues)
            continue;
        struct text value = record_value_people(arena, field, &typed->record.values[field->slot], run->house->definition, run->house->units,
                                                run->request->viewer->language);
        struct node *cell = node_append(values, node_map(arena));
        node_put(cell, "title", node_text(arena, title_in(field->title, run->request->viewer->language)));
        node_put(cell, "value", node_text(arena, text_copy(arena, value)));
        /* The value as read stands beside what became of it, where the letters were changed. */
        bool text = row->cells[i] && row->cells[i]->value == SHEET_TEXT && (field->kind == FIELD_TEXT || field->kind == FIELD_LONG_TEXT);
        node_put(cell, "read", node_text(arena, text && !text_equal(text_trimmed(row->cells[i]->text), value)
                                                    ? text_copy(arena, row->cells[i]->text) : (struct text){0}));
    }
}

static void count_row(struct intake_run *run, const struct typed_row *typed, const struct plan *plan)
{
    struct intake_counts *counts = &run->counts;
    if (!typed->sound)
        counts->wrong++;
    else if (plan->kind == PLAN_ADD)
        counts->added++;
    else if (plan->kind == PLAN_CHANGE)
        counts->changed++;
    else
        counts->same++;
}

static bool check_data(struct intake_run *run, struct arena *scratch, struct connection *reading, const struct source_row *row,
                       struct failure *why)
{
    struct typed_row typed;
    struct plan plan = {.kind = PLAN_ADD};
    size_t errors = run->problems->errors;
    if (!row_read(run, scratch, row, &typed, why))
        return false;
    if (typed.blank) {
        run->counts.blank++;
        return true;
    }
    run->counts.hidden += row->row->hidden;
    plan_key(run, scratch, row, &typed);
    typed.sound = run->problems->errors == errors;
    if (typed.sound && !plan_row(run, scratch, reading, &typed, &plan, why))
        return false;
    if (typed.sound && plan.kind == PLAN_ADD && !twin_row(run, reading, row, &typed, why))
        return false;
    sums_row(run, row, &typed);
    count_row(run, &typed, &plan);
    show_row(run, row, &typed, &plan);
    return true;
}

static bool check_row(struct intake_run *run, struct arena *scratch, struct connection *reading, const struct source_row *row,
                      struct failure *why)
{
    run->counts.read++;
    if (row->role == ROW_DATA && row->table->taken)
        return check_data(run, scratch, reading, row, why);
    run->counts.left_out[row->role]++;
    if (row->table && row->table->taken && (row->role == ROW_TOTAL || row->role == ROW_GROUP))
        sums_total(run, scratch, row);
    return true;
}

static int64_t rows_of(const struct intake_run *run)
{
    return run->counts.added + run->counts.changed + run->counts.same + run->counts.wrong;
}

static bool check_rows(struct intake_run *run, struct connection *reading, struct failure *why)
{
    struct source_reader *reader = source_open(&run->source);
    struct arena *scratch = arena_open();
    struct source_row row;
    bool done = true;
    for (int64_t count = 0; done && source_next(reader, &row); count++) {
        if (count % COUNT_EACH == 0) {
            arena_close(scratch);
            scratch = arena_open();
        }
        if (count % STEP_ROWS == 0)
            progress_step(run->request->progress, "check", count < run->source.rows ? count : run->source.rows, run->source.rows);
        done = check_row(run, scratch, reading, &row, why);
        if (run->problems->errors > run->problems->ceiling)
            break;
    }
    arena_close(scratch);
    source_close(reader);
    return done;
}

static bool columns_sure(const struct intake_run *run)
{
    for (size_t i = 0; i < run->source.tables.count; i++) {
        const struct source_table *table = run->source.tables.items[i];
        for (size_t k = 0; table->taken && k < table->table->column_count; k++)
            if (table->matches[k].certainty < MATCH_SURE)
                return false;
    }
    return true;
}

/* Where a column is in doubt and nobody said what it is, what it was the last time under equal headings. */
static bool survey(struct intake_run *run, struct instance *instance, bool *remembered, struct failure *why)
{
    struct source_asking asking = {
        .columns = {run->register_, run->house->units, run->today, run->request->map},
        .sheet_name = run->request->sheet_name,
        .tables = run->request->tables,
    };
    const struct node *map = NULL;
    source_survey(run->arena, run->request->file_name, run->request->bytes, &asking, &run->source, run->problems);
    if (run->problems->errors > 0 || run->request->map || columns_sure(run))
        return true;
    if (!batch_remembered(run, instance, &map, why))
        return false;
    if (!map)
        return true;
    asking.columns.map = map;
    *remembered = true;
    source_survey(run->arena, run->request->file_name, run->request->bytes, &asking, &run->source, run->problems);
    return true;
}

static bool survey_and_letters(struct intake_run *run, struct instance *instance, bool *remembered, struct failure *why)
{
    if (!survey(run, instance, remembered, why))
        return false;
    columns_letters(run);
    return true;
}

static bool check_sheet(struct intake_run *run, struct instance *instance, bool *remembered, struct failure *why)
{
    struct connection *CLOSING(store_read) reading = NULL;
    if (!survey_and_letters(run, instance, remembered, why))
        return false;
    if (run->problems->errors == 0)
        columns_check(run);
    if (run->problems->errors > 0)
        return true;
    if (!store_read_begin(instance_store(instance), &reading, why) || !named_index(run, reading, why) || !check_rows(run, reading, why))
        return false;
    int64_t rows = rows_of(run);
    progress_step(run->request->progress, "check", run->source.rows, run->source.rows);
    if (rows == 0 && run->problems->errors == 0)
        problem_add(run->problems, (struct place){.file = run->request->file_name, .line = 1}, "intake.empty", (struct text){0},
                    (struct text){0});
    return true;
}

/* ---- together ---- */

static bool prepare(struct intake_run *run, struct failure *why)
{
    const struct intake_request *request = run->request;
    const struct definition *definition = run->house->definition;
    run->register_ = definition ? definition_register(definition, request->register_name) : NULL;
    if (!run->register_)
        return FAIL(why, FAILURE_NOT_FOUND, "no register is called %.*s", TEXT_ARGS(request->register_name));
    run->writers = map_make(run->arena);
    run->may_write = map_make(run->arena);
    if (request->unit.length == 0)
        return true;
    run->unit = writer_of_code(run, request->unit);
    return run->unit ||
           FAIL(why, FAILURE_NOT_FOUND, "no organisation that enters this register bears the code %.*s", TEXT_ARGS(request->unit));
}

static bool import(struct instance *instance, struct intake_run *run, struct intake_answer *answer, struct failure *why)
{
    if (!prepare(run, why) || !check_sheet(run, instance, &answer->remembered, why))
        return false;
    answer->rows = rows_of(run);
    answer->counts = run->counts;
    answer->columns = columns_node(run);
    answer->tables = tables_node(run);
    answer->sums = sums_node(run);
    answer->shown = run->shown;
    return run->problems->errors > 0 || run->request->dry_run || batch_write(run, instance, answer, why);
}

bool intake_import(struct instance *instance, const struct intake_request *request, struct arena *arena, struct intake_answer *answer,
                   struct failure *why)
{
    struct intake_answer made = {0};
    struct intake_run run = {.request = request, .arena = arena, .problems = &made.problems, .today = instance_today(instance),
                             .shown = node_list(arena)};
    problems_init(&made.problems, arena, request->problems_max > 0 ? request->problems_max : INTAKE_PROBLEMS_MAX);
    run.house = instance_house(instance);
    bool done = import(instance, &run, &made, why);
    alike_book_close(run.book);
    instance_release(instance, run.house);
    if (done)
        *answer = made;
    return done;
}
