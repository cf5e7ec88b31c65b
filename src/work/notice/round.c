/* round.c — see round.h. */
#include "work/notice/round.h"

#include "base/buffer.h"
#include "base/file.h"
#include "keep/account/notice.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

enum { SENT_MAX = 4 << 20 };

struct rounding {
    struct instance *instance;
    const struct round *round;
    struct arena *arena;
    const char *sent_file;
    struct buffer sent; /* what stands in it: the day, then numbers */
    struct round_counts *counts;
};

/* ---- to whom was written today ---- */

static struct text first_line(struct text *rest)
{
    struct text line = {0};
    (void)text_next(rest, '\n', &line);
    return line;
}

static bool begin_sent(struct rounding *rounding, struct failure *why)
{
    struct text there = {0}, today = day_write(rounding->arena, instance_today(rounding->instance));
    if (file_exists(rounding->sent_file) && !file_read(rounding->arena, rounding->sent_file, SENT_MAX, &there, why))
        return false;
    struct text rest = there;
    buffer_init(&rounding->sent, SENT_MAX);
    if (text_equal(first_line(&rest), today))
        buffer_add(&rounding->sent, there);
    else
        buffer_add_format(&rounding->sent, "%.*s\n", TEXT_ARGS(today));
    return true;
}

static bool was_sent(const struct rounding *rounding, int64_t account)
{
    struct text rest = buffer_text(&rounding->sent);
    int64_t number;
    (void)first_line(&rest);
    while (rest.length > 0)
        if (text_read_int64(first_line(&rest), &number) && number == account)
            return true;
    return false;
}

static bool note_sent(struct rounding *rounding, int64_t account, struct failure *why)
{
    buffer_add_format(&rounding->sent, "%lld\n", (long long)account);
    return buffer_ok(&rounding->sent, why) && file_replace(rounding->sent_file, buffer_text(&rounding->sent), why);
}

/* ---- one letter ---- */

static bool write_to(struct rounding *rounding, const struct notice *notice, struct failure *why)
{
    const struct round *round = rounding->round;
    const struct letter_head head = {.from = round->from, .to = notice->mail, .link = round->link, .language = round->language};
    struct arena *CLOSING(arena) scratch = arena_open();
    struct text message;
    struct failure failed;
    if (!letter_write(rounding->instance, notice->account, &head, scratch, &message, &failed)) {
        if (failed.kind != FAILURE_DENIED)
            return FAIL(why, failed.kind, "%s", failed.text);
        message = (struct text){0}; /* locked: gets nothing */
    }
    if (message.length == 0) {
        rounding->counts->nothing++;
        return true;
    }
    if (!round->dry_run && !round->deliver(round->context, notice->mail, message, &rounding->counts->why)) {
        rounding->counts->failed++;
        return true;
    }
    rounding->counts->sent++;
    return round->dry_run || note_sent(rounding, notice->account, why);
}

static bool write_all(struct rounding *rounding, struct failure *why)
{
    struct list notices;
    struct connection *reading;
    if (!store_read_begin(instance_store(rounding->instance), &reading, why))
        return false;
    bool loaded = notice_load_digests(rounding->arena, reading, &notices, why);
    store_read_end(reading);
    if (!loaded || !begin_sent(rounding, why))
        return false;
    rounding->counts->people = (int64_t)notices.count;
    for (size_t i = 0; i < notices.count; i++) {
        const struct notice *notice = notices.items[i];
        if (was_sent(rounding, notice->account))
            rounding->counts->before++;
        else if (!write_to(rounding, notice, why))
            return false;
    }
    return true;
}

bool round_run(struct instance *instance, const struct round *round, struct arena *arena, struct round_counts *counts, struct failure *why)
{
    struct rounding rounding = {.instance = instance, .round = round, .arena = arena, .counts = counts,
                                .sent_file = text_format(arena, "%s/digest.sent", instance_folder(instance)).bytes};
    const char *lock_file = text_format(arena, "%s/digest.lock", instance_folder(instance)).bytes;
    *counts = (struct round_counts){0};
    if (!notice_is_mail(round->from))
        return FAIL(why, FAILURE_INVALID, "the sender is a mail address such as danvan@quan.example");
    int lock = open(lock_file, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock < 0)
        return FAIL(why, FAILURE_BROKEN, "%s cannot be written", lock_file);
    bool done = flock(lock, LOCK_EX | LOCK_NB) == 0 ? write_all(&rounding, why)
                                                    : FAIL(why, FAILURE_BUSY, "letters are being sent by another command");
    buffer_clear(&rounding.sent);
    (void)close(lock);
    return done;
}
