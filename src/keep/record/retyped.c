/* retyped.c — figures typed in from old reports, to and from their table. */
#include "keep/record/retyped.h"

#include "keep/record/record_inside.h"

#define SQL(id, name, text, postgres) static const struct sql id __attribute__((unused)) = {name, text, postgres};
#include "keep/record/record_sql.def"
#undef SQL

bool retyped_allowed(const struct figure_definition *figure)
{
    return (figure->kind == FIGURE_COUNT || figure->kind == FIGURE_SUM) && !figure->over_year;
}

bool retyped_save(struct connection *writer, int64_t shard, struct period period, const struct retyped *retyped, struct failure *why)
{
    struct store_value row[] = {store_int64(shard),
                                store_int64(period_first_bucket(period)),
                                store_int64(period_last_bucket(period)),
                                store_text(retyped->figure),
                                store_int64(retyped->unit),
                                store_int64(retyped->value.digits),
                                store_int64(retyped->value.scale),
                                store_text(retyped->paper_number),
                                store_int64(retyped->paper_day.number),
                                store_text(retyped->paper_name),
                                store_int64(retyped->act),
                                store_int64(retyped->account),
                                store_int64(retyped->at.milliseconds)};
    return store_run(writer, &RETYPED_SAVE, row, LENGTH_OF(row), why);
}

bool retyped_drop(struct connection *writer, int64_t shard, struct period period, const struct retyped *retyped, struct failure *why)
{
    struct store_value key[] = {store_int64(shard), store_int64(period_first_bucket(period)), store_int64(period_last_bucket(period)),
                                store_text(retyped->figure), store_int64(retyped->unit)};
    return store_run(writer, &RETYPED_DROP, key, LENGTH_OF(key), why);
}

static struct retyped *read_row(struct arena *arena, struct statement *row)
{
    struct retyped *read = arena_make(arena, sizeof *read);
    *read = (struct retyped){.figure = text_copy(arena, statement_text(row, 0)),
                             .unit = statement_int64(row, 1),
                             .value = {statement_int64(row, 2), (uint8_t)statement_int64(row, 3)},
                             .paper_number = text_copy(arena, statement_text(row, 4)),
                             .paper_day = {(int32_t)statement_int64(row, 5)},
                             .paper_name = text_copy(arena, statement_text(row, 6)),
                             .act = statement_int64(row, 7),
                             .account = statement_int64(row, 8),
                             .at = {statement_int64(row, 9)}};
    return read;
}

bool retyped_load(struct arena *arena, struct connection *connection, int64_t shard, struct period period, struct list *retyped,
                  struct failure *why)
{
    struct store_value key[] = {store_int64(shard), store_int64(period_first_bucket(period)), store_int64(period_last_bucket(period))};
    struct statement *row_of;
    struct list found = {0};
    bool row;
    if (!store_select(connection, &RETYPED_LOAD, key, LENGTH_OF(key), &row_of, why))
        return false;
    for (;;) {
        if (!statement_step(row_of, &row, why))
            return false;
        if (!row)
            break;
        list_add(&found, arena, read_row(arena, row_of));
    }
    *retyped = found;
    return true;
}

const struct retyped *retyped_find(const struct list *retyped, const struct figure_definition *figure, const struct unit *unit)
{
    for (size_t i = 0; i < retyped->count; i++) {
        const struct retyped *one = retyped->items[i];
        if (one->unit == unit->number && text_equal(one->figure, figure->name))
            return one;
    }
    return NULL;
}

bool retyped_stands(struct connection *connection, const struct figure_definition *figure, const struct unit_set *units,
                    struct period period, bool *stands, struct failure *why)
{
    const struct record_query query = {.register_ = figure->register_, .units = units, .begin = period.begin, .end = period.end};
    int64_t count;
    if (!record_count(connection, &query, &count, why))
        return false;
    *stands = count == 0;
    return true;
}
