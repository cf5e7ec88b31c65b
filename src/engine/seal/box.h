/*
 * box.h — what only the holder of a secret key can read: key pairs, keys sealed to them, boxes, and a key on paper.
 *
 *     struct box_pair pair = box_pair_make(random);                              who has pair.secret reads
 *     struct text box = box_close(arena, &pair.open, about, content, random);    whoever has pair.open writes
 *     if (!box_open(arena, &pair, about, box, &content)) …                       not for this key, of something else, or torn
 *
 * X25519 and XChaCha20-Poly1305 of libsodium; docs/sealing.md has the formats and vectors, which never change. `about` says
 * what a box or wrap belongs to: it is not kept, and what was moved elsewhere does not open there. A box hides the length
 * of its content up to BOX_STEP bytes. All random bytes are given (world_random), never the same twice. seal_ready comes
 * first. Callers overwrite secrets with seal_forget when done.
 */
#pragma once

#include "base/text.h"
#include "base/markers.h"

enum {
    BOX_KEY_BYTES = 32,
    BOX_SEALED_KEY = BOX_KEY_BYTES + 48,   /* a key sealed to a pair: crypto_box_seal */
    BOX_NONCE = 24,
    BOX_WRAPPED_KEY = BOX_NONCE + BOX_KEY_BYTES + 16,
    BOX_RANDOM = BOX_KEY_BYTES + BOX_KEY_BYTES + BOX_NONCE,
    BOX_STEP = 512,
    BOX_CONTENT_MAX = 11 << 20,            /* a scan with its name; more is a bug: callers check */
    BOX_PAPER_GROUPS = 14,                 /* of four letters and digits */
};

struct box_key {
    uint8_t bytes[BOX_KEY_BYTES];
};

struct box_pair {
    struct box_key open, secret; /* `open` may be known to all */
};

struct box_pair box_pair_make(const uint8_t random[BOX_KEY_BYTES]);
struct box_pair box_pair_of(const struct box_key *secret);
struct text box_key_text(const struct box_key *key); /* its bytes, borrowed */
MUST_CHECK bool box_key_read(struct text bytes, struct box_key *key);

/* A key for the holder of a pair; BOX_SEALED_KEY bytes. */
struct text box_key_seal(struct arena *arena, const struct box_key *to, const struct box_key *key, const uint8_t random[BOX_KEY_BYTES]);
MUST_CHECK bool box_key_unseal(const struct box_pair *pair, struct text sealed, struct box_key *key);

/* A key under another key, such as one made of a passphrase (password.h); BOX_WRAPPED_KEY bytes. */
struct text box_key_wrap(struct arena *arena, const struct box_key *under, struct text about, const struct box_key *key,
                         const uint8_t random[BOX_NONCE]);
MUST_CHECK bool box_key_unwrap(const struct box_key *under, struct text about, struct text wrapped, struct box_key *key);

struct text box_close(struct arena *arena, const struct box_key *to, struct text about, struct text content, const uint8_t random[BOX_RANDOM]);
MUST_CHECK bool box_open(struct arena *arena, const struct box_pair *pair, struct text about, struct text box, struct text *content);

/* Two halves: both together are the key, one alone tells nothing of it. */
void box_key_halve(const struct box_key *key, const uint8_t random[BOX_KEY_BYTES], struct box_key halves[2]);
void box_key_join(const struct box_key halves[2], struct box_key *key);

/* Half 1 or 2 as people write it down: "1C7K 09Q4 …", with a checksum. Reading takes small letters, O for 0, I and L for 1,
 * and anything between the groups; false for what is not a half, or was copied wrongly. */
struct text box_paper_write(struct arena *arena, int half, const struct box_key *key);
MUST_CHECK bool box_paper_read(struct text paper, int *half, struct box_key *key);
