/* batch.c — writing records: rows, contributions and deadlines one by one, cells once at the end. */
#include "keep/record/ledger_inside.h"

#include <stdlib.h>

#define SQL(id, name, text, postgres) static const struct sql id __attribute__((unused)) = {name, text, postgres};
#include "keep/record/record_sql.def"
#undef SQL

enum {
    SCRATCH_MAX = 1 << 20, /* of scratch memory, before the batch takes a fresh arena */
    PENDING_MAX = 100000,  /* contributions that wait to be written in the order of their key */
};

struct pending {
    int64_t figure, unit, day, record, position, amount;
    struct text part;
};

struct record_batch {
    struct arena *arena;   /* the caller's: lives as long as the batch */
    struct arena *scratch; /* for one record at a time */
    struct connection *writer;
    const struct definition *definition;
    int64_t shard;
    struct cell_moves *moves;
    struct arena *waiting; /* of the pending contributions */
    struct pending *pending;
    size_t pending_count, pending_room;
    struct sql *inserts, *updates; /* by register's index; .text NULL until asked for */
};

bool record_batch_open(struct arena *arena, struct connection *writer, const struct definition *definition,
                       const struct unit_tree *tree, struct record_batch **batch, struct failure *why)
{
    struct record_batch *made = arena_make(arena, sizeof *made);
    (void)why;
    *made = (struct record_batch){.arena = arena, .scratch = arena_open(), .writer = writer, .definition = definition,
                                  .shard = unit_tree_shard(tree), .moves = cell_moves_open(), .waiting = arena_open()};
    made->inserts = arena_make_many(arena, definition->register_count, sizeof *made->inserts);
    made->updates = arena_make_many(arena, definition->register_count, sizeof *made->updates);
    *batch = made;
    return true;
}

void record_batch_drop(struct record_batch *batch)
{
    if (!batch)
        return;
    cell_moves_close(batch->moves);
    arena_close(batch->scratch);
    arena_close(batch->waiting);
    batch->moves = NULL;
    batch->scratch = batch->waiting = NULL;
}

/* ---- contributions wait, so that neighbours in the table are written one after the other ---- */

static int compare_pending(const void *a, const void *b)
{
    const struct pending *one = a, *other = b;
    if (one->figure != other->figure)
        return one->figure < other->figure ? -1 : 1;
    if (one->unit != other->unit)
        return one->unit < other->unit ? -1 : 1;
    if (one->day != other->day)
        return one->day < other->day ? -1 : 1;
    if (one->record != other->record)
        return one->record < other->record ? -1 : 1;
    return (one->position > other->position) - (one->position < other->position);
}

static bool write_pending(struct record_batch *batch, struct failure *why)
{
    if (batch->pending_count > 1)
        qsort(batch->pending, batch->pending_count, sizeof *batch->pending, compare_pending);
    for (size_t i = 0; i < batch->pending_count; i++) {
        const struct pending *one = &batch->pending[i];
        struct store_value row[] = {store_int64(batch->shard), store_int64(one->figure),   store_int64(one->unit), store_int64(one->day),
                                    store_int64(one->record),  store_int64(one->position), store_text(one->part),  store_int64(one->amount)};
        if (!store_run(batch->writer, &CONTRIBUTION_ADD, row, LENGTH_OF(row), why))
            return false;
    }
    arena_close(batch->waiting);
    batch->waiting = arena_open();
    batch->pending = NULL;
    batch->pending_count = batch->pending_room = 0;
    return true;
}

static void wait_for(struct record_batch *batch, struct pending one)
{
    if (batch->pending_count == batch->pending_room) {
        size_t room = batch->pending_room ? batch->pending_room * 2 : 64;
        struct pending *more = arena_make_many(batch->waiting, room, sizeof *more);
        for (size_t i = 0; i < batch->pending_count; i++)
            more[i] = batch->pending[i];
        batch->pending = more;
        batch->pending_room = room;
    }
    one.part = text_copy(batch->waiting, one.part);
    batch->pending[batch->pending_count++] = one;
}

bool record_batch_close(struct record_batch *batch, struct failure *why)
{
    bool done = write_pending(batch, why) && cell_apply(batch->scratch, batch->writer, batch->shard, batch->moves, why);
    record_batch_drop(batch);
    return done;
}

/* ---- the row and its links ---- */

static const struct sql *row_sql(struct record_batch *batch, const struct register_definition *register_, bool is_new)
{
    struct sql *sql = (is_new ? batch->inserts : batch->updates) + register_->index;
    if (!sql->text)
        *sql = record_sql(batch->arena, register_, is_new ? RECORD_INSERT : RECORD_UPDATE);
    return sql;
}

static bool save_row(struct record_batch *batch, const struct record *record, bool is_new, struct failure *why)
{
    const struct register_definition *register_ = record->register_;
    struct store_value *row = arena_make_many(batch->scratch, 7 + register_->field_count, sizeof *row);
    size_t count = 0;
    row[count++] = store_int64(batch->shard);
    row[count++] = store_int64(record->number);
    row[count++] = store_int64(record->version);
    row[count++] = store_int64(record->unit->number);
    row[count++] = day_is_some(record->day) ? store_int64(record->day.number) : store_null();
    row[count++] = store_text(record->state);
    row[count++] = store_int64(record->withdrawn);
    for (size_t i = 0; i < register_->field_count; i++)
        if (record_has_column(&register_->fields[i]))
            row[count++] = record_store_value(batch->scratch, &register_->fields[i], record->values[i].value);
    return store_run(batch->writer, row_sql(batch, register_, is_new), row, count, why);
}

static bool same_links(const struct record_value *a, const struct record_value *b)
{
    if (a->many_count != b->many_count)
        return false;
    for (size_t i = 0; i < a->many_count; i++)
        if (!value_same(a->many[i], b->many[i]))
            return false;
    return true;
}

static bool save_link(struct record_batch *batch, const struct record *record, const struct field_definition *field, bool is_new,
                      struct failure *why)
{
    const struct record_value *values = &record->values[field->slot];
    struct store_value row[] = {store_int64(batch->shard), store_int64(record->number), store_null(), store_null()};
    if (!is_new) {
        struct sql clear = record_link_sql(batch->scratch, record->register_, field, RECORD_UPDATE);
        if (!store_run(batch->writer, &clear, row, 2, why))
            return false;
    }
    struct sql add = record_link_sql(batch->scratch, record->register_, field, RECORD_INSERT);
    for (size_t i = 0; i < values->many_count; i++) {
        row[2] = store_int64((int64_t)i);
        row[3] = record_store_value(batch->scratch, field, values->many[i]);
        if (!store_run(batch->writer, &add, row, LENGTH_OF(row), why))
            return false;
    }
    return true;
}

static bool save_links(struct record_batch *batch, const struct record_change *change, struct failure *why)
{
    const struct register_definition *register_ = change->after->register_;
    for (size_t i = 0; i < register_->field_count; i++) {
        const struct field_definition *field = &register_->fields[i];
        if (!field->many)
            continue;
        if (change->before && same_links(&change->before->values[i], &change->after->values[i]))
            continue;
        if (!save_link(batch, change->after, field, change->before == NULL, why))
            return false;
    }
    return true;
}

/* ---- what it counts for ---- */

static bool same_contribution(const struct contribution *a, const struct contribution *b)
{
    return a->figure == b->figure && a->cell == b->cell && a->day.number == b->day.number && a->position == b->position &&
           a->amount == b->amount && text_equal(a->by, b->by);
}

static bool holds(const struct contributions *in, const struct contribution *wanted)
{
    for (size_t i = 0; i < in->count; i++)
        if (same_contribution(&in->items[i], wanted))
            return true;
    return false;
}

static bool move_distinct(struct record_batch *batch, const struct contribution *one, int64_t unit, int64_t uses, struct failure *why)
{
    struct store_value row[] = {store_int64(batch->shard), store_int64(one->figure), store_int64(unit),
                                store_int64(period_bucket(one->day)), store_text(one->by), store_int64(uses)};
    if (!store_run(batch->writer, &DISTINCT_ADD, row, 6, why))
        return false;
    return uses > 0 || store_run(batch->writer, &DISTINCT_SWEEP, row, 5, why);
}

/* The cells it stands in: its sum, and the number of entries where that is another. `times`: 1 comes, -1 goes. */
static void move_cells(struct record_batch *batch, const struct contribution *one, const struct unit *unit, int64_t times)
{
    int32_t bucket = period_bucket(one->day);
    cell_move(batch->moves, unit->number, bucket, one->cell, times * one->amount);
    cell_move_home(batch->moves, unit, bucket, one->cell, times * one->amount);
    if (one->entries != one->cell)
        cell_move(batch->moves, unit->number, bucket, one->entries, times);
}

static bool drop_contribution(struct record_batch *batch, const struct contribution *one, const struct record *record,
                              struct failure *why)
{
    struct store_value key[] = {store_int64(batch->shard), store_int64(one->figure), store_int64(record->unit->number),
                                store_int64(one->day.number), store_int64(record->number), store_int64(one->position)};
    /* What is dropped may still be waiting, when one batch changes a record twice. */
    if (!write_pending(batch, why) || !store_run(batch->writer, &CONTRIBUTION_DROP, key, LENGTH_OF(key), why))
        return false;
    if (one->distinct)
        return move_distinct(batch, one, record->unit->number, -1, why);
    move_cells(batch, one, record->unit, -1);
    return true;
}

static bool add_contribution(struct record_batch *batch, const struct contribution *one, const struct record *record,
                             struct failure *why)
{
    wait_for(batch, (struct pending){one->figure, record->unit->number, one->day.number, record->number, one->position, one->amount, one->by});
    if (batch->pending_count == PENDING_MAX && !write_pending(batch, why))
        return false;
    if (one->distinct)
        return move_distinct(batch, one, record->unit->number, 1, why);
    move_cells(batch, one, record->unit, 1);
    return true;
}

static bool save_contributions(struct record_batch *batch, const struct record_change *change, struct record_asked asked, struct failure *why)
{
    struct contributions before, after;
    contribution_compute(batch->scratch, change->before, (struct record_asked){0}, &before);
    contribution_compute(batch->scratch, change->after, asked, &after);
    bool moved = change->before && change->before->unit != change->after->unit;
    for (size_t i = 0; i < before.count; i++)
        if ((moved || !holds(&after, &before.items[i])) && !drop_contribution(batch, &before.items[i], change->before, why))
            return false;
    for (size_t i = 0; i < after.count; i++)
        if ((moved || !holds(&before, &after.items[i])) && !add_contribution(batch, &after.items[i], change->after, why))
            return false;
    return true;
}

bool record_write(struct record_batch *batch, const struct record_change *change, struct failure *why)
{
    if (arena_used(batch->scratch) > SCRATCH_MAX) {
        arena_close(batch->scratch);
        batch->scratch = arena_open();
    }
    change->after->version = change->act;
    if (change->after->unit->shard != batch->shard)
        return FAIL(why, FAILURE_INVALID, "%.*s belongs to another data home", TEXT_ARGS(change->after->unit->code));
    return save_row(batch, change->after, change->before == NULL, why) && save_links(batch, change, why) &&
           search_save(batch->scratch, batch->writer, change->before, change->after, why) &&
           save_contributions(batch, change, (struct record_asked){0}, why) && deadline_note_move(batch->writer, change, why) &&
           deadline_save(batch->scratch, batch->writer, batch->definition, change->after, change->before != NULL, why) &&
           /* What stands in a book is never changed: a correction leaves its legs as they are. */
           (change->before || ledger_save(batch->scratch, batch->writer, change->after, why));
}

/* Contributions, words, deadlines and legs of a record as it stands, for a rebuild: its row is not touched. */
bool record_recount(struct record_batch *batch, struct record *record, struct record_asked asked, struct failure *why)
{
    const struct record_change change = {.after = record};
    return save_contributions(batch, &change, asked, why) && search_save(batch->scratch, batch->writer, NULL, record, why) &&
           deadline_save(batch->scratch, batch->writer, batch->definition, record, false, why) &&
           ledger_save(batch->scratch, batch->writer, record, why);
}
