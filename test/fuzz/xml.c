/* fuzz: engine/codec */
/* Any bytes read as XML, in pieces of a size the first byte tells; what was read, written again, reads the same. */
#include "engine/codec/xml_read.h"

#include "base/buffer.h"
#include "engine/codec/xml.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct seen {
    struct xml_reader *xml;
    struct buffer said;
    size_t depth, events;
    bool pausing;
};

static void on_begin(void *own, struct text name, const char *const *attributes)
{
    struct seen *seen = own;
    seen->depth++;
    buffer_add_format(&seen->said, "<%.*s", TEXT_ARGS(name));
    for (; *attributes != NULL; attributes += 2)
        REQUIRE(text_is_utf8(text_of(attributes[0])) && text_is_utf8(text_of(attributes[1])));
    if (seen->pausing && seen->events++ % 3 == 0)
        xml_read_pause(seen->xml);
}

static void on_end(void *own, struct text name)
{
    struct seen *seen = own;
    REQUIRE(seen->depth > 0);
    seen->depth--;
    buffer_add_format(&seen->said, ">%.*s", TEXT_ARGS(name));
}

static void on_text(void *own, struct text piece)
{
    struct seen *seen = own;
    REQUIRE(text_is_utf8(piece));
    buffer_add(&seen->said, piece);
}

static enum xml_read read_all(struct seen *seen, struct text bytes, size_t step)
{
    static const struct xml_events events = {on_begin, on_end, on_text};
    struct xml_reader *CLOSING(xml_reader) xml = xml_read_open(&events, seen);
    enum xml_read state = XML_READ_MORE;
    seen->xml = xml;
    for (size_t at = 0; state == XML_READ_MORE; at += step) {
        struct text piece = text_part(bytes, at < bytes.length ? at : bytes.length, step);
        char *room = xml_read_room(xml, step);
        if (piece.length > 0)
            memcpy(room, piece.bytes, piece.length);
        state = xml_read_take(xml, piece.length, piece.length == 0);
        while (state == XML_READ_PAUSED)
            state = xml_read_go_on(xml);
    }
    return state;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    struct text bytes = {(const char *)data + 1, size - 1};
    struct seen whole = {0}, pieces = {.pausing = true};
    buffer_init(&whole.said, 16 << 20);
    buffer_init(&pieces.said, 16 << 20);
    enum xml_read first = read_all(&whole, bytes, 1 << 16), second = read_all(&pieces, bytes, (size_t)data[0] % 64 + 1);
    REQUIRE(first == XML_READ_DONE || first == XML_READ_BROKEN);
    REQUIRE(first == second);
    REQUIRE(first != XML_READ_DONE || text_equal(buffer_text(&whole.said), buffer_text(&pieces.said)));
    buffer_clear(&whole.said);
    buffer_clear(&pieces.said);
    return 0;
}
