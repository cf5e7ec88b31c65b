/*
 * record.h — the entries of the registers: kept typed, with what each counts for.
 *
 * Each register has a table of its own with real columns (register outreach: table
 * r_outreach), a link table per `many` field (r_outreach__about). A record's number is
 * the number of the act that made it; `version` the number of the act that last changed
 * it, so two people editing one record are seen: a change that names another version is
 * FAILURE_CONFLICT. A record is corrected or withdrawn, never deleted.
 *
 * Writing happens inside an act's transaction, in a batch: the record's rows, its
 * contributions to figures and its deadlines are written at once, and the cells move by
 * the sum of all differences when the batch closes (one record or twenty thousand).
 *
 *     struct record_batch *batch;
 *     if (!record_batch_open(arena, writer, definition, tree, &batch, why)) …
 *     if (!record_write(batch, &change, why)) …
 *     if (!record_batch_close(batch, why)) …
 */
#pragma once

#include "base/list.h"
#include "base/value.h"
#include "keep/definition/definition.h"
#include "keep/store/store.h"
#include "keep/unit/unit.h"

struct record_value { /* one field's value; many: several, in the order given */
    struct value value;        /* unit and record fields: VALUE_NUMBER of the unit's or record's number; instrument, choice: VALUE_CODE */
    const struct value *many;
    size_t many_count;
};

struct record {
    int64_t number, version;
    const struct register_definition *register_;
    const struct unit *unit;   /* the organisation that wrote it */
    const struct unit_tree *units; /* what unit numbers in its values mean */
    struct day day;            /* DAY_NONE while unknown: a planned mission */
    struct text state;
    bool withdrawn;
    struct record_value *values; /* by field slot */
};

struct record_change {
    int64_t act;               /* number of the act */
    struct record *before;     /* NULL: a new record */
    struct record *after;      /* complete; version is set to `act` */
    struct text move;          /* the register's act that was done; empty: it was written or corrected */
};

/* Brings this folder's tables up to this program (migration.h). */
MUST_CHECK bool record_migrate(struct store *store, struct failure *why);

/* Makes and extends the registers' tables to fit the definition; part of the act `upgrade`. */
MUST_CHECK bool record_save_definition(struct connection *writer, const struct definition *definition, struct failure *why);

/* Makes the words that records are found by, where there are none yet: a database of an older program. */
MUST_CHECK bool record_fill_words(struct connection *writer, const struct definition *definition, const struct unit_tree *tree, struct failure *why);

MUST_CHECK bool record_load(struct arena *arena, struct connection *connection, const struct unit_tree *tree,
                            const struct register_definition *register_, int64_t number, struct record **record, struct failure *why);

/* The record of the same organisation that bears the same values in the fields of the register's key, all of which are
 * known; NULL when there is none. The newest, should there be several; withdrawn ones are passed over. */
MUST_CHECK bool record_find_same(struct arena *arena, struct connection *connection, const struct unit_tree *tree, const struct record *like,
                                 struct record **found, struct failure *why);

/* Which records of `register_` numbered `first` … `last` are referred to by a record of any register; at most `room`. */
MUST_CHECK bool record_referred(struct connection *connection, const struct definition *definition, const struct register_definition *register_,
                                int64_t shard, int64_t first, int64_t last, int64_t *numbers, size_t room, size_t *count, struct failure *why);

/* Reads one field's value as a person or a sheet wrote it; false adds a problem at `place`. Empty text: unknown. */
MUST_CHECK bool record_read_value(struct arena *arena, const struct field_definition *field, const struct text *given, size_t given_count,
                                  const struct definition *definition, const struct unit_tree *tree, struct day day, struct place place,
                                  struct record_value *value, struct problems *problems);
/* The value as people read it ("1.500.000", "Bồ Đề"), and in machine form (code of the unit, 2021-09-08). */
struct text record_value_people(struct arena *arena, const struct field_definition *field, const struct record_value *value,
                                const struct definition *definition, const struct unit_tree *tree, enum language language);
struct text record_value_machine(struct arena *arena, const struct field_definition *field, const struct record_value *value, const struct unit_tree *tree);

/* Required fields, ranges, choices, the register's checks. `place.field` of each problem is the field's name. */
void record_check(const struct record *record, struct problems *problems);
/* Is a rule of its register a plain yes for this record? No rule (NULL) is. */
bool record_holds(const struct record *record, const struct rule *rule);

struct record_batch;
MUST_CHECK bool record_batch_open(struct arena *arena, struct connection *writer, const struct definition *definition,
                                  const struct unit_tree *tree, struct record_batch **batch, struct failure *why);
MUST_CHECK bool record_write(struct record_batch *batch, const struct record_change *change, struct failure *why);
MUST_CHECK bool record_batch_close(struct record_batch *batch, struct failure *why);
/* Instead of closing, when something failed: the transaction is undone anyway. NULL and a closed one are allowed. */
void record_batch_drop(struct record_batch *batch);

/* Lists. A page is at most RECORD_PAGE_MAX records; `total` counts what fits, up to RECORD_COUNTED_MAX. A list with more
 * comes by day, whatever sort is asked: `more` says so, and it is to be filtered. */
enum { RECORD_PAGE_MAX = 2000, RECORD_COUNTED_MAX = 20000 };
struct record_query {
    const struct register_definition *register_;
    const struct unit_set *units;        /* written by one of these */
    struct day begin, end;               /* DAY_NONE: open */
    struct text state;                   /* empty: any */
    const struct field_definition *filter_field; /* choice, unit, truth: equals filter_value */
    struct value filter_value;
    struct text search;           /* words, each the beginning of one in the record's texts, diacritics apart; empty: any */
    const struct unit_set *whole; /* of `units`, those whose persons are looked for too; NULL: none. Nothing sealed is found */
    bool public_only;             /* only in fields that are public */
    const struct field_definition *sort; /* NULL: by day, newest first. What is read as words in Vietnamese order (base/order.h) */
    enum language language;              /* of the words sorted */
    bool ascending, withdrawn_too;
    size_t offset, limit;
    int64_t counted_max; /* 0: RECORD_COUNTED_MAX */
};
struct record_page { struct record **records; size_t count; int64_t total; bool more; };
MUST_CHECK bool record_list(struct arena *arena, struct connection *connection, const struct unit_tree *tree, const struct record_query *query,
                            struct record_page *page, struct failure *why);
/* Number of records a unit wrote in a register and period: for "who has reported". */
MUST_CHECK bool record_count(struct connection *connection, const struct record_query *query, int64_t *count, struct failure *why);
