/*
 * docx_layout_inside.h — every size, margin and habit of an office's layout, in one table.
 *
 * Sources: State: Nghị định 30/2020/NĐ-CP, Annex I. Party: Hướng dẫn 36-HD/VPTW (2018). Front: its own
 * rule, close to the Party's with the national name on the right; to be confirmed with the Front's office,
 * as is what 36-HD's successor of 2026 says. Lengths in mm, letters in points.
 */
#pragma once

#include "engine/document/document.h"

struct docx_letters {
    double points;
    bool bold, italic, underline;
};

struct docx_layout {
    /* the paper: A4, upright or lying; set by docx_layout_get */
    double paper_width, paper_height;
    double margin_top, margin_bottom, margin_left, margin_right, header_distance;
    double head_left; /* width of the left column; the right one takes the rest */

    /* the head */
    const char *right_title; /* NULL: no head at all */
    const char *right_motto; /* NULL: none */
    double right_rule;       /* length of the line below title and motto */
    bool issuer_star;        /* a "*" below the issuer, else a line */
    struct docx_letters title, motto, superior, issuer, number, place, letter_subject;
    const char *number_gap; /* printed when the number is not given yet */

    /* type and subject */
    struct docx_letters type_name, subject;
    bool subject_rule;

    /* the text */
    struct docx_letters body, note, table;
    double first_line;  /* indent */
    double space;       /* points between paragraphs */
    double line;        /* spacing: 1 is single */
    double page_number; /* points */

    /* the foot */
    struct docx_letters power, signer_title, signer_name, recipients_title, recipients;
    double room_to_sign; /* points between title and name */
    double foot_left;    /* width of the recipients */

    bool annex_by_default; /* charts and wide tables stand behind the signature */
};

struct docx_layout docx_layout_get(enum layout layout, bool landscape);

enum { DOCX_PAPER_WIDTH = 210, DOCX_PAPER_HEIGHT = 297 };
double docx_layout_width(const struct docx_layout *layout); /* of the text, mm */
