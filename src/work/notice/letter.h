/*
 * letter.h — the day's letter to one person: how much is late, due soon, returned, not sent; in neutral words.
 *
 *     const struct letter_head head = {.from = TEXT("danvan@quan.example"), .to = notice->mail, .link = TEXT("https://…")};
 *     if (!letter_write(instance, notice->account, &head, arena, &message, why)) …
 *     if (message.length == 0) …                                            nothing waits: no letter
 *
 * A whole message as mail servers take it (RFC 5322, MIME): UTF-8 in base64, lines of at most 76 letters. The Message-ID is
 * that of the person and the day, so a letter sent twice is the same letter.
 */
#pragma once

#include "base/problem.h"
#include "keep/instance/instance.h"

struct letter_head {
    struct text from, to; /* addresses that notice_is_mail takes */
    struct text link;     /* where danvan is opened, such as "https://danvan.quan.example"; empty: not said */
    enum language language;
};

MUST_CHECK bool letter_write(struct instance *instance, int64_t account, const struct letter_head *head, struct arena *arena,
                             struct text *message, struct failure *why);
