/* box.c — key pairs, sealed keys, boxes and the paper form of a key; docs/sealing.md describes the bytes. */
#include "engine/seal/box.h"

#include "base/arena.h"
#include "engine/seal/seal.h"

#include <sodium.h>
#include <string.h>

enum { VERSION = 1, TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES, HEAD = 1 + BOX_SEALED_KEY + BOX_NONCE };

_Static_assert(BOX_KEY_BYTES == crypto_box_PUBLICKEYBYTES && BOX_KEY_BYTES == crypto_box_SECRETKEYBYTES, "a key of X25519");
_Static_assert(BOX_SEALED_KEY == BOX_KEY_BYTES + crypto_box_SEALBYTES, "what sealing adds to a key");
_Static_assert(BOX_NONCE == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, "the nonce of XChaCha20");
_Static_assert(BOX_WRAPPED_KEY == BOX_NONCE + BOX_KEY_BYTES + TAG, "a wrapped key");

struct box_pair box_pair_of(const struct box_key *secret)
{
    struct box_pair pair = {.secret = *secret};
    REQUIRE(crypto_scalarmult_base(pair.open.bytes, secret->bytes) == 0);
    return pair;
}

struct box_pair box_pair_make(const uint8_t random[BOX_KEY_BYTES])
{
    struct box_key secret;
    memcpy(secret.bytes, random, sizeof secret.bytes);
    struct box_pair pair = box_pair_of(&secret);
    seal_forget(&secret, sizeof secret);
    return pair;
}

struct text box_key_text(const struct box_key *key)
{
    return (struct text){(const char *)key->bytes, sizeof key->bytes};
}

bool box_key_read(struct text bytes, struct box_key *key)
{
    if (bytes.length != sizeof key->bytes)
        return false;
    memcpy(key->bytes, bytes.bytes, sizeof key->bytes);
    return true;
}

static const uint8_t *bytes_of(struct text text)
{
    return (const uint8_t *)text.bytes;
}

/* ---- keys sealed to a pair: crypto_box_seal, but for the random bytes, which are given ---- */

static void seal_nonce(const uint8_t *ephemeral, const uint8_t *to, uint8_t nonce[crypto_box_NONCEBYTES])
{
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, crypto_box_NONCEBYTES);
    crypto_generichash_update(&state, ephemeral, crypto_box_PUBLICKEYBYTES);
    crypto_generichash_update(&state, to, crypto_box_PUBLICKEYBYTES);
    crypto_generichash_final(&state, nonce, crypto_box_NONCEBYTES);
}

static void seal_key(uint8_t out[BOX_SEALED_KEY], const struct box_key *to, const struct box_key *key, const uint8_t *random)
{
    struct box_pair ephemeral = box_pair_make(random);
    uint8_t nonce[crypto_box_NONCEBYTES];
    seal_nonce(ephemeral.open.bytes, to->bytes, nonce);
    memcpy(out, ephemeral.open.bytes, BOX_KEY_BYTES);
    /* Refused only for a public key that is none: those we keep come from pairs we made. */
    REQUIRE(crypto_box_easy(out + BOX_KEY_BYTES, key->bytes, sizeof key->bytes, nonce, to->bytes, ephemeral.secret.bytes) == 0);
    seal_forget(&ephemeral, sizeof ephemeral);
}

static bool unseal_key(const struct box_pair *pair, const uint8_t *sealed, struct box_key *key)
{
    return crypto_box_seal_open(key->bytes, sealed, BOX_SEALED_KEY, pair->open.bytes, pair->secret.bytes) == 0;
}

struct text box_key_seal(struct arena *arena, const struct box_key *to, const struct box_key *key, const uint8_t random[BOX_KEY_BYTES])
{
    uint8_t *out = arena_make(arena, BOX_SEALED_KEY);
    seal_key(out, to, key, random);
    return (struct text){(const char *)out, BOX_SEALED_KEY};
}

bool box_key_unseal(const struct box_pair *pair, struct text sealed, struct box_key *key)
{
    return sealed.length == BOX_SEALED_KEY && unseal_key(pair, bytes_of(sealed), key);
}

/* ---- a key under a key ---- */

struct text box_key_wrap(struct arena *arena, const struct box_key *under, struct text about, const struct box_key *key,
                         const uint8_t random[BOX_NONCE])
{
    uint8_t *out = arena_make(arena, BOX_WRAPPED_KEY);
    memcpy(out, random, BOX_NONCE);
    REQUIRE(crypto_aead_xchacha20poly1305_ietf_encrypt(out + BOX_NONCE, NULL, key->bytes, sizeof key->bytes, bytes_of(about), about.length,
                                                       NULL, out, under->bytes) == 0);
    return (struct text){(const char *)out, BOX_WRAPPED_KEY};
}

bool box_key_unwrap(const struct box_key *under, struct text about, struct text wrapped, struct box_key *key)
{
    const uint8_t *in = bytes_of(wrapped);
    return wrapped.length == BOX_WRAPPED_KEY &&
           crypto_aead_xchacha20poly1305_ietf_decrypt(key->bytes, NULL, NULL, in + BOX_NONCE, BOX_WRAPPED_KEY - BOX_NONCE, bytes_of(about),
                                                      about.length, in, under->bytes) == 0;
}

/* ---- boxes: version, the key sealed to the pair, nonce, padded content ---- */

struct text box_close(struct arena *arena, const struct box_key *to, struct text about, struct text content, const uint8_t random[BOX_RANDOM])
{
    size_t padded = (content.length / BOX_STEP + 1) * BOX_STEP, length = HEAD + padded + TAG;
    uint8_t *out = arena_make(arena, length), *plain = arena_make(arena, padded);
    struct box_key key;
    REQUIRE(content.length <= BOX_CONTENT_MAX);
    memcpy(key.bytes, random, sizeof key.bytes);
    if (content.length > 0)
        memcpy(plain, content.bytes, content.length);
    plain[content.length] = 0x80; /* ISO/IEC 7816-4: then zeros, which the arena gives */
    out[0] = VERSION;
    seal_key(out + 1, to, &key, random + BOX_KEY_BYTES);
    memcpy(out + 1 + BOX_SEALED_KEY, random + 2 * BOX_KEY_BYTES, BOX_NONCE);
    REQUIRE(crypto_aead_xchacha20poly1305_ietf_encrypt(out + HEAD, NULL, plain, padded, bytes_of(about), about.length, NULL,
                                                       out + 1 + BOX_SEALED_KEY, key.bytes) == 0);
    seal_forget(&key, sizeof key);
    seal_forget(plain, padded);
    return (struct text){(const char *)out, length};
}

bool box_open(struct arena *arena, const struct box_pair *pair, struct text about, struct text box, struct text *content)
{
    const uint8_t *in = bytes_of(box);
    struct box_key key;
    size_t length = 0;
    if (box.length < HEAD + BOX_STEP + TAG || box.length > HEAD + BOX_CONTENT_MAX + BOX_STEP + TAG || in[0] != VERSION ||
        !unseal_key(pair, in + 1, &key))
        return false;
    size_t padded = box.length - HEAD - TAG;
    uint8_t *plain = arena_make(arena, padded);
    bool whole = crypto_aead_xchacha20poly1305_ietf_decrypt(plain, NULL, NULL, in + HEAD, padded + TAG, bytes_of(about), about.length,
                                                            in + 1 + BOX_SEALED_KEY, key.bytes) == 0;
    seal_forget(&key, sizeof key);
    if (!whole || sodium_unpad(&length, plain, padded, BOX_STEP) != 0)
        return false;
    *content = (struct text){(const char *)plain, length};
    return true;
}

/* ---- halves, and paper ---- */

void box_key_halve(const struct box_key *key, const uint8_t random[BOX_KEY_BYTES], struct box_key halves[2])
{
    memcpy(halves[0].bytes, random, BOX_KEY_BYTES);
    for (size_t i = 0; i < BOX_KEY_BYTES; i++)
        halves[1].bytes[i] = (uint8_t)(key->bytes[i] ^ random[i]);
}

void box_key_join(const struct box_key halves[2], struct box_key *key)
{
    for (size_t i = 0; i < BOX_KEY_BYTES; i++)
        key->bytes[i] = (uint8_t)(halves[0].bytes[i] ^ halves[1].bytes[i]);
}

enum { CHECK_BYTES = 2, PAPER_BYTES = 1 + BOX_KEY_BYTES + CHECK_BYTES, PAPER_LETTERS = BOX_PAPER_GROUPS * 4 };
_Static_assert(PAPER_BYTES * 8 == PAPER_LETTERS * 5, "35 bytes are 56 letters of five bits");

static const char LETTERS[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; /* Crockford's: no I, L, O, U */

static void put_check(uint8_t bytes[PAPER_BYTES])
{
    static const char words[] = "danvan paper 1"; /* with its NUL */
    struct seal_sha256 hashing;
    seal_sha256_init(&hashing);
    seal_sha256_add(&hashing, (struct text){words, sizeof words});
    seal_sha256_add(&hashing, (struct text){(const char *)bytes, PAPER_BYTES - CHECK_BYTES});
    struct seal_hash hash = seal_sha256_end(&hashing);
    memcpy(bytes + PAPER_BYTES - CHECK_BYTES, hash.bytes, CHECK_BYTES);
}

struct text box_paper_write(struct arena *arena, int half, const struct box_key *key)
{
    uint8_t bytes[PAPER_BYTES] = {(uint8_t)half};
    char *out = arena_make(arena, PAPER_LETTERS + BOX_PAPER_GROUPS);
    size_t length = 0;
    memcpy(bytes + 1, key->bytes, BOX_KEY_BYTES);
    put_check(bytes);
    for (size_t letter = 0; letter < PAPER_LETTERS; letter++) {
        size_t bit = letter * 5;
        unsigned pair = (unsigned)bytes[bit / 8] << 8 | (bit / 8 + 1 < PAPER_BYTES ? bytes[bit / 8 + 1] : 0u);
        if (letter > 0 && letter % 4 == 0)
            out[length++] = ' ';
        out[length++] = LETTERS[pair >> (11 - bit % 8) & 31];
    }
    seal_forget(bytes, sizeof bytes);
    return (struct text){out, length};
}

/* -1: no letter of ours. */
static int letter_value(char c)
{
    if (c >= 'a' && c <= 'z')
        c = (char)(c - 'a' + 'A');
    c = c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
    const char *found = c == '\0' ? NULL : memchr(LETTERS, c, sizeof LETTERS - 1);
    return found ? (int)(found - LETTERS) : -1;
}

static bool between_groups(char c)
{
    return c == ' ' || c == '-' || c == '.' || c == '\n' || c == '\r' || c == '\t';
}

bool box_paper_read(struct text paper, int *half, struct box_key *key)
{
    uint8_t bytes[PAPER_BYTES] = {0}, checked[PAPER_BYTES];
    size_t letters = 0;
    for (size_t i = 0; i < paper.length; i++) {
        int value = letter_value(paper.bytes[i]);
        if (value < 0 && between_groups(paper.bytes[i]))
            continue;
        if (value < 0 || letters == PAPER_LETTERS)
            return false;
        for (int bit = 4; bit >= 0; bit--) {
            size_t at = letters * 5 + (size_t)(4 - bit);
            bytes[at / 8] = (uint8_t)(bytes[at / 8] | ((value >> bit & 1) << (7 - at % 8)));
        }
        letters++;
    }
    memcpy(checked, bytes, sizeof checked);
    put_check(checked);
    if (letters != PAPER_LETTERS || memcmp(checked, bytes, sizeof bytes) != 0 || bytes[0] < 1 || bytes[0] > 2)
        return false;
    *half = bytes[0];
    memcpy(key->bytes, bytes + 1, BOX_KEY_BYTES);
    seal_forget(bytes, sizeof bytes);
    seal_forget(checked, sizeof checked);
    return true;
}
