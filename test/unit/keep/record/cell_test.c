/* cell_test.c — blobs of sums: the same whatever the order, nothing kept that is zero, nothing that wraps. */
#include "unit/keep/record/shelf.h"

#include "keep/store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct work {
    struct shelf *shelf;
    const struct cell_case *moves;
    size_t count;
};

struct cell_case {
    int64_t key, amount;
};

static bool apply(void *context, struct connection *writer, struct failure *why)
{
    struct work *work = context;
    struct arena *CLOSING(arena) scratch = arena_open();
    struct cell_moves *moves = cell_moves_open();
    for (size_t i = 0; i < work->count; i++)
        cell_move(moves, 1, 48500, work->moves[i].key, work->moves[i].amount);
    bool done = cell_apply(scratch, writer, 1, moves, why);
    cell_moves_close(moves);
    return done;
}

static bool moved(struct shelf *shelf, const struct cell_case *moves, size_t count, struct failure *why)
{
    struct work work = {shelf, moves, count};
    return store_write(shelf->store, apply, &work, why);
}

static void the_order_of_moves_leaves_no_trace(void **state)
{
    static const struct cell_case FORTH[] = {{5, 1}, {-7, 3}, {9, 2}, {5, 4}, {9, -2}};
    static const struct cell_case BACK[] = {{9, -2}, {5, 4}, {9, 2}, {-7, 3}, {5, 1}};
    struct shelf one, other;
    struct failure why;
    (void)state;
    shelf_open(&one, NULL);
    shelf_open(&other, NULL);
    assert_true(moved(&one, FORTH, LENGTH_OF(FORTH), &why));
    for (size_t i = 0; i < LENGTH_OF(BACK); i++)
        assert_true(moved(&other, &BACK[i], 1, &why));
    assert_true(shelf_bytes(&one).length > 0);
    assert_true(text_equal(shelf_bytes(&one), shelf_bytes(&other)));
    shelf_close(&one);
    shelf_close(&other);
}

static void what_comes_to_nothing_is_not_kept(void **state)
{
    static const struct cell_case THERE[] = {{5, 1}, {6, 2}}, GONE[] = {{5, -1}, {6, -2}};
    struct shelf shelf;
    struct failure why;
    (void)state;
    shelf_open(&shelf, NULL);
    assert_true(moved(&shelf, THERE, 2, &why));
    assert_true(moved(&shelf, GONE, 2, &why));
    assert_int_equal(shelf_bytes(&shelf).length, 0);
    shelf_close(&shelf);
}

static void a_sum_that_no_longer_fits_is_refused(void **state)
{
    static const struct cell_case AT_ONCE[] = {{5, INT64_MAX}, {5, 1}}, MOST[] = {{5, INT64_MAX}}, MORE[] = {{5, 1}};
    struct shelf shelf;
    struct failure why;
    (void)state;
    shelf_open(&shelf, NULL);
    assert_false(moved(&shelf, AT_ONCE, 2, &why));
    assert_int_equal(why.kind, FAILURE_TOO_BIG);
    assert_true(moved(&shelf, MOST, 1, &why));
    struct text before = shelf_bytes(&shelf);
    assert_false(moved(&shelf, MORE, 1, &why));
    assert_int_equal(why.kind, FAILURE_TOO_BIG);
    assert_true(text_equal(before, shelf_bytes(&shelf)));
    shelf_close(&shelf);
}

static bool forget_homes(void *context, struct connection *writer, struct failure *why)
{
    static const struct sql FORGET = {"forget homes", "DELETE FROM cell WHERE unit = ?1", NULL};
    const struct shelf *shelf = context;
    const struct store_value home[] = {store_int64(shelf_unit(shelf, "01", DAY_NONE)->number)};
    return store_run(writer, &FORGET, home, LENGTH_OF(home), why);
}

/* Whatever is undone makes the writer forget what it knows of the tables, as a database opened anew does. */
static bool undo(void *context, struct connection *writer, struct failure *why)
{
    (void)context;
    (void)writer;
    return FAIL(why, FAILURE_DENIED, "undone by the test");
}

static bool sum_homes(void *context, struct connection *writer, struct failure *why)
{
    (void)context;
    return cell_sum_homes(writer, why);
}

/* What an older database is given when it is opened is what records would have written. */
static void a_province_is_the_sum_of_its_units(void **state)
{
    struct chance chance = {7};
    struct shelf shelf;
    struct failure why;
    (void)state;
    shelf_open(&shelf, NULL);
    for (int i = 0; i < 60; i++)
        shelf_write(&shelf, NULL,
                    shelf_random(&shelf, &chance, &shelf.definition->registers[chance_below(&chance, shelf.definition->register_count)]));
    struct text before = shelf_bytes(&shelf);
    assert_true(store_write(shelf.store, forget_homes, &shelf, &why));
    assert_false(store_write(shelf.store, undo, NULL, &why));
    assert_false(text_equal(before, shelf_bytes(&shelf)));
    assert_true(store_write(shelf.store, sum_homes, NULL, &why));
    assert_true(text_equal(before, shelf_bytes(&shelf)));
    shelf_rebuild(&shelf);
    assert_true(text_equal(before, shelf_bytes(&shelf)));
    shelf_close(&shelf);
}

/* Written into every database: it never changes. */
static void the_key_of_a_figure_is_for_ever(void **state)
{
    (void)state;
    assert_int_equal((uint64_t)contribution_key(TEXT("outreach.sessions"), TEXT("")), UINT64_C(0xaa6d81a3b2458f5d));
    assert_int_equal((uint64_t)contribution_key(TEXT("outreach.sessions"), TEXT("meeting")), UINT64_C(0x739f3905f30c6883));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_order_of_moves_leaves_no_trace),
        cmocka_unit_test(what_comes_to_nothing_is_not_kept),
        cmocka_unit_test(a_sum_that_no_longer_fits_is_refused),
        cmocka_unit_test(a_province_is_the_sum_of_its_units),
        cmocka_unit_test(the_key_of_a_figure_is_for_ever),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
