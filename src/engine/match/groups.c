/*
 * groups.c — links become groups of rows, each one person.
 *
 * Never by closure alone: two groups become one only when the pairs between them, all of them, speak for it on
 * the whole. Between two lists a row goes to its strongest partner.
 */
#include "engine/match/match_inside.h"

#include <math.h>
#include <stdlib.h>

static const double WEIGHT_CLIPPED = 30;

enum match_band run_band(const struct run *run, double chance, uint64_t levels)
{
    bool name_other = false, name_slip = false, day_slip = false, number_same = false, number_other = false;
    for (size_t f = 0; f < run->plan->field_count; f++) {
        unsigned level = match_level(levels, f);
        enum match_kind kind = run->plan->fields[f].kind;
        name_other |= kind == MATCH_NAME && level >= NAME_ENDS;
        name_slip |= kind == MATCH_NAME && level >= NAME_TONES && level != NAME_REARRANGED;
        day_slip |= kind == MATCH_DAY && level != DAY_SAME;
        number_same |= kind == MATCH_IDENTITY && level == NUMBER_SAME;
        number_other |= kind == MATCH_IDENTITY && level == NUMBER_OTHER;
    }
    bool never_sure = name_other || (!number_same && (name_slip || day_slip || number_other));
    return chance >= run->plan->sure && !never_sure ? BAND_SURE : BAND_DOUBTFUL;
}

struct joining {
    const struct run *run;
    struct match_link *links;
    size_t count;
    uint32_t *group, *next; /* of a row: its group; the next row of it, in a ring */
    uint32_t *size;         /* of a group, at its lowest row */
};

static int by_weight(const void *x, const void *y)
{
    const struct match_link *a = *(struct match_link *const *)x, *b = *(struct match_link *const *)y;
    if (a->weight < b->weight || a->weight > b->weight)
        return a->weight < b->weight ? 1 : -1;
    return a->a != b->a ? (a->a > b->a) - (a->a < b->a) : (a->b > b->b) - (a->b < b->b);
}

/* A fixed rule gives all the same weight: they stay in their order, which is by rows. */
static struct match_link **links_by_weight(struct arena *arena, struct match_link *links, size_t count, bool fixed)
{
    struct match_link **order = arena_make_many(arena, count, sizeof *order);
    for (size_t i = 0; i < count; i++)
        order[i] = &links[i];
    if (!fixed)
        qsort(order, count, sizeof *order, by_weight);
    return order;
}

/* What the pairs between two groups say on the whole, in bits for each pair. */
static double between(const struct joining *joining, uint32_t a, uint32_t b)
{
    double sum = 0, pairs = 0;
    uint32_t x = a, y = b;
    do {
        do {
            uint32_t first = x < y ? x : y, second = x < y ? y : x;
            double weight = run_weight(joining->run, first, second, levels_of(joining->run, first, second));
            sum += fmax(-WEIGHT_CLIPPED, fmin(WEIGHT_CLIPPED, weight));
            pairs++;
            y = joining->next[y];
        } while (y != b);
        x = joining->next[x];
    } while (x != a);
    return sum / pairs;
}

static void merge(struct joining *joining, uint32_t a, uint32_t b)
{
    uint32_t kept = a < b ? a : b, gone = a < b ? b : a, row = gone;
    joining->size[kept] += joining->size[gone];
    do {
        joining->group[row] = kept;
        row = joining->next[row];
    } while (row != gone);
    uint32_t swap = joining->next[kept];
    joining->next[kept] = joining->next[gone];
    joining->next[gone] = swap;
}

static bool may_merge(const struct joining *joining, const struct match_link *link, uint32_t a, uint32_t b)
{
    const struct run *run = joining->run;
    if (run->plan->form == MATCH_ONE_TO_ONE)
        return joining->size[a] == 1 && joining->size[b] == 1;
    if (run->plan->form == MATCH_MANY_TO_ONE)
        return joining->size[joining->group[link->a]] == 1;
    if (joining->size[a] + joining->size[b] > MATCH_GROUP_MAX)
        return false;
    return run->plan->rule_count > 0 || (joining->size[a] == 1 && joining->size[b] == 1) ||
           between(joining, a, b) > 0;
}

static void groups_join(struct joining *joining)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct match_link **order = links_by_weight(scratch, joining->links, joining->count, joining->run->plan->rule_count > 0);
    for (uint32_t i = 0; i < joining->run->count; i++) {
        joining->group[i] = joining->next[i] = i;
        joining->size[i] = 1;
    }
    for (size_t i = 0; i < joining->count; i++) {
        uint32_t a = joining->group[order[i]->a], b = joining->group[order[i]->b];
        if (a != b && may_merge(joining, order[i], a, b))
            merge(joining, a, b);
    }
}

static void links_make(const struct run *run, struct arena *arena, struct match_result *result)
{
    bool fixed = run->plan->rule_count > 0;
    size_t kept = 0;
    struct match_link *links = arena_make_many(run->arena, run->pair_count, sizeof *links);
    for (size_t i = 0; i < run->pair_count; i++) {
        struct match_link link = {.a = (uint32_t)(run->pairs[i].key >> 32),
                                  .b = (uint32_t)run->pairs[i].key,
                                  .levels = run->pairs[i].value,
                                  .chance = 1};
        if (!fixed) {
            double weight = run_weight(run, link.a, link.b, link.levels);
            link.weight = (float)weight;
            link.chance = (float)(1 / (1 + exp2(-weight)));
            link.band = run_band(run, 1 / (1 + exp2(-weight)), link.levels);
        }
        if (fixed || link.chance >= (float)run->plan->doubtful)
            links[kept++] = link;
    }
    result->links = arena_copy(arena, links, kept * sizeof *links);
    result->count = kept;
}

void run_group(struct run *run, struct arena *arena, struct match_result *result)
{
    links_make(run, arena, result);
    result->group = arena_make_many(arena, run->count, sizeof *result->group);
    struct joining joining = {.run = run,
                              .links = result->links,
                              .count = result->count,
                              .group = result->group,
                              .next = arena_make_many(run->arena, run->count, sizeof(uint32_t)),
                              .size = arena_make_many(run->arena, run->count, sizeof(uint32_t))};
    groups_join(&joining);
    for (size_t i = 0; i < result->count; i++) {
        struct match_link *link = &result->links[i];
        link->joined = result->group[link->a] == result->group[link->b];
        if (!link->joined)
            link->band = BAND_DOUBTFUL;
    }
}
