/* unit_test.c — the dated tree: codes that return, what lies in what on which days, names in official order, successors. */
#include "keep/unit/unit.h"
#include "support/store/address.h"

#include "base/file.h"
#include "keep/store/statement.h"
#include "keep/store/store.h"

#include <stdlib.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct grove {
    struct arena *arena;
    struct store *store;
    const struct definition *definition;
    const struct unit_tree *tree;
    char folder[48];
};

/* Wards of 2021, and one of 2025 that bears the code of another. */
static const char UNITS[] =
    "shard: 1\n"
    "units:\n"
    "  - {code: \"00118.kv\", kind: bloc, in: \"00118\", under: \"004.bdv\", name: {vi: \"Khối Dân vận Ngọc Thụy\"}, to: 2025-06-30}\n"
    "  - {code: \"01\", kind: province, name: {vi: \"Thành phố Hà Nội\", en: \"Hà Nội city\"}, short: {vi: \"Hà Nội\"}}\n"
    "  - {code: \"004\", kind: district, in: \"01\", name: {vi: \"Quận Long Biên\"}, short: {vi: \"Long Biên\"}, from: 2003-11-06, to: 2025-06-30}\n"
    "  - {code: \"00145\", kind: ward, in: \"004\", name: {vi: \"Phường Bồ Đề\"}, short: {vi: \"Bồ Đề\"}, from: 2003-11-06, to: 2025-06-30, order: 3}\n"
    "  - {code: \"00118\", kind: ward, in: \"004\", name: {vi: \"Phường Ngọc Thụy\"}, short: {vi: \"Ngọc Thụy\"}, from: 2003-11-06, to: 2025-06-30, order: 1}\n"
    "  - {code: \"00127\", kind: ward, in: \"004\", name: {vi: \"Phường Gia Thụy\"}, short: {vi: \"Gia Thụy\"}, from: 2003-11-06, to: 2025-06-30, order: 2}\n"
    "  - {code: \"00142\", kind: ward, in: \"004\", name: {vi: \"Phường Sài Đồng\"}, short: {vi: \"Sài Đồng\"}, from: 2003-11-06, to: 2024-12-31, order: 4}\n"
    "  - {code: \"00118\", kind: ward, in: \"01\", name: {vi: \"Phường Bồ Đề\"}, short: {vi: \"Bồ Đề\"}, from: 2025-07-01, order: 1}\n"
    "  - {code: \"00118.kv\", kind: bloc, in: \"00118\", name: {vi: \"Khối Dân vận Bồ Đề\"}, from: 2025-07-01}\n"
    "  - {code: \"004.bdv\", kind: commission, in: \"004\", name: {vi: \"Ban Dân vận Quận ủy\"}}\n"
    "successors:\n"
    "  - {old: \"00145\", new: \"00118\", share: whole, on: 2025-07-01, law: luat-mttq-2015, confidence: A}\n"
    "  - {old: \"00118\", new: \"00118\", share: part, on: 2025-07-01, law: luat-mttq-2015, confidence: B}\n";

static const struct definition *definition_of(struct arena *arena, const char *units)
{
    struct definition_source source;
    struct problems problems;
    struct failure why;
    problems_init(&problems, arena, 20);
    assert_true(definition_source_read(arena, DANVAN_TEST_DATA "/packs", TEXT("small"), &source, &problems, &why));
    struct definition_file *files = arena_copy(arena, source.files, source.count * sizeof *files);
    for (size_t i = 0; i < source.count; i++)
        if (text_ends(files[i].path, TEXT("units.yaml")))
            files[i].bytes = text_of(units);
    source.files = files;
    const struct definition *definition = definition_make(arena, &source, &problems);
    for (size_t i = 0; i < problems.count; i++)
        print_error("%.*s\n", TEXT_ARGS(problem_line(arena, &problems.items[i], LANGUAGE_EN)));
    assert_non_null(definition);
    return definition;
}

static bool save(void *context, struct connection *writer, struct failure *why)
{
    struct grove *grove = context;
    return unit_save_definition(writer, grove->definition, why) &&
           unit_tree_load(grove->arena, writer, grove->definition, &grove->tree, why);
}

static void replant(struct grove *grove, const char *units)
{
    struct failure why;
    grove->definition = definition_of(grove->arena, units);
    if (!store_write(grove->store, save, grove, &why))
        fail_msg("%s", why.text);
}

static int plant(void **state)
{
    struct arena *arena = arena_open();
    struct grove *grove = arena_make(arena, sizeof *grove);
    struct failure why;
    *grove = (struct grove){.arena = arena, .folder = "/tmp/danvan-grove-XXXXXX"};
    assert_non_null(mkdtemp(grove->folder));
    const struct store_options options = {.address = test_store_address(arena, grove->folder, "store"), .writes = true, .create = true};
    assert_true(store_open(&options, &grove->store, &why));
    assert_true(unit_migrate(grove->store, &why));
    replant(grove, UNITS);
    *state = grove;
    return 0;
}

static int fell(void **state)
{
    struct grove *grove = *state;
    struct failure why;
    store_close(grove->store);
    assert_true(folder_delete(grove->folder, &why));
    arena_close(grove->arena);
    return 0;
}

static const struct unit *find(const struct grove *grove, const char *code, struct day day)
{
    return unit_find(grove->tree, text_of(code), day);
}

static bool bears(const struct unit *unit, const char *name)
{
    return unit && text_is(unit->short_name.vi, name);
}

/* ---- codes ---- */

static void a_code_means_what_it_meant_on_the_day(void **state)
{
    const struct grove *grove = *state;
    static const struct { const char *code; int year, month, day; const char *name; } CASES[] = {
        {"00118", 2021, 9, 8, "Ngọc Thụy"}, {"00118", 2025, 6, 30, "Ngọc Thụy"}, {"00118", 2025, 7, 1, "Bồ Đề"},
        {"00118", 2003, 11, 6, "Ngọc Thụy"}, {"00118", 2003, 11, 5, NULL}, {"00142", 2024, 12, 31, "Sài Đồng"},
        {"00142", 2025, 1, 1, NULL}, {"01", 1950, 1, 1, "Hà Nội"}, {"99999", 2021, 1, 1, NULL},
    };
    for (size_t i = 0; i < LENGTH_OF(CASES); i++) {
        const struct unit *unit = find(grove, CASES[i].code, day_of(CASES[i].year, CASES[i].month, CASES[i].day));
        if (CASES[i].name ? !bears(unit, CASES[i].name) : unit != NULL)
            fail_msg("%s in %d", CASES[i].code, CASES[i].year);
    }
    assert_true(bears(find(grove, "00118", DAY_NONE), "Bồ Đề")); /* the newest */
    assert_true(bears(find(grove, "00142", DAY_NONE), "Sài Đồng"));
}

/* One organisation of 2021 lies in the ward of 2021, its namesake of 2025 in that of 2025. */
static void what_stands_above_is_of_the_same_days(void **state)
{
    const struct grove *grove = *state;
    const struct unit *old = find(grove, "00118.kv", day_of(2021, 9, 8)), *fresh = find(grove, "00118.kv", day_of(2025, 9, 8));
    assert_true(bears(old->in, "Ngọc Thụy"));
    assert_true(bears(fresh->in, "Bồ Đề"));
    assert_true(unit_is_inside(old, find(grove, "004", day_of(2021, 9, 8))));
    assert_false(unit_is_inside(fresh, find(grove, "004", day_of(2021, 9, 8))));
    assert_true(unit_is_inside(fresh, find(grove, "01", DAY_NONE)));
    assert_true(unit_is_under(old, find(grove, "004.bdv", DAY_NONE)));
    assert_false(unit_is_under(fresh, find(grove, "004.bdv", DAY_NONE)));
    assert_true(bears(unit_above(old, TEXT("district")), "Long Biên"));
    assert_null(unit_above(fresh, TEXT("district")));
}

static void numbers_are_given_once_and_stay(void **state)
{
    struct grove *grove = *state;
    const struct unit_set *before = unit_all(grove->arena, grove->tree, DAY_NONE);
    struct text shown = text_replace(grove->arena, text_of(UNITS), TEXT("Phường Gia Thụy"), TEXT("Phường Gia Thuỵ"));
    struct text more = text_replace(grove->arena, shown, TEXT("  - {code: \"01\","),
                                    TEXT("  - {code: \"02\", kind: province, name: {vi: \"Tỉnh Hà Giang\"}}\n  - {code: \"01\","));
    replant(grove, text_copy(grove->arena, more).bytes);
    for (size_t i = 0; i < before->count; i++) {
        const struct unit *was = before->units[i], *is = unit_by_number(grove->tree, was->number);
        assert_true(text_equal(was->code, is->code));
        assert_int_equal(was->from.number, is->from.number);
    }
    assert_int_equal(unit_all(grove->arena, grove->tree, DAY_NONE)->count, before->count + 1);
    assert_true(text_is(find(grove, "00127", DAY_NONE)->name.vi, "Phường Gia Thuỵ"));
    assert_null(unit_by_number(grove->tree, 0));
    assert_null(unit_by_number(grove->tree, 9999));
}

/* ---- lists ---- */

static void a_subtree_holds_what_was_there_on_any_of_the_days(void **state)
{
    const struct grove *grove = *state;
    const struct unit *district = find(grove, "004", day_of(2021, 9, 8));
    static const struct { int from, to; size_t wards; } CASES[] = {{2021, 2021, 4}, {2024, 2024, 4}, {2025, 2025, 3}, {2024, 2025, 4}, {2026, 2026, 0}};
    for (size_t i = 0; i < LENGTH_OF(CASES); i++) {
        struct day begin = day_of(CASES[i].from, 1, 1), end = day_of(CASES[i].to, 12, 31);
        assert_int_equal(unit_places(grove->arena, grove->tree, district, TEXT("ward"), begin, end)->count, CASES[i].wards);
    }
    struct day day = day_of(2021, 9, 8);
    const struct unit_set *below = unit_subtree(grove->arena, grove->tree, district, day, day);
    assert_int_equal(below->count, 7); /* itself, four wards, two organisations */
    for (size_t i = 1; i < below->count; i++)
        assert_true(below->units[i - 1]->number < below->units[i]->number);
    assert_int_equal(unit_organisations(grove->arena, grove->tree, district, TEXT("bloc"), day, day)->count, 1);
    assert_int_equal(unit_places(grove->arena, grove->tree, find(grove, "01", DAY_NONE), TEXT("ward"), day_of(2025, 6, 1), day_of(2025, 7, 31))->count, 4);
}

static void names_are_joined_in_official_order(void **state)
{
    const struct grove *grove = *state;
    struct day day = day_of(2021, 9, 8);
    const struct unit *units[] = {find(grove, "00145", day), find(grove, "00118", day), find(grove, "00127", day)};
    assert_true(text_is(unit_names(grove->arena, units, 3, LANGUAGE_VI), "Ngọc Thụy, Gia Thụy và Bồ Đề"));
    assert_true(text_is(unit_names(grove->arena, units, 2, LANGUAGE_VI), "Ngọc Thụy và Bồ Đề"));
    assert_true(text_is(unit_names(grove->arena, units, 2, LANGUAGE_EN), "Ngọc Thụy and Bồ Đề"));
    assert_true(text_is(unit_names(grove->arena, units, 1, LANGUAGE_VI), "Bồ Đề"));
    assert_int_equal(unit_names(grove->arena, units, 0, LANGUAGE_VI).length, 0);
    assert_true(bears(units[0], "Bồ Đề")); /* the caller's own order is left alone */
}

static void a_name_finds_its_unit_unless_several_bear_it(void **state)
{
    const struct grove *grove = *state;
    assert_true(bears(unit_find_named(grove->tree, TEXT("ngoc thuy"), TEXT("ward"), day_of(2021, 9, 8), NULL), "Ngọc Thụy"));
    assert_true(bears(unit_find_named(grove->tree, TEXT("phuong ngoc thuy"), TEXT(""), day_of(2021, 9, 8), NULL), "Ngọc Thụy"));
    assert_true(text_is(unit_find_named(grove->tree, TEXT("bo de"), TEXT("ward"), day_of(2021, 9, 8), NULL)->code, "00145"));
    assert_true(text_is(unit_find_named(grove->tree, TEXT("bo de"), TEXT("ward"), day_of(2025, 9, 8), NULL)->code, "00118"));
    assert_null(unit_find_named(grove->tree, TEXT("bo de"), TEXT("ward"), DAY_NONE, NULL));
    assert_null(unit_find_named(grove->tree, TEXT("ngoc thuy"), TEXT("district"), day_of(2021, 9, 8), NULL));
    assert_null(unit_find_named(grove->tree, TEXT(""), TEXT(""), DAY_NONE, NULL));
}

static void successors_join_the_units_of_both_days(void **state)
{
    const struct grove *grove = *state;
    size_t count;
    const struct unit_successor *successors = unit_successors(grove->tree, &count);
    assert_int_equal(count, 2);
    for (size_t i = 0; i < count; i++) {
        assert_true(bears(successors[i].new_unit, "Bồ Đề"));
        assert_int_equal(successors[i].new_unit->from.number, day_of(2025, 7, 1).number);
        assert_int_equal(successors[i].old_unit->to.number, day_of(2025, 6, 30).number);
    }
}

static void a_tree_knows_its_data_home(void **state)
{
    const struct grove *grove = *state;
    assert_int_equal(unit_tree_shard(grove->tree), 1);
    for (size_t i = 0; i < unit_all(grove->arena, grove->tree, DAY_NONE)->count; i++)
        assert_non_null(unit_all(grove->arena, grove->tree, DAY_NONE)->units[i]->definition);
}

/* The first day there is: what stood the day before is no day at all. */
static void a_successor_on_the_first_day_of_all_days_is_taken(void **state)
{
    struct grove *grove = *state;
    struct text units = text_replace(grove->arena, text_of(UNITS), TEXT("old: \"00145\", new: \"00118\", share: whole, on: 2025-07-01"),
                                     TEXT("old: \"004.bdv\", new: \"01\", share: whole, on: 1900-01-01"));
    replant(grove, text_copy(grove->arena, units).bytes);
    size_t count;
    (void)unit_successors(grove->tree, &count);
    assert_int_equal(count, 3);
}

#define PLANTED(test) cmocka_unit_test_setup_teardown(test, plant, fell)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLANTED(a_code_means_what_it_meant_on_the_day),
        PLANTED(what_stands_above_is_of_the_same_days),
        PLANTED(numbers_are_given_once_and_stay),
        PLANTED(a_subtree_holds_what_was_there_on_any_of_the_days),
        PLANTED(names_are_joined_in_official_order),
        PLANTED(a_name_finds_its_unit_unless_several_bear_it),
        PLANTED(successors_join_the_units_of_both_days),
        PLANTED(a_tree_knows_its_data_home),
        PLANTED(a_successor_on_the_first_day_of_all_days_is_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
