/*
 * ical.h — days of one calendar as calendar programs read them (iCalendar, RFC 5545).
 *
 *     struct ical_writer writer;
 *     ical_begin(&writer, &out, TEXT("danvan"), now);
 *     ical_add(&writer, &(struct ical_day){.id = TEXT("9f…"), .day = due, .summary = TEXT("Hồ sơ 12/2026: đến hạn 05/10")});
 *     ical_end(&writer);
 *
 * Each entry is a whole day that takes nobody's time (TRANSP:TRANSPARENT). Lines end in CRLF, are folded at 75 bytes and
 * never inside a letter (§3.1); what has a meaning in a text is escaped (§3.3.11); a line break in a summary becomes \n.
 */
#pragma once

#include "base/buffer.h"
#include "base/day.h"
#include "base/world.h"

struct ical_day {
    struct text id;      /* the same for the same thing, however often the calendar is read */
    struct day day;
    struct text summary;
};

struct ical_writer {
    struct buffer *out;
    struct moment now;
};

void ical_begin(struct ical_writer *writer, struct buffer *out, struct text name, struct moment now);
void ical_add(struct ical_writer *writer, const struct ical_day *day);
void ical_end(struct ical_writer *writer);
