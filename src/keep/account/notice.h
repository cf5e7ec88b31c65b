/*
 * notice.h — how a person is told outside danvan of what is due: by letter, by calendar, or (the beginning) not at all.
 *
 *     struct notice notice;
 *     if (!notice_load(arena, connection, account, &notice, why)) …      all empty when nothing was chosen
 *
 * Each person chooses for oneself (act account-notice). The address of the letters is personal. A calendar's
 * address holds a token; its SHA-256 stands here, so that who reads the database cannot read the calendar.
 */
#pragma once

#include "base/list.h"
#include "base/text.h"
#include "keep/store/store.h"

enum { NOTICE_MAIL_MAX = 254 /* bytes, RFC 5321 §4.5.3.1.3 */ };

struct notice {
    int64_t account;
    struct text mail; /* "an@phuong.example"; empty: none */
    bool digest;      /* wants a letter on days when something is due */
    struct text feed; /* SHA-256 of the calendar's token, hex; empty: no calendar */
};

/* name@host.name of plain ASCII, at most NOTICE_MAIL_MAX bytes: what every mail server takes without a guess. */
bool notice_is_mail(struct text mail);

MUST_CHECK bool notice_load(struct arena *arena, struct connection *connection, int64_t account, struct notice *notice, struct failure *why);
/* Whoever wants letters and has an address: items struct notice *, by account. */
MUST_CHECK bool notice_load_digests(struct arena *arena, struct connection *connection, struct list *notices, struct failure *why);
/* Whose calendar it is; NOT_FOUND. */
MUST_CHECK bool notice_find_feed(struct connection *connection, struct text feed, int64_t *account, struct failure *why);
/* Inside an act's transaction, in place of what was chosen before. */
MUST_CHECK bool notice_save(struct connection *writer, const struct notice *notice, struct failure *why);
