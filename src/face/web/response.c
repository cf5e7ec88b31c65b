/* response.c — headers and cookies. */
#include "face/web/request_inside.h"

#include "base/buffer.h"

static bool one_line(struct text value)
{
    for (size_t i = 0; i < value.length; i++)
        if ((unsigned char)value.bytes[i] < 0x20)
            return false;
    return true;
}

void response_header(struct web_response *response, struct arena *arena, const char *name, struct text value)
{
    REQUIRE(response->header_count < WEB_HEADERS_MAX);
    REQUIRE(one_line(value));
    response->headers[response->header_count++] = (struct web_header){name, text_copy(arena, value).bytes};
}

void response_guard(struct web_response *response, struct arena *arena)
{
    /* No script and no style stands inside a page, so whatever text slips in as markup does nothing. */
    response_header(response, arena, "Content-Security-Policy",
                    TEXT("default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; form-action 'self'; "
                         "base-uri 'none'; frame-ancestors 'none'"));
    response_header(response, arena, "X-Content-Type-Options", TEXT("nosniff"));
    response_header(response, arena, "Referrer-Policy", TEXT("same-origin"));
    response_header(response, arena, "Cross-Origin-Opener-Policy", TEXT("same-origin"));
}

void response_redirect(struct web_response *response, struct arena *arena, struct text location)
{
    response->status = 303;
    response->content_type = "text/plain; charset=utf-8";
    response->bytes = (struct text){0};
    response_header(response, arena, "Location", location);
}

struct text cookie_find(struct text header, const char *name)
{
    struct text part;
    while (text_next(&header, ';', &part)) {
        struct text key;
        part = text_trimmed(part);
        struct text value = part;
        if (text_next(&value, '=', &key) && text_is(text_trimmed(key), name) && key.length < part.length)
            return text_trimmed(value);
    }
    return (struct text){0};
}

void cookie_set(struct web_response *response, struct arena *arena, const char *name, struct text value, int seconds, bool secure)
{
    struct text line = text_format(arena, "%s=%.*s; Path=/; HttpOnly; SameSite=Lax%s", name, TEXT_ARGS(value), secure ? "; Secure" : "");
    if (value.length == 0)
        line = text_format(arena, "%.*s; Max-Age=0", TEXT_ARGS(line));
    else if (seconds > 0)
        line = text_format(arena, "%.*s; Max-Age=%d", TEXT_ARGS(line), seconds);
    response_header(response, arena, "Set-Cookie", line);
}
