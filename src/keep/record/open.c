/* open.c — the records behind a figure: a page of them in an order, how many, and their sum, which equals the figure. */
#include "keep/record/figure.h"

#include "keep/record/record_inside.h"

#define SQL(id, name, text, postgres) static const struct sql id __attribute__((unused)) = {name, text, postgres};
#include "keep/record/record_sql.def"
#undef SQL

int figure_limits(const struct figure_definition *figure)
{
    return figure->kind == FIGURE_LATE ? 1 : figure->kind == FIGURE_DUE ? 2 : figure->kind == FIGURE_SHORT ? 3 : 0;
}

uint8_t figure_scale(const struct figure_definition *figure)
{
    return figure->kind == FIGURE_SUM ? figure->field->scale : 0;
}

/* ---- what a figure is read from ---- */

struct opened {
    struct arena *arena;
    struct connection *connection;
    const struct figure_question *question;
    const struct figure_list *list;
    struct figure_source sources[FIGURE_SOURCES_MAX];
    int source_count;
    bool walks; /* amounts may differ: an order by them has to be walked */
    struct list streams;
};

static void add_source(struct opened *opened, const struct figure_definition *figure, bool running, bool negated)
{
    const struct figure_question *question = opened->question;
    const struct figure_days *days = opened->list->days;
    REQUIRE(opened->source_count < FIGURE_SOURCES_MAX);
    /* Running totals: since ever, and of all parts, as they are computed. */
    struct figure_source *source = &opened->sources[opened->source_count++];
    *source = (struct figure_source){.figure = figure,
                                     .begin = running ? INT32_MIN : question->period.begin.number,
                                     .end = question->period.end.number,
                                     .by = running ? (struct text){0} : question->by,
                                     .today = question->today,
                                     .negated = negated};
    if (days && day_is_some(days->begin) && days->begin.number > source->begin)
        source->begin = days->begin.number;
    if (days && day_is_some(days->end) && days->end.number < source->end)
        source->end = days->end.number;
    opened->walks = opened->walks || figure->kind == FIGURE_SUM || running;
}

static void add_sources(struct opened *opened, const struct figure_definition *figure)
{
    switch (figure->kind) {
    case FIGURE_SHARE:
        add_sources(opened, figure->first);
        add_sources(opened, figure->second);
        break;
    case FIGURE_BALANCE:
        add_source(opened, figure->first, true, false);
        add_source(opened, figure->second, true, true);
        break;
    case FIGURE_COUNT:
    case FIGURE_SUM:
    case FIGURE_DISTINCT:
    case FIGURE_OPEN:
    case FIGURE_LATE:
    case FIGURE_DUE:
    case FIGURE_SHORT:
        add_source(opened, figure, figure->kind == FIGURE_OPEN, false);
        break;
    }
}

/* ---- how many, and their sum ---- */

/* From the cells, where the days asked are those of the question: whole half-months. */
static bool total_of_cells(struct opened *opened, const struct figure_source *source, const struct unit *unit,
                           const struct total_keys *keys, int64_t *count, int64_t *sum, struct failure *why)
{
    struct period period = opened->question->period;
    const int32_t buckets[] = {source->begin == INT32_MIN ? period_bucket(day_of(1900, 1, 1)) : period_first_bucket(period),
                               period_last_bucket(period)};
    return total_compute(opened->connection, unit, keys, buckets, count, sum, why);
}

static bool total_of_rows(struct connection *connection, const struct figure_source *source, const struct unit *unit, int64_t *count,
                          int64_t *sum, struct failure *why)
{
    const struct figure_definition *figure = source->figure;
    bool deadlines = figure_limits(figure) > 0;
    const struct store_value contributions[] = {
        store_int64(unit->shard),   store_int64(contribution_key(figure->name, (struct text){0})), store_int64(unit->number),
        store_int64(source->begin), store_int64(source->end),                                      store_text(source->by)};
    const struct store_value limits[] = {store_int64(unit->shard),
                                         store_text(deadlines ? figure->deadline->name : figure->name),
                                         store_int64(unit->number),
                                         store_int64(source->begin),
                                         store_int64(source->end),
                                         store_text(figure->register_->name),
                                         store_int64(figure_limits(figure)),
                                         store_int64(source->today.number)};
    struct statement *row;
    if (!store_find(connection, deadlines ? &DEADLINE_TOTAL : &CONTRIBUTION_TOTAL, deadlines ? limits : contributions,
                    deadlines ? LENGTH_OF(limits) : LENGTH_OF(contributions), &row, why))
        return false;
    *count = row ? statement_int64(row, 0) : 0;
    *sum = !row ? 0 : deadlines ? *count : statement_int64(row, 1);
    return true;
}

bool figure_deadline_total(struct connection *connection, const struct figure_definition *figure, const struct figure_question *question,
                           int64_t *total, struct failure *why)
{
    const struct figure_source source = {.figure = figure, .begin = question->period.begin.number, .end = question->period.end.number,
                                         .today = question->today};
    *total = 0;
    for (size_t i = 0; i < question->units->count; i++) {
        int64_t count, sum;
        if (!total_of_rows(connection, &source, question->units->units[i], &count, &sum, why))
            return false;
        *total += count;
    }
    return true;
}

/* Adds all units' totals; units with entries become streams. */
static bool find_streams(struct opened *opened, struct figure_opening *opening, struct decimal *sum, struct failure *why)
{
    const struct total_keys *keys[FIGURE_SOURCES_MAX] = {0};
    for (int s = 0; s < opened->source_count; s++) { /* distinct values and deadlines stand in no cell, they are counted */
        const struct figure_source *source = &opened->sources[s];
        if (!opened->list->days && source->figure->kind != FIGURE_DISTINCT && figure_limits(source->figure) == 0)
            keys[s] = total_keys_make(opened->arena, source->figure, opened->question->definition, source->by);
    }
    for (size_t i = 0; i < opened->question->units->count; i++)
        for (int s = 0; s < opened->source_count; s++) {
            const struct figure_source *source = &opened->sources[s];
            const struct unit *unit = opened->question->units->units[i];
            int64_t count, amount;
            bool read = keys[s] ? total_of_cells(opened, source, unit, keys[s], &count, &amount, why)
                                : total_of_rows(opened->connection, source, unit, &count, &amount, why);
            if (!read)
                return false;
            if (!decimal_add(*sum, (struct decimal){source->negated ? -amount : amount, figure_scale(source->figure)}, sum))
                return FAIL(why, FAILURE_TOO_BIG, "a figure no longer fits 64 bits");
            opening->total += count;
            const struct figure_stream stream = {.source = source, .part = s, .unit = unit};
            if (count > 0)
                list_add(&opened->streams, opened->arena, arena_copy(opened->arena, &stream, sizeof stream));
        }
    return true;
}

/* ---- a page ---- */

/* Entries that all weigh the same stand by day; more than may be walked do, too. */
static enum figure_order order_of(const struct opened *opened, int64_t total)
{
    enum figure_order order = opened->list->order;
    int64_t most = opened->list->walked_max > 0 ? opened->list->walked_max : FIGURE_WALKED_MAX;
    bool walked = order == FIGURE_BY_AMOUNT || order == FIGURE_BY_NUMBER;
    return (order == FIGURE_BY_AMOUNT && !opened->walks) || (walked && total > most) ? FIGURE_BY_DAY : order;
}

static bool read_page(const struct opened *opened, const struct figure_entry *from, bool backwards, size_t wanted,
                      const struct figure_opening *opening, struct list *entries, struct failure *why)
{
    size_t count = opened->streams.count;
    struct figure_stream *streams = arena_make_many(opened->arena, count, sizeof *streams);
    bool upwards = (opening->order == FIGURE_BY_UNIT) != opened->list->turned;
    struct listing listing = {.connection = opened->connection, .streams = streams, .stream_count = count, .order = opening->order,
                              .upwards = upwards != backwards, .from = from, .wanted = wanted};
    for (size_t i = 0; i < count; i++) {
        streams[i] = *(const struct figure_stream *)opened->streams.items[i];
        uint8_t scale = figure_scale(streams[i].source->figure);
        listing.scale = scale > listing.scale ? scale : listing.scale;
    }
    return listing_read(opened->arena, &listing, entries, why);
}

/* One entry more than a page is read, to know whether anything follows. Back at the beginning a full first page is given. */
static bool turn_page(const struct opened *opened, const struct unit_tree *tree, struct figure_opening *opening, struct failure *why)
{
    struct figure_entry place;
    bool placed = listing_key_read(opened->list->from, tree, &place), backwards = placed && opened->list->backwards;
    size_t limit = opened->list->limit > FIGURE_PAGE_MAX ? FIGURE_PAGE_MAX : opened->list->limit;
    struct list found = {0};
    if (!read_page(opened, placed ? &place : NULL, backwards, limit + 1, opening, &found, why))
        return false;
    if (backwards && found.count <= limit) {
        placed = backwards = false;
        found = (struct list){0};
        if (!read_page(opened, NULL, false, limit + 1, opening, &found, why))
            return false;
    }
    bool more = found.count > limit;
    opening->count = more ? limit : found.count;
    opening->entries = arena_make_many(opened->arena, opening->count, sizeof *opening->entries);
    for (size_t i = 0; i < opening->count; i++)
        opening->entries[backwards ? opening->count - 1 - i : i] = *(const struct figure_entry *)found.items[i];
    if (opening->count > 0 && (backwards ? more : placed))
        opening->previous = listing_key_write(opened->arena, &opening->entries[0]);
    if (opening->count > 0 && (backwards || more))
        opening->next = listing_key_write(opened->arena, &opening->entries[opening->count - 1]);
    return true;
}

bool figure_open(struct arena *arena, struct connection *connection, const struct unit_tree *tree,
                 const struct figure_definition *figure, const struct figure_question *asked, const struct figure_list *list,
                 struct figure_opening *opening, struct failure *why)
{
    const struct figure_question *question = figure_span(arena, figure, asked);
    struct figure_opening made = {0};
    struct opened *opened = arena_make(arena, sizeof *opened);
    struct decimal sum = {0, 0};
    *opened = (struct opened){.arena = arena, .connection = connection, .question = question, .list = list};
    add_sources(opened, figure);
    if (!find_streams(opened, &made, &sum, why))
        return false;
    made.sum = figure->kind == FIGURE_SHARE ? value_unknown() : value_number(sum);
    made.order = order_of(opened, made.total);
    if (!turn_page(opened, tree, &made, why))
        return false;
    *opening = made;
    return true;
}

void figure_of_record(struct arena *arena, const struct record *record, struct list *entries)
{
    struct contributions found;
    contribution_compute(arena, record, (struct record_asked){0}, &found);
    for (size_t i = 0; i < found.count; i++) {
        const struct contribution *one = &found.items[i];
        const struct figure_definition *figure = NULL;
        for (size_t f = 0; f < record->register_->figure_count && !figure; f++)
            if (contribution_key(record->register_->figures[f]->name, (struct text){0}) == one->figure)
                figure = record->register_->figures[f];
        if (!figure || one->position > 0)
            continue;
        const struct figure_entry entry = {.record = record->number, .figure = figure, .register_ = record->register_, .unit = record->unit,
                                           .day = one->day, .by = one->by,
                                           .amount = value_number((struct decimal){one->amount, figure_scale(figure)})};
        list_add(entries, arena, arena_copy(arena, &entry, sizeof entry));
    }
}
