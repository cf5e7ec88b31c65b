/*
 * demo.h — the sample district: Long Biên, the third quarter of 2021, made of nothing but acts.
 *
 *     if (!demo_make("demo", progress, arena, &made, why)) …
 *
 * What the public report of that quarter states as facts is entered as records; everything else is
 * made up, from a seeded stream, and the folder says `demo: yes`, so every page and document does.
 * People carry their function as their name and "(mẫu)": nobody real is meant. It is made as people
 * would have made it, day after day, by their own accounts, late and corrected entries included; two
 * runs write the same journal.
 */
#pragma once

#include "base/failure.h"
#include "base/node.h"
#include "base/problem.h"
#include "base/progress.h"

struct demo_made {
    int64_t records;
    int64_t acts;
};
MUST_CHECK bool demo_make(const char *folder, const struct progress *progress, struct arena *arena, struct demo_made *made,
                          struct failure *why);

/* Who may sign in there: a list of {name, full_name, password, roles}. For the address line of `serve` and the sign-in page. */
struct node *demo_people(struct arena *arena, enum language language);
