/*
 * Hashes against FIPS 180-4 examples, texts against RFC 4648, commitments against docs/journal.md.
 */
#include "engine/seal/seal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static int begin(void **state)
{
    struct failure why;
    assert_true(seal_ready(&why));
    *state = arena_open();
    return 0;
}

static int end(void **state)
{
    arena_close(*state);
    return 0;
}

static void hashes_to(struct arena *arena, struct seal_hash hash, const char *wanted)
{
    assert_string_equal(seal_hex(arena, hash.bytes, sizeof hash.bytes).bytes, wanted);
}

static struct text million_a(struct arena *arena)
{
    char *bytes = arena_make(arena, 1000000);
    memset(bytes, 'a', 1000000);
    return (struct text){bytes, 1000000};
}

static void sha256_gives_the_published_values(void **state)
{
    const struct {
        struct text bytes;
        const char *wanted;
    } cases[] = {
        {TEXT(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {TEXT("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {TEXT("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
        {TEXT("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrst"
              "nopqrstu"),
         "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"},
        {million_a(*state), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
    };
    for (size_t i = 0; i < LENGTH_OF(cases); i++)
        hashes_to(*state, seal_sha256(cases[i].bytes), cases[i].wanted);
}

static void sha256_in_pieces_is_the_same(void **state)
{
    struct text all = million_a(*state);
    struct seal_sha256 hashing;
    seal_sha256_init(&hashing);
    for (size_t at = 0, size = 0; at < all.length; at += size, size = (size + 1) % 131)
        seal_sha256_add(&hashing, text_part(all, at, size));
    hashes_to(*state, seal_sha256_end(&hashing), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static void a_commitment_moves_with_body_and_nonce(void **state)
{
    struct seal_nonce nonce = {{0}};
    for (uint8_t i = 0; i < SEAL_NONCE_BYTES; i++)
        nonce.bytes[i] = i;
    struct seal_hash one = seal_commitment(TEXT("một"), &nonce);
    hashes_to(*state, one, "ca3dec10b251a34b591cceb565b9e4bdea41f6d9a5dbb5c6a8b7708c03fb7a0e");
    hashes_to(*state, seal_commitment(TEXT(""), &nonce), "8e8d72e6adb75c2872863b77885812d2cf752e5285fa2cce34ea628b3c6595b4");
    nonce.bytes[31] ^= 1;
    struct seal_hash other = seal_commitment(TEXT("một"), &nonce);
    assert_false(seal_same_hash(&one, &other));
    assert_true(seal_same_hash(&one, &one));
}

static void same_means_every_byte(void **state)
{
    (void)state;
    assert_true(seal_same(TEXT("abc"), TEXT("abc")));
    assert_false(seal_same(TEXT("abc"), TEXT("abd")));
    assert_false(seal_same(TEXT("abc"), TEXT("ab")));
    assert_true(seal_same(TEXT(""), (struct text){0}));
}

static void base64_follows_rfc_4648(void **state)
{
    static const struct {
        const char *plain, *padded, *url;
    } cases[] = {
        {"", "", ""},           {"f", "Zg==", "Zg"},         {"fo", "Zm8=", "Zm8"},          {"foo", "Zm9v", "Zm9v"},
        {"foobar", "Zm9vYmFy", "Zm9vYmFy"}, {"\xfb\xff\xfe", "+//+", "-__-"},
    };
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        struct text plain = text_of(cases[i].plain), back;
        assert_string_equal(seal_base64(*state, plain.bytes, plain.length).bytes, cases[i].padded);
        assert_string_equal(seal_base64url(*state, plain.bytes, plain.length).bytes, cases[i].url);
        assert_true(seal_base64_read(*state, text_of(cases[i].padded), &back));
        assert_true(text_equal(back, plain));
        assert_true(seal_base64url_read(*state, text_of(cases[i].url), &back));
        assert_true(text_equal(back, plain));
    }
}

static void what_is_not_our_base64_is_refused(void **state)
{
    static const char *padded[] = {"Zg", "Zg=", "Zg==x", "Zh==", "Z g=", "-__-", "Zg==\n"};
    static const char *url[] = {"Zg==", "Z", "Zh", "+//+", "Zg "};
    struct text back;
    for (size_t i = 0; i < LENGTH_OF(padded); i++)
        assert_false(seal_base64_read(*state, text_of(padded[i]), &back));
    for (size_t i = 0; i < LENGTH_OF(url); i++)
        assert_false(seal_base64url_read(*state, text_of(url[i]), &back));
}

static void hex_reads_back_and_nothing_else_is_read(void **state)
{
    static const char *refused[] = {"", "00f", "00ff0", "00FF", "0x0f", "00 f", "00ff00"};
    uint8_t bytes[2] = {0};
    assert_true(seal_hex_read(TEXT("00ff"), bytes, 2));
    assert_int_equal(bytes[1], 0xff);
    assert_string_equal(seal_hex(*state, bytes, 2).bytes, "00ff");
    for (size_t i = 0; i < LENGTH_OF(refused); i++)
        assert_false(seal_hex_read(text_of(refused[i]), bytes, 2));
}

static void a_token_is_43_characters_fit_for_a_cookie(void **state)
{
    uint8_t random[SEAL_TOKEN_BYTES];
    memset(random, 0xfb, sizeof random);
    struct text token = seal_token(*state, random);
    assert_int_equal(token.length, 43);
    assert_false(text_contains(token, TEXT("+")) || text_contains(token, TEXT("/")) || text_contains(token, TEXT("=")));
    seal_forget(random, sizeof random);
    assert_int_equal(random[0], 0);
}

/* The value is that of another program: Python's hashlib.blake2b(b"so 001085000001", key=bytes(range(32)), digest_size=32). */
static void a_hash_under_a_key_is_blake2b(void **state)
{
    uint8_t key[SEAL_HASH_BYTES];
    for (size_t i = 0; i < sizeof key; i++)
        key[i] = (uint8_t)i;
    hashes_to(*state, seal_keyed(key, TEXT("so 001085000001")), "1bb168ea9143486b2cdf954e46c279c030ee4579ff6b95a3c69a4382857e46ca");
    key[31] ^= 1;
    assert_string_not_equal(seal_hex(*state, seal_keyed(key, TEXT("so 001085000001")).bytes, SEAL_HASH_BYTES).bytes,
                            "1bb168ea9143486b2cdf954e46c279c030ee4579ff6b95a3c69a4382857e46ca");
}

static void a_mark_has_letters_alone(void **state)
{
    struct seal_hash hash = seal_sha256(TEXT("abc")); /* ba7816bf8f01cfea414140… */
    assert_true(text_is(seal_mark(*state, &hash), "lkhibglpipabmpokebeb"));
    assert_true(seal_is_mark(seal_mark(*state, &hash)));
    static const char *const OTHERS[] = {"", "lkhibglpipabmpokebe", "lkhibglpipabmpokebebe", "lkhibglpipabmpokebeq", "Lkhibglpipabmpokebeb", "001085000001"};
    for (size_t i = 0; i < LENGTH_OF(OTHERS); i++)
        assert_false(seal_is_mark(text_of(OTHERS[i])));
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(sha256_gives_the_published_values),       EACH(sha256_in_pieces_is_the_same),
        EACH(a_commitment_moves_with_body_and_nonce),  EACH(same_means_every_byte),
        EACH(base64_follows_rfc_4648),                 EACH(what_is_not_our_base64_is_refused),
        EACH(hex_reads_back_and_nothing_else_is_read), EACH(a_token_is_43_characters_fit_for_a_cookie),
        EACH(a_hash_under_a_key_is_blake2b),           EACH(a_mark_has_letters_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
