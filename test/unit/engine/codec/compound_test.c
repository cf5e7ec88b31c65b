/* compound_test.c — OLE2 files: streams put together, and every chain that leads nowhere. */
#include "engine/codec/compound_inside.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/compound.h"

enum { STREAM_BYTES = 20 * COMPOUND_SECTOR, DIRECTORY = 20, TABLE = 21 };

static struct text sample(struct arena *arena)
{
    char *stream = arena_make(arena, STREAM_BYTES);
    for (size_t i = 0; i < STREAM_BYTES; i++)
        stream[i] = (char)(i / COMPOUND_SECTOR + 'a');
    return compound_wrap(arena, "Workbook", (struct text){stream, STREAM_BYTES});
}

/* Where sector `n` stands in the file, and its entry in the table. */
static char *sector(struct text file, size_t n)
{
    return (char *)(uintptr_t)file.bytes + (n + 1) * COMPOUND_SECTOR;
}

static char *link(struct text file, size_t n)
{
    return sector(file, TABLE) + n * 4;
}

/* "" when the stream was read whole, else the code of the problem. */
static const char *fault(struct text file, struct text *stream)
{
    struct arena *arena = arena_open();
    struct compound compound;
    const char *code = "";
    struct text read = {0};
    /* The exact size, so that the sanitizer sees a read one byte too far. */
    struct text exact = {arena_copy(arena, file.bytes, file.length), file.length};
    if (compound_open(arena, exact, 100, &compound, &code) &&
        compound_read(arena, &compound, "Workbook", &read, &code))
        code = "";
    if (stream != NULL)
        *stream = (struct text){
            memcpy((char *)(uintptr_t)stream->bytes, read.bytes != NULL ? read.bytes : "", read.length),
            read.length};
    arena_close(arena);
    return code;
}

static void a_stream_is_read_whole(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct text stream = {arena_make(arena, STREAM_BYTES), 0};
    assert_string_equal(fault(sample(arena), &stream), "");
    assert_int_equal(stream.length, STREAM_BYTES);
    assert_int_equal(stream.bytes[STREAM_BYTES - 1], 'a' + 19);
}

static void sectors_out_of_order_are_put_together(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct text file = sample(arena), stream = {arena_make(arena, STREAM_BYTES), 0};
    /* 0 → 2 → 1 → 3 → … */
    little_put(link(file, 0), 4, 2);
    little_put(link(file, 2), 4, 1);
    little_put(link(file, 1), 4, 3);
    assert_string_equal(fault(file, &stream), "");
    assert_int_equal(stream.bytes[COMPOUND_SECTOR], 'c');
    assert_int_equal(stream.bytes[2 * COMPOUND_SECTOR], 'b');
    assert_int_equal(stream.bytes[3 * COMPOUND_SECTOR], 'd');
}

static void a_chain_that_comes_back_to_itself_is_refused(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    static const struct {
        size_t from;
        uint32_t to;
    } loops[] = {{5, 5}, {5, 0}, {19, 3}, {DIRECTORY, DIRECTORY}, {DIRECTORY, 0}};
    for (size_t i = 0; i < LENGTH_OF(loops); i++) {
        struct text file = sample(arena);
        little_put(link(file, loops[i].from), 4, loops[i].to);
        if (loops[i].from == DIRECTORY && loops[i].to == 0)
            little_put(link(file, 19), 4, DIRECTORY); /* through the stream and back */
        assert_string_equal(fault(file, NULL), "xls.torn");
    }
}

static void a_chain_of_tables_that_comes_back_to_itself_is_refused(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct text file = sample(arena);
    char *header = (char *)(uintptr_t)file.bytes;
    little_put(header + 44, 4, 0x7FFFFFFF); /* so many tables, */
    little_put(header + 68, 4, TABLE);      /* named by a sector that names itself */
    for (size_t i = 0; i < 109; i++)
        little_put(header + 76 + i * 4, 4, TABLE);
    for (size_t i = 0; i < 128; i++)
        little_put(link(file, i), 4, TABLE);
    assert_string_equal(fault(file, NULL), "xls.torn");
}

static void a_chain_that_leaves_the_file_or_ends_early_is_refused(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    static const uint32_t links[] = {23, 10000, 0x7FFFFFFF, 0xFFFFFFFC, 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFF};
    for (size_t i = 0; i < LENGTH_OF(links); i++) {
        struct text file = sample(arena);
        little_put(link(file, 7), 4, links[i]);
        assert_string_equal(fault(file, NULL), "xls.torn");
    }
}

/* Cut at every length: never the whole stream but from the whole of it, never a crash. */
static void a_torn_file_is_refused_wherever_it_ends(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct text file = sample(arena);
    for (size_t length = 0; length < (TABLE + 1) * COMPOUND_SECTOR; length += 37)
        assert_string_equal(fault(text_part(file, 0, length), NULL), "xls.torn");
}

static void sizes_and_headers_that_lie_are_refused(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    static const struct {
        size_t at, width;
        uint64_t number;
    } lies[] = {
        {28, 2, 0xFEFF}, /* the other order of bytes */
        {30, 2, 30},
        {30, 2, 0},
        {32, 2, 60}, /* sectors of other sizes */
        {44, 4, 0},
        {44, 4, 0xFFFFFFFF},
        {48, 4, 0xFFFFFFFF},
        {48, 4, 999},
        {76, 4, 999},
        {64, 4, 0xFFFFFFFF},
        {(DIRECTORY + 1) * COMPOUND_SECTOR + 128 + 120, 4, 0xFFFFFFFF}, /* the stream's size */
        {(DIRECTORY + 1) * COMPOUND_SECTOR + 128 + 120, 4, STREAM_BYTES + 1},
        {(DIRECTORY + 1) * COMPOUND_SECTOR + 128 + 116, 4, 999}, /* where it begins */
        {(DIRECTORY + 1) * COMPOUND_SECTOR + 128 + 120, 4, 100}, /* small, and there are no small sectors */
    };
    for (size_t i = 0; i < LENGTH_OF(lies); i++) {
        struct text file = sample(arena);
        little_put((char *)(uintptr_t)file.bytes + lies[i].at, lies[i].width, lies[i].number);
        if (lies[i].at == 64) /* small sectors that are many, and a root that has some */
            little_put(sector(file, DIRECTORY) + 120, 4, 64);
        if (strcmp(fault(file, NULL), "xls.torn") != 0)
            print_error("lie %zu\n", i);
        assert_string_equal(fault(file, NULL), "xls.torn");
    }
}

static void a_directory_whose_tree_is_none_ends(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct text file = sample(arena);
    char *entry = sector(file, DIRECTORY) + 128;
    entry[0] = 'X'; /* not what is looked for; its brothers are itself and the root */
    little_put(entry + 68, 4, 1);
    little_put(entry + 72, 4, 0);
    assert_string_equal(fault(file, NULL), "xls.torn");
}

static void small_streams_lie_in_small_sectors(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct text file = sample(arena), stream = {arena_make(arena, STREAM_BYTES), 0};
    char *header = (char *)(uintptr_t)file.bytes, *root = sector(file, DIRECTORY), *entry = root + 128;
    /* Small sectors in sector 0, their table in sector 1: 3 → 1 → end. */
    little_put(header + 60, 4, 1);
    little_put(header + 64, 4, 1);
    little_put(root + 116, 4, 0);
    little_put(root + 120, 4, COMPOUND_SECTOR);
    little_put(link(file, 0), 4, 0xFFFFFFFE);
    little_put(link(file, 1), 4, 0xFFFFFFFE);
    little_put(sector(file, 1) + 12, 4, 1);
    little_put(sector(file, 1) + 4, 4, 0xFFFFFFFE);
    memset(sector(file, 0) + 3 * 64, 'x', 64);
    memset(sector(file, 0) + 64, 'y', 64);
    little_put(entry + 116, 4, 3);
    little_put(entry + 120, 4, 100);
    assert_string_equal(fault(file, &stream), "");
    assert_int_equal(stream.length, 100);
    assert_int_equal(stream.bytes[63], 'x');
    assert_int_equal(stream.bytes[64], 'y');
    little_put(sector(file, 1) + 4, 4, 3); /* and round again */
    assert_string_equal(fault(file, NULL), "xls.torn");
}

static void too_many_entries_are_refused(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct compound compound;
    const char *code = NULL;
    assert_false(compound_open(arena, sample(arena), 3, &compound, &code));
    assert_string_equal(code, "xls.entries");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stream_is_read_whole),
        cmocka_unit_test(sectors_out_of_order_are_put_together),
        cmocka_unit_test(a_chain_that_comes_back_to_itself_is_refused),
        cmocka_unit_test(a_chain_of_tables_that_comes_back_to_itself_is_refused),
        cmocka_unit_test(a_chain_that_leaves_the_file_or_ends_early_is_refused),
        cmocka_unit_test(a_torn_file_is_refused_wherever_it_ends),
        cmocka_unit_test(sizes_and_headers_that_lie_are_refused),
        cmocka_unit_test(a_directory_whose_tree_is_none_ends),
        cmocka_unit_test(small_streams_lie_in_small_sectors),
        cmocka_unit_test(too_many_entries_are_refused),
    };
    return cmocka_run_group_tests_name("engine/codec/compound", tests, NULL, NULL);
}
