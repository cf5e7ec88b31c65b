/* check_page.h — what a check run found, as a tree for the page: counts by kind and ward, findings with their evidence. */
#pragma once

#include "work/check/check_keep.h"

/* {kinds: [{title, cases}], wards: [{ward, counts: [{cases}], cases}], lists: [{title, rows}], findings: [{kind, line, dossier, ward, say, cite, values,
 * cells}], shown, finding_count, only_in_book, pairs, alike: [{a, b, a_dossier,
 * a_cell, b_dossier, b_cell, words, chance, weight, weights: [{field, level, bits}], one, two, linked}], lineless}; at most `most` findings and
 * CHECK_PAGE_PAIRS pairs, none of sensitive lines. */
enum { CHECK_PAGE_PAIRS = 100 };
struct node *check_page(struct arena *arena, const struct check_run *run, const struct check_keeping *keeping,
                        size_t most);
