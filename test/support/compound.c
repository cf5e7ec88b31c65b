/* compound.c — the smallest OLE2 file: header, stream, directory of two entries, FAT. */
#include "support/compound.h"

#include <string.h>

enum { ENTRY = 128, CUTOFF = 4096 };

static const uint32_t LAST = 0xFFFFFFFE, FREE = 0xFFFFFFFF, TABLE = 0xFFFFFFFD;

void little_put(char *at, size_t width, uint64_t number)
{
    for (size_t i = 0; i < width; i++)
        at[i] = (char)(number >> i * 8 & 0xFF);
}

void little_add(struct buffer *out, size_t width, uint64_t number)
{
    char bytes[8];
    little_put(bytes, width, number);
    buffer_add_bytes(out, bytes, width);
}

void record_add(struct buffer *out, uint32_t id, struct text body)
{
    little_add(out, 2, id);
    little_add(out, 2, body.length);
    buffer_add(out, body);
}

static void entry_put(char *at, const char *name, uint8_t kind, uint32_t child, uint32_t start, size_t size)
{
    for (size_t i = 0; name[i] != '\0'; i++)
        at[i * 2] = name[i];
    little_put(at + 64, 2, (strlen(name) + 1) * 2);
    at[66] = (char)kind;
    little_put(at + 68, 4, FREE);
    little_put(at + 72, 4, FREE);
    little_put(at + 76, 4, child);
    little_put(at + 116, 4, start);
    little_put(at + 120, 4, size);
}

static void header_put(char *at, uint32_t directory, uint32_t tables)
{
    memcpy(at, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
    little_put(at + 24, 2, 0x3E);
    little_put(at + 26, 2, 3);
    little_put(at + 28, 2, 0xFFFE);
    little_put(at + 30, 2, 9);
    little_put(at + 32, 2, 6);
    little_put(at + 44, 4, tables);
    little_put(at + 48, 4, directory);
    little_put(at + 56, 4, CUTOFF);
    little_put(at + 60, 4, LAST);
    little_put(at + 68, 4, LAST);
    for (uint32_t i = 0; i < 109; i++)
        little_put(at + 76 + i * 4, 4, i < tables ? directory + 1 + i : FREE);
}

/* A short stream is filled up with zeros to where it need not be small. */
struct text compound_wrap(struct arena *arena, const char *name, struct text stream)
{
    size_t size = stream.length > CUTOFF ? stream.length : CUTOFF;
    uint32_t sectors = (uint32_t)((size + COMPOUND_SECTOR - 1) / COMPOUND_SECTOR),
             tables = (sectors + 1) / 127 + 1;
    REQUIRE(tables <= 109);
    size_t length = (size_t)(1 + sectors + 1 + tables) * COMPOUND_SECTOR;
    char *bytes = arena_make(arena, length), *body = bytes + COMPOUND_SECTOR;
    char *directory = body + (size_t)sectors * COMPOUND_SECTOR, *table = directory + COMPOUND_SECTOR;
    header_put(bytes, sectors, tables);
    if (stream.length > 0)
        memcpy(body, stream.bytes, stream.length);
    entry_put(directory, "Root Entry", 5, 1, LAST, 0);
    entry_put(directory + ENTRY, name, 2, FREE, 0, size);
    for (uint32_t i = 0; i < tables * (COMPOUND_SECTOR / 4); i++) {
        uint32_t next = i + 1 < sectors ? i + 1 : i <= sectors ? LAST : i <= sectors + tables ? TABLE : FREE;
        little_put(table + (size_t)i * 4, 4, next);
    }
    return (struct text){bytes, length};
}
