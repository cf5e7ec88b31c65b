/* ledger.c — the legs of a record: worked out from it and from what stands in the book before it. */
#include "keep/record/ledger_inside.h"

#define SQL(id, name, text, postgres) static const struct sql id __attribute__((unused)) = {name, text, postgres};
#include "keep/record/ledger_sql.def"
#undef SQL

static const struct text ACCOUNTS[LEDGER_ACCOUNTS] = {
    [ACCOUNT_HELD] = TEXT_ENTRY("held"),         [ACCOUNT_GIVER] = TEXT_ENTRY("giver"),     [ACCOUNT_OPENING] = TEXT_ENTRY("opening"),
    [ACCOUNT_RECEIVER] = TEXT_ENTRY("receiver"), [ACCOUNT_TRANSIT] = TEXT_ENTRY("transit"), [ACCOUNT_DIFFERENCE] = TEXT_ENTRY("difference"),
};

/* The account on the other side, and whether the fund takes in (1) or gives (-1). */
static const struct {
    enum ledger_account account;
    int way;
} MEANS[] = {
    [LEDGER_IN] = {ACCOUNT_GIVER, 1},      [LEDGER_OPENING] = {ACCOUNT_OPENING, 1}, [LEDGER_OUT] = {ACCOUNT_RECEIVER, -1},
    [LEDGER_SENT] = {ACCOUNT_TRANSIT, -1}, [LEDGER_TAKEN] = {ACCOUNT_TRANSIT, 1},   [LEDGER_MORE] = {ACCOUNT_DIFFERENCE, 1},
    [LEDGER_LESS] = {ACCOUNT_DIFFERENCE, -1},
};

enum ledger_account ledger_account_of(struct text word)
{
    for (size_t i = 0; i < LEDGER_ACCOUNTS; i++)
        if (text_equal(ACCOUNTS[i], word))
            return (enum ledger_account)i;
    return ACCOUNT_HELD;
}

int ledger_way(enum ledger_means means)
{
    return MEANS[means].way;
}

/* ---- what a record says ---- */

struct value ledger_value(const struct record *record, const struct field_definition *field)
{
    return field ? record->values[field->slot].value : value_unknown();
}

int64_t ledger_number(const struct record *record, const struct field_definition *field)
{
    struct value value = ledger_value(record, field);
    return value.kind == VALUE_NUMBER ? value.number.digits : 0;
}

bool ledger_posts(const struct record *record)
{
    const struct ledger_definition *ledger = record->register_->ledger;
    return ledger && !record->withdrawn && ledger_number(record, ledger->fund) != 0 && day_is_some(record->day);
}

int64_t ledger_reversed(const struct record *record)
{
    const struct ledger_definition *ledger = record->register_->ledger;
    return ledger ? ledger_number(record, ledger->reverses) : 0;
}

bool ledger_means_of(const struct record *record, enum ledger_means *means)
{
    const struct ledger_definition *ledger = record->register_->ledger;
    struct value by = ledger ? ledger_value(record, ledger->by) : value_unknown();
    for (size_t i = 0; ledger && value_known(by) && i < ledger->by->choice_count; i++)
        if (text_equal(ledger->by->choices[i].code, by.text)) {
            *means = ledger->means[i];
            return !ledger->by->choices[i].retired;
        }
    return false;
}

static struct text said(const struct record *record, const struct field_definition *field)
{
    struct value value = ledger_value(record, field);
    for (size_t i = 0; value.kind == VALUE_CODE && i < field->choice_count; i++)
        if (text_equal(field->choices[i].code, value.text))
            return field->choices[i].title.vi;
    return value_known(value) ? value.text : (struct text){0};
}

static struct text item_name(struct arena *arena, const struct record *record, struct text item)
{
    struct text measure = said(record, record->register_->ledger->measure);
    return measure.length > 0 ? text_format(arena, "%.*s (%.*s)", TEXT_ARGS(item), TEXT_ARGS(measure)) : item;
}

size_t ledger_amounts(struct arena *arena, const struct record *record, struct ledger_amount amounts[LEDGER_AMOUNTS_MAX])
{
    const struct ledger_definition *ledger = record->register_->ledger;
    struct value money = ledger_value(record, ledger->money), quantity = ledger_value(record, ledger->quantity);
    struct text item = said(record, ledger->item);
    struct decimal scaled;
    size_t count = 0;
    if (money.kind == VALUE_NUMBER && money.number.digits != 0)
        amounts[count++] = (struct ledger_amount){.field = ledger->money, .amount = money.number.digits};
    if (item.length > 0 && quantity.kind == VALUE_NUMBER && decimal_rescale(quantity.number, ledger->quantity->scale, &scaled) && scaled.digits != 0) {
        struct text name = item_name(arena, record, item);
        amounts[count++] = (struct ledger_amount){.field = ledger->quantity, .item = text_fold(arena, name), .name = name, .amount = scaled.digits};
    }
    return count;
}

/* ---- lots that are free ---- */

/* A lot is free for as much as it holds on that day and on every later one: what is dated back takes nothing that went since. */
static bool free_lots(struct arena *arena, struct connection *connection, const struct ledger_place *place, struct list *lots, struct failure *why)
{
    struct store_value key[] = {store_int64(place->shard), store_int64(place->number), store_text(place->item), store_int64(place->lot)};
    struct statement *row_of;
    struct free_lot *lot = NULL;
    int64_t stands = 0;
    if (!store_select(connection, place->on_its_way ? &LEDGER_ON_ITS_WAY : &LEDGER_HELD, key, LENGTH_OF(key), &row_of, why))
        return false;
    while (statement_next(row_of, why)) {
        int64_t number = statement_int64(row_of, 0), day = statement_int64(row_of, 1);
        if (!lot || lot->lot != number) {
            lot = arena_make(arena, sizeof *lot);
            *lot = (struct free_lot){.lot = number};
            list_add(lots, arena, lot);
            stands = 0;
        }
        stands += statement_int64(row_of, 2);
        /* Before the day only what is left of it counts; from it on, the least. */
        lot->free = day <= place->day.number || stands < lot->free ? stands : lot->free;
    }
    return statement_sound(row_of);
}

bool ledger_free(struct arena *arena, struct connection *connection, const struct ledger_place *place, struct list *lots, int64_t *total,
                 struct failure *why)
{
    struct list found = {0};
    *total = 0;
    if (!free_lots(arena, connection, place, &found, why))
        return false;
    for (size_t i = 0; i < found.count; i++) {
        struct free_lot *lot = found.items[i];
        if (lot->free <= 0)
            continue;
        *total += lot->free;
        list_add(lots, arena, lot);
    }
    return true;
}

/* ---- the legs ---- */

static struct ledger_leg *add_leg(struct arena *arena, struct list *legs, struct ledger_leg leg)
{
    leg.position = (int64_t)legs->count;
    struct ledger_leg *added = arena_copy(arena, &leg, sizeof leg);
    list_add(legs, arena, added);
    return added;
}

/* So much of a lot into the fund, or out of it, and as much the other way. */
static void add_pair(struct arena *arena, struct list *legs, struct ledger_leg held, enum ledger_account other, int64_t via)
{
    struct ledger_leg outside = held;
    held.account = ACCOUNT_HELD;
    outside.account = other;
    outside.amount = -held.amount;
    outside.via = via;
    add_leg(arena, legs, held);
    add_leg(arena, legs, outside);
}

static bool take_lots(struct ledger_writing *writing, const struct ledger_amount *amount, struct ledger_leg leg, struct failure *why)
{
    const struct record *record = writing->record;
    const struct ledger_definition *ledger = record->register_->ledger;
    bool taken = writing->means == LEDGER_TAKEN;
    int64_t via = taken ? ledger_number(record, ledger->transfer) : writing->means == LEDGER_SENT ? record->number : 0;
    const struct ledger_place place = {.shard = record->unit->shard, .on_its_way = taken, .number = taken ? via : leg.fund, .item = amount->item,
                                       .lot = ledger_number(record, ledger->lot), .day = record->day};
    struct list lots = {0};
    int64_t left = amount->amount, total;
    if (!ledger_free(writing->arena, writing->connection, &place, &lots, &total, why))
        return false;
    for (size_t i = 0; i < lots.count && left > 0; i++) {
        const struct free_lot *lot = lots.items[i];
        int64_t part = lot->free < left ? lot->free : left;
        leg.lot = lot->lot;
        leg.amount = MEANS[writing->means].way * part;
        add_pair(writing->arena, &writing->legs, leg, MEANS[writing->means].account, via);
        left -= part;
    }
    /* An act refuses this; what an older program let through still stands in the book, as a lot nobody can name. */
    if (left > 0) {
        leg.lot = 0;
        leg.amount = MEANS[writing->means].way * left;
        add_pair(writing->arena, &writing->legs, leg, MEANS[writing->means].account, via);
        writing->short_of[amount->field == ledger->money ? 0 : 1] = (struct ledger_short){amount->field, total};
    }
    return true;
}

/* The legs of the record taken back, the other way round. */
static bool legs_back(struct ledger_writing *writing, int64_t reverses, struct failure *why)
{
    struct store_value key[] = {store_int64(writing->record->unit->shard), store_int64(reverses)};
    struct statement *row_of;
    if (!store_select(writing->connection, &LEDGER_OF, key, LENGTH_OF(key), &row_of, why))
        return false;
    while (statement_next(row_of, why))
        add_leg(writing->arena, &writing->legs,
                (struct ledger_leg){.fund = statement_int64(row_of, 1),
                                    .account = ledger_account_of(statement_text(row_of, 2)),
                                    .item = text_copy(writing->arena, statement_text(row_of, 3)),
                                    .name = text_copy(writing->arena, statement_text(row_of, 4)),
                                    .lot = statement_int64(row_of, 5),
                                    .amount = -statement_int64(row_of, 7),
                                    .via = statement_int64(row_of, 8),
                                    .reverses = reverses});
    return statement_sound(row_of);
}

bool ledger_legs(struct ledger_writing *writing, struct failure *why)
{
    const struct record *record = writing->record;
    struct ledger_amount amounts[LEDGER_AMOUNTS_MAX];
    int64_t reverses = ledger_reversed(record);
    if (reverses != 0)
        return legs_back(writing, reverses, why);
    if (!ledger_means_of(record, &writing->means))
        return true;
    size_t count = ledger_amounts(writing->arena, record, amounts);
    for (size_t i = 0; i < count; i++) {
        struct ledger_leg leg = {.fund = ledger_number(record, record->register_->ledger->fund), .item = amounts[i].item, .name = amounts[i].name,
                                 .lot = record->number, .amount = amounts[i].amount};
        bool new_lot = MEANS[writing->means].way > 0 && writing->means != LEDGER_TAKEN;
        if (new_lot)
            add_pair(writing->arena, &writing->legs, leg, MEANS[writing->means].account, 0);
        else if (!take_lots(writing, &amounts[i], leg, why))
            return false;
    }
    return true;
}

bool ledger_save(struct arena *arena, struct connection *writer, const struct record *record, struct failure *why)
{
    struct ledger_writing writing = {.arena = arena, .connection = writer, .record = record};
    if (!ledger_posts(record))
        return true;
    if (!ledger_legs(&writing, why))
        return false;
    for (size_t i = 0; i < writing.legs.count; i++) {
        const struct ledger_leg *leg = writing.legs.items[i];
        struct store_value row[] = {store_int64(record->unit->shard), store_int64(record->number), store_int64(leg->position),
                                    store_int64(leg->fund),           store_text(ACCOUNTS[leg->account]), store_text(leg->item),
                                    store_text(leg->name),            store_int64(leg->lot),       store_int64(record->day.number),
                                    store_int64(leg->amount),         store_int64(leg->via),       store_int64(leg->reverses)};
        if (!store_run(writer, &LEDGER_ADD, row, LENGTH_OF(row), why))
            return false;
    }
    return true;
}

bool ledger_clear(struct connection *writer, struct failure *why)
{
    return store_run(writer, &LEDGER_CLEAR, NULL, 0, why);
}
