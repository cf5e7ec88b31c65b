/* daily.c — from the records that name a plan to what they count for, added up for each organisation and day. */
#include "keep/record/daily.h"

#include "keep/record/record_inside.h"

enum { SQL_TEXT_MAX = 4096 };

/* ?3: the plan, ?4: one breakdown or all. An entry is found by its whole key. */
static struct sql statement_of(struct arena *arena, const struct daily_question *question)
{
    struct buffer CLOSING(buffer) out;
    const struct figure_definition *figure = question->figure;
    struct text day = figure->day ? text_format(arena, "\"%.*s\"", TEXT_ARGS(figure->day->name)) : TEXT("day");
    buffer_init(&out, SQL_TEXT_MAX);
    buffer_add_format(&out, "SELECT c.unit, c.day, sum(c.amount) FROM %.*s r JOIN contribution c ON c.shard = ?1 AND c.figure = ?2 AND c.unit = r.unit"
                            " AND c.day = r.%.*s AND c.record = r.record AND c.position = 0 WHERE r.shard = ?1 AND r.\"%.*s\" = ?3"
                            " AND (?4 = '' OR c.part = ?4) GROUP BY c.unit, c.day ORDER BY c.day, c.unit LIMIT ?5",
                      TEXT_ARGS(record_table(arena, figure->register_)), TEXT_ARGS(day), TEXT_ARGS(question->of->name));
    REQUIRE(!out.full); /* half a statement must never run */
    return (struct sql){.name = text_format(arena, "daily %.*s", TEXT_ARGS(figure->name)).bytes,
                        .text = text_copy(arena, buffer_text(&out)).bytes};
}

bool daily_read(struct arena *arena, struct connection *connection, const struct unit_tree *tree, const struct daily_question *question,
                struct list *days, struct failure *why)
{
    const struct sql statement = statement_of(arena, question);
    const struct store_value asked[] = {store_int64(question->shard), store_int64(contribution_key(question->figure->name, (struct text){0})),
                                        store_int64(question->plan), store_text(question->part), store_int64(DAILY_MAX + 1)};
    struct list found = {0};
    struct statement *row;
    if (!store_select(connection, &statement, asked, LENGTH_OF(asked), &row, why))
        return false;
    while (statement_next(row, why)) {
        const struct daily one = {unit_by_number(tree, statement_int64(row, 0)), {(int32_t)statement_int64(row, 1)}, statement_int64(row, 2)};
        if (one.unit)
            list_add(&found, arena, arena_copy(arena, &one, sizeof one));
    }
    if (!statement_sound(row))
        return false;
    if (found.count > DAILY_MAX)
        return FAIL(why, FAILURE_TOO_BIG, "a plan with more than %d daily numbers", DAILY_MAX);
    *days = found;
    return true;
}
