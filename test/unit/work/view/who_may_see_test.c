/* who_may_see_test.c — the table who-may-see, walked as every role and as nobody: what the pages give. */
#include "unit/work/view/looking.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define DONOR "Nguyễn Thị Hoa Sen"
#define SPEAKER "Trần Văn Loa"

enum { REGISTERS = 3 };

/* One figure of each register, asked where its records lie. */
static const struct {
    const char *figure, *place;
} ASKED[REGISTERS] = {{"outreach.sessions", "00118"}, {"donation.received", "00118"}, {"supervision.missions", "004"}};

struct person {
    const char *name, *unit; /* unit NULL: nobody */
    enum role role;
    enum sight sights[REGISTERS]; /* what the table gives of the records of 00118.kv, 00118.mttq, 004.mttq */
};

static const struct person PEOPLE[] = {
    {"nobody", NULL, ROLE_RECORDER, {SIGHT_FIGURES, SIGHT_NOTHING, SIGHT_FIGURES}},
    {"bloc", "00118.kv", ROLE_RECORDER, {SIGHT_ROWS, SIGHT_FIGURES, SIGHT_FIGURES}},
    {"peer", "00136.kv", ROLE_RECORDER, {SIGHT_FIGURES, SIGHT_NOTHING, SIGHT_FIGURES}},
    {"women", "00118.pn", ROLE_RECORDER, {SIGHT_FIGURES, SIGHT_FIGURES, SIGHT_FIGURES}},
    {"wardfront", "00118.mttq", ROLE_RECORDER, {SIGHT_ROWS, SIGHT_ROWS, SIGHT_FIGURES}},
    {"commission", "004.bdv", ROLE_OFFICER, {SIGHT_ROWS, SIGHT_FIGURES, SIGHT_FIGURES}},
    {"approver", "004.bdv", ROLE_APPROVER, {SIGHT_ROWS, SIGHT_FIGURES, SIGHT_FIGURES}},
    {"clerk", "004.bdv", ROLE_CLERK, {SIGHT_ROWS, SIGHT_FIGURES, SIGHT_FIGURES}},
    {"publisher", "004.bdv", ROLE_PUBLISHER, {SIGHT_ROWS, SIGHT_FIGURES, SIGHT_FIGURES}},
    {"front", "004.mttq", ROLE_OFFICER, {SIGHT_ROWS, SIGHT_ROWS, SIGHT_ROWS}},
    {"supervisor", "004.mttq", ROLE_SUPERVISOR, {SIGHT_ROWS, SIGHT_ROWS, SIGHT_ROWS}},
    {"government", "004.ubnd", ROLE_OFFICER, {SIGHT_FIGURES, SIGHT_ROWS, SIGHT_ROWS_WITHOUT_PERSONS}},
    {"reception", "004.ubnd", ROLE_RECEPTION, {SIGHT_FIGURES, SIGHT_ROWS, SIGHT_ROWS_WITHOUT_PERSONS}},
    {"custodian", "004.ubnd", ROLE_CUSTODIAN, {SIGHT_FIGURES, SIGHT_ROWS, SIGHT_ROWS_WITHOUT_PERSONS}},
    {"administrator", "004.bdv", ROLE_ADMINISTRATOR, {SIGHT_FIGURES, SIGHT_NOTHING, SIGHT_FIGURES}},
};

/* One record in each register; their numbers. */
static void fill(struct test_house *house, int64_t records[REGISTERS])
{
    records[0] = house_write(house, "outreach", "00118.kv", "held_on", "20/08/2021", "topic", "Tiêm vắc-xin", "form", "loudspeaker", "speaker",
                             SPEAKER, NULL);
    records[1] = house_write(house, "donation", "00118.mttq", "booked_on", "21/08/2021", "direction", "received", "amount", "500000", "donor",
                             DONOR, NULL);
    struct node *given = house_write_given(house, "supervision", "004.mttq", "topic", "Hỗ trợ người lao động", "form", "team", "worked_on",
                                           "30/08/2021", "reported_on", "05/09/2021", "dossiers", "12", NULL);
    node_put(given, "state", node_text(house->arena, TEXT("reported")));
    records[2] = house_act(house, &house->owner, "record-write", given).record;
}

static const struct viewer *enter(struct test_house *house, const struct person *person)
{
    static const struct viewer nobody = {0};
    return person->unit ? house_person(house, person->name, person->role, person->unit) : &nobody;
}

static bool names_a_person(struct test_house *house, const struct node *page)
{
    struct text all = look_all(house, page);
    return text_contains(all, TEXT(DONOR)) || text_contains(all, TEXT(SPEAKER));
}

static void check_page(struct test_house *house, const struct viewer *viewer, const struct person *person, size_t which)
{
    enum sight sight = person->sights[which];
    const char *figure = ASKED[which].figure;
    enum failure_kind kind = look_kind(house, viewer, "figure", "figure", figure, "don-vi", ASKED[which].place, "ky", "2021-Q3", NULL);
    if (sight == SIGHT_NOTHING) {
        if (kind != FAILURE_DENIED)
            fail_msg("%s opened %s", person->name, figure);
        return;
    }
    if (kind != FAILURE_NONE)
        fail_msg("%s may not open %s", person->name, figure);
    const struct node *page = look(house, viewer, "figure", "figure", figure, "don-vi", ASKED[which].place, "ky", "2021-Q3", NULL);
    size_t rows = node_count(look_at(page, "records.rows"));
    if ((sight >= SIGHT_ROWS_WITHOUT_PERSONS) != (rows == 1))
        fail_msg("%s finds %zu records behind %s", person->name, rows, figure);
    if (rows == 0 && !look_truth(page, "records_closed") && !look_truth(page, "records.some_hidden"))
        fail_msg("%s is not told whether %s opens", person->name, figure);
    if (names_a_person(house, page))
        fail_msg("%s reads a person's name behind %s", person->name, figure);
}

static const char *register_of(struct test_house *house, size_t which)
{
    struct text rest = text_of(ASKED[which].figure), name = {0};
    assert_true(text_next(&rest, '.', &name));
    return text_copy(house->arena, name).bytes;
}

/* The list of a register: the record stands in it for those who see rows, a person's name only for those who see all of it. */
static void check_list(struct test_house *house, const struct viewer *viewer, const struct person *person, size_t which)
{
    enum sight sight = person->sights[which];
    const char *name = register_of(house, which);
    if (look_kind(house, viewer, "entries", "register", name, NULL) != FAILURE_NONE) {
        if (sight >= SIGHT_ROWS_WITHOUT_PERSONS)
            fail_msg("%s may not open the list of %s", person->name, name);
        return;
    }
    const struct node *page = look(house, viewer, "entries", "register", name, NULL);
    size_t rows = node_count(look_at(page, "rows"));
    if ((sight >= SIGHT_ROWS_WITHOUT_PERSONS) != (rows == 1))
        fail_msg("%s finds %zu records in the list of %s", person->name, rows, name);
    if (sight < SIGHT_ROWS && names_a_person(house, page))
        fail_msg("%s reads a person's name in the list of %s", person->name, name);
}

static void check_record(struct test_house *house, const struct viewer *viewer, const struct person *person, size_t which, int64_t record)
{
    enum sight sight = person->sights[which];
    const char *name = register_of(house, which), *number = text_format(house->arena, "%lld", (long long)record).bytes;
    bool opens = look_kind(house, viewer, "record", "register", name, "record", number, NULL) == FAILURE_NONE;
    if (opens != (sight >= SIGHT_ROWS_WITHOUT_PERSONS))
        fail_msg("%s opens a record of %s: %d", person->name, name, opens);
    if (!opens)
        return;
    const struct node *page = look(house, viewer, "record", "register", name, "record", number, NULL);
    bool named = names_a_person(house, page);
    if (named != (sight == SIGHT_ROWS && which != 2))
        fail_msg("%s reads a person's name in a record of %s: %d", person->name, name, named);
}

static void each_role_finds_what_the_table_gives(void **state)
{
    struct test_house *house = *state;
    int64_t records[REGISTERS];
    fill(house, records);
    for (size_t i = 0; i < LENGTH_OF(PEOPLE); i++) {
        const struct viewer *viewer = enter(house, &PEOPLE[i]);
        for (size_t which = 0; which < REGISTERS; which++) {
            check_page(house, viewer, &PEOPLE[i], which);
            check_list(house, viewer, &PEOPLE[i], which);
            check_record(house, viewer, &PEOPLE[i], which, records[which]);
        }
    }
}

/* Whoever may not open a figure finds the register nowhere, and nobody finds a name in any list. */
static void the_list_of_registers_keeps_to_the_table(void **state)
{
    struct test_house *house = *state;
    int64_t records[REGISTERS];
    fill(house, records);
    for (size_t i = 0; i < LENGTH_OF(PEOPLE); i++) {
        const struct node *page = look(house, enter(house, &PEOPLE[i]), "registers", "ky", "2021-Q3", NULL);
        bool told = text_contains(look_all(house, page), TEXT("donation.received"));
        /* A ward asks at its own place; the list is about the district. */
        bool of_district = PEOPLE[i].unit && text_starts(text_of(PEOPLE[i].unit), TEXT("004")) && PEOPLE[i].role != ROLE_ADMINISTRATOR;
        if (told != of_district)
            fail_msg("%s is told of donations: %d", PEOPLE[i].name, told);
    }
}

/* An end of a role ends the sight, on the day after. */
static void a_role_that_ended_sees_as_the_public(void **state)
{
    struct test_house *house = *state;
    int64_t records[REGISTERS];
    fill(house, records);
    const struct viewer *front = house_person(house, "front", ROLE_OFFICER, "004.mttq");
    struct viewer later = *front;
    struct grant ended = front->account->grants[0];
    struct account account = *front->account;
    ended.to = day_plus(front->today, -1);
    account.grants = &ended;
    later.account = &account;
    assert_int_equal(look_kind(house, front, "figure", "figure", "donation.received", "don-vi", "00118", "ky", "2021-Q3", NULL), FAILURE_NONE);
    assert_int_equal(look_kind(house, &later, "figure", "figure", "donation.received", "don-vi", "00118", "ky", "2021-Q3", NULL), FAILURE_DENIED);
}

/* ---- whom a record is addressed to ---- */

static int setup_packs(void **state)
{
    struct test_house *house = test_malloc(sizeof *house);
    house_open_packs(house);
    house_at(house, 2021, 9, 8);
    *state = house;
    return 0;
}

static int teardown_packs(void **state)
{
    bool same = house_replays(*state);
    house_close(*state);
    test_free(*state);
    return same ? 0 : -1;
}

static const char *number_of(struct test_house *house, int64_t record)
{
    return text_format(house->arena, "%lld", (long long)record).bytes;
}

static int64_t a_directive(struct test_house *house)
{
    return house_write(house, "directive", "004.bdv", "received_on", "01/09/2021", "number", "206/KH-UBND", "issued_on", "31/08/2021", "issuer",
                       "UBND Thành phố", "level", "city", "kind", "plan", "subject", "Xét nghiệm diện rộng", "topic", "epidemic", NULL);
}

static int64_t a_duty(struct test_house *house, int64_t directive, const char *task, const char *to)
{
    return house_write(house, "duty", "004.bdv", "directive", number_of(house, directive), "assigned_on", "02/09/2021", "task", task, "office",
                       "Khối Dân vận", "given_to", to, "due_on", "20/09/2021", NULL);
}

static bool opens(struct test_house *house, const struct viewer *viewer, const char *register_, int64_t record)
{
    return look_kind(house, viewer, "record", "register", register_, "record", number_of(house, record), NULL) == FAILURE_NONE;
}

static const struct {
    const char *name, *unit;
    enum role role;
} BESIDE[] = {{"phunu", "00139.pn", ROLE_RECORDER}, {"ubndphuong", "00139.ubnd", ROLE_OFFICER}, {"danguy", "00139.du", ROLE_OFFICER},
              {"quantriphuong", "00139.kv", ROLE_ADMINISTRATOR}};

/* The sender's other duties, its directive and its figures stay where they were. */
static void a_duty_is_seen_by_whom_it_names_and_by_nobody_beside(void **state)
{
    struct test_house *house = *state;
    int64_t directive = a_directive(house), own = a_duty(house, directive, "Báo cáo kết quả xét nghiệm", "00139.kv"),
            others = a_duty(house, directive, "Báo cáo kết quả tiêm chủng", "00136.kv");
    const struct viewer *bloc = house_person(house, "bode", ROLE_RECORDER, "00139.kv");
    assert_true(opens(house, bloc, "duty", own));
    assert_false(opens(house, bloc, "duty", others) || opens(house, bloc, "directive", directive));
    const struct node *list = look(house, bloc, "entries", "register", "duty", NULL); /* its own, and the way to what others sent */
    assert_int_equal(node_count(look_at(list, "rows")), 0);
    assert_true(text_is(look_text(list, "addressed.href"), "/so/duty?gui-den=co"));
    list = look(house, bloc, "entries", "register", "duty", "gui-den", "co", NULL);
    assert_int_equal(node_count(look_at(list, "rows")), 1);
    assert_false(text_contains(look_all(house, list), TEXT("tiêm chủng")));
    list = look(house, bloc, "entries", "register", "duty", "gui-den", "co", "tim", "báo cáo", "rut", "co", NULL);
    assert_int_equal(node_count(look_at(list, "rows")), 1);
    const struct node *today = look_at(look(house, bloc, "today", "path", "/", NULL), "addressed");
    assert_int_equal(node_count(today), 1);
    assert_true(text_is(look_text(today->list.items[0], "due.value"), "2021-09-20"));
    const struct node *page = look(house, bloc, "record", "register", "duty", "record", number_of(house, own), NULL);
    assert_false(look_truth(page, "may_correct") || look_truth(page, "may_withdraw"));
    assert_int_equal(node_count(look_at(page, "moves")), 0);
    for (size_t i = 0; i < LENGTH_OF(BESIDE); i++) {
        const struct viewer *viewer = house_person(house, BESIDE[i].name, BESIDE[i].role, BESIDE[i].unit);
        if (opens(house, viewer, "duty", own))
            fail_msg("%s opens a duty of another", BESIDE[i].name);
        const struct node *waits = look_at(look(house, viewer, "today", "path", "/", NULL), "addressed");
        if (node_count(waits) > 0)
            fail_msg("%s is told of a duty of another", BESIDE[i].name);
    }
}

static void a_duty_that_is_done_or_withdrawn_waits_for_nobody(void **state)
{
    struct test_house *house = *state;
    int64_t directive = a_directive(house), done = a_duty(house, directive, "Báo cáo kết quả xét nghiệm", "00139.kv"),
            gone = a_duty(house, directive, "Báo cáo kết quả tiêm chủng", "00139.kv");
    const struct viewer *bloc = house_person(house, "bode", ROLE_RECORDER, "00139.kv");
    struct node *finish = house_change_given(house, "duty", done), *withdraw = house_change_given(house, "duty", gone);
    node_put(finish, "act", node_text(house->arena, TEXT("finish")));
    node_put(finish, "fields", house_given(house, "done_on", "07/09/2021", "answer", "Đã gửi báo cáo", NULL));
    node_put(withdraw, "reason", node_text(house->arena, TEXT("Ghi nhầm đơn vị")));
    (void)house_act(house, &house->owner, "record-move", finish);
    (void)house_act(house, &house->owner, "record-withdraw", withdraw);
    assert_int_equal(node_count(look_at(look(house, bloc, "today", "path", "/", NULL), "addressed")), 0);
    const struct node *list = look(house, bloc, "entries", "register", "duty", "gui-den", "co", "rut", "co", NULL);
    assert_int_equal(node_count(look_at(list, "rows")), 1);
}

static int64_t a_recommendation(struct test_house *house, int64_t mission, const char *subject, const char *to)
{
    return house_write(house, "recommendation", "004.mttq", "mission", number_of(house, mission), "subject", subject, "addressee", "Nơi được giám sát",
                       "addressed_to", to, "addressee_level", "district", "sent_on", "02/09/2021", "due_on", "30/09/2021", NULL);
}

static void a_recommendation_is_seen_by_whom_it_is_sent_to(void **state)
{
    struct test_house *house = *state;
    int64_t mission = house_write(house, "supervision", "004.mttq", "topic", "Hỗ trợ người lao động", "subject", "support", "form", "team",
                                  "plan_made_on", "01/08/2021", "planned_for", "20/08/2021", NULL);
    int64_t own = a_recommendation(house, mission, "Rút ngắn thời gian chi trả", "004.ubnd"),
            others = a_recommendation(house, mission, "Niêm yết danh sách", "00139.ubnd");
    const struct viewer *office = house_person(house, "ubndquan", ROLE_OFFICER, "004.ubnd"), *ward = house_person(house, "ubndbode", ROLE_RECORDER, "00139.ubnd");
    assert_true(opens(house, office, "recommendation", own) && opens(house, ward, "recommendation", others));
    assert_false(opens(house, ward, "recommendation", own) || opens(house, office, "recommendation", others));
    assert_false(opens(house, office, "supervision", mission) || opens(house, ward, "supervision", mission));
    assert_int_equal(node_count(look_at(look(house, office, "today", "path", "/", NULL), "addressed")), 1);
}

static void what_is_addressed_names_an_organisation(void **state)
{
    struct test_house *house = *state;
    struct act_answer answer;
    struct failure why;
    struct node *given = house_write_given(house, "duty", "004.bdv", "directive", number_of(house, a_directive(house)), "assigned_on", "02/09/2021",
                                           "task", "Báo cáo", "office", "Khối Dân vận", "given_to", "00139", "due_on", "20/09/2021", NULL);
    assert_true(house_try(house, &house->owner, "record-write", given, &answer, &why));
    assert_string_equal(answer.problems.items[0].code, "record.addressee-place");
}

#define WITH_PACKS(test) cmocka_unit_test_setup_teardown(test, setup_packs, teardown_packs)
#define IN_A_HOUSE(test) cmocka_unit_test_setup_teardown(test, house_setup, house_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_HOUSE(each_role_finds_what_the_table_gives),
        IN_A_HOUSE(the_list_of_registers_keeps_to_the_table),
        IN_A_HOUSE(a_role_that_ended_sees_as_the_public),
        WITH_PACKS(a_duty_is_seen_by_whom_it_names_and_by_nobody_beside),
        WITH_PACKS(a_duty_that_is_done_or_withdrawn_waits_for_nobody),
        WITH_PACKS(a_recommendation_is_seen_by_whom_it_is_sent_to),
        WITH_PACKS(what_is_addressed_names_an_organisation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
