/*
 * journal.h — every act that was done, in order, and whether it still stands as written.
 *
 *     struct journal_entry entry = {.shard = 101, .at = now, .account = 7, .name = TEXT("record-write"),
 *                                   .register_name = TEXT("outreach"), .record = 12, .unit = TEXT("00145"),
 *                                   .day = today, .definition = 3, .facts = facts, .personal = personal};
 *     if (!journal_append(writer, world, &entry, why)) return false;      inside a work of store_write
 *     … entry.number is its number; the table holds it once the work commits …
 *
 * Numbers of a shard start at 1 and have no gap. An entry's leaf is a SHA-256 over its
 * head and a commitment to each body, each with a nonce of its own (docs/journal.md):
 * whoever changes a byte of the table is found by journal_intact. Erasing a personal
 * body destroys it and its nonce; the commitment stays, so the leaf stays true.
 *
 * Loaded entries live in the arena given. Writing needs a writer's connection, reading any.
 */
#pragma once

#include "base/list.h"
#include "base/world.h"
#include "engine/seal/seal.h"
#include "keep/journal/body.h"

struct connection;
struct store;

enum {
    JOURNAL_WORD_MAX = 200, /* bytes of each text of the head: name, register, units, once */
    JOURNAL_PAGE_MAX = 1000,
    JOURNAL_ITSELF = -1, /* as an entry's record: the one it makes, which bears the entry's own number */
};

struct journal_entry {
    int64_t shard;
    int64_t number; /* given by journal_append */
    struct moment at;
    int64_t account;           /* 0: the program itself */
    struct text on_behalf;     /* unit the person acted for; empty: none */
    struct text name;          /* of the act */
    struct text register_name; /* empty: none */
    int64_t record;            /* 0: none; JOURNAL_ITSELF until it is appended */
    struct text unit;          /* empty: none */
    struct day day;            /* DAY_NONE: none */
    int64_t definition;        /* version it was checked against; 0: none */
    struct text once;          /* makes a form posted twice one act; empty: none */
    struct body *facts;
    struct body *personal; /* NULL: none, or erased */

    /* Given by journal_append. */
    struct seal_nonce facts_nonce;
    struct seal_nonce personal_nonce;     /* while there is a personal body */
    bool erased;                          /* there was a personal body */
    struct seal_hash personal_commitment; /* of the erased one */
    struct seal_hash leaf;
};

/* What the entry says under a name, in whichever body it stands; NULL when it does not, or that body is erased. */
const struct body_item *journal_said(const struct journal_entry *entry, struct text name);

/* Makes the table `act`. */
MUST_CHECK bool journal_migrate(struct store *store, struct failure *why);

/* Numbers, seals and writes the entry. FAILURE_CONFLICT when its `once` was used before (see
 * journal_find_once), FAILURE_TOO_BIG over a ceiling. The chance of `world` makes the nonces. */
MUST_CHECK bool journal_append(struct connection *writer, struct world *world, struct journal_entry *entry,
                               struct failure *why);
/* Writes an entry of another store as it is; FAILURE_INVALID unless it is intact and the next of its shard. */
MUST_CHECK bool journal_copy(struct connection *writer, struct journal_entry *entry, struct failure *why);

/* Number of the entry written with this `once`; 0 when there is none. */
MUST_CHECK bool journal_find_once(struct connection *connection, int64_t shard, struct text once,
                                  int64_t *number, struct failure *why);
/* Number of the last entry of a shard; 0 when there is none. */
MUST_CHECK bool journal_last(struct connection *connection, int64_t shard, int64_t *number,
                             struct failure *why);
/* The least shard above `after` that has entries; `*found` false when there is none. Begin with -1. */
MUST_CHECK bool journal_next_shard(struct connection *connection, int64_t after, int64_t *shard, bool *found,
                                   struct failure *why);

/* FAILURE_NOT_FOUND; FAILURE_BROKEN when what stands there cannot have been written by us. */
MUST_CHECK bool journal_load(struct arena *arena, struct connection *connection, int64_t shard,
                             int64_t number, struct journal_entry **entry, struct failure *why);

/* A page of entries in order of their numbers: the next page is asked from the last number + 1. */
struct journal_query {
    int64_t shard;
    struct text register_name; /* with `record`: only those of one record */
    int64_t record;            /* 0: of all */
    int64_t from;              /* first number wanted */
    size_t limit;              /* 0 or too many: JOURNAL_PAGE_MAX */
};
/* Items are `struct journal_entry *`. */
MUST_CHECK bool journal_load_page(struct arena *arena, struct connection *connection,
                                  const struct journal_query *query, struct list *entries,
                                  struct failure *why);

/* Does the leaf still follow from head and bodies? FAILURE_BROKEN names the entry when it does not. */
MUST_CHECK bool journal_intact(struct journal_entry *entry, struct failure *why);

/* Destroys a personal body and its nonce; done already is success, FAILURE_NOT_FOUND when there never was
 * one. After the commit store_settle takes the last trace off the disk. The act that says why is the caller's. */
MUST_CHECK bool journal_erase_personal(struct connection *writer, int64_t shard, int64_t number,
                                       struct failure *why);
