/*
 * arena.c — chunks that double from 4 to 64 KiB; a large piece gets its own.
 *
 * With AddressSanitizer the part of a chunk not handed out is poisoned, and a
 * gap stays behind each piece, so a read past the end is found as with malloc.
 */
#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_POISONED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_POISONED 1
#endif
#endif

#ifdef ARENA_POISONED
#include <sanitizer/asan_interface.h>
enum { ARENA_GAP = 16 };
#else
#define ASAN_POISON_MEMORY_REGION(start, size) ((void)(start), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(start, size) ((void)(start), (void)(size))
enum { ARENA_GAP = 0 };
#endif

enum { ARENA_ALIGN = 16, CHUNK_FIRST = 4 << 10, CHUNK_LAST = 64 << 10, LARGE = 4 << 20, PAGE = 4 << 10 };

struct chunk {
    struct chunk *older;
    size_t size, taken; /* of bytes */
    _Alignas(ARENA_ALIGN) char bytes[];
};

struct arena {
    struct chunk *newest; /* the one pieces are taken from */
    size_t next_size;
    size_t used;
};

/* A table of a million rows in pages of 2 MB, where the system gives them: thousands of page faults less. A wish, no more. */
static void large_pages_wish(const struct chunk *chunk)
{
    uintptr_t begin = ((uintptr_t)chunk + PAGE - 1) / PAGE * PAGE, end = (uintptr_t)(chunk->bytes + chunk->size) / PAGE * PAGE;
    (void)madvise((void *)begin, end - begin, MADV_HUGEPAGE);
}

static struct chunk *chunk_make(size_t size, struct chunk *older)
{
    REQUIRE(size <= SIZE_MAX - sizeof(struct chunk));
    struct chunk *chunk = calloc(1, sizeof *chunk + size);
    REQUIRE(chunk != NULL);
    chunk->older = older;
    chunk->size = size;
    if (size >= LARGE)
        large_pages_wish(chunk);
    ASAN_POISON_MEMORY_REGION(chunk->bytes, size);
    return chunk;
}

struct arena *arena_open(void)
{
    struct arena *arena = calloc(1, sizeof *arena);
    REQUIRE(arena != NULL);
    arena->next_size = CHUNK_FIRST;
    return arena;
}

void arena_close(struct arena *arena)
{
    if (arena == NULL)
        return;
    for (struct chunk *chunk = arena->newest; chunk != NULL;) {
        struct chunk *older = chunk->older;
        ASAN_UNPOISON_MEMORY_REGION(chunk->bytes, chunk->size);
        free(chunk);
        chunk = older;
    }
    free(arena);
}

void arena_wipe(struct arena *arena)
{
    for (struct chunk *chunk = arena != NULL ? arena->newest : NULL; chunk != NULL; chunk = chunk->older) {
        ASAN_UNPOISON_MEMORY_REGION(chunk->bytes, chunk->taken);
        explicit_bzero(chunk->bytes, chunk->taken);
    }
}

/* A chunk with `room` bytes left. A large piece goes behind the newest chunk, which stays in use. */
static struct chunk *chunk_with_room(struct arena *arena, size_t room)
{
    struct chunk *newest = arena->newest;
    if (newest != NULL && newest->size - newest->taken >= room)
        return newest;
    if (newest != NULL && room > CHUNK_LAST / 4) {
        newest->older = chunk_make(room, newest->older);
        return newest->older;
    }
    size_t size = room > arena->next_size ? room : arena->next_size;
    if (arena->next_size < CHUNK_LAST)
        arena->next_size *= 2;
    return arena->newest = chunk_make(size, newest);
}

void *arena_make(struct arena *arena, size_t size)
{
    REQUIRE(size <= SIZE_MAX / 2);
    size_t room = (size + ARENA_GAP + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN;
    if (room == 0)
        room = ARENA_ALIGN;
    struct chunk *chunk = chunk_with_room(arena, room);
    void *piece = chunk->bytes + chunk->taken;
    ASAN_UNPOISON_MEMORY_REGION(piece, size);
    chunk->taken += room;
    arena->used += size;
    return piece;
}

void *arena_make_many(struct arena *arena, size_t count, size_t size)
{
    size_t whole;
    REQUIRE(!__builtin_mul_overflow(count, size, &whole));
    return arena_make(arena, whole);
}

void *arena_copy(struct arena *arena, const void *bytes, size_t size)
{
    void *copy = arena_make(arena, size);
    if (size > 0)
        memcpy(copy, bytes, size);
    return copy;
}

size_t arena_used(const struct arena *arena)
{
    return arena->used;
}
