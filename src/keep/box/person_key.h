/*
 * person_key.h — is this the same person as there? Known within one record (a mission), and nowhere else.
 *
 * Each mission that keeps findings has a random key. What is kept of a person is a mark: a hash under that key of an identity
 * number, or of name and birthday, cut short (engine/seal: seal_keyed, seal_mark). Equal marks of one mission are one person;
 * those of two missions have nothing in common. A 12-digit number behind a known key is found in minutes by trying, so the key
 * goes when the mission ends: then no mark can be made or tried again (users.md C16; docs/decisions/0020).
 *
 *     struct person_key *key;
 *     if (!person_key_load(arena, connection, shard, mission, &key, why)) …      NULL: it has none, or none any more
 *     struct text mark = person_key_mark(arena, key, person);
 *
 * Changes happen inside an act; `act` is its number. The key stands in this table and in that act's personal body, and who
 * drops it here erases it there.
 */
#pragma once

#include "base/arena.h"
#include "base/failure.h"
#include "engine/seal/box.h"

struct connection;

struct person_key {
    int64_t act; /* that made it */
    struct box_key key;
};

MUST_CHECK bool person_key_load(struct arena *arena, struct connection *connection, int64_t shard, int64_t record,
                                struct person_key **key, struct failure *why);
MUST_CHECK bool person_key_save(struct connection *writer, int64_t shard, int64_t record, const struct person_key *key,
                                struct failure *why);
/* None there is success. */
MUST_CHECK bool person_key_drop(struct connection *writer, int64_t shard, int64_t record, struct failure *why);
/* `person`: who it is, in one form (engine/match/person_words.h). */
struct text person_key_mark(struct arena *arena, const struct person_key *key, struct text person);
