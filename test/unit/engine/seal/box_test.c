/* box_test.c — a box opens for its pair and its place alone; the vectors are those of docs/sealing.md. */
#include "engine/seal/box.h"

#include "base/arena.h"
#include "engine/seal/password.h"
#include "engine/seal/seal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* 0x10, 0x11, 0x12 … */
static const uint8_t *counting(struct arena *arena, uint8_t from, size_t length)
{
    uint8_t *bytes = arena_make(arena, length);
    for (size_t i = 0; i < length; i++)
        bytes[i] = (uint8_t)(from + i);
    return bytes;
}

static struct text hex(struct arena *arena, struct text bytes)
{
    return seal_hex(arena, bytes.bytes, bytes.length);
}

static const struct text ABOUT = TEXT_ENTRY("about");

static int open_library(void **state)
{
    struct failure why;
    (void)state;
    return seal_ready(&why) ? 0 : -1;
}

static void the_vectors_hold(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct box_pair pair = box_pair_make(counting(arena, 0x01, BOX_KEY_BYTES));
    struct box_key key, under;
    memcpy(key.bytes, counting(arena, 0x40, BOX_KEY_BYTES), sizeof key.bytes);
    memcpy(under.bytes, counting(arena, 0x80, BOX_KEY_BYTES), sizeof under.bytes);
    struct text sealed = box_key_seal(arena, &pair.open, &key, counting(arena, 0x20, BOX_KEY_BYTES));
    struct text wrapped = box_key_wrap(arena, &under, ABOUT, &key, counting(arena, 0x60, BOX_NONCE));
    struct text box = box_close(arena, &pair.open, ABOUT, TEXT("Nguyễn Văn Mẫu"), counting(arena, 0x10, BOX_RANDOM));
    struct seal_hash digest = seal_sha256(box);
    const struct { struct text made; const char *want; } vectors[] = {
        {hex(arena, box_key_text(&pair.open)), "07a37cbc142093c8b755dc1b10e86cb426374ad16aa853ed0bdfc0b2b86d1c7c"},
        {hex(arena, sealed), "358072d6365880d1aeea329adf9121383851ed21a28e3b75e965d0d2cd166254d9caf6e1d050f3cc978af5df7f1a0f88c4f114f1bc09bf87dd2710bfab362d84477d246d0f5fd68c833ee9e37f648e03"},
        {hex(arena, wrapped), "606162636465666768696a6b6c6d6e6f707172737475767791415077f4380abda5d3a9e019130fbd5a63408ca3bf9ef0f0eb1a49ffa32eb16382f0205efa85c6f6b6293bc7ef9e34"},
        {seal_hex(arena, digest.bytes, sizeof digest.bytes), "be5e9291d2be2eebda6ccf3274f56befbc800d37f1b5dff0500e54fa82fa0ec0"},
        {box_paper_write(arena, 1, &key), "0504 2GJ3 8H2M CHT8 9554 PK2D 9S7N 0MAJ ADA5 ANJQ B1CN MPTW BNF5 ZANE"},
    };
    for (size_t i = 0; i < LENGTH_OF(vectors); i++)
        if (!text_is(vectors[i].made, vectors[i].want))
            fail_msg("vector %zu: %.*s", i, TEXT_ARGS(vectors[i].made));
}

static void what_was_put_in_comes_out(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct box_pair pair = box_pair_make(counting(arena, 1, BOX_KEY_BYTES));
    static const size_t lengths[] = {0, 1, BOX_STEP - 1, BOX_STEP, BOX_STEP + 1, 5000};
    for (size_t i = 0; i < LENGTH_OF(lengths); i++) {
        struct text content = {(const char *)counting(arena, 3, lengths[i] + 1), lengths[i]}, opened;
        struct text box = box_close(arena, &pair.open, ABOUT, content, counting(arena, (uint8_t)i, BOX_RANDOM));
        assert_true(box_open(arena, &pair, ABOUT, box, &opened));
        assert_true(text_equal(content, opened));
    }
}

static void a_box_shows_its_length_by_steps_alone(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct box_pair pair = box_pair_make(counting(arena, 1, BOX_KEY_BYTES));
    struct text none = box_close(arena, &pair.open, ABOUT, (struct text){0}, counting(arena, 2, BOX_RANDOM));
    struct text long_ = box_close(arena, &pair.open, ABOUT, (struct text){(const char *)counting(arena, 3, 500), 500}, counting(arena, 2, BOX_RANDOM));
    assert_int_equal(none.length, long_.length);
}

/* Every byte changed, every length, another pair, another place: nothing opens. */
static void anything_else_stays_closed(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct box_pair pair = box_pair_make(counting(arena, 1, BOX_KEY_BYTES)), other = box_pair_make(counting(arena, 2, BOX_KEY_BYTES));
    struct text box = box_close(arena, &pair.open, ABOUT, TEXT("tên"), counting(arena, 9, BOX_RANDOM)), opened;
    char *torn = arena_copy(arena, box.bytes, box.length);
    assert_false(box_open(arena, &other, ABOUT, box, &opened));
    assert_false(box_open(arena, &pair, TEXT("elsewhere"), box, &opened));
    for (size_t i = 0; i < box.length; i++) {
        assert_false(box_open(arena, &pair, ABOUT, text_part(box, 0, i), &opened));
        torn[i] = (char)(torn[i] ^ 0x10);
        assert_false(box_open(arena, &pair, ABOUT, (struct text){torn, box.length}, &opened));
        torn[i] = (char)(torn[i] ^ 0x10);
    }
    assert_true(box_open(arena, &pair, ABOUT, (struct text){torn, box.length}, &opened));
}

static void a_key_is_unwrapped_by_the_right_passphrase_alone(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct box_pair pair = box_pair_make(counting(arena, 1, BOX_KEY_BYTES));
    struct box_key right, wrong, read;
    struct failure why;
    const uint8_t *salt = counting(arena, 7, PASSWORD_SALT_BYTES);
    assert_true(password_key(TEXT("mưa rào tháng sáu"), salt, right.bytes, &why));
    assert_true(password_key(TEXT("mưa rào tháng bảy"), salt, wrong.bytes, &why));
    struct text wrapped = box_key_wrap(arena, &right, ABOUT, &pair.secret, counting(arena, 3, BOX_NONCE));
    assert_false(box_key_unwrap(&wrong, ABOUT, wrapped, &read));
    assert_false(box_key_unwrap(&right, TEXT("another"), wrapped, &read));
    assert_true(box_key_unwrap(&right, ABOUT, wrapped, &read));
    struct box_pair again = box_pair_of(&read);
    assert_true(text_equal(box_key_text(&again.open), box_key_text(&pair.open)));
    struct text sealed = box_key_seal(arena, &pair.open, &right, counting(arena, 5, BOX_KEY_BYTES));
    assert_true(box_key_unseal(&again, sealed, &read));
    assert_true(text_equal(box_key_text(&read), box_key_text(&right)));
    assert_false(box_key_unseal(&again, text_part(sealed, 0, sealed.length - 1), &read));
}

static void both_halves_are_the_key_and_one_is_not(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct box_key key, joined, halves[2];
    memcpy(key.bytes, counting(arena, 0x40, BOX_KEY_BYTES), sizeof key.bytes);
    box_key_halve(&key, counting(arena, 0x77, BOX_KEY_BYTES), halves);
    box_key_join(halves, &joined);
    assert_true(text_equal(box_key_text(&joined), box_key_text(&key)));
    for (size_t i = 0; i < 2; i++)
        assert_false(text_equal(box_key_text(&halves[i]), box_key_text(&key)));
}

static void paper_is_read_as_people_copy_it(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct box_key key, read;
    int half = 0;
    memcpy(key.bytes, counting(arena, 0x40, BOX_KEY_BYTES), sizeof key.bytes);
    struct text paper = box_paper_write(arena, 2, &key);
    assert_int_equal(paper.length, BOX_PAPER_GROUPS * 5 - 1);
    struct text loose = text_replace(arena, text_replace(arena, text_fold(arena, paper), TEXT(" "), TEXT("\n - ")), TEXT("0"), TEXT("o"));
    loose = text_replace(arena, loose, TEXT("1"), TEXT("l"));
    assert_true(box_paper_read(loose, &half, &read));
    assert_int_equal(half, 2);
    assert_true(text_equal(box_key_text(&read), box_key_text(&key)));
    char *wrong = arena_copy(arena, paper.bytes, paper.length);
    size_t taken = 0;
    for (size_t i = 0; i < paper.length; i++) {
        char was = wrong[i];
        wrong[i] = was == '7' ? '8' : '7';
        taken += box_paper_read((struct text){wrong, paper.length}, &half, &read);
        wrong[i] = was;
        taken += box_paper_read(text_part(paper, 0, i), &half, &read);
    }
    assert_int_equal(taken, 0);
    assert_false(box_paper_read(text_format(arena, "%.*s A", TEXT_ARGS(paper)), &half, &read));
    assert_false(box_paper_read(TEXT("mật khẩu"), &half, &read));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_vectors_hold),
        cmocka_unit_test(what_was_put_in_comes_out),
        cmocka_unit_test(a_box_shows_its_length_by_steps_alone),
        cmocka_unit_test(anything_else_stays_closed),
        cmocka_unit_test(a_key_is_unwrapped_by_the_right_passphrase_alone),
        cmocka_unit_test(both_halves_are_the_key_and_one_is_not),
        cmocka_unit_test(paper_is_read_as_people_copy_it),
    };
    return cmocka_run_group_tests(tests, open_library, NULL);
}
