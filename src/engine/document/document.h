/*
 * document.h — what does a report say, before anyone asks in which format?
 *
 * One tree serves every writer (document_html.h, document_text.h,
 * document_json.h, document_docx.h). It is built from top to bottom in an arena:
 *
 *     struct document *report = document_make(arena, LANGUAGE_VI, TEXT("Kết quả công tác dân vận quý III năm 2021"));
 *     struct runs *p = document_paragraph(report, PARAGRAPH_BODY);
 *     run_text(p, TEXT("Trong quý đã tổ chức "));
 *     run_figure(p, TEXT("12"), &(struct bound){.figure = TEXT("missions"), .unit = TEXT("004"),
 *                .period = TEXT("2021-Q3"), .href = TEXT("/so-lieu/missions"), .value = value_whole(12)});
 *     run_text(p, TEXT(" cuộc giám sát."));
 *
 * Texts and values are borrowed and must live as long as the tree; what
 * functions return lives in its arena. Nothing fails. A bound figure is printed
 * exactly as given and is never edited by a writer; who leaves it out leaves
 * the run out. Texts are UTF-8 in NFC, without control characters.
 */
#pragma once

#include "base/arena.h"
#include "base/list.h"
#include "base/problem.h"
#include "base/text.h"
#include "base/value.h"

struct chart;

/* ---- runs: the words of a paragraph, a cell, a list's item ---- */

enum run_kind { RUN_TEXT, RUN_FIGURE, RUN_LINK };

/* What a printed number stands for. */
struct bound {
    struct text figure; /* its id: register.figure */
    struct text unit;   /* the unit's code */
    struct text period; /* machine form: 2021-Q3 */
    struct text by;     /* the value of the breakdown; empty: all */
    struct text href;   /* where it opens; empty: it does not */
    struct value value; /* the exact value; unknown stays unknown */
};

struct run {
    enum run_kind kind;
    bool bold, italic;
    struct text text;   /* as printed */
    struct text href;   /* RUN_LINK */
    struct bound bound; /* RUN_FIGURE */
};

struct runs {
    struct arena *arena;
    struct run *items;
    size_t count, room;
};

void run_text(struct runs *runs, struct text text);
void run_bold(struct runs *runs, struct text text);
void run_italic(struct runs *runs, struct text text);
void run_link(struct runs *runs, struct text text, struct text href);
void run_figure(struct runs *runs, struct text printed, const struct bound *bound);
/* All the words, without what they are bound to. */
struct text runs_text(struct arena *arena, const struct runs *runs);

/* ---- tables ---- */

enum align { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT };

/* Where a table or chart stands in a paper document. By default a chart, and a
 * table of more than TABLE_COLUMNS_IN_TEXT columns, moves to the annex. */
enum placing { PLACING_DEFAULT, PLACING_IN_TEXT, PLACING_ANNEX };
enum { TABLE_COLUMNS_IN_TEXT = 5 };

struct column {
    struct text title;
    enum align align;
    unsigned share; /* of the width; 0: by its words */
    struct text label; /* the number of a form's column: "5", "1=2+3"; in a heading row of its own */
};

/* A title over neighbouring columns: a heading row above theirs. Level 0 is the highest; one of level 1 stands within one of level 0. */
struct column_group {
    struct text title;
    size_t first, count, level;
};

struct row {
    bool total;         /* a sum: stands out */
    struct runs *cells; /* as many as the table has columns */
};

struct table {
    struct arena *arena;
    struct text caption;
    struct text note; /* small, below; may be empty */
    enum placing placing;
    bool bare;           /* without lines: who signs side by side */
    struct list columns; /* struct column * */
    struct list groups;  /* struct column_group *, those of a level from left to right, apart */
    struct list rows;    /* struct row * */
};

/* A table alone, for a chart; document_table makes one in its place. */
struct table *table_make(struct arena *arena, struct text caption);
/* All columns first, then rows: a row has a cell for each column. */
struct column *table_column(struct table *table, struct text title, enum align align);
void table_group(struct table *table, struct text title, size_t first, size_t count); /* of level 0 */
void table_group_at(struct table *table, size_t level, struct text title, size_t first, size_t count);
/* A cell of the headings: over columns first …, in heading rows row … */
struct heading {
    struct text title;
    size_t row, rows, first, count;
    bool group; /* of several columns, else a column's own title or label */
};
/* All of them, row by row, from left to right; `*rows` is how many rows they take. */
const struct heading *table_headings(struct arena *arena, const struct table *table, size_t *rows, size_t *count);
/* Has it more than one level of groups, or labels? Then it is a form's table. */
bool table_is_form(const struct table *table);
const struct column_group *table_find_group(const struct table *table, size_t column); /* NULL: it has none */
struct row *table_row(struct table *table);
struct row *table_total(struct table *table);

/* ---- blocks ---- */

enum block_kind {
    BLOCK_HEADING,
    BLOCK_PARAGRAPH,
    BLOCK_TABLE,
    BLOCK_CHART,
    BLOCK_LIST,
    BLOCK_PAGE_BREAK,
    BLOCK_ANNEX, /* what follows belongs to this annex */
};

/* A note is small print (cut-off day, "chưa báo cáo: …"); an opinion is the
 * unit's own assessment, which needs no figure: the words that say so are the builder's. A centred one stands in the middle ("QUYẾT ĐỊNH:"). */
enum paragraph_style { PARAGRAPH_BODY, PARAGRAPH_NOTE, PARAGRAPH_OPINION, PARAGRAPH_CENTRED };

struct block {
    enum block_kind kind;
    int level;                  /* heading: 1 … 3 */
    bool numbered;              /* list */
    enum paragraph_style style; /* paragraph */
    enum placing placing;       /* chart; a table has its own */
    struct text anchor;         /* id in pages, ASCII word; may be empty */
    struct runs runs;           /* heading, paragraph, annex title */
    struct table *table;        /* table; of a chart, the table beside it */
    struct chart *chart;        /* chart */
    struct list items;          /* list: struct runs * */
};

/* ---- the head and foot of a paper document ---- */

/* Whose form of paper it takes: the Party's, a State body's, the Front's, or none. */
enum layout { LAYOUT_PLAIN, LAYOUT_PARTY, LAYOUT_STATE, LAYOUT_FRONT };

struct signature {
    struct text power;  /* "T/M BAN THƯỜNG VỤ", "TM. ỦY BAN NHÂN DÂN"; may be empty */
    struct list titles; /* struct text *: "K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN" */
    struct text name;
};

struct document_head {
    enum layout layout;
    struct text superior; /* the body above, as it writes itself: "QUẬN ỦY LONG BIÊN" */
    struct text issuer;   /* "BAN DÂN VẬN" */
    struct text number; /* whole: "Số 45-BC/BDVQU", "Số: 45/BC-UBND"; empty is printed as a gap to fill */
    struct text place_and_date; /* whole: "Long Biên, ngày 05 tháng 10 năm 2021" */
    struct text type_name;      /* "BÁO CÁO"; empty in a letter */
    struct text subject;        /* below the type's name; in a letter "V/v …" below the number */
    struct list addressed_to;   /* struct text *: after "Kính gửi:"; letters */
    struct list recipients;     /* struct text *: after "Nơi nhận:", without "- " */
    struct signature signature;
};

struct document {
    struct arena *arena;
    enum language language;
    struct text title;
    bool landscape;     /* the paper lies on its long side */
    struct text notice; /* "số liệu minh họa": every writer prints it where it cannot be missed */
    struct document_head head;
    struct list blocks; /* struct block * */
};

struct document *document_make(struct arena *arena, enum language language, struct text title);
void document_addressed_to(struct document *document, struct text body);
void document_recipient(struct document *document, struct text recipient);
void document_signature_title(struct document *document, struct text title);

struct block *document_heading(struct document *document, int level, struct text title);
struct runs *document_paragraph(struct document *document, enum paragraph_style style);
struct table *document_table(struct document *document, struct text caption);
/* A chart never stands alone: the table says the same numbers. */
struct block *document_chart(struct document *document, struct chart *chart, struct table *table);
struct block *document_list(struct document *document, bool numbered);
struct runs *document_list_item(struct document *document, struct block *list);
void document_page_break(struct document *document);
struct block *document_annex(struct document *document, struct text title);
