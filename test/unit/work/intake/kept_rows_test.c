/* kept_rows_test.c — rows held small come back as they were, sheet by sheet, and too many are not kept at all. */
#include "work/intake/kept_rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct sheet_cell CELLS[] = {
    {.column = 0, .value = SHEET_NUMBER, .day = {INT32_MIN}, .number = 12.5, .text = TEXT_ENTRY("12.5")},
    {.column = 3, .value = SHEET_TEXT, .day = {INT32_MIN}, .text = TEXT_ENTRY("Tạm trú")},
    {.column = 9, .value = SHEET_MOMENT, .formula = true, .second = 3600, .day = {18878}, .number = 44447.5, .text = TEXT_ENTRY("2021-09-08 01:00:00")},
    {.column = 16383, .value = SHEET_ERROR, .day = {INT32_MIN}, .text = TEXT_ENTRY("#N/A")},
};

static void assert_cells(const struct sheet_row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        const struct sheet_cell *a = &row->cells[i], *b = &CELLS[i];
        assert_true(a->column == b->column && a->value == b->value && a->formula == b->formula && a->second == b->second);
        assert_int_equal(a->day.number, b->day.number);
        assert_true(a->number >= b->number && a->number <= b->number && text_equal(a->text, b->text));
    }
}

static void rows_come_back_as_they_were(void **state)
{
    enum { ROWS = 50000 }; /* of several blocks */
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct kept_rows *kept = kept_rows_make(3, 16 << 20);
    struct kept_reader reader = {0}, other = {0};
    struct sheet_row row;
    for (uint32_t i = 1; i <= ROWS; i++)
        assert_true(kept_rows_add(kept, 0, &(struct sheet_row){.number = i * 2, .cells = CELLS, .count = i % 5, .hidden = i % 7 == 0}));
    assert_true(kept_rows_add(kept, 2, &(struct sheet_row){.number = 1, .cells = CELLS, .count = 4}));
    for (uint32_t i = 1; i <= ROWS; i++) {
        assert_true(kept_rows_next(kept, arena, 0, &reader, &row));
        assert_true(row.number == i * 2 && row.count == i % 5 && row.hidden == (i % 7 == 0));
        assert_cells(&row);
    }
    assert_false(kept_rows_next(kept, arena, 0, &reader, &row));
    assert_false(kept_rows_next(kept, arena, 1, &other, &row));
    assert_true(kept_rows_next(kept, arena, 2, &other, &row));
    assert_cells(&row);
    kept_rows_drop(kept);
}

static void too_many_rows_are_not_kept(void **state)
{
    (void)state;
    struct kept_rows *kept = kept_rows_make(1, 2 << 20);
    size_t rows = 0;
    while (rows < 100000 && kept_rows_add(kept, 0, &(struct sheet_row){.number = 1, .cells = CELLS, .count = 4}))
        rows++;
    assert_true(rows > 10000 && rows < 30000);
    assert_false(kept_rows_add(kept, 0, &(struct sheet_row){.number = 1}));
    kept_rows_drop(kept);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(rows_come_back_as_they_were), cmocka_unit_test(too_many_rows_are_not_kept)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
