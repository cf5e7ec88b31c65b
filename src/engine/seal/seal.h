/*
 * seal.h — hashes, commitments and tokens; with password.h, stream.h and box.h the only user of libsodium.
 *
 *     if (!seal_ready(why)) return false;                      (once, at start)
 *     struct seal_hash hash = seal_sha256(bytes);
 *     struct text shown = seal_hex(arena, hash.bytes, sizeof hash.bytes);
 *
 * Nothing here draws random bytes: they are given (world_random), so that tests and
 * the sample repeat. Texts are made in the arena given.
 */
#pragma once

#include "base/failure.h"
#include "base/text.h"

enum {
    SEAL_HASH_BYTES = 32,
    SEAL_NONCE_BYTES = 32,
    SEAL_TOKEN_BYTES = 32, /* 43 characters as base64url */
    SEAL_MARK_LETTERS = 20, /* 80 bits of a hash: told apart among millions, and short enough to be read out */
};

struct seal_hash {
    uint8_t bytes[SEAL_HASH_BYTES];
};

/* Wakes the library; may be called again. FAILURE_BROKEN when it cannot be used. */
MUST_CHECK bool seal_ready(struct failure *why);

/* SHA-256 (FIPS 180-4), at once or in pieces. */
struct seal_hash seal_sha256(struct text bytes);

struct seal_sha256 {
    _Alignas(16) uint8_t state[128];
};
void seal_sha256_init(struct seal_sha256 *hashing);
void seal_sha256_add(struct seal_sha256 *hashing, struct text bytes);
struct seal_hash seal_sha256_end(struct seal_sha256 *hashing); /* init again before more */

/*
 * What a leaf of the journal says of a body without showing it: SHA-256 over
 *     "danvan commitment 1" NUL, length of nonce (8 bytes, big-endian), nonce, length of body (8), body.
 * Without the nonce nobody can try bodies against it. docs/journal.md has vectors.
 */
struct seal_nonce {
    uint8_t bytes[SEAL_NONCE_BYTES];
};
struct seal_hash seal_commitment(struct text body, const struct seal_nonce *nonce);

/* BLAKE2b-256 under a key (RFC 7693): without the key nobody finds by trying what bytes it was made of. */
struct seal_hash seal_keyed(const uint8_t key[SEAL_HASH_BYTES], struct text bytes);
/* A hash cut short and written as the letters a–p: no run of digits in it looks like somebody's number. */
struct text seal_mark(struct arena *arena, const struct seal_hash *hash);
bool seal_is_mark(struct text text);

/* Equal, in a time that tells nothing of where they differ. */
bool seal_same_hash(const struct seal_hash *a, const struct seal_hash *b);
bool seal_same(struct text a, struct text b); /* the lengths may show */

/* A secret for a cookie or a form, from SEAL_TOKEN_BYTES random bytes: base64url, no padding. */
struct text seal_token(struct arena *arena, const uint8_t random[SEAL_TOKEN_BYTES]);

/* Lower-case hex; base64 with padding; base64url without. Readers refuse anything else, and a wrong length. */
struct text seal_hex(struct arena *arena, const void *bytes, size_t length);
struct text seal_base64(struct arena *arena, const void *bytes, size_t length);
struct text seal_base64url(struct arena *arena, const void *bytes, size_t length);
MUST_CHECK bool seal_hex_read(struct text hex, void *bytes, size_t length);
MUST_CHECK bool seal_base64_read(struct arena *arena, struct text base64, struct text *bytes);
MUST_CHECK bool seal_base64url_read(struct arena *arena, struct text base64url, struct text *bytes);

/* Overwrites a secret, also where a compiler would drop it. */
void seal_forget(void *bytes, size_t length);
