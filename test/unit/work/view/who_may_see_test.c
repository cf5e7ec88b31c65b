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

#define IN_A_HOUSE(test) cmocka_unit_test_setup_teardown(test, house_setup, house_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_HOUSE(each_role_finds_what_the_table_gives),
        IN_A_HOUSE(the_list_of_registers_keeps_to_the_table),
        IN_A_HOUSE(a_role_that_ended_sees_as_the_public),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
