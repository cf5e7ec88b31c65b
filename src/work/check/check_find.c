/* check_find.c — each dossier against the policy; what its lists got wrong, in words that name article and value. */
#include "work/check/check_inside.h"

#include "base/map.h"

#include <stdlib.h>

enum { DOSSIERS_OF_ONE_MAX = 256, REASONS_KEPT = 4096 };

/* What the lists say of a dossier, as the policy reads it. */
struct facts {
    struct value values[POLICY_COLUMNS_MAX];
    uint16_t years[POLICY_COLUMNS_MAX];
    bool apart[POLICY_COLUMNS_MAX]; /* the lists say different things */
};

/* One dossier of the person in hand. */
struct dossier {
    uint32_t row;
    uint8_t line; /* index */
    struct day applied_on, decided_on, paid_on;
    struct policy_verdict verdict;
    struct facts *facts; /* those the verdict rests on */
};

struct finding_run {
    struct checking *checking;
    const struct policy *policy;
    struct map *missing;  /* line and mask of what is unknown -> struct check_finding with its words */
    struct dossier dossiers[DOSSIERS_OF_ONE_MAX];
    size_t count;
    struct policy_listing listings[POLICY_LINES_MAX];
    struct day chain_from[POLICY_LINES_MAX], decide_by[POLICY_LINES_MAX], pay_by[POLICY_LINES_MAX];
    size_t room;
};

/* ---- what the lists say ---- */

static void take_value(struct facts *facts, size_t slot, struct value value, uint16_t year)
{
    if (year != 0 && facts->years[slot] == 0)
        facts->years[slot] = year;
    if (!value_known(value))
        return;
    if (!value_known(facts->values[slot]))
        facts->values[slot] = value;
    else if (!value_same(facts->values[slot], value))
        facts->apart[slot] = true;
}

static void take_row(const struct finding_run *finding, const struct check_row *row, struct facts *facts)
{
    const struct check_table *table = check_table_of(finding->checking, row);
    for (size_t i = 0; i < table->slot_count; i++)
        take_value(facts, table->slots[i], row->values[i], row->years ? row->years[i] : 0);
}

static void gather(const struct finding_run *finding, uint32_t first, struct facts *facts)
{
    const struct check_row *rows = finding->checking->run->rows;
    for (uint32_t i = first;; i = rows[i].next) {
        take_row(finding, &rows[i], facts);
        if (rows[i].next == i)
            return;
    }
}

/* What the dossier says itself; what it does not say, the person's others say. */
static void facts_of(const struct finding_run *finding, size_t index, struct facts *facts)
{
    struct arena *CLOSING(arena) scratch = finding->count > 1 ? arena_open() : NULL;
    struct facts *others = scratch ? arena_make(scratch, sizeof *others) : NULL;
    gather(finding, finding->dossiers[index].row, facts);
    for (size_t i = 0; i < finding->count; i++)
        if (i != index)
            gather(finding, finding->dossiers[i].row, others);
    for (size_t slot = 0; slot < finding->policy->column_count; slot++) {
        if (facts->apart[slot])
            facts->values[slot] = value_unknown();
        else if (others && !value_known(facts->values[slot]) && facts->years[slot] == 0 && !others->apart[slot]) {
            facts->values[slot] = others->values[slot];
            facts->years[slot] = others->years[slot];
        }
    }
}

/* ---- judging ---- */

static bool same_verdict(const struct policy_verdict *a, const struct policy_verdict *b)
{
    return a->answer == b->answer && a->failed == b->failed && a->unknown == b->unknown && a->amount == b->amount && a->yields_to == b->yields_to;
}

static bool knows_years(const struct finding_run *finding, const struct facts *facts)
{
    bool any = false;
    for (size_t slot = 0; slot < finding->policy->column_count && !any; slot++)
        any = facts->years[slot] != 0;
    return any;
}

/* Days of which only the year is written become its first or last day; false when there are none. */
static bool with_year_ends(const struct finding_run *finding, const struct facts *facts, bool last, struct facts *tried)
{
    bool any = false;
    *tried = *facts;
    for (size_t slot = 0; slot < finding->policy->column_count; slot++) {
        if (facts->years[slot] == 0 || value_known(facts->values[slot]) || facts->apart[slot])
            continue;
        tried->values[slot] = value_day(last ? day_of(facts->years[slot], 12, 31) : day_of(facts->years[slot], 1, 1));
        any = true;
    }
    return any;
}

static void judge_facts(const struct finding_run *finding, const struct facts *facts, size_t line, struct policy_verdict *verdict)
{
    const struct policy_facts told = {facts->values, finding->policy->column_count, finding->checking->run->request->as_of};
    policy_judge_line(finding->policy, &told, line, verdict);
}

/* False when the ends of a year do not agree, or no year stands for a day. */
static bool judge_year_ends(const struct finding_run *finding, struct arena *scratch, struct dossier *dossier)
{
    struct policy_verdict one, other;
    struct facts *first = arena_make(scratch, sizeof *first), *last = arena_make(scratch, sizeof *last);
    if (!with_year_ends(finding, dossier->facts, false, first) || !with_year_ends(finding, dossier->facts, true, last))
        return false;
    judge_facts(finding, first, dossier->line, &one);
    judge_facts(finding, last, dossier->line, &other);
    if (!same_verdict(&one, &other))
        return false;
    dossier->facts = first;
    dossier->verdict = one;
    return true;
}

/* A verdict that both ends of the year agree on; else the one that does not know the day. */
static void judge(struct finding_run *finding, struct arena *scratch, size_t index)
{
    struct dossier *dossier = &finding->dossiers[index];
    struct facts *facts = arena_make(scratch, sizeof *facts);
    facts_of(finding, index, facts);
    dossier->facts = facts;
    if (!knows_years(finding, facts) || !judge_year_ends(finding, scratch, dossier))
        judge_facts(finding, facts, dossier->line, &dossier->verdict);
}

/* ---- listings ---- */

static struct day earlier(struct day a, struct day b)
{
    return !day_is_some(a) || (day_is_some(b) && day_compare(b, a) < 0) ? b : a;
}

static void count_row(struct policy_listing *listing, const struct check_row *row)
{
    switch ((enum check_list)row->list) {
    case CHECK_APPLIED:
        listing->applied_rows++;
        return;
    case CHECK_REFUSED:
        listing->refused_rows++;
        return;
    case CHECK_APPROVED:
        listing->approved_rows++;
        return;
    case CHECK_PAID:
        listing->amount_known = (listing->paid_rows == 0 || listing->amount_known) && row->amount_known &&
                                !__builtin_add_overflow(listing->paid, row->amount, &listing->paid);
        listing->paid_rows++;
        return;
    case CHECK_LISTS:
        break;
    }
    NEVER("a list");
}

static void count_dossier(struct finding_run *finding, struct dossier *dossier)
{
    const struct check_row *rows = finding->checking->run->rows;
    for (uint32_t i = dossier->row;; i = rows[i].next) {
        count_row(&finding->listings[dossier->line], &rows[i]);
        dossier->applied_on = earlier(dossier->applied_on, rows[i].applied_on);
        dossier->decided_on = earlier(dossier->decided_on, rows[i].decided_on);
        dossier->paid_on = earlier(dossier->paid_on, rows[i].paid_on);
        if (rows[i].next == i)
            return;
    }
}

/* The last days of the line's steps; a day of application that the calendar does not reach has none. */
static void set_limits(struct finding_run *finding, const struct dossier *dossier, struct policy_listing *listing)
{
    const struct policy_line *line = &finding->policy->lines[dossier->line];
    struct day due[POLICY_STEPS_MAX];
    struct failure beyond;
    size_t at = dossier->line;
    listing->decide_by = listing->pay_by = DAY_NONE;
    if (!day_is_some(dossier->applied_on))
        return;
    if (finding->chain_from[at].number != dossier->applied_on.number) {
        bool told = policy_chain(line, finding->checking->run->request->definition->calendar, dossier->applied_on, due, &beyond);
        finding->chain_from[at] = dossier->applied_on;
        finding->decide_by[at] = told ? policy_chain_due(line, due, POLICY_DECIDED) : DAY_NONE;
        finding->pay_by[at] = told ? policy_chain_due(line, due, POLICY_PAID) : DAY_NONE;
    }
    listing->decide_by = finding->decide_by[at];
    listing->pay_by = finding->pay_by[at];
}

/* ---- reasons in words ---- */

struct wording {
    struct text conditions[POLICY_CONDITIONS_MAX + 1], says[POLICY_CONDITIONS_MAX + 1], cites[POLICY_CONDITIONS_MAX + 1], values[POLICY_COLUMNS_MAX];
    size_t count, value_count;
    uint16_t reads[POLICY_COLUMNS_MAX];
    size_t read_count;
};

static void read_once(struct wording *wording, uint16_t slot)
{
    for (size_t i = 0; i < wording->read_count; i++)
        if (wording->reads[i] == slot)
            return;
    wording->reads[wording->read_count++] = slot;
}

static void word_reason(const struct finding_run *finding, struct arena *scratch, const struct policy_reason *reason, struct wording *wording)
{
    enum language language = finding->checking->run->request->language;
    const struct policy_condition *condition = reason->condition;
    wording->conditions[wording->count] = condition ? condition->id : TEXT("amount");
    wording->says[wording->count] = condition ? policy_words_in(condition->say, language) : language == LANGUAGE_VI ? TEXT("Mức hỗ trợ") : TEXT("The amount");
    wording->cites[wording->count] = condition ? policy_cite_write(scratch, condition->cite, language) : (struct text){0};
    wording->count++;
    for (size_t i = 0; i < reason->reading_count; i++) {
        const struct policy_reading *reading = &reason->readings[i];
        if (!reading->column || wording->value_count == POLICY_COLUMNS_MAX)
            continue;
        read_once(wording, (uint16_t)(reading->column - finding->policy->columns));
        wording->values[wording->value_count++] =
            text_format(scratch, "%.*s: %.*s", TEXT_ARGS(policy_words_in(reading->title, language)),
                        TEXT_ARGS(policy_value_show(scratch, reading->column, reading->value, language)));
    }
}

static void word_finding(const struct finding_run *finding, const struct dossier *dossier, struct check_finding *made)
{
    struct arena *CLOSING(wiped) scratch = arena_open(); /* holds what one person said */
    struct arena *arena = finding->checking->arena;
    struct wording *wording = arena_make(scratch, sizeof *wording);
    const struct policy_facts told = {dossier->facts->values, finding->policy->column_count, finding->checking->run->request->as_of};
    const struct policy_result *result = policy_entitle(scratch, finding->policy, &told);
    const struct policy_line_result *line = &result->lines[dossier->line];
    bool wrong = made->verdict.failed != 0;
    for (size_t i = 0; i < line->reason_count && wording->count <= POLICY_CONDITIONS_MAX; i++)
        if (line->reasons[i].unknown != wrong)
            word_reason(finding, scratch, &line->reasons[i], wording);
    made->conditions = text_copy(arena, text_join(scratch, wording->conditions, wording->count, TEXT(" ")));
    made->say = text_copy(arena, text_join(scratch, wording->says, wording->count, TEXT("; ")));
    made->cite = text_copy(arena, text_join(scratch, wording->cites, wording->count, TEXT("; ")));
    made->values = text_copy(arena, text_join(scratch, wording->values, wording->value_count, TEXT("; ")));
    made->reads = arena_copy(arena, wording->reads, wording->read_count * sizeof *wording->reads);
    made->read_count = wording->read_count;
}

/* What is missing is the same for all who miss the same: worded once. */
static void word_missing(struct finding_run *finding, const struct dossier *dossier, struct check_finding *made)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct text key = text_format(scratch, "%u %u", dossier->line, made->verdict.unknown);
    const struct check_finding *known = map_find(finding->missing, key);
    if (!known) {
        word_finding(finding, dossier, made);
        made->values = (struct text){0};
        if (map_count(finding->missing) < REASONS_KEPT)
            map_put(finding->missing, text_copy(finding->checking->arena, key), arena_copy(finding->checking->arena, made, sizeof *made));
        return;
    }
    made->conditions = known->conditions;
    made->say = known->say;
    made->cite = known->cite;
    made->reads = known->reads;
    made->read_count = known->read_count;
}

/* ---- findings ---- */

static uint32_t other_dossier(const struct finding_run *finding, const struct dossier *dossier, uint8_t with_line)
{
    uint8_t line = with_line > 0 ? (uint8_t)(with_line - 1) : dossier->line;
    for (size_t i = 0; i < finding->count; i++)
        if (&finding->dossiers[i] != dossier && finding->dossiers[i].line == line)
            return finding->dossiers[i].row;
    return UINT32_MAX;
}

static void put_finding(struct finding_run *finding, const struct dossier *dossier, struct policy_finding found)
{
    struct check_run *run = finding->checking->run;
    if (found.kinds & POLICY_TWICE)
        found.kinds &= ~(uint32_t)POLICY_OVER; /* told as the second dossier */
    if (found.kinds == 0)
        return;
    struct check_finding made = {.dossier = dossier->row, .other = UINT32_MAX, .line = dossier->line, .found = found, .verdict = dossier->verdict};
    if (found.kinds & POLICY_TWICE)
        made.other = other_dossier(finding, dossier, found.with_line);
    if (found.kinds & POLICY_WRONG)
        word_finding(finding, dossier, &made);
    else if (found.kinds & POLICY_UNPROVEN)
        word_missing(finding, dossier, &made);
    run->findings[run->finding_count++] = made;
}

static void find_dossier(struct finding_run *finding, const struct dossier *dossier)
{
    struct policy_verdict verdicts[POLICY_LINES_MAX] = {0};
    struct policy_listing listings[POLICY_LINES_MAX];
    struct policy_finding found[POLICY_LINES_MAX];
    for (size_t i = 0; i < finding->policy->line_count; i++)
        listings[i] = finding->listings[i];
    verdicts[dossier->line] = dossier->verdict;
    listings[dossier->line].applied_on = dossier->applied_on;
    listings[dossier->line].decided_on = dossier->decided_on;
    listings[dossier->line].paid_on = dossier->paid_on;
    set_limits(finding, dossier, &listings[dossier->line]);
    policy_find(finding->policy, verdicts, listings, finding->checking->run->request->as_of, found);
    put_finding(finding, dossier, found[dossier->line]);
}

static void find_person(struct finding_run *finding)
{
    struct arena *CLOSING(wiped) scratch = arena_open(); /* holds a person's facts */
    for (size_t i = 0; i < finding->policy->line_count; i++)
        finding->listings[i] = (struct policy_listing){.applied_on = DAY_NONE, .decided_on = DAY_NONE, .paid_on = DAY_NONE, .decide_by = DAY_NONE, .pay_by = DAY_NONE};
    for (size_t i = 0; i < finding->count; i++) {
        count_dossier(finding, &finding->dossiers[i]);
        judge(finding, scratch, i);
    }
    for (size_t i = 0; i < finding->count; i++)
        find_dossier(finding, &finding->dossiers[i]);
}

/* ---- all persons ---- */

struct first_row {
    uint32_t person, row;
};

static int compare_first_rows(const void *a, const void *b)
{
    const struct first_row *one = a, *other = b;
    if (one->person != other->person)
        return one->person < other->person ? -1 : 1;
    return one->row < other->row ? -1 : one->row > other->row;
}

static int compare_findings(const void *a, const void *b)
{
    const struct check_finding *one = a, *other = b;
    return one->dossier < other->dossier ? -1 : one->dossier > other->dossier;
}

bool check_find(struct checking *checking, struct failure *why)
{
    struct check_run *run = checking->run;
    struct arena *CLOSING(arena) scratch = arena_open();
    struct finding_run *finding = arena_make(scratch, sizeof *finding);
    struct first_row *firsts = arena_make_many(scratch, run->dossiers, sizeof *firsts);
    size_t count = 0;
    *finding = (struct finding_run){.checking = checking, .policy = run->request->policy, .missing = map_make(scratch)};
    for (size_t i = 0; i < POLICY_LINES_MAX; i++)
        finding->chain_from[i] = DAY_NONE;
    for (uint32_t i = 0; i < run->row_count; i++)
        if (run->rows[i].dossier == i)
            firsts[count++] = (struct first_row){run->rows[i].person, i};
    qsort(firsts, count, sizeof *firsts, compare_first_rows);
    run->findings = arena_make_many(checking->arena, count, sizeof *run->findings);
    for (size_t i = 0, next; i < count; i = next) {
        finding->count = 0;
        for (next = i; next < count && firsts[next].person == firsts[i].person; next++) {
            if (finding->count == DOSSIERS_OF_ONE_MAX)
                return FAIL(why, FAILURE_TOO_BIG, "one person has more than %d dossiers on these lists", DOSSIERS_OF_ONE_MAX);
            if (run->rows[firsts[next].row].line > 0)
                finding->dossiers[finding->count++] = (struct dossier){.row = firsts[next].row, .line = (uint8_t)(run->rows[firsts[next].row].line - 1),
                                                                       .applied_on = DAY_NONE, .decided_on = DAY_NONE, .paid_on = DAY_NONE};
        }
        find_person(finding);
    }
    qsort(run->findings, run->finding_count, sizeof *run->findings, compare_findings);
    return true;
}
