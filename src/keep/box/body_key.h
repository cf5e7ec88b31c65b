/*
 * body_key.h — who can open what an organisation has sealed: its key pair, and who holds the secret half.
 *
 * Each officer has a key pair of one's own, whose secret half lies wrapped under a passphrase. Each receiving body (an
 * organisation) has one; its secret half lies sealed to the pair of each holder, and wrapped under a recovery key that
 * exists only as two halves on paper. Nothing in these tables opens anything without a passphrase or both papers.
 * docs/sealing.md describes the whole.
 *
 *     struct body_key *key;
 *     if (!body_key_load(arena, connection, shard, unit->number, &key, why)) …      NULL: it has none yet
 *     … box_close(arena, &key->open, …) …                                            anyone may seal
 *     if (!body_key_unlock(arena, connection, &asked, &pair, why)) …                 DENIED: not a holder; INVALID: wrong passphrase
 *
 * Changes happen inside an act; `act` is its number. What a key's end leaves in the journal is erased by its act.
 */
#pragma once

#include "base/arena.h"
#include "base/failure.h"
#include "base/list.h"
#include "engine/seal/box.h"
#include "engine/seal/password.h"

struct connection;
struct store;

/* Makes and extends the tables of this folder (migration.h). */
MUST_CHECK bool box_migrate(struct store *store, struct failure *why);

/* ---- of one officer ---- */

struct officer_key {
    int64_t act; /* that made it */
    struct box_key open;
    uint8_t salt[PASSWORD_SALT_BYTES];
    struct text wrapped; /* the secret half, under the key of the passphrase */
};

/* NULL when the person has none. */
MUST_CHECK bool officer_key_load(struct arena *arena, struct connection *connection, int64_t shard, int64_t account,
                                 struct officer_key **key, struct failure *why);
/* A person's new pair takes the old one's place: what the old one held, it no longer holds. */
MUST_CHECK bool officer_key_save(struct connection *writer, int64_t shard, int64_t account, const struct officer_key *key,
                                 struct failure *why);
/* The same pair under another passphrase: what it holds, it goes on holding. */
MUST_CHECK bool officer_key_rewrap(struct connection *writer, int64_t shard, int64_t account, const struct officer_key *key,
                                   struct failure *why);
/* What the person's pair held, it no longer holds. */
MUST_CHECK bool officer_key_lose(struct connection *writer, int64_t shard, int64_t account, struct failure *why);
/* The wrapped secret half, bound to the person; and opened: false for a wrong passphrase. */
struct text officer_key_wrap(struct arena *arena, int64_t account, const struct box_pair *pair, const struct box_key *passphrase,
                             const uint8_t random[BOX_NONCE]);
MUST_CHECK bool officer_key_unwrap(const struct officer_key *key, int64_t account, const struct box_key *passphrase, struct box_pair *pair);

/* ---- of one body ---- */

struct body_key {
    int64_t unit, act;
    struct box_key open;
    struct text recovery; /* the secret half, wrapped under the key of both papers */
};

struct key_holder {
    int64_t account, act; /* of the act that gave it */
    struct text sealed;   /* the body's secret half, for the officer's pair */
};

MUST_CHECK bool body_key_load(struct arena *arena, struct connection *connection, int64_t shard, int64_t unit, struct body_key **key,
                              struct failure *why);
/* Also drops all holders of the key that was there. */
MUST_CHECK bool body_key_save(struct connection *writer, int64_t shard, const struct body_key *key, struct failure *why);
MUST_CHECK bool body_key_add_holder(struct connection *writer, int64_t shard, int64_t unit, const struct key_holder *holder,
                                    struct failure *why);
/* Items: struct key_holder *, by account. */
MUST_CHECK bool body_key_holders(struct arena *arena, struct connection *connection, int64_t shard, int64_t unit, struct list *holders,
                                 struct failure *why);

/* What a recovery key wraps is bound to the body and its key: papers of another key do not open it. */
struct text body_key_wrap_recovery(struct arena *arena, int64_t unit, const struct box_pair *pair, const struct box_key *recovery,
                                   const uint8_t random[BOX_NONCE]);
MUST_CHECK bool body_key_recover(const struct body_key *key, const struct box_key *recovery, struct box_pair *pair);

/* The body's pair, by one of its holders. `passphrase` is the key made of it (password_key). */
struct body_key_ask {
    int64_t shard, unit, account;
    const struct box_key *passphrase;
};
enum body_key_answer { BODY_KEY_OPEN, BODY_KEY_NONE, BODY_KEY_NOT_HELD, BODY_KEY_WRONG_PASSPHRASE };
MUST_CHECK bool body_key_unlock(struct arena *arena, struct connection *connection, const struct body_key_ask *ask, struct box_pair *pair,
                                enum body_key_answer *answer, struct failure *why);
