/* sample.c — tickets first; then places for each stratum; then who takes them. */
#include "engine/sample/sample.h"

#include "base/buffer.h"
#include "engine/seal/seal.h"

#include <stdlib.h>

enum { NUMBER_BYTES = 8 };

/* ---- tickets ---- */

static struct seal_hash key_of(struct text seed)
{
    static const char NAME[] = "danvan sample 1"; /* its NUL is part of it */
    struct seal_sha256 hashing;
    seal_sha256_init(&hashing);
    seal_sha256_add(&hashing, (struct text){NAME, sizeof NAME});
    seal_sha256_add(&hashing, seed);
    return seal_sha256_end(&hashing);
}

static uint64_t number_of(const struct seal_hash *key, struct text what, uint64_t number)
{
    struct seal_sha256 hashing;
    uint8_t bytes[NUMBER_BYTES];
    uint64_t out = 0;
    for (size_t i = 0; i < NUMBER_BYTES; i++)
        bytes[i] = (uint8_t)(number >> (56 - 8 * i));
    seal_sha256_init(&hashing);
    seal_sha256_add(&hashing, (struct text){(const char *)key->bytes, sizeof key->bytes});
    seal_sha256_add(&hashing, what);
    seal_sha256_add(&hashing, (struct text){(const char *)bytes, sizeof bytes});
    struct seal_hash hash = seal_sha256_end(&hashing);
    for (size_t i = 0; i < NUMBER_BYTES; i++)
        out = out << 8 | hash.bytes[i];
    return out;
}

uint64_t sample_ticket(struct text seed, uint64_t item)
{
    struct seal_hash key = key_of(seed);
    return number_of(&key, TEXT("item"), item);
}

/* ---- the draw ---- */

struct candidate {
    uint64_t ticket;
    size_t item;
    uint32_t stratum;
    bool drawn, for_sure;
    int64_t money;
};

struct drawing {
    const struct sample_plan *plan;
    struct seal_hash key;
    struct candidate *candidates; /* that can be drawn, by stratum and ticket */
    size_t count;
    struct sample_stratum *strata;
    size_t *starts;               /* of each stratum among them */
    size_t *places;
    size_t stratum_count;
};

static int compare_tickets(const void *a, const void *b)
{
    const struct candidate *one = a, *other = b;
    if (one->stratum != other->stratum)
        return one->stratum < other->stratum ? -1 : 1;
    if (one->ticket != other->ticket)
        return one->ticket < other->ticket ? -1 : 1;
    return one->item < other->item ? -1 : one->item > other->item;
}

static int compare_items(const void *a, const void *b)
{
    const struct sample_item *one = a, *other = b;
    return one->item < other->item ? -1 : one->item > other->item;
}

static bool gather(struct drawing *drawing, struct arena *arena, struct failure *why)
{
    const struct sample_plan *plan = drawing->plan;
    int64_t total = 0;
    drawing->candidates = arena_make_many(arena, plan->count, sizeof *drawing->candidates);
    for (size_t i = 0; i < plan->count; i++) {
        uint32_t stratum = plan->stratum ? plan->stratum[i] : 0;
        int64_t money = plan->money ? plan->money[i] : 1;
        if (stratum >= drawing->stratum_count)
            return FAIL(why, FAILURE_INVALID, "an item of a stratum that is none");
        drawing->strata[stratum].items++;
        if (money <= 0)
            continue;
        if (money > INT64_MAX - total)
            return FAIL(why, FAILURE_TOO_BIG, "the amounts of the list are too big to add");
        total += money;
        drawing->strata[stratum].able++;
        drawing->strata[stratum].money += money;
        drawing->candidates[drawing->count++] = (struct candidate){
            .ticket = number_of(&drawing->key, TEXT("item"), i), .item = i, .stratum = stratum, .money = money};
    }
    qsort(drawing->candidates, drawing->count, sizeof *drawing->candidates, compare_tickets);
    for (size_t i = drawing->count; i > 0; i--)
        drawing->starts[drawing->candidates[i - 1].stratum] = i - 1;
    return true;
}

/* ---- places for each stratum ---- */

/* The stratum with the greatest remainder that has room (or, taking away, with the smallest that can spare); the first
 * of equals. */
static size_t next_stratum(const struct drawing *drawing, const bool *moved, size_t size, bool taking)
{
    size_t best = SIZE_MAX;
    uint64_t best_rest = 0;
    for (size_t h = 0; h < drawing->stratum_count; h++) {
        const struct sample_stratum *stratum = &drawing->strata[h];
        uint64_t rest = (uint64_t)size * stratum->able % drawing->count;
        bool can = taking ? drawing->places[h] > 1 : drawing->places[h] < stratum->able;
        if (!can || moved[h] || (best != SIZE_MAX && (taking ? rest >= best_rest : rest <= best_rest)))
            continue;
        best = h;
        best_rest = rest;
    }
    return best;
}

/* Whole shares first, one place at least where there are enough; then by remainders, each stratum once a round. */
static void share_places(struct drawing *drawing, struct arena *arena, size_t size)
{
    bool *moved = arena_make_many(arena, drawing->stratum_count, sizeof *moved);
    size_t given = 0, filled = 0;
    for (size_t h = 0; h < drawing->stratum_count; h++)
        filled += drawing->strata[h].able > 0;
    for (size_t h = 0; h < drawing->stratum_count; h++) {
        size_t able = drawing->strata[h].able;
        drawing->places[h] = (size_t)((uint64_t)size * able / drawing->count);
        if (drawing->places[h] == 0 && able > 0 && size >= filled)
            drawing->places[h] = 1;
        given += drawing->places[h];
    }
    while (given != size) {
        size_t h = next_stratum(drawing, moved, size, given > size);
        if (h == SIZE_MAX) { /* the next round */
            for (size_t i = 0; i < drawing->stratum_count; i++)
                moved[i] = false;
            continue;
        }
        moved[h] = true;
        drawing->places[h] += given < size ? 1 : (size_t)-1;
        given += given < size ? 1 : (size_t)-1;
    }
}

/* ---- who takes them ---- */

/* Those whose amount alone fills a step; what is left of places and money. */
static void take_sure(struct candidate *items, size_t count, size_t *places, int64_t *money)
{
    for (bool again = true; again && *places > 0;) {
        int64_t step = *money / (int64_t)*places + (*money % (int64_t)*places != 0);
        size_t left = *places;
        int64_t rest = *money;
        for (size_t i = 0; i < count && left > 0; i++)
            if (!items[i].drawn && items[i].money >= step) {
                items[i].drawn = items[i].for_sure = true;
                rest -= items[i].money;
                left--;
            }
        again = left != *places;
        *places = left;
        *money = rest;
    }
}

/* Step k stands at floor((k·money + start) / places) on the line of all amounts laid end to end. */
static void take_steps(struct candidate *items, size_t count, size_t places, int64_t money, uint64_t chance)
{
    int64_t whole = money / (int64_t)places, rest = money % (int64_t)places, start = (int64_t)(chance % (uint64_t)money), end = 0;
    size_t step = 0;
    for (size_t i = 0; i < count && step < places; i++) {
        if (items[i].drawn)
            continue;
        end += items[i].money;
        /* k·rest stays below places², start below money */
        int64_t within = (int64_t)step * rest % (int64_t)places, over = (int64_t)step * rest / (int64_t)places;
        int64_t at = (int64_t)step * whole + over + (start / (int64_t)places) + (within + start % (int64_t)places) / (int64_t)places;
        if (at < end) {
            items[i].drawn = true;
            step++;
        }
    }
}

static void draw_stratum(struct drawing *drawing, size_t h)
{
    struct sample_stratum *stratum = &drawing->strata[h];
    struct candidate *items = drawing->candidates + drawing->starts[h];
    size_t places = drawing->places[h];
    int64_t money = stratum->money;
    stratum->drawn = places;
    if (!drawing->plan->money) {
        for (size_t i = 0; i < places; i++)
            items[i].drawn = true;
        return;
    }
    take_sure(items, stratum->able, &places, &money);
    if (places > 0)
        take_steps(items, stratum->able, places, money, number_of(&drawing->key, TEXT("start"), h));
}

static bool plan_is_sound(const struct sample_plan *plan, struct failure *why)
{
    if (plan->seed.length == 0)
        return FAIL(why, FAILURE_INVALID, "a sample needs a seed");
    if (plan->size == 0)
        return FAIL(why, FAILURE_INVALID, "a sample of none");
    if (plan->count > SAMPLE_ITEMS_MAX || plan->size > SAMPLE_ITEMS_MAX || plan->seed.length > SAMPLE_SEED_MAX)
        return FAIL(why, FAILURE_TOO_BIG, "a list has at most %d items, a seed at most %d bytes", SAMPLE_ITEMS_MAX, SAMPLE_SEED_MAX);
    if (plan->stratum && (plan->strata == 0 || plan->strata > SAMPLE_STRATA_MAX))
        return FAIL(why, FAILURE_TOO_BIG, "a list is divided into at most %d strata", SAMPLE_STRATA_MAX);
    return true;
}

bool sample_draw(struct arena *arena, const struct sample_plan *plan, struct sample *sample, struct failure *why)
{
    if (!plan_is_sound(plan, why))
        return false;
    struct arena *CLOSING(arena) scratch = arena_open();
    struct drawing drawing = {.plan = plan, .key = key_of(plan->seed), .stratum_count = plan->stratum ? plan->strata : 1};
    drawing.strata = arena_make_many(arena, drawing.stratum_count, sizeof *drawing.strata);
    drawing.starts = arena_make_many(scratch, drawing.stratum_count, sizeof *drawing.starts);
    drawing.places = arena_make_many(scratch, drawing.stratum_count, sizeof *drawing.places);
    if (!gather(&drawing, scratch, why))
        return false;
    if (drawing.count > 0)
        share_places(&drawing, scratch, plan->size < drawing.count ? plan->size : drawing.count);
    for (size_t h = 0; h < drawing.stratum_count; h++)
        draw_stratum(&drawing, h);
    *sample = (struct sample){.strata = drawing.strata, .stratum_count = drawing.stratum_count};
    sample->drawn = arena_make_many(arena, plan->size < drawing.count ? plan->size : drawing.count, sizeof *sample->drawn);
    for (size_t i = 0; i < drawing.count; i++)
        if (drawing.candidates[i].drawn)
            sample->drawn[sample->count++] =
                (struct sample_item){drawing.candidates[i].item, drawing.candidates[i].stratum, drawing.candidates[i].for_sure};
    qsort(sample->drawn, sample->count, sizeof *sample->drawn, compare_items);
    return true;
}
