/*
 * stream.h — a file of any length under a passphrase: sealed piece by piece, opened piece by piece.
 *
 *     uint8_t head[SEAL_HEAD_BYTES], out[SEAL_PIECE_SEALED];
 *     if (!seal_stream_begin(&stream, passphrase, random, head, why)) …                 (the head is written first)
 *     size_t length = seal_stream_push(&stream, piece, is_last, out);                    (for each SEAL_PIECE bytes)
 *
 *     if (!seal_stream_open(&stream, passphrase, head, why)) …
 *     if (!seal_stream_pull(&stream, sealed, out, &length, &is_last, why)) …             (for each SEAL_PIECE_SEALED bytes)
 *
 * libsodium's secretstream (XChaCha20-Poly1305); the key is argon2id of the passphrase with a salt of its own, 64 MiB and
 * three passes. No piece can be changed, left out, doubled or put elsewhere, and the last one says that it is the last:
 * FAILURE_INVALID otherwise, as with a wrong passphrase, which cannot be told from it. The random bytes are given; never
 * the same twice. One use each way; seal_stream_end forgets the key.
 */
#pragma once

#include "base/failure.h"
#include "base/text.h"

enum {
    SEAL_PIECE = 64 * 1024,
    SEAL_PIECE_SEALED = SEAL_PIECE + 17,
    SEAL_RANDOM_BYTES = 16 + 24,                    /* the salt and the stream's beginning */
    SEAL_HEAD_BYTES = 16 + SEAL_RANDOM_BYTES,       /* "danvan sealed 1" NUL before them */
    SEAL_PASSPHRASE_LEAST = 12,                     /* bytes; fewer are FAILURE_INVALID when sealing */
};

struct seal_stream {
    _Alignas(16) uint8_t state[64];
};

MUST_CHECK bool seal_stream_begin(struct seal_stream *stream, struct text passphrase, const uint8_t random[SEAL_RANDOM_BYTES],
                                  uint8_t head[SEAL_HEAD_BYTES], struct failure *why);
/* At most SEAL_PIECE bytes, only the last piece fewer; the number of bytes put into `out`. */
size_t seal_stream_push(struct seal_stream *stream, struct text piece, bool last, uint8_t out[SEAL_PIECE_SEALED]);

MUST_CHECK bool seal_stream_open(struct seal_stream *stream, struct text passphrase, const uint8_t head[SEAL_HEAD_BYTES],
                                 struct failure *why);
MUST_CHECK bool seal_stream_pull(struct seal_stream *stream, struct text sealed, uint8_t out[SEAL_PIECE], size_t *length, bool *last,
                                 struct failure *why);

void seal_stream_end(struct seal_stream *stream);
