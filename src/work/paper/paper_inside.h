/*
 * paper_inside.h — one paper while it is made.
 *
 * paper.c finds what it is made from and walks its parts; context.c makes the names its words may use.
 */
#pragma once

#include "base/list.h"
#include "base/period.h"
#include "keep/journal/journal.h"
#include "work/paper/desk.h"

enum { PAPER_LINKED_MAX = 500 };

#define PAPER_GAP "……"

/* The records of one register that refer to the paper's record. */
struct paper_linked {
    const struct register_definition *register_;
    struct list records; /* struct record *, by day */
};

struct papering {
    const struct paper_desk *desk;
    const struct paper_definition *paper;
    const struct record *record; /* NULL: about a period, or a disposal */
    const struct journal_entry *disposal; /* the act; NULL: of other things */
    struct list disposed;        /* struct record *: what is left of them */
    const struct node *opened;   /* its sealed fields, for whoever opened them; NULL: closed */
    const struct unit *issuer;
    struct list linked;          /* struct paper_linked * */
    struct period period;
    struct list late;            /* const struct unit * */
    struct node *root;           /* the names of its words */
    struct document *document;
};

/* Loads what refers to the record and may be seen. */
MUST_CHECK bool paper_load_linked(struct papering *papering, struct failure *why);
/* papering->root from the record and what is linked with it. */
MUST_CHECK bool paper_context(struct papering *papering, struct failure *why);
/* The same with a linked record's fields before those of the record; `number` from 1. */
struct node *paper_item(const struct papering *papering, const struct record *item, size_t number);
/* What `opened` (the answer of dossier-open) says of a sealed field of that record; empty: nothing, or it is not opened. */
struct text paper_opened(const struct node *opened, int64_t record, const struct field_definition *field);
/* disposal.c: finds the act, its organisation and records, and fills the root. FAILURE_NOT_FOUND, FAILURE_DENIED. */
MUST_CHECK bool paper_take_disposal(struct papering *papering, struct text act, struct failure *why);
/* A row of the list of what was disposed of; `number` from 1. */
struct node *paper_disposed_item(const struct papering *papering, const struct record *item, size_t number);
const struct paper_linked *paper_find_linked(const struct papering *papering, const struct register_definition *register_);
/* paper.c: words of the paper filled in from `root`; one of its parts added to the document. */
MUST_CHECK bool paper_words(const struct papering *papering, struct title title, const struct node *root, struct text *written, struct failure *why);
MUST_CHECK bool paper_print_part(struct papering *papering, const struct paper_part *part, struct failure *why);
