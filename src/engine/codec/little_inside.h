/* little_inside.h — whole numbers as the little-endian formats write them. The caller has checked that they are there. */
#pragma once

#include "base/text.h"

static inline uint32_t little_u8(struct text bytes, size_t at)
{
    return (unsigned char)bytes.bytes[at];
}

static inline uint32_t little_u16(struct text bytes, size_t at)
{
    return little_u8(bytes, at) | little_u8(bytes, at + 1) << 8;
}

static inline uint32_t little_u32(struct text bytes, size_t at)
{
    return little_u16(bytes, at) | little_u16(bytes, at + 2) << 16;
}

static inline uint64_t little_u64(struct text bytes, size_t at)
{
    return little_u32(bytes, at) | (uint64_t)little_u32(bytes, at + 4) << 32;
}
