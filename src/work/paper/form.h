/*
 * form.h — an official form filled in: a row for each body, its columns from the figures, its sums checked.
 *
 *     struct form_request ask = {.form = TEXT("xld-01-tt02-2021"), .unit = TEXT("004.ubnd"), .period = TEXT("2021-Q3/tt02"), .viewer = &viewer};
 *     struct form_built built;
 *     if (!form_build(instance, &ask, arena, &built, why)) …              NOT_FOUND, DENIED, INVALID
 *     if (!report_write(arena, built.document, REPORT_XLSX, &bytes, why)) …
 *
 * Forms are compiled for the head of the body and the officer who signs them (users.md C6): who approves or compiles for it.
 * A row counts what one body received, never what lies in its place. Each counted number is bound and opens to its records
 * for who may; what may not be read or cannot be told is left as "…", and no sum is made with it. A sum that does not hold
 * is named, below the table and in `broken`.
 */
#pragma once

#include "base/node.h"
#include "engine/document/document.h"
#include "keep/account/account.h"
#include "keep/definition/form.h"
#include "keep/instance/instance.h"

struct form_request {
    struct text form, unit, period; /* unit: the body's code */
    const struct viewer *viewer;
    enum language language;
};

struct form_built {
    struct document *document;
    struct node *broken; /* list of {row, sum}: "Phường Bồ Đề", "9=11+12+13" */
};

MUST_CHECK bool form_build(struct instance *instance, const struct form_request *request, struct arena *arena, struct form_built *built,
                           struct failure *why);
/* May this person compile that body's forms? */
bool form_may_compile(const struct viewer *viewer, const struct unit *body);
/* Is the form made for this body: of its kind, in a place of its kinds? */
bool form_is_for(const struct form_definition *form, const struct unit *body);
