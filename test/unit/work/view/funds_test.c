/* funds_test.c — what anyone sees of a fund: totals and who agreed to be named; its book only those who keep or check it. */
#include "unit/work/view/looking.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const char WARD[] = "00118.pn";

struct fund {
    struct test_house *house;
    const char *box, *gift, *out;
};

static const char *text_number(struct test_house *house, int64_t number)
{
    return text_format(house->arena, "%lld", (long long)number).bytes;
}

/* 50 boxes and 2,000,000 đ of one who agrees, 500,000 of one who does not, 40 of one who was never asked; 30 boxes given out. */
static struct fund a_fund(struct test_house *house, const char *shown_from)
{
    struct definition_source source = house_source_with(house->arena, house_source(house->arena), "funds");
    (void)house_act(house, &house->owner, "upgrade", house_files_given(house->arena, source));
    struct fund fund = {.house = house};
    fund.box = text_number(house, house_write(house, "box", WARD, "opened_on", "01/07/2021", "title_of", "Khu phong tỏa", "purpose", "storm", "shown_from",
                                              shown_from, NULL));
    fund.gift = text_number(house, house_write(house, "gift", WARD, "booked_on", "01/09/2021", "box", fund.box, "direction", "received", "amount", "2.000.000",
                                               "item", "Mì", "measure", "thùng", "quantity", "50", "donor", "Bà Thật", "named_as", "Cô chủ quán", "agrees", "yes", NULL));
    (void)house_write(house, "gift", WARD, "booked_on", "02/09/2021", "box", fund.box, "direction", "received", "amount", "500.000", "named_as", "Ông Kín",
                      "agrees", "no", NULL);
    (void)house_write(house, "gift", WARD, "booked_on", "02/09/2021", "box", fund.box, "direction", "received", "amount", "40", "named_as", "Ông Chưa Hỏi", NULL);
    fund.out = text_number(house, house_write(house, "gift", WARD, "booked_on", "03/09/2021", "box", fund.box, "direction", "given", "item", "Mì", "measure",
                                              "thùng", "quantity", "30", "families", "30", NULL));
    return fund;
}

static const struct viewer NOBODY;

static const struct viewer *nobody(struct test_house *house)
{
    struct viewer *viewer = arena_copy(house->arena, &NOBODY, sizeof NOBODY);
    viewer->today = house->owner.today;
    return viewer;
}

static void nothing_is_public_before_its_day(void **state)
{
    struct test_house *house = *state;
    struct fund fund = a_fund(house, "09/09/2021"); /* tomorrow */
    assert_int_equal(look_kind(house, nobody(house), "fund-public", "register", "box", "record", fund.box, NULL), FAILURE_NOT_FOUND);
    assert_false(look_truth(look(house, nobody(house), "funds", "lang", "vi", NULL), "has_funds"));
    assert_true(look_truth(look(house, &house->owner, "funds", "lang", "vi", NULL), "has_funds"));
}

static void anyone_sees_totals_and_who_agreed(void **state)
{
    struct test_house *house = *state;
    struct fund fund = a_fund(house, "08/09/2021");
    struct node *page = look(house, nobody(house), "fund-public", "register", "box", "record", fund.box, NULL);
    struct text all = look_all(house, page);
    assert_true(text_contains(all, TEXT("2.500.040")) && text_contains(all, TEXT("Cô chủ quán")) && text_contains(all, TEXT("30 hộ")));
    static const char *const CLOSED[] = {"Bà Thật", "Ông Kín", "Ông Chưa Hỏi", "/muc-ghi/", "/so-quy/"};
    for (size_t i = 0; i < LENGTH_OF(CLOSED); i++)
        if (text_contains(all, text_of(CLOSED[i])))
            fail_msg("the public page tells %s", CLOSED[i]);
    assert_int_equal(node_count(node_at(page, "donors")), 1);
    assert_int_equal(node_count(node_at(page, "given")), 1);
    assert_int_equal(look_kind(house, nobody(house), "fund-book", "register", "box", "record", fund.box, NULL), FAILURE_DENIED);
    assert_int_not_equal(look_kind(house, nobody(house), "lot-path", "register", "gift", "record", fund.gift, NULL), FAILURE_NONE);
}

static void a_gift_taken_back_names_nobody_and_counts_for_nothing(void **state)
{
    struct test_house *house = *state;
    struct fund fund = a_fund(house, "08/09/2021");
    const char *const both[] = {fund.out, fund.gift};
    for (size_t i = 0; i < LENGTH_OF(both); i++) {
        int64_t record = 0;
        assert_true(text_read_int64(text_of(both[i]), &record));
        struct node *given = house_change_given(house, "gift", record);
        node_put(given, "reason", node_text(house->arena, TEXT("Ghi nhầm quỹ")));
        (void)house_act(house, &house->owner, "record-reverse", given);
    }
    struct text all = look_all(house, look(house, nobody(house), "fund-public", "register", "box", "record", fund.box, NULL));
    assert_false(text_contains(all, TEXT("Cô chủ quán")) || text_contains(all, TEXT("30 hộ")));
    assert_true(text_contains(all, TEXT("500.040")));
}

static void the_book_has_what_came_and_went_between_two_days(void **state)
{
    struct test_house *house = *state;
    struct fund fund = a_fund(house, "08/09/2021");
    const struct viewer *keeper = house_person(house, "hoa", ROLE_RECORDER, WARD);
    struct node *page = look(house, keeper, "fund-book", "register", "box", "record", fund.box, "tu", "02/09/2021", "den", "30/09/2021", "mon", "1", NULL);
    const struct node *mi = node_at(page, "balances")->list.items[1];
    assert_true(text_is(look_text(mi, "opening.shown"), "50") && text_is(look_text(mi, "came.shown"), "0"));
    assert_true(text_is(look_text(mi, "went.shown"), "30") && text_is(look_text(mi, "closing.shown"), "20"));
    assert_int_equal(node_count(node_at(page, "rows")), 1);
    const struct viewer *other = house_person(house, "lan", ROLE_RECORDER, "00136.kv");
    assert_int_equal(look_kind(house, other, "fund-book", "register", "box", "record", fund.box, NULL), FAILURE_DENIED);
}

static void a_distribution_leads_back_to_its_receipt_and_a_receipt_to_both(void **state)
{
    struct test_house *house = *state;
    struct fund fund = a_fund(house, "08/09/2021");
    const struct viewer *keeper = house_person(house, "hoa", ROLE_RECORDER, WARD);
    struct node *back = look(house, keeper, "lot-path", "register", "gift", "record", fund.out, NULL);
    assert_int_equal(node_count(node_at(back, "rows")), 2); /* the boxes as they came, and as they went */
    struct node *whole = look(house, keeper, "lot-path", "register", "gift", "record", fund.gift, NULL);
    assert_int_equal(node_count(node_at(whole, "rows")), 3); /* the money too */
    assert_true(text_starts(node_text_at(whole, "drawing"), TEXT("<svg")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nothing_is_public_before_its_day, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(anyone_sees_totals_and_who_agreed, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(a_gift_taken_back_names_nobody_and_counts_for_nothing, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(the_book_has_what_came_and_went_between_two_days, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(a_distribution_leads_back_to_its_receipt_and_a_receipt_to_both, house_setup, house_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
