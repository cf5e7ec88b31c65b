/*
 * round.h — the day's letters to everybody who wants one, each once, however often the round is begun.
 *
 *     struct round round = {.from = sender, .deliver = hand_to_courier, .context = courier};
 *     struct round_counts counts;
 *     if (!round_run(instance, &round, arena, &counts, why)) …            BUSY: a round is under way
 *
 * To whom was written today stands in the folder's file digest.sent: the day, then a person's number a line, added once
 * the mail server has taken the letter. So a round that broke off goes on where it stopped; at worst the letter that
 * was just taken goes out twice, with the same Message-ID. Only reads the house: it may be served meanwhile.
 */
#pragma once

#include "work/notice/letter.h"

struct round {
    struct text from; /* INVALID unless notice_is_mail */
    struct text link;
    enum language language;
    bool dry_run; /* nothing is delivered, nothing noted */
    bool (*deliver)(void *context, struct text to, struct text message, struct failure *why);
    void *context;
};

struct round_counts {
    int64_t people;   /* who want letters */
    int64_t sent;     /* now; with dry_run: would be */
    int64_t before;   /* earlier today */
    int64_t nothing;  /* for whom nothing waits */
    int64_t failed;   /* not taken; they get theirs in the next round */
    struct failure why; /* of the last that failed */
};

MUST_CHECK bool round_run(struct instance *instance, const struct round *round, struct arena *arena, struct round_counts *counts,
                          struct failure *why);
