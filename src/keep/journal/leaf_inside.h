/* leaf_inside.h — what of an entry the journal's proofs stand on; docs/journal.md describes it. */
#pragma once

#include "keep/journal/journal.h"

/* What stands for the personal body where there never was one. */
struct seal_hash leaf_no_personal(void);
/* Commits to the bodies as they stand (to the kept commitment where one was erased) and hashes. */
MUST_CHECK bool leaf_compute(struct journal_entry *entry, struct seal_hash *leaf, struct failure *why);
