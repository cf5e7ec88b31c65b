#include "engine/document/markup_inside.h"

#include <math.h>

static struct text markup_escape(char c)
{
    switch (c) {
    case '&':
        return TEXT("&amp;");
    case '<':
        return TEXT("&lt;");
    case '>':
        return TEXT("&gt;");
    case '"':
        return TEXT("&quot;");
    case '\'':
        return TEXT("&#39;");
    default:
        return (struct text){0};
    }
}

void markup_add(struct buffer *out, struct text text)
{
    size_t begun = 0;
    for (size_t i = 0; i < text.length; i++) {
        struct text escape = markup_escape(text.bytes[i]);
        if (escape.length == 0)
            continue;
        buffer_add(out, text_part(text, begun, i - begun));
        buffer_add(out, escape);
        begun = i + 1;
    }
    buffer_add(out, text_from(text, begun));
}

void markup_attribute(struct buffer *out, const char *name, struct text value)
{
    buffer_add_format(out, " %s=\"", name);
    markup_add(out, value);
    buffer_add_char(out, '"');
}

void markup_number(struct buffer *out, double number)
{
    int64_t hundredths = (int64_t)llround(number * 100);
    if (hundredths < 0) {
        buffer_add_char(out, '-');
        hundredths = -hundredths;
    }
    buffer_add_int64(out, hundredths / 100);
    int64_t rest = hundredths % 100;
    if (rest == 0)
        return;
    buffer_add_char(out, '.');
    buffer_add_char(out, (char)('0' + rest / 10));
    if (rest % 10 != 0)
        buffer_add_char(out, (char)('0' + rest % 10));
}
