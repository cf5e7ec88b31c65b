/* rebuild.c — contributions, cells, words, deadlines and the books of funds made anew from the records, when definitions or the calendar have changed. */
#include "keep/record/figure.h"

#include "keep/record/ledger_inside.h"

#define SQL(id, name, text, postgres) static const struct sql id __attribute__((unused)) = {name, text, postgres};
#include "keep/record/record_sql.def"
#undef SQL

enum { REBUILD_PAGE = 2000 }; /* at most RULE_BLOCK */

static bool clear_all(struct connection *writer, struct failure *why)
{
    return store_run(writer, &CONTRIBUTION_CLEAR, NULL, 0, why) && block_clear(writer, why) &&
           store_run(writer, &DISTINCT_CLEAR, NULL, 0, why) && store_run(writer, &DEADLINE_CLEAR, NULL, 0, why) &&
           store_run(writer, &DUE_CLEAR, NULL, 0, why) && ledger_clear(writer, why) && search_clear(writer, why);
}

static struct sql page_sql(struct arena *arena, const struct register_definition *register_)
{
    struct buffer CLOSING(buffer) out;
    struct text table = record_table(arena, register_);
    buffer_init(&out, 64 * 1024);
    buffer_add(&out, TEXT("SELECT "));
    record_columns(&out, register_);
    buffer_add_format(&out, " FROM %.*s WHERE shard = ?1 AND record > ?2 ORDER BY record LIMIT ?3", TEXT_ARGS(table));
    REQUIRE(!out.full); /* half a statement must never run */
    return (struct sql){.name = text_format(arena, "rebuild %.*s", TEXT_ARGS(table)).bytes,
                        .text = text_copy(arena, buffer_text(&out)).bytes};
}

static bool read_page(struct arena *arena, struct connection *writer, const struct unit_tree *tree,
                      const struct register_definition *register_, int64_t after, struct list *records, struct failure *why)
{
    struct sql sql = page_sql(arena, register_);
    struct store_value key[] = {store_int64(unit_tree_shard(tree)), store_int64(after), store_int64(REBUILD_PAGE)};
    struct statement *row_of;
    if (!store_select(writer, &sql, key, LENGTH_OF(key), &row_of, why))
        return false;
    while (statement_next(row_of, why)) {
        struct record *record = record_row_read(arena, row_of, tree, register_);
        if (!record->unit)
            return FAIL(why, FAILURE_BROKEN, "record %lld names a unit that is not there", (long long)record->number);
        list_add(records, arena, record);
    }
    if (!statement_sound(row_of))
        return false;
    for (size_t i = 0; i < records->count; i++)
        if (!record_load_links(arena, writer, records->items[i], why))
            return false;
    return true;
}

static bool recount_page(struct connection *writer, const struct definition *definition, const struct unit_tree *tree,
                         const struct register_definition *register_, int64_t *after, bool *more, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct list records = {0};
    struct record_batch *batch;
    struct record_asked asked = {0};
    if (!read_page(scratch, writer, tree, register_, *after, &records, why) ||
        !record_batch_open(scratch, writer, definition, tree, &batch, why))
        return false;
    asked.answers = where_ask(scratch, register_, (struct record *const *)records.items, records.count);
    for (; asked.row < records.count; asked.row++) {
        struct record *record = records.items[asked.row];
        *after = record->number;
        if (!record_recount(batch, record, asked, why)) {
            record_batch_drop(batch);
            return false;
        }
    }
    *more = records.count == REBUILD_PAGE;
    return record_batch_close(batch, why);
}

static bool words_of_page(struct connection *writer, const struct unit_tree *tree, const struct register_definition *register_, int64_t *after,
                          bool *more, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct list records = {0};
    if (!read_page(scratch, writer, tree, register_, *after, &records, why))
        return false;
    for (size_t i = 0; i < records.count; i++) {
        const struct record *record = records.items[i];
        *after = record->number;
        if (!search_save(scratch, writer, NULL, record, why))
            return false;
    }
    *more = records.count == REBUILD_PAGE;
    return true;
}

bool record_fill_words(struct connection *writer, const struct definition *definition, const struct unit_tree *tree, struct failure *why)
{
    int64_t any;
    if (!store_find_int64(writer, &WORD_ANY, NULL, 0, 0, &any, why))
        return false;
    for (size_t i = 0; i < definition->register_count && !any; i++) {
        int64_t after = 0;
        bool more = true;
        while (more)
            if (!words_of_page(writer, tree, &definition->registers[i], &after, &more, why))
                return false;
    }
    return true;
}

bool figure_rebuild(struct connection *writer, const struct definition *definition, const struct unit_tree *tree, struct failure *why)
{
    if (!clear_all(writer, why))
        return false;
    for (size_t i = 0; i < definition->register_count; i++) {
        int64_t after = 0;
        bool more = true;
        while (more)
            if (!recount_page(writer, definition, tree, &definition->registers[i], &after, &more, why))
                return false;
    }
    return true;
}
