/* ical_test.c — calendars as other programs read them: folded, escaped, never cut inside a letter. */
#include "engine/codec/ical.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct text written(struct buffer *out, struct text summary)
{
    struct ical_writer writer;
    buffer_init(out, 1 << 16);
    ical_begin(&writer, out, TEXT("danvan"), moment_of(day_of(2021, 10, 8), 8, 47));
    ical_add(&writer, &(struct ical_day){.id = TEXT("a1"), .day = day_of(2021, 12, 31), .summary = summary});
    ical_end(&writer);
    return buffer_text(out);
}

static void a_day_is_written_whole(void **state)
{
    struct buffer CLOSING(buffer) out = {0};
    (void)state;
    struct text text = written(&out, TEXT("Hồ sơ 12/2021: đến hạn 31/12"));
    assert_true(text_is(text, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//danvan//danvan//VI\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n"
                              "X-WR-CALNAME:danvan\r\nBEGIN:VEVENT\r\nUID:a1\r\nDTSTAMP:20211008T014700Z\r\nDTSTART;VALUE=DATE:20211231\r\n"
                              "DTEND;VALUE=DATE:20220101\r\nSUMMARY:Hồ sơ 12/2021: đến hạn 31/12\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\n"
                              "END:VCALENDAR\r\n"));
}

static void what_has_a_meaning_is_escaped(void **state)
{
    struct buffer CLOSING(buffer) out = {0};
    (void)state;
    struct text text = written(&out, TEXT("a,b;c\\d\ne\rEND:VCALENDAR\t"));
    assert_true(text_contains(text, TEXT("SUMMARY:a\\,b\\;c\\\\d\\neEND:VCALENDAR\r\n")));
}

/* Unfolding (CRLF and a space taken away) gives the text again; no line is over 75 bytes nor begins inside a letter. */
static void long_lines_fold_between_letters(void **state)
{
    (void)state;
    for (size_t shift = 0; shift < 8; shift++) {
        struct buffer CLOSING(buffer) out = {0}, long_one = {0}, whole = {0};
        buffer_init(&long_one, 1 << 12);
        buffer_init(&whole, 1 << 16);
        for (size_t i = 0; i < shift; i++)
            buffer_add_char(&long_one, 'x');
        for (int i = 0; i < 60; i++)
            buffer_add(&long_one, TEXT("đến hạ\xf0\x9f\x93\x85"));
        struct text rest = written(&out, buffer_text(&long_one)), line;
        while (text_next(&rest, '\n', &line)) {
            assert_true(line.length <= 76 && (line.length == 0 || line.bytes[line.length - 1] == '\r'));
            bool goes_on = line.length > 0 && line.bytes[0] == ' ';
            assert_true(!goes_on || ((unsigned char)line.bytes[1] & 0xC0) != 0x80);
            if (!goes_on)
                buffer_add_char(&whole, '\n');
            buffer_add(&whole, text_part(line, goes_on, line.length > 0 ? line.length - 1 - goes_on : 0));
        }
        assert_true(text_contains(buffer_text(&whole), buffer_text(&long_one)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_is_written_whole),
        cmocka_unit_test(what_has_a_meaning_is_escaped),
        cmocka_unit_test(long_lines_fold_between_letters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
