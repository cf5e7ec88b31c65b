/* stream_test.c — what was sealed opens with the same passphrase, whole; anything else does not. */
#include "engine/seal/stream.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { PIECES_MAX = 4 };

struct sealed {
    uint8_t head[SEAL_HEAD_BYTES];
    struct text pieces[PIECES_MAX];
    size_t count;
};

static const struct text KEY = TEXT_ENTRY("một câu đủ dài");

static struct text plain_of(struct arena *arena, size_t length)
{
    char *bytes = arena_make(arena, length + 1);
    for (size_t i = 0; i < length; i++)
        bytes[i] = (char)(i * 7 + i / 256);
    return (struct text){bytes, length};
}

static void seal(struct arena *arena, struct text plain, struct sealed *sealed)
{
    struct seal_stream stream;
    struct failure why;
    uint8_t random[SEAL_RANDOM_BYTES];
    for (size_t i = 0; i < sizeof random; i++)
        random[i] = (uint8_t)(i + plain.length);
    *sealed = (struct sealed){.count = 0};
    assert_true(seal_stream_begin(&stream, KEY, random, sealed->head, &why));
    for (bool last = false; !last;) {
        struct text piece = text_part(plain, 0, plain.length < SEAL_PIECE ? plain.length : SEAL_PIECE);
        uint8_t *out = arena_make(arena, SEAL_PIECE_SEALED);
        plain = text_from(plain, piece.length);
        last = piece.length < SEAL_PIECE;
        sealed->pieces[sealed->count++] = (struct text){(char *)out, seal_stream_push(&stream, piece, last, out)};
    }
    seal_stream_end(&stream);
}

/* Whether it opens whole, to these bytes. */
static bool opens(struct arena *arena, const struct sealed *sealed, struct text passphrase, struct text plain)
{
    struct seal_stream stream;
    struct failure why;
    uint8_t *out = arena_make(arena, SEAL_PIECE);
    bool last = false;
    if (!seal_stream_open(&stream, passphrase, sealed->head, &why)) {
        assert_int_equal(why.kind, FAILURE_INVALID);
        return false;
    }
    for (size_t i = 0; i < sealed->count && !last; i++) {
        size_t length = 0;
        if (!seal_stream_pull(&stream, sealed->pieces[i], out, &length, &last, &why)) {
            assert_int_equal(why.kind, FAILURE_INVALID);
            return false;
        }
        if (length > plain.length || memcmp(out, plain.bytes, length) != 0)
            return false;
        plain = text_from(plain, length);
    }
    return last && plain.length == 0;
}

static void what_was_sealed_opens_with_the_same_passphrase_only(void **state)
{
    (void)state;
    static const size_t LENGTHS[] = {0, 1, SEAL_PIECE - 1, SEAL_PIECE, SEAL_PIECE + 1, 3 * SEAL_PIECE - 5};
    for (size_t i = 0; i < LENGTH_OF(LENGTHS); i++) {
        struct arena *CLOSING(arena) arena = arena_open();
        struct text plain = plain_of(arena, LENGTHS[i]);
        struct sealed sealed;
        seal(arena, plain, &sealed);
        assert_true(opens(arena, &sealed, KEY, plain));
        assert_false(opens(arena, &sealed, TEXT("một câu đủ dàj"), plain));
    }
}

static void nothing_can_be_changed_left_out_or_put_elsewhere(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct text plain = plain_of(arena, 3 * SEAL_PIECE - 5);
    struct sealed good, bad;
    seal(arena, plain, &good);
    bad = good;
    bad.count = 2; /* the last piece is missing */
    assert_false(opens(arena, &bad, KEY, plain));
    bad = good;
    bad.pieces[0] = good.pieces[1];
    bad.pieces[1] = good.pieces[0];
    assert_false(opens(arena, &bad, KEY, plain));
    bad = good;
    bad.pieces[2] = text_part(good.pieces[2], 0, good.pieces[2].length - 1);
    assert_false(opens(arena, &bad, KEY, plain));
    bad = good;
    bad.pieces[2] = text_part(good.pieces[2], 0, 16);
    assert_false(opens(arena, &bad, KEY, plain));
    for (size_t at = 0; at < SEAL_HEAD_BYTES; at += 9) {
        bad = good;
        bad.head[at] ^= 1;
        assert_false(opens(arena, &bad, KEY, plain));
    }
    char *byte = (char *)(uintptr_t)good.pieces[1].bytes + 4000;
    *byte ^= 1;
    assert_false(opens(arena, &good, KEY, plain));
}

static void a_short_passphrase_is_refused(void **state)
{
    (void)state;
    struct seal_stream stream;
    struct failure why = {0};
    uint8_t random[SEAL_RANDOM_BYTES] = {0}, head[SEAL_HEAD_BYTES];
    assert_false(seal_stream_begin(&stream, TEXT("ngắn"), random, head, &why));
    assert_int_equal(why.kind, FAILURE_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_sealed_opens_with_the_same_passphrase_only),
        cmocka_unit_test(nothing_can_be_changed_left_out_or_put_elsewhere),
        cmocka_unit_test(a_short_passphrase_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
