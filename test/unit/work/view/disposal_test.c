/* disposal_test.c — what is due is offered to the organisation's clerk alone, and a disposed record says by which decision. */
#include "unit/work/view/looking.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static int64_t a_session(struct test_house *house, const char *day)
{
    return house_write(house, "outreach", "00118.kv", "held_on", day, "topic", "Phân loại rác", "form", "loudspeaker", "speaker",
                       "Lò Văn Nói", NULL);
}

static void only_a_clerk_is_told_what_is_due(void **state)
{
    struct test_house *house = *state;
    const struct viewer *recorder = house_person(house, "ghi", ROLE_RECORDER, "00118.kv"), *clerk = house_person(house, "vanthu", ROLE_CLERK, "00118.kv");
    (void)a_session(house, "01/06/2009");
    (void)a_session(house, "01/06/2020");
    assert_int_equal(look_kind(house, recorder, "disposal", "trang", "1", NULL), FAILURE_DENIED);
    assert_int_equal(look_at(look(house, recorder, "today", "trang", "1", NULL), "disposal")->kind, NODE_NOTHING);
    assert_true(text_is(look_text(look(house, clerk, "today", "trang", "1", NULL), "disposal.total.shown"), "1"));
    const struct node *page = look(house, clerk, "disposal", "trang", "1", NULL);
    assert_int_equal(node_count(node_at(page, "registers")), 1);
    page = look(house, clerk, "disposal", "so", "outreach", NULL);
    assert_int_equal(node_count(node_at(page, "rows")), 1);
    assert_true(text_is(node_text_at(node_at(node_at(page, "rows")->list.items[0], "until"), "shown"), "31/12/2019"));
    assert_false(text_contains(look_all(house, page), TEXT("Lò Văn Nói")));
}

static void a_disposed_record_says_so_and_nothing_it_said(void **state)
{
    struct test_house *house = *state;
    const struct viewer *recorder = house_person(house, "ghi", ROLE_RECORDER, "00118.kv");
    int64_t record = a_session(house, "01/06/2009");
    struct node *given = house_given(house, "register", "outreach", "unit", "00118.kv", "all", "yes", "decision", "12/QĐ-UBND", "decided_on",
                                     "01/09/2021", "council", "Chánh Văn phòng, văn thư", NULL);
    (void)house_act(house, &house->owner, "record-dispose", given);
    const struct viewer *clerk = house_person(house, "vanthu", ROLE_CLERK, "00118.kv");
    const struct node *done = look_at(look(house, clerk, "disposal", "trang", "1", NULL), "done");
    assert_int_equal(node_count(done), 1);
    assert_true(text_is(look_text(done->list.items[0], "decision"), "12/QĐ-UBND"));
    const char *number = text_format(house->arena, "%lld", (long long)record).bytes;
    const struct node *page = look(house, recorder, "record", "register", "outreach", "record", number, NULL);
    assert_true(text_is(look_text(page, "disposal.decision"), "12/QĐ-UBND"));
    assert_false(look_truth(page, "may_correct") || look_truth(page, "may_withdraw") || look_truth(page, "may_attach"));
    struct text all = look_all(house, page);
    if (text_contains(all, TEXT("Phân loại rác")) || text_contains(all, TEXT("Lò Văn Nói")))
        fail_msg("%.*s", TEXT_ARGS(all));
    assert_int_equal(look_kind(house, recorder, "record-correct", "register", "outreach", "record", number, NULL), FAILURE_DENIED);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, house_setup, house_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(only_a_clerk_is_told_what_is_due),
        TEST(a_disposed_record_says_so_and_nothing_it_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
