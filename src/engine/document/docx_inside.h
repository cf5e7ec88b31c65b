/*
 * docx_inside.h — WordprocessingML in a few words: paragraphs, letters, cells.
 *
 * Lengths are mm, letters and spacing points; twips and half-points appear only
 * in docx_words.c. Elements are written in the order the schema asks for.
 */
#pragma once

#include "engine/codec/xml.h"
#include "engine/document/docx_layout_inside.h"
#include "engine/document/drawing.h"

struct docx {
    struct xml xml;
    const struct document *document;
    const struct docx_layout *layout;
    struct arena *scratch;
    bool centred_cells;   /* cells begun now centre their words between top and bottom */
    bool narrow_cells;    /* cells begun now keep their words close to their lines */
    bool keep_next;       /* paragraphs begun now stay with what follows */
    struct list pictures; /* const struct drawing *, in order: word/media/picture1.png … */
};

enum docx_align { DOCX_LEFT, DOCX_CENTRE, DOCX_RIGHT, DOCX_JUSTIFIED };

struct docx_paragraph {
    enum docx_align align;
    double left, right, first_line; /* indents */
    double before, after;           /* points */
    double line;                    /* 0: single */
    int heading;                    /* 1 … 3: its level */
    bool keep_next, new_page;
};

bool docx_is_english(const struct docx *docx);

/* words */
void docx_paragraph_begin(struct docx *docx, const struct docx_paragraph *paragraph);
void docx_paragraph_end(struct docx *docx);
void docx_words(struct docx *docx, struct docx_letters letters, struct text words);
void docx_runs(struct docx *docx, struct docx_letters letters, const struct runs *runs);
/* A paragraph of one piece. */
void docx_line(struct docx *docx, const struct docx_paragraph *paragraph, struct docx_letters letters,
               struct text words);
/* A straight line `length` long in the middle of `width`. */
void docx_rule(struct docx *docx, double width, double length);
/* The length a line below `words` takes: between a third and a half of theirs. */
double docx_rule_below(struct docx_letters letters, struct text words, double width);
void docx_page_number(struct docx *docx);

/* tables */
void docx_grid_begin(struct docx *docx, const double *widths, size_t count, bool borders);
void docx_grid_end(struct docx *docx);
void docx_row_begin(struct docx *docx, bool heading);
void docx_row_end(struct docx *docx);
enum docx_merge { DOCX_ALONE, DOCX_MERGE_BEGIN, DOCX_MERGE_ON }; /* with the cell below, with the one above */
void docx_cell_begin(struct docx *docx, double width, size_t columns, enum docx_merge merge);
void docx_cell_end(struct docx *docx);
void docx_table(struct docx *docx, const struct table *table);

/* head and foot of the document, and its pictures */
void docx_body(struct docx *docx); /* all of it, in the order of paper */
void docx_head(struct docx *docx);
void docx_foot(struct docx *docx);
void docx_picture(struct docx *docx, const struct drawing *drawing);
