/* intake.c — a sheet is surveyed, checked whole, then written part by part. */
#include "work/intake/intake_inside.h"

#include "engine/seal/seal.h"
#include "keep/journal/journal.h"
#include "keep/store/store.h"
#include "work/act/act.h"

enum { STEP_ROWS = 1000, ONCE_HASH = 16, COUNT_EACH = 64 };

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
        if (!field)
            continue;
        struct text value = record_value_people(arena, field, &typed->record.values[field->slot], run->house->definition, run->house->units,
                                                run->request->viewer->language);
        struct node *cell = node_append(values, node_map(arena));
        node_put(cell, "title", node_text(arena, title_in(field->title, run->request->viewer->language)));
        node_put(cell, "value", node_text(arena, text_copy(arena, value)));
        node_put(cell, "said", node_text(arena, row->cells[i] ? text_copy(arena, row->cells[i]->text) : (struct text){0}));
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
    struct source_reader *reader = source_open(&run->source, run->problems);
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
        if (run->problems->errors > INTAKE_PROBLEMS_MAX)
            break;
    }
    arena_close(scratch);
    source_close(reader);
    return done;
}

static bool check_sheet(struct intake_run *run, struct instance *instance, struct failure *why)
{
    struct connection *CLOSING(store_read) reading = NULL;
    const struct source_asking asking = {
        .columns = {run->register_, run->house->units, run->today, run->request->map},
        .sheet_name = run->request->sheet_name,
        .tables = run->request->tables,
    };
    source_survey(run->arena, run->request->file_name, run->request->bytes, &asking, &run->source, run->problems);
    if (run->problems->errors == 0)
        columns_check(run);
    if (run->problems->errors > 0)
        return true;
    if (!store_read_begin(instance_store(instance), &reading, why) || !check_rows(run, reading, why))
        return false;
    int64_t rows = rows_of(run);
    progress_step(run->request->progress, "check", run->source.rows, run->source.rows);
    if (rows == 0 && run->problems->errors == 0)
        problem_add(run->problems, (struct place){.file = run->request->file_name, .line = 1}, "intake.empty", (struct text){0},
                    (struct text){0});
    return true;
}

/* ---- writing ---- */

/* What makes a part of this very sheet known again. */
struct writing {
    struct intake_run *run;
    struct instance *instance;
    struct text name; /* of the sheet: from its bytes, register and unit */
    int64_t part, parts, kept, repeated;
};

struct part {
    struct act_request *requests;
    size_t count;
    int64_t rows;
    bool more; /* there are rows behind it */
};

static struct text sheet_name(const struct intake_run *run)
{
    static const char DIGITS[] = "0123456789abcdef";
    struct text both = text_format(run->arena, "%.*s %.*s %.*s", TEXT_ARGS(run->register_->name), TEXT_ARGS(run->request->unit),
                                   TEXT_ARGS(run->request->sheet_name));
    const struct seal_hash of_bytes = seal_sha256(run->request->bytes);
    char *joined = arena_make(run->arena, both.length + sizeof of_bytes.bytes);
    memcpy(joined, of_bytes.bytes, sizeof of_bytes.bytes);
    memcpy(joined + sizeof of_bytes.bytes, both.bytes, both.length);
    const struct seal_hash all = seal_sha256((struct text){joined, both.length + sizeof of_bytes.bytes});
    char hex[ONCE_HASH * 2];
    for (size_t i = 0; i < ONCE_HASH; i++) {
        hex[2 * i] = DIGITS[all.bytes[i] >> 4];
        hex[2 * i + 1] = DIGITS[all.bytes[i] & 15];
    }
    return text_copy(run->arena, (struct text){hex, sizeof hex});
}

/* A part is kept wholly or not at all, so its first act tells of all of it. */
static bool part_is_kept(const struct writing *writing, struct text once, bool *kept, struct failure *why)
{
    struct connection *CLOSING(store_read) reading = NULL;
    int64_t number = 0;
    if (!store_read_begin(instance_store(writing->instance), &reading, why) ||
        !journal_find_once(reading, unit_tree_shard(writing->run->house->units), once, &number, why))
        return false;
    *kept = number != 0;
    return true;
}

static bool perform_part(struct writing *writing, struct act_request *requests, size_t count, struct arena *arena, struct failure *why)
{
    struct act_answer *answers = arena_make_many(arena, count, sizeof *answers);
    struct failure wrong;
    if (!act_perform_many(writing->instance, requests, count, arena, answers, &wrong))
        return FAIL(why, wrong.kind, "%s (%lld of %lld parts, %lld records, are kept; importing this file again goes on behind them)", wrong.text,
                    (long long)(writing->part - 1), (long long)writing->parts, (long long)writing->kept);
    for (size_t i = 0; i < count; i++)
        if (answers[i].problems.errors > 0)
            return FAIL(why, FAILURE_CONFLICT, "the definitions changed during the import (%lld of %lld parts are kept)",
                        (long long)(writing->part - 1), (long long)writing->parts);
    return true;
}

/* One row as an act; false when it has nothing to say. */
static bool fill_request(struct intake_run *run, struct arena *arena, const struct typed_row *typed, const struct plan *plan,
                         struct act_request *request)
{
    struct node *given = node_map(arena);
    if (plan->kind == PLAN_SAME)
        return false;
    node_put(given, "register", node_text(arena, run->register_->name));
    node_put(given, "fields", row_fields(typed, arena, plan->before));
    *request = (struct act_request){.name = plan->kind == PLAN_ADD ? TEXT("record-write") : TEXT("record-correct"),
                                    .viewer = run->request->viewer, .given = given};
    if (plan->kind == PLAN_CHANGE) {
        node_put(given, "record", node_whole(arena, plan->before->number));
        node_put(given, "version", node_whole(arena, plan->before->version));
        node_put(given, "reason", node_text(arena, text_format(arena, "Nhập từ tệp %.*s", TEXT_ARGS(run->request->file_name))));
        return true;
    }
    node_put(given, "unit", node_text(arena, typed->record.unit->code));
    if (!text_equal(typed->record.state, run->register_->states[0].code))
        node_put(given, "state", node_text(arena, typed->record.state));
    return true;
}

/* The next row that is a record; false at the end. */
static bool next_record(struct writing *writing, struct arena *arena, struct source_reader *reader, struct typed_row *typed, bool *more,
                        struct failure *why)
{
    struct source_row row;
    while ((*more = source_next(reader, &row))) {
        if (row.role != ROW_DATA || !row.table->taken)
            continue;
        if (!row_read(writing->run, arena, &row, typed, why))
            return false;
        if (!typed->blank)
            return true;
    }
    return true;
}

static bool fill_part(struct writing *writing, struct arena *arena, struct source_reader *reader, bool kept, struct part *part,
                      struct failure *why)
{
    struct connection *CLOSING(store_read) reading = NULL;
    if (!store_read_begin(instance_store(writing->instance), &reading, why))
        return false;
    while (part->rows < INTAKE_PART) {
        struct typed_row typed;
        struct plan plan;
        if (!next_record(writing, arena, reader, &typed, &part->more, why))
            return false;
        if (!part->more)
            return true;
        part->rows++;
        if (kept)
            continue;
        if (!plan_row(writing->run, arena, reading, &typed, &plan, why))
            return false;
        if (fill_request(writing->run, arena, &typed, &plan, &part->requests[part->count]))
            part->count++;
    }
    return true;
}

static bool write_part(struct writing *writing, struct source_reader *reader, bool *more, struct failure *why)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct part part = {.requests = arena_make_many(arena, INTAKE_PART, sizeof *part.requests)};
    struct text once = text_format(arena, "sheet-%.*s-%lld", TEXT_ARGS(writing->name), (long long)++writing->part);
    bool kept;
    if (!part_is_kept(writing, once, &kept, why) || !fill_part(writing, arena, reader, kept, &part, why))
        return false;
    if (part.count > 0)
        part.requests[0].once = once;
    if (part.count > 0 && !perform_part(writing, part.requests, part.count, arena, why))
        return false;
    writing->kept += part.rows;
    writing->repeated += kept ? part.rows : 0;
    *more = part.more;
    progress_step(writing->run->request->progress, "write", writing->kept, rows_of(writing->run));
    return true;
}

static bool write_sheet(struct intake_run *run, struct instance *instance, struct intake_answer *answer, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct writing writing = {.run = run, .instance = instance, .name = sheet_name(run), .parts = (rows_of(run) + INTAKE_PART - 1) / INTAKE_PART};
    struct problems unseen, *told = run->problems; /* all was read once without any */
    problems_init(&unseen, scratch, 1);
    struct source_reader *reader = source_open(&run->source, &unseen);
    bool done = true, more = true;
    run->problems = &unseen;
    while (done && more)
        done = write_part(&writing, reader, &more, why);
    run->problems = told;
    source_close(reader);
    if (done) {
        answer->kept = writing.kept;
        answer->repeated = writing.repeated;
    }
    return done;
}

/* ---- together ---- */

static bool prepare(struct intake_run *run, struct failure *why)
{
    const struct intake_request *request = run->request;
    const struct definition *definition = run->house->definition;
    run->register_ = definition ? definition_register(definition, request->register_name) : NULL;
    if (!run->register_)
        return FAIL(why, FAILURE_NOT_FOUND, "no register is called %.*s", TEXT_ARGS(request->register_name));
    writers_index(run);
    if (request->unit.length == 0)
        return true;
    run->unit = map_find(run->writers, request->unit);
    return run->unit ||
           FAIL(why, FAILURE_NOT_FOUND, "no organisation that enters this register bears the code %.*s", TEXT_ARGS(request->unit));
}

static bool import(struct instance *instance, struct intake_run *run, struct intake_answer *answer, struct failure *why)
{
    if (!prepare(run, why) || !check_sheet(run, instance, why))
        return false;
    answer->rows = rows_of(run);
    answer->counts = run->counts;
    answer->columns = columns_node(run);
    answer->tables = tables_node(run);
    answer->sums = sums_node(run);
    answer->shown = run->shown;
    return run->problems->errors > 0 || run->request->dry_run || write_sheet(run, instance, answer, why);
}

bool intake_import(struct instance *instance, const struct intake_request *request, struct arena *arena, struct intake_answer *answer,
                   struct failure *why)
{
    struct intake_answer made = {0};
    struct intake_run run = {.request = request, .arena = arena, .problems = &made.problems, .today = instance_today(instance),
                             .shown = node_list(arena)};
    problems_init(&made.problems, arena, INTAKE_PROBLEMS_MAX);
    run.house = instance_house(instance);
    bool done = import(instance, &run, &made, why);
    instance_release(instance, run.house);
    if (done)
        *answer = made;
    return done;
}
