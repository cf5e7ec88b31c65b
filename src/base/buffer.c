/* buffer.c — bytes that grow by doubling, up to their ceiling. */
#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM_FIRST = 256 };

void buffer_init(struct buffer *buffer, size_t ceiling)
{
    *buffer = (struct buffer){.ceiling = ceiling};
}

void buffer_clear(struct buffer *buffer)
{
    free(buffer->bytes);
    buffer_init(buffer, buffer->ceiling);
}

void buffer_rewind(struct buffer *buffer)
{
    buffer->length = 0;
    buffer->full = false;
}

/* Room for `more` bytes, or the buffer is full. */
static bool buffer_grow(struct buffer *buffer, size_t more)
{
    if (buffer->full || more > buffer->ceiling - buffer->length) {
        buffer->full = true;
        return false;
    }
    size_t wanted = buffer->length + more;
    if (wanted <= buffer->room)
        return true;
    size_t room = buffer->room == 0 ? ROOM_FIRST : buffer->room;
    while (room < wanted)
        room = room > buffer->ceiling / 2 ? buffer->ceiling : room * 2;
    char *bytes = realloc(buffer->bytes, room);
    REQUIRE(bytes != NULL);
    buffer->bytes = bytes;
    buffer->room = room;
    return true;
}

void buffer_add_bytes(struct buffer *buffer, const void *bytes, size_t length)
{
    if (length == 0 || !buffer_grow(buffer, length))
        return;
    memcpy(buffer->bytes + buffer->length, bytes, length);
    buffer->length += length;
}

void buffer_add(struct buffer *buffer, struct text text)
{
    buffer_add_bytes(buffer, text.bytes, text.length);
}

void buffer_add_char(struct buffer *buffer, char c)
{
    if (buffer_grow(buffer, 1))
        buffer->bytes[buffer->length++] = c;
}

void buffer_add_format(struct buffer *buffer, const char *format, ...)
{
    char small[256];
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(small, sizeof small, format, arguments);
    va_end(arguments);
    REQUIRE(length >= 0);
    size_t size = (size_t)length;
    if (size < sizeof small) {
        buffer_add_bytes(buffer, small, size);
    } else if (size <= buffer->ceiling) {
        char *large = malloc(size + 1); /* vsnprintf wants one byte more than the ceiling may hold */
        REQUIRE(large != NULL);
        vsnprintf(large, size + 1, format, again);
        buffer_add_bytes(buffer, large, size);
        free(large);
    } else {
        buffer->full = true;
    }
    va_end(again);
}

void buffer_add_int64(struct buffer *buffer, int64_t number)
{
    char digits[20];
    size_t at = sizeof digits;
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (number < 0)
        digits[--at] = '-';
    buffer_add_bytes(buffer, digits + at, sizeof digits - at);
}

static void add_big_endian(struct buffer *buffer, uint64_t number, size_t size)
{
    unsigned char bytes[8];
    for (size_t i = 0; i < size; i++)
        bytes[i] = (unsigned char)(number >> (8 * (size - 1 - i)));
    buffer_add_bytes(buffer, bytes, size);
}

void buffer_add_u8(struct buffer *buffer, uint8_t number)
{
    add_big_endian(buffer, number, 1);
}

void buffer_add_u16(struct buffer *buffer, uint16_t number)
{
    add_big_endian(buffer, number, 2);
}

void buffer_add_u32(struct buffer *buffer, uint32_t number)
{
    add_big_endian(buffer, number, 4);
}

void buffer_add_u64(struct buffer *buffer, uint64_t number)
{
    add_big_endian(buffer, number, 8);
}

bool buffer_ok(const struct buffer *buffer, struct failure *why)
{
    if (buffer->full)
        return FAIL(why, FAILURE_TOO_BIG, "more than %zu bytes", buffer->ceiling);
    return true;
}

struct text buffer_text(const struct buffer *buffer)
{
    return (struct text){buffer->bytes, buffer->length};
}
