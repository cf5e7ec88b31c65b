/*
 * password.h — what is kept of a password: argon2id, 19 MiB, two passes (OWASP's least).
 *
 * Kept is one line that names its own cost, so that a later cost reads old lines:
 *
 *     $argon2id$v=19$m=19456,t=2,p=1$SALT$HASH        (both base64 without padding)
 *
 * One hash takes 19 MiB and about 25 ms. The server never calls this from a
 * request: password_queue.h lets one through at a time.
 */
#pragma once

#include "base/failure.h"
#include "base/text.h"

enum {
    PASSWORD_SALT_BYTES = 16,
    PASSWORD_BYTES_MAX = 1024, /* a longer password is FAILURE_INVALID, never cut */
    PASSWORD_LINE_MAX = 128,
    PASSWORD_KEY_BYTES = 32,
};

struct password_line {
    char bytes[PASSWORD_LINE_MAX]; /* ends in NUL */
};

/* The salt is given (world_random), PASSWORD_SALT_BYTES of it. */
MUST_CHECK bool password_hash(struct text password, const uint8_t salt[PASSWORD_SALT_BYTES],
                              struct password_line *line, struct failure *why);

/* `*right` says whether the password made the line. FAILURE_INVALID when the line is not one
 * of ours, or asks for more memory or passes than we ever wrote. */
MUST_CHECK bool password_verify(struct text password, struct text line, bool *right, struct failure *why);

/* A key of a passphrase, at the same cost, for what only its holder may open (box.h). Nothing is kept to compare it with. */
MUST_CHECK bool password_key(struct text passphrase, const uint8_t salt[PASSWORD_SALT_BYTES], uint8_t key[PASSWORD_KEY_BYTES],
                             struct failure *why);
