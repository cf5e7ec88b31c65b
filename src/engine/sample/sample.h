/*
 * sample.h — which dossiers of a list are looked at, so that nobody chose them and anybody can repeat it?
 *
 *     struct sample_plan plan = {.count = rows, .size = 200, .seed = TEXT("9f2c… hoa phượng"), .stratum = ward_of};
 *     struct sample sample;
 *     if (!sample_draw(arena, &plan, &sample, why)) …
 *     for (size_t i = 0; i < sample.count; i++) use(sample.drawn[i].item);
 *
 * The seed is a text said at the meeting behind the hash of the last committed act: nobody knew both before. From it
 * and an item's number alone comes the item's ticket (docs/sampling.md, with vectors), so another program, or a person
 * with sha256sum, draws the same. Items are numbered from 0 in the order of the list; changing the order, or one row,
 * is another list.
 *
 * Three ways:
 * - simple: the items with the smallest tickets;
 * - stratified (`stratum`): each stratum gets places in proportion to its items, and at least one where there are enough
 *   places; inside, the smallest tickets;
 * - in proportion to money (`money`): items too big to miss are all taken; the others by equal steps along the amounts,
 *   in the order of tickets. An item without an amount, or with none above zero, cannot be drawn and is counted.
 *
 * Pure. What is made stands in `arena`. INVALID: no seed, no places, a stratum out of range; TOO_BIG: over a ceiling,
 * or amounts whose sum leaves int64.
 */
#pragma once

#include "base/failure.h"
#include "base/text.h"

enum { SAMPLE_ITEMS_MAX = 10000000, SAMPLE_STRATA_MAX = 4096, SAMPLE_SEED_MAX = 1000 };

struct sample_plan {
    size_t count, size;
    struct text seed;
    const uint32_t *stratum; /* by item, below `strata`; NULL: not stratified */
    size_t strata;
    const int64_t *money;    /* by item, đồng; NULL: each item counts alike */
};

struct sample_item {
    size_t item;
    uint32_t stratum;
    bool for_sure; /* its amount alone fills a step */
};

struct sample_stratum {
    size_t items;     /* of the list */
    size_t able;      /* that can be drawn */
    size_t drawn;
    int64_t money;    /* of those that can be drawn */
};

struct sample {
    struct sample_item *drawn; /* in the order of the list */
    size_t count;              /* fewer than asked only where no more can be drawn */
    struct sample_stratum *strata; /* one for all when not stratified */
    size_t stratum_count;
};

MUST_CHECK bool sample_draw(struct arena *arena, const struct sample_plan *plan, struct sample *sample, struct failure *why);

/* The ticket of an item: the first 8 bytes, big-endian, of SHA-256(key, "item", item as 8 bytes big-endian), where key is
 * SHA-256("danvan sample 1", NUL, seed). */
uint64_t sample_ticket(struct text seed, uint64_t item);
