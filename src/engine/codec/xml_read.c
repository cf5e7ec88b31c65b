/* xml_read.c — expat with its doors closed. */
#include "engine/codec/xml_read.h"

#include "base/arena.h"

#include <expat.h>
#include <string.h>

enum { SKETCH_BITS = 1 << 14, SKETCH_MAX = 4096 };

struct xml_reader {
    struct arena *arena;
    XML_Parser parser;
    const struct xml_events *events;
    void *own;
    size_t fed; /* bytes */
    size_t depth;
    const char *trouble;
    bool stopped;
    /* expat keeps every different name it met: a rough count of them, one bit for a hash. */
    uint8_t sketch[SKETCH_BITS / 8];
    size_t different;
};

static void stop_for(struct xml_reader *xml, const char *trouble)
{
    if (!xml->stopped)
        xml->trouble = trouble;
    xml->stopped = true;
    (void)XML_StopParser(xml->parser, XML_FALSE);
}

/* Not asked for names of one letter: they are few by nature, and are nearly all of a sheet's. */
static void name_note(struct xml_reader *xml, const char *name)
{
    uint32_t hash = 2166136261u;
    for (const char *at = name; *at != '\0'; at++)
        hash = (hash ^ (unsigned char)*at) * 16777619u;
    hash = (hash ^ hash >> 15) % SKETCH_BITS;
    uint8_t bit = (uint8_t)(1u << (hash & 7));
    if (xml->sketch[hash >> 3] & bit)
        return;
    xml->sketch[hash >> 3] |= bit;
    if (++xml->different > SKETCH_MAX)
        stop_for(xml, "xml.names");
}

/* Without calls: it is asked of every element, and names are short. */
static struct text name_bare(const char *name)
{
    const char *at = name;
    for (; *at != '\0'; at++)
        if (*at == ':')
            return text_of(at + 1);
    return (struct text){name, (size_t)(at - name)};
}

static void XMLCALL on_begin(void *own, const XML_Char *name, const XML_Char **attributes)
{
    struct xml_reader *xml = own;
    if (xml->stopped)
        return;
    if (name[0] != '\0' && name[1] != '\0')
        name_note(xml, name);
    for (const XML_Char **at = attributes; *at != NULL; at += 2)
        if ((*at)[0] != '\0' && (*at)[1] != '\0')
            name_note(xml, *at);
    if (++xml->depth > XML_READ_DEPTH)
        stop_for(xml, "xml.deep");
    else if (!xml->stopped)
        xml->events->begin(xml->own, name_bare(name), (const char *const *)attributes);
}

static void XMLCALL on_end(void *own, const XML_Char *name)
{
    struct xml_reader *xml = own;
    if (xml->stopped)
        return;
    xml->depth--;
    xml->events->end(xml->own, name_bare(name));
}

static void XMLCALL on_text(void *own, const XML_Char *bytes, int length)
{
    struct xml_reader *xml = own;
    if (!xml->stopped)
        xml->events->text(xml->own, (struct text){bytes, (size_t)length});
}

static void XMLCALL on_doctype(void *own, const XML_Char *name, const XML_Char *system, const XML_Char *public, int inside)
{
    (void)name, (void)system, (void)public, (void)inside;
    stop_for(own, "xml.dtd");
}

struct xml_reader *xml_read_open(const struct xml_events *events, void *own)
{
    struct arena *arena = arena_open();
    struct xml_reader *xml = arena_make(arena, sizeof *xml);
    *xml = (struct xml_reader){.arena = arena, .parser = XML_ParserCreate(NULL), .events = events, .own = own};
    REQUIRE(xml->parser != NULL);
    XML_SetUserData(xml->parser, xml);
    XML_SetElementHandler(xml->parser, on_begin, on_end);
    XML_SetCharacterDataHandler(xml->parser, on_text);
    XML_SetStartDoctypeDeclHandler(xml->parser, on_doctype);
    return xml;
}

void xml_read_close(struct xml_reader *xml)
{
    if (xml == NULL)
        return;
    XML_ParserFree(xml->parser);
    arena_close(xml->arena);
}

char *xml_read_room(struct xml_reader *xml, size_t size)
{
    char *room = XML_GetBuffer(xml->parser, (int)size);
    REQUIRE(room != NULL);
    return room;
}

static enum xml_read state_of(struct xml_reader *xml, enum XML_Status status)
{
    if (xml->stopped)
        return XML_READ_BROKEN;
    if (status == XML_STATUS_SUSPENDED)
        return XML_READ_PAUSED;
    if (status == XML_STATUS_ERROR) {
        stop_for(xml, "xml.form");
        return XML_READ_BROKEN;
    }
    XML_ParsingStatus at;
    XML_GetParsingStatus(xml->parser, &at);
    if (at.parsing == XML_FINISHED)
        return XML_READ_DONE;
    /* What is not yet a whole tag waits in expat's buffer, which grows with it. */
    XML_Index done = XML_GetCurrentByteIndex(xml->parser);
    if (xml->fed - (done > 0 ? (size_t)done : 0) > XML_READ_TAG) {
        stop_for(xml, "xml.tag");
        return XML_READ_BROKEN;
    }
    return XML_READ_MORE;
}

enum xml_read xml_read_take(struct xml_reader *xml, size_t length, bool last)
{
    xml->fed += length;
    return state_of(xml, XML_ParseBuffer(xml->parser, (int)length, last));
}

enum xml_read xml_read_go_on(struct xml_reader *xml)
{
    return state_of(xml, XML_ResumeParser(xml->parser));
}

void xml_read_pause(struct xml_reader *xml)
{
    if (!xml->stopped)
        (void)XML_StopParser(xml->parser, XML_TRUE);
}

void xml_read_stop(struct xml_reader *xml)
{
    stop_for(xml, NULL);
}

const char *xml_read_trouble(const struct xml_reader *xml)
{
    return xml->trouble;
}

struct text xml_read_attribute(const char *const *attributes, const char *name)
{
    for (; *attributes != NULL; attributes += 2)
        if (text_is(name_bare(attributes[0]), name))
            return text_of(attributes[1]);
    return (struct text){0};
}
