/* upgrade_test.c — which changes of a pack a running instance can follow. */
#include "unit/keep/definition/pack_reading.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct change {
    const char *path, *old, *new;
    const char *code; /* of the one problem; NULL: the change can be followed */
};

static const struct change changes[] = {
    {"registers/outreach.yaml", "  remark:     {", "  place:      {is: text, title: {vi: \"Địa điểm\"}}\n  remark:     {", NULL},
    {"registers/outreach.yaml", "remark:     {is: long_text,", "remark:     {is: long_text, retired: yes,", NULL},
    {"registers/outreach.yaml", "  remark:     {is: long_text,", "  notes:      {is: long_text, was: remark,", NULL},
    {"registers/outreach.yaml", "length: 2000", "length: 3000", NULL},
    {"registers/outreach.yaml", "loudspeaker: {vi: \"Phát thanh\", en: \"Loudspeaker\"}",
     "loudspeaker: {vi: \"Phát thanh\", en: \"Loudspeaker\", retired: yes}", NULL},
    {"registers/outreach.yaml", "hours_spent:", "hours_in_all:", NULL},
    {"registers/outreach.yaml", "  remark:     {is: long_text,", "  notes:      {is: long_text,", "definition.upgrade-field"},
    {"registers/outreach.yaml", "remark:     {is: long_text, length: 2000,", "remark:     {is: text, length: 200,", "definition.upgrade-type"},
    {"registers/outreach.yaml", "scale: 1", "scale: 2", "definition.upgrade-type"},
    {"registers/outreach.yaml", "is: instrument, many: yes", "is: instrument", "definition.upgrade-type"},
    {"registers/outreach.yaml", "length: 100, personal: yes", "length: 100", "definition.upgrade-personal"},
    {"registers/outreach.yaml", "length: 100, personal: yes", "length: 100, sealed: identity", "definition.upgrade-sealed"},
    {"registers/outreach.yaml", "leaflet: {vi", "leaflets: {vi", "definition.upgrade-choice"},
    {"registers/supervision.yaml", "  cancelled: {vi: \"Đã hủy\", en: \"Cancelled\"}\nacts:", "  dropped: {vi: \"Đã hủy\", en: \"Cancelled\"}\nacts:",
     "definition.upgrade-state"},
    {"units.yaml", "  - {code: \"00118.g1\",", "  - {code: \"00118.g2\",", "definition.upgrade-unit"},
    {"units.yaml", "from: 2003-11-06, to: 2024-12-31", "from: 2003-11-06, to: 2025-01-31", NULL},
};

/* State names stand in rules and acts too: a case that renames one renames it there. */
static struct definition_source changed(struct arena *arena, const struct change *change)
{
    struct definition_source source = small_source(arena);
    source = changed_source(arena, source, TEXT("pack.yaml"), TEXT("version: 1"), TEXT("version: 2"));
    source = changed_source(arena, source, text_of(change->path), text_of(change->old), text_of(change->new));
    if (change->code != NULL && text_is(text_of(change->code), "definition.upgrade-state")) {
        source = changed_source(arena, source, TEXT("registers/supervision.yaml"), TEXT("to: cancelled"), TEXT("to: dropped"));
        source = changed_source(arena, source, TEXT("registers/supervision.yaml"), TEXT("'cancelled'"), TEXT("'dropped'"));
    }
    return source;
}

static void each_change_is_followed_or_refused(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const struct definition *old = good_definition(arena, small_source(arena));
    for (size_t i = 0; i < LENGTH_OF(changes); i++) {
        const struct definition *new = good_definition(arena, changed(arena, &changes[i]));
        struct problems problems;
        problems_init(&problems, arena, 20);
        definition_check_upgrade(old, new, &problems);
        if (problems.errors != (changes[i].code == NULL ? 0 : 1))
            fail_msg("%s:\n%.*s", changes[i].new, TEXT_ARGS(problem_lines(arena, &problems)));
        if (changes[i].code != NULL)
            assert_string_equal(problems.items[0].code, changes[i].code);
    }
}

static void a_change_without_a_new_version_is_refused(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const struct definition *old = good_definition(arena, small_source(arena));
    struct definition_source source = changed_source(arena, small_source(arena), TEXT("registers/outreach.yaml"),
                                                     TEXT("length: 2000"), TEXT("length: 3000"));
    struct problems problems;
    problems_init(&problems, arena, 20);
    definition_check_upgrade(old, good_definition(arena, source), &problems);
    assert_int_equal(problems.errors, 1);
    assert_string_equal(problems.items[0].code, "definition.upgrade-version");
}

static void a_place_never_changes_its_data_home(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const struct definition *old = good_definition(arena, small_source(arena));
    struct definition_source source = changed_source(arena, small_source(arena), TEXT("units.yaml"), TEXT("shard: 1"), TEXT("shard: 2"));
    source = changed_source(arena, source, TEXT("pack.yaml"), TEXT("version: 1"), TEXT("version: 2"));
    struct problems problems;
    problems_init(&problems, arena, 50);
    definition_check_upgrade(old, good_definition(arena, source), &problems);
    assert_int_equal(problems.errors, old->unit_count);
    assert_string_equal(problems.items[0].code, "definition.upgrade-shard");
}

static void the_same_pack_needs_nothing(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const struct definition *old = good_definition(arena, small_source(arena));
    struct problems problems;
    problems_init(&problems, arena, 20);
    definition_check_upgrade(old, good_definition(arena, small_source(arena)), &problems);
    assert_int_equal(problems.errors, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_change_is_followed_or_refused),
        cmocka_unit_test(a_change_without_a_new_version_is_refused),
        cmocka_unit_test(a_place_never_changes_its_data_home),
        cmocka_unit_test(the_same_pack_needs_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
