/*
 * permission_test.c — who may: role × organisation × register, as the small pack's who-may-see says.
 *
 * Small pack: outreach is entered by bloc, front, women; rows for the commission and the Front, figures for
 * peers, mass and government. Supervision by the Front: the commission sees figures, the government rows without persons,
 * peers nothing. Donation by front and women: the government sees rows.
 */
#include "keep/account/account.h"
#include "support/store/address.h"

#include "base/file.h"
#include "keep/store/store.h"

#include <stdlib.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct place_of_work {
    struct arena *arena;
    struct store *store;
    const struct definition *definition;
    const struct unit_tree *tree;
    char folder[48];
};

static const struct day TODAY = {18878}; /* 2021-09-08 */

static bool save(void *context, struct connection *writer, struct failure *why)
{
    struct place_of_work *work = context;
    return unit_save_definition(writer, work->definition, why) && unit_tree_load(work->arena, writer, work->definition, &work->tree, why);
}

static int open_place(void **state)
{
    struct arena *arena = arena_open();
    struct place_of_work *work = arena_make(arena, sizeof *work);
    struct definition_source source;
    struct problems problems;
    struct failure why;
    *work = (struct place_of_work){.arena = arena, .folder = "/tmp/danvan-work-XXXXXX"};
    problems_init(&problems, arena, 20);
    assert_non_null(mkdtemp(work->folder));
    const struct store_options options = {.address = test_store_address(arena, work->folder, "store"), .writes = true, .create = true};
    assert_true(store_open(&options, &work->store, &why));
    assert_true(unit_migrate(work->store, &why) && account_migrate(work->store, &why));
    assert_true(definition_source_read(arena, DANVAN_TEST_DATA "/packs", TEXT("small"), &source, &problems, &why));
    work->definition = definition_make(arena, &source, &problems);
    assert_non_null(work->definition);
    assert_true(store_write(work->store, save, work, &why));
    *state = work;
    return 0;
}

static int close_place(void **state)
{
    struct place_of_work *work = *state;
    struct failure why;
    store_close(work->store);
    assert_true(folder_delete(work->folder, &why));
    arena_close(work->arena);
    return 0;
}

static const struct unit *unit_of(const struct place_of_work *work, const char *code)
{
    const struct unit *unit = unit_find(work->tree, text_of(code), TODAY);
    assert_non_null(unit);
    return unit;
}

/* A person with one role, from and to as given; NULL for no role at all. */
static struct viewer person(const struct place_of_work *work, enum role role, const char *unit, struct day from, struct day to)
{
    struct grant *grant = arena_make(work->arena, sizeof *grant);
    struct account *account = arena_make(work->arena, sizeof *account);
    *grant = (struct grant){.number = 1, .role = role, .unit = unit_of(work, unit), .from = from, .to = to};
    *account = (struct account){.number = 2, .name = TEXT("lan"), .grants = grant, .grant_count = 1};
    return (struct viewer){.account = account, .acting_for = grant->unit, .today = TODAY};
}

static const struct register_definition *register_of(const struct place_of_work *work, const char *name)
{
    return definition_register(work->definition, text_of(name));
}

/* ---- seeing ---- */

struct seen {
    enum role role;
    const char *unit, *register_, *of; /* records of this organisation */
    enum sight sight;
};

static const struct seen SEEN[] = {
    /* one's own */
    {ROLE_RECORDER, "00118.kv", "outreach", "00118.kv", SIGHT_ROWS},
    {ROLE_OFFICER, "004.mttq", "supervision", "004.mttq", SIGHT_ROWS},
    {ROLE_RECORDER, "00118.pn", "donation", "00118.pn", SIGHT_ROWS},
    /* above: the district's commission, front and government over a ward */
    {ROLE_OFFICER, "004.bdv", "outreach", "00118.kv", SIGHT_ROWS},
    {ROLE_OFFICER, "004.bdv", "outreach", "00118.pn", SIGHT_ROWS},
    {ROLE_OFFICER, "004.bdv", "supervision", "00118.mttq", SIGHT_FIGURES},
    {ROLE_OFFICER, "004.bdv", "donation", "00118.pn", SIGHT_FIGURES},
    {ROLE_OFFICER, "004.mttq", "outreach", "00118.kv", SIGHT_ROWS},
    {ROLE_OFFICER, "004.mttq", "donation", "00118.pn", SIGHT_ROWS},
    {ROLE_OFFICER, "004.ubnd", "outreach", "00118.kv", SIGHT_FIGURES},
    {ROLE_OFFICER, "004.ubnd", "supervision", "00118.mttq", SIGHT_ROWS_WITHOUT_PERSONS},
    {ROLE_OFFICER, "004.ubnd", "donation", "00118.pn", SIGHT_ROWS},
    /* beside: in the same place */
    {ROLE_OFFICER, "004.bdv", "supervision", "004.mttq", SIGHT_FIGURES},
    {ROLE_OFFICER, "004.ubnd", "supervision", "004.mttq", SIGHT_ROWS_WITHOUT_PERSONS},
    {ROLE_RECORDER, "00118.pn", "outreach", "00118.kv", SIGHT_FIGURES},
    {ROLE_RECORDER, "00118.mttq", "outreach", "00118.kv", SIGHT_ROWS},
    /* peers: another ward's */
    {ROLE_RECORDER, "00136.kv", "outreach", "00118.kv", SIGHT_FIGURES},
    {ROLE_RECORDER, "00136.kv", "supervision", "00118.mttq", SIGHT_FIGURES}, /* what the public sees */
    {ROLE_RECORDER, "00136.kv", "donation", "00118.pn", SIGHT_FIGURES},
    /* below: a ward sees no rows of its district */
    {ROLE_RECORDER, "00118.kv", "supervision", "004.mttq", SIGHT_FIGURES},
    /* a place's administrator opens no register */
    {ROLE_ADMINISTRATOR, "004.bdv", "outreach", "00118.kv", SIGHT_FIGURES},
    {ROLE_ADMINISTRATOR, "00118.kv", "outreach", "00118.kv", SIGHT_FIGURES},
    {ROLE_ADMINISTRATOR, "00118.pn", "donation", "00118.pn", SIGHT_NOTHING},
};

static void each_sees_what_the_pack_says(void **state)
{
    const struct place_of_work *work = *state;
    for (size_t i = 0; i < LENGTH_OF(SEEN); i++) {
        const struct viewer viewer = person(work, SEEN[i].role, SEEN[i].unit, DAY_NONE, DAY_NONE);
        enum sight sight = account_sight(&viewer, work->definition, register_of(work, SEEN[i].register_), unit_of(work, SEEN[i].of));
        if (sight != SEEN[i].sight)
            fail_msg("%.*s of %s in %s of %s: %d, not %d", TEXT_ARGS(role_word(SEEN[i].role)), SEEN[i].unit, SEEN[i].register_, SEEN[i].of,
                     (int)sight, (int)SEEN[i].sight);
    }
}

static void the_public_sees_what_a_register_shows(void **state)
{
    const struct place_of_work *work = *state;
    const struct viewer nobody = {.today = TODAY};
    assert_int_equal(account_sight(&nobody, work->definition, register_of(work, "outreach"), unit_of(work, "00118.kv")), SIGHT_FIGURES);
    assert_int_equal(account_sight(&nobody, work->definition, register_of(work, "donation"), unit_of(work, "00118.pn")), SIGHT_NOTHING);
}

/* Every role, of every organisation, sees no more of a register than its own organisation's class allows; an administrator never rows. */
static void no_role_opens_more_than_its_organisation(void **state)
{
    const struct place_of_work *work = *state;
    const struct unit_set *units = unit_all(work->arena, work->tree, TODAY);
    for (size_t r = 0; r < work->definition->register_count; r++)
        for (size_t a = 0; a < units->count; a++)
            for (size_t b = 0; b < units->count; b++) {
                const struct register_definition *register_ = &work->definition->registers[r];
                if (!units->units[a]->is_organisation || !units->units[b]->is_organisation)
                    continue;
                const char *code = text_copy(work->arena, units->units[a]->code).bytes;
                const struct viewer admin = person(work, ROLE_ADMINISTRATOR, code, DAY_NONE, DAY_NONE);
                const struct viewer clerk = person(work, ROLE_CLERK, code, DAY_NONE, DAY_NONE);
                const struct viewer nobody = {.today = TODAY};
                enum sight open = account_sight(&nobody, work->definition, register_, units->units[b]);
                enum sight sight = account_sight(&clerk, work->definition, register_, units->units[b]);
                assert_int_equal(account_sight(&admin, work->definition, register_, units->units[b]), open);
                assert_true(sight >= open);
                if (units->units[a] == units->units[b])
                    assert_int_equal(sight, SIGHT_ROWS);
            }
}

/* ---- days, locks ---- */

static void a_role_holds_on_its_days_only(void **state)
{
    const struct place_of_work *work = *state;
    static const struct { int from, to; bool holds; } CASES[] = { /* days from today; 99: open */
        {99, 99, true}, {0, 99, true}, {1, 99, false}, {99, 0, true}, {99, -1, false}, {-5, -1, false}, {-5, 5, true}, {1, 5, false},
    };
    for (size_t i = 0; i < LENGTH_OF(CASES); i++) {
        struct day from = CASES[i].from == 99 ? DAY_NONE : day_plus(TODAY, CASES[i].from);
        struct day to = CASES[i].to == 99 ? DAY_NONE : day_plus(TODAY, CASES[i].to);
        const struct viewer viewer = person(work, ROLE_RECORDER, "00118.kv", from, to);
        const struct unit *own = unit_of(work, "00118.kv");
        assert_int_equal(account_has_role(&viewer, ROLE_RECORDER, own), CASES[i].holds);
        assert_int_equal(account_has_role_anywhere(&viewer, ROLE_RECORDER), CASES[i].holds);
        assert_int_equal(account_may_write(&viewer, register_of(work, "outreach"), own), CASES[i].holds);
        assert_int_equal(account_sight(&viewer, work->definition, register_of(work, "outreach"), own) == SIGHT_ROWS, CASES[i].holds);
    }
}

static void a_locked_person_and_nobody_may_nothing(void **state)
{
    const struct place_of_work *work = *state;
    const struct unit *own = unit_of(work, "00118.pn");
    struct viewer viewer = person(work, ROLE_RECORDER, "00118.pn", DAY_NONE, DAY_NONE);
    struct account locked = *viewer.account;
    locked.locked = true;
    viewer.account = &locked;
    const struct viewer nobody = {.today = TODAY};
    const struct viewer *const BOTH[] = {&viewer, &nobody};
    for (size_t i = 0; i < LENGTH_OF(BOTH); i++) {
        assert_false(account_has_role_anywhere(BOTH[i], ROLE_RECORDER));
        assert_false(account_may_write(BOTH[i], register_of(work, "donation"), own));
        assert_int_equal(account_sight(BOTH[i], work->definition, register_of(work, "donation"), own), SIGHT_NOTHING);
        assert_false(account_may_read_figure(BOTH[i], work->definition, definition_figure(work->definition, TEXT("donation.received")),
                                             unit_of(work, "004")));
    }
}

/* Without a day nobody can say whether a role holds: then it does not. */
static void without_a_day_no_role_holds(void **state)
{
    const struct place_of_work *work = *state;
    struct viewer viewer = person(work, ROLE_RECORDER, "00118.kv", DAY_NONE, DAY_NONE);
    viewer.today = DAY_NONE;
    assert_false(account_may_write(&viewer, register_of(work, "outreach"), unit_of(work, "00118.kv")));
}

/* ---- writing and moving ---- */

struct writing {
    enum role role;
    const char *unit, *register_, *for_unit;
    bool may;
};

static const struct writing WRITING[] = {
    {ROLE_RECORDER, "00118.kv", "outreach", "00118.kv", true},   {ROLE_OFFICER, "00118.kv", "outreach", "00118.kv", true},
    {ROLE_SUPERVISOR, "004.mttq", "supervision", "004.mttq", true}, {ROLE_APPROVER, "00118.kv", "outreach", "00118.kv", false},
    {ROLE_CLERK, "00118.kv", "outreach", "00118.kv", false},     {ROLE_ADMINISTRATOR, "00118.kv", "outreach", "00118.kv", false},
    {ROLE_RECORDER, "004.bdv", "outreach", "00118.kv", false},   /* not for those below */
    {ROLE_RECORDER, "00118.kv", "supervision", "00118.kv", false}, /* not its register */
    {ROLE_RECORDER, "00136.kv", "outreach", "00118.kv", false},  {ROLE_RECORDER, "00118.kv", "outreach", "00118.pn", false},
};

static void each_writes_for_its_own_organisation(void **state)
{
    const struct place_of_work *work = *state;
    for (size_t i = 0; i < LENGTH_OF(WRITING); i++) {
        const struct viewer viewer = person(work, WRITING[i].role, WRITING[i].unit, DAY_NONE, DAY_NONE);
        if (account_may_write(&viewer, register_of(work, WRITING[i].register_), unit_of(work, WRITING[i].for_unit)) != WRITING[i].may)
            fail_msg("%.*s of %s in %s for %s", TEXT_ARGS(role_word(WRITING[i].role)), WRITING[i].unit, WRITING[i].register_, WRITING[i].for_unit);
    }
    const struct viewer owner = {.whole_house = true, .today = TODAY};
    assert_true(account_may_write(&owner, register_of(work, "outreach"), unit_of(work, "00118.kv")));
    assert_false(account_may_write(&owner, register_of(work, "supervision"), unit_of(work, "00118.kv")));
}

/* A move belongs to a role on the organisation's branch: an officer of the district checks its wards' entries. */
static void a_move_belongs_to_a_role_on_the_branch(void **state)
{
    const struct place_of_work *work = *state;
    const struct transition_definition *check = register_transition(register_of(work, "outreach"), TEXT("check"));
    static const struct { enum role role; const char *unit; bool may; } CASES[] = {
        {ROLE_OFFICER, "00118.kv", true}, {ROLE_OFFICER, "004.bdv", true},    {ROLE_RECORDER, "00118.kv", false},
        {ROLE_OFFICER, "00136.kv", false}, {ROLE_OFFICER, "004.mttq", false}, {ROLE_APPROVER, "004.bdv", false},
    };
    for (size_t i = 0; i < LENGTH_OF(CASES); i++) {
        const struct viewer viewer = person(work, CASES[i].role, CASES[i].unit, DAY_NONE, DAY_NONE);
        assert_int_equal(account_may_move(&viewer, check, unit_of(work, "00118.kv")), CASES[i].may);
    }
}

/* ---- figures ---- */

struct figure_case {
    enum role role;
    const char *unit, *figure, *place;
    bool may;
};

static const struct figure_case FIGURES[] = {
    {ROLE_OFFICER, "004.bdv", "donation.received", "004", true},     /* superior, and stands there */
    {ROLE_OFFICER, "004.bdv", "donation.received", "00118", true},   /* … or above */
    {ROLE_RECORDER, "00118.pn", "donation.received", "00118", true}, /* who enters it */
    {ROLE_RECORDER, "00118.pn", "donation.received", "004", false},  /* not of the district */
    {ROLE_RECORDER, "00136.kv", "donation.received", "00118", false},
    {ROLE_RECORDER, "00136.kv", "outreach.hours_spent", "00118", false}, /* superior: not for peers */
    {ROLE_RECORDER, "00136.kv", "outreach.groups", "00118", true},       /* internal: peers have figures of outreach */
    {ROLE_RECORDER, "00136.kv", "supervision.reports_late", "00118", false},
    {ROLE_ADMINISTRATOR, "004.bdv", "donation.received", "004", false},
    {ROLE_RECORDER, "00136.kv", "outreach.sessions", "004", true}, /* public */
};

static void each_figure_goes_as_far_as_its_reach(void **state)
{
    const struct place_of_work *work = *state;
    const struct viewer nobody = {.today = TODAY};
    for (size_t i = 0; i < LENGTH_OF(FIGURES); i++) {
        const struct viewer viewer = person(work, FIGURES[i].role, FIGURES[i].unit, DAY_NONE, DAY_NONE);
        const struct figure_definition *figure = definition_figure(work->definition, text_of(FIGURES[i].figure));
        if (account_may_read_figure(&viewer, work->definition, figure, unit_of(work, FIGURES[i].place)) != FIGURES[i].may)
            fail_msg("%.*s of %s: %s of %s", TEXT_ARGS(role_word(FIGURES[i].role)), FIGURES[i].unit, FIGURES[i].figure, FIGURES[i].place);
        bool open = figure->reach == REACH_PUBLIC && figure->register_->is_public != PUBLIC_NOTHING;
        assert_int_equal(account_may_read_figure(&nobody, work->definition, figure, unit_of(work, FIGURES[i].place)), open);
    }
}

#define AT_WORK(test) cmocka_unit_test_setup_teardown(test, open_place, close_place)

int main(void)
{
    const struct CMUnitTest tests[] = {
        AT_WORK(each_sees_what_the_pack_says),
        AT_WORK(the_public_sees_what_a_register_shows),
        AT_WORK(no_role_opens_more_than_its_organisation),
        AT_WORK(a_role_holds_on_its_days_only),
        AT_WORK(a_locked_person_and_nobody_may_nothing),
        AT_WORK(without_a_day_no_role_holds),
        AT_WORK(each_writes_for_its_own_organisation),
        AT_WORK(a_move_belongs_to_a_role_on_the_branch),
        AT_WORK(each_figure_goes_as_far_as_its_reach),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
