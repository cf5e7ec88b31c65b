/*
 * buffer.h — bytes that grow up to a ceiling given at birth.
 *
 *     struct buffer out;
 *     buffer_init(&out, 1 << 20);
 *     buffer_add(&out, TEXT("xin chào"));
 *     if (!buffer_ok(&out, why)) …            (once, at the end)
 *     buffer_clear(&out);
 *
 * Once an addition would pass the ceiling the buffer is "full": it keeps what it
 * has, ignores further additions and buffer_ok says FAILURE_TOO_BIG. So writers
 * add without asking and ask once. Owns its memory until buffer_clear.
 */
#pragma once

#include "base/failure.h"
#include "base/text.h"

struct buffer {
    char *bytes;
    size_t length;
    size_t room;
    size_t ceiling;
    bool full;
};

void buffer_init(struct buffer *buffer, size_t ceiling);
void buffer_clear(struct buffer *buffer);   /* frees; the buffer is empty and usable again */
void buffer_rewind(struct buffer *buffer);  /* empties, keeps the memory */

void buffer_add(struct buffer *buffer, struct text text);
void buffer_add_bytes(struct buffer *buffer, const void *bytes, size_t length);
void buffer_add_char(struct buffer *buffer, char c);
void buffer_add_format(struct buffer *buffer, const char *format, ...) PRINTF_LIKE(2, 3);
void buffer_add_int64(struct buffer *buffer, int64_t number);

/* Big-endian whole numbers, for canonical encodings. */
void buffer_add_u8(struct buffer *buffer, uint8_t number);
void buffer_add_u16(struct buffer *buffer, uint16_t number);
void buffer_add_u32(struct buffer *buffer, uint32_t number);
void buffer_add_u64(struct buffer *buffer, uint64_t number);

MUST_CHECK bool buffer_ok(const struct buffer *buffer, struct failure *why);
struct text buffer_text(const struct buffer *buffer); /* borrows until the next change */

static inline void buffer_closing(struct buffer *buffer)
{
    buffer_clear(buffer);
}
