/*
 * policy_people.h — what policy_judge says of each of many people, whose values stand as in policy_entitle.h.
 *
 * They are brought into columns of whole numbers and judged in blocks (policy_rows.h); who has a fraction somewhere is
 * judged alone. So the verdicts are those of policy_judge, whatever comes:
 *
 *     struct policy_people *people = policy_people_open(arena, policy, as_of);
 *     policy_people_judge(people, values, count, verdicts);       values[person * policy->column_count + column]
 *     … policy_explain(scratch, policy, &facts, verdicts)         the reasons of one of them (policy_entitle.h)
 *
 * Working memory, about a MiB, is in the arena; it borrows the policy and belongs to one thread.
 */
#pragma once

#include "engine/policy/policy_entitle.h"

struct policy_people;
struct policy_people *policy_people_open(struct arena *arena, const struct policy *policy, struct day as_of);

/* Any number of people; `verdicts` has room for count × line_count: verdicts[person * policy->line_count + line]. */
void policy_people_judge(struct policy_people *people, const struct value *values, size_t count, struct policy_verdict *verdicts);
