/*
 * earlier_test.c — instances as earlier programs left them: this one brings their tables up to date, on both databases, and
 * all they hold is still proved by their acts; then work goes on in them. test/data/instances/make.sh makes one more.
 */
#include "support/store/address.h"
#include "work/upkeep/upkeep.h"

#include "base/file.h"
#include "keep/instance/instance.h"
#include "keep/record/figure.h"
#include "keep/store/statement.h"
#include "keep/store/store.h"
#include "work/act/act.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdlib.h>

enum { DUMP_MAX = 1 << 20 };

static const struct earlier {
    const char *name;
    int64_t acts;       /* in its journal */
    int64_t attendance; /* in the third quarter of 2021 */
} EARLIER[] = {
    {"1", 8, 42},
};

static bool load_dump(void *context, struct connection *writer, struct failure *why)
{
    return store_define(writer, context, why);
}

/* A folder as the earlier program left it. */
static const char *bring_back(struct arena *arena, const struct earlier *earlier, const char *above)
{
    const char *folder = text_format(arena, "%s/%s", above, earlier->name).bytes, *named = test_store_named(arena, folder, "danvan");
    const char *from = text_format(arena, DANVAN_TEST_DATA "/instances/%s/%s", earlier->name, named ? "postgres.sql" : "sqlite.sql").bytes;
    const struct store_options options = {.address = test_store_address(arena, folder, "danvan"), .readers = 1, .writes = true, .create = true};
    struct store *store = NULL;
    struct text dump, settings = TEXT("format: 1\n");
    struct failure why;
    assert_true(folder_make(folder, &why));
    assert_true(file_read(arena, from, DUMP_MAX, &dump, &why));
    char *text = arena_copy(arena, text_copy(arena, dump).bytes, dump.length + 1);
    if (!store_open(&options, &store, &why) || !store_write(store, load_dump, text, &why))
        fail_msg("%s: %s", from, why.text);
    store_close(store);
    if (named)
        settings = text_format(arena, "format: 1\nstore: \"%s\"\n", named);
    assert_true(file_replace(text_format(arena, "%s/danvan.yaml", folder).bytes, settings, &why));
    return folder;
}

static int64_t attendance(struct arena *arena, struct instance *instance)
{
    struct connection *CLOSING(store_read) reading = NULL;
    const struct house *house = instance_house(instance);
    struct figure_question ask = {.definition = house->definition, .today = day_of(2021, 9, 8)};
    struct figure_answer answer;
    struct failure why;
    assert_true(period_read(TEXT("2021-Q3"), &ask.period));
    ask.units = unit_all(arena, house->units, DAY_NONE);
    assert_true(store_read_begin(instance_store(instance), &reading, &why));
    assert_true(figure_compute(arena, reading, house->units, definition_figure(house->definition, TEXT("outreach.attendances")), &ask, &answer, &why));
    instance_release(instance, house);
    return answer.value.number.digits;
}

static void write_one(struct arena *arena, struct instance *instance)
{
    struct node *given = node_map(arena), *fields = node_put(given, "fields", node_map(arena));
    const struct viewer owner = {.whole_house = true, .today = day_of(2021, 9, 9)};
    const struct act_request request = {.name = TEXT("record-write"), .viewer = &owner, .given = given};
    struct act_answer answer;
    struct failure why;
    node_put(given, "register", node_text(arena, TEXT("outreach")));
    node_put(given, "unit", node_text(arena, TEXT("00118.kv")));
    node_put(fields, "held_on", node_text(arena, TEXT("2021-09-09")));
    node_put(fields, "topic", node_text(arena, TEXT("Rác")));
    node_put(fields, "form", node_text(arena, TEXT("meeting")));
    node_put(fields, "attendance", node_text(arena, TEXT("8")));
    assert_true(act_perform(instance, &request, arena, &answer, &why));
    assert_int_equal(answer.problems.errors, 0);
}

static void verifies(struct arena *arena, const char *folder, int64_t acts)
{
    struct upkeep_verified verified;
    struct failure why;
    if (!upkeep_verify(folder, NULL, arena, &verified, &why))
        fail_msg("%s", why.text);
    assert_int_equal(verified.problems.errors, 0);
    assert_int_equal(verified.acts, acts);
}

static void what_an_earlier_program_left_is_brought_up_to_date_and_proved(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    char above[] = "/tmp/danvan-earlier-XXXXXX";
    struct failure why;
    assert_non_null(mkdtemp(above));
    for (size_t i = 0; i < LENGTH_OF(EARLIER); i++) {
        const char *folder = bring_back(arena, &EARLIER[i], above);
        const struct instance_options options = {.writing = true, .readers = 2, .world = world_fixed(moment_of(day_of(2021, 9, 9), 9, 0), 3)};
        struct instance *instance = NULL;
        if (!instance_open(folder, &options, &instance, &why))
            fail_msg("%s: %s", EARLIER[i].name, why.text);
        assert_int_equal(attendance(arena, instance), EARLIER[i].attendance);
        verifies(arena, folder, EARLIER[i].acts);
        write_one(arena, instance);
        assert_int_equal(attendance(arena, instance), EARLIER[i].attendance + 8);
        instance_close(instance);
        verifies(arena, folder, EARLIER[i].acts + 1);
    }
    assert_true(folder_delete(above, &why));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_an_earlier_program_left_is_brought_up_to_date_and_proved)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
