/*
 * xml_read.h — the elements of an XML document from outside, as they come.
 *
 *     static const struct xml_events events = {on_begin, on_end, on_text};
 *     struct xml_reader *CLOSING(xml_reader) xml = xml_read_open(&events, own);
 *     for (;;) {
 *         char *room = xml_read_room(xml, size);                 (fill up to `size` bytes of it)
 *         enum xml_read state = xml_read_take(xml, length, last);
 *         while (state == XML_READ_PAUSED) …use what is there…, state = xml_read_go_on(xml);
 *         if (state != XML_READ_MORE) break;
 *     }
 *
 * The only user of expat. Names come without their prefix ("x:row" as "row"). A document type (DTD) is refused, so there
 * are no entities of its own, no outside files and nothing that multiplies itself; so are more than XML_READ_DEPTH levels,
 * one tag of more than XML_READ_TAG bytes, and thousands of different names. Text is valid UTF-8 and may come in
 * several pieces, cut between characters.
 */
#pragma once

#include "base/markers.h"
#include "base/text.h"

enum {
    XML_READ_DEPTH = 100,
    XML_READ_TAG = 512 << 10,
};

enum xml_read { XML_READ_MORE, XML_READ_PAUSED, XML_READ_DONE, XML_READ_BROKEN };

struct xml_events {
    /* `attributes`: name, value, name, value, …, NULL; names with their prefix. */
    void (*begin)(void *own, struct text name, const char *const *attributes);
    void (*end)(void *own, struct text name);
    void (*text)(void *own, struct text piece);
};

struct xml_reader;

struct xml_reader *xml_read_open(const struct xml_events *events, void *own);
void xml_read_close(struct xml_reader *xml); /* NULL is allowed */

char *xml_read_room(struct xml_reader *xml, size_t size);
enum xml_read xml_read_take(struct xml_reader *xml, size_t length, bool last);
enum xml_read xml_read_go_on(struct xml_reader *xml);

/* From inside an event: come back to the caller behind it; or end the reading as broken, the caller knowing why. */
void xml_read_pause(struct xml_reader *xml);
void xml_read_stop(struct xml_reader *xml);

/* Why it is broken: a code of problem_sentences.def; NULL behind xml_read_stop. */
const char *xml_read_trouble(const struct xml_reader *xml);

/* The value of an attribute, by its name without prefix; the empty text without it. */
struct text xml_read_attribute(const char *const *attributes, const char *name);

static inline void xml_reader_closing(struct xml_reader **xml)
{
    xml_read_close(*xml);
}
