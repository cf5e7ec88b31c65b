/*
 * report.h — builds the document tree of a report from its outline and the figures.
 *
 * Every number in it is a bound figure: it carries the figure's name, the unit, the period
 * and the address that opens its records. A sentence whose `when` is not yes is left out:
 * no sentence without a figure behind it. Figures left out by the officer (draft.h) are
 * not printed, nor is a sentence that has no other. Citations not in force on the report's
 * last day are listed as warnings (they never change the text). Who has not sent the period
 * stands under the title.
 *
 *     struct report_request ask = {.report = TEXT("quarterly-portal"), .unit = TEXT("004"), .period = TEXT("2021-Q3"), .viewer = &viewer};
 *     struct report_built built;
 *     if (!report_build(instance, &ask, arena, &built, why)) …        NOT_FOUND, INVALID, DENIED
 *     if (!report_write(arena, built.document, REPORT_DOCX, &bytes, why)) …
 *
 * The document borrows texts from the house, which the caller holds (work/view/visit.h).
 * A report is built for those who work in the organisation that issues it; the public
 * opens what was published (work/view).
 */
#pragma once

#include "base/list.h"
#include "base/node.h"
#include "base/period.h"
#include "engine/document/document.h"
#include "keep/account/account.h"
#include "keep/instance/instance.h"
#include "work/act/act.h"

struct report_request {
    struct text report, unit, period;
    const struct viewer *viewer;
    enum language language;
    bool for_public; /* only figures with reach public, whoever asks; figures of each ward and breakdown are noted too */
};

struct report_built {
    struct document *document;
    struct node *warnings; /* list of {section, sentence}: outdated citations, units that have not sent, figures unknown */
    struct node *figures;  /* list of {figure, title, by, unit, unit_name, period, value, shown, previous, previous_shown,
                              last_year, last_year_shown, href}: each bound number once; value null: unknown */
    struct node *sections; /* list of {id, kind, title, words, text, printed, left_out: [{figure, title, note}],
                              figures: [{figure, title, value, shown, href, left_out, note}]}: what the draft's page edits */
    struct node *not_sent; /* list of {code, name, short}: the organisations that have not sent the period */
};

MUST_CHECK bool report_build(struct instance *instance, const struct report_request *request, struct arena *arena,
                             struct report_built *built, struct failure *why);

enum report_format { REPORT_HTML, REPORT_FRAGMENT, REPORT_TEXT, REPORT_JSON, REPORT_DOCX, REPORT_XLSX };
MUST_CHECK bool report_format_read(struct text name, enum report_format *format); /* html fragment txt json docx xlsx */
struct text report_format_type(enum report_format format);                        /* "text/html; charset=utf-8" … */
/* HTML is a piece to stand in one of our pages, FRAGMENT one to paste into a portal. */
MUST_CHECK bool report_write(struct arena *arena, const struct document *document, enum report_format format, struct text *bytes,
                             struct failure *why);

/*
 * Publishes: builds both languages for the public and performs the act report-publish. The
 * snapshot's documents are JSON {title, html, text, document}, its figures the list above.
 * `once` as in act.h. Problems are in `answer`.
 */
MUST_CHECK bool report_publish(struct instance *instance, const struct report_request *request, struct text once, struct arena *arena,
                               struct act_answer *answer, struct failure *why);

/* The organisation that issues the report for this unit: of the kind the outline names, in that place. NULL: none. */
const struct unit *report_issuer(struct arena *arena, const struct house *house, const struct report_definition *report,
                                 const struct unit *unit, struct day day);
/* Those who report to it: the organisations under it in other places on that day, in official order of their places. */
struct unit_set report_senders(struct arena *arena, const struct house *house, const struct unit *issuer, struct day day);
/* Of those, who has not sent the period, in the same order: const struct unit *. */
MUST_CHECK bool report_not_sent(struct arena *arena, struct connection *connection, const struct unit_set *senders, struct period period,
                                struct list *missing, struct failure *why);
/* May this viewer build and read drafts of that organisation? */
bool report_may_draft(const struct viewer *viewer, const struct unit *issuer);
