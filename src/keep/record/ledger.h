/*
 * ledger.h — where did what was given go: the double-entry book of a fund, its lots and their way.
 *
 * A register with `ledger:` (docs/definitions.md) writes two legs or more for each record that names a fund: what the
 * fund holds moves by as much as an account outside it moves the other way, so the sum is always zero. Each leg belongs
 * to a lot: the record by which money or goods came in from outside. What goes out is taken from the oldest lots that
 * are free on its day, or from the lot it names; what is sent on keeps its lots, on their way until they are taken in.
 *
 *     ledger_prepare(arena, connection, record, problems, why)       in an act, before record_check: fills in and refuses
 *     record_write(…)                                                writes the legs of a new record
 *     ledger_reversal(arena, connection, record, day, &back, …)      the record that takes another back
 *     ledger_balances(…) ledger_entries(…) ledger_path(…)            what pages show
 *
 * No lot is ever below zero, on any day: an entry that would make one so is a problem at its amount. What stands in the
 * book is never changed nor withdrawn, only reversed by a record of its own, which counts in every figure for minus what
 * that counted for. Legs follow from the records alone, in the order of their numbers: figure_rebuild makes them anew.
 * Amounts are đồng, or units of the quantity field's scale. Ground: NĐ 93/2021 Điều 14; docs/decisions/0013.
 */
#pragma once

#include "keep/record/record.h"

enum ledger_account {
    ACCOUNT_HELD,       /* the fund's own money and goods */
    ACCOUNT_GIVER,      /* those who gave */
    ACCOUNT_OPENING,    /* what was there when the book began */
    ACCOUNT_RECEIVER,   /* those it was given out to */
    ACCOUNT_TRANSIT,    /* on its way to another fund */
    ACCOUNT_DIFFERENCE, /* found by counting: more or less than the book says */
    LEDGER_ACCOUNTS,
};
enum { LEDGER_ENTRIES_MAX = 5000, LEDGER_PATH_MAX = 2000, LEDGER_ITEMS_MAX = 500 };

/* Does the record stand in a book? */
bool ledger_posts(const struct record *record);
/* Is it the taking back of another: then that one's number, else 0. */
int64_t ledger_reversed(const struct record *record);
/* What the record means in its fund; false when that is not said. */
bool ledger_means_of(const struct record *record, enum ledger_means *means);

/* ---- inside an act ---- */

/* A new record: takes over what the fund says, works out the value of goods that go out, and refuses what the book cannot bear. */
MUST_CHECK bool ledger_prepare(struct arena *arena, struct connection *connection, struct record *record, struct problems *problems,
                               struct failure *why);
/* A correction: fields of the book stay as they are. */
void ledger_check_change(const struct record *before, const struct record *after, struct problems *problems);
/* A record of the book, or a fund with entries: neither is withdrawn. */
MUST_CHECK bool ledger_check_withdrawal(struct connection *connection, const struct record *record, struct problems *problems, struct failure *why);
/* The record that takes `record` back on `day`, all but its number; NULL with problems. */
MUST_CHECK bool ledger_reversal(struct arena *arena, struct connection *connection, const struct record *record, struct day day,
                                struct record **back, struct problems *problems, struct failure *why);

/* ---- reading ---- */

/* One thing that a fund holds or held: money (item empty) or an item. Days without a beginning or end: DAY_NONE. */
struct ledger_balance {
    struct text item, name; /* item: as it is looked up; name: as it was written */
    int64_t opening, came, went, closing;
};
/* items: struct ledger_balance *, money first. At most LEDGER_ITEMS_MAX. */
MUST_CHECK bool ledger_balances(struct arena *arena, struct connection *connection, const struct record *fund, struct day begin, struct day end,
                                struct list *balances, struct failure *why);

/* One record's move of one item in a fund. */
struct ledger_entry {
    int64_t record, reverses; /* reverses: the record it takes back, 0: none */
    struct day day;
    enum ledger_account account; /* on the other side */
    int64_t amount, balance;     /* into the fund: above 0; what the fund holds after it */
    int64_t reversed_by;
};
/* By day, the first ones; items: struct ledger_entry *. At most LEDGER_ENTRIES_MAX: `*more` says that there are more. */
MUST_CHECK bool ledger_entries(struct arena *arena, struct connection *connection, const struct record *fund, struct text item, struct day begin,
                               struct day end, struct list *entries, bool *more, struct failure *why);

/* What a fund received, gave out and holds of an item over its whole life, by the account on the other side; what was
 * taken back is taken off. totals[account] is what went there (came from there: below 0). */
struct ledger_total {
    struct text item, name;
    int64_t totals[LEDGER_ACCOUNTS];
};
MUST_CHECK bool ledger_totals(struct arena *arena, struct connection *connection, const struct record *fund, struct list *totals,
                              struct failure *why);

/* The records of a fund, the newest first: items int64_t *. */
MUST_CHECK bool ledger_records(struct arena *arena, struct connection *connection, const struct record *fund, size_t limit, struct list *records,
                               bool *more, struct failure *why);

/* One step of a lot's way: a record moved so much of it. */
struct ledger_step {
    int64_t lot, record, fund, reverses;
    struct text item, name;
    struct day day;
    enum ledger_account account; /* on the other side */
    int64_t amount;              /* into the fund: above 0 */
};
/* The whole way of every lot that the record touched, by lot, then in the order of records. At most LEDGER_PATH_MAX. */
MUST_CHECK bool ledger_path(struct arena *arena, struct connection *connection, int64_t shard, int64_t record, struct list *steps, bool *more,
                            struct failure *why);
/* The record that took `record` back; 0 when none did. */
MUST_CHECK bool ledger_reversed_by(struct connection *connection, int64_t shard, int64_t record, int64_t *by, struct failure *why);
/* Sums to check: by how much the legs of the shard differ from the other side of theirs (always 0), and how many lots stand below
 * zero on some day (always none). */
MUST_CHECK bool ledger_proof(struct connection *connection, int64_t shard, int64_t *sum, int64_t *below, struct failure *why);
