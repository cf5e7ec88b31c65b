/* feed.c — see feed.h. */
#include "work/notice/feed.h"

#include "engine/codec/ical.h"
#include "engine/seal/seal.h"
#include "keep/account/notice.h"
#include "work/notice/duty.h"

enum { FEED_MAX = 1 << 20, ID_BYTES = 16 };

static struct text hash_of(struct arena *arena, struct text text)
{
    struct seal_hash hash = seal_sha256(text);
    return seal_hex(arena, hash.bytes, sizeof hash.bytes);
}

static bool find_person(struct instance *instance, struct arena *arena, struct text token, int64_t *account, struct failure *why)
{
    struct connection *CLOSING(store_read) reading = NULL;
    return store_read_begin(instance_store(instance), &reading, why) && notice_find_feed(reading, hash_of(arena, token), account, why);
}

/* Without the token nobody can tell from it which register or rule it is, not even by trying all. */
static struct text id_of(struct arena *arena, struct text token, struct text key)
{
    struct seal_hash hash = seal_sha256(text_format(arena, "%.*s %.*s", TEXT_ARGS(token), TEXT_ARGS(key)));
    return seal_hex(arena, hash.bytes, ID_BYTES);
}

bool feed_write(struct instance *instance, struct text token, enum language language, struct arena *arena, struct text *bytes,
                struct failure *why)
{
    struct buffer CLOSING(buffer) out = {0};
    struct ical_writer writer;
    struct duties duties;
    int64_t account;
    struct failure locked;
    if (!find_person(instance, arena, token, &account, why))
        return false;
    if (!duties_gather(instance, account, language, arena, &duties, &locked))
        return FAIL(why, locked.kind == FAILURE_DENIED ? FAILURE_NOT_FOUND : locked.kind, "%s", locked.text);
    buffer_init(&out, FEED_MAX);
    ical_begin(&writer, &out, TEXT("danvan"), world_now(instance_world(instance)));
    for (size_t i = 0; i < duties.own_count; i++)
        if (day_is_some(duties.own[i].due))
            ical_add(&writer, &(struct ical_day){.id = id_of(arena, token, duties.own[i].key),
                                                 .day = duties.own[i].due,
                                                 .summary = duty_words(arena, &duties.own[i], language)});
    ical_end(&writer);
    if (!buffer_ok(&out, why))
        return false;
    *bytes = text_copy(arena, buffer_text(&out));
    return true;
}
