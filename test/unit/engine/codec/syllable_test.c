/* syllable_test.c — what can be a syllable of Vietnamese, and what cannot. */
#include "engine/codec/syllable.h"

#include "base/markers.h"
#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static bool is(const char *word)
{
    int32_t points[32];
    size_t count = 0;
    struct text rest = text_of(word);
    while (count < LENGTH_OF(points) && text_point_next(&rest, &points[count]))
        count++;
    return syllable_is(points, count);
}

static void check(const char *words, bool want)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct text rest = text_of(words), word;
    while (text_next(&rest, ' ', &word)) {
        if (is(text_copy(arena, word).bytes) != want)
            print_error("%.*s\n", TEXT_ARGS(word));
        assert_int_equal(is(text_copy(arena, word).bytes), want);
    }
}

static void what_people_write_is_a_syllable(void **state)
{
    (void)state;
    check("Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý", true);
    check("nghiêng khuya khuỷu quyết quyền quốc quở quýt Quỳnh huynh thuế thuở giếng gì gìn giữ già giặc",
          true);
    check("hòa hoà khỏe khoẻ thủy thuỷ Thúy quý qúy Gia Thụy yêu yên ý uống ướt ươm oái oẹ xoong hoẵng",
          true);
    check("kỷ ký kẻ ghế ghi nghề nghỉ ngã gà cá cuộc rượu hươu NGHIÊNG ƯỚC ĐƯỜNG", true);
}

static void what_nobody_writes_is_none(void **state)
{
    (void)state;
    check("Nguyôn kà ghà nghà cế cì gế ngề b đ hdnd Noel Müller éa ấa", false);
    check("đươc môt các2 làc mảt hõp ách̀", false); /* stopped, with another tone than sắc or nặng */
    check("nguyẽn aí oá́ híếu túấn hoả̀", false);    /* the tone elsewhere, or twice */
    check("iêu wa jê fò zậ nghiêngg ngghi", false);
}

static void every_letter_is_taken_apart_and_put_together(void **state)
{
    (void)state;
    size_t letters = 0;
    for (int32_t point = 1; point < 0x2000; point++) {
        struct syllable_letter letter;
        if (!syllable_letter_split(point, &letter))
            continue;
        letters++;
        assert_int_equal(syllable_letter_join(letter), point);
    }
    /* a to z and đ, with the twelve vowels in six tones; twice for capitals. */
    assert_int_equal(letters, 2 * (26 + 1 - 6 + 12 * 6));
    assert_int_equal(syllable_letter_join((struct syllable_letter){'b', TONE_SAC, false}), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_people_write_is_a_syllable),
        cmocka_unit_test(what_nobody_writes_is_none),
        cmocka_unit_test(every_letter_is_taken_apart_and_put_together),
    };
    return cmocka_run_group_tests_name("engine/codec/syllable", tests, NULL, NULL);
}
