/*
 * figure.h — the value of a figure for a unit and a period, and the records behind it.
 *
 * Counts and sums are cells: (figure, unit, half-month bucket, breakdown) -> int64; a
 * decimal's sum is in units of its field's scale. One blob holds all cells of a unit and
 * bucket. A province's blob holds the sums of all units in it, kept with every write: the country
 * is read from 63 of them, not from 10,600 wards. Distinct figures count references per
 * value. Late, due and short ask the deadlines on the day given. A value is unknown rather
 * than zero where it cannot be told (a share of nothing).
 *
 *     struct figure_question ask = {.definition = definition, .units = below, .period = period, .today = today};
 *     struct figure_answer answer;
 *     if (!figure_compute(arena, connection, tree, figure, &ask, &answer, why)) …
 *
 * Opening a figure lists its records; the sum of what is listed equals the number.
 */
#pragma once

#include "base/period.h"
#include "keep/record/record.h"

struct figure_question {
    const struct definition *definition;
    const struct unit_set *units; /* organisations and places of the subtree */
    struct period period;
    struct day today;             /* for late and due; an open figure and a balance stand at the period's end */
    struct text by;               /* one choice's code; empty: all */
};

struct figure_part { struct text code; struct value value; };        /* one breakdown */
struct figure_answer {
    struct value value;               /* number or unknown; share: percent with one decimal */
    const struct figure_part *parts;  /* by breakdown, in the order of the choices; none without `by` */
    size_t part_count;
    const struct unit *const *units;  /* distinct over a unit field: which, in official order */
    size_t unit_count;
};

MUST_CHECK bool figure_compute(struct arena *arena, struct connection *connection, const struct unit_tree *tree,
                               const struct figure_definition *figure, const struct figure_question *question,
                               struct figure_answer *answer, struct failure *why);

/* A of B in percent with one decimal, half away from zero; unknown when either is, when B is zero or anything overflows. */
struct value figure_percent(struct value first, struct value second);

/* Many count and sum figures for many groups of units at once: one pass over the cells. values[g * figure_count + f]. */
struct figure_table_question {
    const struct definition *definition;
    const struct figure_definition *const *figures;
    size_t figure_count;
    const struct unit_set *const *groups; /* the wards, each with its organisations */
    size_t group_count;
    struct period period;
    struct day today;
};
MUST_CHECK bool figure_table(struct arena *arena, struct connection *connection, const struct unit_tree *tree,
                             const struct figure_table_question *question, struct value *values, struct failure *why);

/*
 * The records behind a figure, in any order and from any place in it: a page is asked by the key of
 * the entry it follows or precedes, so the last page costs what the first does.
 *
 *     struct figure_list list = {.order = FIGURE_BY_DAY, .limit = 50};          newest first
 *     if (!figure_open(arena, connection, tree, figure, &ask, &list, &opening, why)) …
 *     list.from = opening.next;                                                 the next page; none: empty
 *     list.from = opening.previous, list.backwards = true;                      and back
 *
 * By day and by unit an index serves; by amount and by number each unit's entries are walked, so at
 * most FIGURE_WALKED_MAX of them: longer lists come by day, and `order` of the opening says so.
 */
enum figure_order {
    FIGURE_BY_DAY,    /* newest first */
    FIGURE_BY_UNIT,   /* in the order of the units asked, newest first in each */
    FIGURE_BY_AMOUNT, /* largest first; by day where all entries weigh the same */
    FIGURE_BY_NUMBER, /* the record's number, latest first */
};
enum { FIGURE_PAGE_MAX = 200, FIGURE_WALKED_MAX = 400000, FIGURE_SOURCES_MAX = 2 };

struct figure_days { struct day begin, end; }; /* DAY_NONE: open */
struct figure_list {
    enum figure_order order;
    bool turned;           /* the other way round: oldest, last unit, smallest, earliest first */
    struct text from;      /* a key an opening gave; empty or not a key: from the beginning */
    bool backwards;        /* what stands before `from` */
    const struct figure_days *days; /* only entries of these days; NULL: all */
    size_t limit;          /* at most FIGURE_PAGE_MAX */
    int64_t walked_max;    /* 0: FIGURE_WALKED_MAX */
};

struct figure_entry {
    int64_t record;
    const struct figure_definition *figure; /* the one asked; of a share or balance the part it counts in */
    const struct register_definition *register_;
    const struct unit *unit;
    struct day day;
    struct text by;
    struct value amount;
    int part, position;                     /* which part of the figure; which entry of the record in it */
};

struct figure_opening {
    struct figure_entry *entries; size_t count; /* this page */
    int64_t total;                              /* entries in all */
    struct value sum;                           /* of all entries: equals the figure for count and sum */
    enum figure_order order;                    /* what it is sorted by */
    struct text previous, next;                 /* keys of the first and last entry where more stands before or behind; else empty */
};
MUST_CHECK bool figure_open(struct arena *arena, struct connection *connection, const struct unit_tree *tree,
                            const struct figure_definition *figure, const struct figure_question *question,
                            const struct figure_list *list, struct figure_opening *opening, struct failure *why);

/* What one record counts for, told from its values alone: the first entry, struct figure_entry *, in each figure of its register that
 * holds it. Figures of deadlines depend on the day asked, shares and balances on others: they are not among them. */
void figure_of_record(struct arena *arena, const struct record *record, struct list *entries);

/* Empties and recomputes contributions, cells and deadlines from the records; part of the acts `upgrade` and `rebuild`. */
MUST_CHECK bool figure_rebuild(struct connection *writer, const struct definition *definition, const struct unit_tree *tree, struct failure *why);
