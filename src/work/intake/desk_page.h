/* desk_page.h — what a check found, as a tree: for the page, and to be laid by as text. */
#pragma once

#include "keep/definition/definition.h"
#include "work/intake/intake.h"

/* {errors, counts: {…}, problems: [{where, weight, vi, en}], problem_count, tables, sums, shown, remembered}. */
struct node *desk_page_result(struct arena *arena, const struct intake_answer *answer);
/* {problems, errors, warnings, not_shown} alone. */
void desk_page_problems(struct node *result, const struct problems *problems);
/* Gives each problem its `sentence`. */
void desk_page_sentences(struct node *result, enum language language);
/* Gives each column of the result's tables its `options` ({code, label, chosen}), each problem its `sentence`; says
 * `needs_choice` and `clean`. */
void desk_page_fill(struct node *result, const struct register_definition *register_, enum language language);
