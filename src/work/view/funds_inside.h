/*
 * funds_inside.h — what the views of funds share: which fund, what of it this person may see, amounts as they are read.
 *
 * A fund is a record of the register that some register's `ledger:` names (keep/record/ledger.h). Its book is seen by
 * those who see the entries; its totals, the donors who agreed to be named and its duties by anyone, from its public day on.
 */
#pragma once

#include "keep/record/ledger.h"
#include "work/view/seen_inside.h"

struct seen_fund {
    const struct register_definition *entries; /* the register with the ledger */
    const struct ledger_definition *ledger;
    struct record *fund;
    bool sees_book;                            /* entries, one by one */
    bool is_public;
};

/* The register whose ledger has funds of this one; NULL when none. */
const struct register_definition *fund_entries(const struct view_context *view, const struct register_definition *register_);
/* What this person may see of it. */
void fund_seen(const struct view_context *view, struct record *fund, struct seen_fund *seen);
/* The fund asked (`register`, `record`), whoever asks; NOT_FOUND. */
MUST_CHECK bool fund_load(struct view_context *view, struct seen_fund *seen, struct failure *why);
/* {value, shown}: of money where the item is empty, else of the ledger's quantity. */
void fund_put_amount(const struct view_context *view, struct node *map, const char *key, const struct seen_fund *seen, struct text item, int64_t amount);
/* "Tiền (đồng)", or the item as it was written. */
struct text fund_item_name(const struct view_context *view, struct text item, struct text name);
/* What an entry is, from the account on its other side and the way it goes. */
struct text fund_entry_word(const struct view_context *view, enum ledger_account account, int64_t amount, bool reverses);
/* {name, href, public_href, unit, is_public, sees_book} of a fund. */
void fund_put(const struct view_context *view, struct node *map, const struct seen_fund *seen);
