/* stream.c — secretstream under a key made of a passphrase. */
#include "engine/seal/stream.h"

#include "engine/seal/seal.h"

#include <sodium.h>
#include <string.h>

enum {
    PASSES = 3,
    MEMORY = 64 << 20,
    MAGIC_BYTES = 16,
    SALT_BYTES = 16,
    PASSPHRASE_MAX = 1024,
};

static const char MAGIC[MAGIC_BYTES] = "danvan sealed 1"; /* its NUL is the last byte */

_Static_assert(SEAL_PIECE_SEALED - SEAL_PIECE == crypto_secretstream_xchacha20poly1305_ABYTES, "what sealing adds to a piece");
_Static_assert(SEAL_RANDOM_BYTES == crypto_pwhash_argon2id_SALTBYTES + crypto_secretstream_xchacha20poly1305_HEADERBYTES, "salt and header");
_Static_assert(sizeof(crypto_secretstream_xchacha20poly1305_state) <= sizeof(struct seal_stream), "the state fits");

static crypto_secretstream_xchacha20poly1305_state *state_of(struct seal_stream *stream)
{
    return (crypto_secretstream_xchacha20poly1305_state *)(void *)stream->state;
}

/* Both sides begin alike: what libsodium's own beginning would draw at random is given here. */
static bool begin(struct seal_stream *stream, struct text passphrase, const uint8_t random[SEAL_RANDOM_BYTES], struct failure *why)
{
    uint8_t key[crypto_secretstream_xchacha20poly1305_KEYBYTES];
    const char *bytes = passphrase.length == 0 ? "" : passphrase.bytes;
    if (passphrase.length > PASSPHRASE_MAX)
        return FAIL(why, FAILURE_INVALID, "the passphrase is longer than %d bytes", PASSPHRASE_MAX);
    if (!seal_ready(why))
        return false;
    if (crypto_pwhash_argon2id(key, sizeof key, bytes, passphrase.length, random, PASSES, MEMORY, crypto_pwhash_argon2id_ALG_ARGON2ID13) != 0)
        return FAIL(why, FAILURE_BROKEN, "no memory for argon2id");
    REQUIRE(crypto_secretstream_xchacha20poly1305_init_pull(state_of(stream), random + SALT_BYTES, key) == 0);
    seal_forget(key, sizeof key);
    return true;
}

bool seal_stream_begin(struct seal_stream *stream, struct text passphrase, const uint8_t random[SEAL_RANDOM_BYTES],
                       uint8_t head[SEAL_HEAD_BYTES], struct failure *why)
{
    if (passphrase.length < SEAL_PASSPHRASE_LEAST)
        return FAIL(why, FAILURE_INVALID, "the passphrase is shorter than %d bytes", SEAL_PASSPHRASE_LEAST);
    if (!begin(stream, passphrase, random, why))
        return false;
    memcpy(head, MAGIC, MAGIC_BYTES);
    memcpy(head + MAGIC_BYTES, random, SEAL_RANDOM_BYTES);
    return true;
}

size_t seal_stream_push(struct seal_stream *stream, struct text piece, bool last, uint8_t out[SEAL_PIECE_SEALED])
{
    unsigned long long length = 0;
    uint8_t tag = last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
    REQUIRE(piece.length == SEAL_PIECE || (last && piece.length < SEAL_PIECE));
    REQUIRE(crypto_secretstream_xchacha20poly1305_push(state_of(stream), out, &length, (const uint8_t *)piece.bytes, piece.length, NULL, 0,
                                                       tag) == 0);
    return (size_t)length;
}

bool seal_stream_open(struct seal_stream *stream, struct text passphrase, const uint8_t head[SEAL_HEAD_BYTES], struct failure *why)
{
    if (memcmp(head, MAGIC, MAGIC_BYTES) != 0)
        return FAIL(why, FAILURE_INVALID, "this is no sealed file of danvan");
    return begin(stream, passphrase, head + MAGIC_BYTES, why);
}

bool seal_stream_pull(struct seal_stream *stream, struct text sealed, uint8_t out[SEAL_PIECE], size_t *length, bool *last,
                      struct failure *why)
{
    unsigned long long made = 0;
    uint8_t tag = 0;
    REQUIRE(sealed.length <= SEAL_PIECE_SEALED);
    if (sealed.length < SEAL_PIECE_SEALED - SEAL_PIECE ||
        crypto_secretstream_xchacha20poly1305_pull(state_of(stream), out, &made, &tag, (const uint8_t *)sealed.bytes, sealed.length, NULL,
                                                   0) != 0)
        return FAIL(why, FAILURE_INVALID, "the passphrase is not the one it was sealed with, or the file is torn");
    *length = (size_t)made;
    *last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    return true;
}

void seal_stream_end(struct seal_stream *stream)
{
    seal_forget(stream->state, sizeof stream->state);
}
