/* joined.c — from the field that names who joined, by way of the record, to what it counts for its leader. */
#include "keep/record/joined.h"

#include "keep/record/record_inside.h"

enum { NUMBER_BYTES = 21, SQL_TEXT_MAX = 4096 };

bool joined_figure(const struct figure_definition *figure)
{
    return figure->register_->joint && !figure->over_year && (figure->kind == FIGURE_COUNT || figure->kind == FIGURE_SUM);
}

bool joined_by(const struct record *record, const struct unit *organisation)
{
    const struct field_definition *field = record->register_->joint;
    for (size_t i = 0; field && i < record->values[field->slot].many_count; i++)
        if (unit_by_number(record->units, record->values[field->slot].many[i].number.digits) == organisation)
            return true;
    return false;
}

/* ---- the statements of a register ---- */

enum which { JOINED_TOTAL, JOINED_PAGE };

/* ?3: numbers of organisations, "4,17,19". `units` says in each database's words that a number is among them. */
static const char *text_of_statement(struct arena *arena, const struct figure_definition *figure, enum which which, const char *units)
{
    struct buffer CLOSING(buffer) out;
    const struct register_definition *register_ = figure->register_;
    struct text table = record_table(arena, register_);
    struct text day = figure->day ? text_format(arena, "\"%.*s\"", TEXT_ARGS(figure->day->name)) : TEXT("day");
    buffer_init(&out, SQL_TEXT_MAX);
    buffer_add(&out, which == JOINED_TOTAL ? TEXT("SELECT count(*), coalesce(sum(c.amount), 0)")
                                           : TEXT("SELECT c.record, c.day, c.part, c.amount, c.unit"));
    /* The leader's own entry is found by its whole key. */
    buffer_add_format(&out, " FROM %.*s r JOIN contribution c ON c.shard = ?1 AND c.figure = ?2 AND c.unit = r.unit AND c.day = r.%.*s"
                            " AND c.record = r.record AND c.position = 0 WHERE r.shard = ?1 AND r.record IN (SELECT record FROM %.*s__%.*s"
                            " WHERE shard = ?1 AND value %s) AND NOT r.unit %s AND c.day BETWEEN ?4 AND ?5 AND (?6 = '' OR c.part = ?6)",
                      TEXT_ARGS(table), TEXT_ARGS(day), TEXT_ARGS(table), TEXT_ARGS(register_->joint->name), units, units);
    if (which == JOINED_PAGE)
        buffer_add(&out, TEXT(" AND (c.day, c.record) < (?7, ?8) ORDER BY c.day DESC, c.record DESC LIMIT ?9"));
    REQUIRE(!out.full); /* half a statement must never run */
    return text_copy(arena, buffer_text(&out)).bytes;
}

static struct sql statement_of(struct arena *arena, const struct figure_definition *figure, enum which which)
{
    static const char *const NAMES[] = {[JOINED_TOTAL] = "total", [JOINED_PAGE] = "page"};
    struct text field = figure->day ? figure->day->name : (struct text){0};
    return (struct sql){
        .name = text_format(arena, "joined %s %.*s %.*s", NAMES[which], TEXT_ARGS(figure->register_->name), TEXT_ARGS(field)).bytes,
        .text = text_of_statement(arena, figure, which, "IN (SELECT value FROM json_each('[' || ?3 || ']'))"),
        .postgres = text_of_statement(arena, figure, which, "= ANY (CAST('{' || ?3 || '}' AS bigint[]))")};
}

/* ---- asking ---- */

struct asking {
    struct arena *arena;
    struct connection *connection;
    const struct unit_tree *tree;
    const struct figure_definition *figure;
    const struct figure_question *question;
    int64_t shard;     /* of the organisations: what lies in another data home is not looked for */
    struct text units;
};

static bool name_units(struct asking *asking, struct failure *why)
{
    struct buffer CLOSING(buffer) numbers;
    const struct unit_set *units = asking->question->units;
    size_t count = 0;
    buffer_init(&numbers, (size_t)JOINED_UNITS_MAX * NUMBER_BYTES);
    for (size_t i = 0; i < units->count && count <= JOINED_UNITS_MAX; i++) {
        if (!units->units[i]->is_organisation || (count > 0 && units->units[i]->shard != asking->shard))
            continue;
        asking->shard = units->units[i]->shard;
        buffer_add_format(&numbers, "%s%lld", count++ == 0 ? "" : ",", (long long)units->units[i]->number);
    }
    if (count > JOINED_UNITS_MAX)
        return true;
    asking->units = text_copy(asking->arena, buffer_text(&numbers));
    return buffer_ok(&numbers, why);
}

static bool ask(const struct asking *asking, enum which which, const struct figure_entry *after, size_t limit, struct statement **row_of,
                struct failure *why)
{
    const struct figure_question *question = asking->question;
    const struct sql sql = statement_of(asking->arena, asking->figure, which);
    const struct store_value values[] = {store_int64(asking->shard),
                                         store_int64(contribution_key(asking->figure->name, (struct text){0})),
                                         store_text(asking->units),
                                         store_int64(question->period.begin.number),
                                         store_int64(question->period.end.number),
                                         store_text(question->by),
                                         store_int64(after->day.number),
                                         store_int64(after->record),
                                         store_int64((int64_t)limit)};
    return store_select(asking->connection, &sql, values, which == JOINED_PAGE ? LENGTH_OF(values) : 6, row_of, why);
}

static bool read_total(const struct asking *asking, struct joined *joined, struct failure *why)
{
    static const struct figure_entry NO_KEY;
    struct statement *row_of;
    if (!ask(asking, JOINED_TOTAL, &NO_KEY, 0, &row_of, why))
        return false;
    while (statement_next(row_of, why)) {
        joined->total = statement_int64(row_of, 0);
        joined->sum = value_number((struct decimal){statement_int64(row_of, 1), figure_scale(asking->figure)});
    }
    return statement_sound(row_of);
}

static bool read_page(const struct asking *asking, const struct joined_list *list, struct joined *joined, struct failure *why)
{
    struct figure_entry after;
    size_t limit = list->limit > FIGURE_PAGE_MAX ? FIGURE_PAGE_MAX : list->limit;
    struct statement *row_of;
    if (!listing_key_read(list->from, asking->tree, &after))
        after = (struct figure_entry){.day = {INT32_MAX}, .record = INT64_MAX};
    joined->entries = arena_make_many(asking->arena, limit + 1, sizeof *joined->entries);
    /* One more than a page, to know whether anything follows. */
    if (!ask(asking, JOINED_PAGE, &after, limit + 1, &row_of, why))
        return false;
    while (statement_next(row_of, why)) {
        REQUIRE(joined->count <= limit);
        joined->entries[joined->count++] = (struct figure_entry){
            .record = statement_int64(row_of, 0),
            .figure = asking->figure,
            .register_ = asking->figure->register_,
            .unit = unit_by_number(asking->tree, statement_int64(row_of, 4)),
            .day = {(int32_t)statement_int64(row_of, 1)},
            .by = text_copy(asking->arena, statement_text(row_of, 2)),
            .amount = value_number((struct decimal){statement_int64(row_of, 3), figure_scale(asking->figure)})};
    }
    if (!statement_sound(row_of))
        return false;
    if (joined->count > limit)
        joined->next = listing_key_write(asking->arena, &joined->entries[--joined->count - 1]);
    return true;
}

bool joined_open(struct arena *arena, struct connection *connection, const struct unit_tree *tree,
                 const struct figure_definition *figure, const struct figure_question *question, const struct joined_list *list,
                 struct joined *joined, struct failure *why)
{
    struct asking asking = {.arena = arena, .connection = connection, .tree = tree, .figure = figure, .question = question};
    struct joined made = {.sum = value_unknown()};
    REQUIRE(joined_figure(figure));
    if (!name_units(&asking, why))
        return false;
    made.told = asking.units.length > 0;
    if (made.told && (!read_total(&asking, &made, why) || (list->limit > 0 && made.total > 0 && !read_page(&asking, list, &made, why))))
        return false;
    *joined = made;
    return true;
}
