/* batch.c — an import is opened, its parts are written, it is closed. */
#include "work/intake/batch.h"

#include "base/buffer.h"
#include "engine/codec/json.h"
#include "engine/seal/seal.h"
#include "keep/import/import.h"
#include "keep/store/store.h"
#include "work/act/act.h"

enum { MAP_BYTES_MAX = 1 << 20 };

struct batch {
    struct intake_run *run;
    struct instance *instance;
    struct import import;   /* what it is; `act` once it is open */
    int64_t shard;
    struct list parts;      /* kept before: struct import_part * */
    int64_t part, kept, repeated;
};

struct part {
    struct act_request *requests; /* the first begins the part */
    size_t count;
    int64_t rows;
    bool more; /* there are rows behind it */
};

/* ---- which import this is ---- */

/* What was chosen of the file. */
static struct text asked_of(const struct intake_run *run)
{
    struct text parts[TABLES_MAX + TABLE_COLUMNS_MAX + 1];
    const struct node *letters = run->request->letters;
    size_t count = 0;
    parts[count++] = run->request->sheet_name;
    for (size_t i = 0; i < node_count(run->request->tables) && count <= TABLES_MAX; i++)
        parts[count++] = run->request->tables->list.items[i]->text;
    for (size_t i = 0; i < node_count(letters) && count < LENGTH_OF(parts); i++)
        parts[count++] = text_format(run->arena, "%.*s=%.*s", TEXT_ARGS(letters->map.entries[i].key), TEXT_ARGS(letters->map.entries[i].value->text));
    return text_join(run->arena, parts, count, TEXT("|"));
}

static struct text headings_of(const struct intake_run *run)
{
    struct seal_sha256 hashing;
    seal_sha256_init(&hashing);
    for (size_t i = 0; i < run->source.tables.count; i++) {
        const struct source_table *table = run->source.tables.items[i];
        for (size_t k = 0; table->taken && k < table->table->column_count; k++) {
            seal_sha256_add(&hashing, text_fold(run->arena, column_title(run->arena, &table->table->columns[k])));
            seal_sha256_add(&hashing, TEXT("\n"));
        }
    }
    struct seal_hash hash = seal_sha256_end(&hashing);
    return seal_hex(run->arena, hash.bytes, sizeof hash.bytes);
}

/* Title -> field of every column taken. */
static struct text map_of(const struct intake_run *run)
{
    struct node *map = node_map(run->arena);
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, MAP_BYTES_MAX);
    for (size_t i = 0; i < run->source.tables.count; i++) {
        const struct source_table *table = run->source.tables.items[i];
        for (size_t k = 0; table->taken && k < table->table->column_count; k++)
            if (table->matches[k].kind != COLUMN_NONE)
                node_put_text(map, column_title(run->arena, &table->table->columns[k]), node_text(run->arena, column_name(&table->matches[k])));
    }
    json_write(&out, map);
    return out.full ? (struct text){0} : text_copy(run->arena, buffer_text(&out));
}

static struct import import_of(const struct intake_run *run)
{
    const struct seal_hash hash = seal_sha256(run->request->bytes);
    const struct intake_counts *counts = &run->counts;
    int64_t rows = counts->added + counts->changed + counts->same;
    return (struct import){.register_name = run->register_->name,
                           .unit = run->unit ? run->unit->number : 0,
                           .file_name = run->request->file_name,
                           .sha256 = seal_hex(run->arena, hash.bytes, sizeof hash.bytes),
                           .asked = asked_of(run),
                           .headings = headings_of(run),
                           .map = map_of(run),
                           .rows = rows,
                           .parts = (rows + INTAKE_PART - 1) / INTAKE_PART,
                           .added = counts->added,
                           .changed = counts->changed,
                           .same = counts->same};
}

bool batch_remembered(struct intake_run *run, struct instance *instance, const struct node **map, struct failure *why)
{
    struct connection *CLOSING(store_read) reading = NULL;
    const struct import like = {.register_name = run->register_->name, .unit = run->unit ? run->unit->number : 0, .headings = headings_of(run)};
    struct problems unseen;
    struct node *root;
    struct text said;
    *map = NULL;
    problems_init(&unseen, run->arena, 1);
    if (!store_read_begin(instance_store(instance), &reading, why) ||
        !import_find_map(run->arena, reading, unit_tree_shard(run->house->units), &like, &said, why))
        return false;
    if (said.length > 0 && json_read(run->arena, TEXT("map"), said, &root, &unseen))
        *map = root;
    return true;
}

/* ---- acts ---- */

static struct node *number_node(struct arena *arena, int64_t number)
{
    return node_whole(arena, number);
}

static bool perform(struct batch *batch, const char *name, struct node *given, struct arena *arena, struct act_answer *answer, struct failure *why)
{
    const struct act_request request = {.name = text_of(name), .viewer = batch->run->request->viewer, .given = given};
    if (!act_perform(batch->instance, &request, arena, answer, why))
        return false;
    return answer->problems.errors == 0 || FAIL(why, FAILURE_CONFLICT, "%s: the definitions changed during the import", name);
}

static bool find_before(struct batch *batch, struct failure *why)
{
    struct connection *CLOSING(store_read) reading = NULL;
    struct import *before;
    struct arena *arena = batch->run->arena;
    if (!store_read_begin(instance_store(batch->instance), &reading, why) ||
        !import_find(arena, reading, batch->shard, &batch->import, &before, why))
        return false;
    if (!before)
        return true;
    batch->import.act = before->act;
    batch->import.state = before->state;
    return import_load_parts(arena, reading, batch->shard, before->act, &batch->parts, why);
}

static bool open_import(struct batch *batch, struct failure *why)
{
    struct arena *arena = batch->run->arena;
    const struct import *import = &batch->import;
    const struct { const char *key; struct text text; } TEXTS[] = {
        {"register", import->register_name}, {"unit", batch->run->request->unit}, {"file_name", import->file_name}, {"sha256", import->sha256},
        {"asked", import->asked}, {"headings", import->headings}, {"map", import->map}};
    const struct { const char *key; int64_t number; } NUMBERS[] = {
        {"rows", import->rows}, {"parts", import->parts}, {"added", import->added}, {"changed", import->changed}, {"same", import->same}};
    struct node *given = node_map(arena);
    struct act_answer answer;
    for (size_t i = 0; i < LENGTH_OF(TEXTS); i++)
        node_put(given, TEXTS[i].key, node_text(arena, TEXTS[i].text));
    for (size_t i = 0; i < LENGTH_OF(NUMBERS); i++)
        node_put(given, NUMBERS[i].key, number_node(arena, NUMBERS[i].number));
    if (!perform(batch, "import-open", given, arena, &answer, why))
        return false;
    batch->import.act = answer.act;
    return true;
}

static bool close_import(struct batch *batch, struct failure *why)
{
    struct node *given = node_map(batch->run->arena);
    struct act_answer answer;
    node_put(given, "import", number_node(batch->run->arena, batch->import.act));
    return perform(batch, "import-close", given, batch->run->arena, &answer, why);
}

/* One row as an act; false when it has nothing to say. */
static bool fill_request(const struct intake_run *run, struct arena *arena, const struct typed_row *typed, const struct plan *plan,
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
        node_put(given, "record", number_node(arena, plan->before->number));
        node_put(given, "version", number_node(arena, plan->before->version));
        node_put(given, "reason", node_text(arena, text_format(arena, "Nhập từ tệp %.*s", TEXT_ARGS(run->request->file_name))));
        return true;
    }
    node_put(given, "unit", node_text(arena, typed->record.unit->code));
    if (!text_equal(typed->record.state, run->register_->states[0].code))
        node_put(given, "state", node_text(arena, typed->record.state));
    return true;
}

/* ---- parts ---- */

static bool is_kept(const struct batch *batch, int64_t part)
{
    for (size_t i = 0; i < batch->parts.count; i++)
        if (((const struct import_part *)batch->parts.items[i])->part == part)
            return true;
    return false;
}

/* The next row that is a record; `*more` false at the end. */
static bool next_record(struct intake_run *run, struct arena *arena, struct source_reader *reader, struct typed_row *typed, bool *more,
                        struct failure *why)
{
    struct source_row row;
    while ((*more = source_next(reader, &row))) {
        if (row.role != ROW_DATA || !row.table->taken)
            continue;
        if (!row_read(run, arena, &row, typed, why))
            return false;
        if (!typed->blank)
            return true;
    }
    return true;
}

static bool fill_part(struct batch *batch, struct arena *arena, struct source_reader *reader, bool kept, struct part *part, struct failure *why)
{
    struct connection *CLOSING(store_read) reading = NULL;
    if (!store_read_begin(instance_store(batch->instance), &reading, why))
        return false;
    while (part->rows < INTAKE_PART) {
        struct typed_row typed;
        struct plan plan;
        if (!next_record(batch->run, arena, reader, &typed, &part->more, why))
            return false;
        if (!part->more)
            return true;
        part->rows++;
        if (kept)
            continue;
        if (!typed.sound)
            return FAIL(why, FAILURE_CONFLICT, "definitions or units changed during the import: a row no longer reads");
        if (!plan_row(batch->run, arena, reading, &typed, &plan, why))
            return false;
        part->count += fill_request(batch->run, arena, &typed, &plan, &part->requests[part->count]);
    }
    return true;
}

static bool perform_part(struct batch *batch, struct part *part, struct arena *arena, struct failure *why)
{
    struct act_answer *answers = arena_make_many(arena, part->count, sizeof *answers);
    struct node *given = node_map(arena);
    struct failure wrong;
    node_put(given, "import", number_node(arena, batch->import.act));
    node_put(given, "part", number_node(arena, batch->part));
    node_put(given, "acts", number_node(arena, (int64_t)part->count - 1));
    part->requests[0] = (struct act_request){.name = TEXT("import-part"), .viewer = batch->run->request->viewer, .given = given};
    if (!act_perform_many(batch->instance, part->requests, part->count, arena, answers, &wrong))
        return FAIL(why, wrong.kind, "%s (%lld of %lld parts, %lld records, are kept; importing this file again goes on behind them)", wrong.text,
                    (long long)(batch->part - 1), (long long)batch->import.parts, (long long)batch->kept);
    for (size_t i = 0; i < part->count; i++)
        if (answers[i].problems.errors > 0)
            return FAIL(why, FAILURE_CONFLICT, "the definitions changed during the import (%lld of %lld parts are kept)",
                        (long long)(batch->part - 1), (long long)batch->import.parts);
    return true;
}

static bool write_part(struct batch *batch, struct source_reader *reader, bool *more, struct failure *why)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct part part = {.requests = arena_make_many(arena, INTAKE_PART + 1, sizeof *part.requests), .count = 1};
    bool kept = is_kept(batch, ++batch->part);
    if (!fill_part(batch, arena, reader, kept, &part, why) || (!kept && part.rows > 0 && !perform_part(batch, &part, arena, why)))
        return false;
    batch->kept += part.rows;
    batch->repeated += kept ? part.rows : 0;
    *more = part.more;
    progress_step(batch->run->request->progress, "write", batch->kept, batch->import.rows);
    return true;
}

static bool asked_to_stop(const struct intake_run *run)
{
    return run->request->stop && atomic_load(run->request->stop);
}

static bool write_parts(struct batch *batch, bool *stopped, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct intake_run *run = batch->run;
    struct problems unseen, *told = run->problems; /* all was read once without any */
    problems_init(&unseen, scratch, 1);
    struct source_reader *reader = source_open(&run->source);
    bool done = true, more = true;
    run->problems = &unseen;
    while (done && more && !(*stopped = asked_to_stop(run)))
        done = write_part(batch, reader, &more, why);
    run->problems = told;
    source_close(reader);
    return done;
}

bool batch_write(struct intake_run *run, struct instance *instance, struct intake_answer *answer, struct failure *why)
{
    struct batch batch = {.run = run, .instance = instance, .import = import_of(run), .shard = unit_tree_shard(run->house->units)};
    if (!find_before(&batch, why))
        return false;
    if (batch.import.act != 0 && batch.import.state == IMPORT_CLOSED) {
        answer->kept = answer->repeated = batch.import.rows;
        answer->import = batch.import.act;
        return true;
    }
    if ((batch.import.act == 0 && !open_import(&batch, why)) || !write_parts(&batch, &answer->stopped, why) ||
        (!answer->stopped && !close_import(&batch, why)))
        return false;
    answer->kept = batch.kept;
    answer->repeated = batch.repeated;
    answer->import = batch.import.act;
    return true;
}
