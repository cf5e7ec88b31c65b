/*
 * listing.c — entries behind a figure in an order: one stream for each unit, merged, each read ahead by key.
 *
 * Every order is total and every statement gives what follows a key in it, so a page costs the same
 * wherever it stands. By day the key of the table leads. A list by unit reads one unit after the other.
 */
#include "keep/record/record_inside.h"

#define SQL(id, name, text, postgres) static const struct sql id __attribute__((unused)) = {name, text, postgres};
#include "keep/record/record_sql.def"
#undef SQL

enum { CHUNK_MIN = 4, KEY_PARTS = 6 };

/* ---- the order ---- */

static int compare_numbers(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int compare_places(const struct figure_entry *a, const struct figure_entry *b)
{
    int order = compare_numbers(a->record, b->record);
    order = order != 0 ? order : a->part - b->part;
    return order != 0 ? order : a->position - b->position;
}

static int compare_days(const struct figure_entry *a, const struct figure_entry *b)
{
    int order = day_compare(a->day, b->day);
    return order != 0 ? order : compare_places(a, b);
}

/* Upwards; by unit it is the order within one, where the newest day comes first. */
static int compare(enum figure_order order, const struct figure_entry *a, const struct figure_entry *b)
{
    int amounts;
    switch (order) {
    case FIGURE_BY_DAY:
        return compare_days(a, b);
    case FIGURE_BY_UNIT:
        return -compare_days(a, b);
    case FIGURE_BY_AMOUNT:
        amounts = decimal_compare(a->amount.number, b->amount.number);
        return amounts != 0 ? amounts : compare_days(a, b);
    case FIGURE_BY_NUMBER:
        return compare_places(a, b);
    }
    return 0;
}

static bool comes_first(const struct listing *listing, const struct figure_entry *a, const struct figure_entry *b)
{
    int order = compare(listing->order, a, b);
    return listing->upwards ? order < 0 : order > 0;
}

/* ---- keys ---- */

struct text listing_key_write(struct arena *arena, const struct figure_entry *entry)
{
    return text_format(arena, "%d_%lld_%d_%d_%lld_%.*s", (int)entry->day.number, (long long)entry->record, entry->part, entry->position,
                       (long long)entry->unit->number, TEXT_ARGS(decimal_write(arena, entry->amount.number)));
}

bool listing_key_read(struct text key, const struct unit_tree *tree, struct figure_entry *entry)
{
    int64_t numbers[KEY_PARTS - 1];
    struct text part;
    struct decimal amount;
    for (size_t i = 0; i < LENGTH_OF(numbers); i++)
        if (!text_next(&key, '_', &part) || !text_read_int64(part, &numbers[i]))
            return false;
    bool fits = numbers[0] > INT32_MIN && numbers[0] < INT32_MAX && numbers[2] >= 0 && numbers[2] < FIGURE_SOURCES_MAX &&
                numbers[3] >= 0 && numbers[3] < INT32_MAX;
    if (!fits || !decimal_read(key, &amount))
        return false;
    *entry = (struct figure_entry){.day = {(int32_t)numbers[0]}, .record = numbers[1], .part = (int)numbers[2],
                                   .position = (int)numbers[3], .unit = unit_by_number(tree, numbers[4]), .amount = value_number(amount)};
    return entry->unit != NULL;
}

/* ---- reading one stream on ---- */

/* What of a table follows it: the statements' places hold this. */
struct after {
    int64_t day, record, position, amount;
};

static struct after extreme(bool upwards)
{
    return upwards ? (struct after){INT32_MIN, INT64_MIN, INT32_MIN, INT64_MIN} : (struct after){INT32_MAX, INT64_MAX, INT32_MAX, INT64_MAX};
}

/* The key may stand in another part of the figure: of the same record the lower part comes first. */
static bool after_of(const struct figure_stream *stream, const struct figure_entry *from, uint8_t scale, struct after *after,
                     struct failure *why)
{
    struct decimal amount;
    int64_t position = stream->part == from->part ? from->position : stream->part < from->part ? INT32_MAX : -1;
    if (!decimal_rescale(from->amount.number, scale, &amount))
        return FAIL(why, FAILURE_INVALID, "the key of a list is not one of its own");
    *after = (struct after){from->day.number, from->record, position, amount.digits};
    return true;
}

/* What brings a stored amount to the scale and sign it is compared by. */
static int64_t factor_of(const struct figure_source *source, uint8_t scale)
{
    int64_t factor = source->negated ? -1 : 1;
    for (uint8_t i = figure_scale(source->figure); i < scale; i++)
        factor *= 10;
    return factor;
}

static bool ask_contributions(const struct listing *listing, const struct figure_stream *stream, struct after after, size_t limit,
                              struct statement **row_of, struct failure *why)
{
    static const struct sql *const ASKED[][2] = {[FIGURE_BY_DAY] = {&CONTRIBUTION_DAY_DOWN, &CONTRIBUTION_DAY_UP},
                                                 [FIGURE_BY_UNIT] = {&CONTRIBUTION_DAY_UP, &CONTRIBUTION_DAY_DOWN},
                                                 [FIGURE_BY_AMOUNT] = {&CONTRIBUTION_AMOUNT_DOWN, &CONTRIBUTION_AMOUNT_UP},
                                                 [FIGURE_BY_NUMBER] = {&CONTRIBUTION_NUMBER_DOWN, &CONTRIBUTION_NUMBER_UP}};
    static const size_t PLACES[] = {[FIGURE_BY_DAY] = 10, [FIGURE_BY_UNIT] = 10, [FIGURE_BY_AMOUNT] = 12, [FIGURE_BY_NUMBER] = 9};
    const struct figure_source *source = stream->source;
    int64_t begin = source->begin, end = source->end;
    bool by_day = listing->order == FIGURE_BY_DAY || listing->order == FIGURE_BY_UNIT;
    bool days_up = listing->upwards == (listing->order == FIGURE_BY_DAY);
    /* The index is entered at the key and left at the last day, whichever of the two conditions a database enters it by. */
    if (by_day && days_up && after.day < begin)
        after = (struct after){begin, INT64_MIN, INT32_MIN, 0};
    if (by_day && !days_up && after.day > end)
        after = (struct after){end, INT64_MAX, INT32_MAX, 0};
    if (by_day)
        *(days_up ? &begin : &end) = after.day;
    const struct store_value values[] = {store_int64(stream->unit->shard),
                                         store_int64(contribution_key(source->figure->name, (struct text){0})),
                                         store_int64(stream->unit->number),
                                         store_int64(begin),
                                         store_int64(end),
                                         store_text(source->by),
                                         store_int64((int64_t)limit),
                                         store_int64(after.record),
                                         store_int64(after.position),
                                         store_int64(after.day),
                                         store_int64(factor_of(source, listing->scale)),
                                         store_int64(after.amount)};
    return store_select(listing->connection, ASKED[listing->order][listing->upwards], values, PLACES[listing->order], row_of, why);
}

static bool ask_deadlines(const struct listing *listing, const struct figure_stream *stream, struct after after, size_t limit,
                          struct statement **row_of, struct failure *why)
{
    static const struct sql *const ASKED[][2] = {[FIGURE_BY_DAY] = {&DEADLINE_DAY_DOWN, &DEADLINE_DAY_UP},
                                                 [FIGURE_BY_UNIT] = {&DEADLINE_DAY_UP, &DEADLINE_DAY_DOWN},
                                                 [FIGURE_BY_AMOUNT] = {&DEADLINE_DAY_DOWN, &DEADLINE_DAY_UP},
                                                 [FIGURE_BY_NUMBER] = {&DEADLINE_NUMBER_DOWN, &DEADLINE_NUMBER_UP}};
    const struct figure_source *source = stream->source;
    const struct figure_definition *figure = source->figure;
    const struct store_value values[] = {store_int64(stream->unit->shard),
                                         store_text(figure->deadline->name),
                                         store_int64(stream->unit->number),
                                         store_int64(source->begin),
                                         store_int64(source->end),
                                         store_text(figure->register_->name),
                                         store_int64(figure_limits(figure)),
                                         store_int64(source->today.number),
                                         store_int64((int64_t)limit),
                                         store_int64(after.record),
                                         store_int64(after.position),
                                         store_int64(after.day)};
    size_t places = listing->order == FIGURE_BY_NUMBER ? LENGTH_OF(values) - 1 : LENGTH_OF(values);
    return store_select(listing->connection, ASKED[listing->order][listing->upwards], values, places, row_of, why);
}

static struct figure_entry entry_of(struct arena *arena, const struct figure_stream *stream, const struct statement *row)
{
    const struct figure_source *source = stream->source;
    struct figure_entry entry = {.record = statement_int64(row, 0), .figure = source->figure, .register_ = source->figure->register_,
                                 .unit = stream->unit, .day = {(int32_t)statement_int64(row, 1)}, .part = stream->part,
                                 .amount = value_whole(1)};
    if (figure_limits(source->figure) > 0)
        return entry;
    int64_t amount = statement_int64(row, 3);
    entry.by = text_copy(arena, statement_text(row, 2));
    entry.amount = value_number((struct decimal){source->negated ? -amount : amount, figure_scale(source->figure)});
    entry.position = (int)statement_int64(row, 4);
    return entry;
}

static bool read_on(struct arena *arena, const struct listing *listing, struct figure_stream *stream, size_t limit, struct failure *why)
{
    const struct figure_entry *from = stream->count > 0 ? &stream->chunk[stream->count - 1] : listing->from;
    bool upwards = listing->order == FIGURE_BY_UNIT ? !listing->upwards : listing->upwards;
    struct after after = extreme(upwards);
    struct statement *row_of;
    if (from && !after_of(stream, from, listing->scale, &after, why))
        return false;
    bool deadlines = figure_limits(stream->source->figure) > 0;
    if (!(deadlines ? ask_deadlines : ask_contributions)(listing, stream, after, limit, &row_of, why))
        return false;
    struct figure_entry *chunk = arena_make_many(arena, limit, sizeof *chunk);
    stream->chunk = chunk;
    stream->count = stream->at = 0;
    while (statement_next(row_of, why)) {
        REQUIRE(stream->count < limit);
        chunk[stream->count++] = entry_of(arena, stream, row_of);
    }
    if (!statement_sound(row_of))
        return false;
    stream->ended = stream->count < limit;
    return true;
}

/* ---- merging ---- */

/* By day several streams share a page; where entries are walked, one walk has to do. */
static size_t chunk_size(const struct listing *listing, size_t streams, size_t wanted)
{
    bool walked = listing->order == FIGURE_BY_AMOUNT || listing->order == FIGURE_BY_NUMBER;
    size_t fair = wanted * 2 / streams + CHUNK_MIN;
    return walked || fair > wanted ? wanted : fair;
}

static bool merge(struct arena *arena, const struct listing *listing, struct figure_stream *streams, size_t count, struct list *entries,
                  struct failure *why)
{
    size_t chunk = count > 0 ? chunk_size(listing, count, listing->wanted) : 0;
    while (entries->count < listing->wanted) {
        struct figure_stream *best = NULL;
        for (size_t i = 0; i < count; i++) {
            struct figure_stream *stream = &streams[i];
            if (stream->at == stream->count && !stream->ended && !read_on(arena, listing, stream, chunk, why))
                return false;
            if (stream->at < stream->count && (!best || comes_first(listing, &stream->chunk[stream->at], &best->chunk[best->at])))
                best = stream;
        }
        if (!best)
            return true;
        list_add(entries, arena, &best->chunk[best->at++]);
    }
    return true;
}

/* One unit's streams after another's, from the unit of the key on; a unit that is not among them begins anew. */
static bool read_units(struct arena *arena, struct listing *listing, struct list *entries, struct failure *why)
{
    size_t count = listing->stream_count, at = 0;
    const struct unit *first = listing->from ? listing->from->unit : NULL;
    for (size_t i = 0; i < count && first; i++)
        if (listing->streams[listing->upwards ? i : count - 1 - i].unit == first) {
            at = i;
            break;
        }
    while (at < count && entries->count < listing->wanted) {
        const struct unit *unit = listing->streams[listing->upwards ? at : count - 1 - at].unit;
        size_t many = 0;
        while (at + many < count && listing->streams[listing->upwards ? at + many : count - 1 - at - many].unit == unit)
            many++;
        size_t begin = listing->upwards ? at : count - at - many;
        if (unit != first)
            listing->from = NULL;
        if (!merge(arena, listing, listing->streams + begin, many, entries, why))
            return false;
        at += many;
    }
    return true;
}

bool listing_read(struct arena *arena, struct listing *listing, struct list *entries, struct failure *why)
{
    if (listing->order == FIGURE_BY_UNIT)
        return read_units(arena, listing, entries, why);
    return merge(arena, listing, listing->streams, listing->stream_count, entries, why);
}
