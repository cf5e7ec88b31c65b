/* A mission knows a person again under its own key, and once it is over neither tables nor journal nor files hold that key. */
#include "support/house/house.h"

#include "base/file.h"
#include "keep/box/person_key.h"
#include "keep/journal/journal.h"
#include "keep/store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define PERSON "so 001085000001"

enum { FILE_MAX = 1 << 26 };

static int setup(void **state)
{
    if (house_setup(state) != 0)
        return 1;
    struct test_house *house = *state;
    struct definition_source source = house_source_with(house->arena, house_source(house->arena), "missions");
    (void)house_act(house, &house->owner, "upgrade", house_files_given(house->arena, source));
    return 0;
}

static int64_t a_mission(struct test_house *house)
{
    return house_write(house, "supervision", "004.mttq", "topic", "Chính sách hỗ trợ", "planned_for", "01/10/2021", "worked_on", "01/09/2021", NULL);
}

static struct node *key_given(struct test_house *house, int64_t mission)
{
    struct node *given = house_given(house, "register", "supervision", NULL);
    node_put(given, "record", node_whole(house->arena, mission));
    return given;
}

static int64_t make_key(struct test_house *house, int64_t mission)
{
    return house_act(house, &house->owner, "person-key-make", key_given(house, mission)).act;
}

static struct person_key *key_of(struct test_house *house, int64_t mission)
{
    struct connection *CLOSING(store_read) reading = NULL;
    struct person_key *key;
    struct failure why;
    if (!store_read_begin(instance_store(house->instance), &reading, &why) ||
        !person_key_load(house->arena, reading, instance_shard(house->instance), mission, &key, &why))
        fail_msg("%s", why.text);
    return key;
}

static void moves(struct test_house *house, int64_t mission, const char *act, struct node *fields)
{
    struct node *given = house_change_given(house, "supervision", mission);
    node_put(given, "act", node_text(house->arena, text_of(act)));
    if (fields)
        node_put(given, "fields", fields);
    (void)house_act(house, &house->owner, "record-move", given);
}

static void end_mission(struct test_house *house, int64_t mission)
{
    moves(house, mission, "start", house_given(house, "worked_on", "06/09/2021", NULL));
    assert_non_null(key_of(house, mission));
    moves(house, mission, "report", house_given(house, "dossiers", "40", "reported_on", "08/09/2021", NULL));
}

static enum failure_kind refused(struct test_house *house, const struct viewer *viewer, struct node *given)
{
    struct act_answer answer;
    struct failure why;
    if (house_try(house, viewer, "person-key-make", given, &answer, &why))
        return FAILURE_NONE;
    return why.kind;
}

static void one_mission_knows_a_person_again_and_two_have_nothing_in_common(void **state)
{
    struct test_house *house = *state;
    int64_t one = a_mission(house), other = a_mission(house);
    (void)make_key(house, one);
    (void)make_key(house, other);
    struct text first = person_key_mark(house->arena, key_of(house, one), TEXT(PERSON));
    assert_true(text_equal(first, person_key_mark(house->arena, key_of(house, one), TEXT(PERSON))));
    assert_false(text_equal(first, person_key_mark(house->arena, key_of(house, one), TEXT("so 001085000002"))));
    assert_false(text_equal(first, person_key_mark(house->arena, key_of(house, other), TEXT(PERSON))));
}

static void a_key_is_made_once_by_who_may_and_while_the_mission_runs(void **state)
{
    struct test_house *house = *state;
    int64_t mission = a_mission(house), session = house_write(house, "outreach", "00118.kv", "held_on", "01/09/2021", "topic", "Phân loại rác", "form",
                                                              "loudspeaker", NULL);
    const struct viewer *ward = house_person(house, "lan", ROLE_RECORDER, "00118.kv");
    assert_int_equal(refused(house, ward, key_given(house, mission)), FAILURE_DENIED);
    (void)make_key(house, mission);
    assert_int_equal(refused(house, &house->owner, key_given(house, mission)), FAILURE_CONFLICT);
    struct node *given = house_given(house, "register", "outreach", NULL);
    node_put(given, "record", node_whole(house->arena, session));
    assert_int_equal(refused(house, &house->owner, given), FAILURE_NOT_FOUND);
    end_mission(house, mission);
    assert_int_equal(refused(house, &house->owner, key_given(house, mission)), FAILURE_CONFLICT);
}

static void check_no_file_holds(struct test_house *house, struct text bytes_of_key)
{
    struct list paths = {0};
    struct failure why;
    assert_true(folder_files(house->arena, house->folder, 1000, &paths, &why));
    for (size_t i = 0; i < paths.count; i++) {
        struct text bytes;
        const char *path = text_format(house->arena, "%s/%.*s", house->folder, TEXT_ARGS(*(struct text *)paths.items[i])).bytes;
        assert_true(file_read(house->arena, path, FILE_MAX, &bytes, &why));
        if (text_contains(bytes, bytes_of_key))
            fail_msg("%s holds the key", path);
    }
}

/* The mark stays with its finding; nothing can be tried against it any more. */
static void the_act_that_ends_the_mission_destroys_its_key(void **state)
{
    struct test_house *house = *state;
    int64_t mission = a_mission(house), stays = a_mission(house), act = make_key(house, mission);
    (void)make_key(house, stays);
    struct box_key was = key_of(house, mission)->key;
    end_mission(house, mission);
    assert_null(key_of(house, mission));
    assert_non_null(key_of(house, stays));
    struct connection *CLOSING(store_read) reading = NULL;
    struct journal_entry *entry;
    struct failure why;
    assert_true(store_read_begin(instance_store(house->instance), &reading, &why));
    assert_true(journal_load(house->arena, reading, instance_shard(house->instance), act, &entry, &why));
    assert_true(entry->erased && journal_intact(entry, &why));
    store_read_closing(&reading);
    reading = NULL;
    check_no_file_holds(house, box_key_text(&was));
}

static void a_mission_that_is_withdrawn_or_cancelled_loses_it_too(void **state)
{
    struct test_house *house = *state;
    int64_t withdrawn = a_mission(house), cancelled = a_mission(house);
    (void)make_key(house, withdrawn);
    (void)make_key(house, cancelled);
    struct node *given = house_change_given(house, "supervision", withdrawn);
    node_put(given, "reason", node_text(house->arena, TEXT("Ghi trùng cuộc giám sát")));
    (void)house_act(house, &house->owner, "record-withdraw", given);
    moves(house, cancelled, "cancel", NULL);
    assert_null(key_of(house, withdrawn));
    assert_null(key_of(house, cancelled));
}

static struct node *finding_given(struct test_house *house, int64_t mission, const char *dossier, const char *person)
{
    return house_write_given(house, "finding", "004.mttq", "mission", text_format(house->arena, "%lld", (long long)mission).bytes, "found_on", "01/09/2021",
                             "dossier", dossier, "kind", "twice", "line", "Lao động tự do", "policy", "nq-68-2021", "cases", "1", "person", person, NULL);
}

static const char *problem_of(struct test_house *house, const char *act, struct node *given)
{
    struct act_answer answer;
    struct failure why;
    if (!house_try(house, &house->owner, act, given, &answer, &why))
        fail_msg("%s", why.text);
    return answer.problems.errors == 0 ? "" : answer.problems.items[0].code;
}

static void nothing_that_names_somebody_comes_in_as_a_mark(void **state)
{
    static const char *const NAMES[] = {"001085000001", "Lê Thị Bí Mật", "ABCDEFGHIJKLMNOPABCD", "abcdefghijklmnopabc"};
    struct test_house *house = *state;
    int64_t mission = a_mission(house);
    for (size_t i = 0; i < LENGTH_OF(NAMES); i++)
        assert_string_equal(problem_of(house, "record-write", finding_given(house, mission, "A-1", NAMES[i])), "record.not-a-mark");
    assert_string_equal(problem_of(house, "record-write", finding_given(house, mission, "A-1", "abcdefghijklmnopabcd")), "");
}

static void only_what_was_confirmed_is_recommended_upon(void **state)
{
    struct test_house *house = *state;
    int64_t mission = a_mission(house),
            finding = house_act(house, &house->owner, "record-write", finding_given(house, mission, "A-1", "abcdefghijklmnopabcd")).record;
    const char *number = text_format(house->arena, "%lld", (long long)mission).bytes, *on = text_format(house->arena, "%lld", (long long)finding).bytes;
    struct node *given = house_write_given(house, "advice", "004.mttq", "mission", number, "findings", on, "subject", "Thu hồi khoản chi trùng", "sent_on",
                                           "08/09/2021", NULL);
    assert_string_equal(problem_of(house, "record-write", given), "record.not-in-state");
    struct node *move = house_change_given(house, "finding", finding);
    node_put(move, "act", node_text(house->arena, TEXT("confirm")));
    node_put(move, "fields", house_given(house, "decided_on", "07/09/2021", "confirmed_cases", "1", NULL));
    (void)house_act(house, &house->owner, "record-move", move);
    assert_string_equal(problem_of(house, "record-write", given), "");
    const char *other = text_format(house->arena, "%lld", (long long)a_mission(house)).bytes;
    assert_string_equal(problem_of(house, "record-write", house_write_given(house, "advice", "004.mttq", "mission", other, "findings", on, "subject",
                                                                            "Thu hồi khoản chi trùng", "sent_on", "08/09/2021", NULL)),
                        "record.not-shared");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define EACH(test) cmocka_unit_test_setup_teardown(test, setup, house_teardown)
        EACH(one_mission_knows_a_person_again_and_two_have_nothing_in_common),
        EACH(a_key_is_made_once_by_who_may_and_while_the_mission_runs),
        EACH(the_act_that_ends_the_mission_destroys_its_key),
        EACH(a_mission_that_is_withdrawn_or_cancelled_loses_it_too),
        EACH(nothing_that_names_somebody_comes_in_as_a_mark),
        EACH(only_what_was_confirmed_is_recommended_upon),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
