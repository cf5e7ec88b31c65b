/*
 * seal.c — hashes, commitments, tokens and their texts.
 */
#include "engine/seal/seal.h"

#include <sodium.h>
#include <string.h>

_Static_assert(sizeof(struct crypto_hash_sha256_state) <= sizeof(struct seal_sha256), "the library's state fits in ours");
_Static_assert(crypto_hash_sha256_BYTES == SEAL_HASH_BYTES, "SHA-256 has 32 bytes");

bool seal_ready(struct failure *why)
{
    if (sodium_init() < 0)
        return FAIL(why, FAILURE_BROKEN, "libsodium does not start");
    return true;
}

static const unsigned char *octets(struct text bytes)
{
    return (const unsigned char *)bytes.bytes;
}

struct seal_hash seal_sha256(struct text bytes)
{
    struct seal_hash hash;
    crypto_hash_sha256(hash.bytes, octets(bytes), bytes.length);
    return hash;
}

/* The library's state goes in and out by copy: ours is bytes, so that no header of ours names sodium.h. */
void seal_sha256_init(struct seal_sha256 *hashing)
{
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    memcpy(hashing->state, &state, sizeof state);
}

void seal_sha256_add(struct seal_sha256 *hashing, struct text bytes)
{
    crypto_hash_sha256_state state;
    memcpy(&state, hashing->state, sizeof state);
    crypto_hash_sha256_update(&state, octets(bytes), bytes.length);
    memcpy(hashing->state, &state, sizeof state);
}

struct seal_hash seal_sha256_end(struct seal_sha256 *hashing)
{
    struct seal_hash hash;
    crypto_hash_sha256_state state;
    memcpy(&state, hashing->state, sizeof state);
    crypto_hash_sha256_final(&state, hash.bytes);
    seal_forget(hashing, sizeof *hashing);
    return hash;
}

static void add_length(struct seal_sha256 *hashing, uint64_t length)
{
    char bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = (char)(length >> (56 - 8 * i));
    seal_sha256_add(hashing, (struct text){bytes, sizeof bytes});
}

struct seal_hash seal_commitment(struct text body, const struct seal_nonce *nonce)
{
    static const char domain[] = "danvan commitment 1"; /* its NUL is part of it */
    struct seal_sha256 hashing;
    seal_sha256_init(&hashing);
    seal_sha256_add(&hashing, (struct text){domain, sizeof domain});
    add_length(&hashing, SEAL_NONCE_BYTES);
    seal_sha256_add(&hashing, (struct text){(const char *)nonce->bytes, SEAL_NONCE_BYTES});
    add_length(&hashing, body.length);
    seal_sha256_add(&hashing, body);
    return seal_sha256_end(&hashing);
}

bool seal_same_hash(const struct seal_hash *a, const struct seal_hash *b)
{
    return sodium_memcmp(a->bytes, b->bytes, SEAL_HASH_BYTES) == 0;
}

bool seal_same(struct text a, struct text b)
{
    return a.length == b.length && (a.length == 0 || sodium_memcmp(a.bytes, b.bytes, a.length) == 0);
}

struct text seal_hex(struct arena *arena, const void *bytes, size_t length)
{
    char *hex = arena_make(arena, length * 2 + 1);
    sodium_bin2hex(hex, length * 2 + 1, bytes, length);
    return (struct text){hex, length * 2};
}

static struct text base64(struct arena *arena, const void *bytes, size_t length, int variant)
{
    size_t room = sodium_base64_encoded_len(length, variant);
    char *made = arena_make(arena, room);
    sodium_bin2base64(made, room, bytes, length, variant);
    return text_of(made);
}

struct text seal_base64(struct arena *arena, const void *bytes, size_t length)
{
    return base64(arena, bytes, length, sodium_base64_VARIANT_ORIGINAL);
}

struct text seal_base64url(struct arena *arena, const void *bytes, size_t length)
{
    return base64(arena, bytes, length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

struct text seal_token(struct arena *arena, const uint8_t random[SEAL_TOKEN_BYTES])
{
    return seal_base64url(arena, random, SEAL_TOKEN_BYTES);
}

bool seal_hex_read(struct text hex, void *bytes, size_t length)
{
    if (hex.length != length * 2)
        return false;
    for (size_t i = 0; i < hex.length; i++)
        if (memchr("0123456789abcdef", hex.bytes[i], 16) == NULL)
            return false;
    size_t read = 0;
    return sodium_hex2bin(bytes, length, hex.bytes, hex.length, NULL, &read, NULL) == 0 && read == length;
}

static bool base64_read(struct arena *arena, struct text base64, int variant, struct text *bytes)
{
    size_t room = base64.length / 4 * 3 + 3;
    unsigned char *made = arena_make(arena, room);
    size_t length = 0;
    if (base64.length > 0 &&
        sodium_base642bin(made, room, base64.bytes, base64.length, NULL, &length, NULL, variant) != 0)
        return false;
    *bytes = (struct text){(const char *)made, length};
    return true;
}

bool seal_base64_read(struct arena *arena, struct text base64, struct text *bytes)
{
    return base64_read(arena, base64, sodium_base64_VARIANT_ORIGINAL, bytes);
}

bool seal_base64url_read(struct arena *arena, struct text base64url, struct text *bytes)
{
    return base64_read(arena, base64url, sodium_base64_VARIANT_URLSAFE_NO_PADDING, bytes);
}

void seal_forget(void *bytes, size_t length)
{
    sodium_memzero(bytes, length);
}

/* ---- under a key ---- */

struct seal_hash seal_keyed(const uint8_t key[SEAL_HASH_BYTES], struct text bytes)
{
    struct seal_hash hash;
    int done = crypto_generichash(hash.bytes, sizeof hash.bytes, (const uint8_t *)bytes.bytes, bytes.length, key, SEAL_HASH_BYTES);
    REQUIRE(done == 0);
    return hash;
}

struct text seal_mark(struct arena *arena, const struct seal_hash *hash)
{
    char *letters = arena_make(arena, SEAL_MARK_LETTERS);
    for (size_t i = 0; i < SEAL_MARK_LETTERS; i++)
        letters[i] = (char)('a' + (hash->bytes[i / 2] >> (i % 2 == 0 ? 4 : 0) & 15));
    return (struct text){letters, SEAL_MARK_LETTERS};
}

bool seal_is_mark(struct text text)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.bytes[i] < 'a' || text.bytes[i] > 'p')
            return false;
    return text.length == SEAL_MARK_LETTERS;
}
