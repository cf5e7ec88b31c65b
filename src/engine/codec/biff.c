/* biff.c — records and their continuations, letters of one or two bytes, numbers in four. */
#include "engine/codec/biff_inside.h"

#include "engine/codec/little_inside.h"

#include <string.h>

bool biff_next(struct biff *biff)
{
    size_t left = biff->at < biff->stream.length ? biff->stream.length - biff->at : 0;
    if (left == 0 || biff->torn)
        return false;
    size_t length = left >= BIFF_HEADER_BYTES ? little_u16(biff->stream, biff->at + 2) : 0;
    if (left < BIFF_HEADER_BYTES + length) {
        biff->torn = true;
        return false;
    }
    biff->start = biff->at;
    biff->id = little_u16(biff->stream, biff->at);
    biff->body = text_part(biff->stream, biff->at + BIFF_HEADER_BYTES, length);
    biff->at += BIFF_HEADER_BYTES + length;
    return true;
}

uint32_t biff_ahead(const struct biff *biff)
{
    bool there = biff->at < biff->stream.length && biff->stream.length - biff->at >= BIFF_HEADER_BYTES;
    return there ? little_u16(biff->stream, biff->at) : 0;
}

static bool torn(struct biff *biff)
{
    biff->torn = true;
    return false;
}

/* Goes on in the next record when this one is used up. The record keeps its id. */
static bool body_is_there(struct biff *biff)
{
    uint32_t id = biff->id;
    while (biff->body.length == 0) {
        bool more = biff_ahead(biff) == BIFF_CONTINUE && biff_next(biff);
        biff->id = id;
        if (!more)
            return torn(biff);
    }
    return true;
}

bool biff_take(struct arena *arena, struct biff *biff, size_t count, struct text *bytes)
{
    if (biff->body.length >= count) {
        *bytes = text_part(biff->body, 0, count);
        biff->body = text_from(biff->body, count);
        return true;
    }
    if (count > biff->stream.length)
        return torn(biff);
    char *whole = arena_make(arena, count);
    size_t length = 0;
    while (length < count) {
        if (!body_is_there(biff))
            return false;
        struct text part = text_part(biff->body, 0, count - length);
        memcpy(whole + length, part.bytes, part.length);
        length += part.length;
        biff->body = text_from(biff->body, part.length);
    }
    *bytes = (struct text){whole, count};
    return true;
}

bool biff_skip(struct biff *biff, size_t count)
{
    while (count > 0) {
        if (!body_is_there(biff))
            return false;
        size_t step = count < biff->body.length ? count : biff->body.length;
        biff->body = text_from(biff->body, step);
        count -= step;
    }
    return true;
}

/* ---- texts ---- */

/* UTF-16 being written as UTF-8. */
struct writing {
    char *out;
    int32_t high; /* the first half of a pair, waiting for the second; 0 for none */
};

static const int32_t REPLACEMENT = 0xFFFD;

static void point_put(struct writing *writing, int32_t point)
{
    writing->out += text_point_write(point == 0 ? REPLACEMENT : point, writing->out);
}

static void unit_put(struct writing *writing, int32_t unit)
{
    bool low = unit >= 0xDC00 && unit <= 0xDFFF;
    if (low && writing->high != 0) {
        point_put(writing, 0x10000 + ((writing->high - 0xD800) << 10) + (unit - 0xDC00));
        writing->high = 0;
        return;
    }
    if (writing->high != 0)
        point_put(writing, REPLACEMENT);
    writing->high = unit >= 0xD800 && unit <= 0xDBFF ? unit : 0;
    if (writing->high == 0)
        point_put(writing, low ? REPLACEMENT : unit);
}

/* Letters up to the end of the text or of the record; how many were there. */
static size_t units_put(struct writing *writing, struct biff *biff, size_t units, bool two_bytes)
{
    size_t width = two_bytes ? 2 : 1, count = biff->body.length / width;
    if (count > units)
        count = units;
    for (size_t i = 0; i < count; i++)
        unit_put(writing, (int32_t)(two_bytes ? little_u16(biff->body, i * 2) : little_u8(biff->body, i)));
    biff->body = text_from(biff->body, count * width);
    return count;
}

/* The letters behind the byte of flags. At each border that byte comes again. */
static bool units_read(struct arena *arena, struct biff *biff, size_t units, uint32_t flags,
                       struct text *text)
{
    if (units > BIFF_TEXT_MAX)
        return torn(biff);
    char *bytes = arena_make(arena, units * 3 + 4);
    struct writing writing = {.out = bytes};
    for (size_t left = units; left > 0;) {
        left -= units_put(&writing, biff, left, (flags & 1) != 0);
        if (left == 0)
            break;
        biff->body = (struct text){0}; /* half a letter at the border belongs to no text */
        if (!body_is_there(biff))
            return false;
        flags = little_u8(biff->body, 0);
        biff->body = text_from(biff->body, 1);
    }
    if (writing.high != 0)
        point_put(&writing, REPLACEMENT);
    return text_normalise(arena, (struct text){bytes, (size_t)(writing.out - bytes)}, text) || torn(biff);
}

bool biff_text(struct arena *arena, struct biff *biff, size_t units, struct text *text)
{
    struct text flags;
    return biff_take(arena, biff, 1, &flags) && units_read(arena, biff, units, little_u8(flags, 0), text);
}

bool biff_rich_text(struct arena *arena, struct biff *biff, struct text *text)
{
    enum { READINGS = 4, RUNS = 8, RUN_BYTES = 4 };
    struct text head, number;
    size_t aside = 0;
    if (!biff_take(arena, biff, 3, &head))
        return false;
    uint32_t flags = little_u8(head, 2);
    if ((flags & RUNS) != 0) {
        if (!biff_take(arena, biff, 2, &number))
            return false;
        aside += little_u16(number, 0) * (size_t)RUN_BYTES;
    }
    if ((flags & READINGS) != 0) {
        if (!biff_take(arena, biff, 4, &number))
            return false;
        aside += little_u32(number, 0);
    }
    return units_read(arena, biff, little_u16(head, 0), flags, text) && biff_skip(biff, aside);
}

/* ---- numbers ---- */

double biff_rk(uint32_t bits)
{
    enum { HUNDREDTHS = 1, WHOLE = 2 };
    double number;
    uint64_t high = (uint64_t)(bits & ~3u) << 32;
    memcpy(&number, &high, sizeof number);
    if ((bits & WHOLE) != 0)
        number = (double)((int32_t)(bits & ~3u) / 4);
    return (bits & HUNDREDTHS) != 0 ? number / 100 : number;
}
