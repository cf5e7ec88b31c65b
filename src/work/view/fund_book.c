/* fund_book.c — the book of a fund between two days: what it held, what came, what went, what it holds; item by item. */
#include "work/view/funds_inside.h"

/* A day of the address; none when it is not given or does not read. */
static struct day given_day(const struct view_context *view, const char *key)
{
    struct text given = view_given(view, key);
    struct day day;
    return given.length > 0 && (day_read_people(given, &day) || day_read(given, &day)) ? day : DAY_NONE;
}

static struct text address(const struct view_context *view, const struct seen_fund *seen, struct day begin, struct day end, size_t item)
{
    struct text from = day_is_some(begin) ? day_write(view->arena, begin) : (struct text){0}, to = day_is_some(end) ? day_write(view->arena, end) : (struct text){0};
    return text_format(view->arena, "/so-quy/%.*s/%lld?tu=%.*s&den=%.*s&mon=%zu", TEXT_ARGS(seen->fund->register_->name), (long long)seen->fund->number,
                       TEXT_ARGS(from), TEXT_ARGS(to), item);
}

static void put_balance(const struct view_context *view, struct node *rows, const struct seen_fund *seen, const struct ledger_balance *one,
                        struct text href, bool here)
{
    struct node *row = node_append(rows, node_map(view->arena));
    view_put_text(view, row, "name", fund_item_name(view, one->item, one->name));
    view_put_text(view, row, "href", href);
    view_put_truth(view, row, "here", here);
    fund_put_amount(view, row, "opening", seen, one->item, one->opening);
    fund_put_amount(view, row, "came", seen, one->item, one->came);
    fund_put_amount(view, row, "went", seen, one->item, one->went);
    fund_put_amount(view, row, "closing", seen, one->item, one->closing);
}

static void put_entry(const struct view_context *view, struct node *rows, const struct seen_fund *seen, struct text item, const struct ledger_entry *entry)
{
    struct node *row = node_append(rows, node_map(view->arena));
    const char *entries = text_copy(view->arena, seen->entries->name).bytes;
    node_put(row, "record", node_whole(view->arena, entry->record));
    view_put_text(view, row, "href", text_format(view->arena, "/muc-ghi/%s/%lld", entries, (long long)entry->record));
    view_put_text(view, row, "path_href", text_format(view->arena, "/duong-di/%s/%lld", entries, (long long)entry->record));
    view_put_day(view, row, "day", entry->day);
    view_put_text(view, row, "what", fund_entry_word(view, entry->account, entry->amount, entry->reverses != 0));
    node_put(row, "reverses", entry->reverses ? node_whole(view->arena, entry->reverses) : node_nothing(view->arena));
    node_put(row, "reversed_by", entry->reversed_by ? node_whole(view->arena, entry->reversed_by) : node_nothing(view->arena));
    fund_put_amount(view, row, "amount", seen, item, entry->amount);
    fund_put_amount(view, row, "balance", seen, item, entry->balance);
}

static bool put_entries(struct view_context *view, struct node *page, const struct seen_fund *seen, const struct ledger_balance *of, struct day begin,
                        struct day end, struct failure *why)
{
    struct list entries = {0};
    struct node *rows = node_put(page, "rows", node_list(view->arena));
    bool more = false;
    if (of && !ledger_entries(view->arena, view->reading, seen->fund, of->item, begin, end, &entries, &more, why))
        return false;
    for (size_t i = 0; i < entries.count; i++)
        put_entry(view, rows, seen, of->item, entries.items[i]);
    view_put_text(view, page, "item", of ? fund_item_name(view, of->item, of->name) : (struct text){0});
    view_put_truth(view, page, "has_rows", entries.count > 0);
    view_put_truth(view, page, "more", more);
    return true;
}

bool fund_book_view(struct view_context *view, struct node *page, struct failure *why)
{
    struct seen_fund seen;
    struct list balances = {0};
    int64_t asked = 0;
    struct day begin = given_day(view, "tu"), end = given_day(view, "den");
    if (!fund_load(view, &seen, why) || !view_allow(seen.sees_book, "see the book of this fund", why) ||
        !ledger_balances(view->arena, view->reading, seen.fund, begin, end, &balances, why))
        return false;
    if (!text_read_int64(view_given(view, "mon"), &asked) || asked < 0 || (size_t)asked >= balances.count)
        asked = 0;
    fund_put(view, page, &seen);
    view_put_text(view, page, "page_title", text_format(view->arena, "%.*s: %.*s", TEXT_ARGS(view_words(view, "Sổ quỹ", "Book")), TEXT_ARGS(node_text_at(page, "name"))));
    view_put_text(view, page, "from", day_is_some(begin) ? day_write_people(view->arena, begin, false) : (struct text){0});
    view_put_text(view, page, "to", day_is_some(end) ? day_write_people(view->arena, end, false) : (struct text){0});
    node_put(page, "chosen", node_whole(view->arena, asked));
    struct node *rows = node_put(page, "balances", node_list(view->arena));
    for (size_t i = 0; i < balances.count; i++)
        put_balance(view, rows, &seen, balances.items[i], address(view, &seen, begin, end, i), i == (size_t)asked);
    view_put_truth(view, page, "has_balances", balances.count > 0);
    view_put_text(view, page, "entries_register", seen.entries->name);
    view_put_truth(view, page, "may_write", view->viewer->acting_for == seen.fund->unit && account_may_write(view->viewer, seen.entries, seen.fund->unit));
    return put_entries(view, page, &seen, balances.count > 0 ? balances.items[asked] : NULL, begin, end, why);
}
