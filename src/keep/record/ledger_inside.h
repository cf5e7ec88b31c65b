/* ledger_inside.h — what the files of the ledger share: legs, and lots that are free. */
#pragma once

#include "keep/record/ledger.h"
#include "keep/record/record_inside.h"

enum { LEDGER_AMOUNTS_MAX = 2 /* money, goods */ };

/* What a record moves: so much money, so much of an item. */
struct ledger_amount {
    const struct field_definition *field;
    struct text item, name; /* money: both empty */
    int64_t amount;
};
size_t ledger_amounts(struct arena *arena, const struct record *record, struct ledger_amount amounts[LEDGER_AMOUNTS_MAX]);

struct value ledger_value(const struct record *record, const struct field_definition *field); /* unknown for NULL */
int64_t ledger_number(const struct record *record, const struct field_definition *field);     /* 0: unknown */
int ledger_way(enum ledger_means means); /* 1: into the fund; -1: out of it */
enum ledger_account ledger_account_of(struct text word);

struct ledger_leg {
    int64_t position, fund, lot, amount, via, reverses; /* via: the sending, of what is on its way */
    enum ledger_account account;
    struct text item, name;
};

/* Where lots are taken from: a fund, or what is on its way under a sending. */
struct ledger_place {
    int64_t shard, number, lot; /* lot: only this one; 0: any */
    bool on_its_way;
    struct text item;
    struct day day;
};
struct free_lot { int64_t lot, free; };
/* items: struct free_lot *, the oldest lot first; `*total` of them all. */
MUST_CHECK bool ledger_free(struct arena *arena, struct connection *connection, const struct ledger_place *place, struct list *lots, int64_t *total,
                            struct failure *why);

struct ledger_short { const struct field_definition *field; int64_t free; }; /* field NULL: enough */
struct ledger_writing {
    struct arena *arena;
    struct connection *connection;
    const struct record *record;
    enum ledger_means means;
    struct list legs; /* struct ledger_leg * */
    struct ledger_short short_of[LEDGER_AMOUNTS_MAX];
};
MUST_CHECK bool ledger_legs(struct ledger_writing *writing, struct failure *why);

/* batch.c: of a new record, and of one counted anew. */
MUST_CHECK bool ledger_save(struct arena *arena, struct connection *writer, const struct record *record, struct failure *why);
MUST_CHECK bool ledger_clear(struct connection *writer, struct failure *why);
