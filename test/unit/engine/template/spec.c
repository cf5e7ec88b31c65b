#include "unit/engine/template/spec.h"

#include "base/buffer.h"

#include <stdlib.h>
#include <string.h>

struct spec {
    struct arena *arena;
    struct text rest;
};

static struct node *read_value(struct spec *spec);

static char next(struct spec *spec)
{
    while (spec->rest.length > 0 && strchr(" \t\r\n,:", spec->rest.bytes[0]) != NULL)
        spec->rest = text_from(spec->rest, 1);
    REQUIRE(spec->rest.length > 0);
    return spec->rest.bytes[0];
}

static void add_point(struct buffer *out, unsigned long point)
{
    if (point < 0x80) {
        buffer_add_char(out, (char)point);
    } else if (point < 0x800) {
        buffer_add_char(out, (char)(0xc0 | point >> 6));
        buffer_add_char(out, (char)(0x80 | (point & 0x3f)));
    } else {
        buffer_add_char(out, (char)(0xe0 | point >> 12));
        buffer_add_char(out, (char)(0x80 | (point >> 6 & 0x3f)));
        buffer_add_char(out, (char)(0x80 | (point & 0x3f)));
    }
}

static unsigned long read_hex(struct text hex)
{
    unsigned long point = 0;
    for (size_t i = 0; i < hex.length; i++)
        point = point * 16 + (unsigned long)(strchr("0123456789abcdef", hex.bytes[i] | 0x20) - "0123456789abcdef");
    return point;
}

static struct text read_text(struct spec *spec)
{
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, 1 << 16);
    const char *at = spec->rest.bytes + 1;
    for (; *at != '"'; at++) {
        if (*at != '\\') {
            buffer_add_char(&out, *at);
            continue;
        }
        at++;
        const char *names = "nrtbf\"\\/", *found = strchr(names, *at);
        if (found != NULL) {
            buffer_add_char(&out, "\n\r\t\b\f\"\\/"[found - names]);
            continue;
        }
        REQUIRE(*at == 'u');
        add_point(&out, read_hex((struct text){at + 1, 4}));
        at += 4;
    }
    spec->rest = text_from(spec->rest, (size_t)(at + 1 - spec->rest.bytes));
    return text_copy(spec->arena, buffer_text(&out));
}

static struct node *read_map(struct spec *spec)
{
    struct node *map = node_map(spec->arena);
    spec->rest = text_from(spec->rest, 1);
    while (next(spec) != '}') {
        struct text key = read_text(spec);
        next(spec);
        node_put_text(map, key, read_value(spec));
    }
    spec->rest = text_from(spec->rest, 1);
    return map;
}

static struct node *read_list(struct spec *spec)
{
    struct node *list = node_list(spec->arena);
    spec->rest = text_from(spec->rest, 1);
    while (next(spec) != ']')
        node_append(list, read_value(spec));
    spec->rest = text_from(spec->rest, 1);
    return list;
}

static struct node *read_word(struct spec *spec)
{
    size_t length = 0;
    while (length < spec->rest.length && strchr(" \t\r\n,]}", spec->rest.bytes[length]) == NULL)
        length++;
    struct text word = text_part(spec->rest, 0, length);
    spec->rest = text_from(spec->rest, length);
    struct decimal number;
    if (text_is(word, "null"))
        return node_nothing(spec->arena);
    if (!decimal_read(word, &number))
        return node_truth(spec->arena, text_is(word, "true"));
    return node_number(spec->arena, number);
}

static struct node *read_value(struct spec *spec)
{
    switch (next(spec)) {
    case '{': return read_map(spec);
    case '[': return read_list(spec);
    case '"': return node_text(spec->arena, read_text(spec));
    default: return read_word(spec);
    }
}

struct node *spec_read(struct arena *arena, struct text json)
{
    struct spec spec = {.arena = arena, .rest = json};
    return read_value(&spec);
}
