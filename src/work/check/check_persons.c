/* check_persons.c — rows that surely speak of one person are joined; then each person's dossiers; the rest is pairs to look at. */
#include "work/check/check_inside.h"

#include "engine/match/person_words.h"

#include <stdlib.h>

/* A row with what it is sorted by. */
struct placed {
    uint32_t row, person;
    uint8_t line;
    struct text number;
};

/* ---- one dossier number under one name ---- */

struct named {
    uint64_t hash;
    uint32_t row;
};

static int compare_named(const void *a, const void *b)
{
    const struct named *one = a, *other = b;
    if (one->hash != other->hash)
        return one->hash < other->hash ? -1 : 1;
    return one->row < other->row ? -1 : one->row > other->row;
}

static uint32_t root_of(struct check_run *run, uint32_t row)
{
    while (run->rows[row].person != row)
        row = run->rows[row].person = run->rows[run->rows[row].person].person;
    return row;
}

static void join(struct check_run *run, uint32_t a, uint32_t b)
{
    uint32_t one = root_of(run, a), other = root_of(run, b);
    if (one < other)
        run->rows[other].person = one;
    else
        run->rows[one].person = other;
}

static uint64_t named_hash(const struct check_row *row)
{
    struct arena *CLOSING(wiped) words = arena_open(); /* a person's */
    return text_hash(text_fold(words, row->number_of)) * 31 + text_hash(text_fold(words, row->name));
}

static void join_numbers(struct check_run *run)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct named *named = arena_make_many(scratch, run->row_count, sizeof *named);
    size_t count = 0;
    for (size_t i = 0; i < run->row_count; i++)
        if (run->rows[i].number_of.length > 0 && run->rows[i].name.length > 0)
            named[count++] = (struct named){named_hash(&run->rows[i]), (uint32_t)i};
    qsort(named, count, sizeof *named, compare_named);
    for (size_t i = 1; i < count; i++)
        if (named[i].hash == named[i - 1].hash)
            join(run, named[i].row, named[i - 1].row);
}

/* ---- dossiers ---- */

static int compare_placed(const void *a, const void *b)
{
    const struct placed *one = a, *other = b;
    if (one->person != other->person)
        return one->person < other->person ? -1 : 1;
    if (one->line != other->line)
        return one->line < other->line ? -1 : 1;
    int numbers = text_compare(one->number, other->number);
    if (numbers != 0)
        return numbers;
    return one->row < other->row ? -1 : one->row > other->row;
}

/* A row that says no line, or no number, belongs to the one its person has; with several it stays apart. */
static void settle_person(struct check_run *run, struct placed *placed, size_t count)
{
    uint8_t line = 0;
    bool several = false;
    for (size_t i = 0; i < count; i++) {
        several = several || (line != 0 && placed[i].line != 0 && placed[i].line != line);
        line = placed[i].line != 0 ? placed[i].line : line;
    }
    for (size_t i = 0; i < count; i++) {
        if (placed[i].line == 0 && line != 0 && !several) {
            run->rows[placed[i].row].line = placed[i].line = line;
            run->lineless--;
        }
        for (size_t k = 0; k < count && placed[i].number.length == 0; k++)
            if (placed[k].line == placed[i].line)
                placed[i].number = placed[k].number;
    }
}

static void link_dossiers(struct check_run *run, const struct placed *placed, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool same = i > 0 && placed[i].person == placed[i - 1].person && placed[i].line == placed[i - 1].line &&
                    text_equal(placed[i].number, placed[i - 1].number);
        struct check_row *row = &run->rows[placed[i].row];
        row->next = placed[i].row;
        row->dossier = same ? run->rows[placed[i - 1].row].dossier : placed[i].row;
        if (same)
            run->rows[placed[i - 1].row].next = placed[i].row;
        else
            run->dossiers++;
    }
}

static void make_dossiers(struct check_run *run)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct placed *placed = arena_make_many(scratch, run->row_count, sizeof *placed);
    for (uint32_t i = 0; i < run->row_count; i++) {
        run->rows[i].person = root_of(run, i);
        run->persons += run->rows[i].person == i;
        placed[i] = (struct placed){i, run->rows[i].person, run->rows[i].line, run->rows[i].number_of};
    }
    qsort(placed, run->row_count, sizeof *placed, compare_placed);
    for (size_t i = 0, next; i < run->row_count; i = next) {
        for (next = i + 1; next < run->row_count && placed[next].person == placed[i].person;)
            next++;
        settle_person(run, placed + i, next - i);
    }
    qsort(placed, run->row_count, sizeof *placed, compare_placed);
    link_dossiers(run, placed, run->row_count);
}

/* ---- pairs to look at ---- */

static bool exclude_each_other(const struct policy *policy, const struct check_row *a, const struct check_row *b)
{
    if (a->line == 0 || b->line == 0)
        return false;
    const struct policy_line *one = &policy->lines[a->line - 1], *other = &policy->lines[b->line - 1];
    return one == other || (one->group && one->group == other->group);
}

static int compare_pairs(const void *a, const void *b)
{
    const struct check_pair *one = a, *other = b;
    if (one->a != other->a)
        return one->a < other->a ? -1 : 1;
    if (one->b != other->b)
        return one->b < other->b ? -1 : 1;
    return one->chance > other->chance ? -1 : one->chance < other->chance;
}

static void tell_decision(const struct check_run *run, struct check_pair *pair)
{
    const struct check_request *request = run->request;
    if (run->rows[pair->a].person == run->rows[pair->b].person)
        pair->said = PAIR_ONE;
    for (size_t i = 0; i < request->decision_count; i++)
        if (request->decisions[i].a == pair->a && request->decisions[i].b == pair->b) {
            pair->linked = true;
            pair->said = request->decisions[i].one ? PAIR_ONE : pair->said == PAIR_ONE ? PAIR_ONE : PAIR_TWO;
        }
}

/* Two persons once, by their first rows before anything was decided; only where both ask for what one person gets once. */
static void take_pairs(struct checking *checking, const uint32_t *persons)
{
    struct check_run *run = checking->run;
    size_t count = 0;
    struct check_pair *pairs = arena_make_many(checking->arena, run->match.count, sizeof *pairs);
    for (size_t i = 0; i < run->match.count; i++) {
        const struct match_link *link = &run->match.links[i];
        const struct check_row *a = &run->rows[link->a], *b = &run->rows[link->b];
        uint32_t one = persons[link->a], other = persons[link->b];
        if (one == other || !exclude_each_other(run->request->policy, a, b))
            continue;
        pairs[count++] = (struct check_pair){
            .a = one < other ? one : other, .b = one < other ? other : one, .levels = link->levels, .weight = link->weight, .chance = link->chance};
    }
    qsort(pairs, count, sizeof *pairs, compare_pairs);
    for (size_t i = 0; i < count; i++)
        if (run->pair_count == 0 || pairs[i].a != pairs[run->pair_count - 1].a || pairs[i].b != pairs[run->pair_count - 1].b)
            pairs[run->pair_count++] = pairs[i];
    run->pairs = pairs;
    for (size_t i = 0; i < run->pair_count; i++)
        tell_decision(run, &pairs[i]);
}

/* Whose each row is as the lists alone tell it; then what a person said is joined too. */
static const uint32_t *join_decided(struct checking *checking)
{
    struct check_run *run = checking->run;
    uint32_t *persons = arena_make_many(checking->arena, run->row_count, sizeof *persons);
    for (uint32_t i = 0; i < run->row_count; i++)
        persons[i] = root_of(run, i);
    for (size_t i = 0; i < run->request->decision_count; i++) {
        const struct check_decision *said = &run->request->decisions[i];
        if (said->one && said->a < run->row_count && said->b < run->row_count)
            join(run, said->a, said->b);
    }
    return persons;
}

bool check_join(struct checking *checking, struct failure *why)
{
    struct check_run *run = checking->run;
    if (run->row_count == 0)
        return true;
    if (!match_run(checking->arena, checking->match, run->request->threads > 1 ? 2 : 1, &run->match, why))
        return false;
    for (uint32_t i = 0; i < run->row_count; i++)
        run->rows[i].person = i;
    for (size_t i = 0; i < run->match.count; i++)
        if (run->match.links[i].band == BAND_SURE && run->match.links[i].joined)
            join(run, run->match.links[i].a, run->match.links[i].b);
    join_numbers(run);
    const uint32_t *persons = join_decided(checking);
    make_dossiers(run);
    take_pairs(checking, persons);
    return true;
}

/* ---- by what a person is known again ---- */

/* A number before a name; of two numbers the longer, which is the one in use today; else the first. */
static bool says_more(struct text words, struct text known)
{
    if (words.length == 0 || known.length == 0)
        return known.length == 0;
    bool sure = person_words_sure(words), before = person_words_sure(known);
    return sure != before ? sure : sure && words.length > known.length;
}

const struct text *check_person_words(struct arena *arena, const struct check_run *run)
{
    struct text *words = arena_make_many(arena, run->row_count, sizeof *words);
    bool *asked = arena_make_many(arena, run->row_count, sizeof *asked);
    struct letters *letters = letters_make(arena);
    for (size_t i = 0; i < run->finding_count; i++)
        asked[run->rows[run->findings[i].dossier].person] = true;
    for (size_t i = 0; i < run->row_count; i++) {
        uint32_t person = run->rows[i].person;
        struct text one = asked[person] ? person_words(arena, letters, match_rows_at(run->people, i)) : (struct text){0};
        if (says_more(one, words[person]))
            words[person] = one;
    }
    return words;
}
