/* fixture.c — an instance of the small pack with people. */
#include "unit/face/web/fixture.h"

#include "base/file.h"
#include "support/store/address.h"
#include "work/upkeep/upkeep.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <cmocka.h>

static struct world eighth_of_october(void)
{
    return world_fixed(moment_of(day_of(2021, 10, 8), 8, 0), 7);
}

int64_t fixture_act(struct fixture *fixture, const char *act, const char *const *pairs)
{
    struct node *given = node_map(fixture->arena), *fields = node_map(fixture->arena);
    const struct viewer owner = {.whole_house = true, .today = day_of(2021, 10, 8), .language = LANGUAGE_VI};
    for (size_t i = 0; pairs[i]; i++) {
        struct text rest = text_of(pairs[i]), key;
        assert_true(text_next(&rest, '=', &key));
        if (text_starts(key, TEXT("f.")))
            node_put_text(fields, text_from(key, 2), node_text(fixture->arena, rest));
        else
            node_put_text(given, key, node_text(fixture->arena, rest));
    }
    node_put(given, "fields", fields);
    const struct act_request request = {.name = text_of(act), .viewer = &owner, .given = given};
    struct act_answer answer;
    struct failure why;
    if (!act_perform(fixture->instance, &request, fixture->arena, &answer, &why))
        fail_msg("%s: %s", act, why.text);
    for (size_t i = 0; i < answer.problems.count; i++)
        print_message("%.*s\n", TEXT_ARGS(problem_line(fixture->arena, &answer.problems.items[i], LANGUAGE_EN)));
    assert_int_equal(answer.problems.errors, 0);
    return answer.record;
}

static void add_person(struct fixture *fixture, const char *name, const char *must_change, const char *role, const char *unit)
{
    struct arena *arena = fixture->arena;
    const char *add[] = {text_format(arena, "name=%s", name).bytes, text_format(arena, "full_name=Người %s", name).bytes,
                         "password=" FIXTURE_PASSWORD, text_format(arena, "must_change=%s", must_change).bytes, NULL};
    const char *grant[] = {text_format(arena, "account=%s", name).bytes, text_format(arena, "role=%s", role).bytes,
                           text_format(arena, "unit=%s", unit).bytes, NULL};
    fixture_act(fixture, "account-add", add);
    fixture_act(fixture, "account-grant", grant);
}

void fixture_open(struct fixture *fixture)
{
    *fixture = (struct fixture){.arena = arena_open(), .folder = "/tmp/danvan-web-XXXXXX"};
    struct problems problems;
    struct failure why;
    assert_non_null(mkdtemp(fixture->folder));
    const char *house = text_format(fixture->arena, "%s/house", fixture->folder).bytes;
    const struct upkeep_init ask = {.folder = house, .pack = TEXT(DANVAN_TEST_DATA "/packs/small"), .world = eighth_of_october(),
                                    .store = test_store_named(fixture->arena, fixture->folder, "house")};
    problems_init(&problems, fixture->arena, 20);
    if (!upkeep_init(&ask, fixture->arena, &problems, &why))
        fail_msg("%s", why.text);
    assert_int_equal(problems.errors, 0);
    const struct instance_options options = {.writing = true, .world = eighth_of_october()};
    if (!instance_open(house, &options, &fixture->instance, &why))
        fail_msg("%s", why.text);
    add_person(fixture, "quantri", "no", "administrator", "004.bdv");
    add_person(fixture, "ghiso", "no", "recorder", "00118.kv");
    add_person(fixture, "ghiso2", "no", "recorder", "00118.kv");
    add_person(fixture, "chuyenvien", "no", "officer", "004.bdv");
    add_person(fixture, "moi", "yes", "recorder", "00118.kv");
    const char *also[] = {"account=ghiso", "role=recorder", "unit=00136.kv", NULL};
    fixture_act(fixture, "account-grant", also);
}

void fixture_close(struct fixture *fixture)
{
    struct failure why;
    instance_close(fixture->instance);
    assert_true(folder_delete(fixture->folder, &why));
    arena_close(fixture->arena);
}
