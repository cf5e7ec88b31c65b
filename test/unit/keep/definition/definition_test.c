/* definition_test.c — the small pack becomes a snapshot in which everything is linked. */
#include "unit/keep/definition/pack_reading.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static int open_small(void **state)
{
    struct arena *arena = arena_open();
    *state = (void *)(uintptr_t)good_definition(arena, small_source(arena));
    return 0;
}

static int close_small(void **state)
{
    arena_close(((const struct definition *)*state)->arena);
    return 0;
}

static const struct figure_definition *figure(const struct definition *d, const char *name)
{
    const struct figure_definition *found = definition_figure(d, text_of(name));
    if (found == NULL)
        fail_msg("no figure %s", name);
    return found;
}

static void one_of_each_thing_is_read(void **state)
{
    const struct definition *d = *state;
    assert_int_equal(d->pack_count, 1);
    assert_int_equal(d->register_count, 3);
    assert_int_equal(d->figure_count, 16);
    assert_int_equal(d->deadline_count, 4);
    assert_int_equal(d->instrument_count, 5);
    assert_int_equal(d->organisation_kind_count, 5);
    assert_int_equal(d->place_kind_count, 5);
    assert_int_equal(d->unit_count, 14);
    assert_int_equal(d->successor_count, 1);
    assert_int_equal(d->report_count, 1);
    assert_true(calendar_is_working(d->calendar, day_of(2024, 5, 4)));
    assert_false(calendar_is_working(d->calendar, day_of(2024, 4, 29)));
    assert_false(calendar_is_working(d->calendar, day_of(2021, 2, 16)));
}

static void a_title_without_english_falls_back(void **state)
{
    const struct definition *d = *state;
    struct title title = figure(d, "donation.in_hand")->unit;
    assert_true(text_is(title_in(title, LANGUAGE_EN), "đồng"));
    assert_true(text_is(title_in(figure(d, "donation.in_hand")->title, LANGUAGE_EN), "In hand"));
}

static void fields_keep_their_limits(void **state)
{
    const struct register_definition *r = definition_register(*state, TEXT("outreach"));
    const struct field_definition *topic = register_field(r, TEXT("topic")), *hours = register_field(r, TEXT("hours"));
    assert_int_equal(topic->length, 200);
    assert_true(topic->required && topic->is_public && !topic->personal);
    assert_ptr_equal(r->name_field, topic);
    assert_int_equal(hours->scale, 1);
    assert_int_equal(hours->max.digits, 240);
    assert_true(register_field(r, TEXT("form"))->choices[3].retired);
    assert_true(register_field(r, TEXT("about"))->many);
    assert_ptr_equal(register_field(definition_register(*state, TEXT("supervision")), TEXT("sessions"))->of_register, r);
    assert_null(register_field(r, TEXT("absent")));
    for (size_t i = 0; i < r->field_count; i++)
        assert_int_equal(r->fields[i].slot, i);
    assert_int_equal(r->slot_count, r->field_count + 2);
}

/* The number of an identity paper may be asked where it is sealed and shown in the book alone. */
static void a_sealed_field_is_personal_and_has_a_box(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct definition_source source =
        changed_source(arena, small_source(arena), TEXT("registers/outreach.yaml"), TEXT("length: 100, personal: yes, title: {vi: \"Người trình bày\""),
                       TEXT("length: 12, sealed: identity, write_only: yes, title: {vi: \"Số căn cước\""));
    const struct field_definition *speaker = register_field(definition_register(good_definition(arena, source), TEXT("outreach")), TEXT("speaker"));
    assert_int_equal(speaker->sealed, BOX_IDENTITY);
    assert_true(speaker->personal && speaker->write_only);
    assert_true(text_is(seal_box_word(speaker->sealed), "identity"));
    assert_int_equal(seal_box_word(BOX_NONE).length, 0);
}

static void figures_point_at_what_they_count(void **state)
{
    const struct definition *d = *state;
    for (size_t i = 0; i < d->figure_count; i++)
        assert_int_equal(d->figures[i].index, i);
    assert_true(text_is(figure(d, "outreach.attendances")->field->name, "attendance"));
    assert_true(text_is(figure(d, "supervision.missions_planned")->day->name, "planned_for"));
    assert_true(text_is(figure(d, "supervision.missions")->day->name, "worked_on"));
    assert_true(figure(d, "outreach.meetings")->by_unit_kind);
    assert_ptr_equal(figure(d, "donation.in_hand")->first, figure(d, "donation.received"));
    assert_ptr_equal(figure(d, "donation.in_hand")->second, figure(d, "donation.spent"));
    assert_ptr_equal(figure(d, "outreach.meeting_share")->second, figure(d, "outreach.sessions"));
    assert_true(text_is(figure(d, "supervision.reports_late")->deadline->name, "front-team-report"));
    assert_true(text_is(figure(d, "supervision.under_way")->until->name, "reported_on"));
    assert_int_equal(figure(d, "outreach.groups")->reach, REACH_INTERNAL);
}

static void a_rule_reads_the_slots_it_was_promised(void **state)
{
    const struct definition *d = *state;
    const struct figure_definition *missions = figure(d, "supervision.missions");
    struct value slots[REGISTER_FIELDS_MAX + 2] = {{0}};
    size_t count = missions->register_->slot_count;
    assert_false(rule_holds(missions->where, slots, count));
    slots[missions->register_->state_slot] = value_code(TEXT("reported"));
    assert_true(rule_holds(missions->where, slots, count));
}

static void who_may_see_fills_every_cell(void **state)
{
    const struct register_definition *r = definition_register(*state, TEXT("supervision"));
    assert_int_equal(r->sight[VIEWER_ENTERING], SIGHT_ROWS);
    assert_int_equal(r->sight[VIEWER_PEERS], SIGHT_NOTHING);
    assert_int_equal(r->sight[VIEWER_GOVERNMENT], SIGHT_ROWS_WITHOUT_PERSONS);
}

static void a_report_knows_the_figures_it_stands_on(void **state)
{
    const struct report_definition *report = definition_report(*state, TEXT("quarterly-portal"));
    assert_true(report->made_for[PERIOD_QUARTER] && !report->made_for[PERIOD_MONTH]);
    assert_int_equal(report->cut_off[PERIOD_QUARTER], 15);
    assert_int_equal(report->section_count, 6);
    const struct section_definition *supervision = &report->sections[1];
    assert_int_equal(supervision->use_count, 2);
    assert_true(text_is(supervision->uses[0]->name, "supervision.missions"));
    struct value none[] = {value_whole(0)}, one[] = {value_whole(1)};
    assert_false(rule_holds(supervision->when, none, 1));
    assert_true(rule_holds(supervision->when, one, 1));
    assert_int_equal(report->sections[5].figure_count, 3);
}

static void a_register_without_states_has_one(void **state)
{
    const struct register_definition *r = definition_register(*state, TEXT("donation"));
    assert_int_equal(r->state_count, 1);
    assert_true(text_is(r->states[0].code, "noted"));
}

static void the_digest_knows_files_not_their_order(void **state)
{
    const struct definition *d = *state;
    struct definition_source source = small_source(d->arena);
    struct definition_file *turned = arena_make_many(d->arena, source.count, sizeof *turned);
    for (size_t i = 0; i < source.count; i++)
        turned[source.count - 1 - i] = source.files[i];
    const struct definition *same = good_definition(d->arena, (struct definition_source){turned, source.count});
    assert_memory_equal(same->digest, d->digest, sizeof d->digest);
    source = changed_source(d->arena, source, TEXT("pack.yaml"), TEXT("version: 1"), TEXT("version: 2"));
    assert_memory_not_equal(good_definition(d->arena, source)->digest, d->digest, sizeof d->digest);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_of_each_thing_is_read),
        cmocka_unit_test(a_title_without_english_falls_back),
        cmocka_unit_test(fields_keep_their_limits),
        cmocka_unit_test(a_sealed_field_is_personal_and_has_a_box),
        cmocka_unit_test(figures_point_at_what_they_count),
        cmocka_unit_test(a_rule_reads_the_slots_it_was_promised),
        cmocka_unit_test(who_may_see_fills_every_cell),
        cmocka_unit_test(a_report_knows_the_figures_it_stands_on),
        cmocka_unit_test(a_register_without_states_has_one),
        cmocka_unit_test(the_digest_knows_files_not_their_order),
    };
    return cmocka_run_group_tests(tests, open_small, close_small);
}
