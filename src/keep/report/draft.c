/* draft.c — drafts, sendings and publications, to and from their tables. */
#include "keep/report/draft.h"

#include "keep/store/migration.h"
#include "keep/store/statement.h"

#define SQL(id, name, text, postgres) static const struct sql id __attribute__((unused)) = {name, text, postgres};
#include "keep/report/report_sql.def"
#undef SQL

/* page_view counts readers and is no act: verify leaves it out. */
static const char *const FIRST[] = {
    "CREATE TABLE draft_part (shard INTEGER NOT NULL, report TEXT NOT NULL, unit INTEGER NOT NULL, period TEXT NOT NULL,"
    " section TEXT NOT NULL, left_out TEXT NOT NULL, words TEXT NOT NULL, note TEXT NOT NULL, act INTEGER NOT NULL,"
    " PRIMARY KEY (shard, report, unit, period, section, left_out)) STRICT",
    "CREATE TABLE sending (shard INTEGER NOT NULL, unit INTEGER NOT NULL, period TEXT NOT NULL, day INTEGER NOT NULL,"
    " act INTEGER NOT NULL, PRIMARY KEY (shard, unit, period)) STRICT",
    "CREATE INDEX sending_period ON sending (period)",
    "CREATE TABLE published (shard INTEGER NOT NULL, act INTEGER NOT NULL, report TEXT NOT NULL, unit INTEGER NOT NULL,"
    " unit_code TEXT NOT NULL, period TEXT NOT NULL, title TEXT NOT NULL, at INTEGER NOT NULL, document_vi TEXT NOT NULL,"
    " document_en TEXT NOT NULL, figures TEXT NOT NULL, PRIMARY KEY (shard, act)) STRICT",
    "CREATE TABLE page_view (act INTEGER NOT NULL PRIMARY KEY, views INTEGER NOT NULL) STRICT",
    NULL,
};
static const char *const SECOND[] = {
    "CREATE TABLE outline (shard INTEGER NOT NULL, report TEXT NOT NULL, unit INTEGER NOT NULL, period TEXT NOT NULL,"
    " parts TEXT NOT NULL, act INTEGER NOT NULL, PRIMARY KEY (shard, report, unit, period)) STRICT",
    "CREATE TABLE estimate (shard INTEGER NOT NULL, unit INTEGER NOT NULL, period TEXT NOT NULL, figure TEXT NOT NULL,"
    " digits INTEGER NOT NULL, scale INTEGER NOT NULL, act INTEGER NOT NULL, PRIMARY KEY (shard, unit, period, figure)) STRICT",
    NULL,
};
static const struct migration STEPS[] = {
    {1, "drafts, sendings, publications", FIRST, NULL},
    {2, "outlines, estimates", SECOND, NULL},
};

bool report_migrate(struct store *store, struct failure *why)
{
    return store_migrate(store, "report", STEPS, LENGTH_OF(STEPS), why);
}

/* ---- drafts ---- */

static bool save_part(struct connection *writer, const struct draft_of *of, const struct draft_part *part, struct failure *why)
{
    struct store_value row[] = {store_int64(of->shard),     store_text(of->report),      store_int64(of->unit),
                                store_text(of->period),     store_text(part->section),   store_text(part->left_out),
                                store_text(part->words),    store_text(part->note),      store_int64(part->act)};
    return store_run(writer, &DRAFT_SAVE, row, LENGTH_OF(row), why);
}

static bool drop_part(struct connection *writer, const struct draft_of *of, const struct draft_part *part, struct failure *why)
{
    struct store_value key[] = {store_int64(of->shard), store_text(of->report),    store_int64(of->unit),
                                store_text(of->period), store_text(part->section), store_text(part->left_out)};
    return store_run(writer, &DRAFT_DROP, key, LENGTH_OF(key), why);
}

bool draft_save_words(struct connection *writer, const struct draft_of *of, const struct draft_part *part, struct failure *why)
{
    REQUIRE(part->left_out.length == 0);
    return part->words.length > 0 ? save_part(writer, of, part, why) : drop_part(writer, of, part, why);
}

bool draft_save_left_out(struct connection *writer, const struct draft_of *of, const struct draft_part *part, bool left_out,
                         struct failure *why)
{
    REQUIRE(part->left_out.length > 0);
    return left_out ? save_part(writer, of, part, why) : drop_part(writer, of, part, why);
}

bool draft_load(struct arena *arena, struct connection *connection, const struct draft_of *of, struct list *parts, struct failure *why)
{
    struct store_value key[] = {store_int64(of->shard), store_text(of->report), store_int64(of->unit), store_text(of->period)};
    struct statement *row_of;
    struct list found = {0};
    if (!store_select(connection, &DRAFT_OF, key, LENGTH_OF(key), &row_of, why))
        return false;
    while (statement_next(row_of, why)) {
        struct draft_part part = {.section = text_copy(arena, statement_text(row_of, 0)),
                                  .left_out = text_copy(arena, statement_text(row_of, 1)),
                                  .words = text_copy(arena, statement_text(row_of, 2)),
                                  .note = text_copy(arena, statement_text(row_of, 3)),
                                  .act = statement_int64(row_of, 4)};
        list_add(&found, arena, arena_copy(arena, &part, sizeof part));
    }
    if (!statement_sound(row_of))
        return false;
    *parts = found;
    return true;
}

/* ---- estimates ---- */

bool estimate_save(struct connection *writer, const struct estimate_of *of, const struct estimate *estimate, struct failure *why)
{
    struct store_value row[] = {store_int64(of->shard),      store_int64(of->unit),          store_text(of->period),
                                store_text(estimate->figure), store_int64(estimate->value.digits), store_int64(estimate->value.scale),
                                store_int64(estimate->act)};
    return store_run(writer, &ESTIMATE_SAVE, row, LENGTH_OF(row), why);
}

bool estimate_drop(struct connection *writer, const struct estimate_of *of, struct text figure, struct failure *why)
{
    struct store_value key[] = {store_int64(of->shard), store_int64(of->unit), store_text(of->period), store_text(figure)};
    return store_run(writer, &ESTIMATE_DROP, key, LENGTH_OF(key), why);
}

bool estimate_load(struct arena *arena, struct connection *connection, const struct estimate_of *of, struct list *estimates, struct failure *why)
{
    struct store_value key[] = {store_int64(of->shard), store_int64(of->unit), store_text(of->period)};
    struct statement *row_of;
    struct list found = {0};
    if (!store_select(connection, &ESTIMATE_OF, key, LENGTH_OF(key), &row_of, why))
        return false;
    while (statement_next(row_of, why)) {
        struct estimate estimate = {.figure = text_copy(arena, statement_text(row_of, 0)),
                                    .value = {statement_int64(row_of, 1), (uint8_t)statement_int64(row_of, 2)},
                                    .act = statement_int64(row_of, 3)};
        list_add(&found, arena, arena_copy(arena, &estimate, sizeof estimate));
    }
    if (!statement_sound(row_of))
        return false;
    *estimates = found;
    return true;
}

const struct estimate *estimate_find(const struct list *estimates, struct text figure)
{
    for (size_t i = 0; i < estimates->count; i++)
        if (text_equal(((const struct estimate *)estimates->items[i])->figure, figure))
            return estimates->items[i];
    return NULL;
}

/* ---- sendings ---- */

bool sending_save(struct connection *writer, int64_t shard, const struct sending *sending, struct failure *why)
{
    struct store_value row[] = {store_int64(shard), store_int64(sending->unit), store_text(sending->period),
                                store_int64(sending->day.number), store_int64(sending->act)};
    return store_run(writer, &SENDING_SAVE, row, LENGTH_OF(row), why);
}

bool sending_take_back(struct connection *writer, int64_t shard, int64_t unit, struct text period, struct failure *why)
{
    struct store_value key[] = {store_int64(shard), store_int64(unit), store_text(period)};
    return store_run(writer, &SENDING_DROP, key, LENGTH_OF(key), why);
}

bool sending_load(struct arena *arena, struct connection *connection, struct text period, struct list *sendings, struct failure *why)
{
    struct store_value key[] = {store_text(period)};
    struct statement *row_of;
    struct list found = {0};
    if (!store_select(connection, &SENDING_OF, key, LENGTH_OF(key), &row_of, why))
        return false;
    while (statement_next(row_of, why)) {
        struct sending sending = {.unit = statement_int64(row_of, 0),
                                  .period = text_copy(arena, statement_text(row_of, 1)),
                                  .day = {(int32_t)statement_int64(row_of, 2)},
                                  .act = statement_int64(row_of, 3)};
        list_add(&found, arena, arena_copy(arena, &sending, sizeof sending));
    }
    if (!statement_sound(row_of))
        return false;
    *sendings = found;
    return true;
}

/* ---- publications ---- */

bool published_save(struct connection *writer, int64_t shard, const struct published *published, struct failure *why)
{
    struct store_value row[] = {store_int64(shard),
                                store_int64(published->act),
                                store_text(published->report),
                                store_int64(published->unit),
                                store_text(published->unit_code),
                                store_text(published->period),
                                store_text(published->title),
                                store_int64(published->at.milliseconds),
                                store_text(published->document_vi),
                                store_text(published->document_en),
                                store_text(published->figures)};
    return store_run(writer, &PUBLISHED_SAVE, row, LENGTH_OF(row), why);
}

bool published_add_views(struct connection *writer, int64_t act, int64_t views, struct failure *why)
{
    struct store_value row[] = {store_int64(act), store_int64(views)};
    return store_run(writer, &VIEWS_ADD, row, LENGTH_OF(row), why);
}

static struct published *read_published(struct arena *arena, struct statement *row)
{
    struct published *published = arena_make(arena, sizeof *published);
    *published = (struct published){.act = statement_int64(row, 0),
                                    .report = text_copy(arena, statement_text(row, 1)),
                                    .unit = statement_int64(row, 2),
                                    .unit_code = text_copy(arena, statement_text(row, 3)),
                                    .period = text_copy(arena, statement_text(row, 4)),
                                    .title = text_copy(arena, statement_text(row, 5)),
                                    .at = {statement_int64(row, 6)},
                                    .views = statement_int64(row, 7)};
    return published;
}

bool published_list(struct arena *arena, struct connection *connection, size_t limit, struct list *published, struct failure *why)
{
    struct store_value key[] = {store_int64((int64_t)limit)};
    struct statement *row_of;
    struct list found = {0};
    if (!store_select(connection, &PUBLISHED_LIST, key, LENGTH_OF(key), &row_of, why))
        return false;
    while (statement_next(row_of, why))
        list_add(&found, arena, read_published(arena, row_of));
    if (!statement_sound(row_of))
        return false;
    *published = found;
    return true;
}

bool published_load(struct arena *arena, struct connection *connection, int64_t act, struct published **published, struct failure *why)
{
    struct store_value key[] = {store_int64(act)};
    struct statement *row;
    if (!store_find(connection, &PUBLISHED_ONE, key, LENGTH_OF(key), &row, why))
        return false;
    if (!row)
        return FAIL(why, FAILURE_NOT_FOUND, "nothing was published by act %lld", (long long)act);
    struct published *found = read_published(arena, row);
    found->document_vi = text_copy(arena, statement_text(row, 8));
    found->document_en = text_copy(arena, statement_text(row, 9));
    found->figures = text_copy(arena, statement_text(row, 10));
    *published = found;
    return true;
}
