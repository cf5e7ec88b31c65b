/* check_inside.h — the steps of one check run: rows, persons and dossiers, findings. */
#pragma once

#include "work/check/check.h"

/* What a policy read in the words last met in a column: lists say "Có" and "Tạm trú" over and over. */
struct check_said {
    struct text text;
    struct value value;
};

enum { CHECK_SAID = 8 };

/* How a table's columns serve the run, made once for each. */
struct check_table {
    const struct source_table *table;
    int dossier, name, family, given, identity, born, born_man, born_woman, sex, phone, account, ward, line, amount, applied_on, decided_on, paid_on;
    size_t *slots;      /* of the policy, of each value of a row */
    size_t *columns;    /* of the table, the same */
    size_t slot_count;
    struct check_said *said; /* CHECK_SAID of each value */
    enum old_text letters; /* the old encoding some of its columns are surely in; UNSURE: none */
};

struct checking {
    struct check_run *run;
    struct arena *arena;
    struct list tables;       /* struct check_table * */
    struct map *lines;        /* folded words of a cell -> index + 1 */
    struct match_rows *match;
    struct problems *problems;
};

/* check_rows.c */
MUST_CHECK bool check_read(struct checking *checking, struct failure *why);
const struct check_table *check_table_of(const struct checking *checking, const struct check_row *row);
/* check_persons.c: who is one person, which rows are one dossier, which pairs are to be looked at. */
MUST_CHECK bool check_join(struct checking *checking, struct failure *why);
/* check_find.c */
MUST_CHECK bool check_find(struct checking *checking, struct failure *why);
