/* response.c — headers and cookies. */
#include "face/web/request_inside.h"

#include "base/buffer.h"
#include "engine/codec/gzip.h"

enum { SHRINK_MIN = 1000 }; /* bytes: below, a packet is a packet */

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

/* "gzip" stands in the list, and not with q=0. */
static bool takes_gzip(struct text accepted)
{
    struct text part;
    while (text_next(&accepted, ',', &part)) {
        part = text_trimmed(part);
        if (text_starts(part, TEXT("gzip")))
            return !text_contains(part, TEXT("q=0,")) && !text_ends(part, TEXT("q=0"));
    }
    return false;
}

static bool is_words(const char *type)
{
    struct text text = text_of(type);
    return text_starts(text, TEXT("text/")) || text_starts(text, TEXT("image/svg")) || text_starts(text, TEXT("application/json"));
}

void response_shrink(const struct web_request *request, struct web_response *response)
{
    struct text small;
    struct failure why;
    if (response->bytes.length < SHRINK_MIN || !is_words(response->content_type) || !takes_gzip(request->accept_encoding))
        return;
    if (!gzip_make(request->arena, response->bytes, &small, &why) || small.length >= response->bytes.length)
        return;
    response->bytes = small;
    response_header(response, request->arena, "Content-Encoding", TEXT("gzip"));
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
