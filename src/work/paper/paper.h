/*
 * paper.h — a paper of the pack (keep/definition/paper.h) made from a record: the document, ready for a writer.
 *
 *     struct paper_request ask = {.paper = TEXT("supervision-minutes"), .record = TEXT("12"), .viewer = &viewer};
 *     struct document *document;
 *     if (!paper_build(instance, &ask, arena, &document, why)) …           NOT_FOUND, DENIED, INVALID
 *     if (!report_write(arena, document, REPORT_DOCX, &bytes, why)) …
 *
 * It is for those who work on the record: who may write or move it, and the approver and clerk of its organisation.
 * What is not known yet is a gap to fill ("……"). Number, day and signature are given outside this system. Linked records
 * are those of the same organisation that this person may see; their personal fields only for who sees whole rows.
 * A paper that reminds of a period is made for those who have not sent it, by the organisation they report to. Minutes of a
 * disposal are made from its act, as often as they are asked for, for whoever may dispose of that register's records there.
 *
 * The document borrows nothing from the house: all its texts live in the arena.
 */
#pragma once

#include "engine/document/document.h"
#include "keep/account/account.h"
#include "keep/instance/instance.h"

struct paper_request {
    struct text paper;
    struct text record; /* its number … */
    struct text each;   /* … and one of the linked records this paper is for; empty: the first */
    const struct node *opened; /* what dossier-open gave for that record; NULL: sealed fields are gaps to fill by hand */
    struct text unit, period; /* instead, for a paper about a period: who reminds, of which period */
    struct text disposal;     /* instead, for minutes of a disposal: the number of its act */
    const struct viewer *viewer;
    enum language language;
};

MUST_CHECK bool paper_build(struct instance *instance, const struct paper_request *request, struct arena *arena,
                            struct document **document, struct failure *why);
