/* upgrade_acts_test.c — new definitions: a field comes, a field is renamed, a drop is refused, old records stay. */
#include "support/house/house.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct definition_source next(struct test_house *house, const char *file, const char *old, const char *fresh)
{
    struct definition_source source = house_source_changed(house->arena, house_source(house->arena), "pack.yaml", "version: 1", "version: 2");
    return house_source_changed(house->arena, source, file, old, fresh);
}

static int64_t a_session(struct test_house *house)
{
    return house_write(house, "outreach", "00118.kv", "held_on", "08/09/2021", "topic", "Rác", "form", "loudspeaker", "attendance", "30",
                       "about", "luat-mttq-2015", "remark", "Đông người", NULL);
}

static void an_added_field_is_unknown_in_old_records(void **state)
{
    struct test_house *house = *state;
    int64_t old = a_session(house);
    struct definition_source source = next(house, "registers/outreach.yaml", "  remark:     {",
                                           "  place:      {is: text, title: {vi: \"Địa điểm\"}}\n"
                                           "  partners:   {is: unit, many: yes, title: {vi: \"Cùng với\"}}\n  remark:     {");
    (void)house_act(house, &house->owner, "upgrade", house_files_given(house->arena, source));
    assert_true(text_is(house_read_field(house, "outreach", old, "place"), ""));
    assert_true(text_is(house_read_field(house, "outreach", old, "partners"), ""));
    assert_true(text_is(house_read_field(house, "outreach", old, "remark"), "Đông người"));
    int64_t fresh = house_write(house, "outreach", "00118.kv", "held_on", "08/09/2021", "topic", "Rác", "form", "loudspeaker", "place",
                                "Nhà văn hóa", "partners", "00118.pn", NULL);
    assert_true(text_is(house_read_field(house, "outreach", fresh, "partners"), "00118.pn"));
    assert_int_equal(house_figure(house, "outreach.sessions", "004", "2021-Q3").number.digits, 2);
}

/* The index of a key is made anew by each upgrade, that of who joined once. */
static void a_register_with_a_key_is_upgraded_again(void **state)
{
    struct test_house *house = *state;
    int64_t old = a_session(house);
    struct definition_source source = next(house, "registers/outreach.yaml", "name: topic\n",
                                           "name: topic\nkey: [topic]\njoint: {with: joined_by}\n");
    source = house_source_changed(house->arena, source, "registers/outreach.yaml", "  remark:     {",
                                  "  joined_by:  {is: unit, many: yes, title: {vi: \"Cùng với\"}}\n  remark:     {");
    (void)house_act(house, &house->owner, "upgrade", house_files_given(house->arena, source));
    source = house_source_changed(house->arena, source, "pack.yaml", "version: 2", "version: 3");
    source = house_source_changed(house->arena, source, "registers/outreach.yaml", "  remark:     {",
                                  "  place:      {is: text, title: {vi: \"Địa điểm\"}}\n  remark:     {");
    (void)house_act(house, &house->owner, "upgrade", house_files_given(house->arena, source));
    assert_true(text_is(house_read_field(house, "outreach", old, "place"), ""));
    int64_t fresh = house_write(house, "outreach", "00118.kv", "held_on", "08/09/2021", "topic", "Rác", "form", "loudspeaker", "joined_by",
                                "00118.pn", NULL);
    assert_true(text_is(house_read_field(house, "outreach", fresh, "joined_by"), "00118.pn"));
}

static void a_renamed_field_keeps_what_it_held(void **state)
{
    struct test_house *house = *state;
    int64_t old = a_session(house);
    struct definition_source source = next(house, "registers/outreach.yaml", "  remark:     {is: long_text,", "  notes:      {is: long_text, was: remark,");
    source = house_source_changed(house->arena, source, "registers/outreach.yaml", "  about:      {is: instrument,", "  explained:  {is: instrument, was: about,");
    (void)house_act(house, &house->owner, "upgrade", house_files_given(house->arena, source));
    assert_true(text_is(house_read_field(house, "outreach", old, "notes"), "Đông người"));
    assert_true(text_is(house_read_field(house, "outreach", old, "explained"), "luat-mttq-2015"));
}

static void a_drop_is_refused_and_nothing_changes(void **state)
{
    struct test_house *house = *state;
    int64_t old = a_session(house), version = house_now(house)->version;
    struct definition_source source = next(house, "registers/outreach.yaml", "  remark:     {is: long_text,", "  notes:      {is: long_text,");
    struct act_answer answer;
    struct failure why;
    assert_true(house_try(house, &house->owner, "upgrade", house_files_given(house->arena, source), &answer, &why));
    assert_int_equal(answer.problems.errors, 1);
    assert_string_equal(answer.problems.items[0].code, "definition.upgrade-field");
    assert_int_equal(house_now(house)->version, version);
    assert_true(text_is(house_read_field(house, "outreach", old, "remark"), "Đông người"));
}

/* Figures are recomputed by the same act: here, attendances count only where it was the first time. */
static void a_figure_that_changes_counts_old_records_anew(void **state)
{
    struct test_house *house = *state;
    (void)a_session(house);
    assert_int_equal(house_figure(house, "outreach.attendances", "004", "2021-Q3").number.digits, 30);
    struct definition_source source = next(house, "registers/outreach.yaml", "sum: attendance, reach: public", "sum: attendance, where: first_time, reach: public");
    (void)house_act(house, &house->owner, "upgrade", house_files_given(house->arena, source));
    assert_int_equal(house_figure(house, "outreach.attendances", "004", "2021-Q3").number.digits, 0);
}

/* 00118.kv comes back with another meaning: what was written before stays with the old one. */
static void a_code_that_returns_is_another_unit(void **state)
{
    struct test_house *house = *state;
    int64_t old = a_session(house);
    int64_t was = house_read(house, "outreach", old)->unit->number;
    struct definition_source source =
        next(house, "units.yaml", "  - {code: \"00118.kv\", kind: bloc, in: \"00118\", under: \"004.bdv\", name: {vi: \"Khối Dân vận phường Ngọc Thụy\"}, seal: no}\n",
             "  - {code: \"00118.kv\", kind: bloc, in: \"00118\", under: \"004.bdv\", name: {vi: \"Khối Dân vận phường Ngọc Thụy\"}, to: 2025-06-30}\n"
             "  - {code: \"00118\", kind: ward, in: \"01\", name: {vi: \"Phường Bồ Đề\"}, from: 2025-07-01}\n"
             "  - {code: \"00118.kv\", kind: bloc, in: \"00118\", name: {vi: \"Khối Dân vận phường Bồ Đề\"}, from: 2025-07-01}\n");
    (void)house_act(house, &house->owner, "upgrade", house_files_given(house->arena, source));
    assert_int_equal(house_read(house, "outreach", old)->unit->number, was);
    assert_int_equal(house_read(house, "outreach", a_session(house))->unit->number, was);
    house_at(house, 2025, 9, 8);
    int64_t fresh = house_write(house, "outreach", "00118.kv", "held_on", "08/09/2025", "topic", "Rác", "form", "loudspeaker", NULL);
    assert_true(house_read(house, "outreach", fresh)->unit->number != was);
    assert_true(text_is(house_read(house, "outreach", fresh)->unit->name.vi, "Khối Dân vận phường Bồ Đề"));
}

static void only_an_administrator_upgrades_or_rebuilds(void **state)
{
    struct test_house *house = *state;
    const struct viewer *officer = house_person(house, "officer", ROLE_OFFICER, "004.bdv");
    struct act_answer answer;
    struct failure why;
    assert_false(house_try(house, officer, "upgrade", house_files_given(house->arena, house_source(house->arena)), &answer, &why));
    assert_int_equal(why.kind, FAILURE_DENIED);
    assert_false(house_try(house, officer, "rebuild", node_map(house->arena), &answer, &why));
    assert_int_equal(why.kind, FAILURE_DENIED);
}

#define IN_A_HOUSE(test) cmocka_unit_test_setup_teardown(test, house_setup, house_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_HOUSE(an_added_field_is_unknown_in_old_records),
        IN_A_HOUSE(a_register_with_a_key_is_upgraded_again),
        IN_A_HOUSE(a_renamed_field_keeps_what_it_held),
        IN_A_HOUSE(a_drop_is_refused_and_nothing_changes),
        IN_A_HOUSE(a_figure_that_changes_counts_old_records_anew),
        IN_A_HOUSE(a_code_that_returns_is_another_unit),
        IN_A_HOUSE(only_an_administrator_upgrades_or_rebuilds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
