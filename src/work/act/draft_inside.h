/*
 * draft_inside.h — what all acts on a draft share: which report of which place for which period, who may, and which part of it.
 */
#pragma once

#include "keep/report/outline.h"
#include "work/act/act_inside.h"

/* A period given at "period"; false with a problem. */
bool draft_given_period(const struct node *given, struct text *period, struct act_answer *answer);
/* The report and place given; NULL with problems. */
const struct report_definition *draft_given_report(struct act_context *context, const struct node *given, const struct unit **place,
                                                   struct act_answer *answer);
/* Whose draft that is. */
struct draft_of draft_given_of(const struct node *given, const struct unit *place);
bool draft_may(struct act_context *context, const struct report_definition *report, const struct unit *place, enum role role);
/* What an officer changes: `place` is NULL with problems, else the place whose draft it is, of this viewer; `section` is the part of
   its outline given at "section", NULL with a problem. Refused, `what` says what nobody else may do. */
MUST_CHECK bool draft_given_part(struct act_context *context, const struct node *given, const char *what, const struct unit **place,
                                 const struct section_definition **section, struct act_answer *answer, struct failure *why);
bool draft_shows(const struct section_definition *section, struct text figure);
void draft_put(struct journal_entry *entry, const struct node *given, const struct unit *place);
MUST_CHECK bool draft_of_entry(struct act_context *context, const struct journal_entry *entry, struct draft_of *of, struct failure *why);
