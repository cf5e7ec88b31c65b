/* courier.c — see courier.h. */
#include "face/mail/courier.h"

#include "base/arena.h"

#include <curl/curl.h>
#include <string.h>

enum { CONNECT_SECONDS = 15, LETTER_SECONDS = 60 };

struct courier {
    struct arena *arena;
    CURL *curl;
    struct text from;
};

struct reading {
    struct text left;
};

static size_t give(char *room, size_t size, size_t count, void *context)
{
    struct reading *reading = context;
    size_t length = size * count < reading->left.length ? size * count : reading->left.length;
    memcpy(room, reading->left.bytes, length);
    reading->left = text_from(reading->left, length);
    return length;
}

/* Nothing that goes to this very machine can be read on the way. */
static bool is_local(struct arena *arena, struct text server)
{
    CURLU *url = curl_url();
    char *host = NULL;
    bool local = url && curl_url_set(url, CURLUPART_URL, text_copy(arena, server).bytes, CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK &&
                 curl_url_get(url, CURLUPART_HOST, &host, 0) == CURLUE_OK &&
                 (text_is(text_of(host), "127.0.0.1") || text_is(text_of(host), "[::1]") || text_is(text_of(host), "localhost"));
    curl_free(host);
    curl_url_cleanup(url);
    return local;
}

bool courier_open(const struct courier_options *options, struct courier **courier, struct failure *why)
{
    if (!text_starts(options->server, TEXT("smtp://")) && !text_starts(options->server, TEXT("smtps://")))
        return FAIL(why, FAILURE_INVALID, "a mail server is given as smtp://host:port or smtps://host:port");
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return FAIL(why, FAILURE_BROKEN, "libcurl does not start");
    struct arena *arena = arena_open();
    struct courier *made = arena_make(arena, sizeof *made);
    *made = (struct courier){.arena = arena, .curl = curl_easy_init(), .from = text_format(arena, "<%.*s>", TEXT_ARGS(options->from))};
    if (!made->curl) {
        courier_close(made);
        return FAIL(why, FAILURE_BROKEN, "libcurl does not start");
    }
    CURL *curl = made->curl;
    long tls = is_local(arena, options->server) ? CURLUSESSL_NONE : CURLUSESSL_ALL;
    bool set = curl_easy_setopt(curl, CURLOPT_URL, text_copy(arena, options->server).bytes) == CURLE_OK &&
               curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps") == CURLE_OK &&
               curl_easy_setopt(curl, CURLOPT_USE_SSL, tls) == CURLE_OK &&
               curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS) == CURLE_OK &&
               curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)LETTER_SECONDS) == CURLE_OK &&
               curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) == CURLE_OK && curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L) == CURLE_OK &&
               curl_easy_setopt(curl, CURLOPT_MAIL_FROM, made->from.bytes) == CURLE_OK &&
               curl_easy_setopt(curl, CURLOPT_READFUNCTION, give) == CURLE_OK;
    if (set && options->password.length > 0)
        set = curl_easy_setopt(curl, CURLOPT_PASSWORD, text_copy(arena, options->password).bytes) == CURLE_OK;
    *courier = made;
    if (!set) {
        courier_close(made);
        *courier = NULL;
        return FAIL(why, FAILURE_INVALID, "libcurl cannot use this mail server's address");
    }
    return true;
}

void courier_close(struct courier *courier)
{
    if (!courier)
        return;
    curl_easy_cleanup(courier->curl);
    curl_global_cleanup();
    arena_close(courier->arena);
}

bool courier_send(struct courier *courier, struct text to, struct text message, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct reading reading = {message};
    struct curl_slist *addressees = curl_slist_append(NULL, text_format(scratch, "<%.*s>", TEXT_ARGS(to)).bytes);
    if (!addressees)
        return FAIL(why, FAILURE_BROKEN, "out of memory");
    CURLcode code = curl_easy_setopt(courier->curl, CURLOPT_MAIL_RCPT, addressees);
    if (code == CURLE_OK)
        code = curl_easy_setopt(courier->curl, CURLOPT_READDATA, &reading);
    if (code == CURLE_OK)
        code = curl_easy_perform(courier->curl);
    curl_slist_free_all(addressees);
    return code == CURLE_OK || FAIL(why, FAILURE_BROKEN, "the mail server did not take it: %s", curl_easy_strerror(code));
}
