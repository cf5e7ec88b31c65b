/* packs_test.c — the packs we ship can be read, and hold what a quarter of Long Biên needs. */
#include "unit/keep/definition/pack_reading.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static int open_packs(void **state)
{
    struct arena *arena = arena_open();
    struct definition_source source;
    struct problems problems;
    struct failure why = {0};
    problems_init(&problems, arena, 20);
    if (!definition_source_read(arena, DANVAN_PACKS, TEXT("long-bien-2021"), &source, &problems, &why))
        fail_msg("%s", why.text);
    assert_int_equal(problems.errors, 0);
    *state = (void *)(uintptr_t)good_definition(arena, source);
    return 0;
}

static int close_packs(void **state)
{
    arena_close(((const struct definition *)*state)->arena);
    return 0;
}

static const struct unit_definition *unit_on(const struct definition *d, struct text code, struct day day)
{
    for (size_t i = 0; i < d->unit_count; i++) {
        const struct unit_definition *unit = &d->units[i];
        if (text_equal(unit->code, code) && (!day_is_some(unit->from) || day_compare(unit->from, day) <= 0) &&
            (!day_is_some(unit->to) || day_compare(day, unit->to) <= 0))
            return unit;
    }
    return NULL;
}

static const struct unit_definition *unit_must(const struct definition *d, struct text code, struct day day)
{
    const struct unit_definition *unit = unit_on(d, code, day);
    if (unit == NULL)
        fail_msg("no unit %.*s", TEXT_ARGS(code));
    return unit;
}

static size_t wards_on(const struct definition *d, struct day day)
{
    size_t count = 0;
    for (size_t i = 0; i < d->unit_count; i++)
        count += text_is(d->units[i].kind, "ward") && text_is(d->units[i].in, "004") &&
                 unit_on(d, d->units[i].code, day) == &d->units[i];
    return count;
}

static void the_district_of_2021_has_fourteen_wards(void **state)
{
    const struct definition *d = *state;
    assert_int_equal(wards_on(d, day_of(2021, 9, 30)), 14);
    assert_int_equal(wards_on(d, day_of(2025, 1, 1)), 13); /* Sài Đồng ended the day before */
    assert_int_equal(wards_on(d, day_of(2025, 7, 1)), 0);
    assert_true(text_is(unit_must(d, TEXT("00118"), day_of(2025, 6, 30))->short_name.vi, "Ngọc Thụy"));
    assert_true(text_is(unit_must(d, TEXT("00118"), day_of(2025, 7, 1))->short_name.vi, "Bồ Đề"));
}

static void every_ward_has_its_organisations(void **state)
{
    const struct definition *d = *state;
    static const char *const kinds[] = {"du", "kv", "mttq", "pn", "dtn", "ubnd"};
    static const char *const above[] = {"004.qu", "004.bdv", "004.mttq", "004.pn", "004.dtn", "004.ubnd"};
    struct day day = day_of(2021, 9, 30);
    for (size_t i = 0; i < d->unit_count; i++) {
        const struct unit_definition *ward = &d->units[i];
        if (!text_is(ward->kind, "ward") || !text_is(ward->in, "004"))
            continue;
        for (size_t k = 0; k < LENGTH_OF(kinds); k++) {
            struct text code = text_format(d->arena, "%.*s.%s", TEXT_ARGS(ward->code), kinds[k]);
            const struct unit_definition *organisation = unit_must(d, code, day);
            assert_true(text_equal(organisation->in, ward->code));
            assert_true(text_is(organisation->under, above[k]));
        }
    }
}

static void the_commission_signs_as_the_party_does(void **state)
{
    const struct unit_definition *commission = unit_must(*state, TEXT("004.bdv"), day_of(2021, 10, 8));
    assert_true(text_is(commission->symbol, "BDVQU"));
    assert_int_equal(commission->signer_count, 2);
    assert_int_equal(commission->signers[0].power.length, 0); /* a head signs without "T/M" */
    assert_true(text_is(unit_must(*state, TEXT("00118.kv"), day_of(2021, 10, 8))->reports_as, "00118.du"));
}

/* Each old ward, taken whole, or in parts with one rest. */
static void every_ward_passes_on_completely(void **state)
{
    const struct definition *d = *state;
    for (size_t i = 0; i < d->unit_count; i++) {
        const struct unit_definition *ward = &d->units[i];
        size_t whole = 0, rest = 0, parts = 0;
        if (!text_is(ward->kind, "ward") || !text_is(ward->in, "004"))
            continue;
        for (size_t s = 0; s < d->successor_count; s++) {
            const struct successor_definition *successor = &d->successors[s];
            if (!text_equal(successor->old_code, ward->code))
                continue;
            whole += text_is(successor->share, "whole");
            rest += text_is(successor->share, "rest");
            parts += text_is(successor->share, "part");
        }
        assert_true(whole == 1 || rest + parts >= 1);
        assert_true(rest <= 1 && !(whole == 1 && rest + parts > 0));
    }
}

static void every_register_is_there(void **state)
{
    static const char *const names[] = {
        "directive", "outreach",  "supervision", "recommendation", "gratitude", "donation",        "team",         "model", "duty",     "matter",     "publication", "decision",
        "project",   "board",     "board_visit", "campaign",       "campaign_target", "campaign_day", "drive", "fund", "target", "guidance", "foreigners", "opinion",     "service",
        "reception_day", "reception_entry", "petition", "petition_matter", "closed_petition", "finding",
    };
    const struct definition *d = *state;
    assert_int_equal(d->register_count, LENGTH_OF(names));
    for (size_t i = 0; i < LENGTH_OF(names); i++) {
        const struct register_definition *r = definition_register(d, text_of(names[i]));
        assert_non_null(r);
        assert_true(r->law_count > 0 && r->name_field != NULL);
        assert_int_equal(r->sight[VIEWER_ENTERING], SIGHT_ROWS);
    }
}

static void what_wards_enter_can_be_returned(void **state)
{
    static const char *const names[] = {"directive", "outreach", "gratitude", "donation", "team", "model",
                                        "decision",  "board_visit", "campaign_target", "campaign_day", "drive", "opinion", "service", "publication"};
    for (size_t i = 0; i < LENGTH_OF(names); i++) {
        const struct register_definition *r = definition_register(*state, text_of(names[i]));
        const struct transition_definition *back = register_transition(r, TEXT("return")), *again = register_transition(r, TEXT("resubmit"));
        assert_true(text_is(back->by, "officer") && text_is(back->to, "returned"));
        assert_int_equal(back->need_count, 1);
        assert_true(text_is(again->by, "recorder") && text_equal(again->to, r->states[0].code));
    }
}

static void every_kind_of_figure_is_used(void **state)
{
    const struct definition *d = *state;
    size_t used[FIGURE_SHARE + 1] = {0};
    for (size_t i = 0; i < d->figure_count; i++)
        used[d->figures[i].kind]++;
    for (size_t kind = 0; kind < LENGTH_OF(used); kind++)
        assert_true(used[kind] > 0);
}

static void nothing_live_is_about_people(void **state)
{
    static const char *const live[] = {"outreach", "team", "model", "publication"}; /* docs/definitions.md: `live` */
    const struct definition *d = *state;
    for (size_t i = 0; i < d->figure_count; i++) {
        bool allowed = false;
        for (size_t k = 0; k < LENGTH_OF(live); k++)
            allowed = allowed || text_is(d->figures[i].register_->name, live[k]);
        if (d->figures[i].live && !allowed)
            fail_msg("%.*s is live", TEXT_ARGS(d->figures[i].name));
    }
}

/* A fund and its entries: anyone sees their public fields on the fund's page, once the fund is public. */
static bool shown_with_a_fund(const struct definition *d, const struct register_definition *register_)
{
    bool shown = register_->ledger && register_->ledger->public_from;
    for (size_t i = 0; i < d->register_count; i++)
        shown = shown || (d->registers[i].ledger && d->registers[i].ledger->public_from && d->registers[i].ledger->fund->of_register == register_);
    return shown;
}

static void personal_fields_are_never_public(void **state)
{
    const struct definition *d = *state;
    for (size_t r = 0; r < d->register_count; r++)
        for (size_t f = 0; f < d->registers[r].field_count; f++) {
            const struct field_definition *field = &d->registers[r].fields[f];
            assert_false(field->personal && field->is_public);
            if (d->registers[r].is_public != PUBLIC_RECORDS && field->is_public && !shown_with_a_fund(d, &d->registers[r]))
                fail_msg("%.*s is public in a register that is not", TEXT_ARGS(field->name));
        }
}

/* The text without what is bound to figures and instruments, and without the one name that has digits. */
static struct text bare(struct arena *arena, struct text text)
{
    static const char *const fences[][2] = {{"{{", "}}"}, {"[[", "]]"}};
    struct text left = text_replace(arena, text_replace(arena, text, TEXT("Covid-19"), TEXT("")), TEXT("COVID-19"), TEXT(""));
    for (size_t f = 0; f < LENGTH_OF(fences); f++) {
        struct text open = text_of(fences[f][0]), close = text_of(fences[f][1]);
        for (size_t i = 0; i + 2 <= left.length; i++) {
            size_t end = i + 2;
            if (!text_starts(text_from(left, i), open))
                continue;
            while (end < left.length && !text_starts(text_from(left, end), close))
                end++;
            struct text tag = text_part(left, i, end + 2 - i);
            left = text_replace(arena, left, tag, TEXT(""));
            i = (size_t)-1; /* from the beginning: the text is another now */
        }
    }
    return left;
}

static bool has_digit(struct text text)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.bytes[i] >= '0' && text.bytes[i] <= '9')
            return true;
    return false;
}

static void no_number_stands_without_a_figure(void **state)
{
    const struct definition *d = *state;
    assert_int_equal(d->report_count, 2);
    for (size_t r = 0; r < d->report_count; r++)
        for (size_t i = 0; i < d->reports[r].section_count; i++) {
            const struct section_definition *section = &d->reports[r].sections[i];
            if (has_digit(bare(d->arena, section->text.vi)) || has_digit(bare(d->arena, section->text.en)))
                fail_msg("%.*s says a number of its own", TEXT_ARGS(section->id));
            if (section->kind == SECTION_TEXT && (section->when == NULL || section->use_count == 0))
                fail_msg("%.*s would be printed without records", TEXT_ARGS(section->id));
        }
}

static void the_portal_shows_public_figures_only(void **state)
{
    const struct report_definition *portal = definition_report(*state, TEXT("quarterly-portal"));
    const struct report_definition *internal = definition_report(*state, TEXT("quarterly-internal"));
    assert_int_equal(portal->reach, REACH_PUBLIC);
    assert_int_equal(internal->reach, REACH_SUPERIOR);
    assert_int_equal(internal->cut_off[PERIOD_QUARTER], 15);
    for (size_t i = 0; i < portal->section_count; i++) {
        const struct section_definition *section = &portal->sections[i];
        for (size_t u = 0; u < section->use_count; u++)
            assert_int_equal(section->uses[u]->reach, REACH_PUBLIC);
        for (size_t f = 0; f < section->figure_count; f++)
            assert_int_equal(section->figures[f]->reach, REACH_PUBLIC);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_district_of_2021_has_fourteen_wards),
        cmocka_unit_test(every_ward_has_its_organisations),
        cmocka_unit_test(the_commission_signs_as_the_party_does),
        cmocka_unit_test(every_ward_passes_on_completely),
        cmocka_unit_test(every_register_is_there),
        cmocka_unit_test(what_wards_enter_can_be_returned),
        cmocka_unit_test(every_kind_of_figure_is_used),
        cmocka_unit_test(nothing_live_is_about_people),
        cmocka_unit_test(personal_fields_are_never_public),
        cmocka_unit_test(no_number_stands_without_a_figure),
        cmocka_unit_test(the_portal_shows_public_figures_only),
    };
    return cmocka_run_group_tests(tests, open_packs, close_packs);
}
