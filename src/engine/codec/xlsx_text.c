/* xlsx_text.c — the text of <si> and <is>, run after run. */
#include "engine/codec/xlsx_inside.h"

#include "engine/codec/door_inside.h"

#include <string.h>

/* A text may hold escapes of seven bytes for one letter; longer than this is no cell. */
enum { RAW_MAX = SHEET_CELL_MAX * 8 };

void xlsx_text_init(struct xlsx_text *rich)
{
    *rich = (struct xlsx_text){0};
    buffer_init(&rich->text, RAW_MAX);
}

void xlsx_text_clear(struct xlsx_text *rich)
{
    buffer_clear(&rich->text);
}

static char only_letter(struct text name)
{
    return name.length == 1 ? name.bytes[0] : '\0';
}

void xlsx_text_begin(struct xlsx_text *rich, struct text name, const char *const *attributes)
{
    char letter = only_letter(name);
    if (rich->skip > 0 || rich->in_t || (letter != 't' && letter != 'r')) {
        rich->skip++;
        return;
    }
    if (letter == 'r')
        return;
    rich->in_t = true;
    rich->start = rich->text.length;
    rich->preserve = text_is(xml_read_attribute(attributes, "space"), "preserve");
}

/* Without xml:space="preserve" blanks at the ends of a <t> are the file's, not the text's, as Excel reads it. */
static void ends_trim(struct xlsx_text *rich)
{
    struct text part = text_from(buffer_text(&rich->text), rich->start), bare = text_trimmed(part);
    if (bare.length == part.length)
        return;
    memmove(rich->text.bytes + rich->start, bare.bytes, bare.length);
    rich->text.length = rich->start + bare.length;
}

void xlsx_text_end(struct xlsx_text *rich, struct text name)
{
    if (rich->skip > 0) {
        rich->skip--;
        return;
    }
    if (!rich->in_t || only_letter(name) != 't')
        return;
    rich->in_t = false;
    if (!rich->preserve)
        ends_trim(rich);
}

void xlsx_text_add(struct xlsx_text *rich, struct text piece)
{
    if (rich->in_t && rich->skip == 0)
        buffer_add(&rich->text, piece);
}

/* ---- what is escaped ---- */

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The UTF-16 unit that `text` begins with as _xHHHH_; -1 else (ECMA-376 Part 1, §22.9.2.19). */
static int32_t escape_read(struct text text)
{
    if (text.length < 7 || text.bytes[0] != '_' || text.bytes[1] != 'x' || text.bytes[6] != '_')
        return -1;
    int32_t unit = 0;
    for (size_t i = 2; i < 6; i++) {
        int digit = hex_digit(text.bytes[i]);
        if (digit < 0)
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

/* The character escaped at the start of `text` and how long its escapes are; 0 when there is none that text can hold. */
static size_t escaped_point(struct text text, int32_t *point)
{
    int32_t unit = escape_read(text);
    if (unit <= 0 || (unit >= 0xDC00 && unit <= 0xDFFF))
        return 0;
    *point = unit;
    if (unit < 0xD800 || unit > 0xDBFF)
        return 7;
    int32_t low = escape_read(text_from(text, 7));
    if (low < 0xDC00 || low > 0xDFFF)
        return 0;
    *point = 0x10000 + (unit - 0xD800) * 0x400 + (low - 0xDC00);
    return 14;
}

/* What comes out is never longer, so it is written over what was read. */
static void escapes_undo(struct buffer *text)
{
    struct text all = buffer_text(text);
    size_t in = 0, out = 0;
    while (in < all.length) {
        int32_t point;
        size_t step = all.bytes[in] == '_' ? escaped_point(text_from(all, in), &point) : 0;
        if (step > 0)
            out += text_point_write(point, text->bytes + out);
        else
            text->bytes[out++] = all.bytes[in];
        in += step > 0 ? step : 1;
    }
    text->length = out;
}

/* CR LF and CR as LF. */
static void line_ends_even(struct buffer *text)
{
    size_t out = 0;
    for (size_t in = 0; in < text->length; in++) {
        char c = text->bytes[in];
        if (c == '\r' && in + 1 < text->length && text->bytes[in + 1] == '\n')
            continue;
        text->bytes[out++] = c == '\r' ? '\n' : c;
    }
    text->length = out;
}

/* As Excel counts: characters beyond U+FFFF are two. */
static size_t utf16_units(struct text text)
{
    size_t units = 0;
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.bytes[i];
        units += (size_t)((c & 0xC0) != 0x80) + (size_t)(c >= 0xF0);
    }
    return units;
}

bool xlsx_text_finish(struct buffer *text)
{
    if (text->full)
        return false;
    if (text->length == 0)
        return true;
    if (memchr(text->bytes, '_', text->length) != NULL)
        escapes_undo(text);
    if (memchr(text->bytes, '\r', text->length) != NULL)
        line_ends_even(text);
    if (!door_is_composed(buffer_text(text))) {
        struct arena *CLOSING(arena) scratch = arena_open();
        struct text composed;
        if (!text_normalise(scratch, buffer_text(text), &composed))
            return false;
        buffer_rewind(text);
        buffer_add(text, composed);
    }
    return !text->full && (text->length <= SHEET_CELL_MAX || utf16_units(buffer_text(text)) <= SHEET_CELL_MAX);
}
