/*
 * marked_sheet.h — the sheet a person brought, with what is wrong in it marked where it stands.
 *
 *     if (!marked_sheet_make(instance, &ask, arena, &answer, &bytes, why)) …         the request of a dry run; TOO_BIG
 *
 * The .xlsx holds the visible sheets as they were read, each cell in its place, merged cells merged; a cell with a
 * problem stands out and opens with the sentence. Before them stands one sheet that lists address, what is wrong and
 * what would be right. Mended, it is brought back as any other: the sheet that lists is known by its first cell and not
 * read again, and the mark of an empty sheet of ours (empty_sheet.h) goes with it. Nothing of it is kept here.
 */
#pragma once

#include "work/intake/intake.h"

#define MARKED_SHEET_MARK "danvan · " /* how the first cell of the list begins */

enum { MARKED_PROBLEMS_MAX = 5000, MARKED_ROWS_MAX = 100000, MARKED_SPANS_MAX = 2000 };

/* `answer` as intake_import gives it for a dry run; the request's own `dry_run` and `problems_max` are not asked. */
MUST_CHECK bool marked_sheet_make(struct instance *instance, const struct intake_request *request, struct arena *arena,
                                  struct intake_answer *answer, struct text *bytes, struct failure *why);
