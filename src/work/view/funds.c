/* funds.c — which funds there are, and what anyone may see of one: totals, distributions, donors who agreed, duties. */
#include "work/view/funds_inside.h"

#include "keep/record/deadline.h"

enum { FUNDS_SHOWN = 500, PUBLIC_ENTRIES = 300 };

/* ---- which fund ---- */

const struct register_definition *fund_entries(const struct view_context *view, const struct register_definition *register_)
{
    const struct definition *definition = view->house->definition;
    for (size_t i = 0; i < definition->register_count; i++)
        if (definition->registers[i].ledger && definition->registers[i].ledger->fund->of_register == register_)
            return &definition->registers[i];
    return NULL;
}

static bool is_open(const struct view_context *view, const struct ledger_definition *ledger, const struct record *fund)
{
    struct value from = ledger->public_from ? fund->values[ledger->public_from->slot].value : value_unknown();
    return !fund->withdrawn && from.kind == VALUE_DAY && day_compare(from.day, view->today) <= 0;
}

void fund_seen(const struct view_context *view, struct record *fund, struct seen_fund *seen)
{
    const struct register_definition *entries = fund_entries(view, fund->register_);
    *seen = (struct seen_fund){.entries = entries, .ledger = entries->ledger, .fund = fund};
    seen->sees_book = view_signed_in(view) && (account_may_write(view->viewer, entries, fund->unit) ||
                                               account_sight(view->viewer, view->house->definition, entries, fund->unit) >= SIGHT_ROWS_WITHOUT_PERSONS);
    seen->is_public = is_open(view, entries->ledger, fund);
}

bool fund_load(struct view_context *view, struct seen_fund *seen, struct failure *why)
{
    const struct register_definition *register_;
    struct record *fund;
    int64_t number;
    if (!seen_register(view, &register_, why) || !view_read(view, why))
        return false;
    if (!fund_entries(view, register_) || !text_read_int64(view_given(view, "record"), &number))
        return FAIL(why, FAILURE_NOT_FOUND, "that is no fund");
    if (!record_load(view->arena, view->reading, view->house->units, register_, number, &fund, why))
        return false;
    fund_seen(view, fund, seen);
    return seen->is_public || seen->sees_book || FAIL(why, view_signed_in(view) ? FAILURE_DENIED : FAILURE_NOT_FOUND, "this person may not see the fund");
}

/* ---- words ---- */

void fund_put_amount(const struct view_context *view, struct node *map, const char *key, const struct seen_fund *seen, struct text item, int64_t amount)
{
    uint8_t scale = item.length > 0 ? seen->ledger->quantity->scale : 0;
    struct decimal number = {amount, scale};
    /* 30 boxes, not 30,00. */
    while (number.scale > 0 && number.digits % 10 == 0)
        number = (struct decimal){number.digits / 10, (uint8_t)(number.scale - 1)};
    view_put_number(view, map, key, value_number(number));
}

struct text fund_item_name(const struct view_context *view, struct text item, struct text name)
{
    return item.length > 0 ? name : view_words(view, "Tiền (đồng)", "Money (đồng)");
}

static struct text plain_word(const struct view_context *view, enum ledger_account account, int64_t amount)
{
    switch (account) {
    case ACCOUNT_GIVER: return view_words(view, "Tiếp nhận", "Received");
    case ACCOUNT_OPENING: return view_words(view, "Số dư khi mở sổ", "There when the book began");
    case ACCOUNT_RECEIVER: return view_words(view, "Phân bổ", "Distributed");
    case ACCOUNT_TRANSIT:
        return amount > 0 ? view_words(view, "Nhận chuyển đến", "Taken in from another fund") : view_words(view, "Chuyển sang quỹ khác", "Sent to another fund");
    case ACCOUNT_DIFFERENCE:
        return amount > 0 ? view_words(view, "Kiểm kê thừa", "More than the book said") : view_words(view, "Kiểm kê thiếu", "Less than the book said");
    case ACCOUNT_HELD:
    case LEDGER_ACCOUNTS: break;
    }
    return (struct text){0};
}

struct text fund_entry_word(const struct view_context *view, enum ledger_account account, int64_t amount, bool reverses)
{
    struct text word = plain_word(view, account, reverses ? -amount : amount);
    return reverses ? text_format(view->arena, "%.*s: %.*s", TEXT_ARGS(view_words(view, "Đảo mục", "Reversal")), TEXT_ARGS(word)) : word;
}

void fund_put(const struct view_context *view, struct node *map, const struct seen_fund *seen)
{
    const struct record *fund = seen->fund;
    const struct field_definition *name = fund->register_->name_field;
    struct text title = name && !name->personal ? record_value_people(view->arena, name, &fund->values[name->slot], view->house->definition, view->house->units, view->language)
                                                : text_format(view->arena, "%.*s %lld", TEXT_ARGS(view_title(view, fund->register_->title)), (long long)fund->number);
    struct text at = text_format(view->arena, "%.*s/%lld", TEXT_ARGS(fund->register_->name), (long long)fund->number);
    view_put_text(view, map, "name", title);
    node_put(map, "record", node_whole(view->arena, fund->number));
    view_put_text(view, map, "book_href", seen->sees_book ? text_format(view->arena, "/so-quy/%.*s", TEXT_ARGS(at)) : (struct text){0});
    view_put_text(view, map, "record_href", seen->sees_book ? text_format(view->arena, "/muc-ghi/%.*s", TEXT_ARGS(at)) : (struct text){0});
    view_put_text(view, map, "public_href", seen->is_public ? text_format(view->arena, "/quy/%.*s", TEXT_ARGS(at)) : (struct text){0});
    view_put_unit(view, map, "unit", fund->unit);
    if (day_is_some(fund->day))
        view_put_day(view, map, "day", fund->day);
}

/* ---- all of them ---- */

static bool list_funds(struct view_context *view, struct node *list, const struct register_definition *register_, struct failure *why)
{
    const struct unit_set *all = unit_all(view->arena, view->house->units, DAY_NONE);
    const struct record_query query = {.register_ = register_, .units = all, .begin = DAY_NONE, .end = DAY_NONE, .limit = FUNDS_SHOWN};
    struct record_page found;
    if (!record_list(view->arena, view->reading, view->house->units, &query, &found, why))
        return false;
    for (size_t i = 0; i < found.count; i++) {
        struct seen_fund seen;
        fund_seen(view, found.records[i], &seen);
        if (seen.is_public || seen.sees_book)
            fund_put(view, node_append(list, node_map(view->arena)), &seen);
    }
    return true;
}

bool funds_view(struct view_context *view, struct node *page, struct failure *why)
{
    const struct definition *definition = view->house->definition;
    struct node *list = node_put(page, "funds", node_list(view->arena));
    if (!view_read(view, why))
        return false;
    for (size_t i = 0; i < definition->register_count; i++)
        if (definition->registers[i].ledger && !list_funds(view, list, definition->registers[i].ledger->fund->of_register, why))
            return false;
    view_put_truth(view, page, "has_funds", node_count(list) > 0);
    view_put_truth(view, page, "signed_in", view_signed_in(view));
    return true;
}

/* ---- one, for anyone ---- */

static bool put_totals(struct view_context *view, struct node *page, const struct seen_fund *seen, struct failure *why)
{
    struct list totals = {0};
    struct node *rows = node_put(page, "totals", node_list(view->arena));
    if (!ledger_totals(view->arena, view->reading, seen->fund, &totals, why))
        return false;
    for (size_t i = 0; i < totals.count; i++) {
        const struct ledger_total *one = totals.items[i];
        struct node *row = node_append(rows, node_map(view->arena));
        int64_t received = -one->totals[ACCOUNT_GIVER], given = one->totals[ACCOUNT_RECEIVER], held = one->totals[ACCOUNT_HELD];
        view_put_text(view, row, "name", fund_item_name(view, one->item, one->name));
        fund_put_amount(view, row, "received", seen, one->item, received);
        fund_put_amount(view, row, "given", seen, one->item, given);
        fund_put_amount(view, row, "other", seen, one->item, held - received + given);
        fund_put_amount(view, row, "held", seen, one->item, held);
    }
    view_put_truth(view, page, "has_totals", totals.count > 0);
    return true;
}

/* "35.000.000 đồng; 700 kg Gạo" */
static struct text amounts_of(const struct view_context *view, const struct record *entry)
{
    const struct ledger_definition *ledger = entry->register_->ledger;
    const struct field_definition *const fields[] = {ledger->money, ledger->quantity, ledger->measure, ledger->item};
    struct text said[LENGTH_OF(fields)];
    for (size_t i = 0; i < LENGTH_OF(fields); i++)
        said[i] = fields[i] && value_known(entry->values[fields[i]->slot].value)
                      ? record_value_people(view->arena, fields[i], &entry->values[fields[i]->slot], view->house->definition, view->house->units, view->language)
                      : (struct text){0};
    struct text money = said[0].length > 0 ? text_format(view->arena, "%.*s đồng", TEXT_ARGS(said[0])) : (struct text){0};
    struct text goods = said[1].length > 0 && said[3].length > 0 ? text_join(view->arena, said + 1, 3, TEXT(" ")) : (struct text){0};
    const struct text both[] = {money, goods};
    return money.length > 0 && goods.length > 0 ? text_join(view->arena, both, 2, TEXT("; ")) : money.length > 0 ? money : goods;
}

/* Fields marked public that say more than how much: to whom, how many households. */
static struct text also_of(const struct view_context *view, const struct record *entry)
{
    const struct ledger_definition *ledger = entry->register_->ledger;
    struct text parts[REGISTER_FIELDS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < entry->register_->field_count; i++) {
        const struct field_definition *field = &entry->register_->fields[i];
        bool amount = field == ledger->money || field == ledger->item || field == ledger->measure || field == ledger->quantity;
        if (!field->is_public || field->personal || amount || field == entry->register_->day || field == ledger->by || !value_known(entry->values[i].value))
            continue;
        struct text said = record_value_people(view->arena, field, &entry->values[i], view->house->definition, view->house->units, view->language);
        struct text unit = view_title(view, field->unit);
        parts[count++] = text_format(view->arena, "%.*s%s%.*s", TEXT_ARGS(said), unit.length > 0 ? " " : "", TEXT_ARGS(unit));
    }
    return text_join(view->arena, parts, count, TEXT(", "));
}

/* A giver is named when he agreed; else the gift stands in the totals alone. */
static struct text named(const struct view_context *view, const struct ledger_definition *ledger, const struct record *entry)
{
    struct value agrees = ledger->named ? entry->values[ledger->consents->slot].value : value_unknown();
    if (agrees.kind != VALUE_TRUTH || !agrees.truth)
        return (struct text){0};
    return record_value_people(view->arena, ledger->named, &entry->values[ledger->named->slot], view->house->definition, view->house->units, view->language);
}

static bool put_entry(struct view_context *view, struct node *page, const struct seen_fund *seen, int64_t number, struct failure *why)
{
    struct record *entry;
    int64_t by;
    enum ledger_means means;
    if (!record_load(view->arena, view->reading, view->house->units, seen->entries, number, &entry, why) ||
        !ledger_reversed_by(view->reading, entry->unit->shard, number, &by, why))
        return false;
    if (by != 0 || ledger_reversed(entry) != 0 || !ledger_means_of(entry, &means))
        return true;
    struct text name = means == LEDGER_IN ? named(view, seen->ledger, entry) : (struct text){0};
    if (means != LEDGER_OUT && name.length == 0)
        return true;
    struct node *row = node_append(node_at(page, means == LEDGER_OUT ? "given" : "donors"), node_map(view->arena));
    view_put_day(view, row, "day", entry->day);
    view_put_text(view, row, "name", name);
    view_put_text(view, row, "amounts", amounts_of(view, entry));
    view_put_text(view, row, "also", means == LEDGER_OUT ? also_of(view, entry) : (struct text){0});
    return true;
}

/* The newest distributions and named gifts; no entry says who wrote it, and none is opened from here. */
static bool put_entries(struct view_context *view, struct node *page, const struct seen_fund *seen, struct failure *why)
{
    struct list records = {0};
    bool more;
    node_put(page, "given", node_list(view->arena));
    node_put(page, "donors", node_list(view->arena));
    if (!ledger_records(view->arena, view->reading, seen->fund, PUBLIC_ENTRIES, &records, &more, why))
        return false;
    for (size_t i = 0; i < records.count; i++)
        if (!put_entry(view, page, seen, *(int64_t *)records.items[i], why))
            return false;
    view_put_truth(view, page, "has_given", node_count(node_at(page, "given")) > 0);
    view_put_truth(view, page, "has_donors", node_count(node_at(page, "donors")) > 0);
    view_put_truth(view, page, "more", more);
    return true;
}

static void put_about(const struct view_context *view, struct node *page, const struct record *fund)
{
    struct node *list = node_put(page, "about", node_list(view->arena));
    for (size_t i = 0; i < fund->register_->field_count; i++) {
        const struct field_definition *field = &fund->register_->fields[i];
        if (!field->is_public || field->personal || field == fund->register_->name_field)
            continue;
        struct text said = record_value_people(view->arena, field, &fund->values[i], view->house->definition, view->house->units, view->language);
        if (said.length == 0)
            continue;
        struct node *one = node_append(list, node_map(view->arena));
        view_put_text(view, one, "title", view_title(view, field->title));
        view_put_text(view, one, "shown", said);
    }
}

/* What the law wants published of it, until when, and when it was. */
static bool put_duties(struct view_context *view, struct node *page, const struct record *fund, struct failure *why)
{
    struct node *list = node_put(page, "duties", node_list(view->arena));
    struct list told = {0};
    if (!deadline_of_record(view->arena, view->reading, view->house->definition, fund, &told, why))
        return false;
    for (size_t i = 0; i < told.count; i++) {
        const struct deadline_told *one = told.items[i];
        const struct deadline_date *date = &one->date;
        bool known = date->standing == DEADLINE_KNOWN, lasts = one->use->rule->rule.at_least;
        struct day by = day_is_some(one->done) ? one->done : view->today;
        struct node *row = node_append(list, node_map(view->arena));
        view_put_text(view, row, "title", view_title(view, one->use->rule->title));
        view_put_text(view, row, "law", date->version->law);
        view_put_day(view, row, "start", one->start);
        view_put_day(view, row, "due", known ? date->due : DAY_NONE);
        view_put_day(view, row, "done", one->done);
        view_put_truth(view, row, "unconfirmed", date->confidence == CALENDAR_C);
        view_put_truth(view, row, "late", known && !lasts && day_compare(by, date->due) > 0);
        view_put_truth(view, row, "lasts", lasts);
        view_put_truth(view, row, "short_of", known && lasts && day_is_some(one->done) && day_compare(one->done, date->due) < 0);
    }
    view_put_truth(view, page, "has_duties", told.count > 0);
    return true;
}

bool fund_public_view(struct view_context *view, struct node *page, struct failure *why)
{
    struct seen_fund seen;
    if (!fund_load(view, &seen, why))
        return false;
    fund_put(view, page, &seen);
    view_put_text(view, page, "page_title", node_text_at(page, "name"));
    view_put_truth(view, page, "not_public", !seen.is_public);
    put_about(view, page, seen.fund);
    return put_totals(view, page, &seen, why) && put_entries(view, page, &seen, why) && put_duties(view, page, seen.fund, why);
}
