/* letter.c — see letter.h. */
#include "work/notice/letter.h"

#include "base/buffer.h"
#include "engine/seal/seal.h"
#include "work/notice/duty.h"

enum { LETTER_MAX = 256 << 10, LINE_LETTERS = 76, WORD_BYTES = 42 /* 56 letters of base64, 75 with what stands around */, LISTED = 60 };

/* ---- what it says ---- */

static const struct part {
    const char *within, *vi, *en;
} PARTS[] = {
    {"late", "Quá hạn", "Late"},
    {"3", "Đến hạn trong 3 ngày tới", "Due within 3 days"},
    {"7", "Đến hạn trong 7 ngày tới", "Due within 7 days"},
    {"15", "Đến hạn trong 15 ngày tới", "Due within 15 days"},
    {"untold", "Chưa tính được ngày đến hạn", "The day cannot be told yet"},
};

static void say_part(struct buffer *out, struct arena *arena, const struct duties *duties, const struct part *part, enum language language)
{
    int64_t count = 0;
    for (size_t i = 0; i < duties->own_count; i++)
        count += text_is(duties->own[i].within, part->within);
    if (count == 0)
        return;
    buffer_add_format(out, "%s: %lld\n", language == LANGUAGE_EN ? part->en : part->vi, (long long)count);
    int64_t listed = 0;
    for (size_t i = 0; i < duties->own_count && listed < LISTED; i++)
        if (text_is(duties->own[i].within, part->within)) {
            buffer_add_format(out, "  %.*s\n", TEXT_ARGS(duty_words(arena, &duties->own[i], language)));
            listed++;
        }
    buffer_add_char(out, '\n');
}

static void say_count(struct buffer *out, const char *words, int64_t count)
{
    if (count > 0)
        buffer_add_format(out, "%s: %lld\n", words, (long long)count);
}

static void say_all(struct buffer *out, struct arena *arena, const struct duties *duties, const struct letter_head *head)
{
    bool english = head->language == LANGUAGE_EN;
    for (size_t i = 0; i < LENGTH_OF(PARTS); i++)
        say_part(out, arena, duties, &PARTS[i], head->language);
    say_count(out, english ? "Late or due in organisations under yours" : "Quá hạn hoặc sắp đến hạn ở các đơn vị trực thuộc", duties->under);
    say_count(out, english ? "Returned for correction" : "Trả lại để sửa", duties->returned);
    say_count(out, english ? "Not finished" : "Còn dở", duties->drafts);
    for (size_t i = 0; i < duties->period_count; i++)
        buffer_add_format(out, "%s: %.*s\n", english ? "Period not sent yet" : "Kỳ báo cáo chưa gửi", TEXT_ARGS(duties->periods[i]));
    if (head->link.length > 0)
        buffer_add_format(out, "\n%s: %.*s/viec-hom-nay\n", english ? "To see them" : "Xem từng việc", TEXT_ARGS(head->link));
    buffer_add(out, english ? TEXT("\nThe program wrote this letter. To stop it: \"Letters and calendar\" in danvan.\n")
                            : TEXT("\nThư này do chương trình gửi. Thôi nhận: mục \"Thư và lịch nhắc việc\" trong danvan.\n"));
}

/* ---- as a message ---- */

/* "=?UTF-8?B?…?=" word after word, none cut inside a letter (RFC 2047 §5). */
static void add_encoded(struct buffer *out, struct arena *arena, struct text text)
{
    while (text.length > 0) {
        size_t length = text.length < WORD_BYTES ? text.length : WORD_BYTES;
        while (length < text.length && ((unsigned char)text.bytes[length] & 0xC0) == 0x80)
            length--;
        buffer_add_format(out, "=?UTF-8?B?%.*s?=%s", TEXT_ARGS(seal_base64(arena, text.bytes, length)), length < text.length ? "\r\n " : "");
        text = text_from(text, length);
    }
    buffer_add(out, TEXT("\r\n"));
}

/* "Fri, 08 Oct 2021 08:47:00 +0700" is written in UTC: no zone to be wrong about. */
static void add_date(struct buffer *out, struct moment now)
{
    static const char *const DAYS[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char *const MONTHS[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int64_t seconds = now.milliseconds / 1000;
    struct day day = {(int32_t)(seconds / 86400)};
    struct day_parts parts = day_parts(day);
    int second = (int)(seconds % 86400);
    buffer_add_format(out, "Date: %s, %02d %s %04d %02d:%02d:%02d +0000\r\n", DAYS[day_weekday(day) - MONDAY], parts.day,
                      MONTHS[parts.month - 1], parts.year, second / 3600, second % 3600 / 60, second % 60);
}

static struct text message_id(struct arena *arena, int64_t account, struct day today, const struct letter_head *head)
{
    struct text host = head->from, name;
    (void)text_next(&host, '@', &name);
    struct seal_hash hash = seal_sha256(text_format(arena, "%lld %.*s %.*s", (long long)account, TEXT_ARGS(day_write(arena, today)),
                                                    TEXT_ARGS(head->to)));
    return text_format(arena, "%.*s@%.*s", TEXT_ARGS(seal_hex(arena, hash.bytes, 16)), TEXT_ARGS(host));
}

static void add_head(struct buffer *out, struct arena *arena, const struct letter_head *head, struct text subject)
{
    buffer_add_format(out, "From: danvan <%.*s>\r\nTo: <%.*s>\r\nSubject: ", TEXT_ARGS(head->from), TEXT_ARGS(head->to));
    add_encoded(out, arena, subject);
    buffer_add(out, TEXT("MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n"
                         "Auto-Submitted: auto-generated\r\n"));
}

static void add_body(struct buffer *out, struct arena *arena, struct text words)
{
    struct text encoded = seal_base64(arena, words.bytes, words.length);
    buffer_add(out, TEXT("\r\n"));
    while (encoded.length > 0) {
        size_t length = encoded.length < LINE_LETTERS ? encoded.length : LINE_LETTERS;
        buffer_add_bytes(out, encoded.bytes, length);
        buffer_add(out, TEXT("\r\n"));
        encoded = text_from(encoded, length);
    }
}

bool letter_write(struct instance *instance, int64_t account, const struct letter_head *head, struct arena *arena, struct text *message,
                  struct failure *why)
{
    struct buffer CLOSING(buffer) words = {0};
    struct buffer CLOSING(buffer) out = {0};
    struct duties duties;
    *message = (struct text){0};
    if (!duties_gather(instance, account, head->language, arena, &duties, why))
        return false;
    if (duties_none(&duties))
        return true;
    buffer_init(&words, LETTER_MAX);
    say_all(&words, arena, &duties, head);
    if (!buffer_ok(&words, why))
        return false;
    buffer_init(&out, (size_t)2 * LETTER_MAX);
    add_date(&out, world_now(instance_world(instance)));
    buffer_add_format(&out, "Message-ID: <%.*s>\r\n", TEXT_ARGS(message_id(arena, account, duties.today, head)));
    add_head(&out, arena, head,
             text_format(arena, "%s %.*s", head->language == LANGUAGE_EN ? "What is due," : "Việc đến hạn, ngày",
                         TEXT_ARGS(day_write_people(arena, duties.today, head->language == LANGUAGE_EN))));
    add_body(&out, arena, buffer_text(&words));
    if (!buffer_ok(&out, why))
        return false;
    *message = text_copy(arena, buffer_text(&out));
    return true;
}
