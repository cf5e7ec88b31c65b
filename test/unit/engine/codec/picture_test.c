/* picture_test.c — files are what they hold, and pictures lose what they tell beside what they show. */
#include "engine/codec/picture.h"

#include "base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define BYTES(literal) ((struct text){literal, sizeof(literal) - 1})

static void a_file_is_what_it_holds(void **state)
{
    static const struct {
        struct text bytes;
        enum file_kind kind;
    } CASES[] = {
        {TEXT_ENTRY("%PDF-1.7 ..."), FILE_PDF},
        {TEXT_ENTRY("\xff\xd8\xff\xe0"), FILE_JPEG},
        {TEXT_ENTRY("\x89PNG\r\n\x1a\n"), FILE_PNG},
        {TEXT_ENTRY("RIFF\4\0\0\0WEBP"), FILE_WEBP},
        {TEXT_ENTRY("PK\3\4 [Content_Types].xml word/document.xml"), FILE_DOCX},
        {TEXT_ENTRY("PK\3\4 [Content_Types].xml xl/workbook.xml"), FILE_XLSX},
        {TEXT_ENTRY("PK\3\4 [Content_Types].xml word/document.xml word/vbaProject.bin"), FILE_UNKNOWN},
        {TEXT_ENTRY("PK\3\4 anything.exe"), FILE_UNKNOWN},
        {TEXT_ENTRY("<html><script>"), FILE_UNKNOWN},
        {TEXT_ENTRY("<svg xmlns="), FILE_UNKNOWN},
        {TEXT_ENTRY("MZ"), FILE_UNKNOWN},
        {TEXT_ENTRY(""), FILE_UNKNOWN},
    };
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        assert_int_equal(file_kind_of(CASES[i].bytes), CASES[i].kind);
        if (CASES[i].kind != FILE_UNKNOWN)
            assert_int_equal(file_kind_read(file_kind_type(CASES[i].kind)), CASES[i].kind);
    }
}

static struct text stripped(struct arena *arena, struct text bytes)
{
    struct text out;
    struct failure why;
    if (!picture_strip(arena, file_kind_of(bytes), bytes, &out, &why))
        fail_msg("%s", why.text);
    assert_int_equal(file_kind_of(out), file_kind_of(bytes));
    return out;
}

#define JPEG_START "\xff\xd8"
#define JFIF "\xff\xe0\0\x06" "JFIF"
#define EXIF "\xff\xe1\0\x24" "Exif\0\0" "II\x2a\0\x08\0\0\0" "\x01\0" "\x12\x01\x03\0\x01\0\0\0\x06\0\0\0" "PLACE1"
#define XMP "\xff\xe1\0\x09" "PLACE22"
#define COMMENT "\xff\xfe\0\x08" "PLACE3"
#define TABLE "\xff\xdb\0\x04" "qq"
#define SCAN "\xff\xda\0\x04" "ss" "picture" "\xff\xd9"

static void a_photo_keeps_its_picture_and_its_orientation_alone(void **state)
{
    struct arena *CLOSING(arena) arena = arena_open();
    (void)state;
    struct text out = stripped(arena, BYTES(JPEG_START JFIF EXIF XMP COMMENT TABLE SCAN "PLACE4"));
    assert_false(text_contains(out, TEXT("PLACE")));
    assert_true(text_starts(out, BYTES(JPEG_START JFIF TABLE)));
    assert_true(text_ends(out, BYTES(SCAN)));
    assert_true(text_contains(out, BYTES("Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0")));
    assert_true(text_equal(out, stripped(arena, out)));
    /* One that stands upright says nothing. */
    assert_true(text_equal(stripped(arena, BYTES(JPEG_START JFIF XMP SCAN)), BYTES(JPEG_START JFIF SCAN)));
}

#define PNG "\x89PNG\r\n\x1a\n"
#define CHUNK(name, four) "\0\0\0\4" name four "crc!"

static void a_drawing_loses_its_texts(void **state)
{
    struct arena *CLOSING(arena) arena = arena_open();
    (void)state;
    struct text out = stripped(arena, BYTES(PNG CHUNK("IHDR", "head") CHUNK("tEXt", "PLAC") CHUNK("eXIf", "PLAC") CHUNK("tIME", "PLAC")
                                                CHUNK("IDAT", "data") CHUNK("IEND", "ends") "PLACE"));
    assert_true(text_equal(out, BYTES(PNG CHUNK("IHDR", "head") CHUNK("IDAT", "data") CHUNK("IEND", "ends"))));
}

static void a_webp_says_no_more_that_it_has_what_it_lost(void **state)
{
    struct arena *CLOSING(arena) arena = arena_open();
    (void)state;
    struct text out = stripped(arena, BYTES("RIFF\x30\0\0\0WEBP" "VP8X\x02\0\0\0\x1c\0" "EXIF\x03\0\0\0PLA\0" "XMP \x02\0\0\0PL" "VP8 \x04\0\0\0data"));
    assert_true(text_equal(out, BYTES("RIFF\x1a\0\0\0WEBP" "VP8X\x02\0\0\0\x10\0" "VP8 \x04\0\0\0data")));
}

/* Whatever is missing or changed: refused or taken, and never read beyond its end. */
static void what_is_cut_off_anywhere_is_refused(void **state)
{
    static const struct text PICTURES[] = {
        TEXT_ENTRY(JPEG_START JFIF EXIF XMP TABLE SCAN), TEXT_ENTRY(PNG CHUNK("IHDR", "head") CHUNK("IDAT", "data") CHUNK("IEND", "ends")),
        TEXT_ENTRY("RIFF\x18\0\0\0WEBP" "VP8 \x04\0\0\0data" "EXIF\x00\0\0\0")};
    (void)state;
    for (size_t i = 0; i < sizeof PICTURES / sizeof *PICTURES; i++)
        for (size_t length = 12; length < PICTURES[i].length; length++) {
            struct arena *CLOSING(arena) arena = arena_open();
            struct text part = text_copy(arena, text_part(PICTURES[i], 0, length)), out;
            struct failure why;
            if (file_kind_is_picture(file_kind_of(part)) && picture_strip(arena, file_kind_of(part), part, &out, &why))
                fail_msg("picture %zu was taken though only %zu bytes of it are there", i, length);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_what_it_holds),
        cmocka_unit_test(a_photo_keeps_its_picture_and_its_orientation_alone),
        cmocka_unit_test(a_drawing_loses_its_texts),
        cmocka_unit_test(a_webp_says_no_more_that_it_has_what_it_lost),
        cmocka_unit_test(what_is_cut_off_anywhere_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
