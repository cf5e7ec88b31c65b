/* record.c — records read from their tables: one, a page of a list, how many. */
#include "keep/record/record_inside.h"

enum { LIST_SQL_MAX = 64 * 1024, UNITS_IN_SQL_MAX = 20000, UNITS_APART_MAX = 100, UNIT_SQL_MAX = 21 };

struct record *record_row_read(struct arena *arena, struct statement *row, const struct unit_tree *tree,
                               const struct register_definition *register_)
{
    struct record *record = arena_make(arena, sizeof *record);
    int column = 6;
    *record = (struct record){
        .number = statement_int64(row, 0),
        .version = statement_int64(row, 1),
        .register_ = register_,
        .unit = unit_by_number(tree, statement_int64(row, 2)),
        .units = tree,
        .day = statement_is_null(row, 3) ? DAY_NONE : (struct day){(int32_t)statement_int64(row, 3)},
        .state = text_copy(arena, statement_text(row, 4)),
        .withdrawn = statement_int64(row, 5) != 0,
        .values = arena_make_many(arena, register_->field_count, sizeof *record->values),
    };
    for (size_t i = 0; i < register_->field_count; i++)
        if (record_has_column(&register_->fields[i]))
            record->values[i].value = record_value_from(arena, &register_->fields[i], statement_value(row, column++));
    return record;
}

static bool load_link(struct arena *arena, struct connection *connection, struct record *record, const struct field_definition *field,
                      struct failure *why)
{
    struct sql sql = record_link_sql(arena, record->register_, field, RECORD_SELECT);
    struct store_value key[] = {store_int64(record->unit->shard), store_int64(record->number)};
    struct statement *row_of;
    struct list found = {0};
    if (!store_select(connection, &sql, key, LENGTH_OF(key), &row_of, why))
        return false;
    while (statement_next(row_of, why)) {
        struct value value = record_value_from(arena, field, statement_value(row_of, 0));
        list_add(&found, arena, arena_copy(arena, &value, sizeof value));
    }
    if (!statement_sound(row_of))
        return false;
    struct value *many = arena_make_many(arena, found.count, sizeof *many);
    for (size_t i = 0; i < found.count; i++)
        many[i] = *(struct value *)found.items[i];
    record->values[field->slot].many = many;
    record->values[field->slot].many_count = found.count;
    return true;
}

bool record_load_links(struct arena *arena, struct connection *connection, struct record *record, struct failure *why)
{
    for (size_t i = 0; i < record->register_->field_count; i++)
        if (record->register_->fields[i].many && !load_link(arena, connection, record, &record->register_->fields[i], why))
            return false;
    return true;
}

bool record_load(struct arena *arena, struct connection *connection, const struct unit_tree *tree,
                 const struct register_definition *register_, int64_t number, struct record **record, struct failure *why)
{
    struct sql sql = record_sql(arena, register_, RECORD_SELECT);
    struct store_value key[] = {store_int64(unit_tree_shard(tree)), store_int64(number)};
    struct statement *row;
    if (!store_find(connection, &sql, key, LENGTH_OF(key), &row, why))
        return false;
    if (!row)
        return FAIL(why, FAILURE_NOT_FOUND, "no record %lld in %.*s", (long long)number, TEXT_ARGS(register_->name));
    struct record *found = record_row_read(arena, row, tree, register_);
    if (!found->unit)
        return FAIL(why, FAILURE_BROKEN, "record %lld names a unit that is not there", (long long)number);
    if (!record_load_links(arena, connection, found, why))
        return false;
    *record = found;
    return true;
}

/* ---- by key ---- */

/* ?1 shard, ?2 unit, then the fields of the key; its day also by the column that the index has. */
static struct sql same_sql(struct arena *arena, const struct register_definition *register_)
{
    struct buffer CLOSING(buffer) out;
    struct text table = record_table(arena, register_);
    buffer_init(&out, LIST_SQL_MAX);
    buffer_add(&out, TEXT("SELECT "));
    record_columns(&out, register_);
    buffer_add_format(&out, " FROM %.*s WHERE shard = ?1 AND unit = ?2 AND withdrawn = 0", TEXT_ARGS(table));
    for (size_t i = 0; i < register_->key_count; i++) {
        buffer_add_format(&out, " AND \"%.*s\" = ?%zu", TEXT_ARGS(register_->key[i]->name), i + 3);
        if (register_->key[i] == register_->day)
            buffer_add_format(&out, " AND day = ?%zu", i + 3);
    }
    buffer_add(&out, TEXT(" ORDER BY record DESC LIMIT 1"));
    REQUIRE(!out.full);
    return (struct sql){.name = text_format(arena, "same %.*s", TEXT_ARGS(table)).bytes, .text = text_copy(arena, buffer_text(&out)).bytes};
}

bool record_find_same(struct arena *arena, struct connection *connection, const struct unit_tree *tree, const struct record *like,
                      struct record **found, struct failure *why)
{
    const struct register_definition *register_ = like->register_;
    struct sql sql = same_sql(arena, register_);
    struct store_value *key = arena_make_many(arena, register_->key_count + 2, sizeof *key);
    struct statement *row;
    key[0] = store_int64(unit_tree_shard(tree));
    key[1] = store_int64(like->unit->number);
    for (size_t i = 0; i < register_->key_count; i++)
        key[i + 2] = record_store_value(arena, register_->key[i], like->values[register_->key[i]->slot].value);
    if (!store_find(connection, &sql, key, register_->key_count + 2, &row, why))
        return false;
    struct record *record = row ? record_row_read(arena, row, tree, register_) : NULL;
    if (record && !record_load_links(arena, connection, record, why))
        return false;
    *found = record;
    return true;
}

/* ---- who refers to it ---- */

static struct sql referring_sql(struct arena *arena, const struct register_definition *register_, const struct field_definition *field)
{
    struct text table = record_table(arena, register_), text;
    if (field->many)
        text = text_format(arena,
                           "SELECT DISTINCT l.value FROM %.*s__%.*s l JOIN %.*s r ON r.shard = l.shard AND r.record = l.record"
                           " WHERE l.shard = ?1 AND l.value BETWEEN ?2 AND ?3 AND r.withdrawn = 0 ORDER BY 1 LIMIT ?4",
                           TEXT_ARGS(table), TEXT_ARGS(field->name), TEXT_ARGS(table));
    else
        text = text_format(arena,
                           "SELECT DISTINCT \"%.*s\" FROM %.*s WHERE shard = ?1 AND \"%.*s\" BETWEEN ?2 AND ?3 AND withdrawn = 0"
                           " ORDER BY 1 LIMIT ?4",
                           TEXT_ARGS(field->name), TEXT_ARGS(table), TEXT_ARGS(field->name));
    return (struct sql){.name = text_format(arena, "referring %.*s %.*s", TEXT_ARGS(table), TEXT_ARGS(field->name)).bytes, .text = text.bytes};
}

bool record_referred(struct connection *connection, const struct definition *definition, const struct register_definition *register_,
                     int64_t shard, int64_t first, int64_t last, int64_t *numbers, size_t room, size_t *count, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    *count = 0;
    for (size_t i = 0; i < definition->register_count; i++)
        for (size_t k = 0; k < definition->registers[i].field_count; k++) {
            const struct field_definition *field = &definition->registers[i].fields[k];
            struct statement *row_of;
            if (field->kind != FIELD_RECORD || field->of_register != register_ || *count == room)
                continue;
            struct sql sql = referring_sql(scratch, &definition->registers[i], field);
            struct store_value key[] = {store_int64(shard), store_int64(first), store_int64(last), store_int64((int64_t)(room - *count))};
            if (!store_select(connection, &sql, key, LENGTH_OF(key), &row_of, why))
                return false;
            while (statement_next(row_of, why))
                if (*count < room)
                    numbers[(*count)++] = statement_int64(row_of, 0);
            if (!statement_sound(row_of))
                return false;
        }
    return true;
}

/* ---- lists ---- */

/* The part after WHERE. Only numbers of units stand in the text; all else is bound: ?1 shard, ?2 begin, ?3 end, ?4 state, ?5 filter,
 * from SEARCH_PLACE on the words. */
static void conditions_text(struct buffer *out, const struct record_query *query, size_t words)
{
    if (day_is_some(query->begin) || day_is_some(query->end))
        buffer_add(out, TEXT(" AND day BETWEEN ?2 AND ?3"));
    if (query->state.length > 0)
        buffer_add(out, TEXT(" AND state = ?4"));
    if (query->filter_field)
        buffer_add_format(out, " AND \"%.*s\" = ?5", TEXT_ARGS(query->filter_field->name));
    if (!query->withdrawn_too)
        buffer_add(out, TEXT(" AND withdrawn = 0"));
    search_text(out, query, words);
}

static void where_text(struct buffer *out, const struct record_query *query, size_t words)
{
    buffer_add(out, TEXT(" WHERE shard = ?1 AND unit IN ("));
    for (size_t i = 0; i < query->units->count; i++) {
        buffer_add(out, i == 0 ? TEXT("") : TEXT(","));
        buffer_add_int64(out, query->units->units[i]->number);
    }
    buffer_add(out, TEXT(")"));
    conditions_text(out, query, words);
}

static void order_text(struct buffer *out, const struct record_query *query, struct text by)
{
    const char *way = query->ascending ? "ASC" : "DESC", *unknown = query->ascending ? "FIRST" : "LAST";
    buffer_add_format(out, " ORDER BY \"%.*s\" %s NULLS %s, record %s", TEXT_ARGS(by), way, unknown, way);
}

/* The first ?8 of each unit by the index of its days, and of those the page: what lies behind is not read. */
static void long_list_text(struct buffer *out, const struct record_query *query, struct text table)
{
    buffer_add(out, TEXT(" WHERE shard = ?1 AND record IN (SELECT record FROM ("));
    for (size_t i = 0; i < query->units->count; i++) {
        buffer_add_format(out, "%sSELECT * FROM (SELECT record, day FROM %.*s WHERE shard = ?1 AND unit = %lld", i == 0 ? "" : " UNION ALL ",
                          TEXT_ARGS(table), (long long)query->units->units[i]->number);
        conditions_text(out, query, 0); /* a search is never read unit by unit */
        order_text(out, query, TEXT("day"));
        buffer_add_format(out, " LIMIT ?8) AS unit_%zu", i);
    }
    buffer_add(out, TEXT(") AS units"));
    order_text(out, query, TEXT("day"));
    buffer_add(out, TEXT(" LIMIT ?6 OFFSET ?7)"));
    order_text(out, query, TEXT("day"));
}

enum listing_kind { COUNT_ALL, COUNT_SOME, LIST_SHORT, LIST_LONG, LIST_SORTED };

static void columns_text(struct buffer *out, const struct record_query *query, enum listing_kind kind)
{
    if (kind == COUNT_ALL || kind == COUNT_SOME)
        buffer_add(out, kind == COUNT_SOME ? TEXT("1") : TEXT("count(*)"));
    else if (kind == LIST_SORTED)
        buffer_add_format(out, "record, \"%.*s\"", TEXT_ARGS(query->sort->name));
    else
        record_columns(out, query->register_);
}

static struct sql query_sql(struct arena *arena, const struct record_query *query, enum listing_kind kind, size_t words)
{
    static const char *const NAMES[] = {"count", "count some of", "list", "long list of", "sorted list of"};
    struct buffer CLOSING(buffer) out;
    struct text table = record_table(arena, query->register_);
    /* A hundred units apart take less. */
    buffer_init(&out, LIST_SQL_MAX + UNITS_IN_SQL_MAX * UNIT_SQL_MAX + SEARCH_WORDS_MAX * (200 + SEARCH_WHOLE_MAX * UNIT_SQL_MAX));
    buffer_add(&out, kind == COUNT_SOME ? TEXT("SELECT count(*) FROM (SELECT ") : TEXT("SELECT "));
    columns_text(&out, query, kind);
    buffer_add_format(&out, " FROM %.*s", TEXT_ARGS(table));
    if (kind == LIST_LONG)
        long_list_text(&out, query, table);
    else
        where_text(&out, query, words);
    if (kind == COUNT_SOME)
        buffer_add(&out, TEXT(" LIMIT ?6) AS counted"));
    if (kind == LIST_SORTED)
        buffer_add(&out, TEXT(" LIMIT ?6"));
    if (kind == LIST_SHORT) {
        order_text(&out, query, query->sort ? query->sort->name : TEXT("day"));
        buffer_add(&out, TEXT(" LIMIT ?6 OFFSET ?7"));
    }
    REQUIRE(!out.full); /* half a statement must never run */
    return (struct sql){.name = text_format(arena, "%s %.*s", NAMES[kind], TEXT_ARGS(table)).bytes,
                        .text = text_copy(arena, buffer_text(&out)).bytes};
}

static bool check_query(const struct record_query *query, struct failure *why)
{
    if (query->units->count > UNITS_IN_SQL_MAX)
        return FAIL(why, FAILURE_TOO_BIG, "more than %d units in one list", UNITS_IN_SQL_MAX);
    if ((query->sort && query->sort->many) || (query->filter_field && query->filter_field->many))
        return FAIL(why, FAILURE_INVALID, "a field with several values neither sorts nor filters");
    return true;
}

static int64_t counted_max(const struct record_query *query)
{
    return query->counted_max > 0 ? query->counted_max : RECORD_COUNTED_MAX;
}

/* Each word's beginning: from itself up to what no word begins with any more. */
static void bind_words(struct arena *arena, struct statement *statement, const struct text *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        statement_bind_text(statement, SEARCH_PLACE + 2 * (int)i, words[i]);
        statement_bind_text(statement, SEARCH_PLACE + 2 * (int)i + 1, text_format(arena, "%.*s\xF4\x8F\xBF\xBF", TEXT_ARGS(words[i])));
    }
}

/* Binds what where_text reads, by place; unused places may stay unbound. */
static bool start_query(struct arena *arena, struct connection *connection, const struct record_query *query, enum listing_kind kind,
                        struct statement **statement, struct failure *why)
{
    struct text words[SEARCH_WORDS_MAX];
    size_t word_count = search_words(arena, query->search, words);
    struct sql sql = query_sql(arena, query, kind, word_count);
    int64_t limit = query->limit > RECORD_PAGE_MAX ? RECORD_PAGE_MAX : (int64_t)query->limit;
    if (!store_statement(connection, &sql, statement, why))
        return false;
    int64_t shard = query->units->count > 0 ? query->units->units[0]->shard : 0;
    for (size_t i = 0; i < query->units->count && shard == 0; i++)
        shard = query->units->units[i]->shard;
    statement_bind_int64(*statement, 1, shard);
    if (day_is_some(query->begin) || day_is_some(query->end)) {
        statement_bind_int64(*statement, 2, day_is_some(query->begin) ? query->begin.number : INT32_MIN);
        statement_bind_int64(*statement, 3, day_is_some(query->end) ? query->end.number : INT32_MAX);
    }
    if (query->state.length > 0)
        statement_bind_text(*statement, 4, query->state);
    if (query->filter_field) {
        struct store_value value = record_store_value(arena, query->filter_field, query->filter_value);
        if (value.kind == STORE_INT64)
            statement_bind_int64(*statement, 5, value.number);
        else
            statement_bind_text(*statement, 5, value.text);
    }
    if (kind != COUNT_ALL)
        statement_bind_int64(*statement, 6, kind == COUNT_SOME || kind == LIST_SORTED ? counted_max(query) + 1 : limit);
    if (kind == LIST_SHORT || kind == LIST_LONG)
        statement_bind_int64(*statement, 7, (int64_t)query->offset);
    if (kind == LIST_LONG)
        statement_bind_int64(*statement, 8, (int64_t)query->offset + limit);
    bind_words(arena, *statement, words, word_count);
    return true;
}

static bool count(struct connection *connection, const struct record_query *query, enum listing_kind kind, int64_t *counted, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct statement *statement;
    bool row;
    *counted = 0;
    if (query->units->count == 0)
        return true;
    if (!check_query(query, why) || !start_query(scratch, connection, query, kind, &statement, why) || !statement_step(statement, &row, why))
        return false;
    *counted = row ? statement_int64(statement, 0) : 0;
    return true;
}

bool record_count(struct connection *connection, const struct record_query *query, int64_t *counted, struct failure *why)
{
    return count(connection, query, COUNT_ALL, counted, why);
}

static bool read_list(struct arena *arena, struct connection *connection, const struct unit_tree *tree, const struct record_query *query,
                      enum listing_kind kind, struct list *found, struct failure *why)
{
    struct statement *statement;
    if (!start_query(arena, connection, query, kind, &statement, why))
        return false;
    while (statement_next(statement, why)) {
        struct record *record = record_row_read(arena, statement, tree, query->register_);
        if (record->unit)
            list_add(found, arena, record);
    }
    if (!statement_sound(statement))
        return false;
    for (size_t i = 0; i < found->count; i++)
        if (!record_load_links(arena, connection, found->items[i], why))
            return false;
    return true;
}

/* All that fit are put in the order of their readers; only the page's are then read whole. */
static bool read_sorted(struct arena *arena, struct connection *connection, const struct unit_tree *tree, const struct record_query *query,
                        struct list *found, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct statement *statement;
    int64_t *numbers;
    size_t count;
    if (!start_query(scratch, connection, query, LIST_SORTED, &statement, why) ||
        !ordered_numbers(scratch, statement, tree, query, &numbers, &count, why))
        return false;
    for (size_t i = query->offset; i < count && found->count < query->limit && found->count < RECORD_PAGE_MAX; i++) {
        struct record *record;
        if (!record_load(arena, connection, tree, query->register_, numbers[i], &record, why))
            return false;
        list_add(found, arena, record);
    }
    return true;
}

bool record_list(struct arena *arena, struct connection *connection, const struct unit_tree *tree, const struct record_query *query,
                 struct record_page *page, struct failure *why)
{
    struct list found = {0};
    int64_t total;
    if (!count(connection, query, COUNT_SOME, &total, why))
        return false;
    bool more = total > counted_max(query);
    struct record_query asked = *query;
    if (more)
        asked.sort = NULL;
    bool sorted = asked.sort && ordered_field(asked.sort) && total <= RECORD_COUNTED_MAX;
    bool by_units = more && query->search.length == 0 && query->units->count <= UNITS_APART_MAX && query->offset <= (size_t)counted_max(query);
    if (total > 0 && !(sorted ? read_sorted(arena, connection, tree, &asked, &found, why)
                              : read_list(arena, connection, tree, &asked, by_units ? LIST_LONG : LIST_SHORT, &found, why)))
        return false;
    *page = (struct record_page){(struct record **)found.items, found.count, more ? total - 1 : total, more};
    return true;
}
