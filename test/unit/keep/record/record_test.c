/* record_test.c — records read back as they were written: one, a page, filtered, sorted, counted. */
#include "unit/keep/record/shelf.h"

#include "base/order.h"
#include "keep/store/store.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { RECORDS = 300 };

static bool same_value(const struct record_value *a, const struct record_value *b)
{
    if (!value_same(a->value, b->value) || a->many_count != b->many_count)
        return false;
    for (size_t i = 0; i < a->many_count; i++)
        if (!value_same(a->many[i], b->many[i]))
            return false;
    return true;
}

static void what_was_written_reads_back(void **state)
{
    struct shelf shelf;
    struct chance chance = {3};
    struct failure why;
    (void)state;
    shelf_open(&shelf, NULL);
    for (size_t i = 0; i < 60; i++) {
        const struct register_definition *register_ = &shelf.definition->registers[i % shelf.definition->register_count];
        struct record *first = shelf_random(&shelf, &chance, register_), *read;
        shelf_write(&shelf, NULL, first);
        struct record *second = shelf_changed(&shelf, &chance, first);
        shelf_write(&shelf, first, second);
        struct connection *CLOSING(store_read) reading = shelf_reading(&shelf);
        assert_true(record_load(shelf.arena, reading, shelf.tree, register_, second->number, &read, &why));
        assert_int_equal(read->number, first->number);
        assert_int_equal(read->version, second->version);
        assert_int_equal(read->day.number, second->day.number);
        assert_true(text_equal(read->state, second->state));
        assert_ptr_equal(read->unit, second->unit);
        for (size_t f = 0; f < register_->field_count; f++)
            assert_true(same_value(&read->values[f], &second->values[f]));
    }
    shelf_close(&shelf);
}

/* What SQL reserves is a good name for a field, on every database: written, rewritten, listed, sorted, filtered, rebuilt. */
static void words_of_sql_name_fields(void **state)
{
    static const char *const CHANGES[] = {"registers/outreach.yaml", "  home_group:", "  order:", "registers/outreach.yaml",
                                          "distinct: home_group", "distinct: order", "registers/outreach.yaml", "  about:", "  user:",
                                          "registers/outreach.yaml", "  remark:", "  group:", "registers/outreach.yaml", "  hours:",
                                          "  select:", "registers/outreach.yaml", "hours <= 8", "select <= 8", "registers/outreach.yaml",
                                          "sum: hours", "sum: select", NULL};
    struct shelf shelf;
    struct chance chance = {5};
    struct record_page page;
    struct failure why;
    (void)state;
    shelf_open(&shelf, CHANGES);
    const struct register_definition *register_ = shelf_register(&shelf, "outreach");
    struct record *first = shelf_random(&shelf, &chance, register_);
    shelf_set(&shelf, first, "select", "1,5");
    shelf_write(&shelf, NULL, first);
    struct record *second = shelf_changed(&shelf, &chance, first);
    shelf_set(&shelf, second, "select", "2,5");
    shelf_write(&shelf, first, second);
    shelf_rebuild(&shelf);
    const struct field_definition *field = register_field(register_, TEXT("select"));
    struct record_query query = {.register_ = register_, .units = unit_all(shelf.arena, shelf.tree, DAY_NONE), .begin = DAY_NONE,
                                 .end = DAY_NONE, .limit = 5, .sort = field, .filter_field = field,
                                 .filter_value = second->values[field->slot].value};
    struct connection *reading = shelf_reading(&shelf);
    assert_true(record_list(shelf.arena, reading, shelf.tree, &query, &page, &why));
    assert_int_equal(page.count, 1);
    for (size_t f = 0; f < register_->field_count; f++)
        assert_true(same_value(&page.records[0]->values[f], &second->values[f]));
    query.filter_value = first->values[field->slot].value;
    assert_true(record_list(shelf.arena, reading, shelf.tree, &query, &page, &why));
    assert_int_equal(page.count, 0);
    store_read_end(reading);
    shelf_close(&shelf);
}

static void a_record_that_is_not_there_is_not_found(void **state)
{
    struct shelf shelf;
    struct record *read;
    struct failure why;
    (void)state;
    shelf_open(&shelf, NULL);
    struct connection *CLOSING(store_read) reading = shelf_reading(&shelf);
    assert_false(record_load(shelf.arena, reading, shelf.tree, shelf_register(&shelf, "outreach"), 1, &read, &why));
    assert_int_equal(why.kind, FAILURE_NOT_FOUND);
    store_read_end(reading);
    reading = NULL;
    shelf_close(&shelf);
}

/* ---- lists, beside a walk over all ---- */

static bool fits(const struct record_query *query, const struct record *record)
{
    bool unit = false;
    for (size_t i = 0; i < query->units->count; i++)
        unit = unit || query->units->units[i] == record->unit;
    bool bounded = day_is_some(query->begin) || day_is_some(query->end);
    if (!unit || (record->withdrawn && !query->withdrawn_too) || (query->state.length > 0 && !text_equal(query->state, record->state)) ||
        (bounded && !day_is_some(record->day)))
        return false;
    if ((day_is_some(query->begin) && day_compare(record->day, query->begin) < 0) ||
        (day_is_some(query->end) && day_compare(record->day, query->end) > 0))
        return false;
    return !query->filter_field || value_same(record->values[query->filter_field->slot].value, query->filter_value);
}

static struct record_query random_query(struct shelf *shelf, struct chance *chance, const struct register_definition *register_)
{
    static const char *const FILTERS[] = {"form", "first_time", "home_group"}, *const SORTS[] = {"topic", "attendance", "held_on", "hours"};
    struct record_query query = {.register_ = register_, .begin = DAY_NONE, .end = DAY_NONE, .limit = 7};
    const struct unit *place = shelf_unit(shelf, chance_below(chance, 2) == 0 ? "004" : "00118", day_of(2021, 9, 8));
    query.units = unit_subtree(shelf->arena, shelf->tree, place, DAY_NONE, DAY_NONE);
    if (chance_below(chance, 2) == 0)
        query.begin = day_of(2021, 3, 1);
    if (chance_below(chance, 2) == 0)
        query.end = day_of(2021, 9, 30);
    if (chance_below(chance, 3) == 0)
        query.state = register_->states[chance_below(chance, register_->state_count)].code;
    if (chance_below(chance, 2) == 0) {
        query.filter_field = register_field(register_, text_of(FILTERS[chance_below(chance, LENGTH_OF(FILTERS))]));
        struct record *other = shelf_random(shelf, chance, register_);
        query.filter_value = other->values[query.filter_field->slot].value;
        if (!value_known(query.filter_value))
            query.filter_field = NULL;
    }
    if (chance_below(chance, 2) == 0)
        query.sort = register_field(register_, text_of(SORTS[chance_below(chance, LENGTH_OF(SORTS))]));
    query.ascending = chance_below(chance, 2) == 0;
    query.withdrawn_too = chance_below(chance, 2) == 0;
    return query;
}

/* Its place in Vietnamese order; lent until the next but one. */
static struct text key_of(struct text text)
{
    static char bytes[2][8 * ORDER_BYTES_MAX];
    static int turn;
    struct arena *CLOSING(arena) scratch = arena_open();
    struct order *CLOSING(order) order = NULL;
    struct failure why;
    assert_true(order_open(&order, &why));
    struct text key = order_key(order, scratch, text);
    turn = !turn;
    assert_true(key.length <= sizeof bytes[turn]);
    memcpy(bytes[turn], key.bytes, key.length);
    return (struct text){bytes[turn], key.length};
}

/* Negative when `a` comes first going up: unknown is least, then by value, then by number. */
static int compare(const struct record_query *query, const struct record *a, const struct record *b)
{
    struct value one = query->sort ? a->values[query->sort->slot].value : value_day(a->day);
    struct value other = query->sort ? b->values[query->sort->slot].value : value_day(b->day);
    int order = value_known(one) - value_known(other);
    if (order == 0 && one.kind == VALUE_NUMBER)
        order = decimal_compare(one.number, other.number);
    if (order == 0 && one.kind == VALUE_DAY)
        order = day_compare(one.day, other.day);
    if (order == 0 && one.kind == VALUE_TEXT)
        order = text_compare(key_of(one.text), key_of(other.text));
    return order != 0 ? order : (a->number > b->number) - (a->number < b->number);
}

/* A list too long to count is read unit by unit: the same records by day, and said to be more. */
static void check_long(struct shelf *shelf, struct record_query query)
{
    struct connection *CLOSING(store_read) reading = shelf_reading(shelf);
    struct record_page page, same;
    struct failure why;
    query.sort = NULL;
    assert_true(record_list(shelf->arena, reading, shelf->tree, &query, &page, &why));
    assert_false(page.more);
    if (page.total < 2)
        return;
    query.counted_max = page.total - 1;
    query.offset = (size_t)query.counted_max / 2;
    assert_true(record_list(shelf->arena, reading, shelf->tree, &query, &same, &why));
    query.counted_max = 0;
    assert_true(record_list(shelf->arena, reading, shelf->tree, &query, &page, &why));
    assert_true(same.more);
    assert_int_equal(same.total, page.total - 1);
    assert_int_equal(same.count, page.count);
    for (size_t i = 0; i < page.count; i++)
        assert_int_equal(same.records[i]->number, page.records[i]->number);
}

static void check_query(struct shelf *shelf, struct record *const *records, struct record_query query)
{
    struct connection *CLOSING(store_read) reading = shelf_reading(shelf);
    const struct record *last = NULL;
    struct failure why;
    check_long(shelf, query);
    int64_t wanted = 0, counted;
    size_t listed = 0;
    for (size_t i = 0; i < RECORDS; i++)
        wanted += fits(&query, records[i]);
    assert_true(record_count(reading, &query, &counted, &why));
    assert_int_equal(counted, wanted);
    for (query.offset = 0; query.offset <= (size_t)wanted; query.offset += query.limit) {
        struct record_page page;
        if (!record_list(shelf->arena, reading, shelf->tree, &query, &page, &why))
            fail_msg("%s", why.text);
        assert_int_equal(page.total, wanted);
        for (size_t i = 0; i < page.count; i++, listed++) {
            assert_true(fits(&query, page.records[i]));
            if (last)
                assert_true(query.ascending ? compare(&query, last, page.records[i]) < 0 : compare(&query, last, page.records[i]) > 0);
            last = page.records[i];
        }
    }
    assert_int_equal(listed, wanted);
}

static void lists_filter_sort_and_page(void **state)
{
    struct shelf shelf;
    struct chance chance = {11};
    struct record *records[RECORDS];
    (void)state;
    shelf_open(&shelf, NULL);
    const struct register_definition *register_ = shelf_register(&shelf, "outreach");
    for (size_t i = 0; i < RECORDS; i++) {
        records[i] = shelf_random(&shelf, &chance, register_);
        records[i]->withdrawn = chance_below(&chance, 8) == 0;
    }
    shelf_write_all(&shelf, NULL, records, RECORDS);
    for (size_t i = 0; i < 150; i++)
        check_query(&shelf, records, random_query(&shelf, &chance, register_));
    shelf_close(&shelf);
}

static void a_list_of_nobodys_records_is_empty(void **state)
{
    struct shelf shelf;
    struct record_page page;
    struct failure why;
    const struct unit_set nobody = {0};
    (void)state;
    shelf_open(&shelf, NULL);
    const struct record_query query = {.register_ = shelf_register(&shelf, "outreach"), .units = &nobody, .begin = DAY_NONE, .end = DAY_NONE, .limit = 5};
    struct connection *reading = shelf_reading(&shelf);
    assert_true(record_list(shelf.arena, reading, shelf.tree, &query, &page, &why));
    assert_int_equal(page.total, 0);
    assert_int_equal(page.count, 0);
    store_read_end(reading);
    shelf_close(&shelf);
}

static void a_field_of_several_values_neither_sorts_nor_filters(void **state)
{
    struct shelf shelf;
    struct record_page page;
    struct failure why;
    (void)state;
    shelf_open(&shelf, NULL);
    const struct register_definition *register_ = shelf_register(&shelf, "outreach");
    const struct record_query query = {.register_ = register_, .units = unit_all(shelf.arena, shelf.tree, DAY_NONE), .begin = DAY_NONE,
                                       .end = DAY_NONE, .limit = 5, .sort = register_field(register_, TEXT("about"))};
    struct connection *reading = shelf_reading(&shelf);
    assert_false(record_list(shelf.arena, reading, shelf.tree, &query, &page, &why));
    assert_int_equal(why.kind, FAILURE_INVALID);
    store_read_end(reading);
    shelf_close(&shelf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_written_reads_back),
        cmocka_unit_test(words_of_sql_name_fields),
        cmocka_unit_test(a_record_that_is_not_there_is_not_found),
        cmocka_unit_test(lists_filter_sort_and_page),
        cmocka_unit_test(a_list_of_nobodys_records_is_empty),
        cmocka_unit_test(a_field_of_several_values_neither_sorts_nor_filters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
