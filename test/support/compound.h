/*
 * compound.h — an OLE2 file around one stream, and the little-endian records to fill it with.
 *
 *     struct buffer CLOSING(buffer) stream;
 *     buffer_init(&stream, 1 << 20);
 *     record_add(&stream, 0x0809, TEXT("\x00\x06…"));
 *     struct text file = compound_wrap(arena, "Workbook", buffer_text(&stream));
 *
 * The sectors follow each other from COMPOUND_SECTOR on: the stream, the directory, the FAT; so a test can break each.
 */
#pragma once

#include "base/buffer.h"

enum { COMPOUND_SECTOR = 512 };

struct text compound_wrap(struct arena *arena, const char *name, struct text stream);

/* Number, length, bytes. */
void record_add(struct buffer *out, uint32_t id, struct text body);

/* `width` bytes of a whole number, the least first; written over `at`, or added. */
void little_put(char *at, size_t width, uint64_t number);
void little_add(struct buffer *out, size_t width, uint64_t number);
