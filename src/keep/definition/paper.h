/*
 * paper.h — which papers are made from a record, and what stands in them?
 *
 * A paper (a decision, minutes, a letter, a slip) is a file of the pack, papers/NAME.yaml: the register (or act of disposal) it is made from,
 * when it is offered, its type and mark, whom it goes to, and its parts from top to bottom. All its words are Mustache
 * over the record's fields, the records it is linked with, and the organisation that issues it.
 *
 *     const struct paper_definition *paper = definition_paper(definition, TEXT("supervision-minutes"));
 *     if (paper->register_ == record->register_ && (!paper->when || rule_holds(paper->when, record_slots(arena, record), …))) …
 *
 * Number, day and signature are never in it: they are given outside this system (Decree 30/2020/ND-CP, Article 15 and 13;
 * guidance 36-HD/VPTW for the Party). The snapshot owns everything here.
 */
#pragma once

#include "keep/definition/definition.h"

enum paper_part_kind { PAPER_HEADING, PAPER_TEXT, PAPER_LINES, PAPER_TABLE, PAPER_PARTIES, PAPER_ANNEX /* what follows is an annex */ };
enum paper_style { PAPER_BODY, PAPER_CENTRED, PAPER_NOTE }; /* centred: bold, in the middle ("QUYẾT ĐỊNH:") */

struct paper_column {
    struct title title, cell; /* cell: over each linked record; empty in a table to be filled by hand */
    int64_t share;            /* of the width; 0: by its words */
};

struct paper_part {
    enum paper_part_kind kind;
    const struct rule *when;         /* over the record; NULL: always */
    struct title lead, text;         /* heading, text: Mustache; the lead stands bold before the text */
    enum paper_style style;
    int64_t lines;                   /* PAPER_LINES: how many; PAPER_TABLE: rows left empty at its end */
    const struct paper_column *columns; /* of a table; of parties: who signs side by side (title) */
    size_t column_count;
    const struct register_definition *of; /* a table's rows: the linked records of this register; NULL: empty rows only */
    bool of_disposed;                     /* … or the records that were disposed of */
};

struct paper_definition {
    struct text name;
    struct title title, type, subject, to, recipients; /* type empty: a letter; to and recipients: one a line */
    struct text mark;                                  /* "QĐ", "BB": in the number; empty: none */
    const struct register_definition *register_;       /* NULL: it is about a period that some have not sent, or … */
    bool of_disposal;                                  /* … minutes of a disposal, made from the act that did it */
    const struct rule *when;                           /* over the record: offered then; NULL: always */
    const struct register_definition *each_of;         /* one paper for each … */
    const struct field_definition *each_by;            /* … value of this field of the linked records; NULL: one paper */
    const struct deadline_definition *reminds;         /* the letter that reminds of this time limit; NULL: none */
    struct text law;
    enum confidence confidence;
    const struct paper_part *parts;
    size_t part_count;
};

/* NULL when there is none. */
const struct paper_definition *definition_paper(const struct definition *definition, struct text name);
/* The field of `linked` that refers to records of `register_`; NULL: it has none. */
const struct field_definition *register_link_to(const struct register_definition *linked, const struct register_definition *register_);
