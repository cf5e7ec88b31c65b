/* check_page.h — what a check run found, as a tree for the page: counts by kind and ward, findings with their evidence. */
#pragma once

#include "work/check/check_keep.h"

/* {kinds: [{title, cases}], wards: [{ward, counts: [{cases}], cases}], lists: [{title, rows}], findings: [{kind, line, dossier, ward, say, cite, values,
 * cells}], shown, finding_count, only_in_book, pairs, lineless}; at most `most` findings, none of sensitive lines. */
struct node *check_page(struct arena *arena, const struct check_run *run, const struct check_keeping *keeping,
                        size_t most);
