/*
 * password.c — argon2id and the line that is kept of it.
 */
#include "engine/seal/password.h"

#include "engine/seal/seal.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum {
    MEMORY_KIB = 19 * 1024, /* OWASP Password Storage Cheat Sheet: m=19456, t=2, p=1 */
    PASSES = 2,
    MEMORY_KIB_MAX = 64 * 1024, /* a line asking for more was not written by us */
    PASSES_MAX = 8,
    HASH_BYTES = 32,
};

_Static_assert(crypto_pwhash_argon2id_SALTBYTES == PASSWORD_SALT_BYTES, "argon2id takes our salt");

struct cost {
    int64_t memory_kib;
    int64_t passes;
};

static bool compute(struct text password, const uint8_t *salt, struct cost cost, uint8_t hash[HASH_BYTES],
                    struct failure *why)
{
    if (password.length > PASSWORD_BYTES_MAX)
        return FAIL(why, FAILURE_INVALID, "the password is longer than %d bytes", PASSWORD_BYTES_MAX);
    if (!seal_ready(why))
        return false;
    const char *bytes = password.length == 0 ? "" : password.bytes;
    if (crypto_pwhash_argon2id(hash, HASH_BYTES, bytes, password.length, salt, (unsigned long long)cost.passes,
                               (size_t)cost.memory_kib * 1024, crypto_pwhash_argon2id_ALG_ARGON2ID13) != 0)
        return FAIL(why, FAILURE_BROKEN, "no memory for argon2id");
    return true;
}

enum { PLAIN = sodium_base64_VARIANT_ORIGINAL_NO_PADDING };

bool password_hash(struct text password, const uint8_t salt[PASSWORD_SALT_BYTES], struct password_line *line,
                   struct failure *why)
{
    uint8_t hash[HASH_BYTES];
    struct cost cost = {MEMORY_KIB, PASSES};
    if (!compute(password, salt, cost, hash, why))
        return false;
    char salt_text[32], hash_text[64];
    sodium_bin2base64(salt_text, sizeof salt_text, salt, PASSWORD_SALT_BYTES, PLAIN);
    sodium_bin2base64(hash_text, sizeof hash_text, hash, HASH_BYTES, PLAIN);
    int length = snprintf(line->bytes, sizeof line->bytes, "$argon2id$v=19$m=%" PRId64 ",t=%" PRId64 ",p=1$%s$%s",
                          cost.memory_kib, cost.passes, salt_text, hash_text);
    REQUIRE(length > 0 && length < PASSWORD_LINE_MAX);
    return true;
}

/* Takes "NAME=NUMBER" off the front; the number from 1 to `most`. */
static bool take_number(struct text *rest, char mark, struct text name, int64_t most, int64_t *number)
{
    struct text part;
    if (!text_next(rest, mark, &part) || !text_starts(part, name))
        return false;
    return text_read_int64(text_from(part, name.length), number) && *number >= 1 && *number <= most;
}

static bool read_bytes(struct text base64, uint8_t *bytes, size_t length)
{
    size_t read = 0;
    return base64.length > 0 &&
           sodium_base642bin(bytes, length, base64.bytes, base64.length, NULL, &read, NULL, PLAIN) == 0 &&
           read == length;
}

static bool read_line(struct text line, struct cost *cost, uint8_t *salt, uint8_t *hash)
{
    static const char head[] = "$argon2id$v=19$";
    struct text rest = line, salt_text;
    int64_t lanes = 0;
    if (!text_starts(line, text_of(head)))
        return false;
    rest = text_from(rest, sizeof head - 1);
    return take_number(&rest, ',', TEXT("m="), MEMORY_KIB_MAX, &cost->memory_kib) && cost->memory_kib >= 8 &&
           take_number(&rest, ',', TEXT("t="), PASSES_MAX, &cost->passes) &&
           take_number(&rest, '$', TEXT("p="), 1, &lanes) && text_next(&rest, '$', &salt_text) &&
           read_bytes(salt_text, salt, PASSWORD_SALT_BYTES) && read_bytes(rest, hash, HASH_BYTES);
}

bool password_verify(struct text password, struct text line, bool *right, struct failure *why)
{
    struct cost cost;
    uint8_t salt[PASSWORD_SALT_BYTES], kept[HASH_BYTES], hash[HASH_BYTES];
    if (!read_line(line, &cost, salt, kept))
        return FAIL(why, FAILURE_INVALID, "what is kept of the password is not a line of ours");
    if (!compute(password, salt, cost, hash, why))
        return false;
    *right = sodium_memcmp(hash, kept, HASH_BYTES) == 0;
    return true;
}

_Static_assert((int)HASH_BYTES == (int)PASSWORD_KEY_BYTES, "a key is as long as a hash");

bool password_key(struct text passphrase, const uint8_t salt[PASSWORD_SALT_BYTES], uint8_t key[PASSWORD_KEY_BYTES], struct failure *why)
{
    return compute(passphrase, salt, (struct cost){MEMORY_KIB, PASSES}, key, why);
}
