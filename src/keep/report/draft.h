/*
 * draft.h — what people did to a report: free words, figures left out, periods sent, what was published.
 *
 * A report itself is never kept: it is built from figures each time (work/report). Kept
 * are only the officer's words for a section, the figures left out with a note, which
 * organisation said "đã gửi" for a period, each published snapshot, and what a figure is
 * expected to reach by the period's end. A bound number is never edited; it may only be left out.
 */
#pragma once

#include "base/decimal.h"
#include "base/list.h"
#include "base/period.h"
#include "base/world.h"
#include "keep/store/migration.h"
#include "keep/store/store.h"

struct draft_part {
    struct text section;  /* id in the report's definition */
    struct text words;    /* the officer's words; empty: none */
    struct text left_out; /* a figure's name: not shown … */
    struct text note;     /* … because */
    int64_t act;          /* that last changed it */
};

/* One organisation's "đã gửi" of one period. */
struct sending { int64_t unit; struct text period; struct day day; int64_t act; };

/* "Ước thực hiện": what a figure of a place is expected to reach by the period's end. It stands beside the number while the
 * period lasts; then the number stands alone. */
struct estimate { struct text figure; struct decimal value; int64_t act; };
struct estimate_of { int64_t shard, unit; struct text period; };

/* One published snapshot; `document` is the document tree as JSON (engine/document). */
struct published {
    int64_t act;          /* its number */
    struct text report, unit_code, period, title;
    int64_t unit;
    struct moment at;
    int64_t views;        /* counted without cookies */
    struct text document_vi, document_en, figures; /* JSON; only by published_load */
};

/* Brings this folder's tables up to this program (migration.h). */
MUST_CHECK bool report_migrate(struct store *store, struct failure *why);

/* Whose draft: one report of one unit for one period. */
struct draft_of { int64_t shard; struct text report; int64_t unit; struct text period; };

/* Changes, inside an act's transaction. Empty words take the officer's words away again. */
MUST_CHECK bool draft_save_words(struct connection *writer, const struct draft_of *of, const struct draft_part *part, struct failure *why);
MUST_CHECK bool draft_save_left_out(struct connection *writer, const struct draft_of *of, const struct draft_part *part, bool left_out, struct failure *why);
MUST_CHECK bool estimate_save(struct connection *writer, const struct estimate_of *of, const struct estimate *estimate, struct failure *why);
MUST_CHECK bool estimate_drop(struct connection *writer, const struct estimate_of *of, struct text figure, struct failure *why);
MUST_CHECK bool sending_save(struct connection *writer, int64_t shard, const struct sending *sending, struct failure *why);
MUST_CHECK bool sending_take_back(struct connection *writer, int64_t shard, int64_t unit, struct text period, struct failure *why);
MUST_CHECK bool published_save(struct connection *writer, int64_t shard, const struct published *published, struct failure *why);
MUST_CHECK bool published_add_views(struct connection *writer, int64_t act, int64_t views, struct failure *why); /* not an act */

/* items: struct draft_part * */
MUST_CHECK bool draft_load(struct arena *arena, struct connection *connection, const struct draft_of *of, struct list *parts, struct failure *why);
/* items: struct estimate * */
MUST_CHECK bool estimate_load(struct arena *arena, struct connection *connection, const struct estimate_of *of, struct list *estimates, struct failure *why);
const struct estimate *estimate_find(const struct list *estimates, struct text figure); /* NULL when there is none */
/* items: struct sending * */
MUST_CHECK bool sending_load(struct arena *arena, struct connection *connection, struct text period, struct list *sendings, struct failure *why);
/* items: struct published *, newest first, without documents */
MUST_CHECK bool published_list(struct arena *arena, struct connection *connection, size_t limit, struct list *published, struct failure *why);
MUST_CHECK bool published_load(struct arena *arena, struct connection *connection, int64_t act, struct published **published, struct failure *why);
