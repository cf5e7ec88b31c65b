/*
 * check.h — what did the lists of a ward get wrong, against a policy: for whom, under which article, at which cell?
 *
 *     struct check_request ask = {.policy = policy, .definition = definition, .files = files, .file_count = count, .as_of = day};
 *     struct check_run *run;
 *     if (!check_lists(arena, &ask, &run, &problems, why)) …               true with problems: a list cannot be read
 *     if (!check_book(arena, run, &head, &bytes, why)) …                   the workbook (check_book.h)
 *
 * Lists are read by list_file.h. Rows that speak of one person are found by engine/match over all lists together, and by one
 * dossier number under one name; only what is sure is joined, the rest is told as pairs to look at. A *dossier* is the rows of one
 * person, one line of support and one dossier number. What its rows say is put together: rows of the other lists and other
 * dossiers of the person fill what is empty; where the lists of one dossier say different things, that value is unknown.
 * engine/policy judges each dossier and finds what the lists got wrong (policy_findings.h). Of a birthday written as a year alone
 * both ends of the year are tried: the answer counts where they agree.
 *
 * A person may say of such a pair that it is one, or that it is not (`decisions`): the rows are then joined before dossiers are made,
 * and the same lists checked without it are as they were.
 *
 * A finding is "cần rà soát", not a verdict on anybody. A second dossier of one person is *twice*; what is paid too much because of
 * it is not told a second time as *over*. A person who stands on no list cannot be missed here.
 *
 * All of it lives in the arena given and in nothing else: no database, no log, no file; problems hold no value of a person.
 * TOO_BIG: more than CHECK_ROWS_MAX rows.
 */
#pragma once

#include "engine/match/match.h"
#include "engine/policy/policy_findings.h"
#include "work/check/list_file.h"

enum { CHECK_ROWS_MAX = 2000000, CHECK_FILES_MAX = 200, CHECK_ALIKE_MAX = 10000 };

enum check_list { CHECK_APPLIED, CHECK_REFUSED, CHECK_APPROVED, CHECK_PAID, CHECK_LISTS };

struct check_file {
    enum check_list list;
    struct text name, bytes; /* borrowed */
};

/* What a person said of two rows, named as a pair (check_pair) names them: a link, undone by leaving it out. */
struct check_decision {
    uint32_t a, b;
    bool one; /* "là một người"; else "không phải" */
};

struct check_request {
    const struct policy *policy;
    const struct definition *definition; /* its calendar counts the working days */
    const struct check_file *files;
    size_t file_count;
    const struct node *map; /* of columns, for all files; NULL: none */
    struct text line;       /* id of the line all rows speak of, where the lists do not say; empty: they do */
    struct day as_of;
    enum language language;
    unsigned threads;       /* 1 or 2 */
    const struct check_decision *decisions;
    size_t decision_count;
};

struct check_row {
    const struct list_file *file;
    const struct source_table *table;
    uint32_t number;          /* on its sheet */
    uint8_t list, line;       /* line: index + 1; 0: not known which */
    bool amount_known;
    uint32_t person, dossier; /* the lowest row of each */
    uint32_t next;            /* of the same dossier; its own index at the end */
    int64_t amount;
    struct day applied_on, decided_on, paid_on;
    struct text number_of, name; /* of the dossier; the person's name */
    const struct value *values;  /* of the table's policy columns */
    const uint16_t *years;       /* of the same: a day of which only the year is written; NULL: none */
};

struct check_finding {
    uint32_t dossier; /* its first row */
    uint32_t other;   /* twice: a row of the other dossier; UINT32_MAX: none */
    uint8_t line;     /* index */
    struct policy_finding found;
    struct policy_verdict verdict;
    /* wrong: what is required and the article, what the lists say; unproven: what is missing. Empty else. */
    struct text conditions, say, cite, values; /* ids apart by spaces; sentences; articles; "Ngày mất việc: 20/04/2021" */
    const uint16_t *reads;                     /* columns of the policy that decided it */
    size_t read_count;
};

enum check_said_of { PAIR_OPEN, PAIR_ONE, PAIR_TWO };

struct check_pair { /* perhaps one person, for a person to look at */
    uint32_t a, b;   /* the first rows of two persons as the lists alone tell them: the same whatever was decided */
    uint64_t levels; /* match_words says "giống ở …; khác ở …" */
    float weight, chance;
    enum check_said_of said; /* by a person; ONE too where other pairs make them one */
    bool linked;             /* a decision of its own stands behind `said`, and can be undone */
};

struct check_run {
    const struct check_request *request;
    struct list files;               /* struct list_file * */
    struct check_row *rows;
    size_t row_count;
    size_t list_rows[CHECK_LISTS];
    size_t lineless;                 /* rows of which nobody can say which line they speak of: told, and not judged */
    size_t dossiers, persons;
    struct check_finding *findings;  /* in the order of the lists */
    size_t finding_count;
    struct check_pair *pairs;
    size_t pair_count;
    const struct match_plan *plan;
    struct match_rows *people; /* the cells that tell of persons, by row */
    struct match_result match;
};

MUST_CHECK bool check_lists(struct arena *arena, const struct check_request *request, struct check_run **run, struct problems *problems,
                            struct failure *why);

/* The cell of a row that holds a column of lists or of the policy: "duyet.xlsx › DS › K17"; of the row when it has no such column. */
struct text check_row_cell(struct arena *arena, const struct check_run *run, const struct check_row *row, struct text column);
/* "so 001085000001" of the person of each of these rows' persons (engine/match/person_words.h), by the person's first row: the surest
 * of all that person's rows. Only of persons a finding speaks of; empty for the rest, and where the lists do not tell. */
const struct text *check_person_words(struct arena *arena, const struct check_run *run);
/* {lists: {applied, …}, dossiers, persons, findings: {missed, …}, by_line: […], pairs, lineless, policy, hash, as_of} */
struct node *check_summary(struct arena *arena, const struct check_run *run, enum language language);
/* "applied" … and as people say it. */
struct text check_list_word(enum check_list list);
struct text check_list_title(enum check_list list, enum language language);
struct text check_kind_title(enum policy_finding_kind kind, enum language language);
/* All kinds, in the order they are shown. */
#define CHECK_KINDS POLICY_WRONG, POLICY_UNPROVEN, POLICY_TWICE, POLICY_SHORT, POLICY_OVER, POLICY_LATE, POLICY_MISSED
enum { CHECK_KIND_COUNT = 7 };
/* One kind of a finding in a sentence, without a name; the cells it rests on: "chi.xlsx › DS › K17; …". */
struct text check_finding_say(struct arena *arena, const struct check_run *run, const struct check_finding *finding, enum policy_finding_kind kind,
                              enum language language);
struct text check_finding_cells(struct arena *arena, const struct check_run *run, const struct check_finding *finding, enum policy_finding_kind kind);
