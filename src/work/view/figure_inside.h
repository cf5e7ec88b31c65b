/*
 * figure_inside.h — the page of one number: its value, its places, its records.
 *
 * A number is live for those whom who-may-see gives the figure, and for anyone when it is marked
 * `live`; everybody else is shown the number as it was published, or told that it was not.
 */
#pragma once

#include "keep/record/figure.h"
#include "keep/record/retyped.h"
#include "keep/report/draft.h"
#include "work/view/view_inside.h"

enum { FIGURE_SPANS = 3 }; /* this period, the one before, a year earlier */

struct figure_page {
    struct view_context *view;
    const struct figure_definition *figure;
    const struct unit *unit;
    struct period periods[FIGURE_SPANS];
    struct text by;                    /* one breakdown; empty: all */
    bool live;
    struct list retyped[FIGURE_SPANS]; /* struct retyped *: from old reports; none where the number is not live */
    const struct published *published; /* where the number stands, when it is not live; NULL: nowhere */
    const struct node *snapshot;       /* its list of figures */
};

/* In the order of time: value, previous, last year. `known` is false where nothing was published of it. */
struct figure_values {
    struct value values[FIGURE_SPANS];
    const struct retyped *retyped[FIGURE_SPANS]; /* what an old report said; NULL: nothing was typed in */
    bool stands[FIGURE_SPANS];                   /* and it is the value, for want of records */
    const struct node *note;                     /* as it was published; NULL: live, or it was not */
    bool known;
};

/* Does who-may-see alone give this person the figure, were it not public? Then it is live for them. */
bool figure_known(const struct view_context *view, const struct figure_definition *figure, const struct unit *unit);
MUST_CHECK bool figure_page_values(struct figure_page *page, const struct unit *unit, struct text by, struct figure_values *values,
                                   struct failure *why);
struct text figure_page_address(const struct figure_page *page, struct text unit, struct text period, struct text by);

/* figure_retype.c: {retyped: …} and the way to type it in, where there is something to say. */
MUST_CHECK bool figure_stand_in(struct figure_page *page, const struct unit *unit, int span, struct figure_values *values, struct failure *why);
MUST_CHECK bool figure_put_retyped(struct figure_page *page, struct node *map, const struct figure_values *values, struct failure *why);

/* figure_words.c: what is counted, said from the definition in plain words. */
struct text figure_counts(const struct view_context *view, const struct figure_definition *figure);
/* A condition as written, with the words people know: “Hình thức” là “Hội nghị”. */
struct text figure_condition(const struct view_context *view, const struct figure_definition *figure);
struct text figure_part_title(const struct view_context *view, const struct figure_definition *figure, struct text code);

/* figure_places.c: {rows, chart_html}; figure_records.c: {records, …}. Puts them where there is something to show. */
MUST_CHECK bool figure_put_places(struct figure_page *page, struct node *map, struct failure *why);
MUST_CHECK bool figure_put_records(struct figure_page *page, struct node *map, struct failure *why);
MUST_CHECK bool figure_put_entry(struct figure_page *page, struct node *rows, const struct figure_entry *entry, struct failure *why);
/* figure_joined.c: {joined: {number, led, rows}} beside the number, where the unit joined what others led. */
MUST_CHECK bool figure_put_joined(struct figure_page *page, struct node *map, const struct value *led, struct failure *why);
