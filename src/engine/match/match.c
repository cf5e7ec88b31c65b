/* match.c — rows are gathered, the keys settled, and the steps run one after the other. */
#include "engine/match/match_inside.h"

#include <string.h>

struct match_rows *match_rows_make(struct arena *arena, const struct match_plan *plan)
{
    struct match_rows *rows = arena_make(arena, sizeof *rows);
    REQUIRE(plan->field_count > 0 && plan->field_count <= MATCH_FIELDS_MAX && plan->key_count > 0);
    *rows = (struct match_rows){.arena = arena, .plan = plan};
    return rows;
}

bool match_rows_add(struct match_rows *rows, int list, const struct text *cells, struct failure *why)
{
    size_t fields = rows->plan->field_count, at = rows->count % ROWS_BLOCK;
    REQUIRE(list == 1 || !rows->second);
    REQUIRE(list == 0 || rows->plan->form != MATCH_GROUPS);
    if (rows->count >= MATCH_ROWS_MAX)
        return FAIL(why, FAILURE_TOO_BIG, "more than %d rows to match", (int)MATCH_ROWS_MAX);
    if (at == 0) {
        struct rows_block *block = arena_make(rows->arena, sizeof *block);
        block->cells = arena_make_many(rows->arena, ROWS_BLOCK * fields, sizeof *block->cells);
        *(rows->last != NULL ? &rows->last->next : &rows->first) = block;
        rows->last = block;
    }
    memcpy(rows->last->cells + at * fields, cells, fields * sizeof *cells);
    rows->second = list == 1;
    rows->left += list == 0;
    rows->count++;
    return true;
}

size_t match_rows_count(const struct match_rows *rows)
{
    return rows->count;
}

const struct text *match_rows_at(const struct match_rows *rows, size_t row)
{
    const struct rows_block *block = rows->first;
    REQUIRE(row < rows->count);
    for (size_t i = row / ROWS_BLOCK; i > 0; i--)
        block = block->next;
    return block->cells + row % ROWS_BLOCK * rows->plan->field_count;
}

/* ---- which tables ---- */

/* Whether rows that share `atoms` share this too. */
static bool atoms_imply(const struct table *table, struct match_atom atom)
{
    for (size_t i = 0; i < table->atom_count; i++) {
        struct match_atom known = table->atoms[i];
        if (known.field == atom.field &&
            (known.part == atom.part || (known.part == PART_WHOLE && atom.part != PART_NEAR)))
            return true;
    }
    return false;
}

static void atom_add(struct table *table, struct match_atom atom)
{
    if (atoms_imply(table, atom))
        return;
    size_t kept = 0;
    for (size_t i = 0; i < table->atom_count; i++)
        if (atom.part != PART_WHOLE || table->atoms[i].field != atom.field)
            table->atoms[kept++] = table->atoms[i];
    table->atoms[kept] = atom;
    table->atom_count = kept + 1;
}

/* The key, and what the rule's line asks to be equal: so that only pairs that can pass meet at all. False when none can. */
static bool table_make(const struct match_plan *plan, size_t key, int rule, struct table *table)
{
    *table = (struct table){.key = key, .rule = rule};
    for (size_t i = 0; i < plan->keys[key].count; i++)
        atom_add(table, plan->keys[key].atoms[i]);
    for (size_t f = 0; rule >= 0 && f < plan->field_count; f++) {
        enum match_test test = plan->rules[rule].tests[f];
        bool day = plan->fields[f].kind == MATCH_DAY;
        if (test == TEST_IN_PART && (atoms_imply(table, (struct match_atom){(uint8_t)f, PART_WHOLE}) ||
                                     atoms_imply(table, (struct match_atom){(uint8_t)f, PART_MONTH_DAY})))
            return false;
        if (test == TEST_EQUAL && plan->fields[f].kind != MATCH_NUMBER)
            atom_add(table, (struct match_atom){(uint8_t)f, PART_WHOLE});
        if (test == TEST_IN_PART && day)
            atom_add(table, (struct match_atom){(uint8_t)f, PART_YEAR});
    }
    return true;
}

/* Whether each pair that `table` lets through comes through `other` too. */
static bool table_covered(const struct match_plan *plan, const struct table *table, const struct table *other)
{
    for (size_t i = 0; i < other->atom_count; i++)
        if (!atoms_imply(table, other->atoms[i]))
            return false;
    for (size_t f = 0; other->rule >= 0 && f < plan->field_count; f++) {
        const struct match_rule *asks = &plan->rules[other->rule], *has = &plan->rules[table->rule];
        bool same = asks->tests[f] == has->tests[f] && asks->least[f] <= has->least[f];
        bool equal =
            asks->tests[f] == TEST_EQUAL && atoms_imply(table, (struct match_atom){(uint8_t)f, PART_WHOLE});
        if (asks->tests[f] != TEST_NONE && !same && !equal)
            return false;
    }
    return true;
}

static void tables_make(struct run *run)
{
    const struct match_plan *plan = run->plan;
    struct table *all = arena_make_many(run->arena, TABLES_MAX, sizeof *all);
    size_t count = 0;
    for (size_t k = 0; k < plan->key_count; k++)
        for (int r = plan->rule_count > 0 ? 0 : -1; r < (int)plan->rule_count; r++)
            count += table_make(plan, k, r, &all[count]);
    run->tables = arena_make_many(run->arena, count, sizeof *run->tables);
    for (size_t t = 0; t < count; t++) {
        bool covered = false;
        for (size_t other = 0; other < count && !covered; other++)
            covered =
                other != t && table_covered(plan, &all[t], &all[other]) &&
                (other < t || !table_covered(plan, &all[other], &all[t])); /* of two alike the first stays */
        if (!covered)
            run->tables[run->table_count++] = all[t];
    }
}

/* ---- the run ---- */

static bool steps_run(struct run *run, struct failure *why)
{
    run_prepare(run);
    if (run->plan->rule_count == 0)
        run_count_frequencies(run);
    tables_make(run);
    if (!run_find_keys(run, why) || !run_compare(run, why))
        return false;
    if (run->plan->rule_count == 0)
        run_learn(run);
    return true;
}

static int by_row(const void *x, const void *y)
{
    const struct match_doubt *a = x, *b = y;
    return a->row != b->row ? (a->row > b->row) - (a->row < b->row)
                            : (a->field > b->field) - (a->field < b->field);
}

static bool result_make(struct run *run, struct arena *arena, struct match_result *result,
                        struct failure *why)
{
    struct match_result made = {.pairs = run->compared, .share = run->share};
    for (unsigned w = 1; w < run->threads; w++)
        buffer_add(&run->doubts[0], buffer_text(&run->doubts[w]));
    if (!buffer_ok(&run->doubts[0], why))
        return false;
    made.doubt_count = run->doubts[0].length / sizeof *made.doubts;
    made.doubts = arena_copy(arena, run->doubts[0].bytes, run->doubts[0].length);
    qsort(made.doubts, made.doubt_count, sizeof *made.doubts, by_row);
    made.capped_count = run->capped.length / sizeof *made.capped;
    made.capped = arena_copy(arena, run->capped.bytes, run->capped.length);
    for (size_t f = 0; f < run->plan->field_count; f++)
        for (unsigned l = 0; l < MATCH_LEVELS_MAX; l++)
            made.weights[f][l] = (float)run->weights[f][l];
    run_group(run, arena, &made);
    *result = made;
    return true;
}

bool match_run(struct arena *arena, struct match_rows *rows, unsigned threads, struct match_result *result,
               struct failure *why)
{
    enum { NOTES_MAX = 512 << 20 };
    struct arena *CLOSING(wiped) scratch = arena_open(); /* holds persons */
    REQUIRE(threads >= 1 && threads <= MATCH_THREADS_MAX);
    struct run *run = arena_make(scratch, sizeof *run);
    *run = (struct run){.plan = rows->plan,
                        .rows = rows,
                        .arena = scratch,
                        .threads = threads,
                        .count = rows->count,
                        .left = rows->left,
                        .two_lists = rows->plan->form != MATCH_GROUPS};
    buffer_init(&run->capped, NOTES_MAX);
    for (unsigned w = 0; w < MATCH_THREADS_MAX; w++) {
        run->workers[w] = arena_open();
        buffer_init(&run->doubts[w], NOTES_MAX);
    }
    bool done = steps_run(run, why) && result_make(run, arena, result, why);
    buffer_clear(&run->capped);
    for (unsigned w = 0; w < MATCH_THREADS_MAX; w++) {
        arena_close(run->workers[w]);
        buffer_clear(&run->doubts[w]);
    }
    return done;
}
