/*
 * demo.h — the sample district: Long Biên, the third quarter of 2021, made of nothing but acts.
 *
 *     struct demo_made made;
 *     if (!demo_make(&(struct demo_ask){.folder = "demo", .progress = progress}, arena, &made, why)) …
 *
 * What the public report of that quarter states as facts is entered as records; everything else is
 * made up, from a seeded stream, and the folder says `demo: yes`, so every page and document does.
 * People carry their function as their name and "(mẫu)": nobody real is meant. It is made as people
 * would have made it, day after day, by their own accounts, late and corrected entries included; two
 * runs write the same journal. The folder's day is 8 October 2021, the day of that report.
 *
 * The folder gets its name when all of it is there. CONFLICT when that name holds anything already.
 * What people write and where it happens is data of the pack: packs/long-bien-2021/sample.yaml, and the
 * files under sample/ that it names, each drawn from a seed of its own.
 * Progress says "acts".
 */
#pragma once

#include "base/failure.h"
#include "base/node.h"
#include "base/problem.h"
#include "base/progress.h"

struct demo_ask {
    const char *folder;
    const char *packs; /* the folder of packs; NULL: where upkeep_pack looks */
    const struct progress *progress;
    const char *store; /* a PostgreSQL address; NULL: a file in the folder */
    bool small; /* for tests: a twentieth of the made-up records */
};

struct demo_made {
    int64_t records;
    int64_t acts;
};
MUST_CHECK bool demo_make(const struct demo_ask *ask, struct arena *arena, struct demo_made *made,
                          struct failure *why);

/* Who may sign in there: a list of {name, full_name, password, passphrase, roles}. For the address line of `serve` and the sign-in page. */
struct node *demo_people(struct arena *arena, enum language language);
