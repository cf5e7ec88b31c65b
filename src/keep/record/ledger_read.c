/* ledger_read.c — what the book of a fund says: balances, entries, totals, and the way of a lot. */
#include "keep/record/ledger_inside.h"

#define SQL(id, name, text, postgres) static const struct sql id __attribute__((unused)) = {name, text, postgres};
#include "keep/record/ledger_sql.def"
#undef SQL

static struct store_value first_day(struct day day)
{
    return store_int64(day_is_some(day) ? day.number : INT32_MIN);
}

static struct store_value last_day(struct day day)
{
    return store_int64(day_is_some(day) ? day.number : INT32_MAX);
}

static struct text text_at(struct arena *arena, struct statement *row, int column)
{
    return text_copy(arena, statement_text(row, column));
}

bool ledger_balances(struct arena *arena, struct connection *connection, const struct record *fund, struct day begin, struct day end,
                     struct list *balances, struct failure *why)
{
    struct store_value key[] = {store_int64(fund->unit->shard), store_int64(fund->number), first_day(begin), last_day(end), store_int64(LEDGER_ITEMS_MAX)};
    struct statement *row_of;
    if (!store_select(connection, &LEDGER_BALANCES, key, LENGTH_OF(key), &row_of, why))
        return false;
    while (statement_next(row_of, why)) {
        struct ledger_balance *one = arena_make(arena, sizeof *one);
        *one = (struct ledger_balance){.item = text_at(arena, row_of, 0), .name = text_at(arena, row_of, 1), .opening = statement_int64(row_of, 2),
                                       .came = statement_int64(row_of, 3), .went = -statement_int64(row_of, 4)};
        one->closing = one->opening + one->came - one->went;
        list_add(balances, arena, one);
    }
    return statement_sound(row_of);
}

static bool tell_reversals(struct connection *connection, int64_t shard, struct list *entries, struct failure *why)
{
    for (size_t i = 0; i < entries->count; i++) {
        struct ledger_entry *entry = entries->items[i];
        if (entry->reverses == 0 && !ledger_reversed_by(connection, shard, entry->record, &entry->reversed_by, why))
            return false;
    }
    return true;
}

bool ledger_entries(struct arena *arena, struct connection *connection, const struct record *fund, struct text item, struct day begin, struct day end,
                    struct list *entries, bool *more, struct failure *why)
{
    struct store_value key[] = {store_int64(fund->unit->shard), store_int64(fund->number), store_text(item), first_day(begin), last_day(end),
                                store_int64(LEDGER_ENTRIES_MAX + 1)};
    int64_t stands;
    struct statement *row_of;
    *more = false;
    if (!store_find_int64(connection, &LEDGER_BEFORE, key, 4, 0, &stands, why) ||
        !store_select(connection, &LEDGER_ENTRIES, key, LENGTH_OF(key), &row_of, why))
        return false;
    while (statement_next(row_of, why)) {
        *more = *more || entries->count == LEDGER_ENTRIES_MAX;
        if (*more)
            continue;
        struct ledger_entry *one = arena_make(arena, sizeof *one);
        *one = (struct ledger_entry){.record = statement_int64(row_of, 0), .day = {(int32_t)statement_int64(row_of, 1)}, .reverses = statement_int64(row_of, 2),
                                     .account = ledger_account_of(statement_text(row_of, 3)), .amount = statement_int64(row_of, 4)};
        stands += one->amount;
        one->balance = stands;
        list_add(entries, arena, one);
    }
    return statement_sound(row_of) && tell_reversals(connection, fund->unit->shard, entries, why);
}

bool ledger_totals(struct arena *arena, struct connection *connection, const struct record *fund, struct list *totals, struct failure *why)
{
    struct store_value key[] = {store_int64(fund->unit->shard), store_int64(fund->number), store_int64(LEDGER_ITEMS_MAX * LEDGER_ACCOUNTS)};
    struct statement *row_of;
    struct ledger_total *one = NULL;
    if (!store_select(connection, &LEDGER_TOTALS, key, LENGTH_OF(key), &row_of, why))
        return false;
    while (statement_next(row_of, why)) {
        if (!one || !text_equal(one->item, statement_text(row_of, 0))) {
            one = arena_make(arena, sizeof *one);
            *one = (struct ledger_total){.item = text_at(arena, row_of, 0), .name = text_at(arena, row_of, 1)};
            list_add(totals, arena, one);
        }
        one->totals[ledger_account_of(statement_text(row_of, 2))] = statement_int64(row_of, 3);
    }
    return statement_sound(row_of);
}

bool ledger_records(struct arena *arena, struct connection *connection, const struct record *fund, size_t limit, struct list *records, bool *more,
                    struct failure *why)
{
    struct store_value key[] = {store_int64(fund->unit->shard), store_int64(fund->number), store_int64((int64_t)limit + 1)};
    struct statement *row_of;
    *more = false;
    if (!store_select(connection, &LEDGER_RECORDS, key, LENGTH_OF(key), &row_of, why))
        return false;
    while (statement_next(row_of, why)) {
        int64_t record = statement_int64(row_of, 0);
        *more = *more || records->count == limit;
        if (!*more)
            list_add(records, arena, arena_copy(arena, &record, sizeof record));
    }
    return statement_sound(row_of);
}

bool ledger_path(struct arena *arena, struct connection *connection, int64_t shard, int64_t record, struct list *steps, bool *more, struct failure *why)
{
    struct store_value key[] = {store_int64(shard), store_int64(record), store_int64(LEDGER_PATH_MAX + 1)};
    struct statement *row_of;
    *more = false;
    if (!store_select(connection, &LEDGER_PATH, key, LENGTH_OF(key), &row_of, why))
        return false;
    while (statement_next(row_of, why)) {
        *more = *more || steps->count == LEDGER_PATH_MAX;
        if (*more)
            continue;
        struct ledger_step *one = arena_make(arena, sizeof *one);
        *one = (struct ledger_step){.lot = statement_int64(row_of, 0), .record = statement_int64(row_of, 1), .fund = statement_int64(row_of, 2),
                                    .reverses = statement_int64(row_of, 3), .item = text_at(arena, row_of, 4), .name = text_at(arena, row_of, 5),
                                    .day = {(int32_t)statement_int64(row_of, 6)}, .account = ledger_account_of(statement_text(row_of, 7)),
                                    .amount = statement_int64(row_of, 8)};
        list_add(steps, arena, one);
    }
    return statement_sound(row_of);
}

bool ledger_proof(struct connection *connection, int64_t shard, int64_t *sum, int64_t *below, struct failure *why)
{
    struct store_value key[] = {store_int64(shard)};
    return store_find_int64(connection, &LEDGER_SUM, key, 1, 0, sum, why) && store_find_int64(connection, &LEDGER_BELOW, key, 1, 0, below, why);
}
