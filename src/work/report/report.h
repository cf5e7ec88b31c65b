/*
 * report.h — builds the document tree of a report from its outline and the figures.
 *
 * Every number in it is a bound figure: it carries the figure's name, the unit, the period
 * and the address that opens its records. A sentence whose `when` is not yes is left out:
 * no sentence without a figure behind it. Figures left out by the officer (draft.h) are
 * not printed. Citations no longer in force on the report's last day are listed as warnings
 * (they never change the text). Who has not sent the period stands under the title of a draft.
 *
 *     struct report_request ask = {.report = TEXT("quarterly-portal"), .unit = TEXT("004"), .period = TEXT("2021-Q3"), .viewer = &viewer};
 *     struct report_built built;
 *     if (!report_build(instance, &ask, arena, &built, why)) …
 *     document_write_html(…, built.document, …)
 */
#pragma once

#include "base/node.h"
#include "engine/document/document.h"
#include "keep/account/account.h"
#include "keep/instance/instance.h"

struct report_request {
    struct text report, unit, period;
    const struct viewer *viewer;
    enum language language;
    bool for_public; /* only figures with reach public, whoever asks; no links to drafts */
};

struct report_built {
    struct document *document;
    struct node *warnings; /* list of {section, sentence}: outdated citations, units that have not sent, figures unknown */
    struct node *figures;  /* list of {figure, title, value, shown, unit, period, previous, last_year, href}: each bound number once */
    struct node *sections; /* list of {id, kind, title, words, text, left_out: [...]} : what the draft's page edits */
};

MUST_CHECK bool report_build(struct instance *instance, const struct report_request *request, struct arena *arena,
                             struct report_built *built, struct failure *why);

enum report_format { REPORT_HTML, REPORT_FRAGMENT, REPORT_TEXT, REPORT_JSON, REPORT_DOCX };
MUST_CHECK bool report_format_read(struct text name, enum report_format *format); /* html fragment txt json docx */
MUST_CHECK bool report_write(struct arena *arena, const struct document *document, enum report_format format, struct text *bytes,
                             struct failure *why);
