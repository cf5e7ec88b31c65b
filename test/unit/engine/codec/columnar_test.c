/* columnar_test.c — what is written to a columnar file is read back; what is damaged is refused. */
#include "base/file.h"
#include "engine/codec/columnar.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

enum { ROWS = 5000, COLUMNS = 5 };

static const struct text codes[] = {{"planned", 7}, {"reported", 8}, {"", 0}};
static const struct columnar_column columns[COLUMNS] = {
    {{"agreed", 6}, VALUE_TRUTH, 1, 0, NULL, 0},    {{"hours", 5}, VALUE_NUMBER, 2, 1, NULL, 0},
    {{"born", 4}, VALUE_DAY, 4, 0, NULL, 0},        {{"state", 5}, VALUE_CODE, 1, 0, codes, 3},
    {{"số tiền", 10}, VALUE_NUMBER, 8, 0, NULL, 0},
};

static int8_t agreed[ROWS], state[ROWS];
static int16_t hours[ROWS];
static int32_t born[ROWS];
static int64_t money[ROWS];
static uint8_t missing[ROWS];

static void fill(void)
{
    for (int i = 0; i < ROWS; i++) {
        agreed[i] = (int8_t)(i % 2);
        hours[i] = (int16_t)(i * 7 - 3000);
        born[i] = i - 2000;
        state[i] = (int8_t)(i % 3);
        money[i] = (int64_t)i * 3000000000 * (i % 2 ? -1 : 1);
        missing[i] = i >= 2048 && i % 5 == 0;
    }
}

/* The file in memory. */
static int write_file(struct arena *arena, size_t rows)
{
    int file = memfd_create("rows", 0);
    struct columnar_writer *writer;
    struct failure why;
    fill();
    assert_true(columnar_begin(arena, (struct columnar_target){.descriptor = file}, columns, COLUMNS, &writer, &why));
    for (size_t from = 0; from < rows; from += COLUMNAR_ROWS) {
        const struct columnar_values values[COLUMNS] = {{agreed + from, NULL},
                                                        {hours + from, missing + from},
                                                        {born + from, missing + from},
                                                        {state + from, NULL},
                                                        {money + from, missing + from}};
        struct columnar_block block = {rows - from < COLUMNAR_ROWS ? rows - from : COLUMNAR_ROWS, values};
        assert_true(columnar_write(writer, &block, &why));
    }
    assert_true(columnar_end(writer, &why));
    assert_int_equal(lseek(file, 0, SEEK_SET), 0);
    return file;
}

static struct text bytes_of(struct arena *arena, int file)
{
    size_t size = (size_t)lseek(file, 0, SEEK_END);
    char *bytes = arena_make(arena, size);
    assert_int_equal(pread(file, bytes, size, 0), size);
    return (struct text){bytes, size};
}

static void check_rows(const struct columnar_block *block, size_t from)
{
    const int16_t *read_hours = block->columns[1].values;
    const int64_t *read_money = block->columns[4].values;
    for (size_t row = 0; row < block->rows; row++) {
        size_t i = from + row;
        bool none = missing[i] != 0;
        assert_int_equal(((const int8_t *)block->columns[0].values)[row], agreed[i]);
        assert_int_equal(read_hours[row], none ? 0 : hours[i]);
        assert_int_equal(((const int32_t *)block->columns[2].values)[row], none ? 0 : born[i]);
        assert_int_equal(((const int8_t *)block->columns[3].values)[row], state[i]);
        assert_true(read_money[row] == (none ? 0 : money[i]));
        assert_int_equal(block->columns[4].missing != NULL && block->columns[4].missing[row], none);
    }
}

static void check_file(struct arena *arena, struct columnar_source source, size_t rows)
{
    struct columnar *file;
    struct columnar_block block;
    struct failure why;
    size_t count, from = 0;
    assert_true(columnar_open(arena, source, &file, &why));
    const struct columnar_column *read = columnar_columns(file, &count);
    assert_int_equal(count, COLUMNS);
    for (size_t i = 0; i < COLUMNS; i++) {
        assert_true(text_equal(read[i].name, columns[i].name));
        assert_int_equal(read[i].kind, columns[i].kind);
        assert_int_equal(read[i].width, columns[i].width);
        assert_int_equal(read[i].scale, columns[i].scale);
        assert_int_equal(read[i].code_count, columns[i].code_count);
    }
    assert_true(text_is(read[3].codes[1], "reported"));
    for (;;) {
        assert_true(columnar_next(file, &block, &why));
        if (block.rows == 0)
            break;
        assert_int_equal(block.columns[0].missing == NULL, true);
        assert_true(from > 0 || block.columns[1].missing == NULL);
        check_rows(&block, from);
        from += block.rows;
    }
    assert_int_equal(from, rows);
    assert_true(columnar_complete(file));
    assert_true(columnar_next(file, &block, &why) && block.rows == 0);
}

static void rows_read_back_as_they_were_written(void **state_)
{
    (void)state_;
    static const size_t sizes[] = {0, 1, 2047, 2048, 2049, 4096, ROWS};
    for (size_t i = 0; i < LENGTH_OF(sizes); i++) {
        struct arena *CLOSING(arena) arena = arena_open();
        int file = write_file(arena, sizes[i]);
        check_file(arena, (struct columnar_source){.descriptor = file}, sizes[i]);
        check_file(arena, (struct columnar_source){.bytes = bytes_of(arena, file)}, sizes[i]);
        (void)close(file);
    }
}

static bool reads(struct text bytes)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct columnar *file;
    struct columnar_block block;
    struct failure why = {0};
    bool fine = columnar_open(arena, (struct columnar_source){.bytes = bytes}, &file, &why);
    while (fine && (fine = columnar_next(file, &block, &why)) && block.rows > 0)
        ;
    assert_true(fine || why.kind == FAILURE_INVALID || why.kind == FAILURE_TOO_BIG);
    return fine;
}

static void a_file_with_any_byte_changed_is_refused(void **state_)
{
    (void)state_;
    struct arena *CLOSING(arena) arena = arena_open();
    int file = write_file(arena, 40);
    struct text bytes = bytes_of(arena, file);
    char *changed = arena_copy(arena, bytes.bytes, bytes.length);
    assert_true(reads(bytes));
    for (size_t i = 0; i < bytes.length; i++) {
        changed[i] ^= 4;
        if (reads((struct text){changed, bytes.length}))
            print_error("byte %zu of %zu\n", i, bytes.length);
        assert_false(reads((struct text){changed, bytes.length}));
        changed[i] ^= 4;
    }
    (void)close(file);
}

static void a_file_cut_short_is_refused(void **state_)
{
    (void)state_;
    struct arena *CLOSING(arena) arena = arena_open();
    int file = write_file(arena, 40);
    struct text bytes = bytes_of(arena, file);
    for (size_t length = 0; length < bytes.length; length++)
        assert_false(reads((struct text){bytes.bytes, length}));
    (void)close(file);
}

static void what_cannot_be_written_is_said(void **state_)
{
    (void)state_;
    struct arena *CLOSING(arena) arena = arena_open();
    struct columnar_writer *writer = NULL;
    struct failure why = {0};
    struct columnar_column *many = arena_make_many(arena, COLUMNAR_COLUMNS_MAX + 1, sizeof *many);
    assert_false(columnar_begin(arena, (struct columnar_target){.descriptor = 1}, many, COLUMNAR_COLUMNS_MAX + 1, &writer, &why));
    assert_int_equal(why.kind, FAILURE_TOO_BIG);
    assert_false(columnar_begin(arena, (struct columnar_target){.descriptor = -1}, columns, COLUMNS, &writer, &why));
    assert_int_equal(why.kind, FAILURE_BROKEN);
    assert_null(writer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_read_back_as_they_were_written),
        cmocka_unit_test(a_file_with_any_byte_changed_is_refused),
        cmocka_unit_test(a_file_cut_short_is_refused),
        cmocka_unit_test(what_cannot_be_written_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
