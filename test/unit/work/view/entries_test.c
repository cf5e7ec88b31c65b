/* entries_test.c — the list of a register: found by words, only what this viewer may see, and ways of looking kept under a name. */
#include "unit/work/view/looking.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void write(struct test_house *house, const char *unit, const char *topic, const char *speaker)
{
    (void)house_write(house, "outreach", unit, "held_on", "08/09/2021", "topic", topic, "form", "loudspeaker", "speaker", speaker, NULL);
}

static size_t rows(struct test_house *house, const struct viewer *viewer, const char *words)
{
    return node_count(node_at(look(house, viewer, "entries", "register", "outreach", "tim", words, NULL), "rows"));
}

static void words_are_found_without_their_marks(void **state)
{
    struct test_house *house = *state;
    write(house, "00118.kv", "Đồng bào đóng góp", "");
    write(house, "00118.kv", "Phân loại rác", "");
    assert_int_equal(rows(house, &house->owner, "dong"), 1);
    assert_int_equal(rows(house, &house->owner, "RÁC"), 1);
    assert_int_equal(rows(house, &house->owner, ""), 2);
    struct node *page = look(house, &house->owner, "entries", "register", "outreach", "tim", "đồng góp", "sap", "topic", "thu-tu", "tang", NULL);
    assert_true(text_is(look_text(page, "filters.search"), "đồng góp"));
    assert_true(text_is(look_text(page, "name_head.sort"), "ascending"));
    assert_true(text_contains(look_text(page, "csv_href"), TEXT("tim=%C4%91%E1%BB%93ng%20g%C3%B3p&sap=topic")));
}

/* Who lists a register without seeing its persons does not learn by asking that a person stands in it. */
static void nobody_finds_a_person_that_one_may_not_see(void **state)
{
    struct test_house *house = *state;
    struct definition_source source = house_source_changed(house->arena, house_source(house->arena), "pack.yaml", "version: 1", "version: 2");
    source = house_source_changed(house->arena, source, "who-may-see.yaml", "peers: figures, commission: rows, front: rows, mass: figures, government: figures",
                                  "peers: figures, commission: rows_without_persons");
    (void)house_act(house, &house->owner, "upgrade", house_files_given(house->arena, source));
    const struct viewer *own = house_person(house, "lan", ROLE_RECORDER, "00118.kv"), *other = house_person(house, "mai", ROLE_CLERK, "004.bdv");
    write(house, "00118.kv", "Phân loại rác", "Nguyễn Văn Mẫu");
    assert_int_equal(rows(house, own, "nguyen mau"), 1);
    enum sight sight = account_sight(other, house_now(house)->definition, definition_register(house_now(house)->definition, TEXT("outreach")),
                                     house_unit(house, "00118.kv"));
    assert_int_equal(sight, SIGHT_ROWS_WITHOUT_PERSONS);
    assert_int_equal(rows(house, other, "nguyen"), 0);
    assert_int_equal(rows(house, other, "rac"), 1);
}

static struct node *save(struct test_house *house, const char *name, const char *shared)
{
    return house_given(house, "register", "outreach", "name", name, "query", "tim=r%C3%A1c&sap=topic", "shared", shared, NULL);
}

static size_t kept(struct test_house *house, const struct viewer *viewer)
{
    return node_count(node_at(look(house, viewer, "entries", "register", "outreach", NULL), "saved"));
}

static void a_way_of_looking_is_kept_for_oneself_or_for_ones_organisation(void **state)
{
    struct test_house *house = *state;
    const struct viewer *lan = house_person(house, "lan", ROLE_RECORDER, "00118.kv"), *hoa = house_person(house, "hoa", ROLE_RECORDER, "00118.kv"),
                        *mai = house_person(house, "mai", ROLE_OFFICER, "004.bdv");
    struct act_answer answer;
    struct failure why;
    (void)house_act(house, lan, "list-save", save(house, "Rác của tôi", "no"));
    int64_t number = house_act(house, lan, "list-save", save(house, "Rác của khối", "yes")).act;
    assert_int_equal(kept(house, lan), 2);
    assert_int_equal(kept(house, hoa), 1);
    assert_int_equal(kept(house, mai), 0);
    struct node *page = look(house, hoa, "entries", "register", "outreach", NULL);
    const struct node *one = node_at(page, "saved")->list.items[0];
    assert_true(text_is(node_text_at(one, "href"), "/so/outreach?tim=r%C3%A1c&sap=topic"));
    assert_false(look_truth(one, "own"));
    struct node *drop = node_map(house->arena);
    node_put(drop, "list", node_whole(house->arena, number));
    assert_false(house_try(house, hoa, "list-drop", drop, &answer, &why));
    assert_int_equal(why.kind, FAILURE_DENIED);
    const char *written = text_format(house->arena, "%lld", (long long)number).bytes;
    assert_int_equal(look_kind(house, hoa, "list-drop", "register", "outreach", "list", written, NULL), FAILURE_DENIED);
    assert_int_equal(look_kind(house, lan, "list-drop", "register", "outreach", "list", written, NULL), FAILURE_NONE);
    (void)house_act(house, lan, "list-drop", drop);
    assert_int_equal(kept(house, hoa), 0);
    assert_int_equal(kept(house, lan), 1);
}

static void what_cannot_be_kept_is_said_at_its_field(void **state)
{
    static const struct {
        const char *name, *query, *shared, *code;
    } CASES[] = {{"", "tim=a", "no", "act.list-name"},
                 {"Tên", "", "no", "act.list-query"},
                 {"Tên", "tim=a\"><script>", "no", "act.list-query"},
                 {"Tên", "tim=a", "yes", "act.list-shared"}};
    struct test_house *house = *state;
    struct act_answer answer;
    struct failure why;
    for (size_t i = 0; i < LENGTH_OF(CASES); i++) {
        assert_true(house_try(house, &house->owner, "list-save",
                              house_given(house, "register", "outreach", "name", CASES[i].name, "query", CASES[i].query, "shared", CASES[i].shared, NULL),
                              &answer, &why));
        assert_int_equal(answer.problems.errors, 1);
        assert_string_equal(answer.problems.items[0].code, CASES[i].code);
    }
    assert_int_equal(look_kind(house, &(struct viewer){.today = house->owner.today}, "list-save", "register", "outreach", "tim", "rac", NULL),
                     FAILURE_DENIED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(words_are_found_without_their_marks, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(nobody_finds_a_person_that_one_may_not_see, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(a_way_of_looking_is_kept_for_oneself_or_for_ones_organisation, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(what_cannot_be_kept_is_said_at_its_field, house_setup, house_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
