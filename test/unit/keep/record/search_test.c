/* search_test.c — records are found by the words in them, marks apart, and by nobody through what that person may not see. */
#include "unit/keep/record/shelf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct finding {
    struct shelf shelf;
    const struct register_definition *register_;
    struct record_query query;
};

static void finding_open(struct finding *finding)
{
    shelf_open(&finding->shelf, NULL);
    finding->register_ = shelf_register(&finding->shelf, "outreach");
    const struct unit_set *all = unit_all(finding->shelf.arena, finding->shelf.tree, DAY_NONE);
    finding->query = (struct record_query){.register_ = finding->register_, .units = all, .whole = all, .begin = DAY_NONE, .end = DAY_NONE, .limit = 50};
}

static struct record *session(struct finding *finding, const char *topic, const char *speaker, const char *remark)
{
    struct chance chance = {4};
    struct record *record = shelf_random(&finding->shelf, &chance, finding->register_);
    shelf_set(&finding->shelf, record, "topic", topic);
    shelf_set(&finding->shelf, record, "speaker", speaker);
    shelf_set(&finding->shelf, record, "remark", remark);
    return record;
}

static int64_t found(struct finding *finding, const char *words)
{
    struct connection *CLOSING(store_read) reading = shelf_reading(&finding->shelf);
    struct record_query query = finding->query;
    struct record_page page;
    struct failure why;
    query.search = text_of(words);
    if (!record_list(finding->shelf.arena, reading, finding->shelf.tree, &query, &page, &why))
        fail_msg("%s", why.text);
    assert_int_equal(page.count, page.total);
    return page.total;
}

static void marks_and_capitals_do_not_count_and_beginnings_of_words_are_enough(void **state)
{
    static const struct {
        const char *words;
        int64_t count;
    } CASES[] = {{"dong", 2},        {"ĐỒNG", 2},       {"Đô", 2},         {"gop d", 1},     {"dong  gop", 1},   {"gop, dong!", 1}, {"ong", 0},
                 {"dong khong", 0},  {"", 3},           {" . ", 3},        {"quy 2021", 1},  {"'; DROP", 0},     {"%", 3},          {"d_ngh", 0},
                 {"rac", 1},         {"nguyen", 1},     {"tran dong", 1}};
    struct finding finding;
    (void)state;
    finding_open(&finding);
    shelf_write(&finding.shelf, NULL, session(&finding, "Đồng bào đóng góp", "Nguyễn Văn Mẫu", "Quỹ 2021"));
    shelf_write(&finding.shelf, NULL, session(&finding, "Tổ dân phố Đông", "Trần Thị Mẫu", ""));
    shelf_write(&finding.shelf, NULL, session(&finding, "Phân loại rác", "", "Tốt"));
    for (size_t i = 0; i < LENGTH_OF(CASES); i++)
        if (found(&finding, CASES[i].words) != CASES[i].count)
            fail_msg("\"%s\" finds %lld", CASES[i].words, (long long)found(&finding, CASES[i].words));
    shelf_close(&finding.shelf);
}

static void persons_are_found_only_where_whole_rows_are_seen(void **state)
{
    static const struct unit_set nobody;
    struct finding finding;
    (void)state;
    finding_open(&finding);
    struct record *record = session(&finding, "Họp tổ dân phố", "Nguyễn Văn Mẫu", "Nguồn rác");
    shelf_write(&finding.shelf, NULL, record);
    const struct unit *units[] = {record->unit};
    const struct unit_set own = {.units = units, .count = 1};
    finding.query.whole = &own;
    assert_int_equal(found(&finding, "nguyen"), 1);
    finding.query.whole = &nobody;
    assert_int_equal(found(&finding, "nguyen"), 0);
    assert_int_equal(found(&finding, "nguon"), 1);
    finding.query.whole = NULL;
    finding.query.public_only = true;
    assert_int_equal(found(&finding, "nguon"), 0);
    assert_int_equal(found(&finding, "hop"), 1);
    shelf_close(&finding.shelf);
}

static struct text words_now(struct shelf *shelf)
{
    static const struct sql ALL = {"all words", "SELECT word, record, unit, reach FROM word ORDER BY shard, register, word, record", NULL};
    struct connection *CLOSING(store_read) reading = shelf_reading(shelf);
    struct buffer CLOSING(buffer) out;
    struct statement *row_of;
    struct failure why;
    buffer_init(&out, 16 << 20);
    assert_true(store_statement(reading, &ALL, &row_of, &why));
    while (statement_next(row_of, &why))
        buffer_add_format(&out, "%.*s %lld %lld %lld\n", TEXT_ARGS(statement_text(row_of, 0)), (long long)statement_int64(row_of, 1),
                          (long long)statement_int64(row_of, 2), (long long)statement_int64(row_of, 3));
    assert_true(statement_sound(row_of));
    return text_copy(shelf->arena, buffer_text(&out));
}

static void words_follow_every_change_and_a_rebuild_makes_the_same(void **state)
{
    struct finding finding;
    struct chance chance = {31};
    struct shelf *shelf = &finding.shelf;
    (void)state;
    finding_open(&finding);
    for (int i = 0; i < 60; i++) {
        struct record *first = shelf_random(shelf, &chance, &shelf->definition->registers[chance_below(&chance, shelf->definition->register_count)]);
        shelf_write(shelf, NULL, first);
        struct record *second = shelf_changed(shelf, &chance, first);
        shelf_write(shelf, first, second);
    }
    struct record *named = session(&finding, "Đồng lòng", "Nguyễn Văn Mẫu", "");
    shelf_write(shelf, NULL, named);
    struct record *unnamed = shelf_copy(shelf, named);
    shelf_set(shelf, unnamed, "speaker", "");
    shelf_write(shelf, named, unnamed);
    struct text kept = words_now(shelf);
    assert_false(text_contains(kept, text_format(shelf->arena, "nguyen %lld ", (long long)named->number)));
    assert_true(text_contains(kept, TEXT("dong ")));
    shelf_rebuild(shelf);
    assert_true(text_equal(kept, words_now(shelf)));
    shelf_close(shelf);
}

static bool forget(void *context, struct connection *writer, struct failure *why)
{
    (void)context;
    return search_clear(writer, why);
}

static bool fill(void *context, struct connection *writer, struct failure *why)
{
    const struct shelf *shelf = context;
    return record_fill_words(writer, shelf->definition, shelf->tree, why);
}

static void a_database_of_an_older_program_is_read_once(void **state)
{
    struct finding finding;
    struct failure why;
    (void)state;
    finding_open(&finding);
    shelf_write(&finding.shelf, NULL, session(&finding, "Đồng lòng", "", ""));
    struct text kept = words_now(&finding.shelf);
    assert_true(store_write(finding.shelf.store, forget, NULL, &why));
    assert_int_equal(found(&finding, "dong"), 0);
    for (int twice = 0; twice < 2; twice++)
        assert_true(store_write(finding.shelf.store, fill, &finding.shelf, &why));
    assert_true(text_equal(kept, words_now(&finding.shelf)));
    shelf_close(&finding.shelf);
}

static void a_list_is_sorted_as_the_dictionary_is(void **state)
{
    static const char *const SORTED[] = {"An", "Ảnh", "Ăn", "Dũng", "Đa", "Đặng", "Ông", "Tổ 2", "Tổ 10", "Yên"};
    struct finding finding;
    struct record_page page;
    struct failure why;
    (void)state;
    finding_open(&finding);
    for (size_t i = 0; i < LENGTH_OF(SORTED); i++)
        shelf_write(&finding.shelf, NULL, session(&finding, SORTED[(i * 7) % LENGTH_OF(SORTED)], "", ""));
    finding.query.sort = register_field(finding.register_, TEXT("topic"));
    finding.query.ascending = true;
    struct connection *reading = shelf_reading(&finding.shelf);
    assert_true(record_list(finding.shelf.arena, reading, finding.shelf.tree, &finding.query, &page, &why));
    assert_int_equal(page.count, LENGTH_OF(SORTED));
    for (size_t i = 0; i < page.count; i++)
        assert_true(text_is(page.records[i]->values[finding.query.sort->slot].value.text, SORTED[i]));
    store_read_end(reading);
    shelf_close(&finding.shelf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_and_capitals_do_not_count_and_beginnings_of_words_are_enough),
        cmocka_unit_test(persons_are_found_only_where_whole_rows_are_seen),
        cmocka_unit_test(words_follow_every_change_and_a_rebuild_makes_the_same),
        cmocka_unit_test(a_database_of_an_older_program_is_read_once),
        cmocka_unit_test(a_list_is_sorted_as_the_dictionary_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
