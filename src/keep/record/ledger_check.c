/* ledger_check.c — what the book of a fund takes, and what it refuses, before anything is written. */
#include "keep/record/ledger_inside.h"

#define SQL(id, name, text, postgres) static const struct sql id __attribute__((unused)) = {name, text, postgres};
#include "keep/record/ledger_sql.def"
#undef SQL

static void say(struct problems *problems, const struct field_definition *field, const char *code, struct text first, struct text second)
{
    problem_add(problems, (struct place){.field = field->name}, code, first, second);
}

static bool is_told(const struct problems *problems, const struct field_definition *field)
{
    for (size_t i = 0; i < problems->count; i++)
        if (problems->items[i].weight == PROBLEM_ERROR && text_equal(problems->items[i].place.field, field->name))
            return true;
    return false;
}

static void want(struct problems *problems, const struct field_definition *field)
{
    if (!is_told(problems, field))
        say(problems, field, "record.required", field->title.vi, (struct text){0});
}

static struct text number_text(struct arena *arena, int64_t number)
{
    return text_format(arena, "%lld", (long long)number);
}

/* "30", "2.000.000": as people write it. */
static struct text amount_text(struct arena *arena, const struct field_definition *field, int64_t amount)
{
    return decimal_write_people(arena, (struct decimal){amount, field->kind == FIELD_DECIMAL ? field->scale : 0}, false);
}

/* ---- the fund ---- */

/* NULL, with a problem or none, when no fund of that number is known. */
static bool load_fund(struct arena *arena, struct connection *connection, const struct record *record, struct record **fund, struct failure *why)
{
    const struct ledger_definition *ledger = record->register_->ledger;
    struct failure absent;
    int64_t number = ledger_number(record, ledger->fund);
    *fund = NULL;
    if (number == 0 || record_load(arena, connection, record->units, ledger->fund->of_register, number, fund, &absent))
        return true;
    return absent.kind == FAILURE_NOT_FOUND || FAIL(why, absent.kind, "%s", absent.text);
}

static bool has(const struct record *fund, const struct field_definition *field)
{
    return field && fund->values[field->slot].value.kind == VALUE_DAY;
}

static void check_fund(const struct record *record, const struct record *fund, struct problems *problems)
{
    const struct ledger_definition *ledger = record->register_->ledger;
    enum ledger_means means;
    if (fund->withdrawn)
        say(problems, ledger->fund, "ledger.withdrawn-fund", (struct text){0}, (struct text){0});
    if (fund->unit != record->unit)
        say(problems, ledger->fund, "ledger.other-unit", fund->unit->name.vi, (struct text){0});
    if (!day_is_some(record->day) || !ledger_means_of(record, &means) || means != LEDGER_IN)
        return;
    /* What was called for is taken in while the call is open: NĐ 93/2021 Điều 14 and its forms. */
    if (has(fund, ledger->from) && day_compare(record->day, fund->values[ledger->from->slot].value.day) < 0)
        say(problems, record->register_->day, "ledger.before-open", day_write_people(problems->arena, fund->values[ledger->from->slot].value.day, false),
            (struct text){0});
    if (has(fund, ledger->until) && day_compare(record->day, fund->values[ledger->until->slot].value.day) > 0)
        say(problems, record->register_->day, "ledger.after-close", day_write_people(problems->arena, fund->values[ledger->until->slot].value.day, false),
            (struct text){0});
}

static struct text choice_title(const struct field_definition *field, struct value value)
{
    for (size_t i = 0; i < field->choice_count && value.kind == VALUE_CODE; i++)
        if (text_equal(field->choices[i].code, value.text))
            return field->choices[i].title.vi;
    return value_known(value) ? value.text : (struct text){0};
}

/* What the fund says once is not asked again. */
static void take_over(struct record *record, const struct record *fund, struct problems *problems)
{
    const struct ledger_definition *ledger = record->register_->ledger;
    for (size_t i = 0; i < ledger->take_count; i++) {
        const struct field_definition *own = ledger->takes[i], *its = register_field(fund->register_, own->name);
        struct record_value *value = &record->values[own->slot];
        const struct record_value *given = &fund->values[its->slot];
        if (!value_known(given->value) || is_told(problems, own))
            continue;
        if (value_known(value->value) && !value_same(value->value, given->value))
            say(problems, own, "ledger.differs", choice_title(its, given->value), (struct text){0});
        else
            *value = *given;
    }
}

/* ---- the amounts ---- */

static void check_sign(const struct record *record, const struct field_definition *field, struct problems *problems)
{
    struct value value = ledger_value(record, field);
    if (value.kind == VALUE_NUMBER && value.number.digits < 0 && !is_told(problems, field))
        say(problems, field, "ledger.positive", field->title.vi, (struct text){0});
}

static void check_amounts(const struct record *record, struct problems *problems)
{
    const struct ledger_definition *ledger = record->register_->ledger;
    struct value item = ledger_value(record, ledger->item), quantity = ledger_value(record, ledger->quantity);
    bool money = ledger_number(record, ledger->money) != 0, some = quantity.kind == VALUE_NUMBER && quantity.number.digits != 0;
    const struct field_definition *first = ledger->money ? ledger->money : ledger->quantity;
    check_sign(record, ledger->money, problems);
    check_sign(record, ledger->quantity, problems);
    if (value_known(item) && !some && !is_told(problems, ledger->quantity))
        say(problems, ledger->quantity, "ledger.quantity", choice_title(ledger->item, item), (struct text){0});
    else if (!value_known(item) && some)
        want(problems, ledger->item);
    else if (some && ledger->measure && !value_known(ledger_value(record, ledger->measure)) && !is_told(problems, ledger->measure))
        say(problems, ledger->measure, "ledger.measure", (struct text){0}, (struct text){0});
    else if (!some && !money && !is_told(problems, first))
        say(problems, first, "ledger.nothing", (struct text){0}, (struct text){0});
}

/* What else this kind of entry must say. */
static void check_meaning(const struct record *record, enum ledger_means means, struct problems *problems)
{
    const struct ledger_definition *ledger = record->register_->ledger;
    const struct field_definition *needed = means == LEDGER_TAKEN                         ? ledger->transfer
                                            : means == LEDGER_SENT                        ? ledger->to
                                            : means == LEDGER_MORE || means == LEDGER_LESS ? ledger->reason
                                                                                          : NULL;
    if (needed && !value_known(ledger_value(record, needed)))
        want(problems, needed);
}

/* What arrives was sent, and to this organisation. */
static bool check_sending(struct arena *arena, struct connection *connection, const struct record *record, struct problems *problems,
                          struct failure *why)
{
    const struct ledger_definition *ledger = record->register_->ledger;
    int64_t number = ledger_number(record, ledger->transfer);
    struct record *sending;
    struct failure absent;
    if (number == 0)
        return true;
    if (!record_load(arena, connection, record->units, record->register_, number, &sending, &absent)) /* told where it was read */
        return absent.kind == FAILURE_NOT_FOUND || FAIL(why, absent.kind, "%s", absent.text);
    const struct unit *meant = ledger->to ? unit_by_number(record->units, ledger_number(sending, ledger->to)) : NULL;
    if (meant && meant != record->unit)
        say(problems, ledger->transfer, "ledger.another-receiver", number_text(arena, number), meant->name.vi);
    return true;
}

/* ---- value of what goes out, by what it was worth when it came ---- */

static bool worth_of(struct ledger_writing *writing, const struct ledger_leg *leg, int64_t *worth, bool *known, struct failure *why)
{
    const struct record *record = writing->record;
    const struct ledger_definition *ledger = record->register_->ledger;
    struct record *lot;
    struct failure absent;
    if (!record_load(writing->arena, writing->connection, record->units, record->register_, leg->lot, &lot, &absent)) {
        *known = false;
        return absent.kind == FAILURE_NOT_FOUND || FAIL(why, absent.kind, "%s", absent.text);
    }
    struct value value = ledger_value(lot, ledger->value);
    struct decimal quantity;
    if (value.kind != VALUE_NUMBER || !decimal_rescale(ledger_value(lot, ledger->quantity).number, ledger->quantity->scale, &quantity) ||
        quantity.digits == 0) {
        *known = false;
        return true;
    }
    int64_t part = leg->amount < 0 ? -leg->amount : leg->amount, product;
    *known = *known && !__builtin_mul_overflow(value.number.digits, part, &product) && !__builtin_add_overflow(*worth, product / quantity.digits, worth);
    return true;
}

static bool fill_value(struct ledger_writing *writing, struct record *record, struct failure *why)
{
    const struct ledger_definition *ledger = record->register_->ledger;
    bool fresh = ledger_way(writing->means) > 0 && writing->means != LEDGER_TAKEN, known = true, some = false;
    int64_t worth = 0;
    if (!ledger->value || fresh || value_known(ledger_value(record, ledger->value)))
        return true;
    for (size_t i = 0; i < writing->legs.count; i++) {
        const struct ledger_leg *leg = writing->legs.items[i];
        if (leg->account != ACCOUNT_HELD || leg->item.length == 0)
            continue;
        some = true;
        if (!worth_of(writing, leg, &worth, &known, why))
            return false;
    }
    if (some && known)
        record->values[ledger->value->slot].value = value_whole(worth);
    return true;
}

static void check_short(const struct ledger_writing *writing, struct problems *problems)
{
    const struct record *record = writing->record;
    const struct ledger_definition *ledger = record->register_->ledger;
    for (size_t i = 0; i < LEDGER_AMOUNTS_MAX; i++) {
        const struct field_definition *field = writing->short_of[i].field;
        if (!field)
            continue;
        if (writing->means == LEDGER_TAKEN && writing->short_of[i].free == 0)
            say(problems, ledger->transfer, "ledger.sent-elsewhere", number_text(problems->arena, ledger_number(record, ledger->transfer)), (struct text){0});
        else
            say(problems, field, "ledger.short", amount_text(problems->arena, field, writing->short_of[i].free),
                amount_text(problems->arena, field, ledger_number(record, field)));
    }
}

bool ledger_prepare(struct arena *arena, struct connection *connection, struct record *record, struct problems *problems, struct failure *why)
{
    const struct ledger_definition *ledger = record->register_->ledger;
    struct ledger_writing writing = {.arena = arena, .connection = connection, .record = record};
    struct record *fund;
    if (!ledger)
        return true;
    if (ledger_number(record, ledger->fund) == 0)
        want(problems, ledger->fund);
    if (!load_fund(arena, connection, record, &fund, why))
        return false;
    if (fund) {
        check_fund(record, fund, problems);
        take_over(record, fund, problems);
    }
    check_amounts(record, problems);
    if (!ledger_means_of(record, &writing.means))
        return true;
    check_meaning(record, writing.means, problems);
    if (writing.means == LEDGER_TAKEN && !check_sending(arena, connection, record, problems, why))
        return false;
    if (!fund || problems->errors > 0 || !day_is_some(record->day))
        return true;
    if (!ledger_legs(&writing, why))
        return false;
    check_short(&writing, problems);
    return fill_value(&writing, record, why);
}

/* ---- what stands is not changed ---- */

static bool same_field(const struct record *before, const struct record *after, const struct field_definition *field)
{
    return !field || value_same(before->values[field->slot].value, after->values[field->slot].value);
}

void ledger_check_change(const struct record *before, const struct record *after, struct problems *problems)
{
    const struct ledger_definition *ledger = before->register_->ledger;
    if (!ledger)
        return;
    const struct field_definition *const book[] = {ledger->fund,     ledger->by,  ledger->money,    ledger->item,     ledger->measure, ledger->quantity,
                                                   ledger->value,    ledger->lot, ledger->transfer, ledger->reverses, ledger->to,      before->register_->day};
    /* What was written before there was a book never comes into it: only its fund is refused. */
    for (size_t i = 0; i < (ledger_posts(before) ? LENGTH_OF(book) : 1); i++)
        if (!same_field(before, after, book[i]))
            say(problems, book[i], "ledger.frozen", book[i]->title.vi, (struct text){0});
    for (size_t i = 0; i < ledger->take_count && ledger_posts(before); i++)
        if (!same_field(before, after, ledger->takes[i]))
            say(problems, ledger->takes[i], "ledger.frozen", ledger->takes[i]->title.vi, (struct text){0});
}

bool ledger_check_withdrawal(struct connection *connection, const struct record *record, struct problems *problems, struct failure *why)
{
    struct store_value key[] = {store_int64(record->unit->shard), store_int64(record->number)};
    int64_t used;
    if (!store_find_int64(connection, &LEDGER_USED, key, LENGTH_OF(key), 0, &used, why))
        return false;
    if (used != 0)
        problem_add(problems, (struct place){.field = TEXT("reason")}, record->register_->ledger ? "ledger.no-withdraw" : "ledger.fund-used",
                    (struct text){0}, (struct text){0});
    return true;
}

/* ---- taking back ---- */

bool ledger_reversed_by(struct connection *connection, int64_t shard, int64_t record, int64_t *by, struct failure *why)
{
    struct store_value key[] = {store_int64(shard), store_int64(record)};
    return store_find_int64(connection, &LEDGER_TAKEN_BACK, key, LENGTH_OF(key), 0, by, why);
}

/* Persons are not told again, nor days of other things; what it counted for must count the other way. */
static struct record *copy_back(struct arena *arena, const struct record *record, struct day day)
{
    const struct register_definition *register_ = record->register_;
    struct record *back = arena_copy(arena, record, sizeof *record);
    back->values = arena_copy(arena, record->values, register_->field_count * sizeof *record->values);
    back->number = back->version = 0;
    back->day = day;
    for (size_t i = 0; i < register_->field_count; i++)
        if (register_->fields[i].personal || register_->fields[i].kind == FIELD_DAY)
            back->values[i] = (struct record_value){0};
    back->values[register_->day->slot].value = value_day(day);
    back->values[register_->ledger->reverses->slot].value = value_whole(record->number);
    return back;
}

/* What goes from a fund, or from its way, must still be there. */
static bool check_back(struct ledger_writing *writing, struct problems *problems, struct failure *why)
{
    const struct record *back = writing->record;
    const struct ledger_definition *ledger = back->register_->ledger;
    for (size_t i = 0; i < writing->legs.count; i++) {
        const struct ledger_leg *leg = writing->legs.items[i];
        bool on_its_way = leg->account == ACCOUNT_TRANSIT;
        const struct ledger_place place = {.shard = back->unit->shard, .on_its_way = on_its_way, .number = on_its_way ? leg->via : leg->fund,
                                           .lot = leg->lot, .item = leg->item, .day = back->day};
        struct list lots = {0};
        int64_t free;
        if (leg->amount >= 0 || leg->lot == 0 || (leg->account != ACCOUNT_HELD && !on_its_way))
            continue;
        if (!ledger_free(writing->arena, writing->connection, &place, &lots, &free, why))
            return false;
        const struct field_definition *field = leg->item.length > 0 ? ledger->quantity : ledger->money;
        if (free < -leg->amount)
            problem_add(problems, (struct place){.field = TEXT("reason")}, "ledger.used", amount_text(problems->arena, field, -leg->amount - free),
                        (struct text){0});
    }
    return true;
}

bool ledger_reversal(struct arena *arena, struct connection *connection, const struct record *record, struct day day, struct record **back,
                     struct problems *problems, struct failure *why)
{
    const struct place at_reason = {.field = TEXT("reason")};
    int64_t by = 0;
    *back = NULL;
    if (!ledger_posts(record)) {
        problem_add(problems, at_reason, "ledger.not-in-book", (struct text){0}, (struct text){0});
        return true;
    }
    if (!ledger_reversed_by(connection, record->unit->shard, record->number, &by, why))
        return false;
    if (ledger_reversed(record) != 0)
        problem_add(problems, at_reason, "ledger.reversal", (struct text){0}, (struct text){0});
    if (by != 0)
        problem_add(problems, at_reason, "ledger.again", number_text(arena, by), (struct text){0});
    if (day_compare(day, record->day) < 0)
        problem_add(problems, (struct place){.field = TEXT("day")}, "ledger.before-original", day_write_people(arena, record->day, false), (struct text){0});
    if (problems->errors > 0)
        return true;
    struct ledger_writing writing = {.arena = arena, .connection = connection, .record = copy_back(arena, record, day)};
    if (!ledger_legs(&writing, why) || !check_back(&writing, problems, why))
        return false;
    *back = problems->errors > 0 ? NULL : copy_back(arena, record, day);
    return true;
}
