/*
 * duty.h — what waits for one person, in all organisations they work for? The same as "Việc hôm nay" shows.
 *
 *     struct duties duties;
 *     if (!duties_gather(instance, account, LANGUAGE_VI, arena, &duties, why)) …    NOT_FOUND, DENIED when locked
 *
 * Whatever leaves danvan (a letter, a calendar) is made of this, in neutral words: the record's number, its year and the
 * day. No register, no place, no kind: mail servers and calendar services read along (facts: notices outside).
 */
#pragma once

#include "base/day.h"
#include "base/text.h"
#include "base/problem.h"
#include "keep/instance/instance.h"

struct duty {
    struct text key;    /* the same limit of the same record, within this house; never shown */
    struct text within; /* "late", "3", "7", "15", "untold" */
    struct text dossier; /* "Hồ sơ 12/2026" */
    struct day due;     /* DAY_NONE: cannot be told yet */
};

struct duties {
    struct duty *own;     /* of the organisations themselves, the earliest first */
    size_t own_count;
    int64_t under;        /* late or near in organisations under them */
    int64_t returned, drafts;
    struct text *periods; /* "quý III năm 2021": not sent yet */
    size_t period_count;
    struct day today;
};

MUST_CHECK bool duties_gather(struct instance *instance, int64_t account, enum language language, struct arena *arena,
                              struct duties *duties, struct failure *why);
bool duties_none(const struct duties *duties);
/* "Hồ sơ 12/2026: đến hạn 05/10" */
struct text duty_words(struct arena *arena, const struct duty *duty, enum language language);
