/* record_acts_test.c — entries are written, corrected, withdrawn and moved, by whoever may, and seen by whoever changes them. */
#include "support/house/house.h"

#include "keep/journal/journal.h"
#include "keep/store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static int64_t count_of(struct test_house *house, const char *figure)
{
    return house_figure(house, figure, "004", "2021-Q3").number.digits;
}

static int64_t a_meeting(struct test_house *house)
{
    return house_write(house, "outreach", "00118.kv", "held_on", "08/09/2021", "topic", "Tiêm vắc-xin", "form", "meeting", "attendance", "40",
                       "home_group", "00118.g1", "about", "luat-mttq-2015", "speaker", "Nguyễn Văn A", NULL);
}

static int64_t a_mission(struct test_house *house)
{
    return house_write(house, "supervision", "004.mttq", "topic", "Hỗ trợ theo Nghị quyết 68", "planned_for", "25/08/2021", NULL);
}

static void refused(struct test_house *house, const struct viewer *viewer, const char *act, const struct node *given,
                    enum failure_kind kind)
{
    struct act_answer answer;
    struct failure why;
    assert_false(house_try(house, viewer, act, given, &answer, &why));
    if (why.kind != kind)
        fail_msg("%s: %s", act, why.text);
}

/* ---- writing ---- */

static void a_record_is_kept_and_counts_at_once(void **state)
{
    struct test_house *house = *state;
    int64_t number = a_meeting(house);
    assert_true(text_is(house_read_field(house, "outreach", number, "held_on"), "2021-09-08"));
    assert_true(text_is(house_read_field(house, "outreach", number, "home_group"), "00118.g1"));
    assert_true(text_is(house_read_field(house, "outreach", number, "about"), "luat-mttq-2015"));
    assert_true(text_is(house_read(house, "outreach", number)->state, "noted"));
    assert_int_equal(count_of(house, "outreach.sessions"), 1);
    assert_int_equal(count_of(house, "outreach.attendances"), 40);
    assert_int_equal(house_figure(house, "outreach.sessions", "00136", "2021-Q3").number.digits, 0);
}

struct bad {
    const char *field, *value, *code, *place;
};

static const struct bad BAD[] = {
    {"held_on", "31/02/2021", "record.not-a-day", "held_on"},
    {"held_on", "", "record.required", "held_on"},
    {"topic", "  ", "record.required", "topic"},
    {"form", "xyz", "record.unknown-choice", "form"},
    {"form", "leaflet", "record.unknown-choice", "form"}, /* retired */
    {"form", "meeting", "record.check", "form"},          /* without attendance */
    {"attendance", "nhiều", "record.not-a-number", "attendance"},
    {"attendance", "-1", "record.too-small", "attendance"},
    {"attendance", "100001", "record.too-big", "attendance"},
    {"attendance", "2,5", "record.not-whole", "attendance"},
    {"hours", "2,55", "record.too-fine", "hours"},
    {"first_time", "có lẽ", "record.not-yes-or-no", "first_time"},
    {"home_group", "Tổ 9", "record.unknown-unit", "home_group"},
    {"home_group", "00118", "record.unit-kind", "home_group"},
    {"about", "luật không có", "record.unknown-instrument", "about"},
    {"remark", "gọi 0912 345 678", "record.identity-number", "remark"},
    {"remark", "gọi +84912345678", "record.identity-number", "remark"},
    {"remark", "CCCD 001085012345", "record.identity-number", "remark"},
    {"religion", "…", "act.unknown-field", "religion"},
};

static void each_problem_stands_at_its_field(void **state)
{
    struct test_house *house = *state;
    for (size_t i = 0; i < LENGTH_OF(BAD); i++) {
        struct node *given = house_write_given(house, "outreach", "00118.kv", "held_on", "08/09/2021", "topic", "Rác", "form", "loudspeaker", NULL);
        node_put(node_at(given, "fields"), BAD[i].field, node_text(house->arena, text_of(BAD[i].value)));
        struct act_answer answer;
        struct failure why;
        bool found = false;
        assert_true(house_try(house, &house->owner, "record-write", given, &answer, &why));
        for (size_t k = 0; k < answer.problems.count; k++)
            found = found || (text_is(text_of(answer.problems.items[k].code), BAD[i].code) &&
                              text_is(answer.problems.items[k].place.field, BAD[i].place));
        if (!found || answer.act != 0)
            fail_msg("%s = %s: no %s at %s", BAD[i].field, BAD[i].value, BAD[i].code, BAD[i].place);
    }
    assert_int_equal(count_of(house, "outreach.sessions"), 0);
}

static void a_problem_never_repeats_what_is_personal(void **state)
{
    struct test_house *house = *state;
    char name[150];
    for (size_t i = 0; i + 1 < sizeof name; i++)
        name[i] = 'Q';
    name[sizeof name - 1] = '\0';
    struct node *given = house_write_given(house, "outreach", "00118.kv", "held_on", "08/09/2021", "topic", "Rác", "form", "loudspeaker",
                                           "speaker", name, NULL);
    struct act_answer answer;
    struct failure why;
    assert_true(house_try(house, &house->owner, "record-write", given, &answer, &why));
    assert_int_equal(answer.problems.errors, 1);
    assert_false(text_contains(problem_line(house->arena, &answer.problems.items[0], LANGUAGE_VI), TEXT("QQ")));
}

static void a_warning_does_not_stop_anybody(void **state)
{
    struct test_house *house = *state;
    struct act_answer answer =
        house_act(house, &house->owner, "record-write",
                  house_write_given(house, "outreach", "00118.kv", "held_on", "08/09/2021", "topic", "Rác", "form", "loudspeaker", "hours",
                                    "9,5", NULL));
    assert_int_equal(answer.problems.warnings, 1);
    assert_true(answer.record > 0);
}

static void what_is_personal_stands_in_the_personal_body_only(void **state)
{
    struct test_house *house = *state;
    int64_t number = a_meeting(house);
    struct connection *CLOSING(store_read) reading = NULL;
    struct journal_entry *entry;
    struct failure why;
    assert_true(store_read_begin(instance_store(house->instance), &reading, &why));
    assert_true(journal_load(house->arena, reading, 1, number, &entry, &why));
    assert_null(body_find(entry->facts, TEXT("f:speaker")));
    assert_true(text_is(body_text(entry->personal, TEXT("f:speaker")), "Nguyễn Văn A"));
    for (size_t i = 0; i < body_count(entry->facts); i++)
        assert_false(body_item(entry->facts, i)->value.kind == VALUE_TEXT &&
                     text_contains(body_item(entry->facts, i)->value.text, TEXT("Nguyễn Văn A")));
}

static void a_number_from_a_program_is_no_number_of_people(void **state)
{
    struct test_house *house = *state;
    struct node *given = house_write_given(house, "outreach", "00118.kv", "held_on", "08/09/2021", "topic", "Rác", "form", "loudspeaker", NULL);
    node_put(node_at(given, "fields"), "hours", node_number(house->arena, (struct decimal){1500, 3}));
    node_put(node_at(given, "fields"), "attendance", node_whole(house->arena, 1500));
    int64_t number = house_act(house, &house->owner, "record-write", given).record;
    assert_true(text_is(house_read_field(house, "outreach", number, "hours"), "1.5"));
    assert_true(text_is(house_read_field(house, "outreach", number, "attendance"), "1500"));
}

static void a_record_referred_to_must_be_there(void **state)
{
    struct test_house *house = *state;
    const char *numbers[] = {"999", text_format(house->arena, "%lld", (long long)a_mission(house)).bytes};
    for (size_t i = 0; i < LENGTH_OF(numbers); i++) {
        struct act_answer answer;
        struct failure why;
        assert_true(house_try(house, &house->owner, "record-write",
                              house_write_given(house, "supervision", "004.mttq", "topic", "Rác", "sessions", numbers[i], NULL), &answer, &why));
        assert_int_equal(answer.problems.errors, 1);
        assert_string_equal(answer.problems.items[0].code, "record.unknown-record");
    }
    const char *meeting = text_format(house->arena, "%lld", (long long)a_meeting(house)).bytes;
    assert_true(house_write(house, "supervision", "004.mttq", "topic", "Rác", "sessions", meeting, NULL) > 0);
}

/* ---- correcting and withdrawing ---- */

static void a_correction_moves_the_figures_and_keeps_the_number(void **state)
{
    struct test_house *house = *state;
    int64_t number = a_meeting(house);
    struct node *given = house_change_given(house, "outreach", number);
    node_put(given, "reason", node_text(house->arena, TEXT("ghi nhầm số người")));
    node_put(given, "fields", house_given(house, "attendance", "45", "held_on", "30/06/2021", NULL));
    struct act_answer answer = house_act(house, &house->owner, "record-correct", given);
    assert_int_equal(answer.record, number);
    assert_int_equal(node_count(answer.difference), 2);
    assert_int_equal(house_read(house, "outreach", number)->version, answer.act);
    assert_int_equal(count_of(house, "outreach.attendances"), 0);
    assert_int_equal(house_figure(house, "outreach.attendances", "004", "2021-Q2").number.digits, 45);
}

static void a_correction_without_change_or_reason_is_refused(void **state)
{
    struct test_house *house = *state;
    int64_t number = a_meeting(house);
    struct node *given = house_change_given(house, "outreach", number);
    struct act_answer answer;
    struct failure why;
    node_put(given, "fields", house_given(house, "attendance", "45", NULL));
    assert_true(house_try(house, &house->owner, "record-correct", given, &answer, &why));
    assert_string_equal(answer.problems.items[0].code, "act.reason");
    node_put(given, "reason", node_text(house->arena, TEXT("ghi nhầm số người")));
    node_put(given, "fields", house_given(house, "attendance", "40", NULL));
    assert_true(house_try(house, &house->owner, "record-correct", given, &answer, &why));
    assert_int_equal(answer.problems.errors, 1);
    assert_string_equal(answer.problems.items[answer.problems.count - 1].code, "act.nothing-changed");
}

static void of_two_who_edit_one_record_the_second_is_told(void **state)
{
    struct test_house *house = *state;
    int64_t number = a_meeting(house);
    struct node *first = house_change_given(house, "outreach", number), *second = house_change_given(house, "outreach", number);
    node_put(first, "reason", node_text(house->arena, TEXT("ghi nhầm số người")));
    node_put(first, "fields", house_given(house, "attendance", "45", NULL));
    node_put(second, "reason", node_text(house->arena, TEXT("ghi trùng buổi")));
    (void)house_act(house, &house->owner, "record-correct", first);
    refused(house, &house->owner, "record-correct", first, FAILURE_CONFLICT);
    refused(house, &house->owner, "record-withdraw", second, FAILURE_CONFLICT);
}

static void a_withdrawn_record_counts_no_more(void **state)
{
    struct test_house *house = *state;
    int64_t number = a_meeting(house);
    struct node *given = house_change_given(house, "outreach", number);
    node_put(given, "reason", node_text(house->arena, TEXT("ghi trùng buổi")));
    (void)house_act(house, &house->owner, "record-withdraw", given);
    assert_int_equal(count_of(house, "outreach.sessions"), 0);
    assert_true(house_read(house, "outreach", number)->withdrawn);
    struct node *again = house_change_given(house, "outreach", number);
    node_put(again, "reason", node_text(house->arena, TEXT("ghi trùng buổi")));
    refused(house, &house->owner, "record-withdraw", again, FAILURE_CONFLICT);
}

/* ---- moving ---- */

static struct node *move_given(struct test_house *house, int64_t number, const char *move)
{
    struct node *given = house_change_given(house, "supervision", number);
    node_put(given, "act", node_text(house->arena, text_of(move)));
    return given;
}

static void a_mission_goes_its_way(void **state)
{
    struct test_house *house = *state;
    int64_t number = a_mission(house);
    struct act_answer answer;
    struct failure why;
    assert_int_equal(count_of(house, "supervision.missions_planned"), 1);
    struct node *start = move_given(house, number, "start");
    assert_true(house_try(house, &house->owner, "record-move", start, &answer, &why));
    assert_string_equal(answer.problems.items[0].code, "record.required");
    node_put(start, "fields", house_given(house, "worked_on", "30/08/2021", NULL));
    (void)house_act(house, &house->owner, "record-move", start);
    assert_int_equal(count_of(house, "supervision.missions"), 1);
    assert_int_equal(count_of(house, "supervision.missions_planned"), 0);
    refused(house, &house->owner, "record-move", move_given(house, number, "start"), FAILURE_CONFLICT);
    refused(house, &house->owner, "record-move", move_given(house, number, "fly"), FAILURE_NOT_FOUND);
}

static void who_may_only_move_changes_nothing_else(void **state)
{
    struct test_house *house = *state;
    int64_t number = a_mission(house);
    const struct viewer *approver = house_person(house, "duyet", ROLE_APPROVER, "004.mttq");
    struct node *cancel = move_given(house, number, "cancel");
    node_put(cancel, "fields", house_given(house, "topic", "khác", NULL));
    refused(house, approver, "record-move", cancel, FAILURE_DENIED);
    (void)house_act(house, approver, "record-move", move_given(house, number, "cancel"));
    assert_true(text_is(house_read(house, "supervision", number)->state, "cancelled"));
}

static void a_state_is_written_at_once_only_by_who_may_move_there(void **state)
{
    struct test_house *house = *state;
    const struct viewer *recorder = house_person(house, "ghi", ROLE_RECORDER, "004.mttq");
    const struct viewer *supervisor = house_person(house, "giamsat", ROLE_SUPERVISOR, "004.mttq");
    struct node *given = house_write_given(house, "supervision", "004.mttq", "topic", "Rác", NULL);
    struct act_answer answer;
    struct failure why;
    node_put(given, "state", node_text(house->arena, TEXT("reported")));
    assert_true(house_try(house, recorder, "record-write", given, &answer, &why));
    assert_string_equal(answer.problems.items[0].code, "act.state-not-yours");
    assert_true(house_try(house, supervisor, "record-write", given, &answer, &why));
    assert_int_equal(answer.problems.errors, 2); /* dossiers and reported_on are needed there */
    node_put(given, "fields", house_given(house, "topic", "Rác", "dossiers", "12", "reported_on", "07/09/2021", "worked_on", "30/08/2021", NULL));
    assert_true(house_act(house, supervisor, "record-write", given).record > 0);
    assert_int_equal(count_of(house, "supervision.missions"), 1);
}

/* ---- permission ---- */

struct right {
    enum role role;
    const char *unit;
    bool writes; /* in outreach, for 00118.kv */
};

static const struct right RIGHTS[] = {
    {ROLE_RECORDER, "00118.kv", true},   {ROLE_OFFICER, "00118.kv", true},    {ROLE_SUPERVISOR, "00118.kv", true},
    {ROLE_APPROVER, "00118.kv", false},  {ROLE_CLERK, "00118.kv", false},     {ROLE_RECEPTION, "00118.kv", false},
    {ROLE_CUSTODIAN, "00118.kv", false}, {ROLE_PUBLISHER, "00118.kv", false}, {ROLE_ADMINISTRATOR, "00118.kv", false},
    {ROLE_RECORDER, "00136.kv", false},  {ROLE_RECORDER, "00118.pn", false},  {ROLE_OFFICER, "004.bdv", false},
};

static void each_role_may_what_it_may(void **state)
{
    struct test_house *house = *state;
    struct node *given = house_write_given(house, "outreach", "00118.kv", "held_on", "08/09/2021", "topic", "Rác", "form", "loudspeaker", NULL);
    for (size_t i = 0; i < LENGTH_OF(RIGHTS); i++) {
        const char *name = text_format(house->arena, "nguoi%zu", i).bytes;
        const struct viewer *person = house_person(house, name, RIGHTS[i].role, RIGHTS[i].unit);
        struct act_answer answer;
        struct failure why;
        if (house_try(house, person, "record-write", given, &answer, &why) != RIGHTS[i].writes)
            fail_msg("%.*s of %s", TEXT_ARGS(role_word(RIGHTS[i].role)), RIGHTS[i].unit);
        assert_true(RIGHTS[i].writes || why.kind == FAILURE_DENIED);
    }
    const struct viewer nobody = {.today = house->owner.today};
    refused(house, &nobody, "record-write", given, FAILURE_DENIED);
    int64_t number = a_meeting(house);
    struct node *change = house_change_given(house, "outreach", number);
    node_put(change, "version", node_whole(house->arena, 1)); /* not even that it has changed is said */
    refused(house, &nobody, "record-correct", change, FAILURE_DENIED);
    refused(house, &nobody, "record-withdraw", change, FAILURE_DENIED);
}

static void a_grant_that_ended_gives_nothing(void **state)
{
    struct test_house *house = *state;
    (void)house_person(house, "lan", ROLE_RECORDER, "00118.kv");
    struct node *given = house_write_given(house, "outreach", "00118.kv", "held_on", "08/09/2021", "topic", "Rác", "form", "loudspeaker", NULL);
    (void)house_act(house, house_viewer(house, "lan"), "record-write", given);
    struct node *end = node_map(house->arena);
    node_put(end, "grant", node_whole(house->arena, house_viewer(house, "lan")->account->grants[0].number));
    (void)house_act(house, &house->owner, "account-grant-end", end);
    refused(house, house_viewer(house, "lan"), "record-write", given, FAILURE_DENIED);
}

/* ---- the same event twice ---- */

static void compare_sessions(struct test_house *house)
{
    struct definition_source source = house_source_changed(house->arena, house_source(house->arena), "pack.yaml", "version: 1", "version: 2");
    source = house_source_changed(house->arena, source, "registers/outreach.yaml", "name: topic\n", "name: topic\nsame: [held_on, form, topic]\n");
    (void)house_act(house, &house->owner, "upgrade", house_files_given(house->arena, source));
}

static struct act_answer a_session(struct test_house *house, const struct viewer *viewer, const char *unit, bool twice)
{
    struct node *given = house_write_given(house, "outreach", unit, "held_on", "08/09/2021", "topic", "Họp tổ 7: tiêm vắc-xin", "form", "loudspeaker", NULL);
    struct act_answer answer;
    struct failure why;
    if (twice)
        node_put(given, "twice", node_text(house->arena, TEXT("yes")));
    if (!house_try(house, viewer, "record-write", given, &answer, &why))
        fail_msg("%s", why.text);
    return answer;
}

static void what_may_be_recorded_already_is_asked_about(void **state)
{
    struct test_house *house = *state;
    compare_sessions(house);
    const struct viewer *bloc = house_person(house, "bloc", ROLE_RECORDER, "00118.kv");
    struct act_answer first = a_session(house, bloc, "00118.kv", false);
    assert_int_equal(first.problems.errors, 0);
    struct act_answer again = a_session(house, bloc, "00118.kv", false);
    assert_int_equal(again.act, 0);
    assert_true(act_only_alike(&again.problems));
    struct text record = text_format(house->arena, "outreach/%lld", (long long)first.record);
    assert_true(text_equal(act_alike_record(&again.problems.items[0]), record));
    assert_int_equal(count_of(house, "outreach.sessions"), 1);
    assert_true(a_session(house, bloc, "00118.kv", true).record > 0);
    assert_int_equal(count_of(house, "outreach.sessions"), 2);
}

/* Whoever may not see the rows of another organisation learns only that it wrote one down. */
static void of_what_one_may_not_see_only_the_writer_is_told(void **state)
{
    struct test_house *house = *state;
    compare_sessions(house);
    const struct viewer *women = house_person(house, "women", ROLE_RECORDER, "00118.pn");
    (void)a_session(house, &house->owner, "00118.kv", false);
    struct act_answer answer = a_session(house, women, "00118.pn", false);
    assert_int_equal(answer.problems.errors, 1);
    assert_true(act_only_alike(&answer.problems));
    const struct problem *problem = &answer.problems.items[0];
    bool sees = account_sight(women, house_now(house)->definition, definition_register(house_now(house)->definition, TEXT("outreach")),
                              house_unit(house, "00118.kv")) >= SIGHT_ROWS_WITHOUT_PERSONS;
    assert_false(sees);
    assert_true(text_is(text_of(problem->code), "record.alike-unseen"));
    struct text said = problem_line(house->arena, problem, LANGUAGE_VI);
    assert_true(text_contains(said, TEXT("Khối Dân vận phường Ngọc Thụy")));
    assert_false(text_contains(said, TEXT("tiêm")));
}

/* A sheet's rows are many acts as one: its preview has told of them. */
static void many_acts_at_once_are_not_asked(void **state)
{
    struct test_house *house = *state;
    compare_sessions(house);
    const struct node *given = house_write_given(house, "outreach", "00118.kv", "held_on", "08/09/2021", "topic", "Rác", "form", "loudspeaker", NULL);
    const struct act_request requests[] = {{.name = TEXT("record-write"), .viewer = &house->owner, .given = given},
                                           {.name = TEXT("record-write"), .viewer = &house->owner, .given = given}};
    struct act_answer answers[2];
    struct failure why;
    if (!act_perform_many(house->instance, requests, 2, house->arena, answers, &why))
        fail_msg("%s", why.text);
    assert_int_equal(count_of(house, "outreach.sessions"), 2);
}

#define IN_A_HOUSE(test) cmocka_unit_test_setup_teardown(test, house_setup, house_teardown)

static void a_refused_value_is_told_once(void **state)
{
    struct test_house *house = *state;
    struct act_answer answer;
    struct failure why;
    struct node *given = house_write_given(house, "outreach", "00118.kv", "held_on", "31/2/2021", "topic", "Rác", "form", "meeting",
                                           "attendance", "ba mươi", NULL);
    assert_true(house_try(house, &house->owner, "record-write", given, &answer, &why));
    assert_int_equal(answer.problems.errors, 2); /* not also: fill in the day, a meeting needs its attendance */
    assert_string_equal(answer.problems.items[0].code, "record.not-a-day");
    assert_string_equal(answer.problems.items[1].code, "record.not-a-number");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_refused_value_is_told_once, house_setup, house_teardown),
        IN_A_HOUSE(what_may_be_recorded_already_is_asked_about),
        IN_A_HOUSE(of_what_one_may_not_see_only_the_writer_is_told),
        IN_A_HOUSE(many_acts_at_once_are_not_asked),
        IN_A_HOUSE(a_record_is_kept_and_counts_at_once),
        IN_A_HOUSE(each_problem_stands_at_its_field),
        IN_A_HOUSE(a_problem_never_repeats_what_is_personal),
        IN_A_HOUSE(a_warning_does_not_stop_anybody),
        IN_A_HOUSE(what_is_personal_stands_in_the_personal_body_only),
        IN_A_HOUSE(a_number_from_a_program_is_no_number_of_people),
        IN_A_HOUSE(a_record_referred_to_must_be_there),
        IN_A_HOUSE(a_correction_moves_the_figures_and_keeps_the_number),
        IN_A_HOUSE(a_correction_without_change_or_reason_is_refused),
        IN_A_HOUSE(of_two_who_edit_one_record_the_second_is_told),
        IN_A_HOUSE(a_withdrawn_record_counts_no_more),
        IN_A_HOUSE(a_mission_goes_its_way),
        IN_A_HOUSE(who_may_only_move_changes_nothing_else),
        IN_A_HOUSE(a_state_is_written_at_once_only_by_who_may_move_there),
        IN_A_HOUSE(each_role_may_what_it_may),
        IN_A_HOUSE(a_grant_that_ended_gives_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
