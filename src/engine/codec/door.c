/* door.c — UTF-8 and NFC at the door. */
#include "engine/codec/door_inside.h"

#include <string.h>

/* How many bytes a character takes that begins so; 1 for what begins none. */
static size_t width_of(unsigned char first)
{
    if (first >= 0xF0)
        return 4;
    if (first >= 0xE0)
        return 3;
    return first >= 0xC0 ? 2 : 1;
}

static uint32_t column_of_bad(struct text line)
{
    uint32_t column = 1;
    while (line.length > 0) {
        size_t width = width_of((unsigned char)line.bytes[0]);
        if (width > line.length || !text_is_utf8(text_part(line, 0, width)))
            break;
        line = text_from(line, width);
        column++;
    }
    return column;
}

bool door_find_bad(struct text bytes, uint32_t *line, uint32_t *column)
{
    if (text_is_utf8(bytes))
        return false;
    uint32_t number = 0;
    struct text rest = bytes, part;
    while (text_next(&rest, '\n', &part)) {
        number++;
        if (text_is_utf8(part))
            continue;
        *line = number;
        *column = column_of_bad(part);
        return true;
    }
    return false;
}

/*
 * Nothing below U+0300 composes or is replaced by NFC, nor anything in
 * U+1E00..U+1EFF, where the letters of Vietnamese stand; those two ranges are
 * almost every text we meet. UTF-8 bytes: leads C2..CB, and E1 B8..BB.
 */
bool door_is_composed(struct text text)
{
    const unsigned char *bytes = (const unsigned char *)text.bytes;
    size_t i = 0;
    while (i < text.length) {
        uint64_t eight;
        if (text.length - i >= sizeof eight) {
            memcpy(&eight, bytes + i, sizeof eight);
            if ((eight & 0x8080808080808080u) == 0) {
                i += sizeof eight;
                continue;
            }
        }
        unsigned char lead = bytes[i];
        if (lead < 0x80) {
            i++;
        } else if (lead < 0xCC) {
            i += 2;
        } else if (lead == 0xE1 && text.length - i >= 3 && bytes[i + 1] >= 0xB8 && bytes[i + 1] <= 0xBB) {
            i += 3;
        } else {
            return false;
        }
    }
    return true;
}

bool door_copy(struct arena *arena, struct text raw, struct text *text)
{
    if (!text_is_utf8(raw))
        return false;
    if (!door_is_composed(raw))
        return text_normalise(arena, raw, text);
    *text = text_copy(arena, raw);
    return true;
}

bool door_borrow(struct arena *arena, struct text raw, struct text *text)
{
    if (!text_is_utf8(raw))
        return false;
    if (!door_is_composed(raw))
        return text_normalise(arena, raw, text);
    *text = raw;
    return true;
}
