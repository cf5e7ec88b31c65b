/* check_page.c — a check run as a tree for its page. */
#include "work/check/check_page.h"

#include "base/map.h"

static const enum policy_finding_kind KINDS[CHECK_KIND_COUNT] = {CHECK_KINDS};

struct ward_counts {
    struct text name;
    int64_t kinds[CHECK_KIND_COUNT], all;
};

struct paging {
    const struct check_run *run;
    const struct check_keeping *keeping;
    struct arena *arena;
    enum language language;
    struct map *wards; /* code -> struct ward_counts */
    struct ward_counts all;
    size_t shown, most;
    int64_t only_in_book;
};

static void put_text(struct node *map, const char *key, struct text text)
{
    node_put(map, key, node_text(map->arena, text_copy(map->arena, text)));
}

static void put_whole(struct node *map, const char *key, int64_t number)
{
    node_put(map, key, node_whole(map->arena, number));
}

static struct ward_counts *ward_of(struct paging *paging, size_t file)
{
    struct text code = paging->keeping->wards[file];
    struct ward_counts *counts = map_find(paging->wards, code);
    if (!counts) {
        counts = arena_make(paging->arena, sizeof *counts);
        counts->name = code.length > 0                   ? paging->keeping->ward_names[file]
                       : paging->language == LANGUAGE_VI ? TEXT("Chưa rõ phường")
                                                         : TEXT("Ward not known");
        map_put(paging->wards, code, counts);
    }
    return counts;
}

static void put_finding(struct paging *paging, struct node *findings, const struct check_finding *finding,
                        enum policy_finding_kind kind)
{
    const struct check_run *run = paging->run;
    const struct policy_line *line = &run->request->policy->lines[finding->line];
    bool reasons = kind == POLICY_WRONG || kind == POLICY_UNPROVEN;
    if (line->sensitive || paging->shown == paging->most) {
        paging->only_in_book++;
        return;
    }
    struct node *one = node_append(findings, node_map(paging->arena));
    paging->shown++;
    put_text(one, "kind", check_kind_title(kind, paging->language));
    put_text(one, "line", policy_words_in(line->title, paging->language));
    put_text(one, "dossier", run->rows[finding->dossier].number_of);
    put_text(one, "ward", paging->keeping->ward_names[check_finding_file(run, finding)]);
    put_text(one, "say", check_finding_say(paging->arena, run, finding, kind, paging->language));
    put_text(one, "cite", reasons ? finding->cite : (struct text){0});
    put_text(one, "values", kind == POLICY_WRONG ? finding->values : (struct text){0});
    put_text(one, "cells", check_finding_cells(paging->arena, run, finding, kind));
}

static void put_findings(struct paging *paging, struct node *page)
{
    struct node *findings = node_put(page, "findings", node_list(paging->arena));
    for (size_t i = 0; i < paging->run->finding_count; i++) {
        const struct check_finding *finding = &paging->run->findings[i];
        struct ward_counts *ward = ward_of(paging, check_finding_file(paging->run, finding));
        for (size_t k = 0; k < CHECK_KIND_COUNT; k++) {
            if (!(finding->found.kinds & KINDS[k]))
                continue;
            ward->kinds[k]++;
            ward->all++;
            paging->all.kinds[k]++;
            paging->all.all++;
            put_finding(paging, findings, finding, KINDS[k]);
        }
    }
}

/* ---- pairs that may be one person ---- */

static struct text bits_text(struct arena *arena, float bits)
{
    return text_replace(arena, text_format(arena, "%+.1f", (double)bits), TEXT("."), TEXT(","));
}

/* What each level weighed, as learned from these lists: for whoever asks why. */
static void put_weights(const struct paging *paging, struct node *one, const struct check_pair *pair)
{
    const struct check_run *run = paging->run;
    struct node *weights = node_put(one, "weights", node_list(paging->arena));
    for (size_t f = 0; f < run->plan->field_count; f++) {
        unsigned level = match_level(pair->levels, f);
        if (level == 0)
            continue;
        struct node *weight = node_append(weights, node_map(paging->arena));
        put_text(weight, "field", run->plan->fields[f].title);
        put_text(weight, "level", match_level_words(run->plan->fields[f].kind, level, paging->language));
        put_text(weight, "bits", bits_text(paging->arena, run->match.weights[f][level]));
    }
}

static bool is_sensitive(const struct check_run *run, const struct check_row *row)
{
    return row->line > 0 && run->request->policy->lines[row->line - 1].sensitive;
}

static void put_pair(const struct paging *paging, struct node *list, const struct check_pair *pair)
{
    const struct check_run *run = paging->run;
    const struct check_row *a = &run->rows[pair->a], *b = &run->rows[pair->b];
    struct arena *arena = paging->arena;
    struct node *one = node_append(list, node_map(arena));
    put_whole(one, "a", pair->a);
    put_whole(one, "b", pair->b);
    put_text(one, "a_dossier", a->number_of);
    put_text(one, "b_dossier", b->number_of);
    put_text(one, "a_cell", check_row_cell(arena, run, a, TEXT("full_name")));
    put_text(one, "b_cell", check_row_cell(arena, run, b, TEXT("full_name")));
    put_text(one, "words", match_words(arena, run->plan, pair->levels, paging->language));
    put_text(one, "chance", text_replace(arena, text_format(arena, "%.1f %%", (double)pair->chance * 100), TEXT("."), TEXT(",")));
    put_text(one, "weight", bits_text(arena, pair->weight));
    node_put(one, "one", node_truth(arena, pair->said == PAIR_ONE));
    node_put(one, "two", node_truth(arena, pair->said == PAIR_TWO));
    node_put(one, "linked", node_truth(arena, pair->linked));
    put_weights(paging, one, pair);
}

static void put_pairs(const struct paging *paging, struct node *page)
{
    const struct check_run *run = paging->run;
    struct node *list = node_put(page, "alike", node_list(paging->arena));
    for (size_t i = 0; i < run->pair_count && node_count(list) < CHECK_PAGE_PAIRS; i++)
        if (!is_sensitive(run, &run->rows[run->pairs[i].a]) && !is_sensitive(run, &run->rows[run->pairs[i].b]))
            put_pair(paging, list, &run->pairs[i]);
    put_whole(page, "pairs", (int64_t)run->pair_count);
    put_whole(page, "pairs_shown", (int64_t)node_count(list));
    node_put(page, "has_pairs", node_truth(paging->arena, run->pair_count > 0));
    node_put(page, "has_alike", node_truth(paging->arena, node_count(list) > 0));
}

static void put_counts(struct node *list, const struct ward_counts *counts)
{
    struct node *row = node_append(list, node_map(list->arena)),
                *cells = node_put(row, "counts", node_list(list->arena));
    put_text(row, "ward", counts->name);
    put_whole(row, "cases", counts->all);
    for (size_t k = 0; k < CHECK_KIND_COUNT; k++)
        put_whole(node_append(cells, node_map(list->arena)), "cases", counts->kinds[k]);
}

struct node *check_page(struct arena *arena, const struct check_run *run, const struct check_keeping *keeping,
                        size_t most)
{
    enum language language = run->request->language;
    struct paging paging = {.run = run,
                            .keeping = keeping,
                            .arena = arena,
                            .language = language,
                            .wards = map_make(arena),
                            .most = most,
                            .all.name = language == LANGUAGE_VI ? TEXT("Cộng") : TEXT("All")};
    struct node *page = node_map(arena), *kinds = node_put(page, "kinds", node_list(arena)),
                *wards = node_put(page, "wards", node_list(arena)),
                *lists = node_put(page, "lists", node_list(arena));
    put_findings(&paging, page);
    for (size_t k = 0; k < CHECK_KIND_COUNT; k++) {
        struct node *kind = node_append(kinds, node_map(arena));
        put_text(kind, "title", check_kind_title(KINDS[k], language));
        put_whole(kind, "cases", paging.all.kinds[k]);
    }
    for (size_t i = 0; i < map_count(paging.wards); i++)
        put_counts(wards, map_value(paging.wards, i));
    put_counts(wards, &paging.all);
    for (enum check_list list = 0; list < CHECK_LISTS; list++) {
        struct node *one = node_append(lists, node_map(arena));
        put_text(one, "title", check_list_title(list, language));
        put_whole(one, "rows", (int64_t)run->list_rows[list]);
    }
    put_whole(page, "shown", (int64_t)paging.shown);
    put_whole(page, "finding_count", paging.all.all);
    put_whole(page, "only_in_book", paging.only_in_book);
    put_whole(page, "dossiers", (int64_t)run->dossiers);
    put_pairs(&paging, page);
    put_whole(page, "lineless", (int64_t)run->lineless);
    node_put(page, "has_lineless", node_truth(arena, run->lineless > 0));
    node_put(page, "has_only_in_book", node_truth(arena, paging.only_in_book > 0));
    node_put(page, "found_some", node_truth(arena, paging.all.all > 0));
    return page;
}
