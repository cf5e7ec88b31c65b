/*
 * report_inside.h — one report while it is being built.
 *
 * build.c walks the outline; figures.c asks and notes figures; words.c prints texts; citations.c
 * names instruments; display.c makes charts and tables; head.c says whose paper it is.
 */
#pragma once

#include "base/list.h"
#include "base/map.h"
#include "keep/record/figure.h"
#include "keep/record/retyped.h"
#include "keep/report/draft.h"
#include "keep/report/outline.h"
#include "keep/store/store.h"
#include "work/report/report.h"

enum { REPORT_SPANS = 3 };                                  /* this period, the one before, a year earlier */
enum report_span { SPAN_NOW, SPAN_PREVIOUS, SPAN_LAST_YEAR };

/* One figure at the report's unit. */
struct asked {
    const struct figure_definition *figure;
    struct figure_answer answers[REPORT_SPANS];
    bool parts_asked; /* the answers have their breakdowns */
};

/* What a number printed in a text stands for; node->bound of its node. */
struct printed {
    struct bound bound;
    const struct figure_definition *figure;
    struct value values[REPORT_SPANS]; /* beside it, to be noted */
    bool gap;                          /* left out: nothing is printed in its place */
};

struct building {
    struct arena *arena;
    const struct house *house;
    struct connection *connection;
    const struct report_request *request;
    const struct report_definition *report;
    const struct unit *unit, *issuer;
    struct period periods[REPORT_SPANS];
    const struct unit_set *below[REPORT_SPANS];
    struct day today;
    enum language language;
    struct outline outline;     /* which sections, in which order */
    struct list parts;          /* struct draft_part * */
    struct list estimates[REPORT_SPANS]; /* struct estimate *: what was expected of each span */
    struct map *asked;          /* by figure's name */
    struct list retyped[REPORT_SPANS]; /* struct retyped *: from old reports, for a time without records */
    struct map *stands_in;      /* of those, the ones printed in place of records, by key of the number: struct retyped * */
    struct map *noted;          /* keys of the numbers already in built->figures */
    struct problems warnings;   /* place.field: the section's id */
    struct report_built *built;
    struct runs *open;          /* the paragraph a text may go on in; NULL: none */
    struct list headings;       /* struct section_definition *: printed when something follows */
    bool annexed;               /* the annex has begun */
};

/* What the outline's words are in this report's language. */
struct text report_title(const struct building *building, struct title title);
struct text report_words(const struct building *building, const char *vi, const char *en);
void report_warn(struct building *building, struct text section, const char *code, struct text first, struct text second);
/* Before anything of a section is printed: the headings that were waiting for it. */
void report_begin_content(struct building *building);

/* retyped.c */
MUST_CHECK bool report_load_retyped(struct building *building, struct failure *why);
/* The value from an old report where `units` (the unit with all below it) have no records in the span. */
MUST_CHECK bool report_stand_in(struct building *building, const struct figure_definition *figure, const struct unit *unit,
                                const struct unit_set *units, int span, struct value *value, struct failure *why);
/* The old report a number came from; NULL: it was counted. */
const struct retyped *report_retyped(const struct building *building, const struct bound *bound);
/* Which numbers of the document came from which paper; empty: none. */
struct text report_retyped_note(const struct building *building);
/* {number, day, name} */
struct node *report_retyped_node(const struct building *building, const struct retyped *retyped);

/* estimates.c */
MUST_CHECK bool report_load_estimates(struct building *building, struct failure *why);
/* May one be given: the period lasts, and it is a count or a sum. */
bool report_may_estimate(const struct building *building, const struct figure_definition *figure);
/* What the number is expected to reach by the end of the period, while it lasts; NULL: nothing. */
const struct estimate *report_estimate(const struct building *building, const struct bound *bound);
struct text report_estimate_shown(const struct building *building, const struct estimate *estimate); /* "ước 1.500" */
/* What "ước" means here, and which numbers have taken an estimate's place; empty: nothing. */
struct text report_estimates_note(const struct building *building);
struct text report_replaced_note(const struct building *building);

/* figures.c */
/* All counts and sums of the outline at once, without breakdowns: one pass over the cells for each span. */
MUST_CHECK bool report_ask_all(struct building *building, struct failure *why);
MUST_CHECK bool report_ask(struct building *building, const struct figure_definition *figure, struct asked **asked, struct failure *why);
/* The same with its breakdown. */
MUST_CHECK bool report_ask_parts(struct building *building, const struct figure_definition *figure, struct asked **asked, struct failure *why);
const struct draft_part *report_left_out(const struct building *building, struct text section, const struct figure_definition *figure);
bool report_may_print(const struct building *building, struct text section, const struct figure_definition *figure);
struct text report_shown(const struct building *building, struct value value);
struct bound report_bound(const struct building *building, const struct figure_definition *figure, const struct unit *unit,
                          enum report_span span, struct value value);
/* Puts a printed number on the list of figures, once. */
void report_note(struct building *building, const struct printed *printed);
void report_print_number(struct building *building, struct runs *runs, const struct printed *printed);
/* The names a section's text may use. */
MUST_CHECK bool report_context(struct building *building, const struct section_definition *section, struct node **root, struct failure *why);
/* Every figure asked, for each place one level below and each breakdown: what the public may open later. */
MUST_CHECK bool report_note_all(struct building *building, struct failure *why);
/* The level of places right below this one ("ward"); empty: none. */
struct text report_level_below(const struct building *building);

/* words.c */
/* Prints a section's text; `*plain` is what was printed, empty when nothing was. */
MUST_CHECK bool report_print_text(struct building *building, const struct section_definition *section, struct text *plain, struct failure *why);
/* Prints the officer's own words as an opinion. */
void report_print_opinion(struct building *building, const struct section_definition *section, struct text words);

/* citations.c */
struct text report_print_citations(struct building *building, struct text section, struct text source);
/* Warns of instruments named in plain words that are not in force. */
void report_check_citations(struct building *building, struct text section, struct text words);

/* display.c */
MUST_CHECK bool report_print_display(struct building *building, const struct section_definition *section, struct failure *why);

/* head.c */
void report_print_head(struct building *building);
MUST_CHECK bool report_print_notes(struct building *building, struct failure *why); /* cut-off day, who has not sent */
