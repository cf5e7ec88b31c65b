/* open.c — the records behind a figure: paged, and their sum equals the figure. */
#include "keep/record/figure.h"

#include "keep/record/record_inside.h"

#include <stdlib.h>

#define SQL(id, name, text, postgres) static const struct sql id __attribute__((unused)) = {name, text, postgres};
#include "keep/record/record_sql.def"
#undef SQL

enum { OPENING_MAX = 200 };

/* What of the contributions is asked for. */
struct reading {
    struct connection *connection;
    const struct figure_definition *figure;
    const struct figure_question *question;
    int64_t begin, end; /* days */
    struct text by;     /* one part of the breakdown; empty: all */
    bool negated;       /* the second half of a balance */
    const struct total_keys *keys; /* NULL: distinct values stand in no cell, they are counted */
    int32_t buckets[2];
};

static uint8_t scale_of(const struct figure_definition *figure)
{
    return figure->kind == FIGURE_SUM ? figure->field->scale : 0;
}

static bool total_of(const struct reading *reading, const struct unit *unit, int64_t *count, int64_t *sum, struct failure *why)
{
    if (reading->keys)
        return total_compute(reading->connection, unit, reading->keys, reading->buckets, count, sum, why);
    struct store_value key[] = {store_int64(unit->shard),   store_int64(contribution_key(reading->figure->name, (struct text){0})),
                                store_int64(unit->number),  store_int64(reading->begin),
                                store_int64(reading->end),  store_text(reading->by)};
    struct statement *row;
    if (!store_find(reading->connection, &CONTRIBUTION_TOTAL, key, LENGTH_OF(key), &row, why))
        return false;
    *count = row ? statement_int64(row, 0) : 0;
    *sum = row ? statement_int64(row, 1) : 0;
    return true;
}

static bool page_of(struct arena *arena, const struct reading *reading, const struct unit *unit, size_t offset, size_t limit,
                    struct list *entries, struct failure *why)
{
    struct store_value key[] = {store_int64(unit->shard),  store_int64(contribution_key(reading->figure->name, (struct text){0})),
                                store_int64(unit->number), store_int64(reading->begin),
                                store_int64(reading->end), store_text(reading->by),
                                store_int64((int64_t)limit), store_int64((int64_t)offset)};
    uint8_t scale = scale_of(reading->figure);
    struct statement *row_of;
    bool row;
    if (!store_select(reading->connection, &CONTRIBUTION_PAGE, key, LENGTH_OF(key), &row_of, why))
        return false;
    for (;;) {
        if (!statement_step(row_of, &row, why))
            return false;
        if (!row)
            return true;
        int64_t amount = statement_int64(row_of, 4);
        struct figure_entry entry = {.record = statement_int64(row_of, 0),
                                     .register_ = reading->figure->register_,
                                     .unit = unit,
                                     .day = {(int32_t)statement_int64(row_of, 2)},
                                     .by = text_copy(arena, statement_text(row_of, 3)),
                                     .amount = value_number((struct decimal){reading->negated ? -amount : amount, scale})};
        list_add(entries, arena, arena_copy(arena, &entry, sizeof entry));
    }
}

struct window { /* of the whole list */
    size_t offset, limit;
};

/* Walks the units in their order; takes of each what falls into the window. */
static bool read_contributions(struct arena *arena, const struct reading *reading, struct window *window, struct figure_opening *opening,
                               struct list *entries, struct decimal *sum, struct failure *why)
{
    for (size_t i = 0; i < reading->question->units->count; i++) {
        const struct unit *unit = reading->question->units->units[i];
        int64_t count, amount;
        if (!total_of(reading, unit, &count, &amount, why))
            return false;
        struct decimal part = {reading->negated ? -amount : amount, scale_of(reading->figure)};
        opening->total += count;
        if (!decimal_add(*sum, part, sum))
            return FAIL(why, FAILURE_TOO_BIG, "a figure no longer fits 64 bits");
        if (window->offset >= (size_t)count) {
            window->offset -= (size_t)count;
            continue;
        }
        if (window->limit == 0)
            continue;
        size_t before = entries->count;
        if (!page_of(arena, reading, unit, window->offset, window->limit, entries, why))
            return false;
        window->limit -= entries->count - before;
        window->offset = 0;
    }
    return true;
}

static bool open_contributions(struct arena *arena, struct connection *connection, const struct figure_definition *figure,
                               const struct figure_question *question, struct window window, struct figure_opening *opening,
                               struct failure *why)
{
    const struct figure_definition *halves[] = {figure, NULL};
    bool running = figure->kind == FIGURE_BALANCE || figure->kind == FIGURE_OPEN;
    struct list entries = {0};
    if (figure->kind == FIGURE_BALANCE) {
        halves[0] = figure->first;
        halves[1] = figure->second;
    }
    struct decimal sum = {0, scale_of(halves[0])};
    for (size_t half = 0; half < 2 && halves[half]; half++) {
        /* Running totals: since ever, and of all parts, as they are computed. */
        struct reading reading = {.connection = connection,
                                  .figure = halves[half],
                                  .question = question,
                                  .begin = running ? INT32_MIN : question->period.begin.number,
                                  .end = question->period.end.number,
                                  .by = running ? (struct text){0} : question->by,
                                  .negated = half == 1,
                                  .buckets = {running ? period_bucket(day_of(1900, 1, 1)) : period_first_bucket(question->period),
                                              period_last_bucket(question->period)}};
        if (figure->kind != FIGURE_DISTINCT)
            reading.keys = total_keys_make(arena, halves[half], question->definition, reading.by);
        if (!read_contributions(arena, &reading, &window, opening, &entries, &sum, why))
            return false;
    }
    opening->entries = arena_make_many(arena, entries.count, sizeof *opening->entries);
    opening->count = entries.count;
    for (size_t i = 0; i < entries.count; i++)
        opening->entries[i] = *(struct figure_entry *)entries.items[i];
    opening->sum = value_number(sum);
    return true;
}

static bool open_deadlines(struct arena *arena, struct connection *connection, const struct figure_definition *figure,
                           const struct figure_question *question, struct window window, struct figure_opening *opening,
                           struct failure *why)
{
    struct list entries = {0};
    if (!figure_deadline_entries(arena, connection, figure, question, &entries, why))
        return false;
    size_t begin = window.offset < entries.count ? window.offset : entries.count;
    size_t count = entries.count - begin < window.limit ? entries.count - begin : window.limit;
    opening->entries = arena_make_many(arena, count, sizeof *opening->entries);
    opening->count = count;
    for (size_t i = 0; i < count; i++)
        opening->entries[i] = *(struct figure_entry *)entries.items[begin + i];
    opening->total = (int64_t)entries.count;
    opening->sum = value_whole((int64_t)entries.count);
    return true;
}

/* A share opens to the records of both its figures, one after the other. */
static bool open_share(struct arena *arena, struct connection *connection, const struct unit_tree *tree,
                       const struct figure_definition *figure, const struct figure_question *question, struct window window,
                       struct figure_opening *opening, struct failure *why)
{
    struct figure_opening first, second;
    if (!figure_open(arena, connection, tree, figure->first, question, window.offset, window.limit, &first, why))
        return false;
    size_t offset = window.offset > (size_t)first.total ? window.offset - (size_t)first.total : 0;
    if (!figure_open(arena, connection, tree, figure->second, question, offset, window.limit - first.count, &second, why))
        return false;
    opening->entries = arena_make_many(arena, first.count + second.count, sizeof *opening->entries);
    for (size_t i = 0; i < first.count; i++)
        opening->entries[i] = first.entries[i];
    for (size_t i = 0; i < second.count; i++)
        opening->entries[first.count + i] = second.entries[i];
    opening->count = first.count + second.count;
    opening->total = first.total + second.total;
    opening->sum = value_unknown();
    return true;
}

bool figure_open(struct arena *arena, struct connection *connection, const struct unit_tree *tree,
                 const struct figure_definition *figure, const struct figure_question *question,
                 size_t offset, size_t limit, struct figure_opening *opening, struct failure *why)
{
    struct figure_opening made = {.sum = value_unknown()};
    struct window window = {offset, limit > OPENING_MAX ? OPENING_MAX : limit};
    bool done = false;
    switch (figure->kind) {
    case FIGURE_COUNT:
    case FIGURE_SUM:
    case FIGURE_DISTINCT:
    case FIGURE_OPEN:
    case FIGURE_BALANCE:
        done = open_contributions(arena, connection, figure, question, window, &made, why);
        break;
    case FIGURE_LATE:
    case FIGURE_DUE:
    case FIGURE_SHORT:
        done = open_deadlines(arena, connection, figure, question, window, &made, why);
        break;
    case FIGURE_SHARE:
        done = open_share(arena, connection, tree, figure, question, window, &made, why);
        break;
    }
    if (done)
        *opening = made;
    return done;
}
