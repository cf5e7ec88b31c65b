/* notice_acts_test.c — who is told of what is due, where, and who may choose it. */
#include "support/house/house.h"

#include "engine/seal/seal.h"
#include "keep/account/notice.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const char TOKEN[] = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"; /* the bytes 0 to 31 */

static struct notice chosen(struct test_house *house, const struct viewer *person)
{
    struct connection *CLOSING(store_read) reading = NULL;
    struct notice notice;
    struct failure why;
    assert_true(store_read_begin(instance_store(house->instance), &reading, &why));
    assert_true(notice_load(house->arena, reading, person->account->number, &notice, &why));
    return notice;
}

static void everybody_chooses_for_oneself(void **state)
{
    struct test_house *house = *state;
    const struct viewer *lan = house_person(house, "lan", ROLE_RECORDER, "00118.kv"), *mai = house_person(house, "mai", ROLE_ADMINISTRATOR, "004.bdv");
    struct act_answer answer;
    struct failure why;
    assert_int_equal(chosen(house, lan).mail.length, 0);
    (void)house_act(house, lan, "account-notice", house_given(house, "mail", " lan@phuong.example ", "digest", "yes", "calendar", "new", "token", TOKEN, NULL));
    struct notice notice = chosen(house, lan);
    assert_true(text_is(notice.mail, "lan@phuong.example") && notice.digest && notice.feed.length == 64);
    (void)house_act(house, lan, "account-notice", house_given(house, "mail", "", "digest", "no", "calendar", "keep", NULL));
    notice = chosen(house, lan);
    assert_true(notice.mail.length == 0 && !notice.digest && notice.feed.length == 64);
    (void)house_act(house, lan, "account-notice", house_given(house, "mail", "", "digest", "no", "calendar", "off", NULL));
    assert_int_equal(chosen(house, lan).feed.length, 0);
    assert_false(house_try(house, mai, "account-notice", house_given(house, "account", "lan", "mail", "x@y.example", NULL), &answer, &why));
    assert_int_equal(why.kind, FAILURE_DENIED);
}

static void a_calendar_is_found_by_its_token_alone(void **state)
{
    struct test_house *house = *state;
    const struct viewer *lan = house_person(house, "lan", ROLE_RECORDER, "00118.kv");
    struct connection *CLOSING(store_read) reading = NULL;
    struct failure why;
    int64_t account = 0;
    (void)house_act(house, lan, "account-notice", house_given(house, "calendar", "new", "token", TOKEN, NULL));
    struct seal_hash hash = seal_sha256(text_of(TOKEN));
    assert_true(store_read_begin(instance_store(house->instance), &reading, &why));
    assert_true(notice_find_feed(reading, seal_hex(house->arena, hash.bytes, sizeof hash.bytes), &account, &why));
    assert_int_equal(account, lan->account->number);
    assert_false(notice_find_feed(reading, text_of(TOKEN), &account, &why));
    assert_int_equal(why.kind, FAILURE_NOT_FOUND);
}

static void what_cannot_be_used_is_said_at_its_field(void **state)
{
    static const struct {
        const char *mail, *digest, *calendar, *token, *problem;
    } CASES[] = {
        {"lan", "no", "keep", "", "act.notice-mail"},
        {"lan@phuong", "no", "keep", "", "act.notice-mail"},
        {"lan@phuong..vn", "no", "keep", "", "act.notice-mail"},
        {"lan@ph\xc6\xb0\xe1\xbb\x9dng.vn", "no", "keep", "", "act.notice-mail"},
        {"lan@phuong.vn\r\nBcc: x@y.vn", "no", "keep", "", "act.notice-mail"},
        {"<lan@phuong.vn>", "no", "keep", "", "act.notice-mail"},
        {"", "yes", "keep", "", "act.notice-mail-needed"},
        {"", "no", "new", "", "act.notice-token"},
        {"", "no", "new", "short", "act.notice-token"},
    };
    struct test_house *house = *state;
    const struct viewer *lan = house_person(house, "lan", ROLE_RECORDER, "00118.kv");
    for (size_t i = 0; i < LENGTH_OF(CASES); i++) {
        struct act_answer answer;
        struct failure why;
        struct node *given = house_given(house, "mail", CASES[i].mail, "digest", CASES[i].digest, "calendar", CASES[i].calendar, "token",
                                         CASES[i].token, NULL);
        assert_true(house_try(house, lan, "account-notice", given, &answer, &why));
        assert_int_equal(answer.problems.errors, 1);
        assert_string_equal(answer.problems.items[0].code, CASES[i].problem);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(everybody_chooses_for_oneself, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(a_calendar_is_found_by_its_token_alone, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(what_cannot_be_used_is_said_at_its_field, house_setup, house_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
