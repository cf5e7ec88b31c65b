/*
 * xml.h — XML written piece by piece, well formed by construction.
 *
 *     struct xml xml;
 *     xml_init(&xml, &out);
 *     xml_declare(&xml);
 *     xml_begin(&xml, "w:p");
 *     xml_attribute(&xml, "w:rsid", code);
 *     xml_text(&xml, TEXT("Bồ Đề & Việt Hưng"));
 *     xml_end(&xml, "w:p");
 *     if (!xml_ok(&xml, why)) …              (once, at the end)
 *
 * Escapes text and attributes. A character that XML 1.0 cannot hold (most control
 * characters, U+FFFE, bytes that are not UTF-8) makes xml_ok fail with
 * FAILURE_INVALID; it is never dropped in silence. A wrong order of calls is a bug
 * and aborts. Names are words of our own code, never of a person.
 */
#pragma once

#include "base/buffer.h"

enum { XML_DEPTH_MAX = 64 };

struct xml {
    struct buffer *out;
    const char *open[XML_DEPTH_MAX]; /* names, borrowed: give literals */
    size_t depth;
    bool in_tag;  /* "<name" is written, ">" not yet */
    bool refused; /* a character could not be written */
};

void xml_init(struct xml *xml, struct buffer *out);
void xml_declare(struct xml *xml); /* <?xml version="1.0" encoding="UTF-8" standalone="yes"?> */
void xml_begin(struct xml *xml, const char *name);
void xml_end(struct xml *xml, const char *name); /* must be the one begun last; <name/> when it stayed empty */
void xml_attribute(struct xml *xml, const char *name, struct text value); /* only behind xml_begin */
void xml_attribute_whole(struct xml *xml, const char *name, int64_t value);
void xml_text(struct xml *xml, struct text text);

/* <name>text</name>, the most frequent case. */
void xml_element(struct xml *xml, const char *name, struct text text);

/* Everything was written. FAILURE_INVALID for a refused character, FAILURE_TOO_BIG for a full buffer; an element
 * not ended is a bug. */
MUST_CHECK bool xml_ok(const struct xml *xml, struct failure *why);
