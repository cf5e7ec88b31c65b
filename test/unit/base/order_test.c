/* order_test.c — the order of the Vietnamese dictionary, which no order of bytes is. */
#include "base/order.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* Letters first, then tones; then what is counted. */
static const char *const SORTED[] = {"",    "a",    "à",  "ả",     "ã",   "á",    "ạ",     "An",    "Ành", "Ảnh",  "Ánh",   "Ạnh",   "Ăn",
                                     "Ân",  "Dũng", "Dương", "Đa", "Đặng", "Đoàn", "Đỗ", "Em",  "Ê",   "Ong",  "Ông",  "Ơn", "Tổ 2", "Tổ 10",
                                     "Uy",  "Ưng",  "Ý",  "Yên"};

static void letters_stand_as_in_the_dictionary(void **state)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct order *CLOSING(order) order = NULL;
    struct failure why;
    (void)state;
    assert_true(order_open(&order, &why));
    for (size_t i = 1; i < sizeof SORTED / sizeof *SORTED; i++) {
        struct text before = order_key(order, arena, text_of(SORTED[i - 1])), after = order_key(order, arena, text_of(SORTED[i]));
        if (text_compare(before, after) >= 0)
            fail_msg("%s does not stand before %s", SORTED[i - 1], SORTED[i]);
    }
}

static void of_a_long_text_the_beginning_counts_and_no_letter_is_cut(void **state)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct order *CLOSING(order) order = NULL;
    struct failure why;
    char bytes[3 * ORDER_BYTES_MAX];
    (void)state;
    assert_true(order_open(&order, &why));
    for (size_t at = 0; at + 3 <= sizeof bytes; at += 3)
        bytes[at] = '\xe1', bytes[at + 1] = '\xba', bytes[at + 2] = '\xa1'; /* ạ */
    struct text one = order_key(order, arena, (struct text){bytes, sizeof bytes}), other = order_key(order, arena, (struct text){bytes, 3 * 200});
    assert_true(text_equal(one, other));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_stand_as_in_the_dictionary),
        cmocka_unit_test(of_a_long_text_the_beginning_counts_and_no_letter_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
