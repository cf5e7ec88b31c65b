/* ical.c — see ical.h. */
#include "engine/codec/ical.h"

enum { LINE_BYTES = 75, MINUTE = 60, HOUR = 60 * MINUTE, DAY_SECONDS = 24 * HOUR };

/* The bytes of the letter that `text` begins with. */
static size_t letter_length(struct text text)
{
    size_t length = 1;
    while (length < text.length && ((unsigned char)text.bytes[length] & 0xC0) == 0x80)
        length++;
    return length;
}

/* Folds "NAME:value" so that no line is longer than LINE_BYTES; a folded line begins with a space. */
static void add_line(struct buffer *out, struct text line)
{
    size_t room = LINE_BYTES;
    while (line.length > 0) {
        size_t length = letter_length(line);
        if (length > room) {
            buffer_add(out, TEXT("\r\n "));
            room = LINE_BYTES - 1;
        }
        buffer_add_bytes(out, line.bytes, length);
        room = length < room ? room - length : 0;
        line = text_from(line, length);
    }
    buffer_add(out, TEXT("\r\n"));
}

/* A text's own commas, semicolons, backslashes and line breaks; other controls are left out. */
static void add_escaped(struct buffer *line, struct text text)
{
    for (size_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        if (c == '\n')
            buffer_add(line, TEXT("\\n"));
        else if ((unsigned char)c >= 0x20) {
            if (c == ',' || c == ';' || c == '\\')
                buffer_add_char(line, '\\');
            buffer_add_char(line, c);
        }
    }
}

static void add_text(struct buffer *out, const char *name, struct text text)
{
    struct buffer CLOSING(buffer) line = {0};
    buffer_init(&line, (size_t)64 << 10);
    buffer_add(&line, text_of(name));
    buffer_add_char(&line, ':');
    add_escaped(&line, text);
    add_line(out, buffer_text(&line));
}

static void add_day(struct buffer *out, const char *name, struct day day)
{
    struct day_parts parts = day_parts(day);
    buffer_add_format(out, "%s;VALUE=DATE:%04d%02d%02d\r\n", name, parts.year, parts.month, parts.day);
}

/* UTC: 20211008T014700Z. */
static void add_moment(struct buffer *out, const char *name, struct moment moment)
{
    int64_t seconds = moment.milliseconds / 1000, day = seconds / DAY_SECONDS, second = seconds % DAY_SECONDS;
    struct day_parts parts = day_parts((struct day){(int32_t)day});
    buffer_add_format(out, "%s:%04d%02d%02dT%02d%02d%02dZ\r\n", name, parts.year, parts.month, parts.day, (int)(second / HOUR),
                      (int)(second % HOUR / MINUTE), (int)(second % MINUTE));
}

void ical_begin(struct ical_writer *writer, struct buffer *out, struct text name, struct moment now)
{
    *writer = (struct ical_writer){out, now};
    buffer_add(out, TEXT("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//danvan//danvan//VI\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n"));
    add_text(out, "X-WR-CALNAME", name);
}

void ical_add(struct ical_writer *writer, const struct ical_day *day)
{
    struct buffer *out = writer->out;
    buffer_add(out, TEXT("BEGIN:VEVENT\r\n"));
    add_text(out, "UID", day->id);
    add_moment(out, "DTSTAMP", writer->now);
    add_day(out, "DTSTART", day->day);
    add_day(out, "DTEND", day_plus(day->day, 1));
    add_text(out, "SUMMARY", day->summary);
    buffer_add(out, TEXT("TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n"));
}

void ical_end(struct ical_writer *writer)
{
    buffer_add(writer->out, TEXT("END:VCALENDAR\r\n"));
}
