/* json_write.c — a tree as JSON that any page may hold. */
#include "engine/codec/json.h"

#include <inttypes.h>

/*
 * Bytes that do not stand for themselves in our JSON. "<", ">" and "&" could end
 * a script or begin an entity in the page around it.
 */
static bool must_escape(unsigned char c)
{
    return c < ' ' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' || c == 0x7F;
}

static void escape_add(struct buffer *out, unsigned char c)
{
    switch (c) {
    case '"': buffer_add(out, TEXT("\\\"")); break;
    case '\\': buffer_add(out, TEXT("\\\\")); break;
    case '\n': buffer_add(out, TEXT("\\n")); break;
    case '\r': buffer_add(out, TEXT("\\r")); break;
    case '\t': buffer_add(out, TEXT("\\t")); break;
    default: buffer_add_format(out, "\\u%04x", c); break;
    }
}

/* U+2028 and U+2029 end a line in older JavaScript: E2 80 A8, E2 80 A9. */
static bool is_line_end(struct text text, size_t i)
{
    const unsigned char *bytes = (const unsigned char *)text.bytes + i;
    return text.length - i >= 3 && bytes[0] == 0xE2 && bytes[1] == 0x80 && (bytes[2] == 0xA8 || bytes[2] == 0xA9);
}

void json_write_text(struct buffer *out, struct text text)
{
    buffer_add_char(out, '"');
    size_t done = 0, i = 0;
    while (i < text.length) {
        unsigned char c = (unsigned char)text.bytes[i];
        bool line_end = c == 0xE2 && is_line_end(text, i);
        if (!line_end && !must_escape(c)) {
            i++;
            continue;
        }
        buffer_add_bytes(out, text.bytes + done, i - done);
        if (line_end)
            buffer_add_format(out, "\\u20%02x", (unsigned char)text.bytes[i + 2] - 0x80);
        else
            escape_add(out, c);
        i += line_end ? 3 : 1;
        done = i;
    }
    if (done < text.length)
        buffer_add_bytes(out, text.bytes + done, text.length - done);
    buffer_add_char(out, '"');
}

static void number_write(struct buffer *out, struct decimal number)
{
    int64_t unit = 1;
    for (int i = 0; i < number.scale; i++)
        unit *= 10;
    int64_t whole = number.digits / unit, rest = number.digits % unit;
    if (number.digits < 0 && whole == 0)
        buffer_add_char(out, '-');
    buffer_add_int64(out, whole);
    if (number.scale > 0)
        buffer_add_format(out, ".%0*" PRId64, (int)number.scale, rest < 0 ? -rest : rest);
}

enum { COMPACT = -1 };

/* Begins an item's line; nothing when compact. */
static void line_begin(struct buffer *out, int level)
{
    if (level >= 0)
        buffer_add_format(out, "\n%*s", level * 2, "");
}

static void node_write(struct buffer *out, const struct node *node, int level);

static void branch_write(struct buffer *out, const struct node *node, int level)
{
    bool is_map = node->kind == NODE_MAP;
    int below = level == COMPACT ? COMPACT : level + 1;
    size_t count = node_count(node);
    buffer_add_char(out, is_map ? '{' : '[');
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buffer_add_char(out, ',');
        line_begin(out, below);
        if (is_map) {
            json_write_text(out, node->map.entries[i].key);
            buffer_add(out, level == COMPACT ? TEXT(":") : TEXT(": "));
        }
        node_write(out, is_map ? node->map.entries[i].value : node->list.items[i], below);
    }
    if (count > 0)
        line_begin(out, level);
    buffer_add_char(out, is_map ? '}' : ']');
}

static void node_write(struct buffer *out, const struct node *node, int level)
{
    switch (node->kind) {
    case NODE_NOTHING: buffer_add(out, TEXT("null")); break;
    case NODE_TRUTH: buffer_add(out, node->truth ? TEXT("true") : TEXT("false")); break;
    case NODE_NUMBER: number_write(out, node->number); break;
    case NODE_TEXT: json_write_text(out, node->text); break;
    case NODE_LIST:
    case NODE_MAP: branch_write(out, node, level); break;
    }
}

void json_write(struct buffer *out, const struct node *root)
{
    node_write(out, root, COMPACT);
}

void json_write_pretty(struct buffer *out, const struct node *root)
{
    node_write(out, root, 0);
    buffer_add_char(out, '\n');
}
