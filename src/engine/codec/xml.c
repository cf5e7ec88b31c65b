/* xml.c — XML written piece by piece. */
#include "engine/codec/xml.h"

#include <string.h>

void xml_init(struct xml *xml, struct buffer *out)
{
    *xml = (struct xml){.out = out};
}

void xml_declare(struct xml *xml)
{
    buffer_add(xml->out, TEXT("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"));
}

/* Ends the "<name" that is still open. */
static void tag_close(struct xml *xml)
{
    if (xml->in_tag)
        buffer_add_char(xml->out, '>');
    xml->in_tag = false;
}

void xml_begin(struct xml *xml, const char *name)
{
    REQUIRE(xml->depth < XML_DEPTH_MAX);
    tag_close(xml);
    xml->open[xml->depth++] = name;
    buffer_add_char(xml->out, '<');
    buffer_add(xml->out, text_of(name));
    xml->in_tag = true;
}

void xml_end(struct xml *xml, const char *name)
{
    REQUIRE(xml->depth > 0);
    REQUIRE(strcmp(xml->open[xml->depth - 1], name) == 0);
    xml->depth--;
    if (xml->in_tag) {
        buffer_add(xml->out, TEXT("/>"));
        xml->in_tag = false;
        return;
    }
    buffer_add(xml->out, TEXT("</"));
    buffer_add(xml->out, text_of(name));
    buffer_add_char(xml->out, '>');
}

/* XML 1.0 §2.2: of what UTF-8 can say, no control characters but tab and line ends, no U+FFFE, U+FFFF. */
static bool can_hold(struct text text)
{
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.bytes[i];
        if (c < ' ' && c != '\t' && c != '\n' && c != '\r')
            return false;
        if (c == 0xEF && text.length - i >= 3 && (unsigned char)text.bytes[i + 1] == 0xBF &&
            (unsigned char)text.bytes[i + 2] >= 0xBE)
            return false;
    }
    return text_is_utf8(text);
}

/*
 * What a character is written as; NULL when as itself. Line ends and tabs in
 * attributes, and CR anywhere, would come back as something else if written bare.
 */
static const char *entity_of(char c, bool attribute)
{
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '\r': return "&#13;";
    case '"': return attribute ? "&quot;" : NULL;
    case '\n': return attribute ? "&#10;" : NULL;
    case '\t': return attribute ? "&#9;" : NULL;
    default: return NULL;
    }
}

static void escaped_add(struct xml *xml, struct text text, bool attribute)
{
    if (!can_hold(text)) {
        xml->refused = true;
        return;
    }
    size_t done = 0;
    for (size_t i = 0; i < text.length; i++) {
        const char *entity = entity_of(text.bytes[i], attribute);
        if (entity == NULL)
            continue;
        buffer_add_bytes(xml->out, text.bytes + done, i - done);
        buffer_add(xml->out, text_of(entity));
        done = i + 1;
    }
    buffer_add(xml->out, text_from(text, done));
}

void xml_attribute(struct xml *xml, const char *name, struct text value)
{
    REQUIRE(xml->in_tag);
    buffer_add_char(xml->out, ' ');
    buffer_add(xml->out, text_of(name));
    buffer_add(xml->out, TEXT("=\""));
    escaped_add(xml, value, true);
    buffer_add_char(xml->out, '"');
}

void xml_attribute_whole(struct xml *xml, const char *name, int64_t value)
{
    REQUIRE(xml->in_tag);
    buffer_add_char(xml->out, ' ');
    buffer_add(xml->out, text_of(name));
    buffer_add(xml->out, TEXT("=\""));
    buffer_add_int64(xml->out, value);
    buffer_add_char(xml->out, '"');
}

void xml_text(struct xml *xml, struct text text)
{
    REQUIRE(xml->depth > 0);
    if (text.length == 0)
        return;
    tag_close(xml);
    escaped_add(xml, text, false);
}

void xml_element(struct xml *xml, const char *name, struct text text)
{
    xml_begin(xml, name);
    xml_text(xml, text);
    xml_end(xml, name);
}

bool xml_ok(const struct xml *xml, struct failure *why)
{
    REQUIRE(xml->depth == 0);
    if (xml->refused)
        return FAIL(why, FAILURE_INVALID, "a character that XML cannot hold");
    return buffer_ok(xml->out, why);
}
