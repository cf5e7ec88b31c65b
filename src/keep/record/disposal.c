/* disposal.c — see disposal.h. */
#include "keep/record/disposal.h"

#include "keep/record/record_inside.h"

#define SQL(id, name, text, postgres) static const struct sql id __attribute__((unused)) = {name, text, postgres};
#include "keep/record/record_sql.def"
#undef SQL

enum { LIST_TEXT_MAX = 16 * 1024 };

/* The day of the act that last changed it, as days are here (UTC+7), where it was changed or bears no day. */
#define CLOSED                                                                                                                     \
    "CASE WHEN one.day IS NULL OR (one.version <> one.record AND (act.at + 25200000) / 86400000 > one.day)"                        \
    " THEN (act.at + 25200000) / 86400000 ELSE one.day END"
#define RUNS                                                                                                                       \
    "EXISTS (SELECT 1 FROM deadline WHERE deadline.shard = one.shard AND deadline.record = one.record AND deadline.done IS NULL)"

struct day disposal_kept_until(const struct register_definition *register_, struct day closed)
{
    return register_->keep_years == 0 ? DAY_NONE : day_of(day_parts(closed).year + register_->keep_years, 12, 31);
}

/* ---- which are due ---- */

/* ?1 shard, ?2 and ?3 between which days its work ended, ?4 how many, ?5 behind how many. */
static void add_rows(struct buffer *out, const struct disposal_query *query)
{
    buffer_add_format(out,
                      " FROM (SELECT one.record, one.unit, one.day, one.state, " CLOSED " AS closed FROM r_%.*s AS one"
                      " JOIN act ON act.shard = one.shard AND act.number = one.version"
                      " WHERE one.shard = ?1 AND (one.day IS NULL OR one.day <= ?3) AND one.unit IN (",
                      TEXT_ARGS(query->register_->name));
    for (size_t i = 0; i < query->units->count; i++) {
        buffer_add(out, i == 0 ? TEXT("") : TEXT(","));
        buffer_add_int64(out, query->units->units[i]->number);
    }
    buffer_add(out, TEXT(") AND NOT EXISTS (SELECT 1 FROM disposed WHERE disposed.shard = one.shard AND disposed.record = one.record)"
                         " AND NOT " RUNS ") AS due WHERE closed BETWEEN ?2 AND ?3"));
}

static struct sql list_sql(struct arena *arena, const struct disposal_query *query, bool counts)
{
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, LIST_TEXT_MAX + 24 * query->units->count);
    buffer_add(&out, counts ? TEXT("SELECT count(*)") : TEXT("SELECT record, unit, day, state, closed"));
    add_rows(&out, query);
    buffer_add(&out, counts ? TEXT("") : TEXT(" ORDER BY closed, record LIMIT ?4 OFFSET ?5"));
    REQUIRE(!out.full); /* half a statement must never run */
    return (struct sql){.name = text_format(arena, "disposal %s %.*s", counts ? "count" : "list", TEXT_ARGS(query->register_->name)).bytes,
                        .text = text_copy(arena, buffer_text(&out)).bytes};
}

static bool read_due(struct arena *arena, struct statement *row, const struct unit_tree *tree, struct list *due, struct failure *why)
{
    struct disposal_due one = {.record = statement_int64(row, 0),
                               .unit = unit_by_number(tree, statement_int64(row, 1)),
                               .day = statement_is_null(row, 2) ? DAY_NONE : (struct day){(int32_t)statement_int64(row, 2)},
                               .state = text_copy(arena, statement_text(row, 3)),
                               .closed = {(int32_t)statement_int64(row, 4)}};
    if (!one.unit)
        return FAIL(why, FAILURE_BROKEN, "record %lld names a unit that is not there", (long long)one.record);
    list_add(due, arena, arena_copy(arena, &one, sizeof one));
    return true;
}

bool disposal_list(struct arena *arena, struct connection *connection, const struct unit_tree *tree, const struct disposal_query *query,
                   struct list *due, int64_t *total, struct failure *why)
{
    int last = day_parts(query->today).year - query->register_->keep_years - 1;
    int first = query->year > DISPOSAL_YEAR_MIN ? query->year : DISPOSAL_YEAR_MIN;
    *total = 0;
    if (query->register_->keep_years == 0 || query->units->count == 0 || first > last)
        return true;
    last = query->year > 0 ? first : last;
    struct store_value values[] = {store_int64(unit_tree_shard(tree)), store_int64(day_of(first, 1, 1).number),
                                   store_int64(day_of(last, 12, 31).number), store_int64((int64_t)query->limit),
                                   store_int64((int64_t)query->offset)};
    struct sql count = list_sql(arena, query, true), list = list_sql(arena, query, false);
    struct statement *row_of;
    if (!store_find_int64(connection, &count, values, 3, 0, total, why))
        return false;
    if (*total == 0 || query->limit == 0)
        return true;
    if (!store_select(connection, &list, values, LENGTH_OF(values), &row_of, why))
        return false;
    while (statement_next(row_of, why))
        if (!read_due(arena, row_of, tree, due, why))
            return false;
    return statement_sound(row_of);
}

bool disposal_term(struct arena *arena, struct connection *connection, const struct record *record, struct disposal_term *term,
                   struct failure *why)
{
    struct text table = record_table(arena, record->register_);
    struct sql sql = {.name = text_format(arena, "disposal term %.*s", TEXT_ARGS(table)).bytes,
                      .text = text_format(arena,
                                          "SELECT " CLOSED ", CASE WHEN " RUNS " THEN 1 ELSE 0 END FROM %.*s AS one JOIN act"
                                          " ON act.shard = one.shard AND act.number = one.version WHERE one.shard = ?1 AND one.record = ?2",
                                          TEXT_ARGS(table))
                                  .bytes};
    struct store_value key[] = {store_int64(record->unit->shard), store_int64(record->number)};
    struct statement *row;
    if (!store_find(connection, &sql, key, LENGTH_OF(key), &row, why))
        return false;
    if (!row)
        return FAIL(why, FAILURE_BROKEN, "record %lld was changed by no act", (long long)record->number);
    *term = (struct disposal_term){{(int32_t)statement_int64(row, 0)}, statement_int64(row, 1) != 0};
    return true;
}

/* ---- what is left ---- */

static bool reads(const struct rule *rule, size_t slot)
{
    size_t count = 0;
    const size_t *slots = rule ? rule_slots(rule, &count) : NULL;
    for (size_t i = 0; i < count; i++)
        if (slots[i] == slot)
            return true;
    return false;
}

static bool figure_needs(const struct register_definition *register_, const struct field_definition *field)
{
    for (size_t i = 0; i < register_->figure_count; i++) {
        const struct figure_definition *figure = register_->figures[i];
        if (figure->field == field || figure->by == field || reads(figure->where, field->slot))
            return true;
    }
    return false;
}

static bool deadline_needs(const struct register_definition *register_, const struct field_definition *field)
{
    for (size_t i = 0; i < register_->deadline_count; i++) {
        const struct deadline_use *use = &register_->deadlines[i];
        if (reads(use->where, field->slot))
            return true;
        for (size_t k = 0; k < use->variant_count; k++)
            if (reads(use->variants[k].where, field->slot))
                return true;
    }
    return false;
}

bool disposal_takes(const struct register_definition *register_, const struct field_definition *field)
{
    if (field->personal)
        return true;
    return (field->kind == FIELD_TEXT || field->kind == FIELD_LONG_TEXT) && !register_->ledger && !figure_needs(register_, field) &&
           !deadline_needs(register_, field);
}

struct record *disposal_left(struct arena *arena, const struct record *record)
{
    const struct register_definition *register_ = record->register_;
    struct record *left = arena_copy(arena, record, sizeof *record);
    left->values = arena_copy(arena, record->values, register_->field_count * sizeof *record->values);
    for (size_t i = 0; i < register_->field_count; i++)
        if (disposal_takes(register_, &register_->fields[i]))
            left->values[i] = (struct record_value){0};
    return left;
}

/* ---- the decisions ---- */

bool disposal_save(struct connection *writer, int64_t shard, const struct disposal *disposal, struct failure *why)
{
    struct store_value row[] = {store_int64(shard),          store_int64(disposal->act),    store_text(disposal->register_name),
                                store_int64(disposal->unit), store_text(disposal->decision), store_int64(disposal->decided_on.number),
                                store_text(disposal->council), store_int64(disposal->records)};
    return store_run(writer, &DISPOSAL_ADD, row, LENGTH_OF(row), why);
}

bool disposal_mark(struct connection *writer, int64_t shard, int64_t record, int64_t act, struct failure *why)
{
    struct store_value row[] = {store_int64(shard), store_int64(record), store_int64(act)};
    return store_run(writer, &DISPOSED_ADD, row, LENGTH_OF(row), why);
}

bool disposal_find(struct arena *arena, struct connection *connection, int64_t shard, int64_t record, struct disposal *disposal, bool *found,
                   struct failure *why)
{
    struct store_value key[] = {store_int64(shard), store_int64(record)};
    struct statement *row;
    if (!store_find(connection, &DISPOSED_FIND, key, LENGTH_OF(key), &row, why))
        return false;
    *found = row != NULL;
    if (row)
        *disposal = (struct disposal){.act = statement_int64(row, 0),
                                      .decision = text_copy(arena, statement_text(row, 1)),
                                      .decided_on = {(int32_t)statement_int64(row, 2)},
                                      .council = text_copy(arena, statement_text(row, 3)),
                                      .records = statement_int64(row, 4)};
    return true;
}

bool disposal_list_done(struct arena *arena, struct connection *connection, const struct unit *unit, size_t limit, struct list *done,
                        struct failure *why)
{
    struct store_value asked[] = {store_int64(unit->shard), store_int64(unit->number), store_int64((int64_t)limit)};
    struct statement *row;
    if (!store_select(connection, &DISPOSAL_DONE, asked, LENGTH_OF(asked), &row, why))
        return false;
    while (statement_next(row, why)) {
        const struct disposal one = {.act = statement_int64(row, 0),
                                     .register_name = text_copy(arena, statement_text(row, 1)),
                                     .decision = text_copy(arena, statement_text(row, 2)),
                                     .decided_on = {(int32_t)statement_int64(row, 3)},
                                     .council = text_copy(arena, statement_text(row, 4)),
                                     .records = statement_int64(row, 5)};
        list_add(done, arena, arena_copy(arena, &one, sizeof one));
    }
    return statement_sound(row);
}
